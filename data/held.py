"""A long file that was verified and stays open: it may be removed, and is verified again when it is read."""

from __future__ import annotations

import hashlib
import os
import weakref
from typing import TYPE_CHECKING, Final

from data.descriptor import PREFIX, sha256

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK: Final = 1 << 20  # bytes hashed at a time, so that verifying a file takes no memory


class HeldError(Exception):
    """The file has another size or hash than it should have."""


class Held:
    """An open file of known size and hash; forks and threads share it, since each reading says where."""

    def __init__(self, path: Path, size: int, digest: str) -> None:
        """Open and verify it; OSError if it cannot be read, HeldError if it is another one."""
        self._size, self._digest = size, digest
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._file)
        hashed, place = hashlib.sha256(), 0
        while block := os.pread(self._file, _BLOCK, place):
            hashed.update(block)
            place += len(block)
        if place != size or PREFIX + hashed.hexdigest() != digest:
            raise HeldError(path.name)

    def read(self) -> bytes:
        """Return the bytes, verified again; HeldError if they were altered or can no longer be read."""
        try:
            content = os.pread(self._file, self._size + 1, 0)
        except OSError as error:
            raise HeldError(str(error.strerror)) from error
        if len(content) != self._size or sha256(content) != self._digest:
            raise HeldError(f"{len(content)} bytes")
        return content
