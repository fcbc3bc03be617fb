"""An indicator's first and latest value, its change and its doubts, in words."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.dataset import Dataset
from analysis.progress import HARDLY, HARDLY_SCORE
from analysis.standing import CHINA
from components import numbers
from components.text import Words
from data.catalog import Indicator

UP, DOWN = "▲", "▼"
Row = Mapping[Hashable, Any]
"""A row of ``analysis.evidence``: one indicator, or one part of the index, of a strategic pillar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Words for one indicator and China: values, years, change, unit of the change, caveats, sources."""

    name: str
    first: str
    first_year: str
    last: str
    last_year: str
    change: str
    unit: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]


def label(indicator: Indicator, words: Words) -> str:
    """Return the short name with its unit, except where the percent sign says it all."""
    short, unit = indicator.short.get(words.lang), indicator.unit.get(words.lang)
    if indicator.kind == "share" or unit.lower() in short.lower():
        return short
    if words.lang == "zh":
        return f"{short[:-1]}，{unit}）" if short.endswith("）") else f"{short}（{unit}）"
    return f"{short}, {unit}"


def value(indicator: Indicator, number: float) -> str:
    """Write a value in the unit on show: 2.58%, 76.1%, 6.84, 68,558."""
    shown = number * indicator.scale
    if indicator.kind == "share":
        return f"{numbers.decimal(shown, 2 if abs(shown) < 10 else 1)}%"
    return numbers.decimal(shown, indicator.decimals)


def hardly(say: Words) -> str:
    """Return from which change on an indicator counts as moved (analysis.progress.course)."""
    return say("strategy.hardly", share=round(100 * HARDLY), points=HARDLY_SCORE)


def reading(dataset: Dataset, row: Row, words: Words) -> Reading | None:
    """Return the reading of an indicator's row, China since the year of the claim; None without a value."""
    if not numbers.known(row["last"]):
        return None
    indicator = dataset.catalog.indicators[str(row["code"])]
    name, sources = label(indicator, words), tuple(str(row["sources"]).split())
    last, last_year = value(indicator, row["last"]), str(int(row["last_year"]))
    if not numbers.known(row["change"]):
        missing, doubt = words("missing"), words("strategy.single_year", year=last_year)
        return Reading(name, missing, "", last, last_year, missing, "", (doubt,), sources)
    return Reading(
        name=name,
        first=value(indicator, row["first"]),
        first_year=str(int(row["first_year"])),
        last=last,
        last_year=last_year,
        change=change(indicator, row, words),
        unit=_unit(indicator, row, words),
        caveats=caveats(dataset, row, words),
        sources=sources,
    )


def change(indicator: Indicator, row: Row, words: Words) -> str:
    """Write the change of a row with its triangle: ▲ ×4.3, ▲ +0.70; its unit is said beside it."""
    if row["how"] == "ratio":
        arrow = UP if row["change"] > 1 else DOWN if row["change"] < 1 else ""
        return f"{arrow} {numbers.significant_ratio(row['change'], words.lang)}".strip()
    shown = row["change"] * indicator.scale
    biggest = max(abs(row["first"]), abs(row["last"])) * indicator.scale
    decimals = (2 if biggest < 10 else 1) if indicator.kind == "share" else indicator.decimals
    arrow = UP if shown > 0 else DOWN if shown < 0 else ""
    return f"{arrow} {numbers.decimal(shown, decimals, sign=True)}".strip()


def _unit(indicator: Indicator, row: Row, words: Words) -> str:
    key = "points" if indicator.kind == "share" else "times" if row["how"] == "ratio" else "change"
    return words(f"strategy.{key}_since", year=int(row["first_year"]))


def caveats(dataset: Dataset, row: Row, words: Words) -> tuple[str, ...]:
    """Return the computed doubts (peak, gaps), breaks inside the series, its revision, the catalog's own."""
    indicator, lines = dataset.catalog.indicators[str(row["code"])], []
    if numbers.known(row["peak"]):
        lines.append(words("strategy.peak", value=value(indicator, row["peak"]), year=int(row["peak_year"])))
    if isinstance(row["missing"], str) and row["missing"]:
        lines.append(words("strategy.missing_years", years=words.listing(row["missing"].split())))
    if numbers.known(row["first_year"]):
        within = (row["first_year"], row["last_year"])
        lines += [
            one.note.get(words.lang)
            for one in indicator.breaks_of(CHINA)
            if within[0] <= one.year <= within[1]
        ]
    if indicator.id in dataset.revised:
        vintage, largest = dataset.revised[indicator.id]
        release, by = numbers.month(vintage, words.lang), numbers.percent(largest, sign=True)
        lines.append(words("strategy.revised", release=release, change=by))
    return (*lines, *(one.get(words.lang) for one in indicator.caveats))
