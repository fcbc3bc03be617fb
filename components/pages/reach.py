"""What would it take: which points separate an economy from a rank, and where could they come from?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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
from components.text.view import EconomyView, licence
from components.theme import TOKENS
from components.widgets.blocks import columns, three
from components.widgets.controls import Controls, control_bar

PAGE = "reach"
FINDING, DECK, OTHER_CONTROL, BELOW, NOTE = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "other", "below", "note")
)
_COLUMNS = {
    "read": ("best", "order"),
    "weigh": ("weight", "surveys"),
    "limits": ("rounded", "editions"),
}
_DRAWN = 10  # indicators in the figure; the table has all
_HEAVY = 3.0  # times the median weight, from which on the page says that an indicator carries a sub-pillar
_FEW = 3  # GII pillars that are named; of more, those are that could not
_HIGHEST = 105.0  # where bars end that would need more than any score can be
_WIDE_PILLARS, _WIDE_LEVERS = 380, 480  # least px of a plot with names at the left


@dataclass(frozen=True)
class ReachView(EconomyView[Choice]):
    """One economy, edition and rank to reach."""

    @cached_property
    def found(self) -> Reach:
        """What separates the economy from the rank."""
        return method.LADDER.result(self.dataset, self.choice)

    @property
    def ink(self) -> str:
        """The colour of the economy in focus: China's is its own."""
        return TOKENS.hero if self.is_china else TOKENS.ink

    def say(self, key: str, **values: Any) -> str:
        """Return a text, which may name the economy, the edition and the level of the levers."""
        known = {"name": self.name, "edition": self.choice.edition}
        known["part"] = self.t(f"reach.part.{self.found.level}")
        return self.t(key, **known | values)

    @property
    def source(self) -> str:
        """The source of every card."""
        stated = licence(self.dataset, self.dataset.licences[self.choice.edition], self.t)
        return self.say("reach.source", licence=stated, checked=self.checked_day)

    @property
    def editions(self) -> list[int]:
        """The edition."""
        return [self.choice.edition]

    def part(self, row: Mapping[Any, Any]) -> str:
        """Return the name of an indicator or sub-pillar with its code."""
        known = self.dataset.catalog.concepts.get(str(row["concept"]))
        return f"{row['code']} {self.t.phrase(known.name) if known else row['name']}"


def layout(view: ReachView) -> list[Component]:
    """Return the page for an economy, an edition and a rank to reach."""
    controls = Controls(PAGE, view.choice, view.dataset, view.t)
    than = controls.select("than", searchable=True)
    other_control = html.Div(than, id=OTHER_CONTROL, hidden=view.choice.target != OTHER)
    visible = [controls.select("economy", searchable=True), controls.select("rank")]
    more = [controls.select("edition"), controls.select("target"), other_control]
    # The editions that have no scores of indicators, or none at all.
    of = {level: view.dataset.editions_with(level) for level in ("pillar", "indicator")}
    coarse = [edition for edition in of["pillar"] if edition not in of["indicator"]]
    bare = [edition for edition in view.dataset.editions if edition not in of["pillar"]]
    limits = {"count": LEADERS, "coarse": view.edition_list(coarse), "bare": view.edition_list(bare)}
    columns_ = [html.Div(card.draw(view).html) for card in CARDS]
    columns_[-1].children = [columns_[-1].children, html.P(below(view), id=BELOW, className="small")]
    # Where the economy is, who has the rank, and which GII pillars could close the gap alone.
    found, first = view.found, view.found.rank == 1
    scores = found.ladder.set_index("economy")["score"]
    other = str(scores.index[1]) if first else found.at
    deck = view.say(
        "reach.deck.first" if first else "reach.deck.start",
        own=found.rank,
        score=found.score,
        other=view.economy_name(other),
        target=2 if first else found.target_rank,
        theirs=scores[other],
    )
    deck += view.say("reach.deck.end", sentence=by_pillar(view)) if found.need else ""
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck), id=DECK, className="deck"),
        control_bar(view.t, visible, more),
        html.Div(columns_, className="reach-grid"),
        html.P(view.say("reach.note"), id=NOTE, className="quote"),
        three(columns(view.t, PAGE, _COLUMNS, **limits)),
    ]


def finding(view: ReachView) -> str:
    """Return the heading: how many points the rank takes."""
    found = view.found
    key = "finding" if found.need else "first" if found.rank == 1 else "level"
    return view.say(f"reach.{key}", rank=found.target_rank, points=found.need)


def by_pillar(view: ReachView) -> str:
    """Return which GII pillars could close the gap alone; of many, those that could not."""
    possible = view.found.pillars.set_index("code")["possible"].to_dict()
    able = [code for code in possible if possible[code]]
    if not view.found.need:
        return view.say("reach.pillars.level")
    if not able or len(able) == len(possible):
        return view.say("reach.pillars.all" if able else "reach.pillars.none")
    key = "one" if len(able) == 1 else "some" if len(able) <= _FEW else "most"
    named = able if key != "most" else [code for code in possible if not possible[code]]
    return view.say(f"reach.pillars.{key}", names=view.t.listing([view.t(f"gii.{code}") for code in named]))


def by_lever(view: ReachView) -> str:
    """Return which indicators would do, alone or together."""
    levers, need, unscored = view.found.levers, view.found.need, view.found.unscored
    if unscored:
        return view.say("reach.levers.unscored", name=view.economy_name(unscored))
    if levers.empty:
        return view.say("reach.levers.none")
    enough, needed = int((levers["adds"] >= need).sum()), int((levers["points"] < need).sum()) + 1
    key = "one" if enough == 1 else "some" if enough else "several" if needed <= len(levers) else "short"
    first = view.part(levers.to_dict("records")[0])
    return view.say(f"reach.levers.{key if need else 'level'}", name=first, count=enough, needed=needed)


def below(view: ReachView) -> list[str | Component]:
    """Return what stands below the indicators: how many there are, and how much the first one weighs.

    One that weighs far more than usual, since others are missing, is told with what it really shows.
    """
    levers, need, lines = view.found.levers, view.found.need, []
    if len(levers) > _DRAWN:
        lines.append(view.say("reach.drawn", drawn=_DRAWN, count=len(levers)))
    if view.found.level == "subpillar" and not view.found.unscored:
        lines.append(view.say("reach.coarse"))
    for first in levers.head(1).to_dict("records"):
        times = first["weight"] / levers["weight"].median()
        if times < _HEAVY or not first["missing"]:
            continue
        missing = view.t.listing(first["missing"].split(", "))
        about = {"name": view.part(first), "economy": view.name, "weight": first["weight"]}
        lines.append(view.say("reach.thin.weight", **about, times=times, missing=missing))
        adds = levers["adds"].iloc[1:]
        needed = int((adds.cumsum() < need).sum()) + 1
        if need and needed <= len(adds):
            key = "thin.without_one" if needed == 1 else "thin.without"
            lines.append(view.say(f"reach.{key}", count=needed, points=adds.head(needed).sum(), need=need))
    return markup(view.say("reach.between").join(lines))


def ladder(view: ReachView) -> Content:
    """Return the economies above, drawn from the first, or the rank to reach, to two below."""
    t, found, title = view.t, view.found, finding(view)
    own, goal = view.name, view.economy_name(found.at)
    points, names = found.ladder["score"] - found.score, found.ladder["economy"].map(view.economy_name)
    frame = found.ladder.assign(points=points, economy=names)
    table = own_table(view, method.LADDER, plain(title), marked=("economy", view.choice.economy))
    first = 1 if found.rank <= 16 else max(1, found.target_rank - 2)
    rows = frame[frame["rank"] >= first].to_dict("records")
    if len(rows) > 18:
        near = {found.target_rank, *range(found.rank - 6, found.rank + 3)}
        every = -(-len(rows) // 9)
        rows = [row for place, row in enumerate(rows) if row["rank"] in near or place % every == 0]
    rungs = [
        row
        | {
            "name": row["economy"],
            "written": t.write(row["score"], "points"),
            "tip": view.say("reach.tip.rung", name=row["economy"], rank=row["rank"], score=row["score"]),
            "focus": row["economy"] == own,
            "goal": row["economy"] == goal != own,
        }
        for row in rows
    ]
    needed = view.say("reach.points", points=found.need)
    figure = figure_by_width(lambda _: score_ladder(rungs, needed, view.ink), 0)
    return Content(title, view.say("reach.measure.ladder"), table, figure, heading=UnseenPart(title))


def pillars(view: ReachView) -> Content:
    """Return the GII pillars: what each would need alone, its part where all move together."""
    t, found, title = view.t, view.found, by_pillar(view)
    names = [t(f"gii.{code}") for code in found.pillars["code"]]
    frame = file_rows(view, method.LEVERS_PER_PILLAR).assign(name=names)
    possible = [view.say("reach.yes" if one else "reach.no") for one in frame["possible"]]
    words = {"code": names, "possible": possible}
    table = own_table(view, method.LEVERS_PER_PILLAR, plain(title), frame, words)
    parts = view.say("reach.together", share=100 * found.share).split("*", 2)[1:]
    alone: list[Bar] = []
    all_: list[Bar] = []
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    for row in rows:
        name, score, best = row["name"], row["score"], row["best"]
        tip, cells = view.say("reach.tip.pillar", **row), [view.say("reach.of", **row)]
        strong = bool(found.need and row["possible"])
        alone.append(Bar(name, score, min(row["needed"], _HIGHEST), cells, tip, best, is_sufficient=strong))
        if found.need:
            row["more"] = row["together"] - score
            tip, cells = view.say("reach.tip.together", **row), [view.say("reach.more", **row)]
            head = () if all_ else parts
            all_.append(Bar(name, score, row["together"], cells, tip, best, is_dumbbell=True, title=head))
    bars = [*alone, *all_]
    form = RowStyle(
        view.say("reach.column.pillar"), [(view.say("reach.head.needed"), 106)], 20, view.ink, t.lang
    )
    figure = figure_by_width(lambda least: bar_rows(bars, form, least), 0, _WIDE_PILLARS)
    measure = view.say("reach.measure.pillars")
    return Content(title, measure, table, figure, standalone_title=finding(view), heading=UnseenPart(title))


def levers(view: ReachView) -> Content:
    """Return the indicators by the points that each would add, the largest first."""
    t, found, title = view.t, view.found, by_lever(view)
    rows: list[dict[Any, Any]] = found.levers.to_dict("records")
    rows = [row | {"name": view.part(row)} for row in rows]
    level = view.say(f"reach.column.{found.level}")
    kinds = [view.say(f"reach.kind.{row['kind']}") for row in rows]
    words = {"part": [row["name"] for row in rows], "kind_of_data": kinds}
    table = own_table(view, method.LEVERS, plain(title), words=words, level=level)
    bars = []
    for row in rows[:_DRAWN]:
        mark = view.say(f"reach.mark.{row['kind']}") if row["kind"] != "data" else ""
        cells = [t.write(row["weight"], "weight"), str(row["alone"]), str(row["together"])]
        strong = bool(found.need and row["adds"] >= found.need)
        points, tip = t.write(row["adds"], "points"), view.say("reach.tip.lever", **row)
        bars.append(Bar(row["name"] + mark, 0.0, row["adds"], cells, tip, is_sufficient=strong, after=points))
    heads = [
        (view.say(f"reach.head.{key}"), size) for key, size in (("weight", 54), ("alone", 42), ("order", 52))
    ]
    needed = (found.need, view.say("reach.needed", points=found.need)) if found.need else None
    form = RowStyle(level, heads, 30, view.ink, t.lang, needed)
    figure = figure_by_width(lambda least: bar_rows(bars, form, least), 0, _WIDE_LEVERS) if bars else EMPTY
    goal = view.say(
        f"reach.goal.{view.choice.target}", count=LEADERS, name=view.economy_name(view.choice.other)
    )
    measure = view.say("reach.measure.levers", target=goal, title=plain(title))
    return Content(title, measure, table, figure, standalone_title=finding(view), heading=UnseenPart(title))


LADDER = Card("reach-ladder", "reach-ladder", (method.LADDER,), ladder, height=770)
PILLARS = Card("reach-pillars", "reach-pillars", (method.LEVERS_PER_PILLAR,), pillars, height=1090)
LEVERS = Card("reach-levers", "reach-indicators", (method.LEVERS,), levers, height=1060)
CARDS = (LADDER, PILLARS, LEVERS)
CALLBACKS = Callbacks(
    Choice,
    ReachView,
    parts=(
        *(FINDING, DECK, BELOW, NOTE),
        *((f"{PAGE}-{key}", prop) for key in ("rank", "economy", "than") for prop in ("options", "value")),
        (OTHER_CONTROL, "hidden"),
    ),
    cards=CARDS,
)
