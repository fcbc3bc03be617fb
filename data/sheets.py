"""Excel workbooks for readers: heads in words that stay in sight, filters, few decimals, text as text."""

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
    """Yield the rows of a frame as int, float, str, bool and, for a blank, None."""
    columns = (frame[name].tolist() for name in frame.columns)
    # of all that a cell may hold, a blank float alone differs from itself
    filled = ([None if value is pd.NA or value != value else value for value in column] for column in columns)
    return zip(*filled, strict=True)


def printable(text: str) -> str:
    """Return text without what no sheet of Excel can hold: control characters but tab and ends of lines."""
    return _UNPRINTABLE.sub("", text)


_BEGIN: Final = re.compile(r'[\t\r\n]|[\s"]*[=+\-@＝＋－＠]')
_WITHIN: Final = re.compile(r'[;,\t\r\n](?=[\s"]*[=@＝＠]|"*[+\-＋－])')


@lru_cache(maxsize=4096)  # a column says the same again and again
def neutralize(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what could begin one.

    That is = + - @, also in full width and behind spaces or quotes: at the beginning of the text, where a tab
    or the end of a line gets one, too, and behind each ; , tab and end of a line within it, since a
    spreadsheet may part cells there, as those of many countries do at ;. A space between a comma and + or -
    is that of a sentence, and nothing is changed. Control characters are left out: what stands behind them
    would come first.
    """
    clean = _WITHIN.sub(lambda found: f"{found[0]}'", printable(text))
    return f"'{clean}" if _BEGIN.match(clean) else clean


def neutralize_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose text is neutral; numbers, booleans and blanks stay as they are."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(neutralize, na_action="ignore")
    return safe


_WIDEST, _NARROWEST, _LOOKED_AT = 48, 9, 40  # characters of a column; rows that its width is taken from
_MARGIN: Final = 3  # characters beside the longest text: the button of a filter stands over the first row
_LARGE: Final = 10_000  # from here on digits are grouped
_TEXT_AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the heads in its first row, the rows below.

    formats: how the numbers of each column are written, blank for as they are; filters: whether the rows are
    those of one table, which a reader may filter.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    formats: Sequence[str] = ()
    filters: bool = True


def formats(frame: pd.DataFrame) -> list[str]:
    """Return how the numbers of each column are written, with few digits; blank where it has none."""
    return [_format(frame[name]) for name in frame]


def _format(values: pd.Series) -> str:
    if values.dtype.kind not in "fiu" or (known := values.dropna()).empty:
        return ""
    largest = known.abs().max()
    if (known % 1 == 0).all():
        return "0" if largest < _LARGE else "#,##0"
    return "0.0000" if largest < 1 else "0.00" if largest < _LARGE else "#,##0.00"


def workbook(sheets: Iterable[Sheet], title: str, created: str) -> bytes:
    """Return a workbook, the same bytes for the same sheets; created: the day of their snapshot.

    Text is never a formula, a link or a number, and has no control characters; None and "" are blanks. Rows
    wait in temporary files, not in memory; OSError if there is no room for them.
    """
    from xlsxwriter import Workbook  # here, since few programs write a workbook
    from xlsxwriter.exceptions import FileCreateError

    buffer = io.BytesIO()  # compressed; a file that fills the disk would complain once more when collected
    with TemporaryDirectory(dir=_place(), ignore_cleanup_errors=True) as folder:
        book = Workbook(buffer, {"constant_memory": True, "tmpdir": folder, **_TEXT_AS_TEXT})
        day = datetime.fromisoformat(created)
        book.set_properties({"title": printable(title), "author": SITE, "created": day})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            coming = iter(sheet.rows)
            first = list(islice(coming, _LOOKED_AT))
            for place, head in enumerate(sheet.heads):
                form = sheet.formats[place] if sheet.formats else ""
                cells = (row[place] for row in first if len(row) > place)
                longest = max(_length(head), *(_length(_displayed(cell, form)) for cell in cells), 0)
                width = min(_WIDEST, max(_NARROWEST, longest + _MARGIN))
                page.set_column(place, place, width, book.add_format({"num_format": form}) if form else None)
            page.write_row(0, 0, [printable(head) for head in sheet.heads], bold)
            last = 0
            for last, row in enumerate(chain(first, coming), start=1):
                page.write_row(last, 0, [printable(cell) if isinstance(cell, str) else cell for cell in row])
            if sheet.filters:
                page.autofilter(0, 0, last, len(sheet.heads) - 1)
        try:
            book.close()
        except FileCreateError as error:  # XlsxWriter's word for every OSError
            raise OSError(*error.args[0].args) from error
    return buffer.getvalue()


def _place() -> str:
    """Return a folder for temporary files; a read-only container has none but in memory."""
    try:
        return gettempdir()
    except FileNotFoundError:
        return "/dev/shm"  # noqa: S108 - the folder in it has a name that nobody knows, and is ours alone


def _displayed(cell: Any, form: str) -> str:
    if cell is None:
        return ""
    decimals = len(form.partition(".")[2])
    return f"{cell:,.{decimals}f}" if isinstance(cell, float) and form else str(cell)


def _length(text: str) -> int:
    """Return how many characters of the Latin alphabet take as much room: one of Chinese takes two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
