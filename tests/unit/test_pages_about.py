"""The pages about the site: where a report goes, and the words that link to the glossary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import shell
from components.pages import GROUPS, PAGES, about, accessibility, glossary
from components.pages.glossary import ENTRIES
from components.routes import NAVIGATION
from components.text import LANGUAGES, markup, plain, words
from service.addresses import named_contact
from tests.unit.views import links, of_class, of_type, page_of, text_of, walk

if TYPE_CHECKING:
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


def test_both_languages_link_the_same_terms_in_the_same_texts() -> None:
    marked = [
        {key: set(found) for key, text in words(lang)._entries.items() if (found := MARK.findall(text))}
        for lang in LANGUAGES
    ]
    assert marked[0] == marked[1]
    assert set.union(*marked[0].values()) <= ENTRIES.keys()


def test_every_entry_has_an_anchor_a_short_definition_and_links_to_places_that_exist(
    dataset: Dataset, pages: Pages
) -> None:
    (data,) = (page for page in PAGES if page.key == "data")
    parts = {getattr(part, "id", "") for part in walk(pages.content(data))}
    homes = {page.home for page in PAGES} | {f"strategy/{one.slug}" for one in dataset.catalog.strategy}
    for lang in LANGUAGES:
        entries = of_class(page_of(glossary, dataset, lang), "glossary-entry")
        assert {entry.id for entry in entries} == ENTRIES.keys()
        for entry in entries:
            says = words(lang)(f"glossary.{entry.id}.says")
            assert says in text_of(entry)
            assert 1 <= len(re.findall(r"[.。](?:\s|$|(?<=。))", says)) <= 2, entry.id
            places = [link.removeprefix(f"/{lang}/").partition("#") for link in links(entry)]
            assert places, entry.id
            for place, _, anchor in places:
                assert place in homes, (entry.id, place)
                assert not anchor or (place == "data" and anchor in parts), (entry.id, anchor)


def test_a_term_is_a_link_that_brings_its_definition_along() -> None:
    (link,) = markup("~zh:edition|各*版*~")
    assert isinstance(link, Component)
    assert getattr(link, "href", "") == "/zh/about/glossary#edition"
    assert getattr(link, "data-definition") == words("zh")("glossary.edition.says")
    assert text_of(link) == "各版"
    assert plain("*~en:rank|Rank~*, 1 is best") == "Rank, 1 is best"
    with pytest.raises(KeyError, match=r"glossary\.nothing"):
        markup("~en:nothing|here~")
