"""Fixtures of the additions: one copy of the repository with every recipe carried out, and its answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data import catalog, store
from etl import release
from etl.sources import curated
from tests import packages
from tests.additions import recipes
from tests.additions.looks import CODE, LOOKS
from tests.publishers import Publishers, world_bank_rows
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.snapshot import Snapshot

EDITIONS = (*packages.SHORT, 2025)
FAMILIES = {"world_bank_wdi": "2", "world_bank_wgi": "3"}
NAME = "Industrial design applications, nonresident, by count"
OBSERVED = "released,2026-10-05\neconomy,year,designers\n" + "".join(
    f"CHN,{year},{(year - 2000) / 10}\nKOR,{year},{(year - 2000) / 5}\n" for year in range(2015, 2026)
)
TRANSLATED = (
    ("components/text/fr/site.toml", 'overview = "Overview"', 'overview = "Aperçu"'),
    ("components/text/fr/writing.toml", "{rank}th|{rank}st|{rank}nd|{rank}rd", "{rank}e"),
    ("data/catalog/article.toml", 'fr = "Open innovation ecology"', 'fr = "Innovation ouverte"'),
)
ASK = """
import json, sys, warnings
warnings.simplefilter("error")
from app import server
client = server.test_client()
answers = {path: client.get(path) for path in json.load(sys.stdin)}
given = {path: (one.status_code, one.get_data().decode(errors="replace")) for path, one in answers.items()}
print(json.dumps(given))
"""


@dataclass(slots=True)
class Copy:
    """A copy of the repository with a data folder of its own, and what came of the recipes in it."""

    root: Path
    environment: dict[str, str]
    failed: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)

    def run(self, commands: str) -> str:
        """Run commands and return what they print."""
        return recipes.run(commands, self.root, self.environment)

    def write(self, name: str, old: str, new: str) -> None:
        """Write something else into a file where a text stands once."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def ask(self, paths: Sequence[str]) -> dict[str, tuple[int, str]]:
        """Return status and text of what the site of the copy answers, started once for all paths."""
        done = subprocess.run(
            [sys.executable, "-c", ASK],
            cwd=self.root,
            env=self.environment,
            input=json.dumps(paths),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        given: dict[str, tuple[int, str]] = json.loads(done.stdout)
        return given

    def test(self, *arguments: str) -> str:
        """Run tests of the house in the copy and return the end of what they print, empty if all pass."""
        command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout[-4000:] + done.stderr if done.returncode else ""


def files() -> Sequence[Path]:
    """Return what is in the repository, and what is new and would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=recipes.ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (recipes.ROOT / name).is_file()]


def workbook(bundled: Snapshot) -> bytes:
    """A made-up edition of 2026: the last one a year on, with every score one hundredth lower."""
    tables = [bundled.table(name) for name in ("gii_scores", "gii_structure", "gii_economies")]
    scores, structure = books.tables_of(tables[0], tables[1], 2025)
    context = books.context_of(tables[2], 2025)
    scores["score"] *= 0.99
    scores["data_year"] += 1
    names = dict(bundled.table("economies").set_index("economy")["name_en"])
    return books.save(books.sheets_of(books.NEW, scores, structure, names, context))


def publish(publishers: Publishers, bundled: Snapshot) -> None:
    """Publish what is held of China, as the next release, with made-up values of the new series."""
    publishers.file("/designs.csv", OBSERVED.encode())
    held = bundled.table("observations")
    for family, number in FAMILIES.items():
        codes = [one.id for one in catalog.load().indicators.values() if one.source == family and one.api]
        rows = held[(held["economy"] == "CHN") & held["indicator"].isin(codes)]
        if family == "world_bank_wdi":
            new = [
                (CODE, one, year, 9.0 * year) for one in ("CHN", "JPN", "KOR") for year in range(2012, 2025)
            ]
            made = pd.DataFrame(new, columns=["indicator", "economy", "year", "value"])
            rows = pd.concat([rows[list(made.columns)], made])
        made_up = world_bank_rows(rows, names={CODE: NAME})
        publishers.world_bank(made_up, source=number, lastupdated="2026-10-01", indicators=codes)


@pytest.fixture(scope="session")
def publishers(bundled: Snapshot) -> Iterator[Publishers]:
    with Publishers() as running:
        publish(running, bundled)
        yield running


@pytest.fixture(scope="session")
def added(bundled: Snapshot, publishers: Publishers, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy with every recipe carried out in the order of the guide; every publisher is on loopback.

    Its data are of three editions, with China's observations, as if built of all hand-kept tables.
    """
    folder = tmp_path_factory.mktemp("additions")
    root, data = folder / "copy", folder / "data"
    for place in {file.parent for file in files()}:
        (root / place).mkdir(parents=True, exist_ok=True)
        if (recipes.ROOT / place / "__pycache__").is_dir():
            shutil.copytree(recipes.ROOT / place / "__pycache__", root / place / "__pycache__")
    for file in files():
        shutil.copy2(recipes.ROOT / file, root / file)
    (root / ".venv").symlink_to(sys.prefix)
    known = release.Inputs(curated=curated.digest())
    made = packages.short(bundled.tables(), EDITIONS)
    store.publish(data, replace(made, beside={release.INPUTS: known.encode()}))
    own = {
        name: value for name, value in os.environ.items() if name not in ("SNAPSHOT", "PYTHONPATH", "PACK")
    }
    own |= {"DATA_DIR": str(data), "OBSERVATORY_URL": publishers.base} | publishers.environment
    (root / "WORKBOOK.xlsx").write_bytes(workbook(bundled))
    copy = Copy(root, own)
    for title in recipes.shown():
        try:
            recipes.carry_out(title, root, own)
        except AssertionError as error:
            copy.failed[title] = str(error)
    if not copy.failed:
        for name, old, new in TRANSLATED:
            copy.write(name, old, new)
        copy.answers = copy.ask(sorted({path for look in LOOKS.values() for path in look.paths}))
    return copy
