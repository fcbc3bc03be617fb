"""What the parts of "Guess the line" share: the choice, the published ranks, how places are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.dataset import Dataset
from analysis.guess import Choice
from analysis.standing import standings
from components import numbers
from components.text import Words


@dataclass(frozen=True)
class View:
    """One economy and the editions to guess, in one language."""

    dataset: Dataset
    say: Words
    chosen: Choice

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The published ranks of the economy with our intervals, by edition."""
        rows = self.dataset.scores[self.dataset.scores["economy"] == self.chosen.economy]
        tables = self.dataset.table
        return standings(rows, tables("gii_editions"), tables("gii_intervals"))

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The published rank by edition."""
        pairs = zip(self.standing["edition"], self.standing["rank"], strict=True)
        return {int(edition): int(rank) for edition, rank in pairs}

    @property
    def name(self) -> str:
        """The short name of the economy."""
        return self.dataset.labels(self.say.lang)[self.chosen.economy]

    def edition(self, year: int) -> str:
        """Write an edition in running text."""
        return numbers.edition(year, self.say.lang)

    def ordinal(self, rank: int) -> str:
        """Write a rank in running text."""
        return numbers.ordinal(rank, self.say.lang)

    def places(self, count: int) -> str:
        """Write a number of places."""
        return self.say("learn.place" if count == 1 else "learn.places", count=count)


def read(dataset: Dataset, say: Words, query: Mapping[str, object]) -> View:
    """Return the view that a query asks for."""
    return View(dataset, say, Choice.read(dataset, query))
