"""The page "Why it moved" says what its ledgers say, in both languages, for any editions and economy."""

from __future__ import annotations

import json
import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from analysis.index.ledger import Choice
from components.framework import counted
from components.pages import why
from components.parts import ledgers as sentences
from components.parts.ledgers import WhyView
from components.text import LANGUAGES, plain, words
from data.article import HERO
from tests.unit.views import links, of_class, of_id, of_type, page_of, text_of

if TYPE_CHECKING:
    from typing import Any

    from analysis.dataset import Dataset


def shown(dataset: Dataset, lang: str = "en", **query: str) -> WhyView:
    asked = {"from": query.pop("first", "2012"), "to": query.pop("last", "2022"), **query}
    return WhyView(dataset, words(lang), Choice.read(dataset, asked))


def page_with(dataset: Dataset, query: dict[str, str], lang: str = "en") -> Any:
    return page_of(why, dataset, lang, query)


def test_every_pair_of_editions_is_told_with_the_places_of_its_split(dataset: Dataset) -> None:
    for number, (first, last) in enumerate(combinations(dataset.editions, 2)):
        economy, lang = (HERO, "USA", "VNM", "YEM", "TUR", "IND")[number % 6], LANGUAGES[number // 6 % 2]
        t = words(lang)
        seen = shown(dataset, lang, first=str(first), last=str(last), economy=economy)
        heading, below = plain(sentences.answer(seen)), plain(sentences.shares(seen))
        if seen.split is None:
            assert (heading, below) == (plain(sentences.title(seen)), "")
            continue
        # Every part that moved is told with its places; "all" and "the one place" stand for a single one.
        moved = sentences.parts_of(seen.split)
        sentence = plain(sentences.finding(seen.split, "X", t))
        told = [sentences.count(value, lang) for value in moved.values()]
        assert len(moved) < 2 or all(one in sentence for one in told), sentence
        assert "X" in sentence or "own" not in moved or len(moved) > 1
        assert {str(first), str(last)} <= {*re.findall(r"\d{4}", heading)}
        assert seen.split.total == 0 or sentences.count(seen.split.total, lang) in heading
        assert bool(below) == (len(moved) > 1)
        if below:
            assert all(one in below for one in (*told, *(t(f"why.answer.by_{key}") for key in moved)))
        both = len({value < 0 for value in moved.values()}) > 1
        assert both == ("+" in below and "−" in below), (below, moved)


def test_what_cannot_be_counted_between_two_editions_is_said(dataset: Dataset) -> None:
    for lang, missing in zip(LANGUAGES, ("not counted", "无法计数"), strict=True):
        for first, last in pairwise(dataset.editions):
            said = counted(dataset, first, last, words(lang))
            assert (missing in said) == (dataset.framework(first, last) is None), (first, last)


def test_what_is_opened_adds_up_to_the_bar_it_opens(dataset: Dataset) -> None:
    for query in ({}, {"split": "plain"}, {"first": "2021", "last": "2025", "economy": "VNM"}):
        seen = shown(dataset, **query)
        figure = json.loads(why.points_json(shown(dataset, detail="indicators", **query)))["0"]
        bars = {bar["hovertext"][0]: bar["x"][0] for bar in figure["data"]}
        choices = {"from": str(seen.choice.first), "to": str(seen.choice.last), **query}
        folds = of_class(page_with(dataset, choices), "fold")
        assert {fold.id for fold in folds} >= {"why-both", "why-entering"}
        total = 0.0
        for fold in folds:
            title = text_of(of_type(fold, "H3")[0])
            rows = of_type(fold, "Tr")[1:]
            added = [float(text_of(row.children[-1]).replace("−", "-")) for row in rows]
            assert title.endswith(f"({len(added)})")
            assert added == sorted(added, reverse=True)
            total += sum(added)
            if fold.id != "why-both":  # whose bars are the first, the last, and one of all others
                (bar,) = (length for tip, length in bars.items() if tip.startswith(f"<b>{title}</b>"))
                assert sum(added) == pytest.approx(bar, abs=0.005 * len(added))
                assert f"{bar:+.2f}".replace("-", "−") in text_of(fold)
        indicators = seen.whole("indicators")
        assert indicators is not None
        total += indicators.apart[seen.drawn].get("reweighted", 0.0)
        assert total == pytest.approx(getattr(indicators, seen.drawn), abs=0.005 * len(indicators.parts))


def test_what_is_not_held_is_said_and_what_can_be_shown_stays(dataset: Dataset) -> None:
    for query, said in (
        ({"from": "2010"}, ("rose from 43rd to 11th", "without scores", "0.36 points")),
        ({"economy": "YEM", "to": "2025"}, ("Yemen is not ranked in the 2025 edition",)),
        (
            {"to": "2018", "detail": "indicators"},
            ("The split stops at sub-pillars: indicator scores are not available for 2018.",),
        ),
        (
            {"from": "2019", "to": "2020", "economy": "BEN", "detail": "subpillars"},
            ("The split stops at the GII pillars: Benin has no sub-pillar scores",),
        ),
    ):
        text = text_of(page_with(dataset, query))
        assert [part for part in said if part not in text] == []
    detail = of_id(page_with(dataset, {"to": "2018", "detail": "indicators"}), "why-detail")
    assert detail.value == "pillars"
    assert [one["disabled"] for one in detail.options] == [False, False, False, True]


def test_an_edition_without_a_rank_leads_to_those_with_one(dataset: Dataset) -> None:
    steps = [link for link in links(page_with(dataset, {"economy": "VEN"})) if link.startswith("/en/why?")]
    assert "/en/why?economy=VEN&from=2016&to=2025" in steps
    for link in steps:
        asked = {key: value[0] for key, value in parse_qs(link.partition("?")[2]).items()}
        assert shown(dataset, first=asked["from"], last=asked["to"], economy="VEN").split
    assert [link for link in links(page_with(dataset, {})) if "/why?" in link] == []
