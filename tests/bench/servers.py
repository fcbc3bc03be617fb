"""Servers for the measurements: one gunicorn worker as in the image, with bytecode and files ready."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from components.routes import PATHS

ROOT = Path(__file__).parents[2]
TICK = os.sysconf("SC_CLK_TCK")
CACHE = Path(tempfile.gettempdir()) / "innovation-trajectory-bench"
"""Bytecode and compressed files, as the image holds them."""


IMAGE = {
    "PYTHONOPTIMIZE": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
"""What the Dockerfile sets."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server with one worker: its address, the ms to its first answer, and the ids of its processes."""

    address: str
    started: float
    master: int

    @property
    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        command = ["pgrep", "-P", str(self.master)]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return [int(line) for line in found.split()]

    def memory(self) -> float:
        """Return the resident memory of the worker in MB (Linux)."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers]
        return max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu(self) -> float:
        """Return the CPU time of the worker so far, in ms."""
        ticks = 0
        for pid in self.workers:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks * 1000 / TICK


def environment() -> dict[str, str]:
    """Return the environment of the image: compressed files, and bytecode that is read and, once, written."""
    own = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(CACHE / "bytecode")}
    own |= {"COMPRESSED_DIR": str(CACHE / "compressed"), "DATA_DIR": str(CACHE / "no-data")}
    left_out = ("PYTHONDONTWRITEBYTECODE", "SNAPSHOT", "METRICS")
    return {name: value for name, value in os.environ.items() if name not in left_out} | own


def prepare() -> None:
    """Compress the files of the site as the image does; for the other pages, make settings without any."""
    CACHE.mkdir(exist_ok=True)
    (CACHE / "gunicorn.conf.py").write_text("control_socket_disable = True\n")
    command = [sys.executable, "-m", "tools.precompress", str(CACHE / "compressed")]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(module: str, probe: str = "/_dash-layout", *, own: bool = False, **more: str) -> Iterator[Served]:
    """Start one worker on a free port; ``more`` are variables of its environment.

    own: with the settings and the optimised bytecode of the image, else with what gunicorn has by itself.
    """
    more |= IMAGE if own else {}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = ROOT / "gunicorn.conf.py" if own else CACHE / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(settings), "--workers", "1"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", module]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment() | more)
    address = f"http://127.0.0.1:{port}"
    try:
        yield Served(address, first_answer(address + probe, start), process.pid)
    finally:
        process.terminate()
        process.wait(20)


def first_answer(address: str, start: float) -> float:
    """Return the ms until the server answers; ``TimeoutError`` after a minute."""
    while time.perf_counter() - start < 60:
        try:
            requests.get(address, timeout=60).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.01)
        else:
            return (time.perf_counter() - start) * 1000
    raise TimeoutError(address)


def wait_until_drawn(served: Served) -> None:
    """Ask for every page once, which the site else draws in the background after its first answer."""
    for path in PATHS:
        requests.get(f"{served.address}{path}", timeout=60).raise_for_status()


def callback(address: str, holds: str, values: dict[str, object]) -> dict[str, object]:
    """Return the body that a browser sends to the server callback whose output holds a name."""
    known = requests.get(f"{address}/_dash-dependencies", timeout=10).json()
    (asked,) = (one for one in known if holds in one["output"] and not one["clientside_function"])

    def side(parts: list[dict[str, str]]) -> list[dict[str, object]]:
        return [
            {"id": part["id"], "property": part["property"], "value": values.get(part["id"])}
            for part in parts
        ]

    names = asked["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    several = asked["output"].startswith("..")
    return {
        "output": asked["output"],
        "outputs": outputs if several else outputs[0],
        "inputs": side(asked["inputs"]),
        "state": side(asked["state"]),
        "changedPropIds": [f"{asked['inputs'][0]['id']}.{asked['inputs'][0]['property']}"],
    }


def cost(served: Served, bodies: list[dict[str, object]]) -> float:
    """Return the CPU ms of the worker for each of these requests to its callbacks."""
    with requests.Session() as session:
        session.headers["Content-Type"] = "application/json"
        url = f"{served.address}/_dash-update-component"
        texts = [json.dumps(body) for body in bodies]
        session.post(url, texts[0], timeout=30).raise_for_status()
        before = served.cpu()
        for text in texts[1:]:
            session.post(url, text, timeout=30).raise_for_status()
        return (served.cpu() - before) / (len(texts) - 1)
