"""What threads have freed goes back to the system, which is a third of the memory of a worker."""

import ctypes
import sys
from typing import Final

_ARENA_MAX: Final = -8  # of malloc.h
_TRIM_THRESHOLD: Final = -1


def limit_memory() -> None:
    """Let threads share their memory, and what is free at its end go back."""
    if sys.platform == "linux" and (limit := getattr(ctypes.CDLL(None), "mallopt", None)):
        limit(_ARENA_MAX, 2)
        limit(_TRIM_THRESHOLD, 131_072)
