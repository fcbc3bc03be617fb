"""The score ledger as a figure: bars follow one another to the sum, figures stand beside them, rows fit."""

from __future__ import annotations

import json
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import pytest

from analysis.index.composition import PILLARS
from analysis.index.ledger import WHOLE, Choice
from components.charts.scales import point_scale
from components.pages import why
from components.parts.ledgers import WhyView
from components.text import LANGUAGES, words
from components.theme import TOKENS

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def drawn(dataset: Dataset, lang: str = "en", width: str = "600", **query: str) -> dict[str, Any]:
    asked = {"from": query.pop("first", "2012"), "to": query.pop("last", "2022"), **query}
    shown = WhyView(dataset, words(lang), Choice.read(dataset, asked))
    figures: dict[str, dict[str, Any]] = json.loads(why.points_json(shown))
    return figures[width]


def texts(figure: dict[str, Any]) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


@pytest.mark.parametrize(("split", "total"), [("relative", 15.52), ("plain", 9.86)])
def test_bars_follow_one_another_to_the_sum(dataset: Dataset, split: str, total: float) -> None:
    *parts, whole = drawn(dataset, split=split)["data"]
    at = 0.0
    for part in parts:
        assert part["base"] == [pytest.approx(at)]
        assert part["marker"]["color"] == (TOKENS.up if part["x"][0] >= 0 else TOKENS.down)
        at += part["x"][0]
    assert whole["base"] == [0.0]
    assert whole["x"][0] == pytest.approx(at)
    assert round(at, 2) == total
    assert whole["marker"]["color"] == TOKENS.ink


def test_the_arithmetic_stands_beside_the_bars(dataset: Dataset) -> None:
    said = texts(drawn(dataset))
    for figure in ("+3.73", "−2.81", "<b>+6.54</b>", "<b>+9.86</b>", "<b>−5.67</b>", "<b>+15.52</b>"):
        assert figure in said
    assert "<b>+3.73</b>" in texts(drawn(dataset, split="plain"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_never_touch_and_the_height_follows_them(dataset: Dataset, lang: str) -> None:
    below = product(("subpillars", "indicators"), (WHOLE, *PILLARS))
    for number, (detail, pillar) in enumerate([("subindices", WHOLE), ("pillars", WHOLE), *below]):
        width = ("0", "600")[(number + LANGUAGES.index(lang)) % 2]
        figure = drawn(dataset, lang, width, first="2019", last="2025", detail=detail, pillar=pillar)
        layout = figure["layout"]
        bottom, top = layout["yaxis"]["range"]
        assert (top, bottom) == (0, layout["height"] - layout["margin"]["t"] - layout["margin"]["b"])
        rows = [(bar["y"][0], bar["width"][0] / 2) for bar in figure["data"]]
        for (above, half), (below, other) in pairwise(rows):
            assert below - other - (above + half) >= 12
        assert rows[-1][0] + rows[-1][1] <= bottom
        assert all(bar["hovertext"][0] for bar in figure["data"])
        assert all(note["font"]["size"] >= 12 for note in layout["annotations"])


def test_a_part_that_enters_or_leaves_is_marked(dataset: Dataset) -> None:
    said = " ".join(texts(drawn(dataset, first="2019", last="2025", detail="indicators", pillar="P5")))
    assert "enters" in said
    assert "leaves" in said


def test_the_whole_index_is_drawn_in_few_rows_that_leave_nothing_out(dataset: Dataset) -> None:
    for detail in ("subpillars", "indicators"):
        *parts, whole = drawn(dataset, detail=detail)["data"]
        assert len(parts) <= 15
        assert sum(part["x"][0] for part in parts) == pytest.approx(whole["x"][0])
        assert round(whole["x"][0], 1) == 15.5
    rows = texts(drawn(dataset, detail="indicators"))
    for row in ("Redefined (22)", "New (23)", "Dropped (26)", "No score in one edition (4)"):
        assert row in rows


@pytest.mark.parametrize(("low", "high"), [(0, 0), (-0.01, 0.002), (0, 15.52), (-1.1, 0.4), (-40, 2)])
def test_point_ticks_are_few_round_and_inside(low: float, high: float) -> None:
    for most in (4, 6):
        scale = point_scale(low, high, most, "en")
        assert scale.bottom < low
        assert scale.top > high
        assert 1 <= len(scale.ticks) <= most
        assert any(abs(tick) < 1e-12 for tick in scale.ticks)
        assert [float(text.replace("−", "-")) for text in scale.texts] == pytest.approx(list(scale.ticks))
