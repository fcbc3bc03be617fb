"""Productivity: growth, how far two versions disagree, levels, output per person, inputs."""

from collections.abc import Sequence

import pandas as pd

from analysis import productivity as method
from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import series_terms
from analysis.productivity import Choice
from analysis.provenance import joined
from analysis.query import PEERS, Nothing
from analysis.standing import CHINA

ECONOMIES = (CHINA, *PEERS)


def _growth(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    return method.rebased(method.productivity_observations(dataset), choice.economy)


def _growth_of_all(dataset: Dataset, _choice: Choice) -> pd.DataFrame:
    """Return the same of every economy that both versions have."""
    observations = method.productivity_observations(dataset)
    economies = sorted(set(method.productivity_disagreement(dataset)["economy"]))
    return pd.concat([method.rebased(observations, code) for code in economies], ignore_index=True)


def growth(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return both versions of the growth of productivity of an economy, 2012 = 100."""
    return series_terms(frame.rename(columns={"index": "index_2012_100"}), dataset, lang)


def disagreement(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return the growth of each economy in both versions, in percent."""
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
    frame["source"] = _sources(dataset, method.GROWTH)
    return series_terms(frame, dataset, lang)


def level(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return levels of productivity against the United States (1) in both versions."""
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
    frame["source"] = _sources(dataset, method.LEVEL)
    return series_terms(frame, dataset, lang)


def labour(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return GDP per person employed by economy and year."""
    return series_terms(frame, dataset, lang)


def inputs(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return human capital and the share of labour, of which the residual depends."""
    frame = frame.rename(columns={"since": "not_moved_since"})
    frame["source"] = frame["indicator"].map({code: _sources(dataset, [code]) for code in method.INPUTS})
    return series_terms(frame, dataset, lang)


def _sources(dataset: Dataset, codes: Sequence[str]) -> str:
    observations = method.productivity_observations(dataset)
    return joined(*observations.loc[observations["indicator"].isin(list(codes)), "source"].unique())


GROWTH = Table(
    "productivity-growth",
    "productivity-growth",
    _growth,
    growth,
    Choice,
    filters=("economy",),
    everything=_growth_of_all,
)
DISAGREEMENT = Table(
    "productivity-economies",
    "productivity-economies",
    lambda dataset, _: method.productivity_disagreement(dataset),
    disagreement,
)
LEVEL = Table(
    "productivity-level",
    "productivity-level",
    lambda dataset, _: method.levels(method.productivity_observations(dataset), ECONOMIES),
    level,
)
LABOUR = Table(
    "productivity-labour",
    "productivity-labour",
    lambda dataset, _: method.labour(method.productivity_observations(dataset), ECONOMIES),
    labour,
)
INPUTS = Table(
    "productivity-inputs",
    "productivity-inputs",
    lambda dataset, _: method.inputs(method.productivity_observations(dataset), ECONOMIES),
    inputs,
)
