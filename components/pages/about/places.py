"""The pages of the section about the site, as its navigation shows them."""

from components.parts.section import Place
from components.shell import ABOUT
from components.text import Words


def places(say: Words) -> list[Place]:
    """Return the pages of the section in their order."""
    return [Place(path, say(f"page.{key}")) for path, key in ABOUT.items()]
