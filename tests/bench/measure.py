"""Measure the site beside reference pages, in interleaved rounds, and print a table with every budget."""

import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from analysis.selection import PEERS
from tests.bench.servers import Served, callback, cost, prepare, serving
from tests.bench.visits import launch, visit

ROUNDS, PHONES = 5, 2
OURS, PLAIN, PACKED, STATIC, SVG = (
    "this site",
    "plain Dash",
    "Dash, compressed",
    "static plotly.js",
    "static SVG",
)
Found = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Budget:
    """One row: what is measured, the page compared with ("" for none), and the most that it may be."""

    what: str
    key: str
    than: str
    most: float


BUDGETS: Final = (
    Budget("bytes, cold", "kB cold", PLAIN, 0.10),
    Budget("bytes, cold", "kB cold", STATIC, 1.8),
    Budget("chart drawn, cold", "chart, ms", PLAIN, 0.6),
    Budget("chart drawn, cold", "chart, ms", STATIC, 1.5),
    Budget("chart drawn, cold, phone", "phone: chart, ms", PACKED, 0.35),
    Budget("first paint that shows the trajectory", "picture, ms", SVG, 1.5),
    Budget("first paint that shows the trajectory, phone", "phone: picture, ms", SVG, 1.5),
    Budget("warm revisit, kB", "kB warm", "", 40),
    Budget("change of measure, p95", "change p95, ms", PLAIN, 0.5),
    Budget("change of measure, p50", "change p50, ms", STATIC, 2),
    Budget("server CPU of a callback, view asked for before", "CPU of a known view, ms", PLAIN, 1 / 30),
    Budget("server CPU of a callback, new economies", "CPU of a callback, ms", PLAIN, 1 / 30),
    Budget("start to first answer", "start, ms", PLAIN, 0.8),
    Budget("memory of a worker", "memory, MB", PLAIN, 1.0),
)


def main() -> None:
    """Run the rounds and print the medians of each page, then the budgets."""
    found: Found = {name: {} for name in (OURS, PLAIN, PACKED, STATIC, SVG)}
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
            _round(browser, found, phone=turn < PHONES)
        browser.close()
    sys.stdout.write(f"{_pages(found)}\n\n{_budgets(found)}\n")


def _round(browser: Browser, found: Found, *, phone: bool) -> None:
    """Visit every page once; each server is started for the round and stopped after it."""
    with serving("app:server", own=True) as served:
        _note(found[OURS], _visited(browser, served.address + "/en/", phone=phone))
        _note(found[OURS], _served(served, _choices(served)))
    with serving("tests.bench.plain_dash:server") as served:
        _note(found[PLAIN], _visited(browser, served.address, phone=phone))
        measures = ["rank", "score", "percentile"] * 20
        bodies = [callback(served.address, "graph.figure", {"measure": name}) for name in measures]
        _note(found[PLAIN], _served(served, bodies))
    if phone:
        with serving("tests.bench.plain_dash:server", COMPRESSED="1") as served:
            _note(found[PACKED], _visited(browser, served.address, phone=True))
    with serving("tests.bench.static_pages:server", "/svg") as served:
        _note(found[STATIC], _visited(browser, served.address + "/plotly", phone=phone))
        _note(found[SVG], _visited(browser, served.address + "/svg", phone=phone, chart=False))


def _visited(browser: Browser, url: str, *, phone: bool, chart: bool = True) -> dict[str, float]:
    desktop = visit(browser, url, chart=chart)
    told = {
        "kB cold": desktop.kilobytes,
        "requests cold": float(desktop.requests),
        "kB warm": desktop.warm_kilobytes,
        "picture, ms": desktop.picture,
        "chart, ms": desktop.chart,
        "chart warm, ms": desktop.warm_chart,
    }
    if desktop.changes:
        ordered = sorted(desktop.changes)
        told |= {"change p50, ms": statistics.median(ordered), "change p95, ms": ordered[-1]}
    if phone:
        small = visit(browser, url, phone=True, chart=chart)
        told |= {"phone: picture, ms": small.picture, "phone: chart, ms": small.chart}
        told["phone: chart warm, ms"] = small.warm_chart
    return told


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
    told = {"CPU of a callback, ms": cost(served, bodies), "start, ms": served.started}
    told["CPU of a known view, ms"] = cost(served, bodies[-3:] * 20)
    return told | {"memory, MB": served.memory()}


def _note(lists: dict[str, list[float]], values: Mapping[str, float]) -> None:
    for key, value in values.items():
        lists.setdefault(key, []).append(value)


def _middle(found: Found, page: str, key: str) -> float:
    return statistics.median(found[page].get(key) or [0.0])


def _pages(found: Found) -> str:
    head = f"| median of {ROUNDS} rounds | " + " | ".join(found) + " |"
    lines = [head, "|---" * (len(found) + 1) + "|"]
    for key in found[OURS]:
        values = (_middle(found, page, key) for page in found)
        lines.append(f"| {key} | " + " | ".join(f"{value:,.1f}" if value else "" for value in values) + " |")
    return "\n".join(lines)


def _budgets(found: Found) -> str:
    lines = ["| what | budget | measured | met |", "|---|---|---|---|"]
    for one in BUDGETS:
        ours = _middle(found, OURS, one.key)
        share = ours / _middle(found, one.than, one.key) if one.than else ours
        asked = f"≤ {one.most:.2f} × {one.than}" if one.than else f"≤ {one.most:g}"
        met = "yes" if share <= one.most else "**no**"
        lines.append(f"| {one.what} | {asked} | {share:.3f} | {met} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
