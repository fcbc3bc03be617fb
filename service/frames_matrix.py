"""The evidence matrix as a download: the rows on show, in their order, with every figure computed of each."""

from collections.abc import Mapping

import pandas as pd

from analysis.dataset import Dataset
from analysis.listing import alphabetical
from analysis.matrix import Choice, matrix
from data.languages import spoken
from service.frames_strategy import dressed, names_of


def matrix_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the evidence matrix shows for a query."""
    lang = spoken(query.get("lang"))
    chosen = Choice.read(dataset, query)
    parts = names_of(dataset, lang)
    names = parts | {code: one.short.get(lang) for code, one in dataset.catalog.indicators.items()}
    rows = matrix(dataset.all_evidence(chosen.since), chosen, lambda _kind, code: alphabetical(names[code]))
    return dressed(rows, dataset, lang)


def matrix_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return every link and every gap, in the order asked for, whatever is filtered."""
    kept = {key: value for key, value in query.items() if key in ("lang", "sort", "order", "since")}
    return matrix_frame(dataset, kept)
