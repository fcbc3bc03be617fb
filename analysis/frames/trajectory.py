"""The trajectory of China and its peers, or of every economy."""

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import standings
from analysis.frames.table import Table
from analysis.frames.terms import index_terms
from analysis.provenance import joined
from analysis.standing import CHINA, chosen
from analysis.trajectory import Choice

_RENAMED = {"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
_ENDS = ("weights_low", "weights_high", "published_low", "published_high")


def _trajectory(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    return chosen(standings(dataset), choice.economies, choice.first, choice.last)


def _trajectory_of_all(dataset: Dataset, _choice: Choice) -> pd.DataFrame:
    """Return the same of every economy ever ranked, China first, in every edition."""
    economies = (CHINA, *(code for code in dataset.economies if code != CHINA))
    return chosen(standings(dataset), economies, dataset.editions[0], dataset.editions[-1])


def trajectory(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and edition of a choice in which it was ranked."""
    frame = frame.drop(columns=["low_percentile", "high_percentile", "source"]).rename(columns=_RENAMED)
    frame = frame.astype(dict.fromkeys(_ENDS, "Int64")).assign(score_unit="0-100")
    own = frame["percentile"].notna() | frame["weights_low"].notna()
    rows = index_terms(frame, dataset, lang, ("GII", "IN", "OUT"), own)
    intervals = dataset.table("gii_intervals")
    published = intervals[intervals["kind"] == "published"]
    briefs = published.set_index(["economy", "edition"])["source"].to_dict()
    keys = zip(rows["economy"], rows["edition"], strict=True)
    rows["source"] = [joined(cell, briefs.get(key)) for cell, key in zip(rows["source"], keys, strict=True)]
    return rows


TRAJECTORY = Table(
    "trajectory",
    "china-gii-trajectory",
    _trajectory,
    trajectory,
    Choice,
    filters=("from", "to", "with"),
    everything=_trajectory_of_all,
)
