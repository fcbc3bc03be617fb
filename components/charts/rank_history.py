"""The ranks of one part of the index by edition: a line that breaks where an edition is not known."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from components.charts.axes import FrameworkChange, axes, framework_changes, periods, scaled
from components.charts.layer import Layer, Part, Row, bold, ground, line, marker, note, stroke, trace
from components.charts.lines import rows, unverified
from components.charts.scales import Scale, index_scale
from components.numbers import DASH
from components.theme import TOKENS

HEIGHT, SMALL = 340, 300
FULL = 520  # px of width from which every edition has four digits
NARROWEST = 234  # px of plot on the narrowest phone, 320 px wide
_FULL = 15  # editions that have room for their four digits
_STRIP = 0.1
_CLEAR = 24.0  # px from an edge of the plot within which a number turns to the other side
_LEFT, _RIGHT = 34, 20  # px beside the plot
_DIGIT, _LINE = 8.0, 17  # px: the width of a bold digit, the height of a number
_ALL_LABELLED = 7  # points, from which on only ends, best and worst carry their number


def rank_history(
    frame: pd.DataFrame, tips: Sequence[str], changes: Sequence[FrameworkChange], *, hero: bool, compact: bool
) -> dict[str, Any]:
    """Return the chart of a frame of ``analysis.profile.history``; ``tips`` are the words of each row.

    Bars stand for ranks that are known between bounds only; a ring marks an edition with another name, a
    dotted join one whose number of economies is not verified.
    """
    color = TOKENS.hero if hero else TOKENS.ink
    table: list[Row] = [row | {"tip": tip} for row, tip in zip(rows(frame), tips, strict=True)]
    first, last = table[0]["edition"], table[-1]["edition"]
    inside = [change for change in changes if first <= change.edition <= last]
    strip = _STRIP if inside else 0.0
    height = SMALL if compact else HEIGHT
    worst = [row["rank"] if row["rank"] is not None else row["rank_high"] for row in table]
    lowest = [float(value) for value in worst if value is not None]
    scale = index_scale(lowest, lowest, "rank", (height - 48) * (1 - strip))
    crowded = compact and len(table) > 8
    counts = {row["edition"]: row["economies"] for row in table}
    ticks = [row["edition"] for row in table if not crowded or (last - row["edition"]) % 2 == 0]
    across = periods((first - 0.5, last + 0.5), ticks, short=crowded or len(table) > _FULL, counts=counts)
    chart = (
        ground(height, (_LEFT, _RIGHT, 8, 40))
        + axes(across, scaled(scale), strip)
        + framework_changes(inside, compact=compact)
        + _bounds(table, color)
        + _loose(table, color)
        + _line(table, color)
        + _numbers(table, scale, color, compact=compact)
    )
    return chart.figure()


def _line(table: Sequence[Row], color: str) -> Layer:
    middle = [None if _unverified(row) else _middle(row) for row in table]
    latest = max((index for index, y in enumerate(middle) if y is not None), default=-1)
    marks = marker(
        [11 if index == latest or row["renamed"] else 7 for index, row in enumerate(table)],
        [TOKENS.ground if row["renamed"] else color for row in table],
        color,
        [2.5 if row["renamed"] else 0 for row in table],
        opacity=[1 if row["rank"] is not None else 0 for row in table],
    )
    style = {"connectgaps": False, "line": stroke(color, 2.5), "marker": marks}
    tips = ["" if y is None else row["tip"] for row, y in zip(table, middle, strict=True)]
    meta = {"role": "history", "line": "history"}
    return Layer([trace("lines+markers", [row["edition"] for row in table], middle, meta, tips, **style)])


def _unverified(row: Row) -> bool:
    return row["rank"] is not None and row["economies"] is None


def _loose(table: Sequence[Row], color: str) -> Layer:
    """Return a dotted join with a ring for each rank among a number of economies that is not verified."""
    joins = []
    for row, after in zip(table, [*table[1:], None], strict=True):
        if _unverified(row):
            ends = [(one["edition"], y) for one in (row, after) if one and (y := _middle(one)) is not None]
            joins.append(unverified(ends, row["tip"], color, (2, 2), 8, line="history"))
    return Layer(joins)


def _middle(row: Row) -> float | None:
    """Return the rank, or the middle of its bounds, through which the line passes."""
    if row["rank"] is not None:
        return float(row["rank"])
    return None if row["rank_low"] is None else (row["rank_low"] + row["rank_high"]) / 2


def _bounds(table: Sequence[Row], color: str) -> Layer:
    """Return the bars of ranks that are known between bounds only."""
    doubtful = [row for row in table if row["rank"] is None and row["rank_low"] is not None]
    ends = [((row["edition"],) * 2, (row["rank_low"] - 0.4, row["rank_high"] + 0.4)) for row in doubtful]
    return Layer(shapes=[line(x, y, stroke(color, 6)) for x, y in ends])


def _numbers(table: Sequence[Row], scale: Scale, color: str, *, compact: bool) -> Layer:
    """Return the rank beside each point; of many points only beside the ends, the best and the worst.

    The ends come first: a number that would lie on one already written is left to the tip of its point.
    """
    around = {row["edition"]: _middle(row) for row in table}
    column = (NARROWEST if compact else FULL - _LEFT - _RIGHT) / len(table)
    notes: list[Part] = []
    taken: list[tuple[float, float, float]] = []
    for row in _wanted(table):
        y, text = _middle(row) or 0.0, _written(row)
        beside = [around.get(row["edition"] + step) for step in (-1, 1)]
        upwards = all(other < y for other in beside if other is not None)  # the line leaves upwards
        down = scale.inside(y)
        below = down < _CLEAR or (upwards and down < scale.height - _CLEAR)
        width = len(text) * _DIGIT
        inwards = max(0.0, (width - column) / 2) if row is table[0] else 0.0  # clear of the axis
        box = row["edition"] * column + inwards, down + (16 if below else -16), width
        if any(_covers(box, other) for other in taken):
            continue
        taken.append(box)
        where = {"xshift": inwards, "yanchor": "top" if below else "bottom", "yshift": -8 if below else 7}
        exact = row["rank"] is not None
        ink = color if exact else TOKENS.ink_2
        notes.append(note(bold(text, exact), row["edition"], y, ink, 13, **where))
    return Layer(annotations=notes)


def _wanted(table: Sequence[Row]) -> list[Row]:
    """Return the rows whose number is written where there is room, the most important first."""
    known = [row for row in table if _middle(row) is not None]
    ordered = sorted(known, key=lambda row: _middle(row) or 0)
    first = [*known[-1:], *known[:1], *ordered[:1], *ordered[-1:]]
    others = known if len(known) <= _ALL_LABELLED else ()
    return [*{row["edition"]: row for row in (*first, *others)}.values()]


def _written(row: Row) -> str:
    return str(row["rank"]) if row["rank"] is not None else f"{row['rank_low']}{DASH}{row['rank_high']}"


def _covers(box: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Say whether two numbers (middle across, middle down, width, in px) lie on one another."""
    return abs(box[0] - other[0]) < (box[2] + other[2]) / 2 + 2 and abs(box[1] - other[1]) < _LINE
