"""What would it take: which points separate an economy from a rank, and where could they come from?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.index import reach as method
from analysis.index.reach import LEADERS, OTHER, Choice, Reach
from components.cards.callbacks import Callbacks
from components.cards.card import EMPTY, Card, Content, UnseenPart
from components.cards.tables import file_rows, own_table
from components.charts.bars import Bar, RowStyle, bar_rows, score_ladder
from components.charts.layer import figure_by_width
from components.text.catalog import markup, plain
from components.text.keys import INDEX_PARTS
from components.text.view import EconomyView, licence
from components.theme import TOKENS
from components.widgets.blocks import column, three
from components.widgets.controls import Controls, control_bar

PAGE = "reach"
FINDING, DECK, OTHER_CONTROL = "reach-finding", "reach-deck", "reach-other"
BELOW, NOTE = "reach-below", "reach-note"
_BELOW = {
    "reach.read.title": ("reach.read.best", "reach.read.order"),
    "reach.weigh.title": ("reach.weigh.weight", "reach.weigh.surveys"),
    "reach.limits.title": ("reach.limits.rounded", "reach.limits.editions"),
}
_PARTS = {"indicator": "reach.part.indicator", "subpillar": "reach.part.subpillar"}
_PART_HEADS = {"indicator": "reach.column.indicator", "subpillar": "reach.column.subpillar"}
_KINDS = {"survey": "reach.kind.survey", "count": "reach.kind.count", "data": "reach.kind.data"}
_MARKS = {"survey": "reach.mark.survey", "count": "reach.mark.count"}
_GOALS = {"median": "reach.goal.median", "best": "reach.goal.best", "economy": "reach.goal.economy"}
_MAX_DRAWN_LEVERS = 10  # in the figure; the table has all
_HEAVY_WEIGHT_RATIO = 3.0  # to the median weight; from it on the page explains the weight
_MAX_NAMED_PILLARS = 3  # if more could close the gap, the others are named
_BAR_LIMIT = 105.0  # score at which bars end that need more than 100
_MIN_WIDTH_PILLARS, _MIN_WIDTH_LEVERS = 380, 480  # px of plots with names at the left
_MAX_FULL_LADDER_RANK = 16  # ranks up to it are drawn with every rank above
_MAX_RUNGS, _FAR_RUNGS = 18, 9  # of a longer ladder, about so many rungs far from both ranks are drawn


@dataclass(frozen=True)
class ReachView(EconomyView[Choice]):
    """One economy, edition and rank to reach."""

    @cached_property
    def result(self) -> Reach:
        """What separates the economy from the rank."""
        return method.LADDER.result(self.dataset, self.choice)

    @property
    def ink(self) -> str:
        """The colour of the economy in focus: China's is its own."""
        return TOKENS.hero if self.is_china else TOKENS.ink

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name the economy, the edition and the level of the levers."""
        common = {"name": self.name, "edition": self.choice.edition}
        common["part"] = self.t(_PARTS[self.result.level])
        return self.t(key, **common | values)

    @property
    def source(self) -> str:
        """The source of every card."""
        terms = licence(self.dataset, self.dataset.licences[self.choice.edition], self.t)
        return self.say("reach.source", licence=terms, checked=self.checked_day)

    @property
    def editions(self) -> list[int]:
        """The edition."""
        return [self.choice.edition]

    def part(self, row: Mapping[Any, Any]) -> str:
        """Return the name of an indicator or sub-pillar with its code."""
        concept = self.dataset.catalog.concepts.get(str(row["concept"]))
        return f"{row['code']} {self.t.phrase(concept.name) if concept else row['name']}"


def layout(view: ReachView) -> list[Component]:
    """Return the page for an economy, an edition and a rank to reach."""
    t, dataset = view.t, view.dataset
    controls = Controls(PAGE, view.choice, dataset, t)
    than = controls.select("than", searchable=True)
    other_control = html.Div(than, id=OTHER_CONTROL, hidden=view.choice.target != OTHER)
    visible = [controls.select("economy", searchable=True), controls.select("rank")]
    more = [controls.select("edition"), controls.select("target"), other_control]
    with_pillars = dataset.editions_with("pillar")
    with_indicators = dataset.editions_with("indicator")
    coarse = view.edition_list(edition for edition in with_pillars if edition not in with_indicators)
    bare = view.edition_list(edition for edition in dataset.editions if edition not in with_pillars)
    limits = {"count": LEADERS, "coarse": coarse, "bare": bare}
    text_columns = [column(t(title), [t(key, **limits) for key in keys]) for title, keys in _BELOW.items()]
    figure_columns = [html.Div(card.draw(view).html) for card in CARDS]
    below_levers = html.P(below(view), id=BELOW, className="small")
    figure_columns[-1].children = [figure_columns[-1].children, below_levers]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        control_bar(t, visible, more),
        html.Div(figure_columns, className="reach-grid"),
        html.P(view.say("reach.note"), id=NOTE, className="quote"),
        three(text_columns),
    ]


def deck(view: ReachView) -> str:
    """Return where the economy is, who has the rank, and which GII pillars could close the gap alone."""
    result, is_first = view.result, view.result.rank == 1
    scores = result.ladder.set_index("economy")["score"]
    other = str(scores.index[1]) if is_first else result.at
    text = view.say(
        "reach.deck.first" if is_first else "reach.deck.start",
        own=result.rank,
        score=result.score,
        other=view.economy_name(other),
        target=2 if is_first else result.target_rank,
        theirs=scores[other],
    )
    return text + view.say("reach.deck.end", sentence=by_pillar(view)) if result.need else text


def finding(view: ReachView) -> str:
    """Return the heading: how many points the rank takes."""
    result = view.result
    key = "reach.first" if result.rank == 1 else "reach.level"
    key = "reach.finding" if result.need else key
    return view.say(key, rank=result.target_rank, points=result.need)


def by_pillar(view: ReachView) -> str:
    """Return which GII pillars could close the gap alone, or which could not if these are fewer."""
    possible = view.result.pillars.set_index("code")["possible"].to_dict()
    able = [code for code in possible if possible[code]]
    if not view.result.need:
        return view.say("reach.pillars.level")
    if not able or len(able) == len(possible):
        return view.say("reach.pillars.all" if able else "reach.pillars.none")
    key, codes = "reach.pillars.one" if len(able) == 1 else "reach.pillars.some", able
    if len(able) > _MAX_NAMED_PILLARS:
        key, codes = "reach.pillars.most", [code for code in possible if not possible[code]]
    return view.say(key, names=view.t.listing([view.t(INDEX_PARTS[str(code)]) for code in codes]))


def by_lever(view: ReachView) -> str:
    """Return which indicators would do, alone or together."""
    levers, need, unscored = view.result.levers, view.result.need, view.result.unscored
    if unscored:
        return view.say("reach.levers.unscored", name=view.economy_name(unscored))
    if levers.empty:
        return view.say("reach.levers.none")
    sufficient, needed = int((levers["adds"] >= need).sum()), int((levers["points"] < need).sum()) + 1
    key = "reach.levers.several" if needed <= len(levers) else "reach.levers.short"
    if sufficient:
        key = "reach.levers.one" if sufficient == 1 else "reach.levers.some"
    first = view.part(levers.to_dict("records")[0])
    return view.say(key if need else "reach.levers.level", name=first, count=sufficient, needed=needed)


def below(view: ReachView) -> list[str | Component]:
    """Return the note below the indicators: how many there are, and how much the first one weighs.

    If missing indicators make the first far heavier than usual, the note says what its weight stands for.
    """
    levers, need, lines = view.result.levers, view.result.need, []
    if len(levers) > _MAX_DRAWN_LEVERS:
        lines.append(view.say("reach.drawn", drawn=_MAX_DRAWN_LEVERS, count=len(levers)))
    if view.result.level == "subpillar" and not view.result.unscored:
        lines.append(view.say("reach.coarse"))
    for first in levers.head(1).to_dict("records"):
        times = first["weight"] / levers["weight"].median()
        if times < _HEAVY_WEIGHT_RATIO or not first["missing"]:
            continue
        missing = view.t.listing(first["missing"].split(", "))
        values = {"name": view.part(first), "economy": view.name, "weight": first["weight"]}
        lines.append(view.say("reach.thin.weight", **values, times=times, missing=missing))
        adds = levers["adds"].iloc[1:]
        needed = int((adds.cumsum() < need).sum()) + 1
        if need and needed <= len(adds):
            key = "reach.thin.without_one" if needed == 1 else "reach.thin.without"
            lines.append(view.say(key, count=needed, points=adds.head(needed).sum(), need=need))
    return markup(view.say("reach.between").join(lines))


def ladder(view: ReachView) -> Content:
    """Return all economies with their points above; the figure ends two ranks below the economy."""
    t, result, title = view.t, view.result, finding(view)
    goal = view.economy_name(result.at)
    points, names = result.ladder["score"] - result.score, result.ladder["economy"].map(view.economy_name)
    frame = result.ladder.assign(points=points, economy=names)
    table = own_table(view, method.LADDER, plain(title), marked=("economy", view.choice.economy))
    first = 1 if result.rank <= _MAX_FULL_LADDER_RANK else max(1, result.target_rank - 2)
    rows = frame[frame["rank"] >= first].to_dict("records")
    if len(rows) > _MAX_RUNGS:
        near = {result.target_rank, *range(result.rank - 6, result.rank + 3)}
        step = -(-len(rows) // _FAR_RUNGS)
        rows = [row for index, row in enumerate(rows) if row["rank"] in near or index % step == 0]
    rungs = [
        row
        | {
            "name": row["economy"],
            "written": t.write(row["score"], "points"),
            "tip": view.say("reach.tip.rung", name=row["economy"], rank=row["rank"], score=row["score"]),
            "focus": row["economy"] == view.name,
            "goal": row["economy"] == goal != view.name,
        }
        for row in rows
    ]
    needed = view.say("reach.points", points=result.need)
    figure = figure_by_width(lambda _: score_ladder(rungs, needed, view.ink), 0)
    return Content(title, view.say("reach.measure.ladder"), table, figure, heading=UnseenPart(title))


def pillars(view: ReachView) -> Content:
    """Return the GII pillars: what each would need alone, and its part if all move together."""
    t, result, title = view.t, view.result, by_pillar(view)
    names = [t(INDEX_PARTS[code]) for code in result.pillars["code"]]
    frame = file_rows(view, method.LEVERS_PER_PILLAR).assign(name=names)
    possible = [view.say("reach.yes" if is_possible else "reach.no") for is_possible in frame["possible"]]
    words = {"code": names, "possible": possible}
    table = own_table(view, method.LEVERS_PER_PILLAR, plain(title), frame, words)
    title_parts = view.say("reach.together", share=100 * result.share).split("*", 2)[1:]
    alone: list[Bar] = []
    together: list[Bar] = []
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    for row in rows:
        name, score, best = row["name"], row["score"], row["best"]
        tip, cells = view.say("reach.tip.pillar", **row), [view.say("reach.of", **row)]
        is_enough = bool(result.need and row["possible"])
        end = min(row["needed"], _BAR_LIMIT)
        alone.append(Bar(name, score, end, cells, tip, best, is_sufficient=is_enough))
        if result.need:
            row["more"] = row["together"] - score
            tip, cells = view.say("reach.tip.together", **row), [view.say("reach.more", **row)]
            head = () if together else title_parts
            end = row["together"]
            together.append(Bar(name, score, end, cells, tip, best, is_dumbbell=True, title=head))
    bars = [*alone, *together]
    heads = [(view.say("reach.head.needed"), 106)]
    form = RowStyle(view.say("reach.column.pillar"), heads, 20, view.ink, t.lang)
    figure = figure_by_width(partial(bar_rows, bars, form), 0, _MIN_WIDTH_PILLARS)
    measure = view.say("reach.measure.pillars")
    return Content(title, measure, table, figure, standalone_title=finding(view), heading=UnseenPart(title))


def levers(view: ReachView) -> Content:
    """Return the indicators by the points that each would add, the largest first."""
    t, result, title = view.t, view.result, by_lever(view)
    rows: list[dict[Any, Any]] = result.levers.to_dict("records")
    rows = [row | {"name": view.part(row)} for row in rows]
    level = view.say(_PART_HEADS[result.level])
    kinds = [view.say(_KINDS[row["kind"]]) for row in rows]
    words = {"part": [row["name"] for row in rows], "kind_of_data": kinds}
    table = own_table(view, method.LEVERS, plain(title), words=words, level=level)
    bars = []
    for row in rows[:_MAX_DRAWN_LEVERS]:
        mark = view.say(_MARKS[row["kind"]]) if row["kind"] in _MARKS else ""
        cells = [t.write(row["weight"], "weight"), str(row["alone"]), str(row["together"])]
        is_enough = bool(result.need and row["adds"] >= result.need)
        points, tip = t.write(row["adds"], "points"), view.say("reach.tip.lever", **row)
        name = row["name"] + mark
        bars.append(Bar(name, 0.0, row["adds"], cells, tip, is_sufficient=is_enough, after=points))
    heads = [
        (view.say("reach.head.weight"), 54),
        (view.say("reach.head.alone"), 42),
        (view.say("reach.head.order"), 52),
    ]
    needed = (result.need, view.say("reach.needed", points=result.need)) if result.need else None
    form = RowStyle(level, heads, 30, view.ink, t.lang, needed)
    figure = figure_by_width(partial(bar_rows, bars, form), 0, _MIN_WIDTH_LEVERS) if bars else EMPTY
    other = view.economy_name(view.choice.other)
    goal = view.say(_GOALS[view.choice.target], count=LEADERS, name=other)
    measure = view.say("reach.measure.levers", target=goal, title=plain(title))
    return Content(title, measure, table, figure, standalone_title=finding(view), heading=UnseenPart(title))


LADDER = Card("reach-ladder", "reach-ladder", (method.LADDER,), ladder, height=770)
PILLARS = Card("reach-pillars", "reach-pillars", (method.LEVERS_PER_PILLAR,), pillars, height=1090)
LEVERS = Card("reach-levers", "reach-indicators", (method.LEVERS,), levers, height=1060)
CARDS = (LADDER, PILLARS, LEVERS)
_CONTROL_PARTS = product(["reach-rank", "reach-economy", "reach-than"], ["options", "value"])
CALLBACKS = Callbacks(
    Choice,
    ReachView,
    parts=(FINDING, DECK, BELOW, NOTE, *_CONTROL_PARTS, (OTHER_CONTROL, "hidden")),
    cards=CARDS,
)
