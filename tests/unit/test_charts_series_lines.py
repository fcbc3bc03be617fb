"""Lines over years: gaps stay open, a log axis is one, nothing is drawn twice."""

from __future__ import annotations

import pandas as pd
import pytest

from components.charts.dots import version_dots
from components.charts.time_lines import Series, series_lines
from components.theme import TOKENS


def made(lines: dict[str, dict[int, float]]) -> pd.DataFrame:
    rows = [(line, year, value) for line, values in lines.items() for year, value in values.items()]
    frame = pd.DataFrame(rows, columns=["line", "year", "value"])
    return frame.assign(error=float("nan"), tip="tip", note="")


LOOKS = [Series("A", "A", "A", "hero"), Series("B", "B", "B", "peer"), Series("C", "C", "C", "peer")]


def test_a_gap_stays_a_gap() -> None:
    figure = series_lines(made({"A": {2010: 1.0, 2012: 2.0}}), LOOKS[:1], str, 520)
    trace = figure["data"][0]
    assert trace["y"] == [1.0, None, 2.0]
    assert trace["connectgaps"] is False


def test_a_log_axis_has_round_ticks_inside_its_range() -> None:
    frame = made({"A": {2010: 9_000.0, 2011: 40_000.0}, "B": {2010: 100_000.0, 2011: 220_000.0}})
    axis = series_lines(frame, LOOKS[:2], str, 520, log=True)["layout"]["yaxis"]
    assert axis["type"] == "log"
    assert axis["tickvals"] == [10_000, 20_000, 50_000, 100_000, 200_000]


def test_a_flat_series_can_be_drawn() -> None:
    figure = series_lines(made({"A": {2010: 0.0, 2011: 0.0}}), LOOKS[:1], str, 0)
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 0 < high


@pytest.mark.parametrize("least", [0, 520])
def test_a_ring_is_the_older_version_and_a_dot_the_newer(least: int) -> None:
    frame = pd.DataFrame({"economy": ["DEU", "CHN"], "older": [0.9, 0.5], "newer": [1.0, 0.4]})
    frame = frame.assign(name=["Germany", "China"], older_tip=["a", "c"], newer_tip=["b", "d"])
    figure = version_dots(frame, "CHN", ("old", "new"), str, least)
    older, newer = figure["data"]
    assert (older["x"], newer["x"]) == ([0.9, 0.5], [1.0, 0.4])
    assert older["marker"]["color"] == TOKENS.ground
    assert newer["marker"]["color"] == [TOKENS.ink_2, TOKENS.hero]
    left = {note["text"]: note["xanchor"] for note in figure["layout"]["annotations"]}
    assert (left["0.4"], left["0.5"]) == ("right", "left")  # values stand outside, whichever is larger
