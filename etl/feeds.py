"""Feeds: under which name the command line knows each live source, and which module fetches and parses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from etl.sources import gii_live, oecd_msti, penn_world_table, world_bank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.errors import EtlError
    from etl.http import Session
    from etl.release import Content, Release
    from etl.sources.task import Task


class Source(Protocol):
    """What a module of etl.sources offers for a source that is fetched live."""

    def fetch(self, session: Session, task: Task) -> Iterator[Release | EtlError]:
        """Yield releases, and errors that concern one of them; raise EtlError if the source fails."""

    def parse(self, release: Release, task: Task) -> Content:
        """Return what a release gives; the same documents give the same content."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One family of one source."""

    name: str
    family: str
    module: Source


CURATED: Final = "curated"
FEEDS: Final = (
    Feed("gii", "wipo_gii", gii_live),
    Feed("world_bank", "world_bank_wdi", world_bank),
    Feed("world_bank", "world_bank_wgi", world_bank),
    Feed("oecd_msti", "oecd_msti", oecd_msti),
    Feed("penn_world_table", "penn_world_table", penn_world_table),
)
BY_FAMILY: Final = {feed.family: feed for feed in FEEDS}
NAMES: Final = (*dict.fromkeys(feed.name for feed in FEEDS), CURATED)
"""What `refresh` takes as SOURCES; all of them by default, in this order."""
