"""The page of the ranking: its sentences, and its table as the browser gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.index.ranking import COLUMNS
from analysis.listing import alphabetical
from components.pages import ranking
from components.text import LANGUAGES, words
from tests.unit.views import cells, heading, long_table, page_of, text_of, walk

if TYPE_CHECKING:
    from xml.etree import ElementTree

    from analysis.dataset import Dataset

LED = "Switzerland led; "
FINDINGS = {
    "": "Switzerland leads; China is 10th of 139 in 2025, one place up on 2024",
    "edition=2022,against=2012": LED + "China was 11th of 132 in 2022, 23 places up on 2012",
    "edition=2012": LED + "China was 34th of 141 in 2012, five places down on 2011",
    "edition=2015": LED + "China was 29th of 141 in 2015, as in 2014",
    "edition=2024,against=2025": LED + "China was 11th of 133 in 2024, one place lower than in 2025",
    "edition=2011": LED + "China was 29th of 125 in 2011, 14 places up on 2010",
    "edition=2010": "China ranked 43rd in the 2010 edition, of which we have 120 ranks",
    "edition=2018,against=none": LED + "China was 17th of 126 in 2018",
}


def query_of(text: str) -> dict[str, str]:
    return dict(part.split("=") for part in text.split(",") if part)


def table(dataset: Dataset, lang: str = "en", **query: str) -> ElementTree.Element:
    """The table as the server writes it."""
    parts = walk(page_of(ranking, dataset, lang, {key.rstrip("_"): value for key, value in query.items()}))
    (place,) = (part for part in parts if getattr(part, "id", "") == "ranking-drawn")
    return long_table(place.to_plotly_json()["props"]["data-html"])


def sorts(table: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The buttons that sort, by column."""
    return {button.get("data-sort", ""): button for button in table.iter("button") if button.get("data-sort")}


@pytest.mark.parametrize("text", FINDINGS, ids=lambda text: text or "default")
def test_the_finding_is_a_right_sentence(dataset: Dataset, text: str) -> None:
    assert heading(page_of(ranking, dataset, "en", query_of(text))) == FINDINGS[text]


def test_every_edition_is_shown_whole(dataset: Dataset) -> None:
    for edition in dataset.editions:
        for lang, show in zip(LANGUAGES, ("rank", "score")[:: 1 - edition % 2 * 2], strict=True):
            assert_whole(dataset, edition, lang, show)


def assert_whole(dataset: Dataset, edition: int, lang: str, show: str) -> None:
    """All economies of an edition stand in the table in their order, China over them."""
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


def test_an_edition_without_pillars_says_so(dataset: Dataset) -> None:
    for edition in ("2007", "2010", "2011"):
        page = text_of(page_of(ranking, dataset, "en", {"edition": edition}))
        assert (f"Of the {edition} edition we have only the overall ranking" in page) == (edition != "2011")


@pytest.mark.parametrize("column", COLUMNS)
def test_the_head_that_sorts_says_so_and_turns_the_order(dataset: Dataset, column: str) -> None:
    first = table(dataset, sort=column)
    turned = table(dataset, sort=column, order=sorts(first)[column].get("data-order", ""))
    ways = []
    for one in (first, turned):
        (head,) = (head for head in one.iter("th") if head.get("aria-sort"))
        assert sorts(head).keys() == {column}
        ways.append(head.get("aria-sort", ""))
    assert sorted(ways) == ["ascending", "descending"]
    assert sorts(turned)[column].get("data-order") == ""


def test_entries_and_exits_are_told(dataset: Dataset) -> None:
    drawn = table(dataset, edition="2022", against="2012")
    _, ranked, ((label,), *gone) = (cells(body) for body in drawn.iter("tbody"))
    new = [row[1] for row in ranked if "new" in row]
    assert sorted(new) == ["Guinea", "Iraq", "Mauritania", "Myanmar"]
    assert label == "Ranked in the 2012 edition, not in the 2022 edition"
    assert len(gone) == 13
    assert all("in 2012" in row[2] for row in gone)
    for query, said in (
        (
            {"edition": "2022", "against": "2012"},
            "Since the 2012 edition four economies entered and 13 left.",
        ),
        ({"edition": "2012", "against": "2022"}, "Ranked only in 2012: 13 economies; only in 2022: four."),
    ):
        layout = page_of(ranking, dataset, "en", query)
        deck = next(part for part in walk(layout) if getattr(part, "className", "") == "deck")
        assert said in text_of(deck)


def test_low_coverage_is_marked_with_words(dataset: Dataset) -> None:
    ranked = [*table(dataset).iter("tbody")][1]
    thin = [cell for cell in ranked.iter("td") if "thin" in cell.get("class", "").split()]
    rows = dataset.scores[
        (dataset.scores["edition"] == 2025) & (dataset.scores["low_coverage"].fillna(False))
    ]
    assert len(thin) == len(rows) > 0
    assert all("low data coverage" in "".join(cell.itertext()) for cell in thin)


def test_without_another_edition_nothing_is_compared(dataset: Dataset) -> None:
    assert not {"change", "common"} & sorts(table(dataset, against="none")).keys()
    assert words("en")("overview.quote") not in text_of(page_of(ranking, dataset, "en", {"against": "none"}))
    assert words("en")("overview.quote") in text_of(page_of(ranking, dataset))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_choice_says_what_was_asked_and_leads_back(dataset: Dataset, lang: str) -> None:
    page = page_of(ranking, dataset, lang, {"find": "sudan", "region": "EUR", "edition": "2023"})
    assert dataset.labels(lang)["SDN"] in text_of(page)
    back = [part for part in walk(page) if text_of(part) == words(lang)("ranking.empty.reset")]
    assert getattr(back[-1], "href", "") == f"/{lang}/ranking?edition=2023"


def test_chinese_names_are_sorted_by_their_sound(dataset: Dataset) -> None:
    sounds = ["阿根廷", "埃及", "巴西", "丹麦", "韩国", "美国", "日本", "印度", "中国"]
    assert sorted(sounds, key=alphabetical) == sounds
    offered = [code for code, _ in dataset.by_name(dataset.economies, "zh")]
    assert offered.index("BRA") < offered.index("USA") < offered.index("CHE") < offered.index("CHN")
