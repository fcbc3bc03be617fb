"""What is measured, and with how many decimals it is written: on charts, in tables and in texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from components import numbers


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its name, its unit (points, places or %), and the decimals it is written with."""

    name: str
    unit: str
    decimals: int

    def write(self, value: float, lang: str, *, sign: bool = False) -> str:
        """Write a value in a language; ``sign`` adds + to gains."""
        return numbers.decimal(value, self.decimals, lang, sign=sign)


RANK: Final = Measure("rank", "places", 0)
SCORE: Final = Measure("score", "points", 1)
PERCENTILE: Final = Measure("percentile", "%", 1)
OF_INDEX: Final[Mapping[str, Measure]] = {one.name: one for one in (RANK, SCORE, PERCENTILE)}
"""What the index gives of an economy in an edition, by name."""
CONTRIBUTION: Final = Measure("contribution", "points", 2)
"""What a part of the index adds to a score or to its change."""
SHARE: Final = Measure("share", "%", 1)
"""A share of draws, or a rate of growth."""
WHOLE_SHARE: Final = Measure("share", "%", 0)
"""A share of draws where there is little room."""
REBASED: Final = Measure("index", "", 1)
"""A series that is 100 in its base year."""
