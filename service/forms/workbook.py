"""A table as an Excel workbook: sheets data, columns, sources and about, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from data.cells import rows, sheet_cells
from service.forms.archive import zipped
from service.forms.notes import caveats, columns, facts, licences, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from data.entries import Text
    from service.documents import Document

_WIDEST, _NARROWEST, _LOOKED_AT = 48, 9, 40  # characters of a column; rows that its width is taken from
_LARGE = 10_000  # from here on digits are grouped
_PROPERTIES = "docProps/core.xml"


def as_xlsx(made: Document, phrases: Mapping[str, Text]) -> bytes:
    """Return the workbook; openpyxl is imported here, since few readers of the site ask for one."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    heads = [column.head for column in made.columns]
    _sheet(book, "data", heads, [list(row) for row in rows(made.frame)], _formats(made.frame))
    words, told = columns(made, phrases)
    named = [[row[0], column.head, *row[1:]] for row, column in zip(told, made.columns, strict=True)]
    _sheet(book, "columns", [words[0], phrases["head"].get(made.lang), *words[1:]], named)
    _sheet(book, "sources", *sources(made, phrases))
    _sheet(book, "about", [made.title], _about(made, phrases))
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(book, buffer.getvalue(), made)


def _formats(frame: pd.DataFrame) -> list[str]:
    """Return how the numbers of each column are written: the cell keeps every digit, a reader sees few.

    Blank where a column has no fractions.
    """
    return [_format(frame[name]) for name in frame]


def _format(values: pd.Series) -> str:
    if values.dtype.kind != "f" or (known := values.dropna()).empty or (known % 1 == 0).all():
        return ""
    largest = known.abs().max()
    return "0.0000" if largest < 1 else "0.00" if largest < _LARGE else "#,##0.00"


def _about(made: Document, phrases: Mapping[str, Text]) -> list[list[str]]:
    """Return the rows of the sheet of notes."""
    lang = made.lang
    heads, told = licences(made, phrases)
    edition = [heads, *told, [phrases["licence_note"].get(lang)]] if told else []
    return [
        [made.row],
        [made.chosen],
        [],
        *([word, text] for word, text in facts(made, phrases)),
        [],
        *([text] for text in caveats(made, phrases)),
        [phrases["disclaimer"].get(lang)],
        [],
        *edition,
        [],
        [phrases["citation"].get(lang)],
        *([line] for line in made.citation.text.splitlines()),
        *([line] for line in made.citation.bibtex().splitlines()),
    ]


def _sheet(
    book: Workbook,
    title: str,
    heads: Sequence[str],
    told: Sequence[Sequence[Any]],
    formats: Sequence[str] = (),
) -> None:
    """Add a sheet with a bold first row that stays in sight; ``formats`` of its columns give it filters."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(title)  # write-only, with these parts of one in memory
    make = partial(WriteOnlyCell, sheet)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(heads, start=1):
        longest = _longest([name, *(row[place - 1] for row in told[:_LOOKED_AT] if len(row) >= place)])
        width = min(_WIDEST, max(_NARROWEST, longest + 2))
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [make(name) for name in heads]
    for cell in head:
        cell.data_type = "s"
        cell.font = Font(bold=True)
    sheet.append(head)
    if formats:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(told) + 1}"
    for row in told:
        cells = sheet_cells(row, make)
        for place, form in enumerate(formats):
            if form and cells[place] is not None:
                cells[place] = make(cells[place])
                cells[place].number_format = form
        sheet.append(cells)


def _longest(values: Iterable[Any]) -> int:
    return max(len(str(value)) for value in values)


def _without_clock(book: Workbook, content: bytes, made: Document) -> bytes:
    """Return the same workbook as of the day of the snapshot: it would hold the time at which it was made."""
    from openpyxl.xml.functions import tostring

    day = datetime.fromisoformat(made.snapshot[1])
    book.properties.created = book.properties.modified = day
    book.properties.creator, book.properties.title = "Innovation Trajectory", made.title
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[_PROPERTIES] = tostring(book.properties.to_tree())
    return zipped(files)
