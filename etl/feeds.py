"""Feeds: under which name the command line knows each live source, and which module fetches and parses it."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Final


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
    def module(self) -> ModuleType:
        """What fetches and parses the family, in two functions; each raises EtlError if it fails.

        fetch(session, task) yields releases, notes, and errors that concern one of them;
        parse(release, task) returns what a release gives, the same Content for the same documents.
        """
        return import_module(f"etl.sources.{self.reads}")


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
YEARS: Final = (2007, 2101)
"""First year of an edition of the index, and the first that none can have."""
