"""Find the peers of an economy by score, income group, population, GDP per head or path.

The finders are independent; there is no composite. Each returns the closest ranked economies of an edition,
closest first, without the economy itself. Ties go to the better rank, then to the code.
The columns of all results begin with economy, rank (in the edition), distance (in the finder's own unit),
value and own (the figure of the peer and of the economy).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import Dataset, cached
from analysis.index.standing import standings

PEER_COUNT: Final = 4
"""Number of economies that a finder returns by default."""
FINDERS: Final = ("score", "income", "population", "gdp_per_head", "path")
SIMILAR: Final = "similar-"
RULES: Final = {SIMILAR + finder: finder for finder in FINDERS}
"""Finders by the name that stands for them in an address, in the place of economies."""
MIN_COMMON_EDITIONS: Final = 5
"""Editions that two economies must share for their paths to be compared."""
MIN_COMMON_SHARE: Final = 0.75
"""Share of an economy's editions that a peer by path must have, too."""
_COLUMNS: Final = ["economy", "rank", "distance", "value", "own"]


def figures_edition(figures: pd.DataFrame, edition: int) -> int | None:
    """Return the edition of gii_economies to use: the same, or else the nearest one."""
    editions = sorted({int(candidate) for candidate in figures["edition"]})
    return min(editions, key=lambda candidate: abs(candidate - edition), default=None)


@dataclass(frozen=True, slots=True)
class Field:
    """The data of one edition that the finders compare.

    ranked: columns rank and score (0 to 100, NaN if missing) by economy, best first; figures: rows of
    gii_economies of ``figures_edition``; history: percentile ranks (0 to 100, NaN if not ranked), economies x
    editions up to this one whose number of economies is known.
    """

    edition: int
    ranked: pd.DataFrame
    figures_edition: int | None
    figures: pd.DataFrame
    history: pd.DataFrame


@cached
def peer_field(dataset: Dataset, edition: int) -> Field:
    """Return the field of an edition."""
    ranks, context = standings(dataset), dataset.table("gii_economies")
    ranked = ranks[ranks["edition"] == edition].set_index("economy")[["rank", "score"]]
    ranked = ranked.astype({"rank": "int64", "score": "float64"}).sort_values("rank", kind="stable")
    nearest = figures_edition(context, edition)
    past = ranks[(ranks["edition"] <= edition) & ranks["percentile"].notna()]
    history = past.pivot(index="economy", columns="edition", values="percentile").astype("float64")
    return Field(edition, ranked, nearest, context[context["edition"] == nearest], history)


def find_peers(field: Field, finder: str, economy: str) -> pd.DataFrame:
    """Return the peers by one of FINDERS; empty where the edition does not rank the economy."""
    if economy not in field.ranked.index:
        return pd.DataFrame(columns=_COLUMNS)
    if finder == "score":
        return peers_by_score(field.ranked, economy)
    if finder == "income":
        return peers_by_income_group(field.ranked, field.figures, economy)
    if finder == "path":
        return peers_by_path(field.ranked, field.history, economy)
    return peers_by_figure(field.ranked, field.figures, finder, economy)


def peers_by_score(ranked: pd.DataFrame, economy: str, count: int = PEER_COUNT) -> pd.DataFrame:
    """Return the neighbours in the ranking: as many above as below, except at the ends.

    ranked: see ``Field``. distance: places; value, own: scores (0 to 100), NaN where missing; one more
    column: above (whether the peer ranks above the economy). Sorted by rank.
    """
    position = list(ranked.index).index(economy)
    start = max(0, min(position - count // 2, len(ranked) - 1 - count))
    neighbours = ranked.iloc[start : start + count + 1].drop(economy)
    gap = neighbours["rank"] - float(ranked["rank"][economy])
    score = float(ranked["score"][economy])
    frame = neighbours.assign(distance=gap.abs(), value=neighbours["score"], own=score, above=gap < 0)
    return frame.reset_index()[[*_COLUMNS, "above"]]


def peers_by_income_group(ranked: pd.DataFrame, figures: pd.DataFrame, economy: str) -> pd.DataFrame:
    """Return the economies of the same income group with the nearest scores.

    figures: rows of gii_economies of one edition. distance: points; value, own: scores (0 to 100); one more
    column: income (HI, UM, LM or LI). Empty where the group or the score is not known.
    """
    groups = figures.set_index("economy")["income"].reindex(ranked.index)
    same = (groups == groups[economy]).fillna(False)
    scores = ranked["score"].where(same.astype(bool))
    closest = _closest(ranked, economy, (scores - ranked["score"][economy]).abs(), scores, PEER_COUNT)
    return closest.assign(income=groups[economy])


def peers_by_figure(
    ranked: pd.DataFrame, figures: pd.DataFrame, column: str, economy: str, count: int = PEER_COUNT
) -> pd.DataFrame:
    """Return the economies whose figure is nearest by ratio; none where the economy has no figure.

    figures: rows of gii_economies of one edition; column: population (thousands) or gdp_per_head (PPP$).
    distance: absolute natural logarithm of the ratio, so that half is as far as double.
    """
    values = figures.set_index("economy")[column].reindex(ranked.index).astype("float64")
    values = values.mask(values <= 0)
    distance = pd.Series(np.abs(np.log(values / values[economy])), index=ranked.index)
    return _closest(ranked, economy, distance, values, count)


def path_distance(history: NDArray[np.float64], path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean absolute difference in shape of each row of ``history`` from ``path``.

    In percentile points, over the editions that both have. Each path is counted from its mean over these
    editions, so that levels do not matter and no edition is the base. The distance is symmetric, and NaN
    where fewer than MIN_COMMON_EDITIONS are shared.
    """
    gap = history - path
    is_common = np.isfinite(gap)
    count = is_common.sum(axis=1)
    common_gap = np.where(is_common, gap, 0.0)
    mean_gap = common_gap.sum(axis=1) / np.maximum(count, 1)
    total = np.where(is_common, np.abs(common_gap - mean_gap[:, None]), 0.0).sum(axis=1)
    is_enough = count >= MIN_COMMON_EDITIONS
    return np.asarray(np.divide(total, count, out=np.full(len(total), np.nan), where=is_enough))


def peers_by_path(ranked: pd.DataFrame, history: pd.DataFrame, economy: str) -> pd.DataFrame:
    """Return the economies whose percentile rank moved most alike over the shared editions.

    history: see ``Field``. Only economies that share MIN_COMMON_EDITIONS, and MIN_COMMON_SHARE of the
    economy's editions, are compared. distance: see ``path_distance``; value, own: change of the percentile
    rank from the first to the last shared edition. Further columns: first, last (editions), common (count).
    """
    if history.empty:
        return pd.DataFrame(columns=_COLUMNS)
    paths = history.reindex(ranked.index)
    path, values = paths.loc[economy].to_numpy("float64"), paths.to_numpy("float64")
    is_common = np.isfinite(values) & np.isfinite(path)
    is_enough = is_common.sum(axis=1) >= MIN_COMMON_SHARE * np.isfinite(path).sum()
    first = is_common.argmax(axis=1)
    last = is_common.shape[1] - 1 - is_common[:, ::-1].argmax(axis=1)
    row, editions = np.arange(len(values)), paths.columns.to_numpy("int64")
    changes = {"own": path[last] - path[first], "first": editions[first], "last": editions[last]}
    changes["common"] = is_common.sum(axis=1)
    value = pd.Series(values[row, last] - values[row, first], index=paths.index)
    distance = pd.Series(np.where(is_enough, path_distance(values, path), np.nan), index=paths.index)
    closest = _closest(ranked, economy, distance, value, PEER_COUNT).set_index("economy")
    return closest.drop(columns="own").join(pd.DataFrame(changes, paths.index)).reset_index()


def _closest(
    ranked: pd.DataFrame, economy: str, distance: pd.Series, value: pd.Series, count: int
) -> pd.DataFrame:
    codes = distance.drop(economy).dropna().round(12).sort_values(kind="stable").index[:count]
    frame = ranked.loc[codes].assign(distance=distance[codes], value=value[codes], own=float(value[economy]))
    return frame.reset_index()[_COLUMNS]
