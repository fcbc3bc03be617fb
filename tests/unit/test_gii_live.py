"""Releases of the GII: workbooks and rankings parsed whatever the snapshot, and what is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from data import catalog, store
from data.contract import Violation
from data.schema import GII_SCORES
from data.snapshot import open_snapshot
from etl import gates
from etl.assembly import assemble, parts_of
from etl.errors import BadFile, Refused, UsageError
from etl.release import Document, Release, Task
from etl.sources import curated, gii, gii_live
from tests import packages
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.catalog import Catalog
    from data.snapshot import Snapshot

Rows = list[list[str]]
SCORE, RANK, YEAR = 4, 3, 5


@pytest.fixture(scope="module")
def known() -> Catalog:
    return catalog.load()


@pytest.fixture(scope="module")
def newer(pinned: Snapshot) -> pd.DataFrame:
    """The overall ranking of 2025 as a new edition would have it: other scores in the same order."""
    scores = pinned.table("gii_scores").query("edition == 2025 and code == 'GII'")
    return scores.assign(score=scores["score"] * 0.98)


def task(known: Catalog, tables: Mapping[str, pd.DataFrame], edition: int | None = None) -> Task:
    return Task(known, gii_live.FAMILY, "2026-11-24", tables, lambda _: None, edition)


def release(
    content: bytes, vintage: str = "2026-ranking", address: str = "https://wipo.example/it"
) -> Release:
    return Release(gii_live.FAMILY, vintage, "2026-11-24T00:00:00Z", (Document("it", address, content),))


def edited(content: bytes, edit: Callable[[Rows], object]) -> bytes:
    """Return a ranking with its cells changed."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    edit(rows)
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def set_cell(line: int, column: int, value: str) -> Callable[[Rows], None]:
    def edit(rows: Rows) -> None:
        rows[line][column] = value

    return edit


def test_a_ranking_gives_the_printed_numbers_of_the_index_alone(known: Catalog, newer: pd.DataFrame) -> None:
    content = gii_live.parse(release(books.ranking(newer, 2026)), task(known, {}))
    china = content.scores.set_index("economy").loc["CHN"]
    assert len(content.scores) == 139
    assert china["rank"] == 10
    assert china["score"] == float(str(np.float32(newer.set_index("economy")["score"]["CHN"])))
    assert list(content.scores.columns) == GII_SCORES.columns
    assert (content.edition, set(content.scores["code"])) == (2026, {"GII"})
    row = content.row.iloc[0]
    assert (row["source"], row["vintage"]) == ("wipo_explorer_2026", "2026-ranking")
    assert row["note"].startswith("Partial: overall ranks and scores only")
    assert list(content.structure["code"]) == ["GII"]
    assert "partial" in content.warnings[0]


def test_a_ranking_may_be_written_otherwise_and_columns_not_known_are_told(
    known: Catalog, newer: pd.DataFrame
) -> None:
    def shuffled(rows: Rows) -> None:
        rows[1:] = [[*row[:4], row[4].replace(",", "."), row[5]] for row in reversed(rows[1:])]
        rows.append([])

    def widened(rows: Rows) -> None:
        for number, row in enumerate(rows):
            row[:0] = ["v1", "trend"] if number == 0 else [str(number), "up"]

    printed = books.ranking(newer, 2026)
    first, other, wide = (
        gii_live.parse(release(edited(printed, edit)), task(known, {})) for edit in (list, shuffled, widened)
    )
    pd.testing.assert_frame_equal(first.scores, other.scores)
    pd.testing.assert_frame_equal(first.scores, wide.scores)
    (told,) = set(wide.warnings) - set(first.warnings)
    assert told == "the column trend of the ranking is not known and is passed over"
    last = newer["rank"] == 139  # an economy may be unranked, and a row may leave its year blank
    content = edited(
        books.ranking(newer.assign(score=newer["score"].mask(last), rank=newer["rank"].mask(last)), 2026),
        set_cell(5, YEAR, "NA"),
    )
    assert len(gii_live.parse(release(content), task(known, {})).scores) == 138


BAD: list[tuple[Callable[[Rows], object], str]] = [
    (set_cell(0, RANK, "position"), "the column rank is missing"),
    (set_cell(0, 2, "rank"), "the column rank stands there twice"),
    (
        set_cell(7, 0, "ZZZ"),
        "line 8, column iso3: a code of an economy in the catalog expected, found 'ZZZ'",
    ),
    (lambda rows: rows.append(rows[3]), "line 141, column iso3: each economy once expected"),
    (set_cell(2, RANK, "3.5"), "line 3, column rank: a rank expected, found '3.5'"),
    (set_cell(2, RANK, "NA"), "line 3, column rank: rank and score must both be given"),
    (set_cell(2, SCORE, ""), "line 3, column score: rank and score must both be given"),
    (set_cell(2, SCORE, "1.234,5"), "line 3, column score: a score expected"),
    (set_cell(2, SCORE, "-1"), "line 3, column score: a score expected"),
    (set_cell(2, YEAR, "soon"), "line 3, column giiyr: the year of the edition expected"),
    (lambda rows: rows[4].pop(), "line 5: 5 cells under 6 columns"),
    (lambda rows: rows.__delitem__(slice(1, None)), "no row with a rank"),
    (lambda rows: [row.__setitem__(YEAR, "NA") for row in rows[70:]], "rows state their edition"),
]


def test_a_ranking_with_a_wrong_cell_is_refused_by_line_and_column(
    known: Catalog, newer: pd.DataFrame
) -> None:
    printed = books.ranking(newer, 2026)
    for edit, said in BAD:
        with pytest.raises(BadFile, match=f"^https://wipo.example/it: .*{re.escape(said)}"):
            gii_live.parse(release(edited(printed, edit)), task(known, {}))
    for content in (b"\xff\xfe\x00i\x00s\x00o", b"", b'iso3,rank,score,giiyr\n"AUT', b"iso3\x00,rank"):
        with pytest.raises(BadFile):
            gii_live.parse(release(content), task(known, {}))


def test_the_ranking_of_another_edition_is_refused_by_its_year_or_its_scores(
    known: Catalog, pinned: Snapshot, newer: pd.DataFrame
) -> None:
    with pytest.raises(Refused, match="holds the GII 2025, not the 2026"):
        gii_live.parse(release(books.ranking(newer, 2025)), task(known, {}))
    old = pinned.table("gii_scores").query("edition == 2025 and code == 'GII'")
    with pytest.raises(Refused, match="holds the GII 2025, not the 2026"):
        gii_live.parse(release(books.ranking(old, 2026)), task(known, pinned.tables()))


def broken(tables: dict[str, pd.DataFrame], known: Catalog, overall: pd.DataFrame) -> list[Violation]:
    """Return what the gates say of a snapshot with a ranking of 2026."""
    content = gii_live.parse(release(books.ranking(overall, 2026)), task(known, tables))
    made = assemble(parts_of(tables).with_content(content, content.gives), known, tables["gii_intervals"])
    return [content.place(item) for item in gates.violations(made, known)]


def test_the_gates_let_a_right_ranking_pass_and_refuse_a_wrong_one(
    known: Catalog, pinned: Snapshot, newer: pd.DataFrame, tmp_path: Path
) -> None:
    store.write(tmp_path / "short", packages.overall(pinned.tables()))
    tables = open_snapshot(tmp_path / "short").tables()
    assert broken(tables, known, newer) == []
    without = newer[newer["economy"] != "CHN"]
    found = {item.problem for item in broken(tables, known, without)}
    assert "no economy has rank 10, the one before it" in found
    closed = without.assign(rank=without["rank"].where(without["rank"] < 10, without["rank"] - 1))
    assert [item.problem for item in broken(tables, known, closed)] == ["the edition does not rank CHN"]
    first, second = newer["rank"] == 3, newer["rank"] == 40
    swapped = newer.assign(rank=newer["rank"].mask(first, 40).mask(second, 3))
    places = broken(tables, known, swapped)
    assert len(places) == 2
    assert all(item.table == "ranking" and item.row.startswith("line ") for item in places)


def test_a_workbook_that_the_hand_kept_tables_name_keeps_its_row(
    known: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = release(books.save(books.small()), "2026")
    held = gii_live.parse(made, task(known, {})).row
    monkeypatch.setattr(curated, "read_releases", lambda: held.assign(checked="2026-09-20"))
    again = release(made.documents[0].content, "2026.2", "https://wipo.example/again")
    pd.testing.assert_frame_equal(gii_live.parse(again, task(known, {})).row, held)


def test_a_value_that_is_not_where_its_score_is_is_named(pinned: Snapshot) -> None:
    for _, rows in pinned.table("gii_scores").query("edition >= 2021").groupby("edition"):
        assert list(gii.out_of_order(rows)) == []
        china = (rows["economy"] == "CHN") & (rows["code"] == "2.3.2")
        for value in (-2.6, 25.77):
            (found,) = gii.out_of_order(rows.assign(value=rows["value"].mask(china, value)))
            assert (found.economy, found.code, found.column) == ("CHN", "2.3.2", "value")
            assert found.problem.startswith(f"{value} beside the score")


def test_a_saved_file_that_cannot_be_used_is_refused(
    tmp_path: Path, known: Catalog, pinned: Snapshot
) -> None:
    for name, said in (
        ("ranking.csv", "does not say which edition"),
        ("bc_results_gii_2025.csv", "would not add to the GII 2025"),
        ("download.xlsx", "file download.xlsx: the file is not a whole Excel workbook"),
        ("missing.xlsx", "missing.xlsx cannot be read"),
    ):
        path = tmp_path / name
        if name != "missing.xlsx":
            path.write_bytes(b"<html>Just a moment...</html>")
        with pytest.raises((UsageError, BadFile), match=said):
            gii_live.from_file(path, task(known, pinned.tables()))
