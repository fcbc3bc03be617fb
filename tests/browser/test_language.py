"""A reader of Chinese sees no English word but names and codes, on every page and in what it unfolds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_matrix import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

# What is marked as English stays: titles of releases, the publisher's own sentence, the way to English.
READ = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll("[data-action=table]").forEach((one) => one.click());
  const found = [document.title];
  const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "PRE"]);
  const walk = (node) => {
    if (node.nodeType === 3) { found.push(node.textContent); return; }
    if (node.nodeType !== 1 || skipped.has(node.tagName) || node.lang === "en") return;
    for (const name of ["aria-label", "title", "alt", "placeholder"]) {
      if (node.getAttribute(name)) found.push(node.getAttribute(name));
    }
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return found;
}"""
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*[A-Za-z]")
CODES = re.compile(
    r"[A-Z]{3}"  # economies
    r"|CC|BY(-NC)?(-ND)?|IGO"  # licences
    r"|[PCV]\d+|[A-Z][A-Za-z0-9]*([._][A-Za-z0-9]+)+"  # parts of the index, claims, indicators
    r"|[0-9a-f]{12}"  # the snapshot
)
NAMES = {
    *("WIPO", "GII", "OECD", "MSTI", "NCSES", "WDI", "WGI", "PISA", "QS", "GitHub", "BibTeX", "RIS", "SDMX"),
    *("CSV", "PNG", "SVG", "JSON", "GDP", "PCT", "EN", "AI", "ISO", "ICT", "API", "PPP", "TFP"),
    *("Frictionless", "zip", "Scopus", "ASPI", "Portulans", "rtfpna", "ctfp"),
    *("Total", "Economy", "Database", "China", "Official", "Alternative"),  # of the Conference Board
}


def english(texts: list[str]) -> dict[str, str]:
    """Words that are neither name nor code, each with the text it stands in."""
    found: dict[str, str] = {}
    for text in texts:
        for word in WORD.findall(
            re.sub(
                r"[0-9a-f]{12}|https?://\S+|[\w/]+\.toml|python -m etl \w+|[A-Z][\w.]*[._][\w.]+", " ", text
            )
        ):
            if word not in NAMES and not CODES.fullmatch(word):
                found.setdefault(word, text[:80])
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_a_chinese_page_has_no_english_words(visit: Callable[..., Visit], page: str) -> None:
    seen = visit(f"/zh/{page}")
    assert english(seen.page.evaluate(READ)) == {}


def test_english_is_found() -> None:
    assert english(["排名 rank", "GII P1", "CHN", "CC BY-NC-ND 3.0 IGO", "GB.XPD.RSDV.GD.ZS"]) == {
        "rank": "排名 rank"
    }
