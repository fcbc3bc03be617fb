"""Check, build and draw whole the pack in PACK, in every language: python -m tests.drawn_pack FOLDER OUT.

OUT is JSON: what the check says, the documents of pages, cards and interface by path, and the ranks of
its economy as the interface has them.
"""

import json
import sys
from pathlib import Path

import app
from components.documents.prerender.document import ONLINE
from components.pages import PAGES
from components.text.catalog import LANGUAGES
from components.text.paths import path
from data.article import AIMS, FOCUS
from data.snapshot import open_snapshot
from etl import pack_checks, packs

folder, out = map(Path, sys.argv[1:])
said = pack_checks.findings()
packs.build(folder)
site = app.create_app(open_snapshot(folder))
homes = [*(page.home for page in PAGES), *(f"strategy/{number}" for number in AIMS)]
places = [path(lang, home) for home in dict.fromkeys(homes) for lang in LANGUAGES]
documents = {place: site.texts(site.current(), place, {}, "", ONLINE)[0] for place in places}
client = site.server.test_client()
cards = [one["address"] for one in client.get("/api/v1/cards?limit=99").get_json()["data"]]
places = [f"{address}?lang={lang}&limit=3" for address in cards for lang in LANGUAGES]
places += [one["example"] for one in client.get("/api/v1").get_json()["endpoints"]]
for place in (*places, "/llms.txt", "/api/v1/openapi.json"):
    given = client.get(place)
    assert given.status_code == 200, (place, given.text)
    documents[place] = given.text
answer = client.get(f"/api/v1/scores?economy={FOCUS}&code=GII&limit=100").get_json()
out.write_text(json.dumps({"said": said, "documents": documents, "answer": answer}), encoding="utf-8")
