"""An indicator's first and latest value, its change and its doubts: in words, and in rows of the Overview."""

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
from components.text.numbers import is_at_least_doubled, is_present
from data.article import CLAIM_YEAR, FOCUS
from data.entries import Indicator, StrategicPillar
from data.languages import ORIGINAL

STRIP_INDICATORS, STRIP_PILLARS = 3, 2
RECENT = "2020"  # the last year from which a related series counts as running
UP, DOWN = "▲", "▼"
Name = str | list[str | Component]
End = tuple[str, str]
"""A number and its year."""
Row = Mapping[Any, Any]
"""A row of ``analysis.evidence.pillar``: one indicator, or one part of the index, of a strategic pillar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Words for one indicator and China: values, years, change, unit of the change, caveats."""

    name: str
    first: str
    first_year: str
    last: str
    last_year: str
    change: str
    unit: str
    caveats: tuple[str, ...]


def label(indicator: Indicator, words: Words) -> str:
    """Return the short name with its unit, except where the percent sign says it all."""
    short, (unit, _) = words.phrase(indicator.short), words.unit_of(indicator)
    if indicator.kind == "share" or unit.lower() in short.lower():
        return short
    # A unit after what is in brackets already joins it there.
    return words("strategy.labelled", short=short, unit=unit).replace("）（", words.language.comma)


def part(dataset: Dataset, code: str, t: Words) -> str:
    """Return the name of a part of the index; below the pillars that of the newest edition with them."""
    if t.has(f"gii.{code}"):
        return t(f"gii.{code}")
    parts = dataset.parts[dataset.parts["edition"] == dataset.newest_detailed]
    row = parts[parts["code"] == code].iloc[0]
    concept = dataset.catalog.concepts.get(row["concept"])
    return t.phrase(concept.name) if concept and t.lang != ORIGINAL else str(row["name"])


def named_indicator(dataset: Dataset, code: str, words: Words) -> str:
    """Return the name of an indicator with its unit, or of a part of the index."""
    if indicator := dataset.catalog.indicators.get(code):
        return label(indicator, words)
    return words("strategy.gii_rank", code=code, name=part(dataset, code, words))


def value(indicator: Indicator, number: float, words: Words) -> str:
    """Write a value in the unit on show: 2.58%, 76.1%, 6.84, 68,558."""
    scaled = number * words.unit_of(indicator)[1]
    if indicator.kind == "share":
        return words.write(scaled, "hundredths_percent" if abs(scaled) < 10 else "percent")
    return words.write(scaled, f".{indicator.decimals}")


def hardly_moved(t: Words) -> str:
    """Return from which change on an indicator counts as moved (analysis.evidence.progress.course)."""
    return t("strategy.hardly", share=round(100 * HARDLY_MOVED_SHARE), points=HARDLY_MOVED_POINTS)


def read_indicator(dataset: Dataset, row: Row, words: Words) -> Reading | None:
    """Return the reading of a row, China since the year of the claim; None without a value."""
    if not is_present(row["last"]):
        return None
    if row["kind"] == "gii":
        return _place(dataset, row, words)
    indicator, missing = dataset.catalog.indicators[str(row["code"])], words("missing")
    name, last_year = label(indicator, words), str(int(row["last_year"]))
    last = value(indicator, row["last"], words)
    if not is_present(row["change"]):
        doubt = words("strategy.single_year", year=last_year, since=CLAIM_YEAR)
        return Reading(name, missing, "", last, last_year, missing, "", (doubt,))
    unit = "points" if indicator.kind == "share" else "times" if is_at_least_doubled(row) else "change"
    first_year = str(int(row["first_year"]))
    return Reading(
        name=name,
        first=value(indicator, row["first"], words),
        first_year=first_year,
        last=last,
        last_year=last_year,
        change=change(indicator, row, words),
        unit=words(f"strategy.{unit}_since", year=first_year),
        caveats=caveats(dataset, row, words),
    )


def _place(dataset: Dataset, row: Row, words: Words) -> Reading:
    """Return the reading of a part of the index: its rank, and the places that it gained or lost."""
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
    """Write the change of a row with its triangle: ▲ ×4.3, ▲ +0.70; its unit is said beside it."""
    if is_at_least_doubled(row):
        return words("strategy.times", change=row["change"])
    if row["how"] == "ratio":
        gain, size = row["change"] - 1, words.write(row["change"], "multiple")
    else:
        scale = words.unit_of(indicator)[1]
        gain, biggest = (one * scale for one in (row["change"], max(abs(row["first"]), abs(row["last"]))))
        decimals = (2 if biggest < 10 else 1) if indicator.kind == "share" else indicator.decimals
        size = words.write(gain, f"+.{decimals}")
    arrow = UP if gain > 0 else DOWN if gain < 0 else ""
    return f"{arrow} {size}".strip()


def end_value(dataset: Dataset, row: Row, end: str, words: Words) -> str:
    """Write the first, last or highest (peak) value of a row: a rank of the index; blank without."""
    if not is_present(row[end]):
        return ""
    if row["kind"] == "gii":
        return words.write(row[end], "ordinal")
    return value(dataset.catalog.indicators[str(row["code"])], float(row[end]), words)


def peak(dataset: Dataset, row: Row, words: Words) -> str:
    """Return the highest value of a row that has lost a tenth of it since, with its year; blank otherwise."""
    if row["kind"] == "gii" or not is_present(row["peak"]):
        return ""
    return words("strategy.peak", value=end_value(dataset, row, "peak", words), year=int(row["peak_year"]))


def other_release(dataset: Dataset, row: Row, words: Words) -> str:
    """Return what the release before gave for the newest year of both; blank where it is the same or none.

    Of one publisher and one scale: an index of another base year is another number for that alone.
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
    """Return the computed doubts (releases, peak, gaps), breaks inside, its revision, the catalog's own."""
    indicator = dataset.catalog.indicators[str(row["code"])]
    lines = [line for line in (other_release(dataset, row, words), peak(dataset, row, words)) if line]
    if isinstance(row["missing"], str) and row["missing"]:
        lines.append(words("strategy.missing_years", years=words.listing(row["missing"].split())))
    if is_present(row["first_year"]):
        first, last = row["first_year"], row["last_year"]
        lines += [words.phrase(one.note) for one in indicator.breaks_of(FOCUS) if first <= one.year <= last]
    if indicator.id in dataset.revised_series:
        release, largest = dataset.revised_series[indicator.id]
        about = {"release": words.write(release, "month"), "change": words.write(largest, "+rate")}
        lines.append(words("strategy.revised", **about))
    return (*lines, *(words.phrase(one) for one in indicator.caveats_of(FOCUS)))


def spark(
    dataset: Dataset, indicator: Indicator, size: tuple[int, int] = (212, 38), small: int | None = 106
) -> html.Span:
    """Return the sparkline of an indicator.

    ``size`` is in pixels; narrow screens get one that is ``small`` pixels wide, so that strokes keep weight.
    Each is a drawing in the page: an image would take the browser a millisecond.
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
    """Return the code and the reading of what heads a strategic pillar.

    It is the headline indicator; without one, or without values of it, a linked part of the index, a pillar
    of it before others. None of both where neither has a value.
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
    """Return the row as one link to the page of the pillar."""
    code, read = headline_of(dataset, pillar, words)
    headline = dataset.catalog.indicators.get(code or pillar.headline)
    badge = evidence(pillar.link(code).strength if code else "none", words)
    head = [ring(pillar.number), html.Span(words.phrase(pillar.name), className="row-name"), badge]
    values = [html.Span(words("strategy.no_data"), className="row-gap")]
    if read:
        values = [
            _figure(read.first, read.first_year, "row-first"),
            spark(dataset, headline) if headline else html.Span(className="spark"),
            _figure(read.last, read.last_year, "row-last"),
            _figure(read.change, read.unit, "row-change"),
        ]
    parts = [
        html.Span(head, className="row-head"),
        html.Span(words.phrase(pillar.gist), className="row-gist"),
        html.Span(read.name if read else words.phrase((headline or pillar).short), className="row-indicator"),
        html.Span(values, className="row-values"),
        *([caveat(read.caveats[0])] if read and read.caveats else []),
    ]
    href = words.link(f"strategy/{pillar.slug}")
    return html.Li(html.A(parts, href=href, id=f"row-{pillar.number}", className="row"))


def _figure(number: str, below: str, css: str) -> html.Span:
    return html.Span([html.Span(number, className="fig"), html.Span(below, className="small")], className=css)


def strip(dataset: Dataset, pillar: StrategicPillar, words: Words) -> html.Div:
    """Return the related series of a pillar, shown under the trajectory while its row is pointed at.

    The same figures stand on the page of the pillar, from the same frame: a screen reader is not told twice.
    """
    rows = pillar_evidence(dataset, pillar.number).to_dict("records")
    related = [row for row in rows if row["kind"] == "indicator" and row["code"] != pillar.headline]
    pairs = [
        (dataset.catalog.indicators[row["code"]], read_indicator(dataset, row, words)) for row in related
    ]
    read = [(indicator, one) for indicator, one in pairs if one and one.first_year]
    # What still runs comes first; a series that ended long ago says little beside the trajectory.
    current = sorted(read, key=lambda pair: pair[1].last_year < RECENT)
    items = []

    def item(name: Name, first: End, between: html.Span, last: End) -> None:
        start = html.Span([first[0], html.Small(first[1])])
        end = html.Span([html.B(last[0]), html.Small(last[1])])
        values = html.Div([start, between, end], className="strip-values fig")
        items.append(html.Div([html.P(name), values], className="strip-item"))

    for indicator, one in current[:STRIP_INDICATORS]:
        line = spark(dataset, indicator, size=(72, 26), small=None)
        item(one.name, (one.first, one.first_year), line, (one.last, one.last_year))
    ranked = [row for row in rows if row["kind"] == "gii" and is_present(row["first"])]
    for row in [row for row in ranked if row["code"].startswith("P")][:STRIP_PILLARS]:
        first, last = ((str(int(row[end])), str(int(row[f"{end}_year"]))) for end in ("first", "last"))
        item(markup(named_indicator(dataset, row["code"], words)), first, html.Span("→"), last)
    title = words("strategy.strip", number=pillar.number, gist=words.phrase(pillar.gist))
    return html.Div(
        [html.P(title, className="strip-title"), html.Div(items, className="strip-items")],
        className="strip",
        **attributes(aria_hidden="true"),
    )
