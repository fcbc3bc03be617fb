"""Official targets: every verdict follows from values by rule and flips with them, in both vintages."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.evidence import targets as method
from analysis.evidence.targets import Choice, assess_targets, judge_target, official_targets, result_counts
from etl.checks import GATES, Report, check_targets
from etl.cli_context import catalog

CLOSED = 2025


def target(
    comparison: str = "at_least", value: float = 10, year: int = 2020, base: int | None = 2015
) -> dict[str, Any]:
    return {"comparison": comparison, "value": value, "year": year, "base_year": base}


def verdict(values: Mapping[int, float], **about: Any) -> method.Verdict:
    return judge_target(target(**about), values, dict.fromkeys(values, "first_published"), CLOSED)


def test_a_verdict_is_what_the_values_say() -> None:
    for values, result, basis, reached in (
        ({2019: 9, 2020: 10}, "met", "due", 2020),
        ({2018: 10, 2020: 11}, "met", "due", 2018),
        ({2019: 9, 2020: 9.99}, "missed", "due", None),
        ({2020: 9, 2022: 9.5, 2023: 10}, "late", "due", 2023),
        ({2018: 12}, "met", "earlier", 2018),
        ({2018: 9}, "unjudged", "", None),
        ({2018: 9, 2022: 9.5}, "missed", "around", None),
        ({2018: 9, 2022: 9.5, 2023: 11}, "late", "around", 2023),
        ({2018: 9, 2022: 10}, "unjudged", "", None),
        ({2021: 12}, "met", "later", None),
        ({2022: 12}, "unjudged", "", None),
        ({}, "unjudged", "", None),
        ({2014: 12}, "unjudged", "", None),  # before the base year
    ):
        found = verdict(values)
        assert (found.verdict, found.basis, found.reached) == (result, basis, reached), values
    assert verdict({2020: 9}).short == pytest.approx(1)
    for values, exact, unmet in (
        ({2019: 9, 2020: 10}, True, (2019, 9)),
        ({2016: 8, 2018: 10, 2020: 11}, False, (2016, 8)),
        ({2018: 10, 2020: 9, 2022: 10}, False, (2020, 9)),
        ({2020: 10}, False, (None, None)),
    ):
        found = verdict(values)
        assert (found.reached_exact, (found.unmet_year, found.unmet)) == (exact, unmet), values
    assert verdict({2015: 100, 2020: 170}, comparison="growth_at_least").reached_exact
    assert verdict({2021: 12}).weak
    assert not verdict({2018: 12}).weak
    assert judge_target(target(), {2020: 12}, {2020: "statement"}, CLOSED).weak


def test_a_part_of_a_year_that_is_short_is_weak_and_dates_nothing() -> None:
    for value, weak in ((9, True), (11, False)):
        assert judge_target(target(), {2020: value}, {}, CLOSED, {2020: "middle"}).weak == weak
    assert not judge_target(target(), {2019: 9, 2020: 11}, {}, CLOSED, {2019: "middle"}).reached_exact


def test_what_is_not_due_is_met_or_open() -> None:
    assert verdict({2025: 9}, year=2030).verdict == "not_due"
    assert verdict({2025: 10}, year=2030).verdict == "met"
    assert (
        verdict({2020: 100, 2025: 1000}, comparison="growth_at_least", year=2030, base=2025).verdict
        == "not_due"
    )


def test_each_comparison_flips_at_its_own_threshold() -> None:
    for comparison, short, enough in (
        ("at_least", {2020: 9.99}, {2020: 10}),
        ("more_than", {2020: 10}, {2020: 10.01}),
        ("at_most", {2020: 10.1}, {2020: 10}),
        ("rank_no_worse_than", {2020: 11}, {2020: 10}),
        ("about", {2020: 8.9}, {2020: 9}),
        ("multiple_at_least", {2015: 2, 2020: 19}, {2015: 2, 2020: 20}),
        ("growth_at_least", {2015: 100, 2020: 161}, {2015: 100, 2020: 161.1}),
        ("growth_more_than", {2015: 100, 2020: 161}, {2015: 100, 2020: 161.1}),
        ("cumulative_at_least", dict.fromkeys(range(2015, 2021), 1.9), dict.fromkeys(range(2016, 2021), 2.0)),
    ):
        assert verdict(short, comparison=comparison).verdict == "missed", comparison
        assert verdict(enough, comparison=comparison).verdict == "met", comparison


def test_where_the_base_is_the_due_year_nothing_has_grown() -> None:
    for comparison in ("growth_at_least", "growth_more_than", "multiple_at_least", "cumulative_at_least"):
        found = verdict({2020: 100, 2021: 900}, comparison=comparison, value=0.5, base=2020)
        assert (found.verdict, found.reached, found.actual) == ("unjudged", None, None), comparison
    assert verdict({2019: 12, 2020: 9}, base=2020).verdict == "missed"  # the year before is no longer asked


def test_a_year_counts_from_the_base_on_and_is_over_at_its_end() -> None:
    assert verdict({2015: 12}).reached == 2015  # the base year itself may reach it
    for closed, result in ((2019, "not_due"), (2020, "missed"), (2021, "missed")):
        values = {2020: 9.0}
        assert judge_target(target(), values, {}, closed).verdict == result, closed
    for closed, basis in ((2019, "early"), (2020, "due")):
        assert judge_target(target(), {2020: 10}, {}, closed).basis == basis


def test_goals_are_those_of_the_level_of_a_series_and_due_by_the_year_after_its_last(
    dataset: Dataset,
) -> None:
    rows, measures = dataset.table("targets"), dataset.table("target_measures").set_index("measure")
    every = official_targets(dataset).set_index("target")
    for series in ("NBS.RD.GDP.FIRST", "NBS.RD.GDP"):
        own = measures.index[measures["indicator_first"].eq(series) | measures["indicator_today"].eq(series)]
        wanted = {
            (
                row["year"],
                row["value"] / measures["factor"][row["measure"]],
                every["verdict_first"][row["target"]],
            )
            for row in rows[rows["measure"].isin(own) & rows["confidence"].eq("high")].to_dict("records")
            if row["comparison"] in ("at_least", "more_than", "at_most", "about")
        }
        found = method.goals(dataset, series)
        assert set(found) == wanted
        assert len(found) == len(wanted)
    by_year = {year: value for year, value, _ in method.goals(dataset, "NBS.RD.GDP.FIRST")}
    assert by_year[2020] == 2.5 > by_year[2015]
    assert method.with_goals(dataset, "NBS.RD.GDP.FIRST", (2.1, 2.3), 2019)[1] == 2.5
    assert method.with_goals(dataset, "NBS.RD.GDP.FIRST", (2.1, 2.3), 2018)[1] == 2.3


def test_a_sum_ends_where_a_year_is_missing() -> None:
    values = {2016: 4.0, 2017: 4.0, 2019: 4.0, 2020: 4.0}
    assert verdict(values, comparison="cumulative_at_least").verdict == "unjudged"
    assert verdict({**values, 2018: 4.0}, comparison="cumulative_at_least").reached == 2018


def by_target(rows: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    return {str(row["target"]): row for row in rows.to_dict("records")}


# Verdicts that were found by hand, target by target; the others are met or unjudged.
EXPECTED = {
    "late": {"fyp11_rd_gdp_2010", "fyp12_rd_gdp_2015", "fyp13_rd_gdp_2020"},
    "missed": {*("sei_gdp_2020", "ipaction_pct_2020", "mic_centres_2025", "fyp14_basic_share_2025")},
    "not_due": {"literacy_2035", "fyp15_rd_growth_2030", "fyp15_digital_core_2030"},
}


def test_the_verdicts_are_those_found_by_hand(dataset: Dataset) -> None:
    rows = official_targets(dataset)
    rows = rows[rows["counted"]]
    for vintage in method.VINTAGES:
        for result, names in EXPECTED.items():
            assert set(rows.loc[rows[f"verdict_{vintage}"] == result, "target"]) == names, (vintage, result)
        found = result_counts(rows, vintage)
        counted = {"met": 33, "late": 3, "missed": 4, "unjudged": 19, "not_due": 3}
        assert found == counted | {"all": 62, "judged": 40}
    weak = rows.loc[rows["weak_first"], "target"]
    assert set(weak) == {"fyp12st_rd_personnel_2015", "ai_core_2025", "ai_core_2030", "mic_centres_2025"}


def test_a_year_is_given_as_reached_only_where_the_year_before_is_known_to_be_short(dataset: Dataset) -> None:
    rows = official_targets(dataset)
    for vintage in method.VINTAGES:
        for row in rows.dropna(subset=[f"reached_{vintage}"]).to_dict("records"):
            before = method.course(dataset, row, vintage).get(row[f"reached_{vintage}"] - 1)
            known = before is not None and not method.reaches_target(row, before)
            known |= row["comparison"].startswith(("growth", "cumulative"))
            assert row[f"reached_exact_{vintage}"] == known, (row["target"], vintage)


def test_every_target_that_is_judged_says_who_counts(dataset: Dataset) -> None:
    rows = official_targets(dataset)
    judged = rows[rows["verdict_first"].isin(method.JUDGED)]
    assert judged["counter"].notna().all()
    same = rows.groupby("counted_by_en")["own_count"].nunique()
    assert (same == 1).all(), same
    own = set(rows.loc[rows["own_count"], "measure"])
    assert {"citation_rank", "nii_rank", "tech_market", "little_giants"} <= own
    assert not own & {"rd_gdp", "pct_origin", "robot_density"}


def test_a_verdict_of_the_tables_flips_with_their_values(dataset: Dataset) -> None:
    tables = {name: dataset.table(name).copy() for name in method.TABLES}
    actuals, series = tables["target_actuals"], tables["observations"]
    at = (actuals["measure"] == "basic_share") & (actuals["year"] == 2025)
    actuals.loc[at, "value"] = 8.0
    at = (series["indicator"] == "NBS.RD.GDP.FIRST") & (series["year"] == 2020)
    series.loc[at, "value"] = 2.5
    rows = by_target(assess_targets(tables, CLOSED))
    assert rows["fyp14_basic_share_2025"]["verdict_first"] == "met"
    assert rows["fyp13_rd_gdp_2020"]["verdict_first"] == "met"
    assert rows["fyp13_rd_gdp_2020"]["verdict_revised"] == "late"


def test_equal_targets_of_several_documents_count_once(dataset: Dataset) -> None:
    rows = by_target(official_targets(dataset))
    same = ("mlp_rd_gdp_2020", "fyp13_rd_gdp_2020", "nids_rd_gdp_2020")
    assert [rows[name]["counted"] for name in same] == [False, True, False]
    assert rows["fyp13_rd_gdp_2020"]["also"].split() == ["mlp_2006", "nids_2016"]


def test_a_document_lists_what_it_sets_even_if_it_counts_elsewhere(dataset: Dataset) -> None:
    of_plan = method.filter_targets(dataset, Choice.read(dataset, {"document": "nids_2016"}))
    assert set(of_plan["target"]) == {"nids_rd_gdp_2020", "nids_kis_gdp_2020", "nids_st_contribution_2020"}
    late = method.filter_targets(dataset, Choice.read(dataset, {"verdict": "late"}))
    assert set(late["target"]) == EXPECTED["late"]


def _broken(dataset: Dataset, name: str, row: int, column: str, value: Any) -> list[str]:
    tables = {one: dataset.table(one).copy() for one in (*method.TABLES, "target_references", "sources")}
    frame = tables[name].astype({column: object})
    frame.loc[row, column] = value
    tables[name] = frame.astype({column: tables[name][column].dtype})
    return [one.column for one in check_targets(tables, catalog(), Report())]


def test_gates_refuse_what_cannot_be_judged(dataset: Dataset) -> None:
    assert "targets" in GATES
    targets, actuals = dataset.table("targets"), dataset.table("target_actuals")
    quoted = int(targets.index[targets["quotation_zh"].notna()][0])
    based = int(targets.index[targets["base_year"].notna()][0])
    rank = int(targets.index[targets["comparison"] == "rank_no_worse_than"][0])
    held = int(actuals.index[(actuals["measure"] == "literacy") & (actuals["year"] == 2015)][0])
    for name, row, column, value in (
        ("targets", quoted, "quotation_en", None),
        ("targets", 0, "cited", "unknown_reference"),
        ("targets", based, "base_year", 2040),
        ("targets", based, "base_year", int(targets["year"][based])),
        ("targets", rank, "comparison", "at_least"),
        ("targets", based, "value", 1e9),
        ("target_actuals", held, "value", 7.0),
        ("target_actuals", 0, "year", 2099),
        ("target_measures", 0, "indicator_first", "NO.SUCH"),
        ("target_measures", 0, "counter", None),
    ):
        assert column in _broken(dataset, name, row, column, value), (name, column)
