"""Overview: how far has China risen, and how does each strategic pillar look?"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames.trajectory import TRAJECTORY
from analysis.standing import CHINA, MEASURES
from analysis.trajectory import Choice
from components import numbers
from components.cache import Cache
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import Row
from components.charts.lines import rows
from components.charts.trajectory import Look, trajectories, with_tips
from components.framework import explained_changes
from components.pages import overview_text as text
from components.parts.citation import citation
from components.parts.controls import Controls, chip_row
from components.parts.figure_card import Content, figure_card
from components.parts.reading import pillar_row, strip
from components.prerender.markup import as_json, static_markup
from components.shell import LANG, THEME, WIDTH, path
from components.text import Words, markup, plain, words
from components.view import View, line_labels
from data.languages import known_language

PAGE = "overview"
CARD = Card(PAGE, "trajectory", (TRAJECTORY,), 740, enlarge=True)
CARDS = (CARD,)
CHIPS, FINDING = "overview-chips", "overview-finding"
REST, OTHERS = "overview-rest", "overview-others"  # a request for the other measures, and the answer
CALLBACKS = Callbacks(Choice, stores=("raise",))
# Heights of look and label sets: the browser picks by the width of the viewport and of the plot.
VARIANTS: Final = (
    ("full", 500),
    ("compact", 500),
    ("compact", 460),
    ("full", 420),
    ("compact", 420),
    ("compact", 312),
)
LATELY: Final = 6  # choices of which the views are kept; about a megabyte each


@dataclass(frozen=True, slots=True)
class Fixed:
    """What does not change with the controls: made once for a snapshot and a language."""

    deck: html.P
    strips: tuple[Component, ...]
    strategy: html.Section
    below: list[Component]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure of a choice: the finding (with emphasis), the card, and the figure by variant.

    figures: by "full-500" and so on, as Plotly JSON.
    """

    finding: list[str | Component]
    content: Content
    figures: dict[str, dict[str, Any]]

    def parts(self) -> list[Any]:
        """Return what the browser puts into the page for the measure, but for its table."""
        one = self.content
        texts = [self.finding, one.measure, one.data_address, one.source]
        return [*texts, one.credit.citation, one.credit.reuse, one.finding]


class Views:
    """A choice in every measure; each is drawn, and written as JSON, when it is first needed.

    A change of measure asks no server: the browser fetches the others, and all tables, when it is idle.
    """

    def __init__(self, dataset: Dataset, chosen: Choice, t: Words) -> None:
        """Make what all measures share: their frame, and the points of its lines with their tips."""
        self._dataset, self._chosen, self._t = dataset, chosen, t
        self._frame = frame_of(dataset, chosen, t)
        self._points = with_tips(rows(self._frame), t)
        self._drawn: dict[str, MeasureView] = {}
        self._written: dict[str, str] = {}

    def view(self, measure: str) -> MeasureView:
        """Return the view of one of MEASURES."""
        if (view := self._drawn.get(measure)) is None:
            chosen = replace(self._chosen, measure=measure)
            view = self._drawn[measure] = _view(self._dataset, self._frame, self._points, chosen, self._t)
        return view

    def table(self, measure: str) -> Component:
        """Return the table under the figure."""
        chosen = replace(self._chosen, measure=measure)
        return text.figure_table(self._frame, _names(self._dataset, chosen, self._t), chosen, self._t)

    def first(self, show: str) -> str:
        """Return what the browser reads first (scripts/figure.js): the measure on show, without its table."""
        return self._text(show, f"{json.dumps(show)}:{{{self._core(show)}}}", partial=True)

    def text(self, show: str) -> str:
        """Return all that it reads; show: the measure on show at first."""
        views = (
            f'{json.dumps(name)}:{{{self._core(name)},"table":{_json(static_markup(self.table(name), ()))}}}'
            for name in MEASURES
        )
        return self._text(show, ",".join(views), partial=False)

    def _core(self, measure: str) -> str:
        if measure not in self._written:
            self._written[measure] = _written(self.view(measure))
        return self._written[measure]

    def _text(self, show: str, views: str, *, partial: bool) -> str:
        key = json.dumps([self._chosen.first, self._chosen.last, *self._chosen.peers])
        about = f'"show":{json.dumps(show)},"key":{key},"partial":{json.dumps(partial)}'
        return f'{{{about},"views":{{{views}}}}}'


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    t, chosen = words(lang), Choice.read(dataset, query)
    controls = Controls(PAGE, chosen, dataset, t)
    fixed, every = _fixed(dataset, lang), views(dataset, chosen, t)
    view = every.view(chosen.measure)
    content = replace(view.content, table=every.table(chosen.measure))
    return [
        html.H1(view.finding, id=FINDING),
        fixed.deck,
        html.Div(
            [
                controls.segmented("show"),
                controls.editions(chosen.first, chosen.last),
                controls.comparison("with", CHIPS, raises=True),
            ],
            className="controls",
        ),
        html.Div([figure_card(CARD, content, t), fixed.strategy], className="overview-grid"),
        *fixed.below,
        dcc.Store(id=CARD.figures, data=every.text(chosen.measure)),
        dcc.Store(id=REST),
        dcc.Store(id=OTHERS),
        controls.store("raise"),
        CALLBACKS.address(PAGE, dataset),
    ]


@cached
def _fixed(dataset: Dataset, lang: str) -> Fixed:
    t = words(lang)
    china = frame_of(dataset, Choice.read(dataset, {"with": ""}), t)
    intro = html.Span(markup(t("overview.deck.intro")), className="roomy")
    newest = china.iloc[-1]
    reach = View(dataset, t).reach(CHINA, int(newest["edition"]), numbers.whole(newest["rank"]))
    beside = html.Span([" ", *reach], className="roomy")
    return Fixed(
        deck=html.P([intro, *markup(text.deck(china, t)), beside], className="deck"),
        strips=tuple(strip(dataset, pillar, t) for pillar in dataset.catalog.strategy),
        strategy=_strategy(dataset, t),
        below=[text.below(dataset, china, t), text.china_table(china, t)],
    )


def views(dataset: Dataset, chosen: Choice, t: Words) -> Views:
    """Return a choice in every measure; the choices asked for lately are not made again."""
    key = t.lang, chosen.first, chosen.last, chosen.peers
    return _cache(dataset).get(key, lambda: Views(dataset, chosen, t))


@cached
def _cache(_dataset: Dataset) -> Cache[Hashable, Views]:
    return Cache(LATELY)


def frame_of(dataset: Dataset, choice: Choice, t: Words) -> pd.DataFrame:
    """Return the one frame that feeds the figure, its table, its download and the finding."""
    frame = TRAJECTORY.result(dataset, choice)
    return frame.assign(name=frame["economy"].map(dataset.labels(t.lang)))


def _view(
    dataset: Dataset, frame: pd.DataFrame, points: Sequence[Row], chosen: Choice, t: Words
) -> MeasureView:
    names = _names(dataset, chosen, t)
    finding = text.finding(frame, chosen.measure, t)
    query = {"from": chosen.first, "to": chosen.last, "with": ",".join(chosen.peers)}
    content = Content(
        heading=t("overview.heading_figure"),
        heading_visible=False,
        finding=plain(finding),
        measure=[*markup(t(f"overview.measure.{chosen.measure}")), *_axis(chosen.measure, t)],
        table=[],
        source=text.source_line(dataset, frame, chosen.measure, t),
        data_address=View(dataset, t).download("trajectory", query),
        credit=citation(dataset, plain(finding), frame["edition"], t),
        quote=t("overview.quote"),
        strips=_fixed(dataset, t.lang).strips,
        note=[
            html.Span(t("trajectory.note.shaded_short"), className="band-note"),
            t("trajectory.note.framework_short"),
        ],
    )
    looks = [Look(chosen.measure, t, height=height, compact=kind == "compact") for kind, height in VARIANTS]
    figures = trajectories(points, names, explained_changes(dataset, t), looks)
    named = {f"{kind}-{height}": one for (kind, height), one in zip(VARIANTS, figures, strict=True)}
    return MeasureView(markup(finding), content, named)


def _axis(measure: str, t: Words) -> list[Component]:
    """Return what the editions of the axis are not; phones leave it to what they can unfold below."""
    return (
        [html.Span(markup(t("overview.measure.rank_axis")), className="roomy")] if measure == "rank" else []
    )


def _names(dataset: Dataset, chosen: Choice, t: Words) -> dict[str, str]:
    beside = line_labels(dataset, t.lang)
    return {code: beside[code] for code in chosen.economies}


def _written(view: MeasureView) -> str:
    """Return a view as the inside of a JSON object.

    {"parts": [...], "traces": [...], "figures": {variant: {"data": [places among the traces], "layout":
    {...}}}}. As text: Dash would walk through every value of a nested one at each change. Most traces are the
    same in all variants, and are written once.
    """
    places: dict[str, int] = {}  # by the text of a trace
    texts: dict[int, str] = {}  # by the object, which looks share
    figures = {}
    for name, figure in view.figures.items():
        for trace in figure["data"]:
            if id(trace) not in texts:
                text = texts[id(trace)] = _json(trace)
                places.setdefault(text, len(places))
        data = [places[texts[id(trace)]] for trace in figure["data"]]
        figures[name] = {"data": data, "layout": figure["layout"]}
    parts, traces = _json(view.parts()), ",".join(places)
    return f'"parts":{parts},"traces":[{traces}],"figures":{_json(figures)}'


def _json(value: Any) -> str:
    return json.dumps(value, default=as_json, ensure_ascii=False, separators=(",", ":"))


def _strategy(dataset: Dataset, t: Words) -> html.Section:
    rows = [pillar_row(dataset, pillar, t) for pillar in dataset.catalog.strategy]
    return html.Section(
        [
            html.H2(markup(t("strategy.heading")), className="measure"),
            html.Ol(rows, className="rows"),
            html.P(
                [
                    text.strategy_sources(dataset, t),
                    " ",
                    html.A(t("strategy.more"), href=path(t.lang, "strategy")),
                ],
                className="source",
            ),
        ],
        className="strategy",
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: the server is asked for editions and economies only.

    It answers with the figure and the words around it in the measure on show, then, when the browser is idle,
    in the others, among which the browser picks, with their tables: the page as drawn has one measure.
    """
    controls = CALLBACKS.controls(PAGE)

    def read(first: object, last: object, peers: object, measure: object) -> Choice:
        # As texts, since editions are put in order where an address names them.
        return Choice.read(current(), {"show": measure, "from": str(first), "to": str(last), "with": peers})

    @app.callback(
        Output(CARD.figures, "data"),
        Output(CHIPS, "children"),
        *(Input(*controls[key]) for key in ("from", "to", "with")),
        State(*controls["show"]),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(first: object, last: object, peers: object, measure: object, lang: object) -> tuple[Any, ...]:
        dataset, t, chosen = current(), words(known_language(lang)), read(first, last, peers, measure)
        chips = chip_row(dataset.labels(t.lang), chosen.peers, t)
        return views(dataset, chosen, t).first(chosen.measure), chips

    @app.callback(
        Output(OTHERS, "data"),
        Input(REST, "data"),
        *(State(*controls[key]) for key in ("from", "to", "with", "show")),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def rest(
        _request: object, first: object, last: object, peers: object, measure: object, lang: object
    ) -> str:
        chosen = read(first, last, peers, measure)
        return views(current(), chosen, words(known_language(lang))).text(chosen.measure)

    # The table, then what MeasureView.parts gives in its order.
    parts = (CARD.table, FINDING, CARD.measure_line), (CARD.data, "href"), (CARD.source, *CARD.credit)
    app.clientside_callback(
        ClientsideFunction("site", "view"),
        *(Output(part, "children") for part in parts[0]),
        Output(*parts[1]),
        *(Output(part, "children") for part in parts[2]),
        Output(CARD.plot, "aria-label"),
        Input(CARD.figures, "data"),
        Input(OTHERS, "data"),
        Input(*controls["show"]),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("site", "paint"),
        Output(CARD.graph, "data-drawn"),
        Input(CARD.figures, "data"),
        Input(OTHERS, "data"),
        Input(*controls["show"]),
        Input(*controls["raise"]),
        Input(THEME, "data"),
        Input(WIDTH, "data"),
    )
