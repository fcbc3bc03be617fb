"""The pages of the section on the strategic pillars: all five, each of them, productivity."""

from dash import html

from analysis.dataset import Dataset
from analysis.progress import CLAIM_YEAR
from components.parts.section import Place, section
from components.text import Words

MATRIX, PRODUCTIVITY = "strategy", "strategy/productivity"


def pillar_path(slug: str, since: int = CLAIM_YEAR) -> str:
    """Return the path of the page of a strategic pillar, with the base year where it is not the article's."""
    return f"{MATRIX}/{slug}" + (f"?since={since}" if since != CLAIM_YEAR else "")


def places(dataset: Dataset, here: str, say: Words) -> html.Nav:
    """Return the navigation of the section; ``here`` is the path of the page on show."""
    pillars = [
        Place(pillar_path(one.slug), say(f"strategy.short.{one.number}"), one.number)
        for one in dataset.catalog.strategy
    ]
    first = Place(MATRIX, say("strategy.all"))
    last = Place(PRODUCTIVITY, say("page.productivity"))
    return section(say("strategy.section"), [first, *pillars, last], here, say)
