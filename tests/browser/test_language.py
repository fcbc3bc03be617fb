"""A reader of Chinese sees no English word but names and codes, on every page and in what it unfolds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from data.api import Group
from data.api_endpoints import ENDPOINTS
from data.schema import TABLES
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

# What is marked as English stays: titles of releases, the publisher's own sentence, the way to English.
READ = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll("[data-action=table]").forEach((one) => one.click());
  const found = [document.title];
  const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "PRE", "CODE"]);
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
    r"|IN|OUT|NA"  # sub-indices; Namibia
)
NAMES = {
    *("WIPO", "GII", "OECD", "MSTI", "NCSES", "WDI", "WGI", "PISA", "QS", "GitHub", "BibTeX", "RIS", "SDMX"),
    *("CSV", "PNG", "SVG", "JSON", "GDP", "PCT", "EN", "AI", "ISO", "ICT", "API", "PPP", "TFP"),
    *("Excel", "Zip", "MB", "kB", "HTTP", "ETag", "If-None-Match", "X-Snapshot", "pandas", "OpenAPI"),
    *("WCAG", "AA", "axe", "Chromium", "JavaScript", "Cookie"),  # of the pages about the site
    *("Frictionless", "zip", "Scopus", "ASPI", "Portulans", "rtfpna", "ctfp"),
    *("Total", "Economy", "Database", "China", "Official", "Alternative"),  # of the Conference Board
}
NAMES |= set(TABLES) | {"ln"}  # a logarithm


def spoken() -> set[str]:
    """Names that scripts write: endpoints, parameters and their values, fields, the frame of an answer."""
    found = {"curl", "Python", "csv", "json", "next", "type", "Link", "application", "problem", "format"}
    found |= {"snapshot", "created", "total", "limit", "offset", "data", "iso"}
    for endpoint in ENDPOINTS:
        found |= {endpoint.name, *(one.name for one in endpoint.parameters)}
        found |= {option for one in endpoint.parameters for option in one.options}
        for column in endpoint.columns:
            inside = [one.name for one in column.fields] if isinstance(column, Group) else []
            found |= {column.name, *inside}
    return found


def english(texts: list[str]) -> dict[str, str]:
    """Words that are neither name nor code, each with the text it stands in."""
    found: dict[str, str] = {}
    for text in texts:
        for word in WORD.findall(
            re.sub(
                r"[0-9a-f]{12}|https?://\S+|[\w/]+\.toml|python -m etl \w+|[A-Z][\w.]*[._][\w.]+"
                r"|\{\w+\}"  # what the browser fills in when a dialog opens
                r"|\w+\.csv|[a-z]\w*_\w+(=\w+)?|/\w+(/\w+)+|\b\w+=\w+",  # ids, and what scripts write
                " ",
                text,
            )
        ):
            if word not in NAMES and not CODES.fullmatch(word):
                found.setdefault(word, text[:80])
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_a_chinese_page_has_no_english_words(visit: Callable[..., Visit], page: str) -> None:
    seen = visit(f"/zh/{page}")
    names = spoken() if page == "data/api" else set()
    found = english(seen.page.evaluate(READ))
    assert {word: text for word, text in found.items() if word not in names} == {}


def test_english_is_found() -> None:
    assert english(["排名 rank", "GII P1", "CHN", "CC BY-NC-ND 3.0 IGO", "GB.XPD.RSDV.GD.ZS"]) == {
        "rank": "排名 rank"
    }
