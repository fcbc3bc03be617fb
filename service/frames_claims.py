"""The download of the page on claims: the claims shown with their verdicts, one row for each figure."""

from collections.abc import Mapping

import pandas as pd

from analysis.claim_list import Choice, listed
from analysis.dataset import Dataset
from analysis.derived import judged_claims
from analysis.provenance import OWN_CALCULATION
from data.languages import spoken
from data.schema_claims import CLAIM_FIGURES
from service.dress import RANK

OWN = "Innovation Trajectory, own calculation"
UNITS = {
    **dict.fromkeys(("rank", "interval", "other_rank", "standing"), RANK),
    **dict.fromkeys(("others", "others_first_ten"), "unit_rankings"),
    "percent": "unit_percent",
    "top_share": "unit_percent",
    "economies": "unit_economies",
    "with_data": "unit_economies",
    "clusters": "unit_clusters",
    "cluster_change": "unit_clusters",
    "times": "unit_times",
}
"""Units of figures by their kind, as phrases; all other figures are in the unit of their indicator."""


def claims_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the claims that ``query`` asks for, read as on the page; one without figures has one row."""
    lang = spoken(query.get("lang"))
    chosen = listed(judged_claims(dataset), Choice.read(dataset, query))
    about = pd.DataFrame(
        [
            (
                *(one.claim.id, one.claim.number, one.claim.kind, one.claim.pillar or None),
                *(one.claim.statement.get(lang), one.judged.verdict, one.before or None),
                *(*one.judged.evidence, one.judged.doubts),
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
    frame["unit"] = [_unit(dataset, row, lang) for row in frame.to_dict("records")]
    publishers = dataset.provenance("publisher", frame["source"])
    frame["publisher"] = [publisher or OWN for publisher in publishers]
    frame["source"] = frame["source"].fillna(OWN_CALCULATION)
    frame["vintage"] = dataset.provenance("vintage", frame["source"])
    frame["licence"] = dataset.provenance("licence", frame["source"])
    frame["snapshot"] = dataset.snapshot.id
    return frame


def claims_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return all claims, whatever is filtered."""
    return claims_frame(dataset, {"lang": query.get("lang", "")})


def _unit(dataset: Dataset, row: Mapping[object, object], lang: str) -> str | None:
    """Return the unit of a figure; none where a claim has no figure."""
    kind, series = row["figure_kind"], str(row["series"])
    if not isinstance(kind, str):
        return None
    if kind not in UNITS and series in dataset.catalog.indicators:
        return dataset.catalog.indicators[series].unit.get(lang)
    return dataset.catalog.phrases[UNITS.get(kind, RANK)].get(lang)
