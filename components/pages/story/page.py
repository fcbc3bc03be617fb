"""Story: how did China rise, and what stands behind it, step by step?"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from analysis.change import CLAIM
from analysis.dataset import Dataset
from analysis.derived import ranks
from analysis.standing import CHINA
from components.attributes import attributes, button
from components.charts import svg
from components.charts.small_pictures import rank_steps
from components.pages import map as tile_map
from components.pages import strategy
from components.pages.economy import page as economy
from components.pages.others import page as others
from components.pages.overview import page as overview
from components.pages.productivity import page as productivity
from components.pages.story import text as sentences
from components.pages.targets import page as targets
from components.pages.weights import page as weights
from components.pages.why import page as why
from components.prerender.markup import stores, text, walk
from components.prerender.static_svg import fixed_svg
from components.shell import PAGE as SITE_PAGE
from components.shell import path
from components.text import Words, markup, plain, words
from components.theme import LIGHT, css_tokens
from components.view import View

PAGE = "story"
WAYS: Final = {"weights": "weights", "compare": "compare", "learn": "learn", "data": "data", "overview": ""}
"""Where the story leads at its end: the paths of pages by the key of their words."""
PICTURE, WIDE, WIDEST = 600, 720, 800
"""Pixels of the width of pictures of the whole story: least, from which the words stand over it, at most."""
_TOKEN: Final = re.compile(r"var\((--[\w-]+)\)")
_LIGHT: Final = css_tokens(LIGHT)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the page whose card it shows, the name of the card, and the choices of its view.

    headed: whether the finding of the whole page heads it, in place of that of the card; part: the id of
    what it shows of a page whose card is a table; compared: whether the figure compares the editions of the
    claim: a small picture of the ranks stands over it.
    """

    key: str
    page: ModuleType
    card: str
    place: str
    query: Mapping[str, str] = field(default_factory=dict)
    headed: bool = False
    part: str = ""
    compared: bool = False


STEPS: Final = (
    Step("rise", economy, "economy-history", f"economy/{CHINA}", {"economy": CHINA}, compared=True),
    Step("field", tile_map, "map", "ranking/map", sentences.MAP, headed=True, compared=True),
    Step("places", why, "rank-ledger", "why", headed=True, compared=True),
    Step("carried", why, "score-ledger", "why", sentences.LEDGER, compared=True),
    Step("framework", weights, "weights-shared", "weights"),
    Step("weights", weights, "weights-draws", "weights", headed=True),
    Step("others", others, "other-rankings", "ranking/others", headed=True),
    Step("aims", strategy, "evidence-matrix", "strategy", headed=True, part=strategy.BARS),
    Step("targets", targets, "targets-rd", "strategy/targets"),
    Step("unknown", productivity, "productivity-growth", "strategy/productivity", headed=True),
)
NUMBERS: Final = tuple(str(number) for number in range(1, len(STEPS) + 1))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A step as it is drawn: its title, its text, the card, and the stores outside of it that it needs."""

    title: str
    text: list[str | Component]
    figure: Component
    stores: Sequence[Component]
    source: str
    measure: str


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return one step in a language, or without its number in ``query`` all of them on one page."""
    t, number = words(lang), query.get("step")
    if number not in NUMBERS:
        return _whole(dataset, t)
    at = NUMBERS.index(number)
    step = STEPS[at]
    drawn = _drawn(dataset, step, t)
    head = [
        html.P(t("story.step", number=at + 1, count=len(STEPS)), className="small"),
        html.H1(drawn.title),
        html.P(drawn.text, className="deck"),
    ]
    rank = _rank(dataset, t) if step.compared else []
    source = [html.P(drawn.source, className="source")] if step.part else []
    ways = _ways(t) if step is STEPS[-1] else []
    return [
        html.Div(
            [
                html.Div(head, className="story-text"),
                html.Div([*rank, drawn.figure, *source], className="story-figure"),
                html.Div([*ways, _links(step, t)], className="story-ways"),
                html.Nav(_moves(at, t), className="story-moves", **attributes(aria_label=t("story.link"))),
            ],
            className="story",
            id="story",
        ),
        *drawn.stores,
    ]


def _drawn(dataset: Dataset, step: Step, t: Words) -> _Drawn:
    """Return a step with the card of its page as that page draws it; without where it has none."""
    drawn = step.page.layout(dataset, t.lang, step.query)
    card = next(one for one in step.page.CARDS if one.name == step.card)
    parts = [*walk(drawn)]
    own = [one for one in parts if getattr(one, "data-card", None) == card.prefix]
    named = [one for one in parts if getattr(one, "id", None) == step.part] if step.part else own
    figure = (named or [html.Div()])[0]
    inside = {id(one) for one in walk(figure)}
    outside = [one for one in parts if isinstance(one, dcc.Store) and id(one) not in inside]
    needed = () if step.part else (card.figures, card.rows)
    source = [one for one in walk(own) if getattr(one, "id", "") == card.source]
    return _Drawn(
        _sentence(dataset, step, t) or _title(parts, figure, step),
        markup(sentences.written(step.key, dataset, t)),
        figure,
        [one for one in outside if getattr(one, "id", "") in needed],
        "".join(one for one in walk(source, _visible) if isinstance(one, str)),
        text([one for one in walk(figure) if getattr(one, "className", "") == "measure"]),
    )


def _visible(part: Component) -> bool:
    return not getattr(part, "hidden", False)


def _sentence(dataset: Dataset, step: Step, t: Words) -> str:
    """Return the title of a step that has one of its own; "" for the others."""
    if step is STEPS[0]:  # of the Overview, between the editions of the claim
        ends = {"from": str(CLAIM[0]), "to": str(CLAIM[1]), "with": ""}
        return text(next(one for one in overview.layout(dataset, t.lang, ends) if isinstance(one, html.H1)))
    return (sentences.carried(dataset, t) or "") if step.key == "carried" else ""


def _title(parts: list[Component], figure: Component, step: Step) -> str:
    """Return the finding of the page of a step, or of its card, as text."""
    plots = [one for one in walk(figure) if getattr(one, "data-part", None) == "plot"]
    if plots and not step.headed:
        return str(getattr(plots[0], "aria-label", ""))
    return text(next(one for one in parts if isinstance(one, html.H1)))


def _rank(dataset: Dataset, t: Words) -> list[Component]:
    """Return China's ranks by edition as a small picture, in which the editions compared are marked."""
    by_edition, view = ranks(dataset, CHINA), View(dataset, t)
    if not set(CLAIM) <= by_edition.keys():
        return []
    named = (*CLAIM, max(by_edition))
    labels = {edition: plain(view.ordinal(by_edition[edition])) for edition in named}
    drawing = rank_steps(by_edition, CLAIM, labels)
    about = t.listing([f"{edition}: {rank}" for edition, rank in labels.items()])
    picture = html.Div(role="img", **attributes(aria_label=about, data_svg=drawing))
    return [html.Div([html.P(markup(t("story.rank")), className="measure"), picture], className="story-rank")]


def _moves(at: int, t: Words) -> list[Component]:
    """Return the steps as a list of numbers, then the ways back and on."""
    numbers = [
        html.Li(
            html.A(
                one,
                href=path(t.lang, f"{PAGE}/{one}"),
                **attributes(aria_label=t("story.number", number=one)),
                **(attributes(aria_current="step") if place == at else {}),
            )
        )
        for place, one in enumerate(NUMBERS)
    ]
    moves = []
    for name, to in (("previous", at - 1), ("next", at + 1)):
        if 0 <= to < len(STEPS):
            address = path(t.lang, f"{PAGE}/{NUMBERS[to]}")
            about = attributes(data_story=name)
            moves.append(html.A(t(f"story.{name}"), href=address, className="button", **about))
    return [html.Ol(numbers), html.P(moves)]


def _links(step: Step, t: Words) -> html.P:
    """Return the ways to the view of the step, to the full screen, and to the whole story."""
    choices = {key: value for key, value in step.query.items() if key != "economy"}
    address = path(t.lang, step.place) + (f"?{urlencode(choices)}" if choices else "")
    word = html.Span(t("card.full"))
    full = button(word, data_action="full", data_target=SITE_PAGE, data_leave=t("card.leave"))
    return html.P(
        [
            html.A(t("story.open"), href=address, className="button"),
            full,
            html.A(t("story.whole"), href=path(t.lang, PAGE), className="button", id="story-whole"),
        ]
    )


def _ways(t: Words) -> list[Component]:
    """Return where the story leads at its end."""
    links = [html.Li(html.A(t(f"story.way.{key}"), href=path(t.lang, to))) for key, to in WAYS.items()]
    return [html.H2(t("story.ways")), html.Ul(links)]


# All steps on one page


def _whole(dataset: Dataset, t: Words) -> list[Component]:
    """Return all steps below each other with still pictures, for paper and for who would rather scroll."""
    steps = [_sheet_step(dataset, number, t) for number in NUMBERS]
    address = html.Span(path(t.lang, PAGE), **attributes(data_part="address"))
    source: list[str | Component] = [t("story.source", snapshot=dataset.snapshot.id), address]
    first = html.A(t("story.steps"), href=path(t.lang, f"{PAGE}/1"), className="button")
    printed = button(t("story.print"), "quiet", data_print="")
    return [
        html.Div(
            [
                html.H1(t("story.heading", count=len(STEPS))),
                html.P(t("story.deck"), className="deck"),
                html.P([first, printed], className="story-start"),
                *steps,
                html.P(source, className="source"),
                html.Div(_ways(t), className="story-ways"),
            ],
            className="story-whole",
        ),
    ]


def _sheet_step(dataset: Dataset, number: str, t: Words) -> html.Section:
    """Return a step as a section: its words, and beside or over them its figure with measure and source."""
    step = STEPS[NUMBERS.index(number)]
    drawn = _drawn(dataset, step, t)
    link = html.A(t("story.step", number=number, count=len(STEPS)), href=path(t.lang, f"{PAGE}/{number}"))
    measure = [html.P(drawn.measure, className="measure")] if drawn.measure else []
    beside = [html.P(link, className="small"), html.H2(drawn.title), html.P(drawn.text)]
    figure, width = (drawn.figure, 0) if step.part else _still(drawn)
    parts = [*measure, figure, html.P(drawn.source, className="source")]
    css = "story-wide" if width > WIDE else None
    return html.Section([html.Div(beside), html.Div(parts)], id=f"step-{number}", className=css)


def _still(drawn: _Drawn) -> tuple[Component, int]:
    """Return the figure of a step as a picture, with its width in pixels; nothing where there is none."""
    data = stores(walk([drawn.figure, *drawn.stores]))
    drawings = [one for name, one in data.items() if one and name.endswith("-figures")]
    views: dict[str, Any] = json.loads(drawings[0]) if drawings else {}
    # The variant with most words that is drawn wider than it is high.
    fitting = [
        (max(least, PICTURE), figure)
        for least, figure in ((int(name), one) for name, one in views.items())
        if least <= WIDEST and figure["layout"]["height"] < max(least, PICTURE)
    ]
    if not fitting:
        return html.Div(), 0
    width, figure = fitting[-1]
    height = figure["layout"]["height"]
    whole = _TOKEN.sub(lambda token: _LIGHT[token[1]], fixed_svg(figure, width))
    return html.Img(
        src=svg.picture(width, height, [whole]), alt=drawn.title, width=width, height=height
    ), width
