"""The download of the page on claims: the claims shown with their verdicts, one row for each figure."""

from collections.abc import Mapping

import pandas as pd

from analysis.claim_list import TABLES, choose, held, listed
from data.catalog import Catalog
from data.languages import spoken
from data.schema_claims import CLAIM_FIGURES
from data.snapshot import Snapshot
from service.dress import RANK
from service.origins import NOT_STATED, OWN_CALCULATION, told

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


def claims_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the claims that ``query`` asks for, read as on the page; one without figures has one row."""
    lang = spoken(query.get("lang"))
    tables = {name: snapshot.table(name) for name in TABLES}
    chosen = listed(held(catalog.claims, tables), choose(query, catalog.claims))
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
    figures = tables[CLAIM_FIGURES.name].rename(columns={"kind": "figure_kind"})
    frame = about.merge(figures, on="claim", how="left")
    frame["unit"] = [_unit(catalog, row, lang) for row in frame.to_dict("records")]
    frame["publisher"] = told(snapshot, "publisher", frame["source"], OWN)
    frame["source"] = frame["source"].fillna(OWN_CALCULATION)
    frame["vintage"] = told(snapshot, "vintage", frame["source"])
    frame["licence"] = told(snapshot, "licence", frame["source"], NOT_STATED)
    frame["snapshot"] = snapshot.id
    return frame


def claims_whole(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return all claims, whatever is filtered."""
    return claims_frame(snapshot, catalog, {"lang": query.get("lang", "")})


def _unit(catalog: Catalog, row: Mapping[object, object], lang: str) -> str | None:
    """Return the unit of a figure; none where a claim has no figure."""
    kind, series = row["figure_kind"], str(row["series"])
    if not isinstance(kind, str):
        return None
    if kind not in UNITS and series in catalog.indicators:
        return catalog.indicators[series].unit.get(lang)
    return catalog.phrases[UNITS.get(kind, RANK)].get(lang)
