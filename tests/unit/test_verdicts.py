"""Verdicts follow by rule: for every claim, on made figures, on made tables and on the bundled data."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.evidence.pillar import COLUMNS, distinct_indicators, pillar_evidence
from analysis.evidence.verdicts import (
    MIXED,
    MOVED,
    NOT_CHECKABLE,
    NOT_MEASURED,
    NOT_MOVED,
    RIGHT,
    WRONG,
    Assessment,
    Value,
    assess,
    assessments,
    changed_verdicts,
    claim_assessments,
    claim_tables,
    passes_test,
    value_of,
)
from data import catalog
from data.claims import Check, Claim, Figure
from data.snapshot import Snapshot
from tests.sampling import sample
from tests.unit.claim_tables import made, observed

CATALOG = catalog.load()
CLAIMS = CATALOG.claims
STATEMENTS = [claim for claim in CLAIMS if claim.tests]
NOTHING = {"statement": NOT_CHECKABLE, "aim": NOT_MEASURED}
NO_ROWS = pd.DataFrame(columns=list(COLUMNS))


def of_one(claim: str) -> catalog.Catalog:
    """The catalog with no other claim."""
    return CATALOG.model_copy(update={"claims": tuple(one for one in CLAIMS if one.id == claim)})


def judged(claim: str, tables: dict[str, pd.DataFrame]) -> Assessment:
    (found,) = assessments(of_one(claim), tables)
    return found


def verdicts(claim: str, tables: dict[str, pd.DataFrame]) -> list[object]:
    """The verdict now and before."""
    (row,) = claim_tables(of_one(claim), tables)["claims"].to_dict("records")
    return [row["verdict"], row["verdict_before"]]


def compares(test: Check, figures: dict[str, Value]) -> bool | None:
    """Return whether a comparison holds by Python's own signs; None where a figure it needs has no value."""
    left = figures[test.figure].value
    right = figures[test.than].value if isinstance(test.than, str) else test.than
    if left is None or right is None:
        return None
    found = {"<": left < right, ">": left > right, "=": left == right}
    found |= {"<=": not found[">"], ">=": not found["<"], "!=": not found["="]}
    assert passes_test(test, figures) == found[test.op]
    return found[test.op]


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


def test_every_value_gives_the_verdict_of_the_rule_and_every_verdict_is_reached() -> None:
    for claim in STATEMENTS:
        reached = set()
        for figures in sample(assignments(claim), 1500):
            support = [compares(one, figures) for one in claim.tests]
            expected = NOT_CHECKABLE if None in support else WRONG if False in support else RIGHT
            found = assess(claim, figures, NO_ROWS).verdict
            assert found == expected, (claim.id, figures)
            reached.add(found)
        assert reached == {RIGHT, WRONG, NOT_CHECKABLE}, claim.id


def test_an_aim_is_judged_by_how_its_rows_moved() -> None:
    claim = next(claim for claim in CLAIMS if claim.actions)
    for ways, verdict in (
        (("towards", "towards"), MOVED),
        (("towards", "flat", "away"), MIXED),
        (("flat", "away"), NOT_MOVED),
        (("towards", "none"), MOVED),
        (("none",), NOT_MEASURED),
        ((), NOT_MEASURED),
    ):
        rows = [{"code": f"x{at}", "course": way, "last_year": 2022 + at} for at, way in enumerate(ways)]
        found = assess(claim, {}, pd.DataFrame(rows, columns=list(COLUMNS)))
        known = [at for at, way in enumerate(ways) if way != "none"]
        assert (found.verdict, found.evidence) == (verdict, (len(known), sum(at > 0 for at in known))), ways


def test_every_row_that_the_page_of_a_pillar_counts_judges_one_aim(dataset: Dataset) -> None:
    aims = [one for one in claim_assessments(dataset) if one.claim.actions]
    for pillar in CATALOG.strategy:
        rows = pillar_evidence(dataset, pillar.number)
        shown = pd.concat([distinct_indicators(rows), rows[rows["kind"] == "gii"]])
        courses = {
            code: way
            for one in aims
            if one.claim.pillar == pillar.number
            for code, way in one.courses.items()
        }
        assert courses == dict(zip(shown["code"], shown["course"], strict=True))


def test_a_caveat_appears_and_disappears_with_its_test() -> None:
    for claim in CLAIMS:
        every = [assess(claim, figures, NO_ROWS) for figures in sample(assignments(claim), 800)]
        for number, caveat in enumerate(claim.caveats):
            found = {one.caveats[number] for one in every}
            assert found == ({True} if caveat.test is None else {True, False, None}), (claim.id, number)


def test_the_other_rankings_are_all_that_rank_economies() -> None:
    known = catalog.load().rankings
    ranked = {name for name, one in known.items() if one.kind == "rank" and one.table == "other_rankings"}
    figures = next(claim for claim in CLAIMS if claim.id == "most-innovative").figures
    assert set(figures["others"].rankings) == set(figures["ten"].rankings) == ranked


def test_without_data_nothing_is_decided() -> None:
    for one in assessments(CATALOG, made()):
        assert one.verdict == NOTHING[one.claim.kind]
        assert all(value.value is None for value in one.figures.values())


# Made tables

RANKS = {2011: 29, 2012: 34, 2013: 35, 2022: 11}


def ranked(ranks: dict[int, int]) -> dict[str, pd.DataFrame]:
    scores = [{"edition": edition, "rank": rank} for edition, rank in ranks.items()]
    return made(gii_scores=scores, gii_editions=[{"edition": edition, "economies": 140} for edition in ranks])


def test_the_two_ranks() -> None:
    for ranks, verdict in (
        (RANKS, RIGHT),
        (RANKS | {2011: 36, 2013: 34}, RIGHT),
        (RANKS | {2022: 12}, WRONG),
        ({2011: 29, 2012: 34, 2013: 35}, NOT_CHECKABLE),
    ):
        assert judged("rank-2012-2022", ranked(ranks)).verdict == verdict, ranks


def test_releases_that_contradict_each_other_are_mixed() -> None:
    for old, new, verdict in (
        (0.9, 1.1, MIXED),
        (1.1, 1.2, MOVED),
        (0.9, 0.8, NOT_MOVED),
        (1.1, None, MOVED),
        (0.99, 1.01, NOT_MOVED),
    ):
        rows = observed("PWT.rtfpna", {2012: 1.0, 2019: old})
        rows += observed("PWT11.rtfpna", {2012: 1.0} | ({} if new is None else {2019: new}))
        assert judged("productivity", made(observations=rows)).verdict == verdict, (old, new)


def test_what_was_revised_gives_the_verdict_before() -> None:
    rows = observed("NBS.RD.ENTERPRISE.ZS", {2012: 70.0, 2023: 77.0})
    revision = {"series": "NBS.RD.ENTERPRISE.ZS", "year": 2023, "old": 71.0, "new": 77.0}
    tables = made(observations=rows, revisions=[revision])
    assert verdicts("enterprises", tables) == [MOVED, NOT_MOVED]
    tables = made(observations=rows, revisions=[revision | {"old": 76.5}])
    assert verdicts("enterprises", tables) == [MOVED, None]


def test_a_value_that_is_no_longer_published_counts_before() -> None:
    rows = observed("NBS.RD.ENTERPRISE.ZS", {2023: 77.0})
    revision = {"series": "NBS.RD.ENTERPRISE.ZS", "year": 2012, "old": 70.0, "new": None}
    assert verdicts("enterprises", made(observations=rows, revisions=[revision])) == [NOT_MEASURED, MOVED]


def test_a_rank_that_was_revised_counts_before() -> None:
    tables = ranked(RANKS)
    rank = {"series": "GII", "measure": "rank", "year": 2022, "old": 12, "new": 11}
    tables["revisions"] = made(revisions=[rank])["revisions"]
    assert verdicts("rank-2012-2022", tables) == [RIGHT, WRONG]


def test_changed_names_the_claims_of_both_tables_whose_verdict_differs() -> None:
    old = pd.DataFrame({"claim": ["a", "b", "c"], "verdict": [RIGHT, MOVED, MIXED]})
    new = pd.DataFrame({"claim": ["a", "b", "d"], "verdict": [RIGHT, NOT_MOVED, MIXED]})
    assert changed_verdicts(old, new) == {"b": [MOVED, NOT_MOVED]}


# The bundled data


def figures(bundled: Snapshot, claim: str) -> dict[str, float]:
    table = bundled.table("claim_figures")
    rows = table[table["claim"] == claim]
    return dict(zip(rows["figure"], rows["value"], strict=True))


def test_the_figures_of_the_statements_are_right(bundled: Snapshot) -> None:
    judgements = bundled.table("claims").set_index("claim")["verdict"]
    found = figures(bundled, "rank-2012-2022")
    names = ("start", "end", "before", "after", "changes", "low", "high")
    assert [found[name] for name in names] == [34, 11, 29, 35, 82, 10, 12]
    assert list(judgements[["rank-2012-2022", "most-innovative"]]) == [RIGHT, NOT_CHECKABLE]


def test_aims_as_an_independent_count_found_them(bundled: Snapshot) -> None:
    claims = bundled.table("claims").set_index("claim")
    found = figures(bundled, "productivity")
    assert (round(found["old_same"], 1), round(found["new_same"], 1)) == (-3.4, 18.3)
    recent = claims.loc[["enterprises", "open-innovation"], ["tests", "tests_recent"]]
    assert recent.values.tolist() == [[8, 6], [5, 4]]


def test_the_snapshot_holds_what_its_tables_give(bundled: Snapshot) -> None:
    found = claim_tables(CATALOG, bundled.tables())
    for name, frame in found.items():
        held = bundled.table(name)
        pd.testing.assert_frame_equal(frame.astype(held.dtypes), held)


# Figures of claims computed from made tables


def asked_for(kind: str, series: str, year: int | str, since: int | str = "", **more: Any) -> Figure:
    return Figure.model_construct(kind=kind, indicator=series, to=year, since=since, **more)


def computed(asked: Figure, **rows: list[dict[str, Any]]) -> Value:
    return value_of(made(**rows), asked)


EDITIONS: list[dict[str, Any]] = [
    {"edition": 2012, "economies": 141},
    {"edition": 2016, "economies": 128, "change": "break"},
    {"edition": 2022, "economies": 132, "change": "documented"},
]
OF_INDEX: list[dict[str, Any]] = [
    {"edition": 2012, "rank": 34},
    {"edition": 2022, "rank": 11},
    {"edition": 2022, "code": "IN", "rank": 21},
]
PARTS: list[dict[str, Any]] = [
    {"edition": edition, "level": "indicator", "concept": concept, "measure": concept, "weight": weight}
    for edition, concept, weight in (
        *((2012, "gone", 1.0), (2012, "kept", 1.0), (2012, "half", 0.5)),
        *((2022, "new", 1.0), (2022, "kept", 1.0), (2022, "half", 1.0)),
    )
]
INTERVAL = {"interval": "weights", "end": "high"}


def test_figures_of_the_index() -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "gii_editions": EDITIONS,
        "gii_structure": PARTS,
        "gii_scores": OF_INDEX,
        "gii_intervals": [{"edition": 2022, "low": 10, "high": 12}],
        "gii_clusters": [{"edition": 2022, "total": 21}, {"edition": 2024, "total": 26}],
        "other_rankings": [
            {"ranking": "elsewhere", "year": 2021, "rank": 16},
            {"ranking": "elsewhere", "year": 2022, "rank": 15},
            {"ranking": "better", "year": 2021, "rank": 13},
            {"ranking": "better", "year": 2023, "rank": 10},
            {"ranking": "counted", "year": 2024, "score": 66},
        ],
    }
    tables = made(**rows)
    for asked, value in (
        (asked_for("rank", "GII", 2012), 34),
        (asked_for("rank", "IN", 2022), 21),
        (asked_for("rank", "OUT", 2022), None),
        (asked_for("economies", "GII", 2022), 132),
        (asked_for("top_share", "GII", 2022), 100 * 11 / 132),
        (asked_for("top_share", "GII", 2016), None),
        (asked_for("framework_changes", "GII", 2022, 2012), 3),
        (asked_for("framework_changes", "GII", 2016, 2012), None),
        (asked_for("framework_changes", "GII", 2022, 2011), None),
        (asked_for("interval", "GII", 2022, **INTERVAL), 12),
        (asked_for("interval", "GII", 2012, **INTERVAL), None),
        (asked_for("clusters", "GII", 2024), 26),
        (asked_for("clusters", "GII", 2018), None),
        (asked_for("other_rank", "elsewhere", 2021), 16),
        (asked_for("other_rank", "elsewhere", "latest"), 15),
        (asked_for("other_rank", "nowhere", 2021), None),
        (asked_for("others", "", 2023, 2021, rankings=("elsewhere", "better", "counted")), 2),
        (asked_for("others_first_ten", "", 2023, 2021, rankings=("elsewhere", "better")), 1),
        (asked_for("others_first_ten", "", 2022, 2021, rankings=("elsewhere", "better")), 0),
        (asked_for("others", "", 2020, 2019, rankings=("elsewhere",)), None),
    ):
        assert value_of(tables, asked).value == value, asked


HELD = observed("X", {2010: 1.0, 2012: 2.0, 2021: 5.0}) + observed("X", {2022: 9.0}, "JPN")


def test_figures_of_indicators() -> None:
    for asked, value, year in (
        (asked_for("value", "X", 2012), 2.0, 2012),
        (asked_for("value", "X", "latest"), 5.0, 2021),
        (asked_for("value", "X", 2013), None, 2013),
        (asked_for("value", "Y", "latest"), None, None),
        (asked_for("percent", "X", "latest", 2012), pytest.approx(150.0), 2021),
        (asked_for("percent", "X", "latest", 2013), None, 2021),
    ):
        found = computed(asked, observations=HELD)
        assert (found.value, found.year) == (value, year), asked


def test_growth_from_nothing_is_not_said() -> None:
    zero = observed("X", {2012: 0.0, 2019: 2.0})
    assert computed(asked_for("percent", "X", 2019, 2012), observations=zero).value is None


def test_a_source_is_named_where_it_is_one() -> None:
    rows = observed("X", {2012: 1.0, 2019: 2.0})
    assert computed(asked_for("percent", "X", 2019, 2012), observations=rows).source == "one"
    rows[0]["source"] = "two"
    assert computed(asked_for("percent", "X", 2019, 2012), observations=rows).source == ""
    assert computed(asked_for("value", "X", 2012), observations=rows).source == "two"
