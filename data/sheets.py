"""Sheets of Excel workbooks for readers: heads in words that stay in sight, filters, few decimals."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from data.cells import sheet_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CLAUSE: Final = re.compile("[,.;:(，；：（]")
_WIDEST, _NARROWEST, _LOOKED_AT = 48, 9, 40  # characters of a column; rows that its width is taken from
_LARGE: Final = 10_000  # from here on digits are grouped


def heads(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return by its name what a reader sees above a column: the first clause of its meaning.

    With the name behind it where two have the same.
    """
    found = {name: _CLAUSE.split(meaning)[0].strip() or name for name, meaning in meanings.items()}
    often = Counter(found.values())
    return {name: head if often[head] == 1 else f"{head} ({name})" for name, head in found.items()}


def formats(frame: pd.DataFrame) -> list[str]:
    """Return how the numbers of each column are written: the cell keeps every digit, a reader sees few.

    Blank where a column has no fractions.
    """
    return [_format(frame[name]) for name in frame]


def _format(values: pd.Series) -> str:
    if values.dtype.kind != "f" or (known := values.dropna()).empty or (known % 1 == 0).all():
        return ""
    largest = known.abs().max()
    return "0.0000" if largest < 1 else "0.00" if largest < _LARGE else "#,##0.00"


def add(
    book: Workbook,
    title: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    forms: Sequence[str] = (),
) -> None:
    """Add a sheet to a write-only book, with a bold first row; ``forms`` of its columns give it filters."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(title)  # write-only, with these parts of one in memory
    make = partial(WriteOnlyCell, sheet)
    sheet.freeze_panes = "A2"
    coming = iter(rows)
    first = list(islice(coming, _LOOKED_AT))
    for place, name in enumerate(names, start=1):
        longest = max(
            len(str(value)) for value in (name, *(row[place - 1] for row in first if len(row) >= place))
        )
        width = min(_WIDEST, max(_NARROWEST, longest + 2))
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [make(name) for name in names]
    for cell in head:
        cell.data_type = "s"
        cell.font = Font(bold=True)
    sheet.append(head)
    count = 1
    for row in chain(first, coming):
        cells = sheet_cells(row, make)
        for place, form in enumerate(forms):
            if form and cells[place] is not None:
                cells[place] = make(cells[place])
                cells[place].number_format = form
        sheet.append(cells)
        count += 1
    if forms:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{count}"
