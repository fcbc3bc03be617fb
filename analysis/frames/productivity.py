"""Productivity: growth, how far two versions disagree, levels, output per person, inputs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import productivity as method
from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import series_terms
from analysis.productivity import Choice, productivity_disagreement, productivity_observations
from analysis.provenance import joined
from analysis.standing import CHINA, PEERS

ECONOMIES = (CHINA, *PEERS)


def _rows(
    names: Mapping[str, str], codes: Sequence[str] = ()
) -> Callable[[pd.DataFrame, Dataset, Any, str], pd.DataFrame]:
    """Return what makes rows for readers: columns by other names, sources of rows that have none.

    codes: what a row without an indicator is of; its last one names the row.
    """

    def rows(frame: pd.DataFrame, dataset: Dataset, _choice: Any, lang: str) -> pd.DataFrame:
        frame = frame.rename(columns=names)
        if "indicator" not in frame:
            frame["indicator"] = codes[-1]
            frame["source"] = _sources(dataset, codes)
        elif "source" not in frame:
            frame["source"] = [_sources(dataset, [code]) for code in frame["indicator"]]
        return series_terms(frame, dataset, lang)

    return rows


def _sources(dataset: Dataset, codes: Sequence[str]) -> str:
    observations = productivity_observations(dataset)
    return joined(*observations.loc[observations["indicator"].isin(list(codes)), "source"].unique())


def _growth_of_all(dataset: Dataset, _choice: Choice) -> pd.DataFrame:
    """Return the growth of every economy that both versions have."""
    observations = productivity_observations(dataset)
    economies = sorted(set(productivity_disagreement(dataset)["economy"]))
    return pd.concat([method.rebased(observations, code) for code in economies], ignore_index=True)


GROWTH = Table(
    "productivity-growth",
    "productivity-growth",
    lambda dataset, choice: method.rebased(productivity_observations(dataset), choice.economy),
    _rows({"index": "index_2012_100"}),
    Choice,
    filters=("economy",),
    everything=_growth_of_all,
)
_YEARS = {"first": "first_year", "last": "last_year"}
_CHANGES = {side: f"change_{side}_version_percent" for side in ("older", "newer")}
DISAGREEMENT = Table(
    "productivity-economies",
    "productivity-economies",
    lambda dataset, _: productivity_disagreement(dataset),
    _rows(_YEARS | _CHANGES | {"points": "difference_points", "agree": "same_direction"}, method.GROWTH),
)
_FIRST = {f"{side}_first": f"{side}_version_first_year" for side in ("older", "newer")}
_LAST = {side: f"{side}_version_last_year" for side in ("older", "newer")}
LEVEL = Table(
    "productivity-level",
    "productivity-level",
    lambda dataset, _: method.levels(productivity_observations(dataset), ECONOMIES),
    _rows(_YEARS | _FIRST | _LAST, method.LEVEL),
)
LABOUR = Table(
    "productivity-labour",
    "productivity-labour",
    lambda dataset, _: method.labour(productivity_observations(dataset), ECONOMIES),
    _rows({}),
)
INPUTS = Table(
    "productivity-inputs",
    "productivity-inputs",
    lambda dataset, _: method.inputs(productivity_observations(dataset), ECONOMIES),
    _rows({"since": "not_moved_since"}),
)
