"""The entries of the glossary: in which group each stands, what its example is, and where it is used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from components.pages.glossary import data_examples as data
from components.pages.glossary import index_examples as index
from components.pages.glossary.index_examples import Values
from components.pages.glossary.view import View


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its anchor, its example, and the pages that use it, as path and key of their name."""

    slug: str
    example: Callable[[View], Values]
    used: tuple[tuple[str, str], ...]


OVERVIEW: Final = ("", "page.overview")
WHY: Final = ("why", "page.why")
WEIGHTS: Final = ("weights", "page.weights")
RANKING: Final = ("ranking", "page.ranking")
OTHERS: Final = ("ranking/others", "page.others")
COMPARE: Final = ("compare", "page.compare")
ECONOMY: Final = ("economy/CHN", "page.economy")
CLAIMS: Final = ("claims", "page.claims")
STRATEGY: Final = ("strategy", "page.strategy")
DATA: Final = ("data", "page.data")
RELEASES: Final = ("data/releases", "page.releases")


def _method(name: str) -> tuple[str, str]:
    """Return the method that computes it, on the page on data."""
    return f"data#method-{name}", f"method.{name}.title"


GROUPS: Final[dict[str, tuple[Entry, ...]]] = {
    "index": (
        Entry("edition", index.edition, (OVERVIEW, ("data#coverage", "data.part.coverage"))),
        Entry("indicator", index.indicator, (ECONOMY, STRATEGY)),
        Entry("sub-pillar", index.sub_pillar, (ECONOMY, WHY)),
        Entry("gii-pillar", index.gii_pillar, (WEIGHTS, COMPARE, _method("index"))),
        Entry("sub-index", index.sub_index, (RANKING, COMPARE, _method("index"))),
        Entry("weights", index.weights, (WEIGHTS, _method("index"))),
        Entry("concept", index.concept, (ECONOMY, COMPARE)),
        Entry("framework-change", index.framework_change, (OVERVIEW, WHY)),
    ),
    "standing": (
        Entry("economy", index.economy, (RANKING,)),
        Entry("score", index.score, (OVERVIEW, _method("points"))),
        Entry("rank", index.rank, (OVERVIEW, RANKING, _method("rounding"))),
        Entry("percentile", index.percentile_rank, (OVERVIEW, OTHERS, _method("percentile"))),
        Entry("interval", index.interval, (OVERVIEW, WEIGHTS, _method("interval"))),
        Entry("acceptability", index.acceptability, (WEIGHTS, _method("interval"))),
        Entry("own-score", index.own_score, (WHY, _method("places"))),
        Entry("peers", index.peers, (COMPARE, _method("peers"))),
        Entry("strength", index.strength, (ECONOMY, _method("strengths"))),
    ),
    "article": (
        Entry("strategic-pillar", data.strategic_pillar, (OVERVIEW, STRATEGY)),
        Entry("proxy", data.proxy, (STRATEGY,)),
        Entry(
            "frontier", data.frontier, (("strategy/innovation-system", "page.pillar"), _method("frontier"))
        ),
        Entry("verdict", data.verdict, (CLAIMS, _method("verdict"))),
    ),
    "data": (
        Entry("data-year", data.data_year, (ECONOMY, COMPARE)),
        Entry("missing", data.missing, (ECONOMY, _method("index"))),
        Entry("imputed", data.imputed, (WEIGHTS, _method("scenario"))),
        Entry("outdated", data.outdated, (ECONOMY,)),
        Entry("coverage", data.coverage, (ECONOMY, RANKING)),
        Entry("release", data.release, (DATA, RELEASES)),
        Entry("vintage", data.vintage, (DATA, RELEASES)),
        Entry("snapshot", data.snapshot, (("data#downloads", "data.part.downloads"),)),
    ),
}
ENTRIES: Final = {entry.slug: entry for group in GROUPS.values() for entry in group}
"""The entries by their anchor."""
