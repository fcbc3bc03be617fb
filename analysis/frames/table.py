"""A table that readers can download: its frame, and the choices of a view on which it depends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.query import Nothing, Query

if TYPE_CHECKING:
    import pandas as pd

    from analysis.dataset import Dataset

Frame = Callable[["Dataset", Any, str], "pd.DataFrame"]
"""(dataset, choice, language of names) -> rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table, the same for its card, downloads and the API.

    name: in addresses; file: name of its file without ending; query: the choices of its view; keys: of the
    address, those that choose its subject; filters: those that only narrow it, which "all" leaves aside.
    everything: returns all rows, where a choice without its filters does not.
    """

    name: str
    file: str
    frame: Frame
    query: type[Query] = Nothing
    keys: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    everything: Frame | None = None

    def rows(
        self, dataset: Dataset, values: Mapping[str, str], lang: str, *, whole: bool = False
    ) -> pd.DataFrame:
        """Return the rows of a view, or all; values: its choices as texts, by key."""
        if whole and not self.everything:
            values = {key: value for key, value in values.items() if key not in self.filters}
        make = self.everything if whole and self.everything else self.frame
        return make(dataset, self.query.read(dataset, values), lang)

    def chosen(self, dataset: Dataset, values: Mapping[str, str], *, whole: bool = False) -> dict[str, str]:
        """Return as texts the choices among values that the rows depend on; what is unknown is left out."""
        keys = self.keys if whole else (*self.keys, *self.filters)
        choice = self.query.read(dataset, values)
        written, changed = choice.written(), choice.chosen(dataset)
        return {
            key: written[key]
            for key in keys
            if key in values and (key in changed or written[key] == values[key])
        }
