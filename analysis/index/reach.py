"""What would it take: the points between an economy and a rank, and where they could come from.

All other economies keep their scores. The index is linear in the scores of its indicators, so that a score
that rises by a distance adds its effective weight times that distance. Never a forecast.
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
"""What an indicator could reach: the median of the ten best, the best, or the score of a named economy."""
LEADERS: Final = 10
COUNTS: Final = frozenset(
    {
        *("corporate-rd-investors", "h-index", "late-stage-venture-capital", "market-scale"),
        *("qs-university-ranking", "university-industry-international-engagement"),
    }
)
"""Concepts that count, add up or pick the largest, and are not scaled by the size of an economy."""
SURVEYS: Final = frozenset(
    {
        *("cluster-development", "ict-business-models", "ict-business-models-before-2013"),
        *("ict-organizational-models", "ict-organizational-models-before-2013", "local-competition"),
        *("research-institutions-quality", "university-industry-collaboration"),
    }
)
"""Concepts that are questions of the World Economic Forum's survey, for editions that do not say it."""
_ROOM: Final = 1e-9
_KEYS: Final = ("edition", "economy", "rank")


@dataclass(frozen=True, slots=True)
class Reach:
    """What separates an economy from a rank in an edition; points are those of the GII score.

    score, rank: of the economy; at: who has the rank, and ``need`` the points to its score, 0 where it has
    the rank already. ladder: economy, rank and score from the first to two below it. pillars: code, weight,
    score, best (score in the world), needed (score that alone would do), possible (not above the best).
    share: of the way to the best in every pillar, which would do: at most 1 but for rounding, since no
    economy is above the best in every pillar.

    level: of the levers, "indicator", or "subpillar" where the edition has no scores below. levers: code,
    concept, name, kind (survey, count or data), weight (effective), missing (codes beside it that have no
    score, whose weight it has), score, target, distance, adds (points), alone (rank by this one), points
    (with those before it), together (rank with those before it); largest first, those at their target left
    out. unscored: the economy without any score of that level, for which there are no levers: that of the
    choice, or the one whose scores it should reach.
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
    own = dataset.wide(before["edition"], "rank")["GII"].to_dict()[before["economy"]]
    return range(1, max(2, int(own)))


def next_usual(rank: int) -> int:
    """Return the next above a rank of those that readers speak of: 100th, 50th, 25th, 10th, 5th, 3rd, 1st."""
    return next((usual for usual in (100, 50, 25, 10, 5, 3) if usual < rank), 1)


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """An economy, an edition that has scores, a rank above its own, and what indicators could reach."""

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
    rank: int = one_of("rank", _ranks, lambda *query: next_usual(max(_ranks(*query)) + 1))
    target: str = one_of("target", TARGETS)
    other: str = one_of("than", _others)


def points_to_rank(dataset: Dataset, choice: Choice) -> Reach:
    """Return what separates the economy of a choice from the rank, and what would add how much."""
    scores, ranks = dataset.wide(choice.edition), dataset.ranks(choice.edition)
    # By rank, since scores of older editions are rounded and several economies share one.
    ladder = pd.DataFrame({"rank": ranks["GII"], "score": scores["GII"]}).dropna().sort_values("rank")
    ladder = ladder.astype({"rank": "int64"}).rename_axis("economy").reset_index()
    rank = int(ladder.loc[ladder["economy"] == choice.economy, "rank"].iloc[0])
    own = float(ladder.loc[ladder["economy"] == choice.economy, "score"].iloc[0])
    goal = ladder.iloc[choice.rank - 1]
    need = max(0.0, float(goal["score"]) - own)
    pillars = pd.DataFrame({"code": PILLARS, "weight": [PILLAR_WEIGHTS[code] for code in PILLARS]})
    pillars["score"] = scores.loc[choice.economy, list(PILLARS)].to_numpy("float64")
    pillars["best"] = scores[list(PILLARS)].max().to_numpy("float64")
    pillars["needed"] = pillars["score"] + need / pillars["weight"]
    pillars["possible"] = pillars["needed"] <= pillars["best"] + _ROOM
    room = float((pillars["weight"] * (pillars["best"] - pillars["score"])).sum())
    structure = dataset.structure(choice.edition)
    level = "indicator" if (structure["level"] == "indicator").any() else "subpillar"
    levers, unscored = _levers(scores, structure, level, choice)
    return Reach(
        economy=choice.economy,
        edition=choice.edition,
        score=own,
        rank=rank,
        target_rank=choice.rank,
        at=str(goal["economy"]),
        need=need,
        ladder=ladder.loc[ladder["rank"] <= rank + 2, ["economy", "rank", "score"]].reset_index(drop=True),
        pillars=pillars,
        share=need / room if need else 0.0,
        level=level,
        levers=levers,
        unscored=unscored,
    )


def rank_of(score: float, others: pd.Series) -> int:
    """Return the rank of a score among those of the others."""
    return 1 + int((others > score + _ROOM).sum())


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
    frame = frame[frame["adds"] > _ROOM].sort_values("adds", ascending=False, kind="stable")
    own, others = float(scores["GII"].to_dict()[choice.economy]), scores["GII"].drop(choice.economy)
    frame["alone"] = [rank_of(own + points, others) for points in frame["adds"]]
    frame["points"] = frame["adds"].cumsum()
    frame["together"] = [rank_of(own + points, others) for points in frame["points"]]
    compared = (choice.economy, choice.other) if choice.target == OTHER else (choice.economy,)
    unscored = next((code for code in compared if scored[code].isna().all()), None)
    return frame.reset_index(names="code"), unscored


def ladder(found: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economies from the first to two below the chosen one, with the points from its score."""
    frame = found.ladder.assign(points=found.ladder["score"] - found.score, score_unit="0-100")
    return index_terms(frame, dataset, lang, computed=True, choice=choice)


def pillars(found: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return each GII pillar: its score, the best, what would do alone, and its part of the same share."""
    frame = found.pillars.assign(together=combined_gain(found), score_unit="0-100", rank_to_reach=choice.rank)
    return index_terms(frame, dataset, lang, computed=True, choice=choice)


def combined_gain(found: Reach) -> pd.Series:
    """Return the scores of the GII pillars if each went the same share of the way to the best."""
    pillars = found.pillars
    return pillars["score"] + found.share * (pillars["best"] - pillars["score"])


def indicator_levers(found: Reach, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the indicators by the points that each would add at its target, the largest first."""
    frame = found.levers.rename(columns={"name": "part", "kind": "kind_of_data"})
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    frame = frame.assign(target_is=choice.target, score_unit="0-100", rank_to_reach=choice.rank)
    return index_terms(frame, dataset, lang, computed=True, choice=choice)


LADDER = Table(
    "reach-ladder",
    "gii-reach-ladder",
    points_to_rank,
    ladder,
    Choice,
    _KEYS,
    columns={"rank": "rank", "economy": "economy", "score": "points", "points": "+points"},
)
LEVERS_PER_PILLAR = Table(
    "reach-pillars",
    "gii-reach-pillars",
    points_to_rank,
    pillars,
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
    indicator_levers,
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
