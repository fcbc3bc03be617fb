"""Numbers and dates as each language writes them; changes are formatted from unrounded values."""

from datetime import date
from typing import Any

import pandas as pd

from components.text import words

MINUS = "\u2212"
DASH = "\u2013"
_UPDATE = " update"  # as the Worldwide Governance Indicators name their releases: 2025 update


def ordinal(rank: int, lang: str) -> str:
    """Write a rank in running text: 11th, [第11位] (the brackets keep it on one line, see text.markup)."""
    forms = words(lang)("writing.ordinal", rank=rank).split("|")
    last = 0 if 10 <= rank % 100 <= 20 else rank % 10
    return forms[last if last < len(forms) else 0]


def edition(year: int, lang: str) -> str:
    """Write an edition in running text: 2012 edition, [2012年版]."""
    return words(lang)("writing.edition", year=year)


def rank_interval(low: int, high: int, lang: str) -> str:
    """Write an interval of ranks in running text: 8th to 10th, [第8至第10位]."""
    if low == high:
        return ordinal(low, lang)
    # Chinese says once that these are places.
    ends = (str(low), str(high)) if lang == "zh" else (ordinal(low, lang), ordinal(high, lang))
    return words(lang)("writing.interval", low=ends[0], high=ends[1])


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


def halves(value: float, *, sign: bool = False) -> str:
    """Write places or ranks between two orders of counting: 8, 15.5; ``sign`` adds + to gains."""
    return decimal(value, 0 if float(value).is_integer() else 1, sign=sign)


def arrow(gain: float, size: str, between: str = " ") -> str:
    """Write a change with its triangle: ▲ 4, ▼ 1, and 0 for none."""
    return f"▲{between}{size}" if gain > 0 else f"▼{between}{size}" if gain < 0 else "0"


def percent(share: float, *, sign: bool = False) -> str:
    """Write a share or a rate (0 to 1) in percent: 12.3%; ``sign`` adds + to gains."""
    return f"{decimal(100 * share, 1, sign=sign)}%"


def whole_cell(value: Any, missing: str) -> str:
    """Write a whole number in a column, or the word for missing."""
    return missing if pd.isna(value) else str(int(value))


def short(value: float, lang: str) -> str:
    """Write a large number where there is little room: 850, 6.1k, 69k, 1.4m; 6.9万, 143万, 1.2亿."""
    size = abs(value)
    for large in words(lang)("writing.large").split("|"):
        zeros, _, word = large.partition(" ")
        unit = 10.0 ** int(zeros)
        # What would be written as 1,000k is 1.0m.
        if size >= unit * (1 - 5e-4):
            scaled = value / unit
            whole_ = abs(scaled) >= 9.95 or abs(scaled - round(scaled)) < 1e-9
            return decimal(scaled, 0 if whole_ else 1) + word
    decimals = (
        0 if size >= 100 else next(d for d in (0, 1, 2, 3) if d == 3 or abs(round(value, d) - value) < 1e-9)
    )
    return decimal(value, decimals)


def significant_ratio(ratio: float, lang: str) -> str:
    """Write how many times: ×9.2, ×10.6, ×120; 9.2倍."""
    return words(lang)("writing.ratio", ratio=decimal(ratio, 0 if ratio >= 100 else 1))


def day(iso: str, lang: str) -> str:
    """Write a date of the form 2026-11-20: 20 Nov 2026, 2026年11月20日; other forms stay as they are."""
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    return words(lang)("writing.day", year=when.year, month=_month(when, lang), day=when.day)


def month(iso: str, lang: str) -> str:
    """Write the month of a date 2026-07-13: Jul 2026, 2026年7月; updates by their year; versions as is."""
    if iso.endswith(_UPDATE):
        return words(lang)("writing.update", year=iso.removesuffix(_UPDATE))
    try:
        when = date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
    except ValueError:
        return iso
    return words(lang)("writing.month", year=when.year, month=_month(when, lang))


def _month(when: date, lang: str) -> str:
    return words(lang)("writing.months").split("|")[when.month - 1]


def known(value: Any) -> bool:
    """Return whether a frame's cell holds something."""
    return not pd.isna(value)


def is_true(flag: Any) -> bool:
    """Return whether a nullable flag of a frame's cell is set."""
    return known(flag) and bool(flag)


def whole(value: Any) -> int | None:
    """Return an integer of a frame's cell, None where it is missing."""
    return None if pd.isna(value) else int(value)
