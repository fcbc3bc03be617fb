"""Overview: how far has China risen, and how does each strategic pillar look?"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.index.groups import median_figures
from analysis.index.standing import MEASURES, TRAJECTORY, Choice, rows_of
from analysis.robustness.intervals import widened
from components import numbers
from components.attributes import attributes
from components.cache import Cache
from components.callbacks import Callbacks
from components.card import Card, Content
from components.charts.time_lines import Look, records, trajectories, with_tips
from components.framework import copied, every, explained_changes
from components.kit import Col, file_rows, own_table, rows_table
from components.parts.blocks import change_list, column
from components.parts.citation import cited
from components.parts.controls import Controls, bar, chip_row
from components.parts.groups import median_cell, median_tip, membership
from components.parts.reading import pillar_row, strip
from components.parts.trajectory import finding, frame_of, strategy_sources
from components.prerender.markup import as_json, static_markup
from components.shell import LANG, THEME, WIDTH
from components.text import Words, markup, plain
from components.view import PageView, View, line_labels
from data.article import ARTICLE, CLAIM, HERO

PAGE = "overview"
CHIPS, FINDING = "overview-chips", "overview-finding"
REST, OTHERS = "overview-rest", "overview-others"  # a request for the other measures, and the answer
CALLBACKS = Callbacks(Choice, figures=None, stores=("raise",))
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
_MORE: Final = ("why", "strategy", "weights", "claims", "ranking", "compare")


def layout(view: PageView[Choice]) -> list[Component]:
    """Return the page for editions, economies and a measure."""
    dataset, t, chosen = view.dataset, view.t, view.choice
    controls = Controls(PAGE, chosen, dataset, t)
    deck_, _, strategy, below = _fixed(dataset, t)
    card = CARD.draw(view)
    more = [controls.span(chosen.first, chosen.last), controls.comparison("with", CHIPS, raises=True)]
    return [
        html.P(html.A(t("story.start"), href=t.link("story/1")), className="newcomer"),
        html.H1(card.title, id=FINDING),
        deck_,
        bar(t, [controls.segmented("show")], more),
        html.Div([card.html, strategy], className="overview-grid"),
        *below,
        dcc.Store(id=REST),
        dcc.Store(id=OTHERS),
    ]


@cached
def _fixed(dataset: Dataset, t: Words) -> tuple[html.P, tuple[Component, ...], html.Section, list[Component]]:
    """Return what does not change with the controls: deck, strips, strategic pillars, and what is below."""
    pillars = dataset.catalog.strategy
    china = frame_of(dataset, Choice.read(dataset, {"with": ""}), t)
    newest = china.iloc[-1]
    intro = html.Span(markup(t("overview.deck.intro")), className="roomy")
    reach = View(dataset, t).reach(HERO, int(newest["edition"]), numbers.integer(newest["rank"]))
    beside = html.Span([" ", *reach], className="roomy")
    more = html.A(t("strategy.more"), href=t.link("strategy"))
    strategy = [
        html.H2(markup(t("strategy.heading")), className="measure"),
        html.Ol([pillar_row(dataset, pillar, t) for pillar in pillars], className="rows"),
        html.P([strategy_sources(dataset, t), " ", more], className="source"),
    ]
    # Framework changes, how to read the rank, what the page cannot show; links.
    counted = [html.P(markup(line)) for line in [every(dataset, t)] if line]
    changes = [html.H2(markup(t("overview.changes_title"))), change_list(dataset, t), *counted]
    cannot = [
        html.H2(t("overview.limits_title")),
        *(html.P(markup(line)) for line in limits(china, t)),
    ]
    reading = column(t("overview.reading_title"), _reading(dataset, china, t))
    places = {
        t("story.link"): "story/1",
        **{t(f"question.{page}"): page for page in _MORE},
        t("brief.print_two"): f"brief/{HERO}",
        t("learn.link"): "learn",
    }
    links = [html.A(text, href=t.link(place)) for text, place in places.items()]
    three = html.Div([html.Div(changes), reading, html.Div(cannot)], className="three")
    columns_ = [three, html.P(links, className="links more")]
    return (
        html.P([intro, *markup(deck(china, t)), beside], className="deck"),
        tuple(strip(dataset, pillar, t) for pillar in pillars),
        html.Section(strategy, className="strategy"),
        [html.Section(columns_, className="block"), _china_table(dataset, t)],
    )


def deck(china: pd.DataFrame, t: Words) -> str:
    """Return the lines under the finding (marked text), from the rows of China in all editions."""
    row, interval = china.iloc[-1], ""
    low, high = numbers.integer(row["low"]), numbers.integer(row["high"])
    if low is not None and high is not None:
        similar = t("similar.ranks", interval=t.write((low, high), "interval"))
        interval = t("overview.deck.interval", similar=similar)
    values = {"year": row["edition"], "rank": row["rank"], "count": row["economies"]}
    lines = [t("overview.deck.text", **values, interval=interval)]
    if target := ARTICLE.target:
        lines.append(t("overview.deck.target", rank=target.rank, edition=target.edition))
    return t.sentences(lines)


def _reading(dataset: Dataset, china: pd.DataFrame, t: Words) -> list[str]:
    lines, own = [], View(dataset, t).intervals("weights")
    if len(own):
        first, last, draws = own["edition"].min(), own["edition"].max(), own["draws"].iloc[-1]
        lines.append(t("overview.reading.band", first=first, last=last, draws=draws))
    rounded = own[own["outer_low"].notna()]
    if len(rounded):  # what the rounding of older scores adds to the band of China
        wider = [
            t(
                "overview.reading.widened",
                edition=row["edition"],
                interval=(row["outer_low"], row["outer_high"]),
            )
            for row in widened(rounded).to_dict("records")
        ]
        key = "overview.reading.rounding" if wider else "overview.reading.rounding_same"
        lines.append(t(key, last=rounded["edition"].max(), intervals=t.listing(wider)))
    for row in china[china["published_low"].notna()].tail(1).to_dict("records"):
        interval = row["published_low"], row["published_high"]
        lines.append(t("overview.reading.bracket", edition=row["edition"], interval=interval))
    if china["economies"].isna().any():
        lines.append(t("overview.reading.hollow"))
    counts = china["economies"].dropna()
    return [*lines, t("overview.reading.percentile", low=counts.min(), high=counts.max())]


def limits(china: pd.DataFrame, t: Words) -> list[str]:
    """Return what the page cannot show (marked text), from the rows of China in all editions."""
    rank = {int(edition): int(value) for edition, value in zip(china["edition"], china["rank"], strict=True)}
    start, end = CLAIM
    lines = [t("overview.limits.cause")]
    if {start - 1, start, end} <= rank.keys():
        before, first = rank[start - 1], rank[start]
        hides = before < first and min(before, first) > rank[end]
        key = "overview.limits.start" if hides else "overview.limits.start_up"
        places = {"from_before": before - rank[end], "from_start": first - rank[end]}
        lines.append(t(key, before=before, start=first, **places))
    lowest = max(rank, key=rank.__getitem__, default=start)
    if rank.get(lowest, 0) > rank.get(start, 0) > 0:
        lines.append(t("overview.limits.lowest", edition=lowest, rank=rank[lowest]))
    return [*lines, t("overview.limits.pillars")]


def _china_table(dataset: Dataset, t: Words) -> html.Section:
    """Return China by edition with sub-indices and both intervals; the claim's editions are marked."""
    view = PageView(dataset, t, Choice.read(dataset, {"with": ""}))
    rows = file_rows(view, TRAJECTORY)
    rows["claimed"] = rows["edition"].isin(CLAIM)
    count = t("overview.table_count", visible=len(rows), all=len(rows))
    head = html.Div([html.H2(t("overview.table")), html.P(count, className="small")], className="block-head")
    body = own_table(view, TRAJECTORY, t("overview.table"), rows, marked=("claimed", True))
    return html.Section([head, body], className="block")


# The figure and the words around it


@dataclass(frozen=True)
class MeasureView:
    """One measure of a choice: the card, and the figure by variant: "full-500" and so on, as Plotly JSON."""

    content: Content
    figures: dict[str, dict[str, Any]]

    @cached_property
    def written(self) -> str:
        """The inside of a JSON object: what the browser puts into the page, but for the table.

        {"parts": [...], "traces": [...], "figures": {variant: {"data": [places among the traces], "layout":
        {...}}}}. As text: Dash would walk through every value of a nested one at each change. Most traces are
        the same in all variants, and are written once.
        """
        places: dict[str, int] = {}  # by the text of a trace
        texts: dict[int, str] = {}  # by the object, which looks share
        figures = {}
        for name, figure in self.figures.items():
            for trace in figure["data"]:
                if id(trace) not in texts:
                    text = texts[id(trace)] = _json(trace)
                    places.setdefault(text, len(places))
            data = [places[texts[id(trace)]] for trace in figure["data"]]
            figures[name] = {"data": data, "layout": figure["layout"]}
        one = self.content
        parts: list[Any] = [markup(one.finding), one.measure, one.data_address, one.source]
        parts += [one.credit.citation, one.credit.reuse, plain(one.finding)]
        return f'"parts":{_json(parts)},"traces":[{",".join(places)}],"figures":{_json(figures)}'


def _json(value: Any) -> str:
    return json.dumps(value, default=as_json, ensure_ascii=False, separators=(",", ":"))


class Views:
    """A choice in every measure; each is drawn, and written as JSON, when it is first needed.

    A change of measure asks no server: the browser fetches the others, and all tables, when it is idle.
    """

    def __init__(self, dataset: Dataset, chosen: Choice, t: Words) -> None:
        """Make what all measures share: their frame, and the points of its lines with their tips."""
        self._dataset, self._chosen, self._t = dataset, chosen, t
        self._frame = frame_of(dataset, chosen, t)
        points = records(median_figures(self._frame))
        self._points = with_tips([row for row in points if row.get("members") is None], t)
        writers = {name: t.writer(name) for name in MEASURES}
        for row in (row for row in points if row.get("members") is not None):
            head = plain(t("trajectory.tip.head", name=row["name"], edition=row["edition"]))
            self._points.append(row | {"tip": median_tip(row, head, writers, t)})
        labels = line_labels(dataset, t)
        self._names = {code: labels[code] for code in chosen.economies}
        self._drawn: dict[str, MeasureView] = {}

    def view(self, measure: str) -> MeasureView:
        """Return the view of one of MEASURES."""
        if measure in self._drawn:
            return self._drawn[measure]
        dataset, chosen, t = self._dataset, self._chosen, self._t
        title = finding(self._frame, measure, t)
        axis = [html.Span(markup(t("overview.measure.rank_axis")), className="roomy")]  # left out on phones
        query = {"from": chosen.first, "to": chosen.last, "with": ",".join(chosen.peers)}
        _, strips, _, _ = _fixed(dataset, t)
        shaded = html.Span(t("trajectory.note.shaded_short"), className="band-note")
        content = Content(
            title,
            heading=t("overview.heading_figure"),
            heading_visible=False,
            measure=[*markup(t(f"overview.measure.{measure}")), *(axis if measure == "rank" else [])],
            source=_source_line(dataset, self._frame, chosen.peers, measure, t),
            data_address=View(dataset, t).download("trajectory", query),
            credit=cited(dataset, plain(title), (), t, self._frame["edition"]),
            quote=t("overview.quote"),
            below_actions=strips,
            body=[html.P([shaded, t("trajectory.note.framework_short")], className="compact-note")],
        )
        looks = [Look(measure, t, height=height, compact=kind == "compact") for kind, height in VARIANTS]
        figures = trajectories(self._points, self._names, explained_changes(dataset, t), looks)
        named = {f"{kind}-{height}": one for (kind, height), one in zip(VARIANTS, figures, strict=True)}
        return self._drawn.setdefault(measure, MeasureView(content, named))

    def table(self, measure: str) -> Component:
        """Return the table under the figure."""
        return figure_table(self._frame, self._names, measure, self._t)

    def text(self, show: str, *, partial: bool = False) -> str:
        """Return what the browser reads (scripts/figure.js); show: the measure on show at first.

        partial: that measure alone, without its table.
        """
        found = []
        for name in (show,) if partial else MEASURES:
            table = "" if partial else f',"table":{_json(static_markup(self.table(name), ()))}'
            found.append(f"{json.dumps(name)}:{{{self.view(name).written}{table}}}")
        key = json.dumps([self._chosen.first, self._chosen.last, *self._chosen.peers])
        about = f'"show":{json.dumps(show)},"key":{key},"partial":{json.dumps(partial)}'
        return f'{{{about},"views":{{{",".join(found)}}}}}'


def views(dataset: Dataset, chosen: Choice, t: Words) -> Views:
    """Return a choice in every measure; the choices asked for lately are not made again."""
    key = t.lang, chosen.first, chosen.last, chosen.peers
    return _cache(dataset).get(key, lambda: Views(dataset, chosen, t))


@cached
def _cache(_dataset: Dataset) -> Cache[Hashable, Views]:
    return Cache(LATELY)


def content(view: PageView[Choice]) -> Content:
    """Return what the card shows of the measure that is chosen."""
    shown, measure = views(view.dataset, view.choice, view.t), view.choice.measure
    raised = Controls(PAGE, view.choice, view.dataset, view.t).store("raise")
    one = shown.view(measure).content
    return replace(one, table=shown.table(measure), figure=shown.text(measure), stores=[raised])


CARD = Card(PAGE, "trajectory", (TRAJECTORY,), content, height=740)
CARDS = (CARD,)


def figure_table(frame: pd.DataFrame, names: Mapping[str, str], measure: str, t: Words) -> Component:
    """Return the figure as a table: editions down, economies across, in the measure on show."""
    wide = frame.pivot(index="edition", columns="economy", values=measure).reindex(columns=list(names))
    ways, write = dict.fromkeys(names, measure), t.writer(measure)
    medians = frame[frame["members"].notna()] if "members" in frame else frame.iloc[:0]
    for code in medians["economy"].unique():
        rows_, ways[code] = rows_of(medians, code).to_dict("records"), ""
        cells = {row["edition"]: median_cell(row, measure, write, t) or pd.NA for row in rows_}
        wide[code] = pd.Series(cells, dtype="str")
    known = wide.dropna(how="all").sort_index(ascending=False).reset_index()
    known = known.fillna(dict.fromkeys(medians["economy"], t("missing")))
    columns = [
        Col("edition", t("overview.column.edition"), "text"),
        *(Col(code, name, ways[code]) for code, name in names.items()),
    ]
    return rows_table(t, known, columns, t("overview.column.table", measure=t(f"controls.{measure}")))


def _source_line(
    dataset: Dataset, frame: pd.DataFrame, peers: Sequence[str], measure: str, t: Words
) -> list[str | Component]:
    """Return publisher, editions, own calculation, licence, data as of and checked on.

    Phones leave out the middle and the dates, which stand in the text under the figure and in the footer. The
    last part is not shown: it is the source as the browser draws it into a picture, which has no link to the
    licences.
    """
    known = frame[frame[measure].notna()]
    frame = frame if known.empty else known  # before 2011 there are ranks only
    china = rows_of(frame, HERO)
    first, last = int(frame["edition"].min()), int(frame["edition"].max())
    printed = china.loc[china["published_low"].notna(), "edition"]
    rest = copied(dataset, range(first, last + 1), t)
    if measure != "score" and china["low"].notna().any():
        rest = t("overview.source_own") + rest
    if measure == "rank" and len(printed):
        rest = t("overview.source_published", edition=printed.iloc[-1]) + rest
    publisher = t("overview.source", first=first, last=last)
    dates = t.language.gap + t("overview.source_asof", last=dataset.editions[-1], checked=dataset.checked)
    picture = f"{publisher}{rest}{t('overview.source_licences_differ')}{t.language.stop}{dates}"
    return [
        publisher,
        html.Span(rest, className="roomy"),
        t("overview.source_licences"),
        html.A(t("overview.source_link"), href=t.link("data")),
        t.language.stop,
        html.Span(dates, className="roomy"),
        *([t.language.gap, *groups] if (groups := membership(dataset, peers, t)) else []),
        html.Span(picture, hidden=True, **attributes(data_part="picture-source")),
    ]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: the server is asked for editions and economies only.

    It answers with the figure and the words around it in the measure on show, then, when the browser is idle,
    in the others, among which the browser picks, with their tables: the page as drawn has one measure.
    """
    controls = CALLBACKS.controls(PAGE)

    def read(
        first: object, last: object, peers: object, measure: object, lang: object
    ) -> tuple[PageView[Choice], Views]:
        # As texts, since editions are put in order where an address names them.
        query = {"show": measure, "from": str(first), "to": str(last), "with": peers}
        view = CALLBACKS.view_of(current(), lang, query)
        return view, views(view.dataset, view.choice, view.t)

    @app.callback(
        Output(CARD.id("figures"), "data"),
        Output(CHIPS, "children"),
        *(Input(*controls[key]) for key in ("from", "to", "with")),
        State(*controls["show"]),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        view, found = read(*values)
        chips = chip_row(view.dataset.menu_names(view.t.lang), view.choice.peers, view.t)
        return found.text(view.choice.measure, partial=True), chips

    @app.callback(
        Output(OTHERS, "data"),
        Input(REST, "data"),
        *(State(*controls[key]) for key in ("from", "to", "with", "show")),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def rest(_request: object, *values: object) -> str:
        view, found = read(*values)
        return found.text(view.choice.measure)

    shown = Input(CARD.id("figures"), "data"), Input(OTHERS, "data"), Input(*controls["show"])
    app.clientside_callback(
        ClientsideFunction("site", "view"),
        # The table, then what MeasureView.written has as parts, in its order.
        *(Output(part, "children") for part in (CARD.id("table"), FINDING, CARD.id("measure-line"))),
        Output(CARD.id("data"), "href"),
        *(Output(part, "children") for part in (CARD.id("source"), CARD.id("citation"), CARD.id("reuse"))),
        Output(CARD.id("plot"), "aria-label"),
        *shown,
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("site", "paint"),
        Output(CARD.id("graph"), "data-drawn"),
        *shown,
        Input(*controls["raise"]),
        Input(THEME, "data"),
        Input(WIDTH, "data"),
    )
