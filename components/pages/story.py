"""Story: how did China rise, and what stands behind it, step by step?"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence.productivity import Choice as ProductivityChoice
from analysis.evidence.strategy import MatrixChoice
from analysis.evidence.targets import Choice as TargetChoice
from analysis.index.composition import PILLARS
from analysis.index.ledger import default_pair
from analysis.index.tile_map import TILES
from analysis.index.tile_map import Choice as MapChoice
from analysis.query import NoChoices
from components.cards.card import with_marks
from components.cards.markup import stores, text, walk_components
from components.charts.static_svg import without_motion
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup, plain
from components.text.paths import PAGE as SITE_PAGE
from components.text.paths import page_exists
from components.text.view import PageView, View
from components.theme import LIGHT
from components.widgets import other_rankings as others
from components.widgets import productivity
from components.widgets.matrix import Matrix, bars
from components.widgets.targets import Targets
from components.widgets.targets import finding as targets_met
from components.widgets.trajectory import plain_course
from data.article import CLAIM, FOCUS

PAGE = "story"
WAYS: Final = {"weights": "weights", "compare": "compare", "data": "data", "overview": ""}
"""Where the story leads at its end: the paths of pages by the key of their words."""
PICTURE, WIDE, WIDEST = 600, 722, 800
"""Pixels of the width of pictures of the whole story: least, from which the words stand over it, at most."""
PHONE: Final = 358
"""Pixels of the width of its pictures on phones: the room on one of 390."""
_MAP: Final = {"show": "change", "edition": str(CLAIM[1])}
_LEDGER: Final = {"detail": "subpillars"}
_EQUAL: Final = ",".join(["1"] * len(PILLARS))


# What no card finds, and sentences that pages say beside their cards


def _field(dataset: Dataset, t: Words) -> str:
    found = TILES.result(dataset, MapChoice.read(dataset, _MAP))
    gains = found.frame.sort_values("rank").set_index("economy")["change"].dropna()
    places = gains.get(FOCUS, 0)
    if found.against != CLAIM[0] or not 0 < places < gains.max():
        return ""
    name = View(dataset, t).economy_name(str(gains.idxmax()))
    more = (gains > places).sum()
    return t("story.facts.field", more=more, places=int(places), name=name, most=int(gains.max()))


def _others(dataset: Dataset, t: Words) -> str:
    view = others.OtherRankingsView(dataset, t, others.Choice.read(dataset, {}))
    return t.sentences((others.unchanged_and_lower(view).strip(), others.same(view).strip()))


def _targets(dataset: Dataset, t: Words) -> str:
    view = Targets(dataset, t, TargetChoice.read(dataset, {}))
    if not view.counts["judged"]:
        return ""
    return targets_met(view) + t("story.facts.targets", **view.counts)


def _versions(dataset: Dataset, t: Words) -> str:
    return plain(
        productivity.finding(productivity.ProductivityView(dataset, t, ProductivityChoice.read(dataset, {})))
    )


def _bars(dataset: Dataset, t: Words) -> Component:
    matrix = Matrix(dataset, t, MatrixChoice.read(dataset, {}))
    return html.Div(bars(matrix), id="matrix-bars", className="evidence-bars")


# The steps


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the name of the card that it shows, the path of its page, and the choices of its view.

    cards: whose findings begin its text, each given as <name>?<query>; says: what stands beside them (marked
    text); title: where the card alone does not head it; picture: what it shows in place of a card that is a
    table; figure: a simpler one than the card's.
    """

    key: str
    card: str
    place: str
    query: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[str, ...] = ()
    says: Callable[[Dataset, Words], str] | None = None
    title: Callable[[Dataset, Words], str] | None = None
    picture: Callable[[Dataset, Words], Component] | None = None
    figure: Callable[[Dataset, Words], str] | None = None


_STEPS: Final = (
    Step(
        "rise",
        "trajectory",
        "",
        cards=(f"trajectory?from={CLAIM[0] - 1}&to={CLAIM[0]}",),
        figure=plain_course,
    ),
    Step("field", "map", "ranking/map", _MAP, says=_field),
    Step("places", "rank-ledger", "why", cards=(f"trajectory?show=score&from={CLAIM[0]}&to={CLAIM[1]}",)),
    Step("carried", "score-ledger", "why", _LEDGER),
    Step("framework", "weights-omissions", "why/indicator", cards=("weights-shared",)),
    Step("weights", "weights-draws", "weights", cards=(f"weights-draws?w={_EQUAL}",)),
    Step("others", "other-rankings", "ranking/others", says=_others),
    Step("aims", "evidence-matrix", "strategy", cards=("claims",), picture=_bars),
    Step("targets", "targets-rd", "strategy/targets", says=_targets),
    Step(
        "unknown",
        "productivity-growth",
        "strategy/productivity",
        cards=("productivity-economies",),
        title=_versions,
    ),
)
STEPS: Final = tuple(step for step in _STEPS if page_exists(step.place))
NUMBERS: Final = tuple(str(number) for number in range(1, len(STEPS) + 1))


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the step whose number is asked for, or without one all of them on one page."""
    t, number = view.t, view.query.get("step")
    if number not in NUMBERS:
        return _whole(view)
    at = NUMBERS.index(number)
    step = STEPS[at]
    drawn = _drawn(view, step)
    head = [
        html.P(t("story.step", number=number, count=len(STEPS)), className="small"),
        html.H1(drawn.title),
        html.P(drawn.text, className="deck"),
    ]
    source = [html.P(drawn.source, className="source")] if step.picture else []
    about = {"data_action": "full", "data_target": SITE_PAGE, "data_leave": t("card.leave")}
    links = [
        html.A(t("story.open"), href=t.link(step.place, **step.query), className="button"),
        button(html.Span(t("card.full")), **about),
        html.A(t("story.whole"), href=t.link(PAGE), className="button", id="story-whole"),
    ]
    ways = [*(_ways(t) if step is STEPS[-1] else []), html.P(links)]
    items, moves = [], list[Component]()  # the steps by their numbers, then the ways back and on
    for place, one in enumerate(NUMBERS):
        named = attributes(aria_label=t("story.number", number=one))
        here = attributes(aria_current="step") if place == at else {}
        items.append(html.Li(html.A(one, href=t.link(f"{PAGE}/{one}"), **named, **here)))
    for name, to in (("previous", at - 1), ("next", at + 1)):
        if 0 <= to < len(STEPS):
            address, data = t.link(f"{PAGE}/{NUMBERS[to]}"), attributes(data_story=name)
            moves.append(html.A(t(f"story.{name}"), href=address, className="button", **data))
    if step is STEPS[-1]:
        on = attributes(data_story="on")
        link = html.A(t("story.way.weights"), href=t.link(WAYS["weights"]), className="button", **on)
        moves.append(link)
    moves.append(html.Span(t("story.keys"), className="story-keys small"))
    named = attributes(aria_label=t("story.link"))
    return [
        html.Div(
            [
                html.Div(head, className="story-text"),
                html.Div([drawn.figure, *source], className="story-figure"),
                html.Div(ways, className="story-ways"),
                html.Nav([html.P(moves), html.Ol(items)], className="story-moves", **named),
            ],
            className="story",
            id="story",
        )
    ]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A step as it is drawn: its title, its text, what it shows, with source and measure in words."""

    title: str
    text: list[str | Component]
    figure: Component
    source: str
    measure: str


def _drawn(view: PageView[NoChoices], step: Step) -> _Drawn:
    """Return a step with its card, as embeds have it; without where there is nothing to show."""
    dataset, t, (first, last) = view.dataset, view.t, default_pair(view.dataset)
    drawn = view.draw(dataset, step.card, t.lang, step.query)
    if step.figure:  # whose source needs no more than what every width shows
        source = [
            one
            for one in with_marks(drawn.content.source)
            if getattr(one, "className", "") != "roomy" and not getattr(one, "hidden", False)
        ]
        simple = replace(drawn.content, figure=step.figure(dataset, t), source=source, body=())
        drawn = replace(drawn, content=simple)
    found = [view.of_site(card).sentence for card in step.cards]
    says = [step.says(dataset, t)] if step.says else []
    ranked = {"before": dataset.rank_counts.get(first), "after": dataset.rank_counts.get(last)}
    editions = {"first": first, "last": last, "newest": dataset.newest_detailed}
    close = t(f"story.text.{step.key}", **editions, **ranked)
    title = step.title(dataset, t) if step.title else ""
    figure = (
        step.picture(dataset, t) if step.picture else html.Div() if drawn.content.is_empty else drawn.html
    )
    own = [*walk_components(drawn.html, lambda part: not getattr(part, "hidden", False))]
    source = [one for one in own if getattr(one, "id", "") == drawn.card.id("source")]
    seen = walk_components(source, lambda part: not getattr(part, "hidden", False))
    return _Drawn(
        title or plain(drawn.content.standalone_title or drawn.content.finding),
        markup(t.sentences((*found, *says, close))),
        figure,
        "".join(one for one in seen if isinstance(one, str)),
        text([one for one in walk_components(figure) if getattr(one, "className", "") == "measure"]),
    )


def _ways(t: Words) -> list[Component]:
    links = [html.Li(html.A(t(f"story.way.{key}"), href=t.link(to))) for key, to in WAYS.items()]
    return [html.H2(t("story.ways")), html.Ul(links)]


# All steps on one page


def _whole(view: PageView[NoChoices]) -> list[Component]:
    """Return all steps below each other with still pictures, for paper and for who would rather scroll.

    Each is a section: its words, and beside or over them its figure with measure and source.
    """
    dataset, t, steps = view.dataset, view.t, []
    for number, step in zip(NUMBERS, STEPS, strict=True):
        drawn = _drawn(view, step)
        link = html.A(t("story.step", number=number, count=len(STEPS)), href=t.link(f"{PAGE}/{number}"))
        beside = [html.P(link, className="small"), html.H2(drawn.title), html.P(drawn.text)]
        measure = [html.P(drawn.measure, className="measure")] if drawn.measure else []
        figure, width = (drawn.figure, 0) if step.picture else _stills(drawn)
        parts = [*measure, figure, html.P(drawn.source, className="source")]
        css = "story-wide" if width > WIDE else None
        steps.append(html.Section([html.Div(beside), html.Div(parts)], id=f"step-{number}", className=css))
    address = html.Span(t.link(PAGE), **attributes(data_part="address"))
    first = html.A(t("story.steps"), href=t.link(f"{PAGE}/1"), className="button")
    content = [
        html.H1(t("story.heading", count=len(STEPS))),
        html.P(t("story.deck"), className="deck"),
        html.P([first, button(t("story.print"), "quiet", data_print="")], className="story-start"),
        *steps,
        html.P([t("story.source", snapshot=dataset.snapshot.id), address], className="source"),
        html.Div(_ways(t), className="story-ways"),
    ]
    return [html.Div(content, className="story-whole")]


def _stills(drawn: _Drawn) -> tuple[Component, int]:
    """Return the figure of a step as a picture, on phones another, with its width in pixels.

    Nothing where there is none.
    """
    data = stores(walk_components(drawn.figure))
    views = [json.loads(one) for name, one in data.items() if one and name.endswith("-figures")]
    # The variant with most words that is drawn wider than it is high.
    fitting = [
        (max(least, PICTURE), figure)
        for least, figure in ((int(name), one) for name, one in (views[0] if views else {}).items())
        if least <= WIDEST and figure["layout"]["height"] < max(least, PICTURE)
    ]
    if not fitting:
        return html.Div(), 0
    width, figure = fitting[-1]
    small = html.Source(
        srcSet=without_motion(views[0]["0"], PHONE, LIGHT), media="screen and (max-width: 599px)"
    )
    height = figure["layout"]["height"]
    image = html.Img(src=without_motion(figure, width, LIGHT), alt=drawn.title, width=width, height=height)
    return html.Picture([small, image]), width
