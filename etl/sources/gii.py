"""The GII workbook of one edition: both layouts parsed to tables, and detection of its edition."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.index.composition import PILLARS
from data.catalog import FOLDER, read_tables
from data.codes import INCOMES, code_order, level_of, parent_of
from data.contract import Violation, violation_of
from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE, Table
from etl.economies import join_names
from etl.errors import BadFile, Refused, UsageError
from etl.sources.workbook import Cell, Workbook

_FILE: Final[dict[str, Any]] = read_tables(FOLDER / "workbooks.toml")
SHEET_COLUMNS: Final[dict[str, list[str]]] = _FILE["sheets"]
REGION_CODES: Final[dict[str, list[str]]] = _FILE["regions"]
NOT_AVAILABLE: Final = "NA"
"""Mark of an unknown figure or income group in the sheet of economies."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of sheets and columns in one layout of the workbook.

    labels: number, name and type in the structure sheet, economy and name in the economies sheet;
    context: columns of the economies sheet for those of gii_economies, and the name of the region.
    """

    structure: str
    economies: str
    data: str
    other: list[str]
    columns: dict[str, str]
    labels: dict[str, str]
    context: dict[str, str]
    types: dict[str, str]
    extra: list[str] = field(default_factory=list)

    @property
    def sheets(self) -> list[str]:
        """Required sheets."""
        return [self.structure, self.economies, self.data, *self.other]


LAYOUTS: Final = tuple(Layout(**stated) for stated in _FILE["layouts"])

_NUMBER: Final = re.compile(r"(?:(?:IN|OUT)\.)?([1-7](?:\.[1-9]\.?|\.[1-9]\.[1-9][0-9]?)?)")
_INDEX_NUMBERS: Final = {"": "GII", "0": "GII"} | {
    **dict.fromkeys(("IN", ".1", "0.1"), "IN"),
    **dict.fromkeys(("OUT", ".2", "0.2"), "OUT"),
}
CONTEXT: Final = ("economy", "income", "region", "population", "gdp_ppp", "gdp_per_head")
"""Columns from the sheet of economies."""


@dataclass(frozen=True, slots=True)
class ParsedWorkbook:
    """Content of one workbook, without the edition, which it does not state.

    scores: columns of gii_scores except edition and sources; structure: those of gii_structure
    except edition, concept, weight and source; context: those of gii_economies except edition and
    source; rows: row number in the data sheet by (economy, code), in the sheet of economies by
    (economy, ""); newest_year: latest data year; digest: sha256 of the file; names: the
    publisher's names of economies; warnings: sentences on ignored parts.
    """

    layout: Layout
    digest: str
    scores: pd.DataFrame
    structure: pd.DataFrame
    context: pd.DataFrame
    rows: dict[tuple[str, str], int]
    newest_year: int
    names: dict[str, str]
    warnings: tuple[str, ...] = ()

    def locate(self, violation: Violation) -> Violation:
        """Translate a violation into the publisher's terms: sheet, row and column."""
        sheets = {
            GII_SCORES.name: (self.layout.data, self.layout.columns),
            GII_ECONOMIES.name: (self.layout.economies, self.layout.context),
        }
        if violation.table not in sheets:
            return violation
        sheet, columns = sheets[violation.table]
        row = self.rows.get((violation.economy, violation.code))
        location = f"row {row} ({violation.row})" if row else violation.row
        column = columns.get(violation.column, violation.column)
        return replace(violation, table=f"sheet '{sheet}'", row=location, column=column)


def code_of(cell: Cell) -> str:
    """Return our code for the publisher's number ("IN.2.3" -> "2.3", "OUT.6" -> "P6")."""
    value = cell.value
    text = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else cell.text()
    if text in _INDEX_NUMBERS:
        return _INDEX_NUMBERS[text]
    match = _NUMBER.fullmatch(text)
    if not match:
        raise cell.type_error("a number of the index")
    number = match[1].removesuffix(".")
    return number if "." in number else f"P{number}"


def clean(name: str) -> str:
    """Return an indicator's name without the marks for index (*) and survey (dagger) data."""
    return " ".join(name.translate({ord("*"): None, ord("†"): None}).split())


@lru_cache(maxsize=1)  # a saved file is parsed for its edition, then for its content
def parse(content: bytes) -> ParsedWorkbook:
    """Return the tables in the bytes of a workbook; BadFile names sheet, row and column at fault."""
    book = Workbook(content)
    layout = max(LAYOUTS, key=lambda item: len(set(item.sheets) & set(book.sheets)))
    if missing := [sheet for sheet in layout.sheets if sheet not in book.sheets]:
        existing = ", ".join(map(repr, book.sheets[:10])) or "none"
        raise BadFile(
            f"the sheet {', '.join(map(repr, missing))} is missing (sheets in the file: {existing})"
        )
    structure = _structure(book, layout)
    context, names, lines = _economies(book, layout)
    scores, rows = _scores(book, layout, dict(zip(structure["code"], structure["name"], strict=True)), names)
    years = scores["data_year"].dropna()
    if years.empty:
        column = layout.columns["data_year"]
        raise BadFile(f"sheet '{layout.data}', column {column}: there is no data year at all")
    digest, newest = hashlib.sha256(content).hexdigest(), int(years.max())
    rows |= lines
    return ParsedWorkbook(
        layout, digest, scores, structure, context, rows, newest, names, tuple(book.warnings)
    )


def _cells(book: Workbook, sheet: str, columns: Sequence[str], names: dict[str, str]) -> pd.DataFrame:
    ours = {theirs: name for name, theirs in names.items()}
    return pd.DataFrame(book.read(sheet, columns)).rename(columns=ours)


def _check(cells: pd.Series, wrong: pd.Series, expected: str | pd.Series) -> None:
    """Raise BadFile for the first wrong cell; ``expected`` may differ by cell."""
    if wrong.any():
        first = int(wrong.to_numpy().argmax())
        raise cells.iloc[first].type_error(expected if isinstance(expected, str) else expected.iloc[first])


def _select_columns(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in table.columns if name in frame]
    return frame[names].astype({name: table.dtypes[name] for name in names})


def _structure(book: Workbook, layout: Layout) -> pd.DataFrame:
    labels = {name: layout.labels[name] for name in ("code", "name", "type")}
    cells = _cells(book, layout.structure, SHEET_COLUMNS[layout.structure], labels)
    code, name = cells["code"].map(code_of), cells["name"].map(lambda cell: clean(cell.text()))
    _check(cells["code"], code.duplicated(), "each number once")
    _check(cells["name"], name == "", "a name")
    level, parent = code.map(level_of), code.map(parent_of)
    if missing := {"GII", "IN", "OUT", *PILLARS, *parent.dropna()} - set(code):
        parts = ", ".join(sorted(missing, key=code_order))
        raise BadFile(f"sheet '{layout.structure}': {parts} must be listed, with a number of its own")
    kinds = cells.loc[level == "indicator", "type"].map(lambda cell: cell.choice(tuple(layout.types)))
    frame = pd.DataFrame({"code": code, "name": name, "level": level, "parent": parent})
    frame["type"] = kinds.map(layout.types)
    ordered = frame.sort_values("code", key=lambda codes: codes.map(code_order), ignore_index=True)
    return _select_columns(GII_STRUCTURE, ordered)


def _scores(
    book: Workbook, layout: Layout, labels: dict[str, str], names: dict[str, str]
) -> tuple[pd.DataFrame, dict[tuple[str, str], int]]:
    """Return the data sheet sorted by code (labels), and the row of each economy and code."""
    cells = _cells(book, layout.data, (*layout.columns.values(), *layout.extra), layout.columns)
    economy, code = cells["economy"].map(iso3), cells["code"].map(code_of)
    _check(cells["economy"], ~economy.isin(list(names)), f"an economy of the sheet '{layout.economies}'")
    _check(cells["code"], ~code.isin(list(labels)), f"a number of the sheet '{layout.structure}'")
    twice = pd.concat([economy, code], axis=1).duplicated()
    _check(cells["code"], twice, "each number of " + economy + " once")
    name, label = cells["name"].map(Cell.text), cells["label"].map(lambda cell: clean(cell.text()))
    for column, texts, key, expected in (("name", name, economy, names), ("label", label, code, labels)):
        right = key.map(expected)
        _check(cells[column], texts != right, "the name of " + key + ", " + right)
    scores = pd.DataFrame({"economy": economy, "code": code})
    for column in ("score", "value"):
        scores[column] = cells[column].map(Cell.number)
    for column in ("rank", "data_year"):
        scores[column] = cells[column].map(Cell.integer)
    for column in ("strength", "strength_income"):
        scores[column] = cells[column].map(lambda cell: cell.choice(("S", "W")))
    level = code.map(level_of)
    applies = {
        "outdated": (level == "indicator") & scores["value"].notna(),
        "low_coverage": level.isin(["pillar", "subpillar"]),
    }
    for column, applicable in applies.items():  # a blank flag means no, as in the workbook of 2025
        flag = cells[column].map(Cell.flag)
        _check(cells[column], flag & ~applicable, "0 or blank at the level of the row")
        scores[column] = flag.astype("boolean").where(applicable)
    scores["row"] = cells["code"].map(lambda cell: cell.row)
    both = ["economy", "code"]
    wanted = pd.MultiIndex.from_product([sorted(names), list(labels)], names=both)
    missing = wanted.difference(pd.MultiIndex.from_frame(scores[both]), sort=False)
    if len(missing):
        column_label, more = f"sheet '{layout.data}', column {layout.columns['code']}", len(missing) - 1
        others_missing = f" ({more:,} more rows are missing)" if more else ""
        raise BadFile(f"{column_label}: {missing[0][0]} has no row for {missing[0][1]}{others_missing}")
    scores = scores.set_index(both).loc[wanted].reset_index()
    rows = dict(zip(wanted, scores["row"].astype(int), strict=True))
    return _select_columns(GII_SCORES, scores), rows


def _economies(
    book: Workbook, layout: Layout
) -> tuple[pd.DataFrame, dict[str, str], dict[tuple[str, str], int]]:
    columns = layout.context | {name: layout.labels[name] for name in ("economy", "title")}
    cells = _cells(book, layout.economies, SHEET_COLUMNS[layout.economies], columns)
    economy = cells["economy"].map(iso3)
    _check(cells["economy"], economy.duplicated(), "each economy once")
    income = cells["income"].map(lambda cell: cell.choice((*INCOMES, NOT_AVAILABLE)))
    region, code = cells["region_name"].map(Cell.text), cells["region"].map(Cell.text)
    codes = region.map(REGION_CODES)
    _check(cells["region_name"], codes.isna(), "a region of the index")
    other = pd.Series([value not in allowed for value, allowed in zip(code, codes, strict=True)])
    _check(cells["region"], other, "the code of " + region + ", " + codes.str.join(" or "))
    context = pd.DataFrame({"economy": economy, "income": income.mask(income == NOT_AVAILABLE)})
    context["region"] = codes.str[0]
    for column in ("population", "gdp_ppp", "gdp_per_head"):
        context[column] = cells[column].map(_positive_number)
    names = dict(zip(economy, cells["title"].map(Cell.text), strict=True))
    rows = {(iso, ""): cell.row for iso, cell in zip(economy, cells["economy"], strict=True)}
    return _select_columns(GII_ECONOMIES, context.sort_values("economy", ignore_index=True)), names, rows


def iso3(cell: Cell) -> str:
    """Return the code of an economy; BadFile if the cell has another form."""
    if not re.fullmatch(r"[A-Z]{3}", text := cell.text()):
        raise cell.type_error("a code of three capital letters")
    return text


def _positive_number(cell: Cell) -> float | None:
    value = None if cell.value == NOT_AVAILABLE else cell.number()
    if value is not None and value <= 0:
        raise cell.type_error("a number above 0")
    return value


MIN_MATCH_SHARE: Final = 0.5
"""Share of economies with identical overall scores above which a workbook is of a known edition."""
SINGLE_PRECISION_TOLERANCE: Final = 1e-5
"""Largest error of a score of 100 in single precision, as in the Data Explorer."""


def detect_edition(given: pd.DataFrame, scores: pd.DataFrame | None, sheet: str = "") -> int | None:
    """Return the edition of a workbook or a ranking if its content proves it.

    ``given`` has its scores, ``scores`` is gii_scores of a snapshot: most overall scores are those
    of one edition; ``sheet`` is the name of the data sheet, which may have the year.
    """
    if scores is not None:
        overall, known_scores = (frame[frame["code"] == "GII"] for frame in (given, scores))
        both = known_scores.merge(
            overall[["economy", "score"]].dropna(), on="economy", suffixes=("", "_given")
        )
        same = (both["score"] - both["score_given"]).abs() <= SINGLE_PRECISION_TOLERANCE
        shares = same.groupby(both["edition"]).sum() / overall["score"].count()
        if shares.max() > MIN_MATCH_SHARE:
            return int(str(shares.idxmax()))
    match = re.search(r"\b(20\d\d)\b", sheet)
    return int(match[1]) if match else None


def check_edition(given: pd.DataFrame, scores: pd.DataFrame | None, edition: int, sheet: str = "") -> None:
    """Raise Refused if a workbook or ranking is proved to be of another edition."""
    detected = detect_edition(given, scores, sheet)
    if detected and detected != edition:
        evidence = "its overall scores or the name of its sheet show it"
        raise Refused(f"it holds the GII {detected}, not the {edition}: {evidence}")


def out_of_order(scores: pd.DataFrame) -> Iterator[Violation]:
    """Yield, for each indicator of an edition, the value that is most out of the order of the scores.

    A score rises with its value or, if less is better, falls; values may be rounded and scores
    capped. In the workbooks from 2021 to 2025 no pair of economies is out of order.
    """
    for _, rows in scores.dropna(subset=["value", "score"]).groupby("code"):
        value, score = (rows[name].to_numpy("float64")[:, None] for name in ("value", "score"))
        agree = np.sign(value - value.T) * np.sign(score - score.T)
        against = agree * np.sign(agree.sum()) < 0
        if against.any():
            i = int(against.sum(axis=1).argmax())
            neighbours = join_names([*map(str, rows["economy"][against[i]])], 3)
            problem = f"{value[i, 0]:g} beside the score {score[i, 0]:.2f} is not in order with {neighbours}"
            yield violation_of(GII_SCORES, rows.iloc[i].to_dict(), "value", problem)


def recognise(parsed: ParsedWorkbook, scores: pd.DataFrame, structure: pd.DataFrame, file_name: str) -> int:
    """Return the edition of a workbook; UsageError if it is unclear.

    ``scores`` and ``structure`` are tables of the snapshot in use. If the content does not prove
    the edition, the year in the file name must agree with the structure or with the newest data
    year.
    """
    if detected := detect_edition(parsed.scores, scores, parsed.layout.data):
        return detected
    newest = newest_in_full(scores)
    match = re.search(r"(?<!\d)(20\d\d)(?=-(?:gii-)?tech|\D*\.xlsx$)", file_name)
    year = int(match[1]) if match else 0
    given, of_year = parsed.structure, structure[structure["edition"] == year]
    pairs, known_pairs = (set(zip(rows["code"], rows["name"], strict=True)) for rows in (given, of_year))
    if year and (pairs == known_pairs or year == parsed.newest_year > newest):
        return year
    raise UsageError(
        f"the workbook matches no known edition (up to {newest}). Its newest data year is "
        f"{parsed.newest_year}: try --edition {max(parsed.newest_year, newest + 1)}"
    )


def newest_in_full(scores: pd.DataFrame) -> int:
    """Return the newest edition with more than the overall ranking in gii_scores."""
    return int(scores.loc[scores["code"] != "GII", "edition"].max())
