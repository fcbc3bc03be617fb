"""The page on targets: a counted headline, each weakness in its row, a switch that moves the years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from analysis.dataset import Dataset
from analysis.targets import Choice
from components.pages.targets import page, rows, story
from components.pages.targets.view import View
from components.text import LANGUAGES, words
from tests.unit.views import text_of

if TYPE_CHECKING:
    from dash.development.base_component import Component


def view(dataset: Dataset, lang: str = "en", **query: str) -> View:
    return View(dataset, words(lang), Choice.read(dataset, query))


def row(dataset: Dataset, target: str, **query: str) -> str:
    """The text of one target's row with all that it opens to."""
    found = next(one for one in view(dataset, **query).rows if one["target"] == target)
    return text_of(rows._row(view(dataset, **query), found))


def test_the_headline_counts_what_can_be_judged(dataset: Dataset) -> None:
    assert page.finding(view(dataset)) == (
        "China met 33 of 40 innovation targets in time, 3 late, and missed 4"
    )
    assert "(3 on weak evidence)" in page.deck(view(dataset))


def test_a_target_without_two_sources_carries_its_mark(dataset: Dataset) -> None:
    mark = words("en")("targets.mark.one")
    for one in view(dataset).rows:
        text = text_of(rows._row(view(dataset), one))
        assert (mark in text) == (one["independent"] < 2), one["target"]


def test_whoever_counts_its_own_target_is_named(dataset: Dataset) -> None:
    own = words("en")("targets.mark.own")
    assert own in row(dataset, "srdi_little_giants_2025")
    assert own not in row(dataset, "fyp14_basic_share_2025")
    assert words("en")("targets.mark.statement") in row(dataset, "ai_core_2025")
    assert "that of 2016 stands in" in row(dataset, "fyp12st_rd_personnel_2015")


def test_a_row_opens_to_words_values_and_sources(dataset: Dataset) -> None:
    text = row(dataset, "fyp14_basic_share_2025")
    for part in (
        "提高到8%以上",
        "(our translation)",
        "7.08 in 2025",
        "from 6.01 in 2020",
        "Xinhua via pltyw.com",
    ):
        assert part in text, part


def test_a_row_quotes_its_document_or_says_that_no_wording_was_collected(dataset: Dataset) -> None:
    unquoted = set()
    for one in view(dataset).rows:
        text = text_of(rows._row(view(dataset), one))
        quoted = isinstance(one["quotation_zh"], str)
        assert (words("en")("targets.unquoted") in text) != quoted, one["target"]
        unquoted |= set() if quoted else {one["target"]}
    assert len(unquoted) == 16
    assert "mic_self_2020" in unquoted


@pytest.mark.parametrize(("figures", "year", "short"), [("first", 2022, "0.10"), ("revised", 2023, "0.14")])
def test_the_switch_moves_the_year_of_the_story(
    dataset: Dataset, figures: str, year: int, short: str
) -> None:
    drawn = json.loads(story.figures(view(dataset, figures=figures)))
    notes = {one["name"]: one["text"] for one in drawn["700"]["layout"]["annotations"]}
    assert f"reached {year}" in notes["goal-2020"]
    assert f"<b>{short}</b>" in notes["short-2020"]
    reached = [one for one in drawn["700"]["data"] if one["meta"]["role"] == "reached"]
    assert year in {one["x"][0] for one in reached}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_answers_whether_the_target_of_2020_was_met(dataset: Dataset, lang: str) -> None:
    drawn = json.loads(story.figures(view(dataset, lang)))
    notes = {one["name"]: one["text"] for one in drawn["0"]["layout"]["annotations"]}
    assert "2.5%" in notes["goal-2020"]
    assert "2022" in notes["goal-2020"]


def test_other_economies_stand_at_the_end(dataset: Dataset) -> None:
    groups: list[Any] = rows.listing(view(dataset))
    assert text_of(groups[-1].children[-1]).startswith(words("en")("targets.group.others"))
    assert len([one for one in view(dataset).rows if one["economy"] != "CHN"]) == 6


def test_no_target_leaves_a_way_back(dataset: Dataset) -> None:
    found: list[Component] = rows.listing(view(dataset, aim="5"))
    assert "No target fits these choices." in text_of(found)
