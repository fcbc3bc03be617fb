"""What a refresh is asked for, what became of each source, and what a command did to the snapshots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from etl.errors import EtlError


@dataclass(frozen=True, slots=True)
class Request:
    """What a refresh is asked for: sources as etl.feeds names them (none: all); file, edition: gii alone.

    accept_revisions: the series, editions and families whose past may change beyond the tolerance.
    accept_values: series, economies, or SERIES:ECONOMY whose values may be odd.
    """

    sources: tuple[str, ...] = ()
    file: Path | None = None
    edition: int | None = None
    accept_revisions: tuple[str, ...] = ()
    accept_values: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one release, or of a source that failed; revisions: how many values were revised."""

    source: str
    family: str
    vintage: str
    sentence: str
    error: EtlError | None = None
    warnings: tuple[str, ...] = ()
    revisions: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a build or a rollback did: a sentence, the folder of the snapshot and its id.

    verdicts: the claims whose verdict it changed, {claim: [old, new]}.
    """

    sentence: str
    folder: Path
    snapshot: str
    verdicts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome(Change):
    """What a refresh did: whether its snapshot is a new one, and the result of each source.

    summary: as etl.difference gives it, empty where nothing passed.
    """

    published: bool = False
    results: tuple[Result, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """The highest exit code of the sources that failed, 0 if none did."""
        return max((result.error.exit_code for result in self.results if result.error), default=0)
