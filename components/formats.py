"""How a value is written, by the name that a text or a column asks for: {older:from_100}, {gap:+points}."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from components import numbers
from components.parts.series_source import vintage
from components.text import words

DECIMALS: Final[Mapping[str, int]] = {
    "score": 1,
    "percentile": 1,
    "points": 2,  # what a part of the index adds to a score or to its change
    "share": 1,  # a share of draws, or a rate of growth
    "index": 1,  # a series that is 100 in its base year
    "whole": 0,
    "tenths": 1,
    "hundredths": 2,
    "thousandths": 3,
}
"""The decimals of numbers by what they measure: on charts, in tables and in texts."""
PERCENT: Final[Mapping[str, int]] = {"whole_percent": 0, "percent": 1, "hundredths_percent": 2}
"""The decimals of numbers that are written with the percent sign."""
OF_ONE: Final[Mapping[str, int]] = {"of_one": 0, "rate": 1, "weight": 2}
"""The decimals of parts of one, which are written as percent."""
_ARTICLE: Final = re.compile(
    r"United |U\. Arab|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Czech Rep|DR |Lao PDR"
    r"|.*\b(Rep\.|Islands)"
)
"""The names of economies that have an article in an English sentence."""


def _of_one(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    return numbers.percent(100 * value, decimals, lang, sign=sign)


def _with_article(name: Any, article: str, **_: str) -> str:
    return f"{article} {name}" if _ARTICLE.match(str(name)) else str(name)


WAYS: Final[Mapping[str, Callable[..., str]]] = {
    **{name: partial(numbers.decimal, decimals=places) for name, places in DECIMALS.items()},
    **{name: partial(numbers.percent, decimals=places) for name, places in PERCENT.items()},
    **{name: partial(_of_one, decimals=places) for name, places in OF_ONE.items()},
    "rank": partial(numbers.trimmed, most=1),  # a median may lie between two
    "ordinal": lambda rank, lang: numbers.ordinal(int(rank), lang),
    "interval": lambda ends, lang: numbers.rank_interval(int(ends[0]), int(ends[1]), lang),
    "range": lambda ends, lang: numbers.interval_cell(ends[0], ends[1], words(lang)("missing")),
    "bounded": lambda ranks, lang: numbers.rank_cell(ranks, words(lang)("missing")),
    "edition": numbers.edition,
    "small": numbers.small,
    "day": numbers.day,
    "month": numbers.month,
    "vintage": lambda value, lang: vintage(str(value), words(lang)),
    "year": lambda value, **_: str(int(value)),
    "up_to_tenths": partial(numbers.trimmed, most=1),
    "up_to_hundredths": partial(numbers.trimmed, most=2),
    "error": numbers.error,
    "deviation": lambda value, lang: numbers.decimal(value, 5 if 0 < value < 0.0005 else 3, lang),
    "from_100": lambda value, lang: numbers.decimal(100 + value, DECIMALS["index"], lang),
    "halves": numbers.halves,
    "gain": lambda value, lang: numbers.arrow(value, numbers.halves(abs(value), lang)),
    "short": numbers.short,
    "large": numbers.large,
    "ratio": numbers.significant_ratio,
    **{article: partial(_with_article, article=article) for article in ("the", "The")},
    "multiple": lambda by, lang: words(lang)(f"writing.{'manifold' if by >= 2 else 'slight'}", by=by),
    "grown": lambda by, lang: numbers.percent(100 * (by - 1), DECIMALS["share"], lang, sign=True),
    "arrow": lambda value, **_: numbers.arrow(value, str(abs(int(value)))),
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
    return WAYS[name](value, lang=lang, **signed)
