"""What the parts of the page on releases share: the releases of one series, names, how values are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import vintages as method
from analysis.frames import releases as frames
from analysis.progress import CLAIM_YEAR
from analysis.query import Nothing
from components import numbers, view
from components.measures import REBASED
from components.parts.reading import value
from components.parts.series_source import release, release_of
from data.entries import Indicator, Releases, releases_of


@dataclass(frozen=True)
class View(view.View):
    """The series that is asked for, with everything that is held of its releases for China."""

    choice: method.Choice

    @property
    def series(self) -> str:
        """The code of its newest release."""
        return self.choice.series

    @property
    def indicator(self) -> Indicator:
        """What the catalog says of the newest release."""
        return self.dataset.catalog.indicators[self.series]

    @property
    def name(self) -> str:
        """The short name of the series, without its release."""
        return called(self.indicator, self.say.lang)

    @cached_property
    def about(self) -> Releases:
        """The codes of the releases."""
        return releases_of(self.dataset.catalog.indicators, self.series)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All values of China by release and year."""
        return frames.RELEASES.result(self.dataset, self.choice)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Oldest and newest value of each year."""
        return method.pairs(self.frame, rebased=self.about.rebased)

    @cached_property
    def telling(self) -> Mapping[Any, Any] | None:
        """The pair that the finding is made of."""
        return method.telling(self.frame, rebased=self.about.rebased)

    @cached_property
    def compared(self) -> pd.DataFrame:
        """All comparisons of whole releases."""
        return frames.COMPARED.result(self.dataset, Nothing())

    @property
    def newest_comparison(self) -> Mapping[Any, Any] | None:
        """The comparison of the newest release of the series with the one before it."""
        rows = self.compared[self.compared["indicator"] == self.series].to_dict("records")
        return rows[0] if rows else None

    @cached_property
    def base(self) -> int:
        """The year in which rebased releases are 100."""
        return method.common_year(self.frame, self.about.codes) or CLAIM_YEAR

    @property
    def unit(self) -> str:
        """The unit of what is shown."""
        if self.about.rebased:
            return self.say("releases.unit_index", base=self.base)
        return self.indicator.unit.get(self.say.lang)

    def write(self, number: float) -> str:
        """Write a value as it is shown."""
        return REBASED.write(number) if self.about.rebased else value(self.indicator, number)

    def apart(self, number: float) -> str:
        """Write a difference with its sign."""
        if self.about.rebased:
            return REBASED.write(number, sign=True)
        decimals = 2 if self.indicator.kind == "share" else self.indicator.decimals
        return numbers.decimal(number * self.indicator.scale, decimals, sign=True)

    def whole(self, code: str) -> str:
        """Name a whole release."""
        rows = self.frame[self.frame["whole"] & (self.frame["indicator"] == code)]
        return release(self.dataset, set(rows["source"]), self.say)

    def one(self, source: object, vintage: object) -> str:
        """Name the release of one value."""
        return release_of(self.dataset, str(source), str(vintage), self.say)

    @property
    def codes(self) -> list[str]:
        """The codes of the whole releases that are held for China, the newest first."""
        held = set(self.frame.loc[self.frame["whole"], "indicator"])
        return [code for code in self.about.codes if code in held]


def called(indicator: Indicator, lang: str) -> str:
    """Return the short name of a measure, without its release."""
    return (indicator.measure or indicator.short).get(lang)
