"""A table of a card: what the method computes for a choice, as one result, and its rows for readers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.query import Nothing, Query

T = TypeVar("T")
Q = TypeVar("Q", bound=Query)


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a table that its page shows: its name in the rows, and how its values are written.

    write: a name of components.formats; "economy" for the short name of a code, "text" for what is no number.
    """

    name: str
    write: str = "text"


@dataclass(frozen=True, slots=True)
class Table(Generic[Q, T]):
    """One table, the same for its card, downloads and the API.

    name: in addresses; file: name of its file without ending; compute: (dataset, choice) -> result, a frame
    or an object with frames, in no language; frame: (result, dataset, choice, language of names) -> rows;
    columns: those that its page shows, in their order; the words above them, which files have too, are in
    the catalog (``Catalog.heads``). query: the choices of its view; keys: of the address, those that choose
    its subject; filters: those that only narrow it, which "all" leaves aside. everything: computes all,
    where a choice without its filters does not.
    """

    name: str
    file: str
    compute: Callable[[Dataset, Q], T]
    frame: Callable[[T, Dataset, Q, str], pd.DataFrame]
    query: type[Q] = Nothing  # type: ignore[assignment]  # the default of a table without choices
    keys: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    everything: Callable[[Dataset, Q], T] | None = None
    columns: tuple[Shown, ...] = ()

    def result(self, dataset: Dataset, choice: Q) -> T:
        """Return the result for a choice, read only: the figure, the finding and all rows are made of it."""
        found: T = _result(dataset, self.compute, choice)
        return found

    def rows(
        self, dataset: Dataset, values: Mapping[str, str], lang: str, *, whole: bool = False
    ) -> pd.DataFrame:
        """Return the rows of a view, or all; values: its choices as texts, by key."""
        if whole and not self.everything:
            values = {key: value for key, value in values.items() if key not in self.filters}
        choice = self.query.read(dataset, values)
        every = self.everything if whole else None
        found = every(dataset, choice) if every else self.result(dataset, choice)
        return self.frame(found, dataset, choice, lang)

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


@cached
def _result(dataset: Dataset, compute: Callable[[Dataset, Any], Any], choice: Query) -> Any:
    return compute(dataset, choice)
