"""What the examples of the glossary share: one snapshot in one language, and China's profile in it."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.dataset import Dataset
from analysis.profile import profile
from analysis.standing import CHINA
from components.text import Words


@dataclass(frozen=True)
class View:
    """One snapshot in one language, as the examples tell of it."""

    dataset: Dataset
    say: Words

    @property
    def edition(self) -> int:
        """The newest edition held down to its indicators."""
        return self.dataset.detailed

    @cached_property
    def profile(self) -> pd.DataFrame:
        """China on every level of that edition (analysis.profile)."""
        table = self.dataset.table
        return profile(table("gii_scores"), self.dataset.parts, table("gii_editions"), CHINA, self.edition)

    def level(self, name: str) -> pd.DataFrame:
        """Return the rows of one level of the profile: index, subindex, pillar, subpillar or indicator."""
        return self.profile[self.profile["level"] == name]

    @cached_property
    def ranks(self) -> pd.Series:
        """The overall ranks of that edition, by economy."""
        return self.dataset.ranks(self.edition)["GII"].dropna()

    def interval(self, kind: str) -> pd.Series | None:
        """Return China's newest row of a kind of gii_intervals; None where none is held."""
        rows = self.dataset.table("gii_intervals")
        rows = rows[(rows["economy"] == CHINA) & (rows["kind"] == kind)].sort_values("edition")
        return None if rows.empty else rows.iloc[-1]
