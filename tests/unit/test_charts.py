"""Figures by their data: gaps stay gaps, breaks join nothing, bars add up."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from dash import Dash, html
from hypothesis import given
from hypothesis import strategies as st

from components.cards.card import Card
from components.cards.page import Page
from components.charts.lines import series_style
from components.charts.pictures import HEIGHT, MIN_SPAN_SHARE, PADDING, WIDTH, sparkline, sparkline_points
from components.charts.scales import steady_scale
from components.charts.small_multiples import multiple_scale_height, small_multiple
from components.charts.time_lines import series_lines
from components.theme import TOKENS

SVG = "{http://www.w3.org/2000/svg}"


# Small multiples

LINE: dict[str, dict[int, float]] = {
    "CHN": {2010: 4.0, 2011: 4.5, 2012: 5.0, 2013: 5.5, 2016: 7.0, 2017: 8.0},
    "USA": {2010: 9.0, 2011: 9.1, 2012: 9.2},
}


def joins(breaks: tuple[int, ...] = ()) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The pairs of years that a small multiple joins, by China's solid and by its dotted line."""
    rows = [(code, year, value, "tip") for code, line in LINE.items() for year, value in line.items()]
    frame = pd.DataFrame(rows, columns=["economy", "year", "value", "tip"])
    scale = steady_scale(4.0, 9.2, log=False, lang="en", height=multiple_scale_height(0))
    figure = small_multiple(frame, scale, (2005, 2020), breaks=breaks, number="8", names={})
    (usa,) = (trace for trace in figure["data"] if trace["meta"].get("economy") == "USA")
    assert usa["y"] == [9.0, 9.1, 9.2], "the lines of peers do not break with China's"
    found: dict[str, set[tuple[int, int]]] = {"hero": set(), "bridge": set()}
    for trace in figure["data"]:
        if (role := trace["meta"]["role"]) in found:
            line = pairwise(zip(trace["x"], trace["y"], strict=True))
            found[role] |= {(a[0], b[0]) for a, b in line if a[1] is not None and b[1] is not None}
    return found["hero"], found["bridge"]


def test_a_page_without_controls_lets_the_browser_draw_its_figures() -> None:
    def never(*_: object) -> Any:
        pytest.fail("nothing is asked of the server")

    chart, table = Card("chart", "", (), never, 1), Card("table", "", (), never, 1, plotted=False)
    module: Any = SimpleNamespace(__name__="page", layout=never, CARDS=(chart, table))
    app = Dash("site")
    app.layout = html.Div()
    Page("", module).register(app, never)
    known = app.server.test_client().get("/_dash-dependencies").get_json()
    assert [one["output"] for one in known] == ["chart-graph.data-drawn"]


def test_missing_years_are_dotted_and_a_break_joins_nothing() -> None:
    solid = {(2010, 2011), (2011, 2012), (2012, 2013), (2016, 2017)}
    assert joins() == (solid, {(2013, 2016)})
    assert joins((2012, 2015, 2030)) == (solid - {(2011, 2012)}, set())  # 2013 to 2016 lies over a break


# Scales


def test_ticks_are_few_round_and_inside() -> None:
    for low, high, log, ticks in (
        (0.64, 6.84, True, "1 2 5"),
        (1_100, 68_558, True, "1k 10k"),
        (5.0, 16.0, False, "0 5 10 15"),
        (76.1, 77.7, False, "70 75 80 85"),
        (-0.58, 1.7, False, "0 1"),
        (3.0, 3.0, False, "2.8 3.0 3.2"),
        (0.0, 0.0, False, "−1.0 −0.5 0.0 0.5 1.0"),
    ):
        found = steady_scale(low, high, log=log, lang="en", height=140)
        assert list(found.texts) == ticks.split()
        assert all(0 <= found.pixels(value) <= 140 for value in (low, high, *found.ticks)), (low, high)
        assert found.value(found.pixels(high)) == pytest.approx(high)


# Ledgers of a change


# Lines over years


def made(lines: dict[str, dict[int, float]]) -> pd.DataFrame:
    rows = [(line, year, value) for line, values in lines.items() for year, value in values.items()]
    frame = pd.DataFrame(rows, columns=["line", "year", "value"])
    return frame.assign(error=float("nan"), tip="tip", note="")


def test_a_gap_stays_a_gap_and_an_axis_holds_a_flat_line() -> None:
    looks = [series_style("A", "A", "A", "hero")]
    trace = series_lines(made({"A": {2010: 1.0, 2012: 2.0}}), looks, str, 520)["data"][0]
    assert (trace["y"], trace["connectgaps"]) == ([1.0, None, 2.0], False)
    flat = series_lines(made({"A": {2010: 0.0, 2011: 0.0}}), looks, str, 0)
    low, high = flat["layout"]["yaxis"]["range"]
    assert low < 0 < high


# Sparklines


def values_of(values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame({"year": list(values), "value": list(values.values())})


@given(st.dictionaries(st.integers(2000, 2030), st.floats(-1e6, 1e6, width=32), min_size=1, max_size=20))
def test_every_point_of_a_sparkline_lies_inside_and_years_keep_their_distance(
    values: dict[int, float],
) -> None:
    placed = sparkline_points(values_of(dict(sorted(values.items()))))
    assert list(placed) == sorted(values)
    step = (WIDTH - 2 * PADDING) / max(max(values) - min(values), 1)
    for year, (x, y) in placed.items():
        assert x == pytest.approx(PADDING + step * (year - min(values)) if len(values) > 1 else x)
        assert PADDING - 1e-6 <= x <= WIDTH - PADDING + 1e-6
        assert PADDING - 1e-6 <= y <= HEIGHT - PADDING + 1e-6


def test_a_sparkline_is_flat_where_hardly_anything_moves() -> None:
    placed = sparkline_points(values_of({2012: 76.1, 2023: 77.7}))
    rise = placed[2012][1] - placed[2023][1]
    assert rise == pytest.approx((77.7 - 76.1) / (MIN_SPAN_SHARE * 77.7) * (HEIGHT - 2 * PADDING))
    assert rise < 3


def test_a_sparkline_begins_with_a_ring_ends_with_a_dot_and_bridges_a_missing_year_with_dots() -> None:
    for values, dotted in (
        ({2012: 1.0, 2014: 2.0, 2015: 3.0}, [False, True]),
        ({2012: 1.0, 2013: 2.0, 2014: 3.0}, [False]),
    ):
        text = sparkline(values_of(values))
        root = ElementTree.fromstring(text)  # noqa: S314 - our own drawing
        assert sorted("stroke-dasharray" in path.attrib for path in root.iter(f"{SVG}path")) == dotted
        ring, dot = root.iter(f"{SVG}circle")
        assert (ring.get("fill"), dot.get("fill")) == (TOKENS.ground, TOKENS.hero)
        assert float(ring.get("cx", "")) < float(dot.get("cx", ""))
        assert "#" not in text  # colours of the theme on show
