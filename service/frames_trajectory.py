"""The download of the Overview: the trajectory of China and its peers, or of every economy."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.selection import select
from analysis.standing import CHINA, trajectory
from data.catalog import Catalog
from data.languages import spoken
from data.snapshot import Snapshot
from service.dress import dress
from service.origins import joined

_CODES = ("GII", "IN", "OUT")


def trajectory_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the Overview shows for ``query``, with names, edition licences, source and snapshot id.

    The query is read as on the page, so unknown values fall back to the same defaults.
    """
    editions, ranked = _held(snapshot)
    chosen = select(query, editions, ranked)
    return _frame(snapshot, catalog, query, chosen.economies, (chosen.first, chosen.last))


def trajectory_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy ever ranked, China first, in every edition."""
    editions, ranked = _held(snapshot)
    economies = (CHINA, *(code for code in ranked if code != CHINA))
    return _frame(snapshot, catalog, query, economies, (editions[0], editions[-1]))


def _held(snapshot: Snapshot) -> tuple[list[int], list[str]]:
    editions = sorted(int(edition) for edition in snapshot.table("gii_editions")["edition"])
    scores = snapshot.table("gii_scores")
    ranked = scores.loc[(scores["code"] == "GII") & scores["rank"].notna(), "economy"].unique()
    return editions, sorted(ranked)


def _frame(
    snapshot: Snapshot,
    catalog: Catalog,
    query: Mapping[str, str],
    economies: Sequence[str],
    editions: tuple[int, int],
) -> pd.DataFrame:
    intervals = snapshot.table("gii_intervals")
    tables = (snapshot.table("gii_scores"), snapshot.table("gii_editions"), intervals)
    frame = trajectory(*tables, economies, *editions)
    frame = frame.rename(
        columns={"economies": "economies_ranked", "low": "weights_low", "high": "weights_high"}
    ).drop(columns=["low_percentile", "high_percentile", "source"])
    ends = ("weights_low", "weights_high", "published_low", "published_high")
    frame = frame.astype(dict.fromkeys(ends, "Int64")).assign(score_unit="0-100")
    own = frame["percentile"].notna() | frame["weights_low"].notna()
    lang = spoken(query.get("lang"))
    dressed = dress(frame, snapshot, catalog, lang, _CODES, own)
    published = intervals[intervals["kind"] == "published"]
    briefs = published.set_index(["economy", "edition"])["source"].to_dict()
    keys = zip(dressed["economy"], dressed["edition"], strict=True)
    dressed["source"] = [
        joined(cell, briefs.get(key)) for cell, key in zip(dressed["source"], keys, strict=True)
    ]
    return dressed
