"""Feeds: the name of each live source on the command line, and the module that fetches and parses it."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Final


@dataclass(frozen=True, slots=True)
class Feed:
    """One family of one source.

    module_name: module of etl.sources, imported on first use; can_prefetch: whether the family may
    be fetched while another one is checked. A family that looks at what became of its own releases
    may not.
    """

    name: str
    family: str
    module_name: str
    can_prefetch: bool = True

    @property
    def module(self) -> ModuleType:
        """Module that fetches and parses the family, with two functions; each raises EtlError if it fails.

        fetch(session, task) yields releases, notes, and errors that concern one release;
        parse(release, task) returns the Content of a release, always the same for the same
        documents.
        """
        return import_module(f"etl.sources.{self.module_name}")


CURATED: Final = "curated"
CURATED_FEED: Final = Feed(CURATED, CURATED, CURATED)
FEEDS: Final = (
    Feed("gii", "wipo_gii", "gii_live", can_prefetch=False),
    Feed("world_bank", "world_bank_wdi", "world_bank"),
    Feed("world_bank", "world_bank_wgi", "world_bank"),
    Feed("oecd_msti", "oecd_msti", "oecd_msti"),
    Feed("penn_world_table", "penn_world_table", "penn_world_table"),
)
BY_FAMILY: Final = {feed.family: feed for feed in FEEDS}
NAMES: Final = tuple(dict.fromkeys(feed.name for feed in (*FEEDS, CURATED_FEED)))
"""Allowed SOURCES of `refresh`; by default all of them, in this order."""
EDITION_YEARS: Final = (2007, 2101)
"""First year that an edition of the index can have, and the first that is too late."""
