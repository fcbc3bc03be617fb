"""Faults that strace injects into a forked process: killed before a call, or no space left at it.

The process forked is warm: it imports nothing and starts no interpreter, so that a fault costs only what the
act itself takes.
"""

import os
import re
import signal
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.sampling import sample

FILLING: Final = (
    *("write", "writev", "pwrite64", "pwritev", "ftruncate", "fsync", "fdatasync"),
    *("rename", "renameat", "renameat2", "mkdir", "mkdirat"),
)
EMPTYING: Final = ("unlink", "unlinkat", "rmdir")
"""Calls that change what is on the disk, and of these the ones that a full disk does not stop."""
FLUSHING: Final = ("fsync", "fdatasync")
"""Calls that change nothing a process can see: killed before one, it leaves what the next kill leaves."""
KILL, FULL = "signal=SIGKILL", "error=ENOSPC"
BROKEN: Final = 70
"""Exit code of an act that ended with an error nobody expects."""
LAST: Final = 4
"""Renames at the end that are always tried."""
MOST: Final = 16
"""Other faults that are tried."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the number-th call of a kind: KILL before it, or FULL in its place."""

    kind: str
    call: str
    number: int


def fork(act: Callable[[], int]) -> int:
    """Return the id of a child that stands still and, once it is continued, acts and exits with the code."""
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            os.kill(os.getpid(), signal.SIGSTOP)
            code = act()
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            os._exit(code)
    os.waitpid(child, os.WUNTRACED)
    return child


def run(act: Callable[[], int]) -> int:
    """Act in a child without any fault; return its exit code."""
    child = fork(act)
    os.kill(child, signal.SIGCONT)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def count(act: Callable[[], int], log: Path) -> tuple[int, Counter[str]]:
    """Act in a child; return its exit code and how often it made each call."""
    code = _traced(act, log, [])
    return code, Counter(
        re.findall(r"^\d+ +(\w+)\(", log.read_text(encoding="utf-8", errors="replace"), re.M)
    )


def inject(act: Callable[[], int], fault: Fault, log: Path) -> int:
    """Act in a child with a fault; return its exit code, -SIGKILL if it was killed.

    Raises AssertionError if the act ended before the fault.
    """
    code = _traced(act, log, ["-e", f"inject={fault.call}:{fault.kind}:when={fault.number}"])
    assert code == -signal.SIGKILL or "(INJECTED)" in log.read_text(encoding="utf-8", errors="replace"), fault
    return code


def faults(calls: Counter[str]) -> list[Fault]:
    """Return faults that the calls counted can meet: a sample, which has each at the renames of the end.

    By a rename something comes to be there for others; the last ones are those of what is in use.
    """
    found = [
        Fault(kind, call, number)
        for call, most in sorted(calls.items())
        for number in range(1, most + 1)
        for kind in (*([KILL] * (call not in FLUSHING)), *([FULL] * (call in FILLING)))
    ]
    decisive = [one for one in found if one.call.startswith("rename") and one.number > calls[one.call] - LAST]
    others = [one for one in found if one not in decisive]
    return [*sample(others, MOST), *decisive]


def _traced(act: Callable[[], int], log: Path, more: list[str]) -> int:
    child = fork(act)
    wanted = "trace=" + ",".join(f"?{call}" for call in (*FILLING, *EMPTYING))
    options = ["-f", "-qq", "-o", str(log), "-e", wanted, "-e", "signal=none", *more, "-p", str(child)]
    tracer = subprocess.Popen(["strace", *options], stderr=subprocess.PIPE, text=True)
    try:
        while f"TracerPid:\t{tracer.pid}\n" not in Path(f"/proc/{child}/status").read_text(encoding="ascii"):
            assert tracer.poll() is None, f"strace cannot attach to a process: {tracer.communicate()[1]}"
            time.sleep(0.001)
        os.kill(child, signal.SIGCONT)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        tracer.communicate()
