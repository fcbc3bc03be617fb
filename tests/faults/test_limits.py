"""What factors, shifts and exchanges of series and editions are found, as matrix.md says."""

import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.snapshot import Snapshot
from etl import exchanged_economies, plausibility
from etl.checks import Report, check_bounds
from etl.economies import Suspect, check_names
from etl.errors import Refused
from tests.faults import matrix
from tests.faults.matrix import HELD, KNOWN, RESEARCH, TABLES, series
from tests.sampling import LONG, sample

PATENTS, SHARE = "IP.PAT.RESD", "NCSES.SE.INTL.COAUTH.ZS"


def odd(held: pd.DataFrame, new: pd.DataFrame, accepted: Collection[str] = ()) -> list[str]:
    """Return what refuses a release in words."""
    return [str(item) for item in plausibility.violations(judged(held, new, accepted), KNOWN)]


def judged(held: pd.DataFrame, new: pd.DataFrame, accepted: Collection[str] = ()) -> tuple[Suspect, ...]:
    return plausibility.suspects({**TABLES, "observations": held}, new, KNOWN, accepted)


def newest(rows: pd.DataFrame, economy: str, years: int) -> "pd.Series[bool]":
    """Return where the newest years of an economy stand."""
    left = rows.groupby(["indicator", "economy"]).cumcount(ascending=False)
    return (rows["economy"] == economy) & (left < years)


def test_the_bundled_snapshot_passes_and_its_last_years_as_if_they_were_new() -> None:
    report = Report()
    assert list(check_bounds(TABLES, KNOWN, report)) == []
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
    found = judged(rows[~newest(rows, "CHN", 2)], changed)
    first, second = (str(item) for item in plausibility.violations(found, KNOWN))
    assert (SHARE in first, PATENTS in second) == (True, True), (first, second)
    assert "in 2021, to 80.0 % of articles after" in first
    assert plausibility.names(found) == [f"{SHARE}:CHN", f"{PATENTS}:CHN"]
    for accepted in (("CHN",), (SHARE, PATENTS), plausibility.names(found)):
        assert odd(rows[~newest(rows, "CHN", 2)], changed, accepted) == []


def test_a_value_at_its_bound_passes_and_one_beyond_is_told() -> None:
    rows, limits = series(RESEARCH), KNOWN.plausible.limits(RESEARCH)
    for bound, way in ((limits.low, -np.inf), (limits.high, np.inf)):
        place = newest(rows, "CHN", 1)
        at, beyond = (
            rows.assign(value=rows["value"].mask(place, value)) for value in (bound, np.nextafter(bound, way))
        )
        assert plausibility.out_of_bounds(at, KNOWN) == []
        assert [item.economies for item in plausibility.out_of_bounds(beyond, KNOWN)] == [("CHN",)]


@pytest.mark.parametrize(
    ("series_of", "economy", "year", "factor", "refused", "told"),
    [
        (RESEARCH, "CHN", 2012, 0.1, True, "China's value of 2012 was never revised by more than 6% in 5"),
        (RESEARCH, "CHN", 2012, 0.1, True, "releases; this is 90%: 0.19 % of GDP, where 1.88 is in use"),
        (
            RESEARCH,
            "DEU",
            2012,
            3,
            True,
            "Germany's value of 2012 never moved by more than 6% in a year; this is",
        ),
        (RESEARCH, "DEU", 2012, 1.4, False, "Germany's value of 2012"),
        (RESEARCH, "AUT", 2012, 3, False, "Austria's value of 2012"),
        (PATENTS, "CHN", 2021, 2.9, True, "China's value of 2021 was never revised"),
        (PATENTS, "CHN", 2010, 1.3, True, "never revised by more than 0% in 3 releases; this is 30%"),
    ],
)
def test_a_value_of_the_past_is_held_to_what_it_was_ever_revised_by(
    series_of: str, economy: str, year: int, factor: float, refused: bool, told: str
) -> None:
    (item,) = judged(HELD, matrix.times(series(series_of), factor, economy, [year]))
    assert (item.refused, told in item.sentence) == (refused, True), item
    assert judged(HELD, matrix.times(series(series_of), factor, economy, [year]), [economy]) == ()


def test_a_release_that_moves_each_value_as_far_as_one_did_before_passes() -> None:
    """Each pair of releases of a series, backwards: from the newer one to the older one."""
    values, refused = 0, set()
    for code, item in KNOWN.indicators.items():
        for earlier in (one for one in item.earlier if KNOWN.indicators[one].base == item.base):
            both = series(code).merge(series(earlier), on=["economy", "year"], suffixes=("", "_old"))
            given = both.assign(value=both["value_old"])
            values += len(both)
            odds = judged(HELD, given)
            refused |= {f"{code}:{one}" for found in odds if found.refused for one in found.economies}
            assert judged(HELD, given, [code]) == ()
    assert len(refused) * 200 <= values, (refused, values)


def test_consecutive_editions_pass_and_each_exchange_is_named(bundled: Snapshot) -> None:
    scores = bundled.table("gii_scores")
    generator = np.random.default_rng(7)
    for year in range(2011, 2026):
        upto = scores[scores["edition"] <= year]
        assert exchanged_economies.exchanged_in_edition(TABLES | {"gii_scores": upto}, year, KNOWN) == ()
        if year < 2022:
            continue
        both = set(upto.loc[upto["edition"] == year - 1, "economy"]) & set(
            upto.loc[upto["edition"] == year, "economy"]
        )
        pairs = [("CHN", "AGO"), ("CHN", "KOR"), tuple(generator.choice(sorted(both), 2, replace=False))]
        for one, other in pairs:
            swapped = upto["economy"].replace({one: other, other: one})
            changed = upto.assign(economy=upto["economy"].where(upto["edition"] != year, swapped))
            (found,) = exchanged_economies.exchanged_in_edition(TABLES | {"gii_scores": changed}, year, KNOWN)
            assert (set(found.economies), "look exchanged" in found.sentence) == ({one, other}, True)
            assert (
                exchanged_economies.exchanged_in_edition(
                    TABLES | {"gii_scores": changed}, year, KNOWN, (one, other)
                )
                == ()
            )


def test_a_name_that_is_another_economys_is_refused_and_other_spellings_pass() -> None:
    pairs = [("KOR", "Korea, Rep."), ("TUR", "TÃ¼rkiye"), ("CIV", "Cote dIvoire"), ("CHN", "Cathay")]
    check_names(pairs, KNOWN, "table")
    with pytest.raises(Refused, match="names and codes disagree for CHN and AGO") as refused:
        check_names([("AGO", "China"), ("CHN", "Angola")], KNOWN, "table")
    assert "CHN stands beside the name 'Angola'" in str(refused.value.violations[0])


def test_the_limits_let_through_what_the_document_says() -> None:
    """Of a sample no kind has an outcome that the document does not tell; all of it gives its very rows."""
    every = list(matrix.cases())
    counts = matrix.counted(sample(every, 150))
    document = Path(__file__).with_name("matrix.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \| (\d+) \| (\d+) \| (\d+) \|$", document, re.MULTILINE)
    stated = {
        (kind, group): Counter(dict(zip(matrix.OUTCOMES, map(int, own), strict=True)))
        for kind, group, *own in rows
    }
    assert Counter(case[:2] for case in every) == {place: own.total() for place, own in stated.items()}
    if LONG:
        assert matrix.table(counts) in document, f"matrix.md should have:\n{matrix.table(counts)}"
    unseen = [(place, own) for place, own in counts.items() if {*own} - {*+stated[place]}]
    assert unseen == []
    china = [own["silent"] for (_, group), own in stated.items() if group == "China"]
    assert sum(china) == 0
    large = [
        own
        for (kind, group), own in stated.items()
        if "2 and more" in kind and group.startswith("ten") and "flows" not in group
    ]
    assert sum(own["silent"] for own in large) * 20 <= sum(own.total() for own in large)
    assert stated[matrix.REVISED, "any"]["refused"] <= 1


def test_what_is_told_of_all_economies_silences_no_fault_of_one() -> None:
    moved = HELD.assign(value=HELD["value"].where(HELD["indicator"] != RESEARCH, HELD["value"] * 1.03))
    own = moved["indicator"].eq(RESEARCH) & moved["economy"].eq("CHN") & moved["year"].eq(2012)
    found = judged(HELD, moved.assign(value=moved["value"].where(~own, moved["value"] / 10)))
    assert [bool(one.refused) for one in found] == [True, False]
    assert "China" in found[0].sentence
