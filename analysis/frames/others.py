"""Other rankings: China's place in each, and its clusters among the 100 largest."""

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import other_rankings
from analysis.frames.table import Table
from analysis.frames.terms import RANK, index_terms, insert_after, terms, with_own
from analysis.query import Nothing
from analysis.standing import CHINA


def others(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return China's figures in the GII and all other rankings, with what each is and where it was read."""
    known = dataset.catalog.rankings
    frame = frame.rename(
        columns={"economies": "economies_ranked", "score": "value", "stretch": "comparable_group"}
    )
    frame.insert(1, "economy", CHINA)
    rankings = [known[key] for key in frame["ranking"]]
    frame.insert(1, "ranking_name", [one.name.get(lang) for one in rankings])
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    frame["kind"] = [one.kind for one in rankings]
    frame["year_means"] = [one.dated for one in rankings]
    frame["unit"] = [(one.unit or dataset.catalog.phrases[RANK]).get(lang) for one in rankings]
    rows = terms(frame, dataset, "publisher", "vintage", "provenance", "licence")
    rows["source"] = with_own(rows["source"], rows["percentile"].notna())
    own = rows["ranking"] == "gii"
    rows.loc[own, "licence"] = dataset.licences_of(rows.loc[own, "year"])
    return rows


def clusters(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return China's clusters by edition, with their ranks as published and as recomputed a year later."""
    frame = frame.rename(columns={"recomputed": "rank_before_recomputed", "total": "clusters_in_100"})
    return index_terms(frame.assign(unit=dataset.catalog.phrases[RANK].get(lang)), dataset, lang)


RANKINGS = Table("other-rankings", "china-other-rankings", lambda dataset, _: other_rankings(dataset), others)
CLUSTERS = Table("clusters", "china-gii-clusters", lambda dataset, _: dataset.table("gii_clusters"), clusters)
