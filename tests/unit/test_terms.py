"""Words that texts link to the glossary: the same in both languages, each with an entry that leads on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from dash.development.base_component import Component

from components.pages import PAGES, glossary
from components.pages.glossary import ENTRIES
from components.text import LANGUAGES, markup, plain, words
from tests.unit.views import page_of, text_of, walk

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from tests.unit.views import Pages

MARK = re.compile(r"~\w+:([\w-]+)\|")


def marked(lang: str) -> dict[str, set[str]]:
    return {key: set(found) for key, text in words(lang)._entries.items() if (found := MARK.findall(text))}


def test_both_languages_link_the_same_terms_in_the_same_texts() -> None:
    assert marked("en") == marked("zh")
    assert set.union(*marked("en").values()) <= ENTRIES.keys()


def test_every_entry_has_an_anchor_a_short_definition_and_links_to_places_that_exist(
    dataset: Dataset, pages: Pages
) -> None:
    (data,) = (page for page in PAGES if page.key == "data")
    homes = {page.home for page in PAGES} | {f"strategy/{one.slug}" for one in dataset.catalog.strategy}
    for lang in LANGUAGES:
        parts = {getattr(part, "id", "") for part in walk(pages.content(data, lang, {}))}
        shown: list[Any] = list(walk(page_of(glossary, dataset, lang)))
        entries = [part for part in shown if getattr(part, "className", "") == "glossary-entry"]
        assert {entry.id for entry in entries} == ENTRIES.keys()
        for entry in entries:
            says = words(lang)(f"glossary.{entry.id}.says")
            assert says in text_of(entry)
            assert 1 <= len(re.findall(r"[.。](?:\s|$|(?<=。))", says)) <= 2, entry.id
            hrefs = [href for part in walk(entry) if (href := getattr(part, "href", ""))]
            assert hrefs, entry.id
            for place, _, anchor in (href.removeprefix(f"/{lang}/").partition("#") for href in hrefs):
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
