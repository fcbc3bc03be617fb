"""Every command of the README, in both languages, does on a copy of the repository what it says."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.documents import READMES, blocks, commands
from tests.faults.copied import Copy, copied

if TYPE_CHECKING:
    from collections.abc import Iterator


MADE, PLAIN, ENGINE, FILLED, ASKED = (commands(block) for block in blocks(READMES[0], "sh"))
(CODE,) = blocks(READMES[0], "python")
PYTHON, ETL = ".venv/bin/python", ".venv/bin/python -m etl "
HERE = "http://127.0.0.1:8050"


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


def test_scripts_read_the_same_numbers(copy: Copy, address: str) -> None:
    (command,) = ASKED
    rows = copy.run(command.replace(HERE, address)).splitlines()
    assert rows[0].startswith("\ufeffedition,")  # the mark by which spreadsheets know UTF-8
    assert rows[1].startswith("2007,CHN,")
    shown = f"{CODE.replace(HERE, address)}\nprint(len(_))".replace(
        "\npandas.read_csv", "\n_ = pandas.read_csv"
    )
    assert int(copy.run(f"{PYTHON} -c {shlex.quote(shown)}")) == len(rows) - 1
