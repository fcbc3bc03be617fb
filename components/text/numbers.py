"""Numbers and dates in the form of each language, by CLDR; changes are formatted from unrounded values."""

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
_PERCENT, _ONE = 0.01, 1.0  # units of numbers


def rank_cell(bounded: Sequence[Any], missing: str) -> str:
    """Write a rank in a column: 11, 19–20 where only its bounds are known, or ``missing``.

    ``bounded`` holds the rank and its lower and upper bounds.
    """
    rank, low, high = bounded
    return str(int(rank)) if is_present(rank) else interval_cell(low, high, missing)


def interval_cell(low: Any, high: Any, missing: str) -> str:
    """Write an interval of ranks in a column: 8–10, 8 if both ends are equal, or ``missing``."""
    first, last = integer(low), integer(high)
    if first is None or last is None:
        return missing
    return str(first) if first == last else f"{first}{DASH}{last}"


def decimal(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    """Write a number with the separators of the language and a true minus sign; ``sign`` adds + to gains."""
    return _format(float(value), decimals, lang, _ONE, sign)


@lru_cache(maxsize=4096)
def _format(value: float, decimals: int, lang: str, unit: float, sign: bool) -> str:
    """Write a number of units in the pattern of the language; cached, as Babel takes 6 µs a number."""
    # The exact value, because Babel would round its printed form: 2.675 is really less than that.
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
    rules = locale(lang)
    return {_PERCENT: rules.percent_formats[None], _ONE: rules.decimal_formats[None], **_units(lang, "short")}


@cache
def _units(lang: str, form: str) -> dict[float, NumberPattern]:
    """Return the patterns of large units by their size, short (1k) or long (1 thousand)."""
    units: dict[float, NumberPattern] = {}
    for minimum, pattern in locale(lang).compact_decimal_formats[form]["other"].items():
        if pattern.pattern != "0":  # else written in full
            units.setdefault(float(int(minimum) // 10 ** (pattern.pattern.count("0") - 1)), pattern)
    return units


for _lang in LANGUAGES:  # before workers are forked, so that they share 5 MB of locale data
    _patterns(_lang)


def trim_zeros(value: float, max_decimals: int, lang: str) -> str:
    """Write a number with no more decimals than it needs, and at most ``most``: 2.5, 3."""
    rounded = round(value, max_decimals)
    decimals = next(count for count in range(max_decimals + 1) if round(value, count) == rounded)
    return decimal(value, decimals, lang)


def error(value: float, lang: str) -> str:
    """Write a rounding error with as many decimals as it needs: 0.05, 0.005, 0.0001."""
    decimals = next((count for count in range(2, 8) if abs(round(value, count) - value) <= value / 20), 8)
    return decimal(value, decimals, lang)


def halves(value: float, lang: str, *, sign: bool = False) -> str:
    """Write places or ranks between two orders of counting: 8, 15.5; ``sign`` adds + to gains."""
    return decimal(value, 0 if float(value).is_integer() else 1, lang, sign=sign)


def arrow(gain: float, size: str, between: str = " ") -> str:
    """Write a change with its triangle: ▲ 4, ▼ 1, or 0."""
    return f"▲{between}{size}" if gain > 0 else f"▼{between}{size}" if gain < 0 else "0"


def percent(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    """Write a percentage: 12.3%; ``sign`` adds + to gains."""
    return _format(float(value), decimals, lang, _PERCENT, sign)


def whole_cell(value: Any, missing: str) -> str:
    """Write a whole number in a column, or the word for missing."""
    return missing if pd.isna(value) else str(int(value))


def short_number(value: float, lang: str) -> str:
    """Write a large number where space is scarce: 850, 6.1k, 69k, 1.4m; 6.9万, 143万, 1.2亿."""
    size = abs(value)
    for unit in reversed(_patterns(lang)):
        # 1,000k is written as 1.0m.
        if unit > 1 and size >= unit * (1 - 5e-4):
            scaled = value / unit
            is_whole = abs(scaled) >= 9.95 or abs(scaled - round(scaled)) < 1e-9
            return _format(scaled, 0 if is_whole else 1, lang, unit, False)
    if size >= 100:
        return decimal(value, 0, lang)
    decimals = next(count for count in (0, 1, 2, 3) if count == 3 or abs(round(value, count) - value) < 1e-9)
    return decimal(value, decimals, lang)


def large_number(value: float, lang: str) -> str:
    """Write a large sum in running text: 180 billion, 1.2 trillion; 1800亿, 1.2万亿."""
    units = _units(lang, "long")
    unit = max((size for size in units if size <= abs(value)), default=_ONE)
    scaled = round(value / unit, 2)
    decimals = next(count for count in range(3) if round(scaled, count) == scaled)
    number = _pattern(lang, _ONE, decimals).apply(Decimal(scaled), locale(lang), group_separator=False)
    return sub("0+", number, units[unit].pattern) if unit in units else number


def is_at_least_doubled(row: Mapping[Any, Any]) -> bool:
    """Return whether the latest value of a row of evidence is at least twice the first."""
    return bool(row["how"] == "ratio" and row["change"] >= 2)


def day(iso: str, lang: str) -> str:
    """Write a date such as 2026-11-20: 20 Nov 2026, 2026年11月20日; other forms are unchanged."""
    try:
        parsed = date.fromisoformat(iso)
    except ValueError:
        return iso
    return _format_date(parsed, locale(lang).date_formats["medium"], lang)


def month(iso: str, lang: str) -> str:
    """Write the month of a date such as 2026-07-13: Jul 2026, 2026年7月; other forms are unchanged."""
    try:
        when = date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
    except ValueError:
        return iso
    return _format_date(when, locale(lang).datetime_skeletons["yMMM"], lang)


@lru_cache(maxsize=1024)
def _format_date(when: date, pattern: DateTimePattern, lang: str) -> str:
    # Without a territory: "Sep", which is "Sept" in Britain only.
    return pattern.apply(when, Locale(locale(lang).language, script=locale(lang).script))


def is_present(value: Any) -> bool:
    """Return whether a cell of a DataFrame has a value."""
    return not pd.isna(value)


def is_true(flag: Any) -> bool:
    """Return whether a nullable flag in a DataFrame is set."""
    return is_present(flag) and bool(flag)


def integer(value: Any) -> int | None:
    """Return an integer from a DataFrame, None if it is missing."""
    return None if pd.isna(value) else int(value)
