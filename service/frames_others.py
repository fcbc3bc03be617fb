"""The downloads of other rankings: China's place in each, and its clusters among the 100 largest."""

from collections.abc import Mapping

import pandas as pd

from analysis.standing import CHINA
from analysis.triangulation import triangulation
from data.catalog import Catalog
from data.languages import spoken
from data.snapshot import Snapshot
from service.dress import RANK, dress
from service.origins import NOT_STATED, OWN_CALCULATION, joined, told


def others_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's figures in the GII and all other rankings, with what each is and where it was read."""
    lang = spoken(query.get("lang"))
    known = catalog.rankings
    breaks = {key: [one.year for one in each.breaks] for key, each in known.items()}
    table = snapshot.table
    held = triangulation(table("other_rankings"), table("gii_scores"), table("gii_editions"), breaks)
    frame = held.rename(
        columns={"economies": "economies_ranked", "score": "value", "stretch": "comparable_group"}
    )
    frame.insert(1, "economy", CHINA)
    dressed = dress(frame, snapshot, catalog, lang)
    dressed.insert(1, "ranking_name", [known[key].name.get(lang) for key in dressed["ranking"]])
    dressed["kind"] = [known[key].kind for key in dressed["ranking"]]
    dressed["year_means"] = [known[key].dated for key in dressed["ranking"]]
    units = [known[key].unit for key in dressed["ranking"]]
    dressed["unit"] = [(unit or catalog.phrases[RANK]).get(lang) for unit in units]
    for column in ("publisher", "vintage", "provenance"):
        dressed[column] = told(snapshot, column, dressed["source"])
    dressed["licence"] = told(snapshot, "licence", dressed["source"], NOT_STATED)
    computed = dressed["percentile"].notna()
    dressed["source"] = [
        joined(cell, OWN_CALCULATION if own else None)
        for cell, own in zip(dressed["source"], computed, strict=True)
    ]
    editions = snapshot.table("gii_editions").set_index("edition")["licence"]
    own = dressed["ranking"] == "gii"
    dressed.loc[own, "licence"] = dressed.loc[own, "year"].map(editions).fillna(NOT_STATED)
    return dressed


def clusters_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's clusters by edition, with their ranks as published and as recomputed a year later."""
    lang = spoken(query.get("lang"))
    frame = snapshot.table("gii_clusters").rename(
        columns={"recomputed": "rank_before_recomputed", "total": "clusters_in_100"}
    )
    return dress(frame.assign(unit=catalog.phrases[RANK].get(lang)), snapshot, catalog, lang)
