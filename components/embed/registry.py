"""The embeds: under which name each card of a page can be shown alone, and how tall its frame is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Embed:
    """One card that can be shown alone at /embed/<name>.

    page: key of the page in PAGES; card: prefix of the card; height: of the frame in pixels, at which the
    card needs no scrolling in a column 680 px wide (long tables scroll); item: the key of the query that
    stands for the end of the page's path, where the page exists once for each of its items.
    """

    name: str
    page: str
    card: str
    height: int
    item: str = ""


EMBEDS = (
    Embed("trajectory", "overview", "overview", 700),
    Embed("rank-ledger", "why", "why-places", 700),
    Embed("score-ledger", "why", "why-points", 700),
    Embed("evidence-matrix", "strategy", "matrix", 700),
    Embed("strategic-pillar", "pillar", "pillar", 900, "pillar"),
    Embed("strategic-pillar-evidence", "pillar", "pillar-evidence", 700, "pillar"),
    Embed("clusters", "pillar", "clusters", 700, "pillar"),
    Embed("productivity-growth", "productivity", "productivity-growth", 700),
    Embed("productivity-economies", "productivity", "productivity-economies", 700),
    Embed("productivity-levels", "productivity", "productivity-level", 700),
    Embed("productivity-labour", "productivity", "productivity-labour", 700),
    Embed("productivity-inputs", "productivity", "productivity-inputs", 700),
    Embed("weights-draws", "weights", "weights-draws", 700),
    Embed("weights-places", "weights", "weights-places", 700),
    Embed("weights-history", "weights", "weights-history", 700),
    Embed("claims", "claims", "claims", 700),
    Embed("ranking", "ranking", "ranking", 700),
    Embed("other-rankings", "others", "others-strip", 700),
    Embed("other-rankings-by-year", "others", "others-lines", 700),
    Embed("other-rankings-cited", "others", "others-cited", 700),
    Embed("other-indices", "others", "others-values", 700),
    Embed("economy-levels", "economy", "economy-levels", 700, "economy"),
    Embed("economy-history", "economy", "economy-past", 700, "economy"),
    Embed("releases", "releases", "releases-figure", 700),
    Embed("releases-pairs", "releases", "releases-pairs", 700),
    Embed("releases-compared", "releases", "releases-compared", 700),
)

APART: dict[str, str] = {}
"""Cards that cannot be shown alone: the reason, by the prefix of the card."""

BY_NAME = {one.name: one for one in EMBEDS}
BY_CARD = {one.card: one for one in EMBEDS}
