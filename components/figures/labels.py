"""End labels of lines: nudged apart in pixels, the hero fixed, each joined to its line by a leader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.figures.scale import Scale
from components.theme import Theme

GAP = 15.0
HERO_GAP = 18.5  # half the height of the hero's label and half of a peer's
MAX_RISE = 30.0  # how far above the plot a label may move: into the strip of framework changes


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The label of one line: its economy, the value it ends at and its words."""

    economy: str
    value: float
    number: str
    name: str
    hero: bool


def spread(positions: Sequence[float], hero: int) -> list[float]:
    """Return label positions (pixels from the top) at least GAP apart; ``positions[hero]`` stays.

    ``positions`` are in order from the top. Labels above the hero give way upwards, those below downwards.
    Only where they would rise more than MAX_RISE above the plot does the hero's label give way as well.
    """
    placed = list(positions)
    edge = placed[hero] - HERO_GAP
    for index in range(hero - 1, -1, -1):
        placed[index] = min(positions[index], edge)
        edge = placed[index] - GAP
    edge = -MAX_RISE
    for index in range(hero + 1):
        placed[index] = max(placed[index], edge)
        edge = placed[index] + (HERO_GAP if index == hero - 1 else GAP)
    edge = placed[hero] + HERO_GAP
    for index in range(hero + 1, len(positions)):
        placed[index] = max(positions[index], edge)
        edge = placed[index] + GAP
    return placed


def end_labels(
    labels: Sequence[EndLabel], scale: Scale, theme: Theme, *, compact: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], bool]:
    """Return annotations and leader shapes for the right edge of a plot, and whether labels rise above it."""
    # At the same value the hero comes last, so that its peers make room above.
    ordered = sorted(labels, key=lambda label: (scale.pixels(label.value), label.hero))
    hero = next((index for index, label in enumerate(ordered) if label.hero), 0)
    natural = [scale.pixels(label.value) for label in ordered]
    annotations: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    placed = spread(natural, hero)
    for label, here, there in zip(ordered, natural, placed, strict=True):
        annotations += _texts(label, here - there, theme, compact=compact)
        share = 1 - here / scale.height
        shapes.append(_leader(label, share, here - there, theme, compact=compact))
    return annotations, shapes, bool(placed) and placed[0] < 0


def _column(label: EndLabel, *, compact: bool) -> int:
    """Return where the numbers end, in pixels right of the plot."""
    return (38 if compact else 48) + (10 if len(label.number) > 3 else 0)


def _texts(label: EndLabel, rise: float, theme: Theme, *, compact: bool) -> list[dict[str, Any]]:
    size = (15 if compact else 17) if label.hero else 13
    column = _column(label, compact=compact)
    common = {
        "xref": "x domain",
        "x": 1,
        "yref": "y",
        "y": label.value,
        "yshift": rise,
        "yanchor": "middle",
        "showarrow": False,
        "captureevents": not label.hero,
        "font": {"size": size, "color": theme.hero if label.hero else theme.ink_2},
    }
    bold = ("<b>", "</b>") if label.hero else ("", "")
    return [
        {**common, "xshift": column, "xanchor": "right", "text": f"{bold[0]}{label.number}{bold[1]}"}
        | {"name": f"number-{label.economy}"},
        {**common, "xshift": column + 7, "xanchor": "left", "text": f"{bold[0]}{label.name}{bold[1]}"}
        | {"name": f"label-{label.economy}"},
    ]


def _leader(label: EndLabel, share: float, rise: float, theme: Theme, *, compact: bool) -> dict[str, Any]:
    # Anchored to the share of the plot's height: one anchored to a value would be cut off above the plot.
    start = 8 if label.hero else 4
    width = (9.8 if label.hero else 7.6) * len(label.number)
    end = max(_column(label, compact=compact) - width - 7, start + 3)
    return {
        "type": "line",
        "name": f"leader-{label.economy}",
        "xref": "x domain",
        "yref": "y domain",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 1,
        "yanchor": share,
        "x0": start,
        "x1": end,
        "y0": 0,
        "y1": rise,
        "line": {"color": theme.hero if label.hero else theme.field_2, "width": 1.4 if label.hero else 1},
    }
