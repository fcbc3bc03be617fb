"""Names in charts: spread in pixels at the ends of lines, clear of one another beside points in a plane."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.charts.layer import CLEAR_COLOR, Layer, bold_text, line, note, stroke
from components.charts.scales import Scale
from components.theme import TOKENS

LABEL_GAP_PX: Final = 15.0  # px between the middles of two labels
FOCUS_LABEL_GAP_PX: Final = 18.5  # px between the middles of the hero's label and of another
MAX_LABEL_SHIFT: Final = 30.0  # px above the plot, into the strip of framework changes
_LINE = 16.0  # px of height of a name
_DOT = 6.0  # px around a point that a name keeps clear of
_DISTANCES = (10.0, 20.0, 34.0, 50.0, 68.0, 90.0, 116.0)
_TURNS = (
    (1, 0, "left"),
    (-1, 0, "right"),
    (0, -1, "center"),
    (0, 1, "center"),
    (0.7, -0.7, "left"),
    (-0.7, -0.7, "right"),
    (0.7, 0.7, "left"),
    (-0.7, 0.7, "right"),
)
# Px across and down from a point to a name, and the side of the name that is there.
_SPOTS = [
    (across * distance, down * (distance if across else max(distance, 15.0)), anchor)
    for distance in _DISTANCES
    for across, down, anchor in _TURNS
]
Spot = tuple[float, float, str]
Box = tuple[float, float, float, float]  # left, right, top, bottom


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The label of one line: whose it is, the value it ends at, its words, the colours of words and leader.

    number: stands in a column of its own before the words, if any; color: of the leader, "" for none.
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
    """Return label positions (pixels from the top, as ``positions`` in order) that are ``gaps`` apart.

    hero: the place of the label that stays, None where none does; labels above it give way upwards, others
    downwards. Only where they would leave ``top`` or ``bottom`` does the hero's give way as well. gaps:
    between two labels, and around the hero's.
    """
    placed, last = list(positions), len(positions) - 1
    gap = [gaps[1] if fixed in (index, index + 1) else gaps[0] for index in range(last)]
    start = fixed or 0
    for index in range(start - 1, -1, -1):
        placed[index] = min(placed[index], placed[index + 1] - gap[index])
    for index in range(last + 1):
        least = top if index == 0 else placed[index - 1] + gap[index - 1]
        placed[index] = max(placed[index], least)
    for index in range(last, -1, -1):
        most = bottom if index == last else placed[index + 1] - gap[index]
        placed[index] = min(placed[index], most)
    return placed


def place_labels(
    labels: Sequence[EndLabel],
    scale: Scale,
    top: float = -MAX_LABEL_SHIFT,
    bottom: float = math.inf,
    gaps: tuple[float, float] = (LABEL_GAP_PX, FOCUS_LABEL_GAP_PX),
) -> list[tuple[EndLabel, float, float]]:
    """Return labels from the top with where their lines end and where they stand, in pixels from the top."""
    # At the same value the hero comes last, so that its peers make room above.
    ordered = sorted(labels, key=lambda label: (scale.pixels_inside(label.value), label.is_focus))
    ends = [scale.pixels_inside(label.value) for label in ordered]
    hero = next((index for index, label in enumerate(ordered) if label.is_focus), None)
    return list(zip(ordered, ends, spread_labels(ends, hero, top, bottom, gaps), strict=True))


def end_labels(
    labels: Sequence[EndLabel],
    scale: Scale,
    xshift: int,
    column: int = 0,
    top: float = -MAX_LABEL_SHIFT,
    bottom: float = math.inf,
) -> Layer:
    """Return the labels right of the plot, ``xshift`` pixels away, with their leaders.

    column: pixels from the plot to the end of the column of numbers, after which the words stand.
    """
    notes, leaders = [], []
    for label, end, there in place_labels(labels, scale, top, bottom):
        rise, digits, at = end - there, len(label.number), scale.position(label.value)
        edge = column + (10 if digits > 3 else 0)
        texts = [("label", label.text, "left", edge + 7 if digits else xshift)]
        if digits:
            texts.insert(0, ("number", label.number, "right", edge))
        for kind, text, side, shift in texts:
            where = {"xref": "x domain", "xanchor": side, "xshift": shift, "yshift": rise}
            where |= {"yanchor": "middle", "captureevents": True, "name": f"{kind}-{label.name}"}
            notes.append(note(bold_text(text, label.is_focus), 1, at, label.ink, label.size, **where))
        if label.color:
            start, stop = 6.0, xshift - 3.0
            if digits:
                start = 8 if label.is_focus else 4
                stop = max(edge - (9.8 if label.is_focus else 7.6) * digits - 7, start + 3)
            # Anchored to the share of the plot's height: a value would be cut off above the plot.
            where = {"xref": "x domain", "yref": "y domain", "xanchor": 1, "yanchor": 1 - end / scale.height}
            where |= {"xsizemode": "pixel", "ysizemode": "pixel", "name": f"leader-{label.name}"}
            style = stroke(label.color, 1.4 if label.is_focus and digits else 1)
            leaders.append(line((start, stop), (0, rise), style, **where))
    return Layer(shapes=leaders, annotations=notes)


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A point to be named: x as share of the width, y in px from the top, both as the axes count them.

    at: its coordinates; width: of the words in px.
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
    """Return an annotation for each point, the first ones placed first.

    dots: what names keep clear of beside the points (share of the width, px from the top); widths: those of
    the plot at which nothing may touch; room: px at its right that names may take. A name that has to stand
    apart is joined to its point.
    """
    taken: list[tuple[NamedPoint, Spot]] = []
    marks = [(point.x, point.y) for point in points] + list(dots)
    notes = []
    for point in points:
        spot = min(_SPOTS, key=lambda spot: _cost(point, spot, taken, marks, widths, (height, room)))
        taken.append((point, spot))
        far = max(abs(spot[0]), abs(spot[1])) > 16
        notes.append(
            {
                "text": bold_text(point.text, point.is_bold),
                "x": point.at[0],
                "y": point.at[1],
                "ax": spot[0],
                "ay": spot[1],
                "xanchor": spot[2],
                "yanchor": "middle",
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": TOKENS.field_2 if far else CLEAR_COLOR,
                "standoff": 5,
                "borderpad": 0,
                "font": {"size": point.size, "color": point.ink},
                "name": point.name,
                "captureevents": True,
            }
        )
    return notes


def _box(point: NamedPoint, spot: Spot, width: float) -> Box:
    across, down = point.x * width + spot[0], point.y + spot[1]
    left = across - {"left": 0.0, "center": 0.5, "right": 1.0}[spot[2]] * point.width
    return left, left + point.width, down - _LINE / 2, down + _LINE / 2


def _cost(
    point: NamedPoint,
    spot: Spot,
    taken: Sequence[tuple[NamedPoint, Spot]],
    marks: Sequence[tuple[float, float]],
    widths: Sequence[float],
    space: tuple[float, float],
) -> float:
    """Return how bad a place is: words on words are worst, then words cut off, then on points, then far."""
    cost = abs(spot[0]) + abs(spot[1]) + (4 if spot[2] == "center" else 0)
    height, room = space
    for width in widths:
        box = _box(point, spot, width)
        if box[0] < 0 or box[1] > width + room or box[2] < 0 or box[3] > height:
            cost += 20_000
        cost += sum(50_000 for other, there in taken if _touch(box, _box(other, there, width)))
        around = ((x * width - _DOT, x * width + _DOT, y - _DOT, y + _DOT) for x, y in marks)
        cost += sum(60 for mark in around if _touch(box, mark))
    return cost


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[1] + 3 and other[0] < one[1] + 3 and one[2] < other[3] and other[2] < one[3]
