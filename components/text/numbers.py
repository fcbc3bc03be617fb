"""Numbers and dates as each language writes them, by CLDR; changes are formatted from unrounded values."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from re import sub
from typing import Any

import pandas as pd
from babel import Locale
from babel.dates import DateTimePattern
from babel.numbers import NumberPattern

from data.languages import LANGUAGES, locale

MINUS = "\u2212"
DASH = "\u2013"
_PERCENT, _ONE = 0.01, 1.0


def rank_cell(bounded: Sequence[Any], missing: str) -> str:
    """Write a rank in a column: 11, 19–20 where only its bounds are known, or ``missing``.

    bounded: the rank, and its lower and upper bound.
    """
    rank, low, high = bounded
    return str(int(rank)) if is_present(rank) else interval_cell(low, high, missing)


def interval_cell(low: Any, high: Any, missing: str) -> str:
    """Write an interval of ranks in a column: 8–10, 8 where both ends are one, or the word for missing."""
    first, last = integer(low), integer(high)
    if first is None or last is None:
        return missing
    return str(first) if first == last else f"{first}{DASH}{last}"


def decimal(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    """Write a number with the language's separators and a true minus sign; ``sign`` adds + to gains."""
    return _written(float(value), decimals, lang, _ONE, sign)


@lru_cache(maxsize=4096)
def _written(value: float, decimals: int, lang: str, unit: float, sign: bool) -> str:
    """Return a number of units in the language's pattern for them; Babel takes 6 µs, and numbers recur."""
    # The exact value, for Babel would round what is printed of it: 2.675 is less than that.
    text: str = _pattern(lang, unit, decimals).apply(Decimal(abs(value)), locale(lang))
    if not round(value, decimals):  # neither gain nor loss
        return text
    return f"{MINUS if value < 0 else '+' if sign else ''}{text}"


@cache
def _pattern(lang: str, unit: float, decimals: int) -> NumberPattern:
    pattern = copy(_patterns(lang)[unit])
    pattern.frac_prec, pattern.scale = (decimals, decimals), 0
    return pattern


@cache
def _patterns(lang: str) -> dict[float, NumberPattern]:
    """Return the patterns of a language by what they count: percent, ones, and large units by size."""
    rules = locale(lang)
    return {_PERCENT: rules.percent_formats[None], _ONE: rules.decimal_formats[None], **_units(lang, "short")}


@cache
def _units(lang: str, form: str) -> dict[float, NumberPattern]:
    """Return the patterns of the large units of a language by their size, short (1k) or long (1 thousand)."""
    found: dict[float, NumberPattern] = {}
    for least, pattern in locale(lang).compact_decimal_formats[form]["other"].items():
        if pattern.pattern != "0":  # else written in full
            found.setdefault(float(int(least) // 10 ** (pattern.pattern.count("0") - 1)), pattern)
    return found


for _lang in LANGUAGES:  # before the workers are forked, who then share 5 MB of locale data
    _patterns(_lang)


def trim_zeros(value: float, most: int, lang: str) -> str:
    """Write a number with no more decimals than it needs, at most so many: 2.5, 3."""
    rounded = round(value, most)
    return decimal(value, next(few for few in range(most + 1) if round(value, few) == rounded), lang)


def error(value: float, lang: str) -> str:
    """Write a rounding error with as many decimals as it needs: 0.05, 0.005, 0.0001."""
    decimals = next((places for places in range(2, 8) if abs(round(value, places) - value) <= value / 20), 8)
    return decimal(value, decimals, lang)


def halves(value: float, lang: str, *, sign: bool = False) -> str:
    """Write places or ranks between two orders of counting: 8, 15.5; ``sign`` adds + to gains."""
    return decimal(value, 0 if float(value).is_integer() else 1, lang, sign=sign)


def arrow(gain: float, size: str, between: str = " ") -> str:
    """Write a change with its triangle: ▲ 4, ▼ 1, and 0 for none."""
    return f"▲{between}{size}" if gain > 0 else f"▼{between}{size}" if gain < 0 else "0"


def percent(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    """Write a number of percent: 12.3%; ``sign`` adds + to gains."""
    return _written(float(value), decimals, lang, _PERCENT, sign)


def whole_cell(value: Any, missing: str) -> str:
    """Write a whole number in a column, or the word for missing."""
    return missing if pd.isna(value) else str(int(value))


def short_number(value: float, lang: str) -> str:
    """Write a large number where there is little room: 850, 6.1k, 69k, 1.4m; 6.9万, 143万, 1.2亿."""
    size = abs(value)
    for unit in reversed(_patterns(lang)):
        # What would be written as 1,000k is 1.0m.
        if unit > 1 and size >= unit * (1 - 5e-4):
            scaled = value / unit
            whole_ = abs(scaled) >= 9.95 or abs(scaled - round(scaled)) < 1e-9
            return _written(scaled, 0 if whole_ else 1, lang, unit, False)
    decimals = (
        0 if size >= 100 else next(d for d in (0, 1, 2, 3) if d == 3 or abs(round(value, d) - value) < 1e-9)
    )
    return decimal(value, decimals, lang)


def large_number(value: float, lang: str) -> str:
    """Write a large sum in running text: 180 billion, 1.2 trillion; 1800亿, 1.2万亿."""
    units = _units(lang, "long")
    unit = max((one for one in units if one <= abs(value)), default=_ONE)
    scaled = round(value / unit, 2)
    pattern = _pattern(lang, _ONE, next(few for few in range(3) if round(scaled, few) == scaled))
    written = pattern.apply(Decimal(scaled), locale(lang), group_separator=False)
    return sub("0+", written, units[unit].pattern) if unit in units else written


def is_at_least_doubled(row: Mapping[Any, Any]) -> bool:
    """Return whether the latest value of a row of evidence is at least twice the first."""
    return bool(row["how"] == "ratio" and row["change"] >= 2)


def day(iso: str, lang: str) -> str:
    """Write a date of the form 2026-11-20: 20 Nov 2026, 2026年11月20日; other forms stay as they are."""
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    return _dated(when, locale(lang).date_formats["medium"], lang)


def month(iso: str, lang: str) -> str:
    """Write the month of a date 2026-07-13: Jul 2026, 2026年7月; other forms stay as they are."""
    try:
        when = date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
    except ValueError:
        return iso
    return _dated(when, locale(lang).datetime_skeletons["yMMM"], lang)


@lru_cache(maxsize=1024)
def _dated(when: date, pattern: DateTimePattern, lang: str) -> str:
    # Months have the names that are common to a language: Sep, which is Sept in Britain alone.
    return pattern.apply(when, Locale(locale(lang).language, script=locale(lang).script))


def is_present(value: Any) -> bool:
    """Return whether a frame's cell holds something."""
    return not pd.isna(value)


def is_true(flag: Any) -> bool:
    """Return whether a nullable flag of a frame's cell is set."""
    return is_present(flag) and bool(flag)


def integer(value: Any) -> int | None:
    """Return an integer of a frame's cell, None where it is missing."""
    return None if pd.isna(value) else int(value)
