"""Why it moved: the rank ledger in places and the score ledger in points."""

import pandas as pd

from analysis.change import RankSplit, rank_split
from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import index_terms
from analysis.ledger import Choice, Ledger, chosen_ledger
from analysis.provenance import OWN_CALCULATION, joined, of_index

_PLACES = ("step", "places", "own_first", "others_first", "rounding_low", "rounding_high", "rank_after")


def steps(split: RankSplit) -> pd.DataFrame:
    """Return the rank ledger: the first rank, one row a step with the rank after it, and the total.

    Places are counted as gained: below zero they are lost, as the page writes them with ▲ and ▼. own_first
    and others_first are the two orders of counting, rounding_low and rounding_high what rounding leaves open.
    """
    rank = float(split.rank_first)
    rows: list[list[object]] = [["first", *[None] * 5, rank]]
    for name in ("exits", "own", "others", "entries"):
        moved = float(getattr(split, name))
        orders = getattr(split, f"{name}_orders", (moved, moved))
        low, high = getattr(split, f"{name}_rounding", (moved, moved))
        rank += moved
        rows.append([name, *(0.0 - step for step in (moved, *orders, high, low)), rank])
    rows.append(["last", *[-split.total] * 5, float(split.rank_last)])
    return pd.DataFrame(rows, columns=list(_PLACES))


def places(split: RankSplit | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rank ledger of a choice (``steps``), empty where there is none."""
    frame = steps(split) if split else pd.DataFrame(columns=list(_PLACES))
    frame["unit"] = "places gained, below zero lost"
    frame["ranked_in_both"] = split.common if split else None
    return _with_editions(frame, choice, dataset, lang)


def ledger(found: Ledger | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the score ledger of a choice: one row a part, then the sum, rounding and the published change.

    Points of the GII score; rounding is how far own may be from the truth. Empty where there is no ledger.
    """
    frame = _parts(found) if found else pd.DataFrame(columns=["part", "code", "own"])
    frame.insert(0, "level", found.level if found else None)
    frame.insert(1, "gii_pillar", found.pillar if found else None)
    frame["unit"] = "points of the GII score"
    frame["shown"] = "own" if choice.split == "plain" else "relative"
    frame["economies_in_common"] = found.economies if found else None
    return _with_editions(frame, choice, dataset, lang)


def _parts(ledger: Ledger) -> pd.DataFrame:
    sums = {"own": ledger.own, "common": ledger.common, "relative": ledger.relative}
    rows = [
        *ledger.parts.astype({"name": "object"}).to_dict("records"),
        {"part": "sum", **sums, "rounding": ledger.rounding},
        {"part": "residual", "own": ledger.residual},
        {"part": "published", "own": ledger.published},
    ]
    frame = pd.DataFrame(rows, columns=ledger.parts.columns)
    return frame.rename(columns={"name": "part_name", "common": "common_field", "relative": "against_field"})


def _with_editions(frame: pd.DataFrame, choice: Choice, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return the frame with economy, both editions and their licences, publisher and snapshot."""
    frame.insert(0, "economy", choice.economy)
    frame.insert(1, "first_edition", choice.first)
    frame.insert(2, "last_edition", choice.last)
    both = [str(dataset.licences[edition]) for edition in (choice.first, choice.last)]
    frame["first_licence"], frame["last_licence"] = both
    frame["licence"] = "; ".join(dict.fromkeys(both))
    codes = {"GII", *(frame["code"].dropna() if "code" in frame else ())}
    scores = dataset.table("gii_scores")
    used = scores[scores["edition"].isin([choice.first, choice.last]) & scores["code"].isin(codes)]
    read = of_index(used, ["edition"])
    frame["source"] = joined(*(read.get(edition) for edition in (choice.first, choice.last)), OWN_CALCULATION)
    return index_terms(frame, dataset, lang)


PLACES = Table(
    "places",
    "gii-places",
    lambda dataset, choice: rank_split(dataset.scores, choice.economy, choice.first, choice.last),
    places,
    Choice,
    ("economy", "from", "to"),
)
LEDGER = Table(
    "ledger",
    "gii-ledger",
    lambda dataset, choice: chosen_ledger(dataset.table("gii_scores"), dataset.parts, choice),
    ledger,
    Choice,
    ("economy", "from", "to", "detail", "pillar", "split"),
)
