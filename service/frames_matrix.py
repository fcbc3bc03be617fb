"""The evidence matrix as a download: the rows on show, in their order, with every figure computed of each."""

from collections.abc import Mapping

import pandas as pd

from analysis.listing import alphabetical
from analysis.matrix import choose, matrix
from data.catalog import Catalog
from data.languages import spoken
from data.snapshot import Snapshot
from service.frames_strategy import dressed, names_of
from service.held_evidence import evidence_of


def matrix_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the evidence matrix shows for a query."""
    lang = spoken(query.get("lang"))
    chosen = choose(query)
    whole = evidence_of(snapshot, catalog, [one.number for one in catalog.strategy], since=chosen.since)
    parts = names_of(snapshot, catalog, lang)
    names = parts | {code: one.short.get(lang) for code, one in catalog.indicators.items()}
    rows = matrix(whole, chosen, lambda _kind, code: alphabetical(names[code]))
    return dressed(rows, snapshot, catalog, lang)


def matrix_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return every link and every gap, in the order asked for, whatever is filtered."""
    kept = {key: value for key, value in query.items() if key in ("lang", "sort", "order", "since")}
    return matrix_frame(snapshot, catalog, kept)
