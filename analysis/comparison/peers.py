"""Which economies are comparable to one, and by what: score, income group, size, income per head, path.

Each finder answers on its own; there is no composite. It returns the closest economies of the edition,
closest first, never the economy itself and none that was not ranked. Ties go to the better rank, then to
the code.
All frames begin with economy and rank (in the edition), ``distance`` (how far, in the finder's own measure),
``value`` and ``own`` (the figure of the peer and of the economy).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import Dataset, cached
from analysis.index.standing import standings

PEER_COUNT: Final = 4
"""Economies that a finder returns by default."""
FINDERS: Final = ("score", "income", "population", "gdp_per_head", "path")
SIMILAR: Final = "similar-"
RULES: Final = {SIMILAR + finder: finder for finder in FINDERS}
"""What names them in an address, in the place of economies."""
MIN_COMMON_EDITIONS: Final = 5
"""Editions that two economies must share before their paths are compared."""
MIN_COMMON_SHARE: Final = 0.75
"""Share of an economy's editions that another must share to be compared with its path."""
_COLUMNS: Final = ["economy", "rank", "distance", "value", "own"]


def figures_edition(figures: pd.DataFrame, edition: int) -> int | None:
    """Return the edition whose population, income and GDP per head serve: its own, else the nearest."""
    editions = sorted({int(one) for one in figures["edition"]})
    return min(editions, key=lambda one: abs(one - edition), default=None)


@dataclass(frozen=True, slots=True)
class Field:
    """The data of one edition that the finders compare.

    ranked: rank and score of all economies ranked, by economy, best first; figures: rows of gii_economies of
    the edition ``figures_edition`` names; history: percentile ranks (0 to 100) as economies x editions up to
    this one, NaN where not ranked; editions whose number of economies is not known are left out.
    """

    edition: int
    ranked: pd.DataFrame
    figures_edition: int | None
    figures: pd.DataFrame
    history: pd.DataFrame


@cached
def peer_field(dataset: Dataset, edition: int) -> Field:
    """Return the field of an edition; a missing score is NaN."""
    known, context = standings(dataset), dataset.table("gii_economies")
    ranked = known[known["edition"] == edition].set_index("economy")[["rank", "score"]]
    ranked = ranked.astype({"rank": "int64", "score": "float64"}).sort_values("rank", kind="stable")
    nearest = figures_edition(context, edition)
    past = known[(known["edition"] <= edition) & known["percentile"].notna()]
    history = past.pivot(index="economy", columns="edition", values="percentile").astype("float64")
    return Field(edition, ranked, nearest, context[context["edition"] == nearest], history)


def find_peers(field: Field, finder: str, economy: str) -> pd.DataFrame:
    """Return the economies that one of FINDERS gives; empty where the edition does not rank the economy."""
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
    """Return the economies ranked around one: as many above as below, filled from one side at the ends.

    ranked: as of ``Field``. distance: places; value, own: scores (0 to 100), NaN where missing. One
    more column: above, whether the peer ranks before it. In the order of the ranking.
    """
    place = list(ranked.index).index(economy)
    start = max(0, min(place - count // 2, len(ranked) - 1 - count))
    around = ranked.iloc[start : start + count + 1].drop(economy)
    gap = around["rank"] - float(ranked["rank"][economy])
    own = float(ranked["score"][economy])
    frame = around.assign(distance=gap.abs(), value=around["score"], own=own, above=gap < 0).reset_index()
    return frame[[*_COLUMNS, "above"]]


def peers_by_income_group(ranked: pd.DataFrame, figures: pd.DataFrame, economy: str) -> pd.DataFrame:
    """Return the economies of the same income group whose score is nearest.

    figures: rows of gii_economies of one edition. distance: points; value, own: scores. One more column:
    income (HI, UM, LM or LI). Empty where the group or the score is not known.
    """
    groups = figures.set_index("economy")["income"].reindex(ranked.index)
    same = (groups == groups[economy]).fillna(False)
    scores = ranked["score"].where(same.astype(bool))
    found = _closest(ranked, economy, (scores - ranked["score"][economy]).abs(), scores, PEER_COUNT)
    return found.assign(income=groups[economy])


def peers_by_figure(
    ranked: pd.DataFrame, figures: pd.DataFrame, column: str, economy: str, count: int = PEER_COUNT
) -> pd.DataFrame:
    """Return the economies whose figure is nearest by ratio; none where its own is not known.

    figures: rows of gii_economies of one edition; column: population (thousands) or gdp_per_head (PPP$).
    distance: absolute natural logarithm of the ratio, so half is as far as double.
    """
    values = figures.set_index("economy")[column].reindex(ranked.index).astype("float64")
    values = values.mask(values <= 0)
    distance = pd.Series(np.abs(np.log(values / values[economy])), index=ranked.index)
    return _closest(ranked, economy, distance, values, count)


def path_distance(history: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the shape of each path (rows of ``history``) is from ``own``, in percentile points.

    Over the editions that both have, each path is counted from its own mean, so that its level does not
    matter and no single edition is the base; the measure is the mean absolute difference. It is the same from
    either side. NaN where fewer than LEAST_COMMON editions are shared.
    """
    gap = history - own
    common = np.isfinite(gap)
    number = common.sum(axis=1)
    known = np.where(common, gap, 0.0)
    level = known.sum(axis=1) / np.maximum(number, 1)
    apart = np.where(common, np.abs(known - level[:, None]), 0.0).sum(axis=1)
    enough = number >= MIN_COMMON_EDITIONS
    return np.asarray(np.divide(apart, number, out=np.full(len(apart), np.nan), where=enough))


def peers_by_path(ranked: pd.DataFrame, history: pd.DataFrame, economy: str) -> pd.DataFrame:
    """Return the economies whose percentile rank moved most alike over the editions shared.

    history: as of ``Field``. Only those that share LEAST_COMMON editions and SHARE_COMMON of the
    economy's own are compared. distance: see ``unlikeness``; value, own: change of the percentile rank from
    the first to the last edition shared. Further columns: first, last (editions) and common (their number).
    """
    if history.empty:
        return pd.DataFrame(columns=_COLUMNS)
    paths = history.reindex(ranked.index)
    own, values = paths.loc[economy].to_numpy("float64"), paths.to_numpy("float64")
    common = np.isfinite(values) & np.isfinite(own)
    enough = common.sum(axis=1) >= MIN_COMMON_SHARE * np.isfinite(own).sum()
    first, last = common.argmax(axis=1), common.shape[1] - 1 - common[:, ::-1].argmax(axis=1)
    row, editions = np.arange(len(values)), paths.columns.to_numpy("int64")
    changes = {"own": own[last] - own[first], "first": editions[first], "last": editions[last]}
    changes["common"] = common.sum(axis=1)
    value = pd.Series(values[row, last] - values[row, first], index=paths.index)
    distance = pd.Series(np.where(enough, path_distance(values, own), np.nan), index=paths.index)
    found = _closest(ranked, economy, distance, value, PEER_COUNT).set_index("economy")
    return found.drop(columns="own").join(pd.DataFrame(changes, paths.index)).reset_index()


def _closest(
    ranked: pd.DataFrame, economy: str, distance: pd.Series, value: pd.Series, count: int
) -> pd.DataFrame:
    """Return the nearest of ``ranked`` by distance; what has none is passed over."""
    near = distance.drop(economy).dropna().round(12).sort_values(kind="stable").index[:count]
    frame = ranked.loc[near].assign(distance=distance[near], value=value[near], own=float(value[economy]))
    return frame.reset_index()[_COLUMNS]
