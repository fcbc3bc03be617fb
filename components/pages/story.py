"""Story: how did China rise, and what stands behind it, step by step?"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from analysis.change import CLAIM
from analysis.dataset import Dataset
from analysis.derived import ranks
from analysis.frames import productivity as productivity_frames
from analysis.frames import weights as weight_frames
from analysis.ledger import Choice
from analysis.matrix import Choice as MatrixChoice
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.targets import Choice as TargetChoice
from analysis.tile_map import Choice as MapChoice
from analysis.trajectory import Choice as OverviewChoice
from analysis.triangulation import GII
from components import numbers
from components.attributes import attributes, button
from components.charts import svg
from components.charts.small_pictures import rank_steps
from components.numbers import known
from components.pages import economy, others, productivity, strategy, targets, why
from components.pages import map as tile_map
from components.pages.map import View as MapView
from components.pages.weights import page as weights
from components.pages.weights import text as weight_text
from components.parts import ledgers as why_text
from components.parts import trajectory
from components.parts.ledgers import View as WhyView
from components.parts.targets import Targets as TargetView
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
_MAP: Final = {"show": "change", "edition": str(CLAIM[1])}
_LEDGER: Final = {"detail": "subpillars"}


# What each step says, in figures of the data; blank where the data do not hold them


def _rise(dataset: Dataset, t: Words) -> str:
    found, (first, last), newest = ranks(dataset, CHINA), CLAIM, dataset.editions[-1]
    before = [edition for edition in found if edition < first]
    if not before or not {first, last, newest} <= found.keys():
        return ""
    count = dataset.counts[newest]
    return t(
        "story.facts.rise",
        places=found[before[-1]] - found[last],
        claimed=found[first] - found[last],
        first=first,
        earlier=before[-1],
        rank=found[before[-1]],
        newest=newest,
        now=found[newest],
        count=t("missing") if count is None else count,
    )


def _field(dataset: Dataset, t: Words) -> str:
    view, (first, last) = MapView(dataset, t, MapChoice.read(dataset, _MAP)), CLAIM
    places = numbers.whole(view.china["change"])
    gains = {row["economy"]: int(row["change"]) for row in view.rows if known(row["change"])}
    if places is None or view.found.against != first or not dataset.counts.get(first):
        return ""
    most = max(gains, key=lambda code: gains[code])
    return t(
        "story.facts.field",
        more=sum(gain > places for gain in gains.values()),
        places=places,
        name=view.called(most),
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
    values = {"own": points.own, "field": points.common, "count": points.economies}
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
    found = weight_frames.SHARED.result(dataset, weight_text.read(dataset, t.lang, {}).choice)
    newest = None if found is None else found.ranks.iloc[-1]
    if found is not None and newest is not None and known(newest["published"]):
        rank, published = sorted((newest["inside"], newest["over"])), int(newest["published"])
        values = {"count": len(found.concepts), "edition": int(newest["edition"])}
        parts.append(t("story.facts.shared", rank=rank, published=published, **values))
    return t.sentences(parts)


def _weights(dataset: Dataset, t: Words) -> str:
    view = weight_text.read(dataset, t.lang, {})
    base, spread = view.base, view.spread
    ranges = {"around": (spread.low, spread.high), "free": (base.free_low, base.free_high)}
    lines = [t("story.facts.weights", draws=len(spread.ranks), edition=view.choice.edition, **ranges)]
    for row in view.intervals("published").tail(1).to_dict("records"):
        interval = row["low"], row["high"]
        lines.append(t("story.facts.published", edition=row["edition"], interval=interval))
    return t.sentences(lines)


def _others(dataset: Dataset, t: Words) -> str:
    view = others.read(dataset, t, {})
    fields = view.percentiles.loc[view.percentiles["ranking"] != GII, "economies"].dropna()
    if fields.empty:
        return ""
    line = t("story.facts.fields", few=int(fields.min()), many=int(fields.max()))
    return t.sentences((line, others.held(view).strip(), others.same(view).strip()))


def _aims(dataset: Dataset, t: Words) -> str:
    view = strategy.View(dataset, t, MatrixChoice.read(dataset, {}))
    return t("story.facts.aims", **view.total)


def _targets(dataset: Dataset, t: Words) -> str:
    view = TargetView(dataset, t, TargetChoice.read(dataset, {}))
    if not view.counts["judged"]:
        return ""
    return targets.finding(view) + t("story.facts.targets", **view.counts)


def _unknown(dataset: Dataset, t: Words) -> str:
    frame = productivity_frames.DISAGREEMENT.result(dataset, Nothing())
    own = frame[frame["economy"] == CHINA]
    if own.empty or own["agree"].iloc[0]:
        return ""
    opposite = int((~frame["agree"].astype(bool)).sum())
    return t("story.facts.unknown", points=own["points"].iloc[0], opposite=opposite, count=len(frame))


# The steps


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the page whose card it shows, the name of the card, and the choices of its view.

    says: its figures (marked text); headed: whether the finding of the whole page heads it, in place of that
    of the card; part: the id of what it shows of a page whose card is a table; compared: whether the figure
    compares the editions of the claim: a small picture of the ranks stands over it.
    """

    key: str
    says: Callable[[Dataset, Words], str]
    page: ModuleType
    card: str
    place: str
    query: Mapping[str, str] = field(default_factory=dict)
    headed: bool = False
    part: str = ""
    compared: bool = False


_PROFILE: Final = f"economy/{CHINA}"
STEPS: Final = (
    Step("rise", _rise, economy, "economy-history", _PROFILE, {"economy": CHINA}, compared=True),
    Step("field", _field, tile_map, "map", "ranking/map", _MAP, headed=True, compared=True),
    Step("places", _places, why, "rank-ledger", "why", headed=True, compared=True),
    Step("carried", _carried, why, "score-ledger", "why", _LEDGER, compared=True),
    Step("framework", _framework, weights, "weights-shared", "weights"),
    Step("weights", _weights, weights, "weights-draws", "weights", headed=True),
    Step("others", _others, others, "other-rankings", "ranking/others", headed=True),
    Step("aims", _aims, strategy, "evidence-matrix", "strategy", headed=True, part=strategy.BARS),
    Step("targets", _targets, targets, "targets-rd", "strategy/targets"),
    Step("unknown", _unknown, productivity, "productivity-growth", "strategy/productivity", headed=True),
)
NUMBERS: Final = tuple(str(number) for number in range(1, len(STEPS) + 1))


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return one step in a language, or without its number in ``query`` all of them on one page."""
    t, number = words(lang), query.get("step")
    if number not in NUMBERS:
        return _whole(dataset, t)
    at = NUMBERS.index(number)
    step = STEPS[at]
    drawn = _drawn(dataset, step, t)
    head = [
        html.P(t("story.step", number=number, count=len(STEPS)), className="small"),
        html.H1(drawn.title),
        html.P(drawn.text, className="deck"),
    ]
    rank = _rank(dataset, t) if step.compared else []
    source = [html.P(drawn.source, className="source")] if step.part else []
    choices = {key: value for key, value in step.query.items() if key != "economy"}
    view = path(lang, step.place) + (f"?{urlencode(choices)}" if choices else "")
    about = {"data_action": "full", "data_target": SITE_PAGE, "data_leave": t("card.leave")}
    links = [
        html.A(t("story.open"), href=view, className="button"),
        button(html.Span(t("card.full")), **about),
        html.A(t("story.whole"), href=path(lang, PAGE), className="button", id="story-whole"),
    ]
    ways = [*(_ways(t) if step is STEPS[-1] else []), html.P(links)]
    return [
        html.Div(
            [
                html.Div(head, className="story-text"),
                html.Div([*rank, drawn.figure, *source], className="story-figure"),
                html.Div(ways, className="story-ways"),
                html.Nav(_moves(at, t), className="story-moves", **attributes(aria_label=t("story.link"))),
            ],
            className="story",
            id="story",
        ),
        *drawn.stores,
    ]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A step as it is drawn: its title, its text, the card, and the stores outside of it that it needs."""

    title: str
    text: list[str | Component]
    figure: Component
    stores: Sequence[Component]
    source: str
    measure: str


def _drawn(dataset: Dataset, step: Step, t: Words) -> _Drawn:
    """Return a step with the card of its page as that page draws it; without where it has none."""
    card = next(one for one in step.page.CARDS if one.name == step.card)
    parts = [*walk(step.page.layout(dataset, t.lang, step.query))]
    own = [one for one in parts if getattr(one, "data-card", None) == card.prefix]
    named = [one for one in parts if getattr(one, "id", None) == step.part] if step.part else own
    figure = (named or [html.Div()])[0]
    inside = [*walk(figure)]
    held = {id(one) for one in inside}
    needed = () if step.part else (card.figures, card.rows)
    outside = [one for one in parts if isinstance(one, dcc.Store) and id(one) not in held]
    source = [one for one in walk(own) if getattr(one, "id", "") == card.source]
    seen = walk(source, lambda part: not getattr(part, "hidden", False))
    says, close = step.says(dataset, t), f"story.text.{step.key}"
    return _Drawn(
        _title(dataset, step, parts, inside, t),
        markup(t.sentences((says, t(close) if t.has(close) else ""))),
        figure,
        [one for one in outside if getattr(one, "id", "") in needed],
        "".join(one for one in seen if isinstance(one, str)),
        text([one for one in inside if getattr(one, "className", "") == "measure"]),
    )


def _title(dataset: Dataset, step: Step, parts: Sequence[Any], inside: Sequence[Any], t: Words) -> str:
    """Return the title of a step that has one of its own, else the finding of its page, or of its card."""
    if step.key == "rise":  # that of the Overview, between the editions of the claim
        ends = {"from": str(CLAIM[0]), "to": str(CLAIM[1]), "with": ""}
        frame = trajectory.frame_of(dataset, OverviewChoice.read(dataset, ends), t)
        return plain(trajectory.finding(frame, "rank", t))
    ledger = _ledger(dataset, t).whole("subpillars") if step.key == "carried" else None
    if ledger is not None:  # in how many sub-pillars of both editions China gained on the average
        moved = ledger.parts[ledger.parts["status"].isin(("both", "redefined"))]
        return t("story.title.carried", gained=(moved["relative"] > 0).sum(), all=len(moved))
    plots = [one for one in inside if getattr(one, "data-part", None) == "plot"]
    if plots and not step.headed:
        return str(getattr(plots[0], "aria-label", ""))
    return text(next(one for one in parts if isinstance(one, html.H1)))


def _rank(dataset: Dataset, t: Words) -> list[Component]:
    """Return China's ranks by edition as a small picture, in which the editions compared are marked."""
    by_edition, view = ranks(dataset, CHINA), View(dataset, t)
    if not set(CLAIM) <= by_edition.keys():
        return []
    labels = {edition: plain(view.ordinal(by_edition[edition])) for edition in (*CLAIM, max(by_edition))}
    drawing = rank_steps(by_edition, CLAIM, labels)
    about = t.listing([f"{edition}: {rank}" for edition, rank in labels.items()])
    picture = html.Div(role="img", **attributes(aria_label=about, data_svg=drawing))
    return [html.Div([html.P(markup(t("story.rank")), className="measure"), picture], className="story-rank")]


def _moves(at: int, t: Words) -> list[Component]:
    """Return the steps as a list of numbers, then the ways back and on."""
    items = []
    for place, one in enumerate(NUMBERS):
        about = attributes(aria_label=t("story.number", number=one))
        here = attributes(aria_current="step") if place == at else {}
        items.append(html.Li(html.A(one, href=path(t.lang, f"{PAGE}/{one}"), **about, **here)))
    moves = []
    for name, to in (("previous", at - 1), ("next", at + 1)):
        if 0 <= to < len(STEPS):
            address = path(t.lang, f"{PAGE}/{NUMBERS[to]}")
            about = attributes(data_story=name)
            moves.append(html.A(t(f"story.{name}"), href=address, className="button", **about))
    return [html.Ol(items), html.P(moves)]


def _ways(t: Words) -> list[Component]:
    """Return where the story leads at its end."""
    links = [html.Li(html.A(t(f"story.way.{key}"), href=path(t.lang, to))) for key, to in WAYS.items()]
    return [html.H2(t("story.ways")), html.Ul(links)]


# All steps on one page


def _whole(dataset: Dataset, t: Words) -> list[Component]:
    """Return all steps below each other with still pictures, for paper and for who would rather scroll.

    Each is a section: its words, and beside or over them its figure with measure and source.
    """
    steps = []
    for number, step in zip(NUMBERS, STEPS, strict=True):
        drawn = _drawn(dataset, step, t)
        link = html.A(t("story.step", number=number, count=len(STEPS)), href=path(t.lang, f"{PAGE}/{number}"))
        beside = [html.P(link, className="small"), html.H2(drawn.title), html.P(drawn.text)]
        measure = [html.P(drawn.measure, className="measure")] if drawn.measure else []
        figure, width = (drawn.figure, 0) if step.part else _still(drawn)
        parts = [*measure, figure, html.P(drawn.source, className="source")]
        css = "story-wide" if width > WIDE else None
        steps.append(html.Section([html.Div(beside), html.Div(parts)], id=f"step-{number}", className=css))
    address = html.Span(path(t.lang, PAGE), **attributes(data_part="address"))
    first = html.A(t("story.steps"), href=path(t.lang, f"{PAGE}/1"), className="button")
    content = [
        html.H1(t("story.heading", count=len(STEPS))),
        html.P(t("story.deck"), className="deck"),
        html.P([first, button(t("story.print"), "quiet", data_print="")], className="story-start"),
        *steps,
        html.P([t("story.source", snapshot=dataset.snapshot.id), address], className="source"),
        html.Div(_ways(t), className="story-ways"),
    ]
    return [html.Div(content, className="story-whole")]


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
    picture = svg.picture(width, height, [whole])
    return html.Img(src=picture, alt=drawn.title, width=width, height=height), width
