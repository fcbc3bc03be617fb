"""The vertical scale of a measure: range, ticks and where a value lies in pixels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

RANK_FLOOR = 50  # the axis shows at least ranks 1 to 50


@dataclass(frozen=True, slots=True)
class Scale:
    """Values at the top and at the bottom edge of a plot of ``height`` pixels, and its ticks."""

    top: float
    bottom: float
    ticks: tuple[int, ...]
    height: float

    @property
    def range(self) -> list[float]:
        """Return Plotly's axis range, bottom first."""
        return [self.bottom, self.top]

    def pixels(self, value: float) -> float:
        """Return the distance of a value from the top edge in pixels, clamped to the plot."""
        share = (value - self.top) / (self.bottom - self.top)
        return min(max(share, 0.0), 1.0) * self.height


def scale(values: Sequence[float], latest: Sequence[float], measure: str, height: float) -> Scale:
    """Return the scale of ``measure`` (rank, score or percentile) for the values on show.

    Ranks start at 1 on top and reach the lowest of the ``latest`` ranks; what lies lower leaves through the
    bottom edge. Scores and percentiles are bounded by the tens around the values.
    """
    if measure == "rank":
        lowest = max(RANK_FLOOR, math.ceil(max(latest, default=0) / 10) * 10)
        step = 10 if lowest <= 60 else 20
        return Scale(0.2, lowest + 1.2, (1, *range(step, lowest + 1, step)), height)
    bottom = math.floor(min(values, default=0) / 10) * 10
    top = max(math.ceil(max(values, default=0) / 10) * 10, bottom + 10)
    pad = (top - bottom) * 0.02
    return Scale(top + pad, bottom - pad, tuple(range(bottom, top + 1, 10)), height)
