"""Which fetched releases a snapshot was built from: inputs.json beside its package, for rebuilding it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from etl.errors import CorruptSnapshot

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from etl.release import Content, Release

FILE: Final = "inputs.json"


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

    revisions: folder below raw/revisions of the revisions told; curated: digest of the hand-kept tables.
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


def read(version: Path) -> Inputs:
    """Return the inputs of the snapshot in a folder: none where it comes from the hand-kept tables alone."""
    try:
        content = (version / FILE).read_bytes()
    except FileNotFoundError:
        return Inputs()
    except OSError as error:
        raise CorruptSnapshot(
            f"{FILE} of the snapshot {version.name} cannot be read: {error.strerror}"
        ) from error
    try:
        held = json.loads(content)
        releases = [Input(**{**item, "gives": tuple(item["gives"])}) for item in held["releases"]]
        return Inputs(tuple(releases), held["revisions"], held["curated"])
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptSnapshot(f"{FILE} of the snapshot {version.name} is not readable") from error
