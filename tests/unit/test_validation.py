"""Validation targets that belong to no module alone: coverage rule, counts, the two ranks of 2019, the list.

docs/method.md lists all targets and the tests that hold them.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.index.composition import index_scores, wide
from analysis.index.strengths import FLAGGED, MINIMUM, thin
from data.codes import level_of

if TYPE_CHECKING:
    import pandas as pd

    from data.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[2]
FULL = (2021, 2022, 2023, 2024, 2025)
COUNTS = (125, 141, 142, 143, 141, 128, 127, 126, 129, 131, 132, 132, 132, 133, 139)
ECONOMIES = dict(zip(range(2011, 2026), COUNTS, strict=True))
INDICATORS = {2019: (53, 27), 2021: (54, 27), 2022: (54, 27), 2023: (54, 26), 2024: (53, 25), 2025: (53, 25)}
"""Input and output indicators as the reports count them."""
MISSING = {2019: 9.9, 2021: 9.8, 2022: 11.3, 2023: 11.0, 2024: 10.6, 2025: 11.2}
"""Share of indicator scores that are not available, in per cent."""


@pytest.fixture(scope="module")
def scores(bundled: Snapshot) -> pd.DataFrame:
    return bundled.table("gii_scores")


def test_v2_rounding_swaps_saudi_arabia_and_peru_in_2019(scores: pd.DataFrame) -> None:
    printed = wide(scores, 2019, "rank")["GII"]
    held = wide(scores, 2019)
    scored = index_scores(held)["GII"]
    assert (scored - held["GII"]).abs().max() == pytest.approx(0.075)
    rebuilt = scored.rank(ascending=False)
    assert (len(printed), int((rebuilt == printed).sum())) == (129, 127)
    assert printed[["PER", "SAU"]].to_list() == [69, 68]
    assert rebuilt[["PER", "SAU"]].to_list() == [68, 69]


def test_v6_the_coverage_rule_holds_in_every_cell(bundled: Snapshot, scores: pd.DataFrame) -> None:
    """Fewer than 66 % of the indicators flag a sub-pillar, two flagged sub-pillars a pillar."""
    assert (MINIMUM, FLAGGED) == (0.66, 2)
    structure = bundled.table("gii_structure")
    cells = dict.fromkeys(("subpillar", "pillar"), 0)
    china = {}
    for edition in FULL:
        rows = scores[(scores["edition"] == edition) & scores["low_coverage"].notna()]
        flags = rows.pivot(index="economy", columns="code", values="low_coverage").astype(bool)
        ours = thin(wide(scores, edition), structure[structure["edition"] == edition])
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
        held = wide(scores, edition)
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
