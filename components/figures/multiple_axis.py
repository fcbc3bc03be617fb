"""The vertical axis of a small multiple: range, ticks, and where a value lies in pixels."""

import math
from dataclasses import dataclass

from components import numbers

_PAD = 0.06  # of the span, above and below
_LEAST = 0.25  # of the highest value: what hardly moves must look flat
_DECADES = 0.5  # least span of a logarithmic axis
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST = 4  # steps between ticks


@dataclass(frozen=True, slots=True)
class Axis:
    """Values at the bottom and at the top edge of a plot of ``height`` pixels, and ticks (value, words)."""

    log: bool
    bottom: float
    top: float
    ticks: tuple[tuple[float, str], ...]
    height: float

    def place(self, value: float) -> float:
        """Return a value as the axis counts: its logarithm where the axis has a logarithmic scale."""
        return math.log10(value) if self.log else value

    @property
    def range(self) -> list[float]:
        """Return Plotly's axis range, bottom first."""
        return [self.place(self.bottom), self.place(self.top)]

    def pixels(self, value: float) -> float:
        """Return the distance of a value from the top edge in pixels."""
        low, high = self.range
        return (high - self.place(value)) / (high - low) * self.height

    def value(self, pixels: float) -> float:
        """Return the value at a distance from the top edge."""
        low, high = self.range
        found = high - pixels / self.height * (high - low)
        return float(10**found) if self.log else found


def axis(low: float, high: float, *, log: bool, lang: str, height: float) -> Axis:
    """Return the axis that shows the values from ``low`` to ``high``; a logarithmic one needs low > 0.

    A linear axis begins at zero where that is near, and spans at least a quarter of the highest value.
    """
    if log:
        first, last = math.log10(low), math.log10(high)
        missing = max(_DECADES - (last - first), 0.0) / 2
        first, last = first - missing, last + missing
        pad = (last - first) * _PAD
        bottom, top = 10 ** (first - pad), 10 ** (last + pad)
        return Axis(log, bottom, top, _decades(bottom, top, lang), height)
    if 0 <= low < 0.45 * high:
        low = 0.0
    missing = max(_LEAST * max(abs(low), abs(high)) - (high - low), 0.0) / 2
    bottom, top = low - missing, high + missing
    if bottom == top:
        bottom, top = bottom - 1, top + 1
    pad = (top - bottom) * _PAD
    ticks = _even(bottom, top, lang)
    return Axis(log, bottom - pad, top + pad, ticks, height)


def _decades(bottom: float, top: float, lang: str) -> tuple[tuple[float, str], ...]:
    """Return the powers of ten in range; where fewer than two are, 2 and 5 of each as well."""
    powers = range(math.floor(math.log10(bottom)), math.ceil(math.log10(top)) + 1)
    found: list[float] = []
    for digits in ((1,), (1, 2, 5)):
        found = [digit * 10.0**power for power in powers for digit in digits]
        found = [value for value in found if bottom <= value <= top]
        if len(found) > 1:
            break
    return tuple((value, numbers.short(value, lang)) for value in found)


def _even(bottom: float, top: float, lang: str) -> tuple[tuple[float, str], ...]:
    rough = (top - bottom) / _MOST
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(step * size for step in _STEPS if step * size >= rough * (1 - 1e-9))
    count = range(math.ceil(bottom / step - 1e-9), math.floor(top / step + 1e-9) + 1)
    decimals = next(d for d in range(12) if abs(round(step, d) - step) < 1e-9 * step)
    values = [number * step for number in count]
    long = max((abs(value) for value in values), default=0.0) >= 10_000
    return tuple((v, numbers.short(v, lang) if long else numbers.decimal(v, decimals)) for v in values)
