"""A copy of the repository as a reader has it, in which the commands of a document are run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from tests.documents import ROOT
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LIMIT = 600  # seconds that a command may take on a machine that is busy
LEFT_OUT = (
    ".git",
    ".venv",
    ".cache",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "node_modules",
    "dist",
    "*.xlsx",
)
OTHERS = re.compile(r"(PYTEST|MAKE|MFLAGS|COV|DATA_|SNAPSHOT|DISPLAY|PORT$)")
"""Variables of the suite and of this machine that a reader who copies a command does not have."""


@dataclass(frozen=True)
class Copy:
    """The folder, and the variables with which its commands are run beside those of this machine."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def given(self, **variables: str) -> Copy:
        """Return the same folder with more variables."""
        return replace(self, variables={**self.variables, **variables})

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command."""
        kept = {name: value for name, value in os.environ.items() if not OTHERS.match(name)}
        return {**kept, **self.variables}

    def run(self, command: str, code: int = 0) -> str:
        """Run a command of the shell; return what it prints. Another exit code fails the test."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
        assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    @contextmanager
    def served(self, command: str) -> Iterator[str]:
        """Run a command that serves the site at PORT; yield its address. TERM must end all of it."""
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=self.folder,
            env={**self.environment, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until(lambda: status(f"{address}/readyz") == 200 or process.poll() is not None, command)
            assert process.poll() is None, f"{command} ended"
            yield address
            process.terminate()
            process.wait(LIMIT)
            until(lambda: status(f"{address}/healthz") == 0, f"{command} left something behind")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def copied(folder: Path) -> Copy:
    """Copy the repository, with the environment of the suite in place of one that would have to be installed.

    Its stamps are new, so that make asks no package index.
    """
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    made = folder / ".venv"
    made.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (made / name).symlink_to(Path(sys.prefix) / name)
    for stamp in ("runtime", "development"):
        (made / stamp).touch()
    return Copy(folder)


def status(address: str) -> int:
    """Return the status of an answer, 0 if there is none."""
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except URLError as error:
        return int(getattr(error, "code", 0))
    except OSError:
        return 0


def until(met: Callable[[], bool], what: str, seconds: float = LIMIT) -> None:
    """Wait for something; too long fails the test."""
    limit = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < limit, what
        time.sleep(0.05)
