"""The contract of every table as pandera schemas, built from data.schema (imported by etl and tests only)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from data import texts
from data.schema import TABLES
from data.table import Field, Table
from data.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def _checks(item: Field) -> list[pa.Check]:
    checks = []
    if item.minimum is not None:
        checks.append(pa.Check.ge(item.minimum, error=f"must be at least {item.minimum:g}"))
    if item.maximum is not None:
        checks.append(pa.Check.le(item.maximum, error=f"must be at most {item.maximum:g}"))
    if item.enum:
        checks.append(pa.Check.isin(item.enum, error=f"must be one of {', '.join(item.enum)}"))
    if item.pattern:
        checks.append(pa.Check.str_matches(item.pattern, error=f"must have the form {item.pattern}"))
    return checks + [pa.Check(keeps, error=words) for keeps, words in texts.rules(item)]


@cache
def schema_of(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of one table: exactly its columns, typed, constrained, key unique."""
    table = TABLES[name]
    columns = {
        item.name: pa.Column(item.dtype, _checks(item), nullable=not item.required, name=item.name)
        for item in table.fields
    }
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key), name=name)


def violations(tables: Mapping[str, pd.DataFrame], later: Collection[str] = ()) -> list[Violation]:
    """Return every broken rule of the contract: columns, types, ranges, keys, dangling references.

    later: tables that need not be there yet.
    """
    missing = [name for name in TABLES if name not in tables and name not in later]
    found = [Violation(name, "", "", "the table is missing") for name in missing]
    for name, frame in tables.items():
        if name not in TABLES:
            found.append(Violation(name, "", "", "the table is not part of the package"))
            continue
        broken = table_violations(name, frame)
        found += broken or _reference_violations(TABLES[name], tables)
    return found


def row_key(table: Table, row: Mapping[str, Any]) -> str:
    """Return the key of a row in words, as messages show it."""
    return ", ".join(f"{column} {_brief(row.get(column, '?'))}" for column in table.key)


def table_violations(name: str, frame: pd.DataFrame) -> list[Violation]:
    """Return every broken rule of one table by itself: columns, types, ranges, keys."""
    table = TABLES[name]
    try:
        schema_of(name).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases: Any = errors.failure_cases
        return _explained(table, frame, cases.to_dict("records"))
    return []


def _explained(table: Table, frame: pd.DataFrame, cases: list[dict[str, Any]]) -> list[Violation]:
    found: dict[tuple[Any, ...], Violation] = {}
    mistyped = {case["column"] for case in cases if "dtype" in str(case["check"])}
    for case in cases:
        if case["column"] in mistyped and "dtype" not in str(case["check"]):
            continue
        check, index, column = str(case["check"]), case["index"], str(case["column"] or "")
        row: dict[str, Any] = {}
        if index is not None and not pd.isna(index) and index in frame.index:
            row = dict(frame.loc[index])
        if "unique" in check:
            place, column, problem = row_key(table, row), "", "this key stands in the table more than once"
        elif "not_nullable" in check:
            place, problem = row_key(table, row), "a value is required"
        elif "dtype" in check:
            place, problem = "", f"must have the type {table[column].kind}, found {case['failure_case']}"
        elif check in ("column_in_dataframe", "column_in_schema", "column_ordered"):
            shown = str(case["failure_case"])
            words = {"column_in_dataframe": "missing", "column_in_schema": "not part of the table"}
            place, column, problem = "", shown, f"the column is {words.get(check, 'not in its place')}"
        else:
            place, problem = row_key(table, row), f"{_brief(case['failure_case'])!r} {check}"
        violation = Violation(
            table.name, place, column, problem, str(row.get("economy", "")), str(row.get("code", ""))
        )
        found.setdefault((place, column, problem), violation)
    return list(found.values())


def _brief(value: object) -> object:
    """Return a value as a message can quote it."""
    return f"{value[:60]}…" if isinstance(value, str) and len(value) > 60 else value


def _reference_violations(table: Table, tables: Mapping[str, pd.DataFrame]) -> list[Violation]:
    frame = tables[table.name]
    found = []
    for column, target in table.references.items():
        if target not in tables or TABLES[target].key[0] not in tables[target]:
            continue
        known = tables[target][TABLES[target].key[0]]
        dangling = frame[frame[column].notna() & ~frame[column].isin(known)]
        for value, rows in dangling.groupby(column):
            first = {str(name): value for name, value in rows.iloc[0].items()}
            place = row_key(table, first) + (f" and {len(rows) - 1} more rows" if len(rows) > 1 else "")
            problem = f"{value} is not in the table {target}"
            found.append(
                Violation(
                    table.name,
                    place,
                    column,
                    problem,
                    str(first.get("economy", "")),
                    str(first.get("code", "")),
                )
            )
    return found
