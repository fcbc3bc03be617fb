"""Absurd answers of publishers over real HTTP: refused in plain words, and nothing is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.snapshot import current_version
from tests import msti
from tests.faults.command import refresh
from tests.faults.wipo_refresh import ranking, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publishers import Publishers

__all__ = ["start"]


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
