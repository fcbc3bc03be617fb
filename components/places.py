"""The addresses of pages: which page in which language is at a path, and what it asks for itself."""

from collections import ChainMap
from collections.abc import Mapping
from typing import Final

from dash import html

from analysis.dataset import Dataset
from components import search_index
from components.attributes import attributes
from components.pages import EMBEDS, GROUPS, PAGES, Page
from components.shell import Groups, frame, path
from components.text import LANGUAGES, words
from data.catalog import Catalog

Place = tuple[str, Page, dict[str, str]]
"""Language, page, and what the path itself asks for."""

PATHS: Final[dict[str, Place]] = {
    path(lang, page.path): (lang, page, {})
    for lang in LANGUAGES
    for page in PAGES
    if not page.item or page.path not in {one.path for one in PAGES if not one.item}
}
"""The places of pages that exist once."""
FIRST: Final = next(iter(PATHS))


def places(known: Catalog) -> dict[str, Place]:
    """Return every place by its path, with the pages that exist once for each of their items."""
    items: dict[str, Place] = {
        path(lang, f"{page.path}/{code}"): (lang, page, {page.item: code})
        for lang in LANGUAGES
        for page in PAGES
        if page.item
        for code in page.items(known)
    }
    return PATHS | items


def navigation(known: Catalog) -> Groups:
    """Return the paths of the navigation by group, each with the key of its name."""
    pillars = {f"strategy/{one.slug}": f"strategy.short.{one.number}" for one in known.strategy}
    return {
        group: {
            place: key
            for page in pages
            for place, key in (pillars if page.item == "pillar" else {page.home: f"page.{page.key}"}).items()
        }
        for group, pages in GROUPS.items()
    }


def canonical(dataset: Dataset, place: Place) -> str:
    """Return the path by which a place is known: of a strategic pillar by its name, not by its number."""
    lang, page, given = place
    named = page.item == "pillar"
    slugs = {str(one.number): one.slug for one in dataset.catalog.strategy} if named else {}
    return path(lang, "/".join((page.path, *(slugs.get(value, value) for value in given.values()))))


def listed(dataset: Dataset, known: Mapping[str, Place]) -> list[str]:
    """Return the paths for search engines, in the first language: no second name, no economy never ranked."""
    ranked = {"", *dataset.economies}
    return [
        path
        for path, place in known.items()
        if place[0] == LANGUAGES[0] and canonical(dataset, place) == path
        if place[2].get("economy", "") in ranked
    ]


def embedded(known: Mapping[str, Place]) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return by path the first card of its page that can stand alone, the language, and what it asks for."""
    first = {page.key: name for name, (page, _) in reversed([*EMBEDS.items()])}
    return {
        path: (first[page.key], lang, given)
        for path, (lang, page, given) in known.items()
        if page.key in first
    }


def drawn(dataset: Dataset, place: Place, query: Mapping[str, str]) -> html.Div:
    """Return the page of a place in its frame, marked with its snapshot and the form of its title."""
    lang, page, given = place
    here = canonical(dataset, place).removeprefix(path(lang, ""))
    content = page.layout(dataset, lang, ChainMap(given, query))  # type: ignore[arg-type]  # only read
    index = search_index.address(dataset, lang)
    framed = frame(dataset, lang, here, navigation(dataset.catalog), content, key=page.key, index=index)
    say = words(lang)
    marks = attributes(
        data_snapshot=dataset.snapshot.id,
        data_title=say("site.title", heading="{heading}"),
        data_rows_text=say("site.rows_all", count="{count}"),
    )
    return html.Div(framed, **marks)
