"""The trajectory of China and its peers, or of every economy: the choices of the Overview and its table."""

from dataclasses import dataclass

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import standings
from analysis.index.standing import MEASURES, chosen
from analysis.provenance import joined
from analysis.query import Query, economies, edition, one_of, peers
from analysis.table import Table
from analysis.terms import index_terms
from data.article import HERO

MAX_RAISED = 3
_NAMES = {"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
_ENDS = ("weights_low", "weights_high", "published_low", "published_high")


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the Overview.

    first, last: range of editions, of which the last has a verified number of economies; raised: peers
    with a colour.
    """

    SPAN = ("from", "to")

    measure: str = one_of("show", MEASURES)
    first: int = edition(
        "from", lambda dataset, _: dataset.editions[0], lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to",
        lambda dataset, _: dataset.editions[-1],
        lambda dataset, before: [
            one for one in dataset.editions if one > before["first"] and dataset.counts[one]
        ],
    )
    peers: tuple[str, ...] = peers()
    raised: tuple[str, ...] = economies("raise", MAX_RAISED, (), lambda _, before: before["peers"])

    @property
    def economies(self) -> tuple[str, ...]:
        """Return China and its peers, in that order."""
        return (HERO, *self.peers)


def trajectory(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and edition of a choice in which it was ranked."""
    frame = frame.drop(columns=["low_percentile", "high_percentile", "source"]).rename(columns=_NAMES)
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
    lambda dataset, choice: chosen(standings(dataset), choice.economies, choice.first, choice.last),
    trajectory,
    Choice,
    filters=("from", "to", "with"),
    # Every economy ever ranked, China first, in every edition.
    everything=lambda dataset, _: chosen(
        standings(dataset),
        (HERO, *(code for code in dataset.economies if code != HERO)),
        dataset.editions[0],
        dataset.editions[-1],
    ),
)
