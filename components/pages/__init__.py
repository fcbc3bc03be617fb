"""Pages, one a module; PAGES lists them in the order of the navigation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component

from analysis.standing import CHINA
from components.pages.about import page as about
from components.pages.accessibility import page as accessibility
from components.pages.api import page as api
from components.pages.brief import page as brief
from components.pages.claims import page as claims
from components.pages.compare import page as compare
from components.pages.data import page as data
from components.pages.economy import page as economy
from components.pages.glossary import page as glossary
from components.pages.learn import lessons_page as lessons
from components.pages.learn import page as learn
from components.pages.others import page as others
from components.pages.overview import page as overview
from components.pages.pillar import page as pillar
from components.pages.productivity import page as productivity
from components.pages.ranking import page as ranking
from components.pages.releases import page as releases
from components.pages.strategy import page as strategy
from components.pages.weights import page as weights
from components.pages.why import page as why
from components.site import Site
from data.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the end of its path, the key of its name in text/*/site.toml, and what its module offers.

    ``item`` names what the rest of the path gives, for a page that exists once for each of its ``items``: it
    is a value of the query that layout and title get. ``first`` is the item that is shown first. A page that
    is not ``listed`` is reached from the page whose path its own begins with, or from the footer, not from
    the navigation.
    """

    path: str
    key: str
    layout: Callable[..., list[Component]]
    callbacks: Callable[[Dash, Callable[[], Site]], None]
    title: Callable[[Site, str, Mapping[str, str]], str]
    item: str = ""
    items: Callable[[Catalog], Iterable[str]] = lambda _: ()
    first: str = ""
    listed: bool = True

    @property
    def home(self) -> str:
        """Where the navigation leads: the path, with the item that is shown first."""
        return f"{self.path}/{self.first}" if self.item else self.path


def _pillars(catalog: Catalog) -> Iterable[str]:
    """Return slugs and numbers: both lead to the page of a strategic pillar."""
    return [name for one in catalog.strategy for name in (one.slug, str(one.number))]


def _economies(catalog: Catalog) -> Iterable[str]:
    return catalog.economies


PAGES = (
    Page("", "overview", overview.layout, overview.callbacks, overview.title),
    Page("why", "why", why.layout, why.callbacks, why.title),
    Page("strategy", "strategy", strategy.layout, strategy.callbacks, strategy.title),
    Page(
        *("strategy", "pillar", pillar.layout, pillar.callbacks, pillar.title),
        item="pillar",
        items=_pillars,
        first="innovation-system",
        listed=False,
    ),
    Page(
        *("strategy/productivity", "productivity", productivity.layout, productivity.callbacks),
        title=productivity.title,
        listed=False,
    ),
    Page("weights", "weights", weights.layout, weights.callbacks, weights.title),
    Page("claims", "claims", claims.layout, claims.callbacks, claims.title),
    Page("ranking", "ranking", ranking.layout, ranking.callbacks, ranking.title),
    Page("ranking/others", "others", others.layout, others.callbacks, others.title, listed=False),
    Page("compare", "compare", compare.layout, compare.callbacks, compare.title),
    Page(
        *("economy", "economy", economy.layout, economy.callbacks, economy.title),
        item="economy",
        items=_economies,
        first=CHINA,
    ),
    Page(
        *("brief", "brief", brief.layout, brief.callbacks, brief.title),
        item="economy",
        items=_economies,
        first=CHINA,
        listed=False,
    ),
    Page("data", "data", data.layout, data.callbacks, data.title),
    Page("data/releases", "releases", releases.layout, releases.callbacks, releases.title, listed=False),
    Page("data/api", "api", api.layout, api.callbacks, api.title, listed=False),
    Page("learn", "learn", learn.layout, learn.callbacks, learn.title, listed=False),
    Page("learn/lessons", "lessons", lessons.layout, lessons.callbacks, lessons.title, listed=False),
    Page("about", "about", about.layout, about.callbacks, about.title, listed=False),
    Page(
        *("about/glossary", "glossary", glossary.layout, glossary.callbacks, glossary.title),
        listed=False,
    ),
    Page(
        *("about/accessibility", "accessibility", accessibility.layout, accessibility.callbacks),
        title=accessibility.title,
        listed=False,
    ),
)
