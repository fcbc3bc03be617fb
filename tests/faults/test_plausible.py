"""Absurd answers of publishers over real HTTP: refused in plain words, and nothing is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.snapshot import BUNDLED, current_version, open_snapshot
from tests import msti
from tests.faults.command import refresh
from tests.faults.wipo_refresh import ranking, start
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.world_bank_refresh import Bank, Rows
    from tests.publishers import Publishers

__all__ = ["start"]

pytest_plugins = ("tests.faults.world_bank_refresh",)
PATENTS = "IP.PAT.RESD"


def times_ten(rows: Rows) -> Rows:
    """Multiply China's newest counts of patents by ten."""
    newest = (PATENTS, "CHN", "2024")
    return [
        row | {"value": row["value"] * 10}
        if (row["indicator"]["id"], row["countryiso3code"], row["date"]) == newest
        else row
        for row in rows
    ]


def test_odd_values_of_the_world_bank_are_accepted_by_the_name_that_the_advice_gives(bank: Bank) -> None:
    bank.publish(times_ten)
    assert f"--accept-values {PATENTS}:CHN" in bank.refresh().stderr
    assert bank.refresh("--accept-values", "CHINA").exit_code == 2
    assert bank.refresh("--accept-values", f"{PATENTS}:CHN").exit_code == 0


def test_shares_of_the_oecd_in_another_unit_are_refused(folder: Path, publishers: Publishers) -> None:
    before = current_version(folder)
    rows = [row | {"OBS_VALUE": row["OBS_VALUE"] * 1000} for row in msti.rows()]
    publishers.oecd(rows, msti.CODELISTS)
    code, _, told = refresh("oecd_msti")
    assert (code, current_version(folder)) == (5, before)
    assert "above the bound of 100" in told


def test_a_ranking_whose_codes_moved_is_refused(folder: Path, publishers: Publishers) -> None:
    before = current_version(folder)
    head, *lines = ranking(2026).decode("utf-8-sig").splitlines()
    codes = [line.split(",")[0] for line in lines]
    moved = [
        ",".join([code, *line.split(",")[1:]])
        for code, line in zip([*codes[1:], codes[0]], lines, strict=True)
    ]
    publishers.explorer(2026, "\r\n".join([head, *moved]).encode("utf-8-sig"))
    code, _, told = refresh("gii", "--edition", "2026")
    assert (code, current_version(folder)) == (5, before), told
    assert "names and codes disagree for CHN" in told


def test_two_economies_exchanged_in_a_new_workbook_are_refused(folder: Path, publishers: Publishers) -> None:
    before = current_version(folder)
    held = open_snapshot(BUNDLED)
    scores, structure = books.tables_of(held.table("gii_scores"), held.table("gii_structure"), 2025)
    context = books.context_of(held.table("gii_economies"), 2025)
    named = {economy: f"Economy {economy}" for economy in scores["economy"].unique()}
    newer = scores.assign(score=scores["score"] * 0.99)
    exchanged = newer.assign(economy=newer["economy"].replace({"CHN": "KOR", "KOR": "CHN"}))
    publishers.workbook(2026, books.save(books.sheets_of(books.NEW, exchanged, structure, named, context)))
    code, _, told = refresh("gii", "--edition", "2026")
    assert (code, current_version(folder)) == (5, before), told
    assert "China and Rep. of Korea look exchanged: China scores 59.4 after 55.3 in 2022" in told
    assert "--accept-values CHN --accept-values KOR" in told
