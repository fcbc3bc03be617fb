"""Rank intervals, bounds and the imputation scenario of every edition, computed from its scores."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from analysis.composition import wide
from analysis.precision import half_widths
from analysis.robustness import (
    DRAWS,
    LEVEL,
    NotConverged,
    estimable,
    imputed_intervals,
    outer_intervals,
    pillar_widths,
    rank_bounds,
    rank_intervals,
    ranked,
)
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
    own = pd.DataFrame(columns=["edition"]) if known is None else known[known["kind"] != PUBLISHED]
    frames = []
    for edition in sorted(set(scores["edition"])):
        rows = own[own["edition"] == edition]
        if rows.empty:
            rows = _computed(scores[scores["edition"] == edition], structure[structure["edition"] == edition])
        frames.append(rows)
    return [rows for rows in frames if len(rows)]


def _computed(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return our rows of one edition; none if it has no pillar scores."""
    edition = int(scores["edition"].iloc[0])
    scored = wide(scores, edition)
    pillars = ranked(scored)
    if pillars.empty:
        return pd.DataFrame()
    widths = pillar_widths(pillars, wide(scores.assign(score=half_widths(scores)), edition))
    bounds, drawn = rank_bounds(pillars), rank_intervals(pillars)
    if (widths > 0).any(axis=None):  # the scores are rounded
        bounds = bounds.join(rank_bounds(pillars, widths=widths).add_prefix("outer_"))
        drawn = drawn.join(outer_intervals(pillars, widths).add_prefix("outer_"))
    limits = {"best": "low", "worst": "high", "outer_best": "outer_low", "outer_worst": "outer_high"}
    complete = scored.index[scored.reindex(columns=pillars.columns).notna().all(axis=1)]
    frames = [
        bounds.rename(columns=limits).loc[complete].assign(kind="bounds"),
        drawn.loc[complete].assign(kind="weights", level=LEVEL, draws=2 * DRAWS),
    ]
    if estimable(scored, structure):
        try:
            imputed = imputed_intervals(scored, structure)
        except NotConverged as error:
            raise Refused(
                f"the missing indicators of {edition} cannot be estimated: {error}",
                [Violation("gii_scores", f"edition {edition}", "score", str(error))],
            ) from error
        frames.append(imputed.assign(kind="imputed", level=LEVEL, draws=4 * DRAWS))
    return pd.concat(frames).rename_axis("economy").reset_index().assign(edition=edition, source=OWN)


def still_valid(
    intervals: pd.DataFrame, old: Mapping[str, pd.DataFrame], scores: pd.DataFrame, structure: pd.DataFrame
) -> pd.DataFrame:
    """Return the rank intervals of the editions whose scores and weights are the same in the tables `old`.

    scores, structure: the new ones; a weight that is blank there follows from the scores and is not compared.
    Scores count at every level, since the imputation scenario rests on the indicators, and with their source,
    which says how they are rounded.
    """
    stated = ["edition", "economy", "code", "score", "score_source"]
    both = pd.concat([old["gii_scores"][stated], scores[stated]])
    moved = set(both.drop_duplicates(keep=False)["edition"])  # what only one of the two tables has
    keys = ["edition", "code"]
    parts = old["gii_structure"].merge(structure, "outer", keys, suffixes=(" before", ""), indicator=True)
    other = parts["weight"].notna() & (parts["weight"] != parts["weight before"])
    moved |= set(parts.loc[other | (parts["_merge"] != "both"), "edition"])
    return intervals[~intervals["edition"].isin(moved)]
