"""The contents of the page on data: links to its parts and to each method."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
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
    """Return the contents: the parts in one line, the methods in another."""
    parts = [html.Li(html.A(say(f"data.part.{one}"), href=f"#{one}")) for one in PARTS[:-1]]
    methods = [html.Li(html.A(say(f"method.{one}.title"), href=f"#{anchor(one)}")) for one in METHODS]
    label = html.B(say("data.contents"), className="unseen")
    last: list[Component] = [html.A(say("data.part.method"), href="#method"), html.Ul(methods)]
    return html.Nav(
        [label, html.Ul([*parts, html.Li(last, className="contents-method")])],
        className="contents",
        **attributes(aria_label=say("data.contents")),
    )
