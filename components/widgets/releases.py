"""Releases side by side: which figures of older releases have changed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import vintages as method
from analysis.query import NoChoices
from analysis.vintages import Choice
from components.cards.badges import empty, note
from components.cards.card import Card, Content
from components.cards.tables import own_table, table_card
from components.text.view import PageView
from components.widgets.series_source import source_line
from components.widgets.versions import Versions, series_name

FINDING, BODY = "releases-finding", "releases-body"


@dataclass(frozen=True)
class ReleasesView(PageView[Choice]):
    """The chosen series with all its releases for China."""

    @cached_property
    def versions(self) -> Versions:
        """The releases of the series."""
        values = method.RELEASES.result(self.dataset, self.choice)
        return Versions(self.dataset, self.t, self.choice.series, values)


def section(view: ReleasesView) -> list[Component]:
    """Return the parts that change with the series: its finding, and its values by release."""
    t = view.t
    cards: list[Component] = [empty([t("releases.figure.empty")])]
    if view.versions.whole:
        right = PAIRS.draw(view).html if view.versions.telling else empty([t("releases.pairs.none")])
        cards = [html.Div([RELEASES.draw(view).html, *map(note, notes(view))]), html.Div(right)]
    title = html.Summary(t.phrase(view.dataset.catalog.downloads[COMPARED.name].title))
    all_series = html.Details([title, COMPARED.draw(view).html], className="checks-folded")
    return [
        html.Span(finding(view), id=FINDING),
        html.Div([html.Div(cards, className="releases-grid"), all_series], id=BODY),
    ]


def finding(view: ReleasesView) -> str:
    """Return how one value changed between releases, or how many values did between two whole releases."""
    t, versions, pair = view.t, view.versions, view.versions.telling
    name = series_name(versions.indicator, t)
    if pair is None:
        compared = method.COMPARED.result(view.dataset, NoChoices())
        rows: list[dict[Any, Any]] = compared[compared["indicator"] == view.choice.series].to_dict("records")
        if not rows or not rows[0]["economy_values"]:
            return t("releases.finding.missing", name=name)
        key = "releases.finding.compared" if rows[0]["economy_changed"] else "releases.finding.unchanged"
        return t(key, name=name, **{str(column): value for column, value in rows[0].items()})
    older = versions.release_name(pair["old_source"], pair["old_vintage"])
    newer = versions.release_name(pair["new_source"], pair["new_vintage"])
    # One publisher is named below the figure, so that the vintages suffice here.
    if versions.release_name(pair["old_source"], pair["new_vintage"]) == newer:
        older, newer = (t.write(str(pair[f"{age}_vintage"]), "vintage") for age in ("old", "new"))
    old, new = versions.write(pair["old"]), versions.write(pair["new"])
    key = "releases.finding.same" if old == new else "releases.finding.moved"
    key = "releases.finding.rebased" if versions.base else key
    values = {"name": name, "year": pair["year"], "base": versions.base, "old": old, "new": new}
    return t(key, older=older, newer=newer, **values)


def notes(view: ReleasesView) -> list[str]:
    """Return notes on the comparison: different publishers, and releases that share a line."""
    t, whole, indicators = view.t, view.versions.whole, view.dataset.catalog.indicators
    newest, *older = whole
    lines = [
        t("releases.note.publisher", older=view.versions.columns[code], newer=view.versions.columns[newest])
        for code in older
        if indicators[code].source != indicators[newest].source
    ]
    joined = whole[newest].groupby("vintage")["year"]
    if joined.ngroups > 1:
        parts = [
            t("releases.note.years", years=view.edition_list(sorted(years)), release=date)
            for date, years in joined
        ]
        lines.append(t("releases.note.joined", parts=t("series.between").join(parts)))
    return lines


def by_release(view: ReleasesView) -> Content:
    """Return the card of China's values by release and year; its table has a column for each release."""
    t, versions, values = view.t, view.versions, view.versions.values
    if not versions.whole:
        return Content(finding(view))
    measure = _measure(view)
    measure += t("releases.figure.errors") if values["error"].notna().any() else ""
    measure += t("releases.figure.rings") if len(versions.singles) else ""
    if versions.first > values["year"].min():
        measure += t("releases.figure.from", first=versions.first)
    return Content(
        finding(view),
        measure,
        _table(view, t("releases.figure.table"), values),
        versions.figure(),
        source_line(view.dataset, values, t, is_calculated=versions.base is not None),
        heading=t("releases.figure.heading"),
        releases=[*values["source"]],
    )


def _measure(view: ReleasesView) -> str:
    t, base, indicator = view.t, view.versions.base, view.versions.indicator
    unit = t("releases.unit_index", base=base) if base else t.unit_of(indicator)[0]
    return t("releases.figure.measure", name=series_name(indicator, t), unit=unit)


def _table(view: ReleasesView, caption: str, values: pd.DataFrame) -> html.Div:
    column = values["indicator"].where(values["whole"].astype(bool), values["vintage"])
    texts = values["level"].map(view.versions.write, na_action="ignore")
    rows = values.assign(vintage=column, shown_on_page=texts)
    across = {key: name for key, name in view.versions.columns.items() if key in set(column)}
    return own_table(view, method.RELEASES, caption, rows, across=across)


def in_common(view: ReleasesView) -> Content:
    """Return the card of the years that several releases have, a table."""
    if not view.versions.telling:
        return Content(finding(view))
    t, values = view.t, view.versions.values
    several = values[values.groupby("year")["year"].transform("size") > 1]
    title = t("releases.pairs.title")
    return Content(
        title,
        _measure(view),
        source=source_line(view.dataset, several, t, is_calculated=view.versions.base is not None),
        body=[_table(view, title, several)],
        releases=[*several["source"]],
    )


RELEASES = Card("releases-figure", "releases", (method.RELEASES,), by_release, height=710)
PAIRS = Card("releases-pairs", "releases-pairs", (method.RELEASES,), in_common, height=720, plotted=False)
COMPARED = table_card("releases-compared", "releases-compared", method.COMPARED, 720)
CARDS = (RELEASES, PAIRS, COMPARED)
