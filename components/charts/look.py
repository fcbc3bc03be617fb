"""How a trajectory is drawn: measure, height, label set, theme, and the editions that matter."""

from dataclasses import dataclass

from components import numbers
from components.measures import OF_INDEX
from components.text import Words
from components.theme import TOKENS, Theme

CLAIM = (2012, 2022)  # the editions the article compares
UNVERIFIED = 2010  # edition 2009-10, whose number of economies is not verified


@dataclass(frozen=True, slots=True)
class Look:
    """Measure (rank, score or percentile), words, height in pixels, label set and theme of a chart."""

    measure: str
    words: Words
    height: int = 500
    compact: bool = False
    theme: Theme = TOKENS

    def write(self, value: float) -> str:
        """Write a value of the measure: 11, 56.6."""
        return OF_INDEX[self.measure].write(value)

    def spoken(self, value: float) -> str:
        """Write a value of the measure as text: 11th, 56.6."""
        rank = self.measure == "rank"
        return numbers.ordinal(int(value), self.words.lang) if rank else self.write(value)
