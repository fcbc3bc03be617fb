"""The GII workbook of one edition, in both layouts, parsed to tables; which edition a workbook is."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from data.codes import INCOMES, code_order, level_of, parent_of
from data.contract import Violation
from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE
from etl.errors import BadFile, Refused, UsageError
from etl.sources.gii_layout import LAYOUTS, REGION_CODES, SHEET_COLUMNS, UNKNOWN, Layout
from etl.sources.workbook import Cell, Row, Workbook

_FORMS: Final = (
    (re.compile(r"(?:IN|OUT)\.([1-7])"), "P{}"),
    (re.compile(r"([1-7])"), "P{}"),
    (re.compile(r"(?:(?:IN|OUT)\.)?([1-7]\.[1-9])\.?"), "{}"),
    (re.compile(r"(?:(?:IN|OUT)\.)?([1-7]\.[1-9]\.[1-9][0-9]?)"), "{}"),
)
_WORDS: Final = {
    "": "GII",
    "0": "GII",
    "IN": "IN",
    ".1": "IN",
    "0.1": "IN",
    "OUT": "OUT",
    ".2": "OUT",
    "0.2": "OUT",
}


CONTEXT: Final = ("economy", "income", "region", "population", "gdp_ppp", "gdp_per_head")
"""Columns that the sheet of economies gives."""


@dataclass(frozen=True, slots=True)
class ParsedWorkbook:
    """What one workbook says, without the edition, which it does not state.

    scores: columns of gii_scores except edition and the sources; structure: those of gii_structure except
    edition, concept, weight and source; context: those of gii_economies except edition and source; rows: row
    number in the data sheet by (economy, code), in the sheet of economies by (economy, ""); newest_year: the
    latest data year; digest: sha256 of the file; names: of the economies as the publisher writes them;
    warnings: sentences on what is passed over.
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

    def place(self, violation: Violation) -> Violation:
        """Return a violation of a gate in the publisher's terms: sheet, row and column."""
        columns = {GII_SCORES.name: self.layout.columns, GII_ECONOMIES.name: self.layout.context}
        sheets = {GII_SCORES.name: self.layout.data, GII_ECONOMIES.name: self.layout.economies}
        known = violation.table in sheets
        row = self.rows.get((violation.economy, violation.code)) if known else None
        column = columns.get(violation.table, {}).get(violation.column, violation.column)
        where = f"row {row} ({violation.row})" if row else violation.row
        table = f"sheet '{sheets[violation.table]}'" if known else violation.table
        return Violation(table, where, column, violation.problem, violation.economy, violation.code)


def code_of(cell: Cell) -> str:
    """Return our code for the publisher's number ("IN.2.3" -> "2.3", "OUT.6" -> "P6")."""
    value = cell.value
    text = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else cell.text()
    if text in _WORDS:
        return _WORDS[text]
    for form, template in _FORMS:
        found = form.fullmatch(text)
        if found:
            return template.format(found[1])
    raise cell.refuse(f"{cell.quoted} is not a number of the index")


def clean(name: str) -> str:
    """Return an indicator's name without the marks for index (*) and survey (dagger) data."""
    return " ".join(name.translate({ord("*"): None, ord("†"): None}).split())


@lru_cache(maxsize=1)  # a file given by hand is read for its edition, then for what it holds
def parse(content: bytes) -> ParsedWorkbook:
    """Return the tables in the bytes of a workbook; BadFile names sheet, row and column at fault."""
    book = Workbook(content)
    layout = _layout(book)
    structure = _structure(book, layout)
    context, names, lines = _economies(book, layout)
    scores, rows = _scores(book, layout, structure, names)
    rows |= {(economy, ""): number for economy, number in lines.items()}
    years = scores["data_year"].dropna()
    if years.empty:
        raise BadFile(
            f"sheet '{layout.data}', column {layout.columns['data_year']}: there is no data year at all"
        )
    digest = hashlib.sha256(content).hexdigest()
    newest, warnings = int(years.max()), tuple(book.warnings)
    return ParsedWorkbook(layout, digest, scores, structure, context, rows, newest, names, warnings)


def _layout(book: Workbook) -> Layout:
    def needed(layout: Layout) -> list[str]:
        return [layout.structure, layout.economies, layout.data, *layout.other]

    layout = max(LAYOUTS, key=lambda item: sum(sheet in book.sheets for sheet in needed(item)))
    missing = [sheet for sheet in needed(layout) if sheet not in book.sheets]
    if missing:
        found = ", ".join(repr(sheet) for sheet in book.sheets[:10]) or "none"
        raise BadFile(f"the sheet {', '.join(map(repr, missing))} is missing (sheets in the file: {found})")
    return layout


def _structure(book: Workbook, layout: Layout) -> pd.DataFrame:
    records: dict[str, dict[str, Any]] = {}
    labels = layout.labels
    for row in book.rows(layout.structure, SHEET_COLUMNS[layout.structure]):
        code = code_of(row[labels["code"]])
        name = clean(row[labels["name"]].text())
        if not name:
            raise row[labels["name"]].refuse("a name expected")
        if code in records:
            raise row[labels["code"]].refuse(f"{code} stands there twice")
        kind = row[labels["type"]].choice(tuple(layout.types)) if level_of(code) == "indicator" else None
        records[code] = {
            "code": code,
            "name": name,
            "level": level_of(code),
            "parent": parent_of(code),
            "type": layout.types[kind] if kind else None,
        }
    for code in records:
        if (parent := parent_of(code)) and parent not in records:
            raise BadFile(f"sheet '{layout.structure}': {code} is listed but {parent}, its parent, is not")
    if not {"GII", "IN", "OUT", *(f"P{number}" for number in range(1, 8))} <= set(records):
        raise BadFile(
            f"sheet '{layout.structure}': the index, both sub-indices and seven pillars are not all there"
        )
    ordered = [records[code] for code in sorted(records, key=code_order)]
    names = [name for name in GII_STRUCTURE.columns if name in ordered[0]]
    return pd.DataFrame(ordered, columns=names).astype({name: GII_STRUCTURE.dtypes[name] for name in names})


def _scores(
    book: Workbook, layout: Layout, structure: pd.DataFrame, economies: dict[str, str]
) -> tuple[pd.DataFrame, dict[tuple[str, str], int]]:
    labels = dict(zip(structure["code"], structure["name"], strict=True))
    places: dict[tuple[str, str], int] = {}
    records: list[dict[str, Any]] = []
    for row in book.rows(layout.data, (*layout.columns.values(), *layout.extra)):
        record = _record(row, layout, labels, economies)
        key = (record["economy"], record["code"])
        if key in places:
            problem = f"{key[0]} {key[1]} stands there already, in row {places[key]}"
            raise row[layout.columns["code"]].refuse(problem)
        places[key] = row.number
        records.append(record)
    listed = sorted(labels, key=code_order)
    for economy in economies:
        if missing := [code for code in listed if (economy, code) not in places]:
            listing = ", ".join(missing[:5]) + (" and more" if len(missing) > 5 else "")
            raise BadFile(
                f"sheet '{layout.data}', column {layout.columns['code']}: {economy} has no row for {listing}"
            )
    records.sort(key=lambda item: (item["economy"], code_order(item["code"])))
    names = [name for name in GII_SCORES.columns if name in records[0]]
    frame = pd.DataFrame(records, columns=names)
    return frame.astype({name: GII_SCORES.dtypes[name] for name in names}), places


def _record(row: Row, layout: Layout, labels: dict[str, str], economies: dict[str, str]) -> dict[str, Any]:
    cells = {ours: row[theirs] for ours, theirs in layout.columns.items()}
    economy, code = iso3(cells["economy"]), code_of(cells["code"])
    if economy not in economies:
        raise cells["economy"].refuse(f"{economy} is not in the sheet '{layout.economies}'")
    if code not in labels:
        raise cells["code"].refuse(f"{cells['code'].quoted} is not in the sheet '{layout.structure}'")
    if cells["name"].text() != economies[economy]:
        raise cells["name"].refuse(
            f"{cells['name'].quoted} is not the name of {economy}, {economies[economy]}"
        )
    if clean(cells["label"].text()) != labels[code]:
        raise cells["label"].refuse(f"{cells['label'].quoted} is not the name of {code}, {labels[code]}")
    value = cells["value"].number()
    level = level_of(code)
    return {
        "economy": economy,
        "code": code,
        "score": cells["score"].number(),
        "rank": cells["rank"].integer(),
        "value": value,
        "data_year": cells["data_year"].integer(),
        "outdated": _flag(cells["outdated"], level == "indicator" and value is not None),
        "strength": cells["strength"].choice(("S", "W")),
        "strength_income": cells["strength_income"].choice(("S", "W")),
        "low_coverage": _flag(cells["low_coverage"], level in ("pillar", "subpillar")),
    }


def _flag(cell: Cell, applies: bool) -> bool | None:
    """Return a flag: where it applies a blank means no (as the 2025 workbook writes it)."""
    flag = cell.flag()
    if flag and not applies:
        raise cell.refuse("this flag does not belong to the level of the row")
    return bool(flag) if applies else None


def _economies(book: Workbook, layout: Layout) -> tuple[pd.DataFrame, dict[str, str], dict[str, int]]:
    """Return the sheet of economies (columns CONTEXT), and the name and row of each in it."""
    names: dict[str, str] = {}
    rows: dict[str, int] = {}
    records: list[dict[str, Any]] = []
    for row in book.rows(layout.economies, SHEET_COLUMNS[layout.economies]):
        economy = iso3(row[layout.labels["economy"]])
        if economy in names:
            raise row[layout.labels["economy"]].refuse(f"{economy} stands there twice")
        names[economy] = row[layout.labels["title"]].text()
        rows[economy] = row.number
        records.append({"economy": economy, **_context(row, layout)})
    frame = pd.DataFrame(records, columns=list(CONTEXT)).sort_values("economy", ignore_index=True)
    return frame.astype({name: GII_ECONOMIES.dtypes[name] for name in CONTEXT}), names, rows


def iso3(cell: Cell) -> str:
    """Return the code of an economy; BadFile if the cell has another form."""
    text = cell.text()
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise cell.refuse(f"a code of three capital letters expected, found {cell.quoted}")
    return text


def _context(row: Row, layout: Layout) -> dict[str, Any]:
    cells = {ours: row[theirs] for ours, theirs in layout.context.items()}
    income = cells["income"].choice((*INCOMES, UNKNOWN))
    code, name = cells["region"], cells["region_name"]
    codes = REGION_CODES.get(name.text())
    if codes is None:
        raise name.refuse(f"{name.quoted} is not a region of the index")
    if code.text() not in codes:
        raise code.refuse(f"{code.quoted} is not the code of {name.text()}, {' or '.join(codes)}")
    figures = {name: _figure(cells[name]) for name in ("population", "gdp_ppp", "gdp_per_head")}
    return {"income": None if income == UNKNOWN else income, "region": codes[0], **figures}


def _figure(cell: Cell) -> float | None:
    """Return a number above 0, None if it is blank or not known."""
    if cell.value == UNKNOWN:
        return None
    value = cell.number()
    if value is not None and value <= 0:
        raise cell.refuse(f"a number above 0 expected, found {cell.quoted}")
    return value


MATCH: Final = 0.5
"""Share of economies with the very same overall score from which a workbook is taken for a known edition."""
SINGLE: Final = 1e-5
"""How far a score of 100 in single precision, as in the Data Explorer, may be from that of the workbook."""
FIRST_WORKBOOK: Final = 2021


def recognise(
    parsed: ParsedWorkbook,
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    file_name: str,
    wanted: int | None = None,
) -> int:
    """Return the edition of a workbook; UsageError if it is not clear or is not the one asked for.

    scores, structure: gii_scores and gii_structure of the snapshot to be extended. The overall scores decide,
    or the sheet that names its year. A workbook with other scores is taken for what `wanted` says; without it
    two clues must agree: the year in the name of the file with the structure, or with the newest data year.
    Refused if the scores of that edition are in use and are others.
    """
    found = _stated(parsed, scores)
    if found and wanted and found != wanted:
        raise UsageError(
            f"the workbook holds the GII {found}, not the {wanted} that --edition asks for: "
            "leave --edition out"
        )
    if found:
        return found
    if wanted and wanted < FIRST_WORKBOOK:
        raise UsageError(f"there is no workbook of the GII {wanted}: the first is that of {FIRST_WORKBOOK}")
    if wanted and ((scores["edition"] == wanted) & (scores["code"] != "GII")).any():
        problem = "most of its overall scores are not those of the edition"
        place = Violation(GII_SCORES.name, f"edition {wanted}", "score", problem)
        raise Refused(f"the workbook is not that of the GII {wanted}", [place])
    if wanted:
        return wanted
    newest = newest_in_full(scores)
    named = re.search(r"(?<!\d)(20\d\d)(?=-(?:gii-)?tech|\D*\.xlsx$)", file_name)
    year = int(named[1]) if named else 0
    own, of_year = parsed.structure, structure[structure["edition"] == year]
    pairs, known = (set(zip(rows["code"], rows["name"], strict=True)) for rows in (own, of_year))
    if year and (pairs == known or year == parsed.newest_year > newest):
        return year
    guess = max(parsed.newest_year, newest + 1)
    raise UsageError(
        f"the workbook is not one of the editions known ({FIRST_WORKBOOK} to {newest}); "
        f"its newest data year is {parsed.newest_year}, so try --edition {guess}"
    )


def newest_in_full(scores: pd.DataFrame) -> int:
    """Return the newest edition of which gii_scores holds more than the overall ranking."""
    return int(scores.loc[scores["code"] != "GII", "edition"].max())


def check_edition(parsed: ParsedWorkbook, scores: pd.DataFrame | None, edition: int) -> None:
    """Refuse a workbook that is certainly not that of an edition, whatever its name says.

    scores: gii_scores of a snapshot, if there is one. They refuse a workbook or change nothing.
    """
    found = _stated(parsed, scores)
    if found and found != edition:
        raise _other(found, edition)
    if not edition - 1 <= parsed.newest_year <= edition:
        raise Refused(
            f"its newest data year is {parsed.newest_year}, so it is not the workbook of the GII {edition}"
        )


def check_ranking(overall: pd.DataFrame, scores: pd.DataFrame | None, edition: int) -> None:
    """Refuse an overall ranking (economy, score) whose scores are those of another edition."""
    found = _by_scores(overall, scores)
    if found and found != edition:
        raise _other(found, edition)


def _other(found: int, edition: int) -> Refused:
    problem = f"most of its overall scores are those of the GII {found}"
    place = Violation(GII_SCORES.name, f"edition {edition}", "score", problem)
    return Refused(f"it holds the GII {found}, not the {edition}", [place])


def _stated(parsed: ParsedWorkbook, scores: pd.DataFrame | None) -> int | None:
    overall = parsed.scores[parsed.scores["code"] == "GII"]
    named = re.search(r"\b(20\d\d)\b", parsed.layout.data)
    return _by_scores(overall, scores) or (int(named[1]) if named else None)


def _by_scores(own: pd.DataFrame, scores: pd.DataFrame | None) -> int | None:
    """Return the edition of gii_scores that has the overall scores of `own` (economy, score), if any."""
    if scores is None:
        return None
    given = own.set_index("economy")["score"].dropna()
    overall = scores[scores["code"] == "GII"]
    for edition, rows in overall.groupby("edition"):
        published = rows.set_index("economy")["score"].reindex(given.index)
        same = np.isclose(published.to_numpy("float64"), given.to_numpy("float64"), rtol=0, atol=SINGLE)
        if same.mean() > MATCH:
            return int(str(edition))
    return None
