"""The vertical scale of paths: ranks from 1 on top, values by round steps or by powers of ten."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.figures.series_labels import Frame

_LEAST = 10  # the axis of ranks reaches at least this far down
_STEPS = ((8, 1), (16, 2), (35, 5), (75, 10), (math.inf, 20))
_LOG_FROM = 20  # times the smallest value from which on counts are drawn by powers


@dataclass(frozen=True, slots=True)
class Ruler:
    """Where values lie in pixels (``frame``), and the ticks with their words."""

    frame: Frame
    ticks: tuple[float, ...]
    texts: tuple[str, ...]


def ranks(values: Sequence[float], height: float) -> Ruler:
    """Return the ruler of ranks: 1 on top, every value inside, however low."""
    worst = max(_LEAST, math.ceil(max(values, default=_LEAST)))
    room = 0.03 * worst + 0.4
    step = next(step for most, step in _STEPS if worst <= most)
    ticks = (1, *(tick for tick in range(step, worst + 1, step) if tick > 1))
    texts = tuple(str(tick) for tick in ticks)
    return Ruler(Frame(worst + room, 1 - room, height, log=False), tuple(map(float, ticks)), texts)


def ruler(values: Sequence[float], height: float, write: Callable[[float], str], *, counted: bool) -> Ruler:
    """Return the ruler of scores or values; ``counted`` ones of very different size are drawn by powers."""
    low, high = min(values), max(values)
    log = counted and low > 0 and high > _LOG_FROM * low
    if log:
        low, high = math.log10(low), math.log10(high)
    room = (high - low or abs(high) or 1.0) * 0.06
    frame = Frame(low - room, high + room, height, log)
    ticks = _powers(frame) if log else steps(frame.low, frame.high)
    return Ruler(frame, tuple(ticks), tuple(write(tick) for tick in ticks))


def steps(low: float, high: float, most: int = 6) -> list[float]:
    """Return up to ``most`` round values between two."""
    power = 10 ** math.floor(math.log10(high - low))
    shares = (0.1, 0.2, 0.25, 0.5, 1, 2, 5)
    step = next(share * power for share in shares if (high - low) / (share * power) <= most)
    return [round(n * step, 10) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _powers(frame: Frame) -> list[float]:
    """Return 1, 2 and 5 of each power of ten inside; of many powers only the ones."""
    digits = (1, 2, 5) if frame.high - frame.low < 2.5 else (1,)
    found = [
        digit * 10.0**power
        for power in range(math.floor(frame.low), math.ceil(frame.high) + 1)
        for digit in digits
    ]
    return [tick for tick in found if frame.low <= math.log10(tick) <= frame.high]
