"""The cells of a frame as other programs take them: plain values, and text that is no formula."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator


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


_BEGIN: Final = re.compile(r'[\t\r\n]|[\s"]*[=+\-@＝＋－＠]')
_WITHIN: Final = re.compile(r'[;,\t\r\n](?=[\s"]*[=@＝＠]|"*[+\-＋－])')


@lru_cache(maxsize=4096)  # a column says the same again and again
def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what could begin one.

    That is = + - @, also in full width and behind spaces or quotes: at the beginning of the text, where a tab
    or the end of a line gets one, too, and behind each ; , tab and end of a line within it, since a
    spreadsheet may part cells there, as those of many countries do at ;. A space between a comma and + or -
    is that of a sentence, and nothing is changed. Control characters are left out: what stands behind them
    would come first.
    """
    clean = _WITHIN.sub(lambda found: f"{found[0]}'", printable(text))
    return f"'{clean}" if _BEGIN.match(clean) else clean


def neutral_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose text is neutral; numbers, booleans and blanks stay as they are."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(neutral, na_action="ignore")
    return safe
