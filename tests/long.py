"""Long tests: run where something that they test has changed since the commit on which all of them passed."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
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
    "data/snapshot.py",
    "data/store.py",
)
SERVER: Final = ("app.py", "compose.yaml", "deploy", "gunicorn.conf.py", "service")
PAGES: Final = ("components/pages",)
"""Every page. A mark that names one page, or all, means what these are made of: see `touches`."""

ALWAYS: Final = (
    "faults/test_carrying.py",
    "faults/test_raw_requests.py",
    "faults/test_swaps.py",
    "faults/test_webhook.py",
)
"""Files of this folder of which tests always run, beside the units."""

_ROOMS = ("analysis", "app.py", "components", "data", "service")
_LIST = "components/pages/__init__.py"
_WORDS = re.compile(r"components/text/\w+/(\w+)\.toml")
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
    """Return whether one of the files is one of the paths or in one of their folders; yes if not known.

    A path in components/pages stands for what the page is made of.
    """
    if files is None:
        return True
    return any(
        touches(file, path) if within(path, *PAGES) else within(file, path)
        for path in paths
        for file in files
    )


def within(file: str, *paths: str) -> bool:
    """Return whether a file is one of the paths or in one of their folders."""
    return any(file == path or file.startswith(f"{path}/") for path in paths)


@cache
def touches(file: str, page: str) -> bool:
    """Return whether a page can change with a file of the site; PAGES[0] stands for every page.

    It does with the modules that it imports and those that every page needs, with the words of a file of
    which these name a key, and with every other file that is not a module: styles, scripts, data.
    """
    if not within(file, *_ROOMS):
        return False
    if file.endswith(".py"):
        return file in modules(page)
    named = _WORDS.fullmatch(file)
    if not named or named[1] == Path(page).stem or page in PAGES or not (ROOT / file).is_file():
        return True
    tables = "|".join(map(re.escape, tomllib.loads((ROOT / file).read_text(encoding="utf-8"))))
    key = re.compile(rf"""["'](?:{tables})\.[\w{{]""")
    return any(key.search((ROOT / one).read_text(encoding="utf-8")) for one in modules(page))


@cache
def modules(page: str) -> frozenset[str]:
    """Return the modules that a page imports, and those of the site without those that only pages import."""
    roots = {"app.py", *_python("service"), *_python(page)}
    found: set[str] = set()
    while roots:
        file = roots.pop()
        found |= {file, *(f"{folder}/__init__.py" for folder in Path(file).parents[:-1])}
        if file != _LIST:
            roots |= imported(file) - found
    return frozenset(found)


@cache
def imported(file: str) -> frozenset[str]:
    """Return the modules of the project that a module imports: when it is loaded, a page's at any time."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree) if within(file, "analysis", "components") else tree.body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update((str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)))
    places = (name.replace(".", "/") for name in names)
    files = (file for place in places for file in (f"{place}.py", f"{place}/__init__.py"))
    return frozenset(file for file in files if (ROOT / file).is_file())


def _python(path: str) -> set[str]:
    found = [ROOT / path, *(ROOT / path).rglob("*.py")]
    return {one.relative_to(ROOT).as_posix() for one in found if one.suffix == ".py"}


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
