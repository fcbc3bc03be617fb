"""Weights of a reader's own, read from an address: 100 % in all, at most a cap for each pillar."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from analysis.index.composition import INPUT_PILLARS, PILLAR_WEIGHTS, PILLARS

Weights = tuple[float, ...]
"""Weights of P1 to P7, in this order; they add to 1."""

CAP: Final = 0.5
"""The most that one GII pillar may weigh: above it one pillar alone would outweigh all others."""
OFFICIAL: Final[Weights] = tuple(PILLAR_WEIGHTS[code] for code in PILLARS)
EQUAL: Final[Weights] = (1 / len(PILLARS),) * len(PILLARS)
OUTPUTS: Final[Weights] = (0.0,) * 5 + (0.5, 0.5)
_SAME: Final = 1e-4
"""Weights that differ by no more are the same to a reader: they are written in hundredths of a percent."""
_LENS_SHARE: Final = 0.5
_LONGEST: Final = 200


def read(text: object) -> Weights | None:
    """Return the weights written as seven numbers joined by commas, in any unit; None for anything else.

    The numbers must be finite, not negative and not all zero. They are rescaled to 1; what one pillar has
    above CAP goes to the others.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    total = sum(values)
    if len(values) != len(PILLARS) or not 0 < total < math.inf or min(values) < 0:
        return None
    return tuple(share / 100 for share in spread([100 * (value / total) for value in values], 100))


def blend(given: Mapping[str, float], inputs: float | None = None) -> Weights:
    """Return the weights of which a reader names some, in percent by code (P1 to P7).

    What the given ones leave of 100 goes to the others in the published proportion; where they leave nothing,
    or all are given, they are rescaled (all zero: equal parts). ``inputs`` is the percent of P1 to P5
    together: both sides are then rescaled to their share. CAP applies throughout.
    """
    rest = max(0.0, 100 - sum(given.values()))
    others = sum(weight for code, weight in PILLAR_WEIGHTS.items() if code not in given)
    values = [given.get(code, rest * weight / (others or 1)) for code, weight in PILLAR_WEIGHTS.items()]
    shares = spread(values, 100)
    if inputs is not None:
        split = len(INPUT_PILLARS)
        shares = [*spread(shares[:split], inputs), *spread(shares[split:], 100 - inputs)]
    return tuple(share / 100 for share in shares)


def spread(values: Sequence[float], total: float, cap: float = 100 * CAP) -> list[float]:
    """Share ``total`` (percent) out in proportion to ``values``, at most ``cap`` to each.

    What is cut off goes to the others in proportion, or in equal parts where all others are zero. The rule
    of the sliders in the browser is the same (scripts/weights.js).
    """
    shares = [0.0] * len(values)
    open_ = list(range(len(values)))
    rest = total
    while open_:
        among = sum(values[place] for place in open_)
        for place in open_:
            shares[place] = rest * (values[place] / among) if among > 0 else rest / len(open_)
        above = [place for place in open_ if shares[place] > cap]
        if not above:
            break
        for place in above:
            shares[place] = cap
            rest -= cap
        open_ = [place for place in open_ if place not in above]
    return shares


def write(weights: Weights) -> str:
    """Return weights as in an address: percents to hundredths; equal ones as seven times 1."""
    if same(weights, EQUAL):
        return ",".join("1" for _ in weights)
    return ",".join(f"{math.floor(10_000 * weight + 0.5) / 100:g}" for weight in weights)


def same(one: Weights, other: Weights) -> bool:
    """Return whether two sets of weights are the same within the precision in which they are written."""
    return all(abs(mine - theirs) <= _SAME + 1e-9 for mine, theirs in zip(one, other, strict=True))


def lens(codes: Collection[str]) -> Weights:
    """Return the weights of a strategic pillar as a lens, from the GII codes that the catalog links to it.

    Half of each weight is the published one, half the share of the linked codes that lie in the GII pillar
    (each code counts once); without codes all of it is the published one. An editorial judgement of ours.
    """
    counts = linked(codes)
    total = sum(counts.values())
    if not total:
        return OFFICIAL
    mixed = [
        100 * ((1 - _LENS_SHARE) * weight + _LENS_SHARE * counts.get(code, 0) / total)
        for code, weight in zip(PILLARS, OFFICIAL, strict=True)
    ]
    return tuple(share / 100 for share in spread(mixed, 100))


def linked(codes: Collection[str]) -> dict[str, int]:
    """Return how many of the codes lie in each GII pillar, in the order of the pillars (2.3 lies in P2)."""
    counts = Counter(code if code in PILLARS else f"P{code[0]}" for code in codes)
    return {code: counts[code] for code in PILLARS if counts[code]}
