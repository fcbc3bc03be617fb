"""The profile of an economy in one edition, and the history of one part of the index."""

from dataclasses import replace

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import index_terms, insert_after
from analysis.profile import Choice, histories, trails
from analysis.profile import profile as profile_of


def _tables(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return dataset.table("gii_scores"), dataset.parts, dataset.table("gii_editions")


def profile(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return every level and indicator of an economy and edition, with a value or without."""
    frame = frame.rename(
        columns={
            "name": "part",
            "economies": "economies_ranked",
            "marked": "marks_from",
            "before": "edition_before",
            "change": "places_gained",
        }
    )
    frame = _named(frame, dataset, lang)
    frame.insert(0, "edition", choice.edition)
    frame.insert(0, "economy", choice.economy)
    own = frame["places_gained"].notna() | frame["marks_from"].eq("rule")
    return index_terms(frame.assign(score_unit="0-100"), dataset, lang, computed=own)


def _editions(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return every part of the chosen editions with the economy's score and rank, the newest edition last."""
    found = trails(dataset.table("gii_scores"), dataset.parts, choice.economy)
    columns = [
        "edition",
        "code",
        "name",
        "level",
        "concept",
        "score",
        "rank",
        "rank_low",
        "rank_high",
        "doubt",
    ]
    return found.loc[found["edition"].isin(choice.editions), columns].reset_index(drop=True)


def editions(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rows of the chosen editions, one below the other, joined by ``concept``."""
    frame = _named(frame.rename(columns={"name": "part"}), dataset, lang)
    frame.insert(0, "economy", choice.economy)
    return index_terms(frame.assign(score_unit="0-100"), dataset, lang)


def _history(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    return histories(*_tables(dataset), [choice.economy], choice.history)


def _history_of_all(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the history of the same part for every economy of which any edition has it."""
    codes = dataset.parts.loc[dataset.parts["concept"] == choice.history, ["edition", "code"]]
    scores = dataset.table("gii_scores")
    economies = sorted(scores.merge(codes, on=["edition", "code"])["economy"].unique())
    if choice.economy not in economies:
        economies.append(choice.economy)
    return histories(*_tables(dataset), economies, choice.history)


def history(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the history of one part of the index, joined by concept."""
    frame = frame.rename(columns={"name": "part", "economies": "economies_ranked"})
    frame = _named(frame.assign(concept=choice.history), dataset, lang)
    return index_terms(frame.assign(score_unit="0-100"), dataset, lang)


def _named(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Add the name of each concept in the language of the reader; the edition's own name stays."""
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    frame = frame.copy()
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    return frame


PROFILE = Table(
    "profile",
    "gii-profile",
    lambda dataset, choice: profile_of(*_tables(dataset), choice.economy, choice.edition),
    profile,
    Choice,
    ("economy", "edition"),
)
HISTORY = Table(
    "history",
    "gii-history",
    _history,
    history,
    Choice,
    ("edition", "history"),
    filters=("economy",),
    everything=_history_of_all,
)
EDITIONS = Table(
    "economy-editions",
    "gii-economy-editions",
    _editions,
    editions,
    Choice,
    ("economy",),
    filters=("editions",),
    everything=lambda dataset, choice: _editions(dataset, replace(choice, editions=dataset.editions)),
)
