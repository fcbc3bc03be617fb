"""What a source needs to know for one refresh: the catalog, the snapshot in use, and what is kept already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from data.catalog import Catalog
    from data.entries import Indicator, Source
    from data.live import Live
    from etl.release import Release


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
