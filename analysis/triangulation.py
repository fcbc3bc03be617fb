"""China in other rankings: its percentile in the field of each, how it moved, and its clusters by edition."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.standing import CHINA, percentile

GII = "gii"
FIRST = 2012  # where the article's claim begins
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
    ranked = (scores["code"] == "GII") & (scores["economy"] == CHINA) & scores["rank"].notna()
    own = scores.loc[ranked, ["edition", "rank", "score", "rank_source"]]
    own = own.merge(editions[["edition", "economies"]], on="edition", how="left")
    own = own.rename(columns={"edition": "year", "rank_source": "source"}).assign(ranking=GII, derived=False)
    cited = others.loc[others["economy"] == CHINA]
    frame = pd.concat([own, cited], ignore_index=True).astype({"derived": "boolean"})
    frame["percentile"] = percentile(frame["rank"], frame["economies"])
    places = zip(frame["ranking"], frame["year"], strict=True)
    frame["stretch"] = [sum(year >= one for one in breaks.get(key, ())) for key, year in places]
    return frame[COLUMNS]


def movements(frame: pd.DataFrame, rankings: Collection[str]) -> pd.DataFrame:
    """Return how the rank moved in each ranking since FIRST, over its longest comparable stretch.

    Columns: ranking, first_year, first_rank, last_year, last_rank, change (places; better is positive). A
    ranking without two ranks in one stretch has no row. Of equally long stretches the latest counts.
    """
    rows = frame[frame["ranking"].isin(rankings) & (frame["year"] >= FIRST) & frame["rank"].notna()]
    found: dict[str, dict[str, object]] = {}
    spans: dict[str, int] = {}
    for (ranking, _), stretch in rows.sort_values("year").groupby(["ranking", "stretch"], sort=True):
        start, end, key = stretch.iloc[0], stretch.iloc[-1], str(ranking)
        span = int(end["year"]) - int(start["year"])
        if span == 0 or span < spans.get(key, 0):
            continue
        spans[key] = span
        found[key] = {
            "ranking": key,
            "first_year": int(start["year"]),
            "first_rank": int(start["rank"]),
            "last_year": int(end["year"]),
            "last_rank": int(end["rank"]),
            "change": int(start["rank"]) - int(end["rank"]),
        }
    columns = ["ranking", "first_year", "first_rank", "last_year", "last_rank", "change"]
    return pd.DataFrame(
        [found[key] for key in dict.fromkeys(rows["ranking"]) if key in found], columns=columns
    )


def places(
    frame: pd.DataFrame, rankings: Collection[str], measure: str = "percentile", first: int = FIRST
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
        several = len(known) > 1
        found.append(
            {
                "ranking": str(ranking),
                "first_year": int(start["year"]) if several else None,
                "first": float(start[measure]) if several else None,
                "year": int(end["year"]),
                "value": float(end[measure]),
                "rank": int(end["rank"]),
                "economies": end["economies"],
                "broken": bool(start["stretch"] != end["stretch"]),
            }
        )
    names = ["ranking", "first_year", "first", "year", "value", "rank", "economies", "broken"]
    table = pd.DataFrame(found, columns=names)
    table = table.astype({"first_year": "Int64", "first": "Float64", "economies": "Int64"})
    return table.sort_values("value", ascending=measure == "rank", kind="stable").reset_index(drop=True)


def cluster_counts(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return how many clusters China has among the 100 by edition, and how many of their ranks are known."""
    rows = clusters[clusters["economy"] == CHINA].groupby("edition")
    return rows.agg(total=("total", "first"), ranked=("rank", "count")).reset_index()


def leading_clusters(clusters: pd.DataFrame, count: int = 3) -> pd.DataFrame:
    """Return the ranks by edition of China's best clusters of the latest edition.

    Columns: core, edition, cluster, cluster_zh, rank, renamed (another name than in the latest edition). A
    cluster is followed by the first city of its name, since clusters merge: Shanghai, then Shanghai-Suzhou.
    Editions in which it is missing have no row.
    """
    rows = clusters[clusters["economy"] == CHINA].copy()
    rows["core"] = rows["cluster"].str.split("-").str[0]
    latest = rows[rows["edition"] == rows["edition"].max()].nsmallest(count, "rank")
    names = dict(zip(latest["core"], latest["cluster"], strict=True))
    rows = rows[rows["core"].isin(names)]
    rows["renamed"] = rows["cluster"] != rows["core"].map(names)
    rows["order"] = rows["core"].map({core: place for place, core in enumerate(names)})
    rows = rows.sort_values(["order", "edition"])
    return rows[["core", "edition", "cluster", "cluster_zh", "rank", "renamed"]].reset_index(drop=True)
