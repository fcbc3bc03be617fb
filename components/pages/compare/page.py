"""Compare: who is similar, who is ahead, and on what?"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component

from analysis.comparison import TABLES, USUAL, Choice
from analysis.dataset import Dataset
from analysis.frames.terms import EDITIONS
from analysis.query import UNNAMED
from components import numbers
from components.attributes import attributes
from components.callbacks import Callbacks, by_id
from components.card import Card, Content
from components.charts.layer import ground
from components.charts.lines import coloured
from components.framework import copied
from components.pages.compare import views
from components.pages.compare.view import Contents
from components.pages.compare.view import View as Comparison
from components.parts.badges import empty
from components.parts.blocks import change_list, columns, three
from components.parts.citation import Credit, cited
from components.parts.controls import Controls
from components.parts.measured import measure_names
from components.parts.peers import comparison, reason
from components.parts.series_source import source_line
from components.parts.tables import drawn_table
from components.shell import LANG, path
from components.text import markup, plain, words
from components.view import licence
from data.languages import known_language

PAGE = "compare"
CHIPS, CONTROLS = "compare-chips", "compare-controls"
FINDING, DECK, BODY = "compare-finding", "compare-deck", "compare-body"
WHO, WEAK, EMPTY = "compare-who", "compare-weak", "compare-empty"

BUILD = {
    "trajectory": views.trajectory,
    "pillars": views.pillars,
    "plane": views.plane,
    "scatter": views.scatter,
    "table": views.ends,
}


@dataclass(frozen=True)
class View(Comparison):
    """A comparison in the view that is chosen."""

    @cached_property
    def contents(self) -> Contents:
        """Its words, figure and table."""
        return BUILD[self.choice.view](self)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    changes = [html.H2(markup(view.t("overview.changes_title"))), change_list(dataset, view.t)]
    below = {"reading": ("sets", "measures", "ranks"), "limits": ("cause", "editions", "peers")}
    return [
        *_drawn(view),
        three([html.Div(changes), *columns(view.t, PAGE, below)]),
        *(dcc.Store(id=f"{PAGE}-resolved-{key}", data=value) for key, value in _state(view).items()),
        CALLBACKS.address(PAGE, dataset),
    ]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one answer, which also states what the address holds.

    Economies named one by one and a strategy contradict each other. Which of them counts depends on the
    control that changed, and the answer changes the others; no declaration of choices says that.
    """
    inputs = CALLBACKS.controls(PAGE)
    stores = tuple((f"{PAGE}-resolved-{key}", "data") for key in inputs)

    @app.callback(
        *(Output(*part) for part in (*PARTS, *stores)),
        *(Input(*part) for part in inputs.values()),
        State(f"{PAGE}-resolved-with", "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        *given, named, lang = values
        key = str(ctx.triggered_id).removeprefix(f"{PAGE}-")
        query = query_of(dict(zip(inputs, given, strict=True)), key, named)
        dataset = current()
        view = View(dataset, words(known_language(lang)), Choice.read(dataset, query))
        found = by_id(_drawn(view), {name for name, _ in PARTS})
        drawn = (getattr(found[name], prop, None) for name, prop in PARTS)
        return (*drawn, *_state(view).values())


def _drawn(view: View) -> list[Component]:
    """Return all that changes with the controls: finding, deck, the controls, body."""
    t, contents = view.t, view.contents
    notes = [html.Li(markup(one)) for one in contents.notes]
    heading = html.H2(t("compare.weak"), className="aside-title")
    weak = [heading, html.Ul(notes, className="compare-notes")] if notes else []
    body = CARD.of(view).element
    aside = [html.Div(_who(view), id=WHO), html.Div(weak, id=WEAK)]
    body.children = [*body.children, html.Div(aside, className="compare-aside")]
    return [
        html.H1(markup(contents.finding), id=FINDING),
        html.P(markup(contents.deck), id=DECK, className="deck"),
        _controls(view),
        body,
    ]


def content(view: View) -> Content:
    """Return what the card shows of the view that is chosen."""
    t, contents = view.t, view.contents
    query = {key: one for key, one in view.choice.chosen(view.dataset).items() if key != "view"}

    def case(frame: Component) -> Component:
        css = {
            "compare-grid": True,
            "is-table": view.choice.view == "table",
            "is-empty": contents.empty,
            "no-quote": not contents.joins,
        }
        nothing = html.Div([empty(contents.empty)] if contents.empty else [], id=EMPTY)
        named = " ".join(name for name, there in css.items() if there)
        return html.Div([html.Div([nothing, frame])], id=BODY, className=named)

    return Content(
        contents.finding,
        contents.measure,
        drawn_table(CARD.prefix, contents.table, t("compare.caption"), cards=True),
        contents.figures or _blank(),
        _source(view, contents),
        heading=t("compare.heading"),
        seen=False,
        credit=_credit(view, contents, plain(contents.finding)),
        data_address=view.download(f"comparison-{view.choice.view}", query),
        file_name="gii-comparison",
        quote=t("overview.quote"),
        case=case,
    )


def _blank() -> str:
    """Return the figure that stands, unseen, where nothing can be drawn."""
    hidden = {"visible": False, "fixedrange": True}
    note = {"text": "\u00a0", "showarrow": False}
    blank = {**ground(40, (0, 0, 0, 0)).layout, "xaxis": hidden, "yaxis": hidden, "annotations": [note]}
    return json.dumps({"0": {"data": [], "layout": blank}})


def _controls(view: View) -> html.Div:
    """Return all controls; those that a view does not use are hidden by the class of its name."""
    t, dataset, chosen = view.t, view.dataset, view.choice
    controls = Controls(PAGE, chosen, dataset, t, measure_names(dataset, t.lang))
    compared = controls.comparison(
        "with",
        CHIPS,
        among=dataset.economies,
        peers=view.economies[1:],
        raised=coloured(view.economies),
        spellings=dataset.spellings,
    )
    return html.Div(
        [
            controls.segmented("view"),
            html.Div(
                controls.select("economy", searchable=True, spellings=dataset.spellings),
                className="compare-economy",
            ),
            controls.select("peers"),
            compared,
            html.Div(controls.select("measure", searchable=True), className="for-measure"),
            html.Div(controls.select("x", searchable=True), className="for-pair"),
            html.Div(controls.select("y", searchable=True), className="for-pair"),
            html.Div(controls.segmented("show"), className="for-show"),
            html.Div(controls.editions(chosen.first, chosen.last), className="for-range"),
            html.Div(controls.select("edition"), className="for-edition"),
        ],
        className=f"controls in-line compare-controls view-{chosen.view}",
        id=CONTROLS,
    )


def _state(view: View) -> dict[str, str]:
    """Return what the address holds, by key."""
    one = view.choice
    usual = one.hand == tuple(code for code in USUAL if code != one.economy)
    return one.written() | ({"with": UNNAMED} if usual else {})


def query_of(values: Mapping[str, object], changed: str, named: object) -> dict[str, object]:
    """Return the query that the controls ask for.

    values: by key; changed: the key of the control that changed; named: the economies of the state before.
    Changing the set by hand ends a strategy; choosing a strategy, or none, ends what was named by hand.
    """
    query = dict(values)
    if changed == "with":
        return query | {"peers": "none"}
    if changed == "peers" and query["peers"] == "none":
        return query  # the set of the strategy stays, named one by one
    if changed == "peers" or named == UNNAMED:
        del query["with"]
        return query
    return query | {"with": named}


def _who(view: View) -> list[Component]:
    """Return the economies compared, with the sentence that brings each of a strategy here."""
    t, chosen, strategy = view.t, view.choice, view.choice.strategy
    found = None if strategy == "none" else comparison(view.dataset, chosen.economy, chosen.at)
    if strategy == "none":
        sentence = t("compare.who.hand" if chosen.hand is not None else "compare.who.usual")
    elif found is None:
        sentence = t("compare.who.unranked", name=view.name, edition=chosen.at)
    elif len(view.economies) == 1:
        sentence = t(f"peers.unknown.{strategy}", name=view.name, least=5)
    else:
        sentence = t("compare.who.found", rule=t(f"peers.rule.{strategy}"), edition=chosen.at)
    reasons = {}
    if found is not None:
        for row in found.found[strategy].to_dict("records"):
            reasons[str(row["economy"])] = reason(pd.Series(row), strategy, view.name, found.decimals, t)
    sentence = t.sentences([sentence, t("compare.who.ranks", edition=chosen.at)])
    rows, ranks = [], view.dataset.ranks(chosen.at)["GII"]
    for code in view.economies:
        name = html.A(view.called(code), href=path(t.lang, f"economy/{code}"))
        rank = html.B(numbers.whole_cell(ranks.get(code), t("missing")))
        parts = [html.Span([name, html.Span([code, rank], className="small")], className="peer")]
        if code in reasons:
            parts.append(html.Span(markup(reasons[code]), className="small"))
        rows.append(html.Li(parts, className="focus" if code == chosen.economy else None))
    return [
        html.H2(t("compare.who.title"), className="aside-title"),
        html.P(markup(sentence), className="small"),
        html.Ul(rows, className="compare-who"),
    ]


def _source(view: View, contents: Contents) -> list[str | Component]:
    """Return the source line: editions of the index with their licence, releases of related indicators."""
    t, dataset, parts = view.t, view.dataset, []
    if contents.editions:
        first, last = contents.editions
        key = "compare.source.edition" if first == last else "compare.source.editions"
        stated = licence(dataset, dataset.licences[last], t)
        read = copied(dataset, range(first, last + 1), t)
        years = {"first": first, "last": last, "edition": last}
        parts.append(t(key, licence=stated, copied=read, checked=dataset.checked, **years))
    if contents.series is not None:
        frame = contents.series.assign(year=contents.series["year"].astype(int))
        parts.append(str(source_line(dataset, frame, t, own=True)[0]))
    line = plain(t("compare.source.join").join(parts or [t("compare.source.none")]))
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def _credit(view: View, contents: Contents, title: str) -> Credit:
    """Return the credit: of the index, of the providers of indicators, or of both."""
    dataset, t, ends = view.dataset, view.t, contents.editions or ()
    if contents.series is not None:
        index = [str(dataset.by_edition["source"][ends[1]])] if ends else []
        return cited(dataset, title, [*index, *sorted(set(contents.series["source"].astype(str)))], t, ends)
    frame = view.compared(view.choice.view).frame
    editions = {int(one) for name in EDITIONS if name in frame for one in frame[name].dropna()} or {*ends}
    return cited(dataset, title, (), t, editions or (view.choice.first, view.choice.last))


CARD = Card(
    PAGE,
    "comparison",
    tuple(TABLES.values()),
    View,
    content,
    height=1090,
    sorted=True,
    enlarge=True,
)
CARDS = (CARD,)
CALLBACKS = Callbacks(Choice, inside=CARDS, resolved=True)
PARTS = (
    *((name, "children") for name in (FINDING, DECK, EMPTY, WHO, WEAK, CHIPS)),
    *CARD.parts,
    *((name, "className") for name in (BODY, CONTROLS)),
    *((f"{PAGE}-{key}", "value") for key in ("with", "peers", "from", "to")),
)
