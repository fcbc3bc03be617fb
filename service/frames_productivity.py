"""The downloads of the page on productivity: growth, disagreement, levels, output per person, inputs."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import productivity as method
from analysis.dataset import Dataset
from analysis.provenance import joined
from analysis.query import PEERS
from analysis.standing import CHINA
from data.languages import spoken
from service.dress_series import dress_series

_ECONOMIES = (CHINA, *PEERS)


def growth_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return both versions of the growth of productivity of the economy asked for, 2012 = 100."""
    observations = method.productivity_observations(dataset)
    frame = method.rebased(observations, method.Choice.read(dataset, query).economy)
    return _dressed(frame.rename(columns={"index": "index_2012_100"}), dataset, query)


def disagreement_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what both versions say of each economy that they hold, in percent."""
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
    return _dressed(frame, dataset, query)


def level_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
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
    return _dressed(frame, dataset, query)


def labour_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return GDP per person employed by economy and year."""
    return _dressed(method.labour(method.productivity_observations(dataset), _ECONOMIES), dataset, query)


def inputs_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return human capital and the share of labour, of which the residual depends."""
    observations = method.productivity_observations(dataset)
    frame = method.inputs(observations, _ECONOMIES).rename(columns={"since": "not_moved_since"})
    frame["source"] = frame["indicator"].map({code: _sources(observations, [code]) for code in method.INPUTS})
    return _dressed(frame, dataset, query)


def growth_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every economy that both versions hold."""
    observations = method.productivity_observations(dataset)
    held = sorted(set(method.productivity_disagreement(dataset)["economy"]))
    frame = pd.concat([method.rebased(observations, economy) for economy in held], ignore_index=True)
    return _dressed(frame.rename(columns={"index": "index_2012_100"}), dataset, query)


def _sources(observations: pd.DataFrame, codes: Sequence[str]) -> str:
    held = observations.loc[observations["indicator"].isin(list(codes)), "source"]
    return joined(*held.unique())


def _dressed(frame: pd.DataFrame, dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    return dress_series(frame, dataset, spoken(query.get("lang")))
