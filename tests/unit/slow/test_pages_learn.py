"""The story and the pages for teaching: figures of other pages, answers kept back and computed."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from analysis.dataset import Dataset
from analysis.evidence.verdicts import TABLES
from components.cards.markup import stores
from components.documents.routes import routes
from components.pages import draw_card
from components.pages import lessons as lessons_page
from components.pages import story as page
from components.pages.lessons import LESSONS, editions_of, lessons
from components.text.catalog import LANGUAGES, words
from data import catalog
from data.snapshot import Snapshot
from tests.unit.views import heading, of_class, of_type, page_of, walk
from tools import lessons as guides


def test_every_answer_is_computed_and_every_view_exists(dataset: Dataset) -> None:
    known = routes(dataset.catalog)
    tasks = [
        (lang, task)
        for lang in LANGUAGES
        for one in lessons(dataset, words(lang), draw_card)
        for task in one.tasks
    ]
    assert len(tasks) == 2 * sum(map(len, LESSONS.values()))
    for lang, task in tasks:
        assert task.answer
        split = urlsplit(task.address)
        assert split.path in known
        if split.fragment and lang == "en":
            _, shown, given = known[split.path]
            query = {key: value[0] for key, value in parse_qs(split.query).items()} | given
            found = {getattr(part, "id", None) for part in walk(shown.layout(dataset, lang, query))}
            assert split.fragment in found


def test_a_task_that_a_snapshot_cannot_answer_is_not_set(pinned: Snapshot, dataset: Dataset) -> None:
    contents = {one["name"]: pinned.content(one["name"]) for one in pinned.resources}
    for name in (*TABLES, "gii_intervals", "observations"):
        contents[name] = contents[name].splitlines(keepends=True)[0]
    empty = Dataset(Snapshot(pinned.folder, pinned.descriptor, contents), dataset.catalog)
    said = [task.answer for lesson in lessons(empty, words("en"), draw_card) for task in lesson.tasks]
    assert all(said)
    assert len(said) < sum(map(len, LESSONS.values()))
    assert editions_of(empty)["above"]


def test_answers_are_folded_until_they_are_asked_for(dataset: Dataset) -> None:
    for show in ("tasks", "answers"):
        folded = of_class(page_of(lessons_page, dataset, "en", {"show": show}), "lesson-answer")
        assert len(folded) == sum(map(len, LESSONS.values()))
        assert {getattr(part, "open", None) for part in folded} == {show == "answers"}


def test_the_guides_for_teachers_hold_the_lessons_as_they_are(bundled: Snapshot) -> None:
    site = Dataset(bundled, catalog.load())
    for lang in LANGUAGES:
        text = (guides.ROOT / "docs" / guides.GUIDES[lang]).read_text(encoding="utf-8")
        assert guides.written(text, site, lang) == text, "run: make lessons"
        for target in re.findall(r"\]\(([^)#]+)", text):
            assert (guides.ROOT / "docs" / target).exists(), target


# The story


def step_of(dataset: Dataset, number: str, lang: str = "en") -> Any:
    return page_of(page, dataset, lang, {"step": number})


def test_each_step_shows_the_figure_of_its_page_and_the_whole_story_all_of_them(dataset: Dataset) -> None:
    for number, step in zip(page.NUMBERS, page.STEPS, strict=True):
        found = [*walk(step_of(dataset, number))]
        there = draw_card(dataset, step.card, "en", step.query)
        figure = there.content.figure
        figure = step.figure(dataset, words("en")) if step.figure else figure
        assert step.picture or stores(found)[there.card.id("figures")] == figure, step.key
        moves = [getattr(one, "data-story", None) for one in found]
        assert ("previous" in moves, "next" in moves) == (number != "1", number != page.NUMBERS[-1])
    whole = page_of(page, dataset)
    pictures, phones = of_type(whole, "Img"), of_type(whole, "Source")
    assert len(pictures) == len(phones) == sum(not step.picture for step in page.STEPS)
    assert all("var(--" not in one.src for one in pictures)
    assert all(f"width=%22{page.PHONE_PICTURE_WIDTH}%22" in str(one.srcSet) for one in phones)
    assert heading(step_of(dataset, "99")) == heading(whole)  # an unknown step
