"""Results of the method that several views and downloads share, cached on the Dataset."""

from dataclasses import dataclass

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index import standing
from analysis.robustness.intervals import ExtremeWeights, extreme, free
from analysis.robustness.reweighting import draws
from analysis.robustness.weighting import OFFICIAL


@cached
def standings(dataset: Dataset) -> pd.DataFrame:
    """Return where every economy stands in every edition (analysis.index.standing)."""
    return standing.standings(dataset.scores, dataset.table("gii_editions"), dataset.table("gii_intervals"))


@cached
def ranks(dataset: Dataset, economy: str) -> dict[int, int]:
    """Return the published overall rank of an economy by edition."""
    rows = standing.of(standings(dataset), economy)
    return dict(zip(rows["edition"].astype(int), rows["rank"].astype(int), strict=True))


@dataclass(frozen=True, slots=True)
class WeightRanges:
    """Ranks that do not hang on the weights chosen: around WIPO's, without preference, and both cases."""

    low: int
    high: int
    free_low: int
    free_high: int
    best: ExtremeWeights
    worst: ExtremeWeights


@cached
def weight_ranges(dataset: Dataset, edition: int, economy: str) -> WeightRanges:
    """Return the ranks of an economy in an edition under draws of weights (analysis.robustness.intervals)."""
    field = dataset.fields[edition]
    pillars = field.frame()
    around, any_ = draws(field, OFFICIAL, economy), free(pillars, economy)
    cases = (extreme(pillars, economy, sign) for sign in (1, -1))
    return WeightRanges(around.low, around.high, any_.low, any_.high, *cases)
