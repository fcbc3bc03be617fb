"""Pages, one module each; GROUPS has them in the order of the navigation."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from analysis.dataset import Dataset
from analysis.table import Table
from components.cards.card import Card, DrawnCard
from components.cards.page import Page
from components.pages import (
    about,
    accessibility,
    api,
    brief,
    claims,
    compare,
    data,
    economy,
    glossary,
    indicator,
    lessons,
    others,
    overview,
    pillar,
    productivity,
    provinces,
    ranking,
    reach,
    story,
    strategy,
    targets,
    weights,
    why,
)
from components.pages import map as tile_map
from components.text.paths import page_exists
from data.article import FIRST_PILLAR, FOCUS
from data.catalog import Catalog


def draw_card(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> DrawnCard:
    """Draw a card, by its name in addresses, for a query."""
    page, card = CARDS[name]
    return card.draw(page.view(dataset, lang, page.with_item(dataset, query)))


def relevant_choices(name: str, query: Mapping[str, str]) -> dict[str, str]:
    """Return the part of a query on which an embed or preview depends, by the name of its card or page."""
    return DRAWN_ALONE[name].relevant(query, "theme", "snapshot")


def _pillars(catalog: Catalog) -> Iterable[str]:
    """Return slugs and numbers, which both lead to the page of a strategic pillar."""
    return [name for pillar in catalog.strategy for name in (pillar.slug, str(pillar.number))]


_GROUPS: Final[Mapping[str, tuple[Page, ...]]] = {
    "position": (
        Page("", overview),
        Page("ranking", ranking),
        Page("ranking/map", tile_map, tab="ranking"),
        Page("ranking/others", others),
    ),
    "why": (
        Page("why", why),
        Page("why/reach", reach),
        Page("weights", weights),
        Page("why/indicator", indicator),
    ),
    "article": (
        Page("strategy", strategy),
        Page("strategy", pillar, item="pillar", items=_pillars, first=FIRST_PILLAR, tab="strategy"),
        Page("claims", claims),
        Page("strategy/targets", targets),
        Page("strategy/productivity", productivity),
        Page("strategy/provinces", provinces),
    ),
    "compare": (
        Page("compare", compare),
        Page("economy", economy, item="economy", items=lambda catalog: catalog.economies, first=FOCUS),
        Page(
            "brief",
            brief,
            item="economy",
            items=lambda catalog: catalog.economies,
            first=FOCUS,
            tab="economy",
        ),
    ),
    "learn": (
        Page("story", story, item="step", items=lambda _: story.NUMBERS, first="1", draw=draw_card),
        Page("learn/lessons", lessons, draw=draw_card),
    ),
    "data": (
        Page("data", data),
        Page("data/api", api),
        Page("about", about),
        Page("about/accessibility", accessibility, tab="about"),
        Page("about/glossary", glossary, tab="about"),
    ),
}
GROUPS: Final = {
    group: tuple(page for page in pages if page_exists(page.path)) for group, pages in _GROUPS.items()
}
"""Pages by group; a group is an entry of the header that leads to its first page."""
PAGES: Final = tuple(page for pages in GROUPS.values() for page in pages)
CARDS: Final[Mapping[str, tuple[Page, Card[Any]]]] = {
    card.name: (page, card) for page in PAGES for card in page.cards
}
"""Cards with their pages, by name in addresses."""
DRAWN_ALONE: Final[Mapping[str, Page]] = {
    **{page.key: page for page in PAGES if not page.cards},
    **{name: page for name, (page, _) in CARDS.items()},
}
"""Pages by the name of a card, or by the key of the page if it has no cards."""
TABLES: Final[Mapping[str, Table[Any, Any]]] = {
    table.name: table for _, card in CARDS.values() for table in card.tables
}
"""Tables that can be downloaded, by name in addresses."""
