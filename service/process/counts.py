"""The folder in which workers count for the metrics; prometheus_client looks for it when it is imported."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"


def make() -> Path:
    """Make the folder, in memory where there is /dev/shm, and name it in the environment."""
    shared = "/dev/shm"  # noqa: S108 - the name of the folder in it cannot be foreseen
    folder = tempfile.mkdtemp(prefix="metrics-", dir=shared if os.access(shared, os.W_OK) else None)
    os.environ[FOLDER] = folder
    return Path(folder)


def remove() -> None:
    """Remove the folder of `make`."""
    if folder := os.environ.pop(FOLDER, ""):
        shutil.rmtree(folder, ignore_errors=True)
