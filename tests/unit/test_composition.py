"""The index rebuilt from its parts: the validation targets of the method."""

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.index.composition import (
    PILLAR_WEIGHTS,
    PILLARS,
    WeightsError,
    index_scores,
    infer_weights,
    rebuild,
    rebuild_from_indicators,
)
from analysis.index.strengths import MIN_COVERAGE, MIN_LOW_SUBPILLARS, has_low_coverage
from analysis.reshape import pivot_scores
from data.codes import code_order, level_of, parent_of
from data.snapshot import Snapshot
from tests.sampling import sample

FULL = (2021, 2022, 2023, 2024, 2025)
CHINA = {
    2019: (54.8, 14, 26, 5),
    2021: (54.795, 12, 25, 7),
    2022: (55.2632, 11, 21, 8),
    2023: (55.3141, 12, 25, 8),
    2024: (56.3227, 11, 23, 7),
    2025: (56.5551, 10, 19, 5),
}


@pytest.fixture(scope="module")
def scores(bundled: Snapshot) -> pd.DataFrame:
    return bundled.table("gii_scores")


def structure(bundled: Snapshot, edition: int) -> pd.DataFrame:
    table = bundled.table("gii_structure")
    return table[table["edition"] == edition]


def ranks(scores: pd.DataFrame, edition: int) -> pd.Series:
    rows = scores[(scores["edition"] == edition) & (scores["code"] == "GII")]
    return rows.set_index("economy")["rank"].astype("int64")


def test_v1_the_index_of_full_precision_is_the_sum_of_its_pillars(scores: pd.DataFrame) -> None:
    for edition in FULL:
        held = pivot_scores(scores, edition)
        rebuilt = index_scores(held)
        assert (rebuilt[["GII", "IN", "OUT"]] - held[["GII", "IN", "OUT"]]).abs().max().max() < 1e-9, edition
        assert (rebuilt["GII"].rank(ascending=False) == ranks(scores, edition)).all(), edition


def test_v3_weights_are_half_where_the_publisher_says_so(bundled: Snapshot) -> None:
    counts = {}
    for edition in (2019, *FULL):
        rows = structure(bundled, edition).set_index("code")
        indicators = rows[rows["level"] == "indicator"]["weight"]
        assert set(indicators) <= {0.5, 1.0}
        counts[edition] = int((indicators == 0.5).sum())
        assert list(rows.loc[["7.1", "7.2", "7.3"], "weight"]) == [0.5, 0.25, 0.25]
        others = rows[(rows["level"] == "subpillar") & (rows["parent"] != "P7")]["weight"]
        assert len(others) == 18
        assert (others == 1 / 3).all()
    assert counts == {2019: 31, 2021: 23, 2022: 4, 2023: 2, 2024: 0, 2025: 0}
    halves = {
        edition: list(rows.loc[(rows["level"] == "indicator") & (rows["weight"] == 0.5), "code"])
        for edition in (2022, 2023)
        for rows in [structure(bundled, edition)]
    }
    assert halves == {2022: ["1.2.1", "1.2.2", "2.3.1", "2.3.2"], 2023: ["1.2.1", "1.2.2"]}


def test_v3_the_hand_kept_weights_of_2019_are_those_its_scores_imply(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    rows = structure(bundled, 2019)
    lower = rows[rows["level"].isin(["indicator", "subpillar"])].set_index("code")
    parents = {str(code): str(parent) for code, parent in lower["parent"].items()}
    found = infer_weights(pivot_scores(scores, 2019), parents, tolerance=0.1001)
    assert found == pytest.approx(lower["weight"].to_dict())


def test_v4_everything_rebuilds_from_the_indicators(bundled: Snapshot, scores: pd.DataFrame) -> None:
    for edition, limit in (*((edition, 1e-9) for edition in FULL), (2019, 0.0525)):
        held = pivot_scores(scores, edition)
        rebuilt = rebuild_from_indicators(held, structure(bundled, edition))
        assert (rebuilt["GII"] - held["GII"]).abs().max() < limit, edition


def test_v4_every_edition_before_2018_rebuilds_from_the_indicators_with_all_its_ranks(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    for edition in range(2011, 2018):
        held = pivot_scores(scores, edition)
        doubtful = scores[scores["edition"] == edition].set_index("economy")[["code", "doubt"]]
        for economy, code in doubtful[doubtful["doubt"] == "left-out"]["code"].items():
            held.loc[economy, held.columns.str.startswith(f"{code}.")] = float("nan")
        rebuilt = rebuild_from_indicators(held, structure(bundled, edition))["GII"]
        gap = (rebuilt - held["GII"]).abs().drop(doubtful.index[doubtful["doubt"] == "not-the-mean"])
        assert gap.max() < (0.0143 if edition == 2012 else 0.006), edition
        published = ranks(scores, edition)
        assert rebuilt.rank(ascending=False, method="min").loc[published.index].tolist() == published.tolist()


def test_the_pillars_of_editions_without_indicators_rebuild_from_their_sub_pillars(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    for edition, cells, limit in ((2018, 854, 0.0101), (2020, 861, 0.0751)):
        held = pivot_scores(scores, edition)
        gap = (rebuild(held, structure(bundled, edition))[list(PILLARS)] - held[list(PILLARS)]).abs()
        assert int(gap.count().sum()) == cells
        assert gap.max().max() < limit, edition


def test_other_weights_apply_to_indicators_as_to_pillars(bundled: Snapshot, scores: pd.DataFrame) -> None:
    for edition in (2019, *sample(FULL, 2)):
        held, rows = pivot_scores(scores, edition), structure(bundled, edition)
        limit = 0.11 if edition == 2019 else 1e-9
        for weights in (dict.fromkeys(PILLARS, 1.0), dict.fromkeys(PILLARS, 0.0) | {"P6": 0.3, "P7": 0.6}):
            rebuilt = rebuild_from_indicators(held, rows, weights)
            assert (rebuilt["GII"] - index_scores(held, weights)["GII"]).abs().max() < limit
        # China by hand: half of 7.1, a quarter each of 7.2 and 7.3; then P6 to P7 as 1 to 2.
        codes = ["7.1", "7.2", "7.3", "P6", "P7", "GII"]
        first, second, third, p6, p7, index = rebuilt.loc["CHN", codes].to_numpy("float64")
        assert p7 == pytest.approx(first / 2 + second / 4 + third / 4)
        assert index == pytest.approx((p6 + 2 * p7) / 3)


def test_v5_china(scores: pd.DataFrame) -> None:
    keyed = scores[scores["economy"] == "CHN"].set_index(["edition", "code"])
    for edition, (score, overall, inputs, outputs) in CHINA.items():
        assert keyed.at[(edition, "GII"), "score"] == pytest.approx(score, abs=5e-4)
        found = [keyed.at[(edition, code), "rank"] for code in ("GII", "IN", "OUT")]
        assert found == [overall, inputs, outputs], edition


def test_other_weights_are_rescaled_and_checked() -> None:
    pillars = pd.DataFrame([dict.fromkeys(PILLARS, 40.0) | {"P7": 80.0}])
    assert index_scores(pillars)["GII"].iloc[0] == pytest.approx(50.0)
    assert index_scores(pillars, dict.fromkeys(PILLARS, 3.0))["GII"].iloc[0] == pytest.approx(320 / 7)
    assert index_scores(pillars, dict.fromkeys(PILLARS, 0.0) | {"P7": 1.0})["GII"].iloc[0] == 80.0
    assert np.isnan(index_scores(pillars, dict.fromkeys(PILLARS, 0.0) | {"P7": 1.0})["IN"].iloc[0])
    for wrong in ({"P1": 1.0}, {**PILLAR_WEIGHTS, "P8": 0.1}, {**PILLAR_WEIGHTS, "P1": -0.1}):
        with pytest.raises(ValueError, match="weights must be"):
            index_scores(pillars, wrong)
    assert index_scores(pillars.assign(P2=np.nan)).isna().sum().sum() == 2


def test_no_weights_are_found_for_a_part_that_its_members_do_not_give() -> None:
    scores = pd.DataFrame({"1.1": [50.0, 60.0], "1.1.1": [40.0, 90.0], "1.1.2": [30.0, 20.0]})
    with pytest.raises(WeightsError, match=r"rebuilds 1.1 from 1.1.1, 1.1.2"):
        infer_weights(scores, {"1.1.1": "1.1", "1.1.2": "1.1"})


def test_codes_have_a_level_a_parent_and_an_order() -> None:
    codes = ["GII", "IN", "OUT", "P1", "P7", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.10", "6.3", "7.1.4"]
    mixed = codes[5:] + codes[:5]
    assert sorted(mixed, key=code_order) == codes
    assert [level_of(code) for code in ("GII", "OUT", "P3", "2.3", "2.3.2")] == [
        *("index", "subindex", "pillar", "subpillar", "indicator")
    ]
    assert [parent_of(code) for code in ("GII", "IN", "P5", "P6", "6.3", "6.3.1")] == [
        *(None, "GII", "IN", "OUT", "P6", "6.3")
    ]


# Validation targets that belong to no module alone; docs/method.md lists all and the tests that hold them


ROOT = Path(__file__).resolve().parents[2]
COUNTS = (125, 141, 142, 143, 141, 128, 127, 126, 129, 131, 132, 132, 132, 133, 139)
ECONOMIES = dict(zip(range(2011, 2026), COUNTS, strict=True))
INDICATORS = {2019: (53, 27), 2021: (54, 27), 2022: (54, 27), 2023: (54, 26), 2024: (53, 25), 2025: (53, 25)}
"""Input and output indicators as the reports count them."""
MISSING = {2019: 9.9, 2021: 9.8, 2022: 11.3, 2023: 11.0, 2024: 10.6, 2025: 11.2}
"""Share of indicator scores that are not available, in per cent."""


def test_v2_rounding_swaps_saudi_arabia_and_peru_in_2019(scores: pd.DataFrame) -> None:
    printed = pivot_scores(scores, 2019, "rank")["GII"]
    held = pivot_scores(scores, 2019)
    scored = index_scores(held)["GII"]
    assert (scored - held["GII"]).abs().max() == pytest.approx(0.075)
    rebuilt = scored.rank(ascending=False)
    assert (len(printed), int((rebuilt == printed).sum())) == (129, 127)
    assert printed[["PER", "SAU"]].to_list() == [69, 68]
    assert rebuilt[["PER", "SAU"]].to_list() == [68, 69]


def test_v6_the_coverage_rule_holds_in_every_cell(bundled: Snapshot, scores: pd.DataFrame) -> None:
    """Fewer than 66 % of the indicators flag a sub-pillar, two flagged sub-pillars a pillar."""
    assert (MIN_COVERAGE, MIN_LOW_SUBPILLARS) == (0.66, 2)
    structure = bundled.table("gii_structure")
    cells = dict.fromkeys(("subpillar", "pillar"), 0)
    china = {}
    for edition in FULL:
        rows = scores[(scores["edition"] == edition) & scores["low_coverage"].notna()]
        flags = rows.pivot(index="economy", columns="code", values="low_coverage").astype(bool)
        ours = has_low_coverage(pivot_scores(scores, edition), structure[structure["edition"] == edition])
        assert (ours.loc[flags.index, flags.columns] == flags).all(axis=None), edition
        for code in flags:
            cells[level_of(str(code))] += len(flags)
        china[edition] = sorted(str(code) for code in flags if flags.at["CHN", code])
    assert cells == {"subpillar": 14_028, "pillar": 4_676}
    both, three = ["2.1", "5.1"], ["2.1", "5.1", "7.3"]
    assert china == {2021: three, 2022: both, 2023: both, 2024: three, 2025: three}


def test_v7_as_many_economies_and_indicators_as_the_reports_count(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    overall = scores[(scores["code"] == "GII") & scores["score"].notna()]
    assert overall.groupby("edition").size().to_dict() == ECONOMIES
    structure = bundled.table("gii_structure")
    indicators = structure[structure["level"] == "indicator"]
    counts = {}
    for edition in sorted({int(edition) for edition in indicators["edition"]}):
        codes = indicators.loc[indicators["edition"] == edition, "code"].astype(str)
        inputs = int((codes.str[0] < "6").sum())
        counts[edition] = (inputs, len(codes) - inputs)
    assert {edition: counts[edition] for edition in INDICATORS} == INDICATORS
    older = {edition: sum(counts[edition]) for edition in counts if edition not in INDICATORS}
    assert older == {2011: 80, 2012: 84, 2013: 84, 2014: 81, 2015: 79, 2016: 82, 2017: 81, 2018: 80}


def test_v7_a_tenth_of_the_indicator_scores_is_missing(scores: pd.DataFrame) -> None:
    shares = {}
    for edition in MISSING:
        held = pivot_scores(scores, edition)
        indicators = [code for code in held if level_of(str(code)) == "indicator"]
        shares[edition] = round(100 * float(held[indicators].isna().to_numpy().mean()), 1)
    assert shares == MISSING


def test_every_test_that_the_method_names_exists() -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", text)
    rows = re.findall(r"^\| (V\d+) ", text, re.MULTILINE)
    assert rows == [f"V{number}" for number in range(1, 12)]
    for file, function in named:
        tree = ast.parse((ROOT / "tests" / "unit" / file).read_text(encoding="utf-8"))
        held = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert function in held, f"{file} has no {function}"
