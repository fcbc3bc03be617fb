"""How a value is written, by the name that a text or a column asks for: {older:from_100}, {gap:+points}."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol

import pandas as pd

from components.text import numbers

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
_UPDATE: Final = re.compile(r"(\d{4}) update")
"""How the Worldwide Governance Indicators name their releases."""
_VERSION: Final = re.compile(r"\d+\.\d+")


class Texts(Protocol):
    """The words of one language, by key (components.text.catalog.Words)."""

    lang: str

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its placeholders filled."""


def _of_one(value: float, decimals: int, lang: str, *, sign: bool = False) -> str:
    return numbers.percent(100 * value, decimals, lang, sign=sign)


def _with_article(name: Any, article: str, **_: str) -> str:
    return f"{article} {name}" if _ARTICLE.match(str(name)) else str(name)


def _ordinal(rank: float, t: Texts) -> str:
    """Write a rank in running text: 3rd, [第3位] (the brackets keep it on one line, see text.markup)."""
    place = int(rank)
    forms = t("writing.ordinal", rank=place).split("|")
    last = 0 if 10 <= place % 100 <= 20 else place % 10
    return forms[last if last < len(forms) else 0]


def _interval(ends: Sequence[float], t: Texts) -> str:
    """Write an interval of ranks in running text: 8th to 10th, [第8至第10位]."""
    low, high = map(int, ends)
    return _ordinal(low, t) if low == high else t("writing.interval", low=low, high=high)


def _small(number: int, t: Texts) -> str:
    """Write a number of economies or places, small ones in words: four, 13; 4个."""
    forms = t("writing.small").split()
    return forms[number] if number < len(forms) else t("writing.many", number=number)


def _month(iso: str, t: Texts) -> str:
    """Write the month of a date: Jul 2026, 2026年7月; updates by their year; versions as is."""
    found = _UPDATE.fullmatch(iso)
    return t("writing.update", year=found[1]) if found else numbers.month(iso, t.lang)


def _vintage(release: Any, t: Texts) -> str:
    """Write a release: Jul 2026, 2024 update, version 11.0."""
    text = str(release)
    if found := _UPDATE.fullmatch(text):
        return t("series.update", year=found[1])
    return t("series.version", version=text) if _VERSION.fullmatch(text) else _month(text, t)


def _ratio(ratio: float, t: Texts) -> str:
    """Write how many times: ×9.2, ×10.6, ×120; 9.2倍."""
    return t("writing.ratio", ratio=numbers.decimal(ratio, 0 if ratio >= 100 else 1, t.lang))


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    **{name: partial(numbers.decimal, decimals=places) for name, places in DECIMALS.items()},
    **{name: partial(numbers.percent, decimals=places) for name, places in PERCENT.items()},
    **{name: partial(_of_one, decimals=places) for name, places in OF_ONE.items()},
    "rank": partial(numbers.trim_zeros, most=1),  # a median may lie between two
    "day": numbers.day,
    "year": lambda value, **_: str(int(value)),
    "up_to_tenths": partial(numbers.trim_zeros, most=1),
    "up_to_hundredths": partial(numbers.trim_zeros, most=2),
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
"""Each takes a value and a language; of a number that may be signed also ``sign``."""
IN_WORDS: Final[Mapping[str, Callable[[Any, Texts], str]]] = {
    "ordinal": _ordinal,
    "interval": _interval,
    "range": lambda ends, t: numbers.interval_cell(ends[0], ends[1], t("missing")),
    "bounded": lambda ranks, t: numbers.rank_cell(ranks, t("missing")),
    "edition": lambda year, t: t("writing.edition", year=year),
    "small": _small,
    "month": _month,
    "vintage": _vintage,
    "ratio": _ratio,
    "multiple": lambda by, t: t(f"writing.{'manifold' if by >= 2 else 'slight'}", by=by),
}
"""Each takes a value and the words of a language."""


def format_value(value: Any, how: str, t: Texts) -> str:
    """Write a value, a missing one in a word: "+points" with the sign of a gain, "|points" without one.

    ".3" writes so many decimals; ``KeyError`` names an unknown way.
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
