"""Where figures come from: releases in words and as links, the line under a figure, all publishers."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import inventory
from analysis.dataset import Dataset, cached
from components.cards.tables import Cell
from components.text.attributes import attributes
from components.text.catalog import Words, plain

_STATED = re.compile(r"(.+) \(stated for version (\S+)\)")
PASSED_ON: Final = ("own_calculation", "third_party_panel", "press", "official_targets")
"""Families that name no publisher of figures: our own, and those who restate what others published."""


def release(dataset: Dataset, sources: Collection[str], t: Words, stated: str = "") -> str:
    """Name the release of a family that values come from; several yearly ones as first to last year.

    stated: the vintage of one value, which may be older than that of its source.
    """
    rows = _rows(dataset, sources)
    family = t.phrase(dataset.catalog.sources[str(rows[0]["family"])].short)
    dates = [stated] if stated else sorted({str(row["vintage"]) for row in rows})
    if len(dates) > 1:
        return t("series.releases", name=family, first=dates[0][:4], last=dates[-1][:4])
    return t("series.release", name=family, vintage=t.write(dates[0], "vintage"))


def source_line(
    dataset: Dataset, frame: pd.DataFrame, t: Words, *, own: bool, years: tuple[int, int] | None = None
) -> list[str | Component]:
    """Return the line under a figure: releases with licences, data years, day of the last check.

    frame: its column source says where the values come from, year which years they measure; own: whether
    figures were calculated here.
    """
    named = []
    for sources in _families(dataset, frame["source"]):
        licence = _licence(_rows(dataset, sources)[0], t)
        named.append(t("series.source_one", release=release(dataset, sources, t), licence=licence))
    first, last = years or (int(frame["year"].min()), int(frame["year"].max()))
    line = plain(
        t("series.source", sources=t("series.between").join(named), first=first, last=last)
        + (t("series.own") if own else "")
        + t("series.checked", checked=t.write(dataset.last_checked, "day"))
    )
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def _licence(row: dict[Any, Any], t: Words) -> str:
    """Return the licence as stated; where it was stated for another version, that is said."""
    stated = "" if pd.isna(row["licence"]) else str(row["licence"])
    if stated in ("", "not stated"):
        return t("series.no_licence")
    if found := _STATED.fullmatch(stated):
        same = found[2] == str(row["vintage"])
        return found[1] if same else t("series.licence_of", licence=found[1], version=found[2])
    return stated


def _families(dataset: Dataset, sources: pd.Series) -> list[list[str]]:
    """Return the sources that occur, grouped by family and, but for yearly ones, by release."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in _rows(dataset, {str(source) for source in sources}):
        yearly = str(row["source"]).rpartition("_")[2].isdigit() and str(row["family"]).startswith("nbs")
        key = (str(row["family"]), "" if yearly else str(row["vintage"]))
        groups.setdefault(key, []).append(str(row["source"]))
    return list(groups.values())


def _rows(dataset: Dataset, sources: Iterable[str]) -> list[dict[Any, Any]]:
    wanted = {*sources}
    return [row for row in _every(dataset) if row["source"] in wanted]


@cached
def _every(dataset: Dataset) -> list[dict[Any, Any]]:
    """Return the rows of all releases, read once: a page asks for some dozens of them."""
    return [*dataset.table("sources").to_dict("records")]


def publisher(dataset: Dataset, family: str, words: Words) -> html.A:
    """Return a family of sources as a link to where readers find it."""
    source = dataset.catalog.sources[family]
    return html.A(words.phrase(source.name), href=source.url, rel="noopener")


def vintages(dataset: Dataset, releases: Iterable[str], words: Words) -> dict[str, str]:
    """Return by family of sources the vintage of the releases, or the first and the last of several."""
    months: dict[str, list[str]] = {}
    for release in releases:
        row = dataset.sources.loc[release]
        months.setdefault(str(row["family"]), []).append(words.write(str(row["vintage"]), "month"))
    spans = {}
    for family, named in months.items():
        first, *others = dict.fromkeys(named)
        spans[family] = words("list.span", first=first, last=others[-1]) if others else first
    return spans


def release_links(dataset: Dataset, found: Iterable[str], words: Words) -> Cell:
    """Return the publishers of the releases as links, each with its vintages."""
    parts: list[str | Component] = []
    for family, dates in vintages(dataset, found, words).items():
        parts += [publisher(dataset, family, words), html.Span(dates, className="small")]
    return parts


@cached
def used_publishers(dataset: Dataset) -> dict[str, int]:
    """Return how many figures come from each release."""
    return {str(source): int(count) for source, count in inventory.used_releases(dataset.table).items()}


def all_figures(dataset: Dataset, t: Words) -> tuple[int, str]:
    """Return how many figures there are, and the words that stand behind that number."""
    releases = used_publishers(dataset)
    return sum(releases.values()), t("data.counted", count=len(releases))


def publishers(dataset: Dataset, t: Words) -> list[str]:
    """Return who published those figures, in a language, the one of most figures first."""
    counts: Counter[str] = Counter()
    for release, count in used_publishers(dataset).items():
        family = str(dataset.sources.at[release, "family"])
        if family not in PASSED_ON:
            counts[t.phrase(dataset.catalog.sources[family].publisher)] += count
    return [name for name, _ in counts.most_common()]
