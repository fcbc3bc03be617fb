"""Sheets of paper: pages that can be printed, and the blocks on them."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.text import Words, markup

Title = str | list[str | Component]


def block(title: Title, *body: Component, css: str = "") -> html.Section:
    """Return a block of a page: its title over its content; paper does not break it."""
    head = html.H2(markup(title) if isinstance(title, str) else title)
    return html.Section([head, *body], className=f"brief-block {css}".strip())


def paragraph(t: Words, sentences: Sequence[str], css: str = "") -> html.P:
    """Return sentences (marked text) as one paragraph."""
    return html.P(markup(t("economy.deck.between").join(sentences)), className=css or None)


def sheet(
    title: Title, content: Sequence[Component], foot: Component, number: str, *, short: bool = False
) -> html.Section:
    """Return one page: its head, its blocks, and its foot; a ``short`` one is not spread over the paper."""
    mark = html.Span(className="mark", **attributes(aria_hidden="true"))
    head = html.Div([html.Span([mark, html.B(title)]), html.Span(number)], className="brief-head")
    css = "sheet brief-short" if short else "sheet"
    return html.Section([head, *content, html.Div(foot, className="brief-foot")], className=css)
