"""The routes: which page in which language is at a path, with the choices in the path itself."""

from collections import ChainMap
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from dash import html

from analysis.dataset import Dataset
from analysis.listing import spelled
from components import refused, search_index
from components.attributes import attributes
from components.pages import EMBEDS, GROUPS, PAGES, Page
from components.shell import Groups, frame, path, titled
from components.text import LANGUAGES, words
from data.catalog import Catalog

Route = tuple[str, Page, dict[str, str]]
"""Language, page, and the choices in the path itself."""

PATHS: Final[dict[str, Route]] = {
    path(lang, page.path): (lang, page, {})
    for lang in LANGUAGES
    for page in PAGES
    if not page.item or page.path not in {one.path for one in PAGES if not one.item}
}
"""The routes of pages that exist once."""
_ALIKE: Final = 0.75
"""How alike two names are that may be meant for one another, from 0 to 1: rankings and ranking 0.93."""
FIRST: Final = next(iter(PATHS))


def routes(known: Catalog) -> dict[str, Route]:
    """Return all routes by path, with the pages that exist once for each of their items."""
    items: dict[str, Route] = {
        path(lang, f"{page.path}/{code}"): (lang, page, {page.item: code})
        for lang in LANGUAGES
        for page in PAGES
        if page.item
        for code in page.items(known)
    }
    return PATHS | items


def near(known: Catalog, lang: str, asked: str) -> dict[str, str]:
    """Return the paths that a path which leads nowhere may mean, each with the name of its page.

    Compared is its last part: with those of pages, and with the names of economies.
    """
    t, parts = words(lang), [part for part in asked.split("/") if part] or [""]
    folder = "brief" if "brief" in parts[:-1] else "economy"
    names, called = dict[str, str](), dict[str, str]()
    for code, one in known.economies.items():
        place = path(lang, f"{folder}/{code}")
        called[place] = t.of(one.short)
        every = (*one.name.by_language.values(), *one.short.by_language.values())
        names |= dict.fromkeys(map(spelled, (*every, *known.spellings.get(code, ()))), place)
    for place, (of, page, _) in PATHS.items():
        if of == lang:
            called[place] = t(f"page.{page.key}")
            names[spelled(place.rpartition("/")[2])] = place
    found = get_close_matches(spelled(parts[-1].replace("-", " ")), names, cutoff=_ALIKE)
    return {names[name]: called[names[name]] for name in found}


def navigation(known: Catalog) -> Groups:
    """Return the paths of the navigation by group, each with the key of its name."""
    pillars = {f"strategy/{one.slug}": f"strategy.short.{one.number}" for one in known.strategy}
    return {
        group: {
            path: key
            for page in pages
            for path, key in (pillars if page.item == "pillar" else {page.home: f"page.{page.key}"}).items()
        }
        for group, pages in GROUPS.items()
    }


def canonical(dataset: Dataset, route: Route) -> str:
    """Return the path by which a route is known: of a strategic pillar by its name, not by its number."""
    lang, page, given = route
    named = page.item == "pillar"
    slugs = {str(one.number): one.slug for one in dataset.catalog.strategy} if named else {}
    return path(lang, "/".join((page.path, *(slugs.get(value, value) for value in given.values()))))


def listed(dataset: Dataset, known: Mapping[str, Route]) -> list[str]:
    """Return the paths for search engines, in the first language.

    No second name, none that shows what the path of an economy does, and no economy that was never ranked.
    """
    return [
        path
        for path, (lang, page, given) in known.items()
        if lang == LANGUAGES[0] and canonical(dataset, (lang, page, given)) == path
        if page.item != "economy" or given.get("economy") in dataset.economies
    ]


def written(dataset: Dataset, known: Mapping[str, Route]) -> dict[str, bool]:
    """Return the paths of a static edition, each with whether its page is one of an economy.

    None of an economy that was never ranked.
    """
    economies = {path: given.get("economy", "") for path, (_, _, given) in known.items()}
    return {path: bool(one) for path, one in economies.items() if one in ("", *dataset.economies)}


def embedded(known: Mapping[str, Route]) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return by path the first card of its page that can stand alone, the language, and what it asks for."""
    first = {page.key: name for name, (page, _) in reversed([*EMBEDS.items()])}
    return {
        path: (first[page.key], lang, given)
        for path, (lang, page, given) in known.items()
        if page.key in first
    }


def drawn(dataset: Dataset, route: Route, query: Mapping[str, str], note: str = "") -> html.Div:
    """Return the page of a route in its frame, marked with its snapshot and the form of its title.

    note: ends the line of the footer on the snapshot.
    """
    lang, page, given = route
    here = canonical(dataset, route).removeprefix(path(lang, ""))
    content = page.layout(dataset, lang, ChainMap(given, query))  # type: ignore[arg-type]  # only read
    index = search_index.address(dataset, lang)
    refusal = refused.line(dataset, lang, page, given, query, lambda: content)
    groups = navigation(dataset.catalog)
    framed = frame(
        dataset, lang, here, groups, content, key=page.key, index=index, refused=refusal, note=note
    )
    t = words(lang)
    marks = attributes(
        data_snapshot=dataset.snapshot.id,
        data_title=t("site.title", heading=titled(page.key, "{heading}", t)),
    )
    return html.Div(framed, **marks)
