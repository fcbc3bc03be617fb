"""The contents of the page on data: links to its parts and to each method."""

from typing import Final

from dash import html

from components.attributes import attributes
from components.parts.contents import links
from components.text import Words

PARTS: Final = ("coverage", "series", "validation", "downloads", "sources", "revisions", "method")
METHODS: Final = (
    *("index", "percentile", "rounding", "places", "points", "price"),
    *("interval", "bounds", "scenario", "strengths", "peers"),
    *("change", "frontier", "verdict", "productivity", "releases"),
)
"""The methods in the order in which they are explained: the index, its ranks, then other series."""


def anchor(method: str) -> str:
    """Return the id of a method, for links from other pages: data#method-interval."""
    return f"method-{method}"


def contents(say: Words) -> html.Nav:
    """Return the contents: the parts in one line, which stays in sight."""
    return links({one: say(f"data.part.{one}") for one in PARTS}, say)


def methods(say: Words) -> html.Ul:
    """Return links to the methods."""
    return html.Ul([html.Li(html.A(say(f"method.{one}.title"), href=f"#{anchor(one)}")) for one in METHODS])


def below(say: Words) -> html.Nav:
    """Return the same links for the head of the methods."""
    mark = attributes(aria_label=say("data.methods"))
    return html.Nav(methods(say), className="contents contents-below", **mark)
