"""Elements of SVG pictures that the server draws: lines, texts and dots, and the picture as a data URL."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote

from analysis.normalize import consecutive_runs
from components.theme import FONT

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in px."""


def place_points(
    points: Sequence[tuple[int, float]], box: Box, ends: tuple[float, float]
) -> dict[int, Point]:
    """Return the positions of (period, value) points in a box; ``ends`` are its top and bottom values."""
    (first, _), (last, _) = points[0], points[-1]
    left, top, right, bottom = box
    across, down = (right - left) / ((last - first) or 1), (bottom - top) / (ends[1] - ends[0])
    return {
        period: (left + (period - first) * across, top + (value - ends[0]) * down) for period, value in points
    }


def split_at_gaps(points: dict[int, Point]) -> list[tuple[str, bool]]:
    """Return the paths of a line, each with whether it bridges missing periods."""
    runs = consecutive_runs(points)
    paths = [(path_through([points[period] for period in run]), False) for run in runs if len(run) > 1]
    gaps = [[points[before[-1]], points[after[0]]] for before, after in pairwise(runs)]
    return paths + [(path_through(gap), True) for gap in gaps]


def path_through(points: Sequence[Point]) -> str:
    """Return the path data of a line through points in px."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def path(data: str, colour: str, width: float, dash: str = "") -> str:
    """Return a line along a path."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    style = f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"'
    return f'<path d="{data}" {style}{dashes}/>'


def line(points: Sequence[Point], colour: str, width: float, dash: str = "") -> str:
    """Return a line through points in px."""
    return path(path_through(points), colour, width, dash)


def clip_line(points: Sequence[Point], top: float, bottom: float) -> list[list[Point]]:
    """Return the parts of a line between two heights in px, as a clip path would render much slower."""
    parts: list[list[Point]] = []
    for (x, y), (end_x, end_y) in pairwise(points):
        ends = [(0.0, y), (1.0, end_y)]  # (share of the segment, height)
        if y != end_y:
            ends += [((edge - y) / (end_y - y), edge) for edge in (top, bottom)]
        inside = sorted(end for end in ends if 0 <= end[0] <= 1 and top <= end[1] <= bottom)
        if len(inside) < 2:
            continue
        start, end = ((x + (end_x - x) * share, height) for share, height in (inside[0], inside[-1]))
        if parts and parts[-1][-1] == start:
            parts[-1].append(end)
        else:
            parts.append([start, end])
    return parts


def dot(center: Point, radius: float, fill: str, stroke: str = "", width: float = 0) -> str:
    """Return a dot, or a ring if there is a stroke."""
    edge = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
    return f'<circle cx="{center[0]:.1f}" cy="{center[1]:.1f}" r="{radius:g}" fill="{fill}"{edge}/>'


def text(
    position: Point, label: str, fill: str, *, size: float = 12, is_bold: bool = False, anchor: str = "middle"
) -> str:
    """Return a text whose baseline starts, ends or has its middle at a position."""
    weight = ' font-weight="700"' if is_bold else ""
    where = f'x="{position[0]:.1f}" y="{position[1]:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
    return f'<text {where} fill="{fill}"{weight}>{escape(label)}</text>'


def svg_element(width: int, height: int, parts: Sequence[str]) -> str:
    """Return the picture as an SVG element that screen readers skip."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" {size}>{"".join(parts)}</svg>'


def image_address(width: int, height: int, parts: Sequence[str]) -> str:
    """Return the picture as a data URL for an image."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    font = escape(FONT, quote=True)
    # Contextual forms of brackets would be lost when text is copied from a PDF.
    style = f'font-family="{font}" style="font-feature-settings:&quot;calt&quot; 0"'
    element = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{"".join(parts)}</svg>'
    return "data:image/svg+xml," + quote(element, safe="/:=.")
