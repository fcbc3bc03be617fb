"""What the parts of a strategic pillar's page share: the choice, the rows drawn, the evidence, addresses."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.evidence import counted
from analysis.frames import strategy as frames
from analysis.multiples import Choice, EvidenceChoice
from components import view
from components.parts.reading import Row
from data.catalog import Indicator, StrategicPillar


@dataclass(frozen=True)
class View(view.View):
    """One strategic pillar as it is shown."""

    choice: Choice

    @property
    def pillar(self) -> StrategicPillar:
        """The pillar in the catalog."""
        return self.dataset.catalog.strategy[self.choice.pillar - 1]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The rows of all multiples."""
        return frames.MULTIPLES.result(self.dataset, self.choice)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence: a row for each link and each gap."""
        chosen = EvidenceChoice(self.choice.pillar, self.choice.peers, self.choice.since)
        return frames.EVIDENCE.result(self.dataset, chosen)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How what is measured moved, and how many gaps there are (analysis.evidence.counted)."""
        return counted(self.evidence, self.choice.since)

    @cached_property
    def _records(self) -> list[Row]:
        return [*self.evidence.to_dict("records")]

    def rows(self, kind: str) -> list[Row]:
        """Return the rows of a kind of evidence, in the catalog's order."""
        return [row for row in self._records if row["kind"] == kind]

    def row(self, code: str) -> Row:
        """Return the row of an indicator."""
        return next(row for row in self.rows("indicator") if row["code"] == code)

    def indicator(self, code: str) -> Indicator:
        """Return an indicator of the catalog."""
        return self.dataset.catalog.indicators[code]

    def data_address(self, name: str) -> str:
        """Return the address of a CSV of this view, without what is the default."""
        query = {"pillar": self.choice.pillar, **self.choice.chosen(self.dataset)}
        return self.download(name, query, safe=",")
