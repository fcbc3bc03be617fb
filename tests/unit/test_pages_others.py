"""The page on other rankings: what it finds and draws, and that each rank leads to its source."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.comparison.other_rankings import places
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


def test_the_strip_holds_the_first_and_the_latest_place(dataset: Dataset) -> None:
    for show in ("percentile", "rank"):
        shown = view(dataset, show)
        found = places(shown.frame, shown.ranked, show)
        for figure in json.loads(str(others.first_and_latest(shown).figure)).values():
            latest = next(trace for trace in figure["data"] if trace["meta"]["role"] == "latest")
            assert latest["x"] == found["value"].tolist()
            joins = [trace for trace in figure["data"] if trace["meta"]["role"] == "join"]
            dotted = [trace["line"].get("dash", "solid") != "solid" for trace in joins]
            assert dotted == found.loc[found["first"].notna(), "broken"].tolist()
            assert [color for color in latest["marker"]["color"] if "hero" in color] == ["var(--hero)"]


def test_a_line_breaks_with_the_method_and_points_without_a_field_are_left_out(dataset: Dataset) -> None:
    def points(traces: list[dict[str, Any]]) -> list[int]:
        found: list[int] = next(one for one in traces if one["meta"].get("role") == "points")["x"]
        return found

    for show, years in (("percentile", [2012, 2017, 2019]), ("rank", list(range(2012, 2020)))):
        figure = json.loads(str(others.by_year(view(dataset, show)).figure))["520"]
        wef, gii = (
            [one for one in figure["data"] if one["meta"].get("line") == line] for line in ("WEF", "GII")
        )
        pairs = {pair for one in wef[:2] for pair in zip(one["x"][::3], one["x"][1::3], strict=True)}
        assert points(wef) == years
        assert all(last < 2018 or first >= 2018 for first, last in pairs)
        solid = gii[1]["x"]  # a framework change is a letter
        assert [*zip(solid[::3], solid[1::3], strict=True)] == [*pairwise(points(gii))]


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
