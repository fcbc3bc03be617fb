"""Names of points in a plane: each beside its own, clear of the others at every width of the plot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.theme import TOKENS

_LINE = 16.0  # px of height of a name
_DOT = 6.0  # px around a point that a name keeps clear of
_DISTANCES = (10.0, 20.0, 34.0, 50.0, 68.0, 90.0, 116.0)
_TURNS = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7))
Box = tuple[float, float, float, float]  # left, right, top, bottom


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
        cost += sum(60 for x, y in marks if _touch(box, _around(x * width, y)))
    return cost


def _around(x: float, y: float) -> Box:
    return x - _DOT, x + _DOT, y - _DOT, y + _DOT


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
    }
