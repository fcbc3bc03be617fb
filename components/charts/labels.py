"""Labels in charts: spread out at the ends of lines, and placed beside points without overlaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.charts.layer import CLEAR_COLOR, Layer, bold_text, line, note, stroke
from components.charts.scales import Scale
from components.theme import TOKENS

LABEL_GAP_PX: Final = 15.0  # between the middles of two labels
FOCUS_LABEL_GAP_PX: Final = 18.5  # between the middles of the focus economy's label and of another
MAX_LABEL_SHIFT: Final = 30.0  # px above the plot, into the strip of framework changes
_NAME_HEIGHT = 16.0  # px
_DOT_PX = 6.0  # around a point, which names avoid
_DISTANCES_PX = (10.0, 20.0, 34.0, 50.0, 68.0, 90.0, 116.0)
_DIRECTIONS = (
    (1, 0, "left"), (-1, 0, "right"), (0, -1, "center"), (0, 1, "center"),
    (0.7, -0.7, "left"), (-0.7, -0.7, "right"), (0.7, 0.7, "left"), (-0.7, 0.7, "right"),
)  # fmt: skip
# Shift in px (right, down) from a point to its name, and the side of the name that is there.
_SPOTS = [
    (across * distance, down * (distance if across else max(distance, 15.0)), anchor)
    for distance in _DISTANCES_PX
    for across, down, anchor in _DIRECTIONS
]
Spot = tuple[float, float, str]
Box = tuple[float, float, float, float]  # left, right, top, bottom


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The label of a line: name, end value, text, and the colours of text and leader ("" for no leader).

    ``number`` is written in a column of its own before the text, if there is one.
    """

    name: str
    value: float
    text: str
    ink: str
    is_focus: bool = False
    size: int = 13
    color: str = ""
    number: str = ""


def spread_labels(
    positions: Sequence[float],
    fixed: int | None,
    top: float = -MAX_LABEL_SHIFT,
    bottom: float = math.inf,
    gaps: tuple[float, float] = (LABEL_GAP_PX, FOCUS_LABEL_GAP_PX),
) -> list[float]:
    """Return label positions (px from the top, in the order of ``positions``) that are ``gaps`` apart.

    The label with the index ``fixed`` stays; labels above it move upwards and those below it downwards. It
    moves only where they would otherwise leave ``top`` or ``bottom``. ``gaps`` are the distances between two
    labels, and around the fixed one.
    """
    placed = list(positions)
    last = len(positions) - 1
    gap = [gaps[1] if fixed in (index, index + 1) else gaps[0] for index in range(last)]
    start = fixed or 0
    for index in range(start - 1, -1, -1):
        placed[index] = min(placed[index], placed[index + 1] - gap[index])
    for index in range(last + 1):
        highest = top if index == 0 else placed[index - 1] + gap[index - 1]
        placed[index] = max(placed[index], highest)
    for index in range(last, -1, -1):
        lowest = bottom if index == last else placed[index + 1] - gap[index]
        placed[index] = min(placed[index], lowest)
    return placed


def place_labels(
    labels: Sequence[EndLabel],
    scale: Scale,
    top: float = -MAX_LABEL_SHIFT,
    bottom: float = math.inf,
    gaps: tuple[float, float] = (LABEL_GAP_PX, FOCUS_LABEL_GAP_PX),
) -> list[tuple[EndLabel, float, float]]:
    """Return labels from the top, with the ends of their lines and their positions in px from the top."""
    # At equal values the focus economy comes last, so that its peers move upwards.
    ordered = sorted(labels, key=lambda label: (scale.pixels_inside(label.value), label.is_focus))
    ends = [scale.pixels_inside(label.value) for label in ordered]
    focus = next((index for index, label in enumerate(ordered) if label.is_focus), None)
    return list(zip(ordered, ends, spread_labels(ends, focus, top, bottom, gaps), strict=True))


def end_labels(
    labels: Sequence[EndLabel],
    scale: Scale,
    xshift: int,
    column: int = 0,
    top: float = -MAX_LABEL_SHIFT,
    bottom: float = math.inf,
) -> Layer:
    """Return the labels right of the plot, ``xshift`` px away, with their leaders.

    ``column`` is the distance in px from the plot to the end of the column of numbers; texts follow it.
    """
    notes, leaders = [], []
    for label, end, shifted in place_labels(labels, scale, top, bottom):
        rise, digits, position = end - shifted, len(label.number), scale.position(label.value)
        edge = column + (10 if digits > 3 else 0)
        texts = [("label", label.text, "left", edge + 7 if digits else xshift)]
        if digits:
            texts.insert(0, ("number", label.number, "right", edge))
        for name, text, side, shift in texts:
            where = {"xref": "x domain", "xanchor": side, "xshift": shift, "yshift": rise}
            where |= {"yanchor": "middle", "captureevents": True, "name": f"{name}-{label.name}"}
            notes.append(note(bold_text(text, label.is_focus), 1, position, label.ink, label.size, **where))
        if label.color:
            start, stop = 6.0, xshift - 3.0
            if digits:
                start = 8 if label.is_focus else 4
                stop = max(edge - (9.8 if label.is_focus else 7.6) * digits - 7, start + 3)
            # Anchored to a share of the height, because a value above the plot would be cut off.
            where = {"xref": "x domain", "yref": "y domain", "xanchor": 1, "yanchor": 1 - end / scale.height}
            where |= {"xsizemode": "pixel", "ysizemode": "pixel", "name": f"leader-{label.name}"}
            style = stroke(label.color, 1.4 if label.is_focus and digits else 1)
            leaders.append(line((start, stop), (0, rise), style, **where))
    return Layer(shapes=leaders, annotations=notes)


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A point to be named: ``x`` as a share of the width, and ``y`` in px from the top.

    ``at`` are its coordinates on the axes; ``width`` is that of its text in px.
    """

    at: tuple[float, float]
    x: float
    y: float
    text: str
    width: float
    ink: str
    is_bold: bool
    name: str
    size: int = 13


def point_labels(
    points: Sequence[NamedPoint],
    dots: Sequence[tuple[float, float]],
    widths: Sequence[float],
    height: float,
    room: float = 0,
) -> list[dict[str, Any]]:
    """Return an annotation for each point; earlier points are placed first.

    Names keep clear of ``dots`` (share of the width, px from the top) and of each other at all ``widths`` of
    the plot in px, and may take ``room`` px at its right. A name far from its point is joined to it.
    """
    taken: list[tuple[NamedPoint, Spot]] = []
    marks = [(point.x, point.y) for point in points] + list(dots)
    notes = []
    for point in points:
        spot = min(_SPOTS, key=lambda spot: _cost(point, spot, taken, marks, widths, (height, room)))
        taken.append((point, spot))
        is_far = max(abs(spot[0]), abs(spot[1])) > 16
        place = {"x": point.at[0], "y": point.at[1], "ax": spot[0], "ay": spot[1], "xanchor": spot[2]}
        arrow: dict[str, Any] = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1}
        arrow |= {"arrowcolor": TOKENS.field_2 if is_far else CLEAR_COLOR, "standoff": 5, "borderpad": 0}
        text = {"text": bold_text(point.text, point.is_bold), **place, "yanchor": "middle", **arrow}
        font = {"size": point.size, "color": point.ink}
        notes.append({**text, "font": font, "name": point.name, "captureevents": True})
    return notes


def _box(point: NamedPoint, spot: Spot, width: float) -> Box:
    x, y = point.x * width + spot[0], point.y + spot[1]
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[spot[2]] * point.width
    return left, left + point.width, y - _NAME_HEIGHT / 2, y + _NAME_HEIGHT / 2


def _cost(
    point: NamedPoint,
    spot: Spot,
    taken: Sequence[tuple[NamedPoint, Spot]],
    marks: Sequence[tuple[float, float]],
    widths: Sequence[float],
    space: tuple[float, float],
) -> float:
    """Return the penalty of a spot: for overlapping names, names cut off, covered points, and distance."""
    cost = abs(spot[0]) + abs(spot[1]) + (4 if spot[2] == "center" else 0)
    height, room = space
    for width in widths:
        box = _box(point, spot, width)
        if box[0] < 0 or box[1] > width + room or box[2] < 0 or box[3] > height:
            cost += 20_000
        cost += sum(50_000 for other, other_spot in taken if _overlap(box, _box(other, other_spot, width)))
        around = ((x * width - _DOT_PX, x * width + _DOT_PX, y - _DOT_PX, y + _DOT_PX) for x, y in marks)
        cost += sum(60 for mark in around if _overlap(box, mark))
    return cost


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[1] + 3 and b[0] < a[1] + 3 and a[2] < b[3] and b[2] < a[3]
