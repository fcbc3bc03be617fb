"""What "Why it moved" shows for one choice: both ledgers, whose they are, and the names of the parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.change import RankSplit
from analysis.dataset import Dataset
from analysis.frames import why as frames
from analysis.ledger import LEVEL_OF, Choice, Ledger, editions_with
from components import numbers
from components.view import EconomyView


def reach(dataset: Dataset, detail: str) -> tuple[int, ...]:
    """Return the editions that can be split into the parts of a detail, in ascending order."""
    return editions_with(dataset.parts, LEVEL_OF[detail])


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """One view: the choice with everything that is computed for it, each once."""

    @property
    def editions(self) -> tuple[int, int]:
        """Both editions, in order."""
        return self.choice.first, self.choice.last

    @cached_property
    def split(self) -> RankSplit | None:
        """The rank ledger, None where there is none."""
        return frames.PLACES.result(self.dataset, self.choice)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The score ledger, None where there is none."""
        return frames.LEDGER.result(self.dataset, self.choice)

    @property
    def drawn(self) -> str:
        """Which figures of the score ledger the bars show."""
        return "own" if self.choice.split == "plain" else "relative"

    @cached_property
    def ranks(self) -> tuple[int | None, int | None]:
        """The published rank in both editions, None where the economy is not ranked."""
        rows = self._rows("rank")
        before, after = (numbers.whole(rows.get(edition, None)) for edition in self.editions)
        return before, after

    def ranked(self, column: str = "rank") -> tuple[int, ...]:
        """Return the editions in which the economy has a rank, or a score."""
        return tuple(sorted(int(edition) for edition in self._rows(column)))

    def _rows(self, column: str) -> dict[int, float]:
        scores = self.dataset.scores
        rows = scores[(scores["economy"] == self.choice.economy) & (scores["code"] == "GII")]
        rows = rows[rows[column].notna()]
        return dict(zip(rows["edition"].astype(int), rows[column].astype(float), strict=True))

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The parts of the score ledger with their names in the language of the page (column label)."""
        if self.ledger is None:
            return pd.DataFrame(columns=["label"])
        labels = [self._label(row) for row in self.ledger.parts.to_dict("records")]
        return self.ledger.parts.assign(label=labels)

    def _label(self, row: Mapping[Any, Any]) -> str:
        known = self.dataset.catalog.concepts.get(str(row["part"]))
        if known:
            return known.name.get(self.say.lang)
        code = str(row["code"])
        return self.say(f"gii.{code}") if code.startswith("P") else str(row["name"])

    def pillar_name(self, code: str) -> str:
        """Return the name of a GII pillar."""
        return self.say(f"gii.{code}")
