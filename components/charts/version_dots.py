"""Levels in two versions of one source: a row for each economy, a ring for the older, a dot for the newer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.charts.axes import axes, axis, scaled
from components.charts.layer import Layer, bold, colored, ground, line, marker, note, stroke, trace
from components.charts.scales import Scale
from components.theme import TOKENS

ROW, TOP, BOTTOM = 44, 30, 34  # px
FULL = 520


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in the chart: the economies in the order of the rows, the versions, the tips."""

    names: Sequence[str]
    older: str
    newer: str
    tips: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Row:
    y: int
    older: float
    newer: float
    color: str


def height(rows: int) -> int:
    """Return the height of the chart in pixels."""
    return TOP + BOTTOM + ROW * rows


def version_dots(
    frame: pd.DataFrame, hero: str, words: Words, write: Callable[[float], str], *, compact: bool
) -> dict[str, Any]:
    """Return the chart; ``frame`` has the columns economy, older and newer, the first row on top."""
    count = len(frame)
    columns = (frame["economy"], frame["older"], frame["newer"])
    rows = [
        _Row(count - 1 - place, float(older), float(newer), TOKENS.hero if code == hero else TOKENS.ink_2)
        for place, (code, older, newer) in enumerate(zip(*columns, strict=True))
    ]
    names = [
        bold(colored(name, row.color)) if row.color == TOKENS.hero else name
        for row, name in zip(rows, words.names, strict=True)
    ]
    up = axis([-0.6, count - 0.4], TOKENS.ink_2, "", 13, tickvals=[row.y for row in rows], ticktext=names)
    chart = ground(height(count), (92 if compact else 136, 18, TOP, BOTTOM))
    chart += axes(scaled(_scale(rows, write, compact=compact)), up)
    for row in rows:
        join = line((row.older, row.newer), (row.y, row.y), stroke(row.color, 1.5), layer="below")
        chart += Layer(shapes=[join]) + _values(row, write)
    return (chart + _versions(rows[0], words) + _dots(rows, words)).figure()


def _scale(rows: Sequence[_Row], write: Callable[[float], str], *, compact: bool) -> Scale:
    values = [value for row in rows for value in (row.older, row.newer)]
    low, high = min(values), max(values)
    room = (high - low or 1.0) * (0.42 if compact else 0.18)
    ticks = [tick / 10 for tick in range(21) if low - room <= tick / 10 <= high + room]
    ticks = ticks[:: 2 if compact else 1]
    return Scale(low - room, high + room, tuple(ticks), texts=tuple(map(write, ticks)))


def _dots(rows: Sequence[_Row], words: Words) -> Layer:
    colors, y = [row.color for row in rows], [row.y for row in rows]
    older, newer = ([tip[side] for tip in words.tips] for side in (0, 1))
    rings, dots = marker(12, TOKENS.ground, colors, 2), marker(12, colors, colors, 2)
    return Layer(
        [
            trace("markers", (row.older for row in rows), y, {"role": "older"}, older, marker=rings),
            trace("markers", (row.newer for row in rows), y, {"role": "newer"}, newer, marker=dots),
        ]
    )


def _values(row: _Row, write: Callable[[float], str]) -> Layer:
    """Return the values outside the two marks of a row, where they cannot lie on one another."""
    ends = ((row.older, row.older <= row.newer), (row.newer, row.newer < row.older))
    return Layer(
        annotations=[
            note(write(value), value, row.y, row.color, 13, xanchor=side, xshift=shift)
            for value, left in ends
            for side, shift in [("right", -11) if left else ("left", 11)]
        ]
    )


def _versions(row: _Row, words: Words) -> Layer:
    """Return the names of both versions above the marks of the first row."""
    left = row.older <= row.newer
    where = {"yanchor": "bottom", "yshift": 12}
    return Layer(
        annotations=[
            note(name, value, row.y, TOKENS.ink_2, **where, xanchor=side, xshift=shift)
            for value, name, outwards in ((row.older, words.older, left), (row.newer, words.newer, not left))
            for side, shift in [("right", 6) if outwards else ("left", -6)]
        ]
    )
