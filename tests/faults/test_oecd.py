"""Refreshes of MSTI over real HTTP: what the OECD may answer, and what becomes of the data then."""

from pathlib import Path
from typing import Any

import pytest

from data.snapshot import current_version, open_current
from tests import msti
from tests.faults.command import refresh, refused
from tests.publishers import Publishers

STRUCTURE, WHOLE, DATA = "/dataflow/", "references=all", "/data/"


@pytest.fixture
def folder(folder: Path, publishers: Publishers) -> Path:
    """A data folder without MSTI, and an OECD that has it."""
    publishers.oecd(msti.rows(), msti.CODELISTS)
    return folder


def downloads(publishers: Publishers) -> list[str]:
    return [path for path in publishers.paths if DATA in path]


def test_all_series_come_with_one_download_and_not_again_before_the_next_update(
    folder: Path, publishers: Publishers
) -> None:
    publishers.misbehave(WHOLE, times=2, edit=lambda body: msti.in_use(body, "2026-09-18"))
    code, _, told = refresh("oecd_msti")
    assert code == 0, told
    held = open_current(folder)[0].table("observations")
    series = held[held["indicator"].isin(msti.SERIES)]
    assert len(series) == 6 * 2 * 3
    assert set(series["vintage"]) == {"2026-09-18"}
    first = series[(series["indicator"] == "MSTI.BASIC.GDP.ZS") & (series["economy"] == "CHN")]
    assert first[["year", "value"]].to_numpy().tolist() == [[2021, 10.0], [2022, 10.25], [2023, 10.5]]
    (asked,) = downloads(publishers)
    assert asked == f"{msti.FLOW}{msti.KEY}?startPeriod=1996&dimensionAtObservation=AllDimensions"
    before = current_version(folder)
    assert refresh("oecd_msti")[0] == 0
    assert current_version(folder) == before
    assert len(downloads(publishers)) == 1
    publishers.misbehave(WHOLE, edit=lambda body: msti.in_use(body, "2026-11-18"))
    assert refresh("oecd_msti")[0] == 0
    assert len(downloads(publishers)) == 2


def test_without_a_day_of_update_the_same_answer_on_another_day_is_no_new_release(
    folder: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refresh("oecd_msti")[0] == 0
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-11-25")
    assert refresh("oecd_msti")[0] == 0
    sources = open_current(folder)[0].table("sources").set_index("source")
    assert sources.loc["oecd_msti_2026_11_24", "checked"] == "2026-11-25"
    assert not (folder / "raw" / "oecd_msti" / "2026-11-25").exists()
    publishers.oecd(msti.rows(range(2021, 2025)), msti.CODELISTS)
    assert refresh("oecd_msti", "--accept-revisions", "oecd_msti")[0] == 0
    assert (folder / "raw" / "oecd_msti" / "2026-11-25").is_dir()


def test_a_name_that_the_oecd_no_longer_lists_costs_its_series_only(
    folder: Path, publishers: Publishers
) -> None:
    codes = {**msti.CODELISTS, "MEASURE": {**msti.MEASURES, "G_BR": "Basic research outlays"}}
    publishers.oecd(msti.rows(), codes)
    code, _, told = refresh("oecd_msti")
    assert code == 5
    assert (
        "MSTI.BASIC.GDP.ZS: the OECD lists no code of MEASURE as 'Basic research expenditure'; "
        "the nearest are 'Basic research outlays'" in told
    )
    held = open_current(folder)[0].table("observations")
    assert set(msti.SERIES) - set(held["indicator"]) == {"MSTI.BASIC.GDP.ZS"}


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    (
        STRUCTURE,
        {"status": 403},
        "(the OECD refuses VPNs and anonymous networks; this program tells its name)",
    ),
    (DATA, {"status": 413}, "(the OECD finds the answer too large)"),
    (DATA, {"status": 429}, "(the OECD allows 60 downloads an hour and then refuses an address"),
    (DATA, {"status": 404}, "404 Not Found (the OECD's answer when it has no data for what is asked)"),
    (DATA, {"body": b"<html>Down</html>"}, "something else: it is not SDMX-CSV: it begins with '<html>Down"),
    (DATA, {"edit": lambda body: body[:-20]}, "it may be cut off, 4 tries"),
    (STRUCTURE, {"body": b"<html>Down</html>"}, "XML that is no SDMX structure, 4 tries"),
]


def test_without_a_usable_answer_nothing_changes(folder: Path, publishers: Publishers) -> None:
    for where, fault, reason in FAULTS:
        publishers.misbehave(where, times=9, **fault)
        code, told = refused(folder, "oecd_msti")
        assert code == 3, told
        assert f"oecd_msti: {publishers.base}/public/rest{where}" in told
        assert reason in told
        assert "The last good snapshot stays in use" in told
        publishers.behave()
