"""Verdicts follow by rule: for every claim, on made figures, on made tables and on the bundled data."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.claims import Value
from analysis.verdicts import (
    MIXED,
    MOVED,
    NOT_CHECKABLE,
    NOT_MEASURED,
    NOT_MOVED,
    RIGHT,
    WRONG,
    assess,
    assessments,
    changed,
    frames,
    holds,
    moved,
)
from data import catalog
from data.claims import Check, Claim
from tests.unit.claim_tables import made, observed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.snapshot import Snapshot

CLAIMS = catalog.load().claims
BY_ID = {claim.id: claim for claim in CLAIMS}
TESTED = [claim for claim in CLAIMS if claim.tests]
STATEMENTS = [claim for claim in TESTED if claim.kind == "statement"]
AIMS = [claim for claim in TESTED if claim.kind == "aim"]
NOTHING = {"statement": NOT_CHECKABLE, "aim": NOT_MEASURED}


def checks(claim: Claim) -> list[Check]:
    return [*claim.tests, *(one.test for one in claim.caveats if one.test is not None)]


def assignments(claim: Claim) -> Iterator[dict[str, Value]]:
    """Values around every number that the claim's figures are compared with, and none at all."""
    used = {name for one in checks(claim) for name in (one.figure, one.than) if isinstance(name, str)} - {""}
    near = {name: {20.0, 21.0} for name in used}
    for one in checks(claim):
        if not isinstance(one.than, str):
            near[one.figure] |= {one.than - 0.5, one.than, one.than + 0.5}
    values = [[*sorted(near[name]), None] for name in sorted(used)]
    for chosen in product(*values):
        found = dict.fromkeys(claim.figures, Value(1.0))
        yield found | {name: Value(value) for name, value in zip(sorted(used), chosen, strict=True)}


@pytest.mark.parametrize("claim", STATEMENTS, ids=lambda claim: claim.id)
def test_every_value_gives_the_verdict_of_the_rule_and_every_verdict_is_reached(claim: Claim) -> None:
    reached = set()
    for figures in assignments(claim):
        support = [holds(one, figures) for one in claim.tests]
        expected = NOT_CHECKABLE if None in support else WRONG if False in support else RIGHT
        found = assess(claim, figures).verdict
        assert found == expected, figures
        reached.add(found)
    assert reached == {RIGHT, WRONG, NOT_CHECKABLE}


FIRST = {"towards": 50.0, "flat": 99.0, "away": 200.0}  # of 100 in the last year


@pytest.mark.parametrize("claim", AIMS, ids=lambda claim: claim.id)
def test_an_aim_is_judged_by_how_its_series_moved(claim: Claim) -> None:
    for ways in product((*FIRST, None), repeat=len(claim.tests)):
        values = dict.fromkeys(claim.figures, Value())
        for check, way in zip(claim.tests, ways, strict=True):
            figure = claim.figures[check.figure]
            lower = figure.indicator is not None and figure.indicator.direction == "lower"
            then, now = (FIRST[way], 100.0) if way else (None, None)
            if lower and then and now and way != "flat":
                then, now = now, then
            values[check.figure] = Value(now, 2024, 2012, "CHN", "", then, now)
        found = assess(claim, values)
        known = [way for way in ways if way]
        assert found.courses == ways
        assert found.evidence == (len(known), len(known))
        if not known:
            assert found.verdict == NOT_MEASURED
        elif set(known) == {"towards"}:
            assert found.verdict == MOVED
        else:
            assert found.verdict == (MIXED if "towards" in known else NOT_MOVED)


def test_the_threshold_is_that_of_the_strategic_pillars() -> None:
    claim = BY_ID["enterprises"]
    figure = claim.figures["change"]
    for now, way in ((103.1, "towards"), (102.9, "flat"), (97.1, "flat"), (96.9, "away")):
        assert moved(figure, Value(now - 100.0, 2023, 2012, "CHN", "", 100.0, now)) == way
    score = replace(figure, indicator=catalog.load().indicators["GOV_WGI_RL.EST"])
    for now, way in ((-0.45, "flat"), (-0.35, "towards"), (-0.65, "away")):
        assert moved(score, Value(now + 0.5, 2023, 2012, "CHN", "", -0.5, now)) == way


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_caveat_appears_and_disappears_with_its_test(claim: Claim) -> None:
    for number, caveat in enumerate(claim.caveats):
        found = {assess(claim, figures).caveats[number] for figures in assignments(claim)}
        assert found == ({True} if caveat.test is None else {True, False, None})


def test_the_series_of_an_aim_bear_on_its_strategic_pillar() -> None:
    known = catalog.load()
    for claim in AIMS:
        series = {claim.figures[check.figure].series for check in claim.tests} - {"GII"}
        pillar = next((one for one in known.strategy if one.number == claim.pillar), None)
        assert pillar is None or series <= {link.indicator for link in pillar.links}, claim.id


def test_the_other_rankings_are_all_that_rank_economies() -> None:
    known = catalog.load().rankings
    ranked = {name for name, one in known.items() if one.kind == "rank" and one.table == "other_rankings"}
    figures = BY_ID["most-innovative"].figures
    assert set(figures["others"].rankings) == set(figures["ten"].rankings) == ranked


@pytest.mark.parametrize("claim", TESTED, ids=lambda claim: claim.id)
def test_without_data_nothing_is_decided(claim: Claim) -> None:
    (one,) = assessments([claim], made())
    assert one.verdict == NOTHING[claim.kind]
    assert all(value.value is None for value in one.figures.values())


def test_a_claim_without_definition_stays_open_whatever_the_data(bundled: Snapshot) -> None:
    untested = [claim for claim in CLAIMS if claim.untestable]
    assert len(untested) > 3
    found = assessments(untested, bundled.tables())
    assert {(one.claim.kind, one.verdict) for one in found} == set(NOTHING.items())


# Made tables

RANKS = {2011: 29, 2012: 34, 2013: 35, 2022: 11}


def ranked(ranks: dict[int, int]) -> dict[str, pd.DataFrame]:
    scores = [{"edition": edition, "rank": rank} for edition, rank in ranks.items()]
    return made(gii_scores=scores, gii_editions=[{"edition": edition, "economies": 140} for edition in ranks])


@pytest.mark.parametrize(
    ("ranks", "verdict"),
    [
        (RANKS, RIGHT),
        (RANKS | {2011: 36, 2013: 34}, RIGHT),
        (RANKS | {2022: 12}, WRONG),
        ({2011: 29, 2012: 34, 2013: 35}, NOT_CHECKABLE),
    ],
    ids=str,
)
def test_the_two_ranks(ranks: dict[int, int], verdict: str) -> None:
    (one,) = assessments([BY_ID["rank-2012-2022"]], ranked(ranks))
    assert one.verdict == verdict


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (0.9, 1.1, MIXED),
        (1.1, 1.2, MOVED),
        (0.9, 0.8, NOT_MOVED),
        (1.1, None, MOVED),
        (0.99, 1.01, NOT_MOVED),
    ],
)
def test_releases_that_contradict_each_other_are_mixed(old: float, new: float | None, verdict: str) -> None:
    rows = observed("PWT.rtfpna", {2012: 1.0, 2019: old})
    rows += observed("PWT11.rtfpna", {2012: 1.0} | ({} if new is None else {2019: new}))
    (one,) = assessments([BY_ID["productivity"]], made(observations=rows))
    assert one.verdict == verdict


def test_what_was_revised_gives_the_verdict_before() -> None:
    series = {2012: 70.0, 2023: 77.0}
    rows = observed("NBS.RD.ENTERPRISE.ZS", series)
    revision = {"series": "NBS.RD.ENTERPRISE.ZS", "year": 2023, "old": 71.0, "new": 77.0}
    claims = [BY_ID["enterprises"]]
    table = frames(claims, made(observations=rows, revisions=[revision]))["claims"]
    assert table[["verdict", "verdict_before"]].values.tolist() == [[MOVED, NOT_MOVED]]
    same = frames(claims, made(observations=rows, revisions=[revision | {"old": 76.5}]))["claims"]
    assert same["verdict_before"].isna().all()


def test_a_value_that_is_no_longer_published_counts_before() -> None:
    rows = observed("NBS.RD.ENTERPRISE.ZS", {2023: 77.0})
    revision = {"series": "NBS.RD.ENTERPRISE.ZS", "year": 2012, "old": 70.0, "new": None}
    table = frames([BY_ID["enterprises"]], made(observations=rows, revisions=[revision]))["claims"]
    assert table[["verdict", "verdict_before"]].values.tolist() == [[NOT_MEASURED, MOVED]]


def test_a_rank_that_was_revised_counts_before() -> None:
    tables = ranked(RANKS)
    rank = {"series": "GII", "measure": "rank", "year": 2022, "old": 12, "new": 11}
    tables["revisions"] = made(revisions=[rank])["revisions"]
    table = frames([BY_ID["rank-2012-2022"]], tables)["claims"]
    assert table[["verdict", "verdict_before"]].values.tolist() == [[RIGHT, WRONG]]


def test_changed_names_the_claims_of_both_tables_whose_verdict_differs() -> None:
    old = pd.DataFrame({"claim": ["a", "b", "c"], "verdict": [RIGHT, MOVED, MIXED]})
    new = pd.DataFrame({"claim": ["a", "b", "d"], "verdict": [RIGHT, NOT_MOVED, MIXED]})
    assert changed(old, new) == {"b": [MOVED, NOT_MOVED]}


# The bundled data


def figures(bundled: Snapshot, claim: str) -> dict[str, float]:
    table = bundled.table("claim_figures")
    rows = table[table["claim"] == claim]
    return dict(zip(rows["figure"], rows["value"], strict=True))


def test_the_figures_of_the_statements_are_right(bundled: Snapshot) -> None:
    verdicts = bundled.table("claims").set_index("claim")["verdict"]
    found = figures(bundled, "rank-2012-2022")
    names = ("start", "end", "before", "after", "changes", "low", "high")
    assert [found[name] for name in names] == [34, 11, 29, 35, 82, 10, 12]
    assert verdicts["rank-2012-2022"] == "right"
    share = figures(bundled, "most-innovative")
    assert share["end_share"] == pytest.approx(8.33, abs=0.01)
    assert share["start_share"] == pytest.approx(24.11, abs=0.01)
    assert [share[name] for name in ("inputs", "outputs", "casted_then", "casted", "bloomberg")] == [
        21,
        8,
        13,
        10,
        16,
    ]
    assert (share["others"], share["ten"]) == (4, 1)
    assert list(verdicts[["rank-2012-2022", "most-innovative"]]) == [RIGHT, RIGHT]


def test_aims_as_an_independent_count_found_them(bundled: Snapshot) -> None:
    claims = bundled.table("claims").set_index("claim")
    enterprises, cited = figures(bundled, "enterprises"), figures(bundled, "independent-innovation")
    assert round(enterprises["change"], 2) == 1.56
    assert [cited[name] for name in ("cited_rank", "cited_size", "cited_median")] == [117, 177, 1.61]
    found = figures(bundled, "productivity")
    assert (round(found["old_same"], 1), round(found["new_same"], 1)) == (-3.4, 18.3)
    aspi = figures(bundled, "core-technologies")
    assert (aspi["aspi_then"], aspi["aspi"]) == (3, 66)
    assert figures(bundled, "open-innovation")["papers_rank"] == 46
    verdicts = {
        "enterprises": NOT_MOVED,
        "productivity": MIXED,
        "open-innovation": MIXED,
        "intellectual-property": MOVED,
    }
    assert dict(claims.loc[list(verdicts), "verdict"]) == verdicts
    recent = claims.loc[["open-innovation", "independent-innovation"], ["tests", "tests_recent"]]
    assert recent.values.tolist() == [[3, 1], [2, 0]]


def test_the_snapshot_holds_what_its_tables_give(bundled: Snapshot) -> None:
    found = frames(CLAIMS, bundled.tables())
    for name, frame in found.items():
        held = bundled.table(name)
        pd.testing.assert_frame_equal(frame.astype(held.dtypes), held)
