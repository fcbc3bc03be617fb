"""The page "Why it moved" says what its ledgers say, in both languages, for any editions and economy."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from dash import html

from analysis.index.ledger import Choice, rank_split
from components.framework import counted
from components.pages import why
from components.parts import ledgers as sentences
from components.parts.ledgers import WhyView
from components.text import LANGUAGES, plain, words
from data.article import HERO
from tests.unit.views import page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def shown(dataset: Dataset, lang: str = "en", **query: str) -> WhyView:
    asked = {"from": query.pop("first", "2012"), "to": query.pop("last", "2022"), **query}
    return WhyView(dataset, words(lang), Choice.read(dataset, asked))


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
        missing = "not counted" if lang == "en" else "无法计数"
        assert (missing in said) == (found is None), (first, last)
        assert counted(dataset, first, last, words(lang)) in said


@pytest.mark.parametrize(
    "query", [{}, {"split": "plain"}, {"first": "2021", "last": "2025", "economy": "VNM"}]
)
def test_what_is_opened_adds_up_to_the_bar_it_opens(dataset: Dataset, query: dict[str, str]) -> None:
    seen = shown(dataset, **query)
    figure = json.loads(why.points_json(shown(dataset, detail="indicators", **query)))["0"]
    bars = {bar["hovertext"][0]: bar["x"][0] for bar in figure["data"]}
    page = page_of(why, dataset, "en", {"from": str(seen.choice.first), "to": str(seen.choice.last), **query})
    folds = [part for part in walk(page) if getattr(part, "className", "") == "fold"]
    assert {vars(fold)["id"] for fold in folds} >= {"why-both", "why-entering"}
    total = 0.0
    for fold in folds:
        title = text_of(next(part for part in walk(fold) if isinstance(part, html.H3)))
        rows = [part for part in walk(fold) if isinstance(part, html.Tr)][1:]
        added = [float(text_of(row.children[-1]).replace("−", "-")) for row in rows]
        assert title.endswith(f"({len(added)})")
        assert added == sorted(added, reverse=True)
        total += sum(added)
        if vars(fold)["id"] != "why-both":  # of which the bars are the first, the last, and one of all others
            (bar,) = (length for tip, length in bars.items() if tip.startswith(f"<b>{title}</b>"))
            assert sum(added) == pytest.approx(bar, abs=0.005 * len(added))
            assert f"{bar:+.2f}".replace("-", "−") in text_of(fold)
    indicators = seen.whole("indicators")
    assert indicators is not None
    apart = indicators.apart[seen.drawn].get("reweighted", 0.0)
    assert total + apart == pytest.approx(getattr(indicators, seen.drawn), abs=0.005 * len(indicators.parts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_heading_and_the_line_below_it_answer_for_every_pair(dataset: Dataset, lang: str) -> None:
    t = words(lang)
    for number, (first, last) in enumerate(combinations(dataset.editions, 2)):
        economy = (HERO, "USA", "VNM", "YEM", "TUR", "IND")[number % 6]
        seen = shown(dataset, lang, first=str(first), last=str(last), economy=economy)
        heading, below = plain(sentences.answer(seen)), plain(sentences.shares(seen))
        if seen.split is None:
            assert (heading, below) == (plain(sentences.title(seen)), "")
            continue
        moved = sentences.parts_of(seen.split)
        ways = {key: t(f"why.answer.by_{key}") for key in moved}
        assert str(first) in heading
        assert str(last) in heading
        assert seen.split.total == 0 or sentences.count(seen.split.total, lang) in heading
        assert bool(below) == (len(moved) > 1)
        for key, value in moved.items():
            assert not below or sentences.count(value, lang) in below
            assert not below or ways[key] in below
        both = len({value < 0 for value in moved.values()}) > 1
        assert both == ("+" in below and "−" in below), (below, moved)


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
