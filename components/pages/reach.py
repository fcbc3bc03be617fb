"""What would it take: which points separate an economy from a rank, and where could they come from?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import reach as frames
from analysis.frames.reach import together
from analysis.ledger import editions_with
from analysis.reach import LEADERS, OTHER, Choice, Reach
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.charts import reach as charts
from components.charts.layer import packed
from components.charts.reach import Bar, Block, Form
from components.measures import CONTRIBUTION, SCORE, SHARE
from components.parts.citation import citation
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.parts.tables import Cell, heads, table
from components.text import markup, plain, words
from components.theme import TOKENS
from components.view import EconomyView, licence

PAGE = "reach"
LADDER = Card("reach-ladder", "reach-ladder", (frames.LADDER,), height=770)
PILLARS = Card("reach-pillars", "reach-pillars", (frames.PILLARS,), height=1090)
LEVERS = Card("reach-levers", "reach-indicators", (frames.LEVERS,), height=1060)
CARDS = (LADDER, PILLARS, LEVERS)
FINDING, DECK, OTHER_CONTROL, BELOW, NOTE = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "other", "below", "note")
)
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, BELOW, NOTE)),
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
_COLUMNS = {
    "read": ("points", "best", "order"),
    "weigh": ("weight", "missing", "surveys"),
    "limits": ("rounded", "editions"),
}
DRAWN = 10  # indicators in the figure; the table has all
_HEAVY = 3.0  # times the median weight, from which on the page says that an indicator carries a sub-pillar
_FEW = 3  # GII pillars that are named; of more, those are that could not
_HIGHEST = 105.0  # where bars end that would need more than any score can be
_WIDE_PILLARS, _WIDE_LEVERS = 380, 480  # least px of a plot with names at the left


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

    def address(self, name: str) -> str:
        """Return the address of a CSV of this view."""
        return self.download(name, self.choice.chosen(self.dataset), safe=",")

    def part(self, row: Mapping[Any, Any]) -> str:
        """Return the name of an indicator or sub-pillar with its code."""
        known = self.dataset.catalog.concepts.get(str(row["concept"]))
        return f"{row['code']} {known.name.get(self.t.lang) if known else row['name']}"

    def of_level(self, key: str, **values: Any) -> str:
        """Return words on levers, which name their level by {part}."""
        return self.t(f"reach.{key}", part=self.t(f"reach.part.{self.found.level}"), **values)


def finding(view: View) -> str:
    """Return the heading: how many points the rank takes."""
    found, t = view.found, view.t
    key = "finding" if found.need else "first" if found.rank == 1 else "level"
    return t(
        f"reach.{key}",
        name=view.name,
        rank=view.ordinal(found.target_rank),
        edition=view.choice.edition,
        points=SCORE.write(found.need, t.lang),
    )


def deck(view: View) -> str:
    """Return where the economy is, who has the rank, and which GII pillars could close the gap alone."""
    found, t = view.found, view.t
    ladder = found.ladder.set_index("economy")["score"]
    other = str(ladder.index[1]) if found.rank == 1 else found.at
    start = t(
        "reach.deck.first" if found.rank == 1 else "reach.deck.start",
        name=view.name,
        own=view.ordinal(found.rank),
        score=SCORE.write(found.score, t.lang),
        other=view.called(other),
        target=view.ordinal(2 if found.rank == 1 else found.target_rank),
        theirs=SCORE.write(float(ladder[other]), t.lang),
    )
    return start + (t("reach.deck.end", sentence=by_pillar(view)) if found.need else "")


def by_pillar(view: View) -> str:
    """Return which GII pillars could close the gap alone; of many, those that could not."""
    possible = view.found.pillars.set_index("code")["possible"].to_dict()
    able = [code for code in possible if possible[code]]
    if not view.found.need:
        return view.t("reach.pillars.level")
    if not able or len(able) == len(possible):
        return view.t("reach.pillars.all" if able else "reach.pillars.none")
    key = "one" if len(able) == 1 else "some" if len(able) <= _FEW else "most"
    named = able if key != "most" else [code for code in possible if not possible[code]]
    return view.t(f"reach.pillars.{key}", names=view.t.listing([view.t(f"gii.{code}") for code in named]))


def by_lever(view: View) -> str:
    """Return which indicators would do, alone or together."""
    levers, need, unscored = view.found.levers, view.found.need, view.found.unscored
    if unscored:
        return view.of_level("levers.unscored", name=view.called(unscored))
    if levers.empty:
        return view.of_level("levers.none", name=view.name)
    enough, needed = int((levers["adds"] >= need).sum()), int((levers["points"] < need).sum()) + 1
    key = "one" if enough == 1 else "some" if enough else "several" if needed <= len(levers) else "short"
    first = view.part(levers.to_dict("records")[0])
    return view.of_level(f"levers.{key if need else 'level'}", name=first, count=enough, needed=needed)


def target(view: View) -> str:
    """Return what the indicators are raised to."""
    name = view.called(view.choice.other)
    return view.t(f"reach.goal.{view.choice.target}", count=LEADERS, name=name)


def below(view: View) -> list[str | Component]:
    """Return what stands below the indicators: how many there are, and how much the first one weighs."""
    count = len(view.found.levers)
    lines = [view.of_level("drawn", drawn=DRAWN, count=count)] if count > DRAWN else []
    if view.found.level == "subpillar" and not view.found.unscored:
        lines.append(view.t("reach.coarse", edition=view.here))
    return markup(view.t("reach.between").join([*lines, *_thin(view)]))


def _thin(view: View) -> list[str]:
    """Return what an indicator that weighs far more than usual, since others are missing, really shows."""
    levers, t, need = view.found.levers, view.t, view.found.need
    if levers.empty:
        return []
    first, rest = levers.to_dict("records")[0], levers.iloc[1:]
    times = float(first["weight"]) / float(levers["weight"].median())
    if times < _HEAVY or not first["missing"]:
        return []
    values = {
        "name": view.part(first),
        "economy": view.name,
        "weight": weight(first, t.lang),
        "times": numbers.decimal(times, 1, t.lang),
        "missing": t.listing(str(first["missing"]).split(", ")),
    }
    lines = [t("reach.thin.weight", **values)]
    needed = int((rest["adds"].cumsum() < need).sum()) + 1
    if need and needed <= len(rest):
        key = "reach.thin.without_one" if needed == 1 else "reach.thin.without"
        points = CONTRIBUTION.write(float(rest["adds"].head(needed).sum()), t.lang)
        lines.append(t(key, count=needed, points=points, need=CONTRIBUTION.write(need, t.lang)))
    return lines


def weight(row: Mapping[Any, Any], lang: str) -> str:
    """Write the effective weight of an indicator."""
    return numbers.percent(100 * float(row["weight"]), 2, lang)


def limits(view: View) -> dict[str, str]:
    """Return the editions that have no scores of indicators, and those that have none at all."""
    of = {level: editions_with(view.dataset.parts, level) for level in ("index", "pillar", "indicator")}
    coarse = [edition for edition in of["pillar"] if edition not in of["indicator"]]
    bare = [edition for edition in view.dataset.editions if edition not in of["pillar"]]
    return {"coarse": view.runs(coarse), "bare": view.runs(bare)}


def ladder_figure(view: View) -> str:
    """Return the figure of the economies above."""
    found, t = view.found, view.t
    rungs = []
    for row in _rungs(view):
        economy, score = str(row["economy"]), float(row["score"])
        name, written = view.called(economy), CONTRIBUTION.write(score, t.lang)
        tip = t("reach.tip.rung", name=name, rank=row["rank"], score=written)
        focus, goal = economy == found.economy, economy == found.at
        rungs.append(charts.Rung(score, int(row["rank"]), name, written, tip, focus, goal and not focus))
    points = t("reach.points", points=CONTRIBUTION.write(found.need, t.lang, sign=True))
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


def pillars_figure(view: View) -> str:
    """Return the figure of the GII pillars: one alone, and all together."""
    blocks, form = pillar_blocks(view), pillar_form(view)
    return packed(lambda least: charts.rows(blocks, form, narrow=not least), 0, _WIDE_PILLARS)


def pillar_form(view: View) -> Form:
    """Return how the rows of the GII pillars are set."""
    t = view.t
    return Form(t("reach.column.pillar"), [(t("reach.head.needed"), 96)], 20, view.ink, t.lang)


def pillar_blocks(view: View) -> list[Block]:
    """Return what each GII pillar would need alone, and its part where all move together."""
    t, found = view.t, view.found
    alone, all_ = [], []
    for row in found.pillars.to_dict("records"):
        name, best = t(f"gii.{row['code']}"), float(row["best"])
        written = {key: SCORE.write(row[key], t.lang) for key in ("score", "needed", "best")}
        tip = t("reach.tip.pillar", name=name, **written)
        cell, start = t("reach.of", **written), float(row["score"])
        needed = min(float(row["needed"]), _HIGHEST)
        strong = bool(found.need and row["possible"])
        alone.append(Bar(name, start, needed, [cell], tip, best, strong=strong))
        if found.need:
            end = together(row, found.share)
            values = {"more": SCORE.write(end - start, t.lang, sign=True), "score": SCORE.write(end, t.lang)}
            tip = t("reach.tip.together", name=name, best=written["best"], now=written["score"], **values)
            all_.append(Bar(name, start, end, [t("reach.more", **values)], tip, best, dumbbell=True))
    title = view.t("reach.together", share=SHARE.write(100 * found.share, t.lang)).split("*", 2)[1:]
    return [Block(alone), *([Block(all_, title)] if all_ else [])]


def levers_figure(view: View) -> str:
    """Return the figure of the indicators that would add most."""
    blocks, form = lever_blocks(view), lever_form(view)
    if not blocks[0].bars:
        return "{}"
    return packed(lambda least: charts.rows(blocks, form, narrow=not least), 0, _WIDE_LEVERS)


def lever_form(view: View) -> Form:
    """Return how the rows of the indicators are set."""
    t, need = view.t, view.found.need
    columns = [(t("reach.head.weight"), 54), (t("reach.head.alone"), 42), (t("reach.head.order"), 52)]
    needed = (need, t("reach.needed", points=CONTRIBUTION.write(need, t.lang))) if need else None
    return Form(t(f"reach.column.{view.found.level}"), columns, 30, view.ink, t.lang, needed)


def lever_blocks(view: View) -> list[Block]:
    """Return the points that each indicator would add, the largest first."""
    t, found = view.t, view.found
    bars = []
    for row in found.levers.head(DRAWN).to_dict("records"):
        mark = t(f"reach.mark.{row['kind']}") if row["kind"] != "data" else ""
        points, cells = (
            CONTRIBUTION.write(row["adds"], t.lang),
            [weight(row, t.lang), str(row["alone"]), str(row["together"])],
        )
        scores = {key: SCORE.write(row[key], t.lang) for key in ("score", "target")}
        ranks = {key: int(row[key]) for key in ("alone", "together")}
        name = view.part(row)
        tip = t("reach.tip.lever", name=name, weight=cells[0], points=points, **scores, **ranks)
        strong = bool(found.need and row["adds"] >= found.need)
        bars.append(Bar(name + mark, 0.0, float(row["adds"]), cells, tip, strong=strong, after=points))
    return [Block(bars)]


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t = view.t
    controls = Controls(PAGE, view.choice, dataset, t)
    cards = {LADDER: _ladder(view), PILLARS: _pillars(view), LEVERS: _levers(view)}
    drawn = {LADDER: ladder_figure, PILLARS: pillars_figure, LEVERS: levers_figure}
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
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
                html.Div(figure_card(LADDER, cards[LADDER], t)),
                html.Div(figure_card(PILLARS, cards[PILLARS], t)),
                html.Div(
                    [
                        figure_card(LEVERS, cards[LEVERS], t),
                        html.P(below(view), id=BELOW, className="small"),
                    ]
                ),
            ],
            className="reach-grid",
        ),
        html.P(t("reach.note", name=view.name), id=NOTE, className="quote"),
        three(columns(t, "reach", _COLUMNS, count=LEADERS, **limits(view))),
        *(dcc.Store(id=card.figures, data=draw(view)) for card, draw in drawn.items()),
        CALLBACKS.address(PAGE, dataset),
    ]


def _content(view: View, card: Card, title: str, measure: str, body: html.Div, height: int) -> Content:
    t, edition = view.t, view.choice.edition
    stated = licence(view.dataset, view.dataset.licences[edition], t)
    return Content(
        heading=title,
        heading_visible=False,
        finding=title,
        measure=markup(measure),
        table=html.Div(body),
        source=markup(t("reach.source", edition=view.here, licence=stated, checked=view.checked)),
        data_address=view.address(card.tables[0].name),
        credit=citation(view.dataset, title, [edition], t),
        height=height,
    )


def _ladder(view: View) -> Content:
    t, found = view.t, view.found
    rows: list[list[Cell]] = [
        [
            str(row["rank"]),
            view.called(str(row["economy"])),
            CONTRIBUTION.write(row["score"], t.lang),
            CONTRIBUTION.write(row["score"] - found.score, t.lang, sign=True),
        ]
        for row in found.ladder.to_dict("records")
    ]
    names = ("rank", "economy", "score", "points")
    title = plain(finding(view))
    marked = [place for place, code in enumerate(found.ladder["economy"]) if code == found.economy]
    body = table(t, heads(t, "reach.column", names, ("economy",)), rows, caption=title, highlight=marked)
    return _content(view, LADDER, title, t("reach.measure.ladder", edition=view.here), body, charts.LADDER)


def _pillars(view: View) -> Content:
    t, found = view.t, view.found
    rows: list[list[Cell]] = [
        [
            t(f"gii.{row['code']}"),
            SCORE.write(row["score"], t.lang),
            SCORE.write(row["best"], t.lang),
            SCORE.write(row["needed"], t.lang),
            t("reach.yes" if row["possible"] else "reach.no"),
            SCORE.write(frames.together(row, found.share), t.lang),
        ]
        for row in found.pillars.to_dict("records")
    ]
    title = by_pillar(view)
    names = ("pillar", "score", "best", "needed", "possible", "together")
    columns_ = heads(t, "reach.column", names, ("pillar", "possible"))
    body = table(t, columns_, rows, caption=title)
    height = charts.height(pillar_blocks(view), pillar_form(view))
    return _content(view, PILLARS, title, t("reach.measure.pillars"), body, height)


def _levers(view: View) -> Content:
    t, found = view.t, view.found
    rows: list[list[Cell]] = [
        [
            view.part(row),
            weight(row, t.lang),
            SCORE.write(row["score"], t.lang),
            SCORE.write(row["target"], t.lang),
            CONTRIBUTION.write(row["adds"], t.lang),
            str(row["alone"]),
            str(row["together"]),
            t(f"reach.kind.{row['kind']}"),
        ]
        for row in found.levers.to_dict("records")
    ]
    names = (found.level, "weight", "score", "target", "adds", "alone", "in_order", "kind")
    title = plain(by_lever(view))
    body = table(t, heads(t, "reach.column", names, (found.level, "kind")), rows, caption=title)
    height = charts.height(lever_blocks(view), lever_form(view))
    measure = view.of_level("measure.levers", target=target(view), title=title)
    return _content(view, LEVERS, title, measure, body, height)
