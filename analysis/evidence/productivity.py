"""Productivity in two versions of one source: growth within an economy, and levels across economies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.progress import cagr
from analysis.query import Query
from analysis.query import economy as an_economy
from analysis.table import Table, join_sources, series_terms
from analysis.vintages import values_of
from data.article import CLAIM_YEAR, FOCUS, PEERS

GROWTH = ("PWT.rtfpna", "PWT11.rtfpna")  # at constant national prices: for growth inside one economy
LEVEL = ("PWT.ctfp", "PWT11.ctfp")  # at current purchasing power, United States = 1: for levels across them
LABOUR = "SL.GDP.PCAP.EM.KD"
INPUTS = ("PWT.hc", "PWT.labsh")
CODES = (*GROWTH, *LEVEL, LABOUR, *INPUTS)
REFERENCE = "USA"
ECONOMIES = (FOCUS, *PEERS)
MIN_CHANGE = 0.05  # percent; less is written as 0.0 and called no change
MAX_ROWS = 12  # economies in a table before it is shortened


@cached
def productivity_observations(dataset: Dataset) -> pd.DataFrame:
    """Return the rows of the table observations of the indicators of productivity (CODES)."""
    observations = dataset.table("observations")
    return observations[observations["indicator"].isin(CODES)]


@cached
def productivity_disagreement(dataset: Dataset) -> pd.DataFrame:
    """Return ``growth_disagreement`` of a snapshot."""
    return growth_disagreement(productivity_observations(dataset))


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The economy on the page Productivity: China, or an economy in both versions."""

    economy: str = an_economy(lambda dataset, _: [FOCUS, *productivity_disagreement(dataset)["economy"]])


def _select_values(observations: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    rows = observations[observations["indicator"].isin(codes) & observations["value"].notna()]
    return rows.loc[:, ["indicator", "economy", "year", "value", "vintage", "source"]]


def growth_values(dataset: Dataset, economies: Iterable[str]) -> pd.DataFrame:
    """Return ``vintages.values_of`` for the growth series in both versions, with a column economy."""
    values = [values_of(dataset, GROWTH[1], code).assign(economy=code) for code in economies]
    return pd.concat(values, ignore_index=True)


def _pair_versions(observations: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Return economy, year, older and newer (values of two codes), where both exist."""
    rows = _select_values(observations, codes)
    wide = rows.pivot(index=["economy", "year"], columns="indicator", values="value")
    return wide.reindex(columns=list(codes)).dropna().set_axis(["older", "newer"], axis=1).reset_index()


def growth_disagreement(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the growth of each economy in both versions, from CLAIM_YEAR to the last year of both.

    Columns: economy, first, last (years), older, newer (changes in percent), points (newer minus older),
    agree (whether both have the same ``direction``). Largest disagreement first.
    """
    both = _pair_versions(observations, GROWTH)
    last = both.groupby("economy").tail(1)
    ends = both[both["year"] == CLAIM_YEAR].merge(last, on="economy", suffixes=("_first", ""))
    ends = ends[ends["year"] > CLAIM_YEAR]
    older, newer = (100 * (ends[side] / ends[f"{side}_first"] - 1) for side in ("older", "newer"))
    frame = ends[["economy"]].assign(first=CLAIM_YEAR, last=ends["year"], older=older, newer=newer)
    frame = frame.assign(points=newer - older, agree=older.map(direction) == newer.map(direction))
    return frame.sort_values("points", key=abs, ascending=False, ignore_index=True)


def direction(change: float) -> int:
    """Return 1 for a rise, -1 for a fall, 0 for a change (in percent) that rounds to 0.0."""
    return 0 if abs(change) < MIN_CHANGE else 1 if change > 0 else -1


def visible_economies(frame: pd.DataFrame, economy: str) -> pd.DataFrame:
    """Return all rows up to MAX_ROWS, or else those of China, its peers and the chosen economy."""
    if len(frame) <= MAX_ROWS:
        return frame
    return frame[frame["economy"].isin({FOCUS, *PEERS, economy})].reset_index(drop=True)


def levels(observations: pd.DataFrame, economies: Sequence[str]) -> pd.DataFrame:
    """Return levels relative to REFERENCE in CLAIM_YEAR and in China's last year of both versions.

    Columns: economy, first, last (years), older_first, newer_first, older, newer (shares of the reference).
    Highest newer level first. Economies without one of these values are left out.
    """
    both = _pair_versions(observations, LEVEL)
    newest = max(both.loc[both["economy"] == FOCUS, "year"], default=CLAIM_YEAR)
    first, last = (both[both["year"] == year] for year in (CLAIM_YEAR, newest))
    ends = first.merge(last, on="economy", suffixes=("_first", ""))
    ends = ends[ends["economy"].isin(economies) & (ends["economy"] != REFERENCE)]
    ends = ends.rename(columns={"year_first": "first", "year": "last"})
    names = ["economy", "first", "last", "older_first", "newer_first", "older", "newer"]
    return ends[names].sort_values("newer", ascending=False, ignore_index=True)


def labour(observations: pd.DataFrame, economies: Sequence[str]) -> pd.DataFrame:
    """Return GDP per person employed in PPP$ (indicator, economy, year, value, vintage, source)."""
    rows = _select_values(observations, (LABOUR,))
    rows = rows[rows["economy"].isin(list(economies))]
    return rows.sort_values(["economy", "year"], ignore_index=True)


def growth(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the yearly growth since CLAIM_YEAR and the relative level of each economy of ``labour``.

    Columns: economy, first_year, first, last_year, last, rate (percent a year, see ``progress.cagr``),
    relative (share of REFERENCE in the same year). Highest last value first.
    """
    reference = frame[frame["economy"] == REFERENCE].set_index("year")["value"]
    records = []
    for economy, rows in frame[frame["year"] >= CLAIM_YEAR].groupby("economy"):
        years, values = [*rows["year"]], [*rows["value"]]
        if len(rows) > 1:
            rate = cagr(values[0], values[-1], years[-1] - years[0], kind)
            percent = float("nan") if rate is None else 100 * rate
            relative = values[-1] / reference.get(years[-1], float("nan"))
            records.append((economy, years[0], values[0], years[-1], values[-1], percent, relative))
    names = ["economy", "first_year", "first", "last_year", "last", "rate", "relative"]
    return pd.DataFrame(records, columns=names).sort_values("last", ascending=False, ignore_index=True)


def inputs(observations: pd.DataFrame, economies: Sequence[str]) -> pd.DataFrame:
    """Return human capital and the labour share, on which the residual depends, in CLAIM_YEAR and lately.

    Columns: economy, indicator, first_year, first, last_year, last, since (year from which the value is
    constant; missing if it moved to the end).
    """
    records = []
    for economy in economies:
        for code in INPUTS:
            rows = observations[(observations["indicator"] == code) & (observations["economy"] == economy)]
            pairs = zip(rows["year"], rows["value"], strict=True)
            values = {int(year): float(value) for year, value in sorted(pairs) if year >= CLAIM_YEAR}
            if not values:
                continue
            first, last = min(values), max(values)
            moved = max((year for year in values if values[year] != values[last]), default=CLAIM_YEAR - 1)
            constant = [year for year in values if year > moved]
            since = min(constant) if len(constant) > 2 else None
            records.append((economy, code, first, values[first], last, values[last], since))
    names = ["economy", "indicator", "first_year", "first", "last_year", "last", "since"]
    return pd.DataFrame(records, columns=names).astype({"since": "Int64"})


def _rows(
    names: Mapping[str, str], codes: Sequence[str] = ()
) -> Callable[[pd.DataFrame, Dataset, Any, str], pd.DataFrame]:
    """Return a function that renames columns and adds missing sources.

    codes: the indicators behind rows that name none; the last one becomes their indicator.
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
    return join_sources(*observations.loc[observations["indicator"].isin(list(codes)), "source"].unique())


_GROWTH_COLUMNS = ["indicator", "economy", "year", "value", "vintage", "source", "level"]
GROWTH_TABLE = Table(
    "productivity-growth",
    "productivity-growth",
    lambda dataset, choice: growth_values(dataset, [choice.economy]),
    lambda values, *of_view: _rows({"level": "index_2012_100"})(
        values.sort_values(["economy", "indicator", "year"], ignore_index=True)[_GROWTH_COLUMNS], *of_view
    ),
    Choice,
    filters=("economy",),
    compute_unfiltered=lambda dataset, _: growth_values(
        dataset, set(productivity_disagreement(dataset)["economy"])
    ),
    columns={"year": "text", "index_2012_100": "index"},
    across="indicator",
    newest="year",
)
_YEARS = {"first": "first_year", "last": "last_year"}
_CHANGES = {side: f"change_{side}_version_percent" for side in ("older", "newer")}
DISAGREEMENT = Table(
    "productivity-economies",
    "productivity-economies",
    lambda dataset, _: productivity_disagreement(dataset),
    _rows(_YEARS | _CHANGES | {"points": "difference_points", "agree": "same_direction"}, GROWTH),
    columns={
        "economy": "economy",
        **dict.fromkeys((*_CHANGES.values(), "difference_points"), "+share"),
        "same_direction": "text",
    },
)
_FIRST = {f"{side}_first": f"{side}_version_first_year" for side in ("older", "newer")}
_LAST = {side: f"{side}_version_last_year" for side in ("older", "newer")}
LEVEL_TABLE = Table(
    "productivity-level",
    "productivity-level",
    lambda dataset, _: levels(productivity_observations(dataset), ECONOMIES),
    _rows(_YEARS | _FIRST | _LAST, LEVEL),
    columns={"economy": "economy", **dict.fromkeys((*_FIRST.values(), *_LAST.values()), "of_one")},
)
LABOUR_TABLE = Table(
    "productivity-labour",
    "productivity-labour",
    lambda dataset, _: labour(productivity_observations(dataset), ECONOMIES),
    _rows({}),
    columns={"economy": "economy", "value": "whole"},
    across="year",
)
INPUTS_TABLE = Table(
    "productivity-inputs",
    "productivity-inputs",
    lambda dataset, _: inputs(productivity_observations(dataset), ECONOMIES),
    _rows({"since": "not_moved_since"}),
    columns={"economy": "economy", "first": "hundredths", "last": "hundredths"},
    across="indicator",
)
