"""A release of a source: the task of fetching it, its documents as published, and what they give."""

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

RELEASE_COLUMNS: Final = (
    *("source", "family", "title", "publisher", "vintage"),
    *("licence", "checked", "provenance", "note"),
)
"""Columns of the table sources that a release states itself; the rest comes from its family."""
OBSERVATION_COLUMNS: Final = ("indicator", "economy", "year", "value", "source")


@dataclass(frozen=True, slots=True)
class Document:
    """One answer or file as published: a file name, the address it came from, its bytes."""

    name: str
    address: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """What a publisher issued at one time, as fetched.

    family: id in sources.toml; vintage: date, version or edition as the publisher calls it, also
    the name of a folder; fetched: UTC time, YYYY-MM-DDThh:mm:ssZ; documents: in the order in which
    they are parsed.
    """

    family: str
    vintage: str
    fetched: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a release gives to a snapshot: series, or one edition of the index.

    row: one row with the columns RELEASE_COLUMNS (publisher and licence blank: those of the
    family). observations: columns OBSERVATION_COLUMNS; names: the publisher's name of each series,
    by indicator. scores, structure, context: columns of gii_scores, gii_structure and
    gii_economies of one edition. refused: reason by series that must not be taken; these are not
    among the observations. place: translates a violation into the publisher's terms; warnings:
    sentences for the operator.
    """

    row: pd.DataFrame
    observations: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=OBSERVATIONS.columns))
    names: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    scores: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GII_SCORES.columns))
    structure: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GII_STRUCTURE.columns))
    context: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GII_ECONOMIES.columns))
    edition: int | None = None
    locate: Callable[[Violation], Violation] = lambda violation: violation
    warnings: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Id of the release in the table sources."""
        return str(self.row["source"].iloc[0])

    @property
    def indicators(self) -> tuple[str, ...]:
        """Series of the release, in alphabetical order."""
        return tuple(sorted(self.observations["indicator"].unique()))

    @property
    def gives(self) -> tuple[str, ...]:
        """What a snapshot can take from the release: its series, or its edition."""
        return self.indicators if self.edition is None else (str(self.edition),)

    def without(self, series: Collection[str]) -> Self:
        """Return the content without some of its series."""
        observations = self.observations[~self.observations["indicator"].isin(series)]
        names = {name: text for name, text in self.names.items() if name not in series}
        return replace(self, observations=observations, names=names)

    @property
    def sentence(self) -> str:
        """Summary of the release for people."""
        if self.edition is not None:
            return f"GII {self.edition}, {self.scores['economy'].nunique()} economies"
        title = self.row["title"].iloc[0]
        return f"{title}: {len(self.indicators)} series, {len(self.observations):,} values"

    def has_same_rows(self, other: Self) -> bool:
        """Return whether both contents have the same rows."""
        tables = ("observations", "scores", "structure", "context")
        return all(getattr(self, name).equals(getattr(other, name)) for name in tables)


def now() -> str:
    """Return the current UTC time as YYYY-MM-DDThh:mm:ssZ."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def release_row(
    source: str, family: str, title: str, vintage: str, checked: str, provenance: str, note: str | None = None
) -> pd.DataFrame:
    """Return the row of a release in the table sources; publisher and licence are left to its family."""
    row = (source, family, title, None, vintage, None, checked, provenance, note)
    dtypes = {name: SOURCES[name].dtype for name in RELEASE_COLUMNS}
    return pd.DataFrame([row], columns=list(RELEASE_COLUMNS)).astype(dtypes)


@dataclass(frozen=True, slots=True)
class Task:
    """One source to be refreshed.

    family: its id in sources.toml; checked: today's date for the table sources, YYYY-MM-DD;
    tables: the snapshot in use; stored: returns a release fetched earlier by its vintage; edition:
    the requested one; passed: returns whether a vintage, or a reissue of it, will be published.
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
        """Entry of the family in the catalog."""
        return self.catalog.sources[self.family]

    @property
    def live(self) -> Live:
        """How the family is fetched; LookupError if it is not fetched live."""
        live = self.source.live
        if live is None:
            raise LookupError(f"{self.family} is not fetched live")
        return live

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Indicators that the catalog wants from the family, in its order."""
        return tuple(
            item for item in self.catalog.indicators.values() if item.source == self.family and item.api
        )


METADATA_FILE: Final = "release.json"
RESTORE_ADVICE: Final = (
    "Restore its folder from a backup. Without a backup, move the folder away and refresh: this fetches what "
    "the publisher still has."
)
"""Advice for a release that is missing or damaged."""


@contextmanager
def _raise_corrupt(path: str, advice: str = CorruptSnapshot.advice) -> Iterator[None]:
    """Raise CorruptSnapshot if a file cannot be read or has unexpected content."""
    try:
        yield
    except OSError as error:
        raise CorruptSnapshot(f"{path} cannot be read: {error.strerror}").advise(advice) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptSnapshot(f"{path} is not readable").advise(advice) from error


@dataclass(frozen=True, slots=True)
class Raw:
    """The releases stored in a data folder. Without a store (dry run) nothing is written."""

    folder: Path
    catalog: Catalog
    store: Store | None = None

    def label(self, release: Release, same: Callable[[Release], bool]) -> Release:
        """Return the release under the vintage under which it is, or will be, stored.

        Stored releases are never overwritten. If a stored release has the same bytes, or ``same``
        says that its content is equal, that release is returned. Any other release of a stored
        vintage is a reissue and becomes <vintage>.2, .3 and so on.
        """
        number, vintage = 1, release.vintage
        digests = [(item.name, sha256(item.content)) for item in release.documents]
        while (metadata := self._read_metadata(release.family, vintage)) is not None:
            if [(name, digest) for name, _, digest in metadata[1]] == digests:
                pairs = zip(release.documents, metadata[1], strict=True)
                documents = tuple(replace(document, address=address) for document, (_, address, _) in pairs)
                return Release(release.family, vintage, metadata[0], documents)
            earlier = self.release(release.family, vintage)
            if earlier is not None and same(earlier):
                return earlier
            number += 1
            vintage = f"{release.vintage}.{number}"
        return replace(release, vintage=vintage)

    def keep(self, release: Release) -> None:
        """Write a labelled release unless it is stored already."""
        path = PurePosixPath(RAW, release.family, release.vintage)
        if self.store is None or (self.folder / path).is_dir():
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
        files[METADATA_FILE] = canonical(content)
        self.store.keep(path, files)

    def release(self, family: str, vintage: str) -> Release | None:
        """Return a stored release, None if there is none; CorruptSnapshot if a file was changed."""
        metadata = self._read_metadata(family, vintage)
        if metadata is None:
            return None
        documents = []
        for name, address, digest in metadata[1]:
            path = f"{RAW}/{family}/{vintage}/{name}"
            with _raise_corrupt(path, RESTORE_ADVICE):
                content = (self.folder / path).read_bytes()
            if sha256(content) != digest:
                raise CorruptSnapshot(f"{path} was altered after it was fetched").advise(RESTORE_ADVICE)
            documents.append(Document(name, address, content))
        return Release(family, vintage, metadata[0], tuple(documents))

    def _read_metadata(self, family: str, vintage: str) -> tuple[str, list[tuple[str, str, str]]] | None:
        """Return the time of the fetch, and name, address and hash of each file; None if not stored."""
        path = f"{RAW}/{family}/{vintage}"
        if not (self.folder / path).is_dir():
            return None
        with _raise_corrupt(f"{path}/{METADATA_FILE}", RESTORE_ADVICE):
            metadata = json.loads((self.folder / path / METADATA_FILE).read_bytes())
            files = [
                (item["name"], item["address"], f"sha256:{item['sha256']}") for item in metadata["files"]
            ]
            return str(metadata["fetched"]), files


INPUTS_FILE: Final = "inputs.json"


@dataclass(frozen=True, slots=True)
class Input:
    """One release in use.

    source: its id in the table sources; family and vintage: its folder below raw/; checked:
    YYYY-MM-DD; gives: the series or the edition taken from it; names: the publisher's names of its
    series.
    """

    source: str
    family: str
    vintage: str
    checked: str
    gives: tuple[str, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All releases in use, sorted by family and vintage.

    revisions: folder below raw/revisions; curated: digest of the hand-kept tables; held: series of
    newer releases that were not taken over; accepted: SERIES:ECONOMY with accepted values out of
    bounds.
    """

    releases: tuple[Input, ...] = ()
    revisions: str = ""
    curated: str = ""
    held: tuple[HeldBack, ...] = ()
    accepted: tuple[str, ...] = ()

    def with_release(
        self, release: Release, content: Content, checked: str, held: Mapping[str, str], beyond: Iterable[str]
    ) -> Self:
        """Return the inputs with a release added, which replaces older releases of what it gives.

        ``held`` maps its series that are not taken over to the reason; ``beyond`` lists
        SERIES:ECONOMY whose values are out of bounds.
        """
        gives = content.gives
        since = {(item.series, item.vintage): item.since for item in self.held}
        held_back = [item for item in self.held if item.series not in {*gives, *held}]
        held_back += [
            HeldBack(name, release.vintage, since.get((name, release.vintage), checked), why)
            for name, why in held.items()
        ]
        accepted = {name for name in self.accepted if name.partition(":")[0] not in gives} | set(beyond)
        names = {name: content.names[name] for name in gives if name in content.names}
        used = [Input(content.source, release.family, release.vintage, checked, gives, names)]
        for item in self.releases:
            is_other = item.family != release.family
            remaining = tuple(name for name in item.gives if is_other or name not in gives)
            names = {name: text for name, text in item.names.items() if name in remaining}
            used += [replace(item, gives=remaining, names=names)] if remaining else []
        return replace(
            self,
            releases=tuple(sorted(used, key=lambda item: (item.family, item.vintage))),
            held=tuple(sorted(held_back, key=lambda item: item.series)),
            accepted=tuple(sorted(accepted)),
        )

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        return canonical(asdict(self))


NO_INPUTS: Final = Inputs()


def read_inputs(version: Path) -> Inputs:
    """Return the inputs of a stored snapshot, NO_INPUTS if it was built from the hand-kept tables alone."""
    with _raise_corrupt(f"{INPUTS_FILE} of the snapshot {version.name}"):
        try:
            values = json.loads((version / INPUTS_FILE).read_bytes())
        except FileNotFoundError:
            return NO_INPUTS
        releases = [Input(**{**item, "gives": tuple(item["gives"])}) for item in values["releases"]]
        held = tuple(HeldBack(**item) for item in values.get("held", ()))
        return Inputs(
            tuple(releases), values["revisions"], values["curated"], held, tuple(values.get("accepted", ()))
        )
