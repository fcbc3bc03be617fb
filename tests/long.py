"""Long tests: run where something that they test has changed since the commit on which all of them passed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT: Final = Path(__file__).resolve().parent.parent
PROVED: Final = Path(".ci/proved")
"""The id of that commit, which `make test-all` writes."""
COMMON: Final = (
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "tests/conftest.py",
    "tests/long.py",
    "tools/system.sh",
)
"""What every long test rests on."""


def changed(root: Path = ROOT) -> frozenset[str] | None:
    """Return the files that differ from the proved commit, committed or not; None if that is not known."""
    try:
        commit = (root / PROVED).read_text(encoding="ascii").strip()
        if not re.fullmatch("[0-9a-f]{40}", commit):
            return None
        committed = _git(root, "diff", "--name-only", "-z", "--no-renames", commit)
        new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    except (OSError, UnicodeDecodeError, subprocess.CalledProcessError):
        return None
    return frozenset(filter(None, (committed + new).split("\0")))


def concerned(paths: Collection[str], files: Collection[str] | None) -> bool:
    """Return whether one of the files is one of the paths or in one of their folders; yes if not known."""
    if files is None:
        return True
    return any(file == path or file.startswith(f"{path}/") for path in paths for file in files)


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout
