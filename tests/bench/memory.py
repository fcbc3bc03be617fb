"""Ask two workers what readers ask in an hour, as fast as it goes: their memory must become flat.

5,000 readers of 20 requests each make the hour. The run fails where the growth of its second half, carried on
for an hour, is too much. A shorter run is stricter: caches still fill.
"""

import http.client
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import app
from data.snapshot import BUNDLED, open_snapshot
from tests.bench.budgets import row
from tests.bench.servers import IMAGE
from tests.serving import Served, serve
from tests.traffic import READERS, Traffic

HOUR = 5_000 * 20
REQUESTS = int(os.environ.get("REQUESTS", HOUR))
SAMPLES = 20
CONNECTIONS = 4
WARM = 2_000  # requests before the first sample: what is made once is made
MOST = 0.1
"""Growth in an hour that fails, as a share of the memory: some half a kB that each request leaves behind."""


def workers(pid: int) -> list[int]:
    """Return the processes that a server has forked (Linux)."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def memory(pid: int) -> float:
    """Return the proportional share of memory of a process in MB (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def send(port: int, traffic: Traffic, first: int, last: int) -> dict[int, int]:
    """Send the requests of some numbers over one connection; return how many had which status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found: dict[int, int] = {}
    for number in range(first, last):
        asked = traffic(number)
        headers = {"Accept-Encoding": "br"} | ({"Content-Type": "application/json"} if asked.body else {})
        connection.request("POST" if asked.body else "GET", asked.path, asked.body, headers)
        answer = connection.getresponse()
        answer.read()
        found[answer.status] = found.get(answer.status, 0) + 1
    connection.close()
    return found


def slope(values: list[float]) -> float:
    """Return the least-squares growth from one value to the next."""
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    top = sum((place - middle) * (value - mean) for place, value in enumerate(values))
    return top / sum((place - middle) ** 2 for place in range(len(values)))


def measure(served: Served, traffic: Traffic, count: int) -> tuple[list[float], dict[int, int]]:
    """Return the memory of all workers after each part of the requests, and how many had which status."""
    port, statuses = int(served.address.rpartition(":")[2]), dict[int, int]()
    sampled: list[float] = []
    numbers = [0, WARM, *(WARM + count * part // SAMPLES for part in range(1, SAMPLES + 1))]
    with ThreadPoolExecutor(CONNECTIONS) as readers:
        for first, last in pairwise(numbers):
            cuts = [first + (last - first) * part // CONNECTIONS for part in range(CONNECTIONS + 1)]
            parts = pairwise(cuts)
            for found in readers.map(lambda part: send(port, traffic, *part), parts):
                for status, number in found.items():
                    statuses[status] = statuses.get(status, 0) + number
            sampled.append(sum(memory(pid) for pid in workers(served.process.pid)))
            sys.stdout.write(f"{last:8} requests: {sampled[-1]:7.1f} MB\n")
            sys.stdout.flush()
    return sampled, statuses


def main() -> None:
    """Print memory at the start and the end, and what it grows by in an hour; exit with 1 if that is much."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder), Path(folder) / "data", variables=IMAGE) as served,
    ):
        start = time.perf_counter()
        traffic = Traffic(app.create_app(open_snapshot(BUNDLED)), READERS)
        sampled, statuses = measure(served, traffic, REQUESTS)
        seconds = time.perf_counter() - start
    late = sampled[len(sampled) // 2 :]
    growth = slope(late) * SAMPLES * HOUR / REQUESTS
    share = growth / late[0]
    numbers = ", ".join(f"{status}: {statuses[status]}" for status in sorted(statuses))
    sys.stdout.write(
        f"memory of two workers, MB: first {sampled[0]:.1f}, last {sampled[-1]:.1f}, in the second half "
        f"{growth:+.1f} an hour\n{REQUESTS + WARM} requests in {seconds:.0f} s; {numbers}\n\n"
        + row("growth of memory in an hour of 5,000 readers, share", MOST, share)
    )
    sys.exit(share > MOST)


if __name__ == "__main__":
    main()
