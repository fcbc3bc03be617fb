"""An indicator's first and latest value, its change and its doubts, in words."""

from dataclasses import dataclass

from analysis.progress import CLAIM_YEAR, Change, change
from components import numbers
from components.site import Site
from components.text import Words
from data.catalog import Indicator

UP, DOWN = "▲", "▼"


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


def reading(site: Site, indicator: Indicator, words: Words) -> Reading | None:
    """Return the reading of an indicator for China since the year of the claim; None without a value."""
    frame = site.china(indicator.id)
    if frame.empty:
        return None
    moved = change(frame, indicator.kind)
    name, sources = label(indicator, words), tuple(dict.fromkeys(str(source) for source in frame["source"]))
    if moved is None:
        year, only = str(int(frame["year"].iloc[0])), value(indicator, float(frame["value"].iloc[0]))
        doubt = words("strategy.single_year", year=year)
        return Reading(name, words("missing"), "", only, year, words("missing"), "", (doubt,), sources)
    return Reading(
        name=name,
        first=value(indicator, moved.first),
        first_year=str(moved.first_year),
        last=value(indicator, moved.last),
        last_year=str(moved.last_year),
        change=_change(indicator, moved),
        unit=_unit(indicator, moved, words),
        caveats=_caveats(site, indicator, moved, words),
        sources=sources,
    )


def _change(indicator: Indicator, moved: Change) -> str:
    if moved.how == "ratio":
        arrow = UP if moved.change > 1 else DOWN if moved.change < 1 else ""
        return f"{arrow} {numbers.significant_ratio(moved.change)}".strip()
    shown = moved.change * indicator.scale
    biggest = max(abs(moved.first), abs(moved.last)) * indicator.scale
    decimals = (2 if biggest < 10 else 1) if indicator.kind == "share" else indicator.decimals
    arrow = UP if shown > 0 else DOWN if shown < 0 else ""
    return f"{arrow} {numbers.decimal(shown, decimals, sign=True)}".strip()


def _unit(indicator: Indicator, moved: Change, words: Words) -> str:
    key = "points" if indicator.kind == "share" else "times" if moved.how == "ratio" else "change"
    return words(f"strategy.{key}_since", year=moved.first_year)


def _caveats(site: Site, indicator: Indicator, moved: Change, words: Words) -> tuple[str, ...]:
    """Return the computed doubts (peak, gaps), breaks inside the series, its revision, the catalog's own."""
    said = []
    if moved.peak is not None:
        said.append(words("strategy.peak", value=value(indicator, moved.peak), year=moved.peak_year))
    if moved.missing_years:
        years = words.listing([str(year) for year in moved.missing_years])
        said.append(words("strategy.missing_years", years=years))
    since = max(CLAIM_YEAR, moved.first_year)
    said += [b.note.get(words.lang) for b in indicator.breaks if since <= b.year <= moved.last_year]
    if indicator.id in site.revised:
        vintage, largest = site.revised[indicator.id]
        release, by = numbers.month(vintage, words.lang), numbers.decimal(100 * largest, 1, sign=True)
        said.append(words("strategy.revised", release=release, change=f"{by}%"))
    return (*said, *(caveat.get(words.lang) for caveat in indicator.caveats))
