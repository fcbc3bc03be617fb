"""The page of comparisons: its figures against the data, its sentences of other choices, its controls."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from analysis.comparison.views import Choice
from analysis.query import UNNAMED
from components.pages import compare
from components.pages.compare import CompareView, query_of
from components.parts.peers import comparison, peers_section
from components.text import words
from tests.unit.views import asked, cells, links, long_table, of_class, of_id, page_of, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def view(dataset: Dataset, **query: str) -> CompareView:
    return CompareView(dataset, words("en"), Choice.read(dataset, asked(query)))


def test_an_empty_view_says_so_and_offers_no_picture(dataset: Dataset) -> None:
    body = page_of(compare, dataset, "en", {"measure": "research-and-development", "to": "2010"})
    assert "Nothing to draw." in text_of(body)
    assert of_class(body, "is-empty")


def test_measures_side_by_side_stand_in_the_order_of_their_ranks(dataset: Dataset) -> None:
    measures = ("P1", "P3", "tertiary-inbound-mobility")
    chosen = view(dataset, view="measures", measures=",".join(measures), sort="P3", order="desc")
    rows, _ = long_table(compare.beside(chosen).table).iter("tbody")
    ranks = dataset.scores[(dataset.scores["edition"] == 2025) & (dataset.scores["code"] == "P3")]
    own = ranks.set_index("economy")["rank"].loc[list(chosen.economies)].sort_values(ascending=False)
    labels = dataset.labels("en")
    assert [(row[0], row[2]) for row in cells(rows)] == [(labels[code], str(own[code])) for code in own.index]


FINDINGS: tuple[tuple[dict[str, str], str], ...] = (
    (
        {"with": "CHE,SWE,USA,GBR,KOR,SGP,FIN,NLD"},
        "China leads the nine on Knowledge, and is last on 6 of 13",
    ),
    ({"measures": "P3"}, "China leads the seven on Infrastructure, and is last on none"),
    ({"measures": "GII,P5"}, "China neither leads the seven nor is last on these measures"),
    ({"measures": "P1,P3", "with": "USA"}, "China leads United States on Infrastructure, and trails on"),
    ({"measures": "P1,P3", "with": ""}, "2025 edition, China: best on Infrastructure, 6th; lowest on"),
    ({"measures": "NE.TRD.GNFS.ZS"}, "We have no ranks of China on these measures"),
)


def test_a_finding_names_where_the_economy_leads_and_where_it_is_last(dataset: Dataset) -> None:
    found = {
        said: compare.beside(view(dataset, view="measures", **query)).finding for query, said in FINDINGS
    }
    assert {said: finding for said, finding in found.items() if not finding.startswith(said)} == {}


# The address


def test_the_controls_ask_for_what_the_address_says() -> None:
    values: dict[str, object] = {"peers": "income", "with": ["USA"], "measure": "GII"}
    assert query_of(values, "measure", UNNAMED) == {"peers": "income", "measure": "GII"}
    assert query_of(values, "measure", "FRA")["with"] == "FRA"
    assert query_of(values, "with", UNNAMED) == {"peers": "none", "with": ["USA"], "measure": "GII"}
    assert "with" not in query_of(values, "peers", "FRA")
    assert query_of(values | {"peers": "none"}, "peers", UNNAMED)["with"] == ["USA"]


def test_economies_are_found_in_both_languages(dataset: Dataset) -> None:
    page = page_of(compare, dataset)
    for identifier in ("compare-with", "compare-economy"):
        found = {option["value"]: option["search"] for option in of_id(page, identifier).options}
        assert all(name in found["CIV"] for name in ("科特迪瓦", "CIV", "cote divoire"))


def test_the_peers_of_an_economy_s_page_are_those_that_its_links_compare(dataset: Dataset) -> None:
    for edition in (2010, 2012, 2025):
        t, found = words("en"), comparison(dataset, "CHN", edition)
        assert found is not None
        addresses = links(peers_section(dataset, "CHN", edition, t))
        queries = [dict(parse_qsl(urlsplit(one).query)) for one in addresses if one.startswith("/en/compare")]
        lists = [tuple(frame["economy"]) for frame in found.found.values() if len(frame)]
        there = [CompareView(dataset, t, Choice.read(dataset, query)).economies[1:] for query in queries]
        assert sorted(there) == sorted(lists)
