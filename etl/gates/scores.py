"""Scores: every aggregate equals what its parts give, within the precision published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild, wide
from analysis.precision import MEAN_OF_PILLARS, half_widths
from data.codes import level_of
from etl.gates.report import Report, Worst, at_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from data.contract import Violation

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

    published, given, limit: one number for each of the economies, NaN where there is none. own: whether score
    or parts are means of our own, so that the comparison tests nothing.
    """

    edition: int
    code: str
    economies: pd.Index
    published: NDArray[np.float64]
    given: NDArray[np.float64]
    limit: NDArray[np.float64]
    words: str
    own: NDArray[np.bool_]


def check_scores(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every score of gii_scores that its parts do not give."""
    widths = scores.assign(score=half_widths(scores))
    for edition, rows in structure.groupby("edition"):
        year = int(str(edition))
        own = scores[scores["edition"] == year]
        published = wide(own, year)
        if {"GII", *PILLAR_WEIGHTS} <= set(published):
            room = wide(widths.loc[own.index], year)
            means = _means(own[own["score_source"] == MEAN_OF_PILLARS], published.index)
            index = _index(year, published, room, set(own["score_source"].dropna().unique()))
            yield from _apart("index-from-pillars", index, report)
            for part in _parts(year, published, room, rows, means):
                yield from _apart(RULES[level_of(part.code)], part, report)


def _means(ours: pd.DataFrame, economies: pd.Index) -> dict[str, NDArray[np.bool_]]:
    """Return by code which economies have a mean of our own."""
    return {str(code): np.asarray(economies.isin(rows["economy"])) for code, rows in ours.groupby("code")}


def _index(edition: int, published: pd.DataFrame, room: pd.DataFrame, sources: set[str]) -> _Rebuilt:
    given = index_scores(published)["GII"].to_numpy("float64")
    weighted = room[list(PILLAR_WEIGHTS)].to_numpy("float64") @ np.array(list(PILLAR_WEIGHTS.values()))
    limit = room["GII"].to_numpy("float64") + weighted
    if ONE_DECIMAL_EXPORT[0] in sources:
        limit = np.minimum(limit, ONE_DECIMAL_EXPORT[1])
    scored = published["GII"].to_numpy("float64")
    none = np.zeros(len(scored), bool)
    return _Rebuilt(edition, "GII", published.index, scored, given, limit, "the seven pillars give", none)


def _parts(
    edition: int,
    published: pd.DataFrame,
    room: pd.DataFrame,
    structure: pd.DataFrame,
    means: Mapping[str, NDArray[np.bool_]],
) -> Iterator[_Rebuilt]:
    rebuilt = rebuild(published, structure)
    none = np.zeros(len(published), bool)
    for parent, rows in structure.dropna(subset=["parent"]).groupby("parent", sort=False):
        code, codes = str(parent), list(rows["code"])
        if code not in rebuilt:
            continue
        children = np.nan_to_num(room[codes].to_numpy("float64"))
        if code in ("GII", "IN", "OUT"):
            weights = rows["weight"].to_numpy("float64")
            spread = children @ (weights / weights.sum())
        else:
            # a missing part changes the weights: the widest part bounds them all
            spread = children.max(axis=1)
        yield _Rebuilt(
            edition,
            code,
            published.index,
            published[code].to_numpy("float64"),
            rebuilt[code].to_numpy("float64"),
            room[code].to_numpy("float64") + spread,
            f"{', '.join(codes)} give" if code != "GII" else "IN and OUT give",
            np.any([none, *(means[one] for one in (code, *codes) if one in means)], axis=0),
        )


def _apart(rule: str, part: _Rebuilt, report: Report) -> Iterator[Violation]:
    """Yield every economy whose score and parts are further apart than rounding explains."""
    gap = np.abs(part.published - part.given)
    exact = (part.limit == 0) | np.isnan(part.limit)
    allowed = np.where(exact, ARITHMETIC, part.limit + ROUNDED)
    beyond = (gap > allowed) | (np.isnan(part.published) & ~np.isnan(part.given) & exact)
    known = np.zeros(len(gap), bool)
    for place in np.flatnonzero(beyond):
        economy = str(part.economies[int(place)])
        most = KNOWN_GAPS.get((part.edition, economy, part.code), 0.0)
        known[place] = gap[place] <= most
        if known[place] and not part.own[place]:
            gap_known = Worst(float(gap[place]), most, "points")
            subject = f"{part.edition} {economy}"
            yield from report.rule("known-gap", subject, 1, (), worst=gap_known, exceptions=1)
    tested = np.where(part.own | known, np.nan, gap)
    count = int((~np.isnan(tested)).sum())
    worst = _worst(tested, allowed) if count else None
    found = [_problem(part, int(place)) for place in np.flatnonzero(beyond & ~known)]
    yield from report.rule(rule, part.edition, count, found, worst=worst)


def _worst(gap: NDArray[np.float64], allowed: NDArray[np.float64]) -> Worst:
    place = int(np.nanargmax(gap))
    return Worst(float(gap[place]), float(allowed[place]), "points")


def _problem(part: _Rebuilt, place: int) -> Violation:
    own = part.published[place]
    score = "missing" if np.isnan(own) else f"{own:.4f}"
    problem = f"{part.words} {part.given[place]:.4f}, the score is {score}"
    return at_cell(part.edition, str(part.economies[place]), part.code, "score", problem)
