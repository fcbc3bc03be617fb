"""The contract of the tables, broken one rule at a time."""

from typing import Any

import pandas as pd
import pytest

from data import contract
from data.schema import REVISIONS, TABLES
from data.snapshot import Snapshot
from tests import hostile
from tests.unit.views import REVISED


@pytest.fixture(scope="module")
def cut(bundled: Snapshot) -> dict[str, pd.DataFrame]:
    """All tables, the long ones cut: some economies of 2025 and the first observations."""
    held = dict(bundled.tables())
    held["gii_scores"] = (
        held["gii_scores"].query("edition == 2025 and economy < 'BZZ'").reset_index(drop=True)
    )
    held["observations"] = held["observations"].head(500)
    return held


@pytest.fixture
def tables(cut: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    frames = {name: frame.copy() for name, frame in cut.items()}
    told = pd.DataFrame(REVISED).reindex(columns=REVISIONS.columns).astype(REVISIONS.dtypes)
    return frames | {"revisions": told}


def sentences(tables: dict[str, pd.DataFrame], *names: str) -> list[str]:
    """Return what is wrong with the tables named (all, if none is) as sentences."""
    found = contract.violations({name: tables[name] for name in names or tables})
    missing = [] if not names else [f"{name}: the table is missing" for name in TABLES if name not in names]
    return [sentence for sentence in map(str, found) if sentence not in missing]


def test_whole_tables_keep_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    assert contract.violations(tables) == []


def test_a_wrong_value_is_named(cut: dict[str, pd.DataFrame]) -> None:
    wrong: tuple[tuple[str, str, Any, str], ...] = (
        ("gii_scores", "score", 100.2, "economy AGO, code GII, column score: 100.2 must be at most 100"),
        ("gii_scores", "rank", 0, "column rank: 0 must be at least 1"),
        ("gii_scores", "code", "8.1", "column code: '8.1' must have the form"),
        ("gii_scores", "strength", "N", "column strength: 'N' must be one of S, W"),
        ("gii_scores", "edition", 1999, "column edition: 1999 must be at least 2007"),
        ("gii_structure", "name", None, "column name: a value is required"),
        ("gii_editions", "change", "big", "must be one of unmarked, documented, break"),
        ("gii_editions", "released", "Sept 2025", "column released: 'Sept 2025' must have the form"),
        ("observations", "value", float("nan"), "column value: a value is required"),
        ("observations", "value", float("inf"), "column value: inf is no figure"),
        ("observations", "year", 1066, "column year: 1066 must be at least 1950"),
        ("sources", "url", "javascript:alert(1)", "must have the form ^https?"),
        ("economies", "name_en", "x" * 2000, f"column name_en: '{'x' * 60}…' must have at most 120 char"),
        ("gii_structure", "name", "<b>" * 300, "must have at most 120 characters"),
        ("sources", "note", "<b>" * 300, "must have < at most 10 times"),
        ("sources", "note", "x" * 1001, "must have at most 1000 characters"),
        ("sources", "url", "https://" + "x" * 500, "must have at most 500 characters"),
        ("sources", "title", "two\nlines", "must have no characters that nobody sees"),
        ("economies", "name_en", "Ch\x1bina", "must have no characters that nobody sees"),
        ("economies", "name_en", "\u202eanihC", "must have no characters that nobody sees"),
        ("gii_clusters", "cluster", "Bei\u200bjing", "must have no characters that nobody sees"),
    )
    for table, column, value, said in wrong:
        frame = cut[table].copy()
        frame.loc[0, column] = value
        found = sentences({table: frame}, table)
        assert any(said in sentence and sentence.startswith(table) for sentence in found), (said, found)


def test_a_value_at_its_limit_is_none_that_is_wrong(cut: dict[str, pd.DataFrame]) -> None:
    limits: tuple[tuple[str, str, Any], ...] = (
        *(("gii_scores", "score", 100.0), ("gii_scores", "score", 0.0), ("gii_scores", "rank", 1)),
        *(
            ("observations", "year", 1950),
            ("observations", "year", 2100),
            ("economies", "name_en", "x" * 120),
        ),
        *(("sources", "note", "x" * 1000), ("sources", "note", "<" * 10), ("sources", "note", None)),
    )
    for table, column, value in limits:
        frame = cut[table].copy()
        frame.loc[0, column] = value
        assert sentences({table: frame}, table) == [], (column, value)
    for table, column, value, said in (
        ("observations", "year", 2101, "2101 must be at most 2100"),
        ("economies", "name_en", "x" * 121, "must have at most 120 characters"),
        ("sources", "note", "<" * 11, "must have < at most 10 times"),
    ):
        frame = cut[table].copy()
        frame.loc[0, column] = value
        assert any(said in one for one in sentences({table: frame}, table)), said


def test_a_text_may_be_twice_as_long_as_the_longest_of_today(bundled: Snapshot) -> None:
    for name, table in TABLES.items():
        for field in table.fields:
            if field.kind == "string" and not field.enum:
                longest = bundled.table(name)[field.name].dropna().str.len().max()
                assert not longest * 2 > field.longest, (name, field.name)


def test_the_hostile_snapshot_that_pages_are_tried_on_keeps_the_contract(bundled: Snapshot) -> None:
    assert [str(one) for one in contract.violations(hostile.tables(bundled.tables()))] == []


def test_a_missing_an_unknown_and_a_misplaced_column_are_named(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in TABLES.items():
        whole, last = tables[name], table.columns[-1]
        found = sentences({name: whole.drop(columns=last)}, name)
        assert f"{name}, column {last}: the column is missing" in found
        found = sentences({name: whole.assign(extra=1)}, name)
        assert f"{name}, column extra: the column is not part of the table" in found
        found = sentences({name: whole[whole.columns[::-1]]}, name)
        assert any("not in its place" in sentence for sentence in found), name


def test_a_row_twice_is_named(tables: dict[str, pd.DataFrame]) -> None:
    for name in TABLES:
        twice = pd.concat([tables[name], tables[name].tail(1)], ignore_index=True)
        found = sentences({name: twice}, name)
        assert len(found) == 1, (name, found)
        assert "stands in the table more than once" in found[0]


def test_a_wrong_type_is_named_once(tables: dict[str, pd.DataFrame]) -> None:
    tables["gii_scores"]["score"] = tables["gii_scores"]["score"].astype("str")
    assert sentences(tables, "gii_scores") == [
        "gii_scores, column score: must have the type number, found str"
    ]


def test_a_missing_and_an_unknown_table_are_named(tables: dict[str, pd.DataFrame]) -> None:
    tables["notes"] = tables.pop("gii_intervals")
    assert {"gii_intervals: the table is missing", "notes: the table is not part of the package"} <= set(
        sentences(tables)
    )


def test_a_dangling_reference_is_named(tables: dict[str, pd.DataFrame]) -> None:
    nowhere: dict[str, Any] = {
        "economies": "XXX",
        "sources": "nobody",
        "gii_editions": 2099,
        "provinces": "ZZ",
    }
    nowhere |= dict.fromkeys(("claims", "target_documents", "target_measures"), "nothing")
    for name, table in TABLES.items():
        for column, target in table.references.items():
            dangling = tables[name].copy()
            dangling.loc[0, column] = nowhere[target]
            found = sentences(tables | {name: dangling}, name, target)
            wanted = f"column {column}: {nowhere[target]} is not in the table {target}"
            assert any(wanted in sentence for sentence in found), (name, wanted, found)


def test_several_dangling_rows_are_one_sentence(tables: dict[str, pd.DataFrame]) -> None:
    tables["observations"].loc[:9, "source"] = "nobody"
    assert any(
        "and 9 more rows, column source: nobody" in sentence
        for sentence in sentences(tables, "observations", "sources")
    )


def test_an_edition_that_is_not_held_as_it_says_cannot_be_shown(bundled: Snapshot) -> None:
    whole = bundled.tables()
    assert list(contract.unfit_tables(whole)) == []
    scores = whole["gii_scores"]
    lost = contract.unfit_tables(whole | {"gii_scores": scores[scores["edition"] != 2025]})
    stated: Any = whole["gii_editions"].set_index("edition").at[2025, "scores"]
    assert str(next(lost)) == f"gii_editions: edition 2025, column scores: {stated} stated, 0 found"


def test_a_snapshot_with_another_headline_cannot_be_shown(bundled: Snapshot) -> None:
    whole = bundled.tables()
    scores = whole["gii_scores"].copy()
    place = scores.query("edition == 2022 and economy == 'CHN' and code == 'GII'").index
    scores.loc[place, "rank"] = 10
    found = list(map(str, contract.unfit_tables(whole | {"gii_scores": scores})))
    assert found == [
        "gii_scores: edition 2022, economy CHN, code GII, column rank: the rank must be 11, it is 10"
    ]
