"""A chart is a sum of layers: each adds traces, shapes, annotations and properties of the layout."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from components import theme
from components.theme import TOKENS, Theme

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one layer adds, each as Plotly JSON; what a later layer adds lies above."""

    traces: Sequence[Part] = ()
    shapes: Sequence[Part] = ()
    annotations: Sequence[Part] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)

    def __add__(self, other: Layer) -> Layer:
        return Layer(
            [*self.traces, *other.traces],
            [*self.shapes, *other.shapes],
            [*self.annotations, *other.annotations],
            {**self.layout, **other.layout},
        )

    def figure(self) -> dict[str, Any]:
        """Return the chart as Plotly JSON."""
        notes = {"shapes": list(self.shapes), "annotations": list(self.annotations)}
        return {"data": list(self.traces), "layout": {**self.layout, **notes}}


def ground(height: int, margin: tuple[int, int, int, int], look: Theme = TOKENS) -> Layer:
    """Return the layer that a chart starts from: height and margins (left, right, top, bottom) in pixels."""
    sides = dict(zip("lrtb", margin, strict=True))
    return Layer(layout=theme.layout(look, height=height, margin=sides))


def packed(draw: Callable[[int], Mapping[str, Any]], *widths: int) -> str:
    """Return the variants of a figure as JSON text, each by the least width in pixels of its plot.

    As text, since Dash would walk through every value of a nested one at each change.
    """
    return json.dumps({str(least): draw(least) for least in widths}, separators=(",", ":"))
