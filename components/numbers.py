"""Numbers and dates as each language writes them; changes are formatted from unrounded values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

MINUS = "\u2212"
DASH = "\u2013"
_UPDATE = " update"  # as the Worldwide Governance Indicators name their releases: 2025 update
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ordinal(rank: int, lang: str) -> str:
    """Write a rank in running text: 11th, [第11位] (the brackets keep it on one line, see text.markup)."""
    if lang == "zh":
        return f"[第{rank}位]"
    suffix = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{suffix}"


def edition(year: int, lang: str) -> str:
    """Write an edition in running text: 2012 edition, [2012年版]."""
    return f"[{year}年版]" if lang == "zh" else f"{year} edition"


def rank_interval(low: int, high: int, lang: str) -> str:
    """Write an interval of ranks in running text: 8th to 10th, [第8至第10位]."""
    if low == high:
        return ordinal(low, lang)
    return f"[第{low}至第{high}位]" if lang == "zh" else f"{ordinal(low, lang)} to {ordinal(high, lang)}"


def rank_cell(row: Any, columns: tuple[str, str, str], missing: str) -> str:
    """Write a rank in a column: 11, 19–20 where only its bounds are known, or ``missing``.

    ``columns`` name the rank and its lower and upper bound in ``row``.
    """
    rank, low, high = (whole(row[name]) for name in columns)
    return str(rank) if rank is not None else interval_cell(low, high, missing)


def interval_cell(low: int | None, high: int | None, missing: str) -> str:
    """Write an interval of ranks in a column: 8–10, 8 where both ends are one, or the word for missing."""
    if low is None or high is None:
        return missing
    return str(low) if low == high else f"{low}{DASH}{high}"


def decimal(value: float, decimals: int, *, sign: bool = False) -> str:
    """Write a number with thousands separators and a true minus sign; ``sign`` adds + to gains."""
    text = f"{abs(value):,.{decimals}f}"
    if not text.strip("0.,"):  # rounds to nothing: neither gain nor loss
        return text
    return f"{MINUS if value < 0 else '+' if sign else ''}{text}"


def short(value: float, lang: str) -> str:
    """Write a large number where there is little room: 850, 6.1k, 69k, 1.4m; 6.9万, 143万, 1.2亿."""
    units = ((1e8, "亿"), (1e4, "万")) if lang == "zh" else ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
    size = abs(value)
    for unit, word in units:
        # What would be written as 1,000k is 1.0m.
        if size >= unit * (1 - 5e-4):
            scaled = value / unit
            whole_ = abs(scaled) >= 9.95 or abs(scaled - round(scaled)) < 1e-9
            return decimal(scaled, 0 if whole_ else 1) + word
    decimals = (
        0 if size >= 100 else next(d for d in (0, 1, 2, 3) if d == 3 or abs(round(value, d) - value) < 1e-9)
    )
    return decimal(value, decimals)


def significant_ratio(ratio: float) -> str:
    """Write how many times: ×9.2, ×10.6, ×120."""
    return f"×{decimal(ratio, 0 if ratio >= 100 else 1)}"


def day(iso: str, lang: str) -> str:
    """Write a date of the form 2026-11-20: 20 Nov 2026, 2026年11月20日; other forms stay as they are."""
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    if lang == "zh":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(iso: str, lang: str) -> str:
    """Write the month of a date 2026-07-13: Jul 2026, 2026年7月; updates by their year; versions as is."""
    if lang == "zh" and iso.endswith(_UPDATE):
        return f"{iso.removesuffix(_UPDATE)}年更新版"
    try:
        when = date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
    except ValueError:
        return iso
    return f"{when.year}年{when.month}月" if lang == "zh" else f"{_MONTHS[when.month - 1]} {when.year}"


def runs(editions: Iterable[int]) -> list[str]:
    """Write editions in ascending order, three or more in a row as one: 2013, 2016–2024."""
    found: list[list[int]] = []
    for one in editions:
        if found and one == found[-1][-1] + 1:
            found[-1].append(one)
        else:
            found.append([one])
    written: list[str] = []
    for run in found:
        written += [f"{run[0]}{DASH}{run[-1]}"] if len(run) > 2 else [str(one) for one in run]
    return written


def known(value: Any) -> bool:
    """Return whether a frame's cell holds something."""
    return not pd.isna(value)


def whole(value: Any) -> int | None:
    """Return an integer of a frame's cell, None where it is missing."""
    return None if pd.isna(value) else int(value)
