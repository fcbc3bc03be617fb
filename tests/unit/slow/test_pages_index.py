"""The pages on the index: sentences of the right direction, parts that add up, tables that are whole."""

import json
import re
from itertools import combinations, pairwise
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.index.framework import indicator_changes
from analysis.index.ledger import Choice as LedgerChoice
from analysis.index.ranking import COLUMNS
from analysis.index.standing import MEASURES
from analysis.normalize import sort_key
from analysis.robustness import weights as method
from components.pages import ranking, weights, why
from components.pages.overview import deck
from components.text.catalog import LANGUAGES, plain, words
from components.widgets import ledgers as sentences
from components.widgets.framework import counted_changes
from components.widgets.ledgers import WhyView
from components.widgets.trajectory import finding as rise
from data.article import FOCUS
from data.snapshot import Snapshot
from tests.unit.views import (
    altered,
    asked,
    cells,
    chosen,
    drawn,
    frame_of,
    links,
    long_table,
    of_class,
    of_id,
    of_type,
    page_of,
    text_of,
)

# The Overview


KINDS: tuple[dict[int, float], ...] = (
    {},
    {2010: 43},
    {2025: 10},
    {2015: 29, 2016: 29},
    {2015: 29, 2016: 25},
    {2015: 25, 2016: 29},
    {2012: 34, 2022: 34, 2025: 34},
    {2012: 34, 2022: 11, 2025: 10},
    {2012: 11, 2022: 34, 2025: 10},
    {2012: 34, 2022: 11},
)

CAUSES = ("because", "due to", "drove", "thanks to", "led to", "由于", "因为", "得益于", "推动")


def synthetic(values: dict[int, float], measure: str) -> pd.DataFrame:
    rows = {
        "economy": FOCUS,
        "edition": list(values),
        "rank": pd.array([1] * len(values), dtype="Int64"),
        "economies": pd.array([None if edition == 2010 else 139 for edition in values], dtype="Int64"),
        "score": 1.0,
        "percentile": 1.0,
    }
    return pd.DataFrame(rows).assign(**{measure: list(values.values())})


def test_every_kind_of_view_has_a_sentence_of_the_right_direction() -> None:
    for lang in LANGUAGES:
        up, down = words(lang)("overview.finding.up"), words(lang)("overview.finding.down")
        for measure in MEASURES:
            for values in KINDS:
                sentence = plain(rise(synthetic(values, measure), measure, words(lang)))
                assert sentence, values
                assert not set(sentence) & set("{}*[]"), values
                assert not [cause for cause in CAUSES if cause in sentence], sentence
                if len(set(values.values())) > 1:
                    start, end = list(values.values())[:2]
                    better = end < start if measure == "rank" else end > start
                    compared = measure != "score"  # levels of scores do not compare: each beside its rank
                    assert ((up if better else down) in sentence) == compared, (values, sentence)
                    assert (down if better else up) not in sentence, (values, sentence)


def test_the_claim_on_the_chart_is_the_rise_between_its_editions_and_no_fall(pinned: Snapshot) -> None:
    cases: tuple[tuple[dict[int, int], int], ...] = (({}, 23), ({2012: 30}, 19), ({2012: 11, 2022: 34}, 0))
    for ranks, places in cases:

        def change(frame: pd.DataFrame, ranks: dict[int, int] = ranks) -> pd.DataFrame:
            for edition, rank in ranks.items():
                own = (frame["economy"] == FOCUS) & (frame["code"] == "GII") & (frame["edition"] == edition)
                frame.loc[own, "rank"] = rank
            return frame

        site = altered(pinned, change, "gii_scores")
        for compact in (False, True):
            notes = drawn(site, chosen(site), is_compact=compact)["layout"]["annotations"]
            told = [found for one in notes for found in re.findall(r"\bup ([−-]?\d+)", one["text"])]
            assert told == [str(places)] * (places > 0), (ranks, compact)


def test_a_score_is_called_no_rank_and_a_deck_without_an_interval_ends_all_the_same(
    dataset: Dataset,
) -> None:
    # Edition 2010 has a rank only, so 2010 to 2011 leaves one edition of the other measures.
    for measure, number in {"rank": "29th", "score": "46.4", "percentile": "77.4"}.items():
        selection = chosen(dataset, show=measure, first="2010", last="2011")
        sentence = plain(rise(frame_of(dataset, selection), measure, words("en")))
        assert number in sentence
        assert f"ranked {number}" not in sentence or measure == "rank"
    rows = frame_of(dataset, chosen(dataset, peers="", last="2018"))
    rows[["low", "high"]] = pd.NA
    for lang in LANGUAGES:
        text = plain(deck(rows, words(lang)))
        assert "17" in text
        assert text.endswith((".", "。"))
        assert not set(text) & set("；;")


# The ranking


def ranking_with(dataset: Dataset, **query: str) -> Any:
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


def test_a_search_without_a_hit_in_its_filters_names_who_is_meant_and_leads_back(dataset: Dataset) -> None:
    empty = ranking_with(dataset, find="sudan", region="EUR", edition="2023")
    assert dataset.labels("en")["SDN"] in text_of(empty)
    assert "/en/ranking?edition=2023" in links(empty)


def test_chinese_names_are_sorted_by_their_sound(dataset: Dataset) -> None:
    sounds = ["阿根廷", "埃及", "巴西", "丹麦", "韩国", "美国", "日本", "印度", "中国"]
    assert sorted(sounds, key=sort_key) == sounds
    offered = [code for code, _ in dataset.by_name(dataset.economies, "zh")]
    assert offered.index("BRA") < offered.index("USA") < offered.index("CHE") < offered.index("CHN")


# Why it moved


def why_view(dataset: Dataset, lang: str = "en", **query: str) -> WhyView:
    asked = {"from": query.pop("first", "2012"), "to": query.pop("last", "2022"), **query}
    return WhyView(dataset, words(lang), LedgerChoice.read(dataset, asked))


def why_with(dataset: Dataset, query: dict[str, str], lang: str = "en") -> Any:
    return page_of(why, dataset, lang, query)


def test_every_pair_of_editions_is_told_with_the_places_of_its_split(dataset: Dataset) -> None:
    for number, (first, last) in enumerate(combinations(dataset.editions, 2)):
        economy, lang = (FOCUS, "USA", "VNM", "YEM", "TUR", "IND")[number % 6], LANGUAGES[number // 6 % 2]
        t = words(lang)
        seen = why_view(dataset, lang, first=str(first), last=str(last), economy=economy)
        heading, below = plain(sentences.rank_answer(seen)), plain(sentences.shares(seen))
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
            said = counted_changes(dataset, first, last, words(lang))
            assert (missing in said) == (indicator_changes(dataset, first, last) is None), (first, last)


def test_what_is_opened_adds_up_to_the_bar_it_opens(dataset: Dataset) -> None:
    for query in ({}, {"split": "plain"}, {"first": "2021", "last": "2025", "economy": "VNM"}):
        seen = why_view(dataset, **query)
        figure = json.loads(why.points_json(why_view(dataset, detail="indicators", **query)))["0"]
        bars = {bar["hovertext"][0]: bar["x"][0] for bar in figure["data"]}
        choices = {"from": str(seen.choice.first), "to": str(seen.choice.last), **query}
        folds = of_class(why_with(dataset, choices), "fold")
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
        indicators = seen.index_ledger("indicators")
        assert indicators is not None
        total += indicators.not_comparable[seen.bars_shown].get("reweighted", 0.0)
        assert total == pytest.approx(getattr(indicators, seen.bars_shown), abs=0.005 * len(indicators.parts))


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
        text = text_of(why_with(dataset, query))
        assert [part for part in said if part not in text] == []
    detail = of_id(why_with(dataset, {"to": "2018", "detail": "indicators"}), "why-detail")
    assert detail.value == "pillars"
    assert [one["disabled"] for one in detail.options] == [False, False, False, True]


def test_an_edition_without_a_rank_leads_to_those_with_one(dataset: Dataset) -> None:
    steps = [link for link in links(why_with(dataset, {"economy": "VEN"})) if link.startswith("/en/why?")]
    assert "/en/why?economy=VEN&from=2016&to=2025" in steps
    for link in steps:
        asked = {key: value[0] for key, value in parse_qs(link.partition("?")[2]).items()}
        assert why_view(dataset, first=asked["from"], last=asked["to"], economy="VEN").split
    assert [link for link in links(why_with(dataset, {})) if "/why?" in link] == []


# Weights


EQUAL = {"w": "1,1,1,1,1,1,1"}
MOVED = "{}, China is {}, not 10th; similar weights: {}"
WEIGHED = {
    "1,1,1,1,1,1,1": "With equal weights, China stays 10th, less firmly: 9th to 12th, not 8th to 10th",
    "0,0,0,0,0,1,1": MOVED.format("Outputs alone", "5th", "5th to 6th"),
    "40,10,10,10,10,10,10": MOVED.format("With these weights", "24th", "15th to 25th"),
}


def test_the_finding_is_computed_for_every_kind_of_weights(dataset: Dataset) -> None:
    view_of = weights.CALLBACKS.view_of
    found = {w: plain(weights.finding(view_of(dataset, "en", {"w": w}))) for w in WEIGHED}
    assert found == WEIGHED


def test_other_weights_compute_nothing_anew_that_does_not_depend_on_them(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = {"edition": "2024", "economy": "FRA"}
    first = text_of(page_of(weights, dataset, "en", choices))
    for module, name in ((method, "ranks_under_free_weights"), (method, "over_indicators")):
        monkeypatch.setattr(module, name, None)
    assert text_of(page_of(weights, dataset, "en", choices | {"w": "20,10,10,10,20,10,20"})) != first


def test_what_every_draw_shows_is_said_to_be_always_so(dataset: Dataset) -> None:
    found = {}
    for economy in ("CHN", "CHE", "IND"):
        shown = weights.CALLBACKS.view_of(dataset, "en", {"economy": economy})
        said = plain(weights.measure(shown))
        top = re.search(r"top (\d+)", said)
        assert top is not None
        found[said.startswith("Always in the top ")] = shown.spread.within(int(top[1])) == 1
    assert found == {True: True, False: False}


def test_a_place_shared_by_rounding_has_a_row_of_its_own(dataset: Dataset) -> None:
    shown = weights.CALLBACKS.view_of(dataset, "en", {"edition": "2012", **EQUAL})
    for side in ("before", "after"):
        rows = shown.positions[side].tolist()
        assert len(set(rows)) == len(rows) == max(rows) == 141


def test_an_economy_that_gives_way_to_china_is_named_with_its_editions(dataset: Dataset) -> None:
    def told(lang: str, **query: str) -> str:
        return text_of(of_id(page_of(weights, dataset, lang, query), weights.GONE))

    for lang in LANGUAGES:
        name = dataset.labels(lang)["YEM"]
        gone = words(lang)("weights.gone_editions", editions="2011–2022", name=name)
        assert gone in told(lang, economy="YEM")
        assert told(lang, economy="YEM", edition="2022") == ""
