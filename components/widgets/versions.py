"""Versions of one series: their figure, with a line for each version, and the names of their columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import vintages as method
from components.charts.layer import figure_by_width
from components.charts.lines import series_style
from components.charts.time_lines import SERIES_HEIGHTS, series_lines
from components.text import numbers
from components.text.catalog import Words
from components.text.view import View
from components.widgets.reading import value
from components.widgets.series_source import release
from data.article import CLAIM_YEAR, FOCUS
from data.entries import Indicator

_SINGLES = "rings"  # name of the line of values without a whole version, which are drawn as rings
_YEARS_BEFORE = 2  # years drawn before the first that a second version has
_MAX_LABELLED_YEARS = 4  # years with single values; with more of them only tips name the versions


def series_name(indicator: Indicator, t: Words) -> str:
    """Return the short name of a series, without its version."""
    return t.phrase(indicator.measure or indicator.short)


@dataclass(frozen=True)
class Versions(View):
    """The versions of one series for one economy.

    series: the code of the newest version; values: the table of analysis.vintages.release_values.
    """

    series: str
    values: pd.DataFrame = field(compare=False)
    economy: str = FOCUS

    @property
    def indicator(self) -> Indicator:
        """The catalog entry of the newest version."""
        return self.dataset.catalog.indicators[self.series]

    @cached_property
    def releases(self) -> method.Releases:
        """The codes of the versions, and whether they are rebased."""
        return method.releases_of(self.dataset.catalog.indicators, self.series)

    @cached_property
    def whole(self) -> dict[str, pd.DataFrame]:
        """The values of each version that is available whole, by code, the newest first."""
        values = self.values[self.values["whole"].astype(bool)]
        return {str(code): rows for code, rows in values.groupby("indicator", sort=False)}

    @property
    def singles(self) -> pd.DataFrame:
        """Values without a whole version."""
        return self.values[~self.values["whole"].astype(bool)]

    @cached_property
    def telling(self) -> Mapping[Any, Any] | None:
        """The oldest and the newest value of one year; None where no year has two."""
        return method.telling_year(self.values, rebased=self.releases.rebased)

    @cached_property
    def base(self) -> int | None:
        """The year in which rebased versions are 100; None where the values are as published."""
        common = method.common_year(self.values, self.releases.codes)
        return (common or CLAIM_YEAR) if self.releases.rebased else None

    @property
    def first(self) -> int:
        """The first year of the figure: shortly before the second version begins, if there is one."""
        newest, first = next(iter(self.whole)), int(self.values["year"].min())
        older = self.values[~self.values["whole"].astype(bool) | (self.values["indicator"] != newest)]
        return first if older.empty else max(first, int(older["year"].min()) - _YEARS_BEFORE)

    @property
    def columns(self) -> dict[str, str]:
        """Heads of the columns, of whole versions by code, of single values by date."""
        heads = {code: release(self.dataset, {*rows["source"]}, self.t) for code, rows in self.whole.items()}
        dates = sorted(self.singles["vintage"].unique(), reverse=True)
        return heads | {date: self.t.write(date, "vintage") for date in dates}

    def write(self, number: float) -> str:
        """Write a value, as an index where versions are rebased."""
        return self.t.write(number, "index") if self.base else value(self.indicator, number, self.t)

    def release_name(self, source: object, vintage: object) -> str:
        """Name the version of one value."""
        return release(self.dataset, [str(source)], self.t, str(vintage))

    def figure(self) -> str:
        """Return the figure as JSON text."""
        values = self.values[self.values["year"] >= self.first].reset_index(drop=True)
        single = ~values["whole"].astype(bool)
        labels = pd.Series("", index=values.index)
        if values.loc[single, "year"].nunique() <= _MAX_LABELLED_YEARS:
            for _, dates in values[single].groupby(["year", "level"])["vintage"]:  # of one value
                ends = dict.fromkeys((dates.min(), dates.max()))
                labels[dates.index] = numbers.DASH.join(self.t.write(date, "vintage") for date in ends)
        drawn = values.assign(
            line=values["indicator"].mask(single, _SINGLES),
            value=values["level"],
            tip=[self._tip(row) for row in values.to_dict("records")],
            note=labels,
        )
        newest, *older = self.whole
        roles = {newest: "hero"} | dict.fromkeys(older, "other")
        is_focus = self.economy == FOCUS
        styles = [
            series_style(code, *self._line_labels(code), roles[code], is_china=is_focus)
            for code in reversed(roles)
        ]
        options: dict[str, Any] = {"rings": _SINGLES}
        if self.base:  # an index on its axis
            options |= {"marked_year": self.base, "tick": self.t.writer("whole")}
            options |= {"labelled_years": (int(self.telling["year"]),)} if self.telling else {}
        return figure_by_width(
            lambda min_width: series_lines(drawn, styles, self.write, min_width, **options), *SERIES_HEIGHTS
        )

    def _tip(self, row: Mapping[Any, Any]) -> str:
        values = {
            "economy": self.economy_name(self.economy),
            "year": row["year"],
            "release": self.release_name(row["source"], row["vintage"]),
            "value": self.write(row["level"]),
        }
        if self.base:
            return self.t("releases.figure.tip_index", base=self.base, **values)
        if pd.isna(row["error"]):
            return self.t("releases.figure.tip", **values)
        return self.t("releases.figure.tip_error", error=self.write(2 * row["error"]), **values)

    def _line_labels(self, code: str) -> tuple[str, str]:
        catalog, rows = self.dataset.catalog, self.whole[code]
        name = self.t.write(str(rows["vintage"].iloc[0]), "vintage")
        families = {catalog.indicators[other].source for other in self.whole}
        if len(families) > 1 or rows["vintage"].nunique() > 1:
            name = self.t.phrase(catalog.sources[catalog.indicators[code].source].short)
        last = self.write(float(rows["level"].iloc[-1]))
        if len(self.whole) == 1:
            return last, last
        return (name, name) if self.base else (f"{last}  {name}", name)
