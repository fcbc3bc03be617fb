"""Packs in a browser, two kept and one with little data: every page in both languages, without a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from components.pages import PAGES
from components.shell import NEEDS
from components.text import LANGUAGES
from tests.browser.visit import PHONE, Visit
from tests.serving import ROOT, serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PATHS = [page.path for page in PAGES if not page.item and page.path not in NEEDS]


@pytest.mark.parametrize(
    ("economy", "more"),
    [("VNM", "strategy/targets"), ("IND", "strategy/productivity"), ("SYR", "strategy/7")],
)
def test_every_page_of_a_pack_is_clean(browser: Browser, tmp_path: Path, economy: str, more: str) -> None:
    pack, data, log = ROOT / "packs" / economy, tmp_path / "data", tmp_path / "log"
    log.mkdir()
    variables = {"DATA_DIR": str(data)}
    commands = [["build", "--pack", str(pack)]]
    if not pack.exists():
        pack = tmp_path / economy
        commands = [
            ["pack", "new", "--economy", economy, "--output", str(pack)],
            ["build", "--pack", str(pack)],
        ]
    for command in commands:
        done = [sys.executable, "-m", "etl", *command]
        subprocess.run(done, cwd=ROOT, env={**os.environ, **variables}, check=True, capture_output=True)
    variables["PACK"] = str(pack)
    paths = [*PATHS, more, "strategy/1", f"economy/{economy}", f"brief/{economy}", "story/1"]
    context = browser.new_context()
    with serve(log, data, "--workers", "1", app="app:server", variables=variables) as site:
        visit = Visit.open(context, site.address, f"/{LANGUAGES[0]}/")
        for lang in LANGUAGES:
            for path in paths:
                visit.go(f"/{lang}/{path}")
                heading = visit.page.locator("h1").first.inner_text().strip()
                assert heading, f"{lang}/{path}: no heading"
        phone = Visit.open(context, site.address, f"/{LANGUAGES[-1]}/", width=PHONE[0], height=PHONE[1])
        wide = phone.page.evaluate("document.documentElement.scrollWidth")
        visit.quiet()
        phone.quiet()
    context.close()
    assert visit.faults + phone.faults == []
    assert wide <= PHONE[0]
