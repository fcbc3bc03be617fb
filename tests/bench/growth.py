"""Measure how the site grows: its pages on 1, 2, 4 and 8 times today's data, each in a fresh process."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from operator import truediv
from pathlib import Path
from typing import Any
from unittest.mock import patch

from data import catalog, store
from data.snapshot import BUNDLED, open_snapshot
from tests import growing
from tests.bench.budgets import row

ROOT = Path(__file__).parents[2]
SIZES = ((1, 1), (2, 1), (2, 2), (4, 2))  # rounds of editions and years, rounds of economies
CALLBACKS = {
    "Overview": "overview-figures",
    "ranking": "ranking-finding",
    "why it moved": "why-finding",
    "economy": "economy-finding",
    "strategic pillar": "pillar-chips",
    "comparison": "compare-finding",
    "weights": "weights-finding",
}
QUERIES = {
    "API, scores of an economy": "/api/v1/scores?edition=2022&economy={}",
    "API, series of an economy": "/api/v1/observations?indicator=GB.XPD.RSDV.GD.ZS&economy={}",
}


def resident() -> float:
    """Return the resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measured(folder: Path, economies: int) -> dict[str, float]:
    """Return what the site on one snapshot takes, in this process, which must be a fresh one."""
    import app
    from tests.bench import callbacks
    from tests.site_callbacks import held, visit

    known = catalog.load()
    names = growing.codes(list(known.economies), economies)
    before = time.process_time()
    with patch.object(catalog, "load", lambda: growing.catalog(known, names)):
        dashboard = app.create_app(open_snapshot(folder))
    client = dashboard.server.test_client()
    first = {"site-visit.data": visit("/en/")}
    callbacks.ask(client, callbacks.sent(callbacks.PAGE, dashboard.callback_map[callbacks.PAGE], first, 0))
    found = {"start: open to first page, ms": (time.process_time() - before) * 1000, "start: MB": resident()}
    values = held(dashboard.current())
    for name, output in CALLBACKS.items():
        full = next(one for one in dashboard.callback_map if output in one)
        cost = callbacks.cost(client, dashboard, full, values)
        found |= {f"{name}, ms": cost.first, f"{name}, kB": cost.size / 1000}
    for name, address in QUERIES.items():
        found[f"{name}, ms"] = statistics.median(
            timed(partial(client.get, address.format(one))) for one in callbacks.ECONOMIES
        )
    return found | {"all pages drawn: MB": resident()}


def timed(task: Callable[[], Any]) -> float:
    """Return the ms of CPU of a request, which must succeed."""
    start = time.process_time()
    answer = task()
    spent = (time.process_time() - start) * 1000
    if answer.status_code != 200:
        raise AssertionError(answer.status)
    return spent


def write(folder: Path, editions: int, economies: int) -> None:
    """Write a snapshot of so many times today's data."""
    held = open_snapshot(BUNDLED)
    names = growing.codes(list(catalog.load().economies), economies)
    made = growing.grown(held.tables(), editions, names)
    beside = {
        key: {one["name"]: one.get(key, []) for one in held.resources} for key in ("licenses", "sources")
    }
    store.write(folder, store.pack(made, beside["licenses"], beside["sources"]))


def main() -> None:
    """Print what each size takes, and the largest as a multiple of today's."""
    columns = []
    with tempfile.TemporaryDirectory() as folder:
        for editions, economies in SIZES:
            place = Path(folder) / f"{editions}x{economies}"
            write(place, editions, economies)
            command = [sys.executable, "-m", "tests.bench.growth", str(place), str(economies)]
            answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            columns.append(json.loads(answer.stdout))
    heads = [f"{editions * economies}x" for editions, economies in SIZES]
    lines = [f"{'editions x economies':36}" + "".join(f"{head:>10}" for head in heads) + f"{'ratio':>8}"]
    fastest = 0.0
    for key in columns[0]:
        values = [column[key] for column in columns]
        lines.append(f"{key:36}" + "".join(f"{value:10.1f}" for value in values))
        lines[-1] += f"{values[-1] / values[0]:8.1f}"
        data = [editions * economies * values[0] for editions, economies in SIZES]
        fastest = max(fastest, *map(truediv, values[1:], data[1:]))
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.write(row("growth of what grows fastest, 2, 4 or 8 times", 1, fastest, "the data"))


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(measured(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
