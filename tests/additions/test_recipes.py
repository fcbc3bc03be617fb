"""The recipes of docs/adding.md, all carried out on one copy: what each promises is there."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pytest

from data import catalog, store
from data.snapshot import Snapshot
from etl import release
from etl.sources import curated
from tests import packages
from tests.additions.looks import DESIGNS, LOOKS
from tests.additions.recipes import ROOT, carry_out, run, shown
from tests.publishers import Publishers, world_bank_rows
from tests.unit import gii_books as books

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
import json, sys
from app import server
client = server.test_client()
answers = {path: client.get(path) for path in sys.argv[1:]}
given = {path: (one.status_code, one.get_data().decode(errors="replace")) for path, one in answers.items()}
print(json.dumps(given))
"""


@dataclass(slots=True)
class Added:
    """The copy of the repository, what commands and faults of each recipe tell, and what its site answers."""

    root: Path
    environment: dict[str, str]
    told: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)

    def write(self, name: str, old: str, new: str) -> None:
        """Write something else into a file where a text stands once."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")


def copied(root: Path) -> None:
    """Copy what is in the repository or new; of the index, the hand-kept tables have EDITIONS alone."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]
    for place in {file.parent for file in files}:
        (root / place).mkdir(parents=True, exist_ok=True)
        if (ROOT / place / "__pycache__").is_dir():
            shutil.copytree(ROOT / place / "__pycache__", root / place / "__pycache__")
    for file in files:
        shutil.copy2(ROOT / file, root / file)
    (root / ".venv").symlink_to(sys.prefix)
    for path in (root / "data" / "curated").glob("gii_*.csv"):
        head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if head.startswith("edition,"):
            kept = [line for line in lines if int(line.partition(",")[0]) in EDITIONS]
            path.write_text(head + "".join(kept), encoding="utf-8")
        elif int(path.stem[-4:]) not in EDITIONS:
            path.unlink()


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
            cells = [(one, year, 9.0 * year) for one in ("CHN", "JPN", "KOR") for year in range(2012, 2025)]
            made = pd.DataFrame(cells, columns=["economy", "year", "value"]).assign(indicator=DESIGNS)
            rows = pd.concat([rows[list(made.columns)], made])
        made_up = world_bank_rows(rows, names={DESIGNS: NAME})
        publishers.world_bank(made_up, source=number, lastupdated="2026-10-01", indicators=codes)


@pytest.fixture(scope="module")
def added(bundled: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Added:
    """A copy with every recipe carried out in the order of the guide; every publisher is on loopback.

    Its data are of three editions, with China's observations, as if built of all hand-kept tables.
    """
    folder = tmp_path_factory.mktemp("additions")
    root, data = folder / "copy", folder / "data"
    copied(root)
    known = release.Inputs(curated=curated.digest(root / "data" / "curated"))
    made = packages.short(bundled.tables(), EDITIONS)
    store.publish(data, replace(made, extra_files={release.INPUTS_FILE: known.encode()}))
    (root / "WORKBOOK.xlsx").write_bytes(workbook(bundled))
    with Publishers() as publishers:
        publish(publishers, bundled)
        others = ("SNAPSHOT", "PYTHONPATH", "PACK")
        own = {name: value for name, value in os.environ.items() if name not in others}
        own |= {"DATA_DIR": str(data), "OBSERVATORY_URL": publishers.base} | publishers.environment
        found = Added(root, own)
        for title in shown():
            if title == "A target":  # whose commands judge the claim of the recipe before anew
                claim = "than = {} }},\n]\n\n[claim.figures]\nrank"
                found.write("data/catalog/claims.toml", claim.format(10), claim.format(9))
            try:
                found.told[title] = carry_out(title, root, own)
            except AssertionError as error:
                found.failed[title] = str(error)
    if not found.failed:
        for changed in TRANSLATED:
            found.write(*changed)
        paths = sorted({path for looks in LOOKS.values() for path in looks})
        asked = shlex.join([sys.executable, "-W", "error", "-c", ASK, *paths])
        found.answers = json.loads(run(asked, root, own))
    return found


def test_a_recipe_that_is_shown_in_full_can_be_carried_out_as_it_stands(added: Added) -> None:
    assert added.failed == {}
    run(".venv/bin/ruff format --check\n.venv/bin/ruff check", added.root, added.environment)


def test_what_is_added_is_on_its_page_in_files_and_in_the_interface(added: Added) -> None:
    assert added.failed == {}
    assert list(LOOKS) == shown()
    wrong: list[tuple[str, object]] = [
        (path, status) for path, (status, _) in added.answers.items() if status != 200
    ]
    wrong += [
        (path, look)
        for looks in LOOKS.values()
        for path, wanted in looks.items()
        for look in wanted
        if not re.search(look, added.answers[path][1], re.MULTILINE)
    ]
    assert wrong == []
    assert "rank-2025: right -> wrong" in added.told["A target"]


def test_what_is_added_keeps_the_rules_of_the_house_and_a_word_that_is_missed_is_named(added: Added) -> None:
    """In the copy one word of the new language is missing, and nothing else is told."""
    added.write("components/text/fr/writing.toml", 'edition = "{year} edition"\n', "")
    rules = ("test_a_room_imports_only_what_it_may",)
    files = ["tests/unit/test_text.py", *(f"tests/unit/test_architecture.py::{one}" for one in rules)]
    command = f".venv/bin/python -m pytest -q -n0 -p no:cacheprovider {' '.join(files)} || true"
    told = run(command, added.root, added.environment)
    faults = re.findall(r"^E +(?:AssertionError: )?(.+)$", told, re.MULTILINE)
    assert faults[:1] == ["components/text/fr does not say writing.edition"], told
    assert re.search(r"^1 failed, \d+ passed", told, re.MULTILINE), told
