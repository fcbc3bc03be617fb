"""The downloads of the page on weights: the ranking, the draws and the history under the chosen weights."""

from collections.abc import Mapping

import pandas as pd

from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.reweighting import draws, history, ranking
from analysis.weighting import Choice, write
from data.languages import spoken
from service.dress import RANK, dress

_UNITS = {"rank": RANK, "share": "unit_draws"}


def _dressed(frame: pd.DataFrame, dataset: Dataset, query: Mapping[str, str], chosen: Choice) -> pd.DataFrame:
    frame = frame.assign(weights_percent=write(chosen.weights))
    lang = spoken(query.get("lang"))
    if "unit" in frame:
        frame["unit"] = frame["unit"].map(lambda unit: dataset.catalog.phrases[_UNITS[unit]].get(lang))
    return dress(frame, dataset, lang, ("GII", *PILLARS), computed=True)


def ranking_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return all economies of the edition: published rank, rank and score (0 to 100) under the weights."""
    chosen = Choice.read(dataset, query)
    frame = ranking(dataset.fields[chosen.edition], chosen.weights)
    frame.insert(0, "edition", chosen.edition)
    frame = frame.rename(columns={"published": "published_rank"}).assign(score_unit="0-100")
    return _dressed(frame, dataset, query, chosen)


def draws_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the share (0 to 1) of the draws around the weights at each rank of the economy."""
    chosen = Choice.read(dataset, query)
    spread = draws(dataset.fields[chosen.edition], chosen.weights, chosen.economy)
    shares = spread.shares()
    frame = pd.DataFrame({"edition": chosen.edition, "economy": chosen.economy, "rank": shares.index})
    frame["share_of_draws"] = shares.to_numpy()
    frame["interval_low"], frame["interval_high"] = spread.low, spread.high
    frame["draws"] = len(spread.ranks)
    frame["unit"] = "share"
    return _dressed(frame, dataset, query, chosen)


def history_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the economy's rank under the weights by edition, with its range, and the published one."""
    chosen = Choice.read(dataset, query)
    frame = history(dataset.fields, chosen.weights, chosen.economy)
    frame = frame.rename(
        columns={
            "published": "published_rank",
            "economies": "economies_ranked",
            "left_out": "economies_without_pillar_scores",
            "rounded": "scores_rounded",
        }
    )
    frame.insert(1, "economy", chosen.economy)
    frame["unit"] = "rank"
    return _dressed(frame, dataset, query, chosen)
