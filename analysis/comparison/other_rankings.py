"""China in other rankings: its percentile in the field of each, how it moved, and its clusters by edition."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.progress import direction_of_change
from analysis.index.standing import percentile
from analysis.query import NoChoices
from analysis.table import RANK, Table, index_terms, insert_after, with_own_calculation, with_terms
from data.article import CLAIM_YEAR, FOCUS
from data.pack import SLUG

GII_RANKING = "gii"
COLUMNS = ["ranking", "year", "rank", "economies", "percentile", "score", "derived", "stretch", "source"]


def triangulation(
    others: pd.DataFrame, scores: pd.DataFrame, editions: pd.DataFrame, breaks: Mapping[str, Sequence[int]]
) -> pd.DataFrame:
    """Return China's figures in the GII and in all other rankings, one row for each ranking and year.

    others: rows of other_rankings; scores, editions: gii_scores and gii_editions; breaks: by ranking the
    years from which its method differs. The percentile is that among the economies of the ranking itself,
    missing where their number is. ``stretch`` counts the breaks up to a year: only rows of one stretch
    compare. GII rows come first, all others in the order given.
    """
    ranked = (scores["code"] == "GII") & (scores["economy"] == FOCUS) & scores["rank"].notna()
    own = scores.loc[ranked, ["edition", "rank", "score", "rank_source"]]
    own = own.merge(editions[["edition", "economies"]], on="edition", how="left")
    own = own.rename(columns={"edition": "year", "rank_source": "source"}).assign(
        ranking=GII_RANKING, derived=False
    )
    cited = others.loc[others["economy"] == FOCUS]
    frame = pd.concat([own, cited], ignore_index=True).astype({"derived": "boolean"})
    frame["percentile"] = percentile(frame["rank"], frame["economies"])
    places = zip(frame["ranking"], frame["year"], strict=True)
    frame["stretch"] = [sum(year >= one for one in breaks.get(key, ())) for key, year in places]
    return frame[COLUMNS]


@cached
def other_rankings(dataset: Dataset) -> pd.DataFrame:
    """Return China's places in the GII and in all other rankings."""
    breaks = {key: [one.year for one in each.breaks] for key, each in dataset.catalog.rankings.items()}
    table = dataset.table
    return triangulation(table("other_rankings"), table("gii_scores"), table("gii_editions"), breaks)


@dataclass(frozen=True, slots=True)
class Movement:
    """How China moved in one ranking: the year and percentile of its first, best and last place."""

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
        """1 where it rose from the first to the last, -1 where it fell, 0 where it hardly moved."""
        return direction_of_change(self.first[1], self.last[1])

    @property
    def fell_since_best(self) -> bool:
        """Whether the last place is lower than the best."""
        return direction_of_change(self.best[1], self.last[1]) < 0


def movements(frame: pd.DataFrame, rankings: Collection[str]) -> list[Movement]:
    """Return how the percentile moved in each ranking since CLAIM_YEAR, in its longest stretch of one method.

    A ranking without two percentiles in one stretch has none. Of equally long stretches the latest counts, of
    equally good years too.
    """
    rows = frame[
        frame["ranking"].isin(rankings) & (frame["year"] >= CLAIM_YEAR) & frame["percentile"].notna()
    ]
    found: dict[str, Movement] = {}
    for (ranking, _), stretch in rows.sort_values("year").groupby(["ranking", "stretch"], sort=True):
        points = [(int(year), float(value)) for year, value in stretch[["year", "percentile"]].to_numpy()]
        best = max(points, key=lambda point: (point[1], point[0]))
        one = Movement(str(ranking), points[0], best, points[-1])
        before = found.get(one.ranking)
        if len(points) > 1 and (not before or one.years >= before.years):
            found[one.ranking] = one
    return [found[key] for key in dict.fromkeys(rows["ranking"]) if key in found]


def places(
    frame: pd.DataFrame, rankings: Collection[str], measure: str = "percentile", first: int = CLAIM_YEAR
) -> pd.DataFrame:
    """Return the first (since a year) and the latest place of each ranking, the best latest one first.

    measure: "percentile", for which only years count whose number of economies is known, or "rank".
    Columns: ranking, first_year, first (value of the measure; both missing where one year is known only),
    year, value, rank, economies, broken (the method changed in between).
    """
    rows = frame[frame["ranking"].isin(rankings) & (frame["year"] >= first) & frame[measure].notna()]
    found = []
    for ranking, known in rows.sort_values("year").groupby("ranking", sort=False):
        start, end = known.iloc[0], known.iloc[-1]
        before = (int(start["year"]), float(start[measure])) if len(known) > 1 else (None, None)
        now = int(end["year"]), float(end[measure]), int(end["rank"]), end["economies"]
        found.append((str(ranking), *before, *now, bool(start["stretch"] != end["stretch"])))
    names = ["ranking", "first_year", "first", "year", "value", "rank", "economies", "broken"]
    table = pd.DataFrame(found, columns=names)
    table = table.astype({"first_year": "Int64", "first": "Float64", "economies": "Int64"})
    return table.sort_values("value", ascending=measure == "rank", kind="stable").reset_index(drop=True)


def cluster_counts(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return how many clusters China has among the 100 by edition, and how many of their ranks are known."""
    rows = clusters[clusters["economy"] == FOCUS].groupby("edition")
    return rows.agg(total=("total", "first"), ranked=("rank", "count")).reset_index()


def leading_clusters(clusters: pd.DataFrame, count: int = 3) -> pd.DataFrame:
    """Return the ranks by edition of China's best clusters of the latest edition.

    Columns: core, edition, cluster, cluster_zh, rank, renamed (another name than in the latest edition). A
    cluster is followed by the first city of its name, since clusters merge: Shanghai, then Shanghai-Suzhou.
    Editions in which it is missing have no row.
    """
    rows = clusters[clusters["economy"] == FOCUS].copy()
    rows["core"] = rows["cluster"].str.split("-").str[0]
    latest = rows[rows["edition"] == rows["edition"].max()].nsmallest(count, "rank")
    names = dict(zip(latest["core"], latest["cluster"], strict=True))
    rows = rows[rows["core"].isin(names)]
    rows["renamed"] = rows["cluster"] != rows["core"].map(names)
    rows["order"] = rows["core"].map({core: place for place, core in enumerate(names)})
    rows = rows.sort_values(["order", "edition"])
    return rows[["core", "edition", "cluster", "cluster_zh", "rank", "renamed"]].reset_index(drop=True)


def find_other_rankings_rows(
    frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str
) -> pd.DataFrame:
    """Return China's figures in the GII and all other rankings, with what each is and where it was read."""
    known = dataset.catalog.rankings
    frame = frame.rename(
        columns={"economies": "economies_ranked", "score": "value", "stretch": "comparable_group"}
    )
    frame.insert(1, "economy", FOCUS)
    rankings = [known[key] for key in frame["ranking"]]
    frame.insert(1, "ranking_name", [one.name.get(lang) for one in rankings])
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    frame["kind"] = [one.kind for one in rankings]
    frame["year_means"] = [one.dated for one in rankings]
    frame["unit"] = [(one.unit or dataset.catalog.phrases[RANK]).get(lang) for one in rankings]
    rows = with_terms(frame, dataset, "publisher", "vintage", "provenance", "licence")
    rows["source"] = with_own_calculation(rows["source"], rows["percentile"].notna())
    own = rows["ranking"] == "gii"
    rows.loc[own, "licence"] = dataset.licences_of(rows.loc[own, "year"])
    return rows


def clusters(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str) -> pd.DataFrame:
    """Return China's clusters by edition, with their ranks as published and as recomputed a year later."""
    frame = frame.rename(columns={"recomputed": "rank_before_recomputed", "total": "clusters_in_100"})
    return index_terms(frame.assign(unit=dataset.catalog.phrases[RANK].get(lang)), dataset, lang)


RANKINGS = Table(
    "other-rankings",
    f"{SLUG}-other-rankings",
    lambda dataset, _: other_rankings(dataset),
    find_other_rankings_rows,
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
    clusters,
    columns={"cluster": "text", "rank": ""},
    across="edition",
)
