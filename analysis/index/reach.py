"""What a rank would take: the points between an economy and a rank, and where they could come from.

All other economies keep their scores. The index is linear in the scores of its indicators: a score that rises
by a distance adds its effective weight times the distance. This is not a forecast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.index.composition import PILLAR_WEIGHTS, PILLARS
from analysis.index.ledger import effective_weights
from analysis.query import Query, economy, edition, one_of
from analysis.table import Table, index_terms, insert_after

BEST: Final = "best"
OTHER: Final = "economy"
TARGETS: Final = ("median", BEST, OTHER)
"""Target of an indicator: the median of the ten best, the best, or the score of another economy."""
LEADERS: Final = 10  # economies of the median
COUNTS: Final = frozenset(
    {
        *("corporate-rd-investors", "h-index", "late-stage-venture-capital", "market-scale"),
        *("qs-university-ranking", "university-industry-international-engagement"),
    }
)
"""Concepts that are counts, sums or maxima, not scaled by the size of an economy."""
SURVEYS: Final = frozenset(
    {
        *("cluster-development", "ict-business-models", "ict-business-models-before-2013"),
        *("ict-organizational-models", "ict-organizational-models-before-2013", "local-competition"),
        *("research-institutions-quality", "university-industry-collaboration"),
    }
)
"""Concepts from the survey of the World Economic Forum, for editions without types of indicators."""
_POINT_TOLERANCE: Final = 1e-9
_KEYS: Final = ("edition", "economy", "rank")


@dataclass(frozen=True, slots=True)
class Reach:
    """What separates an economy from a rank in an edition, in points of the GII score.

    score, rank: of the economy; at: economy with the target rank; need: points to its score, at least 0.
    ladder: economy, rank and score, from the first to two ranks below the economy. pillars: code, weight,
    score, best (score in the world), needed (score that would suffice alone), possible (not above the best).
    share: share of the way to the best in every pillar that would suffice; at most 1 but for rounding.

    level: of the levers, "indicator", or "subpillar" where the edition has no indicators. levers: code,
    concept, name, kind (survey, count or data), effective weight, missing (codes without a score whose weight
    it takes over), score, target, distance, adds (points), alone (rank by this lever), points and together
    (sum and rank with all levers before it); the largest first, without those at their target. unscored: the
    economy without any score at the level, for which there are no levers.
    """

    economy: str
    edition: int
    score: float
    rank: int
    target_rank: int
    at: str
    need: float
    ladder: pd.DataFrame
    pillars: pd.DataFrame
    share: float
    level: str
    levers: pd.DataFrame
    unscored: str | None


def _others(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    scores = dataset.wide(before["edition"])["GII"].dropna().sort_values(ascending=False, kind="stable")
    return [str(code) for code in scores.index if code != before["economy"]]


def _ranks(dataset: Dataset, before: Mapping[str, Any]) -> Sequence[int]:
    rank = dataset.wide(before["edition"], "rank")["GII"].to_dict()[before["economy"]]
    return range(1, max(2, int(rank)))


def next_milestone(rank: int) -> int:
    """Return the next better milestone: rank 100, 50, 25, 10, 5, 3 or 1."""
    return next((milestone for milestone in (100, 50, 25, 10, 5, 3) if milestone < rank), 1)


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices: an edition with scores, an economy, a better rank, and the target of indicators."""

    edition: int = edition(
        "edition",
        lambda dataset, _: dataset.newest_detailed,
        lambda dataset, _: dataset.editions_with("pillar"),
    )
    economy: str = economy(
        lambda dataset, before: sorted(
            str(code) for code in dataset.wide(before["edition"]).dropna(subset=["GII", *PILLARS]).index
        )
    )
    rank: int = one_of("rank", _ranks, lambda *query: next_milestone(max(_ranks(*query)) + 1))
    target: str = one_of("target", TARGETS)
    other: str = one_of("than", _others)


def points_to_rank(dataset: Dataset, choice: Choice) -> Reach:
    """Return what separates the economy of a choice from the rank, and the levers."""
    scores, ranks = dataset.wide(choice.edition), dataset.ranks(choice.edition)
    # By rank: several economies share a rounded score in older editions.
    ladder = pd.DataFrame({"rank": ranks["GII"], "score": scores["GII"]}).dropna().sort_values("rank")
    ladder = ladder.astype({"rank": "int64"}).rename_axis("economy").reset_index()
    rank = int(ladder.loc[ladder["economy"] == choice.economy, "rank"].iloc[0])
    score = float(ladder.loc[ladder["economy"] == choice.economy, "score"].iloc[0])
    goal = ladder.iloc[choice.rank - 1]
    need = max(0.0, float(goal["score"]) - score)
    pillars = pd.DataFrame({"code": PILLARS, "weight": [PILLAR_WEIGHTS[code] for code in PILLARS]})
    pillars["score"] = scores.loc[choice.economy, list(PILLARS)].to_numpy("float64")
    pillars["best"] = scores[list(PILLARS)].max().to_numpy("float64")
    pillars["needed"] = pillars["score"] + need / pillars["weight"]
    pillars["possible"] = pillars["needed"] <= pillars["best"] + _POINT_TOLERANCE
    total = float((pillars["weight"] * (pillars["best"] - pillars["score"])).sum())
    structure = dataset.structure(choice.edition)
    level = "indicator" if (structure["level"] == "indicator").any() else "subpillar"
    levers, unscored = _levers(scores, structure, level, choice)
    return Reach(
        economy=choice.economy,
        edition=choice.edition,
        score=score,
        rank=rank,
        target_rank=choice.rank,
        at=str(goal["economy"]),
        need=need,
        ladder=ladder.loc[ladder["rank"] <= rank + 2, ["economy", "rank", "score"]].reset_index(drop=True),
        pillars=pillars,
        share=need / total if need else 0.0,
        level=level,
        levers=levers,
        unscored=unscored,
    )


def rank_of(score: float, other_scores: pd.Series) -> int:
    """Return the rank of a score among the scores of other economies."""
    return 1 + int((other_scores > score + _POINT_TOLERANCE).sum())


def _levers(
    scores: pd.DataFrame, structure: pd.DataFrame, level: str, choice: Choice
) -> tuple[pd.DataFrame, str | None]:
    parts = [effective_weights(scores, structure, level, pillar) for pillar in PILLARS]
    weights = pd.concat(parts, axis="columns").T[choice.economy]
    frame = structure.set_index("code").loc[weights.index, ["concept", "name"]]
    survey = structure.set_index("code")["type"].loc[weights.index] == "survey"
    survey |= frame["concept"].isin(SURVEYS)
    frame["kind"] = np.select([survey, frame["concept"].isin(COUNTS)], ["survey", "count"], "data")
    scored = scores[list(weights.index)].T
    parents = structure.set_index("code")["parent"]
    absent = parents[scored.index[scored[choice.economy].isna()]]
    frame["missing"] = [", ".join(absent.index[absent == parents[code]]) for code in frame.index]
    if choice.target == OTHER:
        target = scored[choice.other]
    else:
        leaders = 1 if choice.target == BEST else LEADERS
        target = pd.Series({code: row.nlargest(leaders).median() for code, row in scored.iterrows()})
    frame = frame.assign(weight=weights, score=scored[choice.economy], target=target)
    frame["distance"] = frame["target"] - frame["score"]
    frame["adds"] = frame["weight"] * frame["distance"]
    frame = frame[frame["adds"] > _POINT_TOLERANCE].sort_values("adds", ascending=False, kind="stable")
    own_score = float(scores["GII"].to_dict()[choice.economy])
    other_scores = scores["GII"].drop(choice.economy)
    frame["alone"] = [rank_of(own_score + points, other_scores) for points in frame["adds"]]
    frame["points"] = frame["adds"].cumsum()
    frame["together"] = [rank_of(own_score + points, other_scores) for points in frame["points"]]
    compared = (choice.economy, choice.other) if choice.target == OTHER else (choice.economy,)
    unscored = next((code for code in compared if scored[code].isna().all()), None)
    return frame.reset_index(names="code"), unscored


def ladder_rows(reach: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the ladder with the points between each economy and the chosen one."""
    frame = reach.ladder.assign(points=reach.ladder["score"] - reach.score, score_unit="0-100")
    return index_terms(frame, dataset, lang, computed=True, choice=choice)


def pillar_rows(reach: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the GII pillars with the score that each would have at the common share."""
    frame = reach.pillars.assign(together=combined_gain(reach), score_unit="0-100", rank_to_reach=choice.rank)
    return index_terms(frame, dataset, lang, computed=True, choice=choice)


def combined_gain(reach: Reach) -> pd.Series:
    """Return the scores of the GII pillars if each rose by ``share`` of the way to the best."""
    pillars = reach.pillars
    return pillars["score"] + reach.share * (pillars["best"] - pillars["score"])


def lever_rows(reach: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the levers with the names of their concepts."""
    frame = reach.levers.rename(columns={"name": "part", "kind": "kind_of_data"})
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    frame = frame.assign(target_is=choice.target, score_unit="0-100", rank_to_reach=choice.rank)
    return index_terms(frame, dataset, lang, computed=True, choice=choice)


LADDER = Table(
    "reach-ladder",
    "gii-reach-ladder",
    points_to_rank,
    ladder_rows,
    Choice,
    _KEYS,
    columns={"rank": "rank", "economy": "economy", "score": "points", "points": "+points"},
)
LEVERS_PER_PILLAR = Table(
    "reach-pillars",
    "gii-reach-pillars",
    points_to_rank,
    pillar_rows,
    Choice,
    _KEYS,
    columns={
        "code": "text",
        "score": "score",
        "best": "score",
        "needed": "score",
        "possible": "text",
        "together": "score",
    },
)
LEVERS = Table(
    "reach-indicators",
    "gii-reach-indicators",
    points_to_rank,
    lever_rows,
    Choice,
    (*_KEYS, "target", "than"),
    columns={
        "part": "text",
        "weight": "weight",
        "score": "score",
        "target": "score",
        "adds": "points",
        "alone": "rank",
        "together": "rank",
        "kind_of_data": "text",
    },
)
