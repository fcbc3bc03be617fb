"""Story: how did China rise, and what stands behind it, step by step?"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.comparison.tile_map import TILES
from analysis.comparison.tile_map import Choice as MapChoice
from analysis.dataset import Dataset
from analysis.evidence.productivity import Choice as ProductivityChoice
from analysis.evidence.strategy import MatrixChoice
from analysis.evidence.targets import Choice as TargetChoice
from analysis.index.composition import PILLARS
from analysis.index.ledger import default_pair
from analysis.query import NoChoices
from components.cards.card import with_marks
from components.cards.markup import stores, text, walk_components
from components.charts.static_svg import static_image
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup, plain
from components.text.keys import by_last_part
from components.text.paths import PAGE as SITE_PAGE
from components.text.paths import page_exists
from components.text.view import PageView, View
from components.theme import LIGHT
from components.widgets import other_rankings, productivity
from components.widgets.matrix import Matrix, bars
from components.widgets.targets import Targets
from components.widgets.targets import finding as targets_met
from components.widgets.trajectory import plain_course
from data.article import CLAIM, FOCUS

PAGE = "story"
WAYS: Final = {
    "story.way.weights": "weights",
    "story.way.compare": "compare",
    "story.way.data": "data",
    "story.way.overview": "",
}
"""Paths of the pages that the last step links, by the text key of the link."""
MIN_PICTURE_WIDTH, MIN_WIDE_WIDTH, MAX_PICTURE_WIDTH = 600, 722, 800
"""Widths in px of pictures on the page of all steps; from the second on, the text stands above them."""
PHONE_PICTURE_WIDTH: Final = 358  # px, on a screen of 390
_MAP_QUERY: Final = {"show": "change", "edition": str(CLAIM[1])}
_LEDGER_QUERY: Final = {"detail": "subpillars"}
_EQUAL_WEIGHTS: Final = ",".join(["1"] * len(PILLARS))


# Facts that no card states, and sentences that pages say beside their cards


def _larger_gains(dataset: Dataset, t: Words) -> str:
    tiles = TILES.result(dataset, MapChoice.read(dataset, _MAP_QUERY))
    gains = tiles.frame.sort_values("rank").set_index("economy")["change"].dropna()
    places = gains.get(FOCUS, 0)
    if tiles.against != CLAIM[0] or not 0 < places < gains.max():
        return ""
    name = View(dataset, t).economy_name(str(gains.idxmax()))
    more = (gains > places).sum()
    return t("story.facts.field", more=more, places=int(places), name=name, most=int(gains.max()))


def _in_other_rankings(dataset: Dataset, t: Words) -> str:
    choice = other_rankings.Choice.read(dataset, {})
    view = other_rankings.OtherRankingsView(dataset, t, choice)
    sentences = other_rankings.unchanged_and_lower(view), other_rankings.same(view)
    return t.sentences(sentence.strip() for sentence in sentences)


def _target_counts(dataset: Dataset, t: Words) -> str:
    view = Targets(dataset, t, TargetChoice.read(dataset, {}))
    if not view.counts["judged"]:
        return ""
    return targets_met(view) + t("story.facts.targets", **view.counts)


def _productivity_finding(dataset: Dataset, t: Words) -> str:
    view = productivity.ProductivityView(dataset, t, ProductivityChoice.read(dataset, {}))
    return plain(productivity.finding(view))


def _evidence_bars(dataset: Dataset, t: Words) -> Component:
    matrix = Matrix(dataset, t, MatrixChoice.read(dataset, {}))
    return html.Div(bars(matrix), id="matrix-bars", className="evidence-bars")


# The steps


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: a card with the choices of its view, and the text beside it.

    key: text key of the paragraph that ends the text; path, query: the page of the card; cards: cards whose
    findings begin the text, each as <name>?<query>; facts: writes a sentence that follows them; title: writes
    the title where the finding of the card is not enough; picture: replaces a card that is a table; figure:
    draws a simpler figure than that of the card.
    """

    key: str
    card: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[str, ...] = ()
    facts: Callable[[Dataset, Words], str] | None = None
    title: Callable[[Dataset, Words], str] | None = None
    picture: Callable[[Dataset, Words], Component] | None = None
    figure: Callable[[Dataset, Words], str] | None = None


_RANKS_BEFORE = f"trajectory?from={CLAIM[0] - 1}&to={CLAIM[0]}"
_SCORES = f"trajectory?show=score&from={CLAIM[0]}&to={CLAIM[1]}"
_PRODUCTIVITY = "strategy/productivity"
_STEPS: Final = (
    Step("story.text.rise", "trajectory", "", cards=(_RANKS_BEFORE,), figure=plain_course),
    Step("story.text.field", "map", "ranking/map", _MAP_QUERY, facts=_larger_gains),
    Step("story.text.places", "rank-ledger", "why", cards=(_SCORES,)),
    Step("story.text.carried", "score-ledger", "why", _LEDGER_QUERY),
    Step("story.text.framework", "weights-omissions", "why/indicator", cards=("weights-shared",)),
    Step("story.text.weights", "weights-draws", "weights", cards=(f"weights-draws?w={_EQUAL_WEIGHTS}",)),
    Step("story.text.others", "other-rankings", "ranking/others", facts=_in_other_rankings),
    Step("story.text.aims", "evidence-matrix", "strategy", cards=("claims",), picture=_evidence_bars),
    Step("story.text.targets", "targets-rd", "strategy/targets", facts=_target_counts),
    Step(
        "story.text.unknown",
        "productivity-growth",
        _PRODUCTIVITY,
        cards=("productivity-economies",),
        title=_productivity_finding,
    ),
)
STEPS: Final = tuple(step for step in _STEPS if page_exists(step.path))
NUMBERS: Final = tuple(str(number) for number in range(1, len(STEPS) + 1))


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the step whose number the query names, or all steps on one page where it names none."""
    t, number = view.t, view.query.get("step")
    if number not in NUMBERS:
        return _all_steps(view)
    step = STEPS[NUMBERS.index(number)]
    drawn = _draw_step(view, step)
    head = [
        html.P(t("story.step", number=number, count=len(STEPS)), className="small"),
        html.H1(drawn.title),
        html.P(drawn.text, className="deck"),
    ]
    source = [html.P(drawn.source, className="source")] if step.picture else []
    full_screen = {"data_action": "full", "data_target": SITE_PAGE, "data_leave": t("card.leave")}
    links = [
        html.A(t("story.open"), href=t.link(step.path, **step.query), className="button"),
        button(html.Span(t("card.full")), **full_screen),
        html.A(t("story.whole"), href=t.link(PAGE), className="button", id="story-whole"),
    ]
    ways = [*(_ways(t) if step is STEPS[-1] else []), html.P(links)]
    return [
        html.Div(
            [
                html.Div(head, className="story-text"),
                html.Div([drawn.figure, *source], className="story-figure"),
                html.Div(ways, className="story-ways"),
                _step_links(t, number),
            ],
            className="story",
            id="story",
        )
    ]


def _step_links(t: Words, number: str) -> html.Nav:
    index = NUMBERS.index(number)
    items = []
    for other in NUMBERS:
        label = attributes(aria_label=t("story.number", number=other))
        current = attributes(aria_current="step") if other == number else {}
        items.append(html.Li(html.A(other, href=t.link(f"{PAGE}/{other}"), **label, **current)))
    moves: list[Component] = []
    neighbours = by_last_part("story.previous", "story.next")
    for (name, key), target in zip(neighbours.items(), (index - 1, index + 1), strict=True):
        if 0 <= target < len(STEPS):
            href, data = t.link(f"{PAGE}/{NUMBERS[target]}"), attributes(data_story=name)
            moves.append(html.A(t(key), href=href, className="button", **data))
    if index == len(STEPS) - 1:
        key, data = "story.way.weights", attributes(data_story="on")
        moves.append(html.A(t(key), href=t.link(WAYS[key]), className="button", **data))
    moves.append(html.Span(t("story.keys"), className="story-keys small"))
    label = attributes(aria_label=t("story.link"))
    return html.Nav([html.P(moves), html.Ol(items)], className="story-moves", **label)


@dataclass(frozen=True, slots=True)
class _DrawnStep:
    title: str
    text: list[str | Component]
    figure: Component
    source: str
    measure: str


def _is_visible(component: object) -> bool:
    return not getattr(component, "hidden", False)


def _draw_step(view: PageView[NoChoices], step: Step) -> _DrawnStep:
    dataset, t = view.dataset, view.t
    first, last = default_pair(dataset)
    drawn = view.draw(dataset, step.card, t.lang, step.query)
    if step.figure:  # a simple figure needs only the part of the source that every width shows
        source = [
            part
            for part in with_marks(drawn.content.source)
            if getattr(part, "className", "") != "roomy" and _is_visible(part)
        ]
        simple = replace(drawn.content, figure=step.figure(dataset, t), source=source, body=())
        drawn = replace(drawn, content=simple)
    findings = [view.draw_card(card).sentence for card in step.cards]
    facts = [step.facts(dataset, t)] if step.facts else []
    ranked = {"before": dataset.rank_counts.get(first), "after": dataset.rank_counts.get(last)}
    close = t(step.key, first=first, last=last, newest=dataset.newest_detailed, **ranked)
    title = step.title(dataset, t) if step.title else ""
    card = html.Div() if drawn.content.is_empty else drawn.html
    figure = step.picture(dataset, t) if step.picture else card
    visible = walk_components(drawn.html, _is_visible)
    source = [part for part in visible if getattr(part, "id", "") == drawn.card.id("source")]
    return _DrawnStep(
        title or plain(drawn.content.standalone_title or drawn.content.finding),
        markup(t.sentences((*findings, *facts, close))),
        figure,
        "".join(part for part in walk_components(source, _is_visible) if isinstance(part, str)),
        text([part for part in walk_components(figure) if getattr(part, "className", "") == "measure"]),
    )


def _ways(t: Words) -> list[Component]:
    links = [html.Li(html.A(t(key), href=t.link(path))) for key, path in WAYS.items()]
    return [html.H2(t("story.ways")), html.Ul(links)]


# All steps on one page


def _all_steps(view: PageView[NoChoices]) -> list[Component]:
    """Return all steps below each other with still pictures, for paper and for readers who scroll.

    Each is a section: its text, and beside or below it the figure with measure and source.
    """
    dataset, t = view.dataset, view.t
    sections = []
    for number, step in zip(NUMBERS, STEPS, strict=True):
        drawn = _draw_step(view, step)
        link = html.A(t("story.step", number=number, count=len(STEPS)), href=t.link(f"{PAGE}/{number}"))
        head = [html.P(link, className="small"), html.H2(drawn.title), html.P(drawn.text)]
        measure = [html.P(drawn.measure, className="measure")] if drawn.measure else []
        figure, width = (drawn.figure, 0) if step.picture else _still_picture(drawn)
        parts = [*measure, figure, html.P(drawn.source, className="source")]
        css = "story-wide" if width > MIN_WIDE_WIDTH else None
        sections.append(html.Section([html.Div(head), html.Div(parts)], id=f"step-{number}", className=css))
    address = html.Span(t.link(PAGE), **attributes(data_part="address"))
    first = html.A(t("story.steps"), href=t.link(f"{PAGE}/1"), className="button")
    content = [
        html.H1(t("story.heading", count=len(STEPS))),
        html.P(t("story.deck"), className="deck"),
        html.P([first, button(t("story.print"), "quiet", data_print="")], className="story-start"),
        *sections,
        html.P([t("story.source", snapshot=dataset.snapshot.id), address], className="source"),
        html.Div(_ways(t), className="story-ways"),
    ]
    return [html.Div(content, className="story-whole")]


def _still_picture(drawn: _DrawnStep) -> tuple[Component, int]:
    """Return the figure of a step as a picture, with another one for phones, and its width in px.

    Without a figure the picture is empty and its width 0.
    """
    data = stores(walk_components(drawn.figure))
    figures = [json.loads(value) for name, value in data.items() if value and name.endswith("-figures")]
    # The variant with the longest labels that is drawn wider than it is high.
    fitting = []
    for min_width, figure in figures[0].items() if figures else ():
        width = max(int(min_width), MIN_PICTURE_WIDTH)
        if int(min_width) <= MAX_PICTURE_WIDTH and figure["layout"]["height"] < width:
            fitting.append((width, figure))
    if not fitting:
        return html.Div(), 0
    width, figure = fitting[-1]
    phone = static_image(figures[0]["0"], PHONE_PICTURE_WIDTH, LIGHT)
    small = html.Source(srcSet=phone, media="screen and (max-width: 599px)")
    height = figure["layout"]["height"]
    image = html.Img(src=static_image(figure, width, LIGHT), alt=drawn.title, width=width, height=height)
    return html.Picture([small, image]), width
