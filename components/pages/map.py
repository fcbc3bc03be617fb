"""Map: where in the world are the economies that lead the index, and where those that follow?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames.tile_map import TILES
from analysis.standing import CHINA
from analysis.tile_map import BEST, STEPS, Choice, best
from components import numbers
from components.attributes import attributes, button
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.tile_map import WIDTHS, Grid, tile_chart
from components.numbers import known
from components.pages.compare.page import measure_names
from components.pages.compare.view import line, table_text
from components.pages.map_view import View
from components.parts.citation import citation, cited
from components.parts.controls import Controls
from components.parts.drawn_table import drawn_table
from components.parts.figure_card import Content, Credit, figure_card
from components.parts.series_source import source_line
from components.text import markup, plain, words
from components.view import licence

GII = "GII"
PAGE = "map"
CARD = Card(PAGE, "map", (TILES,), height=1130)
CARDS = (CARD,)
FINDING, DECK, LEGEND, REGIONS, CONTROLS, AT = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "legend", "regions", "controls", "at")
)
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, LEGEND, REGIONS, AT)),
        *((name, "children") for name in (CARD.measure_line, CARD.source, *CARD.credit)),
        (CARD.plot, "aria-label"),
        (CARD.figures, "data"),
        (CARD.rows, "data"),
        (CARD.data, "href"),
        (CONTROLS, "className"),
    ),
    cards=(CARD,),
    tables=(CARD.prefix,),
    replaced=("edition",),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, finding = view.t, _finding(view)
    return [
        html.H1(markup(finding), id=FINDING),
        html.P(markup(_deck(view)), id=DECK, className="deck"),
        _controls(view),
        html.Div(
            [
                html.Div(_legend(view), id=LEGEND, className="map-legend"),
                figure_card(CARD, _content(view, plain(finding), _table(view)), t),
                html.Div(_regions(view), id=REGIONS, className="map-best"),
            ],
            className="map-grid",
        ),
        dcc.Store(id=CARD.figures, data=_figures(view)),
        CALLBACKS.address(PAGE, dataset),
    ]


def _controls(view: View) -> html.Div:
    t, dataset, chosen = view.t, view.dataset, view.choice
    controls = Controls(PAGE, chosen, dataset, t, measure_names(dataset, t.lang))
    return html.Div(
        [
            controls.select("measure", searchable=True),
            controls.segmented("show"),
            html.Div(controls.select("against"), className="map-against"),
            html.Div(controls.segmented("part"), className="map-part"),
            _slider(view),
        ],
        id=CONTROLS,
        className=f"controls map-controls show-{chosen.show}",
    )


def _slider(view: View) -> html.Div:
    """Return the slider over the editions with its button, which goes through them (scripts/play.js)."""
    t, editions = view.t, view.dataset.editions
    label = t("controls.edition")
    about = {"data_play": f"{PAGE}-edition", "data_pause": t("map.pause"), "data_places": str([*editions])}
    play = button(t("map.play"), "button play", data_action="play", **about)
    track = dcc.Slider(
        id=f"{PAGE}-edition",
        min=editions[0],
        max=editions[-1],
        step=None,
        value=view.choice.edition,
        marks={str(one): {"label": ""} for one in editions},
        included=False,
        updatemode="mouseup",
        allow_direct_input=False,
    )
    group = attributes(aria_label=label)
    return html.Div(
        [
            html.Span(label, className="control-label"),
            play,
            html.Div(track, className="slider-track", role="group", **group),
            html.Output(str(view.choice.edition), id=AT, className="fig"),
        ],
        className="control map-edition",
    )


def _finding(view: View) -> str:
    """Return which region has most of the best, or how many gained; and where China is."""
    t, china, rows = view.t, view.china, view.rows
    place = view.ordinal(int(china["rank"])) if known(china["rank"]) else ""
    if view.choice.show == "change":
        gains = pd.Series([row["change"] for row in rows], dtype="Float64").dropna()
        moved = {"up": int((gains > 0).sum()), "down": int((gains < 0).sum()), "against": view.found.against}
        places = numbers.whole(china["change"])
        if places is None or view.measure.id != GII:
            return t("map.finding.other_change", measure=view.name, **moved)
        key = "up" if places > 0 else "down" if places < 0 else "same"
        return t(f"map.finding.change_{key}", places=abs(places), **moved)
    counts = best(view.found)
    if counts.empty:
        return t("map.finding.none", measure=view.name)
    region = t(f"map.in.{counts.index[0]}")
    values = {"best": int(counts.sum()), "count": int(counts.iloc[0]), "region": region}
    if view.measure.id != GII:
        return t("map.finding.other", measure=view.name, **values)
    if view.rich:
        return t("map.finding.rich", **values)
    return t("map.finding.best" if place else "map.finding.absent", rank=place, **values)


def _deck(view: View) -> str:
    t, china = view.t, view.china
    period = view.period(view.found.period)
    deck = t("map.deck.one", count=view.found.count, period=period)
    if not known(china["rank"]):
        return deck
    return deck + t("map.deck.china", rank=view.ordinal(int(china["rank"])))


def _legend(view: View) -> list[Component]:
    """Return what the colours mean."""
    t, found = view.t, view.found
    scored = view.choice.show != "score" and view.found.frame["value"].notna().any()
    steps = []
    for step in range(1, STEPS + 1):
        if step not in found.steps:
            continue
        ends = found.steps[step]
        swatch = html.Span(className=f"tile step-{step}", **attributes(aria_hidden="true"))
        texts = [html.Span(_range(view, ends["figure"], view.choice.show))]
        if scored:
            texts.append(html.Span(_range(view, ends["value"], "score"), className="fig"))
        steps.append(html.Li([swatch, *texts]))
    steps.append(
        html.Li([html.Span(className="tile hero-edge"), html.Span(view.called(CHINA))], className="hero-name")
    )
    absent = int(found.frame["source"].isna().sum())
    if absent:
        steps.append(html.Li([html.Span(className="tile none"), html.Span(t("map.absent", count=absent))]))
    about = t(f"map.legend.{view.choice.show}", against=found.against)
    unit = view.compared.unit(view.measure) if view.measure.related else t("map.legend.score_column")
    head = html.P([html.Span(about), *([html.Span(unit)] if scored else [])], className="small map-head")
    title = html.H2(t("map.legend.title"), className="aside-title")
    return [title, head, html.Ul(steps, className="map-steps")]


def _range(view: View, ends: tuple[float, float], show: str) -> str:
    low, high = (view.written(one, show) for one in ends)
    return low if low == high else view.t("map.range", low=low, high=high)


def _regions(view: View) -> list[Component]:
    """Return the best of the map by region, a square for each."""
    t = view.t
    counts = best(view.found)
    if view.choice.show == "change" or counts.empty:
        return []
    rows = [row for row in view.rows if known(row["rank"]) and row["rank"] <= BEST]
    items = []
    for region in counts.index:
        own = [row for row in rows if row["region"] == region]
        squares = [
            html.Span(
                className=f"tile step-{row['step']}" + (" hero-edge" if row["economy"] == CHINA else ""),
                title=view.called(row["economy"]),
            )
            for row in own
        ]
        name = html.Span([t(f"region.{region}"), html.B(str(len(own)), className="fig")])
        items.append(html.Li([name, html.Span(squares, className="map-squares")]))
    title = html.H2(t("map.best", count=len(rows)), className="aside-title")
    return [title, html.Ul(items, className="map-regions"), html.P(t("map.regions"), className="small")]


def _figures(view: View) -> str:
    tiles = [view.tile(row) for row in view.rows]
    layout = view.dataset.catalog.tiles
    rows = 1 + max(tile.row for tile in tiles)
    labels = {view.t(f"map.region.{region}"): at for region, at in layout.labels.items()}
    grid = Grid(layout.columns, rows, labels, layout.parts[view.choice.part])
    return packed(lambda least: tile_chart(tiles, grid, least), *WIDTHS)


def _content(view: View, finding: str, table: str) -> Content:
    t, found = view.t, view.found
    show = t(f"map.measure.{view.choice.show}", against=found.against)
    joins = not view.measure.related
    return Content(
        heading=t("map.heading"),
        heading_visible=False,
        finding=finding,
        measure=markup(t("map.measure.line", measure=view.name, show=show)),
        table=html.Div(drawn_table(CARD.prefix, table, t("map.caption"), cards=True)),
        source=_source(view),
        data_address=view.download(TILES.name, view.choice.chosen(view.dataset)),
        credit=_credit(view, finding),
        quote=t("overview.quote") if joins else "",
        note=t("map.note"),
    )


def _editions(view: View) -> list[int]:
    """Return the editions whose figures the map shows: its tips and its table have the change since one."""
    return sorted({view.found.period, view.found.against})


def _source(view: View) -> list[str | Component]:
    t, found = view.t, view.found
    if view.measure.related:
        rows = found.frame[found.frame["source"].notna()]
        return source_line(view.dataset, rows, t, own=True)
    editions, licences = _editions(view), view.dataset.licences
    stated = {one: licence(view.dataset, licences.get(one), t) for one in editions}
    terms = [t("ranking.source.licence_of", edition=one, licence=name) for one, name in stated.items()]
    named = t.listing([str(one) for one in editions])
    return [t("map.source", editions=named, licences=t.listing(terms), checked=view.checked)]


def _credit(view: View, finding: str) -> Credit:
    found = view.found
    if view.measure.related:
        return cited(view.dataset, finding, sorted(set(found.frame["source"].dropna().astype(str))), view.t)
    return citation(view.dataset, finding, _editions(view), view.t)


def _table(view: View) -> str:
    t, missing, measure = view.t, view.t("missing"), view.measure
    unit = view.compared.unit(measure) if measure.related else t("compare.column.score")
    heads = [t("compare.column.economy"), t("map.column.rank"), unit, t("map.column.percentile")]
    heads.append(t("map.column.change", against=view.found.against))
    lines = []
    for row in view.rows:
        if not known(row["source"]):
            continue
        change = numbers.whole(row["change"])
        cells = [
            view.rank_cell(row),
            view.compared.value(measure, row["value"]),
            view.written(float(row["percentile"]), "percentile") if known(row["percentile"]) else missing,
            missing if change is None else numbers.arrow(change, str(abs(change))),
        ]
        lines.append(line(view.compared, str(row["economy"]), cells))
    return table_text(t, heads, lines, t("map.caption"))
