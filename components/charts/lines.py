"""Elements of line charts: rows by line, gaps and breaks, and the style of each line."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from components.charts.layer import Layer, Part, Row, ring, stroke, trace, whiskers
from components.text import numbers
from components.theme import TOKENS
from data.article import FOCUS

Line = Mapping[int, Row]
Point = tuple[int, float]  # year and value
Pairs = list[tuple[Point, Point]]
DOTTED = "2px,3px"
"""Dashes of a join over unknown years."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a DataFrame as dictionaries; missing values are None."""
    records: list[dict[Any, Any]] = frame.to_dict("records")
    # Missing values are not equal to themselves, except pd.NA.
    return [
        {name: None if value is pd.NA or value != value else value for name, value in row.items()}
        for row in records
    ]


def rows_by_line(
    table: Iterable[Row], line: str = "economy", period: str = "edition"
) -> dict[str, dict[int, Row]]:
    """Return rows as {line: {period: row}}, in their order, by the columns of line and period."""
    lines: dict[str, dict[int, Row]] = {}
    for row in table:
        lines.setdefault(str(row[line]), {})[int(row[period])] = row
    return lines


def period_range(line: Collection[int]) -> range:
    """Return all periods from the first to the last of a line."""
    return range(min(line), max(line) + 1)


def points_with_gaps(
    line: Mapping[int, Row], periods: Iterable[int], breaks: Collection[int] = ()
) -> tuple[list[float], list[Row | None]]:
    """Return x positions with their rows; the row is None at a gap and before a period of ``breaks``."""
    x: list[float] = []
    points: list[Row | None] = []
    for period in periods:
        if period in breaks and x:
            x, points = [*x, period - 0.5], [*points, None]
        x, points = [*x, period], [*points, line.get(period)]
    return x, points


def line_trace(
    points: tuple[list[float], list[Row | None]],
    key: str,
    meta: Mapping[str, str],
    mode: str,
    /,
    reach: Part | None = None,
    **style: Any,
) -> Part:
    """Return the trace of the values under ``key`` of ``points_with_gaps``, with their tips, open at gaps.

    ``reach`` is the style of whiskers, whose lengths are the values under "reach".
    """
    x, rows = points
    y = [None if row is None else float(row[key]) for row in rows]
    tips = ["" if row is None else row["tip"] for row in rows]
    line = trace(mode, x, y, meta, tips, connectgaps=False, **style)
    lengths = [0.0 if row is None else row["reach"] for row in rows] if reach else []
    if reach and any(lengths):
        line["error_y"] = whiskers(lengths, **reach)
    return line


def middle_of_bounds(exact: float | None, low: float | None, high: float | None) -> float | None:
    """Return a value, or the middle of its bounds (a line passes there); None if nothing is known."""
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
    """Return the pairs of points to join: those of consecutive years, and those across a gap.

    ``breaks`` are years from which on values do not compare with those before.
    """
    solid: Pairs = []
    dotted: Pairs = []
    for before, after in pairwise(points):
        if not any(before[0] < year <= after[0] for year in breaks):
            (solid if after[0] == before[0] + 1 else dotted).append((before, after))
    return solid, dotted


def segment_coordinates(pairs: Pairs) -> tuple[list[Any], list[Any]]:
    """Return x and y of separate segments between pairs of points."""
    x: list[Any] = []
    y: list[Any] = []
    for start, end in pairs:
        x += [start[0], end[0], None]
        y += [start[1], end[1], None]
    return x, y


def unverified_joins(
    line: Mapping[int, Row],
    unverified: Iterable[int],
    periods: Collection[int],
    style: Part,
    size: int,
    edge: float,
    /,
    **meta: str,
) -> list[Part]:
    """Return dotted joins from editions of unverified size, drawn as rings, to the next known edition.

    ``periods`` are all editions that the line could have; ``size`` and ``edge`` of the rings are in px.
    """
    traces = []
    for period in unverified:
        following = min((later for later in periods if later > period), default=period)
        x = [end for end in sorted({period, following}) if end in line]
        y = [line[end]["middle"] for end in x]
        marks = ring(size, style["color"], edge) | {"opacity": [1, 0][: len(x)]}
        join_style = {"line": style | {"dash": "3px,4px"}, "marker": marks}
        tips = [line[period]["tip"], ""][: len(x)]
        traces.append(trace("lines+markers", x, y, {"role": "unverified", **meta}, tips, **join_style))
    return traces


MAX_COLOURED = 3  # economies with a colour and a dash of their own, besides China and the focus economy
DASHES = ("solid", "7px,3px", "2px,3px")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """The style of one line: its key and names, the tokens of line and text, width in px and dash.

    ``short`` is its name where space is scarce; ``role`` is "hero" (the subject of the chart), "other" (the
    same in another release) or "peer" (context).
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
        """Whether the line is the subject of the chart."""
        return self.role == "hero"

    @property
    def is_strong(self) -> bool:
        """Whether the line is drawn over the others: the focus economy, and China."""
        return self.is_focus or self.key == FOCUS

    @property
    def line(self) -> Part:
        """The Plotly style of the line."""
        return stroke(self.color, self.width, self.dash)


def coloured_economies(economies: Sequence[str]) -> tuple[str, ...]:
    """Return the economies with a colour of their own; the first of ``economies`` is in focus."""
    return tuple(code for code in economies[1:] if code != FOCUS)[:MAX_COLOURED]


def line_styles(
    economies: Sequence[str], names: Mapping[str, str], shorts: Mapping[str, str]
) -> list[LineStyle]:
    """Return the style of each economy; the first is in focus, and only China has the colour hero."""
    coloured = coloured_economies(economies)
    styles = []
    for index, code in enumerate(economies):
        role, color, ink, dash = "peer", TOKENS.field_2, TOKENS.ink_2, "solid"
        if code == FOCUS:
            color = ink = TOKENS.hero
        elif index == 0:
            color = ink = TOKENS.ink
        elif code in coloured:
            color = ink = TOKENS.peers[coloured.index(code)]
            dash = DASHES[coloured.index(code)]
        width = 2.0 if color != TOKENS.field_2 else 1.5
        if index == 0:
            role, width = "hero", 3.0
        styles.append(LineStyle(code, names[code], shorts[code], role, color, ink, width, dash))
    return styles


def series_style(key: str, name: str, short: str, role: str, *, is_china: bool = True) -> LineStyle:
    """Return the style of one of a few series; ``is_china`` if they are about China."""
    width, dash = {"hero": (3.0, ""), "other": (2.0, "7px,4px"), "peer": (1.5, "")}[role]
    color = ink = TOKENS.hero if is_china else TOKENS.ink
    if role == "peer":
        color, ink = TOKENS.field_2, TOKENS.ink_2
    return LineStyle(key, name, short, role, color, ink, width, dash)
