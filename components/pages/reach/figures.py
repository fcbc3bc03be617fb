"""What would it take, as figures: the rungs of the ladder, and the rows of pillars and indicators."""

from typing import Any

from analysis.frames.reach import together
from components.charts import reach as charts
from components.charts.layer import packed
from components.charts.reach import Bar, Block, Form
from components.measures import CONTRIBUTION, SCORE, SHARE
from components.pages.reach import text
from components.pages.reach.text import DRAWN, View

_HIGHEST = 105.0  # where bars end that would need more than any score can be
_WIDE_PILLARS, _WIDE_LEVERS = 380, 480  # least px of a plot with names at the left


def ladder(view: View) -> str:
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


def pillars(view: View) -> str:
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


def levers(view: View) -> str:
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
            [text.weight(row, t.lang), str(row["alone"]), str(row["together"])],
        )
        scores = {key: SCORE.write(row[key], t.lang) for key in ("score", "target")}
        ranks = {key: int(row[key]) for key in ("alone", "together")}
        name = view.part(row)
        tip = t("reach.tip.lever", name=name, weight=cells[0], points=points, **scores, **ranks)
        strong = bool(found.need and row["adds"] >= found.need)
        bars.append(Bar(name + mark, 0.0, float(row["adds"]), cells, tip, strong=strong, after=points))
    return [Block(bars)]
