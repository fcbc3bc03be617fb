"""Text that no spreadsheet takes for a formula."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.cells import printable

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: = + - @, tab and ends of lines get an apostrophe.

    Control characters are left out: what stands behind them would come first.
    """
    clean = printable(text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def neutral_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose text is neutral; numbers, booleans and blanks stay as they are."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(neutral, na_action="ignore")
    return safe
