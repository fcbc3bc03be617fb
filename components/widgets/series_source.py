"""Sources of figures: names and links of releases, source lines, publishers."""

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

_LICENCE_OF_VERSION = re.compile(r"(.+) \(stated for version (\S+)\)")
SECONDARY_FAMILIES: Final = ("own_calculation", "third_party_panel", "press", "official_targets")
"""Families without a publisher of figures: own calculations, and those that restate published figures."""


def release(dataset: Dataset, sources: Collection[str], t: Words, stated: str = "") -> str:
    """Name the release of a family, several yearly releases as first to last year.

    stated: the vintage of one value, which may be older than that of its source.
    """
    rows = _rows(dataset, sources)
    family = t.phrase(dataset.catalog.sources[str(rows[0]["family"])].short)
    dates = [stated] if stated else sorted({str(row["vintage"]) for row in rows})
    if len(dates) > 1:
        return t("series.releases", name=family, first=dates[0][:4], last=dates[-1][:4])
    return t("series.release", name=family, vintage=t.write(dates[0], "vintage"))


def source_line(
    dataset: Dataset,
    frame: pd.DataFrame,
    t: Words,
    *,
    is_calculated: bool,
    years: tuple[int, int] | None = None,
) -> list[str | Component]:
    """Return the line under a figure: releases with licences, data years, day of the last check.

    frame: values with the columns source and, unless years are given, year; own: whether figures were
    calculated here.
    """
    releases = []
    for sources in _families(dataset, frame["source"]):
        licence = _licence(_rows(dataset, sources)[0], t)
        releases.append(t("series.source_one", release=release(dataset, sources, t), licence=licence))
    first, last = years or (int(frame["year"].min()), int(frame["year"].max()))
    line = plain(
        t("series.source", sources=t("series.between").join(releases), first=first, last=last)
        + (t("series.own") if is_calculated else "")
        + t("series.checked", checked=t.write(dataset.last_checked, "day"))
    )
    return [line, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]


def _licence(row: dict[Any, Any], t: Words) -> str:
    stated = "" if pd.isna(row["licence"]) else str(row["licence"])
    if stated in ("", "not stated"):
        return t("series.no_licence")
    match = _LICENCE_OF_VERSION.fullmatch(stated)
    if match is None:
        return stated
    licence, version = match.groups()
    if version == str(row["vintage"]):
        return licence
    return t("series.licence_of", licence=licence, version=version)


def _families(dataset: Dataset, sources: pd.Series) -> list[list[str]]:
    """Group the sources by family and, except for yearly ones, by release."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in _rows(dataset, {str(source) for source in sources}):
        yearly = str(row["source"]).rpartition("_")[2].isdigit() and str(row["family"]).startswith("nbs")
        key = (str(row["family"]), "" if yearly else str(row["vintage"]))
        groups.setdefault(key, []).append(str(row["source"]))
    return list(groups.values())


def _rows(dataset: Dataset, sources: Iterable[str]) -> list[dict[Any, Any]]:
    wanted = {*sources}
    return [row for row in _all_rows(dataset) if row["source"] in wanted]


@cached
def _all_rows(dataset: Dataset) -> list[dict[Any, Any]]:
    return [*dataset.table("sources").to_dict("records")]


def publisher(dataset: Dataset, family: str, words: Words) -> html.A:
    """Return the name of a family of sources as a link to its site."""
    source = dataset.catalog.sources[family]
    return html.A(words.phrase(source.name), href=source.url, rel="noopener")


def vintages(dataset: Dataset, releases: Iterable[str], words: Words) -> dict[str, str]:
    """Return the vintage of releases by family, for several releases the first and the last one."""
    months: dict[str, list[str]] = {}
    for release in releases:
        row = dataset.sources.loc[release]
        months.setdefault(str(row["family"]), []).append(words.write(str(row["vintage"]), "month"))
    spans = {}
    for family, names in months.items():
        first, *later = dict.fromkeys(names)
        spans[family] = words("list.span", first=first, last=later[-1]) if later else first
    return spans


def release_links(dataset: Dataset, releases: Iterable[str], words: Words) -> Cell:
    """Return the publishers of releases as links, each with its vintages."""
    parts: list[str | Component] = []
    for family, dates in vintages(dataset, releases, words).items():
        parts += [publisher(dataset, family, words), html.Span(dates, className="small")]
    return parts


@cached
def used_publishers(dataset: Dataset) -> dict[str, int]:
    """Return the number of figures by release."""
    return {str(source): int(count) for source, count in inventory.used_releases(dataset.table).items()}


def all_figures(dataset: Dataset, t: Words) -> tuple[int, str]:
    """Return the number of figures, and the text that follows it."""
    releases = used_publishers(dataset)
    return sum(releases.values()), t("data.counted", count=len(releases))


def publishers(dataset: Dataset, t: Words) -> list[str]:
    """Return the names of publishers in a language, the one with most figures first."""
    counts: Counter[str] = Counter()
    for release, count in used_publishers(dataset).items():
        family = str(dataset.sources.at[release, "family"])
        if family not in SECONDARY_FAMILIES:
            counts[t.phrase(dataset.catalog.sources[family].publisher)] += count
    return [name for name, _ in counts.most_common()]
