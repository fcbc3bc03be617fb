"""The trajectory by its data: what is drawn is what the frame says, in every measure, size and language."""

import re
from itertools import pairwise, product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset
from analysis.index.standing import MEASURES
from components.charts.labels import FOCUS_LABEL_GAP_PX, LABEL_GAP_PX, MAX_LABEL_SHIFT, spread_labels
from components.charts.lines import DASHES, records
from components.charts.trajectory import ChartStyle, add_tips, trajectories
from components.pages.overview import STYLES_BY_WIDTH
from components.text.catalog import LANGUAGES, words
from components.theme import TOKENS
from components.widgets.framework import framework_changes
from data.article import CLAIM, FOCUS
from tests.unit import figures
from tests.unit.views import chosen, drawn, frame_of, selections, traces

LEADERS = "CHE,SWE,USA,KOR,SGP,GBR,FIN,NLD"  # the eight above China in 2025
_OTHERS = ("USA", "KOR", "SGP", "DEU", "JPN", "IND")
FULL = {(2012, 2022, *_OTHERS), (2013, 2020, *_OTHERS), (2007, 2025, "YEM", "VEN", "IND")}
"""Editions and peers with which some texts of the chart touch, or end beside it, so far."""


def hero(figure: dict[str, Any]) -> dict[str, Any]:
    (trace,) = traces(figure, role="hero")
    return trace


def changed(dataset: Dataset, frame: pd.DataFrame, lang: str = "en") -> list[dict[str, Any]]:
    """The trajectories by rank of a frame that was altered, wide and compact."""
    t = words(lang)
    names = {str(code): str(code) for code in frame["economy"].unique()}
    looks = [ChartStyle("rank", t, is_compact=compact) for compact in (False, True)]
    return trajectories(add_tips(records(frame), t), names, framework_changes(dataset), looks)


# What holds of every figure holds of this one in every size, of which the browser takes one


def test_every_size_holds_what_every_figure_does(dataset: Dataset) -> None:
    wrong = []
    crowds = [chosen(dataset, show=one, peers=LEADERS) for one in MEASURES]
    for number, choice in enumerate((*selections(dataset), *crowds)):
        clear = (choice.first, choice.last, *choice.peers) not in FULL
        for least, form in STYLES_BY_WIDTH.items():
            figure = drawn(dataset, choice, LANGUAGES[number % 2], **form)
            found = figures.faults(figure, max(320, least))
            wrong += [(choice, form, one) for one in found if clear or "Box(" not in str(one)]
            assert figure["layout"]["height"] == form["height"]
            assert {trace["type"] for trace in figure["data"]} == {"scatter"}  # the bundle holds few others
    assert wrong == []


def test_lines_that_were_raised_have_colours_of_their_own_in_this_order(dataset: Dataset) -> None:
    figure = drawn(dataset, chosen(dataset), highlighted=("IND", "USA"))
    for code, colour, dash in zip(("IND", "USA"), TOKENS.peers, DASHES, strict=False):
        (line,) = traces(figure, economy=code, role="peer")
        assert line["line"] == {"color": colour, "width": 2, "dash": dash}
        notes = [one for one in figure["layout"]["annotations"] if str(one.get("name")).endswith(f"-{code}")]
        assert {one["font"]["color"] for one in notes} == {colour}


@st.composite
def ends(draw: st.DrawFn) -> tuple[list[float], int]:
    positions = sorted(draw(st.lists(st.floats(0, 420), min_size=1, max_size=9)))
    return positions, draw(st.integers(0, len(positions) - 1))


@given(ends())
def test_labels_are_apart_in_order_and_move_only_where_others_need_the_room(
    given_: tuple[list[float], int],
) -> None:
    positions, own = given_
    placed = spread_labels(positions, own)
    assert len(placed) == len(positions)
    for index, (upper, lower) in enumerate(pairwise(placed)):
        assert lower - upper >= (FOCUS_LABEL_GAP_PX if own in (index, index + 1) else LABEL_GAP_PX) - 1e-6
    assert min(placed) >= -MAX_LABEL_SHIFT - 1e-6
    needed = FOCUS_LABEL_GAP_PX + LABEL_GAP_PX * (own - 1) - MAX_LABEL_SHIFT if own else 0
    assert placed[own] == pytest.approx(max(positions[own], needed))
    if all(b - a >= FOCUS_LABEL_GAP_PX for a, b in pairwise(positions)):
        assert placed == positions
    for inside in (spread_labels(positions, None, 0, 420), spread_labels(positions, own, 0, 420)):
        assert all(b - a >= LABEL_GAP_PX - 1e-6 for a, b in pairwise(inside))
        assert inside[0] >= -1e-6
        assert inside[-1] <= 420 + 1e-6


# Recomputed from the frame


# On altered data


def test_a_gap_breaks_the_line(dataset: Dataset) -> None:
    frame = frame_of(dataset, chosen(dataset, peers="KOR"))
    figure, _ = changed(dataset, frame[frame["edition"] != 2018])
    for trace in (hero(figure), *traces(figure, economy="KOR", role="peer")):
        at = trace["x"].index(2018)
        assert (trace["y"][at], trace["hovertext"][at], trace["connectgaps"]) == (None, "", False)


def test_the_claim_is_drawn_only_with_both_its_editions(dataset: Dataset) -> None:
    spans = {(2010, 2025): 1, (2012, 2022): 1, (2013, 2025): 0, (2010, 2021): 0}
    for ((first, last), steps), compact in product(spans.items(), (False, True)):
        figure = drawn(dataset, chosen(dataset, first=str(first), last=str(last)), is_compact=compact)
        found = traces(figure, role="claim")
        assert len(found) == steps, (first, last)
        for step in found:
            assert step["x"][0] > 2013
            assert (step["x"][1:], step["y"][:2]) == ([2022, 2022], [34, 34])
            assert 11 < step["y"][2] < 14


def test_the_words_of_the_claim_are_the_difference_of_its_ranks_and_a_fall_is_no_claim(
    dataset: Dataset,
) -> None:
    said = {"en": r"\bup (\S+?)(?: places|<)", "zh": "上升(.+?)位"}
    for lang, last in product(LANGUAGES, (11, 1, 20, 30, 31, 33, 34, 35, 57)):
        frame = frame_of(dataset, chosen(dataset), lang)
        at = (frame["economy"] == FOCUS) & (frame["edition"] == CLAIM[1])
        for figure in changed(dataset, frame.assign(rank=frame["rank"].mask(at, last)), lang):
            texts = " ".join(note["text"] for note in figure["layout"]["annotations"])
            drawn_ = last <= 30  # a rise of few places has no room, a fall and the same rank are no rise
            assert re.findall(said[lang], texts) == ([str(34 - last)] if drawn_ else []), last
            assert bool(traces(figure, role="claim")) == drawn_, last
            assert not re.search(r"[-−]\d", texts), last
