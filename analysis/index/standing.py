"""Ranks, scores, percentiles and intervals of economies by edition, and the points to the next place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.composition import PILLAR_WEIGHTS
from analysis.index.groups import with_medians
from analysis.index.precision import half_widths
from analysis.query import Query, economies, edition, one_of, peers
from analysis.table import Table, index_terms, join_sources
from data.article import FOCUS
from data.pack import SLUG

MEASURES = ("rank", "score", "percentile")
MAX_RAISED = 3
_NAMES = {"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
_ENDS = ("weights_low", "weights_high", "published_low", "published_high")


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the Overview.

    first, last: range of editions; the last has a verified number of economies; raised: highlighted peers.
    """

    SPAN = ("from", "to")

    measure: str = one_of("show", MEASURES)
    first: int = edition(
        "from", lambda dataset, _: dataset.course_start, lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to",
        lambda dataset, _: dataset.editions[-1],
        lambda dataset, before: [
            edition
            for edition in dataset.editions
            if edition > before["first"] and dataset.rank_counts[edition]
        ],
    )
    peers: tuple[str, ...] = peers(groups=True)
    raised: tuple[str, ...] = economies("raise", MAX_RAISED, (), lambda _, before: before["peers"])

    @property
    def economies(self) -> tuple[str, ...]:
        """China and its peers, in this order."""
        return (FOCUS, *self.peers)


def percentile(rank: pd.Series, economies: pd.Series) -> pd.Series:
    """Return the percentile rank 100 (N - r) / (N - 1): 100 for the first of N, 0 for the last.

    rank, economies: aligned integer series; a missing rank or number gives a missing percentile.
    """
    ranked = rank.astype("Float64")
    count = economies.astype("Float64")
    return (100 * (count - ranked) / (count - 1)).astype("Float64")


def rows_between(frame: pd.DataFrame, economies: Sequence[str], first: int, last: int) -> pd.DataFrame:
    """Select rows of ``standings`` for a range of editions, in the order of ``economies``."""
    positions = {economy: position for position, economy in enumerate(economies)}
    rows = frame[frame["edition"].between(first, last) & frame["economy"].isin(positions)]
    order = [positions[economy] for economy in rows["economy"]]
    return rows.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


@cached
def standings(dataset: Dataset) -> pd.DataFrame:
    """Return a row for each economy and each edition in which it was ranked, in this order.

    Columns: economy, edition, rank, economies (ranked in the edition), percentile, score (0 to 100),
    input_rank, input_low, input_high, output_rank, output_low, output_high, low and high (our interval),
    low_percentile and high_percentile, published_low and published_high (interval of WIPO), source. Where
    rounding leaves a rank in doubt, it is missing and ``*_low`` to ``*_high`` are its bounds.
    """
    scores, editions = dataset.scores, dataset.table("gii_editions")
    intervals = dataset.table("gii_intervals")
    frame = scores.loc[
        scores["code"] == "GII", ["economy", "edition", "rank", "score", "score_source", "rank_source"]
    ]
    frame = frame[frame["rank"].notna()].merge(editions[["edition", "economies"]], on="edition", how="left")
    frame["percentile"] = percentile(frame["rank"], frame["economies"])
    for code, name in (("IN", "input"), ("OUT", "output")):
        names = {"rank": f"{name}_rank", "rank_low": f"{name}_low", "rank_high": f"{name}_high"}
        rows = scores.loc[scores["code"] == code, ["economy", "edition", *names]].rename(columns=names)
        frame = frame.merge(rows, on=["economy", "edition"], how="left")
    for kind, prefix in (("weights", ""), ("published", "published_")):
        bounds = intervals.loc[intervals["kind"] == kind, ["economy", "edition", "low", "high"]]
        bounds = bounds.rename(columns={"low": f"{prefix}low", "high": f"{prefix}high"})
        frame = frame.merge(bounds, on=["economy", "edition"], how="left")
    frame["low_percentile"] = percentile(frame["high"], frame["economies"])
    frame["high_percentile"] = percentile(frame["low"], frame["economies"])
    frame["source"] = frame["rank_source"].fillna(frame["score_source"])
    frame = frame.sort_values(["economy", "edition"])
    return frame.drop(columns=["score_source", "rank_source"]).reset_index(drop=True)


def rows_of(frame: pd.DataFrame, economy: str) -> pd.DataFrame:
    """Return the rows of one economy of ``standings``."""
    return frame[frame["economy"] == economy].reset_index(drop=True)


@cached
def ranks(dataset: Dataset, economy: str) -> dict[int, int]:
    """Return the published overall rank of an economy by edition."""
    rows = rows_of(standings(dataset), economy)
    return dict(zip(rows["edition"].astype(int), rows["rank"].astype(int), strict=True))


def moved_from(dataset: Dataset, economy: str, first: int, last: int) -> int:
    """Return the first of two editions, or the edition of the worst rank if both have the same rank.

    Only editions with pillars before the last one count, whose ranks can be split; the newest of equal ones.
    """
    rank_by_edition = ranks(dataset, economy)
    if rank_by_edition.get(first) != rank_by_edition.get(last):
        return first
    candidates = [
        edition
        for edition in dataset.editions_with("pillar")
        if edition < last and edition in rank_by_edition
    ]
    candidates = [edition for edition in candidates if rank_by_edition[edition] != rank_by_edition.get(last)]
    return max(candidates, key=lambda edition: (rank_by_edition[edition], edition), default=first)


@dataclass(frozen=True, slots=True)
class NextPlace:
    """An economy between its neighbours by published rank in one edition, in points of the GII score.

    above, below: ISO3 codes of the neighbours, None for the first and the last; gap: points to the neighbour
    above; cushion: points over the neighbour below; rounding: largest error of gap and cushion because scores
    are printed rounded.
    """

    edition: int
    economy: str
    rank: int
    score: float
    ranked: int
    above: str | None
    above_rank: int | None
    gap: float | None
    below: str | None
    below_rank: int | None
    cushion: float | None
    rounding: float

    @property
    def input_points(self) -> float | None:
        """The gap in points of one input pillar, all else equal."""
        return None if self.gap is None else self.gap / PILLAR_WEIGHTS["P1"]

    @property
    def output_points(self) -> float | None:
        """The gap in points of one output pillar, all else equal."""
        return None if self.gap is None else self.gap / PILLAR_WEIGHTS["P7"]


def next_place(scores: pd.DataFrame, economy: str, edition: int) -> NextPlace | None:
    """Return the neighbours of an economy in the published ranking, and the points to them.

    scores: rows of gii_scores that include the code GII. None where the economy has no rank or no score in
    the edition.
    """
    rows = scores[(scores["code"] == "GII") & (scores["edition"] == edition)]
    rows = rows[rows["rank"].notna() & rows["score"].notna()]
    rows = rows.assign(width=half_widths(rows)).set_index("economy").sort_values("rank")
    if economy not in rows.index:
        return None
    rank, score = int(rows["rank"][economy]), float(rows["score"][economy])
    better, worse = rows[rows["rank"] < rank], rows[rows["rank"] > rank]
    above = better.iloc[-1] if len(better) else None
    below = worse.iloc[0] if len(worse) else None
    return NextPlace(
        edition=edition,
        economy=economy,
        rank=rank,
        score=score,
        ranked=len(rows),
        above=None if above is None else str(above.name),
        above_rank=None if above is None else int(above["rank"]),
        gap=None if above is None else float(above["score"]) - score,
        below=None if below is None else str(below.name),
        below_rank=None if below is None else int(below["rank"]),
        cushion=None if below is None else score - float(below["score"]),
        rounding=2 * float(rows["width"].max()),
    )


def percentile_of(rank: int, economies: int) -> float:
    """Return the percentile rank of one rank among two or more economies."""
    return float(percentile(pd.Series([rank]), pd.Series([economies])).iloc[0])


def overtaken_economies(scores: pd.DataFrame, first: int, last: int, economy: str = FOCUS) -> list[str]:
    """Return the economies that an economy overtook between two editions, the best ranked first.

    scores: rows of gii_scores that include the code GII. Empty where the economy lacks a rank.
    """
    rows = scores[(scores["code"] == "GII") & scores["rank"].notna()]
    before, after = (
        rows[rows["edition"] == edition].set_index("economy")["rank"] for edition in (first, last)
    )
    if economy not in before.index or economy not in after.index:
        return []
    ahead = before[before < before[economy]].sort_values()
    return [str(code) for code in ahead.index if code in after.index and after[code] > after[economy]]


def ranks_apart(standing: pd.DataFrame) -> list[Mapping[str, float]]:
    """Return the editions in which the score fell and the rank did not get worse, a year later.

    standing: rows of ``standings`` of one economy. Keys: edition, rank, score, edition_before, rank_before,
    score_before.
    """
    rows = standing[["edition", "rank", "score"]].astype("float64").sort_values("edition")
    earlier = rows.shift().add_suffix("_before")
    frame = pd.concat([rows, earlier], axis=1).dropna()
    frame = frame[frame["edition"] - frame["edition_before"] == 1]
    frame = frame[(frame["score"] < frame["score_before"]) & (frame["rank"] <= frame["rank_before"])]
    return [{str(key): float(value) for key, value in row.items()} for row in frame.to_dict("records")]


def trajectory_rows(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return a row for each economy and edition of a choice."""
    frame = frame.drop(columns=["low_percentile", "high_percentile", "source"]).rename(columns=_NAMES)
    frame = frame.astype(dict.fromkeys(_ENDS, "Int64")).assign(score_unit="0-100")
    computed = frame["percentile"].notna() | frame["weights_low"].notna()
    computed |= frame["members"].notna() if "members" in frame else False
    rows = index_terms(frame, dataset, lang, ("GII", "IN", "OUT"), computed)
    intervals = dataset.table("gii_intervals")
    published = intervals[intervals["kind"] == "published"]
    briefs = published.set_index(["economy", "edition"])["source"].to_dict()
    keys = zip(rows["economy"], rows["edition"], strict=True)
    rows["source"] = [
        join_sources(cell, briefs.get(key)) for cell, key in zip(rows["source"], keys, strict=True)
    ]
    return rows


TRAJECTORY = Table(
    "trajectory",
    f"{SLUG}-gii-trajectory",
    lambda dataset, choice: rows_between(
        with_medians(standings(dataset), dataset, choice.economies),
        choice.economies,
        choice.first,
        choice.last,
    ),
    trajectory_rows,
    Choice,
    filters=("from", "to", "with"),
    compute_unfiltered=lambda dataset, _: rows_between(
        standings(dataset),
        (FOCUS, *(code for code in dataset.economies if code != FOCUS)),
        dataset.editions[0],
        dataset.editions[-1],
    ),
    columns={
        "edition": "text",
        "rank": "rank",
        "economies_ranked": "whole",
        "percentile": "percentile",
        "score": "score",
        ("input_rank", "input_low", "input_high"): "bounded",
        ("output_rank", "output_low", "output_high"): "bounded",
        ("weights_low", "weights_high"): "range",
        ("published_low", "published_high"): "range",
    },
    newest="edition",
)
