"""Every command of the README, in both languages, does on a copy of the repository what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from data import store
from data.snapshot import current_version
from tests import packages, pwt
from tests.documents import READMES, ROOT, blocks, commands
from tests.faults import held_publishers
from tests.faults.copied import Copy, copied
from tests.publishers import Publishers
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot import Snapshot


MADE, PLAIN, ENGINE, FILLED, ASKED = (commands(block) for block in blocks(READMES[0], "sh"))
(CODE,) = blocks(READMES[0], "python")
PYTHON, ETL = ".venv/bin/python", ".venv/bin/python -m etl "
HERE = "http://127.0.0.1:8050"
PICKED = "tests/unit/test_house.py -k versions_agree"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy, with a data folder that is empty."""
    place = tmp_path_factory.mktemp("readme")
    return copied(place / "repository").given(DATA_DIR=str(place / "data"))


@pytest.fixture(scope="module")
def address(copy: Copy) -> Iterator[str]:
    """The dashboard that `make run` opens; at the end TERM must end it."""
    with copy.served("make run") as address:
        yield address


def test_both_languages_have_the_same_commands_and_the_tests_below_know_all_of_them() -> None:
    english, chinese = ([commands(block) for block in blocks(name, "sh")] for name in READMES)
    assert english == chinese
    for name in (READMES[1], "docs/guide.md", "docs/guide.zh.md"):
        code, *_ = blocks(name, "python")
        assert commands(code) == commands(CODE)
    assert MADE == ["make run", "make test"]
    assert ["-m venv .venv" in PLAIN[0], "--require-hashes" in PLAIN[1], PLAIN[2:]] == [
        True,
        True,
        [f"{PYTHON} app.py"],
    ]
    assert all(command.startswith(("docker build ", "docker run ")) for command in ENGINE)
    assert all(command.startswith(ETL) for command in FILLED)
    assert all(command.startswith("curl ") and HERE in command for command in ASKED)
    assert HERE in CODE


def test_make_run_installs_what_is_pinned_once_and_opens_the_dashboard(copy: Copy, address: str) -> None:
    page = copy.run(f"curl --silent --location --fail {address}/")
    assert "<h1" in page
    # Where there is no environment yet: what make would do is printed, since doing it asks a package index.
    (copy.folder / "fresh").mkdir()
    (copy.folder / "fresh" / "requirements.txt").touch()
    told = copy.run("make --dry-run --directory fresh --file ../Makefile run")
    assert re.search(
        r"-m venv .*pip install .*--require-hashes -r requirements\.txt.*app\.py", told, re.DOTALL
    )


def test_make_test_runs_the_suite(copy: Copy) -> None:
    """The suite within the suite would not end: pytest is given one quick test by its own variable."""
    told = copy.given(PYTEST_ADDOPTS=PICKED, PYTEST_XDIST_AUTO_NUM_WORKERS="1").run("make test")
    assert "1 passed" in told
    assert " -m pytest" in told
    assert "tests" not in told.split(" -m pytest")[1].splitlines()[0], "make test must run all of it"


def edition(revised: bool) -> bytes:
    """Return a small workbook of a new edition; revised: with one other value, which no score rests on."""
    sheets = books.small()
    if revised:
        row = books.find(sheets, books.NEW, "CHN", "1.1.1")
        column = books.column_of(sheets, books.NEW, "value")
        sheets[books.NEW.data][row][column] *= 1.001
    return books.save(sheets)


@pytest.fixture
def filled(copy: Copy, bundled: Snapshot, tmp_path: Path) -> Iterator[Copy]:
    """The copy with a short snapshot in use, publishers on loopback, and a workbook in the folder.

    Tables kept by hand are cut to two editions, which takes five sixths of the time away.
    """
    data = tmp_path / "data"
    store.publish(data, packages.short(bundled.tables()))
    shutil.rmtree(copy.folder / "data" / "curated")
    packages.curated_short(copy.folder / "data" / "curated")
    with Publishers() as publishers:
        file = held_publishers.but_wipo(publishers, bundled)
        catalog = copy.folder / "data" / "catalog" / "sources.toml"
        told = catalog.read_text(encoding="utf-8")
        told = re.sub(r'(?<=md5 = ")[0-9a-f]{32}', pwt.md5(file), told)
        catalog.write_text(told.replace('first = "2022"', 'first = "2026"'), encoding="utf-8")
        publishers.workbook(2026, edition(revised=False))
        publishers.explorer(2026, b"iso3,rank,score,giiyr\n")
        (copy.folder / "WORKBOOK.xlsx").write_bytes(edition(revised=True))
        filled = copy.given(DATA_DIR=str(data), **publishers.environment)
        filled.run(f"{ETL} refresh curated gii --accept-revisions curated")
        yield filled


def test_a_refresh_is_tried_done_read_and_taken_back_and_the_tables_are_exported(filled: Copy) -> None:
    data = ROOT.joinpath(filled.variables["DATA_DIR"])
    told, used = {}, [current_version(data)]
    for command in FILLED:
        told[command.removeprefix(ETL)] = filled.run(command)
        used.append(current_version(data))
    names = list(told)
    assert [name.split()[0] for name in names] == [
        *("doctor", "refresh", "refresh", "refresh", "status", "rollback", "export")
    ]
    start, looked_at, tried, refreshed, given, looked, back, exported = used
    assert looked_at == tried == start
    assert refreshed != start
    assert given not in (start, refreshed)
    assert looked == given
    assert back == exported == refreshed
    assert "\n2026 " in told["status"]
    (file,) = re.findall(r"\S+\.xlsx", told[names[-1]])
    assert (filled.folder / file).stat().st_size > 100_000


def test_scripts_read_the_same_numbers(copy: Copy, address: str) -> None:
    (command,) = ASKED
    rows = copy.run(command.replace(HERE, address)).splitlines()
    assert rows[0].startswith("\ufeffedition,")  # the mark by which spreadsheets know UTF-8
    assert rows[1].startswith("2007,CHN,")
    shown = f"{CODE.replace(HERE, address)}\nprint(len(_))".replace(
        "\npandas.read_csv", "\n_ = pandas.read_csv"
    )
    assert int(copy.run(f"{PYTHON} -c {shlex.quote(shown)}")) == len(rows) - 1
