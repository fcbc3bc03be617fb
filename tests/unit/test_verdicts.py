"""Verdicts follow by rule: for every claim, on made figures, on made tables and on the bundled data."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.claims import Value
from analysis.verdicts import DOUBTED, OPEN, REFUTED, SUPPORTED, changed, frames, holds, judge, judged
from data import catalog
from data.claims import Check, Claim
from tests.unit.claim_tables import made, observed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.snapshot import Snapshot

CLAIMS = catalog.load().claims
BY_ID = {claim.id: claim for claim in CLAIMS}
TESTED = [claim for claim in CLAIMS if claim.tests]


def checks(claim: Claim) -> list[Check]:
    return [*claim.tests, *(one.test for one in claim.caveats if one.test is not None)]


def assignments(claim: Claim) -> Iterator[dict[str, Value]]:
    """Values around every number that the claim's figures are compared with, and none at all."""
    used = {name for one in checks(claim) for name in (one.figure, one.than) if isinstance(name, str)}
    near = {name: {20.0, 21.0} for name in used}
    for one in checks(claim):
        if not isinstance(one.than, str):
            near[one.figure] |= {one.than - 0.5, one.than, one.than + 0.5}
    values = [[*sorted(near[name]), None] for name in sorted(used)]
    for chosen in product(*values):
        found = dict.fromkeys(claim.figures, Value(1.0))
        yield found | {name: Value(value) for name, value in zip(sorted(used), chosen, strict=True)}


def expected(claim: Claim, support: list[bool | None], doubts: list[bool | None]) -> str:
    if None in support or (claim.needs == "agreement" and True in support and False in support):
        return OPEN
    if False in support:
        return REFUTED
    return DOUBTED if True in doubts else SUPPORTED


@pytest.mark.parametrize("claim", TESTED, ids=lambda claim: claim.id)
def test_every_value_gives_the_verdict_of_the_rule_and_every_verdict_is_reached(claim: Claim) -> None:
    reached = set()
    for figures in assignments(claim):
        support = [holds(one, figures) for one in claim.tests]
        doubts = [True if one.test is None else holds(one.test, figures) for one in claim.caveats]
        found = judge(claim, figures).verdict
        assert found == expected(claim, support, doubts), figures
        reached.add(found)
    always = any(one.test is None for one in claim.caveats)
    assert reached == {OPEN, REFUTED, DOUBTED} | (set() if always else {SUPPORTED})


@pytest.mark.parametrize("claim", TESTED, ids=lambda claim: claim.id)
def test_a_caveat_appears_and_disappears_with_its_test(claim: Claim) -> None:
    for number, caveat in enumerate(claim.caveats):
        found = {judge(claim, figures).caveats[number] for figures in assignments(claim)}
        assert found == ({True} if caveat.test is None else {True, False, None})


@pytest.mark.parametrize("claim", TESTED, ids=lambda claim: claim.id)
def test_without_data_nothing_is_decided(claim: Claim) -> None:
    (one,) = judged([claim], made())
    assert one.verdict == OPEN
    assert all(value.value is None for value in one.figures.values())


def test_a_claim_without_definition_stays_open_whatever_the_data(bundled: Snapshot) -> None:
    untested = [claim for claim in CLAIMS if claim.untestable]
    assert len(untested) > 3
    assert {one.verdict for one in judged(untested, bundled.tables())} == {OPEN}


# Made tables

RANKS = {2011: 29, 2012: 34, 2013: 35, 2022: 11}


def ranked(ranks: dict[int, int]) -> dict[str, pd.DataFrame]:
    scores = [{"edition": edition, "rank": rank} for edition, rank in ranks.items()]
    return made(gii_scores=scores, gii_editions=[{"edition": edition, "economies": 140} for edition in ranks])


@pytest.mark.parametrize(
    ("ranks", "verdict"),
    [
        (RANKS, DOUBTED),
        (RANKS | {2011: 36, 2013: 34}, SUPPORTED),
        (RANKS | {2011: 36}, DOUBTED),
        (RANKS | {2022: 12}, REFUTED),
        ({2011: 29, 2012: 34, 2013: 35}, OPEN),
    ],
    ids=str,
)
def test_the_two_ranks(ranks: dict[int, int], verdict: str) -> None:
    (one,) = judged([BY_ID["rank-2012-2022"]], ranked(ranks))
    assert one.verdict == verdict


@pytest.mark.parametrize(
    ("old", "new", "verdict"), [(0.9, 1.1, OPEN), (1.1, 1.2, DOUBTED), (0.9, 0.8, REFUTED), (1.1, None, OPEN)]
)
def test_sources_that_contradict_each_other_decide_nothing(
    old: float, new: float | None, verdict: str
) -> None:
    rows = observed("PWT.rtfpna", {2012: 1.0, 2019: old})
    rows += observed("PWT11.rtfpna", {2012: 1.0} | ({} if new is None else {2019: new}))
    (one,) = judged([BY_ID["productivity"]], made(observations=rows))
    assert one.verdict == verdict


def test_what_was_revised_gives_the_verdict_before() -> None:
    series = {2012: 76.0, 2023: 77.0}
    rows = observed("NBS.RD.ENTERPRISE.ZS", series)
    revision = {"series": "NBS.RD.ENTERPRISE.ZS", "year": 2023, "old": 75.0, "new": 77.0}
    claims = [BY_ID["enterprises"]]
    table = frames(claims, made(observations=rows, revisions=[revision]))["claims"]
    assert table[["verdict", "verdict_before"]].values.tolist() == [[DOUBTED, REFUTED]]
    same = frames(claims, made(observations=rows, revisions=[revision | {"old": 76.5}]))["claims"]
    assert same["verdict_before"].isna().all()


def test_a_value_that_is_no_longer_published_counts_before() -> None:
    rows = observed("NBS.RD.ENTERPRISE.ZS", {2023: 77.0})
    revision = {"series": "NBS.RD.ENTERPRISE.ZS", "year": 2012, "old": 76.0, "new": None}
    table = frames([BY_ID["enterprises"]], made(observations=rows, revisions=[revision]))["claims"]
    assert table[["verdict", "verdict_before"]].values.tolist() == [[OPEN, DOUBTED]]


def test_a_rank_that_was_revised_counts_before() -> None:
    tables = ranked(RANKS)
    rank = {"series": "GII", "measure": "rank", "year": 2022, "old": 12, "new": 11}
    tables["revisions"] = made(revisions=[rank])["revisions"]
    table = frames([BY_ID["rank-2012-2022"]], tables)["claims"]
    assert table[["verdict", "verdict_before"]].values.tolist() == [[DOUBTED, REFUTED]]


def test_changed_names_the_claims_of_both_tables_whose_verdict_differs() -> None:
    old = pd.DataFrame({"claim": ["a", "b", "c"], "verdict": [SUPPORTED, DOUBTED, OPEN]})
    new = pd.DataFrame({"claim": ["a", "b", "d"], "verdict": [SUPPORTED, REFUTED, OPEN]})
    assert changed(old, new) == {"b": [DOUBTED, REFUTED]}


# The bundled data


def figures(bundled: Snapshot, claim: str) -> dict[str, float]:
    table = bundled.table("claim_figures")
    rows = table[table["claim"] == claim]
    return dict(zip(rows["figure"], rows["value"], strict=True))


def test_the_headline_holds_with_caveats(bundled: Snapshot) -> None:
    verdicts = bundled.table("claims").set_index("claim")["verdict"]
    found = figures(bundled, "rank-2012-2022")
    names = ("start", "end", "before", "after", "changes", "low", "high")
    assert [found[name] for name in names] == [34, 11, 29, 35, 82, 10, 12]
    assert verdicts["rank-2012-2022"] == DOUBTED
    share = figures(bundled, "most-innovative")
    assert share["end_share"] == pytest.approx(8.33, abs=0.01)
    assert share["start_share"] == pytest.approx(24.11, abs=0.01)
    assert (share["inputs"], share["outputs"]) == (21, 8)


def test_productivity_is_left_open_by_two_versions_of_one_source(bundled: Snapshot) -> None:
    found = figures(bundled, "productivity")
    assert (round(found["old"], 1), round(found["new"], 1)) == (-3.4, 18.3)
    assert bundled.table("claims").set_index("claim").at["productivity", "verdict"] == OPEN


def test_the_snapshot_holds_what_its_tables_give(bundled: Snapshot) -> None:
    found = frames(CLAIMS, bundled.tables())
    for name, frame in found.items():
        held = bundled.table(name)
        pd.testing.assert_frame_equal(frame.astype(held.dtypes), held)
