"""The download of the Overview: the trajectory of China and its peers."""

from collections.abc import Mapping

import pandas as pd

from analysis.selection import select
from analysis.standing import trajectory
from data.catalog import Catalog
from data.snapshot import Snapshot
from service.dress import dress


def trajectory_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the Overview shows for ``query``, with names, edition licences, source and snapshot id.

    The query is read as on the page, so unknown values fall back to the same defaults.
    """
    editions = sorted(int(edition) for edition in snapshot.table("gii_editions")["edition"])
    scores = snapshot.table("gii_scores")
    ranked = scores.loc[(scores["code"] == "GII") & scores["rank"].notna(), "economy"].unique()
    chosen = select(query, editions, sorted(ranked))
    tables = (scores, snapshot.table("gii_editions"), snapshot.table("gii_intervals"))
    frame = trajectory(*tables, chosen.economies, chosen.first, chosen.last)
    lang = "zh" if query.get("lang") == "zh" else "en"
    frame = frame.rename(
        columns={"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
    ).drop(columns=["low_percentile", "high_percentile"])
    frame["score_unit"] = "0-100"
    return dress(frame, snapshot, catalog, lang)
