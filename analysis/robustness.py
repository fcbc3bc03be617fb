"""How far the rank depends on weights and aggregation.

Reading: the weights of the seven pillars are drawn around the published ones (inputs 0.2 +- 0.1, outputs
0.5 +- 0.1, rescaled to 1 inside each sub-index), pillars are aggregated by the arithmetic and by the
geometric mean. The result is named "rank under other weights and aggregation"; it is no interval of the
publisher.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.composition import INPUT_PILLARS, OUTPUT_PILLARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

DRAWS: Final = 10_000
"""Draws of weights for each of the two aggregations."""
LEVEL: Final = 0.90
_INPUT_RANGE: Final = (0.1, 0.3)
_OUTPUT_RANGE: Final = (0.4, 0.6)
_FLOOR: Final = 1e-9
_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Weights:
    """Drawn weights: draws x 5 for the input pillars, draws x 2 for the output pillars; rows add to 1."""

    inputs: NDArray[np.float64]
    outputs: NDArray[np.float64]


def draw_weights(draws: int, seed: int = 0) -> Weights:
    """Return weights drawn uniformly around the published ones and rescaled inside each sub-index."""
    generator = np.random.default_rng(seed)
    inputs = generator.uniform(*_INPUT_RANGE, (draws, len(INPUT_PILLARS)))
    outputs = generator.uniform(*_OUTPUT_RANGE, (draws, len(OUTPUT_PILLARS)))
    return Weights(inputs / inputs.sum(axis=1, keepdims=True), outputs / outputs.sum(axis=1, keepdims=True))


def competition_ranks(scores: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return ranks along the last axis, 1 for the highest; equal scores share the better rank."""
    order = np.argsort(-scores, axis=-1, kind="stable")
    ranked = np.take_along_axis(scores, order, axis=-1)
    places = np.broadcast_to(np.arange(1, scores.shape[-1] + 1, dtype=np.int16), scores.shape).copy()
    places[..., 1:][ranked[..., 1:] == ranked[..., :-1]] = 0
    np.maximum.accumulate(places, axis=-1, out=places)
    ranks = np.empty(scores.shape, dtype=np.int16)
    np.put_along_axis(ranks, order, places, axis=-1)
    return ranks


def rank_draws(pillars: pd.DataFrame, draws: int = DRAWS, seed: int = 0) -> NDArray[np.int16]:
    """Return ranks as 2*draws x economies: first the arithmetic, then the geometric aggregation.

    pillars: economies x P1..P7, scores from 0 to 100 without blanks (ValueError otherwise).
    """
    inputs = pillars[list(INPUT_PILLARS)].to_numpy("float64")
    outputs = pillars[list(OUTPUT_PILLARS)].to_numpy("float64")
    if not (np.isfinite(inputs).all() and np.isfinite(outputs).all()):
        raise ValueError("rank_draws needs all seven pillar scores of every economy")
    weights = draw_weights(draws, seed)
    ranks = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    for geometric in (False, True):
        for part in _chunks(draws):
            scores = _index(weights.inputs[part], inputs, geometric) + _index(
                weights.outputs[part], outputs, geometric
            )
            ranks[part.start + geometric * draws : part.stop + geometric * draws] = competition_ranks(scores)
    return ranks


def _chunks(draws: int) -> Iterator[slice]:
    for start in range(0, draws, _CHUNK):
        yield slice(start, min(start + _CHUNK, draws))


def _index(weights: NDArray[np.float64], parts: NDArray[np.float64], geometric: bool) -> NDArray[np.float64]:
    if geometric:
        return np.asarray(np.exp(weights @ np.log(np.maximum(parts, _FLOOR)).T))
    return np.asarray(weights @ parts.T)


def rank_intervals(
    pillars: pd.DataFrame, draws: int = DRAWS, seed: int = 0, level: float = LEVEL
) -> pd.DataFrame:
    """Return low and high for each economy: the ranks that hold the middle `level` of all 2*draws draws."""
    tail = (1 - level) / 2
    ranks = rank_draws(pillars, draws, seed)
    low, high = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return pd.DataFrame({"low": low.astype("int64"), "high": high.astype("int64")}, index=pillars.index)


def share_within(ranks: NDArray[np.int16], place: int) -> NDArray[np.float64]:
    """Return for each economy the share of draws in which it ranks `place` or better."""
    return np.asarray((ranks <= place).mean(axis=0))
