"""The downloads of an economy's page: its profile in one edition, the history of one part of the index."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.dataset import Dataset
from analysis.profile import Choice, histories, profile
from data.languages import spoken
from service.dress import dress


def profile_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return every level and indicator of the economy and edition that ``query`` asks for, held or not.

    The query is read as on the page, so unknown values fall back to the same defaults.
    """
    chosen, lang = Choice.read(dataset, query), spoken(query.get("lang"))
    tables = (dataset.table("gii_scores"), dataset.parts, dataset.table("gii_editions"))
    frame = profile(*tables, chosen.economy, chosen.edition)
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
    frame.insert(0, "edition", chosen.edition)
    frame.insert(0, "economy", chosen.economy)
    own = frame["places_gained"].notna() | frame["marks_from"].eq("rule")
    return dress(frame.assign(score_unit="0-100"), dataset, lang, computed=own)


def history_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the history of the part of the index that ``query`` asks for, joined by concept."""
    chosen = Choice.read(dataset, query)
    return _history(dataset, query, chosen.history, [chosen.economy])


def history_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same part of the index for every economy that any edition holds it of."""
    chosen = Choice.read(dataset, query)
    codes = dataset.parts.loc[dataset.parts["concept"] == chosen.history, ["edition", "code"]]
    scores = dataset.table("gii_scores")
    economies = sorted(scores.merge(codes, on=["edition", "code"])["economy"].unique())
    if chosen.economy not in economies:
        economies.append(chosen.economy)
    return _history(dataset, query, chosen.history, economies)


def _history(
    dataset: Dataset, query: Mapping[str, str], concept: str, economies: Sequence[str]
) -> pd.DataFrame:
    lang = spoken(query.get("lang"))
    tables = (dataset.table("gii_scores"), dataset.parts, dataset.table("gii_editions"))
    frame = histories(*tables, economies, concept)
    frame = frame.rename(columns={"name": "part", "economies": "economies_ranked"})
    frame = _named(frame.assign(concept=concept), dataset, lang)
    return dress(frame.assign(score_unit="0-100"), dataset, lang)


def _named(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Add the name of each concept in the language that is asked for; the edition's own name stays."""
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    frame = frame.copy()
    frame.insert(list(frame.columns).index("part") + 1, "concept_name", frame["concept"].map(names))
    return frame
