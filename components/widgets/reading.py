"""The first and latest value of an indicator, its change and doubts, as texts and as rows of the Overview."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence.pillar import pillar_evidence
from analysis.evidence.progress import HARDLY_MOVED_POINTS, HARDLY_MOVED_SHARE, china_series
from components.cards.badges import caveat, evidence, ring
from components.charts.pictures import sparkline
from components.text.attributes import attributes
from components.text.catalog import Words, markup
from components.text.keys import INDEX_PARTS
from components.text.numbers import is_at_least_doubled, is_present
from data.article import CLAIM_YEAR, FOCUS
from data.entries import Indicator, StrategicPillar
from data.languages import ORIGINAL

MAX_STRIP_INDICATORS, MAX_STRIP_PILLARS = 3, 2
MIN_LAST_YEAR = "2020"  # of a related series that counts as running
UP, DOWN = "▲", "▼"
Name = str | list[str | Component]
End = tuple[str, str]
"""A number and its year."""
Row = Mapping[Any, Any]
"""A row of ``analysis.evidence.pillar``: an indicator or a part of the index of a strategic pillar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts for one indicator and China; unit is that of the change."""

    name: str
    first: str
    first_year: str
    last: str
    last_year: str
    change: str
    unit: str
    caveats: tuple[str, ...]


def label(indicator: Indicator, words: Words) -> str:
    """Return the short name with its unit, without it where values have a percent sign."""
    short, (unit, _) = words.phrase(indicator.short), words.unit_of(indicator)
    if indicator.kind == "share" or unit.lower() in short.lower():
        return short
    # A name that ends with brackets and a unit in brackets share one pair.
    return words("strategy.labelled", short=short, unit=unit).replace("）（", words.language.comma)


def part(dataset: Dataset, code: str, t: Words) -> str:
    """Return the name of a part of the index, below the pillars as in the newest edition with indicators."""
    if code in INDEX_PARTS:
        return t(INDEX_PARTS[code])
    parts = dataset.parts[dataset.parts["edition"] == dataset.newest_detailed]
    row = parts[parts["code"] == code].iloc[0]
    concept = dataset.catalog.concepts.get(row["concept"])
    return t.phrase(concept.name) if concept and t.lang != ORIGINAL else str(row["name"])


def named_indicator(dataset: Dataset, code: str, words: Words) -> str:
    """Return the name of an indicator with its unit, or of a part of the index."""
    indicator = dataset.catalog.indicators.get(code)
    if indicator:
        return label(indicator, words)
    return words("strategy.gii_rank", code=code, name=part(dataset, code, words))


def value(indicator: Indicator, number: float, words: Words) -> str:
    """Write a value in the unit that texts count in: 2.58%, 76.1%, 6.84, 68,558."""
    scaled = number * words.unit_of(indicator)[1]
    if indicator.kind == "share":
        return words.write(scaled, "hundredths_percent" if abs(scaled) < 10 else "percent")
    return words.write(scaled, f".{indicator.decimals}")


def hardly_moved(t: Words) -> str:
    """Return the largest change that counts as hardly moved (analysis.evidence.progress.course)."""
    return t("strategy.hardly", share=round(100 * HARDLY_MOVED_SHARE), points=HARDLY_MOVED_POINTS)


def read_indicator(dataset: Dataset, row: Row, words: Words) -> Reading | None:
    """Return the reading of a row, None without a value."""
    if not is_present(row["last"]):
        return None
    if row["kind"] == "gii":
        return _read_rank(dataset, row, words)
    indicator, missing = dataset.catalog.indicators[str(row["code"])], words("missing")
    name, last_year = label(indicator, words), str(int(row["last_year"]))
    last = value(indicator, row["last"], words)
    if not is_present(row["change"]):
        doubt = words("strategy.single_year", year=last_year, since=CLAIM_YEAR)
        return Reading(name, missing, "", last, last_year, missing, "", (doubt,))
    if indicator.kind == "share":
        unit = "strategy.points_since"
    else:
        unit = "strategy.times_since" if is_at_least_doubled(row) else "strategy.change_since"
    first_year = str(int(row["first_year"]))
    return Reading(
        name=name,
        first=value(indicator, row["first"], words),
        first_year=first_year,
        last=last,
        last_year=last_year,
        change=change(indicator, row, words),
        unit=words(unit, year=first_year),
        caveats=caveats(dataset, row, words),
    )


def _read_rank(dataset: Dataset, row: Row, words: Words) -> Reading:
    name, missing = named_indicator(dataset, str(row["code"]), words), words("missing")
    first, last = (end_value(dataset, row, end, words) or missing for end in ("first", "last"))
    last_year = str(int(row["last_year"]))
    if not is_present(row["change"]):
        return Reading(name, missing, "", last, last_year, missing, "", ())
    first_year, places = str(int(row["first_year"])), -int(row["change"])
    arrow = UP if places > 0 else DOWN if places < 0 else ""
    since = words("strategy.places_since", year=first_year)
    return Reading(name, first, first_year, last, last_year, f"{arrow} {abs(places)}".strip(), since, ())


def change(indicator: Indicator, row: Row, words: Words) -> str:
    """Write the change of a row with its triangle and without unit: ▲ ×4.3, ▲ +0.70."""
    if is_at_least_doubled(row):
        return words("strategy.times", change=row["change"])
    if row["how"] == "ratio":
        gain, size = row["change"] - 1, words.write(row["change"], "multiple")
    else:
        scale = words.unit_of(indicator)[1]
        gain, largest = row["change"] * scale, max(abs(row["first"]), abs(row["last"])) * scale
        decimals = (2 if largest < 10 else 1) if indicator.kind == "share" else indicator.decimals
        size = words.write(gain, f"+.{decimals}")
    arrow = UP if gain > 0 else DOWN if gain < 0 else ""
    return f"{arrow} {size}".strip()


def end_value(dataset: Dataset, row: Row, end: str, words: Words) -> str:
    """Write the first, last or peak value of a row, for parts of the index a rank; "" without a value."""
    if not is_present(row[end]):
        return ""
    if row["kind"] == "gii":
        return words.write(row[end], "ordinal")
    return value(dataset.catalog.indicators[str(row["code"])], float(row[end]), words)


def peak(dataset: Dataset, row: Row, words: Words) -> str:
    """Return the peak of a row with its year if a tenth of it is lost since, else ""."""
    if row["kind"] == "gii" or not is_present(row["peak"]):
        return ""
    return words("strategy.peak", value=end_value(dataset, row, "peak", words), year=int(row["peak_year"]))


def other_release(dataset: Dataset, row: Row, words: Words) -> str:
    """Return what the release before gave for the newest common year, "" where the values are the same.

    Only releases of one publisher are compared, and no indices, which differ by their base years alone.
    """
    indicators = dataset.catalog.indicators
    indicator = indicators.get(str(row["code"]))
    if indicator is None or indicator.base is not None:
        return ""
    new = china_series(dataset, indicator.id).set_index("year")
    for other in (indicators[code] for code in indicator.earlier):
        old = china_series(dataset, other.id).set_index("year")
        years = old.index.intersection(new.index)
        if other.source == indicator.source and len(years):
            year = years.max()
            then, now = (value(indicator, float(frame["value"][year]), words) for frame in (old, new))
            release = words.write(str(old["vintage"][year]), "vintage")
            line = words("strategy.other_release", release=release, year=int(year), old=then, new=now)
            return line if then != now else ""
    return ""


def caveats(dataset: Dataset, row: Row, words: Words) -> tuple[str, ...]:
    """Return all caveats of a row: releases, peak, gaps, breaks, revisions, and those of the catalog."""
    indicator = dataset.catalog.indicators[str(row["code"])]
    lines = [line for line in (other_release(dataset, row, words), peak(dataset, row, words)) if line]
    if isinstance(row["missing"], str) and row["missing"]:
        lines.append(words("strategy.missing_years", years=words.listing(row["missing"].split())))
    if is_present(row["first_year"]):
        first, last = row["first_year"], row["last_year"]
        breaks = [entry for entry in indicator.breaks_of(FOCUS) if first <= entry.year <= last]
        lines += [words.phrase(entry.note) for entry in breaks]
    if indicator.id in dataset.revised_series:
        release, largest = dataset.revised_series[indicator.id]
        values = {"release": words.write(release, "month"), "change": words.write(largest, "+rate")}
        lines.append(words("strategy.revised", **values))
    return (*lines, *map(words.phrase, indicator.caveats_of(FOCUS)))


def spark(
    dataset: Dataset, indicator: Indicator, size: tuple[int, int] = (212, 38), small: int | None = 106
) -> html.Span:
    """Return the sparkline of an indicator as inline SVG, which browsers draw faster than images.

    size: width and height in px; small: width in px of a second drawing for narrow screens, which keeps the
    weight of strokes.
    """
    frame = china_series(dataset, indicator.id)
    widths = {"wide": size[0], "narrow": small} if small else {"": size[0]}
    drawings = [
        html.Span(className=name or None, **attributes(data_html=sparkline(frame, width, size[1])))
        for name, width in widths.items()
    ]
    return html.Span(drawings, className="spark")


def headline_of(
    dataset: Dataset, pillar: StrategicPillar, words: Words
) -> tuple[str, Reading] | tuple[None, None]:
    """Return the code and the reading of the headline of a strategic pillar.

    The headline is the pillar's headline indicator or, where it has no values, a linked part of the index,
    GII pillars first. Both are None where no row has a value.
    """
    rows = [
        row for row in pillar_evidence(dataset, pillar.number).to_dict("records") if is_present(row["last"])
    ]
    parts = [row for row in rows if row["kind"] == "gii"]
    parts.sort(key=lambda row: not str(row["code"]).startswith("P"))
    row = next((row for row in [*rows, *parts] if row["code"] == pillar.headline), next(iter(parts), None))
    read = read_indicator(dataset, row, words) if row else None
    return (str(row["code"]), read) if row and read else (None, None)


def pillar_row(dataset: Dataset, pillar: StrategicPillar, words: Words) -> html.Li:
    """Return the row of a pillar as one link to its page."""
    code, reading = headline_of(dataset, pillar, words)
    headline = dataset.catalog.indicators.get(code or pillar.headline)
    badge = evidence(pillar.link(code).strength if code else "none", words)
    head = [ring(pillar.number), html.Span(words.phrase(pillar.name), className="row-name"), badge]
    values = [html.Span(words("strategy.no_data"), className="row-gap")]
    name = words.phrase((headline or pillar).short)
    if reading:
        name = reading.name
        values = [
            _figure(reading.first, reading.first_year, "row-first"),
            spark(dataset, headline) if headline else html.Span(className="spark"),
            _figure(reading.last, reading.last_year, "row-last"),
            _figure(reading.change, reading.unit, "row-change"),
        ]
    parts = [
        html.Span(head, className="row-head"),
        html.Span(words.phrase(pillar.gist), className="row-gist"),
        html.Span(name, className="row-indicator"),
        html.Span(values, className="row-values"),
        *([caveat(reading.caveats[0])] if reading and reading.caveats else []),
    ]
    href = words.link(f"strategy/{pillar.slug}")
    return html.Li(html.A(parts, href=href, id=f"row-{pillar.number}", className="row"))


def _figure(number: str, below: str, css: str) -> html.Span:
    return html.Span([html.Span(number, className="fig"), html.Span(below, className="small")], className=css)


def strip(dataset: Dataset, pillar: StrategicPillar, words: Words) -> html.Div:
    """Return the related series of a pillar, visible below the trajectory while its row is pointed at.

    Screen readers skip it, since the page of the pillar has the same figures.
    """
    rows = pillar_evidence(dataset, pillar.number).to_dict("records")
    readings = []
    for row in rows:
        if row["kind"] == "indicator" and row["code"] != pillar.headline:
            reading = read_indicator(dataset, row, words)
            if reading and reading.first_year:
                readings.append((dataset.catalog.indicators[row["code"]], reading))
    # Running series come first; a series that ended long ago says little beside the trajectory.
    readings.sort(key=lambda pair: pair[1].last_year < MIN_LAST_YEAR)
    items = []

    def add_item(name: Name, first: End, between: html.Span, last: End) -> None:
        start = html.Span([first[0], html.Small(first[1])])
        end = html.Span([html.B(last[0]), html.Small(last[1])])
        values = html.Div([start, between, end], className="strip-values fig")
        items.append(html.Div([html.P(name), values], className="strip-item"))

    for indicator, reading in readings[:MAX_STRIP_INDICATORS]:
        line = spark(dataset, indicator, size=(72, 26), small=None)
        add_item(reading.name, (reading.first, reading.first_year), line, (reading.last, reading.last_year))
    ranked = [row for row in rows if row["kind"] == "gii" and is_present(row["first"])]
    for row in [row for row in ranked if row["code"].startswith("P")][:MAX_STRIP_PILLARS]:
        first, last = ((str(int(row[end])), str(int(row[f"{end}_year"]))) for end in ("first", "last"))
        add_item(markup(named_indicator(dataset, row["code"], words)), first, html.Span("→"), last)
    title = words("strategy.strip", number=pillar.number, gist=words.phrase(pillar.gist))
    return html.Div(
        [html.P(title, className="strip-title"), html.Div(items, className="strip-items")],
        className="strip",
        **attributes(aria_hidden="true"),
    )
