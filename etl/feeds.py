"""Feeds: under which name the command line knows each live source, and which module fetches and parses it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.errors import EtlError
    from etl.http import Session
    from etl.release import Content, Note, Release, Task


class Source(Protocol):
    """What a module of etl.sources offers for a source that is fetched live."""

    def probe(self, session: Session, task: Task) -> str:
        """Return the newest vintage at the publisher, blank if unknown, after as few bytes as prove the way.

        Raises EtlError as fetch and parse would.
        """

    def fetch(self, session: Session, task: Task) -> Iterator[Release | Note | EtlError]:
        """Yield releases, notes, and errors that concern one of them; raise EtlError if the source fails."""

    def parse(self, release: Release, task: Task) -> Content:
        """Return what a release gives; the same documents give the same content."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One family of one source.

    reads: the module of etl.sources, imported when it is needed; ahead: whether the family may be fetched
    while another one is checked, which one that looks at what became of its own releases may not.
    """

    name: str
    family: str
    reads: str
    ahead: bool = True

    @property
    def module(self) -> Source:
        """What fetches and parses the family."""
        return cast("Source", import_module(f"etl.sources.{self.reads}"))


CURATED: Final = "curated"
CURATED_FEED: Final = Feed(CURATED, CURATED, CURATED)
FEEDS: Final = (
    Feed("gii", "wipo_gii", "gii_live", ahead=False),
    Feed("world_bank", "world_bank_wdi", "world_bank"),
    Feed("world_bank", "world_bank_wgi", "world_bank"),
    Feed("oecd_msti", "oecd_msti", "oecd_msti"),
    Feed("penn_world_table", "penn_world_table", "penn_world_table"),
)
BY_FAMILY: Final = {feed.family: feed for feed in FEEDS}
NAMES: Final = tuple(dict.fromkeys(feed.name for feed in (*FEEDS, CURATED_FEED)))
"""What `refresh` takes as SOURCES; all of them by default, in this order."""
