"""Progress towards the strategic aims: growth, course, standing, frontier, quality; on made data and ours."""

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.evidence.pillar import (
    TARGETS,
    comparable_year,
    concat_evidence,
    count_courses,
    distinct_indicators,
    evidence_doubts,
    evidence_grade,
    pillar_evidence,
    rank_in_year,
)
from analysis.evidence.progress import Change, cagr, change, course, direction_of_change, series
from data.article import ARTICLE_YEAR, PEERS
from data.entries import KINDS

TEN = [f"A{letter}A" for letter in "BCDEFGHIJK"]
FIELD = {*TEN, "CHN", "USA", "BRA"}


def rows(values: dict[str, dict[int, float]]) -> pd.DataFrame:
    """Observations of one indicator from {economy: {year: value}}."""
    found = [(economy, year, value, "r") for economy, own in values.items() for year, value in own.items()]
    return pd.DataFrame(found, columns=["economy", "year", "value", "source"])


def moved(first: float, last: float, kind: str = "count", years: int = 10) -> Change:
    frame = pd.DataFrame({"year": [2012, 2012 + years], "value": [first, last]}).assign(
        vintage="1", source="r"
    )
    found = change(frame, kind)
    assert found is not None
    return found


def test_a_growth_rate_compounds_on_a_ratio_scale_of_two_positive_values_and_a_span() -> None:
    for kind in ("share", "score", "index", "rank"):
        assert cagr(10, 20, 10, kind) is None, kind
    for first, last, years in ((0, 5, 3), (-1, 5, 3), (5, 0, 3), (5, 6, 0)):
        assert cagr(first, last, years, "count") is None, (first, last, years)
    assert cagr(5, 6, 1, "count") == pytest.approx(0.2)
    assert cagr(100, 200, 10, "money") == pytest.approx(2**0.1 - 1)
    assert cagr(8, 1, 3, "ratio") == pytest.approx(-0.5)


def test_no_series_of_a_share_score_or_index_ever_has_a_growth_rate(dataset: Dataset) -> None:
    for pillar in dataset.catalog.strategy:
        frame = pillar_evidence(dataset, pillar.number)
        grown = set(frame.loc[frame["growth"].notna(), "measure"])
        assert grown <= {"count", "money", "ratio"}
    assert {"share", "score", "index"} < set(KINDS)


def test_the_course_follows_the_direction_and_three_per_cent_are_no_movement() -> None:
    assert course(moved(100, 120), "count", "higher") == "towards"
    assert course(moved(100, 120), "count", "lower") == "away"
    assert course(moved(100, 97.5), "count", "higher") == "flat"
    assert course(moved(-0.5, -0.45), "score", "higher") == "flat"
    assert course(moved(-0.5, -0.39), "score", "higher") == "towards"
    assert course(moved(100, 200), "count", "context") == "none"


def test_a_year_counts_only_when_the_field_has_reported() -> None:
    held = rows({name: {2020: 1.0, 2021: 1.0} for name in TEN} | {"CHN": {2020: 1.0, 2021: 1.0, 2022: 1.0}})
    assert comparable_year(held) == 2021
    assert comparable_year(rows({"USA": {2020: 1.0}})) is None
    for count, year in ((4, 2021), (3, 2020)):  # with China five of ten, exactly half, or four
        some = {
            name: {2020: 1.0, 2021: 1.0} if place < count else {2020: 1.0} for place, name in enumerate(TEN)
        }
        some = dict(list(some.items())[:9]) | {"CHN": {2020: 1.0, 2021: 1.0}}
        assert comparable_year(rows(some)) == year, count


def standing(own: dict[int, float], direction: str = "higher", usa: float = 50.0) -> dict[str, object]:
    others = {name: {2015: 10.0 + index, 2020: 10.0 + index} for index, name in enumerate(TEN)}
    held = rows(others | {"CHN": own, "USA": {2015: usa, 2020: usa}, "BRA": {2015: 30.0, 2020: 30.0}})
    found = rank_in_year(held, direction, ("USA", "JPN"), FIELD, {"BRA", "CHN"})
    pairs = {"rank": ("rank", "economies"), "peers": ("peer_rank", "peers")}
    pairs |= {target: (f"{target}_economy", f"{target}_gap") for target in TARGETS}
    return {name: tuple(found[part] for part in pair) for name, pair in pairs.items()}


def test_a_gap_is_what_is_missing_to_each_target() -> None:
    found = standing({2015: 20.0, 2020: 40.0})
    assert found["best"] == ("USA", 10.0)
    assert found["upper_middle"] == ("CHN", 0.0)
    assert found["rank"] == (2, 13)
    assert found["peers"] == (2, 2)  # no value of Japan
    assert standing({2020: 60.0})["best"] == ("CHN", 0.0)
    level = standing({2020: 50.0})  # as much as the best: equal values share the better rank
    assert (level["rank"], level["peers"]) == ((1, 13), (1, 2))
    for count, there in ((9, True), (8, False)):  # with China exactly ten, or nine
        some = rows(
            {name: {2020: 10.0 + place} for place, name in enumerate(TEN[:count])} | {"CHN": {2020: 1.0}}
        )
        found = rank_in_year(some, "higher", (), FIELD, ())
        assert ("top_ten_gap" in found) == there
        assert not there or found["top_ten_value"] == 13.5  # 1 and 10 to 18


def test_where_less_is_better_the_lowest_value_leads() -> None:
    found = standing({2015: 9.0, 2020: 8.0}, "lower")
    assert found["rank"] == (1, 13)
    assert found["best"] == ("CHN", 0.0)
    behind = standing({2015: 80.0, 2020: 60.0}, "lower")
    assert behind["rank"] == (13, 13)
    assert behind["best"] == (TEN[0], 50.0)


def test_without_a_direction_or_another_economy_there_is_no_standing() -> None:
    alone = rows({"CHN": {2020: 1.0}})
    assert rank_in_year(alone, "higher", PEERS, FIELD, ()) == {}
    both = rows({"CHN": {2020: 1.0}, "USA": {2020: 2.0}})
    assert rank_in_year(both, "context", PEERS, FIELD, ()) == {}
    assert rank_in_year(both, "higher", PEERS, FIELD, ())["rank"] == 2


def test_each_doubt_is_found_and_lowers_the_grade() -> None:
    whole = dict.fromkeys(range(2012, 2025), 1.0)
    assert evidence_doubts(rows({"CHN": whole, "USA": whole}), (), 2026) == ()
    found = evidence_doubts(rows({"CHN": {2015: 1.0, 2016: 1.0, 2018: 1.0}}), (2016,), 2026)
    assert found == ("late", "old", "few", "gaps", "break", "alone")
    grades = [
        evidence_grade(found[:3]),
        evidence_grade(found[:2]),
        evidence_grade(()),
        evidence_grade((), has_values=False),
    ]
    assert grades == ["thin", "fair", "solid", "none"]


def test_a_doubt_begins_at_its_border() -> None:
    usa, five = {2012: 1.0}, dict.fromkeys(range(2012, 2017), 1.0)
    for own, breaks, checked, found in (
        (five, (), 2020, ()),  # four full years later, and five values
        (five, (), 2021, ("old",)),
        (dict.fromkeys(range(2012, 2016), 1.0), (), 2019, ("few",)),
        (dict.fromkeys(range(2013, 2018), 1.0), (), 2020, ("late",)),
        (five, (2012,), 2020, ()),  # before the first change
        (five, (2013,), 2020, ("break",)),
        (five, (2016,), 2020, ("break",)),
        (five, (2017,), 2020, ()),
    ):
        assert evidence_doubts(rows({"CHN": own, "USA": usa}), breaks, checked) == found, (
            own,
            breaks,
            checked,
        )


def test_every_link_and_gap_of_the_catalog_has_its_row(dataset: Dataset) -> None:
    for pillar in dataset.catalog.strategy:
        frame = pillar_evidence(dataset, pillar.number)
        codes = [code for code in frame["code"] if isinstance(code, str)]
        assert codes == [one.indicator for one in pillar.links]
        counts = count_courses(frame)
        assert counts["gaps"] + counts["partial"] == len(pillar.gaps)
        assert counts["gaps"] == sum(not one.indicators for one in pillar.actions)
        assert set(frame["action"].dropna()) == set(range(1, len(pillar.actions) + 1))


def test_series_of_one_thing_count_once(dataset: Dataset) -> None:
    fourth = pillar_evidence(dataset, 4)
    assert (
        count_courses(fourth)["towards"] == count_courses(fourth)["judged"] == 6
    )  # ten series, among them twins
    assert fourth["of"].notna().sum() == 4
    both = pd.DataFrame(
        [
            {"kind": "indicator", "code": "A", "of": None, "course": "none", "last_year": 2020},
            {"kind": "indicator", "code": "B", "of": "A", "course": "away", "last_year": 2024},
            {"kind": "indicator", "code": "C", "of": "A", "course": "towards", "last_year": 2024},
        ]
    )
    assert distinct_indicators(both)["code"].tolist() == ["B"]  # the first with a course speaks for the thing
    assert (count_courses(both)["things"], count_courses(both)["away"], count_courses(both)["towards"]) == (
        1,
        1,
        0,
    )
    assert count_courses(both.iloc[:1], 2022)["reach"] == 0


def test_a_thing_that_bears_on_two_aims_counts_once_in_all(dataset: Dataset) -> None:
    frames = [pillar_evidence(dataset, number) for number in range(1, 6)]
    apart = sum(count_courses(frame)["things"] for frame in frames)
    assert count_courses(concat_evidence(frames))["things"] == apart - 1  # payments for intellectual property


def test_the_base_year_moves_the_first_value_and_no_rank(dataset: Dataset) -> None:
    for number in range(1, 6):
        then, now = pillar_evidence(dataset, number), pillar_evidence(dataset, number, since=ARTICLE_YEAR)
        assert now["first_year"].min() >= ARTICLE_YEAR
        assert now["code"].tolist() == then["code"].tolist()
        assert now["rank"].equals(then["rank"])
        later = then["last_year"] > ARTICLE_YEAR
        assert now.loc[now["kind"] == "indicator", "course"].ne("none").sum() <= later.sum()
    rows = {row["code"]: row for row in pillar_evidence(dataset, 1, since=ARTICLE_YEAR).to_dict("records")}
    assert rows["GB.XPD.RSDV.GD.ZS"]["first_year"] == ARTICLE_YEAR
    assert "break" not in rows["SE.TER.ENRR"]["doubts"]  # 2014 is not inside


# How an indicator moved


def by_year(values: dict[int, float], source: str = "one") -> pd.DataFrame:
    return pd.DataFrame(
        {"year": list(values), "value": list(values.values()), "vintage": "v1", "source": source}
    )


def moved_in(values: dict[int, float], kind: str = "share") -> Change:
    found = change(by_year(values), kind)
    assert found is not None
    return found


def test_counts_and_money_change_by_a_ratio_and_all_else_by_a_difference() -> None:
    for kind in KINDS:
        found = moved_in({2013: 0.747, 2024: 6.84}, kind)
        ratio = kind in ("count", "money")
        assert found.how == ("ratio" if ratio else "difference"), kind
        assert found.change == (6.84 / 0.747 if ratio else 6.84 - 0.747), kind  # not rounded
    for first in (0.0, -5.0):  # there is no ratio to nothing
        found = moved_in({2012: first, 2023: 10.0}, "count")
        assert (found.how, found.change) == ("difference", 10.0 - first)


def test_fewer_than_two_years_are_no_change() -> None:
    for values in ({}, {2012: 1.0}):
        assert change(by_year(values), "share") is None


def test_exactly_three_per_cent_of_the_first_value_is_a_movement() -> None:
    for kind, first, last, found in (
        *(("share", 100.0, 103.0, 1), ("share", 100.0, 102.99, 0), ("share", 100.0, 100.0, 0)),
        *(("share", 100.0, 97.0, -1), ("share", 100.0, 97.01, 0)),
        *(("share", -100.0, -97.0, 1), ("share", -100.0, -103.0, -1), ("share", -100.0, -102.9, 0)),
        *(("share", 0.0, 0.01, 1), ("share", 0.0, 0.0, 0)),  # of nothing
        *(("score", 0.0, 0.1, 1), ("score", 0.0, -0.1, -1), ("score", 0.0, 0.09, 0), ("score", 9.0, 9.05, 0)),
    ):
        assert direction_of_change(first, last, kind) == found, (kind, first, last)


def test_a_peak_lies_inside_and_a_tenth_is_lost() -> None:
    for values, peak in (
        ({2012: 10.0, 2018: 20.0, 2022: 18.0}, 2018),  # lost a tenth
        ({2012: 10.0, 2018: 20.0, 2022: 18.1}, None),  # lost less
        ({2012: 10.0, 2018: 20.0, 2022: 5.0}, 2018),
        ({2012: 20.0, 2018: 10.0, 2022: 5.0}, None),  # the first is highest
        ({2012: 5.0, 2018: 10.0, 2022: 20.0}, None),  # the last is highest
        ({2012: 5.0, 2022: 20.0}, None),
        ({2012: 10.0, 2014: 20.0, 2018: 20.0, 2022: 5.0}, 2014),  # the first of two as high
        ({2012: -3.0, 2018: -1.0, 2022: -2.0}, None),  # of nothing above zero no tenth is lost
    ):
        found = moved_in(values)
        assert (found.peak_year, found.peak) == (peak, None if peak is None else values[peak]), values


def test_missing_years_are_named() -> None:
    assert moved_in({2012: 1.0, 2014: 2.0, 2015: 3.0, 2018: 4.0}).missing_years == (2013, 2016, 2017)
    assert moved_in({2012: 1.0, 2013: 2.0}).missing_years == ()


def test_series_begin_with_the_claim_and_skip_what_is_missing() -> None:
    rows = {
        "indicator": ["A", "A", "A", "A", "B", "A"],
        "economy": ["CHN", "CHN", "CHN", "CHN", "CHN", "USA"],
        "year": [2014, 2011, 2012, 2013, 2012, 2012],
        "value": [3.0, 9.0, 1.0, None, 8.0, 7.0],
        "vintage": "v",
        "source": "s",
    }
    found = series(pd.DataFrame(rows), "A", "CHN")
    assert found["year"].tolist() == [2012, 2014]
    assert found["value"].tolist() == [1.0, 3.0]
