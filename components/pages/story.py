"""Story: how did China rise, and what stands behind it, step by step?"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.comparison.other_rankings import GII
from analysis.dataset import Dataset
from analysis.evidence.productivity import DISAGREEMENT
from analysis.evidence.productivity import Choice as ProductivityChoice
from analysis.evidence.strategy import MatrixChoice
from analysis.evidence.targets import Choice as TargetChoice
from analysis.index.ledger import Choice
from analysis.index.standing import Choice as OverviewChoice
from analysis.index.standing import ranks
from analysis.index.tile_map import TILES
from analysis.index.tile_map import Choice as MapChoice
from analysis.query import Nothing
from analysis.robustness import weights as weight_frames
from components.attributes import attributes, button
from components.callbacks import Callbacks
from components.card import DrawnCard, Ids
from components.numbers import known
from components.parts import ledgers as why_text
from components.parts import other_rankings as others
from components.parts import productivity, trajectory
from components.parts.ledgers import WhyView
from components.parts.matrix import Matrix, bars
from components.parts.targets import Targets
from components.parts.targets import finding as targets_met
from components.prerender.markup import stores, text, walk
from components.prerender.pictures import by_width
from components.prerender.static_svg import still
from components.shell import PAGE as SITE_PAGE
from components.shell import page_exists
from components.text import Words, markup, plain
from components.theme import LIGHT
from components.view import PageView, View
from data.article import CLAIM, HERO

PAGE = "story"
WAYS: Final = {"weights": "weights", "compare": "compare", "learn": "learn", "data": "data", "overview": ""}
"""Where the story leads at its end: the paths of pages by the key of their words."""
PICTURE, WIDE, WIDEST = 600, 720, 800
"""Pixels of the width of pictures of the whole story: least, from which the words stand over it, at most."""
PHONE: Final = 358
"""Pixels of the width of its pictures on phones: the room on one of 390."""
RISE: Final = Ids(PAGE)
"""The parts of the Overview's card here: by its own ids it would be drawn with controls that are not here."""
CALLBACKS: Final = Callbacks(Nothing, figures=(RISE,))
_MAP: Final = {"show": "change", "edition": str(CLAIM[1])}
_LEDGER: Final = {"detail": "subpillars"}


# What each step says, in figures of the data; blank where the data do not hold them


def _rise(dataset: Dataset, t: Words) -> str:
    found, (first, last), newest = ranks(dataset, HERO), CLAIM, dataset.editions[-1]
    before = [edition for edition in found if edition < first]
    if not before or not {first, last, newest} <= found.keys():
        return ""
    return t(
        "story.facts.rise",
        places=found[before[-1]] - found[last],
        claimed=found[first] - found[last],
        first=first,
        earlier=before[-1],
        rank=found[before[-1]],
        newest=newest,
        now=found[newest],
        count=dataset.counts[newest],
    )


def _field(dataset: Dataset, t: Words) -> str:
    (first, last), found = CLAIM, TILES.result(dataset, MapChoice.read(dataset, _MAP))
    rows = found.frame.sort_values(["rank", "rank_low", "economy"], na_position="last").to_dict("records")
    gains = {str(row["economy"]): int(row["change"]) for row in rows if known(row["change"])}
    places = gains.get(HERO)
    if places is None or found.against != first or not dataset.counts.get(first):
        return ""
    most = max(gains, key=lambda code: gains[code])
    return t(
        "story.facts.field",
        more=sum(gain > places for gain in gains.values()),
        places=places,
        name=View(dataset, t).economy_name(most),
        most=gains[most],
        before=dataset.counts[first],
        after=dataset.counts[last],
        both=len(gains),
        first=first,
        last=last,
    )


def _ledger(dataset: Dataset, t: Words) -> WhyView:
    return WhyView(dataset, t, Choice.read(dataset, _LEDGER))


def _places(dataset: Dataset, t: Words) -> str:
    view = _ledger(dataset, t)
    split, points = view.split, view.whole("pillars")
    if split is None or points is None:
        return ""
    low, high = sorted(abs(one) for one in split.own_orders)
    values = {"own": points.published, "field": points.common, "count": points.economies}
    return t("story.facts.places", low=low, high=high, **values)


def _carried(dataset: Dataset, t: Words) -> str:
    view = _ledger(dataset, t)
    ledger = view.whole("subpillars")
    return "" if ledger is None else why_text.subpillars(view, ledger)


def _framework(dataset: Dataset, t: Words) -> str:
    ledger, parts = _ledger(dataset, t).whole("indicators"), []
    if ledger is not None:
        same = ledger.parts[ledger.parts["status"] == "both"]
        counts = {"count": len(same), "all": int(ledger.parts["code"].notna().sum())}
        points = {"points": same["relative"].sum(), "total": ledger.relative}
        parts.append(t("story.facts.compared", first=CLAIM[0], last=CLAIM[1], **counts, **points))
    found = weight_frames.SHARED.result(dataset, weight_frames.Choice.read(dataset, {}))
    newest = None if found is None else found.ranks.iloc[-1]
    if found is not None and newest is not None and known(newest["published"]):
        rank, published = sorted((newest["inside"], newest["over"])), int(newest["published"])
        values = {"count": len(found.concepts), "edition": int(newest["edition"])}
        parts.append(t("story.facts.shared", rank=rank, published=published, **values))
    return t.sentences(parts)


def _weights(dataset: Dataset, t: Words) -> str:
    choice = weight_frames.Choice.read(dataset, {})
    spread = weight_frames.DRAWS.result(dataset, choice)
    free = weight_frames.weight_ranges(dataset, choice.edition, choice.economy)
    ranges = {"around": (spread.low, spread.high), "free": (free.free_low, free.free_high)}
    lines = [t("story.facts.weights", draws=len(spread.ranks), edition=choice.edition, **ranges)]
    for row in View(dataset, t).intervals("published").tail(1).to_dict("records"):
        interval = row["low"], row["high"]
        lines.append(t("story.facts.published", edition=row["edition"], interval=interval))
    return t.sentences(lines)


def _others(dataset: Dataset, t: Words) -> str:
    view = others.OtherRankingsView(dataset, t, others.Choice.read(dataset, {}))
    since = view.frame[view.frame["year"] >= CLAIM[0]].set_index("ranking")
    fields = since.loc[since.index.isin(view.ranked) & (since.index != GII), "economies"].dropna()
    if fields.empty:
        return ""
    line = t("story.facts.fields", few=int(fields.min()), many=int(fields.max()))
    return t.sentences((line, others.held(view).strip(), others.same(view).strip()))


def _matrix(dataset: Dataset, t: Words) -> Matrix:
    return Matrix(dataset, t, MatrixChoice.read(dataset, {}))


def _targets(dataset: Dataset, t: Words) -> str:
    view = Targets(dataset, t, TargetChoice.read(dataset, {}))
    if not view.counts["judged"]:
        return ""
    return targets_met(view) + t("story.facts.targets", **view.counts)


def _unknown(dataset: Dataset, t: Words) -> str:
    frame = DISAGREEMENT.result(dataset, Nothing())
    own = frame[frame["economy"] == HERO]
    if own.empty or own["agree"].iloc[0]:
        return ""
    opposite = int((~frame["agree"].astype(bool)).sum())
    return t("story.facts.unknown", points=own["points"].iloc[0], opposite=opposite, count=len(frame))


def _claimed(dataset: Dataset, t: Words) -> str:
    """Return what the Overview finds between the editions of the claim."""
    ends = {"from": str(CLAIM[0]), "to": str(CLAIM[1]), "with": ""}
    frame = trajectory.frame_of(dataset, OverviewChoice.read(dataset, ends), t)
    return plain(trajectory.finding(frame, "rank", t))


def _gained(dataset: Dataset, t: Words) -> str:
    """Return in how many sub-pillars of both editions China gained on the average."""
    ledger = _ledger(dataset, t).whole("subpillars")
    if ledger is None:
        return ""
    moved = ledger.parts[ledger.parts["status"].isin(("both", "redefined"))]
    return t("story.title.carried", gained=(moved["relative"] > 0).sum(), all=len(moved))


def _versions(dataset: Dataset, t: Words) -> str:
    return plain(
        productivity.finding(productivity.ProductivityView(dataset, t, ProductivityChoice.read(dataset, {})))
    )


def _bars(dataset: Dataset, t: Words) -> Component:
    return html.Div(bars(_matrix(dataset, t)), id="matrix-bars", className="evidence-bars")


# The steps


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the name of the card that it shows, the path of its page, and the choices of its view.

    says: its figures (marked text); title: where the card alone does not head it; picture: what it shows in
    place of a card that is a table.
    """

    key: str
    says: Callable[[Dataset, Words], str]
    card: str
    place: str
    query: Mapping[str, str] = field(default_factory=dict)
    title: Callable[[Dataset, Words], str] | None = None
    picture: Callable[[Dataset, Words], Component] | None = None


_STEPS: Final = (
    Step("rise", _rise, "trajectory", "", title=_claimed),
    Step("field", _field, "map", "ranking/map", _MAP),
    Step("places", _places, "rank-ledger", "why"),
    Step("carried", _carried, "score-ledger", "why", _LEDGER, title=_gained),
    Step("framework", _framework, "weights-shared", "weights"),
    Step("weights", _weights, "weights-draws", "weights"),
    Step("others", _others, "other-rankings", "ranking/others"),
    Step(
        "aims",
        lambda dataset, t: t("story.facts.aims", **_matrix(dataset, t).total),
        "evidence-matrix",
        "strategy",
        picture=_bars,
    ),
    Step("targets", _targets, "targets-rd", "strategy/targets"),
    Step("unknown", _unknown, "productivity-growth", "strategy/productivity", title=_versions),
)
STEPS: Final = tuple(step for step in _STEPS if page_exists(step.place))
NUMBERS: Final = tuple(str(number) for number in range(1, len(STEPS) + 1))


def layout(view: PageView[Nothing]) -> list[Component]:
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


def _drawn(view: PageView[Nothing], step: Step) -> _Drawn:
    """Return a step with its card, as embeds have it; without where there is nothing to show."""
    dataset, t = view.dataset, view.t
    drawn = _renamed(view.draw(step.card, step.query))
    says, close = step.says(dataset, t), f"story.text.{step.key}"
    title = step.title(dataset, t) if step.title else ""
    figure = step.picture(dataset, t) if step.picture else html.Div() if drawn.content.hidden else drawn.frame
    own = [*walk(drawn.frame, lambda part: not getattr(part, "hidden", False))]
    source = [one for one in own if getattr(one, "id", "") == drawn.card.id("source")]
    seen = walk(source, lambda part: not getattr(part, "hidden", False))
    return _Drawn(
        title or plain(drawn.content.standalone_title or drawn.content.finding),
        markup(t.sentences((says, t(close) if t.has(close) else ""))),
        figure,
        "".join(one for one in seen if isinstance(one, str)),
        text([one for one in walk(figure) if getattr(one, "className", "") == "measure"]),
    )


def _renamed(drawn: DrawnCard) -> DrawnCard:
    """Return the card of the Overview as one of this page; any other as it is."""
    if drawn.card.name != STEPS[0].card:
        return drawn
    figure = json.dumps(by_width(drawn.content.figure or "{}"), ensure_ascii=False, separators=(",", ":"))
    content = replace(drawn.content, figure=figure, below_actions=(), stores=())
    return replace(drawn, card=replace(drawn.card, prefix=RISE.prefix), content=content)


def _ways(t: Words) -> list[Component]:
    """Return where the story leads at its end."""
    links = [html.Li(html.A(t(f"story.way.{key}"), href=t.link(to))) for key, to in WAYS.items()]
    return [html.H2(t("story.ways")), html.Ul(links)]


# All steps on one page


def _whole(view: PageView[Nothing]) -> list[Component]:
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
    data = stores(walk(drawn.figure))
    views = [by_width(one) for name, one in data.items() if one and name.endswith("-figures")]
    # The variant with most words that is drawn wider than it is high.
    fitting = [
        (max(least, PICTURE), figure)
        for least, figure in ((int(name), one) for name, one in (views[0] if views else {}).items())
        if least <= WIDEST and figure["layout"]["height"] < max(least, PICTURE)
    ]
    if not fitting:
        return html.Div(), 0
    width, figure = fitting[-1]
    small = html.Source(srcSet=still(views[0]["0"], PHONE, LIGHT), media="screen and (max-width: 599px)")
    height = figure["layout"]["height"]
    image = html.Img(src=still(figure, width, LIGHT), alt=drawn.title, width=width, height=height)
    return html.Picture([small, image]), width
