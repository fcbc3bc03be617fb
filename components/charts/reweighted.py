"""The rank of one economy by edition under other weights, beside the published one; rounding as brackets."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.change import CLAIM
from components import numbers
from components.charts.axes import OUTSIDE, axes, every, periods, scaled
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import Layer, Row, ground, marker, ring, stroke, trace
from components.charts.lines import broken, rows, span
from components.charts.scales import near_ranks
from components.text import Words, plain
from components.theme import TOKENS

HEIGHTS = {0: 290, 560: 340}  # by the least width of the plot


def reweighted(frame: pd.DataFrame, words: Words, least: int = 0) -> dict[str, Any]:
    """Return both lines; ``frame`` comes from ``analysis.reweighting.history`` and has at least one row."""
    compact = least == 0
    line = {int(row["edition"]): row for row in rows(frame)}
    first, last = min(line), max(line)
    values = [int(rank) for row in line.values() for rank in _ranks(row)]
    height = HEIGHTS[least]
    scale = near_ranks(min(values), max(values), height - 36)
    across = periods((first - 0.4, last + 0.4), every(first, last, 3 if compact else 2, CLAIM))
    chart = (
        ground(height, (32, 92 if compact else 128, 10, 26))
        + axes(across, scaled(scale, **OUTSIDE))
        + _published(line, words)
        + _hero(line, words)
        + end_labels(_labels(line[last], words, compact=compact), scale, 8)
    )
    return chart.figure()


def _ranks(row: Row) -> list[int]:
    return [row[name] for name in ("published", "rank_low", "rank_high") if row[name] is not None]


def _published(line: Mapping[int, Row], words: Words) -> Layer:
    """Return the dashed line, and what a pointer finds of it: its points that are not under the other line.

    They say the words of both lines, which the keyboard reads once: so they are no ``hovertext``.
    """
    x, points = broken(line, span(line))
    ranks = [None if row is None else numbers.whole(row["published"]) for row in points]
    meta = {"role": "published", "line": "published"}
    style = {
        "line": stroke(TOKENS.ink_3, 1.5, "4px,3px"),
        "marker": ring(5, TOKENS.ink_3, 1.3),
    }
    dashed = trace("lines+markers", x, ranks, meta, **style)
    apart = [
        None if row is None or rank == row["rank"] else rank for row, rank in zip(points, ranks, strict=True)
    ]
    found = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "hoverinfo": "text"}
    return Layer([dashed, dashed | found | {"y": apart, "text": [_tip(row, words) for row in points]}])


def _hero(line: Mapping[int, Row], words: Words) -> Layer:
    x, points = broken(line, span(line))
    ranks = [None if row is None else numbers.whole(row["rank"]) for row in points]
    bars = {
        "type": "data",
        "symmetric": False,
        "array": [0 if row is None else int(row["rank_high"] - row["rank"]) for row in points],
        "arrayminus": [0 if row is None else int(row["rank"] - row["rank_low"]) for row in points],
        "color": TOKENS.ink,
        "thickness": 1.4,
        "width": 4,
    }
    style = {"line": stroke(TOKENS.hero, 3), "marker": marker(7, TOKENS.hero, TOKENS.ground, 1.2)}
    tips = [_tip(row, words) for row in points]
    meta = {"role": "hero", "line": "hero"}
    return Layer([trace("lines+markers", x, ranks, meta, tips, error_y=bars, **style)])


def _tip(row: Row | None, words: Words) -> str:
    if row is None:
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    own = plain(numbers.ordinal(int(row["rank"]), words.lang))
    parts = [
        f"<b>{plain(numbers.edition(int(row['edition']), words.lang))}</b>",
        words("weights.tip.own", rank=own, count=int(row["economies"])),
    ]
    if low < high:
        interval = plain(numbers.rank_interval(low, high, words.lang))
        parts.append(words("weights.tip.rounding", interval=interval))
    if row["published"] is not None:
        published = plain(numbers.ordinal(int(row["published"]), words.lang))
        parts.append(words("weights.tip.published", rank=published))
    return "<br>".join(parts)


def _labels(row: Row, words: Words, *, compact: bool) -> list[EndLabel]:
    """Return the labels at the right end: one where both lines end at the same rank, else two."""
    name = words("weights.history.own_short" if compact else "weights.history.own")
    labels = [EndLabel("hero", row["rank"], f"{row['rank']}  {name}", TOKENS.hero, hero=True)]
    if row["published"] not in (None, row["rank"]):
        text = f"{row['published']}  {words('weights.history.published')}"
        labels.append(EndLabel("published", row["published"], text, TOKENS.ink_2))
    return labels
