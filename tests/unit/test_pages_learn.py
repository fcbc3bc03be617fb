"""The pages for teaching keep the answer back, say what a guess amounts to, and compute their answers."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.dataset import Dataset
from analysis.evidence.verdicts import TABLES
from analysis.index.guess import Choice
from analysis.index.ledger import rank_split
from analysis.index.standing import apart, next_place, passed, percentile_of
from components.framework import framework_changes
from components.pages import learn
from components.pages import lessons as lessons_page
from components.pages.learn import GuessView
from components.pages.lessons import LESSONS, Facts, lessons
from components.routes import routes
from components.text import LANGUAGES, plain, words
from data import catalog
from data.snapshot import Snapshot
from tests.unit.views import page_of, text_of, walk
from tools import lessons as guides

GUESS = "34,30,31,27,22,20,14,12,12,11,12,13,9"


def view(dataset: Dataset, lang: str = "en", **query: str) -> GuessView:
    return GuessView(dataset, words(lang), Choice.read(dataset, query))


def told(seen: GuessView) -> str:
    return plain(text_of(learn.answered(seen)[0]))


# Guess the line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_before_the_answer_depends_on_it(dataset: Dataset, lang: str) -> None:
    seen = view(dataset, lang)
    given = {edition: seen.ranks[edition] for edition in seen.choice.given}
    other = view(dataset, lang)
    other.__dict__["ranks"] = given  # what is to be guessed is not even held
    assert learn.drawing(other) == learn.drawing(seen)
    assert learn.card(other).finding == learn.card(seen).finding
    shown = text_of(page_of(learn, dataset, lang))
    for change in framework_changes(dataset):
        assert dataset.catalog.editions[change.edition].note.get(lang) not in shown


def test_a_result_says_how_far_off_where_most_and_how_often_inside(dataset: Dataset) -> None:
    said = told(view(dataset, guess=GUESS))
    assert "Your line was 1.1 places off on average" in said
    assert "In the 2018 edition you drew 20th; the published rank is 17th: 3 places off." in said
    assert "below the published one in 5, above it in 3 and on it in 5" in said
    assert "12 of your 13 guesses fell in our range" in said
    assert "The largest step came in the 2014 edition, from 35th to 29th." in said
    assert "Framework changes" in said


def test_an_answer_holds_the_published_ranks_and_names_every_miss(dataset: Dataset) -> None:
    seen = view(dataset, guess=GUESS)
    made = json.loads(learn.answered(seen)[1])
    assert made["guess"] == GUESS
    assert {edition: rank for edition, rank, *_ in made["rows"]} == {
        edition: seen.ranks[edition] for edition in seen.choice.drawn
    }
    assert [row[-1] for row in made["rows"][:3]] == ["1 too high", "1 too low", "2 too low"]


def test_an_unfinished_guess_gets_no_answer(dataset: Dataset) -> None:
    assert learn.answered(view(dataset)) == ([], "")
    assert learn.answered(view(dataset, guess=GUESS.replace("13", ""))) == ([], "")


# Lessons


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_is_computed_and_every_view_exists(dataset: Dataset, lang: str) -> None:
    known = routes(dataset.catalog)
    for lesson in lessons(dataset, words(lang)):
        assert 5 <= len(lesson.tasks) <= 7
        for task in lesson.tasks:
            assert task.answer != words(lang)("lessons.unknown")
            split = urlsplit(task.address)
            assert split.path in known
            if split.fragment:
                _, shown, given = known[split.path]
                query = {key: value[0] for key, value in parse_qs(split.query).items()} | given
                found = {getattr(part, "id", None) for part in walk(shown.layout(dataset, lang, query))}
                assert split.fragment in found


def test_answers_agree_with_the_method(dataset: Dataset) -> None:
    answers = {
        name: plain(task.answer)
        for lesson in lessons(dataset, words("en"))
        for name, task in zip(LESSONS[lesson.key], lesson.tasks, strict=True)
    }
    split, price = rank_split(dataset.scores, "CHN", 2012, 2022), next_place(dataset.scores, "CHN", 2025)
    assert split is not None
    assert price is not None
    assert price.gap is not None
    assert f"own score {-split.own:g} places gained, others’ scores {-split.others:g}" in answers["own"]
    assert f"{price.gap:.2f} points to Denmark: {price.gap / 0.1:.1f} points" in answers["price"]
    assert "23 places: 34th of 141, then 11th of 132" in answers["places"]
    assert f"percentile rank of {percentile_of(34, 132):.1f}" in answers["field"]
    assert "Ahead before and behind now: Germany" in answers["top"]
    assert "fell 3.4% in version 10.01 and rose 18.3% in version 11.0" in answers["versions"]
    assert "WIPO 9th to 16th, ours 11th to 16th" in answers["interval"]


def test_no_figure_of_an_answer_stands_in_its_words() -> None:
    for lang in LANGUAGES:
        entries = words(lang)._entries
        texts = {
            key: entries[key] for key in entries if re.fullmatch(r"lessons\.\w+\.\w+\.(task|answer)", key)
        }
        assert len(texts) == 2 * sum(map(len, LESSONS.values()))
        figures = {key: re.findall(r"\d+", re.sub(r"\{\w+\}", "", one)) for key, one in texts.items()}
        # What is typed: the constants of a formula, and the share of draws that our interval holds.
        allowed = {"lessons.rank.places.answer": ["100", "1"], "lessons.evidence.weights.answer": ["90"]}
        assert {key: found for key, found in figures.items() if found} == allowed


def test_what_a_snapshot_lacks_is_said_and_nothing_fails(pinned: Snapshot, dataset: Dataset) -> None:
    lacking = (*TABLES, "gii_intervals", "observations")
    contents = {one["name"]: pinned.content(one["name"]) for one in pinned.resources}
    for name in lacking:
        contents[name] = contents[name].splitlines(keepends=True)[0]
    empty = type(dataset)(Snapshot(pinned.folder, pinned.descriptor, contents), dataset.catalog)
    said = [task.answer for lesson in lessons(empty, words("en")) for task in lesson.tasks]
    assert said.count(words("en")("lessons.unknown")) == 7  # the third lesson rests on these tables
    assert Facts(empty, words("en")).ranks


def test_a_score_may_fall_where_the_rank_does_not(dataset: Dataset) -> None:
    found = apart(Facts(dataset, words("en")).standing)
    assert [int(row["edition"]) for row in found] == [2020]
    assert passed(dataset.scores, 2024, 2025) == ["DEU"]
    assert passed(dataset.scores, 2024, 2025, "XXX") == []


@pytest.mark.parametrize("show", ["tasks", "answers"])
def test_answers_are_folded_until_they_are_asked_for(dataset: Dataset, show: str) -> None:
    parts = list(walk(page_of(lessons_page, dataset, "en", {"show": show})))
    folded = [part for part in parts if getattr(part, "className", "") == "lesson-answer"]
    assert len(folded) == sum(map(len, LESSONS.values()))
    assert {getattr(part, "open", None) for part in folded} == {show == "answers"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guides_for_teachers_hold_the_lessons_as_they_are(bundled: Snapshot, lang: str) -> None:
    text = (guides.ROOT / "docs" / guides.GUIDES[lang]).read_text(encoding="utf-8")
    assert guides.written(text, Dataset(bundled, catalog.load()), lang) == text, "run: make lessons"
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (guides.ROOT / "docs" / target).exists(), target
