"""The download of the Overview: the trajectory of China and its peers, or of every economy."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import standings
from analysis.provenance import joined
from analysis.standing import CHINA, chosen
from analysis.trajectory import Choice
from data.languages import spoken
from service.dress import dress

_CODES = ("GII", "IN", "OUT")


def trajectory_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the Overview shows for ``query``, with names, edition licences, source and snapshot id.

    The query is read as on the page, so unknown values fall back to the same defaults.
    """
    choice = Choice.read(dataset, query)
    return _frame(dataset, query, choice.economies, (choice.first, choice.last))


def trajectory_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy ever ranked, China first, in every edition."""
    economies = (CHINA, *(code for code in dataset.economies if code != CHINA))
    return _frame(dataset, query, economies, (dataset.editions[0], dataset.editions[-1]))


def _frame(
    dataset: Dataset, query: Mapping[str, str], economies: Sequence[str], editions: tuple[int, int]
) -> pd.DataFrame:
    frame = chosen(standings(dataset), economies, *editions)
    frame = frame.rename(
        columns={"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
    ).drop(columns=["low_percentile", "high_percentile", "source"])
    ends = ("weights_low", "weights_high", "published_low", "published_high")
    frame = frame.astype(dict.fromkeys(ends, "Int64")).assign(score_unit="0-100")
    own = frame["percentile"].notna() | frame["weights_low"].notna()
    dressed = dress(frame, dataset, spoken(query.get("lang")), _CODES, own)
    intervals = dataset.table("gii_intervals")
    published = intervals[intervals["kind"] == "published"]
    briefs = published.set_index(["economy", "edition"])["source"].to_dict()
    keys = zip(dressed["economy"], dressed["edition"], strict=True)
    dressed["source"] = [
        joined(cell, briefs.get(key)) for cell, key in zip(dressed["source"], keys, strict=True)
    ]
    return dressed
