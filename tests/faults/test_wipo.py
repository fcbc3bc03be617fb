"""Refreshes of the GII over real HTTP: what WIPO may answer, and what becomes of the data then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.snapshot import current_version, open_current
from tests.faults.command import refresh, refused
from tests.faults.wipo_refresh import ranking, start, workbook
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publishers import Publishers

__all__ = ["start"]


CHALLENGE = b"<!DOCTYPE html><html><body>Verifying that you are not a robot...</body></html>"


def test_an_edition_that_is_not_there_is_an_error_from_its_launch_on(
    folder: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-09-28")
    code, _, told = refresh("gii")
    assert code == 0, told
    asked = {path.rpartition("/")[2] for path in publishers.paths}
    assert {"wipo-pub-2000-2026-tech1.xlsx", "bc_results_gii_2026.csv"} <= asked
    assert "2027" not in " ".join(asked)
    assert list(open_current(folder)[0].table("gii_editions")["edition"]) == [2012, 2022]
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-09-29")
    for arguments in (("gii",), ("gii", "--edition", "2026")):
        code, told = refused(folder, *arguments)
        assert code == 3
        assert told.count("is not published") == told.count("the GII 2026 is not published") == 1


@pytest.mark.parametrize("status", [200, 401, 403, 202, 503])
def test_a_web_page_in_place_of_the_workbook_is_a_blocked_download(
    folder: Path, publishers: Publishers, status: int
) -> None:
    publishers.misbehave("2026", status=status, body=CHALLENGE, times=8)
    code, told = refused(folder, "gii", "--edition", "2026")
    assert code == 3
    assert len(publishers.seen) == (8 if status == 200 else 2), "a block is no reason to try again"
    assert told.count("Error: ") == 1
    assert "the download of the workbook and ranking of the GII 2026 is blocked" in told
    page = "something else than a workbook, as where a download is blocked"
    assert f"tech1.xlsx answered {page if status == 200 else status}" in told
    assert f"Open {publishers.base}/edocs/pubdocs/en/wipo-pub-2000-2026-tech1.xlsx in a browser" in told
    assert "run `python -m etl refresh gii --file FILE --edition 2026`" in told


def test_an_edition_held_in_full_is_not_asked_for_its_ranking(folder: Path, publishers: Publishers) -> None:
    publishers.explorer(2022, ranking(2026, 2022))
    code, told = refused(folder, "gii", "--edition", "2022")
    assert code == 3
    assert "the workbook of the GII 2022 is no longer at its address" in told
    assert len(publishers.seen) == 1


def test_a_publisher_who_does_not_answer_is_asked_for_nothing_else(
    folder: Path, publishers: Publishers
) -> None:
    publishers.misbehave("", reset=True, times=99)
    code, told = refused(folder, "gii")
    assert code == 3
    assert "tech1.xlsx" in told
    assert {path.rpartition("/")[2] for path in publishers.paths} == {"wipo-pub-2000-2023-tech1.xlsx"}


@pytest.mark.parametrize("on_the_way", [True, False])
def test_a_workbook_that_is_cut_off_is_no_workbook(
    folder: Path, publishers: Publishers, on_the_way: bool
) -> None:
    whole = workbook(2026)
    publishers.workbook(2026, whole if on_the_way else whole[: len(whole) // 2])
    if on_the_way:
        publishers.misbehave("tech1", cut=len(whole) // 2, times=9)
    code, told = refused(folder, "gii", "--edition", "2026")
    assert code == 3
    assert "the workbook of the GII 2026 could not be downloaded" in told
    assert any(path.endswith("bc_results_gii_2026.csv") for path in publishers.paths)


def test_a_file_saved_by_hand_is_the_release_that_a_download_is(
    folder: Path, tmp_path: Path, publishers: Publishers
) -> None:
    saved = tmp_path / "download.xlsx"
    saved.write_bytes(workbook(2026))
    code, _, told = refresh("gii", "--file", str(saved), "--edition", "2026")
    assert code == 0, told
    first = current_version(folder)
    publishers.workbook(2026, workbook(2026))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 0, told
    assert current_version(folder) == first
    kept = sorted(path.name for path in (folder / "raw" / "wipo_gii").iterdir())
    assert kept == ["2026"]


def test_a_corrected_workbook_is_kept_beside_the_first(folder: Path, publishers: Publishers) -> None:
    sheets = books.small()
    publishers.workbook(2026, books.save(sheets))
    assert refresh("gii", "--edition", "2026")[0] == 0
    books.change(sheets, books.NEW, "CHN", "1.1.1", "value", 25.77)
    publishers.workbook(2026, books.save(sheets))
    code, told = refused(folder, "gii", "--edition", "2026")
    assert code == 5
    assert "economy CHN, code 1.1.1), column VALUE_SCREEN: 25.77 beside the score 3.97" in told
    books.change(sheets, books.NEW, "CHN", "1.1.1", "value", 0.45)
    publishers.workbook(2026, books.save(sheets))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 0, told
    assert sorted(path.name for path in (folder / "raw" / "wipo_gii").iterdir()) == ["2026", "2026.2"]
    held = open_current(folder)[0]
    assert held.table("sources").query("source == 'wipo_tech1_2026'")["vintage"].tolist() == ["2026.2"]
    scores = held.table("gii_scores").query("edition == 2026 and economy == 'CHN' and code == '1.1.1'")
    assert scores["value"].tolist() == [0.45]


def test_a_ranking_stands_in_for_a_blocked_workbook_until_that_arrives(
    folder: Path, publishers: Publishers
) -> None:
    publishers.explorer(2026, ranking(2026))
    publishers.misbehave("2026-tech1", status=403)
    code, said, _ = refresh("gii", "--edition", "2026", "--json")
    found = json.loads(said)
    assert (code, found["published"]) == (3, True)
    assert "is blocked" in found["results"][0]["sentence"]
    assert "the GII 2026 is partial" in found["results"][1]["warnings"][0]
    assert _edition(folder) == ({"GII"}, {"wipo_explorer_2026"})
    publishers.workbook(2026, workbook(2026))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 0, told
    codes, sources = _edition(folder)
    assert (len(codes), sources) == (len(books.CODES), {"wipo_tech1_2026"})
    assert "wipo_explorer_2026" not in set(open_current(folder)[0].table("sources")["source"])


def test_a_ranking_stands_in_for_a_workbook_that_is_refused(folder: Path, publishers: Publishers) -> None:
    sheets = books.small()
    books.swap(sheets, books.NEW, ("CHN", "P5"), ("JPN", "P5"), ["score", "rank"])
    publishers.workbook(2026, books.save(sheets))
    publishers.explorer(2026, ranking(2026))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 5
    assert "the release of the GII 2026 is refused" in told
    assert _edition(folder) == ({"GII"}, {"wipo_explorer_2026"})
    publishers.workbook(2026, workbook(2026))
    asked = len(publishers.paths)
    assert refresh("gii", "--edition", "2026")[0] == 0
    assert not any("bc_results" in path for path in publishers.paths[asked:])


def _edition(folder: Path) -> tuple[set[str], set[str]]:
    """Return the codes held of the edition 2026 and the releases they come from."""
    scores = open_current(folder)[0].table("gii_scores").query("edition == 2026")
    return set(scores["code"]), set(scores["score_source"].dropna()) | set(scores["rank_source"].dropna())
