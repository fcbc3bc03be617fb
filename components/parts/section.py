"""Links to the parts of a long page."""

from collections.abc import Mapping
from typing import Any

from dash import html

from components.attributes import attributes
from components.text import Words


def links(parts: Mapping[str, str], t: Words, **more: Any) -> html.Nav:
    """Return links to the top and the parts of a page, {id of the part: its words}.

    ``more`` are further properties of the navigation.
    """
    return html.Nav(
        listed(parts, t), className="contents", **more, **attributes(aria_label=t("data.contents"))
    )


def listed(parts: Mapping[str, str], t: Words) -> html.Ul:
    """Return the list of the links; the way to the top is seen where the margin has no room for it."""
    top = html.A("↑", href="#content", title=t("site.top"), **attributes(aria_label=t("site.top")))
    items = [html.Li(html.A(words, href=f"#{part}")) for part, words in parts.items()]
    return html.Ul([html.Li(top, className="contents-top"), *items])
