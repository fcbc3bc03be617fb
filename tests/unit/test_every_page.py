"""What holds on every page: exactly the most that may be chosen is taken, folded rows are counted right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dash import html

from components import kit
from components.bundles import STYLES
from components.pages import PAGES
from components.parts.long_table import Group, Row, written
from components.routes import refused
from components.text import LANGUAGES, Words, words
from tests.unit.views import of_class, text_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def test_exactly_the_most_that_may_be_chosen_is_taken_and_one_more_is_told(dataset: Dataset) -> None:
    met = set()
    for page in PAGES:
        usual = page.query.read(dataset, {})
        for name, control in page.query.controls().items():
            if not control.most:
                continue
            known = [str(one) for one in usual.options(dataset)[control.key]]
            known = [one for one in known if one != getattr(usual, "economy", "")]
            full, over = known[: control.most], known[: control.most + 1]
            assert len(over) == control.most + 1, (page.key, name)
            met.add((page.key, control.key, control.most))
            for asked, taken in (
                (",".join(full), full),
                (full, full),
                (",".join(over), full),  # a text is read from its beginning
                (over, full if control.key == "editions" else over[1:]),  # in a list the newest stay
            ):
                found = getattr(page.query.read(dataset, {control.key: asked}), name)
                assert {str(one) for one in found} == set(taken), (page.key, name, asked)
            for lang in LANGUAGES:
                lines = [
                    refused(dataset, lang, page, {}, {control.key: ",".join(one)}, list)
                    for one in (full, over)
                ]
                label = lines[1].partition(":" if lang == "en" else "：")[0]
                assert lines == ["", words(lang)("refused.most", label=label, most=control.most)], page.key
    assert {("overview", "with", 8), ("compare", "with", 8), ("brief", "with", 8)} <= met, met


def button_of(t: Words, *groups: int) -> str:
    """The words of the button of a table of so many rows in each group."""
    bodies = [html.Tbody([html.Tr([html.Td("x")])] * count) for count in groups]
    drawn = kit.region(t, kit.bare("caption", [], bodies), "caption")
    return text_of([one for one in of_class(drawn, "rest") if "button" in one.className.split()])


def long_button_of(t: Words, *groups: int, css: str = "") -> str:
    """The same of a table that the server writes; ``css``: that of its last group."""
    made = [Group([Row([])] * count) for count in groups[:-1]]
    made.append(Group([Row([])] * groups[-1], css=css))
    page = written(t, [], made, caption="caption")
    return "".join(re.findall(r'<button class="button rest"[^>]*>(.*?)</button>', page))


def test_the_button_of_folded_rows_is_there_where_it_is_worth_its_place_and_says_how_many() -> None:
    """A phone shows the first ten of each group; for one or two more no button takes their place."""
    border = kit.FIRST + kit.SPARED
    for lang in LANGUAGES:
        t = words(lang)
        for groups, shown in (
            ((kit.FIRST,), False),
            ((border,), False),
            ((border + 1,), True),
            ((border, kit.FIRST), False),
            ((border, kit.FIRST + 1), True),
        ):
            said = t("site.rows_all", count=sum(groups)) if shown else ""
            assert button_of(t, *groups) == long_button_of(t, *groups) == said, (groups, lang)
        pinned = t("site.rows_all", count=border + 1)  # rows above the others once more are not counted
        assert long_button_of(t, border + 1, 1, css="pinned") == pinned
    sheet = (STYLES / "stacked.css").read_text(encoding="utf-8")
    assert f":has(> .rest) tbody > tr:nth-child(n + {kit.FIRST + 1}) {{ display: none; }}" in sheet
