"""The seven GII pillars as strips: a dot for each economy, quartiles of the field, the better right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components.charts.axes import axes, scaled, unseen
from components.charts.layer import (
    CLEAR,
    Layer,
    band,
    bold,
    ground,
    line,
    marker,
    medians,
    note,
    row_line,
    stroke,
    trace,
    width,
)
from components.charts.lines import LineStyle
from components.charts.scales import Scale
from components.theme import TOKENS

ROW, TALL = 92, 108  # px of a row: name at the left, name above the line
FULL = 560  # px of plot from which names stand at the left
_NAMES, _NUMBERS, _LETTERS = 190, 52, 25
_EDGE = {True: 8, False: 20}  # px beside the plot that a code may take
_LANE = 17  # px from the line to the codes above and below it
_LANES = (1, -1, 2, -2)
# Lanes and px aside in which a code may stand, the nearest to its dot first.
_SPOTS = sorted(
    ((lane, float(moved)) for lane in _LANES for moved in range(-119, 120, 7)),
    key=lambda spot: abs(spot[1]) + 20 * abs(spot[0]),
)
_ROOMS = {True: (250.0, 500.0), False: (320.0, 1020.0)}  # px between the margins: narrowest and widest plot
_ORDERS: tuple[Callable[["Place"], float], ...] = (
    lambda place: place.middle,
    lambda place: -place.middle,
    lambda place: -len(place.style.short),
)
Spot = tuple[float, float, float]  # of a code: its dot as share of the plot, px moved, half its width in px


@dataclass(frozen=True, slots=True)
class Place:
    """One economy in one pillar: where it lies, or its bounds; the words of its dot."""

    style: LineStyle
    at: float | None
    bounds: tuple[float, float] | None
    tip: str

    @property
    def middle(self) -> float:
        """Return where it is drawn."""
        return self.at if self.at is not None else sum(self.bounds or ()) / 2


@dataclass(frozen=True, slots=True)
class PillarRow:
    """One pillar: its name, its places (the one in focus first), the number at the right, the quartiles."""

    name: str
    places: Sequence[Place]
    number: str
    quartiles: tuple[float, float, float]


def pillar_dots(rows: Sequence[PillarRow], scale: Scale, head: str, *, compact: bool) -> dict[str, Any]:
    """Return the chart; ``scale``: the worse at the left; ``head`` stands above the numbers."""
    height = (TALL if compact else ROW) * len(rows) + 52
    chart = ground(height, (8 if compact else _NAMES, _NUMBERS, 24, 28))
    above = {"xref": "x domain", "xanchor": "right", "yref": "y domain", "yanchor": "bottom"}
    chart += axes(scaled(scale), unseen([len(rows) - 0.5, -0.5]))
    named = note(head, 1, 1, TOKENS.ink_3, **above, xshift=_NUMBERS - 4, yshift=6)
    chart += Layer(annotations=[named]) + _quartiles(rows)
    for y, row in enumerate(rows):
        chart += _bounds(row, y) + _texts(row, y, compact=compact) + _codes(row, y, scale, compact=compact)
    styles = list(dict.fromkeys(place.style for row in rows for place in row.places))
    for one in sorted(styles, key=lambda one: (one.strong, one.focus)):
        chart += _dots(rows, one)
    return chart.figure()


def _quartiles(rows: Sequence[PillarRow]) -> Layer:
    """Return the bands from the lower to the upper quartile, the medians and the lines of the rows."""
    shapes = []
    for y, row in enumerate(rows):
        low, _, high = row.quartiles
        shapes += [band((low, high), (y - 0.09, y + 0.09), TOKENS.rule), row_line(y)]
    return Layer([medians((row.quartiles[1] for row in rows), range(len(rows)), 9)], shapes)


def _bounds(row: PillarRow, y: int) -> Layer:
    known = [place for place in row.places if place.at is None and place.bounds]
    styles = [stroke(place.style.color, 5 if place.style.focus else 2) for place in known]
    ends = [place.bounds or (0, 0) for place in known]
    return Layer(shapes=[line(x, (y, y), style) for x, style in zip(ends, styles, strict=True)])


def _dots(rows: Sequence[PillarRow], one: LineStyle) -> Layer:
    places = [(place, y) for y, row in enumerate(rows) for place in row.places if place.style == one]
    exact = [place.at is not None for place, _ in places]
    marks = marker(
        15 if one.focus else 10,
        [one.color if known else TOKENS.ground for known in exact],
        [TOKENS.ground if known else one.color for known in exact],
        1.2,
    )
    meta = {"role": "hero" if one.focus else "dots", "code": one.code}
    x, tips = (place.middle for place, _ in places), [place.tip for place, _ in places]
    return Layer([trace("markers", x, (y for _, y in places), meta, tips, marker=marks)])


def _texts(row: PillarRow, y: int, *, compact: bool) -> Layer:
    """Return the name of a row and the number of the economy in focus."""
    at = {"xref": "x domain", "yanchor": "middle"}
    name = row.name if compact else "<br>".join(wrap(row.name, _LETTERS))
    start = {**at, "xanchor": "left"} | ({"yshift": 52, "xshift": 0} if compact else {"xshift": -_NAMES})
    end = {**at, "xanchor": "right", "xshift": _NUMBERS - 4}
    ink = next((place.style.ink for place in row.places if place.style.focus), TOKENS.ink)
    notes = [note(name, 0, y, TOKENS.ink, 13, **start), note(bold(row.number), 1, y, ink, 15, **end)]
    return Layer(annotations=notes)


def _codes(row: PillarRow, y: int, scale: Scale, *, compact: bool) -> Layer:
    """Return the codes above and below the dots, the one in focus first, joined to what they name.

    None touches another in any plot, as far as one of some orders of placing them finds room for all.
    """
    touching, placed = _placed(row.places, scale, compact=compact)
    for order in _ORDERS:
        if touching:
            again = sorted(row.places, key=lambda place: (not place.style.focus, order(place)))
            touching, placed = min(
                (touching, placed), _placed(again, scale, compact=compact), key=lambda found: found[0]
            )
    notes = []
    for place in row.places:
        style, (lane, moved) = place.style, placed[place.style.code]
        leader = TOKENS.field_2 if moved or abs(lane) > 1 else CLEAR
        arrow = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": leader}
        where = {"ax": moved, "ay": -lane * _LANE, "standoff": 6, "borderpad": 0, "yanchor": "middle"}
        text, size = bold(style.short, style.focus), 13 if style.focus else 12
        name = f"code-{style.code}-{y}"
        notes.append(
            note(text, place.middle, y, style.ink, size, **arrow, **where, captureevents=True, name=name)
        )
    return Layer(annotations=notes)


def _placed(
    places: Sequence[Place], scale: Scale, *, compact: bool
) -> tuple[int, dict[str, tuple[int, float]]]:
    """Return what touches, and by economy the lane of its code and the px by which it is moved."""
    lanes: dict[int, list[Spot]] = {lane: [] for lane in _LANES}
    found: dict[str, tuple[int, float]] = {}
    touching = 0
    for place in places:
        half = width([place.style.short], compact=not place.style.focus) / 2 + 2
        share = scale.share(place.middle)
        hits = ((_hit((share, spot[1], half), lanes[spot[0]], compact=compact), spot) for spot in _SPOTS)
        best = next(hits)
        while best[0] and (other := next(hits, None)):
            best = min(best, other, key=lambda found: found[0])
        cost, (lane, moved) = best
        touching += cost
        lanes[lane].append((share, moved, half))
        found[place.style.code] = lane, moved
    return touching, found


def _hit(spot: Spot, taken: Sequence[Spot], *, compact: bool) -> int:
    """Count what a code would touch in its lane in the narrowest plot, the widest or any between."""
    share, moved, half = spot
    rooms, edge = _ROOMS[compact], _EDGE[compact]
    across = [share * room + moved for room in rooms]
    found = 9 * sum(
        at - half < -edge or at + half > room + edge for at, room in zip(across, rooms, strict=True)
    )
    for other, aside, wide in taken:
        apart = [(share - other) * room + moved - aside for room in rooms]
        found += min(apart) <= half + wide and max(apart) >= -half - wide  # changes sides, or comes close
    return found
