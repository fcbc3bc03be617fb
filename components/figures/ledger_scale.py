"""Scales of the ledgers: ranks with room for labels above and below, and points on both sides of zero."""

import math
from dataclasses import dataclass
from typing import Final

_LABEL: Final = 44.0
"""Pixels that a label of two lines needs beside its bar."""
_EDGE: Final = 12.0
_STEPS: Final = (1, 2, 5, 10, 20, 50)
_FROM_FIRST: Final = 60
"""Ranks up to this one are drawn on an axis that starts at the first place."""


@dataclass(frozen=True, slots=True)
class RankScale:
    """An inverted axis of ranks: its range (bottom, top), ticks, and height in pixels."""

    range: tuple[float, float]
    ticks: tuple[int, ...]
    height: float

    def pixels(self, rank: float) -> float:
        """Return how far below the top of the plot a rank lies, in pixels."""
        bottom, top = self.range
        return (rank - top) / (bottom - top) * self.height

    def value(self, pixels: float) -> float:
        """Return the rank that lies so many pixels below the top."""
        bottom, top = self.range
        return top + pixels / self.height * (bottom - top)


def rank_scale(best: float, worst: float, height: float, *, drops: bool) -> RankScale:
    """Return the axis for ranks between two, with room for labels above, and below where bars drop.

    best, worst: the ends of what is drawn; height: of the plot in pixels. It starts at the first place unless
    all is far below it, where a bar of one place could not be seen.
    """
    if worst <= _FROM_FIRST:
        step = 5 if worst <= 20 else 10
        low, high = 1.0, float(step * math.ceil((worst + 1) / step))
        ticks = (1, *range(step, int(high) + 1, step))
    else:
        step = next((s for s in _STEPS if (worst - best) / s <= 5), _STEPS[-1])
        low = max(1.0, float(step * (math.floor(best / step) - 1)))
        high = float(step * (math.ceil(worst / step) + 1))
        ticks = tuple(range(int(low) if low > 1 else step, int(high) + 1, step))
    least = (height - 2 * _LABEL) / (high - low)
    above = max(_EDGE, _LABEL - (best - low) * least)
    below = max(_EDGE, _LABEL - (high - worst) * least) if drops else _EDGE
    each = (height - above - below) / (high - low)
    return RankScale((high + below / each, low - above / each), ticks, height)


@dataclass(frozen=True, slots=True)
class PointScale:
    """A horizontal axis of points: its range, and its ticks."""

    range: tuple[float, float]
    ticks: tuple[float, ...]
    decimals: int


def point_scale(low: float, high: float, most: int) -> PointScale:
    """Return the axis for sums between low (at most 0) and high (at least 0), with at most so many ticks."""
    span = max(high - low, 0.02)
    step = _nice(span / (most - 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [n * step for n in range(first, last + 1)]
    room = 0.03 * span
    inside = [tick for tick in ticks if low - room <= tick <= high + room]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return PointScale((low - room, high + room), tuple(inside), decimals)


def _nice(step: float) -> float:
    """Return the smallest of 1, 2, 5, 10 times a power of ten that is not below a step."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(nice * power for nice in (1, 2, 5, 10) if nice * power >= step * (1 - 1e-9))
