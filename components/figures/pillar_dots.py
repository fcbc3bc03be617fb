"""The seven GII pillars as strips: a dot for each economy, quartiles of the field, the better right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components import theme as look
from components.figures.cast import Actor
from components.figures.series_labels import width
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
    lambda place: -len(place.actor.short),
)
Spot = tuple[float, float, float]  # of a code: its dot as share of the plot, px moved, half its width in px


@dataclass(frozen=True, slots=True)
class Place:
    """One economy in one pillar: where it lies, or its bounds; the words of its dot."""

    actor: Actor
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


def pillar_dots(
    rows: Sequence[PillarRow],
    ends: tuple[float, float],
    ticks: Mapping[float, str],
    head: str,
    *,
    compact: bool,
) -> dict[str, Any]:
    """Return the figure; ``ends`` of the axis, the worse first; ``head`` stands above the numbers."""
    step = TALL if compact else ROW
    margin = {"l": 8 if compact else _NAMES, "r": _NUMBERS, "t": 24, "b": 28}
    layout = look.layout(TOKENS, height=step * len(rows) + margin["t"] + margin["b"], margin=margin)
    layout |= {
        "xaxis": _axis(ends, ticks),
        "yaxis": {"range": [len(rows) - 0.5, -0.5], "visible": False, "fixedrange": True},
        "shapes": [shape for y, row in enumerate(rows) for shape in _ground(row, y)],
        "annotations": [
            _head(head),
            *(note for y, row in enumerate(rows) for note in _texts(row, y, compact=compact)),
            *(note for y, row in enumerate(rows) for note in _codes(row, y, ends, compact=compact)),
        ],
    }
    actors = list(dict.fromkeys(place.actor for row in rows for place in row.places))
    ordered = sorted(actors, key=lambda one: (one.strong, one.focus))
    return {"data": [_medians(rows), *(_dots(rows, one) for one in ordered)], "layout": layout}


def _axis(ends: tuple[float, float], ticks: Mapping[float, str]) -> dict[str, Any]:
    return {
        "range": list(ends),
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": TOKENS.grid,
        "tickangle": 0,
        "tickfont": {"size": 12, "color": TOKENS.ink_3},
    }


def _ground(row: PillarRow, y: int) -> list[dict[str, Any]]:
    low, _, high = row.quartiles
    line = {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
    band = {"type": "rect", "xref": "x", "x0": low, "x1": high, "y0": y - 0.09, "y1": y + 0.09}
    shapes: list[dict[str, Any]] = [
        {**band, "layer": "below", "line": {"width": 0}, "fillcolor": TOKENS.rule},
        {**line, "line": {"color": TOKENS.rule, "width": 1}},
    ]
    for place in row.places:
        if place.at is None and place.bounds:
            wide = {"x0": place.bounds[0], "x1": place.bounds[1], "y0": y, "y1": y, "xref": "x"}
            style = {"color": place.actor.color, "width": 5 if place.actor.focus else 2}
            shapes.append({"type": "line", **wide, "line": style})
    return shapes


def _medians(rows: Sequence[PillarRow]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.quartiles[1] for row in rows],
        "y": list(range(len(rows))),
        "hoverinfo": "skip",
        "marker": {
            "symbol": "line-ns",
            "size": 9,
            "opacity": 1,
            "line": {"color": TOKENS.field_2, "width": 2},
        },
        "meta": {"role": "medians"},
    }


def _dots(rows: Sequence[PillarRow], one: Actor) -> dict[str, Any]:
    held = [(place, y) for y, row in enumerate(rows) for place in row.places if place.actor == one]
    exact = [place.at is not None for place, _ in held]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place.middle for place, _ in held],
        "y": [y for _, y in held],
        "hovertext": [place.tip for place, _ in held],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 15 if one.focus else 10,
            "opacity": 1,
            "color": [one.color if known else TOKENS.ground for known in exact],
            "line": {
                "color": [TOKENS.ground if known else one.color for known in exact],
                "width": 1.2,
            },
        },
        "meta": {"role": "hero" if one.focus else "dots", "code": one.code},
    }


def _texts(row: PillarRow, y: int, *, compact: bool) -> list[dict[str, Any]]:
    """Return the name of a row and the number of the economy in focus."""
    at = {"xref": "x domain", "y": y, "yref": "y", "showarrow": False, "yanchor": "middle"}
    name = row.name if compact else "<br>".join(wrap(row.name, _LETTERS))
    ink = {"size": 13, "color": TOKENS.ink}
    start = {"x": 0, "xanchor": "left", "text": name, "align": "left", "font": ink}
    start |= {"yshift": 52, "xshift": 0} if compact else {"xshift": -_NAMES}
    focus = next((place.actor for place in row.places if place.actor.focus), None)
    end = {"x": 1, "xanchor": "right", "xshift": _NUMBERS - 4, "text": f"<b>{row.number}</b>"}
    return [{**at, **start}, {**at, **end, "font": {"size": 15, "color": focus.ink if focus else TOKENS.ink}}]


def _head(words: str) -> dict[str, Any]:
    """Return what stands above the column of numbers."""
    top = {"xref": "x domain", "yref": "y domain", "y": 1, "yanchor": "bottom", "showarrow": False}
    end = {"x": 1, "xanchor": "right", "xshift": _NUMBERS - 4, "yshift": 6, "text": words}
    return {**top, **end, "font": {"size": 12, "color": TOKENS.ink_3}}


def _codes(row: PillarRow, y: int, ends: tuple[float, float], *, compact: bool) -> list[dict[str, Any]]:
    """Return the codes above and below the dots, the one in focus first, joined to what they name.

    None touches another in any plot, as far as one of some orders of placing them finds room for all.
    """
    touching, placed = _placed(row.places, ends, compact=compact)
    for order in _ORDERS:
        if touching:
            again = sorted(row.places, key=lambda place: (not place.actor.focus, order(place)))
            touching, placed = min(
                (touching, placed), _placed(again, ends, compact=compact), key=lambda found: found[0]
            )
    notes = []
    for place in row.places:
        actor, (lane, moved) = place.actor, placed[place.actor.code]
        notes.append(
            {
                "x": place.middle,
                "y": y,
                "yref": "y",
                "text": actor.bold(actor.short),
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": TOKENS.field_2 if moved or abs(lane) > 1 else "rgba(0,0,0,0)",
                "standoff": 6,
                "borderpad": 0,
                "ax": moved,
                "ay": -lane * _LANE,
                "yanchor": "middle",
                "font": {"size": 13 if actor.focus else 12, "color": actor.ink},
                "name": f"code-{actor.code}-{y}",
            }
        )
    return notes


def _placed(
    places: Sequence[Place], ends: tuple[float, float], *, compact: bool
) -> tuple[int, dict[str, tuple[int, float]]]:
    """Return what touches, and by economy the lane of its code and the px by which it is moved."""
    lanes: dict[int, list[Spot]] = {lane: [] for lane in _LANES}
    found: dict[str, tuple[int, float]] = {}
    touching = 0
    for place in places:
        half = width([place.actor.short], compact=not place.actor.focus) / 2 + 2
        share = (place.middle - ends[0]) / (ends[1] - ends[0])
        hits = ((_hit((share, spot[1], half), lanes[spot[0]], compact=compact), spot) for spot in _SPOTS)
        best = next(hits)
        while best[0] and (other := next(hits, None)):
            best = min(best, other, key=lambda found: found[0])
        cost, (lane, moved) = best
        touching += cost
        lanes[lane].append((share, moved, half))
        found[place.actor.code] = lane, moved
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
