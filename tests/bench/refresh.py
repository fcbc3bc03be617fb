"""Time and weigh a refresh against a World Bank on loopback whose every answer takes 200 ms."""

import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from data.catalog import Catalog
from data.snapshot import BUNDLED, open_snapshot
from etl import cli_context
from tests.bench.budgets import row

ROOT = Path(__file__).parents[2]
LATENCY = 0.2
ECONOMIES, YEARS = 266, range(1996, 2026)
FAMILIES = {"2": "world_bank_wdi", "3": "world_bank_wgi"}
SERIES = 35
# Runs the command line with series added to make 35, and says on stderr what it weighed at most, in kB.
WEIGHED = (
    "import resource, sys; from tests.bench.refresh import known; known()\n"
    "from etl.__main__ import main\n"
    "try: main(sys.argv[1:])\n"
    "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)


def known() -> Catalog:
    """Return the catalog of the command line, with copies of one series that make the World Bank's 35."""
    catalog = cli_context.catalog()
    asked = [item for item in catalog.indicators.values() if item.source in FAMILIES.values() and item.api]
    for number in range(len(asked), SERIES):
        name = f"COPY.{number}"
        catalog.indicators.setdefault(name, replace(asked[0], id=name, api=name))
        catalog.plausible.kind_of.setdefault(name, asked[0].kind)
    return catalog


class Bank(ThreadingHTTPServer):
    """The World Bank: pages made beforehand, and when each was asked for."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, catalog: Catalog) -> None:
        """Make room for the pages."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.catalog = catalog
        self.pages: dict[tuple[str, ...], bytes] = {}
        self.times: list[tuple[str, float, float]] = []

    def page(self, source: str, indicators: str, size: int, number: int) -> bytes:
        """Return one page of one query, made on first use."""
        key = (source, indicators, str(size), str(number))
        if key not in self.pages:
            self._make(source, indicators, size)
        return self.pages[key]

    def _make(self, source: str, indicators: str, size: int) -> None:
        rows = list(_rows(self.catalog, indicators.split(";")))
        pages = math.ceil(len(rows) / size)
        head = {"pages": pages, "per_page": size, "total": len(rows), "sourceid": source}
        for number in range(1, pages + 1):
            part = rows[(number - 1) * size : number * size]
            body = [{"page": number, **head, "lastupdated": "2026-09-24"}, part]
            self.pages[source, indicators, str(size), str(number)] = json.dumps(body).encode()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Bank

    def do_GET(self) -> None:
        """Answer late."""
        start = time.perf_counter()
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        indicators = unquote(address.path).rpartition("/")[2]
        page = int(query.get("page", "1"))
        body = self.server.page(query["source"], indicators, int(query["per_page"]), page)
        time.sleep(max(0.0, LATENCY - (time.perf_counter() - start)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.times.append((query["source"], start, time.perf_counter()))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _rows(catalog: Catalog, indicators: list[str]) -> Iterator[dict[str, object]]:
    """Yield all economies and years; values held are sent as they are, and the last of them again after."""
    table = open_snapshot(BUNDLED).table("observations")
    keys = zip(table["indicator"], table["economy"], table["year"], strict=True)
    held = dict(zip(keys, table["value"], strict=True))
    last = {(indicator, economy): value for (indicator, economy, _), value in held.items()}
    economies = [(item.iso2, item.id) for item in catalog.economies.values()]
    economies += [(f"Z{number}", "") for number in range(ECONOMIES - len(economies))]  # aggregates
    for indicator in indicators:
        for place, (iso2, iso3) in enumerate(economies):
            for year in YEARS:
                known = last.get((indicator, iso3), 1.0 + place % 9 / 20)
                value = held.get((indicator, iso3, year), known)
                yield {
                    "indicator": {"id": indicator, "value": f"Name of the series {indicator} (% of GDP)"},
                    "country": {"id": iso2, "value": f"Economy number {place}"},
                    "countryiso3code": iso3,
                    "date": str(year),
                    "value": float(value),
                    "unit": "",
                    "obs_status": "",
                    "decimal": 2,
                }


@contextmanager
def bank() -> Iterator[Bank]:
    """Run the server with the pages of the catalog's queries made."""
    server = Bank(known())
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run(server: Bank, folder: str) -> tuple[float, float]:
    """Return the wall time in s and the peak memory in MB of one refresh."""
    address = f"http://127.0.0.1:{server.server_address[1]}/v2"
    environment = {**os.environ, "DATA_DIR": folder, "WORLD_BANK_URL": address, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WEIGHED, "refresh", "world_bank", "--quiet"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return wall, int(done.stderr.split()[-1]) / 1024


def report(server: Bank, wall: float, memory: float, allowed: int) -> list[str]:
    """Return the lines of the table."""
    rounds, fetching, spans = 0, 0.0, []
    for source in FAMILIES:
        own = [(start, end) for name, start, end in server.times if name == source]
        rounds += 1 + math.ceil((len(own) - 1) / allowed)
        spans.append((min(start for start, _ in own), max(end for _, end in own)))
    fetching = sum(end - start for start, end in spans)
    size = sum(len(page) for page in server.pages.values()) / 1e6
    ideal, rest = rounds * LATENCY, wall - fetching
    answers = len(server.times)
    return [
        f"refresh of {SERIES} series x {ECONOMIES} economies x {len(YEARS)} years: {size:.0f} MB",
        f"  {answers} answers, {allowed} at a time: {rounds} rounds of {LATENCY:g} s",
        f"  ideal           {ideal:6.2f} s",
        f"  fetching        {fetching:6.2f} s   {fetching / ideal:.2f} x ideal",
        f"  whole refresh   {wall:6.2f} s",
        f"  not fetching    {rest:6.2f} s   {size / rest:.1f} MB parsed, checked and written per second",
        "",
        row("a refresh where each answer takes 200 ms", 1.5, wall / ideal, "ideal")
        + row("the same, memory, MB", 400, memory),
    ]


def main() -> None:
    """Print a table."""
    sources = known().sources
    allowed = max(live.threads for name in FAMILIES.values() if (live := sources[name].live))
    with bank() as server, tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as folder:
        run(server, first)  # makes the pages
        server.times.clear()
        wall, memory = run(server, folder)
        lines = report(server, wall, memory, allowed)
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
