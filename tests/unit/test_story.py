"""The story: each step shows the card of a page as that page has it, beside what the data say of it."""

from __future__ import annotations

import json

import pytest
from dash import html

from analysis.dataset import Dataset
from components.embed import draw
from components.pages import story as page
from components.prerender.markup import stores, text, walk
from components.prerender.pictures import by_width
from components.text import LANGUAGES, words
from data import catalog
from data.snapshot import Snapshot
from data.store import encode
from tests.packages import SHORT, SHOWN
from tests.unit.views import page_of


def parts(dataset: Dataset, lang: str, number: str) -> list[object]:
    return [*walk(page_of(page, dataset, lang, {"step": number}))]


def heading(found: list[object]) -> str:
    return text(next(one for one in found if type(one).__name__ == "H1"))


def deck(found: list[object]) -> str:
    return text(next(one for one in found if getattr(one, "className", "") == "deck"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_step_shows_the_figure_of_its_page_under_a_finding(dataset: Dataset, lang: str) -> None:
    headings = set()
    for number, step in zip(page.NUMBERS, page.STEPS, strict=True):
        found = parts(dataset, lang, number)
        own, there = stores(found), draw(dataset, step.card, lang, step.query)
        figures = page.RISE.figures if step.card == "trajectory" else there.card.figures
        drawn = by_width(there.content.figure or "{}")
        assert step.picture or json.loads(own[figures]) == drawn, step.key
        assert not step.picture or "evidence-bars" in {getattr(one, "className", None) for one in found}
        headings.add(heading(found))
        moves = [getattr(one, "data-story", None) for one in found]
        assert ("previous" in moves, "next" in moves) == (number != "1", number != page.NUMBERS[-1])
    assert len(headings) == len(page.STEPS)


@pytest.mark.parametrize("editions", [SHORT, SHOWN])
def test_a_step_that_the_data_do_not_hold_says_what_it_can(
    pinned: Snapshot, editions: tuple[int, ...]
) -> None:
    contents = {resource["name"]: pinned.content(resource["name"]) for resource in pinned.resources}
    for name, frame in pinned.tables().items():
        if "edition" in frame:
            contents[name] = encode(frame[frame["edition"].isin(editions)])
        elif name == "observations":
            contents[name] = encode(frame[frame["economy"] == "CHN"])
    small = Dataset(Snapshot(pinned.folder, pinned.descriptor, contents), catalog.load())
    for number in (*page.NUMBERS, ""):
        found = parts(small, "en", number)
        assert heading(found)
        assert not {"nan", "None", "<NA>"} & set(text(found).split()), number


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_story_has_every_step_with_a_still_picture(dataset: Dataset, lang: str) -> None:
    found = [*walk(page_of(page, dataset, lang))]
    titles = [text(one) for one in found if isinstance(one, html.H2)]
    steps = [parts(dataset, lang, number) for number in page.NUMBERS]
    assert titles[: len(steps)] == [heading(step) for step in steps]
    pictures = [one for one in found if isinstance(one, html.Img)]
    assert len(pictures) == sum(not step.picture for step in page.STEPS)
    assert all("var(--" not in one.src for one in pictures)  # type: ignore[attr-defined]
    phones = [one for one in found if isinstance(one, html.Source)]
    assert len(phones) == len(pictures)
    assert all(f"width=%22{page.PHONE}%22" in str(one.srcSet) for one in phones)  # type: ignore[attr-defined]
    ways = {getattr(one, "href", "") for one in steps[-1] if isinstance(one, html.A)}
    assert {f"/{lang}/{place}" for place in page.WAYS.values()} <= ways
    assert words(lang)("story.print") in text(found)


def test_an_unknown_step_is_the_whole_story(dataset: Dataset) -> None:
    assert heading(parts(dataset, "en", "99")) == heading(parts(dataset, "en", ""))
