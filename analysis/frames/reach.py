"""What would it take: the ladder of ranks, the GII pillars, and the indicators by what they would add."""

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames.table import Shown, Table
from analysis.frames.terms import index_terms, insert_after
from analysis.reach import Choice, Reach, reach

_KEYS = ("edition", "economy", "rank")


def ladder(found: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economies from the first to two below the chosen one, with the points from its score."""
    frame = found.ladder.assign(points=found.ladder["score"] - found.score, score_unit="0-100")
    frame.insert(0, "edition", choice.edition)
    return index_terms(frame, dataset, lang, computed=True)


def pillars(found: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return each GII pillar: its score, the best, what would do alone, and its part of the same share."""
    frame = found.pillars.assign(together=together(found), score_unit="0-100")
    return _of_economy(frame, dataset, choice, lang)


def together(found: Reach) -> pd.Series:
    """Return the scores of the GII pillars if each went the same share of the way to the best."""
    pillars = found.pillars
    return pillars["score"] + found.share * (pillars["best"] - pillars["score"])


def levers(found: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the indicators by the points that each would add at its target, the largest first."""
    frame = found.levers.rename(columns={"name": "part", "kind": "kind_of_data"})
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    return _of_economy(frame.assign(target_is=choice.target, score_unit="0-100"), dataset, choice, lang)


def _of_economy(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    frame = frame.copy()
    frame.insert(0, "economy", choice.economy)
    frame.insert(0, "edition", choice.edition)
    frame["rank_to_reach"] = choice.rank
    return index_terms(frame, dataset, lang, computed=True)


LADDER = Table(
    "reach-ladder",
    "gii-reach-ladder",
    reach,
    ladder,
    Choice,
    _KEYS,
    columns=(
        Shown("rank", "rank"),
        Shown("economy", "economy"),
        Shown("score", "points"),
        Shown("points", "+points"),
    ),
)
PILLARS = Table("reach-pillars", "gii-reach-pillars", reach, pillars, Choice, _KEYS)
LEVERS = Table("reach-indicators", "gii-reach-indicators", reach, levers, Choice, (*_KEYS, "target", "than"))
