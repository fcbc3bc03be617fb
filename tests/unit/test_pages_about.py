"""The pages about the site: where a report goes, and the words that link to the glossary."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import shell
from components.pages import GROUPS, PAGES, about, accessibility
from components.pages.glossary import ENTRIES
from components.routes import NAVIGATION
from components.text import GLOSSARY, LANGUAGES, markup, words
from service.addresses import named_contact
from tests.unit.page_queries import QUERIES
from tests.unit.views import links, of_type, page_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.views import Pages


def test_a_report_goes_to_the_address_that_is_named(dataset: Dataset) -> None:
    named = Dataset(dataset.snapshot, dataset.catalog, "https://example.org/report")
    for page in (about, accessibility):
        assert named.contact in links(page_of(page, named))
        assert words("en")("about.report.operator") in text_of(page_of(page, dataset))
    assert named_contact({}) == ""
    assert named_contact({"CONTACT": " https://example.org/issues "}) == "https://example.org/issues"
    for wrong in ("javascript:alert(1)", "me@example.org", "https://"):
        with pytest.raises(ValueError, match="CONTACT"):
            named_contact({"CONTACT": wrong})


def test_the_footer_leads_to_every_page_about_the_site(dataset: Dataset) -> None:
    framed = shell.frame(dataset, "zh", "about", NAVIGATION, [], key="about")
    homes = {f"/zh/{page.home}" for group in shell.FOOT for page in GROUPS[group]}
    assert homes <= links(of_type(framed, "Footer"))


MARK = re.compile(r"~\w+:([\w-]+)\|")
CLOSED = {"A", "Button", "H1", "Label", "Summary"}
"""Elements that hold no link: those that can be pressed themselves, and what names the page."""


def below(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every component, each with the names of those around it."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from below(child, above)
    elif isinstance(node, Component):
        yield node, above
        yield from below(getattr(node, "children", None), (*above, type(node).__name__))


def test_every_entry_is_linked_by_the_same_texts_in_both_languages_and_no_page_links_one_twice(
    pages: Pages,
) -> None:
    marked = [
        {key: set(found) for key, text in words(lang)._entries.items() if (found := MARK.findall(text))}
        for lang in LANGUAGES
    ]
    assert marked[0] == marked[1]
    lang = "en"  # the other language has the same marks in the same texts
    linked: set[str] = set()
    for page in PAGES:
        terms = []
        for part, above in below(pages.content(page, lang, QUERIES[page.key][0])):
            if getattr(part, "className", "") == "term":
                place, _, entry = part.href.partition("#")
                assert place == f"/{lang}/{GLOSSARY}"
                assert not CLOSED & set(above), (page.key, entry)
                terms.append(entry)
        assert [entry for entry, count in Counter(terms).items() if count > 1] == [], page.key
        linked |= set(terms)
    assert linked == ENTRIES.keys()
    with pytest.raises(KeyError, match=r"glossary\.nothing"):
        markup("~en:nothing|here~")
