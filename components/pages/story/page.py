"""Story: how did China rise, and what stands behind it, step by step?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from analysis.change import CLAIM
from analysis.dataset import Dataset
from analysis.standing import CHINA
from components.attributes import attributes, button
from components.card import Card
from components.pages.economy import page as economy
from components.pages.map import page as tile_map
from components.pages.others import page as others
from components.pages.overview import page as overview
from components.pages.productivity import page as productivity
from components.pages.targets import page as targets
from components.pages.weights import page as weights
from components.pages.why import page as why
from components.prerender.markup import text, walk
from components.shell import path
from components.text import Words, markup, words

PAGE = "story"
_FIRST, _LAST = CLAIM


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the page whose card it shows, the name of the card, and the choices of its view.

    headed: whether the finding of the whole page heads it, in place of that of the card.
    """

    key: str
    page: ModuleType
    card: str
    place: str
    query: Mapping[str, str] = field(default_factory=dict)
    headed: bool = False


STEPS: Final = (
    Step("rise", economy, "economy-history", f"economy/{CHINA}", {"economy": CHINA}),
    Step("field", tile_map, "map", "ranking/map", {"show": "change", "edition": str(_LAST)}, headed=True),
    Step("places", why, "rank-ledger", "why", headed=True),
    Step("points", why, "score-ledger", "why", {"detail": "indicators"}),
    Step("weights", weights, "weights-history", "weights", headed=True),
    Step("indicators", weights, "weights-shared", "weights"),
    Step("others", others, "other-rankings", "ranking/others", headed=True),
    Step("productivity", productivity, "productivity-growth", "strategy/productivity", headed=True),
    Step("targets", targets, "targets-rd", "strategy/targets"),
)
NUMBERS: Final = tuple(str(number) for number in range(1, len(STEPS) + 1))


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return one step in a language; ``query`` gives its number."""
    say, number = words(lang), NUMBERS.index(query.get("step", NUMBERS[0]))
    step = STEPS[number]
    drawn = step.page.layout(dataset, lang, step.query)
    card = next(one for one in step.page.CARDS if one.name == step.card)
    figure, stores = _card(drawn, card)
    beside = html.Div(
        [
            html.P(say("story.step", number=number + 1, count=len(STEPS)), className="small"),
            html.H1(_title(drawn, figure, step) or _rise(dataset, lang)),
            html.P(markup(say(f"story.text.{step.key}")), className="deck"),
            *_moves(number, say),
            _ways(step, lang, say),
        ],
        className="story-text",
    )
    return [
        html.Div([html.Div(figure, className="story-figure"), beside], className="story", id="story"),
        *stores,
    ]


def _card(drawn: list[Component], card: Card) -> tuple[Component, Sequence[Component]]:
    """Return the card of a page as it is drawn there, and the stores outside of it that it is drawn from.

    Nothing where the page has no such card for the data.
    """
    parts = [*walk(drawn)]
    figure = next((one for one in parts if getattr(one, "data-card", None) == card.prefix), html.Div())
    inside = {id(one) for one in walk(figure)}
    stores = [one for one in parts if isinstance(one, dcc.Store) and id(one) not in inside]
    return figure, [one for one in stores if getattr(one, "id", "") in (card.figures, card.rows)]


def _title(drawn: list[Component], figure: Component, step: Step) -> str:
    """Return the finding of the page, or of its card, as text; none for the first step."""
    if step is STEPS[0]:
        return ""
    plots = [one for one in walk(figure) if getattr(one, "data-part", None) == "plot"]
    if plots and not step.headed:
        return str(getattr(plots[0], "aria-label", ""))
    return text(next(one for one in walk(drawn) if isinstance(one, html.H1)))


def _rise(dataset: Dataset, lang: str) -> str:
    """Return the finding of the Overview between the editions of the claim."""
    ends = {"from": str(_FIRST), "to": str(_LAST), "with": ""}
    return text(next(one for one in walk(overview.layout(dataset, lang, ends)) if isinstance(one, html.H1)))


def _moves(number: int, say: Words) -> list[Component]:
    """Return the steps as a list of numbers, then the ways back and on."""
    numbers = [
        html.Li(
            html.A(
                one,
                href=path(say.lang, f"{PAGE}/{one}"),
                **attributes(aria_label=say("story.number", number=one)),
                **(attributes(aria_current="step") if place == number else {}),
            )
        )
        for place, one in enumerate(NUMBERS)
    ]
    moves = []
    for name, to in (("previous", number - 1), ("next", number + 1)):
        if 0 <= to < len(STEPS):
            address = path(say.lang, f"{PAGE}/{NUMBERS[to]}")
            moves.append(
                html.A(say(f"story.{name}"), href=address, className="button", **attributes(data_story=name))
            )
    if number + 1 == len(STEPS):
        moves.append(html.A(say("story.end"), href=path(say.lang, ""), className="button"))
    return [html.Ol(numbers, className="story-numbers"), html.P(moves, className="story-moves")]


def _ways(step: Step, lang: str, say: Words) -> html.P:
    """Return the way to the view of the step, and to the full screen."""
    choices = {key: value for key, value in step.query.items() if key != "economy"}
    address = path(lang, step.place) + (f"?{urlencode(choices)}" if choices else "")
    leave = say("card.leave")
    full = button(
        html.Span(say("card.full")), "quiet", data_action="full", data_target="story", data_leave=leave
    )
    return html.P([html.A(say("story.open"), href=address, className="button"), full], className="story-ways")
