"""Every step of a tour is about something on its page, in each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from dash.development.base_component import Component

from components.pages import PAGES
from components.parts.tour import STEPS
from components.text import LANGUAGES
from tests.unit.views import walk

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.unit.views import Pages

DRAWN = {".subplot", ".xy2", ".pinned", ".drawn"}  # made by scripts: tests/browser/test_tour.py finds them
NAME = re.compile(r"#[\w-]+|\.[\w-]+|\[data-card=[\w-]+\]")


def names(component: Component) -> set[str]:
    """What a selector can call a component."""
    css = str(getattr(component, "className", None) or "").split()
    card = getattr(component, "data-card", None)
    known = {f".{name}" for name in css} | ({f"[data-card={card}]"} if card else set())
    return known | {f"#{getattr(component, 'id', '')}"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_is_about_something_on_its_page(pages: Pages, lang: str) -> None:
    toured = {page.key: page for page in PAGES if page.key in STEPS}
    assert toured.keys() == STEPS.keys()
    for key, page in toured.items():
        query = {page.item: page.first} if page.item else {}
        found = {name for part in walk(pages.content(page, lang, query)) for name in names(part)}
        wanted = {name for selector in STEPS[key].values() for name in NAME.findall(selector)}
        assert wanted, key
        assert sorted(wanted - DRAWN - found) == [], key


def test_a_page_without_a_tour_offers_none(reader: FlaskClient) -> None:
    text = reader.get("/en/data/api").get_data(as_text=True)
    assert 'data-action="tour"' not in text.replace("\\", "")
    assert "site-tour" not in text
