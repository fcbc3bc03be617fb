"""The pages for teaching, as their navigation shows them."""

from dash import html

from components.parts.section import Place, section
from components.text import Words

GUESS, LESSONS = "learn", "learn/lessons"


def places(here: str, say: Words) -> html.Nav:
    """Return the navigation of the pages for teaching; ``here`` is the path of the one on show."""
    names = {GUESS: "learn.name", LESSONS: "page.lessons"}
    return section(say("learn.section"), [Place(path, say(key)) for path, key in names.items()], here, say)
