"""Paths of pages, which of them exist, their names, and the element ids that all of them share."""

from collections.abc import Iterable
from typing import Final

from dash import html
from dash.development.base_component import Component

from components.text.catalog import Words
from components.text.keys import PAGE_NAMES
from data.article import FIRST_PILLAR, FOCUS
from data.pack import pack_has_table

PAGE, THEME, WIDTH, VISIT, LANG = "site-page", "site-theme", "site-width", "site-visit", "site-lang"
REFUSED: Final = "site-refused"
"""Id of the line that names refused parts of an address; a choice of the reader empties it."""
ORIGIN: Final = "{origin}"
"""Placeholder for the public address of the site; if it is not configured, the browser fills in its own."""
ECONOMY: Final = f"economy/{FOCUS}"
"""Path of the page of the article's economy."""
_PAGE_KEYS: Final = {"": "overview", ECONOMY: "economy", f"strategy/{FIRST_PILLAR}": "pillar"}
"""Keys of pages whose path does not end with them."""


def path(lang: str, page: str) -> str:
    """Return the path of a page in a language: /en/, /zh/data."""
    return f"/{lang}/{page}"


NEEDS: Final = {
    "ranking/others": "other_rankings",
    "strategy/targets": "targets",
    "strategy/productivity": "productivity",
    "strategy/provinces": "province_values",
}
"""Paths of pages that not every pack has, with the table of the pack that they need."""


def page_exists(page: str) -> bool:
    """Say whether the pack has the data of a page, given by its path."""
    return page not in NEEDS or pack_has_table(NEEDS[page])


def page_links(pages: Iterable[str], t: Words) -> list[str | Component]:
    """Return links to pages, and to sections and methods of the data page, in a row of text."""
    links: list[str | Component] = []
    for page in filter(page_exists, pages):
        links += [html.A(t(name_key(page)), href=path(t.lang, page)), t("list.separator")]
    return links[:-1]


def name_key(page_path: str) -> str:
    """Return the text key of the name of a page or section: weights, economy/KOR, data#method-index."""
    page, _, anchor = page_path.partition("#")
    if anchor:
        method = anchor.removeprefix("method-")
        return f"data.part.{anchor}" if method == anchor else f"method.{method}.title"
    return PAGE_NAMES[_PAGE_KEYS.get(page, page.rpartition("/")[2])]
