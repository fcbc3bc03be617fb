"""Scores: every aggregate equals what its parts give, within the precision published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild, wide
from analysis.precision import MEAN_OF_PILLARS, half_widths
from data.codes import level_of
from etl.gates.report import Report, Worst
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


RULES: Final = {
    "index": "index-from-subindices",
    "subindex": "subindices-from-pillars",
    "pillar": "pillars-from-subpillars",
    "subpillar": "subpillars-from-indicators",
}
"""By level: the rule that what stands below it gives it."""


@dataclass(frozen=True, slots=True)
class _Rebuilt:
    """One code of an edition: its scores, those its parts give, and how far apart they may be.

    own: economies where score or parts are means of our own, so that the comparison tests nothing.
    """

    edition: int
    code: str
    held: pd.Series
    given: pd.Series
    limit: pd.Series
    words: str
    own: pd.Index


def check(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every score of gii_scores that its parts do not give."""
    widths = scores.assign(score=half_widths(scores))
    for edition, rows in structure.groupby("edition"):
        year = int(str(edition))
        ours = scores[(scores["edition"] == year) & (scores["score_source"] == MEAN_OF_PILLARS)]
        held, room = wide(scores, year), wide(widths, year)
        if {"GII", *PILLAR_WEIGHTS} <= set(held):
            yield from _apart("index-from-pillars", _index(year, held, room, scores), report)
            for part in _parts(year, held, room, rows, ours):
                yield from _apart(RULES[level_of(part.code)], part, report)


def _index(edition: int, held: pd.DataFrame, room: pd.DataFrame, scores: pd.DataFrame) -> _Rebuilt:
    given = index_scores(held)["GII"]
    limit = room["GII"] + sum((room[code] * weight for code, weight in PILLAR_WEIGHTS.items()), start=0.0)
    if ONE_DECIMAL_EXPORT[0] in set(scores.loc[scores["edition"] == edition, "score_source"].dropna()):
        limit = limit.clip(upper=ONE_DECIMAL_EXPORT[1])
    return _Rebuilt(edition, "GII", held["GII"], given, limit, "the seven pillars give", pd.Index([]))


def _parts(
    edition: int, held: pd.DataFrame, room: pd.DataFrame, structure: pd.DataFrame, ours: pd.DataFrame
) -> Iterator[_Rebuilt]:
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
            # a missing part changes the weights: the widest part bounds them all
            spread = children.max(axis=1)
        limit = room[code] + pd.Series(spread, index=room.index)
        words = f"{', '.join(rows['code'])} give" if code != "GII" else "IN and OUT give"
        own = pd.Index(ours.loc[ours["code"].isin([code, *rows["code"]]), "economy"].unique())
        yield _Rebuilt(edition, code, held[code], given[code], limit, words, own)


def _apart(rule: str, part: _Rebuilt, report: Report) -> Iterator[Violation]:
    """Yield every economy whose score and parts are further apart than rounding explains."""
    gap = (part.held - part.given).abs()
    exact = (part.limit == 0) | part.limit.isna()
    allowed = pd.Series(np.where(exact, ARITHMETIC, part.limit + ROUNDED), index=gap.index)
    beyond = (gap > allowed) | (part.held.isna() & part.given.notna() & exact)
    known = [str(economy) for economy in gap.index[beyond] if gap[economy] <= _known(part, str(economy))]
    for economy in (one for one in known if one not in part.own):
        gap_known = Worst(float(gap[economy]), _known(part, economy), "points")
        yield from report.rule("known-gap", f"{part.edition} {economy}", 1, (), worst=gap_known, exceptions=1)
    tested = gap.drop(part.own.union(known)).dropna()
    found = [_problem(part, str(economy)) for economy in gap.index[beyond] if str(economy) not in known]
    worst = _worst(tested, allowed)
    yield from report.rule(rule, part.edition, len(tested), found, worst=worst)


def _known(part: _Rebuilt, economy: str) -> float:
    return KNOWN_GAPS.get((part.edition, economy, part.code), 0.0)


def _worst(gap: pd.Series, allowed: pd.Series) -> Worst | None:
    if gap.empty:
        return None
    place = int(gap.to_numpy("float64").argmax())
    return Worst(float(gap.iloc[place]), float(allowed[gap.index].iloc[place]), "points")


def _problem(part: _Rebuilt, economy: str) -> Violation:
    held = part.held[economy]
    score = "missing" if pd.isna(held) else f"{held:.4f}"
    problem = f"{part.words} {part.given[economy]:.4f}, the score is {score}"
    return at_cell(part.edition, economy, part.code, "score", problem)
