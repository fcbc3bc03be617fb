"""The profile of an economy in one edition, and the history of one part of the index."""

from dataclasses import replace

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import index_terms, insert_after
from analysis.profile import Choice, histories, trails
from analysis.profile import profile as profile_of

_NAMES = {
    "name": "part",
    "economies": "economies_ranked",
    "marked": "marks_from",
    "before": "edition_before",
    "change": "places_gained",
}
_TRAIL = ["edition", "code", "name", "level", "concept", "score", "rank", "rank_low", "rank_high", "doubt"]


def _rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return rows with the economy, the edition, and the name of each concept beside the edition's own."""
    own = frame["change"].notna() | frame["marked"].eq("rule") if "change" in frame else False
    frame = frame.rename(columns=_NAMES)
    for column in ("edition", "economy"):
        if column not in frame:
            frame.insert(0, column, getattr(choice, column))
    if "concept" not in frame:
        frame["concept"] = choice.history
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    return index_terms(frame.assign(score_unit="0-100"), dataset, lang, computed=own)


def _tables(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return dataset.table("gii_scores"), dataset.parts, dataset.table("gii_editions")


def _history_of_all(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the history of the same part for every economy of which any edition has it."""
    codes = dataset.parts.loc[dataset.parts["concept"] == choice.history, ["edition", "code"]]
    economies = sorted(dataset.table("gii_scores").merge(codes, on=["edition", "code"])["economy"].unique())
    if choice.economy not in economies:
        economies.append(choice.economy)
    return histories(*_tables(dataset), economies, choice.history)


def _editions(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return every part of the chosen editions with the economy's score and rank, the newest edition last."""
    found = trails(dataset.table("gii_scores"), dataset.parts, choice.economy)
    return found.loc[found["edition"].isin(choice.editions), _TRAIL].reset_index(drop=True)


PROFILE = Table(
    "profile",
    "gii-profile",
    lambda dataset, choice: profile_of(*_tables(dataset), choice.economy, choice.edition),
    _rows,
    Choice,
    ("economy", "edition"),
)
HISTORY = Table(
    "history",
    "gii-history",
    lambda dataset, choice: histories(*_tables(dataset), [choice.economy], choice.history),
    _rows,
    Choice,
    ("edition", "history"),
    filters=("economy",),
    everything=_history_of_all,
)
EDITIONS = Table(
    "economy-editions",
    "gii-economy-editions",
    _editions,
    _rows,
    Choice,
    ("economy",),
    filters=("editions",),
    everything=lambda dataset, choice: _editions(dataset, replace(choice, editions=dataset.editions)),
)
