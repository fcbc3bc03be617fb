"""Map: where in the world are the economies that lead the index, and where those that follow?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.comparison.tile_map import BEST_COUNT, STEPS, TILES, Choice, TileMap, best_economies
from analysis.comparison.views import Measure, measures
from analysis.index.ranking import group_of
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.charts.layer import figure_by_width
from components.charts.tile_map import MAP_WIDTHS, Grid, tile_chart
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import markup, plain
from components.text.keys import REGION_NAMES
from components.text.numbers import is_present
from components.widgets.controls import Controls, control_bar, list_or_map
from components.widgets.long_table import long_table
from components.widgets.measured import MeasuredView, measure_names
from components.widgets.series_source import source_line
from data.article import FOCUS

PAGE = "map"
FINDING, DECK, LEGEND, REGIONS = "map-finding", "map-deck", "map-legend", "map-regions"
CONTROLS, AT, RISE, QUOTE = "map-controls", "map-at", "map-rise", "map-quote"
_REGION_PHRASES = {
    "CSA": "map.in.CSA", "EUR": "map.in.EUR", "LCN": "map.in.LCN", "NAC": "map.in.NAC",
    "NAWA": "map.in.NAWA", "SEAO": "map.in.SEAO", "SSA": "map.in.SSA",
}  # fmt: skip
_LEGEND_HEADS = {
    "rank": "map.legend.rank", "score": "map.legend.score",
    "percentile": "map.legend.percentile", "change": "map.legend.change",
}  # fmt: skip
_FIGURE_NAMES = {
    "rank": "map.measure.rank", "score": "map.measure.score",
    "percentile": "map.measure.percentile", "change": "map.measure.change",
}  # fmt: skip


@dataclass(frozen=True)
class MapView(MeasuredView[Choice]):
    """The map of a measure in one edition, for one choice."""

    @cached_property
    def tile_map(self) -> TileMap:
        """Every economy with its tile."""
        return TILES.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the map by rank; those without a figure come last."""
        frame = self.tile_map.frame.sort_values(["rank", "rank_low", "economy"], na_position="last")
        return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]

    @cached_property
    def china(self) -> Mapping[str, Any]:
        """The row of China."""
        return next(row for row in self.rows if row["economy"] == FOCUS)

    @cached_property
    def best(self) -> list[dict[str, Any]]:
        """The rows of the best of the map."""
        return [row for row in self.rows if is_present(row["rank"]) and row["rank"] <= BEST_COUNT]

    @property
    def measure(self) -> Measure:
        """The measure on the map."""
        return measures(self.dataset)[self.choice.measure]

    @property
    def name(self) -> str:
        """The name of the measure where it stands alone."""
        return self.measure_name(self.measure, "title")

    @property
    def releases(self) -> list[str]:
        """The releases that values of a related indicator come from."""
        return sorted(set(self.tile_map.frame["source"].dropna().astype(str))) if self.measure.related else []

    @property
    def compares(self) -> bool:
        """Whether colours, tips and table are of the change since another period."""
        return self.choice.show == "change" and self.tile_map.against < self.tile_map.period

    @property
    def editions(self) -> list[int]:
        """The editions on the map; none of a related indicator."""
        if self.measure.related:
            return []
        return sorted({self.tile_map.period, *([self.tile_map.against] if self.compares else [])})

    @property
    def source(self) -> str | list[str | Component]:
        """The releases of a related indicator, or the editions of the index with their licences."""
        if self.measure.related:
            rows = self.tile_map.frame[self.tile_map.frame["source"].notna()]
            return source_line(self.dataset, rows, self.t, is_calculated=True)
        editions = self.t.listing([str(edition) for edition in self.editions])
        terms = self.t.listing(self.licences(self.editions), clauses=True)
        return self.t("map.source", editions=editions, licences=terms, checked=self.dataset.last_checked)

    def format_figure(self, value: float, show: str) -> str:
        """Write a number of the map: a score or value, percentile, rank or change of rank."""
        if show == "score":
            value = self.value_in_unit(self.measure, value)
            if abs(value) >= 1000:
                return self.t.write(value, "short")
            decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
            return self.t.write(value, f".{min(decimals, self.decimals(self.measure))}")
        if show == "percentile":
            return self.t.write(value, "up_to_tenths")
        return self.t.write(value, "+whole" if show == "change" else "whole")


def layout(view: MapView) -> list[Component]:
    """Return the page for a map."""
    t, rank = view.t, view.china["rank"]
    period = view.period(view.measure, view.tile_map.period)
    deck = t("map.deck.one", count=view.tile_map.count, period=period)
    deck += t("map.deck.china", rank=rank) if is_present(rank) else ""
    controls = Controls(PAGE, view.choice, view.dataset, t, measure_names(view.dataset, t))
    visible = [list_or_map(t, "ranking/map"), controls.play_slider("edition")]
    more = [controls.select("measure", searchable=True), controls.segmented_control("show")]
    more.append(html.Div(controls.select("against"), className="map-against"))
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck), id=DECK, className="deck roomy"),
        html.Div(
            control_bar(t, visible, more), id=CONTROLS, className=f"map-controls show-{view.choice.show}"
        ),
        html.Div(
            [
                html.Div(_legend(view), id=LEGEND, className="map-legend"),
                html.Div(controls.segmented_control("part"), className="map-part"),
                MAP.draw(view).html,
                html.P(rise(view), id=RISE, className="map-rise"),
                html.Div(_regions(view), id=REGIONS, className="map-best"),
            ],
            className="map-grid",
        ),
    ]


def finding(view: MapView) -> str:
    """Return which region has most of the best, or how many gained; and where China is."""
    t, china, is_overall = view.t, view.china, view.measure.id == "GII"
    if view.choice.show == "change":
        gains = pd.Series([row["change"] for row in view.rows], dtype="Float64").dropna()
        counts = {"up": int((gains > 0).sum()), "down": int((gains < 0).sum())}
        counts["against"] = view.tile_map.against
        places = china["change"]
        if not is_overall or not is_present(places):
            return t("map.finding.other_change", measure=view.name, **counts)
        key = "map.finding.change_up" if places > 0 else "map.finding.change_down"
        return t(key if places else "map.finding.change_same", places=places, **counts)
    best = best_economies(view.tile_map)
    if best.empty:
        return t("map.finding.none", measure=view.name)
    region = t(_REGION_PHRASES[best.index[0]])
    values = {"best": int(best.sum()), "count": int(best.iloc[0]), "region": region}
    if not is_overall:
        return t("map.finding.other", measure=view.name, **values)
    groups = group_of(view.dataset.table("gii_economies"), view.choice.edition)["income"]
    if [row["economy"] for row in view.best if groups.get(row["economy"]) != "HI"] == [FOCUS]:
        return t("map.finding.rich", **values)
    rank = numbers.integer(china["rank"])
    return t("map.finding.best" if rank else "map.finding.absent", rank=rank, **values)


def rise(view: MapView) -> list[str | Component]:
    """Return China's rank and how far it rose; phones show it at the foot of the screen."""
    t, row, against = view.t, view.china, view.tile_map.against
    parts = markup(t("map.deck.china", rank=row["rank"])) if is_present(row["rank"]) else []
    if is_present(row["change"]) and against < view.tile_map.period:
        sentence = t("map.tip.change", places=row["change"], against=against, rank=row["rank_then"])
        parts += [t.language.gap, html.A(markup(sentence), href=t.link(f"economy/{FOCUS}"))]
    return parts


def _legend(view: MapView) -> list[Component]:
    t, tile_map, show = view.t, view.tile_map, view.choice.show
    has_values = show != "score" and tile_map.frame["value"].notna().any()

    def between(ends: tuple[float, float], measure: str) -> str:
        low, high = (view.format_figure(end, measure) for end in ends)
        return low if low == high else t("map.range", low=low, high=high)

    steps = []
    for step in range(1, STEPS + 1):
        if ends := tile_map.steps.get(step):
            swatch = html.Span(className=f"tile step-{step}", **attributes(aria_hidden="true"))
            values = [html.Span(between(ends["value"], "score"), className="fig")] if has_values else []
            steps.append(html.Li([swatch, html.Span(between(ends["figure"], show)), *values]))
    focus = [html.Span(className="tile hero-edge"), html.Span(view.economy_name(FOCUS))]
    steps.append(html.Li(focus, className="hero-name"))
    if absent := int(tile_map.frame["source"].isna().sum()):
        steps.append(html.Li([html.Span(className="tile none"), html.Span(t("map.absent", count=absent))]))
    head = [html.Span(t(_LEGEND_HEADS[show], against=tile_map.against))]
    head += [html.Span(view.unit(view.measure))] if has_values else []
    return [
        html.H2(t("map.legend.title"), className="aside-title"),
        html.P(head, className="small map-head"),
        html.Ul(steps, className="map-steps"),
    ]


def _regions(view: MapView) -> list[Component]:
    t, counts = view.t, best_economies(view.tile_map)
    if view.choice.show == "change" or counts.empty:
        return []
    items = []
    for region in counts.index:
        squares = [
            html.Span(
                className=f"tile step-{row['step']}" + (" hero-edge" if row["economy"] == FOCUS else ""),
                title=view.economy_name(row["economy"]),
            )
            for row in view.best
            if row["region"] == region
        ]
        name = html.Span([t(REGION_NAMES[region]), html.B(str(len(squares)), className="fig")])
        items.append(html.Li([name, html.Span(squares, className="map-squares")]))
    title = html.H2(t("map.best", count=len(view.best)), className="aside-title")
    return [title, html.Ul(items, className="map-regions"), html.P(t("map.regions"), className="small")]


def content(view: MapView) -> Content:
    """Return every economy in its tile, with its figure and its tip, and all in the order of their ranks."""
    t, tile_map, measure, show = view.t, view.tile_map, view.measure, view.choice.show
    tiles, cells = [], {}
    for row in view.rows:
        code, figure = str(row["economy"]), ""
        if not is_present(row["source"]):
            period = plain(view.period(measure, tile_map.period))
            tip = f"<b>{view.economy_name(code)}</b><br>{t('map.tip.absent', period=period)}"
        else:
            tip = view.tip(measure, row)
            if is_present(row["change"]) and view.compares:
                change = {"places": row["change"], "against": tile_map.against, "rank": row["rank_then"]}
                tip += f"<br>{plain(t('map.tip.change', **change))}"
            if is_present(row["figure"]):
                figure = view.format_figure(float(row["figure"]), show)
            elif show == "rank" and is_present(row["rank_low"]):
                figure = f"{row['rank_low']}{numbers.DASH}{row['rank_high']}"
            share = row["percentile"]
            cells[code] = [
                view.rank_cell(row),
                view.value(measure, row["value"]),
                view.format_figure(float(share), "percentile") if is_present(share) else t("missing"),
                *([view.t.write(row["change"], "arrow")] if view.compares else []),
            ]
        tile = {"code": code, "name": code, "column": int(row["column"]), "row": int(row["row"])}
        step, is_focus = numbers.integer(row["step"]), code == FOCUS
        tiles.append({**tile, "step": step, "text": figure, "tip": tip, "strong": is_focus})
    catalog_tiles = view.dataset.catalog.tiles
    labels = {t(REGION_NAMES[region]): position for region, position in catalog_tiles.labels.items()}
    row_count = 1 + int(max(row["row"] for row in view.rows))
    grid = Grid(catalog_tiles.columns, row_count, labels, catalog_tiles.parts[view.choice.part])
    heads = [t("compare.column.economy"), t("map.column.rank"), view.unit(measure)]
    heads.append(t("map.column.percentile"))
    heads += [t("map.column.change", against=tile_map.against)] if view.compares else []
    caption = t("map.caption")
    table = view.table_text(heads, cells, caption, FOCUS)
    quote = t("overview.quote") if len(view.editions) > 1 else ""
    figure_name = t(_FIGURE_NAMES[show], against=tile_map.against)
    return Content(
        finding(view),
        t("map.measure.line", measure=view.name, show=figure_name),
        long_table(MAP.prefix, table, caption, cards=True),
        figure_by_width(partial(tile_chart, tiles, grid), *MAP_WIDTHS),
        heading=UnseenPart(t("map.heading")),
        body=[html.P(t("map.note"), className="compact-note"), html.P(quote, id=QUOTE, className="quote")],
    )


MAP = Card(PAGE, "map", (TILES,), content, height=1130, sorted=True)
CARDS = (MAP,)
CALLBACKS = Callbacks(
    Choice,
    MapView,
    parts=(FINDING, DECK, LEGEND, REGIONS, RISE, QUOTE, AT, (CONTROLS, "className")),
    cards=CARDS,
    no_history_entry=("edition",),
)
