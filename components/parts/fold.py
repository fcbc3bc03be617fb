"""A part of a page that is folded below its heading and its finding."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component


def fold(
    heading: Component,
    finding: str | Component | list[str | Component],
    body: Sequence[Component],
    name: str = "",
    css: str = "",
    **more: Any,
) -> html.Details:
    """Return the part; ``name`` is its id: an address that ends with it, or with an id inside, unfolds it.

    css: classes beside its own; ``more`` are further properties.
    """
    head = html.Summary([heading, html.Span(finding, className="fold-finding")])
    about: dict[str, Any] = {"id": name} if name else {}
    content = html.Div(list(body), className="fold-body")
    return html.Details([head, content], className=f"fold {css}".strip(), **about, **more)
