"""The claims with their verdicts, one row for each figure."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import claim_assessments
from analysis.frames.table import Table
from analysis.frames.terms import RANK, terms
from analysis.provenance import OWN_CALCULATION
from analysis.verdicts import Assessment, Choice, listed
from data.claims import MOVE
from data.licences import of_release
from data.schema import CLAIM_FIGURES

OWN = "Innovation Trajectory, own calculation"
UNITS = {
    **dict.fromkeys(("rank", "interval", "other_rank"), RANK),
    **dict.fromkeys(("others", "others_first_ten"), "unit_rankings"),
    "percent": "unit_percent",
    "top_share": "unit_percent",
    "economies": "unit_economies",
    "clusters": "unit_clusters",
}
"""Units of figures by their kind, as phrases; all other figures are in the unit of their indicator."""


def claims(chosen: Sequence[Assessment], dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return the claims of a choice; one without figures has one row."""
    about = pd.DataFrame(
        [
            (
                *(one.claim.id, one.claim.number, one.claim.kind, one.claim.pillar or None),
                *(one.claim.statement.get(lang), one.verdict, one.before or None),
                *(*one.evidence, one.doubts),
            )
            for one in chosen
        ],
        columns=[
            *("claim", "number", "kind", "strategic_pillar", "statement", "verdict", "verdict_before"),
            *("tests", "tests_recent", "caveats"),
        ],
    )
    about["strategic_pillar"] = about["strategic_pillar"].astype("Int64")
    figures = dataset.table(CLAIM_FIGURES.name).rename(columns={"kind": "figure_kind"})
    frame = about.merge(figures, on="claim", how="left")
    scales = frame["series"].map({code: one.scale for code, one in dataset.catalog.indicators.items()})
    scales = scales.where(frame["figure_kind"].isin(("value", MOVE))).astype("float64").fillna(1.0)
    for name in ("value", "value_since", "value_year"):
        frame[name] *= scales
    frame["unit"] = [_unit(dataset, row, lang) for row in frame.to_dict("records")]
    frame["publisher"] = [one or OWN for one in dataset.provenance("publisher", frame["source"])]
    frame["source"] = frame["source"].fillna(OWN_CALCULATION)
    named = terms(frame, dataset, "vintage", "licence")
    releases = dataset.sources.loc[named["source"]].to_dict("records")
    named["licence"] = [
        of_release(release, year, dataset.licences, dataset.catalog)
        for release, year in zip(releases, named["year"], strict=True)
    ]
    return named


def _unit(dataset: Dataset, row: Mapping[Any, Any], lang: str) -> str | None:
    """Return the unit of a figure; none where a claim has no figure."""
    kind, series = row["figure_kind"], str(row["series"])
    if not isinstance(kind, str):
        return None
    if kind not in UNITS and series in dataset.catalog.indicators:
        return dataset.catalog.indicators[series].unit.get(lang)
    return dataset.catalog.phrases[UNITS.get(kind, RANK)].get(lang)


CLAIMS = Table(
    "claims",
    "article-claims",
    lambda dataset, choice: listed(claim_assessments(dataset), choice),
    claims,
    Choice,
    filters=("verdict", "pillar", "kind"),
)
