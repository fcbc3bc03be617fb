"""Names at the ends of lines: spread once in pixels, the hero's at its line, each with a leader to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from components.charts.layer import Layer, Part
from components.charts.marks import bold, line, note, stroke
from components.charts.scales import Scale

GAP: Final = 15.0  # px between the middles of two labels
HERO_GAP: Final = 18.5  # px between the middles of the hero's label and of another
MAX_RISE: Final = 30.0  # px above the plot, into the strip of framework changes


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
        clicks = {"captureevents": not label.hero} if label.number else {}
        at = (1, scale.place(label.value))
        name = f"{kind}-{label.name}"
        return note(bold(words, label.hero), *at, label.ink, label.size, **where, **clicks, name=name)

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
