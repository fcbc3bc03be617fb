"""How a trajectory is drawn: measure, height, label set, theme, and the editions that matter."""

from dataclasses import dataclass

from components.text import Words
from components.theme import TOKENS, Theme

CLAIM = (2012, 2022)  # the editions the article compares
UNVERIFIED = 2010  # edition 2009-10, whose number of economies is not verified


@dataclass(frozen=True, slots=True)
class View:
    """Measure (rank, score or percentile), words, height in pixels, label set and theme of a figure."""

    measure: str
    words: Words
    height: int = 500
    compact: bool = False
    theme: Theme = TOKENS
