"""Two workers under wrk; and a page behind nginx, alone and beside 200 slow clients."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

from tests.balancing import balance
from tools.bench.servers import ROOT, choice, prepare, serving

SECONDS = int(os.environ.get("SECONDS", "8"))
CONNECTIONS = 8
SLOW = 200
"""Half of them send a head a byte at a time, half read a large file a few bytes at a time."""
HEAD = "GET {} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.{}\r\n"
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


def loaded(address: str, body: str = "", connections: int = CONNECTIONS) -> str:
    """Return for the table: requests a second, p50 and p99 in ms, answers no 2xx, broken connections."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.lua"
        script.write_text((SCRIPT.replace("{body}", body) if body else "") + TOLD, encoding="utf-8")
        command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{SECONDS}s"]
        command += ["--timeout", "30s", "--script", str(script), address]
        done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"told (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", done)
    if not found:
        raise ValueError(done)
    count, micro, middle, late, status, broken = map(float, found.groups())
    cells = (count / micro * 1e6, middle / 1000, late / 1000, status, broken)
    return " | ".join(f"{cell:,.0f}" for cell in cells)


@contextmanager
def slow_clients(address: str) -> Iterator[None]:
    """Hold SLOW connections open; one that the server ends is opened anew."""
    done, port = Event(), int(address.rpartition(":")[2])

    def keep(number: int) -> None:
        path, end = ("/download/snapshot.zip", "\r\n") if number % 2 else ("/en/", "X: ")
        while not done.wait(0.5):
            try:
                with socket.create_connection(("127.0.0.1", port), 0.5) as client:
                    client.sendall((HEAD.format(path, number) + end).encode())
                    while not done.wait(0.5):
                        if number % 2:
                            client.recv(10)
                        else:
                            client.sendall(b"x")
            except OSError:
                continue

    threads = [Thread(target=keep, args=(number,)) for number in range(SLOW)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(3)
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def main() -> None:
    """Load the page, the callback and the interface in turn, then the page beside slow clients."""
    prepare(ROOT)
    with ExitStack() as running:
        served = running.enter_context(serving("app:server", own=True, workers=2))
        served.wait_until_drawn()
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        site = served.address.removeprefix("http://")
        proxy = running.enter_context(balance(folder, [site], SITE_RATE="10000r/s"))
        kinds = {
            "a page": ("/en/", ""),
            "a choice made before": ("/_dash-update-component", json.dumps(choice(served.address, ("KOR",)))),
            "the interface": ("/api/v1/scores?economy=CHN&code=GII", ""),
        }
        sys.stdout.write("| | a second | p50, ms | p99, ms | no 2xx | broken |\n")
        sys.stdout.write("|---|---|---|---|---|---|\n")
        for kind, (path, body) in kinds.items():
            sys.stdout.write(f"| {kind} | {loaded(served.address + path, body)} |\n")
        sys.stdout.write(f"| a page behind nginx, one reader | {loaded(f'{proxy.address}/en/', '', 1)} |\n")
        with slow_clients(proxy.address):
            cells = loaded(f"{proxy.address}/en/", "", 1)
        sys.stdout.write(f"| the same beside {SLOW} slow clients | {cells} |\n")


if __name__ == "__main__":
    main()
