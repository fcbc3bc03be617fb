"""Economy profile: where does one economy stand on every level, how firm is it, and how did it get there?"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.profile import HISTORY as INDEX
from analysis.profile import LEVELS, SHOWN
from analysis.standing import CHINA
from components import numbers
from components.pages.economy import history as profile_history
from components.pages.economy import levels as profile_levels
from components.pages.economy import text
from components.pages.economy.data import beside
from components.pages.economy.marks import marks_section
from components.pages.economy.table import SHOW, TABLE, table, table_section
from components.pages.economy.view import HISTORY, PAST, View, part_name, read
from components.parts import pickers
from components.parts.address import address, store
from components.parts.contents import links
from components.parts.figure_card import drawn, figure_card
from components.parts.peers import peers_section
from components.shell import path
from components.text import Words, markup, words
from data.languages import spoken

ECONOMY, EDITION, LEVEL = "economy-code", "economy-edition", "economy-level"
FINDING, DECK, BODY, LANG = "economy-finding", "economy-deck", "economy-body", "economy-lang"
_CONTROLS = {"edition": EDITION, "level": LEVEL, "show": SHOW, "history": HISTORY}


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page of the economy that the path names; ``query`` gives the first values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    say = words(lang)
    if (
        asked := str(query.get("economy", CHINA))
    ) in dataset.catalog.economies and asked not in dataset.economies:
        return _never(dataset, asked, say)
    view = read(dataset, say, query)
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(_deck(view), id=DECK, className="deck"),
        _controls(view),
        html.Div(_body(view), id=BODY),
        dcc.Store(id=LANG, data=lang),
        store(
            "economy", {"edition": dataset.detailed, "level": LEVELS[0], "show": SHOWN[0], "history": INDEX}
        ),
    ]


def _deck(view: View) -> list[str | Component]:
    """Return the lines under the finding, with the way to the brief of the same edition."""
    place = path(view.say.lang, f"brief/{view.chosen.economy}")
    link = html.A(view.say("brief.link"), href=f"{place}?edition={view.chosen.edition}")
    return [*markup(text.deck(view)), " ", link]


def _never(dataset: Dataset, economy: str, say: Words) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, and the way to the others."""
    told, paragraphs = text.never(dataset, economy, say)
    picker = html.Div(_picker(dataset, economy, say), className="controls")
    prose = html.Div([html.P(markup(one)) for one in paragraphs], className="prose profile-never")
    links = [
        html.Li(html.A(name, href=path(say.lang, f"economy/{code}")))
        for code, name in text.near(dataset, economy, say)
    ]
    if links:
        edition = numbers.edition(dataset.editions[-1], say.lang)
        prose.children += [html.P(markup(say("economy.never.near", edition=edition))), html.Ul(links)]
    return [html.H1(markup(told)), picker, prose]


def _picker(dataset: Dataset, economy: str, say: Words) -> html.Div:
    options = dataset.by_name({*dataset.economies, economy}, say.lang)
    return pickers.choice(ECONOMY, say("economy.control.economy"), options, economy, say, searchable=True)


def _controls(view: View) -> html.Div:
    say, dataset, chosen = view.say, view.dataset, view.chosen
    editions = [(edition, str(edition)) for edition in reversed(dataset.editions)]
    levels = [(level, say(f"economy.level.{level}")) for level in LEVELS]
    first = int(view.structure.loc[view.structure["level"] == "subpillar", "edition"].min())
    return html.Div(
        [
            _picker(dataset, chosen.economy, say),
            pickers.choice(EDITION, say("economy.control.edition"), editions, chosen.edition, say),
            pickers.segmented(LEVEL, say("economy.control.level"), levels, chosen.level),
            html.Span(say("economy.control.since", edition=first), className="small profile-since"),
        ],
        className="controls",
    )


def _body(view: View) -> list[Component]:
    """Return all that the edition decides."""
    say, chosen = view.say, view.chosen
    strips = profile_levels.strips(view)
    card = figure_card(profile_levels.CARD, profile_levels.content(view, text.finding(view), strips), say)
    # Without a rank the card is hidden, not left out: a control that changes it must find it.
    levels = html.Div([card, beside(view)], className="profile-grid", hidden=not view.ranked)
    parts = {"marks": say("economy.marks.title")} if view.ranked else {}
    parts |= {PAST: say("economy.history.title"), "peers": say("peers.title")}
    if view.ranked and view.detailed:
        parts |= {"indicators": say("economy.table.title")}
    return [
        links(parts, say),
        levels,
        dcc.Store(id=profile_levels.CARD.figures, data=json.dumps(strips, separators=(",", ":"))),
        *([marks_section(view)] if view.ranked else []),
        _past(view),
        peers_section(view.dataset, chosen.economy, chosen.edition, say),
        table_section(view),
        text.columns(view),
    ]


def _past(view: View) -> html.Section:
    """Return the history of one part of the index, with the select that names it."""
    say, frame = view.say, profile_history.frame_of(view)
    select = pickers.choice(
        HISTORY, say("economy.history.label"), _parts(view), view.chosen.history, say, searchable=True
    )
    notes = html.Div(profile_history.notes(view, frame), id=profile_history.NOTES, className="profile-notes")
    side = html.Div([profile_history.top_parts(view), notes], className="profile-aside")
    card = figure_card(profile_history.CARD, profile_history.content(view, frame), say)
    data = dcc.Store(id=profile_history.CARD.figures, data=profile_history.figures(view, frame))
    head = html.Div(select, className="profile-select")
    return html.Section(
        [head, html.Div([card, side], className="profile-grid"), data], className="block", id=PAST
    )


def _parts(view: View) -> list[tuple[str | int, str]]:
    """Return the parts whose history can be drawn: those of this edition, and the one drawn if it is none."""
    dataset, say = view.dataset, view.say
    newest = view.structure[view.structure["edition"] == dataset.detailed]
    rows = view.frame if view.detailed else newest
    options: dict[str | int, str] = {}
    for code, concept, name in zip(rows["code"], rows["concept"], rows["name"], strict=True):
        called = part_name(dataset, say, code, concept, name)
        options[concept] = called if "." not in code else f"{code} {called}"
    if view.chosen.history not in options:
        options[view.chosen.history] = profile_history.name_of(view, view.chosen.history)
    return list(options.items())


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: each redraws only what it decides."""
    for card in (profile_levels.CARD, profile_history.CARD):
        drawn(app, card)
    app.clientside_callback(
        ClientsideFunction("site", "elsewhere"), Input(ECONOMY, "value"), prevent_initial_call=True
    )
    address(app, "economy", {key: (control, "value") for key, control in _CONTROLS.items()})
    _on_edition(app, current)
    _on_level(app, current)
    _on_history(app, current)
    _on_show(app, current)


def _states(without: str) -> list[State]:
    """Return the economy, the language, and the controls other than the one that changed."""
    rest = [State(control, "value") for key, control in _CONTROLS.items() if key != without]
    return [State(ECONOMY, "value"), State(LANG, "data"), *rest]


def _view(dataset: Dataset, changed: str, given: tuple[object, ...]) -> View:
    """Return the view of the values of a callback: the changed control, economy, language, other controls."""
    value, economy, lang, *rest = given
    others = dict(zip([key for key in _CONTROLS if key != changed], rest, strict=True))
    query = {"economy": economy, changed: value, **others}
    return read(dataset, words(spoken(lang)), query)


def _on_edition(app: Dash, current: Callable[[], Dataset]) -> None:
    @app.callback(
        Output(FINDING, "children"),
        Output(DECK, "children"),
        Output(BODY, "children"),
        Input(EDITION, "value"),
        *_states("edition"),
        prevent_initial_call=True,
    )
    def update(*given: object) -> tuple[Any, ...]:
        view = _view(current(), "edition", given)
        return markup(text.finding(view)), _deck(view), _body(view)


def _on_level(app: Dash, current: Callable[[], Dataset]) -> None:
    card = profile_levels.CARD

    @app.callback(
        Output(card.figures, "data"),
        Output(card.measure_line, "children"),
        Output(card.table, "children"),
        Input(LEVEL, "value"),
        *_states("level"),
        prevent_initial_call=True,
    )
    def update(*given: object) -> tuple[Any, ...]:
        view = _view(current(), "level", given)
        strips = json.dumps(profile_levels.strips(view), separators=(",", ":"))
        return strips, profile_levels.measure(view), profile_levels.levels_table(view)


def _on_history(app: Dash, current: Callable[[], Dataset]) -> None:
    card = profile_history.CARD

    @app.callback(
        Output(card.figures, "data"),
        Output(card.heading, "children"),
        Output(card.plot, "aria-label"),
        Output(card.measure_line, "children"),
        Output(card.table, "children"),
        Output(card.source, "children"),
        Output(card.data, "href"),
        Output(card.citation, "children"),
        Output(profile_history.NOTES, "children"),
        Input(HISTORY, "value"),
        *_states("history"),
        prevent_initial_call=True,
    )
    def update(*given: object) -> tuple[Any, ...]:
        view = _view(current(), "history", given)
        frame = profile_history.frame_of(view)
        content = profile_history.content(view, frame)
        shown = (content.heading, content.finding, content.measure, content.table, content.source)
        linked = (content.data_address, content.citation, profile_history.notes(view, frame))
        return profile_history.figures(view, frame), *shown, *linked


def _on_show(app: Dash, current: Callable[[], Dataset]) -> None:
    @app.callback(
        Output(TABLE, "children"), Input(SHOW, "value"), *_states("show"), prevent_initial_call=True
    )
    def update(*given: object) -> list[Component]:
        return table(_view(current(), "show", given))
