"""A statement as it is written, and whether its value holds for a figure by decimals, unit, comparison."""

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

ABOUT: Final = 0.05
"""How far the figure may be from a value that is "about" it, as a share of the value; ranks: or one place."""
UNITS: Final = (
    {"one": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "percent": -2, "%": -2}
    | {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "万亿": 12}
    | {f"10^{power}": power for power in (3, 4, 6, 8, 9, 12)}
)
"""Powers of ten by the words that a value may be counted in."""
ROOM: Final = 1e-9  # of the arithmetic, as a share
_APART: Final = (2, 3, 4, 6, 8, 9, 12)  # powers of ten between units in use
_FEWEST: Final = 2  # digits of a value that is looked for in other units


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated: economy and measure by code or name, edition (of related indicators the year), value.

    value: as it is written, since its decimals say how exact it is meant; comparison: equal, at-least,
    at-most, about or or-better; unit: one of UNITS that the value is counted in, "" if it is not said.
    """

    economy: str
    measure: str
    period: int
    value: str
    comparison: str = "equal"
    unit: str = ""

    @property
    def exponent(self) -> int:
        """The power of ten of the last digit written: -1 for one decimal."""
        found = Decimal(self.value).as_tuple().exponent
        return found if isinstance(found, int) else 0

    def times(self, power: int) -> "Statement":
        """Return the statement with its value times a power of ten, and the same digits."""
        return replace(self, value=str(Decimal(self.value).scaleb(power))) if power else self


def readings(unit: str, scale: float, stated: str) -> tuple[int, ...]:
    """Return the powers of ten that turn a value into the unit of display.

    unit: of display, in English; scale: what turns a stored value into it; stated: the unit that the value
    was stated in. Where it was not, the value may be in the unit of display or in that of the stored values.
    """
    displayed = UNITS.get(unit.partition(" ")[0], 0)
    return (UNITS[stated] - displayed,) if stated else (0, round(math.log10(scale)))


def nearest(stated: Statement, figure: float, powers: tuple[int, ...]) -> Statement:
    """Return the statement in the reading that brings its value nearest to a figure."""
    value = float(stated.value)
    if not value or not figure:
        return stated.times(powers[0])
    return stated.times(min(powers, key=lambda power: abs(math.log10(abs(value / figure)) + power)))


def in_other_unit(stated: Statement, figure: float) -> int | None:
    """Return the power of ten by which a value is a figure, of those between units in use; else None."""
    if stated.comparison != "equal" or len(Decimal(stated.value).as_tuple().digits) < _FEWEST:
        return None
    powers = (sign * power for power in _APART for sign in (-1, 1))
    return next((one for one in powers if holds(stated.times(one), (figure,))), None)


def holds(
    stated: Statement, possible: tuple[float, ...], width: float = 0.0, *, rank: bool = False
) -> bool | None:
    """Return whether a value holds for all that a figure may be; None where it does for some only.

    width: how far the true figure may be from the printed one. A value with more decimals than the figure
    was printed with, and no further from it, cannot be judged. Ranks are exact.
    """
    value = float(stated.value)
    slack = ROOM * max(1.0, abs(value))
    room = slack + (0.0 if rank else half_unit(stated))
    if room < width and stated.comparison != "about" and abs(possible[0] - value) <= room + width:
        return None
    tests = {
        "equal": lambda one: abs(one - value) <= room,
        "about": lambda one: abs(one - value) <= max(room, ABOUT * abs(value), 1.0 if rank else 0.0),
        "at-least": lambda one: one >= value - slack,
        "at-most": lambda one: one <= value + slack,
    }
    outcomes = {tests[stated.comparison](one) for one in possible}
    return outcomes.pop() if len(outcomes) == 1 else None


def half_unit(stated: Statement) -> float:
    """Return half a unit of the last digit written: on this edge both values that a figure has are true."""
    return 0.5 * 10.0**stated.exponent
