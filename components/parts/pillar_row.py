"""A row of the Overview: one strategic pillar, its headline indicator, the strip of related series."""

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.attributes import attributes
from components.charts.small_pictures import sparkline
from components.numbers import known
from components.parts.badges import caveat, evidence, ring
from components.parts.reading import Reading, Row, reading
from components.text import Words, markup
from data.catalog import Indicator, StrategicPillar

STRIP_INDICATORS, STRIP_PILLARS = 3, 2
RECENT = "2020"  # the last year from which a related series counts as running


def spark(
    dataset: Dataset, indicator: Indicator, size: tuple[int, int] = (212, 38), small: int | None = 106
) -> html.Span:
    """Return the sparkline of an indicator.

    ``size`` is in pixels; narrow screens get one that is ``small`` pixels wide, so that strokes keep weight.
    scripts/static_markup.js puts the drawing into the page: each image would take the browser a millisecond.
    """
    frame = dataset.china(indicator.id)
    widths = {"wide": size[0], "narrow": small} if small else {"": size[0]}
    drawings = [
        html.Span(className=name or None, **attributes(data_svg=sparkline(frame, width, size[1])))
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
        html.Span(pillar.name.get(words.lang), className="row-name"),
        evidence(strength if read else "none", words),
    ]
    body = (
        _values(dataset, headline, read)
        if read
        else [html.Span(words("strategy.no_data"), className="row-gap")]
    )
    gist = html.Span(pillar.gist.get(words.lang), className="row-gist")
    indicator = html.Span(read.name if read else headline.short.get(words.lang), className="row-indicator")
    doubts = [caveat(read.caveats[0])] if read and read.caveats else []
    link = html.A(
        [
            html.Span(head, className="row-head"),
            gist,
            indicator,
            html.Span(body, className="row-values"),
            *doubts,
        ],
        href=f"/{words.lang}/strategy/{pillar.slug}",
        id=f"row-{pillar.number}",
        className="row",
    )
    return html.Li(link)


def _values(dataset: Dataset, indicator: Indicator, read: Reading) -> list[Component]:
    return [
        _figure(read.first, read.first_year, "row-first"),
        spark(dataset, indicator),
        _figure(read.last, read.last_year, "row-last"),
        _figure(read.change, read.unit, "row-change"),
    ]


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
    shown = [_series_item(dataset, indicator, one) for indicator, one in current[:STRIP_INDICATORS]]
    ranked = [row for row in rows if row["kind"] == "gii" and known(row["first"])]
    parts = [row for row in ranked if row["code"].startswith("P")]
    shown += [_pillar_item(row, words) for row in parts[:STRIP_PILLARS]]
    title = html.P(
        words("strategy.strip", number=pillar.number, gist=pillar.gist.get(words.lang)),
        className="strip-title",
    )
    return html.Div(
        [title, html.Div(shown, className="strip-items")],
        className=f"strip strip-{pillar.number}",
        **attributes(aria_hidden="true"),
    )


def _series_item(dataset: Dataset, indicator: Indicator, read: Reading) -> html.Div:
    values = [
        html.Span([read.first, html.Small(read.first_year)]),
        spark(dataset, indicator, (72, 26), None),
        html.Span([html.B(read.last), html.Small(read.last_year)]),
    ]
    return html.Div(
        [html.P(read.name), html.Div(values, className="strip-values fig")], className="strip-item"
    )


def _pillar_item(row: Row, words: Words) -> html.Div:
    ends = [(str(int(row[end])), str(int(row[f"{end}_year"]))) for end in ("first", "last")]
    values = [
        html.Span([ends[0][0], html.Small(ends[0][1])]),
        html.Span("→"),
        html.Span([html.B(ends[1][0]), html.Small(ends[1][1])]),
    ]
    name = words("strategy.gii_rank", code=row["code"], name=words(f"gii.{row['code']}"))
    return html.Div(
        [html.P(markup(name)), html.Div(values, className="strip-values fig")], className="strip-item"
    )
