"""Productivity: growth, how far two versions disagree, levels, output per person, inputs."""

from collections.abc import Sequence

import pandas as pd

from analysis import productivity as method
from analysis.dataset import Dataset
from analysis.frames.terms import series_terms
from analysis.productivity import Choice
from analysis.provenance import joined
from analysis.query import PEERS, Nothing
from analysis.standing import CHINA

_ECONOMIES = (CHINA, *PEERS)


def growth(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return both versions of the growth of productivity of an economy, 2012 = 100."""
    return _growth(dataset, [choice.economy], lang)


def growth_of_all(dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return the same of every economy that both versions have."""
    return _growth(dataset, sorted(set(method.productivity_disagreement(dataset)["economy"])), lang)


def _growth(dataset: Dataset, economies: Sequence[str], lang: str) -> pd.DataFrame:
    observations = method.productivity_observations(dataset)
    frame = pd.concat([method.rebased(observations, code) for code in economies], ignore_index=True)
    return series_terms(frame.rename(columns={"index": "index_2012_100"}), dataset, lang)


def disagreement(dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return the growth of each economy in both versions, in percent."""
    observations = method.productivity_observations(dataset)
    frame = method.productivity_disagreement(dataset)
    frame = frame.rename(
        columns={
            "first": "first_year",
            "last": "last_year",
            "older": "change_older_version_percent",
            "newer": "change_newer_version_percent",
            "points": "difference_points",
            "agree": "same_direction",
        }
    )
    frame["indicator"] = method.GROWTH[1]
    frame["source"] = _sources(observations, method.GROWTH)
    return series_terms(frame, dataset, lang)


def level(dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return levels of productivity against the United States (1) in both versions."""
    observations = method.productivity_observations(dataset)
    frame = method.levels(observations, _ECONOMIES)
    frame = frame.rename(
        columns={
            "first": "first_year",
            "last": "last_year",
            "older_first": "older_version_first_year",
            "newer_first": "newer_version_first_year",
            "older": "older_version_last_year",
            "newer": "newer_version_last_year",
        }
    )
    frame["indicator"] = method.LEVEL[1]
    frame["source"] = _sources(observations, method.LEVEL)
    return series_terms(frame, dataset, lang)


def labour(dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return GDP per person employed by economy and year."""
    return series_terms(method.labour(method.productivity_observations(dataset), _ECONOMIES), dataset, lang)


def inputs(dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return human capital and the share of labour, of which the residual depends."""
    observations = method.productivity_observations(dataset)
    frame = method.inputs(observations, _ECONOMIES).rename(columns={"since": "not_moved_since"})
    frame["source"] = frame["indicator"].map({code: _sources(observations, [code]) for code in method.INPUTS})
    return series_terms(frame, dataset, lang)


def _sources(observations: pd.DataFrame, codes: Sequence[str]) -> str:
    read = observations.loc[observations["indicator"].isin(list(codes)), "source"]
    return joined(*read.unique())
