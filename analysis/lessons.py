"""What only the lessons need: a rank in another field, whom a rank passed, scores that fall without it."""

from collections.abc import Mapping

import pandas as pd

from analysis.standing import CHINA, percentile


def percentile_of(rank: int, economies: int) -> float:
    """Return the percentile rank of one rank among a number of economies (above 1)."""
    return float(percentile(pd.Series([rank]), pd.Series([economies])).iloc[0])


def passed(scores: pd.DataFrame, first: int, last: int, economy: str = CHINA) -> list[str]:
    """Return the economies ranked before one in the first edition and behind it in the last, best first.

    scores: rows of gii_scores, the code GII among them. Empty where the economy lacks one of the ranks.
    """
    rows = scores[(scores["code"] == "GII") & scores["rank"].notna()]
    before, after = (
        rows[rows["edition"] == edition].set_index("economy")["rank"] for edition in (first, last)
    )
    if economy not in before.index or economy not in after.index:
        return []
    ahead = before[before < before[economy]].sort_values()
    return [str(code) for code in ahead.index if code in after.index and after[code] > after[economy]]


def apart(standing: pd.DataFrame) -> list[Mapping[str, float]]:
    """Return the editions in which a score fell and the rank did not get worse.

    Each with edition, rank, score, rank_before and score_before. standing: rows of
    ``analysis.standing.standings`` of one economy; editions a year apart are compared.
    """
    rows = standing[["edition", "rank", "score"]].astype("float64").sort_values("edition")
    earlier = rows.shift().add_suffix("_before")
    frame = pd.concat([rows, earlier], axis=1).dropna()
    frame = frame[frame["edition"] - frame["edition_before"] == 1]
    frame = frame[(frame["score"] < frame["score_before"]) & (frame["rank"] <= frame["rank_before"])]
    return [{str(key): float(value) for key, value in row.items()} for row in frame.to_dict("records")]
