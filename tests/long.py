"""Long tests: run where something that they test has changed since the commit on which all of them passed."""

from __future__ import annotations

import re
import subprocess
from functools import cache
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
    "tools/system.sh",
)
"""What every long test rests on, beside its own file and what that names of tests/."""
REFRESH: Final = ("analysis", "data", "etl")
STORE: Final = (
    "data/descriptor.py",
    "data/mirror.py",
    "data/snapshot.py",
    "data/store.py",
    "data/store_reader.py",
    "data/sync_status.py",
    "etl/publishing.py",
)
SERVER: Final = ("app.py", "compose.yaml", "deploy", "gunicorn.conf.py", "service")
PAGES: Final = ("analysis", "app.py", "components", "data", "service")

ALWAYS: Final = (
    "browser/test_views.py",
    "faults/test_raw_requests.py",
    "faults/test_webhook.py",
)
"""Files of this folder of which tests always run, beside the units."""

_NAMED = re.compile(r"\btests(?:[./]\w+)+")
_IMPORTED = re.compile(r"^ *from (tests[\w.]*) import ([\w, ]+)", re.MULTILINE)


def changed(root: Path = ROOT) -> frozenset[str] | None:
    """Return the files that differ from the proved commit, committed or not; None if that is not known."""
    try:
        commit = (root / PROVED).read_text(encoding="ascii").strip()
        if not re.fullmatch("[0-9a-f]{40}", commit):
            return None
        committed = _git(root, "diff", "--name-only", "-z", "--no-renames", commit)
        new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    except (OSError, UnicodeDecodeError, subprocess.SubprocessError):
        return None
    return frozenset(filter(None, (committed + new).split("\0")))


def concerned(paths: Collection[str], files: Collection[str] | None) -> bool:
    """Return whether one of the files is one of the paths or in one of their folders; yes if not known."""
    if files is None:
        return True
    return any(file == path or file.startswith(f"{path}/") for path in paths for file in files)


@cache
def own(test: str, root: Path = ROOT) -> frozenset[str]:
    """Return a test's file and the files of tests/ that it names or imports, and those that these do."""
    found: set[str] = set()
    new = {test, *(f"{folder}/conftest" for folder in ("tests", Path(test).parent.as_posix()))}
    while new:
        path = new.pop().removesuffix(".py").replace(".", "/")
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if file in found or not (root / file).is_file():
                continue
            found.add(file)
            text = (root / file).read_text(encoding="utf-8")
            new.update(_NAMED.findall(text))
            for package, names in _IMPORTED.findall(text):
                new.update(f"{package}.{name.split()[0]}" for name in names.split(",") if name.strip())
    return frozenset(found)


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout
