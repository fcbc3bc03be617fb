"""The sheet of economies in a GII workbook: income group, region, population and product of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from data.codes import INCOMES
from data.schema import GII_ECONOMIES
from etl.sources.gii_layout import REGION_CODES, SHEET_COLUMNS, UNKNOWN, Layout

if TYPE_CHECKING:
    from etl.sources.workbook import Cell, Row, Workbook

COLUMNS: Final = ("economy", "income", "region", "population", "gdp_ppp", "gdp_per_head")


@dataclass(frozen=True, slots=True)
class Listed:
    """The economies of a workbook. names, rows (number in the sheet): by economy; context: COLUMNS."""

    names: dict[str, str]
    rows: dict[str, int]
    context: pd.DataFrame


def economies(book: Workbook, layout: Layout) -> Listed:
    """Return what the sheet says; BadFile names the row and column at fault."""
    names: dict[str, str] = {}
    rows: dict[str, int] = {}
    records: list[dict[str, Any]] = []
    for row in book.rows(layout.economies, SHEET_COLUMNS[layout.economies]):
        economy = iso3(row[layout.labels["economy"]])
        if economy in names:
            raise row[layout.labels["economy"]].refuse(f"{economy} stands there twice")
        names[economy] = row[layout.labels["title"]].text()
        rows[economy] = row.number
        records.append({"economy": economy, **_record(row, layout)})
    frame = pd.DataFrame(records, columns=list(COLUMNS)).sort_values("economy", ignore_index=True)
    return Listed(names, rows, frame.astype({name: GII_ECONOMIES.dtypes[name] for name in COLUMNS}))


def iso3(cell: Cell) -> str:
    """Return the code of an economy; BadFile if the cell has another form."""
    text = cell.text()
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise cell.refuse(f"a code of three capital letters expected, found {cell.shown}")
    return text


def _record(row: Row, layout: Layout) -> dict[str, Any]:
    cells = {ours: row[theirs] for ours, theirs in layout.context.items()}
    income = cells["income"].choice((*INCOMES, UNKNOWN))
    figures = {name: _figure(cells[name]) for name in ("population", "gdp_ppp", "gdp_per_head")}
    return {
        "income": None if income == UNKNOWN else income,
        "region": _region(cells["region"], cells["region_name"]),
        **figures,
    }


def _region(code: Cell, name: Cell) -> str:
    """Return our code of the region that both cells name."""
    codes = REGION_CODES.get(name.text())
    if codes is None:
        raise name.refuse(f"{name.shown} is not a region of the index")
    if code.text() not in codes:
        raise code.refuse(f"{code.shown} is not the code of {name.text()}, {' or '.join(codes)}")
    return codes[0]


def _figure(cell: Cell) -> float | None:
    """Return a number above 0, None if it is blank or not known."""
    if cell.value == UNKNOWN:
        return None
    value = cell.number()
    if value is not None and value <= 0:
        raise cell.refuse(f"a number above 0 expected, found {cell.shown}")
    return value
