"""Pages, one a module; GROUPS has all of them in the order of the navigation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from dash import Dash
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import Nothing, Query
from analysis.table import Table
from components.callbacks import Callbacks
from components.card import Card
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
    learn,
    lessons,
    others,
    overview,
    pillar,
    productivity,
    ranking,
    reach,
    releases,
    story,
    strategy,
    targets,
    weights,
    why,
)
from components.pages import map as tile_map
from components.shell import there
from data.article import FIRST_PILLAR, HERO
from data.catalog import Catalog


class Module(Protocol):
    """What the module of a page offers; its name is the key of the page."""

    __name__: str

    def layout(self, view: Any, /) -> list[Component]:
        """Return the page for a view: a snapshot in a language, with the choices of its controls.

        Its heading (h1) says what this view shows: it titles the document too. CALLBACKS declares its view,
        and what changes with its controls; a function `callbacks` registers what no declaration can. CARDS
        lists its cards.
        """


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the end of its path, and its module; its name is `page.<key>` in the words of each language.

    ``item`` names what the rest of the path gives, for a page that exists once for each of its ``items``: it
    is a value of the query that layout gets. ``first`` is the item that is shown first. ``tab`` is the key of
    the page under which the navigation has it, where it is no entry of its own.
    """

    path: str
    module: Module
    item: str = ""
    items: Callable[[Catalog], Iterable[str]] = lambda _: ()
    first: str = ""
    tab: str = ""

    @property
    def key(self) -> str:
        """The name of the page among ids, words and tests: see Module."""
        return self.module.__name__.rpartition(".")[2]

    @property
    def declared(self) -> Callbacks:
        """Its choices, its view of them, and what changes with them; a page may have none."""
        return getattr(self.module, "CALLBACKS", Callbacks(Nothing))

    def layout(self, dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
        """Return the page in a language; ``query`` gives the first values of its controls."""
        return self.module.layout(self.declared.read(dataset, lang, query))

    @property
    def query(self) -> type[Query]:
        """Its choices."""
        return self.declared.query

    @property
    def keys(self) -> list[str]:
        """The keys of its query that it writes to its address, in their order."""
        return self.declared.written()

    def register(self, app: Dash, current: Callable[[], Dataset]) -> None:
        """Register its callbacks: those that it declares, and its own."""
        self.declared.register(app, self.key, self.module.layout, current)
        if own := getattr(self.module, "callbacks", None):
            own(app, current)

    @property
    def cards(self) -> tuple[Card[Any], ...]:
        """Its cards, in the order in which it shows them."""
        return getattr(self.module, "CARDS", ())

    @property
    def home(self) -> str:
        """Where the navigation leads: the path, with the item that is shown first."""
        return f"{self.path}/{self.first}" if self.item else self.path


def _pillars(catalog: Catalog) -> Iterable[str]:
    """Return slugs and numbers: both lead to the page of a strategic pillar."""
    return [name for one in catalog.strategy for name in (one.slug, str(one.number))]


_GROUPS: Final[Mapping[str, tuple[Page, ...]]] = {
    "position": (
        Page("", overview),
        Page("ranking", ranking),
        Page("ranking/map", tile_map, tab="ranking"),
        Page("ranking/others", others),
    ),
    "why": (Page("why", why), Page("why/reach", reach), Page("weights", weights)),
    "article": (
        Page("strategy", strategy),
        Page("strategy", pillar, item="pillar", items=_pillars, first=FIRST_PILLAR, tab="strategy"),
        Page("claims", claims),
        Page("strategy/targets", targets),
        Page("strategy/productivity", productivity),
    ),
    "compare": (
        Page("compare", compare),
        Page("economy", economy, item="economy", items=lambda catalog: catalog.economies, first=HERO),
        Page(
            "brief", brief, item="economy", items=lambda catalog: catalog.economies, first=HERO, tab="economy"
        ),
    ),
    "learn": (
        Page("story", story, item="step", items=lambda _: story.NUMBERS, first="1"),
        Page("learn", learn),
        Page("learn/lessons", lessons),
    ),
    "data": (
        Page("data", data),
        Page("data/releases", releases, tab="data"),
        Page("data/api", api),
        Page("about", about),
        Page("about/accessibility", accessibility, tab="about"),
        Page("about/glossary", glossary, tab="about"),
    ),
}
GROUPS: Final = {group: tuple(page for page in pages if there(page.path)) for group, pages in _GROUPS.items()}
"""The pages by what a reader wants to know; a group is an entry of the header and leads to its first page."""
PAGES: Final = tuple(page for pages in GROUPS.values() for page in pages)
CARDS: Final[Mapping[str, tuple[Page, Card[Any]]]] = {
    card.name: (page, card) for page in PAGES for card in page.cards
}
"""Every card with its page, by its name in addresses."""
EMBEDS: Final[Mapping[str, tuple[Page, Card[Any]]]] = {
    name: one for name, one in CARDS.items() if one[1].height
}
"""Those that can be shown alone, at /embed/<name>."""
TABLES: Final[Mapping[str, Table[Any, Any]]] = {
    table.name: table for _, card in CARDS.values() for table in card.tables
}
"""What can be downloaded, by its name in addresses."""
