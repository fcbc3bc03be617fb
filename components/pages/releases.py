"""Releases side by side: what must a reader know who quotes an older figure?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import vintages as method
from analysis.query import Nothing
from analysis.vintages import Choice, released
from components.cards.badges import empty, note
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content
from components.cards.kit import Col, columns_of, file_rows, own_table, rows_table
from components.charts.layer import packed
from components.charts.lines import series_style
from components.charts.time_lines import SERIES_HEIGHTS, series_lines
from components.parts.blocks import columns, three
from components.parts.controls import Controls
from components.parts.reading import value
from components.parts.series_source import release, source_line
from components.words import numbers
from components.words.text import markup
from components.words.view import PageView
from data.article import CLAIM_YEAR
from data.entries import Indicator

PAGE = "releases"
FINDING, BODY = "releases-finding", "releases-body"
_RINGS = "rings"
_BEFORE = 2  # years drawn before the first that a second release holds
_LABELLED = 4  # years with single values, above which their releases stand in the tips only


@dataclass(frozen=True)
class ReleasesView(PageView[Choice]):
    """The series that is asked for, by its newest release, with all releases of it for China."""

    @property
    def indicator(self) -> Indicator:
        """What the catalog says of the newest release."""
        return self.dataset.catalog.indicators[self.choice.series]

    @property
    def name(self) -> str:
        """The short name of the series, without its release."""
        return self.t.phrase(self.indicator.measure or self.indicator.short)

    @cached_property
    def about(self) -> method.Releases:
        """The codes of the releases."""
        return method.releases_of(self.dataset.catalog.indicators, self.choice.series)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All values of China by release and year."""
        return method.RELEASES.result(self.dataset, self.choice)

    @property
    def releases(self) -> list[str]:
        """The releases that these come from."""
        return list(self.frame["source"])

    @property
    def codes(self) -> list[str]:
        """The codes of the whole releases that are available for China, the newest first."""
        whole = set(self.frame.loc[self.frame["whole"], "indicator"])
        return [code for code in self.about.codes if code in whole]

    @property
    def singles(self) -> pd.DataFrame:
        """Values of which no whole release is available."""
        return self.frame[~self.frame["whole"].astype(bool)]

    def of(self, code: str) -> pd.DataFrame:
        """Return the values of a whole release."""
        return self.frame[self.frame["whole"] & (self.frame["indicator"] == code)]

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Oldest and newest value of each year."""
        return method.pairs(self.frame, rebased=self.about.rebased)

    @cached_property
    def telling(self) -> Mapping[Any, Any] | None:
        """The pair that the finding is made of."""
        return method.telling(self.frame, rebased=self.about.rebased)

    @property
    def newest_comparison(self) -> Mapping[Any, Any] | None:
        """How many values differ in the newest release of the series and the one before; None where none."""
        frame = method.COMPARED.result(self.dataset, Nothing())
        rows = frame[frame["indicator"] == self.choice.series].to_dict("records")
        return rows[0] if rows and rows[0]["economy_values"] else None

    @cached_property
    def base(self) -> int:
        """The year in which rebased releases are 100."""
        return method.common_year(self.frame, self.about.codes) or CLAIM_YEAR

    @property
    def first(self) -> int:
        """The year the figure begins with: shortly before releases can be told apart, else the first."""
        frame = self.frame
        older = frame[~frame["whole"].astype(bool) | (frame["indicator"] != frame["indicator"].iloc[0])]
        first = int(frame["year"].min())
        return first if older.empty else max(first, int(older["year"].min()) - _BEFORE)

    @property
    def unit(self) -> str:
        """The unit of what is shown."""
        if self.about.rebased:
            return self.t("releases.unit_index", base=self.base)
        return self.t.unit_of(self.indicator)[0]

    def write(self, number: float) -> str:
        """Write a value as it is shown."""
        if self.about.rebased:
            return self.t.write(number, "index")
        return value(self.indicator, number, self.t)

    def apart(self, number: float) -> str:
        """Write a difference with its sign."""
        if self.about.rebased:
            return self.t.write(number, "+index")
        decimals = 2 if self.indicator.kind == "share" else self.indicator.decimals
        return self.t.write(number * self.t.unit_of(self.indicator)[1], f"+.{decimals}")

    def whole(self, code: str) -> str:
        """Name a whole release."""
        return release(self.dataset, set(self.of(code)["source"]), self.t)

    def one(self, source: object, vintage: object) -> str:
        """Name the release of one value."""
        return release(self.dataset, [str(source)], self.t, str(vintage))


def layout(view: ReleasesView) -> list[Component]:
    """Return the page for a series."""
    dataset, t = view.dataset, view.t
    names = {code: replace(view, choice=Choice(code)).name for code in released(dataset)}
    picker = Controls(PAGE, view.choice, dataset, t, names).select("series", searchable=True)
    first = html.Div([empty([t("releases.figure.empty")])], className="releases-empty")
    if len(view.frame):
        right = empty([t("releases.pairs.none")]) if view.pairs.empty else PAIRS.draw(view).html
        left = html.Div([RELEASES.draw(view).html, *notes(view)])
        first = html.Div([left, html.Div(right)], className="profile-grid releases-first")
    # What to do with an older figure, and what is not available; another series where no release has a name.
    others = [Choice.read(dataset, {}), *map(Choice, released(dataset))]
    below: list[Component] = [html.Div(COMPARED.draw(view).html, className="block")]
    if named := next(
        (one for one in (view, *(replace(view, choice=one) for one in others)) if one.codes), None
    ):
        latest = named.of(named.codes[0]).iloc[-1]
        about = {"release": named.one(latest["source"], latest["vintage"])}
        about["name"] = t.phrase(dataset.catalog.sources[named.indicator.source].publisher)
        parts = dict.fromkeys(("cite", "splice", "limits"), ("text",))
        below.append(three(columns(t, "releases.rules", parts, **about)))
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(t("releases.deck.rule")), className="deck"),
        html.Div(picker, className="controls"),
        html.Div([first, *below], id=BODY),
    ]


def finding(view: ReleasesView) -> str:
    """Return the title: one value then and now, else how many values changed between two whole releases."""
    t, pair, counts = view.t, view.telling, view.newest_comparison
    if pair is None:
        key = "missing" if counts is None else "compared" if counts["economy_changed"] else "unchanged"
        return t(f"releases.finding.{key}", name=view.name, **(counts or {}))
    old, new = view.write(pair["old"]), view.write(pair["new"])
    older, newer = (view.one(pair[f"{age}_source"], pair[f"{age}_vintage"]) for age in ("old", "new"))
    if view.one(pair["old_source"], pair["new_vintage"]) == newer:  # one publisher, named below
        older, newer = (t.write(str(pair[f"{age}_vintage"]), "vintage") for age in ("old", "new"))
    values = {"name": view.name, "year": pair["year"], "base": view.base, "old": old, "new": new}
    key = "releases.finding.same" if old == new else "releases.finding.moved"
    key = "releases.finding.rebased" if view.about.rebased else key
    return t(key, older=older, newer=newer, **values)


def notes(view: ReleasesView) -> list[html.Div]:
    """Return what must be known of this comparison: publishers, base years, errors, whole releases."""
    t, codes, indicators = view.t, view.codes, view.dataset.catalog.indicators
    lines = [
        t("releases.note.publisher", older=view.whole(code), newer=view.whole(codes[0]))
        for code in codes[1:]
        if indicators[code].source != indicators[codes[0]].source
    ]
    if view.about.rebased:
        bases = t.listing([str(year) for year in sorted(set(view.about.bases.values()))])
        lines.append(t("releases.note.bases", bases=bases, base=view.base))
    pair = view.telling
    if pair is not None and not math.isnan(pair["old_error"]) and not math.isnan(pair["new_error"]):
        errors = {name: view.write(2 * pair[name]) for name in ("old_error", "new_error")}
        difference = view.apart(pair["difference"])
        lines.append(t("releases.note.errors", year=pair["year"], difference=difference, **errors))
    own, singles = view.of(view.choice.series), view.singles
    if own["vintage"].nunique() > 1:  # it is not of one release only
        parts = [
            t("releases.note.years", years=view.edition_list(sorted(rows["year"])), release=date)
            for date, rows in own.groupby("vintage", sort=True)
        ]
        lines.append(t("releases.note.joined", parts=t("series.between").join(parts)))
    counts = view.newest_comparison
    if counts is not None and not math.isnan(counts["economy_largest"]):
        sentences = [t("releases.note.changed", **counts)]
        gaps = (singles["level"] - singles["year"].map(own.set_index("year")["level"])).dropna()
        if len(gaps):
            key = "releases.note.higher" if gaps.max() < 0 else "releases.note.mixed"
            sentences.append(t("releases.note.lower" if gaps.min() > 0 else key))
        lines.append(t.sentences(sentences))
    return [note(line) for line in lines]


def by_release(view: ReleasesView) -> Content:
    """Return China's values by release and year; the table has years down and releases across."""
    t, frame = view.t, view.frame
    if frame.empty:
        return Content(finding(view))
    measure = t("releases.figure.measure", name=view.name, unit=view.unit)
    measure += t("releases.figure.errors") if frame["error"].notna().any() else ""
    measure += t("releases.figure.rings") if len(view.singles) else ""
    if view.first > int(frame["year"].min()):
        measure += t("releases.figure.from", first=view.first)
    release = frame["indicator"].where(frame["whole"], frame["vintage"])
    rows = frame.assign(vintage=release, shown_on_page=frame["level"].map(view.write, na_action="ignore"))
    across = {code: view.whole(code) for code in reversed(view.codes[1:])}
    across |= {date: t.write(date, "vintage") for date in sorted(view.singles["vintage"].unique())}
    across |= {code: view.whole(code) for code in view.codes[:1]}
    apart = view.pairs.set_index("year")["difference"].map(view.apart).astype("object")
    years = apart.reindex(frame["year"].unique(), fill_value="")
    difference = {Col("difference", t("releases.pairs.difference")): years}
    caption = t("releases.figure.table")
    return Content(
        finding(view),
        measure,
        own_table(view, method.RELEASES, caption, rows, across=across, beside=difference),
        figures_json(view),
        source_line(view.dataset, frame, t, own=view.about.rebased),
        heading=t("releases.figure.heading"),
    )


def figures_json(view: ReleasesView) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    t, codes, catalog = view.t, view.codes, view.dataset.catalog
    frame = view.frame[view.frame["year"] >= view.first].reset_index(drop=True)
    tips = []
    for row in frame.to_dict("records"):
        about = {"year": row["year"], "release": view.one(row["source"], row["vintage"])}
        key, error = "tip", ""
        if not math.isnan(row["error"]):
            key, error = "tip_error", view.write(2 * row["error"])
        tips.append(t(f"releases.figure.{key}", value=view.write(row["level"]), error=error, **about))
    labels, singles = pd.Series("", index=frame.index), frame[~frame["whole"].astype(bool)]
    if singles["year"].nunique() <= _LABELLED:
        for _, dates in singles.groupby(["year", "level"])["vintage"]:  # several of one value: first and last
            ends = dict.fromkeys((dates.min(), dates.max()))
            labels[dates.index] = numbers.DASH.join(t.write(date, "vintage") for date in ends)
    lines = frame["indicator"].where(frame["whole"], _RINGS)
    drawn = frame.assign(line=lines, value=frame["level"], tip=tips, note=labels)
    families = {catalog.indicators[code].source for code in codes}
    looks = []
    for place, code in enumerate(codes):
        rows = view.of(code)
        name = t.write(str(rows["vintage"].iloc[0]), "vintage")
        if len(families) > 1 or rows["vintage"].nunique() > 1:
            name = t.phrase(catalog.sources[catalog.indicators[code].source].short)
        last = view.write(float(rows["level"].iloc[-1]))
        beside, short = (last, last) if len(codes) == 1 else (f"{last}  {name}", name)
        looks.append(series_style(code, beside, short, "other" if place else "hero"))
    look: dict[str, Any] = {"rings": _RINGS}
    if view.about.rebased:  # an index on its axis
        look |= {"mark": view.base, "tick": t.writer("whole")}
    return packed(lambda least: series_lines(drawn, looks, view.write, least, **look), *SERIES_HEIGHTS)


def pairs(view: ReleasesView) -> Content:
    """Return the years that more than one release holds."""
    t, pairs, pair = view.t, view.pairs.sort_values("year", ascending=False), view.telling or {}
    if pairs.empty:
        return Content(finding(view))
    rows = pairs.assign(
        old=pairs["old"].map(view.write),
        new=pairs["new"].map(view.write),
        difference=pairs["difference"].map(view.apart),
        release=list(map(view.one, pairs["old_source"], pairs["old_vintage"])),
    )
    columns = columns_of(t, "releases.pairs", year="text", old="", new="", difference="", release="text")
    title = t("releases.pairs.title")
    return Content(
        title,
        t("releases.pairs.measure", unit=view.unit),
        source=source_line(view.dataset, view.frame, t, own=True),
        body=[rows_table(t, rows, columns, title, ("year", pair.get("year")))],
    )


def compared(view: ReleasesView) -> Content:
    """Return all releases compared."""
    t, catalog, day = view.t, view.dataset.catalog, view.t.writer("day")
    rows = file_rows(view, method.COMPARED)
    known = [catalog.indicators[code] for code in rows["indicator"]]
    dates = zip(rows["older_vintage"], rows["newer_vintage"], strict=True)
    words = {
        "indicator_name": [t.phrase(one.short) for one in known],
        "older_vintage": [" → ".join(map(day, pair)) for pair in dates],
    }
    marked = ("indicator", view.choice.series)
    title = t("releases.compared.title")
    publishers = t.listing(sorted({t.phrase(catalog.sources[one.source].short) for one in known}))
    return Content(
        title,
        t("releases.compared.measure"),
        source=t("releases.compared.source", publishers=publishers, checked=view.checked),
        body=[own_table(view, method.COMPARED, title, rows, words, marked=marked)],
        releases=sorted({*rows["newer"], *rows["older"]}),
    )


RELEASES = Card("releases-figure", "releases", (method.RELEASES,), by_release, height=710)
PAIRS = Card("releases-pairs", "releases-pairs", (method.RELEASES,), pairs, height=720, plotted=False)
COMPARED = Card(
    "releases-compared", "releases-compared", (method.COMPARED,), compared, height=720, plotted=False
)
CARDS = (RELEASES, PAIRS, COMPARED)
CALLBACKS = Callbacks(Choice, ReleasesView, parts=(FINDING, BODY))
