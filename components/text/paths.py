"""Where pages are: their paths, which of them exist, their names, and the ids that all of them share."""

from collections.abc import Iterable
from typing import Final

from dash import html
from dash.development.base_component import Component

from components.text.catalog import Words
from data.article import FIRST_PILLAR, FOCUS
from data.pack import pack_has_table

PAGE, THEME, WIDTH, VISIT, LANG = "site-page", "site-theme", "site-width", "site-visit", "site-lang"
REFUSED: Final = "site-refused"
"""The id of the line on what an address asks for in vain; a choice of the reader empties it."""
ORIGIN: Final = "{origin}"
"""Stands for the public address of the site; where that is not named, the browser puts in its own."""
ECONOMY: Final = f"economy/{FOCUS}"
"""The path of the page of the article's economy."""
_NAMES: Final = {"": "overview", ECONOMY: "economy", f"strategy/{FIRST_PILLAR}": "pillar"}
"""The keys of the names of pages whose path does not end with them."""


def path(lang: str, page: str) -> str:
    """Return the path of a page in a language: /en/, /zh/data."""
    return f"/{lang}/{page}"


NEEDS: Final = {
    "ranking/others": "other_rankings",
    "strategy/targets": "targets",
    "strategy/productivity": "productivity",
    "strategy/provinces": "province_values",
}
"""The pages that not every pack has, by path, with the table of the pack that they show."""


def page_exists(place: str) -> bool:
    """Say whether the pack has what a page shows, given by its path."""
    return place not in NEEDS or pack_has_table(NEEDS[place])


def page_links(places: Iterable[str], t: Words) -> list[str | Component]:
    """Return links to pages, and to parts and methods of the page on data, in a row of text."""
    found: list[str | Component] = []
    for place in filter(page_exists, places):
        found += [html.A(t(name_key(place)), href=path(t.lang, place)), t("list.separator")]
    return found[:-1]


def name_key(place: str) -> str:
    """Return the key of the name of a place: weights, economy/KOR, data#coverage, data#method-index."""
    page, _, anchor = place.partition("#")
    if anchor:
        method = anchor.removeprefix("method-")
        return f"data.part.{anchor}" if method == anchor else f"method.{method}.title"
    return f"page.{_NAMES.get(page, page.rpartition('/')[2])}"
