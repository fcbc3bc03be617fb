"""Progress towards the strategic aims: growth, course, standing, frontier, quality; on made data and ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence.pillar import TARGETS, comparable_year, counted, doubts, grade, joined, place, things
from analysis.evidence.progress import Change, cagr, change, course
from data.article import ARTICLE_YEAR, PEERS
from data.entries import KINDS

if TYPE_CHECKING:
    from analysis.dataset import Dataset

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
        frame = dataset.evidence(pillar.number)
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
    found = place(held, direction, ("USA", "JPN"), FIELD, {"BRA", "CHN"})
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
        found = place(some, "higher", (), FIELD, ())
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
    assert place(alone, "higher", PEERS, FIELD, ()) == {}
    both = rows({"CHN": {2020: 1.0}, "USA": {2020: 2.0}})
    assert place(both, "context", PEERS, FIELD, ()) == {}
    assert place(both, "higher", PEERS, FIELD, ())["rank"] == 2


def test_each_doubt_is_found_and_lowers_the_grade() -> None:
    whole = dict.fromkeys(range(2012, 2025), 1.0)
    assert doubts(rows({"CHN": whole, "USA": whole}), (), 2026) == ()
    found = doubts(rows({"CHN": {2015: 1.0, 2016: 1.0, 2018: 1.0}}), (2016,), 2026)
    assert found == ("late", "old", "few", "gaps", "break", "alone")
    grades = [grade(found[:3]), grade(found[:2]), grade(()), grade((), has_values=False)]
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
        assert doubts(rows({"CHN": own, "USA": usa}), breaks, checked) == found, (own, breaks, checked)


def test_known_standings_of_china(dataset: Dataset) -> None:
    rows = {row["code"]: row for number in (2, 4) for row in dataset.evidence(number).to_dict("records")}
    assert (rows["NCSES.PCT"]["rank"], rows["NCSES.PCT"]["best_economy"]) == (1, "CHN")
    assert rows["NCSES.PCT"]["last"] / rows["NCSES.PCT"]["first"] == pytest.approx(4.27, abs=0.01)
    assert rows["NBS.RD.ENTERPRISE.ZS"]["course"] == "flat"  # 76.1 to 77.7 %
    assert (rows["P5"]["rank"], rows["P5"]["economies"]) == (8, 139)


def test_every_link_and_gap_of_the_catalog_has_its_row(dataset: Dataset) -> None:
    for pillar in dataset.catalog.strategy:
        frame = dataset.evidence(pillar.number)
        codes = [code for code in frame["code"] if isinstance(code, str)]
        assert codes == [one.indicator for one in pillar.links]
        counts = counted(frame)
        assert counts["gaps"] + counts["partial"] == len(pillar.gaps)
        assert counts["gaps"] == sum(not one.indicators for one in pillar.actions)
        assert set(frame["action"].dropna()) == set(range(1, len(pillar.actions) + 1))


def test_the_offices_own_survey_and_science_literacy_are_proxies_of_the_first_aim(dataset: Dataset) -> None:
    rows = {row["code"]: row for row in dataset.evidence(1).to_dict("records")}
    known = {
        "CNIPA.IP.SATISFACTION": (63.69, 82.81),
        "CNIPA.IP.SATISFACTION.ENFORCEMENT": (58.45, 82.57),
        "CAST.SCIENCE.LITERACY": (6.20, 15.37),
    }
    for code, ends in known.items():
        assert (rows[code]["first"], rows[code]["last"]) == ends, code
        assert (rows[code]["strength"], rows[code]["course"]) == ("proxy", "towards")
        assert "alone" in rows[code]["doubts"], code
    assert "break" in rows["CNIPA.IP.SATISFACTION"]["doubts"]  # samples and parts of the score changed


def test_series_of_one_thing_count_once(dataset: Dataset) -> None:
    fourth = dataset.evidence(4)
    assert counted(fourth)["towards"] == counted(fourth)["judged"] == 6  # ten series, among them twins
    assert fourth["of"].notna().sum() == 4
    both = pd.DataFrame(
        [
            {"kind": "indicator", "code": "A", "of": None, "course": "none", "last_year": 2020},
            {"kind": "indicator", "code": "B", "of": "A", "course": "away", "last_year": 2024},
            {"kind": "indicator", "code": "C", "of": "A", "course": "towards", "last_year": 2024},
        ]
    )
    assert things(both)["code"].tolist() == ["B"]  # the first with a course speaks for the thing
    assert (counted(both)["things"], counted(both)["away"], counted(both)["towards"]) == (1, 1, 0)
    assert counted(both.iloc[:1], 2022)["reach"] == 0


def test_a_thing_that_bears_on_two_aims_counts_once_in_all(dataset: Dataset) -> None:
    frames = [dataset.evidence(number) for number in range(1, 6)]
    apart = sum(counted(frame)["things"] for frame in frames)
    assert counted(joined(frames))["things"] == apart - 1  # payments for intellectual property


def test_the_base_year_moves_the_first_value_and_no_rank(dataset: Dataset) -> None:
    for number in range(1, 6):
        then, now = dataset.evidence(number), dataset.evidence(number, since=ARTICLE_YEAR)
        assert now["first_year"].min() >= ARTICLE_YEAR
        assert now["code"].tolist() == then["code"].tolist()
        assert now["rank"].equals(then["rank"])
        later = then["last_year"] > ARTICLE_YEAR
        assert now.loc[now["kind"] == "indicator", "course"].ne("none").sum() <= later.sum()
    rows = {row["code"]: row for row in dataset.evidence(1, since=ARTICLE_YEAR).to_dict("records")}
    assert rows["GB.XPD.RSDV.GD.ZS"]["first_year"] == ARTICLE_YEAR
    assert "break" not in rows["SE.TER.ENRR"]["doubts"]  # 2014 is not inside


def test_basic_research_of_the_country_is_a_proxy(dataset: Dataset) -> None:
    links = [link for link in dataset.catalog.strategy[3].links if "BASIC" in link.indicator]
    assert len(links) == 4
    assert {link.strength for link in links} == {"proxy"}
