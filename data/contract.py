"""The contract of every table, as data.schema states it: columns, types, values, keys, references."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.schema import TABLES, Field, Table


@dataclass(frozen=True, slots=True)
class Violation:
    """Table, row (its key in words), column and the problem as a sentence without a full stop.

    economy and code repeat the key of a row of gii_scores, so that its place in a workbook can be found.
    """

    table: str
    row: str
    column: str
    problem: str
    economy: str = ""
    code: str = ""

    def __str__(self) -> str:
        """Return the sentence shown to the user."""
        place = f"{self.table}: {self.row}" if self.row else self.table
        column = f", column {self.column}" if self.column else ""
        return f"{place}{column}: {self.problem}"


ANCHORS: Final = {(2012, "CHN"): 34, (2022, "CHN"): 11}
"""Overall ranks that must never drift, by edition and economy: the title of the first page."""
LARGEST: Final = 1e18
"""No figure is as large; what is larger, or no number at all, breaks the arithmetic of pages."""

MARKS: Final = 10
"""How often < may stand in a text: markup is shown as text, but hundreds of nested marks stop a browser."""
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, tab and ends of lines among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # what else nobody sees
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def violations(tables: Mapping[str, pd.DataFrame], later: Collection[str] = ()) -> list[Violation]:
    """Return every broken rule of the contract, once each; later: tables that need not be there yet."""
    return list(dict.fromkeys(broken_rules(tables, later)))


def broken_rules(tables: Mapping[str, pd.DataFrame], later: Collection[str] = ()) -> Iterator[Violation]:
    """Yield the same one by one, a key that stands twice once for each row that repeats it."""
    for name in TABLES:
        if name not in tables and name not in later:
            yield Violation(name, "", "", "the table is missing")
    for name, frame in tables.items():
        if name not in TABLES:
            yield Violation(name, "", "", "the table is not part of the package")
            continue
        whole = True
        for violation in _broken(TABLES[name], frame):
            whole = False
            yield violation
        references = TABLES[name].references if whole else {}
        for column, target in references.items():
            if target not in tables or TABLES[target].key[0] not in tables[target]:
                continue
            known = tables[target][TABLES[target].key[0]]
            dangling = frame[frame[column].notna() & ~frame[column].isin(known)]
            for value, rows in dangling.groupby(column):
                more = f" and {len(rows) - 1} more rows" if len(rows) > 1 else ""
                problem = f"{value} is not in the table {target}"
                yield violation_of(TABLES[name], rows.iloc[0], column, problem, more)


def unfit_tables(tables: Mapping[str, pd.DataFrame]) -> Iterator[Violation]:
    """Yield why tables cannot be shown: broken rules, other ranks than ANCHORS, editions of another size."""
    yield from broken_rules(tables)
    index = tables["gii_scores"].query("code == 'GII'")
    ranks = index.set_index(["edition", "economy"])["rank"]
    for (edition, economy), rank in ANCHORS.items():
        if (found := ranks.get((edition, economy), rank)) != rank:
            problem = f"the rank must be {rank}, it is {found}"
            yield Violation("gii_scores", f"edition {edition}, economy {economy}, code GII", "rank", problem)
    overall = index.groupby("edition")[["score", "rank"]].count()
    for row in tables["gii_editions"].to_dict("records"):
        for column, counted in (("scores", "score"), ("ranks", "rank")):
            counts = int(overall[counted].get(row["edition"], 0))
            if counts != row[column]:
                problem = f"{row[column]} stated, {counts} found"
                yield Violation("gii_editions", f"edition {row['edition']}", column, problem)


def table_violations(name: str, frame: pd.DataFrame) -> list[Violation]:
    """Return every broken rule of one table by itself: columns, types, ranges, keys."""
    return list(dict.fromkeys(_broken(TABLES[name], frame)))


def _broken(table: Table, frame: pd.DataFrame) -> Iterator[Violation]:
    frame = frame.reset_index(drop=True)
    wrong = {name: "missing" for name in table.columns if name not in frame}
    wrong |= {str(name): "not part of the table" for name in frame if name not in table.columns}
    pairs = zip(table.columns, frame.columns, strict=False)
    wrong = wrong or {str(found): "not in its place" for name, found in pairs if name != found}
    for name, problem in wrong.items():
        yield Violation(table.name, "", name, f"the column is {problem}")
    if wrong:
        return
    for field in table.fields:
        column = frame[field.name]
        if str(column.dtype) != field.dtype:
            problem = f"must have the type {field.kind}, found {column.dtype}"
            yield Violation(table.name, "", field.name, problem)
            continue
        if field.required:
            for place in column.index[column.isna()]:
                yield violation_of(table, frame.loc[place], field.name, "a value is required")
        known = column.dropna()
        once = known.drop_duplicates() if field.kind == "string" else known
        for keeps, rule in _rules(field):
            if not keeps(once).all():
                amiss = known[~keeps(known)]
                for place, value in zip(amiss.index, amiss.tolist(), strict=True):
                    yield violation_of(table, frame.loc[place], field.name, f"{_brief(value)!r} {rule}")
    for place in frame.index[frame.duplicated(list(table.key))]:
        yield violation_of(table, frame.loc[place], "", "this key stands in the table more than once")


def _rules(field: Field) -> Iterator[tuple[Callable[[pd.Series], pd.Series], str]]:
    """Yield the rules for the values of a column: what tells those that keep it, and its words."""
    low, high = field.minimum, field.maximum
    if low is not None:
        yield lambda values: values >= low, f"must be at least {low:g}"
    if high is not None:
        yield lambda values: values <= high, f"must be at most {high:g}"
    if field.kind == "number" and (low is None or high is None):
        yield lambda values: values.abs() <= LARGEST, f"is no figure: none is larger than {LARGEST:g}"
    if field.enum:
        yield lambda values: values.isin(field.enum), f"must be one of {', '.join(field.enum)}"
    if field.pattern:
        yield lambda values: values.str.match(field.pattern), f"must have the form {field.pattern}"
    if field.kind == "string" and not field.enum:
        yield _each(lambda text: len(text) <= field.longest), f"must have at most {field.longest} characters"
        yield _each(lambda text: not _UNSEEN.search(text)), "must have no characters that nobody sees"
        yield _each(lambda text: text.count("<") <= MARKS), f"must have < at most {MARKS} times"


def violation_of(table: Table, row: Any, column: str, problem: str, more: str = "") -> Violation:
    """Return the violation of a row, a Series or a dict by column; more: words behind its key."""
    place = ", ".join(f"{name} {_brief(row[name])}" for name in table.key)
    economy, code = (str(row.get(name, "")) for name in ("economy", "code"))
    return Violation(table.name, place + more, column, problem, economy, code)


def _brief(value: object) -> object:
    return f"{value[:60]}…" if isinstance(value, str) and len(value) > 60 else value


def _each(keeps: Callable[[str], bool]) -> Callable[[pd.Series], pd.Series]:
    return lambda texts: texts.map(keeps).astype(bool)
