"""The evidence of the strategic pillars, computed once for a snapshot beside the usual economies."""

from collections.abc import Collection, Sequence
from weakref import WeakKeyDictionary

import pandas as pd

from analysis.evidence import evidence, joined
from analysis.evidence_base import base_of
from analysis.progress import CLAIM_YEAR
from analysis.selection import PEERS
from data.catalog import Catalog
from data.snapshot import Snapshot

_KEPT: WeakKeyDictionary[Snapshot, tuple[Catalog, dict[int, pd.DataFrame]]] = (
    WeakKeyDictionary()
)  # by the first year; goes with its snapshot


def evidence_of(
    snapshot: Snapshot,
    catalog: Catalog,
    pillars: Sequence[int],
    peers: Collection[str] = PEERS,
    since: int = CLAIM_YEAR,
) -> pd.DataFrame:
    """Return the evidence of some strategic pillars, by number, one below the other (analysis.evidence).

    Computing it takes most of a second, so that of PEERS is kept.
    """
    if tuple(peers) != PEERS:
        base = base_of(snapshot.table, catalog)
        return joined([evidence(base, catalog.strategy[number - 1], peers, since) for number in pillars])
    if snapshot not in _KEPT or _KEPT[snapshot][0] is not catalog:
        _KEPT[snapshot] = catalog, {}
    kept = _KEPT[snapshot][1]
    if since not in kept:
        base = base_of(snapshot.table, catalog)
        kept[since] = joined([evidence(base, one, PEERS, since) for one in catalog.strategy])
    whole = kept[since]
    return whole[whole["pillar"].isin(list(pillars))].reset_index(drop=True)
