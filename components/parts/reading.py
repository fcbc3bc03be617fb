"""An indicator's first and latest value, its change and its doubts: in words, and in rows of the Overview."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from dash import html

from analysis.dataset import Dataset
from analysis.evidence.progress import HARDLY, HARDLY_SCORE
from components import numbers
from components.attributes import attributes
from components.charts.pictures import sparkline
from components.numbers import known
from components.parts.badges import caveat, evidence, ring
from components.parts.series_source import vintage
from components.text import Words, markup
from data.article import HERO
from data.entries import Indicator, StrategicPillar

STRIP_INDICATORS, STRIP_PILLARS = 3, 2
RECENT = "2020"  # the last year from which a related series counts as running
UP, DOWN = "▲", "▼"
Row = Mapping[Any, Any]
"""A row of ``analysis.evidence.pillar``: one indicator, or one part of the index, of a strategic pillar."""


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
    short, unit = words.of(indicator.short), words.of(indicator.unit)
    if indicator.kind == "share" or unit.lower() in short.lower():
        return short
    # A unit after what is in brackets already joins it there.
    return words("strategy.labelled", short=short, unit=unit).replace("）（", words.language.comma)


def named(dataset: Dataset, code: str, words: Words) -> str:
    """Return the name of an indicator with its unit, or of a part of the index."""
    if indicator := dataset.catalog.indicators.get(code):
        return label(indicator, words)
    return words("strategy.gii_rank", code=code, name=words(f"gii.{code}"))


def value(indicator: Indicator, number: float, words: Words) -> str:
    """Write a value in the unit on show: 2.58%, 76.1%, 6.84, 68,558."""
    scaled = number * indicator.scale
    if indicator.kind == "share":
        return words.write(scaled, "hundredths_percent" if abs(scaled) < 10 else "percent")
    return words.write(scaled, f".{indicator.decimals}")


def hardly(t: Words) -> str:
    """Return from which change on an indicator counts as moved (analysis.evidence.progress.course)."""
    return t("strategy.hardly", share=round(100 * HARDLY), points=HARDLY_SCORE)


def reading(dataset: Dataset, row: Row, words: Words) -> Reading | None:
    """Return the reading of an indicator's row, China since the year of the claim; None without a value."""
    if not numbers.known(row["last"]):
        return None
    indicator = dataset.catalog.indicators[str(row["code"])]
    name, sources = label(indicator, words), tuple(str(row["sources"]).split())
    last, last_year = value(indicator, row["last"], words), str(int(row["last_year"]))
    if not numbers.known(row["change"]):
        missing, doubt = words("missing"), words("strategy.single_year", year=last_year)
        return Reading(name, missing, "", last, last_year, missing, "", (doubt,), sources)
    unit = "points" if indicator.kind == "share" else "times" if row["how"] == "ratio" else "change"
    return Reading(
        name=name,
        first=value(indicator, row["first"], words),
        first_year=str(int(row["first_year"])),
        last=last,
        last_year=last_year,
        change=change(indicator, row, words),
        unit=words(f"strategy.{unit}_since", year=int(row["first_year"])),
        caveats=caveats(dataset, row, words),
        sources=sources,
    )


def change(indicator: Indicator, row: Row, words: Words) -> str:
    """Write the change of a row with its triangle: ▲ ×4.3, ▲ +0.70; its unit is said beside it."""
    if row["how"] == "ratio":
        arrow = UP if row["change"] > 1 else DOWN if row["change"] < 1 else ""
        return f"{arrow} {numbers.significant_ratio(row['change'], words.lang)}".strip()
    scaled = row["change"] * indicator.scale
    biggest = max(abs(row["first"]), abs(row["last"])) * indicator.scale
    decimals = (2 if biggest < 10 else 1) if indicator.kind == "share" else indicator.decimals
    arrow = UP if scaled > 0 else DOWN if scaled < 0 else ""
    return f"{arrow} {numbers.decimal(scaled, decimals, words.lang, sign=True)}".strip()


def written(dataset: Dataset, row: Row, end: str, words: Words) -> str:
    """Write the first, last or highest (peak) value of a row: a rank of the index; blank without."""
    if not numbers.known(row[end]):
        return ""
    if row["kind"] == "gii":
        return numbers.ordinal(int(row[end]), words.lang)
    return value(dataset.catalog.indicators[str(row["code"])], float(row[end]), words)


def peak(dataset: Dataset, row: Row, words: Words) -> str:
    """Return the highest value of a row that has lost a tenth of it since, with its year; blank otherwise."""
    if row["kind"] == "gii" or not numbers.known(row["peak"]):
        return ""
    return words("strategy.peak", value=written(dataset, row, "peak", words), year=int(row["peak_year"]))


def other_release(dataset: Dataset, row: Row, words: Words) -> str:
    """Return what the release before gave for the newest year of both; blank where it is the same or none.

    Of one publisher and one scale: an index of another base year is another number for that alone.
    """
    known = dataset.catalog.indicators
    one = known.get(str(row["code"]))
    before = [known[code] for code in one.earlier] if one and one.base is None else []
    for other in before:
        old, new = (dataset.china(each.id).set_index("year") for each in (other, one) if each)
        years = old.index.intersection(new.index)
        if one and other.source == one.source and len(years):
            then, now = (value(one, float(found["value"][years.max()]), words) for found in (old, new))
            release = vintage(str(old["vintage"][years.max()]), words)
            line = words("strategy.other_release", release=release, year=int(years.max()), old=then, new=now)
            return line if then != now else ""
    return ""


def caveats(dataset: Dataset, row: Row, words: Words) -> tuple[str, ...]:
    """Return the computed doubts (releases, peak, gaps), breaks inside, its revision, the catalog's own."""
    indicator = dataset.catalog.indicators[str(row["code"])]
    lines = [line for line in (other_release(dataset, row, words), peak(dataset, row, words)) if line]
    if isinstance(row["missing"], str) and row["missing"]:
        lines.append(words("strategy.missing_years", years=words.listing(row["missing"].split())))
    if numbers.known(row["first_year"]):
        within = (row["first_year"], row["last_year"])
        lines += [
            words.of(one.note) for one in indicator.breaks_of(HERO) if within[0] <= one.year <= within[1]
        ]
    if indicator.id in dataset.revised:
        vintage, largest = dataset.revised[indicator.id]
        release = numbers.month(vintage, words.lang)
        by = numbers.percent(100 * largest, 1, words.lang, sign=True)
        lines.append(words("strategy.revised", release=release, change=by))
    return (*lines, *(words.of(one) for one in indicator.caveats))


def spark(
    dataset: Dataset, indicator: Indicator, size: tuple[int, int] = (212, 38), small: int | None = 106
) -> html.Span:
    """Return the sparkline of an indicator.

    ``size`` is in pixels; narrow screens get one that is ``small`` pixels wide, so that strokes keep weight.
    Each is a drawing in the page: an image would take the browser a millisecond.
    """
    frame = dataset.china(indicator.id)
    widths = {"wide": size[0], "narrow": small} if small else {"": size[0]}
    drawings = [
        html.Span(className=name or None, **attributes(data_html=sparkline(frame, width, size[1])))
        for name, width in widths.items()
    ]
    return html.Span(drawings, className="spark")


def pillar_row(dataset: Dataset, pillar: StrategicPillar, words: Words) -> html.Li:
    """Return the row as one link to the page of the pillar."""
    headline = dataset.catalog.indicators[pillar.headline]
    strength = pillar.link(pillar.headline).strength
    rows = dataset.evidence(pillar.number).to_dict("records")
    read = reading(dataset, next(row for row in rows if row["code"] == pillar.headline), words)
    head = [
        ring(pillar.number),
        html.Span(words.of(pillar.name), className="row-name"),
        evidence(strength if read else "none", words),
    ]
    values = [html.Span(words("strategy.no_data"), className="row-gap")]
    if read:
        values = [
            _figure(read.first, read.first_year, "row-first"),
            spark(dataset, headline),
            _figure(read.last, read.last_year, "row-last"),
            _figure(read.change, read.unit, "row-change"),
        ]
    parts = [
        html.Span(head, className="row-head"),
        html.Span(words.of(pillar.gist), className="row-gist"),
        html.Span(read.name if read else words.of(headline.short), className="row-indicator"),
        html.Span(values, className="row-values"),
        *([caveat(read.caveats[0])] if read and read.caveats else []),
    ]
    href = f"/{words.lang}/strategy/{pillar.slug}"
    return html.Li(html.A(parts, href=href, id=f"row-{pillar.number}", className="row"))


def _figure(number: str, below: str, css: str) -> html.Span:
    return html.Span([html.Span(number, className="fig"), html.Span(below, className="small")], className=css)


def strip(dataset: Dataset, pillar: StrategicPillar, words: Words) -> html.Div:
    """Return the related series of a pillar, shown under the trajectory while its row is pointed at.

    The same figures stand on the page of the pillar, from the same frame: a screen reader is not told twice.
    """
    rows = dataset.evidence(pillar.number).to_dict("records")
    related = [row for row in rows if row["kind"] == "indicator" and row["code"] != pillar.headline]
    pairs = [(dataset.catalog.indicators[row["code"]], reading(dataset, row, words)) for row in related]
    read = [(indicator, one) for indicator, one in pairs if one and one.first_year]
    # What still runs comes first; a series that ended long ago says little beside the trajectory.
    current = sorted(read, key=lambda pair: pair[1].last_year < RECENT)
    line = partial(spark, dataset, size=(72, 26), small=None)
    shown: list[tuple[Any, ...]] = [
        (one.name, (one.first, one.first_year), line(indicator), (one.last, one.last_year))
        for indicator, one in current[:STRIP_INDICATORS]
    ]
    ranked = [row for row in rows if row["kind"] == "gii" and known(row["first"])]
    for row in [row for row in ranked if row["code"].startswith("P")][:STRIP_PILLARS]:
        first, last = ((str(int(row[end])), str(int(row[f"{end}_year"]))) for end in ("first", "last"))
        shown.append((markup(named(dataset, row["code"], words)), first, html.Span("→"), last))
    items = []
    for name, first, between, last in shown:  # a number and its year
        ends = html.Span([first[0], html.Small(first[1])]), html.Span([html.B(last[0]), html.Small(last[1])])
        values = html.Div([ends[0], between, ends[1]], className="strip-values fig")
        items.append(html.Div([html.P(name), values], className="strip-item"))
    title = words("strategy.strip", number=pillar.number, gist=words.of(pillar.gist))
    return html.Div(
        [html.P(title, className="strip-title"), html.Div(items, className="strip-items")],
        className="strip",
        **attributes(aria_hidden="true"),
    )
