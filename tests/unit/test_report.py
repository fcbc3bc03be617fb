"""The report on the checks: every gate is in it, and what it says is what the tables give."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.index.composition import index_scores
from analysis.reshape import pivot_scores
from data import store
from data.contract import Violation
from data.schema import RULES, VALIDATION
from data.snapshot import Snapshot, open_snapshot
from etl import checks, gates
from etl.checks import ALL, GATES, Report
from tests import packages
from tests.unit.broken import Broken, known, says

CHECKING = {name.removeprefix("check_") for name in vars(checks) if name.startswith("check_")}


@pytest.fixture(scope="module")
def told(bundled: Snapshot) -> pd.DataFrame:
    return bundled.table(VALIDATION.name)


def test_every_gate_that_exists_is_in_the_report_of_the_snapshot(told: pd.DataFrame) -> None:
    assert set(GATES) == CHECKING
    assert {"contract", *GATES} == set(RULES.values()) == set(told["gate"])
    assert set(told["rule"]) == set(RULES)
    assert (told["gate"] == told["rule"].map(RULES)).all()


def test_the_figures_of_the_index_are_those_that_its_pillars_give(
    bundled: Snapshot, told: pd.DataFrame
) -> None:
    rows = told[told["rule"] == "index-from-pillars"].set_index("subject")
    for edition in (2012, 2019, 2025):
        held = pivot_scores(bundled.table("gii_scores"), edition)
        gap = (index_scores(held)["GII"] - held["GII"]).abs().dropna()
        assert rows.at[str(edition), "checked"] == len(gap)
        assert rows.at[str(edition), "deviation"] == pytest.approx(gap.max(), abs=1e-9)
    assert rows["checked"].sum() == 2_001 - 1  # economies with seven pillars, without the known gap


def test_what_is_ours_tests_nothing(bundled: Snapshot, told: pd.DataFrame) -> None:
    at = told.set_index(["rule", "subject"])["checked"]
    scores = bundled.table("gii_scores").query("edition == 2020")
    means = scores["score_source"] == "derived_mean_of_pillars"
    sub_indices = scores["code"].isin(("IN", "OUT"))
    assert at["subindices-from-pillars", "2020"] == (sub_indices & ~means).sum()
    ours = scores["rank_source"] == "derived_order_of_scores"
    published = scores["rank_source"].notna() & ~ours & scores["doubt"].isna()
    assert at["ranks-in-order", "2020"] == published.sum()


def test_a_report_that_says_otherwise_is_caught(bundled: Snapshot, tmp_path: Path) -> None:
    store.write_package(tmp_path, packages.overall(bundled.tables()))
    tables = open_snapshot(tmp_path).tables()
    changed = tables[VALIDATION.name].copy()
    changed.loc[changed["rule"] == "verdicts", "checked"] += 1
    (found,) = gates.violations(tables | {VALIDATION.name: changed.drop(index=changed.index[:0])}, known())
    assert str(found).startswith("validation: rule verdicts, subject all: the gates find something else")


def test_sources_that_disagree_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2025)
    copy.tables["observations"] = bundled.table("observations")
    structure = copy.tables["gii_structure"]
    assert copy.of("agreement") == []
    code = structure.loc[structure["concept"] == "gerd", "code"].iloc[0]
    rows = copy.scores["code"] == code
    copy.scores.loc[rows, "value"] *= 100  # another unit
    assert says(copy.of("agreement"), "edition 2025, concept gerd", "those of GB.XPD.RSDV.GD.ZS")


def test_a_rule_counts_what_it_was_checked_on_and_keeps_the_largest_deviation() -> None:
    report = Report()
    broken = Violation("gii_scores", "here", "rank", "wrong")
    assert list(report.rule("grid", 2025, 3, [broken])) == [broken]
    assert list(report.rule("index-from-pillars", 2025, 2, [], worst=(0.25, 0.5, "points"))) == []
    assert list(report.rule("index-from-pillars", 2025, 4, [], worst=(0.1 + 1e-12, 0.5, "points"))) == []
    rows = report.frame().set_index(["rule", "subject"])
    assert list(rows.loc[("grid", "2025"), ["checked", "broken", "outcome"]]) == [3, 1, "broken"]
    assert list(rows.loc[("index-from-pillars", "2025"), ["checked", "deviation"]]) == [6, 0.25]
    assert rows.at[("concepts", ALL), "outcome"] == "untested"
    with pytest.raises(KeyError):
        list(report.rule("made-up", 2025, 1, []))
