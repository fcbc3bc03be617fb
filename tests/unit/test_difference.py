"""What two snapshots differ in, row by row, and what a refresh brought."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data import catalog, store
from data.schema import TABLES
from data.snapshot import Snapshot, open_snapshot
from etl.difference import NOTHING, difference, lines, summary, summary_lines
from etl.errors import CorruptSnapshot
from tests import packages

if TYPE_CHECKING:
    from pathlib import Path


OBSERVED = ["indicator", "economy", "year", "value", "vintage", "source"]


def snapshot(folder: Path, values: dict[int, float], **cells: Any) -> Snapshot:
    """Return a snapshot whose one series has these values by year; cells change the row of the index."""
    tables = packages.tables()
    rows = [("X.Y", "CHN", year, value, "1", "one") for year, value in values.items()]
    tables["observations"] = pd.DataFrame(rows, columns=OBSERVED).astype(TABLES["observations"].dtypes)
    for column, value in cells.items():
        tables["gii_scores"].loc[0, column] = value
    store.write_package(folder, store.pack(tables, {}, {}))
    return open_snapshot(folder)


def test_rows_are_added_removed_and_changed_by_their_key(tmp_path: Path) -> None:
    a = snapshot(tmp_path / "a", {2020: 1.0, 2021: 2.0, 2022: 3.0})
    b = snapshot(tmp_path / "b", {2021: 2.0, 2022: 4.0, 2023: 5.0, 2024: 6.0})
    result = difference(a, b)
    assert result["a"] == {"snapshot": a.id, "created": "2026-11-24"}
    counts = {"rows_a": 3, "rows_b": 4, "added": 2, "removed": 1, "changed": 1, "columns": {"value": 1}}
    assert result["tables"]["observations"] == counts
    others = [item for name, item in result["tables"].items() if name != "observations"]
    assert not any(item["added"] or item["removed"] or item["changed"] for item in others)
    assert list(result["tables"]) == list(TABLES)


def test_numbers_that_moved_most_come_first_and_those_from_nothing_before_them(tmp_path: Path) -> None:
    a = snapshot(tmp_path / "a", {2020: -10.0, 2021: 100.0, 2022: 0.0, 2023: 7.0}, rank=34)
    b = snapshot(tmp_path / "b", {2020: -15.0, 2021: 101.0, 2022: 0.5, 2023: 7.0}, rank=11)
    result = difference(a, b, largest=3)
    assert result["moves"] == 4
    key = {"indicator": "X.Y", "economy": "CHN"}
    first, second, third = result["largest"]
    place = {"table": "observations", "key": {**key, "year": 2022}, "column": "value"}
    assert first == {**place, "old": 0.0, "new": 0.5, "relative": None}
    assert (second["table"], second["column"], second["relative"]) == ("gii_scores", "rank", -23 / 34)
    assert (third["key"]["year"], third["relative"]) == (2020, -0.5)
    assert json.loads(json.dumps(result)) == result


def test_blanks_words_counts_of_rows_and_years_of_data_are_counted_not_ranked(tmp_path: Path) -> None:
    cells = {"a": ("S", None, None, 2010, 10), "b": ("W", False, 11, 2099, 99)}
    for name, (strength, outdated, rank, year, count) in cells.items():
        tables = packages.tables()
        checked = {"rule": "keys", "gate": "contract", "subject": "all", "outcome": "passed", "broken": 0}
        frame = pd.DataFrame([{**checked, "checked": count, "exceptions": 0}])
        validation = TABLES["validation"]
        tables["validation"] = frame.reindex(columns=validation.columns).astype(validation.dtypes)
        changed = {"rank": rank, "strength": strength, "outdated": outdated, "data_year": year}
        for column, value in changed.items():
            tables["gii_scores"].loc[0, column] = value
        store.write_package(tmp_path / name, store.pack(tables, {}, {}))
    result = difference(open_snapshot(tmp_path / "a"), open_snapshot(tmp_path / "b"))
    assert result["tables"]["validation"]["columns"] == {"checked": 1}
    counts = result["tables"]["gii_scores"]
    assert (counts["changed"], counts["columns"]) == (
        1,
        dict.fromkeys(["rank", "data_year", "outdated", "strength"], 1),
    )
    assert (result["moves"], result["largest"]) == (0, [])


def test_a_difference_reads_as_text(tmp_path: Path) -> None:
    a = snapshot(tmp_path / "a", {2020: 1.0, 2021: 2.0, 2022: 4.0})
    b = snapshot(tmp_path / "b", {2021: 3.0, 2022: 4.5})
    head = f"from snapshot {a.id} of 2026-11-24 to {b.id} of 2026-11-24"
    assert lines(difference(a, b, largest=1)) == [
        head,
        "observations: 1 removed, 2 changed of 3 rows (value 2)",
        "",
        "figures that moved, the 1 largest of 2:",
        "  observations, indicator X.Y, economy CHN, year 2021: value 2 -> 3 (+50.00%)",
    ]
    assert lines(difference(a, a)) == [f"{head.replace(b.id, a.id)}: the tables are the same"]


def test_two_rows_with_one_key_are_told(tmp_path: Path) -> None:
    tables = packages.tables()
    tables["sources"] = pd.concat([tables["sources"]] * 2, ignore_index=True)
    store.write_package(tmp_path, store.pack(tables, {}, {}))
    broken = open_snapshot(tmp_path)
    with pytest.raises(CorruptSnapshot, match="the table sources of a snapshot has two rows"):
        difference(broken, broken)


RESEARCH = "GB.XPD.RSDV.GD.ZS"


def tables(*cells: tuple[str, str, int, float], **index: tuple[int, float]) -> dict[str, pd.DataFrame]:
    """Return tables with these observations and China's rank and score by edition (e2025=(10, 56.6))."""
    found = packages.tables()
    rows = [(*cell, "1", "one") for cell in cells]
    columns = TABLES["observations"].columns
    found["observations"] = pd.DataFrame(rows, columns=columns).astype(TABLES["observations"].dtypes)
    (first,) = packages.ROWS["gii_scores"]
    scores = [
        {**first, "edition": int(name[1:]), "rank": rank, "score": score}
        for name, (rank, score) in index.items()
    ]
    frame = pd.DataFrame(scores).reindex(columns=TABLES["gii_scores"].columns)
    found["gii_scores"] = frame.astype(TABLES["gii_scores"].dtypes)
    return found


def test_what_is_new_and_what_was_revised_is_counted_and_told() -> None:
    before = tables(
        (RESEARCH, "CHN", 2022, 2.49),
        (RESEARCH, "CHN", 2023, 2.58),
        (RESEARCH, "USA", 2023, 3.4),
        e2024=(11, 56.32273),
        e2025=(10, 56.5551),
    )
    now = tables(
        (RESEARCH, "CHN", 2022, 2.5),
        (RESEARCH, "CHN", 2023, 2.58),
        (RESEARCH, "CHN", 2024, 2.6912),
        e2024=(11, 56.32273),
        e2025=(9, 56.5551),
        e2026=(8, 57.0),
    )
    release = now["sources"].assign(source="two", title="Indicators,\nrelease of 2026-11-30")
    now["sources"] = pd.concat([now["sources"], release], ignore_index=True)
    found = summary(before, now, catalog.load())
    assert (found["editions"], found["releases"]) == ([2026], ["Indicators,\nrelease of 2026-11-30"])
    assert found["observations"] == {"added": 1, "removed": 1, "revised": 1}
    assert found["index"] == {"added": 0, "removed": 0, "revised": 1}
    rank, _, research, *others = found["headline"]
    assert rank == {
        "figure": "GII rank",
        "unit": "",
        "now": {"year": 2026, "value": 8},
        "before": {"year": 2025, "value": 10},
    }
    assert (research["now"]["year"], research["before"]) == (2024, {"year": 2023, "value": 2.58})
    assert [item["now"] for item in others] == [None] * 4
    assert summary_lines(found)[:6] == [
        "new: GII 2026, 1 figure of the indicators (Indicators, release of 2026-11-30)",
        "revised: 1 figure of the indicators, 1 figure of the index",
        "no longer there: 1 figure of the indicators",
        "China now (before):",
        "  GII rank: 8 in 2026 (10 in 2025)",
        "  GII score: 57.0 in 2026 (56.6 in 2025)",
    ]
    assert summary_lines(found)[6] == (
        f"  R&D spending, share of GDP: {research['now']['value']} % of GDP in 2024 (2.58 in 2023)"
    )


def test_where_nothing_changed_there_is_one_line(pinned: Snapshot) -> None:
    held = pinned.tables()
    found = summary(held, held, catalog.load())
    assert summary_lines(found) == [NOTHING]
    assert len(found["headline"]) == 7
    assert all(item["now"] == item["before"] != {} for item in found["headline"])
    assert found["headline"][0]["now"] == {"year": 2025, "value": 10}
    assert summary_lines({}) == []
