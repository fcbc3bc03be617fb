"""Productivity in two versions of one source: growth inside an economy and levels across them, not mixed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.progress import CLAIM_YEAR, cagr
from analysis.query import Query
from analysis.query import economy as an_economy
from analysis.standing import CHINA, PEERS

GROWTH = ("PWT.rtfpna", "PWT11.rtfpna")  # at constant national prices: for growth inside one economy
LEVEL = ("PWT.ctfp", "PWT11.ctfp")  # at current purchasing power, United States = 1: for levels across them
LABOUR = "SL.GDP.PCAP.EM.KD"
INPUTS = ("PWT.hc", "PWT.labsh")
CODES = (*GROWTH, *LEVEL, LABOUR, *INPUTS)
REFERENCE = "USA"
NO_CHANGE = 0.05  # percent; less is written as 0.0 and called no change
MOST_ROWS = 12  # economies that a table shows at once


@cached
def productivity_observations(dataset: Dataset) -> pd.DataFrame:
    """Return the observations of the indicators of productivity."""
    observations = dataset.table("observations")
    return observations[observations["indicator"].isin(CODES)]


@cached
def productivity_disagreement(dataset: Dataset) -> pd.DataFrame:
    """Return `disagreement` for the observations of a snapshot."""
    return disagreement(productivity_observations(dataset))


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choice on productivity: an economy in both versions, or China."""

    economy: str = an_economy(lambda dataset, _: [CHINA, *productivity_disagreement(dataset)["economy"]])


def _of(observations: pd.DataFrame, codes: Collection[str], concept: Collection[str]) -> pd.DataFrame:
    """Return the values of some codes, all of one concept: ``ValueError`` if growth and level would mix."""
    if foreign := set(codes) - set(concept):
        raise ValueError(f"{', '.join(sorted(foreign))}: not a code of {', '.join(concept)}")
    rows = observations[observations["indicator"].isin(list(codes)) & observations["value"].notna()]
    return rows.loc[:, ["indicator", "economy", "year", "value", "vintage", "source"]]


def rebased(observations: pd.DataFrame, economy: str, codes: Sequence[str] = GROWTH) -> pd.DataFrame:
    """Return the growth series of an economy with ``index`` = 100 in CLAIM_YEAR, of versions that have it.

    Columns: indicator, economy, year, value (as published, each version with a base year of its own),
    vintage, source, index.
    """
    rows = _of(observations, codes, GROWTH)
    rows = rows[rows["economy"] == economy]
    bases = rows[rows["year"] == CLAIM_YEAR].set_index("indicator")["value"]
    rows = rows[rows["indicator"].isin(bases.index)]
    index = 100 * rows["value"] / rows["indicator"].map(bases).astype("float64")
    return rows.assign(index=index.astype(float)).sort_values(["indicator", "year"], ignore_index=True)


def disagreement(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the growth of each economy in both versions, from CLAIM_YEAR to the last year of both.

    Columns: economy, first, last, older and newer (changes in percent), points (newer less older), agree
    (whether both give the same sign, see ``direction``). Largest disagreement first.
    """
    pairs = _both(_of(observations, GROWTH, GROWTH), GROWTH)
    found = []
    for economy, years in sorted(pairs.items()):
        last = max(years)
        if CLAIM_YEAR not in years or last <= CLAIM_YEAR:
            continue
        ends = zip(years[CLAIM_YEAR], years[last], strict=True)
        older, newer = (100 * (then / now - 1) for now, then in ends)
        agree = direction(older) == direction(newer)
        found.append((economy, CLAIM_YEAR, last, older, newer, newer - older, agree))
    names = ["economy", "first", "last", "older", "newer", "points", "agree"]
    frame = pd.DataFrame(found, columns=names)
    return frame.sort_values("points", key=abs, ascending=False, ignore_index=True)


def _both(rows: pd.DataFrame, codes: Sequence[str]) -> dict[str, dict[int, tuple[float, float]]]:
    """Return by economy and year the values of two codes, where both exist."""
    keys = zip(rows["indicator"], rows["economy"], rows["year"], strict=True)
    values = dict(zip(keys, rows["value"], strict=True))
    older, newer = codes
    found: dict[str, dict[int, tuple[float, float]]] = {}
    for code, economy, year in values:
        if code == older and (newer, economy, year) in values:
            pair = float(values[older, economy, year]), float(values[newer, economy, year])
            found.setdefault(str(economy), {})[int(year)] = pair
    return found


def direction(change: float) -> int:
    """Return 1 for a rise, -1 for a fall, 0 for a change in percent that rounds to none with one decimal."""
    return 0 if abs(change) < NO_CHANGE else 1 if change > 0 else -1


def visible(frame: pd.DataFrame, economy: str, most: int = MOST_ROWS) -> pd.DataFrame:
    """Return the visible rows of a table: all if they are few, else China, its peers and the chosen one."""
    if len(frame) <= most:
        return frame
    return frame[frame["economy"].isin({CHINA, *PEERS, economy})].reset_index(drop=True)


def levels(observations: pd.DataFrame, economies: Iterable[str]) -> pd.DataFrame:
    """Return levels against the reference economy in CLAIM_YEAR and in China's last year of both versions.

    Columns: economy, first, last, older_first, newer_first, older, newer (shares of the reference). Highest
    newer level first. Economies that one version lacks in one of both years are left out.
    """
    pairs = _both(_of(observations, LEVEL, LEVEL), LEVEL)
    last = max(pairs.get(CHINA, {}), default=CLAIM_YEAR)
    found = []
    for economy in sorted(set(economies) & pairs.keys() - {REFERENCE}):
        years = pairs[economy]
        if CLAIM_YEAR in years and last in years:
            found.append((economy, CLAIM_YEAR, last, *years[CLAIM_YEAR], *years[last]))
    names = ["economy", "first", "last", "older_first", "newer_first", "older", "newer"]
    frame = pd.DataFrame(found, columns=names)
    return frame.sort_values("newer", ascending=False, ignore_index=True)


def labour(observations: pd.DataFrame, economies: Sequence[str]) -> pd.DataFrame:
    """Return GDP per person employed of some economies (economy, year, value, vintage, source)."""
    rows = _of(observations, (LABOUR,), (LABOUR,))
    rows = rows[rows["economy"].isin(list(economies))]
    return rows.sort_values(["economy", "year"], ignore_index=True)


def growth(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return for each economy of ``labour`` its yearly growth since CLAIM_YEAR and its relative level.

    Columns: economy, first_year, first, last_year, last, rate (percent a year; missing unless the series is
    of a positive ratio scale), relative (share of the reference in the same year). Highest last value first.
    """
    by_economy: dict[str, dict[int, float]] = {}
    for economy, year, value in zip(frame["economy"], frame["year"], frame["value"], strict=True):
        by_economy.setdefault(str(economy), {})[int(year)] = float(value)
    found = []
    for economy, values in by_economy.items():
        years = sorted(year for year in values if year >= CLAIM_YEAR)
        if len(years) < 2:
            continue
        first, last = values[years[0]], values[years[-1]]
        rate = cagr(first, last, years[-1] - years[0], kind)
        there = by_economy.get(REFERENCE, {}).get(years[-1], float("nan"))
        percent = float("nan") if rate is None else 100 * rate
        found.append((economy, years[0], first, years[-1], last, percent, last / there))
    names = ["economy", "first_year", "first", "last_year", "last", "rate", "relative"]
    return pd.DataFrame(found, columns=names).sort_values("last", ascending=False, ignore_index=True)


def inputs(observations: pd.DataFrame, economies: Sequence[str]) -> pd.DataFrame:
    """Return what the residual depends on: human capital and the share of labour, in CLAIM_YEAR and lately.

    Columns: economy, indicator, first_year, first, last_year, last, since (the year from which the value has
    not moved; missing if it moved to the end).
    """
    found = []
    for economy in economies:
        for code in INPUTS:
            rows = observations[(observations["indicator"] == code) & (observations["economy"] == economy)]
            pairs = zip(rows["year"], rows["value"], strict=True)
            values = {int(year): float(value) for year, value in sorted(pairs) if year >= CLAIM_YEAR}
            if not values:
                continue
            first, last = min(values), max(values)
            moved = max((year for year in values if values[year] != values[last]), default=CLAIM_YEAR - 1)
            same = [year for year in values if year > moved]
            since = min(same) if len(same) > 2 else None
            found.append((economy, code, first, values[first], last, values[last], since))
    names = ["economy", "indicator", "first_year", "first", "last_year", "last", "since"]
    return pd.DataFrame(found, columns=names).astype({"since": "Int64"})
