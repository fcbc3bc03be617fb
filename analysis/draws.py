"""Weights drawn at random: around chosen ones, or without any preference.

Around: an input pillar weighs its chosen weight times U[0.5, 1.5], an output pillar its chosen weight times
U[0.8, 1.2], rescaled inside each sub-index; with the published weights these are 0.2 +- 0.1 and 0.5 +- 0.1,
the ranges of the audits of the GII. Without preference: Dirichlet(1), uniform over all sets of seven.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.composition import INPUT_PILLARS, PILLAR_WEIGHTS, PILLARS
from analysis.weighting import CAP

DRAWS: Final = 10_000
"""Draws of weights, for each way of aggregation."""
SEED: Final = 0
"""Of every draw, so that the same scores give the same interval."""
INPUTS: Final = len(INPUT_PILLARS)
"""The first five of the seven pillars are inputs, the others outputs."""
SIDES: Final = (slice(0, INPUTS), slice(INPUTS, len(PILLARS)))
"""The places of the input and of the output pillars among the seven."""
SPREAD: Final = (0.5, 0.2)
"""How far the weight of an input and of an output pillar is drawn from the chosen one, as a share of it."""
PUBLISHED: Final = tuple(PILLAR_WEIGHTS[code] for code in PILLARS)
"""The published effective weights of P1 to P7."""
LEAST_CAP: Final = 0.25
"""Smallest cap on a single weight: below it hardly a draw would be accepted."""
_SUM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """Drawn weights: draws x 5 for the input pillars, draws x 2 for the output pillars; rows add to 1.

    inputs_share: the part of the index that the input sub-index makes up, from 0 to 1. A sub-index whose
    chosen weights are all zero has zeros here.
    """

    inputs: NDArray[np.float64]
    outputs: NDArray[np.float64]
    inputs_share: float


def checked(weights: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the effective weights of P1 to P7, rescaled to the last digit.

    Raises ValueError unless they are seven finite numbers of 0 or more that add to 1 (within 1e-6).
    """
    chosen = np.asarray(weights, dtype="float64")
    if chosen.shape != (len(PILLARS),) or not np.isfinite(chosen).all() or (chosen < 0).any():
        raise ValueError("weights must be seven non-negative numbers for P1 to P7")
    if abs(float(chosen.sum()) - 1) > _SUM:
        raise ValueError(f"weights must add to 1, not to {chosen.sum():g}")
    return np.asarray(chosen / chosen.sum())


def draw_weights(
    draws: int, seed: int = SEED, chosen: Sequence[float] | NDArray[np.float64] = PUBLISHED
) -> Weights:
    """Return weights drawn uniformly around the chosen ones and rescaled inside each sub-index.

    chosen: effective weights of P1 to P7 (ValueError as in `checked`). Their split between inputs and outputs
    stays as it is.
    """
    centre = checked(chosen)
    generator = np.random.default_rng(seed)
    parts, share = [], []
    for part, spread in ((centre[:INPUTS], SPREAD[0]), (centre[INPUTS:], SPREAD[1])):
        total = float(part.sum())
        inside = part / total if total else part
        drawn = generator.uniform(inside * (1 - spread), inside * (1 + spread), (draws, len(part)))
        parts.append(drawn / drawn.sum(axis=1, keepdims=True) if total else drawn)
        share.append(total)
    return Weights(parts[0], parts[1], share[0] / (share[0] + share[1]))


def free_weights(draws: int, most: float = CAP) -> NDArray[np.float64]:
    """Return weights without preference as draws x 7; rows add to 1 and no weight is above `most`.

    most: from 0.25 to 1 (ValueError otherwise); 1 is no cap.
    """
    if not LEAST_CAP <= most <= 1:
        raise ValueError(f"the cap on a weight must lie between {LEAST_CAP} and 1, not at {most:g}")
    generator = np.random.default_rng(SEED)
    accepted = np.empty((0, len(PILLARS)))
    while len(accepted) < draws:
        drawn = generator.dirichlet(np.ones(len(PILLARS)), 2 * draws)
        accepted = np.concatenate([accepted, drawn[drawn.max(axis=1) <= most]])
    return accepted[:draws]
