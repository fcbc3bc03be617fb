"""Economy profile: where does one economy stand on every level, how firm is it, and how did it get there?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.profile import Choice
from components.callbacks import Callbacks, Change, Draw
from components.pages.economy import history as profile_history
from components.pages.economy import levels as profile_levels
from components.pages.economy import text
from components.pages.economy.table import TABLE, marks_section, table_section
from components.pages.economy.text import beside
from components.pages.economy.view import PAGE, PAST, View, part_name, read
from components.parts.controls import choice
from components.parts.figure_card import figure_card
from components.parts.peers import peers_section
from components.parts.section import links
from components.shell import path
from components.text import markup, words

FINDING, DECK, BODY = "economy-finding", "economy-deck", "economy-body"


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page of the economy that the path names; ``query`` gives the values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    view = read(dataset, words(lang), query)
    economy = view.choice.economy
    if economy not in dataset.economies:
        return _never(view)
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(_deck(view), id=DECK, className="deck"),
        _controls(view),
        html.Div(_body(view), id=BODY),
        CALLBACKS.address(PAGE, dataset, economy=economy),
    ]


def _deck(view: View) -> list[str | Component]:
    """Return the lines under the finding, with the way to the brief of the same edition."""
    place = path(view.say.lang, f"brief/{view.choice.economy}")
    link = html.A(view.say("brief.link"), href=f"{place}?edition={view.choice.edition}")
    return [*markup(text.deck(view)), " ", link]


def _never(view: View) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, and the way to the others."""
    dataset, say, economy = view.dataset, view.say, view.choice.economy
    title, paragraphs = text.never(dataset, economy, say)
    picker = html.Div(_picker(view), className="controls")
    prose = html.Div([html.P(markup(one)) for one in paragraphs], className="prose profile-never")
    links = [
        html.Li(html.A(name, href=path(say.lang, f"economy/{code}")))
        for code, name in text.near(dataset, economy, say)
    ]
    if links:
        edition = view.edition(dataset.editions[-1])
        prose.children += [html.P(markup(say("economy.never.near", edition=edition))), html.Ul(links)]
    return [html.H1(markup(title)), picker, prose]


def _picker(view: View) -> html.Div:
    among = {*view.dataset.economies, view.choice.economy}
    return view.controls.select("economy", searchable=True, among=among)


def _controls(view: View) -> html.Div:
    first = int(view.structure.loc[view.structure["level"] == "subpillar", "edition"].min())
    since = html.Span(view.say("economy.control.since", edition=first), className="small profile-since")
    controls = view.controls
    return html.Div(
        [_picker(view), controls.select("edition"), controls.segmented("level"), since], className="controls"
    )


def _body(view: View) -> list[Component]:
    """Return all that the edition decides."""
    say, chosen = view.say, view.choice
    card, figures = _levels(view)
    # Without a rank the card is hidden, not left out: a control that changes it must find it.
    levels = html.Div([card, beside(view)], className="profile-grid", hidden=not view.ranked)
    parts = {"marks": say("economy.marks.title")} if view.ranked else {}
    parts |= {PAST: say("economy.history.title"), "peers": say("peers.title")}
    if view.ranked and view.detailed:
        parts |= {"indicators": say("economy.table.title")}
    return [
        links(parts, say),
        levels,
        figures,
        *([marks_section(view)] if view.ranked else []),
        _past(view),
        peers_section(view.dataset, chosen.economy, chosen.edition, say),
        table_section(view),
        text.below(view),
    ]


def _levels(view: View) -> list[Component]:
    """Return the card of every level, and the store of its figure."""
    content = profile_levels.content(view, text.finding(view))
    return [
        figure_card(profile_levels.CARD, content, view.say),
        dcc.Store(id=profile_levels.CARD.figures, data=profile_levels.figures(view)),
    ]


def _level(view: View) -> list[Component]:
    """Return what the level alone changes in the card: its line, table and figure."""
    card = profile_levels.CARD
    return [
        html.P(profile_levels.measure(view), id=card.measure_line),
        html.Div(profile_levels.levels_table(view), id=card.table),
        dcc.Store(id=card.figures, data=profile_levels.figures(view)),
    ]


def _past(view: View) -> html.Section:
    """Return the history of one part of the index, with the select that names it."""
    say, chosen = view.say, view.choice.history
    label = say("economy.history.label")
    select = choice(f"{PAGE}-history", label, _parts(view), chosen, say, searchable=True)
    card, notes, data = _history(view)
    side = html.Div([profile_history.top_parts(view), notes], className="profile-aside")
    head = html.Div(select, className="profile-select")
    return html.Section(
        [head, html.Div([card, side], className="profile-grid"), data], className="block", id=PAST
    )


def _history(view: View) -> list[Component]:
    """Return the card of one history, what breaks its line, and the store of its figure."""
    frame = profile_history.frame_of(view)
    notes = profile_history.notes(view, frame)
    return [
        figure_card(profile_history.CARD, profile_history.content(view, frame), view.say),
        html.Div(notes, id=profile_history.NOTES, className="profile-notes"),
        dcc.Store(id=profile_history.CARD.figures, data=profile_history.figures(view, frame)),
    ]


def _parts(view: View) -> list[tuple[str | int, str]]:
    """Return the parts whose history can be drawn: those of this edition, and the one drawn if it is none."""
    dataset, say = view.dataset, view.say
    newest = view.structure[view.structure["edition"] == dataset.detailed]
    rows = view.frame if view.detailed else newest
    options: dict[str | int, str] = {}
    for code, concept, name in zip(rows["code"], rows["concept"], rows["name"], strict=True):
        called = part_name(dataset, say, code, concept, name)
        options[concept] = called if "." not in code else f"{code} {called}"
    if view.choice.history not in options:
        options[view.choice.history] = profile_history.name_of(view, view.choice.history)
    return list(options.items())


def _alone(draw: Callable[[View], Sequence[Component]]) -> Draw:
    """Return what draws one section of the page for a query."""
    return lambda dataset, lang, query: draw(read(dataset, words(lang), query))


CARDS = (profile_levels.CARD, profile_history.CARD)
CALLBACKS = Callbacks(
    Choice,
    parts=((FINDING, "children"), (DECK, "children"), (BODY, "children")),
    changes=(
        Change(
            ("level",),
            (
                (profile_levels.CARD.figures, "data"),
                (profile_levels.CARD.measure_line, "children"),
                (profile_levels.CARD.table, "children"),
            ),
            _alone(_level),
        ),
        Change(
            ("history",),
            (*profile_history.CARD.parts, (profile_history.NOTES, "children")),
            _alone(_history),
        ),
        Change(("show",), ((TABLE, "children"),), _alone(lambda view: [table_section(view)])),
    ),
    cards=(profile_levels.CARD, profile_history.CARD),
    path=("economy",),
)
