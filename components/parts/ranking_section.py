"""The section of rankings: the ranking of the GII, and China in the rankings of others."""

from dash import html

from components.parts.section import Place, section
from components.text import Words


def ranking_section(here: str, say: Words) -> html.Nav:
    """Return the navigation of the section; ``here`` is the path of the page on show."""
    places = [Place("ranking", say("others.section.gii")), Place("ranking/others", say("page.others"))]
    return section(say("others.section.label"), places, here, say)
