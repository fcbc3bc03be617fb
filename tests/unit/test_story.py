"""The story: each step shows the card of a page as that page has it, beside what the data say of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from analysis.dataset import Dataset
from components.embed import draw
from components.pages import story as page
from components.prerender.markup import stores, walk
from components.prerender.pictures import by_width
from tests.unit.views import heading, of_type, page_of

if TYPE_CHECKING:
    from typing import Any


def step_of(dataset: Dataset, number: str, lang: str = "en") -> Any:
    return page_of(page, dataset, lang, {"step": number})


def test_each_step_shows_the_figure_of_its_page_and_the_whole_story_all_of_them(dataset: Dataset) -> None:
    for number, step in zip(page.NUMBERS, page.STEPS, strict=True):
        found = [*walk(step_of(dataset, number))]
        there = draw(dataset, step.card, "en", step.query)
        figures = page.RISE.figures if step.card == "trajectory" else there.card.figures
        drawn = by_width(there.content.figure or "{}")
        assert step.picture or json.loads(stores(found)[figures]) == drawn, step.key
        moves = [getattr(one, "data-story", None) for one in found]
        assert ("previous" in moves, "next" in moves) == (number != "1", number != page.NUMBERS[-1])
    whole = page_of(page, dataset)
    pictures, phones = of_type(whole, "Img"), of_type(whole, "Source")
    assert len(pictures) == len(phones) == sum(not step.picture for step in page.STEPS)
    assert all("var(--" not in one.src for one in pictures)
    assert all(f"width=%22{page.PHONE}%22" in str(one.srcSet) for one in phones)
    assert heading(step_of(dataset, "99")) == heading(whole)  # an unknown step


