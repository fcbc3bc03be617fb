"""The download of the page on claims: the claims shown with their verdicts, one row for each figure."""

from collections.abc import Mapping

import pandas as pd

from analysis.claim_list import TABLES, choose, held, listed
from data.catalog import Catalog
from data.schema_claims import CLAIM_FIGURES
from data.snapshot import Snapshot

OWN = "Innovation Trajectory, own calculation"


def claims_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the claims that ``query`` asks for, read as on the page; one without figures has one row."""
    lang = "zh" if query.get("lang") == "zh" else "en"
    tables = {name: snapshot.table(name) for name in TABLES}
    chosen = listed(held(catalog.claims, tables), choose(query, catalog.claims))
    about = pd.DataFrame(
        [
            (
                *(one.claim.id, one.claim.number, one.claim.kind, one.claim.pillar or None),
                *(one.claim.statement.get(lang), one.judged.verdict, one.before or None),
            )
            for one in chosen
        ],
        columns=["claim", "number", "kind", "strategic_pillar", "statement", "verdict", "verdict_before"],
    )
    about["strategic_pillar"] = about["strategic_pillar"].astype("Int64")
    figures = tables[CLAIM_FIGURES.name].rename(columns={"kind": "figure_kind"})
    frame = about.merge(figures, on="claim", how="left")
    sources = snapshot.table("sources").set_index("source")
    for column in ("publisher", "vintage", "licence"):
        frame[column] = frame["source"].map(sources[column])
    frame["publisher"] = frame["publisher"].fillna(OWN)
    frame["snapshot"] = snapshot.id
    return frame
