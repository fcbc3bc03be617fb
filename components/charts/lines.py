"""Lines by edition or year: a gap or a break leaves them open, an unverified edition is joined by dots."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from components.charts.layer import Part
from components.charts.marks import Row, ring, stroke, trace

DOTTED = "2px,3px"
"""Dashes of what joins two points over years that are not known."""


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing ones are None."""
    plain = frame.astype(object).where(frame.notna(), None)
    columns = [str(name) for name in plain.columns]
    values = zip(*(plain[name].tolist() for name in plain.columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


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


def runs(periods: Iterable[int]) -> list[list[int]]:
    """Return periods in ascending order in runs without a gap."""
    found: list[list[int]] = []
    for period in sorted(periods):
        if found and period == found[-1][-1] + 1:
            found[-1].append(period)
        else:
            found.append([period])
    return found


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
