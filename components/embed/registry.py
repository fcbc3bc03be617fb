"""The embeds: under which name each card of a page can be shown alone, and how tall its frame is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Embed:
    """One card that can be shown alone at /embed/<name>.

    page: key of the page in PAGES; card: prefix of the card; height: of the frame in pixels, in
    which a figure fits at every width from 360 to 680 (long tables scroll); item: the key of the query that
    stands for the end of the page's path, where the page exists once for each of its items; within: id of an
    element around the card whose classes say how the card is shown.
    """

    name: str
    page: str
    card: str
    height: int
    item: str = ""
    within: str = ""


EMBEDS = (
    Embed("trajectory", "overview", "overview", 740),
    Embed("rank-ledger", "why", "why-places", 690),
    Embed("score-ledger", "why", "why-points", 840),
    Embed("evidence-matrix", "strategy", "matrix", 720),
    Embed("strategic-pillar", "pillar", "pillar", 1300, "pillar"),
    Embed("strategic-pillar-evidence", "pillar", "pillar-evidence", 720, "pillar"),
    Embed("clusters", "pillar", "clusters", 590, "pillar"),
    Embed("productivity-growth", "productivity", "productivity-growth", 640),
    Embed("productivity-economies", "productivity", "productivity-economies", 540),
    Embed("productivity-levels", "productivity", "productivity-level", 630),
    Embed("productivity-labour", "productivity", "productivity-labour", 640),
    Embed("productivity-inputs", "productivity", "productivity-inputs", 630),
    Embed("weights-draws", "weights", "weights-draws", 600),
    Embed("weights-places", "weights", "weights-places", 680),
    Embed("weights-history", "weights", "weights-history", 640),
    Embed("claims", "claims", "claims", 720),
    Embed("ranking", "ranking", "ranking", 720),
    Embed("other-rankings", "others", "others-strip", 810),
    Embed("other-rankings-by-year", "others", "others-lines", 790),
    Embed("other-rankings-cited", "others", "others-cited", 720),
    Embed("other-indices", "others", "others-values", 720),
    Embed("comparison", "compare", "compare", 1080, within="compare-body"),
    Embed("economy-levels", "economy", "economy-levels", 880, "economy"),
    Embed("economy-history", "economy", "economy-past", 670, "economy"),
    Embed("coverage", "data", "data-coverage", 900),
    Embed("validation", "data", "data-validation", 900),
    Embed("releases", "releases", "releases-figure", 710),
    Embed("releases-pairs", "releases", "releases-pairs", 720),
    Embed("releases-compared", "releases", "releases-compared", 720),
)

APART: dict[str, str] = {"learn": "a guess needs a callback for its answer, which no embed makes"}
"""Cards that cannot be shown alone: the reason, by the prefix of the card."""

BY_NAME = {one.name: one for one in EMBEDS}
BY_CARD = {one.card: one for one in EMBEDS}
