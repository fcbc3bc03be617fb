"""Two workers under wrk, while a browser opens the Overview; and under floods of what is dear."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

import app
from data.snapshot import BUNDLED, open_snapshot
from tests.balancing import balance
from tests.bench.visits import CHART, launch
from tests.flooding import RATE, flooded
from tests.serving import Served, serve
from tests.site_callbacks import UPDATE
from tests.traffic import callback

SECONDS = int(os.environ.get("SECONDS", "10"))
CONNECTIONS = 8
HEAVY = ("/download/evidence-matrix.xlsx?rows=all", "/download/trajectory.zip?rows=all")
SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[{body}]==]
"""
TOLD = """
done = function(summary, latency, requests)
  local faults = summary.errors
  io.write(string.format("told %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), faults.status,
    faults.connect + faults.read + faults.write + faults.timeout))
end
"""


def loaded(served: Served, path: str, folder: Path, body: bytes | None) -> list[float]:
    """Return requests a second, p50 and p99 in ms, answers that were no 2xx, connections that failed."""
    script = folder / "script.lua"
    script.write_text((SCRIPT.replace("{body}", body.decode()) if body else "") + TOLD, encoding="utf-8")
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s"]
    command += ["--timeout", "30s", "--script", str(script), served.address + path]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"told (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", done)
    assert found, done
    count, micro, middle, late, status, broken = map(float, found.groups())
    return [count / micro * 1e6, middle / 1000, late / 1000, status, broken]


def opened(address: str, until: Event | None) -> list[float]:
    """Open the Overview again and again, cold; return the ms until the chart was drawn."""
    times: list[float] = []
    with sync_playwright() as driver:
        browser = launch(driver)
        while len(times) < 3 or (until and not until.is_set()):
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            start = time.perf_counter()
            page.goto(f"{address}/en/", timeout=90_000)
            page.wait_for_selector(CHART, state="attached", timeout=90_000)
            times.append((time.perf_counter() - start) * 1000)
            page.context.close()
        browser.close()
    return times


def heavy(served: Served) -> list[float]:
    """Return the ms of a page read again and again while eight heavy downloads are asked for at once."""

    def read(path: str) -> float:
        start = time.perf_counter()
        with urlopen(served.address + path, timeout=120) as answer:  # noqa: S310 - our own address
            answer.read()
        return (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(8) as readers:
        waiting = [readers.submit(read, HEAVY[number % 2] + f"&n={number}") for number in range(8)]
        times = []
        while not all(one.done() for one in waiting):
            times.append(read("/en/"))
            time.sleep(0.02)
        return times


def flood(address: str, name: str) -> None:
    """Print how long others wait while one address asks for new views."""
    found = flooded(address, SECONDS)
    middle, new = statistics.median(found.known) * 1000, max(found.new, default=0) * 1000
    sys.stdout.write(
        f"a page while one address asks for {RATE} new views a second{name}, ms: p50 {middle:.0f}, "
        f"p99 {found.late * 1000:.0f}; a new view of another reader: at most {new:.0f}; "
        f"the flood got {dict(found.flood)}\n"
    )


def main() -> None:
    """Load the page, the callback and the interface in turn, and print what came of it."""
    dashboard = app.create_app(open_snapshot(BUNDLED))
    values = {"overview-show.value": "score", "overview-with.value": ["KOR"], "site-lang.data": "en"}
    kinds = {
        "page": ("/en/", None),
        "callback": (UPDATE, callback(dashboard, "overview-figures.data", values)),
        "interface": ("/api/v1/scores?economy=CHN&code=GII", None),
    }
    head = ("", "a second", "p50, ms", "p99, ms", "no 2xx", "broken", "chart, ms")
    sys.stdout.write("{:12}{:>10}{:>10}{:>10}{:>10}{:>10}{:>11}\n".format(*head))
    with tempfile.TemporaryDirectory() as name, serve(Path(name), Path(name) / "data") as served:
        alone = statistics.median(opened(served.address, None))
        sys.stdout.write(f"{'no load':62}{alone:11.0f}\n")
        for kind, (path, body) in kinds.items():
            done = Event()
            with ThreadPoolExecutor(1) as browser:
                charts = browser.submit(opened, served.address, done)
                try:
                    numbers = loaded(served, path, Path(name), body)
                finally:
                    done.set()
                chart = statistics.median(charts.result())
            sys.stdout.write(f"{kind:12}" + "".join(f"{number:10.1f}" for number in numbers))
            sys.stdout.write(f"{chart:11.0f}\n")
        times = sorted(heavy(served))
        middle, late = statistics.median(times), times[int(0.99 * (len(times) - 1))]
        sys.stdout.write(
            f"a page while eight heavy downloads are made, ms: p50 {middle:.0f}, p99 {late:.0f}\n"
        )
        flood(served.address, "")
        (Path(name) / "nginx").mkdir()
        with balance(Path(name) / "nginx", [served.address.removeprefix("http://")]) as proxy:
            flood(proxy.address, " through nginx")


if __name__ == "__main__":
    main()
