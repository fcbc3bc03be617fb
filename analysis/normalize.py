"""The order of names and of editions, and how they are compared and written."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_LETTERS: Final = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "-": " ", "·": " "})


def normalize_name(text: str) -> str:
    """Return a text as it is compared, without case, accents and punctuation: Côte d’Ivoire, cote divoire."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(one for one in folded if one.isalnum() or one == " ").split())


def sort_key(name: str) -> bytes:
    """Return what names are sorted by: letters without case and accents, Chinese characters by their sound.

    GB 2312 lists its 3,755 common characters by pinyin; the rarer ones come after all of these.
    """
    return normalize_name(name).encode("gb18030")


def consecutive_runs(periods: Iterable[int]) -> list[list[int]]:
    """Return editions or years in runs without a gap, in ascending order."""
    found: list[list[int]] = []
    for period in sorted(periods):
        if found and period == found[-1][-1] + 1:
            found[-1].append(period)
        else:
            found.append([period])
    return found


def format_runs(editions: Iterable[int]) -> list[str]:
    """Write editions in ascending order, three or more in a row as one: 2013, 2016–2024."""
    written: list[str] = []
    for run in consecutive_runs(editions):
        written += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(one) for one in run]
    return written


def name_matches(code: str, find: str, names: Sequence[str]) -> bool:
    """Return whether a text is part of one of the names of an economy, or the beginning of its ISO3 code."""
    sought = normalize_name(find)
    return code.casefold().startswith(sought) or any(sought in normalize_name(name) for name in names)
