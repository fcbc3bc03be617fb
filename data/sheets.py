"""Write Excel workbooks: frozen headings, filters, few decimals, and text that is never a formula."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, Final
from unicodedata import east_asian_width

import pandas as pd

from data.citation import SITE

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame as tuples of int, float, str, bool, or None for blanks."""
    columns = (frame[name].tolist() for name in frame.columns)
    # NaN is the only value of a cell that differs from itself.
    filled = ([None if value is pd.NA or value != value else value for value in column] for column in columns)
    return zip(*filled, strict=True)


def remove_unprintable(text: str) -> str:
    """Remove characters that Excel cannot store: control characters except tab and line breaks."""
    return _UNPRINTABLE.sub("", text)


_FORMULA_START: Final = re.compile(r'[\t\r\n]|[\s"]*[=+\-@＝＋－＠]')
_FORMULA_AFTER_SEPARATOR: Final = re.compile(r'[;,\t\r\n](?=[\s"]*[=@＝＠]|"*[+\-＋－])')


@lru_cache(maxsize=4096)  # texts repeat within a column
def neutralize(text: str) -> str:
    """Insert apostrophes so that no spreadsheet takes the text for a formula.

    A formula begins with = + - @, also in full width and after spaces or quotes: at the start of the text
    (where tabs and line breaks count, too), and after each ; , tab and line break, at which a spreadsheet may
    split cells. A space between a comma and + or - is part of a sentence and stays. Control characters are
    removed, since they would hide the start of a formula.
    """
    clean = _FORMULA_AFTER_SEPARATOR.sub(lambda match: f"{match[0]}'", remove_unprintable(text))
    return f"'{clean}" if _FORMULA_START.match(clean) else clean


def neutralize_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a frame with neutralized texts; numbers, booleans and blanks stay."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(neutralize, na_action="ignore")
    return safe


_MAX_WIDTH, _MIN_WIDTH = 48, 9  # of a column, in characters
_ROWS_FOR_WIDTH: Final = 40  # rows that decide the width of a column
_FILTER_WIDTH: Final = 3  # characters beside the longest text, for the button of the filter
_GROUPING_FROM: Final = 10_000  # larger numbers have separators
_TEXT_AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the headings in the first row, and the rows below.

    formats: number format of each column, "" for none; filters: whether readers can filter the rows.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    formats: Sequence[str] = ()
    filters: bool = True


def formats(frame: pd.DataFrame) -> list[str]:
    """Return the number format of each column, with few digits; "" for columns without numbers."""
    return [_number_format(frame[name]) for name in frame]


def _number_format(column: pd.Series) -> str:
    values = column.dropna()
    if column.dtype.kind not in "fiu" or values.empty:
        return ""
    largest = values.abs().max()
    if (values % 1 == 0).all():
        return "0" if largest < _GROUPING_FROM else "#,##0"
    return "0.0000" if largest < 1 else "0.00" if largest < _GROUPING_FROM else "#,##0.00"


def workbook(sheets: Iterable[Sheet], title: str, created: str) -> bytes:
    """Return a workbook, the same bytes for the same sheets; created: ISO date of their snapshot.

    Text is never a formula, a link or a number, and has no control characters; None and "" are blanks. Rows
    are written to temporary files first; OSError if the disk is full.
    """
    from xlsxwriter import Workbook  # imported here, since few programs write workbooks
    from xlsxwriter.exceptions import FileCreateError

    buffer = io.BytesIO()  # a file on a full disk would raise a second time when it is collected
    with TemporaryDirectory(dir=_temporary_folder(), ignore_cleanup_errors=True) as folder:
        book = Workbook(buffer, {"constant_memory": True, "tmpdir": folder, **_TEXT_AS_TEXT})
        day = datetime.fromisoformat(created)
        book.set_properties({"title": remove_unprintable(title), "author": SITE, "created": day})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            rows = iter(sheet.rows)
            first = list(islice(rows, _ROWS_FOR_WIDTH))
            for index, head in enumerate(sheet.heads):
                form = sheet.formats[index] if sheet.formats else ""
                cells = (row[index] for row in first if len(row) > index)
                longest = max(_text_width(head), *(_text_width(_format(cell, form)) for cell in cells), 0)
                width = min(_MAX_WIDTH, max(_MIN_WIDTH, longest + _FILTER_WIDTH))
                page.set_column(index, index, width, book.add_format({"num_format": form}) if form else None)
            page.write_row(0, 0, [remove_unprintable(head) for head in sheet.heads], bold)
            last = 0
            for last, row in enumerate(chain(first, rows), start=1):
                cells = (remove_unprintable(cell) if isinstance(cell, str) else cell for cell in row)
                page.write_row(last, 0, list(cells))
            if sheet.filters:
                page.autofilter(0, 0, last, len(sheet.heads) - 1)
        try:
            book.close()
        except FileCreateError as error:  # XlsxWriter raises it for every OSError
            raise OSError(*error.args[0].args) from error
    return buffer.getvalue()


def _temporary_folder() -> str:
    try:
        return gettempdir()
    except FileNotFoundError:  # a read-only container can only write to memory
        return "/dev/shm"  # noqa: S108 - TemporaryDirectory makes a private folder with a random name in it


def _format(cell: Any, form: str) -> str:
    if cell is None:
        return ""
    decimals = len(form.partition(".")[2])
    return f"{cell:,.{decimals}f}" if isinstance(cell, float) and form else str(cell)


def _text_width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
