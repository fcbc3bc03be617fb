"""A real nginx with deploy/nginx.conf in front of sites, on a port and a folder of its own."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import ROOT, START, free_port

TEMPLATE = ROOT / "deploy" / "nginx.conf"
PATHS = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"
USER = "user root;" if os.geteuid() == 0 else ""  # the folders of tests belong to who runs them
FRESH = 600  # seconds for which an answer of the programming interface is kept


@dataclass(frozen=True, slots=True)
class Balanced:
    """A running nginx: its address, its folder, its process."""

    address: str
    folder: Path
    process: subprocess.Popen[str]


def find_nginx() -> str:
    """Return the path of nginx; without it the tests that need it fail, they are not skipped."""
    path = shutil.which("nginx") or shutil.which("nginx", path=PATHS)
    if path is None:
        pytest.fail("The tests of several replicas need nginx (Debian: apt-get install nginx-light).")
    return path


def write(folder: Path, port: int, replicas: Sequence[str], **others: str) -> Path:
    """Write the configuration for replicas ("127.0.0.1:8050"); clients may name their address themselves."""
    servers = " ".join(f"server {one} max_fails=1 fail_timeout=5s;" for one in replicas)
    values = {
        "SITE_FOLDER": str(folder),
        "SITE_CACHE": str(folder / "cache"),
        "SITE_LISTEN": f"127.0.0.1:{port}",
        "SITE_LOG": str(folder / "access"),
        "SITE_SERVERS": servers,
        "SITE_RESOLVER": "",
        "SITE_HOSTS": "~.",
        "SITE_TRUSTED": "set_real_ip_from 127.0.0.1;",
        "SITE_RATE": "20r/s",
        "SITE_FRESH": f"{FRESH}s",
        **others,
    }
    text = re.sub(r"\$\{(\w+)\}", lambda name: values[name[1]], TEMPLATE.read_text(encoding="utf-8"))
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def balance(folder: Path, replicas: Sequence[str], **others: str) -> Iterator[Balanced]:
    """Run nginx in front of sites; what it logs as an error beyond a lost replica fails the test."""
    port = free_port()
    command = [find_nginx(), "-p", str(folder), "-c", str(write(folder, port, replicas, **others))]
    errors = folder / "errors"
    with errors.open("w") as output:
        process = subprocess.Popen(
            [*command, "-e", "stderr", "-g", f"daemon off; {USER}"], stderr=output, stdout=output, text=True
        )
        try:
            limit = time.monotonic() + START
            while not (folder / "nginx.pid").exists():
                if process.poll() is not None or time.monotonic() > limit:
                    pytest.fail(f"nginx did not start:\n{errors.read_text()}")
                time.sleep(0.02)
            yield Balanced(f"http://127.0.0.1:{port}", folder, process)
        finally:
            process.terminate()
            process.wait(timeout=START)
    told = errors.read_text()
    assert not re.search(r"\[(emerg|alert|crit)\]", told), told[-2000:]
