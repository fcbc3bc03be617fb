"""Refreshes of the GII over real HTTP: what WIPO may answer, and what becomes of the data then."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data import catalog, store
from data.snapshot import BUNDLED, Snapshot, current_version, open_current, open_snapshot
from etl.errors import EtlError
from etl.http import Session
from etl.release import Release, Task
from etl.sources import gii_live
from tests import packages
from tests.faults.command import refresh, refused
from tests.publishers import Publishers
from tests.unit import gii_books as books

Edit = Callable[[SimpleNamespace], Any]


CHALLENGE = b"<!DOCTYPE html><html><body>Verifying that you are not a robot...</body></html>"
IN_USE = "2026-11-24"
"""Day on which the workbooks of the pinned snapshot were checked."""


@pytest.fixture(scope="session")
def start(pinned: Snapshot) -> store.Package:
    """What the data folder serves at first: two editions down to their indicators."""
    return packages.short(pinned.tables())


@cache
def workbook(edition: int) -> bytes:
    """Return a small workbook of a new edition."""
    return books.save(books.small(newest=edition))


@cache
def ranking(edition: int, year: int = 0) -> bytes:
    """Return the Data Explorer's table for the small workbook of an edition; year: what it says of itself."""
    sheet = books.small(newest=edition)[books.NEW.data]
    columns = {ours: sheet[0].index(theirs) for ours, theirs in books.NEW.columns.items()}
    overall = [
        {name: row[columns[name]] for name in ("economy", "score", "rank")}
        for row in sheet[1:]
        if row[columns["code"]] is None
    ]
    return books.ranking(pd.DataFrame(overall), year or edition)


def names(publishers: Publishers) -> list[str]:
    """Return the files asked for since the last call."""
    found = [path.rpartition("/")[2] for path in publishers.paths]
    publishers.seen.clear()
    return found


def edition_of(folder: Path) -> tuple[set[str], set[str]]:
    """Return the codes held of the edition 2026 and the releases they come from."""
    scores = open_current(folder)[0].table("gii_scores").query("edition == 2026")
    return set(scores["code"]), set(scores["score_source"].dropna()) | set(scores["rank_source"].dropna())


def test_an_edition_that_is_not_there_is_an_error_from_its_launch_on(
    folder: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-09-28")
    code, _, told = refresh("gii")
    assert code == 0, told
    asked = set(names(publishers))
    assert {"wipo-pub-2000-2026-tech1.xlsx", "bc_results_gii_2026.csv"} <= asked
    assert "2027" not in " ".join(asked)
    assert list(open_current(folder)[0].table("gii_editions")["edition"]) == [2012, 2022]
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-09-29")
    for arguments in (("gii",), ("gii", "--edition", "2026")):
        code, told = refused(folder, *arguments)
        assert code == 3
        assert told.count("is not published") == told.count("the GII 2026 is not published") == 1


def test_only_what_is_new_or_due_is_fetched(pinned: Snapshot, publishers: Publishers) -> None:
    def fetched(day: str, edition: int | None) -> list[Release | str | EtlError]:
        task = Task(
            catalog.load(), gii_live.FAMILY, day, pinned.tables(), lambda _: None, edition, lambda _: True
        )
        with Session(task.live) as session:
            return list(gii_live.fetch(session, task))

    new = ["wipo-pub-2000-2026-tech1.xlsx", "bc_results_gii_2026.csv"]
    again = ["wipo-pub-2000-2025-tech1.xlsx"]
    for day, edition, files in (
        ("2026-08-31", None, []),
        ("2026-09-01", None, new),
        ("2026-12-23", None, new),
        ("2026-12-24", None, [*again, *new]),
        ("2026-11-24", 2025, again),
    ):
        publishers.misbehave("2025-tech1", status=403, body=CHALLENGE)
        notes = [item for item in fetched(day, edition) if isinstance(item, str)]
        assert names(publishers) == files, day
        told = f"GII 2025: its workbook, in use as checked on {IN_USE}, is blocked now"
        assert [told in note for note in notes] == [True] * (day == "2026-12-24"), notes


def test_without_a_usable_answer_nothing_changes_and_the_way_by_hand_is_told(
    folder: Path, publishers: Publishers
) -> None:
    whole = workbook(2026)
    publishers.workbook(2026, whole)
    publishers.explorer(2022, ranking(2026, 2022))
    blocked = "the download of the workbook and ranking of the GII 2026 is blocked"
    broken = "the workbook of the GII 2026 could not be downloaded"
    page = "tech1.xlsx answered something else than a workbook, as where a download is blocked"
    for edition, pattern, fault, asked, said in (
        ("2026", "2026", {"status": 200, "body": CHALLENGE}, 8, (blocked, page)),
        ("2026", "2026", {"status": 403, "body": CHALLENGE}, 2, (blocked, "tech1.xlsx answered 403")),
        ("2026", "2026", {"status": 202, "body": CHALLENGE}, 2, (blocked, "tech1.xlsx answered 202")),
        ("2026", "2026", {"status": 503, "body": CHALLENGE}, 2, (blocked, "tech1.xlsx answered 503")),
        ("2026", "tech1", {"cut": len(whole) // 2}, 5, (broken,)),
        ("2026", "tech1", {"body": whole[: len(whole) // 2]}, 5, (broken,)),
        # an edition that is held in full is not asked for its ranking
        ("2022", "", {"status": 404}, 1, ("the workbook of the GII 2022 is no longer at its address",)),
        # who does not answer is asked for nothing else
        ("", "", {"reset": True}, 4, ("tech1.xlsx could not be reached",)),
    ):
        publishers.misbehave(pattern, times=99, **fault)
        code, told = refused(folder, "gii", *(("--edition", edition) if edition else ()))
        assert code == 3, told
        assert [one for one in said if one not in told] == [], told
        assert told.count("Error: ") == 1, told
        if blocked in said:
            assert f"Open {publishers.base}/edocs/pubdocs/en/wipo-pub-2000-2026-tech1.xlsx in a " in told
            assert "run `python -m etl refresh gii --file FILE --edition 2026`" in told
        assert len(publishers.seen) == asked, (fault, told)
        publishers.behave()


def test_a_file_saved_by_hand_is_the_release_that_a_download_is_and_a_corrected_one_stands_beside_it(
    folder: Path, tmp_path: Path, publishers: Publishers
) -> None:
    saved = tmp_path / "download.xlsx"
    saved.write_bytes(workbook(2026))
    code, _, told = refresh("gii", "--file", str(saved), "--edition", "2026")
    assert code == 0, told
    first = current_version(folder)
    publishers.workbook(2026, workbook(2026))
    code, _, told = refresh("gii", "--edition", "2026")
    assert (code, current_version(folder)) == (0, first), told
    raw = folder / "raw" / "wipo_gii"
    assert [path.name for path in raw.iterdir()] == ["2026"]
    sheets = books.small()
    place = f"row {books.find(sheets, books.NEW, 'CHN', '1.1.1') + 1} (edition 2026, economy CHN, code 1.1.1)"
    for value, wanted in ((25.77, 5), (0.45, 0)):
        books.change(sheets, books.NEW, "CHN", "1.1.1", "value", value)
        publishers.workbook(2026, books.save(sheets))
        code, _, told = refresh("gii", "--edition", "2026")
        assert code == wanted, told
        at_fault = f"{place}, column VALUE_SCREEN: 25.77 beside the score 3.97"
        assert (at_fault in told) == (code == 5)
    assert sorted(path.name for path in raw.iterdir()) == ["2026", "2026.2"]
    held = open_current(folder)[0]
    assert held.table("sources").query("source == 'wipo_tech1_2026'")["vintage"].tolist() == ["2026.2"]
    scores = held.table("gii_scores").query("edition == 2026 and economy == 'CHN' and code == '1.1.1'")
    assert scores["value"].tolist() == [0.45]


def test_a_ranking_stands_in_for_a_workbook_that_is_blocked_or_refused_until_that_arrives(
    folder: Path, publishers: Publishers
) -> None:
    publishers.explorer(2026, ranking(2026))
    publishers.misbehave("2026-tech1", status=403)
    code, said, _ = refresh("gii", "--edition", "2026", "--json")
    found = json.loads(said)
    assert (code, found["published"]) == (3, True)
    assert "is blocked" in found["results"][0]["sentence"]
    assert "the GII 2026 is partial" in found["results"][1]["warnings"][0]
    assert edition_of(folder) == ({"GII"}, {"wipo_explorer_2026"})
    sheets = books.small()
    books.swap(sheets, books.NEW, ("CHN", "P5"), ("JPN", "P5"), ["score", "rank"])
    publishers.workbook(2026, books.save(sheets))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 5
    assert "the release of the GII 2026 is refused" in told
    assert edition_of(folder) == ({"GII"}, {"wipo_explorer_2026"})
    publishers.workbook(2026, workbook(2026))
    names(publishers)
    code, _, told = refresh("gii", "--edition", "2026")
    assert (code, names(publishers)) == (0, ["wipo-pub-2000-2026-tech1.xlsx"]), told
    codes, sources = edition_of(folder)
    assert (len(codes), sources) == (len(books.CODES), {"wipo_tech1_2026"})
    assert "wipo_explorer_2026" not in set(open_current(folder)[0].table("sources")["source"])


def test_a_ranking_whose_codes_moved_is_refused(folder: Path, publishers: Publishers) -> None:
    head, *lines = ranking(2026).decode("utf-8-sig").splitlines()
    codes = [line.split(",")[0] for line in lines]
    moved = [
        ",".join([code, *line.split(",")[1:]])
        for code, line in zip([*codes[1:], codes[0]], lines, strict=True)
    ]
    publishers.explorer(2026, "\r\n".join([head, *moved]).encode("utf-8-sig"))
    code, told = refused(folder, "gii", "--edition", "2026")
    assert code == 5
    assert "names and codes disagree for CHN" in told


# --- what a workbook of a new edition may hold -----------------------------------------------------------

SOME = "AGO AUS AUT BEL BOL BRA BRB CAN CHE CHN CZE DEU DNK ESP EST FIN FRA GBR IND IRL ISL ISR ITA JPN KOR"
ECONOMIES = f"{SOME} LUX MLT MYS NLD NOR NZL POL SGP SWE THA TUR USA VNM".split(" ")
"""Bolivia and Barbados are in no edition in use. All are few, so that a workbook is soon read."""
NAMES = {code: catalog.load().economies[code].name.en for code in ECONOMIES}


@cache
def tables() -> tuple[Any, ...]:
    """Return scores, structure and context of 2025 for these economies, ranked among themselves."""
    held = open_snapshot(BUNDLED)
    scores, structure = books.tables_of(held.table("gii_scores"), held.table("gii_structure"), 2025)
    context = books.context_of(held.table("gii_economies"), 2025)
    scores, context = (
        table[table["economy"].isin(ECONOMIES)].reset_index(drop=True) for table in (scores, context)
    )
    ranks = scores.groupby("code")["score"].rank(method="min", ascending=False)
    return scores.assign(rank=ranks.astype("Int32")), structure, context


def exchange(one: str, other: str, codes: str = ".*", column: str = "economy") -> Edit:
    """Exchange two economies, or their rows of some codes, or a column of these."""

    def edit(book: SimpleNamespace) -> None:
        at = book.scores["code"].str.fullmatch(codes) & book.scores["economy"].isin((one, other))
        known = {one: other, other: one}
        if column != "economy":
            known = dict(zip(book.scores.loc[at, column], book.scores.loc[at, column][::-1], strict=True))
        book.scores.loc[at, column] = book.scores.loc[at, column].replace(known)

    return edit


def put(economy: str, code: str, **cells: Any) -> Edit:
    def edit(book: SimpleNamespace) -> None:
        at = book.scores["economy"].str.fullmatch(economy) & book.scores["code"].str.fullmatch(code)
        for column, value in cells.items():
            book.scores.loc[at, column] = value(book.scores.loc[at, column]) if callable(value) else value

    return edit


def renamed(*codes: str) -> Edit:
    def edit(book: SimpleNamespace) -> None:
        called = book.structure["name"].mask(book.structure["code"].isin(codes), "Something else")
        book.structure = book.structure.assign(name=called)

    return edit


def called(**others: str) -> Edit:
    return lambda book: book.names.update(others)


SPELLED = {"KOR": "Korea, Rep.", "TUR": "Turkey", "CHN": "<script>alert(1)</script>"}
CASES: dict[str, tuple[int, tuple[str, ...], tuple[Edit, ...]]] = {
    # exit code, what is told, and what is done to the edition: what leaves each other alone is tried at once
    "no fault": (
        0,
        ("GII 2026, 38 economies", "1.2 Something else", "1.2.1 Something else"),
        (renamed("P1", "1.2", "1.2.1"), called(**SPELLED)),
    ),
    "exchanged": (
        5,
        ("China and Rep. of Korea look exchanged", "Finland and Sweden look exchanged"),
        (exchange("CHN", "KOR"), exchange("SWE", "FIN")),
    ),
    "far": (5, ("China scores 66.0 after 55.3 in 2022",), (put("CHN", "GII", score=66.0),)),
    "half": (5, ("Angola scores 6.5 after 13.9",), (put(".*", ".*", score=lambda old: old / 2),)),
    "cells": (
        5,
        (
            "column SCORE: 2.3.1, 2.3.2, 2.3.3, 2.3.4 give",
            "code GII), column SCORE: the seven pillars give",
            "code P3), column SCORE",
            "CHN, code 6.2), column RANK: rank",
            "is not in the order",
            "so the flag must be",
        ),
        (
            exchange("CHN", "KOR", "2.3.2"),
            exchange("CHN", "KOR", "P2"),
            put("CHN", "P3", score=lambda old: old + 0.1),
            exchange("CHN", "JPN", "6.2", "rank"),
            put("CHN", "1.1", low_coverage=True),
        ),
    ),
    "2031": (5, ("its newest data year is 2031",), (put("CHN", "2.3.2", data_year=2031),)),
    "a name": (5, ("CHN stands beside the name 'Japan'",), (called(CHN="Japan", JPN="China"),)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_workbook_is_taken_over_or_refused_as_a_whole_by_its_place(
    folder: Path, publishers: Publishers, case: str
) -> None:
    code, said, edits = CASES[case]
    scores, structure, context = tables()
    book = SimpleNamespace(scores=scores.copy(), structure=structure, context=context, names=dict(NAMES))
    for edit in edits:
        edit(book)
    sheets = books.sheets_of(books.NEW, book.scores, book.structure, book.names, book.context)
    publishers.workbook(2026, books.save(sheets))
    found, told, errors = refresh("gii", "--edition", "2026", "--json")
    told = json.dumps(json.loads(told), ensure_ascii=False) + errors
    assert (found, [one for one in said if one not in told]) == (code, []), told
    editions = set(open_current(folder)[0].table("gii_editions")["edition"])
    assert (2026 in editions) == (code == 0)
