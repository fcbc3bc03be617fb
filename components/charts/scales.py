"""Scales of charts: the ends and ticks of an axis, and where a value lies in pixels."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from components.text import numbers

MIN_LOWEST_RANK: Final = 50
"""The axis of the index's ranks reaches at least this far down."""
_FEWEST: Final = 10  # ranks on the axis of a part of the index
_RANK_STEPS: Final = ((8, 1), (16, 2), (35, 5), (75, 10), (math.inf, 20))
_POWERS_FROM: Final = 20  # times the smallest value from which on counts are drawn by powers
_LABEL: Final = 44.0  # px that a label of two lines needs beside its bar
_EDGE: Final = 12.0  # px beside a bar without a label
_FROM_FIRST: Final = 60  # ranks up to this one are drawn on an axis that starts at the first place
_FLAT: Final = 0.25  # of the highest value: what hardly moves must look flat
_DECADES: Final = 0.5  # least span of a steady logarithmic axis
Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Scale:
    """The two ends of an axis as it counts (logarithms where ``log``), its ticks, and its length in pixels.

    bottom: the end at the bottom or at the left; texts: of the ticks, none where Plotly writes them.
    """

    bottom: float
    top: float
    ticks: tuple[float, ...]
    height: float = 1.0
    texts: tuple[str, ...] = ()
    log: bool = False

    def position(self, value: float) -> float:
        """Return a value as the axis counts it."""
        return math.log10(value) if self.log else value

    def share(self, value: float) -> float:
        """Return where a value lies between the two ends, 0 to 1."""
        return (self.position(value) - self.bottom) / (self.top - self.bottom)

    def pixels(self, value: float) -> float:
        """Return how far below the top a value lies, in pixels."""
        return (1 - self.share(value)) * self.height

    def value(self, pixels: float) -> float:
        """Return the value that lies so many pixels below the top."""
        found = self.top - pixels / self.height * (self.top - self.bottom)
        return float(10**found) if self.log else found

    def pixels_inside(self, value: float) -> float:
        """Return how far below the top a value lies in pixels, at an edge where it is outside."""
        return min(max(self.pixels(value), 0.0), self.height)


def index_scale(values: Sequence[float], latest: Sequence[float], measure: str, height: float) -> Scale:
    """Return the scale of a measure of the index (rank, score or percentile) for the values drawn.

    Ranks start at 1 on top and reach the lowest of the ``latest`` ranks; what lies lower leaves through the
    bottom edge. Scores and percentiles are bounded by the tens around the values.
    """
    if measure == "rank":
        lowest = max(MIN_LOWEST_RANK, math.ceil(max(latest, default=0) / 10) * 10)
        step = 10 if lowest <= 60 else 20
        return Scale(lowest + 1.2, 0.2, (1, *range(step, lowest + 1, step)), height)
    bottom = math.floor(min(values, default=0) / 10) * 10
    top = max(math.ceil(max(values, default=0) / 10) * 10, bottom + 10)
    pad = (top - bottom) * 0.02
    return Scale(bottom - pad, top + pad, tuple(range(bottom, top + 1, 10)), height)


def rank_scale(values: Sequence[float], height: float) -> Scale:
    """Return the scale of ranks with 1 on top and every value inside, however low."""
    worst = max(_FEWEST, math.ceil(max(values, default=_FEWEST)))
    room = 0.03 * worst + 0.4
    step = next(step for most, step in _RANK_STEPS if worst <= most)
    ticks = (1, *(tick for tick in range(int(step), worst + 1, int(step)) if tick > 1))
    return Scale(worst + room, 1 - room, ticks, height, tuple(map(str, ticks)))


def near_rank_scale(best: float, worst: float, height: float) -> Scale:
    """Return the scale of the ranks between two, which need not start at the first."""
    room = max(1.0, (worst - best) * 0.08)
    bottom, top = worst + room, max(0.2, best - room)
    step = next((step for step in (2, 5, 10, 20) if (worst - best) / step <= 5), 25)
    ticks = [tick for tick in (1, *range(step, int(worst) + step + 1, step)) if top <= tick <= bottom]
    if len(ticks) > 1 and ticks[1] - ticks[0] < step / 2:
        ticks = ticks[1:]
    return Scale(bottom, top, tuple(ticks), height)


def ledger_scale(best: float, worst: float, height: float, *, drops: bool) -> Scale:
    """Return the scale of ranks between two, with room for labels above bars, and below where bars drop.

    It starts at the first place unless all is far below it, where a bar of one place would be invisible.
    """
    if worst <= _FROM_FIRST:
        step = 5 if worst <= 20 else 10
        low, high = 1.0, float(step * math.ceil((worst + 1) / step))
        ticks = (1, *range(step, int(high) + 1, step))
    else:
        step = next((s for s in (1, 2, 5, 10, 20) if (worst - best) / s <= 5), 50)
        low = max(1.0, float(step * (math.floor(best / step) - 1)))
        high = float(step * (math.ceil(worst / step) + 1))
        ticks = tuple(range(int(low) if low > 1 else step, int(high) + 1, step))
    least = (height - 2 * _LABEL) / (high - low)
    above = max(_EDGE, _LABEL - (best - low) * least)
    below = max(_EDGE, _LABEL - (high - worst) * least) if drops else _EDGE
    each = (height - above - below) / (high - low)
    return Scale(high + below / each, low - above / each, ticks, height)


def point_scale(low: float, high: float, most: int, lang: str) -> Scale:
    """Return the horizontal scale of sums of points from low (at most 0) to high, with ``most`` ticks."""
    span = max(high - low, 0.02)
    step = _at_least(span / (most - 1), (1, 2, 5, 10))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    room = 0.03 * span
    ticks = [n * step for n in range(first, last + 1) if low - room <= n * step <= high + room]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    texts = tuple(numbers.decimal(tick, decimals, lang, sign=True) for tick in ticks)
    return Scale(low - room, high + room, tuple(ticks), texts=texts)


def value_scale(values: Sequence[float], height: float, write: Write, *, log: bool, room: float) -> Scale:
    """Return the scale of scores or values, by round steps or by powers of ten; room: a share of the span."""
    low, high = (math.log10(end) if log else end for end in (min(values), max(values)))
    pad = (high - low or abs(high) or 1.0) * room
    low, high = low - pad, high + pad
    ticks = power_ticks(low, high) if log else round_ticks(low, high)
    return Scale(low, high, tuple(ticks), height, tuple(write(tick) for tick in ticks), log)


def needs_log_scale(values: Sequence[float], *, is_amount: bool) -> bool:
    """Say whether values are drawn by powers of ten: counts or money of very different size."""
    return is_amount and min(values) > 0 and max(values) > _POWERS_FROM * min(values)


def steady_scale(low: float, high: float, *, log: bool, lang: str, height: float) -> Scale:
    """Return the scale from ``low`` to ``high`` on which what hardly moves looks flat.

    A linear one begins at zero where that is near, and spans at least a quarter of the highest value; a
    logarithmic one needs low > 0.
    """
    first, last = (math.log10(low), math.log10(high)) if log else (low, high)
    if not log and 0 <= first < 0.45 * last:
        first = 0.0
    least = _DECADES if log else _FLAT * max(abs(first), abs(last))
    missing = max(least - (last - first), 0.0) / 2 or (0.0 if last > first else 1.0)
    first, last = first - missing, last + missing
    pad = (last - first) * 0.06
    if log:
        ticks = power_ticks(first - pad, last + pad, few=True)
    else:
        step = _at_least((last - first) / 4, (1.0, 2.0, 2.5, 5.0, 10.0))
        ticks = [n * step for n in range(math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9) + 1)]
    if log or max((abs(tick) for tick in ticks), default=0.0) >= 10_000:
        texts = tuple(numbers.short_number(tick, lang) for tick in ticks)
    else:
        decimals = next(d for d in range(12) if abs(round(step, d) - step) < 1e-9 * step)
        texts = tuple(numbers.decimal(tick, decimals, lang) for tick in ticks)
    return Scale(first - pad, last + pad, tuple(ticks), height, texts, log)


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return up to ``most`` round values between two."""
    power = 10 ** math.floor(math.log10(high - low))
    shares = (0.1, 0.2, 0.25, 0.5, 1, 2, 5)
    step = next(share * power for share in shares if (high - low) / (share * power) <= most)
    return [round(n * step, 10) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def power_ticks(low: float, high: float, *, few: bool = False) -> list[float]:
    """Return 1, 2 and 5 of each power of ten between two logarithms; of many powers only the ones.

    few: the ones alone wherever there are two of them.
    """
    exponents = range(math.floor(low), math.ceil(high) + 1)
    ones, every = (
        [d * 10.0**n for n in exponents for d in digits if low <= math.log10(d * 10.0**n) <= high]
        for digits in ((1,), (1, 2, 5))
    )
    return ones if (len(ones) > 1 if few else high - low >= 2.5) else every


def _at_least(step: float, nice: Sequence[float]) -> float:
    """Return the smallest of some numbers times a power of ten that is not below a step."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(one * power for one in nice if one * power >= step * (1 - 1e-9))
