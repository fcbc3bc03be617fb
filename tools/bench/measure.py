"""Measure the site beside reference pages, in interleaved rounds, and print a table with every budget."""

import os
import statistics
import sys
from collections.abc import Mapping
from itertools import combinations, islice
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from data.article import PEERS
from tools.bench.servers import ROOT, Served, callback, choice, cost, prepare, serving
from tools.bench.visits import CHART, LIVE, PICTURE, TEXT, launch, visit

ROUNDS = int(os.environ.get("ROUNDS", "3"))
"""Only the first has a phone for pages without a budget on it: plain Dash takes more than half a minute."""
OURS, BEFORE = "this site", "before"
PLAIN, STATIC, SVG = "plain Dash", "static plotly.js", "static SVG"
FIGURE, HEADING = (PICTURE, CHART), (TEXT, LIVE)
PAGES: Final = {
    OURS: ("/en/", FIGURE),
    "Why": ("/en/why", FIGURE),
    "one aim": ("/en/strategy/innovation-system", FIGURE),
    "Ranking": ("/en/ranking", HEADING),
    "Compare": ("/en/compare", FIGURE),
}
"""Pages of this site, first the Overview: where they are, what shows first and what is live at last."""
TITLES: Final = {OURS: "Overview"}
SEEN = ("picture, ms", "chart, ms", "chart warm, ms")
CHANGED = ("change p50, ms", "change p95, ms")
FELT = ("kB until read", *SEEN, *CHANGED, *(f"phone: {name}" for name in SEEN))
"""What readers feel: what may be at most 5 % more than before."""
Found = dict[str, dict[str, list[float]]]
BUDGETS: Final = (
    *(
        (f"kB until {TITLES.get(page, page)} can be read, cold", page, "kB until read", "", 110)
        for page in PAGES
    ),
    ("bytes of the Overview, cold", OURS, "kB cold", PLAIN, 0.10),
    ("bytes of the Overview, cold", OURS, "kB cold", STATIC, 1.8),
    ("first picture of the trajectory", OURS, "picture, ms", SVG, 2.0),
    ("first picture of the trajectory, phone", OURS, "phone: picture, ms", SVG, 2.0),
    ("chart live, cold", OURS, "chart, ms", PLAIN, 0.35),
    ("chart live, cold", OURS, "chart, ms", STATIC, 1.5),
    ("chart live, cold, phone, asked for at once", OURS, "phone: chart, ms", STATIC, 1.25),
    ("warm revisit, kB", OURS, "kB warm", "", 40),
    ("change of measure, p95", OURS, "change p95, ms", PLAIN, 0.4),
    ("change of measure, p50", OURS, "change p50, ms", STATIC, 2),
    ("server CPU of a callback, known choice", OURS, "CPU of a known choice, ms", PLAIN, 1 / 30),
    ("server CPU of a callback, new choice", OURS, "CPU of a new choice, ms", PLAIN, 0.4),
    ("start to first answer", OURS, "start, ms", PLAIN, 1.2),
    ("memory of a worker", OURS, "memory, MB", PLAIN, 1.0),
)
"""What is measured, of which page, by which number; the page compared with, or ""; the most it may be."""


def main(base: Path | None = None) -> None:
    """Run the rounds, another checkout in the same ones; print the medians of each page, then the budgets."""
    found: Found = {}
    sites = {"": ROOT} | ({f"{BEFORE}: ": base} if base else {})
    for root in sites.values():
        prepare(root)
        with serving("app:server", root=root, own=True):  # writes the bytecode
            pass
    with sync_playwright() as driver:
        browser = launch(driver)
        for turn in range(ROUNDS):
            for before, root in sites.items():
                _site(browser, found, root, before, phone=not turn or bool(base))
            _references(browser, found, first=not turn)
        browser.close()
    sys.stdout.write(f"{_table(found, (OURS, PLAIN, STATIC, SVG))}\n\n")
    for before in sites:
        sys.stdout.write(f"{_table(found, tuple(before + page for page in PAGES))}\n\n")
    sys.stdout.write(_budgets(found, compared=bool(base)))


def _site(browser: Browser, found: Found, root: Path, before: str, *, phone: bool) -> None:
    """Visit every page of a site, whose server is started for it and stopped after it."""
    with serving("app:server", root=root, own=True) as served:
        served.wait_until_drawn()
        for page, (path, shows) in PAGES.items():
            main, address = page == OURS, served.address + path
            values = _visited(browser, address, phone=phone or main, changes=main, shows=shows)
            _note(found, before + page, values)
        groups = islice(combinations((*PEERS, "GBR", "FRA", "ISR", "VNM"), 6), 60)
        _note(found, before + OURS, _served(served, [choice(served.address, group) for group in groups]))


def _references(browser: Browser, found: Found, *, first: bool) -> None:
    with serving("tools.bench.plain_dash:server") as served:
        _note(found, PLAIN, _visited(browser, served.address, phone=first, changes=True))
        measures = ["rank", "score", "percentile"] * 20
        bodies = [callback(served.address, "graph.figure", {"measure": name}) for name in measures]
        _note(found, PLAIN, _served(served, bodies))
    with serving("tools.bench.static_pages:server", "/svg") as served:
        _note(found, STATIC, _visited(browser, served.address + "/plotly", phone=True, changes=True))
        _note(found, SVG, _visited(browser, served.address + "/svg", phone=True, shows=(PICTURE, PICTURE)))


def _visited(
    browser: Browser, url: str, *, phone: bool, changes: bool = False, shows: tuple[str, str] = FIGURE
) -> dict[str, float]:
    """Return what a visit of the desktop takes, and one of the phone if that is asked for."""
    found = visit(browser, url, *shows, changes=changes)
    return found | (visit(browser, url, *shows, phone=True) if phone else {})


def _served(served: Served, bodies: list[dict[str, object]]) -> dict[str, float]:
    values = {"CPU of a new choice, ms": cost(served, bodies), "start, ms": served.started}
    values["CPU of a known choice, ms"] = cost(served, bodies[-3:] * 20)
    return values | {"memory, MB": served.memory()}


def _note(found: Found, page: str, values: Mapping[str, float]) -> None:
    lists = found.setdefault(page, {})
    for key, value in values.items():
        lists.setdefault(key, []).append(value)


def _table(found: Found, pages: tuple[str, ...]) -> str:
    lines = [f"| median of {ROUNDS} rounds | " + " | ".join(pages) + " |", "|---" * (len(pages) + 1) + "|"]
    for key in found[pages[0]]:
        values = (found[page].get(key) for page in pages)
        cells = (f"{statistics.median(value):,.1f}" if value else "" for value in values)
        lines.append(f"| {key} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _budgets(found: Found, *, compared: bool) -> str:
    def middle(page: str, key: str) -> float:
        return statistics.median(found[page][key])

    rows, felt = list(BUDGETS), [(page, key) for page in PAGES for key in FELT if key in found[page]]
    if compared:
        rows += [
            (f"{TITLES.get(page, page)}: {key}", page, key, f"{BEFORE}: {page}", 1.05) for page, key in felt
        ]
    lines, missed = ["| what | budget | measured | met |", "|---|---|---|---|"], 0
    for what, page, key, than, most in rows:
        measured = middle(page, key) / (middle(than, key) if than else 1)
        limit = f"≤ {most:.2f} × {than}" if than else f"≤ {most:g}"
        number = f"{measured:,.0f}" if measured >= 100 else f"{measured:.3f}"
        lines.append(f"| {what} | {limit} | {number} | {'yes' if measured <= most else '**no**'} |")
        missed += measured > most
    return "\n".join([*lines, "", f"{missed} of {len(rows)} missed\n"])


if __name__ == "__main__":
    main()
