"""Scores: every aggregate equals what its parts give, within the precision published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild, wide
from analysis.precision import half_widths
from etl.gates.rows import at_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.violation import Violation

ARITHMETIC: Final = 1e-5
"""Room at full precision: enough for copies of six decimals, far below any real difference."""
ROUNDED: Final = 1e-6
ONE_DECIMAL_EXPORT: Final = ("portal_export_2019", 0.075)
"""Source of one-decimal scores and how far its index was seen to be from its own pillars."""
KNOWN_GAPS: Final = {(2011, "ISL", "GII"): 0.0951}
"""Cells whose parts come from another table than the score and miss it by more than rounding explains."""


def check(scores: pd.DataFrame, structure: pd.DataFrame) -> Iterator[Violation]:
    """Yield every score of gii_scores that its parts do not give."""
    widths = scores.assign(score=half_widths(scores))
    for edition, rows in structure.groupby("edition"):
        year = int(str(edition))
        held, room = wide(scores, year), wide(widths, year)
        if {"GII", *PILLAR_WEIGHTS} <= set(held):
            yield from _index(year, held, room, scores)
            yield from _parts(year, held, room, rows)


def _index(edition: int, held: pd.DataFrame, room: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Violation]:
    given = index_scores(held)["GII"]
    limit = room["GII"] + sum((room[code] * weight for code, weight in PILLAR_WEIGHTS.items()), start=0.0)
    if ONE_DECIMAL_EXPORT[0] in set(scores.loc[scores["edition"] == edition, "score_source"].dropna()):
        limit = limit.clip(upper=ONE_DECIMAL_EXPORT[1])
    yield from _apart(edition, "GII", held["GII"], given, limit, "the seven pillars give")


def _parts(
    edition: int, held: pd.DataFrame, room: pd.DataFrame, structure: pd.DataFrame
) -> Iterator[Violation]:
    given = rebuild(held, structure)
    for parent, rows in structure.dropna(subset=["parent"]).groupby("parent", sort=False):
        code = str(parent)
        if code not in given:
            continue
        weights = rows["weight"] / rows["weight"].sum()
        children = room[list(rows["code"])].fillna(0.0).to_numpy("float64")
        if code in ("GII", "IN", "OUT"):
            spread = children @ weights.to_numpy("float64")
        else:
            spread = children.max(
                axis=1
            )  # a missing part changes the weights: the widest part bounds them all
        limit = room[code] + pd.Series(spread, index=room.index)
        words = f"{', '.join(rows['code'])} give" if code != "GII" else "IN and OUT give"
        yield from _apart(edition, code, held[code], given[code], limit, words)


def _apart(
    edition: int, code: str, held: pd.Series, given: pd.Series, limit: pd.Series, words: str
) -> Iterator[Violation]:
    gap = (held - given).abs()
    exact = (limit == 0) | limit.isna()
    allowed = pd.Series(np.where(exact, ARITHMETIC, limit + ROUNDED), index=held.index)
    for economy in held.index[(gap > allowed) | (held.isna() & given.notna() & exact)]:
        economy = str(economy)
        if gap[economy] <= KNOWN_GAPS.get((edition, economy, code), 0.0):
            continue
        problem = f"{words} {given[economy]:.4f}, the score is {held[economy]:.4f}"
        if pd.isna(held[economy]):
            problem = f"{words} {given[economy]:.4f}, the score is missing"
        yield at_cell(edition, economy, code, "score", problem)
