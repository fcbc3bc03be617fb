"""Rank intervals, bounds and the imputation scenario of every edition, computed from its scores."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from analysis.bounds import rank_bounds
from analysis.composition import wide
from analysis.draws import DRAWS
from analysis.imputation import NotConverged, estimable, imputed_intervals
from analysis.precision import half_widths
from analysis.robustness import LEVEL, rank_intervals, ranked
from analysis.rounding import outer_intervals, pillar_widths
from data.contract import Violation
from etl.errors import Refused

OWN: Final = "own_calculation"
PUBLISHED: Final = "published"


def intervals(
    scores: pd.DataFrame, structure: pd.DataFrame, known: pd.DataFrame | None
) -> list[pd.DataFrame]:
    """Return our rows of gii_intervals for each edition that has pillar scores, in any order of columns.

    scores, structure: those tables. known: as for assembly.assemble; the rows of an edition are taken over
    whole. Raises Refused if the missing indicators of an edition cannot be estimated.
    """
    frames = []
    own = None if known is None else known[known["kind"] != PUBLISHED]
    for edition in sorted(set(scores["edition"])):
        rows = pd.DataFrame() if own is None else own[own["edition"] == edition]
        if rows.empty:
            rows = _computed(scores[scores["edition"] == edition], structure[structure["edition"] == edition])
        if len(rows):
            frames.append(rows)
    return frames


def _computed(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return our rows of one edition; none if it has no pillar scores."""
    edition = int(scores["edition"].iloc[0])
    scored = wide(scores, edition)
    pillars = ranked(scored)
    if pillars.empty:
        return pd.DataFrame()
    widths = pillar_widths(pillars, wide(scores.assign(score=half_widths(scores)), edition))
    rounded = bool((widths > 0).any(axis=None))
    limits = {"best": "low", "worst": "high"}
    bounds = rank_bounds(pillars).rename(columns=limits)
    drawn = rank_intervals(pillars)
    if rounded:
        drawn = drawn.join(outer_intervals(pillars, widths).add_prefix("outer_"))
        outer = rank_bounds(pillars, widths=widths).rename(columns=limits)
        bounds = bounds.join(outer.add_prefix("outer_"))
    complete = scored.index[scored.reindex(columns=pillars.columns).notna().all(axis=1)]
    frames = [
        bounds.loc[complete].assign(kind="bounds"),
        drawn.loc[complete].assign(kind="weights", level=LEVEL, draws=2 * DRAWS),
    ]
    if estimable(scored, structure):
        frames.append(_imputed(scored, structure, edition))
    return pd.concat(frames).rename_axis("economy").reset_index().assign(edition=edition, source=OWN)


def _imputed(scored: pd.DataFrame, structure: pd.DataFrame, edition: int) -> pd.DataFrame:
    try:
        return imputed_intervals(scored, structure).assign(kind="imputed", level=LEVEL, draws=4 * DRAWS)
    except NotConverged as error:
        raise Refused(
            f"the missing indicators of {edition} cannot be estimated: {error}",
            [Violation("gii_scores", f"edition {edition}", "score", str(error))],
        ) from error


def still_valid(
    intervals: pd.DataFrame, old: Mapping[str, pd.DataFrame], scores: pd.DataFrame, structure: pd.DataFrame
) -> pd.DataFrame:
    """Return the rank intervals of the editions whose scores and weights are the same in the tables `old`.

    scores, structure: the new ones; a weight that is blank there follows from the scores and is not compared.
    Scores count at every level, since the imputation scenario rests on the indicators, and with their source,
    which says how they are rounded.
    """
    same = [
        edition
        for edition in intervals["edition"].unique()
        if _given(old["gii_scores"], edition).equals(_given(scores, edition))
        and _weights(old["gii_structure"], structure, edition)
    ]
    return intervals[intervals["edition"].isin(same)]


def _given(scores: pd.DataFrame, edition: int) -> pd.DataFrame:
    rows = scores.loc[scores["edition"] == edition, ["economy", "code", "score", "score_source"]]
    return rows.sort_values(["economy", "code"]).reset_index(drop=True)


def _weights(old: pd.DataFrame, new: pd.DataFrame, edition: int) -> bool:
    """Return whether an edition has the same codes, and the same weights where the new ones are given."""
    before, given = (
        table.loc[table["edition"] == edition].set_index("code")["weight"].sort_index()
        for table in (old, new)
    )
    return bool(before.index.equals(given.index) and ((before == given) | given.isna()).all())
