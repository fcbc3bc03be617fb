"""Under chosen weights: the choices, and the ranking, the draws and the history, each with the weights."""

from dataclasses import dataclass

import pandas as pd

from analysis.dataset import Dataset
from analysis.index.composition import PILLARS
from analysis.query import Query, economy, edition, one_of, parsed
from analysis.robustness import reweighting
from analysis.robustness.intervals import Spread
from analysis.robustness.shared_concepts import Shared, sets
from analysis.robustness.shared_concepts import shared as shared_of
from analysis.robustness.weighting import OFFICIAL, read, same, write
from analysis.table import Table
from analysis.terms import RANK, index_terms

_KEYS = ("edition", "economy", "w")
_NAMES = {
    "published": "published_rank",
    "economies": "economies_ranked",
    "left_out": "economies_without_pillar_scores",
    "rounded": "scores_rounded",
}


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on weights: an edition, an economy with scores in it, weights, editions to compare."""

    edition: int = edition(
        "edition",  # the newest with its indicators, else the newest with scores of all pillars
        lambda dataset, _: dataset.detailed if dataset.detailed in dataset.fields else max(dataset.fields),
        lambda dataset, _: sorted(dataset.fields, reverse=True),
    )
    economy: str = economy(lambda dataset, before: sorted(dataset.fields[before["edition"]].economies))
    weights: tuple[float, ...] = parsed(
        "w",
        lambda value, _: read(value),
        lambda *_: OFFICIAL,
        write=write,
        pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?(,[0-9]{1,3}(\.[0-9]{1,2})?){6}$",
    )
    shared: str = one_of("shared", lambda dataset, _: sets(dataset))

    @property
    def official(self) -> bool:
        """Whether the weights are the published ones."""
        return same(self.weights, OFFICIAL)


def _weighted(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    frame = frame.assign(weights_percent=write(choice.weights))
    return index_terms(frame, dataset, lang, ("GII", *PILLARS), True, choice)


def ranking(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return all economies of the edition: published rank, rank and score (0 to 100) under the weights."""
    return _weighted(frame.rename(columns=_NAMES).assign(score_unit="0-100"), dataset, choice, lang)


def draws(spread: Spread, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the share (0 to 1) of the draws around the weights at each rank of the economy."""
    shares = spread.shares().rename("share_of_draws").rename_axis("rank").reset_index()
    frame = shares.assign(interval_low=spread.low, interval_high=spread.high, draws=len(spread.ranks))
    unit = dataset.catalog.phrases["unit_draws"].get(lang)
    return _weighted(frame.assign(unit=unit), dataset, choice, lang)


def history(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economy's rank under the weights by edition, with its range, and the published one."""
    frame = frame.rename(columns=_NAMES).assign(unit=dataset.catalog.phrases[RANK].get(lang))
    return _weighted(frame, dataset, choice, lang)


def shared(found: Shared | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economy's ranks over shared indicators, by edition, beside the published one."""
    if found is None:
        return pd.DataFrame(columns=["edition", "economy"])
    frame = found.ranks.rename(columns=_NAMES)
    frame["pillars_thin"] = [" ".join(found.thin[edition]) for edition in frame["edition"]]
    frame["indicators_shared"] = len(found.concepts)
    frame["unit"] = dataset.catalog.phrases[RANK].get(lang)
    parts = dataset.parts
    codes = parts.loc[(parts["level"] == "indicator") & parts["edition"].isin(frame["edition"]), "code"]
    return index_terms(frame, dataset, lang, ("GII", *codes.unique()), True, choice)


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
    lambda dataset, choice: (
        shared_of(dataset, tuple(int(one) for one in choice.shared.split("-")), choice.economy)
        if choice.shared
        else None
    ),
    shared,
    Choice,
    ("economy", "shared"),
)
