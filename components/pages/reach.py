"""What would it take: which points separate an economy from a rank, and where could they come from?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import reach as frames
from analysis.reach import COUNTS, LEADERS, OTHER, Choice, Reach
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.charts import reach as charts
from components.charts.layer import packed
from components.measures import CONTRIBUTION, SCORE, SHARE
from components.parts.citation import citation
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.parts.section import section
from components.parts.tables import Cell, heads, table
from components.text import markup, plain, words
from components.theme import TOKENS
from components.view import EconomyView, licence

PAGE = "reach"
LADDER = Card("reach-ladder", "reach-ladder", (frames.LADDER,), height=760)
PILLARS = Card("reach-pillars", "reach-pillars", (frames.PILLARS,), height=640)
LEVERS = Card("reach-levers", "reach-indicators", (frames.LEVERS,), height=720)
CARDS = (LADDER, PILLARS, LEVERS)
FINDING, DECK, OTHER_CONTROL, TOGETHER, THIN = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "other", "together", "thin")
)
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, TOGETHER, THIN)),
        ("reach-rank", "options"),
        ("reach-rank", "value"),
        ("reach-economy", "options"),
        ("reach-economy", "value"),
        ("reach-than", "options"),
        ("reach-than", "value"),
        (OTHER_CONTROL, "hidden"),
        *LADDER.parts,
        *PILLARS.parts,
        *LEVERS.parts,
    ),
    cards=CARDS,
)
DRAWN = 10  # indicators in the figure; the table has all
HEAVY = 3.0  # times the median weight, from which on an indicator is said to carry a sub-pillar
_COLUMNS = {"read": ("fixed", "forecast", "counts"), "limits": ("missing", "rounded", "surveys")}


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One economy, edition and rank to reach."""

    @cached_property
    def found(self) -> Reach:
        """What separates the economy from the rank."""
        return frames.LADDER.result(self.dataset, self.choice)

    @property
    def ink(self) -> str:
        """The colour of the economy in focus: China's is its own."""
        return TOKENS.hero if self.hero else TOKENS.ink

    @property
    def here(self) -> str:
        """The edition in running text."""
        return self.edition(self.choice.edition)

    @property
    def points(self) -> str:
        """The points that are needed."""
        return CONTRIBUTION.write(self.found.need)

    def address(self, name: str) -> str:
        """Return the address of a CSV of this view."""
        return self.download(name, self.choice.chosen(self.dataset), safe=",")

    def part(self, row: Mapping[Any, Any]) -> str:
        """Return the name of an indicator with its code."""
        known = self.dataset.catalog.concepts.get(str(row["concept"]))
        return f"{row['code']} {known.name.get(self.say.lang) if known else row['name']}"


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    say = view.say
    controls = Controls(PAGE, view.choice, dataset, say)
    cards = (
        (LADDER, _ladder(view), _ladder_figure(view)),
        (PILLARS, _pillars(view), _pillars_figure(view)),
        (LEVERS, _levers(view), _levers_figure(view)),
    )
    below = {
        PILLARS: html.P(_together(view), id=TOGETHER, className="small"),
        LEVERS: html.P(_thin(view), id=THIN, className="small"),
    }
    return [
        section("why/reach", say),
        html.H1(markup(_finding(view)), id=FINDING),
        html.P(markup(_deck(view)), id=DECK, className="deck"),
        html.Div(
            [
                controls.select("economy", searchable=True),
                controls.select("edition"),
                controls.select("rank"),
                controls.select("target"),
                html.Div(
                    controls.select("than", searchable=True),
                    id=OTHER_CONTROL,
                    hidden=view.choice.target != OTHER,
                ),
            ],
            className="controls",
        ),
        html.Div(
            [
                html.Div([figure_card(card, content, say), *([below[card]] if card in below else [])])
                for card, content, _ in cards
            ],
            className="reach-grid",
        ),
        three(columns(say, "reach", _COLUMNS, count=LEADERS)),
        *(dcc.Store(id=card.figures, data=figure) for card, _, figure in cards),
        CALLBACKS.address(PAGE, dataset),
    ]


def _finding(view: View) -> str:
    found, say = view.found, view.say
    return say(
        "reach.finding" if found.need else "reach.finding_level",
        name=view.name,
        rank=view.ordinal(found.target_rank),
        edition=view.choice.edition,
        points=SCORE.write(found.need),
    )


def _deck(view: View) -> str:
    """Return where the economy is, who has the rank, and how many GII pillars could close the gap alone."""
    found, say = view.found, view.say
    possible = int(found.pillars["possible"].sum())
    key = "none" if not possible else "one" if possible == 1 else "some"
    ladder = found.ladder.set_index("economy")["score"]
    start = say(
        "reach.deck.start",
        name=view.name,
        own=view.ordinal(found.rank),
        score=SCORE.write(found.score),
        other=view.called(found.at),
        target=view.ordinal(found.target_rank),
        theirs=SCORE.write(float(ladder[found.at])),
    )
    return start + say(f"reach.deck.{key}", count=possible)


def _content(view: View, card: Card, title: str, measure: str, body: html.Div, height: int) -> Content:
    say, edition = view.say, view.choice.edition
    stated = licence(view.dataset.licences[edition], say)
    return Content(
        heading=title,
        heading_shown=False,
        finding=title,
        measure=markup(measure),
        table=html.Div(body),
        source=markup(say("reach.source", edition=view.here, licence=stated, checked=view.checked)),
        data_address=view.address(card.tables[0].name),
        citation=citation(view.dataset, title, edition, edition, say),
        height=height,
    )


def _ladder(view: View) -> Content:
    say, found = view.say, view.found
    rows: list[list[Cell]] = [
        [
            str(row["rank"]),
            view.called(str(row["economy"])),
            CONTRIBUTION.write(row["score"]),
            CONTRIBUTION.write(row["score"] - found.score, sign=True),
        ]
        for row in found.ladder.to_dict("records")
    ]
    names = ("rank", "economy", "score", "points")
    title = plain(_finding(view))
    marked = [place for place, code in enumerate(found.ladder["economy"]) if code == found.economy]
    body = table(heads(say, "reach.column", names, ("economy",)), rows, caption=title, highlight=marked)
    return _content(view, LADDER, title, say("reach.measure.ladder", edition=view.here), body, charts.LADDER)


def _ladder_figure(view: View) -> str:
    found, say = view.found, view.say
    rungs = []
    for row in _rungs(view):
        economy, score = str(row["economy"]), float(row["score"])
        name = view.called(economy)
        tip = say("reach.tip.rung", name=name, rank=row["rank"], score=CONTRIBUTION.write(score))
        label = f"{name}  {CONTRIBUTION.write(score)}"
        focus, goal = economy == found.economy, economy == found.at
        rungs.append(charts.Rung(score, int(row["rank"]), label, tip, focus, goal and not focus))
    points = say("reach.points", points=CONTRIBUTION.write(found.need, sign=True))
    return packed(lambda _: charts.ladder(rungs, points, view.ink), 0)


def _rungs(view: View) -> list[dict[Any, Any]]:
    """Return the rows of the ladder from the first, or from the rank to reach, to two below the economy."""
    found = view.found
    first = 1 if found.rank <= 16 else max(1, found.target_rank - 2)
    rows = found.ladder[found.ladder["rank"] >= first].to_dict("records")
    if len(rows) <= 18:
        return rows
    near = {found.target_rank, *range(found.rank - 6, found.rank + 3)}
    every = -(-len(rows) // 9)
    return [row for place, row in enumerate(rows) if row["rank"] in near or place % every == 0]


def _pillars(view: View) -> Content:
    say, found = view.say, view.found
    rows: list[list[Cell]] = []
    for row in found.pillars.to_dict("records"):
        part = "" if found.share is None else SCORE.write(_together_score(row, found.share))
        rows.append(
            [
                say(f"gii.{row['code']}"),
                SCORE.write(row["score"]),
                SCORE.write(row["best"]),
                SCORE.write(row["needed"]),
                say("reach.yes" if row["possible"] else "reach.no"),
                part or say("missing"),
            ]
        )
    possible = found.pillars[found.pillars["possible"]]["code"]
    named = say.listing([say(f"gii.{code}") for code in possible])
    title = say("reach.pillars.some" if named else "reach.pillars.none", names=named)
    names = ("pillar", "score", "best", "needed", "possible", "together")
    columns_ = heads(say, "reach.column", names, ("pillar", "possible"))
    body = table(columns_, rows, caption=title, missing=say("missing"))
    height = charts.height(len(rows), narrow=False, need=False)
    return _content(view, PILLARS, title, say("reach.measure.pillars", title=title), body, height)


def _together_score(row: Mapping[Any, Any], share: float) -> float:
    return float(row["score"] + share * (row["best"] - row["score"]))


def _pillars_figure(view: View) -> str:
    say, found = view.say, view.found
    bars = [
        charts.Bar(
            name=say(f"gii.{row['code']}"),
            start=float(row["score"]),
            end=float(row["needed"]),
            right=say("reach.of", needed=SCORE.write(row["needed"]), best=SCORE.write(row["best"])),
            tip=say(
                "reach.tip.pillar",
                name=say(f"gii.{row['code']}"),
                **{key: SCORE.write(row[key]) for key in ("score", "needed", "best")},
            ),
            best=float(row["best"]),
            together=None if found.share is None else _together_score(row, found.share),
            strong=bool(row["possible"]),
        )
        for row in found.pillars.to_dict("records")
    ]
    head = (say("reach.column.pillar"), say("reach.head.needed"))
    return packed(lambda least: charts.rows(bars, head, None, view.ink, narrow=not least), 0, charts.WIDE)


def _together(view: View) -> list[str | Component]:
    share = view.found.share
    if share is None:
        return markup(view.say("reach.together.never"))
    return markup(view.say("reach.together.share", share=SHARE.write(100 * share)))


def _levers(view: View) -> Content:
    say, found = view.say, view.found
    rows: list[list[Cell]] = [
        [
            view.part(row),
            f"{numbers.decimal(100 * row['weight'], 2)}%",
            SCORE.write(row["score"]),
            SCORE.write(row["target"]),
            CONTRIBUTION.write(row["adds"]),
            str(row["alone"]),
            str(row["together"]),
            say(f"reach.kind.{_kind(row)}"),
        ]
        for row in found.levers.to_dict("records")
    ]
    names = ("indicator", "weight", "score", "target", "adds", "alone", "in_order", "kind")
    title = plain(_levers_title(view))
    body = table(heads(say, "reach.column", names, ("indicator", "kind")), rows, caption=title)
    height = charts.height(min(DRAWN, len(rows)), narrow=False, need=True)
    measure = say("reach.measure.levers", target=_target(view))
    return _content(view, LEVERS, title, measure, body, height)


def _kind(row: Mapping[Any, Any]) -> str:
    return "survey" if row["type"] == "survey" else "count" if row["concept"] in COUNTS else "data"


def _target(view: View) -> str:
    name = view.called(view.choice.other)
    return view.say(f"reach.goal.{view.choice.target}", count=LEADERS, name=name)


def _levers_title(view: View) -> str:
    say, levers = view.say, view.found.levers
    if levers.empty:
        return say("reach.levers.none", name=view.name)
    first = levers.to_dict("records")[0]
    enough = int((levers["adds"] >= view.found.need).sum())
    key = "one" if enough == 1 else "some" if enough else "several"
    needed = int((levers["points"] < view.found.need).sum()) + 1
    return say(f"reach.levers.{key}", name=view.part(first), count=enough, needed=needed)


def _levers_figure(view: View) -> str:
    say, found = view.say, view.found
    bars = [
        charts.Bar(
            name=view.part(row),
            start=0.0,
            end=float(row["adds"]),
            right=say("reach.rank", points=CONTRIBUTION.write(row["adds"]), rank=row["alone"]),
            tip=say(
                "reach.tip.lever",
                name=view.part(row),
                weight=numbers.decimal(100 * row["weight"], 2),
                score=SCORE.write(row["score"]),
                target=SCORE.write(row["target"]),
                points=CONTRIBUTION.write(row["adds"]),
            ),
            strong=bool(row["adds"] >= found.need),
            mark=say(f"reach.mark.{_kind(row)}") if _kind(row) != "data" else "",
        )
        for row in found.levers.head(DRAWN).to_dict("records")
    ]
    if not bars:
        return "{}"
    head = (say("reach.column.indicator"), say("reach.head.rank"))
    need = (found.need, say("reach.needed", points=view.points))
    return packed(lambda least: charts.rows(bars, head, need, view.ink, narrow=not least), 0, charts.WIDE)


def _thin(view: View) -> list[str | Component]:
    """Return what an indicator that weighs far more than usual really shows."""
    levers, say = view.found.levers, view.say
    if levers.empty:
        return []
    first, usual = levers.to_dict("records")[0], float(levers["weight"].median())
    times = float(first["weight"]) / usual
    if times < HEAVY:
        return []
    rest = levers.iloc[1:]
    needed = int((rest["adds"].cumsum() < view.found.need).sum()) + 1
    enough = float(rest["adds"].sum()) >= view.found.need
    text = say(
        "reach.thin.weight",
        name=view.part(first),
        weight=numbers.decimal(100 * float(first["weight"]), 2),
        times=numbers.decimal(times, 1),
    )
    if enough:
        added = CONTRIBUTION.write(float(rest["adds"].head(needed).sum()))
        text += say("reach.thin.without", count=needed, points=added, need=view.points)
    return markup(text)
