"""The card of an economy's page with its rank on every level: a strip of dots, and the same as a table."""

from typing import Any

import numpy as np
from dash.development.base_component import Component

from analysis.frames import economy as frames
from components import numbers
from components.card import Card
from components.charts.dot_strip import FULL, StripRow, dot_strip
from components.charts.layer import packed
from components.numbers import known
from components.pages.economy.view import (
    Row,
    View,
    change_text,
    rank_among,
    score_text,
    source_line,
)
from components.parts.citation import citation
from components.parts.figure_card import Content
from components.parts.tables import Cell, heads, table
from components.text import markup, plain

CARD = Card("economy-levels", "economy-levels", (frames.PROFILE,), height=880, item="economy")
_ROUND = 50  # ranks: the ticks of the strip
_LEAST = 5  # economies of a group from which its median says something


def content(view: View, finding: str) -> Content:
    """Return what the card holds; ``finding`` heads the page."""
    say, chosen = view.say, view.choice
    return Content(
        heading=say("economy.levels.title", name=view.name),
        finding=plain(finding),
        measure=measure(view),
        table=levels_table(view),
        source=source_line(view, _source(view), (chosen.edition, chosen.edition)),
        data_address=view.download("profile", view.query),
        file_name=f"gii-profile-{chosen.economy}-{chosen.edition}",
        citation=citation(view.dataset, plain(finding), chosen.edition, chosen.edition, say),
        height=figure(view, FULL)["layout"]["height"],
    )


def _source(view: View) -> str:
    """Return the publisher and what of the figure is our own calculation."""
    say = view.say
    own = [say("economy.levels.own_change")] if view.levels["change"].notna().any() else []
    own += [say("economy.levels.own_median")] if _members(view)[0] else []
    own += [say("economy.levels.own_interval")] if interval(view) else []
    text = say("economy.levels.source", edition=view.choice.edition)
    return text + say("economy.levels.own", parts=say.listing(own)) if own else text


def figures(view: View) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    return packed(lambda least: figure(view, least), 0, FULL)


def figure(view: View, least: int) -> dict[str, Any]:
    """Return the figure for plots of at least some pixels: 0, or FULL."""
    medians = _medians(view)
    drawn = [_row(view, row, medians) for row in view.levels.to_dict("records")]
    before = numbers.whole(view.frame["before"].iloc[0])
    title = "" if before is None else view.say("economy.levels.since", edition=before)
    return dot_strip(drawn, _axis(view), hero=view.hero, compact=least == 0, title=title)


def measure(view: View) -> list[str | Component]:
    """Return the line over the plot: what is measured, and what its marks mean."""
    say = view.say
    unknown = "_unknown" if view.count is None else ""
    parts = [say(f"economy.levels.measure{unknown}", count=view.count, edition=view.here)]
    if (group := _members(view)[0]) is not None:
        parts.append(say("economy.levels.median", group=say(f"income.{group}")))
    if interval(view):
        parts.append(say("economy.levels.interval"))
    if any(numbers.is_true(row["low_coverage"]) for row in view.levels.to_dict("records")):
        parts.append(say("economy.levels.brackets"))
    if (view.levels["strength"] == "W").any():
        parts.append(say("economy.levels.ring"))
    return markup(say("economy.levels.join").join(parts))


def _axis(view: View) -> int:
    """Return where the axis ends: at the last rank; where none is known, at the next round one."""
    lowest = view.levels[["rank", "rank_high"]].max().dropna()
    return view.count or -(-max((int(rank) for rank in lowest), default=1) // _ROUND) * _ROUND


def _members(view: View) -> tuple[str | None, list[str]]:
    """Return the income group in the edition and who is in it; none where groups are not held, or too few."""
    context, chosen = view.dataset.table("gii_economies"), view.choice
    context = context[context["edition"] == chosen.edition]
    own = context.loc[context["economy"] == chosen.economy, "income"].dropna()
    same = (
        [] if own.empty else [str(code) for code in context.loc[context["income"] == own.iloc[0], "economy"]]
    )
    return (str(own.iloc[0]), same) if len(same) >= _LEAST else (None, [])


def _medians(view: View) -> dict[str, float]:
    """Return the median rank of the income group by code."""
    ranks = view.dataset.ranks(view.choice.edition)
    ranks = ranks[ranks.index.isin(_members(view)[1])]
    codes = [str(code) for code in view.levels["code"] if code in ranks]
    if ranks.empty:
        return {}
    return dict(zip(codes, np.nanmedian(ranks[codes].to_numpy("float64"), axis=0).tolist(), strict=True))


def interval(view: View, low: str = "low", high: str = "high") -> tuple[int, int] | None:
    """Return the bounds of the rank under other weights and aggregation, our calculation.

    low, high: the columns to read; outer_low and outer_high have rounding at its worst.
    """
    return view.bounds("weights", view.choice.economy, view.choice.edition, (low, high))


def _row(view: View, row: Row, medians: dict[str, float]) -> StripRow:
    low, high = numbers.whole(row["rank_low"]), numbers.whole(row["rank_high"])
    code, level = str(row["code"]), str(row["level"])
    median = medians.get(code)
    small = view.choice.level == "subpillar" and level == "subpillar"
    return StripRow(
        name=f"{code} {view.part(row)}" if small else view.part(row),
        tip=tip(view, row, median),
        rank=numbers.whole(row["rank"]),
        bounds=None if low is None or high is None else (low, high),
        change=numbers.whole(row["change"]),
        heading=level in ("index", "subindex") or (view.choice.level == "subpillar" and not small),
        ring=row["strength"] == "W",
        brackets=numbers.is_true(row["low_coverage"]),
        median=median,
        interval=interval(view) if code == "GII" else None,
    )


def tip(view: View, row: Row, median: float | None) -> str:
    """Return the words of one row, shown on hover and read out."""
    say = view.say
    lines = [f"<b>{view.part(row)}</b>"]
    lines.append(rank_among(view, row))
    if known(row["score"]):
        lines.append(say("economy.tip.score", score=score_text(row, say)))
    if row["strength"] in ("S", "W"):
        lines.append(say(f"economy.mark.{row['strength']}"))
    if median is not None:
        lines.append(say("economy.tip.median", median=numbers.decimal(median, 0)))
    return "<br>".join(lines)


def levels_table(view: View) -> Component:
    """Return the levels as a table."""
    say, missing = view.say, view.say("missing")
    body: list[list[Cell]] = []
    for row in view.levels.to_dict("records"):
        cells = [view.rank_cell(row), numbers.whole_cell(row["economies"], missing), score_text(row, say)]
        body.append([view.part(row), *cells, change_text(row) or missing])
    names = ("part", "rank", "of", "score", "change")
    columns = heads(say, "economy.column", names, ("part",))
    return table(columns, body, caption=say("economy.levels.title", name=view.name), missing=missing)
