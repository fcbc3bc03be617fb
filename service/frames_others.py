"""The downloads of other rankings: China's place in each, and its clusters among the 100 largest."""

from collections.abc import Mapping

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import other_rankings
from analysis.provenance import OWN_CALCULATION, joined
from analysis.standing import CHINA
from data.languages import spoken
from service.dress import RANK, dress


def others_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's figures in the GII and all other rankings, with what each is and where it was read."""
    lang = spoken(query.get("lang"))
    known = dataset.catalog.rankings
    frame = other_rankings(dataset).rename(
        columns={"economies": "economies_ranked", "score": "value", "stretch": "comparable_group"}
    )
    frame.insert(1, "economy", CHINA)
    dressed = dress(frame, dataset, lang)
    dressed.insert(1, "ranking_name", [known[key].name.get(lang) for key in dressed["ranking"]])
    dressed["kind"] = [known[key].kind for key in dressed["ranking"]]
    dressed["year_means"] = [known[key].dated for key in dressed["ranking"]]
    units = [known[key].unit for key in dressed["ranking"]]
    dressed["unit"] = [(unit or dataset.catalog.phrases[RANK]).get(lang) for unit in units]
    for column in ("publisher", "vintage", "provenance"):
        dressed[column] = dataset.provenance(column, dressed["source"])
    dressed["licence"] = dataset.provenance("licence", dressed["source"])
    computed = dressed["percentile"].notna()
    dressed["source"] = [
        joined(cell, OWN_CALCULATION if own else None)
        for cell, own in zip(dressed["source"], computed, strict=True)
    ]
    own = dressed["ranking"] == "gii"
    dressed.loc[own, "licence"] = dataset.licences_of(dressed.loc[own, "year"])
    return dressed


def clusters_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's clusters by edition, with their ranks as published and as recomputed a year later."""
    lang = spoken(query.get("lang"))
    frame = dataset.table("gii_clusters").rename(
        columns={"recomputed": "rank_before_recomputed", "total": "clusters_in_100"}
    )
    return dress(frame.assign(unit=dataset.catalog.phrases[RANK].get(lang)), dataset, lang)
