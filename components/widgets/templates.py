"""Templates that scripts fill when needed: notices of faults, and the dialog of the search."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from components.cards.badges import icon
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup
from components.text.keys import by_last_part

AGAIN, RELOAD = "fault.again", "fault.reload"
FAULTS: Final[dict[str, tuple[str, str]]] = {
    "fault.offline": ("alert", AGAIN),
    "fault.gone": ("alert", AGAIN),
    "fault.busy": ("alert", AGAIN),
    "fault.failed": ("alert", AGAIN),
    "fault.refused": ("alert", RELOAD),
    "fault.slow": ("status", AGAIN),
    "fault.unready": ("alert", RELOAD),
    "fault.theme": ("status", "card.close"),
    "fault.undrawn": ("status", AGAIN),
    "fault.download": ("alert", AGAIN),
    "fault.image": ("alert", AGAIN),
    "fault.copy": ("status", ""),
}
"""ARIA role and text key of the button ("" for none) by the text key of a fault."""
EMBED_FAULTS: Final = ("fault.undrawn", "fault.download", "fault.image", "fault.copy")
"""Faults that can happen in an embed, which has no controls."""
_RESULT_COUNTS: Final = by_last_part("search.one", "search.all", "search.some") | by_last_part(
    "search.near", "search.none", "search.lost"
)


def faults(words: Words, keys: tuple[str, ...] = tuple(FAULTS)) -> list[Component]:
    """Return notices of faults, which appear where nothing can be drawn (scripts/fault.js)."""
    notices: list[Component] = []
    for key in keys:
        role, label = FAULTS[key]
        parts = [html.P(markup(words(key))), *([button(words(label))] if label else [])]
        data = attributes(role=role, data_fault=key.removeprefix("fault."))
        notices.append(html.Div(parts, className="empty fault", **data))
    return notices


def search(words: Words) -> html.Dialog:
    """Return the dialog of the search: field, links, number of results and their list (scripts/search.js)."""
    close = button(words("card.close"), "quiet", data_search="close")
    hints = attributes(data_label=words("search.label"), data_hint=words("search.hint"))
    placeholders = {name: f"{{{name}}}" for name in ("count", "visible", "sought")}
    counts = {f"data_{name}": words(key, **placeholders) for name, key in _RESULT_COUNTS.items()}
    results = attributes(role="listbox", aria_label=words("search.results"))
    parts = [
        html.Div([icon("search"), close], className="search-head", **hints),
        html.P(className="search-count small", role="status", **attributes(**counts)),
        html.Div([html.P(words("search.deck")), html.Ul()], className="search-ways"),
        html.Div(className="search-list", id="search-list", **results),
        html.P(words("search.keys"), className="search-keys small"),
    ]
    return html.Dialog(parts, className="search", **attributes(aria_label=words("search.open")))
