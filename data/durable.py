"""Files and folders written whole: flushed to the disk, then renamed; a crash leaves the old or the new.

A rename outlives a power cut only once the folder that holds the name is flushed too. What is unfinished has
a name that begins with `.tmp-`; only the holder of a data folder's lock writes or sweeps such names. What an
error breaks off, such as a full disk, is removed at once, so that it takes no room from what comes next.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

TEMPORARY: Final = ".tmp-"


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in place of an old one, if there is one, in one step."""
    fresh = path.with_name(f"{TEMPORARY}{path.name}")
    with _swept(fresh):
        _write(fresh, content)
        fresh.replace(path)
        sync_folder(path.parent)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder with all its files in one step; a folder of that name is moved aside and deleted."""
    fresh, aside = (folder.with_name(f"{TEMPORARY}{folder.name}{end}") for end in ("", "-replaced"))
    sweep([fresh, aside])
    with _swept(fresh, aside):
        fresh.mkdir()
        for name, content in files.items():
            _write(fresh / name, content)
        sync_folder(fresh)
        if folder.exists():
            folder.rename(aside)
        fresh.rename(folder)
        sync_folder(folder.parent)


def remove_folder(folder: Path) -> None:
    """Delete a folder so that it is there whole or not at all."""
    aside = folder.with_name(f"{TEMPORARY}{folder.name}-removed")
    folder.rename(aside)
    with _swept(aside):
        sync_folder(folder.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and the folders above it, each flushed into its parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sweep(leftovers: Iterable[Path]) -> None:
    """Delete files and folders that no name in use leads to, where they exist."""
    for leftover in leftovers:
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        elif os.path.lexists(leftover):
            leftover.unlink()


def sync_folder(folder: Path) -> None:
    """Flush the names that a folder holds."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _swept(*leftovers: Path) -> Iterator[None]:
    """Sweep at the end, and at an error too, which is then the one that is told."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            sweep(leftovers)
        raise
    sweep(leftovers)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
