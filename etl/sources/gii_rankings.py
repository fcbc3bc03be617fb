"""Overall rankings in the publisher's smaller tables: of one edition (Data Explorer), and of all editions."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.contract import Violation
from data.schema import GII_SCORES
from etl.errors import BadFile, Refused
from etl.release import Document, Note, Release, Task
from etl.sources.gii import newest_in_full

Ranks = dict[tuple[int, str], int]
"""Rank by edition and economy."""
COLUMNS: Final = {"economy": "iso3", "rank": "rank", "score": "score", "year": "giiyr"}
"""Of the Data Explorer's table: our names and the publisher's."""
TITLE: Final = "economy_name"
"""Its names of economies, encoded twice; compared with the codes where the column is there."""
OTHERS: Final = ("v1", TITLE, "income")
"""Its columns that are known and not among COLUMNS."""
TABLE: Final = "ranking"
STATED: Final = 0.5
"""Share of its rows that must state their edition: single rows are known to say NA."""
ISO3: Final = "ISO3"
PARTS: Final = ("CODE", ISO3, "GIIYR", "RANK", "SCORE")
"""Columns of the table of scores."""
OVERALL: Final = "Index"
"""What stands there under CODE in the rows of the index as a whole; other rows are those of its parts."""
NAME: Final = "model_pageone_"
"""Begin of its name."""
EXAMPLES: Final = 5
_EDITION: Final = re.compile(r"GII([0-9]{2})")
_RANK: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.0)?")
_SCORE: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?")
_YEAR: Final = re.compile(r"20[0-9]{2}")
_BLANK: Final = ("", "NA", "NaN")


@dataclass(frozen=True, slots=True)
class Ranking:
    """The overall ranking of one edition.

    scores: economy, score, rank by economy; lines, names: by economy; unknown: columns passed over.
    """

    digest: str
    scores: pd.DataFrame
    lines: dict[str, int]
    names: dict[str, str]
    unknown: tuple[str, ...] = ()

    def place(self, violation: Violation) -> Violation:
        """Return a violation of a gate in the publisher's terms: line and column."""
        known = violation.table == GII_SCORES.name
        line = self.lines.get(violation.economy) if known else None
        where = f"line {line} ({violation.row})" if line else violation.row
        table = TABLE if known else violation.table
        column = COLUMNS.get(violation.column, violation.column)
        return Violation(table, where, column, violation.problem, violation.economy, violation.code)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its number, and its cells by the publisher's columns, without outer spaces."""

    number: int
    cells: dict[str, str]

    def take(self, name: str, form: re.Pattern[str], expected: str, *, required: bool = False) -> str:
        """Return a cell, "" if it is blank or NA; BadFile if it has another form."""
        cell = self.cells[name]
        if cell in _BLANK and not required:
            return ""
        if not form.fullmatch(cell):
            raise self.refuse(name, f"{expected} expected, found {cell[:40]!r}")
        return cell

    def rank(self, name: str) -> int | None:
        rank = self.take(name, _RANK, "a rank")
        return int(rank.removesuffix(".0")) if rank else None

    def economy(self, name: str, economies: Collection[str]) -> str:
        """Return the code of an economy; BadFile if the catalog does not know it."""
        economy = self.cells[name]
        if economy not in economies:
            raise self.refuse(name, f"{economy[:40]!r} is not the code of an economy in the catalog")
        return economy

    def refuse(self, name: str, problem: str) -> BadFile:
        return BadFile(f"line {self.number}, column {name}: {problem}")


def check_head(content: bytes) -> None:
    """Raise BadFile if the first line of the Data Explorer's table lacks a column that is read."""
    head = next(csv.reader([content.decode("utf-8-sig").partition("\n")[0]]), [])
    _check_columns([name.strip() for name in head], list(COLUMNS.values()))


def of_explorer(content: bytes, edition: int, economies: Collection[str]) -> Ranking:
    """Return the ranking in the Data Explorer's table; economies: the codes that the catalog knows.

    Scores stay the single-precision numbers that are printed. An economy with neither rank nor score is left
    out. BadFile names line and column at fault; Refused says that the table is of another edition.
    """
    lines: dict[str, int] = {}
    names: dict[str, str] = {}
    records: list[tuple[str, float, int]] = []
    stated = 0
    unknown: tuple[str, ...] = ()
    for line in _lines(content, list(COLUMNS.values())):
        economy = line.economy(COLUMNS["economy"], economies)
        if economy in lines:
            raise line.refuse(COLUMNS["economy"], f"{economy} stands there already, in line {lines[economy]}")
        lines[economy], names[economy] = line.number, line.cells.get(TITLE, "")
        unknown = tuple(name for name in line.cells if name not in (*COLUMNS.values(), *OTHERS))
        if year := line.take(COLUMNS["year"], _YEAR, "the year of the edition"):
            stated += 1
            if int(year) != edition:
                place, problem = (
                    f"line {line.number}, economy {economy}",
                    f"{year} stands there, not {edition}",
                )
                wrong = Violation(TABLE, place, COLUMNS["year"], problem)
                raise Refused(f"the table holds the GII {year}, not the {edition}", [wrong])
        rank, score = line.rank(COLUMNS["rank"]), line.take(COLUMNS["score"], _SCORE, "a score")
        if bool(rank) != bool(score):
            missing = COLUMNS["rank" if score else "score"]
            raise line.refuse(missing, "rank and score must both be given, or neither")
        if rank:
            records.append((economy, _number(score), rank))
    if not records:
        raise BadFile("the table has no row with a rank")
    if stated <= STATED * len(lines):
        raise BadFile(f"column {COLUMNS['year']}: only {stated} of {len(lines)} rows state their edition")
    return Ranking(hashlib.sha256(content).hexdigest(), _scores(records), lines, names, unknown)


def of_scores(content: bytes, edition: int, economies: Collection[str]) -> Ranking:
    """Return the ranking of one edition in the table of scores; BadFile if it has none."""
    found = {
        economy: rest for (year, economy), rest in _overall(content, economies).items() if year == edition
    }
    if not found:
        raise BadFile(f"the table has no row of the GII {edition} as a whole")
    scores = _scores([(economy, score, rank) for economy, (rank, score, _) in found.items()])
    lines = {economy: line for economy, (_, _, line) in found.items()}
    return Ranking(hashlib.sha256(content).hexdigest(), scores, lines, {})


def by_economy(content: bytes, economies: Collection[str]) -> Ranks:
    """Return the ranks in the table of economies: a row for each, a column for each edition (GII11, ...).

    economies: the codes that the catalog knows. BadFile names the line and column at fault.
    """
    ranks: Ranks = {}
    known: set[str] = set()
    for line in _lines(content, (ISO3,)):
        economy = line.cells[ISO3]
        found = {
            2000 + int(named[1]): rank
            for name in line.cells
            if (named := _EDITION.fullmatch(name)) and (rank := line.rank(name))
        }
        if found:
            line.economy(ISO3, economies)
        if economy in known:
            raise line.refuse(ISO3, f"{economy[:40]!r} stands there twice")
        known.add(economy)
        ranks |= {(edition, economy): rank for edition, rank in found.items()}
    if not ranks:
        raise BadFile("the table has no column of an edition (GII11, GII12, ...) with a rank")
    return ranks


def by_edition(content: bytes, economies: Collection[str]) -> Ranks:
    """Return the overall ranks in the table of scores: a row for each economy, edition and code."""
    return {key: rank for key, (rank, _, _) in _overall(content, economies).items()}


def has_scores(document: Document) -> bool:
    """Return whether a document is the table of scores, by the name that the publisher gives it."""
    return document.name.startswith(NAME)


def compared(release: Release, task: Task) -> Note:
    """Return how many ranks in the files of a release agree with gii_scores, and which editions are new.

    What differs, or cannot be read, is a warning: nothing is taken over.
    """
    scores = task.tables[GII_SCORES.name]
    ranked = scores[(scores["code"] == "GII") & scores["rank"].notna()]
    keys = zip(ranked["edition"].astype(int), ranked["economy"].astype(str), strict=True)
    own = dict(zip(keys, ranked["rank"].astype(int), strict=True))
    sentences, warnings = [], []
    for document in release.documents:
        read = by_edition if has_scores(document) else by_economy
        try:
            ranks = read(document.content, task.catalog.economies)
        except BadFile as error:
            warnings.append(f"{document.address}: {error}")
            continue
        sentence, difference = _agreement(ranks, own)
        sentences.append(f"{document.name}: {sentence}")
        warnings += [f"{document.name}: {difference}"] if difference else []
        sentences += [
            f"GII {edition}: {count} ranks published there; no workbook of it is in use"
            for edition, count in sorted(Counter(edition for edition, _ in ranks).items())
            if edition > newest_in_full(scores) and not task.passed(str(edition))
        ]
    return Note(
        "; ".join(dict.fromkeys(sentences)) or "the list of ranks cannot be read", tuple(warnings), release
    )


def _agreement(ranks: Ranks, own: Ranks) -> tuple[str, str]:
    """Return how many ranks agree, and which do not, blank if all do; only editions in both are compared."""
    common = sorted(set(ranks) & set(own))
    other = [key for key in common if ranks[key] != own[key]]
    editions = {edition for edition, _ in own}
    only = sum(edition in editions for edition, _ in set(ranks) - set(own))
    more = f" and {only:,} stand only there" if only else ""
    sentence = f"{len(common) - len(other):,} of {len(common):,} ranks agree{more}"
    if not other:
        return sentence, ""
    first = ", ".join(
        f"{economy} {year} ({ranks[year, economy]} there, {own[year, economy]} here)"
        for year, economy in other[:EXAMPLES]
    )
    rest = f" and {len(other) - EXAMPLES:,} more" if len(other) > EXAMPLES else ""
    return sentence, f"{len(other):,} ranks differ: {first}{rest}; nothing was taken over"


def _overall(content: bytes, economies: Collection[str]) -> dict[tuple[int, str], tuple[int, float, int]]:
    """Return rank, score and line of the rows of the index as a whole, by edition and economy."""
    found: dict[tuple[int, str], tuple[int, float, int]] = {}
    for line in _lines(content, PARTS):
        if line.cells["CODE"] != OVERALL or line.cells["RANK"] in _BLANK:
            continue
        economy = line.economy(ISO3, economies)
        year, score = (
            line.take(name, form, "a number", required=True)
            for name, form in (("GIIYR", _YEAR), ("SCORE", _SCORE))
        )
        if (int(year), economy) in found:
            raise BadFile(f"line {line.number}: {economy} in {year} stands there twice")
        found[int(year), economy] = line.rank("RANK") or 0, _number(score), line.number
    if not found:
        raise BadFile(f"the table has no row with {OVERALL!r} under CODE")
    return found


def _scores(records: list[tuple[str, float, int]]) -> pd.DataFrame:
    names = ("economy", "score", "rank")
    frame = pd.DataFrame(records, columns=list(names)).astype({one: GII_SCORES.dtypes[one] for one in names})
    return frame.sort_values("economy", ignore_index=True)


def _number(score: str) -> float:
    return float(score.replace(",", "."))


def _lines(content: bytes, columns: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines that are not empty; BadFile unless each of the columns stands there once."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"the table is not UTF-8 text (byte {error.start})") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        _check_columns(head, columns)
        for cells in reader:
            values = [cell.strip() for cell in cells]
            if not any(values):
                continue
            if len(values) != len(head):
                raise BadFile(f"line {reader.line_num}: {len(values)} cells under {len(head)} columns")
            yield _Line(reader.line_num, dict(zip(head, values, strict=True)))
    except csv.Error as error:
        raise BadFile(f"line {reader.line_num}: the table cannot be read ({error})") from error


def _check_columns(head: Sequence[str], columns: Sequence[str]) -> None:
    for name in columns:
        if head.count(name) != 1:
            found = ", ".join(head)[:120] or "none"
            word = "stands there twice" if name in head else "is missing"
            raise BadFile(f"the column {name} {word} (columns in the table: {found})")
