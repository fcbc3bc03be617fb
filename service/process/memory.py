"""What threads and tables have freed goes back to the system, which is a third of the memory of a worker."""

import ctypes
import sys
from typing import Final

import pyarrow  # type: ignore[import-untyped]

_ARENA_MAX: Final = -8  # of malloc.h
_TRIM_THRESHOLD: Final = -1


def spare() -> None:
    """Let tables be in memory of the system, threads share it, and what is free at its end go back."""
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    if sys.platform == "linux" and (limit := getattr(ctypes.CDLL(None), "mallopt", None)):
        limit(_ARENA_MAX, 2)
        limit(_TRIM_THRESHOLD, 131_072)
