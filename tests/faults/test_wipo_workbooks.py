"""Whatever the workbook of a new edition holds, over HTTP: taken over, or refused as a whole by its place."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from data import catalog
from data.snapshot import BUNDLED, open_current, open_snapshot
from tests.faults.command import refresh
from tests.faults.wipo_refresh import start
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publishers import Publishers

    Edit = Callable[[SimpleNamespace], Any]

__all__ = ["start"]

SOME = "AGO AUS AUT BEL BOL BRA BRB CAN CHE CHN CZE DEU DNK ESP EST FIN FRA GBR IND IRL ISL ISR ITA JPN KOR"
ECONOMIES = f"{SOME} LUX MLT MYS NLD NOR NZL POL SGP SWE THA TUR USA VNM".split(" ")
"""Bolivia and Barbados are in no edition in use. All are few, so that a workbook is soon read."""
NAMES = {code: catalog.load().economies[code].name.en for code in ECONOMIES}


@cache
def tables(edition: int) -> tuple[Any, ...]:
    """Return scores, structure and context of an edition for these economies, ranked among themselves."""
    held = open_snapshot(BUNDLED)
    scores, structure = books.tables_of(held.table("gii_scores"), held.table("gii_structure"), edition)
    context = books.context_of(held.table("gii_economies"), edition)
    scores, context = (
        table[table["economy"].isin(ECONOMIES)].reset_index(drop=True) for table in (scores, context)
    )
    ranks = scores.groupby("code")["score"].rank(method="min", ascending=False)
    return scores.assign(rank=ranks.astype("Int32")), structure, context


def exchange(one: str, other: str, codes: str = ".*", column: str = "economy") -> Edit:
    """Exchange two economies, or their rows of some codes, or a column of these."""

    def edit(book: SimpleNamespace) -> None:
        at = book.scores["code"].str.fullmatch(codes) & book.scores["economy"].isin((one, other))
        names = {one: other, other: one}
        if column != "economy":
            names = dict(zip(book.scores.loc[at, column], book.scores.loc[at, column][::-1], strict=True))
        book.scores.loc[at, column] = book.scores.loc[at, column].replace(names)

    return edit


def put(economy: str, code: str, **cells: Any) -> Edit:
    def edit(book: SimpleNamespace) -> None:
        at = book.scores["economy"].str.fullmatch(economy) & book.scores["code"].str.fullmatch(code)
        for column, value in cells.items():
            book.scores.loc[at, column] = value(book.scores.loc[at, column]) if callable(value) else value

    return edit


def without(column: str, pattern: str) -> Edit:
    """Leave out the rows of an economy or of codes."""

    def edit(book: SimpleNamespace) -> None:
        for name in ("scores", "structure", "context"):
            table = getattr(book, name)
            if column in table:
                setattr(book, name, table[~table[column].str.fullmatch(pattern)].reset_index(drop=True))

    return edit


def renamed(code: str) -> Edit:
    def edit(book: SimpleNamespace) -> None:
        names = book.structure["name"].mask(book.structure["code"] == code, "Something else")
        book.structure = book.structure.assign(name=names)

    return edit


def called(**names: str) -> Edit:
    return lambda book: book.names.update(names)


def head(old: str, new: str) -> Edit:
    """Give a column of the data another head; old is blank for one column more."""

    def edit(sheets: books.Sheets) -> None:
        rows = sheets[books.NEW.data]
        for row in rows if not old else ():
            row.append(new if row is rows[0] else 1)
        if old:
            rows[0][books.column_of(sheets, books.NEW, old)] = new

    return lambda book: setattr(book, "edit", edit)


MOVED = dict(zip(NAMES, [*list(NAMES.values())[1:], "Angola"], strict=True))
CASES: dict[str, tuple[int, str, Edit]] = {
    # exit code, what is told, and what is done to the edition
    "whole": (0, "GII 2026, 38 economies", lambda _: None),
    "a pillar": (0, "GII 2026, 38 economies", renamed("P1")),
    "a sub-pillar": (0, "1.2 Something else", renamed("1.2")),
    "an indicator": (0, "1.2.1 Something else", renamed("1.2.1")),
    "one column more": (0, "the column COMMENT is not known and is passed over", head("", "COMMENT")),
    "spellings": (0, "GII 2026, 38 economies", called(KOR="Korea, Rep.", TUR="Turkey", USA="United States")),
    "hostile": (0, "GII 2026, 38 economies", called(CHN="<script>alert(1)</script>")),
    "China, Angola": (5, "China and Angola look exchanged", exchange("CHN", "AGO")),
    "China, Korea": (5, "China and Rep. of Korea look exchanged", exchange("CHN", "KOR")),
    "Iceland, Malta": (5, "Iceland and Malta look exchanged", exchange("ISL", "MLT")),
    "China, Japan": (5, "China and Japan look exchanged", exchange("CHN", "JPN")),
    "Sweden, Finland": (5, "Finland and Sweden look exchanged", exchange("SWE", "FIN")),
    "Norway, Denmark": (5, "Denmark and Norway look exchanged", exchange("NOR", "DNK")),
    "one pillar": (5, "code GII), column SCORE: the seven pillars give", exchange("CHN", "KOR", "P2")),
    "one indicator": (5, "column SCORE: 2.3.1, 2.3.2, 2.3.3, 2.3.4 give", exchange("CHN", "KOR", "2.3.2")),
    "ranks alone": (5, "CHN, code GII), column RANK: rank 4 is not", exchange("CHN", "KOR", "GII", "rank")),
    "ranks moved": (5, "is not in the order", put(".*", "2.1", rank=lambda old: old.to_numpy()[::-1])),
    "China 66": (5, "China scores 66.0 after 55.3 in 2022", put("CHN", "GII", score=66.0)),
    "half": (5, "Angola scores 6.5 after 13.9 in 2022", put(".*", ".*", score=lambda old: old / 2)),
    "sums": (5, "code P3), column SCORE", put("CHN", "P3", score=lambda old: old + 0.1)),
    "flags": (5, "so the flag must be", put("CHN", "1.1", low_coverage=True)),
    "2031": (5, "its newest data year is 2031", put("CHN", "2.3.2", data_year=2031)),
    "a value": (5, "column VALUE_SCREEN: -2.6 beside the score", put("CHN", "2.3.2", value=-2.6)),
    "too high": (5, "column VALUE_SCREEN: 25.77 beside the score", put("CHN", "2.3.2", value=25.77)),
    "no China": (5, "no economy has rank 10, the one before it", without("economy", "CHN")),
    "no pillar 7": (4, "P7 must be listed", without("code", "P7|7[.].*")),
    "a name": (5, "CHN stands beside the name 'Japan'", called(CHN="Japan", JPN="China")),
    "names": (5, "34 more economies", called(**MOVED)),
    "no score": (4, "row 1: the column SCORE is missing (others there: POINTS)", head("score", "POINTS")),
    "score twice": (4, "row 1: the column SCORE stands there twice", head("rank", "SCORE")),
}


@pytest.mark.parametrize("case", CASES)
def test_a_workbook_is_taken_over_or_refused_as_a_whole(
    folder: Path, publishers: Publishers, case: str
) -> None:
    code, told, edit = CASES[case]
    scores, structure, context = tables(2025)
    book = SimpleNamespace(scores=scores.copy(), structure=structure, context=context)
    book.names, book.edit = dict(NAMES), lambda _: None
    edit(book)
    sheets = books.sheets_of(books.NEW, book.scores, book.structure, book.names, book.context)
    book.edit(sheets)
    publishers.workbook(2026, books.save(sheets))
    found, _, errors = refresh("gii", "--edition", "2026")
    assert (found, told in errors) == (code, True), errors
    editions = set(open_current(folder)[0].table("gii_editions")["edition"])
    assert (2026 in editions) == (code == 0)
