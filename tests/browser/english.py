"""English words on a Chinese page, and in what it unfolds, that are neither names nor codes."""

from __future__ import annotations

import re

from data.api import ENDPOINTS, Group
from data.schema import TABLES

# What is marked as English stays: titles of releases, the publisher's own sentence, the way to English.
READ = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll("[data-action=table]").forEach((one) => one.click());
  const found = [document.title];
  const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "PRE", "CODE"]);
  const walk = (node) => {
    if (node.nodeType === 3) { found.push(node.textContent); return; }
    if (node.nodeType !== 1 || skipped.has(node.tagName) || node.lang === "en") return;
    // What an address asked for is repeated; publishers are named as they write themselves.
    if (["refused", "reference"].some((name) => node.classList.contains(name))) return;
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
    *("Ctrl", "Cmd", "Home", "End", "Enter", "Esc"),
    *("Frictionless", "zip", "Scopus", "ASPI", "Portulans", "rtfpna", "ctfp"),
    *("Parquet", "Croissant", "Python", "ambiguous", "candidate"),
    *("Total", "Economy", "Database", "China", "Official", "Alternative"),  # of the Conference Board
}
NAMES |= set(TABLES) | {"ln"}  # a logarithm


def spoken() -> set[str]:
    """Return names that scripts write: endpoints, parameters with their values, fields."""
    found = {"curl", "Python", "csv", "json", "next", "type", "Link", "application", "problem", "format"}
    found |= {"snapshot", "created", "total", "limit", "offset", "data", "iso"}
    for endpoint in ENDPOINTS:
        found |= {endpoint.name, *(one.name for one in endpoint.parameters)}
        found |= {option for one in endpoint.parameters for option in one.options}
        for column in endpoint.columns:
            inside = [one.name for one in column.fields] if isinstance(column, Group) else []
            found |= {column.name, *inside, *" ".join(getattr(column, "enum", ())).split()}
    return found


def words(texts: list[str]) -> dict[str, str]:
    """Return words that are neither name nor code, each with the text it stands in."""
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
