"""The page of the ranking: its sentences, and its table as the browser gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.index.ranking import COLUMNS
from analysis.listing import alphabetical
from components.pages import ranking
from components.text import LANGUAGES, words
from tests.unit.views import asked, cells, links, long_table, of_id, page_of, text_of

if TYPE_CHECKING:
    from typing import Any
    from xml.etree import ElementTree

    from analysis.dataset import Dataset


def page_with(dataset: Dataset, **query: str) -> Any:
    return page_of(ranking, dataset, "en", query)


def table(dataset: Dataset, lang: str = "en", **query: str) -> ElementTree.Element:
    """The table as the server writes it."""
    place = of_id(page_of(ranking, dataset, lang, asked(query)), "ranking-drawn")
    return long_table(place.to_plotly_json()["props"]["data-html"])


def sorts(table: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The buttons that sort, by column."""
    return {button.get("data-sort", ""): button for button in table.iter("button") if button.get("data-sort")}


def test_every_edition_is_shown_whole_and_in_its_order(dataset: Dataset) -> None:
    for edition in dataset.editions:
        lang, show = LANGUAGES[edition % 2], ("rank", "score")[edition // 2 % 2]
        drawn = table(dataset, lang, edition=str(edition), show=show)
        (_, china), ranked = (cells(body) for body in [*drawn.iter("tbody")][:2])
        ranks = [int(row[0]) for row in ranked]
        assert ranks == sorted(ranks)
        assert len(ranks) == dataset.by_edition.at[edition, "ranks"]
        assert china[1] == dataset.labels(lang)["CHN"]
        assert {len(row) for row in ranked} == {len(sorts(drawn))}
        # What is not known is said, never left blank; no column is without a single figure.
        assert all(text for row in ranked for text in row)
        missing = words(lang)("missing")
        assert all({*column} != {missing} for column in zip(*ranked, strict=True))
        assert ({"IN", "P1"} <= sorts(drawn).keys()) == (edition >= 2011)


def test_the_head_that_sorts_says_so_and_turns_the_order(dataset: Dataset) -> None:
    for column in COLUMNS:
        first = table(dataset, sort=column)
        turned = table(dataset, sort=column, order=sorts(first)[column].get("data-order", ""))
        ways = []
        for one in (first, turned):
            (head,) = (head for head in one.iter("th") if head.get("aria-sort"))
            assert sorts(head).keys() == {column}
            ways.append(head.get("aria-sort", ""))
        assert sorted(ways) == ["ascending", "descending"], column
        assert sorts(turned)[column].get("data-order") == ""


def test_low_coverage_is_marked_with_words(dataset: Dataset) -> None:
    ranked = [*table(dataset).iter("tbody")][1]
    thin = [cell for cell in ranked.iter("td") if "thin" in cell.get("class", "").split()]
    newest = dataset.scores[dataset.scores["edition"] == 2025]
    assert len(thin) == newest["low_coverage"].fillna(False).sum() > 0
    assert all("low data coverage" in "".join(cell.itertext()) for cell in thin)


def test_a_search_without_a_hit_in_its_filters_names_who_is_meant_and_leads_back(dataset: Dataset) -> None:
    empty = page_with(dataset, find="sudan", region="EUR", edition="2023")
    assert dataset.labels("en")["SDN"] in text_of(empty)
    assert "/en/ranking?edition=2023" in links(empty)


def test_chinese_names_are_sorted_by_their_sound(dataset: Dataset) -> None:
    sounds = ["阿根廷", "埃及", "巴西", "丹麦", "韩国", "美国", "日本", "印度", "中国"]
    assert sorted(sounds, key=alphabetical) == sounds
    offered = [code for code, _ in dataset.by_name(dataset.economies, "zh")]
    assert offered.index("BRA") < offered.index("USA") < offered.index("CHE") < offered.index("CHN")
