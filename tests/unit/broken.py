"""A few editions of the snapshot that a test may break, and what the gates say then."""

from functools import cache
from typing import Any

import pandas as pd

from data import catalog
from data.snapshot import Snapshot
from etl.checks import GATES, Report


@cache
def known() -> catalog.Catalog:
    return catalog.load()


class Broken:
    """A few editions of the snapshot that a test may break."""

    def __init__(self, snapshot: Snapshot, *editions: int) -> None:
        tables = snapshot.tables()
        held = [name for name in tables if name.startswith("gii_")]
        self.tables = {
            name: frame[frame["edition"].isin(editions)].reset_index(drop=True) if name in held else frame
            for name, frame in tables.items()
        }
        self.tables["observations"] = tables["observations"].head(1000).copy()

    @property
    def scores(self) -> pd.DataFrame:
        return self.tables["gii_scores"]

    def at(self, edition: int, economy: str, code: str) -> Any:
        frame = self.scores
        rows = (frame["edition"] == edition) & (frame["economy"] == economy) & (frame["code"] == code)
        return frame.index[rows][0]

    def put(self, edition: int, economy: str, code: str, **values: Any) -> None:
        for column, value in values.items():
            self.scores.loc[self.at(edition, economy, code), column] = value

    def swap(self, edition: int, first: tuple[str, str], second: tuple[str, str], *columns: str) -> None:
        one, two = self.at(edition, *first), self.at(edition, *second)
        for column in columns:
            pair = self.scores.loc[[two, one], column].array.copy()
            self.scores.loc[[one, two], column] = pair

    def found(self) -> list[str]:
        return [item for gate in ("ranks", "scores", "coverage") for item in self.of(gate)]

    def of(self, gate: str, **tables: pd.DataFrame) -> list[str]:
        """Return what one gate says of these tables, with others in their place."""
        return [str(item) for item in GATES[gate](self.tables | tables, known(), Report())]


def says(found: list[str], *parts: str) -> bool:
    return any(all(part in sentence for part in parts) for sentence in found)
