"""The frames that can be downloaded: /download/<name>.<form>, what a figure shows for a query, or all."""

from collections.abc import Callable, Mapping

import pandas as pd

from data.catalog import Catalog
from data.snapshot import Snapshot
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

Frame = Callable[[Snapshot, Catalog, Mapping[str, str]], pd.DataFrame]

FRAMES: dict[str, tuple[Frame, str]] = {
    "evidence-matrix": (matrix_frame, "strategic-pillars-matrix"),
    "claims": (claims_frame, "article-claims"),
    "comparison-trajectory": (compare.trajectory_frame, "gii-comparison-trajectory"),
    "comparison-pillars": (compare.pillars_frame, "gii-comparison-pillars"),
    "comparison-plane": (compare.plane_frame, "gii-comparison-plane"),
    "comparison-scatter": (compare.scatter_frame, "gii-comparison-scatter"),
    "comparison-table": (compare.table_frame, "gii-comparison-table"),
    "clusters": (clusters_frame, "china-gii-clusters"),
    "gii-coverage": (coverage_frame, "gii-coverage"),
    "history": (history_frame, "gii-history"),
    "evidence": (evidence_frame, "strategic-pillars-evidence"),
    "multiples": (multiples_frame, "strategic-pillar-multiples"),
    "profile": (profile_frame, "gii-profile"),
    "ledger": (ledger_frame, "gii-ledger"),
    "other-rankings": (others_frame, "china-other-rankings"),
    "places": (places_frame, "gii-places"),
    "productivity-growth": (productivity.growth_frame, "productivity-growth"),
    "productivity-economies": (productivity.disagreement_frame, "productivity-economies"),
    "productivity-level": (productivity.level_frame, "productivity-level"),
    "productivity-labour": (productivity.labour_frame, "productivity-labour"),
    "productivity-inputs": (productivity.inputs_frame, "productivity-inputs"),
    "ranking": (ranking_frame, "gii-ranking"),
    "releases": (releases_frame, "china-releases"),
    "releases-compared": (compared_frame, "releases-compared"),
    "weights-draws": (weights.draws_frame, "gii-weights-draws"),
    "weights-history": (weights.history_frame, "gii-weights-history"),
    "weights-ranking": (weights.ranking_frame, "gii-weights-ranking"),
    "trajectory": (trajectory_frame, "china-gii-trajectory"),
}
"""By the name in the address: what makes the frame for a query, and the name of the file (without .csv)."""

WHOLE: dict[str, Frame | None] = {
    "evidence-matrix": matrix_whole,
    "claims": claims_whole,
    "clusters": None,
    "comparison-trajectory": compare.trajectory_whole,
    "comparison-pillars": compare.pillars_whole,
    "comparison-plane": compare.plane_whole,
    "comparison-scatter": None,
    "comparison-table": compare.table_whole,
    "gii-coverage": None,
    "history": history_whole,
    "evidence": evidence_whole,
    "multiples": multiples_whole,
    "profile": None,
    "ledger": None,
    "other-rankings": None,
    "places": None,
    "productivity-growth": productivity.growth_whole,
    "productivity-economies": None,
    "productivity-level": None,
    "productivity-labour": None,
    "productivity-inputs": None,
    "ranking": ranking_whole,
    "releases": releases_whole,
    "releases-compared": None,
    "weights-draws": None,
    "weights-history": None,
    "weights-ranking": None,
    "trajectory": trajectory_whole,
}
"""What makes the same table without the filters of a view; None where a view leaves nothing out.

data/catalog/downloads.toml says of each in words what "all" means.
"""
