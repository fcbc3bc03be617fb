"""The rank ledger as a figure: its bars are the split, its labels do not touch, its words are read out."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from analysis.index.ledger import Choice
from components.charts.scales import ledger_scale
from components.pages import why
from components.parts.ledgers import WhyView
from components.text import LANGUAGES, words
from components.theme import TOKENS
from data.article import HERO

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def drawn(dataset: Dataset, lang: str = "en", width: str = "440", **query: str) -> dict[str, Any]:
    asked = {"from": query.pop("first", "2012"), "to": query.pop("last", "2022"), **query}
    shown = WhyView(dataset, words(lang), Choice.read(dataset, asked))
    figures: dict[str, dict[str, Any]] = json.loads(why.places_json(shown))
    return figures[width]


def traces(figure: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["type"] == kind]


def test_bars_float_from_34th_to_11th(dataset: Dataset) -> None:
    own, others = traces(drawn(dataset), "bar")
    assert (own["base"], own["y"], others["base"], others["y"]) == ([34], [-15.5], [18.5], [-7.5])
    assert own["marker"]["color"] == others["marker"]["color"] == TOKENS.up
    first, last = (trace for trace in traces(drawn(dataset), "scatter") if trace["mode"] == "markers")
    assert (first["y"], last["y"]) == ([34], [11])
    assert first["marker"]["line"]["color"] == TOKENS.hero


def test_a_step_of_no_place_is_a_line_in_ink_and_a_fall_points_down(dataset: Dataset) -> None:
    figure = drawn(dataset, first="2022", last="2023")
    still = [trace for trace in traces(figure, "scatter") if trace["mode"] == "lines"]
    assert [trace["line"] for trace in still] == [{"color": TOKENS.ink, "width": 3}] * 3
    (fall,) = traces(figure, "bar")
    assert (fall["y"], fall["marker"]["color"]) == ([1], TOKENS.down)
    assert any("▼ 1" in note["text"] for note in figure["layout"]["annotations"])


@pytest.mark.parametrize(("lang", "said"), [("en", "14 or 17 places"), ("zh", "14或17位")])
def test_the_range_of_the_two_orders_is_said_at_its_bracket(dataset: Dataset, lang: str, said: str) -> None:
    figure = drawn(dataset, lang)
    (orders,) = [note for note in figure["layout"]["annotations"] if note.get("name") == "orders"]
    assert said in orders["text"]
    bracket = [shape for shape in figure["layout"]["shapes"] if shape["x0"] == shape["x1"] == 2.5]
    assert {(shape["y0"], shape["y1"]) for shape in bracket} >= {(17.0, 20.0)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", ["0", "440"])
def test_every_view_fits_its_axis_and_has_words_for_each_column(
    dataset: Dataset, lang: str, width: str
) -> None:
    pairs = list(combinations(range(2011, 2026), 2))[::7]
    for economy, (first, last) in zip((HERO, "IRN", "CHE", "VNM") * 4, pairs, strict=False):
        figure = drawn(dataset, lang, width, first=str(first), last=str(last), economy=economy)
        bottom, top = figure["layout"]["yaxis"]["range"]
        ends = [trace["base"][0] + trace["y"][0] for trace in traces(figure, "bar")]
        assert all(top < end < bottom for end in ends)
        assert all(top <= tick <= bottom for tick in figure["layout"]["yaxis"]["tickvals"])
        assert [bool(trace["hovertext"][0]) for trace in figure["data"]] == [True] * 6
        assert all(note["font"]["size"] >= 12 for note in figure["layout"]["annotations"])


@pytest.mark.parametrize(
    ("best", "worst"), [(1, 1), (1, 2), (10, 34), (1, 139), (120, 121), (61, 113), (59, 61)]
)
def test_the_axis_leaves_room_for_labels(best: float, worst: float) -> None:
    scale = ledger_scale(best, worst, 360, drops=True)
    assert scale.pixels(best) >= 43.9
    assert scale.height - scale.pixels(worst) >= 43.9
    assert scale.value(scale.pixels(best)) == pytest.approx(best)
    assert 2 <= len([tick for tick in scale.ticks if tick >= 1]) <= 9
