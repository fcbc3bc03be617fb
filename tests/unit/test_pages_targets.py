"""The page on targets: each weakness in its row, a switch that moves the years, counts of what is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analysis.evidence.targets import Choice
from components.pages import targets as page
from components.pages.targets import TargetsView
from components.text import words
from tests.unit.views import of_class, page_of, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def view(dataset: Dataset, lang: str = "en", **query: str) -> TargetsView:
    return TargetsView(dataset, words(lang), Choice.read(dataset, query))


@pytest.fixture(scope="module")
def rows(dataset: Dataset) -> dict[str, str]:
    """The text of each target's row with all that it opens to."""
    found = of_class(page_of(page, dataset), "target")
    return {row.id.removeprefix("target-"): text_of(row) for row in found}


def test_a_row_says_how_well_it_is_known_and_quotes_its_document_or_says_that_it_has_no_wording(
    dataset: Dataset, rows: dict[str, str]
) -> None:
    t, unquoted = words("en"), 0
    listed = view(dataset).rows
    assert {one["target"] for one in listed} == rows.keys()
    for one in listed:
        text, quoted = rows[one["target"]], isinstance(one["quotation_zh"], str)
        assert (t("targets.mark.one") in text) == (one["independent"] < 2), one["target"]
        assert (t("targets.unquoted") in text) != quoted, one["target"]
        unquoted += not quoted
    assert unquoted == 10


def test_whoever_counts_its_own_target_is_named_and_of_what_time_a_figure_is(rows: dict[str, str]) -> None:
    own = "Counted by the body in charge of it: "
    for target, part in (
        ("srdi_little_giants_2025", own + "Ministry of Industry"),
        ("fyp12st_citation_rank_2015", own + "an institute of the Ministry of Science"),
        ("ai_core_2025", words("en")("targets.mark.statement")),
        ("fyp12st_rd_personnel_2015", "that of 2016 stands in"),
        ("mlp_citation_rank_2020", "reached 2013"),
        ("fyp14_hv_patents_2025", "reached by 2024 at the latest (7.5 in 2021)"),
        ("mlp_patent_rank_2020", "reached by 2012 at the latest"),
        ("mic_centres_2025", "33 in mid-2025"),
        ("ippower_royalty_trade_2025", "382.87 billion in January to November 2025"),
        ("ai_core_2030", "Due in 2030: the figure of 2025 reaches it already"),
    ):
        assert part in rows[target], target
    assert own not in rows["fyp14_basic_share_2025"]


def test_the_switch_moves_the_year_of_the_story(dataset: Dataset) -> None:
    for figures, year, short in (("first", 2022, "0.10"), ("revised", 2023, "0.14")):
        drawn = json.loads(str(page.research(view(dataset, figures=figures)).figure))
        notes = {one["name"]: one["text"] for one in drawn["700"]["layout"]["annotations"]}
        assert f"reached {year}" in notes["goal-2020"]
        assert f"<b>{short}</b>" in notes["short-2020"]
        reached = [one for one in drawn["700"]["data"] if one["meta"]["role"] == "reached"]
        assert year in {one["x"][0] for one in reached}


def test_a_card_counts_the_rows_that_it_shows(dataset: Dataset) -> None:
    assert page.every(view(dataset, verdict="missed")).finding == "4 of 62 targets: 4 missed"
    assert page.every(view(dataset, aim="5")).finding == "0 of 62 targets"
