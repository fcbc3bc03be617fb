"""The page on weights: its finding, figures, tables and downloads say the same thing of one choice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from analysis.robustness import weights as method
from components.pages import weights
from components.text import LANGUAGES, plain, words
from tests.unit.views import of_id, page_of, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

EQUAL = {"w": "1,1,1,1,1,1,1"}
MOVED = "{}, China is {}, not 10th; similar weights: {}"
FINDINGS = {
    "1,1,1,1,1,1,1": "With equal weights, China stays 10th, less firmly: 9th to 12th, not 8th to 10th",
    "0,0,0,0,0,1,1": MOVED.format("Outputs alone", "5th", "5th to 6th"),
    "40,10,10,10,10,10,10": MOVED.format("With these weights", "24th", "15th to 25th"),
}


def test_the_finding_is_computed_for_every_kind_of_weights(dataset: Dataset) -> None:
    read = weights.CALLBACKS.read
    found = {w: plain(weights.finding(read(dataset, "en", {"w": w}))) for w in FINDINGS}
    assert found == FINDINGS


def test_other_weights_compute_nothing_anew_that_does_not_depend_on_them(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = {"edition": "2024", "economy": "FRA"}
    first = text_of(page_of(weights, dataset, "en", choices))
    for module, name in ((weights, "sobol"), (method, "extreme"), (method, "over_indicators")):
        monkeypatch.setattr(module, name, None)
    assert text_of(page_of(weights, dataset, "en", choices | {"w": "20,10,10,10,20,10,20"})) != first


def test_what_every_draw_shows_is_said_to_be_always_so(dataset: Dataset) -> None:
    found = {}
    for economy in ("CHN", "CHE", "IND"):
        shown = weights.CALLBACKS.read(dataset, "en", {"economy": economy})
        said = plain(weights.measure(shown))
        top = re.search(r"top (\d+)", said)
        assert top is not None
        found[said.startswith("Always in the top ")] = shown.spread.within(int(top[1])) == 1
    assert found == {True: True, False: False}


def test_a_place_shared_by_rounding_has_a_row_of_its_own(dataset: Dataset) -> None:
    shown = weights.CALLBACKS.read(dataset, "en", {"edition": "2012", **EQUAL})
    for side in ("before", "after"):
        rows = shown.moved[side].tolist()
        assert len(set(rows)) == len(rows) == max(rows) == 141


def test_an_economy_that_gives_way_to_china_is_named_with_its_editions(dataset: Dataset) -> None:
    def told(lang: str, **query: str) -> str:
        return text_of(of_id(page_of(weights, dataset, lang, query), weights.GONE))

    for lang in LANGUAGES:
        name = dataset.labels(lang)["YEM"]
        gone = words(lang)("weights.gone_editions", editions="2011–2022", name=name)
        assert gone in told(lang, economy="YEM")
        assert told(lang, economy="YEM", edition="2022") == ""
