"""The ranking of an edition: the rows of a view in their order, with the names of their columns in full."""

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.frames.table import Table
from analysis.frames.terms import index_terms
from analysis.provenance import joined, of_index
from analysis.ranking import FILTERS, PARTS, Choice, Ranking, listed
from analysis.ranking import ranking as ranking_of

_NAMES = {
    "low": "weights_low",
    "high": "weights_high",
    "rank_then": "rank_against",
    "common": "change_common",
    "rank_common_then": "rank_common_against",
    "group_edition": "region_income_edition",
}
_OF_PARTS = {"low": "rank_low", "high": "rank_high", "thin": "low_coverage"}
_NAMES |= {f"{code}_{name}": f"{code}_{full}" for code in PARTS for name, full in _OF_PARTS.items()}


@cached
def _compared(dataset: Dataset, edition: int, against: int | None) -> Ranking:
    tables = (dataset.scores, dataset.table("gii_intervals"), dataset.table("gii_economies"))
    return ranking_of(*tables, dataset.counts, edition, against)


def _ranking(dataset: Dataset, choice: Choice) -> Ranking:
    """One ranking for all choices that only sort it or leave out rows: typed texts have no end."""
    return _compared(dataset, choice.edition, choice.against)


def ranking(found: Ranking, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rows of a choice: pinned ones first, each economy once, then those that left.

    Inputs, outputs and GII pillars have both ranks and scores, whichever the page shows; ``pinned`` and
    ``matched`` say why a row is there.
    """
    scores = dataset.scores
    listing = listed(found.frame, choice, dataset.labels(lang), dataset.spellings)
    pinned = [code for code in choice.pinned if code in listing.index and listing.at[code, "pinned"]]
    rest = listing[listing["matched"] & ~listing["pinned"]]
    frame = pd.concat([listing.loc[pinned], rest]).rename(columns=_NAMES).reset_index()
    frame.insert(0, "edition", choice.edition)
    frame["against"] = pd.array([choice.against] * len(frame), dtype="Int64")
    frame["score_unit"] = "0-100"
    own = frame["status"].ne("left") & (frame["weights_low"].notna() | frame["change_common"].notna())
    rows = index_terms(frame, dataset, lang, ("GII", *PARTS), own)
    rows["licence_against"] = rows["against"].map(dataset.licences)
    then = scores[(scores["edition"] == choice.against) & (scores["code"] == "GII")]
    earlier = of_index(then, ["economy"]).to_dict()
    pairs = zip(rows["source"], rows["economy"], strict=True)
    rows["source"] = [joined(cell, earlier.get(economy)) for cell, economy in pairs]
    return rows


RANKING = Table(
    "ranking",
    "gii-ranking",
    _ranking,
    ranking,
    Choice,
    ("edition", "against", "with", "sort", "order", "show"),
    filters=FILTERS,
)
