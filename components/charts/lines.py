"""Parts of charts with lines: rows by line, gaps and breaks, and how each line is drawn."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from components.charts.layer import (
    Layer,
    Part,
    Row,
    ring,
    stroke,
    trace,
    whiskers,
)
from components.text import numbers
from components.theme import TOKENS
from data.article import FOCUS

Line = Mapping[int, Row]
Point = tuple[int, float]  # year and value
Pairs = list[tuple[Point, Point]]
DOTTED = "2px,3px"
"""Dashes of what joins two points over years that are not known."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing ones are None."""
    records: list[dict[Any, Any]] = frame.to_dict("records")
    # What is missing is not equal to itself, but for pandas' own mark.
    return [
        {name: None if value is pd.NA or value != value else value for name, value in row.items()}
        for row in records
    ]


def rows_by_line(
    table: Iterable[Row], line: str = "economy", period: str = "edition"
) -> dict[str, dict[int, Row]]:
    """Return rows as {line: {period: row}}, in their order, by the columns that say both."""
    found: dict[str, dict[int, Row]] = {}
    for row in table:
        found.setdefault(str(row[line]), {})[int(row[period])] = row
    return found


def period_range(line: Collection[int]) -> range:
    """Return all periods from the first of a line to its last."""
    return range(min(line), max(line) + 1)


def points_with_gaps(
    line: Mapping[int, Row], periods: Iterable[int], breaks: Collection[int] = ()
) -> tuple[list[float], list[Row | None]]:
    """Return places along the axis and the row at each: none at a gap or before a period of ``breaks``."""
    x: list[float] = []
    points: list[Row | None] = []
    for period in periods:
        if period in breaks and x:
            x, points = [*x, period - 0.5], [*points, None]
        x, points = [*x, period], [*points, line.get(period)]
    return x, points


def line_trace(
    course: tuple[list[float], list[Row | None]],
    key: str,
    meta: Mapping[str, str],
    mode: str,
    /,
    reach: Part | None = None,
    **style: Any,
) -> Part:
    """Return the trace of the values under a key of ``broken`` rows, with their tips, left open at gaps.

    reach: the style of whiskers, which are as long as the rows have it under that name.
    """
    x, points = course
    y = [None if row is None else float(row[key]) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    drawn = trace(mode, x, y, meta, tips, connectgaps=False, **style)
    if reach and any(up := [0.0 if row is None else row["reach"] for row in points]):
        drawn["error_y"] = whiskers(up, **reach)
    return drawn


def middle_of_bounds(exact: float | None, low: float | None, high: float | None) -> float | None:
    """Return a value, or the middle of its bounds, through which a line passes; None if nothing is known."""
    if exact is not None:
        return float(exact)
    return None if low is None or high is None else (float(low) + float(high)) / 2


def format_value_or_bounds(
    exact: float | None, low: float | None, high: float | None, write: Callable[[Any], str] = str
) -> str:
    """Write a value, or its bounds; "" if nothing is known."""
    ends = (low, high) if exact is None else (exact,)
    return numbers.DASH.join(write(end) for end in ends if end is not None)


def area(x: Collection[float], edge: Iterable[float], other: Iterable[float], color: str) -> Layer:
    """Return the area between two edges."""
    style = {"line": {"width": 0}, "cliponaxis": True}
    filled = style | {"fill": "tonexty", "fillcolor": color}
    meta = {"role": "band"}
    return Layer([trace("lines", x, edge, meta, **style), trace("lines", x, other, meta, **filled)])


def join_neighbours(points: Sequence[Point], breaks: Collection[int] = ()) -> tuple[Pairs, Pairs]:
    """Return the pairs of neighbouring points that are joined: those of following years, those over a gap.

    breaks: years from which on values do not compare with those before.
    """
    solid: Pairs = []
    dotted: Pairs = []
    for before, after in pairwise(points):
        if not any(before[0] < year <= after[0] for year in breaks):
            (solid if after[0] == before[0] + 1 else dotted).append((before, after))
    return solid, dotted


def segment_coordinates(pairs: Pairs) -> tuple[list[Any], list[Any]]:
    """Return x and y of separate pieces between pairs of points."""
    x, y = ([at for one, two in pairs for at in (one[side], two[side], None)] for side in (0, 1))
    return x, y


def unverified_joins(
    line: Mapping[int, Row],
    loose: Iterable[int],
    periods: Collection[int],
    style: Part,
    size: int,
    edge: float,
    /,
    **meta: str,
) -> list[Part]:
    """Return the dotted joins from editions of unverified size, each a ring, to the next, if that is known.

    periods: all that the line could have; size and edge: of the rings, in pixels.
    """
    traces = []
    for period in loose:
        following = min((one for one in periods if one > period), default=period)
        x = [one for one in sorted({period, following}) if one in line]
        marks = ring(size, style["color"], edge) | {"opacity": [1, 0][: len(x)]}
        look, about = {"line": style | {"dash": "3px,4px"}, "marker": marks}, {"role": "unverified", **meta}
        tips = [line[period]["tip"], ""][: len(x)]
        traces.append(trace("lines+markers", x, (line[one]["middle"] for one in x), about, tips, **look))
    return traces


MAX_COLOURED = 3  # others that have a colour and a dash of their own
DASHES = ("solid", "7px,3px", "2px,3px")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """One line, by its key in the data: its names, the tokens of the line and of its words, width and dash.

    short: what names it where there is little room; role: "hero" (what the chart is about), "other" (the same
    in another release), "peer" (context).
    """

    key: str
    name: str
    short: str
    role: str
    color: str
    ink: str
    width: float
    dash: str

    @property
    def is_focus(self) -> bool:
        """Say whether the chart is about it."""
        return self.role == "hero"

    @property
    def is_strong(self) -> bool:
        """Say whether it is drawn over the others: the one in focus, and China."""
        return self.is_focus or self.key == FOCUS

    @property
    def line(self) -> Part:
        """The style of its line."""
        return stroke(self.color, self.width, self.dash)


def coloured_economies(economies: Sequence[str]) -> tuple[str, ...]:
    """Return the economies that have a colour of their own; ``economies`` begin with the one in focus."""
    return tuple(code for code in economies[1:] if code != FOCUS)[:MAX_COLOURED]


def line_styles(
    economies: Sequence[str], names: Mapping[str, str], shorts: Mapping[str, str]
) -> list[LineStyle]:
    """Return how each economy is drawn; the first is the one in focus. China alone has the hero's colour."""
    own = coloured_economies(economies)
    styles = []
    for place, code in enumerate(economies):
        role, color, ink, dash = "peer", TOKENS.field_2, TOKENS.ink_2, "solid"
        if code == FOCUS:
            color = ink = TOKENS.hero
        elif place == 0:
            color = ink = TOKENS.ink
        elif code in own:
            color = ink = TOKENS.peers[own.index(code)]
            dash = DASHES[own.index(code)]
        width = 2.0 if color != TOKENS.field_2 else 1.5
        if place == 0:
            role, width = "hero", 3.0
        styles.append(LineStyle(code, names[code], shorts[code], role, color, ink, width, dash))
    return styles


def series_style(key: str, name: str, short: str, role: str, *, is_china: bool = True) -> LineStyle:
    """Return how one of a few series is drawn; hero: the economy that they are about is China."""
    width, dash = {"hero": (3.0, ""), "other": (2.0, "7px,4px"), "peer": (1.5, "")}[role]
    own = TOKENS.hero if is_china else TOKENS.ink
    color, ink = (TOKENS.field_2, TOKENS.ink_2) if role == "peer" else (own, own)
    return LineStyle(key, name, short, role, color, ink, width, dash)
