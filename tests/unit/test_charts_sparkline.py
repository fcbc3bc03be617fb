"""The sparkline: flat where hardly anything moves, dotted where a year is missing."""

from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.pictures import HEIGHT, MIN_SPAN, PADDING, WIDTH, points, sparkline
from components.theme import TOKENS

SVG = "{http://www.w3.org/2000/svg}"


def frame(values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame({"year": list(values), "value": list(values.values())})


def drawing(values: dict[int, float]) -> ElementTree.Element:
    return ElementTree.fromstring(sparkline(frame(values)))  # noqa: S314 - our own drawing


def test_what_hardly_moves_looks_flat() -> None:
    placed = points(frame({2012: 76.1, 2023: 77.7}))
    rise = placed[2012][1] - placed[2023][1]
    assert rise == pytest.approx((77.7 - 76.1) / (MIN_SPAN * 77.7) * (HEIGHT - 2 * PADDING))
    assert rise < 3


def test_what_doubles_fills_the_height() -> None:
    placed = points(frame({2012: 1.0, 2023: 2.0}))
    assert (placed[2012][1], placed[2023][1]) == (HEIGHT - PADDING, PADDING)


@given(st.dictionaries(st.integers(2000, 2030), st.floats(-1e6, 1e6, width=32), min_size=1, max_size=20))
def test_every_point_lies_inside(values: dict[int, float]) -> None:
    placed = points(frame(dict(sorted(values.items()))))
    assert list(placed) == sorted(values)
    for x, y in placed.values():
        assert PADDING - 1e-6 <= x <= WIDTH - PADDING + 1e-6
        assert PADDING - 1e-6 <= y <= HEIGHT - PADDING + 1e-6


def test_years_stand_at_their_distance() -> None:
    placed = points(frame({2012: 1.0, 2013: 1.0, 2022: 1.0}))
    assert placed[2013][0] - placed[2012][0] == pytest.approx((WIDTH - 2 * PADDING) / 10)


def dotted(values: dict[int, float]) -> list[bool]:
    return ["stroke-dasharray" in path.attrib for path in drawing(values).iter(f"{SVG}path")]


def test_a_missing_year_is_bridged_with_dots() -> None:
    assert sorted(dotted({2012: 1.0, 2014: 2.0, 2015: 3.0})) == [False, True]
    assert not any(dotted({2012: 1.0, 2013: 2.0, 2014: 3.0}))


def test_a_ring_begins_and_a_dot_ends_in_the_colours_of_the_theme_on_show() -> None:
    root = drawing({2012: 1.0, 2013: 2.0, 2014: 3.0})
    ring, dot = root.iter(f"{SVG}circle")
    assert (ring.get("fill"), dot.get("fill")) == (TOKENS.ground, TOKENS.hero)
    assert float(ring.get("cx", "")) < float(dot.get("cx", ""))
    assert "#" not in sparkline(frame({2012: 1.0, 2013: 2.0}))
