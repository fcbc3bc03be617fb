"""Absurd answers of publishers over real HTTP: refused in plain words, and nothing is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.snapshot import BUNDLED, current_version, open_snapshot
from etl.feeds import FEEDS
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
WDI = "world_bank_wdi"
WGI = "world_bank_wgi"
RESEARCH, PATENTS = "GB.XPD.RSDV.GD.ZS", "IP.PAT.RESD"


def times_ten(rows: Rows) -> Rows:
    """Multiply China's two newest counts of patents by ten."""
    for row in rows:
        if (row["indicator"]["id"], row["countryiso3code"]) == (PATENTS, "CHN") and row["date"] >= "2023":
            row["value"] *= 10
    return rows


def percent(rows: Rows) -> Rows:
    """Give China's research the value that was once published."""
    for row in rows:
        if (row["indicator"]["id"], row["countryiso3code"], row["date"]) == (RESEARCH, "CHN", "2024"):
            row["value"] = 77_777
    return rows


def renamed(rows: Rows) -> Rows:
    """Move the column of codes by one."""
    codes = sorted({row["countryiso3code"] for row in rows if row["countryiso3code"]})
    after = dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    for row in rows:
        row["countryiso3code"] = after.get(row["countryiso3code"], row["countryiso3code"])
    return rows


def test_the_world_banks_absurd_values_are_refused_and_odd_ones_accepted_by_name(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    for edit, series, told in (
        (renamed, "", "the code DEU stands beside the name 'China'"),
        (percent, RESEARCH, "China: 77,777 % of GDP in 2024, above the bound of 15.00"),
        (times_ten, PATENTS, f"({PATENTS}): China: 12 applications in 2024, where 1.2 is in use"),
    ):
        before, values = bank.state(), bank.table("observations").query("indicator == @series")
        bank.publish(edit)
        done = bank.refresh("--accept-revisions", WDI)
        assert done.exit_code == 5, done.stderr
        assert bank.table("observations").query("indicator == @series").equals(values)
        assert series or bank.state() == before
        assert told in " ".join(done.stderr.split()), done.stderr
    assert f"--accept-values {PATENTS}:CHN" in done.stderr
    assert bank.refresh("--accept-revisions", WDI, "--accept-values", f"{PATENTS}:CHN").exit_code == 0
    assert bank.refresh("--accept-values", "CHINA").exit_code == 2


def test_negative_standard_errors_are_refused(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bank.state()
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.family == WGI])
    bank.publish(lambda rows: [row | {"value": row["value"] and -row["value"]} for row in rows], family=WGI)
    done = bank.refresh("--accept-revisions", WGI, "--accept-values", "CHN")
    assert (done.exit_code, bank.state()) == (5, before), done.stderr
    assert "standard error (GOV_WGI_RL.SE): China: -1" in " ".join(done.stderr.split())


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
