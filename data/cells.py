"""The cells of a frame as plain Python values, as JSON and spreadsheets take them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MEANT: Final = ("=", "#")  # openpyxl takes text that begins so for a formula or an error


def rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame as int, float, str, bool and, for a blank, None."""
    columns = []
    for name in frame.columns:
        values, blanks = frame[name].astype(object).tolist(), frame[name].isna().tolist()
        columns.append([None if blank else value for value, blank in zip(values, blanks, strict=True)])
    return zip(*columns, strict=True)


def printable(text: str) -> str:
    """Return text without what no sheet of Excel can hold: control characters but tab and ends of lines."""
    return _UNPRINTABLE.sub("", text)


def sheet_cells(values: Iterable[Any], make: Callable[[str], Any]) -> list[Any]:
    """Return cells as Excel takes them: text is never a formula or an error and has no control characters.

    make: makes a cell of text, whose ``data_type`` can then be set.
    """
    return [_text(value, make) if isinstance(value, str) else value for value in values]


def _text(value: str, make: Callable[[str], Any]) -> Any:
    clean = printable(value)
    if not clean.startswith(_MEANT):
        return clean
    cell = make(clean)
    cell.data_type = "s"
    return cell
