"""Text that no spreadsheet takes for a formula, whatever its locale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import pandas as pd

from data.cells import printable

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
