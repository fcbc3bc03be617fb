"""The story: each step shows the card of a page as that page has it, beside what the data say of it."""

from __future__ import annotations

import re

import pytest
from dash import dcc, html

from analysis.dataset import Dataset
from components.pages.story import page
from components.prerender.markup import text, walk
from components.text import LANGUAGES, words
from data import catalog
from data.snapshot import Snapshot
from data.store import encode
from tests.packages import SHORT, SHOWN


def parts(dataset: Dataset, lang: str, number: str) -> list[object]:
    return [*walk(page.layout(dataset, lang, {"step": number}))]


def heading(found: list[object]) -> str:
    return text(next(one for one in found if type(one).__name__ == "H1"))


def deck(found: list[object]) -> str:
    return text(next(one for one in found if getattr(one, "className", "") == "deck"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_step_shows_the_figure_of_its_page_under_a_finding(dataset: Dataset, lang: str) -> None:
    headings = set()
    for number, step in zip(page.NUMBERS, page.STEPS, strict=True):
        found = parts(dataset, lang, number)
        card = next(one for one in step.page.CARDS if one.name == step.card)
        own = {one.id: one.data for one in found if isinstance(one, dcc.Store)}  # type: ignore[attr-defined]
        there = walk(step.page.layout(dataset, lang, step.query))
        of_page = {one.id: one.data for one in there if isinstance(one, dcc.Store)}  # type: ignore[attr-defined]
        assert step.part or own[card.figures] == of_page[card.figures], step.key
        assert not step.part or step.part in {getattr(one, "id", None) for one in found}
        headings.add(heading(found))
        moves = [getattr(one, "data-story", None) for one in found]
        assert ("previous" in moves, "next" in moves) == (number != "1", number != page.NUMBERS[-1])
    assert len(headings) == len(page.STEPS)


def test_the_story_begins_with_the_claim_and_names_what_carried_it(dataset: Dataset) -> None:
    first = heading(parts(dataset, "en", "1"))
    assert re.findall(r"\d+", first) == ["34", "2012", "11", "2022"]
    assert "15.5 from its own score" in heading(parts(dataset, "en", "3"))
    assert heading(parts(dataset, "en", "4")).startswith("In 17 of 21 sub-pillars")
    assert "three plans in a row" in heading(parts(dataset, "en", "9"))


FIGURES = {
    "1": ("23 places", "Counted from 2011, when China was 29th, it is 18", "10th of 139"),
    "2": ("12 economies gained more", "Iran gained most, 51", "141 economies in 2012 and 132 in 2022; 128"),
    "3": ("+9.86 points", "128 economies changed by −5.67", "14 or 17 places"),
    "4": ("Intangible assets (+5.95)", "Investment (−0.49)"),
    "5": ("Of 107 indicators", "only 32 can be compared", "1.69 of the 15.52", "4th in 2025, not 10th"),
    "6": ("20,000 draws", "8th to 10th in 2025", "6th to 24th", "9th to 16th in 2020"),
    "7": ("40 to 141 economies", "WEF from 80.4 (2012) to 80.9 (2017)", "NRI from 85.7 (2023)", "10th of 40"),
    "8": ("3 moved the other way, 4 hardly moved, and 12 more",),
    "9": ("33 of 40", "19 more cannot be judged"),
    "10": ("21.7 points apart", "1 of 6 economies"),
}


def test_every_step_says_its_figures(dataset: Dataset) -> None:
    for number, figures in FIGURES.items():
        said = deck(parts(dataset, "en", number))
        assert [one for one in figures if one not in said] == [], number
        chinese = deck(parts(dataset, "zh", number))
        assert set(re.findall(r"\d+\.\d+", said)) <= set(re.findall(r"\d+\.\d+", chinese)), number


@pytest.mark.parametrize("editions", [SHORT, SHOWN])
def test_a_step_that_the_data_do_not_hold_says_what_it_can(
    bundled: Snapshot, editions: tuple[int, ...]
) -> None:
    contents = {resource["name"]: bundled.content(resource["name"]) for resource in bundled.resources}
    for name, frame in bundled.tables().items():
        if "edition" in frame:
            contents[name] = encode(frame[frame["edition"].isin(editions)])
        elif name == "observations":
            contents[name] = encode(frame[frame["economy"] == "CHN"])
    small = Dataset(Snapshot(bundled.folder, bundled.descriptor, contents), catalog.load())
    for number in (*page.NUMBERS, ""):
        found = parts(small, "en", number)
        assert heading(found)
        assert not {"nan", "None", "<NA>"} & set(text(found).split()), number


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_story_has_every_step_with_a_still_picture(dataset: Dataset, lang: str) -> None:
    found = [*walk(page.layout(dataset, lang, {}))]
    titles = [text(one) for one in found if isinstance(one, html.H2)]
    steps = [parts(dataset, lang, number) for number in page.NUMBERS]
    assert titles[: len(steps)] == [heading(step) for step in steps]
    pictures = [one for one in found if isinstance(one, html.Img)]
    assert len(pictures) == sum(not step.part for step in page.STEPS)
    assert all("var(--" not in one.src for one in pictures)  # type: ignore[attr-defined]
    ways = {getattr(one, "href", "") for one in steps[-1] if isinstance(one, html.A)}
    assert {f"/{lang}/{place}" for place in page.WAYS.values()} <= ways
    assert words(lang)("story.print") in text(found)


def test_an_unknown_step_is_the_whole_story(dataset: Dataset) -> None:
    assert heading(parts(dataset, "en", "99")) == heading(parts(dataset, "en", ""))
