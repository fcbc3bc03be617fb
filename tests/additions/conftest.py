"""Fixtures of the additions: a copy of the repository, and the site that it serves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data import store
from etl import release
from etl.sources import curated
from tests import packages
from tests.additions import recipes
from tests.publishers import Publishers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.snapshot import Snapshot

EDITIONS = (*packages.SHORT, 2025)
ASK = """
import json, sys, warnings
warnings.simplefilter("error")
from app import server
client = server.test_client()
answers = [client.get(path) for path in sys.argv[1:]]
print(json.dumps([(answer.status_code, answer.get_data(as_text=True)) for answer in answers]))
"""


@dataclass(slots=True)
class Copy:
    """A copy of the repository with a data folder of its own."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def follow(self, title: str) -> None:
        """Carry a recipe out; what it leaves is written in the style of the house."""
        recipes.carry_out(title, self.root, self.environment)
        self.run(".venv/bin/ruff format --check\n.venv/bin/ruff check")

    def run(self, commands: str) -> str:
        """Run commands and return what they print."""
        return recipes.run(commands, self.root, self.environment)

    def ask(self, *paths: str) -> list[str]:
        """Return what the site of the copy answers; each answer must be 200."""
        done = subprocess.run(
            [sys.executable, "-c", ASK, *paths],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[tuple[int, str]] = json.loads(done.stdout)
        assert [
            (path, status) for path, (status, _) in zip(paths, answers, strict=True) if status != 200
        ] == []
        return [body for _, body in answers]

    def json(self, path: str) -> Any:
        """Return one answer of the programming interface."""
        return json.loads(self.ask(path)[0])

    def test(self, *arguments: str) -> None:
        """Run tests of the house in the copy."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr


@cache
def files() -> Sequence[Path]:
    """Return what is in the repository, and what is new and would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=recipes.ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (recipes.ROOT / name).is_file()]


@pytest.fixture(scope="session")
def small(bundled: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three editions and China's observations, as if built of all hand-kept tables."""
    made = packages.short(bundled.tables(), EDITIONS)
    known = release.Inputs(curated=curated.digest())
    folder = tmp_path_factory.mktemp("small") / "data"
    store.publish(folder, replace(made, beside={release.INPUTS: known.encode()}))
    return folder


@pytest.fixture
def publishers() -> Iterator[Publishers]:
    with Publishers() as running:
        yield running


@pytest.fixture
def copy(tmp_path: Path, small: Path, publishers: Publishers) -> Copy:
    """A copy of the repository; every publisher is on loopback."""
    root = tmp_path / "copy"
    for folder in {file.parent for file in files()}:
        (root / folder).mkdir(parents=True, exist_ok=True)
        if (recipes.ROOT / folder / "__pycache__").is_dir():
            shutil.copytree(recipes.ROOT / folder / "__pycache__", root / folder / "__pycache__")
    for file in files():
        shutil.copy2(recipes.ROOT / file, root / file)
    (root / ".venv").symlink_to(sys.prefix)
    shutil.copytree(small, tmp_path / "data")
    environment = {
        name: value for name, value in os.environ.items() if name not in ("SNAPSHOT", "PYTHONPATH")
    }
    environment |= {"DATA_DIR": str(tmp_path / "data"), "OBSERVATORY_URL": publishers.base}
    return Copy(root, environment | publishers.environment)
