"""Elements of pictures that the server draws as SVG: lines, texts, dots, and the address of the whole."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote

from analysis.normalize import consecutive_runs
from components.theme import FONT

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


def place_points(
    points: Sequence[tuple[int, float]], box: Box, ends: tuple[float, float]
) -> dict[int, Point]:
    """Return where points (period, value) lie in a box, by period; ends: the values at its top and bottom."""
    (first, _), (last, _) = points[0], points[-1]
    left, top, right, bottom = box
    across, down = (right - left) / ((last - first) or 1), (bottom - top) / (ends[1] - ends[0])
    return {
        period: (left + (period - first) * across, top + (value - ends[0]) * down) for period, value in points
    }


def split_at_gaps(points: dict[int, Point]) -> list[tuple[str, bool]]:
    """Return the paths of a line, and whether each bridges periods that are missing."""
    runs = consecutive_runs(points)
    found = [(path_through([points[period] for period in run]), False) for run in runs if len(run) > 1]
    return found + [
        (path_through([points[one[-1]], points[other[0]]]), True) for one, other in pairwise(runs)
    ]


def path_through(points: Sequence[Point]) -> str:
    """Return the path through points in pixels."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def path(way: str, colour: str, width: float, dash: str = "") -> str:
    """Return a line along a path."""
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    style = f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"'
    return f'<path d="{way}" {style}{broken}/>'


def line(points: Sequence[Point], colour: str, width: float, dash: str = "") -> str:
    """Return a line through points in pixels."""
    return path(path_through(points), colour, width, dash)


def clip_line(points: Sequence[Point], top: float, low: float) -> list[list[Point]]:
    """Return the parts of a line between two heights, in pixels (a clip takes a renderer much longer)."""
    parts: list[list[Point]] = []
    for (x, y), (to, down) in pairwise(points):
        ends = [(0.0, y), (1.0, down)]  # shares of the way, and heights
        if y != down:
            ends += [((edge - y) / (down - y), edge) for edge in (top, low)]
        inside = sorted((share, height) for share, height in ends if 0 <= share <= 1 and top <= height <= low)
        if len(inside) < 2:
            continue
        start, end = ((x + (to - x) * share, height) for share, height in (inside[0], inside[-1]))
        if parts and parts[-1][-1] == start:
            parts[-1].append(end)
        else:
            parts.append([start, end])
    return parts


def dot(place: Point, radius: float, fill: str, stroke: str = "", width: float = 0) -> str:
    """Return a dot, or with a stroke a ring."""
    edge = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{radius:g}" fill="{fill}"{edge}/>'


def text(
    place: Point, words: str, colour: str, *, size: float = 12, is_bold: bool = False, anchor: str = "middle"
) -> str:
    """Return a text whose base line begins, ends or has its middle at a place."""
    weight = ' font-weight="700"' if is_bold else ""
    where = f'x="{place[0]:.1f}" y="{place[1]:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
    return f'<text {where} fill="{colour}"{weight}>{escape(words)}</text>'


def svg_element(width: int, height: int, parts: Sequence[str]) -> str:
    """Return the whole as an element that readers of the screen pass over."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" {size}>{"".join(parts)}</svg>'


def image_address(width: int, height: int, parts: Sequence[str]) -> str:
    """Return the whole as a data address for an image."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    font = escape(FONT, quote=True)
    # Other forms of brackets would be lost when text is copied from a PDF.
    style = f'font-family="{font}" style="font-feature-settings:&quot;calt&quot; 0"'
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{"".join(parts)}</svg>'
    return "data:image/svg+xml," + quote(whole, safe="/:=.")
