"""Ranks without single indicators of an edition, or without a set of them.

Indicators that are left out count as missing: their weight goes to the others of their sub-pillar, or of
their pillar. The rank is not a better one; it shows how much depends on an indicator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.composition import rebuild_from_indicators
from analysis.index.ledger import WHOLE, effective_weights
from analysis.query import one_of, several_of
from analysis.robustness.weights import Scored
from analysis.table import RANK, Table, index_terms, insert_after

ECONOMIES: Final = "economies"
VIEWS: Final = ("indicators", ECONOMIES)
"""One economy without each indicator, or each economy without one."""
MAX_LEFT_OUT: Final = 20  # indicators at once
_COLUMNS = (
    *("economy", "left_out", "weight", "rank_with_all", "rank_without"),
    *("economies_ranked", "places", "points"),
)


def concepts(dataset: Dataset, edition: int) -> dict[str, str]:
    """Return the concepts of the indicators of an edition, by code; codes change between editions."""
    structure = dataset.structure(edition)
    rows = structure[structure["level"] == "indicator"]
    return dict(zip(rows["code"], rows["concept"], strict=True))


@dataclass(frozen=True, slots=True)
class Choice(Scored):
    """The choices of the omissions; without: concepts left out together."""

    without: tuple[str, ...] = several_of(
        "without", MAX_LEFT_OUT, (), lambda dataset, before: [*concepts(dataset, before["edition"]).values()]
    )
    view: str = one_of("view", VIEWS)


def rank_without(dataset: Dataset, edition: int, sets: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return a row for each economy and each set of codes of indicators, the largest change first.

    Columns: economy, left_out (codes joined by spaces), weight (in the index of the economy, 0 to 1),
    rank_with_all (of the index rebuilt from all indicators), rank_without (missing if a pillar is empty),
    economies_ranked (without the set), places (gained without it), points (change of the score).
    """
    scores, structure = dataset.wide(edition), dataset.structure(edition)
    weights = effective_weights(scores, structure, "indicator", WHOLE)
    names = [" ".join(codes) for codes in sets]
    changed = {name: scores.assign(**dict.fromkeys(name.split(), np.nan)) for name in ("", *names)}
    rebuilt = rebuild_from_indicators(pd.concat(changed, names=["left_out"]), structure)
    index = rebuilt["GII"].unstack("left_out")
    ranks = index.rank(ascending=False, method="min")
    columns = {
        "weight": pd.DataFrame({name: weights[name.split()].sum(axis=1) for name in names}),
        "rank_without": ranks[names],
        "places": ranks[names].rsub(ranks[""], axis=0),
        "points": index[names].sub(index[""], axis=0),
    }
    frame = pd.concat({name: values.unstack() for name, values in columns.items()}, axis=1)
    frame = frame.rename_axis(["left_out", "economy"]).reset_index()
    frame["rank_with_all"] = frame["economy"].map(ranks[""])
    frame["economies_ranked"] = frame["left_out"].map(index.notna().sum())
    whole = ("rank_with_all", "rank_without", "economies_ranked", "places")
    frame = frame.astype(dict.fromkeys(whole, "Int64"))[list(_COLUMNS)]
    moved = frame[["places", "points"]].abs().sort_values(["places", "points"], ascending=False)
    return frame.loc[moved.index].reset_index(drop=True)


@cached
def rank_without_each(dataset: Dataset, edition: int) -> pd.DataFrame:
    """Return ``rank_without`` for each single indicator; empty for an edition without indicators."""
    if edition not in dataset.editions_with("indicator"):
        return pd.DataFrame(columns=list(_COLUMNS))
    return rank_without(dataset, edition, [[code] for code in concepts(dataset, edition)])


def rank_without_set(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the row of the economy without the chosen set; empty without a choice."""
    codes = [code for code, name in concepts(dataset, choice.edition).items() if name in choice.without]
    if not codes:
        return pd.DataFrame(columns=list(_COLUMNS))
    frame = rank_without(dataset, choice.edition, [codes])
    return frame[frame["economy"] == choice.economy]


def omissions(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the economy without the chosen set (of two or more) and without each indicator.

    In the view of all economies, each economy without the indicator that changes its rank most.
    """
    singles = rank_without_each(dataset, choice.edition)
    if choice.view == ECONOMIES:
        return singles.drop_duplicates("economy")
    rows = singles[singles["economy"] == choice.economy]
    if len(choice.without) < 2:
        return rows
    return pd.concat([rank_without_set(dataset, choice), rows], ignore_index=True)


def omission_rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the ranks without indicators, with the names of the indicators."""
    catalog, edition_concepts = dataset.catalog.concepts, concepts(dataset, choice.edition)
    names = {code: catalog[concept].name.get(lang) for code, concept in edition_concepts.items()}
    frame = frame.assign(unit=dataset.catalog.phrases[RANK].get(lang), score_unit="0-100")
    indicator_names = ["; ".join(names[code] for code in codes.split()) for codes in frame["left_out"]]
    insert_after(frame, "left_out", "indicators", indicator_names)
    return index_terms(frame, dataset, lang, ("GII", *edition_concepts), True, choice)


OMISSIONS = Table(
    "weights-omissions",
    "gii-without-indicators",
    omissions,
    omission_rows,
    Choice,
    ("edition", "economy", "without", "view"),
    columns={
        "economy": "economy",
        "left_out": "text",
        "indicators": "text",
        "weight": "weight",
        "rank_with_all": "rank",
        "rank_without": "rank",
        "places": "arrow",
        "points": "+points",
    },
)
