"""Names in charts: spread in pixels at the ends of lines, clear of one another beside points in a plane."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.charts.layer import Layer, Part, bold, line, note, stroke
from components.charts.scales import Scale
from components.theme import TOKENS

GAP: Final = 15.0  # px between the middles of two labels
HERO_GAP: Final = 18.5  # px between the middles of the hero's label and of another
MAX_RISE: Final = 30.0  # px above the plot, into the strip of framework changes
_LINE = 16.0  # px of height of a name
_DOT = 6.0  # px around a point that a name keeps clear of
_DISTANCES = (10.0, 20.0, 34.0, 50.0, 68.0, 90.0, 116.0)
_TURNS = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7))
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
    hero: bool = False
    size: int = 13
    color: str = ""
    number: str = ""


def spread(
    positions: Sequence[float],
    hero: int | None,
    top: float = -MAX_RISE,
    bottom: float = math.inf,
    gaps: tuple[float, float] = (GAP, HERO_GAP),
) -> list[float]:
    """Return label positions (pixels from the top, as ``positions`` in order) that are ``gaps`` apart.

    hero: the place of the label that stays, None where none does; labels above it give way upwards, others
    downwards. Only where they would leave ``top`` or ``bottom`` does the hero's give way as well. gaps:
    between two labels, and around the hero's.
    """
    placed, last = list(positions), len(positions) - 1
    gap = [gaps[1] if hero in (index, index + 1) else gaps[0] for index in range(last)]
    start = hero or 0
    for index in range(start - 1, -1, -1):
        placed[index] = min(placed[index], placed[index + 1] - gap[index])
    for index in range(last + 1):
        least = top if index == 0 else placed[index - 1] + gap[index - 1]
        placed[index] = max(placed[index], least)
    for index in range(last, -1, -1):
        most = bottom if index == last else placed[index + 1] - gap[index]
        placed[index] = min(placed[index], most)
    return placed


def placed_labels(
    labels: Sequence[EndLabel],
    scale: Scale,
    top: float = -MAX_RISE,
    bottom: float = math.inf,
    gaps: tuple[float, float] = (GAP, HERO_GAP),
) -> list[tuple[EndLabel, float, float]]:
    """Return labels from the top with where their lines end and where they stand, in pixels from the top."""
    # At the same value the hero comes last, so that its peers make room above.
    ordered = sorted(labels, key=lambda label: (scale.inside(label.value), label.hero))
    ends = [scale.inside(label.value) for label in ordered]
    hero = next((index for index, label in enumerate(ordered) if label.hero), None)
    return list(zip(ordered, ends, spread(ends, hero, top, bottom, gaps), strict=True))


def end_labels(
    labels: Sequence[EndLabel],
    scale: Scale,
    xshift: int,
    column: int = 0,
    top: float = -MAX_RISE,
    bottom: float = math.inf,
) -> Layer:
    """Return the labels right of the plot, ``xshift`` pixels away, with their leaders.

    column: pixels from the plot to the end of the column of numbers, after which the words stand.
    """
    found = Layer()
    for label, end, there in placed_labels(labels, scale, top, bottom):
        found += _texts(label, scale, end - there, xshift, column)
        if label.color:
            found += Layer(shapes=[_leader(label, 1 - end / scale.height, end - there, xshift, column)])
    return found


def rises(labels: Sequence[EndLabel], scale: Scale) -> bool:
    """Say whether a label rises above the plot."""
    placed = placed_labels(labels, scale)
    return bool(placed) and placed[0][2] < 0


def _column(label: EndLabel, column: int) -> int:
    return column + (10 if len(label.number) > 3 else 0)


def _texts(label: EndLabel, scale: Scale, rise: float, xshift: int, column: int) -> Layer:
    def text(words: str, side: str, shift: int, kind: str) -> Part:
        where = {"xref": "x domain", "xanchor": side, "xshift": shift, "yshift": rise, "yanchor": "middle"}
        at = (1, scale.place(label.value))
        name = f"{kind}-{label.name}"
        return note(
            bold(words, label.hero), *at, label.ink, label.size, **where, captureevents=True, name=name
        )

    if not label.number:
        return Layer(annotations=[text(label.text, "left", xshift, "label")])
    end = _column(label, column)
    number, name = text(label.number, "right", end, "number"), text(label.text, "left", end + 7, "label")
    return Layer(annotations=[number, name])


def _leader(label: EndLabel, share: float, rise: float, xshift: int, column: int) -> Part:
    # Anchored to the share of the plot's height: one anchored to a value would be cut off above the plot.
    start, end = 6.0, xshift - 3.0
    if label.number:
        start = 8 if label.hero else 4
        width = (9.8 if label.hero else 7.6) * len(label.number)
        end = max(_column(label, column) - width - 7, start + 3)
    where = {"xref": "x domain", "yref": "y domain", "xanchor": 1, "yanchor": share}
    sizes = {"xsizemode": "pixel", "ysizemode": "pixel", "name": f"leader-{label.name}"}
    style = stroke(label.color, 1.4 if label.hero and label.number else 1)
    return line((start, end), (0, rise), style, **where, **sizes)


@dataclass(frozen=True, slots=True)
class Named:
    """A point to be named: x as share of the width, y in px from the top, both as the axes count them.

    at: its coordinates; width: of the words in px.
    """

    at: tuple[float, float]
    x: float
    y: float
    text: str
    width: float
    ink: str
    bold: bool
    name: str
    size: int = 13


@dataclass(frozen=True, slots=True)
class _Spot:
    dx: float
    dy: float
    anchor: str

    def box(self, point: Named, width: float) -> Box:
        across, down = point.x * width + self.dx, point.y + self.dy
        left = across - {"left": 0.0, "center": 0.5, "right": 1.0}[self.anchor] * point.width
        return left, left + point.width, down - _LINE / 2, down + _LINE / 2


def _spots() -> list[_Spot]:
    spots = []
    for distance in _DISTANCES:
        for across, down in _TURNS:
            anchor = "center" if not across else "left" if across > 0 else "right"
            reach = max(distance, 15.0) if not across else distance
            spots.append(_Spot(across * distance, down * reach, anchor))
    return spots


_SPOTS = _spots()


def point_labels(
    points: Sequence[Named],
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
    taken: list[tuple[Named, _Spot]] = []
    marks = [(point.x, point.y) for point in points] + list(dots)
    notes = []
    for point in points:
        spot = min(_SPOTS, key=lambda spot: _cost(point, spot, taken, marks, widths, (height, room)))
        taken.append((point, spot))
        notes.append(_note(point, spot))
    return notes


def _cost(
    point: Named,
    spot: _Spot,
    taken: Sequence[tuple[Named, _Spot]],
    marks: Sequence[tuple[float, float]],
    widths: Sequence[float],
    space: tuple[float, float],
) -> float:
    """Return how bad a place is: words on words are worst, then words cut off, then on points, then far."""
    cost = abs(spot.dx) + abs(spot.dy) + (4 if spot.anchor == "center" else 0)
    height, room = space
    for width in widths:
        box = spot.box(point, width)
        if box[0] < 0 or box[1] > width + room or box[2] < 0 or box[3] > height:
            cost += 20_000
        cost += sum(50_000 for other, there in taken if _touch(box, there.box(other, width)))
        around = ((x * width - _DOT, x * width + _DOT, y - _DOT, y + _DOT) for x, y in marks)
        cost += sum(60 for mark in around if _touch(box, mark))
    return cost


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[1] + 3 and other[0] < one[1] + 3 and one[2] < other[3] and other[2] < one[3]


def _note(point: Named, spot: _Spot) -> dict[str, Any]:
    far = max(abs(spot.dx), abs(spot.dy)) > 16
    return {
        "text": f"<b>{point.text}</b>" if point.bold else point.text,
        "x": point.at[0],
        "y": point.at[1],
        "ax": spot.dx,
        "ay": spot.dy,
        "xanchor": spot.anchor,
        "yanchor": "middle",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": TOKENS.field_2 if far else "rgba(0,0,0,0)",
        "standoff": 5,
        "borderpad": 0,
        "font": {"size": point.size, "color": point.ink},
        "name": point.name,
        "captureevents": True,
    }
