"""What a text of a publisher may be, so that none breaks a page: short, all of it seen, hardly any markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from data.table import Field

MARKS: Final = 10
"""How often < may stand in a text: markup is shown as text, but hundreds of nested marks stop a browser."""
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, tab and ends of lines among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # what else nobody sees
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def rules(column: Field) -> Iterator[tuple[Callable[[pd.Series], pd.Series], str]]:
    """Yield the rules for the texts of a column: what tells those that keep it, and its words."""
    if column.kind != "string" or column.enum:
        return
    yield _each(lambda text: len(text) <= column.longest), f"must have at most {column.longest} characters"
    yield _each(lambda text: not _UNSEEN.search(text)), "must have no characters that nobody sees"
    yield _each(lambda text: text.count("<") <= MARKS), f"must have < at most {MARKS} times"


def _each(keeps: Callable[[str], bool]) -> Callable[[pd.Series], pd.Series]:
    return lambda texts: texts.map(keeps, na_action="ignore").fillna(value=True).astype(bool)
