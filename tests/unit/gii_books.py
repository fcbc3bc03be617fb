"""Workbooks in both of the publisher's layouts, and rankings, made from tables of a snapshot or made up."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from analysis.index.composition import available_mean
from data import catalog
from data.codes import code_order, level_of, parent_of
from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE
from etl.sources.gii import CONTEXT, LAYOUTS, NOT_AVAILABLE, REGION_CODES, SHEET_COLUMNS, Layout

Sheets = dict[str, list[list[Any]]]
NEW, OLD = LAYOUTS
ECONOMIES = {"CHN": "China", "JPN": "Japan", "KOR": "Republic of Korea", "SGP": "Singapore", "IND": "India"}
CODES = sorted(
    ["GII", "IN", "OUT", *(f"P{pillar}" for pillar in range(1, 8))]
    + [f"{pillar}.{part}" for pillar in range(1, 8) for part in (1, 2, 3)]
    + [f"{pillar}.{part}.{item}" for pillar in range(1, 8) for part in (1, 2, 3) for item in (1, 2)],
    key=code_order,
)
NAMES = {code: f"Part {code}" for code in CODES}


def save(sheets: Sheets) -> bytes:
    """Return the bytes of an .xlsx file with these sheets."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def small(layout: Layout = NEW, newest: int = 2026) -> Sheets:
    """Return a workbook of five economies and 42 indicators that fulfils every rule of the index."""
    scores = _scores(newest)
    structure = pd.DataFrame(
        {
            "code": CODES,
            "name": [NAMES[code] for code in CODES],
            "type": ["data" if level_of(code) == "indicator" else None for code in CODES],
        }
    )
    return sheets_of(layout, scores, structure, ECONOMIES)


def sheets_of(
    layout: Layout,
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    names: dict[str, str],
    context: pd.DataFrame | None = None,
) -> Sheets:
    """Return the sheets that the publisher would have made of an edition's tables; context may be made up."""
    labels = dict(zip(structure["code"], structure["name"], strict=True))
    kinds = {ours: theirs for theirs, ours in layout.types.items()}
    head = list(SHEET_COLUMNS[layout.structure])
    parts: list[list[Any]] = [head]
    for code, name, kind in zip(structure["code"], structure["name"], structure["type"], strict=True):
        row: dict[str, Any] = {layout.labels["code"]: number(layout, code), layout.labels["name"]: name}
        row[layout.labels["type"]] = kinds.get(kind) if isinstance(kind, str) else None
        parts.append([row.get(column) for column in head])
    economies = _economies(layout, names, made_up(names) if context is None else context)
    columns = [*layout.columns.values(), *layout.extra]
    data: list[list[Any]] = [columns]
    for record in scores.to_dict("records"):
        cells = {str(key): plain(value) for key, value in record.items()}
        cells |= {"name": names[str(cells["economy"])], "label": labels[str(cells["code"])]}
        cells["code"] = number(layout, str(cells["code"]))
        cells |= {
            flag: None if cells[flag] is None else int(cells[flag]) for flag in ("outdated", "low_coverage")
        }
        data.append([cells.get(ours) for ours in layout.columns] + [None] * len(layout.extra))
    other: Sheets = {
        name: [["SHEET", "COLUMN", "DESCRIPTION"], ["Data", "NUM", "Number"]] for name in layout.other
    }
    return {layout.structure: parts, layout.economies: economies, layout.data: data, **other}


def made_up(economies: Iterable[str]) -> pd.DataFrame:
    """Return gii_economies of one edition, without edition and source, for some economies."""
    rows = [
        {"economy": economy, "income": "UM", "region": "SEAO", "population": 1000.0, "gdp_ppp": 20.0}
        for economy in sorted(economies)
    ]
    return context_of(pd.DataFrame(rows, columns=list(CONTEXT)).assign(edition=0, gdp_per_head=20_000.0), 0)


def context_of(table: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return the rows of gii_economies of one edition in the columns that a workbook states."""
    rows = table.loc[table["edition"] == edition, list(CONTEXT)].reset_index(drop=True)
    return rows.astype({name: GII_ECONOMIES.dtypes[name] for name in CONTEXT})


def _economies(layout: Layout, names: dict[str, str], context: pd.DataFrame) -> list[list[Any]]:
    head = list(SHEET_COLUMNS[layout.economies])
    regions = {codes[0]: (name, codes) for name, codes in REGION_CODES.items()}
    rows: list[list[Any]] = [head]
    for record in context.to_dict("records"):
        cells: dict[str, Any] = {str(key): plain(value) for key, value in record.items()}
        cells["region_name"], codes = regions[cells["region"]]
        cells["region"] = codes[-1 if layout is OLD else 0]
        row = {
            theirs: NOT_AVAILABLE if cells[ours] is None else cells[ours]
            for ours, theirs in layout.context.items()
        }
        row |= {layout.labels["economy"]: cells["economy"], layout.labels["title"]: names[cells["economy"]]}
        rows.append([row.get(column) for column in head])
    return rows


def number(layout: Layout, code: str) -> str | None:
    """Return the publisher's number of a code in a layout."""
    if layout is OLD:
        words = {"GII": "0", "IN": ".1", "OUT": ".2"}
        return words.get(code) or (
            code[1:] if code[0] == "P" else code + "." * (level_of(code) == "subpillar")
        )
    words = {"GII": "", "IN": "IN", "OUT": "OUT"}
    plain_code = code.removeprefix("P")
    side = "IN" if plain_code[0] in "12345" else "OUT"
    return words.get(code, f"{side}.{plain_code}") or None


def plain(value: Any) -> Any:
    """Return a cell's value without pandas' own types."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def change(sheets: Sheets, layout: Layout, economy: str, code: str, column: str, value: Any) -> int:
    """Set one cell of the data sheet; return its row number."""
    place = find(sheets, layout, economy, code)
    sheets[layout.data][place][column_of(sheets, layout, column)] = value
    return place + 1


def find(sheets: Sheets, layout: Layout, economy: str, code: str) -> int:
    """Return the index of one row of the data sheet."""
    wanted = (economy, number(layout, code))
    keys = [column_of(sheets, layout, name) for name in ("economy", "code")]
    rows = sheets[layout.data]
    return next(place for place, row in enumerate(rows) if tuple(row[key] for key in keys) == wanted)


def column_of(sheets: Sheets, layout: Layout, column: str) -> int:
    """Return the position of our column in the data sheet."""
    return sheets[layout.data][0].index(layout.columns[column])


def swap(
    sheets: Sheets, layout: Layout, first: tuple[str, str], second: tuple[str, str], columns: Sequence[str]
) -> None:
    """Exchange some cells of two rows of the data sheet, named by (economy, code)."""
    one, two = (sheets[layout.data][find(sheets, layout, *key)] for key in (first, second))
    for column in columns:
        place = column_of(sheets, layout, column)
        one[place], two[place] = two[place], one[place]


def _scores(newest: int) -> pd.DataFrame:
    generator = np.random.default_rng(7)
    values: dict[str, Any] = {}
    for code in reversed(CODES):
        children = [child for child in CODES if parent_of(child) == code]
        weights = [0.5, 0.25, 0.25] if code == "P7" else [1.0] * len(children)
        parts = np.array([values[child] for child in children]).T
        values[code] = available_mean(parts, np.array(weights)) if children else generator.uniform(0, 100, 5)
    rows = []
    for place, economy in enumerate(sorted(ECONOMIES)):
        for code in CODES:
            level = level_of(code)
            scored = level == "indicator"
            rows.append(
                {
                    "economy": economy,
                    "code": code,
                    "score": values[code][place],
                    "rank": int((values[code] > values[code][place]).sum()) + 1,
                    "value": values[code][place] / 10 if scored else None,
                    "data_year": newest - place if scored else None,
                    "outdated": place > 1 if scored else None,
                    "strength": None,
                    "strength_income": None,
                    "low_coverage": False if level in ("pillar", "subpillar") else None,
                }
            )
    names = [name for name in GII_SCORES.columns if name in rows[0]]
    return pd.DataFrame(rows, columns=names).astype({name: GII_SCORES.dtypes[name] for name in names})


def ranking(overall: pd.DataFrame, edition: int) -> bytes:
    """Return the Data Explorer's table of overall scores and ranks (economy, score, rank), as it is printed.

    Scores are single precision with a comma, names are encoded twice, and there are columns beside ours.
    """
    known = catalog.load().economies
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["iso3", "economy_name", "income", "rank", "score", "giiyr"])
    for record in overall.to_dict("records"):
        cells: dict[str, Any] = {str(key): plain(value) for key, value in record.items()}
        score = "NA" if cells["score"] is None else str(np.float32(cells["score"])).replace(".", ",")
        rank = "NA" if cells["rank"] is None else cells["rank"]
        name = known[cells["economy"]].name.en.encode().decode("cp1252", errors="replace")
        writer.writerow([cells["economy"], name, "High", rank, score, edition])
    return buffer.getvalue().encode("utf-8-sig")


def tables_of(
    scores: pd.DataFrame, structure: pd.DataFrame, edition: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of one edition in the columns that a workbook states."""
    own = [
        *("economy", "code", "score", "rank", "value", "data_year", "outdated"),
        "strength",
        "strength_income",
    ]
    rows = scores.loc[scores["edition"] == edition, [*own, "low_coverage"]].reset_index(drop=True)
    parts = structure.loc[structure["edition"] == edition, ["code", "name", "level", "parent", "type"]]
    return rows, parts.reset_index(drop=True).astype(
        {name: GII_STRUCTURE.dtypes[name] for name in parts.columns}
    )
