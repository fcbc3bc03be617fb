"""The page of comparisons: what it draws and lists, and what its controls ask for, in every view."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from analysis.comparison.views import Choice
from analysis.query import UNNAMED
from components.charts.time_lines import PATH_HEIGHTS
from components.framework import framework_changes
from components.pages import compare
from components.pages.compare import CompareView, query_of
from components.parts.peers import comparison, peers_section
from components.text import words
from tests.unit.views import cells, long_table, page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def view(dataset: Dataset, lang: str = "en", **query: str) -> CompareView:
    asked_for = {key.rstrip("_"): value for key, value in query.items()}
    return CompareView(dataset, words(lang), Choice.read(dataset, asked_for))


def shown(dataset: Dataset, lang: str = "en", **query: str) -> str:
    asked_for = {key.rstrip("_"): value for key, value in query.items()}
    return text_of(page_of(compare, dataset, lang, asked_for))


def figure(text: str, least: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)[least]
    return found


def test_what_is_weak_is_said_in_place(dataset: Dataset) -> None:
    assert "We do not have this level of these editions: 2007, 2009, 2010, 2018 and 2020" in (
        shown(dataset, measure="environmental-performance", from_="2007")
    )
    assert "The measure is not part of these editions" in shown(dataset, measure="environmental-performance")
    assert "the bar gives its bounds" in shown(dataset, measure="P1")
    assert "among all economies with a value in the year" in shown(dataset, measure="GB.XPD.RSDV.GD.ZS")
    assert "more is neither better nor worse" in shown(dataset, measure="NE.TRD.GNFS.ZS")
    two = shown(dataset, view="scatter")
    assert "how alike the two orders are" in two
    assert "The table gives each." in two
    beside = shown(dataset, view="measures", edition="2007", measures="P1,NE.TRD.GNFS.ZS")
    assert "Of Institutions we have nothing for these economies in the 2007 edition" in beside
    assert "Trade as a share of GDP 2007" in beside
    assert "more is neither better nor worse" in beside


def test_an_empty_view_says_so_and_offers_no_picture(dataset: Dataset) -> None:
    body = page_of(compare, dataset, "en", {"measure": "research-and-development", "to": "2010"})
    assert "Nothing to draw." in text_of(body)
    assert any("is-empty" in str(getattr(part, "className", "")) for part in walk(body))


@pytest.mark.parametrize("least", [str(least) for least in PATH_HEIGHTS])
def test_paths_break_at_gaps_and_end_in_names_that_do_not_touch(dataset: Dataset, least: str) -> None:
    chosen = view(dataset, measure="gerd", with_="USA,KOR,SGP,DEU,JPN,IND,GBR,FRA")
    drawn = figure(compare.trajectory(chosen).figures, least)
    traces = {trace["meta"]["economy"]: trace for trace in drawn["data"] if "economy" in trace["meta"]}
    assert set(traces) == set(chosen.economies)
    own = traces["CHN"]
    assert own["y"][own["x"].index(2020)] is None
    assert own["connectgaps"] is False
    assert own["line"]["color"] == "var(--hero)"
    axis = drawn["layout"]["yaxis"]["range"]
    assert axis[0] > axis[1], "rank 1 is on top"
    names = [note for note in drawn["layout"]["annotations"] if note.get("name", "").startswith("label-")]
    assert len(names) == 9


def test_an_unverified_edition_is_joined_by_dots(dataset: Dataset) -> None:
    drawn = figure(compare.trajectory(view(dataset, from_="2007")).figures, str(max(PATH_HEIGHTS)))
    loose = [trace for trace in drawn["data"] if trace["meta"].get("role") == "unverified"]
    assert {(trace["meta"]["economy"], trace["x"][0]) for trace in loose} == {
        (code, edition) for code in view(dataset).economies for edition in (2007, 2009, 2010)
    }
    assert all(trace["line"]["dash"] == "3px,4px" for trace in loose)
    squares = next(trace for trace in drawn["data"] if trace["meta"]["role"] == "framework")
    assert squares["x"] == [change.edition for change in framework_changes(dataset)]


def test_measures_side_by_side_stand_in_steps_by_rank_above_the_place_of_the_economy(
    dataset: Dataset,
) -> None:
    chosen = view(
        dataset, view="measures", measures="P1,P3,tertiary-inbound-mobility", sort="P3", order="desc"
    )
    written = long_table(compare.beside(chosen).table)
    rows, last = written.iter("tbody")
    assert [row[0] for row in cells(rows)] == [
        *("India", "United States", "Germany", "Singapore", "Japan", "Rep. of Korea", "China")
    ]
    assert cells(rows)[-1][1:] == ["44", "6", "107"]
    assert [str(cell.get("class")).split()[-1] for cell in rows.findall("tr")[-1]][1:] == [
        *("step-3", "step-1", "step-5")
    ]
    assert cells(rows)[3][3] == "n/a"
    assert cells(last) == [["Place of China among the seven", "6", "1", "5"]]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "China leads the seven on Infrastructure and Knowledge, and is last on Regulatory quality"),
        (
            {"with_": "CHE,SWE,USA,GBR,KOR,SGP,FIN,NLD"},
            "China leads the nine on Knowledge, and is last on 6 of 13 measures",
        ),
        ({"measures": "P3"}, "China leads the seven on Infrastructure, and is last on none"),
        ({"measures": "GII,P5"}, "China neither leads the seven nor is last on these measures"),
        ({"measures": "P1,P3", "with_": "USA"}, "China leads United States on Infrastructure, and trails on"),
        ({"measures": "P1,P3", "with_": ""}, "2025 edition, China: best on Infrastructure, 6th; lowest on"),
        ({"measures": "P1", "edition": "2007"}, "We have no ranks of China on these measures for the 2007"),
        ({"measures": "NE.TRD.GNFS.ZS"}, "We have no ranks of China on these measures"),
    ],
)
def test_a_finding_names_where_the_economy_leads_and_where_it_is_last(
    dataset: Dataset, query: dict[str, str], said: str
) -> None:
    assert compare.beside(view(dataset, view="measures", **query)).finding.startswith(said)


def test_a_cloud_has_neither_line_nor_fit(dataset: Dataset) -> None:
    built = compare.scatter(view(dataset, view="scatter"))
    for least in ("0", "400", "620"):
        drawn = figure(built.figures, least)
        assert {trace["mode"] for trace in drawn["data"]} == {"markers"}
        names = [note.get("name", "") for note in drawn["layout"]["annotations"]]
        assert sum(name.startswith("label-") for name in names) == 7


# The address


def test_the_controls_ask_for_what_the_address_says() -> None:
    values: dict[str, object] = {"peers": "income", "with": ["USA"], "measure": "GII"}
    assert query_of(values, "measure", UNNAMED) == {"peers": "income", "measure": "GII"}
    assert query_of(values, "measure", "FRA")["with"] == "FRA"
    assert query_of(values, "with", UNNAMED) == {"peers": "none", "with": ["USA"], "measure": "GII"}
    assert "with" not in query_of(values, "peers", "FRA")
    assert query_of(values | {"peers": "none"}, "peers", UNNAMED)["with"] == ["USA"]


def test_economies_are_found_in_both_languages(dataset: Dataset) -> None:
    for lang in ("en", "zh"):
        parts = list(walk(page_of(compare, dataset, lang)))
        for identifier in ("compare-with", "compare-economy"):
            picker = next(part for part in parts if getattr(part, "id", "") == identifier)
            options: Any = getattr(picker, "options", [])
            found = {option["value"]: option["search"] for option in options}
            assert all(name in found["CIV"] for name in ("科特迪瓦", "CIV", "cote divoire"))


def test_the_peers_of_an_economy_s_page_are_those_that_its_links_compare(dataset: Dataset) -> None:
    for edition in (2010, 2012, 2025):
        t, found = words("en"), comparison(dataset, "CHN", edition)
        assert found is not None
        section = peers_section(dataset, "CHN", edition, t)
        links = [str(getattr(part, "href", "")) for part in walk(section)]
        there = [dict(parse_qsl(urlsplit(link).query)) for link in links if link.startswith("/en/compare")]
        lists = [list(frame["economy"]) for frame in found.found.values() if len(frame)]
        assert [
            list(CompareView(dataset, t, Choice.read(dataset, query)).economies[1:]) for query in there
        ] == lists
