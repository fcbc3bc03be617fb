"""What a snapshot holds for the interface: values of parameters, and where the rows of its tables stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analysis.holdings import scored
from analysis.reweighting import Field, fields
from data.api import Parameter
from data.catalog import Catalog
from data.codes import code_order
from data.snapshot import Snapshot

Value = str | int

_INDEXED = {"gii_scores": ("economy",), "observations": ("indicator", "economy")}
"""Columns of the long tables by which rows are found without looking at all of them."""


@dataclass(eq=False)
class _Kept:
    """What is found once in a snapshot; it must not lead back to it, or neither would ever be let go."""

    values: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    positions: dict[tuple[str, str], dict[Value, np.ndarray]] = field(default_factory=dict)
    fields: dict[int, Field | None] = field(default_factory=dict)
    newest: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """One snapshot with the catalog; no table is copied, positions of rows are found once."""

    snapshot: Snapshot
    catalog: Catalog
    _kept: _Kept

    @property
    def values(self) -> dict[str, tuple[Value, ...]]:
        """What parameters may be, by the name of the list (data.api.Parameter)."""
        if not self._kept.values:
            self._kept.values = self._listed()
        return self._kept.values

    def _listed(self) -> dict[str, tuple[Value, ...]]:
        table = self.snapshot.table
        years = table("observations")["year"]
        return {
            "economies": tuple(sorted(map(str, table("economies")["economy"]))),
            "editions": tuple(sorted(int(edition) for edition in table("gii_editions")["edition"])),
            "codes": tuple(sorted(set(table("gii_scores")["code"]), key=code_order)),
            "indicators": tuple(sorted(self.catalog.indicators)),
            "sources": tuple(sorted(map(str, table("sources")["source"]))),
            "years": tuple(range(int(years.min()), int(years.max()) + 1)),
        }

    @property
    def newest(self) -> int:
        """The newest edition held to its indicators; a newer one may be a ranking only."""
        if not self._kept.newest:
            table = self.snapshot.table
            held = scored(table("gii_scores"), table("gii_structure"))
            self._kept.newest = int(held.loc[held["level"] == "indicator", "edition"].max())
        return self._kept.newest

    def options(self, parameter: Parameter) -> tuple[Value, ...]:
        """Return what a parameter may be; empty if it is any number."""
        return self.values[parameter.values] if parameter.values else parameter.options

    def limits(self, parameter: Parameter) -> tuple[float | None, float | None]:
        """Return the least and the greatest number that a parameter may be."""
        if parameter.between:
            numbers = [value for value in self.values[parameter.between] if isinstance(value, int)]
            return numbers[0], numbers[-1]
        return parameter.minimum, parameter.maximum

    def default(self, parameter: Parameter) -> Value | None:
        """Return the value of a parameter that is not given."""
        return self.newest if parameter.default == "newest" else parameter.default

    def field(self, edition: int) -> Field | None:
        """Return the GII pillar scores of an edition, None where they are not held."""
        if edition not in self._kept.fields:
            scores = self.snapshot.table("gii_scores")
            self._kept.fields[edition] = fields(scores[scores["edition"] == edition]).get(edition)
        return self._kept.fields[edition]

    def rows(self, name: str, wanted: dict[str, tuple[Value, ...]]) -> tuple[pd.DataFrame, np.ndarray]:
        """Return a table and the positions of the rows whose columns have one of the values wanted."""
        frame = self.snapshot.table(name)
        rest = dict(wanted)
        column = next((column for column in _INDEXED.get(name, ()) if column in rest), None)
        if column is None:
            places = np.arange(len(frame))
        else:
            index = self._index(name, column)
            parts = [index[value] for value in dict.fromkeys(rest.pop(column)) if value in index]
            places = np.sort(np.concatenate(parts)) if parts else np.arange(0)
        for column, values in rest.items():
            places = places[frame[column].take(places).isin(values).to_numpy()]
        return frame, places

    def _index(self, name: str, column: str) -> dict[Value, np.ndarray]:
        if (name, column) not in self._kept.positions:
            found = self.snapshot.table(name).groupby(column).indices
            kept: dict[Value, np.ndarray] = {
                str(value): np.asarray(places, "int32") for value, places in found.items()
            }
            self._kept.positions[name, column] = kept
        return self._kept.positions[name, column]


_KEPT: WeakKeyDictionary[Snapshot, _Kept] = WeakKeyDictionary()  # each goes with its snapshot


def held(snapshot: Snapshot, catalog: Catalog) -> Held:
    """Return what a snapshot holds; what is found once serves all requests."""
    return Held(snapshot, catalog, _KEPT.setdefault(snapshot, _Kept()))
