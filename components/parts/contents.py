"""The contents of a long page: links to its parts in one line, which stays in sight."""

from collections.abc import Mapping

from dash import html

from components.attributes import attributes
from components.text import Words


def links(parts: Mapping[str, str], say: Words) -> html.Nav:
    """Return links to the parts of a page, {id of the part: its words}."""
    items = [html.Li(html.A(words, href=f"#{part}")) for part, words in parts.items()]
    return html.Nav(html.Ul(items), className="contents", **attributes(aria_label=say("data.contents")))
