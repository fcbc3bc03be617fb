"""Whatever factor, shift or exchange a series or an edition suffers is found; what was real passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import catalog
from data.snapshot import BUNDLED, open_snapshot
from etl import exchanges, plausible
from etl.errors import Refused
from etl.gates.others import check_bounds, out_of_bounds
from etl.gates.report import Report

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.snapshot import Snapshot

KNOWN = catalog.load()
COLUMNS = ["indicator", "economy", "year", "value"]
HELD = open_snapshot(BUNDLED).table("observations")[COLUMNS].reset_index(drop=True)
PATENTS, RESEARCH, SHARE = "IP.PAT.RESD", "GB.XPD.RSDV.GD.ZS", "NCSES.SE.INTL.COAUTH.ZS"
SERIES = (PATENTS, RESEARCH, "NY.GDP.PCAP.CD", "GOV_WGI_RL.SE", "BX.KLT.DINV.WD.GD.ZS")


def odd(held: pd.DataFrame, new: pd.DataFrame, accepted: Collection[str] = ()) -> list[str]:
    """Return what refuses a release, bounds first, in words."""
    found = out_of_bounds(new, KNOWN)
    found += plausible.violations(plausible.odd(held, new, KNOWN, accepted), KNOWN)
    return [str(item) for item in found]


def series(name: str) -> pd.DataFrame:
    return HELD[HELD["indicator"] == name]


def newest(rows: pd.DataFrame, economy: str, years: int) -> pd.Series[bool]:
    """Return where the newest years of an economy stand."""
    left = rows.groupby(["indicator", "economy"]).cumcount(ascending=False)
    return (rows["economy"] == economy) & (left < years)


def test_the_bundled_snapshot_passes_and_its_last_years_as_if_they_were_new() -> None:
    report = Report()
    assert list(check_bounds(HELD, KNOWN, report)) == []
    (row,) = report.frame().query("rule == 'values-in-bounds'").to_dict("records")
    assert (row["checked"], row["outcome"]) == (len(HELD), "exception")
    assert odd(HELD.iloc[:0], HELD) == odd(HELD, HELD) == []
    last = HELD.groupby("indicator")["year"].transform("max")
    for years in (1, 3):
        assert odd(HELD[HELD["year"] <= last - years], HELD) == []


def test_chinas_headline_comes_first_with_both_numbers_and_is_accepted_by_name() -> None:
    rows = HELD[HELD["indicator"].isin((PATENTS, SHARE))]
    changed = rows.assign(value=rows["value"].where(~newest(rows, "CHN", 2), rows["value"] * 10))
    changed.loc[(rows["indicator"] == SHARE) & newest(rows, "CHN", 2), "value"] = 80.0
    found = plausible.odd(rows[~newest(rows, "CHN", 2)], changed, KNOWN)
    first, second = (str(item) for item in plausible.violations(found, KNOWN))
    assert (SHARE in first, PATENTS in second) == (True, True), (first, second)
    assert "China: 80.0 % of articles in 2021 after" in first
    assert plausible.names(found) == [f"{SHARE}:CHN", f"{PATENTS}:CHN"]
    for accepted in (("CHN",), (SHARE, PATENTS), plausible.names(found)):
        assert odd(rows[~newest(rows, "CHN", 2)], changed, accepted) == []


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from(SERIES),
    factor=st.sampled_from((10, 100, 1000)),
    whose=st.sampled_from(("all", *sorted(KNOWN.plausible.large))),
    years=st.sampled_from((1, 2)),
)
def test_any_factor_is_refused(name: str, factor: int, whose: str, years: int) -> None:
    rows = series(name)
    place = rows["economy"].notna() if whose == "all" else newest(rows, whose, years)
    assert odd(rows, rows.assign(value=rows["value"].where(~place, rows["value"] * factor)))


@settings(max_examples=20, deadline=None)
@given(name=st.sampled_from(SERIES), years=st.sampled_from((-1, 1)), economy=st.sampled_from(("", "CHN")))
def test_any_shift_of_a_year_is_refused(name: str, years: int, economy: str) -> None:
    rows = series(name)
    place = rows["economy"].str.startswith(economy)
    (found,) = odd(rows, rows.assign(year=rows["year"] + years * place))[:1]
    assert "look shifted to the year" in found


def test_constant_years_are_no_evidence_of_a_shift() -> None:
    rows = series("BX.GSR.ROYL.CD")  # of which Mauritania's first years are all 0
    assert odd(rows, rows.assign(value=rows["value"] * 1.001)) == []


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(SERIES), one=st.integers(0, 10_000), other=st.integers(0, 10_000))
def test_any_single_exchange_and_a_rotation_are_refused(name: str, one: int, other: int) -> None:
    rows = series(name)
    codes = sorted(rows["economy"].unique())
    first, second = codes[one % len(codes)], codes[other % len(codes)]
    kept = rows.pivot(index="year", columns="economy", values="value")
    if len(kept[[first, second]].dropna()) < 5 or first == second:
        return  # they have hardly a year in common
    alike = 0.05 if name.endswith(".SE") else 0.02  # standard errors of economies with the same surveys
    if (kept[first] - kept[second]).abs().median() <= alike * kept[first].abs().median():
        return  # they hardly differ
    given_rows = rows.assign(economy=rows["economy"].replace({first: second, second: first}))
    assert odd(rows, given_rows)
    rotated = dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    assert odd(rows, rows.assign(economy=rows["economy"].map(rotated)))


def test_standard_errors_and_shares_keep_their_bounds() -> None:
    cases = (("GOV_WGI_RL.SE", -1.0, "-0.15"), (RESEARCH, 30_000.0, "77,"))
    for name, factor, told in cases:
        rows = series(name)
        (found,) = [str(item) for item in out_of_bounds(rows.assign(value=rows["value"] * factor), KNOWN)]
        assert "China: " in found, found
        assert told in found, found


def test_consecutive_editions_pass_and_each_exchange_is_named(bundled: Snapshot) -> None:
    scores, structure = bundled.table("gii_scores"), bundled.table("gii_structure")
    generator = np.random.default_rng(7)
    for year in range(2011, 2026):
        upto = scores[scores["edition"] <= year]
        assert exchanges.strange(upto, structure, year, KNOWN) == ()
        if year < 2022:
            continue
        both = set(upto.loc[upto["edition"] == year - 1, "economy"]) & set(
            upto.loc[upto["edition"] == year, "economy"]
        )
        pairs = [("CHN", "AGO"), ("CHN", "KOR"), tuple(generator.choice(sorted(both), 2, replace=False))]
        for one, other in pairs:
            swapped = upto["economy"].replace({one: other, other: one})
            changed = upto.assign(economy=upto["economy"].where(upto["edition"] != year, swapped))
            (found,) = exchanges.strange(changed, structure, year, KNOWN)
            assert (set(found.economies), "look exchanged" in found.problem) == ({one, other}, True)
            assert exchanges.strange(changed, structure, year, KNOWN, (one, other)) == ()


def test_a_name_that_is_another_economys_is_refused_and_other_spellings_pass() -> None:
    pairs = [("KOR", "Korea, Rep."), ("TUR", "TÃ¼rkiye"), ("CIV", "Cote dIvoire"), ("CHN", "Cathay")]
    exchanges.check_names(pairs, KNOWN, "table")
    with pytest.raises(Refused, match="names and codes disagree for CHN and AGO") as refused:
        exchanges.check_names([("AGO", "China"), ("CHN", "Angola")], KNOWN, "table")
    assert "CHN stands beside the name 'Angola'" in str(refused.value.violations[0])
