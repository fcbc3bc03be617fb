"""Gates: every rule of the index that can be computed, checked before anything is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import contract
from etl.gates import claims, concepts, context, counts, coverage, intervals, rankings, ranks, scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from data.catalog import Catalog
    from data.violation import Violation


def violations(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> list[Violation]:
    """Return every broken rule of a snapshot: first the contract; the gates only once the contract holds."""
    broken = contract.violations(tables)
    if broken:
        return broken
    held, structure = tables["gii_scores"], tables["gii_structure"]
    found = [
        *ranks.check(held),
        *scores.check(held, structure),
        *coverage.check(held, structure),
        *counts.check(tables, catalog),
        *concepts.check(structure, catalog),
        *context.check(tables["gii_economies"], held),
        *intervals.check(tables["gii_intervals"], held),
        *claims.check(tables, catalog),
        *rankings.check(tables["other_rankings"], tables["gii_clusters"], catalog.rankings),
    ]
    return list(dict.fromkeys(found))
