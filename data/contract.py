"""Check tables against data.schema: columns, types, values, keys and references."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.schema import TABLES, Field, Table


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule. row: its key as text; problem: a sentence without a full stop.

    economy and code repeat the key of a row of gii_scores, to find its cell in a workbook.
    """

    table: str
    row: str
    column: str
    problem: str
    economy: str = ""
    code: str = ""

    def __str__(self) -> str:
        """Return the violation as a sentence for users."""
        location = f"{self.table}: {self.row}" if self.row else self.table
        column = f", column {self.column}" if self.column else ""
        return f"{location}{column}: {self.problem}"


ANCHORS: Final = {(2012, "CHN"): 34, (2022, "CHN"): 11}
"""Overall ranks that must never change, by edition and economy: they are the title of the first page."""
MAX_FIGURE: Final = 1e18
"""The largest figure of a table; larger ones, or no numbers, break the arithmetic of pages."""

MAX_LESS_THAN_SIGNS: Final = 10
"""The most "<" in a text: markup is shown as text, but hundreds of nested tags stop a browser."""
_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, including tab and line breaks
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of the direction of writing
    "\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # other invisible characters
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def violations(tables: Mapping[str, pd.DataFrame], later: Collection[str] = ()) -> list[Violation]:
    """Return all distinct broken rules; later: tables that may still be missing."""
    return list(dict.fromkeys(broken_rules(tables, later)))


def broken_rules(tables: Mapping[str, pd.DataFrame], later: Collection[str] = ()) -> Iterator[Violation]:
    """Yield all broken rules; later: tables that may still be missing. Each row that repeats a key yields."""
    for name in TABLES:
        if name not in tables and name not in later:
            yield Violation(name, "", "", "the table is missing")
    for name, frame in tables.items():
        if name not in TABLES:
            yield Violation(name, "", "", "the table is not part of the package")
            continue
        is_valid = True
        for violation in _table_violations(TABLES[name], frame):
            is_valid = False
            yield violation
        references = TABLES[name].references if is_valid else {}
        for column, target in references.items():
            if target not in tables or TABLES[target].key[0] not in tables[target]:
                continue
            ids = tables[target][TABLES[target].key[0]]
            dangling = frame[frame[column].notna() & ~frame[column].isin(ids)]
            for value, rows in dangling.groupby(column):
                more = f" and {len(rows) - 1} more rows" if len(rows) > 1 else ""
                problem = f"{value} is not in the table {target}"
                yield violation_of(TABLES[name], rows.iloc[0], column, problem, more)


def unfit_tables(tables: Mapping[str, pd.DataFrame]) -> Iterator[Violation]:
    """Yield why tables cannot be served: broken rules, changed ANCHORS, wrong counts of an edition."""
    yield from broken_rules(tables)
    index = tables["gii_scores"].query("code == 'GII'")
    ranks = index.set_index(["edition", "economy"])["rank"]
    for (edition, economy), expected in ANCHORS.items():
        if (rank := ranks.get((edition, economy), expected)) != expected:
            problem = f"the rank must be {expected}, it is {rank}"
            yield Violation("gii_scores", f"edition {edition}, economy {economy}, code GII", "rank", problem)
    counts = index.groupby("edition")[["score", "rank"]].count()
    for row in tables["gii_editions"].to_dict("records"):
        for column, counted in (("scores", "score"), ("ranks", "rank")):
            count = int(counts[counted].get(row["edition"], 0))
            if count != row[column]:
                problem = f"{row[column]} stated, {count} found"
                yield Violation("gii_editions", f"edition {row['edition']}", column, problem)


def table_violations(name: str, frame: pd.DataFrame) -> list[Violation]:
    """Return all distinct broken rules of one table except references."""
    return list(dict.fromkeys(_table_violations(TABLES[name], frame)))


def _table_violations(table: Table, frame: pd.DataFrame) -> Iterator[Violation]:
    frame = frame.reset_index(drop=True)
    problems = {name: "missing" for name in table.columns if name not in frame}
    problems |= {str(name): "not part of the table" for name in frame if name not in table.columns}
    if not problems:
        pairs = zip(table.columns, frame.columns, strict=False)
        problems = {str(name): "not in its place" for expected, name in pairs if name != expected}
    for name, problem in problems.items():
        yield Violation(table.name, "", name, f"the column is {problem}")
    if problems:
        return
    for field in table.fields:
        column = frame[field.name]
        if str(column.dtype) != field.dtype:
            problem = f"must have the type {field.kind}, found {column.dtype}"
            yield Violation(table.name, "", field.name, problem)
            continue
        if field.required:
            for position in column.index[column.isna()]:
                yield violation_of(table, frame.loc[position], field.name, "a value is required")
        values = column.dropna()
        distinct = values.drop_duplicates() if field.kind == "string" else values
        for is_valid, rule in _rules(field):
            if not is_valid(distinct).all():
                invalid = values[~is_valid(values)]
                for position, value in zip(invalid.index, invalid.tolist(), strict=True):
                    problem = f"{_truncate(value)!r} {rule}"
                    yield violation_of(table, frame.loc[position], field.name, problem)
    for position in frame.index[frame.duplicated(list(table.key))]:
        yield violation_of(table, frame.loc[position], "", "this key stands in the table more than once")


def _rules(field: Field) -> Iterator[tuple[Callable[[pd.Series], pd.Series], str]]:
    """Yield the rules for the values of a column: a function that marks valid values, and its text."""
    low, high = field.minimum, field.maximum
    if low is not None:
        yield lambda values: values >= low, f"must be at least {low:g}"
    if high is not None:
        yield lambda values: values <= high, f"must be at most {high:g}"
    if field.kind == "number" and (low is None or high is None):
        yield lambda values: values.abs() <= MAX_FIGURE, f"is no figure: none is larger than {MAX_FIGURE:g}"
    if field.enum:
        yield lambda values: values.isin(field.enum), f"must be one of {', '.join(field.enum)}"
    if field.pattern:
        yield lambda values: values.str.match(field.pattern), f"must have the form {field.pattern}"
    if field.kind == "string" and not field.enum:
        longest, most = field.longest, MAX_LESS_THAN_SIGNS
        yield _for_each(lambda text: len(text) <= longest), f"must have at most {longest} characters"
        yield _for_each(lambda text: not _INVISIBLE.search(text)), "must have no characters that nobody sees"
        yield _for_each(lambda text: text.count("<") <= most), f"must have < at most {most} times"


def violation_of(table: Table, row: Any, column: str, problem: str, more: str = "") -> Violation:
    """Return the violation of a row (Series or dict by column); more: text after its key."""
    key = ", ".join(f"{name} {_truncate(row[name])}" for name in table.key)
    economy, code = (str(row.get(name, "")) for name in ("economy", "code"))
    return Violation(table.name, key + more, column, problem, economy, code)


def _truncate(value: object) -> object:
    return f"{value[:60]}…" if isinstance(value, str) and len(value) > 60 else value


def _for_each(is_valid: Callable[[str], bool]) -> Callable[[pd.Series], pd.Series]:
    return lambda texts: texts.map(is_valid).astype(bool)
