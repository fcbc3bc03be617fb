"""The page on other rankings: what it finds and draws, and that each rank leads to its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.pages import others
from components.parts.other_rankings import Choice, OtherRankingsView
from components.text import words
from data.schema import TABLES
from tests.unit.views import links, of_type, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def view(dataset: Dataset, show: str = "percentile") -> OtherRankingsView:
    return OtherRankingsView(dataset, words("en"), Choice.read(dataset, {"show": show}))


def test_the_finding_follows_the_data(dataset: Dataset) -> None:
    frame = view(dataset).frame.copy()

    def finding() -> str:
        shown = view(dataset)
        shown.__dict__["frame"] = frame
        return others.finding(shown)

    frame.loc[(frame["ranking"] == "bloomberg") & (frame["year"] == 2021), "percentile"] = 57.5
    assert "in three of five other rankings" in finding()
    frame.loc[frame["ranking"] == "portulans_nri", "percentile"] = 99.0
    assert "in two of five other rankings: percentiles 58 to 99" in finding()
    frame.loc[frame["ranking"] != "gii", "percentile"] = 10.0
    assert "in none of five" in finding()
    frame.loc[frame["ranking"] == "gii", "percentile"] = 1.0
    assert "10 to 10; GII 1" in finding()


def test_every_rank_leads_to_its_publisher_and_licences_are_those_stated(dataset: Dataset) -> None:
    shown = view(dataset)
    rows = of_type(others.CITED.of(shown).frame, "Tr")[1:]
    cited = shown.frame[shown.frame["ranking"].isin(shown.ranked) & (shown.frame["ranking"] != "gii")]
    assert len(rows) == len(cited)
    families = {shown.family(key).url for key in shown.ranked} - {"", shown.family("gii").url}
    assert {address for address in links(rows) if address.startswith("http")} == families
    sources = dataset.catalog.sources
    assert sources["portulans_nri"].licence.startswith("CC BY-NC-ND 3.0")
    for family in ("bloomberg_innovation", "wef_gci", "imd_wcr"):
        assert "ranks cited one by one" in sources[family].licence
    assert {one.table for one in dataset.catalog.rankings.values()} <= set(TABLES)


def test_a_table_without_the_index_credits_its_own_publishers(dataset: Dataset) -> None:
    shown = view(dataset)
    cited = text_of(others.CITED.of(shown).content.credit.citation)
    assert "Bloomberg Innovation Index" in cited
    assert "World Intellectual Property Organization" not in cited
    both = text_of(others.STRIP.of(shown).content.credit.citation)
    assert both.index("World Intellectual Property Organization") < both.index("Bloomberg Innovation Index")
