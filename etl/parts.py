"""What the sources say, table by table, before the derived columns are filled in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from data.schema import KEPT, REVISIONS
from etl.release import ROW, empty

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from etl.release import Content


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sources say, in the columns of the snapshot, before the derived columns are filled in.

    structure: weight and concept may be blank; context: rows of gii_economies; intervals: published ones
    only; releases: columns ROW (publisher and licence blank: those of the family); revisions: columns of the
    table; kept: the tables of KEPT by name, vintage blank.
    """

    scores: pd.DataFrame
    structure: pd.DataFrame
    context: pd.DataFrame
    intervals: pd.DataFrame
    observations: pd.DataFrame
    releases: pd.DataFrame
    revisions: pd.DataFrame = field(default_factory=lambda: empty(REVISIONS.columns))
    kept: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def with_content(self, content: Content, gives: Collection[str]) -> Parts:
        """Return the parts with what a release gives in place of what they held of it.

        gives: the series to take, each whole; for an edition of the index anything, since it is one whole.
        """
        if content.edition is not None:
            given = content.scores, content.structure, content.context
            return self.with_edition(content.edition, *given, release=content.row)
        series = content.observations[content.observations["indicator"].isin(gives)]
        return self.with_series(series, gives, content.row)

    def with_series(self, series: pd.DataFrame, gives: Collection[str], release: pd.DataFrame) -> Parts:
        """Return the parts with some series replaced, each whole, and with the release they come from."""
        kept = self.observations[~self.observations["indicator"].isin(gives)]
        named = set(release["source"])
        return replace(
            self,
            observations=pd.concat([kept, series], ignore_index=True),
            releases=pd.concat([self.releases[~self.releases["source"].isin(named)], release]),
        )

    def with_edition(
        self,
        edition: int,
        scores: pd.DataFrame,
        structure: pd.DataFrame,
        context: pd.DataFrame,
        *,
        release: pd.DataFrame,
    ) -> Parts:
        """Return the parts with the rows of one edition and its release replaced."""
        named = set(release["source"])
        return replace(
            self,
            scores=pd.concat([self.scores[self.scores["edition"] != edition], scores]),
            structure=pd.concat([self.structure[self.structure["edition"] != edition], structure]),
            context=pd.concat([self.context[self.context["edition"] != edition], context]),
            releases=pd.concat([self.releases[~self.releases["source"].isin(named)], release]),
        )


def parts_of(tables: Mapping[str, pd.DataFrame]) -> Parts:
    """Return the parts that a snapshot was assembled from, so that it can be extended."""
    return Parts(
        scores=tables["gii_scores"],
        structure=tables["gii_structure"],
        context=tables["gii_economies"],
        intervals=tables["gii_intervals"],
        observations=tables["observations"].drop(columns="vintage"),
        releases=tables["sources"][list(ROW)],
        revisions=tables["revisions"],
        kept={table.name: tables[table.name] for table in KEPT},
    )
