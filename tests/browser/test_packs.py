"""A pack in a browser, of an economy with little data: its pages in both languages, without a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from components.pages import PAGES
from components.shell import NEEDS
from components.text import LANGUAGES
from tests.browser.visit import PHONE, Visit
from tests.sampling import LONG, sample
from tests.serving import ROOT, serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PATHS = [page.path for page in PAGES if not page.item and page.path not in NEEDS]
PACKS = [("SYR", "strategy/7"), *([("VNM", "strategy/targets"), ("IND", "strategy/productivity")] * LONG)]


@pytest.mark.parametrize(("economy", "more"), PACKS)
def test_every_page_of_a_pack_is_clean(browser: Browser, tmp_path: Path, economy: str, more: str) -> None:
    pack, data, log = ROOT / "packs" / economy, tmp_path / "data", tmp_path / "log"
    log.mkdir()
    variables = {"DATA_DIR": str(data)}
    made: list[list[str]] = []
    if not pack.exists():
        pack = tmp_path / economy
        made = [["pack", "new", "--economy", economy, "--output", str(pack)]]
    for command in (*made, ["build", "--pack", str(pack)]):
        done = [sys.executable, "-m", "etl", *command]
        subprocess.run(done, cwd=ROOT, env={**os.environ, **variables}, check=True, capture_output=True)
    variables["PACK"] = str(pack)
    own = ["", more, "strategy/1", f"economy/{economy}", f"brief/{economy}", "story/1"]
    paths = [*own, *sample([path for path in PATHS if path], 4)]
    places = [f"/{lang}/{path}" for path in paths for lang in LANGUAGES]
    if not LONG:  # every page is in one language
        places = [f"/{lang}/{path}" for lang, path in zip(cycle(LANGUAGES), paths, strict=False)]
    context = browser.new_context()
    with serve(log, data, "--workers", "1", app="app:server", variables=variables) as site:
        seen = Visit.open(context, site.address, places[0], width=PHONE[0], height=PHONE[1])
        found = {}
        for place in places:
            seen.go(place)
            found[place] = (seen.page.locator("h1").first.inner_text().strip() != "", seen.scrolls_sideways())
        seen.quiet()
        seen.close()
    context.close()
    assert {place: said for place, said in found.items() if said != (True, False)} == {}
