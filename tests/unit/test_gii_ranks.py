"""WIPO's smaller files of overall ranks: read strictly, compared with the snapshot, never taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data import catalog
from etl.errors import BadFile
from etl.release import Document, Release, Task
from etl.sources import gii_live, gii_rankings

if TYPE_CHECKING:
    from data.snapshot import Snapshot

ECONOMIES = ("CHN", "JPN", "SGP")
IDS = b"ISO3,NAME,GII11,GII25\nCHN,China,29,10\nJPN,Japan,20.0,12\nSGP,Singapore,,5\nXXX,Nowhere,NA,\n"
PARTS = (
    b"CODE,ISO3,GIIYR,RANK,SCORE\nIndex,CHN,2025,10,56.6\nIndex,CHN,2024,11,56.3\nP1,CHN,2025,43,60.1\n"
    b'Index,JPN,2025,12,"53,6"\n'
)


def release(ids: bytes, parts: bytes = PARTS) -> Release:
    documents = (
        Document("economy_id_2025.csv", "https://wipo.example/ids", ids),
        Document("model_pageone_2025.csv", "https://wipo.example/parts", parts),
    )
    return Release(gii_live.FAMILY, "2025-ranks", "2026-11-24T00:00:00Z", documents)


def test_ranks_are_read_by_edition_and_economy() -> None:
    assert gii_rankings.by_economy(IDS, ECONOMIES) == {
        (2011, "CHN"): 29,
        (2011, "JPN"): 20,
        (2025, "CHN"): 10,
        (2025, "JPN"): 12,
        (2025, "SGP"): 5,
    }
    found = {(2025, "CHN"): 10, (2024, "CHN"): 11, (2025, "JPN"): 12}
    assert gii_rankings.by_edition(PARTS, ECONOMIES) == found
    scores = gii_rankings.of_scores(PARTS, 2025, ECONOMIES).scores
    assert scores.to_numpy().tolist() == [["CHN", 56.6, 10], ["JPN", 53.6, 12]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (IDS.replace(b"ISO3", b"CODE"), "the column ISO3 is missing"),
        (IDS.replace(b"GII", b"IIG"), "no column of an edition"),
        (IDS.replace(b"29", b"2.9"), "line 2, column GII11: a rank expected, found '2.9'"),
        (IDS.replace(b"29", b"0"), "line 2, column GII11: a rank expected"),
        (IDS.replace(b"SGP", b"CHN"), "line 4, column ISO3: 'CHN' stands there twice"),
        (IDS.replace(b"SGP", b"SGX"), "line 4, column ISO3: 'SGX' is not the code of an economy"),
        (IDS.replace(b",China", b""), "line 2: 3 cells under 4 columns"),
        (b"\xff\xfe", "not UTF-8"),
        (PARTS.replace(b"SCORE", b"POINTS"), "the column SCORE is missing"),
        (PARTS.replace(b"2024", b"soon"), "line 3, column GIIYR: a number expected"),
        (PARTS.replace(b"56.3", b"NA"), "line 3, column SCORE: a number expected"),
        (PARTS.replace(b"2024", b"2025"), "line 3: CHN in 2025 stands there twice"),
        (PARTS.replace(b"Index", b"Total"), "no row with 'Index' under CODE"),
    ],
)
def test_a_table_with_a_wrong_cell_is_refused_by_its_place(content: bytes, reason: str) -> None:
    read = gii_rankings.by_edition if b"GIIYR" in content else gii_rankings.by_economy
    with pytest.raises(BadFile, match=reason):
        read(content, ECONOMIES)


def test_agreement_is_one_line_and_what_differs_or_cannot_be_read_is_a_warning(bundled: Snapshot) -> None:
    task = Task(catalog.load(), gii_live.FAMILY, "2026-11-24", bundled.tables(), lambda _: None)
    ranks = (
        bundled.table("gii_scores")
        .query("code == 'GII'")
        .pivot(index="economy", columns="edition", values="rank")
    )
    ranks.columns = pd.Index([f"GII{edition % 100:02}" for edition in ranks.columns])
    ids = ranks.reset_index(names="ISO3")
    agree = gii_rankings.compared(release(ids.to_csv(index=False).encode()), task)
    count = f"{int(ranks.notna().sum().sum()):,}"
    assert agree.warnings == ()
    assert agree.sentence == (
        f"economy_id_2025.csv: {count} of {count} ranks agree; model_pageone_2025.csv: 3 of 3 ranks agree"
    )
    china = ids["ISO3"] == "CHN"
    other = ids.assign(GII25=ids["GII25"].mask(china, 11), GII26=ids["GII25"])
    found = gii_rankings.compared(release(other.to_csv(index=False).encode(), b"<html>"), task)
    assert "GII 2026: 139 ranks published there; no workbook of it is in use" in found.sentence
    first, second = found.warnings
    assert first == (
        "economy_id_2025.csv: 1 ranks differ: CHN 2025 (11 there, 10 here); nothing was taken over"
    )
    assert second.startswith("https://wipo.example/parts: the column CODE")
