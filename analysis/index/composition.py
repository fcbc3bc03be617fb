"""The index rebuilt from its parts, with any weights.

The GII is linear: index = half the mean of P1 to P5 plus half the mean of P6 and P7; a pillar is the weighted
mean of its sub-pillars, a sub-pillar the weighted mean of the indicators it has (missing ones are left out).
"""

from collections.abc import Mapping
from itertools import product
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

INPUT_PILLARS: Final = ("P1", "P2", "P3", "P4", "P5")
OUTPUT_PILLARS: Final = ("P6", "P7")
PILLARS: Final = INPUT_PILLARS + OUTPUT_PILLARS
PILLAR_WEIGHTS: Final[dict[str, float]] = dict.fromkeys(INPUT_PILLARS, 0.10) | dict.fromkeys(
    OUTPUT_PILLARS, 0.25
)
"""Effective weight of each pillar in the index."""
OFFICIAL: Final = tuple(PILLAR_WEIGHTS.values())
"""The effective weights of P1 to P7, in this order."""
SUBINDEX_WEIGHTS: Final[dict[str, float]] = {"IN": 0.5, "OUT": 0.5}

INDICATOR_CHOICES: Final = (1.0, 0.5)
"""The relative weights that an indicator can have in its sub-pillar."""
SUBPILLAR_CHOICES: Final = ((1 / 3, 1 / 3, 1 / 3), (0.5, 0.25, 0.25), (0.25, 0.5, 0.25), (0.25, 0.25, 0.5))
"""The relative weights that three sub-pillars can have in their pillar."""
_FIT_TOLERANCE: Final = 1e-9  # points between the errors of sets of weights that fit equally well


class WeightsError(ValueError):
    """No admissible set of weights rebuilds the published scores of a part, which the message names."""


def index_scores(pillars: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Return IN, OUT and GII (0 to 100) for economies x P1..P7; NaN where a pillar is missing.

    weights: non-negative numbers for P1 to P7 (ValueError otherwise), rescaled to 1 inside each sub-index
    and, for the index, over all seven; by default the published weights.
    """
    chosen = pd.Series(dict(weights or PILLAR_WEIGHTS), dtype="float64")
    if set(chosen.index) != set(PILLARS) or (chosen < 0).any():
        raise ValueError("weights must be non-negative numbers for P1 to P7")
    aggregates = pd.DataFrame(index=pillars.index)
    for code, members in (("IN", INPUT_PILLARS), ("OUT", OUTPUT_PILLARS)):
        aggregates[code] = _weighted_mean(pillars, chosen[list(members)])
    aggregates["GII"] = _weighted_mean(pillars, chosen[list(PILLARS)])
    return aggregates


def _weighted_mean(parts: pd.DataFrame, weights: pd.Series) -> pd.Series:
    values = parts[list(weights.index)].to_numpy("float64")
    total = float(weights.sum())
    mean = values @ weights.to_numpy("float64") / total if total else np.full(len(values), np.nan)
    return pd.Series(mean, index=parts.index)


def available_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted mean of the finite values along the last axis; NaN where there is none."""
    present = np.isfinite(values)
    total = present @ weights
    summed = np.where(present, values, 0.0) @ weights
    return np.asarray(np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0))


def rebuild(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return every aggregate rebuilt from the level below it, as economies x codes.

    scores: economies x codes of one edition; structure: its rows of gii_structure (code, parent, weight).
    Each level is rebuilt from the published scores below it, so that a wrong cell shows only at its own
    level.
    """
    rebuilt: dict[str, NDArray[np.float64]] = {}
    matrix, positions = scores.to_numpy("float64"), {code: position for position, code in enumerate(scores)}
    for parent, rows in structure.dropna(subset=["parent"]).groupby("parent", sort=False):
        codes = list(rows["code"])
        if parent in positions and positions.keys() >= set(codes):
            weights = rows["weight"].to_numpy("float64")
            values = matrix[:, [positions[code] for code in codes]]
            partial = str(parent) not in ("GII", "IN", "OUT")
            rebuilt[str(parent)] = (
                available_mean(values, weights) if partial else values @ (weights / weights.sum())
            )
    return pd.DataFrame(rebuilt, index=scores.index)


def rebuild_from_indicators(
    scores: pd.DataFrame, structure: pd.DataFrame, weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Return all aggregates rebuilt from the indicators alone, as economies x codes (no imputation).

    scores, structure: as for ``rebuild``, with the weights below the pillars; weights: of the pillars, as for
    ``index_scores``.
    """
    frame = scores.copy()
    for level in ("subpillar", "pillar"):
        codes = list(structure.loc[structure["level"] == level, "code"])
        frame[codes] = rebuild(frame, structure)[codes]
    return frame.assign(**{str(code): scored for code, scored in index_scores(frame, weights).items()})


def infer_weights(
    scores: pd.DataFrame, parents: Mapping[str, str], tolerance: float = 1e-6
) -> dict[str, float]:
    """Return the relative weight of each indicator and sub-pillar that rebuilds the published scores.

    scores: economies x codes of one edition at full precision; parents: code -> parent of indicators and
    sub-pillars; tolerance: points between a rebuilt and a published score that fits. An indicator weighs 1 or
    0.5; three sub-pillars weigh a third each, or one of them a half. The weights that fit most economies are
    chosen, of equals those with the most full weights. Raises WeightsError if none fits more than half of the
    economies.
    """
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        children.setdefault(parent, []).append(code)
    weights: dict[str, float] = {}
    for parent, codes in children.items():
        target = scores[parent].to_numpy("float64")
        values = scores[codes].to_numpy("float64")
        fits: list[tuple[float, float, tuple[float, ...]]] = []
        if not parent.startswith("P"):
            combinations = product(INDICATOR_CHOICES, repeat=len(codes))
            candidates = sorted((item for item in combinations if max(item) == 1.0), key=sum, reverse=True)
        else:
            candidates = list(SUBPILLAR_CHOICES) if len(codes) == 3 else [(1 / len(codes),) * len(codes)]
        for candidate in candidates:
            mean = available_mean(values, np.array(candidate))
            gap = np.where(np.isnan(mean) & np.isnan(target), 0.0, np.abs(mean - target))
            close = gap <= tolerance
            fits.append((float(close.mean()), float(gap[close].max(initial=0.0)), candidate))
        share = max(fit[0] for fit in fits)
        if share <= 0.5:
            raise WeightsError(
                f"no set of weights rebuilds {parent} from {', '.join(codes)}: "
                f"the best one fits {share:.0%} of the economies"
            )
        best = min(error for shared, error, _ in fits if shared == share)
        fitting = next(
            candidate
            for shared, error, candidate in fits
            if shared == share and error <= best + _FIT_TOLERANCE
        )
        weights |= dict(zip(codes, fitting, strict=True))
    return weights
