"""The frames that can be downloaded: /download/<name>.<form>, what a figure shows for a query, or all."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from analysis import (
    claim_list,
    comparison,
    ledger,
    matrix,
    multiples,
    profile,
    ranking,
    trajectory,
    vintages,
    weighting,
)
from analysis import productivity as productivity_choices
from analysis.dataset import Dataset
from analysis.query import Query
from service import frames_compare as compare
from service import frames_productivity as productivity
from service import frames_weights as weights
from service.frames_claims import claims_frame, claims_whole
from service.frames_data import coverage_frame
from service.frames_economy import history_frame, history_whole, profile_frame
from service.frames_matrix import matrix_frame, matrix_whole
from service.frames_others import clusters_frame, others_frame
from service.frames_ranking import ranking_frame, ranking_whole
from service.frames_releases import compared_frame, releases_frame, releases_whole
from service.frames_strategy import evidence_frame, evidence_whole, multiples_frame, multiples_whole
from service.frames_trajectory import trajectory_frame, trajectory_whole
from service.frames_why import ledger_frame, places_frame

Frame = Callable[[Dataset, Mapping[str, str]], pd.DataFrame]


class Table(NamedTuple):
    """What makes the frame for a query, and the name of the file without its form.

    query: the choices of the view that it belongs to; whole: what makes the same table without the filters of
    a view, None where a view leaves nothing out (data/catalog/downloads.toml says in words what "all" means).
    """

    make: Frame
    stem: str
    whole: Frame | None = None
    query: type[Query] | None = None


FRAMES: dict[str, Table] = {
    "evidence-matrix": Table(matrix_frame, "strategic-pillars-matrix", matrix_whole, query=matrix.Choice),
    "claims": Table(claims_frame, "article-claims", claims_whole, query=claim_list.Choice),
    "comparison-trajectory": Table(
        compare.trajectory_frame,
        "gii-comparison-trajectory",
        compare.trajectory_whole,
        query=comparison.Choice,
    ),
    "comparison-pillars": Table(
        compare.pillars_frame, "gii-comparison-pillars", compare.pillars_whole, query=comparison.Choice
    ),
    "comparison-plane": Table(
        compare.plane_frame, "gii-comparison-plane", compare.plane_whole, query=comparison.Choice
    ),
    "comparison-scatter": Table(compare.scatter_frame, "gii-comparison-scatter", query=comparison.Choice),
    "comparison-table": Table(
        compare.table_frame, "gii-comparison-table", compare.table_whole, query=comparison.Choice
    ),
    "clusters": Table(clusters_frame, "china-gii-clusters"),
    "gii-coverage": Table(coverage_frame, "gii-coverage"),
    "history": Table(history_frame, "gii-history", history_whole, query=profile.Choice),
    "evidence": Table(evidence_frame, "strategic-pillars-evidence", evidence_whole, query=multiples.Choice),
    "multiples": Table(
        multiples_frame, "strategic-pillar-multiples", multiples_whole, query=multiples.Choice
    ),
    "profile": Table(profile_frame, "gii-profile", query=profile.Choice),
    "ledger": Table(ledger_frame, "gii-ledger", query=ledger.Choice),
    "other-rankings": Table(others_frame, "china-other-rankings"),
    "places": Table(places_frame, "gii-places", query=ledger.Choice),
    "productivity-growth": Table(
        productivity.growth_frame,
        "productivity-growth",
        productivity.growth_whole,
        query=productivity_choices.Choice,
    ),
    "productivity-economies": Table(productivity.disagreement_frame, "productivity-economies"),
    "productivity-level": Table(productivity.level_frame, "productivity-level"),
    "productivity-labour": Table(productivity.labour_frame, "productivity-labour"),
    "productivity-inputs": Table(productivity.inputs_frame, "productivity-inputs"),
    "ranking": Table(ranking_frame, "gii-ranking", ranking_whole, query=ranking.Choice),
    "releases": Table(releases_frame, "china-releases", releases_whole, query=vintages.Choice),
    "releases-compared": Table(compared_frame, "releases-compared"),
    "weights-draws": Table(weights.draws_frame, "gii-weights-draws", query=weighting.Choice),
    "weights-history": Table(weights.history_frame, "gii-weights-history", query=weighting.Choice),
    "weights-ranking": Table(weights.ranking_frame, "gii-weights-ranking", query=weighting.Choice),
    "trajectory": Table(trajectory_frame, "china-gii-trajectory", trajectory_whole, query=trajectory.Choice),
}
"""By the name in the address."""
