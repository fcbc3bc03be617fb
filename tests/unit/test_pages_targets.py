"""The page on targets: a counted headline, each weakness in its row, a switch that moves the years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analysis.dataset import Dataset
from analysis.evidence.targets import Choice
from components.pages import targets as page
from components.pages.targets import TargetsView
from components.parts.targets import finding
from components.text import LANGUAGES, words
from tests.unit.views import text_of

if TYPE_CHECKING:
    pass


def view(dataset: Dataset, lang: str = "en", **query: str) -> TargetsView:
    return TargetsView(dataset, words(lang), Choice.read(dataset, query))


def row(dataset: Dataset, target: str, **query: str) -> str:
    """The text of one target's row with all that it opens to."""
    found = next(one for one in view(dataset, **query).rows if one["target"] == target)
    return text_of(page._line(view(dataset, **query), found))


def test_the_headline_counts_what_can_be_judged(dataset: Dataset) -> None:
    assert finding(view(dataset)) == ("China met 33 of 40 innovation targets in time, 3 late, and missed 4")
    assert "(4 on weak evidence)" in page.deck(view(dataset))


def test_a_target_without_two_sources_carries_its_mark(dataset: Dataset) -> None:
    mark = words("en")("targets.mark.one")
    for one in view(dataset).rows:
        text = text_of(page._line(view(dataset), one))
        assert (mark in text) == (one["independent"] < 2), one["target"]


def test_whoever_counts_its_own_target_is_named(dataset: Dataset) -> None:
    own = "Counted by the body in charge of it: "
    assert own + "Ministry of Industry" in row(dataset, "srdi_little_giants_2025")
    assert own + "an institute of the Ministry of Science" in row(dataset, "fyp12st_citation_rank_2015")
    assert own not in row(dataset, "fyp14_basic_share_2025")
    assert words("en")("targets.mark.statement") in row(dataset, "ai_core_2025")
    assert "that of 2016 stands in" in row(dataset, "fyp12st_rd_personnel_2015")


def test_a_row_quotes_its_document_or_says_that_no_wording_was_collected(dataset: Dataset) -> None:
    unquoted = set()
    for one in view(dataset).rows:
        text = text_of(page._line(view(dataset), one))
        quoted = isinstance(one["quotation_zh"], str)
        assert (words("en")("targets.unquoted") in text) != quoted, one["target"]
        unquoted |= set() if quoted else {one["target"]}
    assert len(unquoted) == 10
    assert "mic_self_2020" in unquoted


@pytest.mark.parametrize(("figures", "year", "short"), [("first", 2022, "0.10"), ("revised", 2023, "0.14")])
def test_the_switch_moves_the_year_of_the_story(
    dataset: Dataset, figures: str, year: int, short: str
) -> None:
    drawn = json.loads(str(page.research(view(dataset, figures=figures)).figure))
    notes = {one["name"]: one["text"] for one in drawn["700"]["layout"]["annotations"]}
    assert f"reached {year}" in notes["goal-2020"]
    assert f"<b>{short}</b>" in notes["short-2020"]
    reached = [one for one in drawn["700"]["data"] if one["meta"]["role"] == "reached"]
    assert year in {one["x"][0] for one in reached}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_answers_whether_the_target_of_2020_was_met(dataset: Dataset, lang: str) -> None:
    drawn = json.loads(str(page.research(view(dataset, lang)).figure))
    notes = {one["name"]: one["text"] for one in drawn["0"]["layout"]["annotations"]}
    assert "2.5%" in notes["goal-2020"]
    assert "2022" in notes["goal-2020"]


def test_a_row_says_since_when_a_target_is_reached_and_of_what_time_a_figure_is(dataset: Dataset) -> None:
    for target, part in (
        ("mlp_citation_rank_2020", "reached 2013"),
        ("fyp14_hv_patents_2025", "reached by 2024 at the latest (7.5 in 2021)"),
        ("mlp_patent_rank_2020", "reached by 2012 at the latest"),
        ("mic_centres_2025", "33 in mid-2025"),
        ("ippower_royalty_trade_2025", "382.87 billion in January to November 2025"),
        ("ai_core_2030", "Due in 2030: the figure of 2025 reaches it already"),
    ):
        assert part in row(dataset, target), target
    assert "不晚于2024年达到（2021年7.5）" in text_of(
        [page._line(view(dataset, "zh"), one) for one in view(dataset, "zh", document="fyp14_2021").rows]
    )


def test_a_card_counts_the_rows_that_it_shows(dataset: Dataset) -> None:
    assert page.every(view(dataset, verdict="missed")).finding == "4 of 62 targets: 4 missed"
    assert page.every(view(dataset, aim="5")).finding == "0 of 62 targets"
