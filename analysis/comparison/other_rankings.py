"""China in other rankings: its percentile in each, how it moved, and its clusters by edition."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.progress import direction_of_change
from analysis.index.standing import percentile
from analysis.query import NoChoices
from analysis.table import RANK, Table, index_terms, insert_after, with_own_calculation, with_terms
from data.article import CLAIM_YEAR, FOCUS
from data.pack import SLUG

GII_RANKING = "gii"
COLUMNS: Final = (
    "ranking", "year", "rank", "economies", "percentile", "score", "derived", "stretch", "source"
)  # fmt: skip
_CLUSTER_COLUMNS: Final = ("core", "edition", "cluster", "cluster_zh", "rank", "renamed")


def triangulation(
    rankings: pd.DataFrame, scores: pd.DataFrame, editions: pd.DataFrame, breaks: Mapping[str, Sequence[int]]
) -> pd.DataFrame:
    """Return China's figures in the GII (first) and in all other rankings, by ranking and year.

    rankings, scores, editions: tables other_rankings, gii_scores and gii_editions; breaks: years from which
    the method of a ranking differs. Columns: COLUMNS. percentile (0 to 100) is among the economies of the
    ranking, missing if their number is unknown; rows are comparable if they have the same stretch, which
    counts the breaks up to a year.
    """
    is_gii = (scores["code"] == "GII") & (scores["economy"] == FOCUS) & scores["rank"].notna()
    gii = scores.loc[is_gii, ["edition", "rank", "score", "rank_source"]]
    gii = gii.merge(editions[["edition", "economies"]], on="edition", how="left")
    gii = gii.rename(columns={"edition": "year", "rank_source": "source"}).assign(
        ranking=GII_RANKING, derived=False
    )
    china_rows = rankings.loc[rankings["economy"] == FOCUS]
    frame = pd.concat([gii, china_rows], ignore_index=True).astype({"derived": "boolean"})
    frame["percentile"] = percentile(frame["rank"], frame["economies"])
    keys = zip(frame["ranking"], frame["year"], strict=True)
    frame["stretch"] = [sum(year >= start for start in breaks.get(key, ())) for key, year in keys]
    return frame[[*COLUMNS]]


@cached
def other_rankings(dataset: Dataset) -> pd.DataFrame:
    """Return ``triangulation`` of the snapshot, with the breaks of the catalog."""
    rankings, table = dataset.catalog.rankings, dataset.table
    breaks = {key: [each.year for each in ranking.breaks] for key, ranking in rankings.items()}
    return triangulation(table("other_rankings"), table("gii_scores"), table("gii_editions"), breaks)


@dataclass(frozen=True, slots=True)
class Movement:
    """How China moved in one ranking: year and percentile (0 to 100) of its first, best and last place."""

    ranking: str
    first: tuple[int, float]
    best: tuple[int, float]
    last: tuple[int, float]

    @property
    def years(self) -> int:
        """Years between the first and the last place."""
        return self.last[0] - self.first[0]

    @property
    def rose(self) -> int:
        """1 if it rose from the first to the last place, -1 if it fell, 0 if it hardly moved."""
        return direction_of_change(self.first[1], self.last[1])

    @property
    def fell_since_best(self) -> bool:
        """Whether the last place is lower than the best."""
        return direction_of_change(self.best[1], self.last[1]) < 0


def movements(frame: pd.DataFrame, rankings: Collection[str]) -> list[Movement]:
    """Return the movement of each ranking since CLAIM_YEAR, in its longest stretch without a break.

    frame: rows of ``triangulation``. Rankings without two percentiles in one stretch are left out. The latest
    of equally long stretches and the latest of equally good years count.
    """
    rows = frame[
        frame["ranking"].isin(rankings) & (frame["year"] >= CLAIM_YEAR) & frame["percentile"].notna()
    ]
    longest: dict[str, Movement] = {}
    for (ranking, _), stretch in rows.sort_values("year").groupby(["ranking", "stretch"], sort=True):
        points = [(int(year), float(value)) for year, value in stretch[["year", "percentile"]].to_numpy()]
        best = max(points, key=lambda point: (point[1], point[0]))
        movement = Movement(str(ranking), points[0], best, points[-1])
        before = longest.get(movement.ranking)
        if len(points) > 1 and (not before or movement.years >= before.years):
            longest[movement.ranking] = movement
    return [longest[key] for key in dict.fromkeys(rows["ranking"]) if key in longest]


def places(
    frame: pd.DataFrame, rankings: Collection[str], measure: str = "percentile", first: int = CLAIM_YEAR
) -> pd.DataFrame:
    """Return the first (since a year) and the latest place of each ranking, the best latest place first.

    frame: rows of ``triangulation``; measure: "percentile" (only years whose number of economies is known) or
    "rank". Columns: ranking, first_year, first (value of the measure; both missing for a single year), year,
    value, rank, economies, broken (whether the method changed in between).
    """
    rows = frame[frame["ranking"].isin(rankings) & (frame["year"] >= first) & frame[measure].notna()]
    records = []
    for ranking, group in rows.sort_values("year").groupby("ranking", sort=False):
        start, end = group.iloc[0], group.iloc[-1]
        first_year, value = int(start["year"]), float(start[measure])
        before = (first_year, value) if len(group) > 1 else (None, None)
        latest = int(end["year"]), float(end[measure]), int(end["rank"]), end["economies"]
        records.append((str(ranking), *before, *latest, bool(start["stretch"] != end["stretch"])))
    names = ["ranking", "first_year", "first", "year", "value", "rank", "economies", "broken"]
    table = pd.DataFrame(records, columns=names)
    table = table.astype({"first_year": "Int64", "first": "Float64", "economies": "Int64"})
    return table.sort_values("value", ascending=measure == "rank", kind="stable").reset_index(drop=True)


def cluster_counts(clusters: pd.DataFrame) -> pd.DataFrame:
    """Count China's clusters among the top 100. Columns: edition, total, ranked (with a known rank)."""
    editions = clusters[clusters["economy"] == FOCUS].groupby("edition")
    return editions.agg(total=("total", "first"), ranked=("rank", "count")).reset_index()


def leading_clusters(clusters: pd.DataFrame, count: int = 3) -> pd.DataFrame:
    """Return the ranks in every edition of the ``count`` clusters of China that are best in the latest one.

    Columns: core (first city of the name, by which a cluster is followed when it merges: Shanghai, then
    Shanghai-Suzhou), edition, cluster, cluster_zh, rank, renamed (since or before the latest edition).
    """
    rows = clusters[clusters["economy"] == FOCUS].copy()
    rows["core"] = rows["cluster"].str.split("-").str[0]
    latest = rows[rows["edition"] == rows["edition"].max()].nsmallest(count, "rank")
    names = dict(zip(latest["core"], latest["cluster"], strict=True))
    rows = rows[rows["core"].isin(names)]
    rows["renamed"] = rows["cluster"] != rows["core"].map(names)
    rows["order"] = rows["core"].map({core: position for position, core in enumerate(names)})
    return rows.sort_values(["order", "edition"])[[*_CLUSTER_COLUMNS]].reset_index(drop=True)


def other_rankings_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str) -> pd.DataFrame:
    """Return the file of the other rankings: rows of ``triangulation`` with names, units and terms."""
    frame = frame.rename(
        columns={"economies": "economies_ranked", "score": "value", "stretch": "comparable_group"}
    )
    frame.insert(1, "economy", FOCUS)
    rankings = [dataset.catalog.rankings[key] for key in frame["ranking"]]
    frame.insert(1, "ranking_name", [ranking.name.get(lang) for ranking in rankings])
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    frame["kind"] = [ranking.kind for ranking in rankings]
    frame["year_means"] = [ranking.dated for ranking in rankings]
    frame["unit"] = [(ranking.unit or dataset.catalog.phrases[RANK]).get(lang) for ranking in rankings]
    rows = with_terms(frame, dataset, "publisher", "vintage", "provenance", "licence")
    rows["source"] = with_own_calculation(rows["source"], rows["percentile"].notna())
    is_gii = rows["ranking"] == GII_RANKING
    rows.loc[is_gii, "licence"] = dataset.licences_of(rows.loc[is_gii, "year"])
    return rows


def clusters_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str) -> pd.DataFrame:
    """Return the file of China's clusters, with ranks as published and as recomputed a year later."""
    frame = frame.rename(columns={"recomputed": "rank_before_recomputed", "total": "clusters_in_100"})
    return index_terms(frame.assign(unit=dataset.catalog.phrases[RANK].get(lang)), dataset, lang)


RANKINGS = Table(
    "other-rankings",
    f"{SLUG}-other-rankings",
    lambda dataset, _: other_rankings(dataset),
    other_rankings_rows,
    columns={
        "ranking": "text",
        "year": "text",
        "value": "",
        "unit": "text",
        "rank": "",
        "economies_ranked": "",
        "percentile": "percentile",
        "comparable_group": "text",
        "source": "unbroken",
    },
)
CLUSTERS = Table(
    "clusters",
    f"{SLUG}-gii-clusters",
    lambda dataset, _: dataset.table("gii_clusters"),
    clusters_rows,
    columns={"cluster": "text", "rank": ""},
    across="edition",
)
