"""A release of a source: the task of fetching it, its documents as published, what they give."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final, Self

import pandas as pd

from data.catalog import Catalog
from data.contract import Violation
from data.entries import Indicator, Live, Source
from data.release_notes import HeldBack
from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE, OBSERVATIONS, SOURCES
from data.snapshot import canonical, sha256
from data.store import RAW, Store
from etl.errors import CorruptSnapshot

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


@dataclass(frozen=True, slots=True)
class Content:
    """What a release gives to a snapshot.

    row: one row with the columns ROW (publisher and licence blank: those of the family). Series have
    observations (columns OBSERVED) and the names under which the publisher lists them, by indicator; an
    edition of the index has scores, structure and context (columns of gii_scores, gii_structure and
    gii_economies) and its year.
    place tells a violation in the publisher's terms; warnings are sentences for the person who refreshes.
    refused: series that must not be taken, which are not among the observations, each with the reason.
    """

    row: pd.DataFrame
    observations: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=OBSERVATIONS.columns))
    names: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    scores: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GII_SCORES.columns))
    structure: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GII_STRUCTURE.columns))
    context: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GII_ECONOMIES.columns))
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

    def without(self, series: Collection[str]) -> Self:
        """Return the content without some of its series."""
        observations = self.observations[~self.observations["indicator"].isin(series)]
        names = {name: text for name, text in self.names.items() if name not in series}
        return replace(self, observations=observations, names=names)

    @property
    def sentence(self) -> str:
        """What the release gives, in words."""
        if self.edition is not None:
            return f"GII {self.edition}, {self.scores['economy'].nunique()} economies"
        title = self.row["title"].iloc[0]
        return f"{title}: {len(self.indicators)} series, {len(self.observations):,} values"

    def has_same_rows(self, other: Self) -> bool:
        """Return whether both have the same rows."""
        names = ("observations", "scores", "structure", "context")
        return all(getattr(self, name).equals(getattr(other, name)) for name in names)


def now() -> str:
    """Return the time at which a release was fetched, in UTC: YYYY-MM-DDThh:mm:ssZ."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def release_row(
    source: str, family: str, title: str, vintage: str, checked: str, provenance: str, note: str | None = None
) -> pd.DataFrame:
    """Return the one row that a release has in the table sources; publisher and licence are its family's."""
    row = (source, family, title, None, vintage, None, checked, provenance, note)
    return pd.DataFrame([row], columns=list(ROW)).astype({name: SOURCES[name].dtype for name in ROW})


@dataclass(frozen=True, slots=True)
class Task:
    """One source to be refreshed.

    family: its id in sources.toml; checked: the day written into the table sources, YYYY-MM-DD; tables: the
    snapshot in use; stored: a release that was fetched before, by its vintage; edition: the one asked for;
    passed: whether a vintage, or a reissue of it, is among what will be published.
    """

    catalog: Catalog
    family: str
    checked: str
    tables: Mapping[str, pd.DataFrame]
    stored: Callable[[str], Release | None] = lambda _: None
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


SIDECAR: Final = "release.json"
LOST: Final = (
    "Restore its folder from a backup; without one, move the folder away and refresh: what the publisher "
    "still has is fetched again."
)
"""Advice where a release is missing or damaged."""


@contextmanager
def _readable(place: str, advice: str = CorruptSnapshot.advice) -> Iterator[None]:
    """Raise CorruptSnapshot where a file cannot be read, or does not hold what it should."""
    try:
        yield
    except OSError as error:
        raise CorruptSnapshot(f"{place} cannot be read: {error.strerror}").advise(advice) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptSnapshot(f"{place} is not readable").advise(advice) from error


@dataclass(frozen=True, slots=True)
class Raw:
    """The releases kept in a data folder. Without a store, as in a trial run, nothing is written."""

    folder: Path
    catalog: Catalog
    store: Store | None = None

    def label(self, release: Release, same: Callable[[Release], bool]) -> Release:
        """Return the release under the vintage that it is, or will be, kept as.

        What is kept is never overwritten. The same bytes, or others of which `same` says that they tell the
        same, are the release kept already; anything else under a vintage that is kept is a reissue of it and
        becomes <vintage>.2, .3 and so on.
        """
        number, vintage = 1, release.vintage
        own = [(item.name, sha256(item.content)) for item in release.documents]
        while (listed := self._listed(release.family, vintage)) is not None:
            if [(name, digest) for name, _, digest in listed[1]] == own:
                pairs = zip(release.documents, listed[1], strict=True)
                documents = tuple(replace(one, address=address) for one, (_, address, _) in pairs)
                return Release(release.family, vintage, listed[0], documents)
            earlier = self.release(release.family, vintage)
            if earlier is not None and same(earlier):
                return earlier
            number += 1
            vintage = f"{release.vintage}.{number}"
        return replace(release, vintage=vintage)

    def keep(self, release: Release) -> None:
        """Write a labelled release, unless it is kept already."""
        place = PurePosixPath(RAW, release.family, release.vintage)
        if self.store is None or (self.folder / place).is_dir():
            return
        family = self.catalog.sources.get(release.family)
        content = {
            "source": release.family,
            "vintage": release.vintage,
            "licence": family.licence if family else "",
            "fetched": release.fetched,
            "files": [
                {
                    "name": item.name,
                    "address": item.address,
                    "bytes": len(item.content),
                    "sha256": sha256(item.content).removeprefix("sha256:"),
                }
                for item in release.documents
            ],
        }
        files = {document.name: document.content for document in release.documents}
        files[SIDECAR] = canonical(content)
        self.store.keep(place, files)

    def release(self, family: str, vintage: str) -> Release | None:
        """Return a release kept before, None if there is none; CorruptSnapshot if a file is not as kept."""
        listed = self._listed(family, vintage)
        if listed is None:
            return None
        documents = []
        for name, address, digest in listed[1]:
            place = f"{RAW}/{family}/{vintage}/{name}"
            with _readable(place, LOST):
                content = (self.folder / place).read_bytes()
            if sha256(content) != digest:
                raise CorruptSnapshot(f"{place} was altered after it was fetched").advise(LOST)
            documents.append(Document(name, address, content))
        return Release(family, vintage, listed[0], tuple(documents))

    def _listed(self, family: str, vintage: str) -> tuple[str, list[tuple[str, str, str]]] | None:
        """Return when a release was fetched, and name, address and hash of its files; None if not kept."""
        place = f"{RAW}/{family}/{vintage}"
        if not (self.folder / place).is_dir():
            return None
        with _readable(f"{place}/{SIDECAR}", LOST):
            listed = json.loads((self.folder / place / SIDECAR).read_bytes())
            files = [(item["name"], item["address"], f"sha256:{item['sha256']}") for item in listed["files"]]
            return str(listed["fetched"]), files


INPUTS: Final = "inputs.json"


@dataclass(frozen=True, slots=True)
class Input:
    """One release in use.

    source: its id in the table sources; family and vintage: its folder below raw/; checked: YYYY-MM-DD;
    gives: the series, or the edition, taken from it; names: the publisher's names of its series.
    """

    source: str
    family: str
    vintage: str
    checked: str
    gives: tuple[str, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All releases in use, by family and vintage.

    revisions: folder below raw/revisions of the revisions listed; curated: digest of the hand-kept tables;
    held: series of newer releases that were not taken over; accepted: SERIES:ECONOMY beyond their bounds.
    """

    releases: tuple[Input, ...] = ()
    revisions: str = ""
    curated: str = ""
    held: tuple[HeldBack, ...] = ()
    accepted: tuple[str, ...] = ()

    def with_release(
        self, release: Release, content: Content, checked: str, held: Mapping[str, str], beyond: Iterable[str]
    ) -> Self:
        """Return the inputs with a release added; what it gives is no longer taken from an older one.

        held: its series that are not taken over, each with the reason; beyond: SERIES:ECONOMY that it gives
        beyond their bounds.
        """
        gives = content.gives
        since = {(one.series, one.vintage): one.since for one in self.held}
        kept = [one for one in self.held if one.series not in {*gives, *held}]
        kept += [
            HeldBack(name, release.vintage, since.get((name, release.vintage), checked), why)
            for name, why in held.items()
        ]
        accepted = {one for one in self.accepted if one.partition(":")[0] not in gives} | set(beyond)
        names = {name: content.names[name] for name in gives if name in content.names}
        used = [Input(content.source, release.family, release.vintage, checked, gives, names)]
        for item in self.releases:
            other = item.family != release.family
            left = tuple(name for name in item.gives if other or name not in gives)
            names = {name: text for name, text in item.names.items() if name in left}
            used += [replace(item, gives=left, names=names)] if left else []
        return replace(
            self,
            releases=tuple(sorted(used, key=lambda item: (item.family, item.vintage))),
            held=tuple(sorted(kept, key=lambda one: one.series)),
            accepted=tuple(sorted(accepted)),
        )

    def encode(self) -> bytes:
        """Return the content of the file."""
        return canonical(asdict(self))


NO_INPUTS: Final = Inputs()


def read_inputs(version: Path) -> Inputs:
    """Return the inputs of the snapshot in a folder: none where it comes from the hand-kept tables alone."""
    with _readable(f"{INPUTS} of the snapshot {version.name}"):
        try:
            values = json.loads((version / INPUTS).read_bytes())
        except FileNotFoundError:
            return NO_INPUTS
        releases = [Input(**{**item, "gives": tuple(item["gives"])}) for item in values["releases"]]
        held = tuple(HeldBack(**item) for item in values.get("held", ()))
        return Inputs(
            tuple(releases), values["revisions"], values["curated"], held, tuple(values.get("accepted", ()))
        )
