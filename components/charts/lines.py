"""Lines by edition or year: left open at gaps and breaks, and the style of each line of a comparison."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.standing import CHINA
from components.charts.layer import Layer, Part, Row, ring, stroke, trace
from components.numbers import DASH
from components.theme import TOKENS

DOTTED = "2px,3px"
"""Dashes of what joins two points over years that are not known."""


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing ones are None."""
    plain = frame.astype(object)
    found: list[dict[Any, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return found


def by_economy(table: Iterable[Row], period: str = "edition") -> dict[str, dict[int, Row]]:
    """Return rows as {economy: {period: row}}, in their order."""
    found: dict[str, dict[int, Row]] = {}
    for row in table:
        found.setdefault(str(row["economy"]), {})[int(row[period])] = row
    return found


def span(line: Collection[int]) -> range:
    """Return all periods from the first of a line to its last."""
    return range(min(line), max(line) + 1)


def broken(
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


def traced(
    course: tuple[list[float], list[Row | None]], key: str, meta: Mapping[str, str], mode: str, **style: Any
) -> Part:
    """Return the trace of the values under a key of ``broken`` rows, with their tips, left open at gaps."""
    x, points = course
    y = [None if row is None else float(row[key]) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    return trace(mode, x, y, meta, tips, connectgaps=False, **style)


def middle(exact: float | None, low: float | None, high: float | None) -> float | None:
    """Return a value, or the middle of its bounds, through which a line passes; None if nothing is known."""
    if exact is not None:
        return float(exact)
    return None if low is None or high is None else (float(low) + float(high)) / 2


def written(
    exact: float | None, low: float | None, high: float | None, write: Callable[[Any], str] = str
) -> str:
    """Write a value, or its bounds; "" if nothing is known."""
    ends = (low, high) if exact is None else (exact,)
    return DASH.join(write(end) for end in ends if end is not None)


def area(x: Collection[float], *edges: Iterable[float]) -> Layer:
    """Return the area between two edges."""
    style = {"line": {"width": 0}, "cliponaxis": True}
    one, other = (trace("lines", x, edge, {"role": "band"}, **style) for edge in edges)
    return Layer([one, other | {"fill": "tonexty", "fillcolor": TOKENS.hero_wash}])


def joins(
    points: Sequence[tuple[int, float]], breaks: Collection[int] = ()
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs of neighbouring points (by index) that are joined: of following years, and over a gap.

    points: (year, value); breaks: years from which on values do not compare with those before.
    """
    solid: list[tuple[int, int]] = []
    dotted: list[tuple[int, int]] = []
    for index, (one, other) in enumerate(pairwise(points)):
        if not any(one[0] < year <= other[0] for year in breaks):
            (solid if other[0] == one[0] + 1 else dotted).append((index, index + 1))
    return solid, dotted


def segments(
    points: Sequence[tuple[int, float]], pairs: Iterable[tuple[int, int]]
) -> tuple[list[Any], list[Any]]:
    """Return x and y of separate pieces between pairs of points."""
    x: list[Any] = []
    y: list[Any] = []
    for one, other in pairs:
        x += [points[one][0], points[other][0], None]
        y += [points[one][1], points[other][1], None]
    return x, y


def unverified(
    points: Sequence[tuple[int, float]],
    tip: str,
    color: str,
    widths: tuple[float, float],
    size: int,
    **meta: str,
) -> Part:
    """Return the dotted join from an edition of unverified size, a ring, to the next, if that is known.

    widths: of the join and of the ring, in pixels.
    """
    count = len(points)
    marks = ring(size, color, widths[1]) | {"opacity": [1, 0][:count]}
    x, y = zip(*points, strict=True)
    about = {"role": "unverified", **meta}
    style = {"line": stroke(color, widths[0], "3px,4px"), "marker": marks}
    return trace("lines+markers", x, y, about, [tip, ""][:count], **style)


COLOURED = 3  # others that have a colour and a dash of their own
DASHES = ("solid", "7px,3px", "2px,3px")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """One economy of a comparison: its names, the tokens of its line and of its words, width and dash.

    short: what names it where there is little room.
    """

    code: str
    name: str
    short: str
    color: str
    ink: str
    width: float
    dash: str
    focus: bool

    @property
    def strong(self) -> bool:
        """Say whether it is drawn over the others: the one in focus, and China."""
        return self.focus or self.code == CHINA

    @property
    def line(self) -> dict[str, Any]:
        """The style of its line."""
        return {"color": self.color, "width": self.width, "dash": self.dash}


def coloured(economies: Sequence[str]) -> tuple[str, ...]:
    """Return the economies that have a colour of their own; ``economies`` begin with the one in focus."""
    return tuple(code for code in economies[1:] if code != CHINA)[:COLOURED]


def line_styles(
    economies: Sequence[str], names: Mapping[str, str], shorts: Mapping[str, str]
) -> list[LineStyle]:
    """Return how each economy is drawn; the first is the one in focus. China alone has the hero's colour."""
    own = coloured(economies)
    styles = []
    for place, code in enumerate(economies):
        focus = place == 0
        color, ink, dash = TOKENS.field_2, TOKENS.ink_2, "solid"
        if code == CHINA:
            color = ink = TOKENS.hero
        elif focus:
            color = ink = TOKENS.ink
        elif code in own:
            color = ink = TOKENS.peers[own.index(code)]
            dash = DASHES[own.index(code)]
        width = 3.0 if focus else 2.0 if color != TOKENS.field_2 else 1.5
        styles.append(LineStyle(code, names[code], shorts[code], color, ink, width, dash, focus))
    return styles
