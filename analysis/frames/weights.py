"""Under chosen weights: the ranking, the draws and the history, each with the weights."""

import pandas as pd

from analysis import reweighting, shared_concepts
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import RANK, index_terms
from analysis.robustness import Spread
from analysis.weighting import Choice, write

_KEYS = ("edition", "economy", "w")
_UNITS = {"rank": RANK, "share": "unit_draws"}
_NAMES = {
    "published": "published_rank",
    "economies": "economies_ranked",
    "left_out": "economies_without_pillar_scores",
    "rounded": "scores_rounded",
}


def _weighted(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    frame = frame.assign(weights_percent=write(choice.weights))
    if "unit" in frame:
        frame["unit"] = frame["unit"].map(lambda unit: dataset.catalog.phrases[_UNITS[unit]].get(lang))
    return index_terms(frame, dataset, lang, ("GII", *PILLARS), computed=True)


def ranking(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return all economies of the edition: published rank, rank and score (0 to 100) under the weights."""
    frame = frame.rename(columns=_NAMES).assign(score_unit="0-100")
    frame.insert(0, "edition", choice.edition)
    return _weighted(frame, dataset, choice, lang)


def draws(spread: Spread, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the share (0 to 1) of the draws around the weights at each rank of the economy."""
    shares = spread.shares().rename("share_of_draws").rename_axis("rank").reset_index()
    frame = shares.assign(interval_low=spread.low, interval_high=spread.high, draws=len(spread.ranks))
    frame.insert(0, "edition", choice.edition)
    frame.insert(1, "economy", choice.economy)
    return _weighted(frame.assign(unit="share"), dataset, choice, lang)


def history(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economy's rank under the weights by edition, with its range, and the published one."""
    frame = frame.rename(columns=_NAMES).assign(unit="rank")
    frame.insert(1, "economy", choice.economy)
    return _weighted(frame, dataset, choice, lang)


def _shared(dataset: Dataset, choice: Choice) -> shared_concepts.Shared | None:
    editions = tuple(int(one) for one in choice.shared.split("-") if one)
    return shared_concepts.shared(dataset, editions, choice.economy) if editions else None


def shared(found: shared_concepts.Shared | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economy's ranks over shared indicators, by edition, beside the published one."""
    if found is None:
        return pd.DataFrame(columns=["edition", "economy"])
    frame = found.ranks.rename(columns=_NAMES)
    frame.insert(1, "economy", choice.economy)
    frame["pillars_thin"] = [" ".join(found.thin[edition]) for edition in frame["edition"]]
    frame["indicators_shared"] = len(found.concepts)
    frame["unit"] = dataset.catalog.phrases[RANK].get(lang)
    parts = dataset.parts
    codes = parts.loc[(parts["level"] == "indicator") & parts["edition"].isin(frame["edition"]), "code"]
    return index_terms(frame, dataset, lang, ("GII", *codes.unique()), computed=True)


DRAWS = Table(
    "weights-draws",
    "gii-weights-draws",
    lambda dataset, choice: reweighting.draws(dataset.fields[choice.edition], choice.weights, choice.economy),
    draws,
    Choice,
    _KEYS,
)
RANKING = Table(
    "weights-ranking",
    "gii-weights-ranking",
    lambda dataset, choice: reweighting.ranking(dataset.fields[choice.edition], choice.weights),
    ranking,
    Choice,
    _KEYS,
)
HISTORY = Table(
    "weights-history",
    "gii-weights-history",
    lambda dataset, choice: reweighting.history(dataset.fields, choice.weights, choice.economy),
    history,
    Choice,
    _KEYS,
)
SHARED = Table(
    "weights-shared",
    "gii-shared-indicators",
    _shared,
    shared,
    Choice,
    ("economy", "shared"),
)
