"""The page "Why it moved" says what its ledgers say, in both languages, for any editions and economy."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from analysis.index.ledger import Choice, rank_split
from components.framework import counted
from components.pages import why
from components.parts import ledgers as sentences
from components.parts.ledgers import View
from components.text import LANGUAGES, plain, words
from data.article import HERO
from tests.unit.views import page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def shown(dataset: Dataset, lang: str = "en", **query: str) -> View:
    asked = {"from": query.pop("first", "2012"), "to": query.pop("last", "2022"), **query}
    return View(dataset, words(lang), Choice.read(dataset, asked))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pair_of_editions_has_a_finding_with_the_numbers_of_its_split(
    dataset: Dataset, lang: str
) -> None:
    rows = dataset.scores[dataset.scores["code"] == "GII"]
    for number, (first, last) in enumerate(combinations(dataset.editions, 2)):
        economy = (HERO, "USA", "VNM", "YEM", "TUR", "IND")[number % 6]
        split = rank_split(rows, economy, first, last)
        if split is None:
            continue
        sentence = plain(sentences.finding(split, "X", words(lang)))
        # Every part that moved is told with its places; "all" and "the one place" stand for a single one.
        moved = sentences.parts_of(split)
        if len(moved) > 1:
            assert all(sentences.count(value, lang) in sentence for value in moved.values()), sentence
        assert "X" in sentence or "own" not in moved or len(moved) > 1
        assert "drove" not in sentence


def test_no_two_editions_have_the_same_framework(dataset: Dataset) -> None:
    for first, last in pairwise(dataset.editions):
        lang = LANGUAGES[first % 2]
        said = text_of(page_of(why, dataset, lang, {"from": str(first), "to": str(last)}))
        assert "Same framework" not in said
        assert "框架相同" not in said
        found = dataset.framework(first, last)
        missing = "cannot be counted" if lang == "en" else "无法计数"
        assert (missing in said) == (found is None), (first, last)
        assert counted(dataset, first, last, words(lang)) in said


def test_what_is_not_held_is_said_and_what_can_be_shown_stays(dataset: Dataset) -> None:
    early = text_of(page_of(why, dataset, "en", {"from": "2010"}))
    assert "rose from 43rd to 11th" in early
    assert "We have the overall ranking of the 2010 edition without scores" in early
    assert "0.36 points" in early
    absent = text_of(page_of(why, dataset, "en", {"economy": "YEM", "to": "2025"}))
    assert "Yemen is not ranked in the 2025 edition" in absent
    assert "counted under" not in absent
    page = page_of(why, dataset, "en", {"to": "2018", "detail": "indicators"})
    assert "indicators: 2011–2017, 2019 and 2021–2025" in text_of(page)
    assert "The split stops at sub-pillars: indicator scores are not available for 2018." in text_of(page)
    (detail,) = (one for one in walk(page) if getattr(one, "id", None) == "why-detail")
    assert vars(detail)["value"] == "pillars"
    assert [one["disabled"] for one in vars(detail)["options"]] == [False, False, False, True]
    benin = page_of(
        why, dataset, "en", {"from": "2019", "to": "2020", "economy": "BEN", "detail": "subpillars"}
    )
    assert "The split stops at the GII pillars: Benin has no sub-pillar scores" in text_of(benin)


def test_an_edition_without_a_rank_leads_to_those_with_one(dataset: Dataset) -> None:
    page = page_of(why, dataset, "en", {"economy": "VEN"})
    found = {str(getattr(part, "href", "")) for part in walk(page)}
    steps = {link for link in found if link.startswith("/en/why?")}
    assert "/en/why?economy=VEN&from=2016&to=2025" in steps
    for link in steps:
        asked = {key: value[0] for key, value in parse_qs(link.partition("?")[2]).items()}
        assert shown(dataset, first=asked["from"], last=asked["to"], economy="VEN").split
    assert not [part for part in walk(page_of(why, dataset)) if "/why?" in str(getattr(part, "href", ""))]
