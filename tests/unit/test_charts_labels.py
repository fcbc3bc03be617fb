"""End labels never touch, and the hero's stays beside its line."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.index.standing import MEASURES
from components.charts import axes
from components.charts.labels import GAP, HERO_GAP, MAX_RISE, spread
from components.framework import explained_changes, framework_changes
from components.text import LANGUAGES, words
from data.article import HERO
from tests.unit.views import chosen, drawn

if TYPE_CHECKING:
    from analysis.dataset import Dataset

LEADERS = "CHE,SWE,USA,KOR,SGP,GBR,FIN,NLD"  # the eight above China in 2025
SIZES = [(500, False), (420, False), (460, True), (312, True)]


@st.composite
def ends(draw: st.DrawFn) -> tuple[list[float], int]:
    positions = sorted(draw(st.lists(st.floats(0, 420), min_size=1, max_size=9)))
    return positions, draw(st.integers(0, len(positions) - 1))


@given(ends())
def test_spread_keeps_labels_apart_in_order_and_near_the_plot(given_: tuple[list[float], int]) -> None:
    positions, hero = given_
    placed = spread(positions, hero)
    assert len(placed) == len(positions)
    for index, (upper, lower) in enumerate(pairwise(placed)):
        gap = HERO_GAP if hero in (index, index + 1) else GAP
        assert lower - upper >= gap - 1e-6
    assert min(placed) >= -MAX_RISE - 1e-6


@given(ends())
def test_the_heros_label_moves_only_where_those_above_need_the_room(given_: tuple[list[float], int]) -> None:
    positions, hero = given_
    needed = HERO_GAP + GAP * (hero - 1) - MAX_RISE if hero else 0
    assert spread(positions, hero)[hero] == pytest.approx(max(positions[hero], needed))


@given(ends(), st.booleans())
def test_labels_stay_inside_the_plot_where_all_have_room(given_: tuple[list[float], int], hero: bool) -> None:
    positions, index = given_
    placed = spread(positions, index if hero else None, 0, 420)
    assert all(b - a >= GAP - 1e-6 for a, b in pairwise(placed))
    assert placed[0] >= -1e-6
    assert placed[-1] <= 420 + 1e-6


@given(ends())
def test_labels_that_are_apart_stay_where_they_are(given_: tuple[list[float], int]) -> None:
    positions, hero = given_
    if all(b - a >= HERO_GAP for a, b in pairwise(positions)):
        assert spread(positions, hero) == positions


def pixels(figure: dict[str, Any], note: dict[str, Any]) -> float:
    """Where an end label stands, in pixels from the top of the plot."""
    layout = figure["layout"]
    bottom, top = layout["yaxis"]["range"]
    share = (note["y"] - top) / (bottom - top)
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    return float(share * plot * layout["yaxis"]["domain"][1] - note["yshift"])


def label_positions(figure: dict[str, Any], kind: str) -> dict[str, float]:
    notes = figure["layout"]["annotations"]
    return {
        note["name"].removeprefix(f"{kind}-"): pixels(figure, note)
        for note in notes
        if str(note.get("name", "")).startswith(f"{kind}-")
    }


@pytest.mark.parametrize("peers", ["USA,KOR,SGP,DEU,JPN,IND", "USA,KOR", "DEU,JPN,FRA,HKG", LEADERS])
@pytest.mark.parametrize("measure", MEASURES)
def test_end_labels_are_at_least_15_px_apart(dataset: Dataset, measure: str, peers: str) -> None:
    for height, compact in SIZES:
        figure = drawn(dataset, chosen(dataset, show=measure, peers=peers), height=height, compact=compact)
        for kind in ("label", "number"):
            placed = label_positions(figure, kind)
            gaps = [b - a for a, b in pairwise(sorted(placed.values()))]
            assert min(gaps) >= 15 - 1e-6, (height, compact, kind)
            assert HERO in placed, (height, compact, kind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_square_of_a_framework_change_says_its_edition_and_its_note(dataset: Dataset, lang: str) -> None:
    squares = axes.framework_changes(explained_changes(dataset, words(lang)), compact=True).traces
    assert squares[0]["hoverinfo"] == "text"
    for change, tip in zip(framework_changes(dataset), squares[0]["hovertext"], strict=True):
        note = dataset.catalog.editions[change.edition].note.get(lang)
        assert f"{change.letter}  " in tip
        assert str(change.edition) in tip
        assert "".join(re.sub("<br[^>]*>", "", tip).split()).endswith("".join(note.split()))


def test_a_line_that_ended_says_when(dataset: Dataset) -> None:
    figure = drawn(dataset, chosen(dataset, peers="YEM"))
    (note,) = (n for n in figure["layout"]["annotations"] if n.get("name") == "label-YEM")
    assert note["text"] == "Yemen (2022)"
