"""Formats of values, by the name that a text or a column asks for: {older:from_100}, {gap:+points}."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol

import pandas as pd

from components.text import numbers

DECIMALS: Final[Mapping[str, int]] = {
    "score": 1,
    "percentile": 1,
    "points": 2,  # contribution of a part of the index to a score or its change
    "share": 1,  # a share of draws, or a rate of growth
    "index": 1,  # a series that is 100 in its base year
    "whole": 0,
    "tenths": 1,
    "hundredths": 2,
    "thousandths": 3,
}
"""Decimals of numbers by what they measure, on charts, in tables and in texts."""
PERCENT: Final[Mapping[str, int]] = {"whole_percent": 0, "percent": 1, "hundredths_percent": 2}
"""Decimals of numbers that are written with a percent sign."""
OF_ONE: Final[Mapping[str, int]] = {"of_one": 0, "rate": 1, "weight": 2}
"""Decimals of shares (0 to 1) that are written as percent."""
_ARTICLE: Final = re.compile(
    r"United |U\. Arab|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Czech Rep|DR |Lao PDR"
    r"|.*\b(Rep\.|Islands)"
)
"""Names of economies that take an article in an English sentence."""
_UPDATE: Final = re.compile(r"(\d{4}) update")
"""Name of a release of the Worldwide Governance Indicators."""
_VERSION: Final = re.compile(r"\d+\.\d+")


class Texts(Protocol):
    """The text catalog of one language (components.text.catalog.Words)."""

    lang: str

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its placeholders filled."""


def _percent_of_one(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    return numbers.percent(100 * value, decimals, lang, sign=sign)


def _with_article(name: Any, article: str, **_: str) -> str:
    return f"{article} {name}" if _ARTICLE.match(str(name)) else str(name)


def _ordinal(rank: float, t: Texts) -> str:
    """Write a rank in running text: 3rd, [第3位] (the brackets keep it on one line, see text.markup)."""
    number = int(rank)
    forms = t("writing.ordinal", rank=number).split("|")
    last = 0 if 10 <= number % 100 <= 20 else number % 10
    return forms[last if last < len(forms) else 0]


def _interval(ends: Sequence[float], t: Texts) -> str:
    low, high = map(int, ends)
    return _ordinal(low, t) if low == high else t("writing.interval", low=low, high=high)


def _small_number(number: int, t: Texts) -> str:
    forms = t("writing.small").split()
    return forms[number] if number < len(forms) else t("writing.many", number=number)


def _month(iso: str, t: Texts) -> str:
    match = _UPDATE.fullmatch(iso)
    return t("writing.update", year=match[1]) if match else numbers.month(iso, t.lang)


def _vintage(release: Any, t: Texts) -> str:
    text = str(release)
    match = _UPDATE.fullmatch(text)
    if match:
        return t("series.update", year=match[1])
    return t("series.version", version=text) if _VERSION.fullmatch(text) else _month(text, t)


def _ratio(ratio: float, t: Texts) -> str:
    return t("writing.ratio", ratio=numbers.decimal(ratio, 0 if ratio >= 100 else 1, t.lang))


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    **{name: partial(numbers.decimal, decimals=count) for name, count in DECIMALS.items()},
    **{name: partial(numbers.percent, decimals=count) for name, count in PERCENT.items()},
    **{name: partial(_percent_of_one, decimals=count) for name, count in OF_ONE.items()},
    "rank": partial(numbers.trim_zeros, max_decimals=1),  # a median may lie between two
    "day": numbers.day,
    "year": lambda value, **_: str(int(value)),
    "up_to_tenths": partial(numbers.trim_zeros, max_decimals=1),
    "up_to_hundredths": partial(numbers.trim_zeros, max_decimals=2),
    "error": numbers.error,
    "deviation": lambda value, lang: numbers.decimal(value, 5 if 0 < value < 0.0005 else 3, lang),
    "from_100": lambda value, lang: numbers.decimal(100 + value, DECIMALS["index"], lang),
    "halves": numbers.halves,
    "gain": lambda value, lang: numbers.arrow(value, numbers.halves(abs(value), lang)),
    "short": numbers.short_number,
    "large": numbers.large_number,
    **{article: partial(_with_article, article=article) for article in ("the", "The")},
    "grown": lambda by, lang: numbers.percent(100 * (by - 1), DECIMALS["share"], lang, sign=True),
    "arrow": lambda value, **_: numbers.arrow(value, str(abs(int(value)))),
}
"""Functions of a value and a language, and of ``sign`` for numbers that may be signed."""
IN_WORDS: Final[Mapping[str, Callable[[Any, Texts], str]]] = {
    "ordinal": _ordinal,
    "interval": _interval,
    "range": lambda ends, t: numbers.interval_cell(ends[0], ends[1], t("missing")),
    "bounded": lambda ranks, t: numbers.rank_cell(ranks, t("missing")),
    "edition": lambda year, t: t("writing.edition", year=year),
    "small": _small_number,
    "month": _month,
    "vintage": _vintage,
    "ratio": _ratio,
    "multiple": lambda by, t: t("writing.manifold" if by >= 2 else "writing.slight", by=by),
}
"""Functions of a value and the text catalog of a language."""


def format_value(value: Any, how: str, t: Texts) -> str:
    """Write a value, or a word for a missing one: "+points" with the sign of gains, "|points" without signs.

    ".3" writes three decimals; ``KeyError`` names an unknown format.
    """
    if value is None or value is pd.NA or value != value:  # pd.isna takes ten times as long
        return t("missing")
    if how in IN_WORDS:
        return IN_WORDS[how](value, t)
    signed = {"sign": True} if how[0] == "+" else {}
    value, name = abs(value) if how[0] == "|" else value, how.lstrip("+|")
    if name[0] == ".":
        return numbers.decimal(value, int(name[1:]), t.lang, **signed)
    return FORMATS[name](value, lang=t.lang, **signed)
