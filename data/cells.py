"""The cells of a frame as plain Python values, as JSON and spreadsheets take them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
