"""What the parts of the page on productivity share: both versions, names, how values are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis import productivity as method
from analysis.frames import productivity as frames
from analysis.query import Nothing
from components import numbers
from components.measures import SHARE
from components.view import EconomyView

_MOVED = {1: "productivity.moved.up", -1: "productivity.moved.down", 0: "productivity.moved.flat"}


@dataclass(frozen=True)
class View(EconomyView[method.Choice]):
    """One economy of the first figure, and what the page says of China beside it."""

    @property
    def observations(self) -> pd.DataFrame:
        """What is held of the indicators that the page shows."""
        return method.productivity_observations(self.dataset)

    @cached_property
    def disagreement(self) -> pd.DataFrame:
        """What both versions say of each economy that they hold."""
        return frames.DISAGREEMENT.result(self.dataset, Nothing())

    @cached_property
    def growth(self) -> pd.DataFrame:
        """Both versions of the chosen economy, 100 in the base year."""
        return frames.GROWTH.result(self.dataset, self.choice)

    def row(self, economy: str) -> Mapping[str, object] | None:
        """Return what both versions say of an economy; None where one of them lacks it."""
        found = self.disagreement[self.disagreement["economy"] == economy].to_dict("records")
        return {str(key): value for key, value in found[0].items()} if found else None

    @cached_property
    def versions(self) -> tuple[str, str]:
        """The numbers of both versions, as their publisher counts them."""
        held = self.observations.drop_duplicates("indicator").set_index("indicator")["vintage"]
        older, newer = (str(held.get(code, "")) for code in method.GROWTH)
        return older, newer

    def moved(self, change: float) -> str:
        """Say in words how far something rose or fell."""
        return self.say(_MOVED[method.direction(change)], by=SHARE.write(abs(change)))


def share(value: float) -> str:
    """Write a share as percent without decimals."""
    return f"{numbers.decimal(100 * value, 0)}%"


def signed(value: float) -> str:
    """Write a change in percent or points with its sign."""
    return SHARE.write(value, sign=True)
