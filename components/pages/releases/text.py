"""The releases of one series: their names, how values are written, finding, notes, what to do with them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html

from analysis import vintages as method
from analysis.frames import releases as frames
from analysis.listing import runs
from analysis.progress import CLAIM_YEAR
from analysis.query import Nothing
from analysis.vintages import Choice
from components import numbers, view
from components.measures import REBASED
from components.parts.badges import note
from components.parts.columns import column, three
from components.parts.reading import value
from components.parts.series_source import release, release_of, vintage
from components.text import Words
from data.entries import Indicator, Releases, releases_of


@dataclass(frozen=True)
class View(view.View):
    """The series that is asked for, with everything that is available of its releases for China."""

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
        return called(self.indicator, self.t.lang)

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
            return self.t("releases.unit_index", base=self.base)
        return self.indicator.unit.get(self.t.lang)

    def write(self, number: float) -> str:
        """Write a value as it is shown."""
        lang = self.t.lang
        return REBASED.write(number, lang) if self.about.rebased else value(self.indicator, number, lang)

    def apart(self, number: float) -> str:
        """Write a difference with its sign."""
        if self.about.rebased:
            return REBASED.write(number, self.t.lang, sign=True)
        decimals = 2 if self.indicator.kind == "share" else self.indicator.decimals
        return numbers.decimal(number * self.indicator.scale, decimals, self.t.lang, sign=True)

    def whole(self, code: str) -> str:
        """Name a whole release."""
        rows = self.frame[self.frame["whole"] & (self.frame["indicator"] == code)]
        return release(self.dataset, set(rows["source"]), self.t)

    def one(self, source: object, vintage: object) -> str:
        """Name the release of one value."""
        return release_of(self.dataset, str(source), str(vintage), self.t)

    @property
    def codes(self) -> list[str]:
        """The codes of the whole releases that are available for China, the newest first."""
        whole = set(self.frame.loc[self.frame["whole"], "indicator"])
        return [code for code in self.about.codes if code in whole]


def called(indicator: Indicator, lang: str) -> str:
    """Return the short name of a measure, without its release."""
    return (indicator.measure or indicator.short).get(lang)


_VINTAGES = {"older": "old_vintage", "newer": "new_vintage"}


def finding(view: View) -> str:
    """Return the title: one value then and now, else how many values changed between two whole releases."""
    t, pair = view.t, view.telling
    if pair is None:
        return _compared(view)
    old, new = view.write(pair["old"]), view.write(pair["new"])
    values: dict[str, Any] = {
        "name": view.name,
        "year": pair["year"],
        "old": old,
        "new": new,
        "older": view.one(pair["old_source"], pair["old_vintage"]),
        "newer": view.one(pair["new_source"], pair["new_vintage"]),
    }
    if view.one(pair["old_source"], pair["new_vintage"]) == values["newer"]:  # one publisher, named below
        values |= {name: vintage(str(pair[key]), t) for name, key in _VINTAGES.items()}
    if view.about.rebased:
        return t("releases.finding.rebased", base=view.base, **values)
    return t("releases.finding.same" if old == new else "releases.finding.moved", **values)


def _compared(view: View) -> str:
    t, row = view.t, view.newest_comparison
    if row is None or not row["china_values"]:
        return t("releases.finding.missing", name=view.name)
    key = "releases.finding.compared" if row["china_changed"] else "releases.finding.unchanged"
    return t(key, name=view.name, **_counts(row, t))


def _counts(row: Mapping[Any, Any], t: Words) -> dict[str, Any]:
    """Return how many of China's values changed between two releases, and which these are."""
    dates = {age: vintage(str(row[f"{age}_vintage"]), t) for age in ("older", "newer")}
    return {"values": row["china_values"], "changed": row["china_changed"], **dates}


def notes(view: View) -> list[html.Div]:
    """Return what must be known of this comparison: publishers, base years, errors, whole releases."""
    t = view.t
    lines = [*_publishers(view), *_bases(view), *_errors(view), *_joined(view)]
    row = view.newest_comparison
    if row is not None and row["china_values"] and not math.isnan(row["china_largest"]):
        largest = numbers.percent(100 * row["china_largest"], 1, t.lang)
        lines.append(t("releases.note.changed", largest=largest, **_counts(row, t)) + _direction(view))
    return [note(line) for line in lines]


def _publishers(view: View) -> list[str]:
    indicators = view.dataset.catalog.indicators
    codes = view.codes
    others = [code for code in codes[1:] if indicators[code].source != indicators[codes[0]].source]
    return [
        view.t("releases.note.publisher", older=view.whole(code), newer=view.whole(codes[0]))
        for code in others
    ]


def _bases(view: View) -> list[str]:
    if not view.about.rebased:
        return []
    bases = view.t.listing([str(year) for year in sorted(set(view.about.bases.values()))])
    return [view.t("releases.note.bases", bases=bases, base=view.base)]


def _errors(view: View) -> list[str]:
    pair = view.telling
    if pair is None or math.isnan(pair["old_error"]) or math.isnan(pair["new_error"]):
        return []
    errors = {name: view.write(2 * pair[name]) for name in ("old_error", "new_error")}
    return [
        view.t("releases.note.errors", year=pair["year"], difference=view.apart(pair["difference"]), **errors)
    ]


def _joined(view: View) -> list[str]:
    """Say which years of the newest series are of another release, where it is not of one only."""
    t, frame = view.t, view.frame
    own = frame[frame["whole"] & (frame["indicator"] == view.series)]
    if own["vintage"].nunique() < 2:
        return []
    parts = [
        t(
            "releases.note.years",
            years=t.listing(runs(sorted(int(year) for year in rows["year"]))),
            release=vintage(str(date), t),
        )
        for date, rows in own.groupby("vintage", sort=True)
    ]
    return [t("releases.note.joined", parts=t("series.between").join(parts))]


def _direction(view: View) -> str:
    """Write where the single older values lie; nothing where none is available."""
    frame = view.frame
    now = frame[frame["whole"] & (frame["indicator"] == view.series)].set_index("year")["level"].to_dict()
    singles = frame[~frame["whole"].astype(bool)]
    gaps = [
        then - now[year] for year, then in zip(singles["year"], singles["level"], strict=True) if year in now
    ]
    if not gaps:
        return ""
    between = "" if view.t.lang == "zh" else " "
    if min(gaps) > 0:
        return between + view.t("releases.note.lower")
    return between + view.t("releases.note.higher" if max(gaps) < 0 else "releases.note.mixed")


def columns(view: View) -> html.Section:
    """Return the three columns at the end: what to do with an older figure, and what is not available."""
    t = view.t
    usual = replace(view, choice=Choice.read(view.dataset, {}))
    example = view if view.codes else usual  # one with a release to name
    name = example.dataset.catalog.sources[example.indicator.source].publisher.get(t.lang)
    latest = example.frame[example.frame["whole"] & (example.frame["indicator"] == example.codes[0])].iloc[-1]
    release = example.one(latest["source"], latest["vintage"])
    rules = {
        "cite": t("releases.rules.cite", release=release, name=name),
        "splice": t("releases.rules.splice"),
        "limits": t("releases.rules.limits"),
    }
    return three([column(t(f"releases.rules.{key}_title"), [rule]) for key, rule in rules.items()])
