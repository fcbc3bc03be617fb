"""The figure of a small multiple: ring, dots, gaps that stay gaps, breaks, labels and ticks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from components.charts.scales import steady_scale
from components.charts.time_lines import multiple, multiple_scale_height
from components.numbers import short
from components.theme import TOKENS

Points = dict[str, dict[int, float]]
LINE: Points = {
    "CHN": {2010: 4.0, 2011: 4.5, 2012: 5.0, 2013: 5.5, 2016: 7.0, 2017: 8.0},
    "USA": {2010: 9.0, 2011: 9.1, 2012: 9.2},
    "JPN": {2015: 6.0},
}


def drawn(lines: Points, *, log: bool = False, breaks: tuple[int, ...] = ()) -> dict[str, Any]:
    rows = [
        {"economy": code, "year": year, "value": value, "tip": f"{code} {year}"}
        for code, values in lines.items()
        for year, value in values.items()
    ]
    values = [value for line in lines.values() for value in line.values()]
    scale = steady_scale(min(values), max(values), log=log, lang="en", height=multiple_scale_height(0))
    return multiple(pd.DataFrame(rows), scale, (2005, 2020), breaks=breaks, number="8", names={})


def role(figure: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["meta"]["role"] == name]


def joins(figure: dict[str, Any]) -> set[tuple[float, float]]:
    """The pairs of years that China's solid line joins."""
    (hero,) = role(figure, "hero")
    points = list(zip(hero["x"], hero["y"], strict=True))
    return {(a[0], b[0]) for a, b in pairwise(points) if a[1] is not None and b[1] is not None}


def test_the_ring_is_at_2012_and_the_dot_at_the_last_year() -> None:
    (marks,) = role(drawn(LINE), "marks")
    assert marks["x"] == [2012, 2017]
    assert marks["marker"]["color"] == [TOKENS.ground, TOKENS.hero]


def test_a_series_that_begins_later_has_its_ring_at_its_first_year() -> None:
    (marks,) = role(drawn({"CHN": {2018: 1.0, 2019: 2.0}}), "marks")
    assert marks["x"] == [2018, 2019]
    (only,) = role(drawn({"CHN": {2018: 1.0}}), "marks")
    assert only["x"] == [2018]


def test_missing_years_are_dotted_and_never_solid() -> None:
    figure = drawn(LINE)
    assert joins(figure) == {(2010, 2011), (2011, 2012), (2012, 2013), (2016, 2017)}
    (bridge,) = role(figure, "bridge")
    assert bridge["x"] == [2013, 2016, None]
    assert bridge["line"]["dash"] != "solid"


def test_a_break_joins_nothing_and_has_a_hairline() -> None:
    figure = drawn(LINE, breaks=(2012, 2015, 2030))
    assert (2011, 2012) not in joins(figure)
    assert not role(figure, "bridge")  # 2013 to 2016 lies over a break
    hairlines = [shape["x0"] for shape in figure["layout"]["shapes"] if shape["name"] == "break"]
    assert hairlines == [2011.5, 2014.5]


def test_the_peers_lines_do_not_break_with_chinas() -> None:
    usa = next(t for t in role(drawn(LINE, breaks=(2012,)), "peer") if t["meta"]["economy"] == "USA")
    assert usa["y"] == [9.0, 9.1, 9.2]


def test_a_peer_known_for_one_year_is_a_dot() -> None:
    peers = {trace["meta"]["economy"]: trace for trace in role(drawn(LINE), "peer")}
    assert peers["JPN"]["marker"]["size"] == [5]
    assert set(peers["USA"]["marker"]["size"]) == {0}


def test_china_alone_is_in_its_colour() -> None:
    figure = drawn(LINE)
    assert {trace["line"]["color"] for trace in role(figure, "hero")} == {TOKENS.hero}
    assert TOKENS.hero not in {trace["line"]["color"] for trace in role(figure, "peer")}
    assert figure["data"][-1]["meta"]["role"] == "marks"  # on top of all lines


def test_every_point_is_drawn_with_its_words() -> None:
    figure = drawn(LINE)
    for trace in [*role(figure, "hero"), *role(figure, "peer")]:
        points = zip(trace["x"], trace["y"], trace["hovertext"], strict=True)
        held = {int(x): y for x, y, tip in points if tip is not None}
        assert held == LINE[trace["meta"]["economy"]]


def test_labels_are_codes_and_chinas_number() -> None:
    texts = {note["name"]: note["text"] for note in drawn(LINE)["layout"]["annotations"]}
    assert texts == {"label-CHN": "<b>8</b>", "label-USA": "USA", "label-JPN": "JPN"}


def test_years_are_2005_2012_and_the_last() -> None:
    assert drawn(LINE)["layout"]["xaxis"]["tickvals"] == [2005, 2012, 2017]
    assert drawn({"CHN": {2012: 1.0, 2014: 2.0}})["layout"]["xaxis"]["tickvals"] == [2005, 2012]


def test_a_logarithmic_axis_places_labels_by_their_logarithm() -> None:
    figure = drawn({"CHN": {2012: 100.0, 2013: 10_000.0}}, log=True)
    layout = figure["layout"]
    assert layout["yaxis"]["type"] == "log"
    assert layout["yaxis"]["ticktext"] == ["100", "1k", "10k"]
    assert layout["annotations"][0]["y"] == pytest.approx(4, abs=0.2)


@pytest.mark.parametrize(
    ("low", "high", "log", "ticks"),
    [
        (0.64, 6.84, True, ["1", "2", "5"]),
        (1_100, 68_558, True, ["1k", "10k"]),
        (5.0, 16.0, False, ["0", "5", "10", "15"]),
        (76.1, 77.7, False, ["70", "75", "80", "85"]),
        (-0.58, 1.7, False, ["0", "1"]),
        (3.0, 3.0, False, ["2.8", "3.0", "3.2"]),
        (0.0, 0.0, False, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    ],
)
def test_ticks_are_few_round_and_inside(low: float, high: float, log: bool, ticks: list[str]) -> None:
    found = steady_scale(low, high, log=log, lang="en", height=140)
    assert list(found.texts) == ticks
    assert all(0 <= found.pixels(value) <= 140 for value in found.ticks)
    assert found.pixels(high) >= 0
    assert found.pixels(low) <= 140
    assert found.value(found.pixels(high)) == pytest.approx(high)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (850, "850", "850"),
        (1_000, "1k", "1,000"),
        (6_120, "6.1k", "6,120"),
        (68_558, "69k", "6.9万"),
        (999_999, "1.0m", "100万"),
        (1_426_644, "1.4m", "143万"),
        (120_000_000, "120m", "1.2亿"),
        (-0.25, "−0.25", "−0.25"),
    ],
)
def test_large_numbers_are_short(value: float, en: str, zh: str) -> None:
    assert (short(value, "en"), short(value, "zh")) == (en, zh)
