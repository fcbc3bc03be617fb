"""Why a rank moved between two editions: own score, others' scores, economies leaving and entering.

The split is Shapley's value of two players; docs/method.md has the formulas. The four add up to the published
change. Inside an edition the published order counts, which also parts scores that are equal as printed;
between editions scores are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.index.precision import EXACT, half_widths
from data.article import CLAIM


def default_pair(editions: Sequence[int]) -> tuple[int, int]:
    """Return the editions of the article's claim, or the first and the last one where one is missing."""
    return CLAIM if set(CLAIM) <= set(editions) else (editions[0], editions[-1])


@dataclass(frozen=True, slots=True)
class RankSplit:
    """The change of a published rank in its four parts; below zero is towards the first place.

    own and others are multiples of a half, each with its values in the two orders of counting: own score
    first, others first. own_rounding and others_rounding are the ends that rounded scores leave open.
    """

    economy: str
    first: int
    last: int
    rank_first: int
    rank_last: int
    ranked_first: int
    ranked_last: int
    common: int
    exits: int
    own: float
    others: float
    entries: int
    own_orders: tuple[int, int]
    others_orders: tuple[int, int]
    own_rounding: tuple[float, float]
    others_rounding: tuple[float, float]

    @property
    def total(self) -> int:
        """The change of the published rank."""
        return self.rank_last - self.rank_first

    @property
    def rounded(self) -> bool:
        """Whether rounding could move the split between own and others."""
        return self.own_rounding[0] < self.own_rounding[1]


def rank_split(scores: pd.DataFrame, economy: str, first: int, last: int) -> RankSplit | None:
    """Return the split of an economy's rank change between two editions.

    scores: rows of gii_scores, the code GII among them. None where the economy is not ranked in both
    editions, or where an edition has ranks without scores.
    """
    before, after = _edition(scores, first), _edition(scores, last)
    if before is None or after is None or economy not in before.index or economy not in after.index:
        return None
    common = before.index.intersection(after.index)
    old, new = before.T[economy], after.T[economy]
    rivals_old, rivals_new = (frame.loc[common.drop(economy)] for frame in (before, after))
    start = 1 + int((rivals_old["rank"] < old["rank"]).sum())  # r(v0; s0, C)
    end = 1 + int((rivals_new["rank"] < new["rank"]).sum())  # r(v1; s1, C)
    ahead, ahead_room = _across(new, rivals_old)  # r(v1; s0, C): own score moves first
    behind, behind_room = _across(old, rivals_new)  # r(v0; s1, C): the others move first
    own = (ahead - start, end - behind)
    rest = (end - ahead, behind - start)
    return RankSplit(
        economy=economy,
        first=first,
        last=last,
        rank_first=int(old["rank"]),
        rank_last=int(new["rank"]),
        ranked_first=len(before),
        ranked_last=len(after),
        common=len(common),
        exits=start - int(old["rank"]),
        own=sum(own) / 2,
        others=sum(rest) / 2,
        entries=int(new["rank"]) - end,
        own_orders=own,
        others_orders=rest,
        own_rounding=(
            (ahead_room[0] - start + end - behind_room[1]) / 2,
            (ahead_room[1] - start + end - behind_room[0]) / 2,
        ),
        others_rounding=(
            (end - ahead_room[1] + behind_room[0] - start) / 2,
            (end - ahead_room[0] + behind_room[1] - start) / 2,
        ),
    )


def _edition(scores: pd.DataFrame, edition: int) -> pd.DataFrame | None:
    """Return rank, score and half width of all ranked economies; None where a score is missing."""
    rows = scores[(scores["code"] == "GII") & (scores["edition"] == edition) & scores["rank"].notna()]
    if rows.empty or rows["score"].isna().any():
        return None
    frame = rows.assign(width=half_widths(rows)).set_index("economy")
    return frame[["rank", "score", "width"]].astype("float64")


def _across(own: pd.Series, rivals: pd.DataFrame) -> tuple[int, tuple[int, int]]:
    """Return the rank of a score of one edition among scores of the other, and its ends under rounding."""
    lead = rivals["score"].to_numpy("float64") - own["score"]
    room = rivals["width"].to_numpy("float64") + own["width"]
    above = 1 + int(np.count_nonzero(lead > 0))
    ends = (
        1 + int(np.count_nonzero(lead > room + EXACT)),
        1 + int(np.count_nonzero((lead > 0) | (lead > -room + EXACT) & (room > 0))),
    )
    return above, ends
