"""A release of a source: the task of fetching it, its documents, and what they give to a snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE, OBSERVATIONS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from data.catalog import Catalog
    from data.contract import Violation
    from data.entries import Indicator, Live, Source


ROW: Final = (
    *("source", "family", "title", "publisher", "vintage"),
    *("licence", "checked", "provenance", "note"),
)
"""Columns of the table sources that a release states itself; the others come from its family."""
OBSERVED: Final = ("indicator", "economy", "year", "value", "source")


@dataclass(frozen=True, slots=True)
class Document:
    """One answer or file as published: a file name, the address it came from, its bytes."""

    name: str
    address: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """What a publisher issued at one time, as fetched.

    family: id in sources.toml; vintage: date, version or edition as the publisher calls it, and the name of
    a folder; fetched: time in UTC, YYYY-MM-DDThh:mm:ssZ; documents: in the order in which they are parsed.
    """

    family: str
    vintage: str
    fetched: str
    documents: tuple[Document, ...]

    @property
    def origin(self) -> tuple[str, ...]:
        """Vintage and addresses: what a release says of itself beside its bytes."""
        return (self.vintage, *(document.address for document in self.documents))


@dataclass(frozen=True, slots=True)
class Note:
    """What a source has to say beside its releases, and is no failure.

    warnings: sentences for the person who refreshes; release: documents that go to raw/ as published, though
    no number of the snapshot comes from them.
    """

    sentence: str
    warnings: tuple[str, ...] = ()
    release: Release | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a release gives to a snapshot.

    row: one row with the columns ROW (publisher and licence blank: those of the family). Series have
    observations (columns OBSERVED) and the names under which the publisher lists them, by indicator; an
    edition of the index has scores, structure and context (columns of gii_scores, gii_structure and
    gii_economies) and its year.
    place tells a violation in the publisher's terms; warnings are sentences for the person who refreshes.
    """

    row: pd.DataFrame
    observations: pd.DataFrame = field(default_factory=lambda: empty(OBSERVATIONS.columns))
    names: dict[str, str] = field(default_factory=dict)
    scores: pd.DataFrame = field(default_factory=lambda: empty(GII_SCORES.columns))
    structure: pd.DataFrame = field(default_factory=lambda: empty(GII_STRUCTURE.columns))
    context: pd.DataFrame = field(default_factory=lambda: empty(GII_ECONOMIES.columns))
    edition: int | None = None
    place: Callable[[Violation], Violation] = lambda violation: violation
    warnings: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Id of the release in the table sources."""
        return str(self.row["source"].iloc[0])

    @property
    def indicators(self) -> tuple[str, ...]:
        """The series that the release has, in alphabetical order."""
        return tuple(sorted(self.observations["indicator"].unique()))

    @property
    def gives(self) -> tuple[str, ...]:
        """What a snapshot can take from it: its series, or its edition."""
        return self.indicators if self.edition is None else (str(self.edition),)

    def without(self, series: Collection[str]) -> Content:
        """Return the content without some of its series."""
        kept = self.observations[~self.observations["indicator"].isin(series)]
        names = {name: text for name, text in self.names.items() if name not in series}
        return replace(self, observations=kept, names=names)

    @property
    def sentence(self) -> str:
        """What the release gives, in words."""
        if self.edition is not None:
            return f"GII {self.edition}, {self.scores['economy'].nunique()} economies"
        title = self.row["title"].iloc[0]
        return f"{title}: {len(self.indicators)} series, {len(self.observations):,} values"

    def says_the_same_as(self, other: Content) -> bool:
        """Return whether both have the same rows."""
        names = ("observations", "scores", "structure", "context")
        return all(getattr(self, name).equals(getattr(other, name)) for name in names)


def observed(values: Mapping[tuple[str, str, int], float], source: str) -> pd.DataFrame:
    """Return values by indicator, economy and year in the columns OBSERVED, sorted by their key."""
    rows = [(*key, value, source) for key, value in sorted(values.items())]
    dtypes = {name: OBSERVATIONS[name].dtype for name in OBSERVED}
    return pd.DataFrame(rows, columns=list(OBSERVED)).astype(dtypes)


def source_id(family: str, vintage: str) -> str:
    """Return the id that a release has in the table sources."""
    return f"{family}_{re.sub('[^0-9A-Za-z]', '_', vintage)}"


def now() -> str:
    """Return the time at which a release was fetched, in UTC: YYYY-MM-DDThh:mm:ssZ."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def empty(columns: list[str]) -> pd.DataFrame:
    """Return a frame without rows."""
    return pd.DataFrame(columns=columns)


def release_row(
    source: str, family: str, title: str, vintage: str, checked: str, provenance: str, note: str | None = None
) -> pd.DataFrame:
    """Return the one row that a release has in the table sources; publisher and licence are its family's."""
    row = {
        "source": source,
        "family": family,
        "title": title,
        "vintage": vintage,
        "checked": checked,
        "provenance": provenance,
        "note": note,
    }
    dtypes = {name: SOURCES[name].dtype for name in ROW}
    return pd.DataFrame([row]).reindex(columns=list(ROW)).astype(dtypes)


@dataclass(frozen=True, slots=True)
class Task:
    """One source to be refreshed.

    family: its id in sources.toml; checked: the day written into the table sources, YYYY-MM-DD; tables: the
    snapshot in use; kept: a release that was fetched before, by its vintage; edition: the one asked for;
    passed: whether a vintage, or a reissue of it, is among what will be published.
    """

    catalog: Catalog
    family: str
    checked: str
    tables: Mapping[str, pd.DataFrame]
    kept: Callable[[str], Release | None]
    edition: int | None = None
    passed: Callable[[str], bool] = lambda _: False

    @property
    def source(self) -> Source:
        """The entry of the family in the catalog."""
        return self.catalog.sources[self.family]

    @property
    def live(self) -> Live:
        """How the family is fetched; only families that are fetched live have a task."""
        live = self.source.live
        if live is None:
            raise LookupError(f"{self.family} is not fetched live")
        return live

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that the catalog wants from the family, in its order."""
        return tuple(
            item for item in self.catalog.indicators.values() if item.source == self.family and item.api
        )
