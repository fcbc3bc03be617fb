"""The evidence matrix as a download: the rows on show, in their order, with every figure computed of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.evidence import base_of, evidence, joined
from analysis.listing import alphabetical
from analysis.matrix import choose, matrix
from analysis.selection import PEERS
from service.dress import PUBLISHER, credit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.catalog import Catalog
    from data.snapshot import Snapshot

NOBODY = "no value held"


def matrix_frame(snapshot: Snapshot, catalog: Catalog, query: Mapping[str, str]) -> pd.DataFrame:
    """Return what the evidence matrix shows for a query, with names, units, reasons and releases."""
    lang = "zh" if query.get("lang") == "zh" else "en"
    base = base_of(snapshot, catalog)
    whole = joined([evidence(base, pillar, PEERS) for pillar in catalog.strategy])
    names = _names(snapshot, catalog, base.edition, lang)
    rows = matrix(whole, choose(query), lambda kind, code: alphabetical(names[kind, code]))
    told = [_words(row, catalog, names, lang) for row in rows.to_dict("records")]
    columns = ["pillar_name", "name", "unit", "reason", "recommendation", "gap"]
    frame = pd.concat([rows, pd.DataFrame(told, columns=columns)], axis=1)
    head = ["pillar", "pillar_name", "kind", "code", "name", "unit"]
    frame = frame[[*head, *(column for column in frame.columns if column not in head)]]
    for column in ("action", *(name for name in frame.columns if name.endswith(("_year", "rank", "peers")))):
        frame[column] = frame[column].astype("Int64")
    frame["economies"] = frame["economies"].astype("Int64")
    frame["sources"] = frame["sources"].fillna("")
    dressed = credit(frame, snapshot)
    index, unmeasured = dressed["kind"] == "gii", dressed["sources"] == ""
    dressed.loc[unmeasured, "publisher"] = NOBODY
    dressed.loc[index, "publisher"] = PUBLISHER
    return dressed


def _names(snapshot: Snapshot, catalog: Catalog, edition: int, lang: str) -> dict[tuple[object, object], str]:
    names: dict[tuple[object, object], str] = {
        ("indicator", key): one.name.get(lang) for key, one in catalog.indicators.items()
    }
    structure = snapshot.table("gii_structure")
    newest = structure[structure["edition"] == edition]
    for code, concept, name in zip(newest["code"], newest["concept"], newest["name"], strict=True):
        known = catalog.concepts.get(str(concept))
        names["gii", code] = known.name.get(lang) if known else str(name)
    return names


def _words(
    row: Mapping[object, object], catalog: Catalog, names: Mapping[tuple[object, object], str], lang: str
) -> tuple[str, ...]:
    """Return the words of a row: pillar, name, unit, reason of the link, recommendation, gap."""
    pillar = catalog.strategy[int(str(row["pillar"])) - 1]
    action = pillar.actions[int(float(str(row["action"]))) - 1]
    asked, head = action.text.get(lang), pillar.name.get(lang)
    if row["kind"] == "gap":
        return (head, "", "", "", asked, action.gap.get(lang) if action.gap else "")
    code = str(row["code"])
    ranks = {"en": "rank, 1 is best", "zh": "位次，1为最佳"}[lang]
    unit = ranks if row["kind"] == "gii" else catalog.indicators[code].unit.get(lang)
    return (head, names[row["kind"], code], unit, pillar.link(code).reason.get(lang), asked, "")
