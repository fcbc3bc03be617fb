"""Hash what pages give on the pinned snapshot, and compare it later: python -m tools.hashes.

write out.json [page keys]: hashes of all outputs for the queries of the tests; out-texts.json has the texts.
compare before.json after.json: which outputs differ, and where; it ends with 1 if any does.
"""

import hashlib
import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final
from unittest.mock import patch
from urllib.parse import urlencode

from plotly.utils import PlotlyJSONEncoder

import app
from components.cards.page import Page
from components.documents import embed, preview
from components.pages import PAGES
from components.text import paths
from components.text.catalog import LANGUAGES
from data.api import ROOT
from data.snapshot import open_snapshot
from tests.pinned import FOLDER
from tests.unit.page_queries import QUERIES

FILES: Final = re.compile(r"\b(first|site|frame)\.[0-9a-f]{12}\.(css|js)\b")  # their names say their content
_json: Final = partial(json.dumps, cls=PlotlyJSONEncoder, sort_keys=True, ensure_ascii=False)


def _outputs(site: app.Dashboard, page: Page, lang: str, query: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield kind and text of every output of a view."""

    def answer(address: str, choices: Mapping[str, str]) -> str:
        given = site.server.test_client().get(f"{address}?{urlencode(choices, safe=',')}")
        return f"{given.status_code}\n{given.get_data(as_text=True)}"

    dataset = site.current()
    chosen, frozen = page.with_item(dataset, query), {"snapshot": dataset.snapshot.id, "theme": "dark"}
    asked = {**chosen, "lang": lang}
    place = paths.path(lang, f"{page.path}/{chosen[page.item]}" if page.item else page.path)
    yield f"layout {page.key}", _json(page.layout(dataset, lang, chosen))
    yield f"document {page.key}", answer(place, {key: query[key] for key in query if key != page.item})
    for name in [card.name for card in page.cards] or [page.key]:
        with patch("resvg_py.svg_to_bytes", return_value=b"") as render:
            preview.image(dataset, name, lang, query)
        yield f"preview {name}", render.call_args.kwargs["svg_string"]
    for card in page.cards:
        yield f"finding {card.name}", _json(embed.card_finding(dataset, card.name, lang, query))
        for table in card.tables:
            yield f"csv {table.name}", answer(f"/download/{table.name}.csv", asked)
        yield f"api {card.name}", answer(f"{ROOT}/cards/{card.name}", asked)
        yield f"embed {card.name}", embed.document(dataset, card.name, lang, query)
        yield f"frozen {card.name}", embed.document(dataset, card.name, lang, {**query, **frozen})


def write(path: Path, keys: Collection[str]) -> int:
    """Write hashes and texts of all outputs of the pages named, which are all if none is."""
    site, hashes = app.create_app(open_snapshot(FOLDER)), dict[str, str]()
    site.server.testing = True  # an error is raised, not answered
    beside = path.with_name(f"{path.stem}-texts.json")
    with beside.open("w", encoding="utf-8") as texts:
        for page in (one for one in PAGES if not keys or one.key in keys):
            for lang, query in product(LANGUAGES, QUERIES[page.key]):
                choices = urlencode(query, safe=",")
                for kind, text in _outputs(site, page, lang, query):
                    name, masked = f"{kind} {lang} {choices}".rstrip(), FILES.sub(r"\1.\2", text)
                    texts.write(("," if hashes else "{") + f"{_json(name)}:{_json(masked)}\n")
                    hashes[name] = hashlib.sha256(masked.encode()).hexdigest()
            print(f"{page.key}: {len(hashes)} outputs", flush=True)
        texts.write("}\n")
    path.write_text(json.dumps(hashes, indent=0) + "\n", encoding="utf-8")
    return 0


def compare(before: Path, after: Path) -> list[str]:
    """Return each output that differs with its first difference; one that is missing is empty."""
    old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (before, after))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    texts = [_texts(path, {*names}) for path in (before, after)]
    return [f"{name}: {_difference(*(text.get(name, '') for text in texts))}" for name in names]


def _texts(path: Path, names: set[str]) -> dict[str, str]:
    """Return the texts of some outputs; they take too much room to hold all, but each has a line."""
    with path.with_name(f"{path.stem}-texts.json").open(encoding="utf-8") as lines:
        read = (json.loads(f"{{{line[1:]}}}") for line in lines if line != "}\n")
        return {name: text for one in read for name, text in one.items() if name in names}


def _difference(old: str, new: str) -> str:
    places = (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    place = next(places, min(len(old), len(new)))
    around = slice(max(0, place - 60), place + 60)
    return f"at {place}\n  - {old[around]!r}\n  + {new[around]!r}"


def main(arguments: list[str]) -> int:
    """Write or compare, as the arguments say."""
    match arguments:
        case ["write", path, *keys] if {*keys} <= QUERIES.keys():
            return write(Path(path), keys)
        case ["compare", before, after]:
            found = compare(Path(before), Path(after))
            print("\n".join([*found, f"{len(found)} outputs differ"]))
            return int(bool(found))
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
