"""Measure the site beside reference pages, in interleaved rounds, and print a table with every budget."""

import os
import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from analysis.query import PEERS
from tests.bench.budgets import HEAD, row
from tests.bench.servers import Served, callback, cost, prepare, serving, wait_until_drawn
from tests.bench.visits import CHART, LIVE, PICTURE, TEXT, Seen, launch, visit

ROUNDS = int(os.environ.get("ROUNDS", "3"))
"""The first alone has a phone for pages without a budget on it: plain Dash takes more than half a minute."""
OURS, PLAIN, PACKED, STATIC, SVG = (
    "this site",
    "plain Dash",
    "Dash, compressed",
    "static plotly.js",
    "static SVG",
)
PAGES: Final = {
    "Overview": ("/en/", PICTURE, CHART),
    "Why": ("/en/why", PICTURE, CHART),
    "one aim": ("/en/strategy/innovation-system", PICTURE, CHART),
    "Ranking": ("/en/ranking", TEXT, LIVE),
    "Compare": ("/en/compare", PICTURE, CHART),
}
"""Pages of this site: where they are, what shows first, and what is live at last (no chart: the page)."""
Found = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Budget:
    """One row: what is measured, of which page, the page compared with ("" for none), the most it may be."""

    what: str
    key: str
    than: str
    most: float
    page: str = OURS


BUDGETS: Final = (
    *(Budget(f"kB until {page} can be read, cold", "kB until read", "", 110, page) for page in PAGES),
    Budget("bytes of the Overview, cold", "kB cold", PLAIN, 0.10),
    Budget("bytes of the Overview, cold", "kB cold", STATIC, 1.8),
    Budget("first picture of the trajectory", "picture, ms", SVG, 2.0),
    Budget("first picture of the trajectory, phone", "phone: picture, ms", SVG, 2.0),
    Budget("chart live, cold", "chart, ms", PLAIN, 0.35),
    Budget("chart live, cold", "chart, ms", STATIC, 1.5),
    Budget("chart live, cold, phone, asked for at once", "phone: chart, ms", STATIC, 1.25),
    Budget("warm revisit, kB", "kB warm", "", 40),
    Budget("change of measure, p95", "change p95, ms", PLAIN, 0.4),
    Budget("change of measure, p50", "change p50, ms", STATIC, 2),
    Budget("server CPU of a callback, known choice", "CPU of a known choice, ms", PLAIN, 1 / 30),
    Budget("server CPU of a callback, new choice", "CPU of a new choice, ms", PLAIN, 0.4),
    Budget("start to first answer", "start, ms", PLAIN, 1.2),
    Budget("memory of a worker", "memory, MB", PLAIN, 1.0),
)


def main() -> None:
    """Run the rounds and print the medians of each page, then the budgets."""
    found: Found = {name: {} for name in (OURS, PLAIN, PACKED, STATIC, SVG, *PAGES)}
    prepare()
    servers: Mapping[str, Callable[[], object]] = {
        OURS: lambda: serving("app:server", own=True),
        PLAIN: lambda: serving("tests.bench.plain_dash:server"),
    }
    for start in servers.values():  # writes the bytecode
        with start():  # type: ignore[attr-defined]
            pass
    with sync_playwright() as driver:
        browser = launch(driver)
        for turn in range(ROUNDS):
            _round(browser, found, first=not turn)
        browser.close()
    compared, own = (OURS, PLAIN, PACKED, STATIC, SVG), tuple(PAGES)
    sys.stdout.write(f"{_table(found, compared)}\n\n{_table(found, own)}\n\n{_budgets(found)}")


def _round(browser: Browser, found: Found, *, first: bool) -> None:
    """Visit every page once; each server is started for the round and stopped after it."""
    with serving("app:server", own=True) as served:
        wait_until_drawn(served)
        for page, (path, picture, chart) in PAGES.items():
            main = path == "/en/"
            seen = _both(
                browser,
                served.address + path,
                phone=first or main,
                picture=picture,
                chart=chart,
                changes=main,
            )
            _note(found[page], _read(*seen))
            if main:
                _note(found[OURS], _compared(*seen))
                _note(found[OURS], _served(served, _choices(served)))
    with serving("tests.bench.plain_dash:server") as served:
        _note(found[PLAIN], _visited(browser, served.address, phone=first))
        measures = ["rank", "score", "percentile"] * 20
        bodies = [callback(served.address, "graph.figure", {"measure": name}) for name in measures]
        _note(found[PLAIN], _served(served, bodies))
    if first:
        with serving("tests.bench.plain_dash:server", COMPRESSED="1") as served:
            _note(found[PACKED], _visited(browser, served.address, phone=True))
    with serving("tests.bench.static_pages:server", "/svg") as served:
        _note(found[STATIC], _visited(browser, served.address + "/plotly", phone=True))
        _note(found[SVG], _visited(browser, served.address + "/svg", phone=True, chart=PICTURE))


def _both(
    browser: Browser, url: str, *, phone: bool, picture: str, chart: str, changes: bool = False
) -> tuple[Seen, Seen | None]:
    """Return a visit of the desktop, and one of the phone if that is asked for."""
    desktop = visit(browser, url, picture=picture, chart=chart, changes=changes)
    return desktop, visit(browser, url, phone=True, picture=picture, chart=chart) if phone else None


def _visited(browser: Browser, url: str, *, phone: bool, chart: str = CHART) -> dict[str, float]:
    seen = _both(browser, url, phone=phone, picture=PICTURE, chart=chart, changes=chart is CHART)
    return _compared(*seen)


def _compared(desktop: Seen, small: Seen | None) -> dict[str, float]:
    """Return what is measured of every page that is compared; changes and charts of those that have them."""
    values = {
        "kB cold": desktop.kilobytes,
        "requests cold": float(desktop.requests),
        "kB warm": desktop.warm_kilobytes,
        "picture, ms": desktop.picture,
    }
    if desktop.changes:
        values |= {"chart, ms": desktop.chart, "chart warm, ms": desktop.warm_chart}
        ordered = sorted(desktop.changes)
        values |= {"change p50, ms": statistics.median(ordered), "change p95, ms": ordered[-1]}
    if small:
        values["phone: picture, ms"] = small.picture
    if small and desktop.changes:
        values |= {"phone: chart, ms": small.chart, "phone: chart warm, ms": small.warm_chart}
    return values


def _read(desktop: Seen, small: Seen | None) -> dict[str, float]:
    """Return what is measured of each page of this site, on both profiles."""
    values = {"kB until read": desktop.first_kilobytes, "kB cold": desktop.kilobytes}
    values["kB warm"] = desktop.warm_kilobytes
    for name, seen in (("", desktop), ("phone: ", small)):
        if seen:
            values |= {f"{name}read, ms": seen.read, f"{name}picture, ms": seen.picture}
            values |= {f"{name}live, ms": seen.chart, f"{name}live warm, ms": seen.warm_chart}
    return values


def _choices(served: Served) -> list[dict[str, object]]:
    """Return requests for ever new economies."""
    fixed: dict[str, object] = {"overview-from": 2010, "overview-to": 2025}
    fixed |= {"overview-show": "rank", "site-lang": "en"}
    groups = islice(combinations((*PEERS, "GBR", "FRA", "ISR", "VNM"), 6), 60)
    return [
        callback(served.address, "overview-figures.data", {**fixed, "overview-with": list(group)})
        for group in groups
    ]


def _served(served: Served, bodies: list[dict[str, object]]) -> dict[str, float]:
    values = {"CPU of a new choice, ms": cost(served, bodies), "start, ms": served.started}
    values["CPU of a known choice, ms"] = cost(served, bodies[-3:] * 20)
    return values | {"memory, MB": served.memory()}


def _note(lists: dict[str, list[float]], values: Mapping[str, float]) -> None:
    for key, value in values.items():
        lists.setdefault(key, []).append(value)


def _middle(found: Found, page: str, key: str) -> float:
    return statistics.median(found[page][key])


def _table(found: Found, pages: tuple[str, ...]) -> str:
    head = f"| median of {ROUNDS} rounds | " + " | ".join(pages) + " |"
    lines = [head, "|---" * (len(pages) + 1) + "|"]
    for key in found[pages[0]]:
        values = (_middle(found, page, key) if key in found[page] else None for page in pages)
        cells = ("" if value is None else f"{value:,.1f}" for value in values)
        lines.append(f"| {key} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _budgets(found: Found) -> str:
    rows = [HEAD]
    for one in BUDGETS:
        ours = _middle(found, one.page, one.key)
        share = ours / _middle(found, one.than, one.key) if one.than else ours
        rows.append(row(one.what, one.most, share, one.than))
    return "".join(rows)


if __name__ == "__main__":
    main()
