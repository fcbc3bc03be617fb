"""Normalize and sort names, and write runs of editions."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_LETTERS: Final = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "-": " ", "·": " "})


def normalize_name(text: str) -> str:
    """Remove case, accents and punctuation: "Côte d’Ivoire" becomes "cote divoire"."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(sign for sign in folded if sign.isalnum() or sign == " ").split())


def sort_key(name: str) -> bytes:
    """Return a sort key that ignores case and accents and sorts Chinese characters by pinyin.

    GB 2312 lists its 3,755 common characters by pinyin; rarer characters sort after them.
    """
    return normalize_name(name).encode("gb18030")


def consecutive_runs(periods: Iterable[int]) -> list[list[int]]:
    """Group editions or years into runs without a gap, in ascending order."""
    runs: list[list[int]] = []
    for period in sorted(periods):
        if runs and period == runs[-1][-1] + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    return runs


def format_runs(editions: Iterable[int]) -> list[str]:
    """Write editions in ascending order, three or more in a row as a range: 2013, 2016–2024."""
    written: list[str] = []
    for run in consecutive_runs(editions):
        written += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(edition) for edition in run]
    return written


def name_matches(code: str, find: str, names: Sequence[str]) -> bool:
    """Return whether a text is in one of the names of an economy or begins its ISO3 code."""
    sought = normalize_name(find)
    return code.casefold().startswith(sought) or any(sought in normalize_name(name) for name in names)
