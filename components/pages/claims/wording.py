"""The words of one claim: figures as each kind is written, texts with figures filled in, tests, sources."""

from collections import Counter
from collections.abc import Callable
from string import Formatter

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.claims import Value
from analysis.dataset import Dataset
from analysis.verdicts import Assessment
from components import numbers
from components.measures import SHARE
from components.parts import reading
from components.text import Words
from data.catalog import Indicator
from data.claims import SUFFIXES, TOWARDS, Figure
from data.entries import Text

RANKS = ("rank", "interval", "other_rank", "standing")
COUNTS = ("with_data", "others", "others_first_ten", "other_value")
CHANGES = ("difference", "percent", "times")
IN_THE_ROW = 2  # caveats
LABELS = {
    "rank": "claims.figure.rank",
    "economies": "claims.figure.economies",
    "top_share": "claims.figure.top_share",
    "interval": "claims.figure.interval",
    "clusters": "claims.figure.clusters",
    "cluster_change": "claims.figure.cluster_change",
    "framework_changes": "claims.figure.framework_changes",
    "value": "claims.figure.value",
    "difference": "claims.figure.difference",
    "percent": "claims.figure.percent",
    "times": "claims.figure.times",
    "median_peer": "claims.figure.median_peer",
    "standing": "claims.figure.standing",
    "with_data": "claims.figure.with_data",
    "other_rank": "claims.figure.other_rank",
    "other_value": "claims.figure.other_value",
    "others": "claims.figure.others",
    "others_first_ten": "claims.figure.others_first_ten",
}
MUST = {
    "=": "claims.must.equal",
    "!=": "claims.must.differ",
    "<": "claims.must.below",
    "<=": "claims.must.at_most",
    ">": "claims.must.above",
    ">=": "claims.must.at_least",
}
WAYS = {
    "towards": "claims.way.towards",
    "flat": "claims.way.flat",
    "away": "claims.way.away",
    "none": "claims.way.none",
    None: "claims.outcome.no_data",
}
OUTCOMES = {True: "claims.outcome.holds", False: "claims.outcome.fails", None: "claims.outcome.no_data"}


def number(dataset: Dataset, figure: Figure, value: float | None, say: Words) -> str:
    """Write a number as its kind of figure is written; a missing one in the word for it."""
    if value is None:
        return say("missing")
    if figure.kind in RANKS:
        return numbers.ordinal(int(value), say.lang)
    if figure.kind == "top_share":
        return f"{SHARE.write(value)}%"
    if figure.kind == "percent":
        return f"{SHARE.write(value, sign=True)}%"
    if figure.kind == "times":
        return numbers.significant_ratio(value, say.lang)
    indicator = dataset.catalog.indicators.get(figure.series)
    if indicator is None or figure.kind in COUNTS:
        return numbers.decimal(value, 0, sign=figure.kind == "cluster_change")
    if figure.kind == "difference":
        return numbers.decimal(value * indicator.scale, indicator.decimals, sign=True)
    return reading.value(indicator, value)


def fill(dataset: Dataset, one: Assessment, text: Text, say: Words) -> str:
    """Return a text of the catalog with its figures filled in, as marked text."""
    labels, missing = dataset.labels(say.lang), say("missing")
    values: dict[str, str] = {}
    for name, figure in one.claim.figures.items():
        value = one.figures[name]
        values[name] = number(dataset, figure, value.value, say)
        values[f"{name}_year"] = missing if value.year is None else str(value.year)
        values[f"{name}_since"] = missing if value.since is None else str(value.since)
        values[f"{name}_economy"] = labels.get(value.economy, missing)
    return text.get(say.lang).format(**values)


def known(one: Assessment, text: Text) -> bool:
    """Return whether every figure that a text names has a value."""
    named = {
        name for words in text.by_language.values() for _, name, _, _ in Formatter().parse(words) if name
    }
    figures = {
        name: name.removesuffix(suffix) for name in named for suffix in SUFFIXES if name.endswith(suffix)
    }
    values = (one.figures[figures.get(name, name)] for name in named)
    return all(value.value is not None for value in values)


def doubts(dataset: Dataset, one: Assessment, say: Words) -> tuple[list[str], list[str]]:
    """Return the caveats that hold, as marked text: those of the row, the weightiest, and all others."""
    pairs = list(zip(one.claim.caveats, one.caveats, strict=True))
    found = [caveat for caveat, holds in pairs if holds and known(one, caveat.text)]
    row = [caveat for caveat in found if caveat.weighty][:IN_THE_ROW]
    rest = [caveat for caveat in found if caveat not in row]
    first, others = ([fill(dataset, one, caveat.text, say) for caveat in part] for part in (row, rest))
    return first, others


def inferred(dataset: Dataset, one: Assessment, say: Words) -> list[str]:
    """Return what limits an inference, as marked text: why nothing was tested, and the weightiest caveats."""
    why = one.claim.untestable
    return [
        *([fill(dataset, one, why, say)] if why and known(one, why) else []),
        *doubts(dataset, one, say)[0],
    ]


def evidence(one: Assessment, say: Words) -> str:
    """Return how many series of an aim moved which way, and how many are younger than the article."""
    count, recent = one.evidence
    ways = Counter(one.courses)
    parts = [say(f"claims.series.{way}", count=ways[way]) for way in ("towards", "flat", "away") if ways[way]]
    return say("claims.evidence", all=count, ways=say.listing(parts), recent=recent)


def computed(dataset: Dataset, one: Assessment, say: Words) -> str:
    """Return the values computed, in short, as marked text; the word for missing where there are none."""
    if one.claim.shown is None or all(value.value is None for value in one.figures.values()):
        return say("missing")
    return fill(dataset, one, one.claim.shown, say)


def label(dataset: Dataset, figure: Figure, value: Value, say: Words) -> str:
    """Return what a figure is, with its year or edition."""
    indicator = dataset.catalog.indicators.get(figure.series)
    if indicator is not None:
        name = indicator.short.get(say.lang)
    elif figure.series in dataset.catalog.rankings:
        name = dataset.catalog.rankings[figure.series].short.get(say.lang)
    else:
        name = say(f"gii.{figure.series}") if say.has(f"gii.{figure.series}") else figure.series
    asked = figure.year if value.year is None else value.year
    edition = numbers.edition(asked, say.lang) if isinstance(asked, int) else say("missing")
    year = str(asked) if isinstance(asked, int) else say("missing")
    since = say("missing") if value.since is None else str(value.since)
    return say(LABELS[figure.kind], name=name, year=year, since=since, edition=edition)


def tested(dataset: Dataset, one: Assessment, place: int, say: Words) -> str:
    """Return a test as one sentence: figure, number, and what it must be and is, or which way it moved."""
    figures, values = one.claim.figures, one.figures
    check, outcome = one.claim.tests[place], one.support[place]
    figure, value = figures[check.figure], values[check.figure]
    if check.op == TOWARDS:
        return say(
            "claims.move",
            label=label(dataset, figure, value, say),
            value=number(dataset, figure, value.value, say),
            way=say(WAYS[one.courses[place]]),
        )
    if isinstance(check.than, str):
        other = figures[check.than], values[check.than]
        than = number(dataset, other[0], other[1].value, say)
        than = say("claims.than", value=than, label=label(dataset, *other, say))
    else:
        than = number(dataset, figure, check.than, say)
    return say(
        "claims.test",
        label=label(dataset, figure, value, say),
        value=number(dataset, figure, value.value, say),
        must=say(MUST[check.op], than=than),
        outcome=say(OUTCOMES[outcome]),
    )


def releases(dataset: Dataset, one: Assessment) -> list[str]:
    """Return the releases that the figures of a claim rest on, those of both ends of a change included."""
    found: list[str] = []
    for name, figure in one.claim.figures.items():
        value = one.figures[name]
        if value.source:
            found.append(value.source)
        elif figure.kind in CHANGES and value.value is not None:
            rows = dataset.china(figure.series)
            found += rows.loc[rows["year"].isin([value.since, value.year]), "source"].tolist()
    return list(dict.fromkeys(found))


def sources(dataset: Dataset, one: Assessment, say: Words) -> list[Component]:
    """Return publishers as links, each with its vintages."""
    rows = dataset.sources
    vintages: dict[str, list[str]] = {}
    for release in releases(dataset, one):
        row = rows.loc[release]
        vintages.setdefault(str(row["family"]), []).append(str(row["vintage"]))
    found: list[Component] = []
    for family, dates in vintages.items():
        source = dataset.catalog.sources[family]
        named = source.short.get(say.lang)
        name = html.A(named, href=source.url, rel="noopener") if source.url else html.Span(named)
        unique = dict.fromkeys(numbers.month(date, say.lang) for date in sorted(dates))
        known = "" if family == "own_calculation" else say("list.separator").join(unique)
        found.append(html.Li([name, " ", html.Span(known, className="small")]))
    return found


def indicators(dataset: Dataset, one: Assessment, holds: Callable[[pd.DataFrame], bool]) -> list[Indicator]:
    """Return the indicators behind the tests, or behind the first figure, whose series passes `holds`."""
    names = [check.figure for check in one.claim.tests] or list(one.claim.figures)[:1]
    series = dict.fromkeys(one.claim.figures[name].series for name in names)
    known = [dataset.catalog.indicators[name] for name in series if name in dataset.catalog.indicators]
    return [indicator for indicator in known if holds(dataset.china(indicator.id))]
