"""The tile map: the place of every economy on a grid, and the parts that a phone shows in large."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data.fields import CatalogError, read

_EMPTY = "."


@dataclass(frozen=True, slots=True)
class Tiles:
    """Places as (column, row) by economy (ISO3), parts as (first and last column, first and last row).

    labels: where the name of each region begins.
    """

    places: Mapping[str, tuple[int, int]]
    parts: Mapping[str, tuple[int, int, int, int]]
    labels: Mapping[str, tuple[float, float]]

    @property
    def columns(self) -> int:
        """Return the number of columns of the grid."""
        return 1 + max(column for column, _ in self.places.values())

    @property
    def rows(self) -> int:
        """Return the number of rows of the grid."""
        return 1 + max(row for _, row in self.places.values())


@dataclass(frozen=True, slots=True)
class _File:
    grid: str
    parts: dict[str, tuple[int, int, int, int]]
    labels: dict[Literal["NAC", "EUR", "SEAO", "NAWA", "LCN", "CSA", "SSA"], tuple[float, float]]


def read_tiles(path: Path, economies: Collection[str]) -> Tiles:
    """Return the map; CatalogError names an economy that is unknown, stands twice or lies in no part."""
    file = read(_File, path)
    places: dict[str, tuple[int, int]] = {}
    for row, line in enumerate(file.grid.strip().splitlines()):
        for column, code in enumerate(line.split()):
            if code == _EMPTY:
                continue
            if code not in economies:
                raise CatalogError(f"{path.name}: unknown economy '{code}'")
            if code in places:
                raise CatalogError(f"{path.name}: '{code}' stands twice")
            if not any(a <= column <= b and c <= row <= d for a, b, c, d in file.parts.values()):
                raise CatalogError(f"{path.name}: '{code}' lies in no part")
            places[code] = (column, row)
    return Tiles(places, file.parts, {str(region): at for region, at in file.labels.items()})
