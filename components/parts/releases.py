"""The releases that values come from: their publishers as links, each with its vintages."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import numbers
from components.parts.tables import Cell
from components.text import Words


def publisher(dataset: Dataset, family: str, words: Words) -> html.A:
    """Return a family of sources as a link to where readers find it."""
    source = dataset.catalog.sources[family]
    return html.A(source.name.get(words.lang), href=source.url, rel="noopener")


def vintages(dataset: Dataset, releases: Iterable[str], words: Words) -> dict[str, str]:
    """Return by family of sources the vintage of the releases, or the first and the last of several."""
    found: dict[str, list[str]] = {}
    for release in releases:
        row = dataset.sources.loc[release]
        found.setdefault(str(row["family"]), []).append(numbers.month(str(row["vintage"]), words.lang))
    return {family: _span(dates, words) for family, dates in found.items()}


def releases(dataset: Dataset, found: Iterable[str], words: Words) -> Cell:
    """Return the publishers of the releases as links, each with its vintages."""
    parts: list[str | Component] = []
    for family, dates in vintages(dataset, found, words).items():
        parts += [publisher(dataset, family, words), html.Span(dates, className="small")]
    return parts


def _span(dates: list[str], words: Words) -> str:
    unique = list(dict.fromkeys(dates))
    return unique[0] if len(unique) == 1 else words("list.span", first=unique[0], last=unique[-1])
