"""The overall ranking of one edition, as the table behind the publisher's Data Explorer gives it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.schema import GII_SCORES, GII_STRUCTURE
from data.violation import Violation
from etl.errors import BadFile, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

COLUMNS: Final = {"economy": "iso3", "rank": "rank", "score": "score", "year": "giiyr"}
"""Our names and the publisher's."""
TITLE: Final = "economy_name"
"""Names of economies, encoded twice; compared with the codes where the column is there."""
OTHERS: Final = ("v1", TITLE, "income")
"""Columns that are known and not among COLUMNS."""
TABLE: Final = "ranking"
NAME: Final = "Global Innovation Index"
STATED: Final = 0.5
"""Share of the rows that must state their edition: single rows are known to say NA."""
_BLANK: Final = ("", "NA")
_RANK: Final = re.compile(r"[1-9][0-9]{0,2}")
_SCORE: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?")
_YEAR: Final = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one table says.

    scores: economy, score, rank by economy; lines, names: by economy; unknown: columns passed over.
    """

    digest: str
    scores: pd.DataFrame
    lines: dict[str, int]
    names: dict[str, str]
    unknown: tuple[str, ...] = ()

    def place(self, violation: Violation) -> Violation:
        """Return a violation of a gate, told in the publisher's terms: line and column."""
        line = self.lines.get(violation.economy)
        where = f"line {line} ({violation.row})" if line else violation.row
        table = TABLE if violation.table == GII_SCORES.name else violation.table
        column = COLUMNS.get(violation.column, violation.column)
        return Violation(table, where, column, violation.problem, violation.economy, violation.code)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: dict[str, str]

    def take(self, name: str, form: re.Pattern[str], expected: str) -> str:
        """Return a cell, "" if it is blank or NA; BadFile if it has another form."""
        cell = self.cells[name]
        if cell in _BLANK:
            return ""
        if not form.fullmatch(cell):
            raise self.refuse(name, f"{expected} expected, found {cell[:40]!r}")
        return cell

    def refuse(self, name: str, problem: str) -> BadFile:
        return BadFile(f"line {self.number}, column {COLUMNS[name]}: {problem}")


def check_head(content: bytes) -> None:
    """Raise BadFile if the first line of the table lacks a column that is read."""
    _places([name.strip() for name in next(csv.reader([content.decode("utf-8-sig").partition("\n")[0]]), [])])


def structure() -> pd.DataFrame:
    """Return the structure of an edition of which only the ranking is known: one row."""
    return pd.DataFrame([{"code": "GII", "name": NAME}]).astype(
        {name: GII_STRUCTURE.dtypes[name] for name in ("code", "name")}
    )


def parse(content: bytes, edition: int, economies: Collection[str]) -> Ranking:
    """Return the ranking in the bytes of a CSV file; economies: the codes that the catalog knows.

    Scores stay the single-precision numbers that are printed. An economy with neither rank nor score is left
    out. BadFile names line and column at fault; Refused says that the table is of another edition.
    """
    lines: dict[str, int] = {}
    names: dict[str, str] = {}
    records: list[dict[str, object]] = []
    stated = 0
    unknown: list[str] = []
    for line in _lines(content, unknown):
        economy = line.cells["economy"]
        if economy not in economies:
            raise line.refuse("economy", f"{economy[:40]!r} is not the code of an economy in the catalog")
        if economy in lines:
            raise line.refuse("economy", f"{economy} stands there already, in line {lines[economy]}")
        lines[economy], names[economy] = line.number, line.cells.get(TITLE, "")
        stated += _states(line, edition)
        rank, score = line.take("rank", _RANK, "a rank"), line.take("score", _SCORE, "a score")
        if bool(rank) != bool(score):
            raise line.refuse("rank" if score else "score", "rank and score must both be given, or neither")
        if rank:
            records.append({"economy": economy, "score": float(score.replace(",", ".")), "rank": int(rank)})
    if not records:
        raise BadFile("the table has no row with a rank")
    if stated <= STATED * len(lines):
        raise BadFile(f"column {COLUMNS['year']}: only {stated} of {len(lines)} rows state their edition")
    frame = pd.DataFrame(records).astype({name: GII_SCORES.dtypes[name] for name in records[0]})
    digest = hashlib.sha256(content).hexdigest()
    scores = frame.sort_values("economy", ignore_index=True)
    return Ranking(digest, scores, lines, names, tuple(unknown))


def _states(line: _Line, edition: int) -> bool:
    """Return whether a row states its edition; Refused if it is another one."""
    year = line.take("year", _YEAR, "the year of the edition")
    if year and int(year) != edition:
        place = f"line {line.number}, economy {line.cells['economy']}"
        wrong = Violation(TABLE, place, COLUMNS["year"], f"{year} stands there, not {edition}")
        raise Refused(f"the table holds the GII {year}, not the {edition}", [wrong])
    return bool(year)


def _lines(content: bytes, unknown: list[str]) -> Iterator[_Line]:
    """Yield the lines that are not empty; add the names of columns that are not known to `unknown`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"the table is not UTF-8 text (byte {error.start})") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        places = _places(head)
        places |= {TITLE: head.index(TITLE)} if TITLE in head else {}
        unknown += [name for name in head if name not in (*COLUMNS.values(), *OTHERS)]
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(head):
                raise BadFile(f"line {reader.line_num}: {len(cells)} cells under {len(head)} columns")
            yield _Line(reader.line_num, {ours: cells[place].strip() for ours, place in places.items()})
    except csv.Error as error:
        raise BadFile(f"line {reader.line_num}: the table cannot be read ({error})") from error


def _places(head: list[str]) -> dict[str, int]:
    return {ours: _place(head, theirs) for ours, theirs in COLUMNS.items()}


def _place(head: list[str], name: str) -> int:
    if head.count(name) != 1:
        found = ", ".join(head)[:120] or "none"
        word = "stands there twice" if name in head else "is missing"
        raise BadFile(f"the column {name} {word} (columns in the table: {found})")
    return head.index(name)
