"""What the evidence matrix shows for one choice: its rows, and how their cells are written."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence import counted
from analysis.frames import strategy as frames
from analysis.listing import alphabetical
from analysis.matrix import Choice, matrix
from analysis.progress import CLAIM_YEAR
from components import numbers, view
from components.measures import SHARE
from components.parts.reading import Row, change, label, value
from components.shell import path
from components.text import plain
from data.catalog import StrategicPillar


@dataclass(frozen=True)
class View(view.View):
    """The evidence of the strategic pillars, filtered and in an order."""

    choice: Choice

    @cached_property
    def whole(self) -> pd.DataFrame:
        """The evidence of all five pillars, one below the other."""
        return frames.MATRIX.result(self.dataset, self.choice)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows on show, in their order."""
        return matrix(self.whole, self.choice, lambda kind, code: alphabetical(self.name(kind, code)))

    def counts(self, number: int) -> dict[str, int]:
        """Return how what is measured of a pillar moved, and its gaps."""
        return _counts(self.dataset, self.choice.since, number)

    @cached_property
    def total(self) -> dict[str, int]:
        """How what is measured of all five moved, each thing once, their gaps and recommendations."""
        actions = sum(len(pillar.actions) for pillar in self.dataset.catalog.strategy)
        return counted(self.whole, self.choice.since) | {"actions": actions}

    def path_of(self, pillar: StrategicPillar) -> str:
        """Return the path of the page of a pillar, with the base year where it is not the article's."""
        since = f"?since={self.choice.since}" if self.choice.since != CLAIM_YEAR else ""
        return path(self.say.lang, f"strategy/{pillar.slug}{since}")

    def name(self, kind: str, code: str) -> str:
        """Return the name of an indicator, with its unit, or of a part of the index."""
        if kind == "gii":
            return self.say("strategy.gii_rank", code=code, name=self.say(f"gii.{code}"))
        return label(self.dataset.catalog.indicators[code], self.say)

    def written(self, row: Row, figure: object) -> str:
        """Return a value in the unit of its row; a rank as a whole number."""
        if row["kind"] == "gii":
            return str(int(float(str(figure))))
        return value(self.dataset.catalog.indicators[str(row["code"])], float(str(figure)))

    def moved(self, row: Row) -> str:
        """Return the change of a row, with its triangle and unit; blank where there is none."""
        if not numbers.known(row["change"]):
            return ""
        if row["kind"] == "gii":  # a rank that falls by number is a rise
            places = -int(row["change"])
            text = self.say("matrix.place" if abs(places) == 1 else "matrix.places", places=abs(places))
            return numbers.arrow(places, text)
        indicator = self.dataset.catalog.indicators[str(row["code"])]
        text = change(indicator, row, self.say)
        points = indicator.kind == "share" and row["how"] == "difference"
        return self.say("matrix.points", points=text) if points else text

    def growth(self, row: Row) -> str:
        """Return the growth a year of a row; blank where a rate has no meaning."""
        if not numbers.known(row["growth"]):
            return ""
        return self.say("matrix.growth", rate=SHARE.write(100 * row["growth"], sign=True))


@cached
def _counts(dataset: Dataset, since: int, number: int) -> dict[str, int]:
    """Return how what is measured of a strategic pillar moved since a year."""
    whole = dataset.all_evidence(since)
    return counted(whole[whole["pillar"] == number], since)


def gap(view: View, row: Row) -> tuple[str, str]:
    """Return what the article asks for, and what open data do not show of it."""
    action = view.dataset.catalog.strategy[int(row["pillar"]) - 1].actions[int(row["action"]) - 1]
    return action.text.get(view.say.lang), plain(action.gap.get(view.say.lang)) if action.gap else ""
