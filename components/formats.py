"""How a value is written, by the name that a text or a column asks for: {older:from_100}, {gap:+points}."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from components import measures, numbers
from components.parts.series_source import vintage
from components.text import words

WAYS: Final[Mapping[str, Callable[..., str]]] = {
    "ordinal": lambda rank, lang: numbers.ordinal(int(rank), lang),
    "interval": lambda ends, lang: numbers.rank_interval(int(ends[0]), int(ends[1]), lang),
    "range": lambda ends, lang: numbers.interval_cell(ends[0], ends[1], words(lang)("missing")),
    "edition": numbers.edition,
    "small": numbers.small,
    "day": numbers.day,
    "month": numbers.month,
    "vintage": lambda value, lang: vintage(str(value), words(lang)),
    "year": lambda value, _lang: str(int(value)),
    "whole": lambda value, lang, **sign: numbers.decimal(value, 0, lang, **sign),
    "tenths": lambda value, lang, **sign: numbers.decimal(value, 1, lang, **sign),
    "hundredths": lambda value, lang, **sign: numbers.decimal(value, 2, lang, **sign),
    "thousandths": lambda value, lang, **sign: numbers.decimal(value, 3, lang, **sign),
    "up_to_hundredths": lambda value, lang: numbers.trimmed(value, 2, lang),
    "error": numbers.error,
    "deviation": lambda value, lang: numbers.decimal(value, 5 if 0 < value < 0.0005 else 3, lang),
    "percent": lambda value, lang, **sign: numbers.percent(value, 1, lang, **sign),
    "whole_percent": lambda value, lang, **sign: numbers.percent(value, 0, lang, **sign),
    "hundredths_percent": lambda value, lang: numbers.percent(value, 2, lang),
    "of_one": lambda value, lang, **sign: numbers.percent(100 * value, 0, lang, **sign),
    "rate": lambda value, lang, **sign: numbers.percent(100 * value, 1, lang, **sign),
    "weight": lambda value, lang: numbers.percent(100 * value, 2, lang),
    "from_100": lambda value, lang: measures.REBASED.write(100 + value, lang),
    "halves": numbers.halves,
    "gain": lambda value, lang: numbers.arrow(value, numbers.halves(abs(value), lang)),
    "short": numbers.short,
    "large": numbers.large,
    "ratio": numbers.significant_ratio,
    "arrow": lambda value, _lang: numbers.arrow(value, str(abs(int(value)))),
    "rank": measures.RANK.write,
    "score": measures.SCORE.write,
    "percentile": measures.PERCENTILE.write,
    "points": measures.CONTRIBUTION.write,
    "share": measures.SHARE.write,
    "index": measures.REBASED.write,
}
"""Each takes a value and a language; of a number that may be signed also ``sign``."""


def written(value: Any, how: str, lang: str) -> str:
    """Write a value, a missing one in a word: "+points" with the sign of a gain, "|points" without one.

    ".3" writes so many decimals; ``KeyError`` names an unknown way.
    """
    if value is None or value is pd.NA or value != value:  # pd.isna takes ten times as long
        return words(lang)("missing")
    signed = {"sign": True} if how[0] == "+" else {}
    value, name = abs(value) if how[0] == "|" else value, how.lstrip("+|")
    if name[0] == ".":
        return numbers.decimal(value, int(name[1:]), lang, **signed)
    return WAYS[name](value, lang, **signed)
