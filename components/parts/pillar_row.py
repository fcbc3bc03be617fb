"""A row of the Overview: one strategic pillar with its headline indicator, and the strip of its related series."""

from dash import html
from dash.development.base_component import Component

from analysis.progress import series
from analysis.standing import CHINA, code_series
from components import numbers
from components.figures.sparkline import sparkline
from components.parts.badges import caveat, evidence, ring
from components.parts.reading import Reading, reading
from components.site import Site
from components.text import Words, markup
from components.theme import DARK, LIGHT
from data.catalog import Indicator, StrategicPillar

STRIP_INDICATORS, STRIP_PILLARS = 3, 2


def spark(site: Site, indicator: Indicator, size: tuple[int, int] = (212, 38)) -> html.Span:
    """Return the sparkline of an indicator for both themes; the style sheet shows the one that fits."""
    frame = series(site.china, indicator.id, CHINA)
    images = [
        html.Img(src=sparkline(frame, theme, *size), alt="", className=f"only-{name}", width=size[0], height=size[1])
        for theme, name in ((LIGHT, "light"), (DARK, "dark"))
    ]
    return html.Span(images, className="spark")


def pillar_row(site: Site, pillar: StrategicPillar, words: Words) -> html.Li:
    """Return the row as one link to the evidence behind it, which stands further down the page."""
    headline = site.catalog.indicators[pillar.headline]
    strength = next(link.strength for link in pillar.links if link.indicator == pillar.headline)
    read = reading(site, headline, words)
    head = [
        ring(pillar.number),
        html.Span(pillar.name.get(words.lang), className="row-name"),
        evidence(strength if read else "none", words),
    ]
    body = _values(site, headline, read) if read else [html.Span(words("strategy.no_data"), className="row-gap")]
    indicator = html.Span(read.name if read else headline.short.get(words.lang), className="row-indicator")
    doubts = [caveat(read.caveats[0])] if read and read.caveats else []
    link = html.A(
        [html.Span(head, className="row-head"), indicator, html.Span(body, className="row-values"), *doubts],
        href=f"#pillar-{pillar.number}",
        id=f"row-{pillar.number}",
        className="row",
    )
    return html.Li(link)


def _values(site: Site, indicator: Indicator, read: Reading) -> list[Component]:
    return [
        _figure(read.first, read.first_year, "row-first"),
        spark(site, indicator),
        _figure(read.last, read.last_year, "row-last"),
        _figure(read.change, read.unit, "row-change"),
    ]


def _figure(number: str, below: str, css: str) -> html.Span:
    return html.Span([html.Span(number, className="fig"), html.Span(below, className="small")], className=css)


def strip(site: Site, pillar: StrategicPillar, words: Words) -> html.Div:
    """Return the related series of a pillar, shown under the trajectory while its row has the pointer or focus.

    The same figures stand in the evidence below, so a screen reader is not told twice.
    """
    items = [_series_item(site, site.catalog.indicators[link.indicator], words) for link in pillar.links if not link.gii and link.indicator != pillar.headline]
    shown = [item for item in items if item is not None][:STRIP_INDICATORS]
    codes = [link.indicator for link in pillar.links if link.gii and link.indicator.startswith("P")]
    shown += [_pillar_item(site, code, words) for code in codes[:STRIP_PILLARS]]
    title = html.P(words("strategy.strip", number=pillar.number), className="strip-title")
    return html.Div([title, html.Div(shown, className="strip-items")], className=f"strip strip-{pillar.number}", **{"aria-hidden": "true"})


def _series_item(site: Site, indicator: Indicator, words: Words) -> html.Div | None:
    read = reading(site, indicator, words)
    if read is None or not read.first_year:
        return None
    values = [
        html.Span([read.first, html.Small(read.first_year)]),
        spark(site, indicator, (72, 26)),
        html.Span([html.B(read.last), html.Small(read.last_year)]),
    ]
    return html.Div([html.P(read.name), html.Div(values, className="strip-values fig")], className="strip-item")


def _pillar_item(site: Site, code: str, words: Words) -> html.Div:
    rows = code_series(site.scores, CHINA, code, 2012)
    cells = [
        numbers.rank_cell(*(numbers.whole(row[name]) for name in ("rank", "rank_low", "rank_high")), words("missing"))
        for row in (rows.iloc[0], rows.iloc[-1])
    ]
    values = [
        html.Span([cells[0], html.Small(str(int(rows["edition"].iloc[0])))]),
        html.Span("→"),
        html.Span([html.B(cells[1]), html.Small(str(int(rows["edition"].iloc[-1])))]),
    ]
    name = words("strategy.gii_rank", code=code, name=words(f"gii.{code}"))
    return html.Div([html.P(markup(name)), html.Div(values, className="strip-values fig")], className="strip-item")
