"""Releases kept as published, byte for byte, and which of them a snapshot was built from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from data.descriptor import sha256
from etl.errors import CorruptSnapshot
from etl.release import Document, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from data.catalog import Catalog
    from data.store import Store
    from etl.release import Content


FOLDER: Final = "raw"
SIDECAR: Final = "release.json"
LOST: Final = (
    "Restore its folder from a backup; without one, move the folder away and refresh: what the publisher "
    "still has is fetched again."
)
"""Advice where a release is missing or damaged."""


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
            labelled = replace(release, vintage=vintage)
            if [(item["name"], f"sha256:{item['sha256']}") for item in listed["files"]] == own:
                return replace(labelled, fetched=listed["fetched"], documents=_addressed(release, listed))
            held = self.read(release.family, vintage)
            if held is not None and same(held):
                return held
            number += 1
            vintage = f"{release.vintage}.{number}"
        return replace(release, vintage=vintage)

    def keep(self, release: Release) -> None:
        """Write a labelled release, unless it is kept already."""
        if self.store is None or self._listed(release.family, release.vintage) is not None:
            return
        files = {document.name: document.content for document in release.documents}
        files[SIDECAR] = self._sidecar(release)
        self.store.keep(PurePosixPath(FOLDER, release.family, release.vintage), files)

    def _sidecar(self, release: Release) -> bytes:
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
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    def read(self, family: str, vintage: str) -> Release | None:
        """Return a release kept before, every byte compared with its SHA-256; None if there is none.

        Raises CorruptSnapshot if a file is missing or altered.
        """
        listed = self._listed(family, vintage)
        if listed is None:
            return None
        documents = []
        for item in listed["files"]:
            place = f"{FOLDER}/{family}/{vintage}/{item['name']}"
            try:
                content = (self.folder / place).read_bytes()
            except OSError as error:
                raise CorruptSnapshot(f"{place} cannot be read: {error.strerror}").advise(LOST) from error
            if sha256(content) != f"sha256:{item['sha256']}":
                raise CorruptSnapshot(f"{place} was altered after it was fetched").advise(LOST)
            documents.append(Document(item["name"], item["address"], content))
        return Release(family, vintage, listed["fetched"], tuple(documents))

    def _listed(self, family: str, vintage: str) -> dict[str, Any] | None:
        """Return what stands beside a release; None if the release is not kept."""
        place = f"{FOLDER}/{family}/{vintage}"
        if not (self.folder / place).is_dir():
            return None
        try:
            listed: dict[str, Any] = json.loads((self.folder / place / SIDECAR).read_bytes())
            for item in listed["files"]:
                item["name"], item["address"], item["sha256"]
            listed["fetched"]
        except OSError as error:
            problem = CorruptSnapshot(f"{place}/{SIDECAR} cannot be read: {error.strerror}")
            raise problem.advise(LOST) from error
        except (ValueError, KeyError, TypeError) as error:
            raise CorruptSnapshot(f"{place}/{SIDECAR} is not readable").advise(LOST) from error
        return listed


def _addressed(release: Release, listed: dict[str, Any]) -> tuple[Document, ...]:
    """Return the documents under the addresses that they were first fetched from."""
    pairs = zip(release.documents, listed["files"], strict=True)
    return tuple(replace(document, address=item["address"]) for document, item in pairs)


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

    def without(self, gives: Collection[str]) -> Input:
        """Return the release as it is used once another one gives some of its series."""
        left = tuple(name for name in self.gives if name not in gives)
        return replace(
            self, gives=left, names={name: self.names[name] for name in left if name in self.names}
        )


@dataclass(frozen=True, slots=True)
class Inputs:
    """All releases in use, by family and vintage.

    revisions: folder below raw/revisions of the revisions listed; curated: digest of the hand-kept tables.
    """

    releases: tuple[Input, ...] = ()
    revisions: str = ""
    curated: str = ""

    def with_release(self, release: Release, content: Content, checked: str) -> Inputs:
        """Return the inputs with a release added; what it gives is no longer taken from an older one."""
        gives = content.gives
        names = {name: content.names[name] for name in gives if name in content.names}
        added = Input(content.source, release.family, release.vintage, checked, gives, names)
        same = [item.without(gives) if item.family == release.family else item for item in self.releases]
        kept = [item for item in (*same, added) if item.gives]
        return replace(self, releases=tuple(sorted(kept, key=lambda item: (item.family, item.vintage))))

    def family(self, family: str) -> tuple[Input, ...]:
        """Return the releases of one family."""
        return tuple(item for item in self.releases if item.family == family)

    def encode(self) -> bytes:
        """Return the content of the file."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read_inputs(version: Path) -> Inputs:
    """Return the inputs of the snapshot in a folder: none where it comes from the hand-kept tables alone."""
    try:
        content = (version / INPUTS).read_bytes()
    except FileNotFoundError:
        return Inputs()
    except OSError as error:
        raise CorruptSnapshot(
            f"{INPUTS} of the snapshot {version.name} cannot be read: {error.strerror}"
        ) from error
    try:
        held = json.loads(content)
        releases = [Input(**{**item, "gives": tuple(item["gives"])}) for item in held["releases"]]
        return Inputs(tuple(releases), held["revisions"], held["curated"])
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptSnapshot(f"{INPUTS} of the snapshot {version.name} is not readable") from error
