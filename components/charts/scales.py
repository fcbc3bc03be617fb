"""Scales of charts: the ends and ticks of an axis, and the position of a value in px."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from components.text import numbers

MIN_LOWEST_RANK: Final = 50
"""The axis of the index's ranks reaches at least this far down."""
_MIN_PART_RANKS: Final = 10  # on the axis of a part of the index
_RANK_STEPS: Final = ((8, 1), (16, 2), (35, 5), (75, 10), (math.inf, 20))  # (lowest rank, step of ticks)
_MIN_LOG_RATIO: Final = 20  # of the largest to the smallest amount
_LABEL_PX: Final = 44.0  # for a label of two lines beside its bar
_EDGE_PX: Final = 12.0  # beside a bar without a label
_MAX_RANK_FROM_FIRST: Final = 60  # lower ranks are drawn on an axis that need not start at the first
_MIN_SPAN_SHARE: Final = 0.25  # of the highest value, so that small movements look flat
_MIN_SPAN_DECADES: Final = 0.5  # of a steady logarithmic axis
Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of an axis (logarithms if ``log``), its ticks, and its length in px.

    ``bottom`` is the end at the bottom or left; ``texts`` are the tick labels, () if Plotly writes them.
    """

    bottom: float
    top: float
    ticks: tuple[float, ...]
    height: float = 1.0
    texts: tuple[str, ...] = ()
    log: bool = False

    def position(self, value: float) -> float:
        """Return a value in the units of the axis."""
        return math.log10(value) if self.log else value

    def share(self, value: float) -> float:
        """Return the position of a value between both ends, 0 to 1."""
        return (self.position(value) - self.bottom) / (self.top - self.bottom)

    def pixels(self, value: float) -> float:
        """Return the distance of a value from the top in px."""
        return (1 - self.share(value)) * self.height

    def value(self, pixels: float) -> float:
        """Return the value at a distance from the top in px."""
        position = self.top - pixels / self.height * (self.top - self.bottom)
        return float(10**position) if self.log else position

    def pixels_inside(self, value: float) -> float:
        """Return the distance of a value from the top in px; values outside are at an edge."""
        return min(max(self.pixels(value), 0.0), self.height)


def index_scale(values: Sequence[float], latest: Sequence[float], measure: str, height: float) -> Scale:
    """Return the scale of a measure of the index (rank, score or percentile) for the values drawn.

    Ranks start at 1 on top and reach the lowest of the ``latest`` ranks; lower ones leave through the bottom
    edge. Scores and percentiles are bounded by the tens around the values.
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
    """Return the scale of ranks with 1 on top and every value inside."""
    worst = max(_MIN_PART_RANKS, math.ceil(max(values, default=_MIN_PART_RANKS)))
    padding = 0.03 * worst + 0.4
    step = next(step for lowest, step in _RANK_STEPS if worst <= lowest)
    ticks = (1, *(tick for tick in range(int(step), worst + 1, int(step)) if tick > 1))
    return Scale(worst + padding, 1 - padding, ticks, height, tuple(map(str, ticks)))


def near_rank_scale(best: float, worst: float, height: float) -> Scale:
    """Return the scale of ranks around two ranks, which need not start at the first."""
    padding = max(1.0, (worst - best) * 0.08)
    bottom, top = worst + padding, max(0.2, best - padding)
    step = next((step for step in (2, 5, 10, 20) if (worst - best) / step <= 5), 25)
    ticks = [tick for tick in (1, *range(step, int(worst) + step + 1, step)) if top <= tick <= bottom]
    if len(ticks) > 1 and ticks[1] - ticks[0] < step / 2:
        ticks = ticks[1:]
    return Scale(bottom, top, tuple(ticks), height)


def ledger_scale(best: float, worst: float, height: float, *, drops: bool) -> Scale:
    """Return the scale of ranks between two, with space for labels above bars and, if ``drops``, below.

    It starts at the first rank unless both are far below it, where a bar of one place would be invisible.
    """
    if worst <= _MAX_RANK_FROM_FIRST:
        step = 5 if worst <= 20 else 10
        low, high = 1.0, float(step * math.ceil((worst + 1) / step))
        ticks = (1, *range(step, int(high) + 1, step))
    else:
        step = next((step for step in (1, 2, 5, 10, 20) if (worst - best) / step <= 5), 50)
        low = max(1.0, float(step * (math.floor(best / step) - 1)))
        high = float(step * (math.ceil(worst / step) + 1))
        ticks = tuple(range(int(low) if low > 1 else step, int(high) + 1, step))
    min_px = (height - 2 * _LABEL_PX) / (high - low)  # of a rank
    above = max(_EDGE_PX, _LABEL_PX - (best - low) * min_px)
    below = max(_EDGE_PX, _LABEL_PX - (high - worst) * min_px) if drops else _EDGE_PX
    rank_px = (height - above - below) / (high - low)
    return Scale(high + below / rank_px, low - above / rank_px, ticks, height)


def point_scale(low: float, high: float, max_ticks: int, lang: str) -> Scale:
    """Return the horizontal scale of sums of points, from ``low`` (at most 0) to ``high``."""
    span = max(high - low, 0.02)
    step = _round_up(span / (max_ticks - 1), (1, 2, 5, 10))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    padding = 0.03 * span
    ticks = [index * step for index in range(first, last + 1)]
    ticks = [tick for tick in ticks if low - padding <= tick <= high + padding]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    texts = tuple(numbers.decimal(tick, decimals, lang, sign=True) for tick in ticks)
    return Scale(low - padding, high + padding, tuple(ticks), texts=texts)


def value_scale(values: Sequence[float], height: float, write: Write, *, log: bool, room: float) -> Scale:
    """Return the scale of scores or values; ``room`` is the padding at either end as a share of the span."""
    low, high = (math.log10(end) if log else end for end in (min(values), max(values)))
    padding = (high - low or abs(high) or 1.0) * room
    low, high = low - padding, high + padding
    ticks = power_ticks(low, high) if log else round_ticks(low, high)
    return Scale(low, high, tuple(ticks), height, tuple(write(tick) for tick in ticks), log)


def needs_log_scale(values: Sequence[float], *, is_amount: bool) -> bool:
    """Say whether values need a logarithmic axis: amounts of very different size."""
    return is_amount and min(values) > 0 and max(values) > _MIN_LOG_RATIO * min(values)


def steady_scale(low: float, high: float, *, log: bool, lang: str, height: float) -> Scale:
    """Return the scale from ``low`` to ``high`` on which small movements look flat.

    A linear one begins at zero if that is near, and spans at least a quarter of the highest value; a
    logarithmic one needs low > 0.
    """
    first, last = (math.log10(low), math.log10(high)) if log else (low, high)
    if not log and 0 <= first < 0.45 * last:
        first = 0.0
    min_span = _MIN_SPAN_DECADES if log else _MIN_SPAN_SHARE * max(abs(first), abs(last))
    extra = max(min_span - (last - first), 0.0) / 2 or (0.0 if last > first else 1.0)
    first, last = first - extra, last + extra
    padding = (last - first) * 0.06
    if log:
        ticks = power_ticks(first - padding, last + padding, few=True)
    else:
        step = _round_up((last - first) / 4, (1.0, 2.0, 2.5, 5.0, 10.0))
        ticks = [n * step for n in range(math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9) + 1)]
    if log or max((abs(tick) for tick in ticks), default=0.0) >= 10_000:
        texts = tuple(numbers.short_number(tick, lang) for tick in ticks)
    else:
        decimals = next(d for d in range(12) if abs(round(step, d) - step) < 1e-9 * step)
        texts = tuple(numbers.decimal(tick, decimals, lang) for tick in ticks)
    return Scale(first - padding, last + padding, tuple(ticks), height, texts, log)


def round_ticks(low: float, high: float, max_ticks: int = 6) -> list[float]:
    """Return up to ``max_ticks`` round values between two."""
    power = 10 ** math.floor(math.log10(high - low))
    shares = (0.1, 0.2, 0.25, 0.5, 1, 2, 5)
    step = next(share * power for share in shares if (high - low) / (share * power) <= max_ticks)
    return [round(index * step, 10) for index in range(math.ceil(low / step), math.floor(high / step) + 1)]


def power_ticks(low: float, high: float, *, few: bool = False) -> list[float]:
    """Return the powers of ten between two logarithms, and 2 and 5 times these unless there are many.

    ``few`` returns the powers alone if there are at least two.
    """
    powers = [10.0**exponent for exponent in range(math.floor(low), math.ceil(high) + 1)]
    ones = [power for power in powers if low <= math.log10(power) <= high]
    has_enough = len(ones) > 1 if few else high - low >= 2.5
    if has_enough:
        return ones
    ticks = [digit * power for power in powers for digit in (1, 2, 5)]
    return [tick for tick in ticks if low <= math.log10(tick) <= high]


def _round_up(step: float, digits: Sequence[float]) -> float:
    """Return the smallest product of a digit and a power of ten that is not below a step."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(digit * power for digit in digits if digit * power >= step * (1 - 1e-9))
