"""The seven GII pillars of a comparison, a strip each: where every economy lies in one edition."""

import math

import pandas as pd

from analysis.comparison_measures import Measure
from analysis.comparison_views import middle
from analysis.composition import PILLARS
from components import numbers
from components.charts.layer import packed
from components.charts.pillar_dots import FULL, PillarRow, Place, pillar_dots
from components.charts.scales import Scale, field_scale, percent_scale, steps
from components.measures import OF_INDEX
from components.numbers import known
from components.pages.compare.view import Contents, Row, View, doubts, figure_cell, line, table_text, tip
from components.text import plain


def build(view: View) -> Contents:
    """Return the seven GII pillars in the edition on show."""
    t, chosen = view.t, view.choice
    frame = view.compared("pillars").frame
    edition = view.edition(chosen.edition)
    gone = view.without(frame["economy"])
    lines = [t("compare.note.quartiles", count=_count(view))] if len(frame) else []
    if gone and len(frame):
        lines.append(t("compare.note.not_ranked", names=view.listing(gone), edition=edition))
    return Contents(
        finding=_finding(view, frame),
        deck=t("compare.deck.pillars"),
        measure=t(f"compare.measure.pillars_{view.choice.show}", edition=edition),
        figures="" if frame.empty else _figures(view, frame),
        table=_table(view, frame),
        notes=[*lines, *doubts(view, frame)],
        editions=(chosen.edition, chosen.edition),
        empty=[t("compare.pillars.empty", edition=edition)] if frame.empty else [],
    )


def _count(view: View) -> int:
    return view.dataset.counts.get(view.choice.edition) or 0


def _finding(view: View, frame: pd.DataFrame) -> str:
    """Return in how many GII pillars the economy in focus leads the others, and its lowest one."""
    t, economy = view.t, view.choice.economy
    edition = view.edition(view.choice.edition)
    own = frame[frame["economy"] == economy]
    if own.empty:
        return t("compare.pillars.unknown", name=view.name, edition=edition)
    ranks = frame.assign(
        best=frame["rank"].astype("Float64").fillna((frame["rank_low"] + frame["rank_high"]) / 2)
    )
    mine = ranks[ranks["economy"] == economy].set_index("pillar")["best"]
    best = ranks.groupby("pillar")["best"].min()
    leads = sum(int(mine[pillar] <= best[pillar]) for pillar in mine.index)
    worst, top = str(mine.idxmax()), str(mine.idxmin())
    rows = {str(row["pillar"]): row for row in own.to_dict("records")}
    values = {
        "name": view.name,
        "edition": edition,
        "worst": t(f"gii.{worst}"),
        "worst_rank": view.rank_words(rows[worst]),
        "top": t(f"gii.{top}"),
        "top_rank": view.rank_words(rows[top]),
    }
    if frame["economy"].nunique() == 1:
        return t("compare.pillars.alone", **values)
    beside = [str(code) for code in frame["economy"].unique() if code != economy]
    others = view.called(beside[0]) if len(beside) == 1 else t("compare.pillars.others", count=len(beside))
    return t("compare.pillars.finding", others=others, counted=view.counted(leads, len(mine)), **values)


def _figures(view: View, frame: pd.DataFrame) -> str:
    t, show = view.t, view.choice.show
    styles = {one.code: one for one in view.styles}
    rows = []
    for pillar in PILLARS:
        of_pillar = frame[frame["pillar"] == pillar]
        measure = Measure(pillar, "pillar", pillar)
        places = [
            Place(
                styles[str(row["economy"])],
                None if not known(row["at"]) else float(row["at"]),
                None if not known(row["low"]) else (float(row["low"]), float(row["high"])),
                tip(view, measure, row),
            )
            for row in of_pillar.to_dict("records")
        ]
        own = of_pillar[of_pillar["economy"] == view.choice.economy].to_dict("records")
        number = _written(view, own[0]) if own else ""
        quartiles = of_pillar[["lower", "median", "upper"]].iloc[0].astype(float)
        rows.append(PillarRow(t(f"gii.{pillar}"), places, number, (quartiles.iloc[0], *quartiles.iloc[1:])))
    scale, head = _scale(view, frame), t(f"controls.{show}")
    return packed(lambda least: pillar_dots(rows, scale, head, compact=least == 0), 0, FULL)


def _scale(view: View, frame: pd.DataFrame) -> Scale:
    """Return the scale, the worse at the left."""
    if view.choice.show == "rank":
        return field_scale(_count(view) or int(middle(frame).max()))
    if view.choice.show == "percentile":
        return percent_scale()
    values = [float(value) for value in [*frame["at"], *frame["lower"], *frame["upper"]]]
    low, high = 10 * math.floor(min(values) / 10), 10 * math.ceil(max(values) / 10)
    room = 0.03 * (high - low)
    ticks = steps(low, high, 10)
    return Scale(
        low - room,
        high + room,
        tuple(ticks),
        texts=tuple(numbers.trimmed(one, 2, view.t.lang) for one in ticks),
    )


def _written(view: View, row: Row) -> str:
    if view.choice.show == "rank":
        return view.rank_cell(row)
    return figure_cell(OF_INDEX[view.choice.show].writer(view.t.lang), row)


def _table(view: View, frame: pd.DataFrame) -> str:
    t = view.t
    rows = {(str(row["economy"]), str(row["pillar"])): row for row in frame.to_dict("records")}
    lines = []
    for code in view.economies:
        found = (rows.get((code, pillar)) for pillar in PILLARS)
        cells = [t("missing") if row is None else _written(view, row) for row in found]
        lines.append(line(view, code, cells))
    heads = [t("compare.column.economy"), *(t(f"gii.{pillar}") for pillar in PILLARS)]
    caption = t(f"compare.measure.pillars_{view.choice.show}", edition=view.edition(view.choice.edition))
    return table_text(view.t, heads, lines, plain(caption))
