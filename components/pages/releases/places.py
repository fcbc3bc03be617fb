"""The pages of the section on data, as its navigation shows them."""

from components.parts.section import Place
from components.text import Words


def places(say: Words) -> list[Place]:
    """Return the pages of the section in their order."""
    return [Place("data", say("page.data")), Place("data/releases", say("page.releases"))]
