"""The snapshot that tests draw, ask and serve: that of November 2026, whatever data/bundled holds since.

The name of its archive is its id. Whoever changes the columns of a table pins a snapshot that has them:
tar --create --xz --directory FOLDER --file tests/pinned/ID.tar.xz .
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_CACHE: Final = Path(__file__).resolve().parents[2] / ".cache" / "pinned"
(ARCHIVE,) = Path(__file__).parent.glob("*.tar.xz")
ID: Final = ARCHIVE.name.removesuffix(".tar.xz")


def _unpacked() -> Path:
    """Return the folder of the snapshot, which the first process that needs it unpacks for all."""
    folder = _CACHE / ID
    if not folder.is_dir():
        _CACHE.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=_CACHE) as fresh:
            shutil.unpack_archive(ARCHIVE, Path(fresh, ID), filter="data")
            with suppress(OSError):  # another process was first
                Path(fresh, ID).rename(folder)
    return folder


FOLDER: Final = _unpacked()
