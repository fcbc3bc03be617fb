"""The story: each step shows the card of a page as that page has it, under a finding made of the data."""

from __future__ import annotations

import re

import pytest
from dash import dcc

from analysis.dataset import Dataset
from components.pages.story import page
from components.prerender.markup import text, walk
from components.text import LANGUAGES


def parts(dataset: Dataset, lang: str, number: str) -> list[object]:
    return [*walk(page.layout(dataset, lang, {"step": number}))]


def heading(found: list[object]) -> str:
    return text(next(one for one in found if type(one).__name__ == "H1"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_step_shows_the_figure_of_its_page_under_a_finding(dataset: Dataset, lang: str) -> None:
    headings = set()
    for number, step in zip(page.NUMBERS, page.STEPS, strict=True):
        found = parts(dataset, lang, number)
        card = next(one for one in step.page.CARDS if one.name == step.card)
        own = {one.id: one.data for one in found if isinstance(one, dcc.Store)}  # type: ignore[attr-defined]
        there = walk(step.page.layout(dataset, lang, step.query))
        of_page = {one.id: one.data for one in there if isinstance(one, dcc.Store)}  # type: ignore[attr-defined]
        assert own[card.figures] == of_page[card.figures], step.key
        headings.add(heading(found))
        moves = [getattr(one, "data-story", None) for one in found]
        assert ("previous" in moves, "next" in moves) == (number != "1", number != page.NUMBERS[-1])
    assert len(headings) == len(page.STEPS)


def test_the_story_begins_with_the_claim_and_names_what_carried_it(dataset: Dataset) -> None:
    first = heading(parts(dataset, "en", "1"))
    assert re.findall(r"\d+", first) == ["34", "2012", "11", "2022"]
    assert "15.5 from its own score" in heading(parts(dataset, "en", "3"))
    assert "not comparable" in heading(parts(dataset, "en", "4"))
    assert "three plans in a row" in heading(parts(dataset, "en", page.NUMBERS[-1]))
