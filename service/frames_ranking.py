"""The ranking as a download: the rows on show, in their order, with the names of their columns in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.listing import listed
from analysis.provenance import joined, of_index
from analysis.ranking import PARTS, Choice, ranking
from data.languages import spoken
from service.dress import dress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.dataset import Dataset

_NAMES = {
    "low": "weights_low",
    "high": "weights_high",
    "rank_then": "rank_against",
    "common": "change_common",
}
_NAMES |= {"rank_common_then": "rank_common_against", "group_edition": "region_income_edition"}
_NAMES |= {f"{code}_low": f"{code}_rank_low" for code in PARTS}
_NAMES |= {f"{code}_high": f"{code}_rank_high" for code in PARTS}
_NAMES |= {f"{code}_thin": f"{code}_low_coverage" for code in PARTS}


def ranking_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the ranking shows for a query: pinned rows first, each economy once, then those that left.

    Ranks and scores of inputs, outputs and GII pillars are both given, whichever is on show; ``pinned`` and
    ``matched`` say why a row is there.
    """
    lang = spoken(query.get("lang"))
    scores = dataset.table("gii_scores")
    choice = Choice.read(dataset, query)
    tables = (scores, dataset.table("gii_intervals"), dataset.table("gii_economies"))
    found = ranking(*tables, dataset.counts, choice).frame
    rows = listed(found, choice, dataset.labels(lang), dataset.spellings)
    pinned = rows.loc[[code for code in choice.pinned if code in rows.index and rows.at[code, "pinned"]]]
    rest = rows[rows["matched"] & ~rows["pinned"]]
    frame = pd.concat([pinned, rest]).rename(columns=_NAMES).reset_index()
    frame.insert(0, "edition", choice.edition)
    frame["against"] = pd.array([choice.against] * len(frame), dtype="Int64")
    frame["score_unit"] = "0-100"
    held = ~frame["status"].eq("left") if "status" in frame else frame["rank"].notna()
    own = held & (frame["weights_low"].notna() | frame["change_common"].notna())
    dressed = dress(frame, dataset, lang, ("GII", *PARTS), own)
    dressed["licence_against"] = dressed["against"].map(dataset.licences)
    then = scores[(scores["edition"] == choice.against) & (scores["code"] == "GII")]
    earlier = of_index(then, ["economy"]).to_dict()
    pairs = zip(dressed["source"], dressed["economy"], strict=True)
    dressed["source"] = [joined(cell, earlier.get(economy)) for cell, economy in pairs]
    return dressed


def ranking_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy of the edition, whatever is looked for or filtered."""
    kept = {key: value for key, value in query.items() if key not in ("find", "region", "income")}
    return ranking_frame(dataset, kept)
