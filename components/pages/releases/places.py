"""The pages of the section on data, as its navigation shows them."""

from components.parts.section import Place
from components.text import Words


def places(say: Words) -> list[Place]:
    """Return the pages of the section in their order."""
    paths = {"data": "page.data", "data/releases": "page.releases", "data/api": "page.api"}
    return [Place(path, say(key)) for path, key in paths.items()]
