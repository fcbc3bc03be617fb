"""Servers for the measurements: gunicorn as in the image, with bytecode and compressed files ready."""

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
from hashlib import sha256
from pathlib import Path

import requests

from components.documents.routes import PATHS

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
IMAGE = {
    "PYTHONOPTIMIZE": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
"""What the Dockerfile sets."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, the ms to its first answer, and the id of its first process."""

    address: str
    started: float
    master: int

    @property
    def workers(self) -> list[int]:
        """The ids of the worker processes (Linux)."""
        text = Path(f"/proc/{self.master}/task/{self.master}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]

    def memory(self) -> float:
        """Return the resident memory of the largest worker in MB (Linux)."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers]
        return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu(self) -> float:
        """Return the CPU time of the workers so far, in ms."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers]
        return sum(int(one[11]) + int(one[12]) for one in fields) * 1000 / TICK

    def wait_until_drawn(self) -> None:
        """Ask for every page once, which the site else draws in the background after its first answer."""
        for path in PATHS:
            requests.get(f"{self.address}{path}", timeout=60)


def cache(root: Path) -> Path:
    """Return the folder for the bytecode and the compressed files of a checkout."""
    name = f"innovation-trajectory-bench-{sha256(str(root).encode()).hexdigest()[:12]}"
    return Path(tempfile.gettempdir()) / name


def environment(root: Path) -> dict[str, str]:
    """Return the environment of the image: compressed files, and bytecode that is read and, once, written."""
    own = {"PYTHONPATH": str(root), "PYTHONPYCACHEPREFIX": str(cache(root) / "bytecode")}
    own |= {"COMPRESSED_DIR": str(cache(root) / "compressed"), "DATA_DIR": str(cache(root) / "no-data")}
    left_out = ("PYTHONDONTWRITEBYTECODE", "SNAPSHOT", "METRICS")
    return {name: value for name, value in os.environ.items() if name not in left_out} | own


def prepare(root: Path) -> None:
    """Compress the files of a site as the image does; for other pages, make settings without any."""
    cache(root).mkdir(exist_ok=True)
    (cache(root) / "gunicorn.conf.py").write_text("control_socket_disable = True\n")
    if (root / "tools" / "precompress.py").exists():
        command = [sys.executable, "-m", "tools.precompress", str(cache(root) / "compressed")]
        subprocess.run(command, cwd=root, env=environment(root), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(
    module: str,
    probe: str = "/_dash-layout",
    *,
    root: Path = ROOT,
    own: bool = False,
    workers: int = 1,
    **more: str,
) -> Iterator[Served]:
    """Serve a module of a checkout on a free port; ``more`` are variables of its environment.

    own: with the settings and the optimised bytecode of the image, else with what gunicorn has by itself.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = root / "gunicorn.conf.py" if own else cache(root) / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(settings), "--workers", str(workers)]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", module]
    start = time.perf_counter()
    variables = environment(root) | (IMAGE if own else {}) | more
    process = subprocess.Popen(command, cwd=root, env=variables)
    address = f"http://127.0.0.1:{port}"
    try:
        yield Served(address, first_answer(address + probe, start), process.pid)
    finally:
        process.terminate()
        process.wait(20)


def first_answer(address: str, start: float) -> float:
    """Return the ms until the server answers well; ``TimeoutError`` after five minutes."""
    while time.perf_counter() - start < 300:
        try:
            if requests.get(address, timeout=60).ok:
                return (time.perf_counter() - start) * 1000
        except requests.ConnectionError:
            pass
        time.sleep(0.01)
    raise TimeoutError(address)


def callback(address: str, holds: str, values: dict[str, object]) -> dict[str, object]:
    """Return the body that a browser sends to the server callback whose output holds a name."""
    known = requests.get(f"{address}/_dash-dependencies", timeout=10).json()
    (asked,) = (one for one in known if holds in one["output"] and not one["clientside_function"])
    names = asked["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    sides = {
        side: [{**part, "value": values.get(part["id"])} for part in asked[side]]
        for side in ("inputs", "state")
    }
    changed = "{id}.{property}".format(**asked["inputs"][0])
    several = asked["output"].startswith("..")
    return {
        "output": asked["output"],
        "outputs": outputs if several else outputs[0],
        "changedPropIds": [changed],
        **sides,
    }


def choice(address: str, economies: tuple[str, ...]) -> dict[str, object]:
    """Return the body for other economies on the Overview."""
    fixed: dict[str, object] = {"overview-from": 2010, "overview-to": 2025}
    fixed |= {"overview-show": "rank", "site-lang": "en", "overview-with": list(economies)}
    return callback(address, "overview-figures.data", fixed)


def cost(served: Served, bodies: list[dict[str, object]]) -> float:
    """Return the CPU ms of the workers for each of these requests to its callbacks."""
    with requests.Session() as session:
        session.headers["Content-Type"] = "application/json"
        url = f"{served.address}/_dash-update-component"
        texts = [json.dumps(body) for body in bodies]
        session.post(url, texts[0], timeout=30).raise_for_status()
        before = served.cpu()
        for text in texts[1:]:
            session.post(url, text, timeout=30).raise_for_status()
        return (served.cpu() - before) / (len(texts) - 1)
