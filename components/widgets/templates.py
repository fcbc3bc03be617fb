"""What scripts make elements of when needed: notices of what went wrong, and the dialog of the search."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from components.cards.badges import icon
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup

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
"""By its words: how a fault is announced, and the word of its button where one helps."""
FRAMED: Final = ("fault.undrawn", "fault.download", "fault.image", "fault.copy")
"""Those that can happen in an embed: it has no controls."""
_COUNTS: Final = ("one", "all", "some", "near", "none", "lost")
"""What is said of the number of results."""


def faults(words: Words, keys: tuple[str, ...] = tuple(FAULTS)) -> list[Component]:
    """Return the notices of some faults, each in the place where nothing is drawn (scripts/fault.js)."""
    notices: list[Component] = []
    for key in keys:
        role, label = FAULTS[key]
        parts = [html.P(markup(words(key))), *([button(words(label))] if label else [])]
        about = attributes(role=role, data_fault=key.removeprefix("fault."))
        notices.append(html.Div(parts, className="empty fault", **about))
    return notices


def search(words: Words) -> html.Dialog:
    """Return places for the field, ways on, the number of results, and their list (scripts/search.js)."""
    close = button(words("card.close"), "quiet", data_search="close")
    hints = attributes(data_label=words("search.label"), data_hint=words("search.hint"))
    counts = {
        f"data_{name}": words(f"search.{name}", count="{count}", visible="{visible}", sought="{sought}")
        for name in _COUNTS
    }
    results = attributes(role="listbox", aria_label=words("search.results"))
    parts = [
        html.Div([icon("search"), close], className="search-head", **hints),
        html.P(className="search-count small", role="status", **attributes(**counts)),
        html.Div([html.P(words("search.deck")), html.Ul()], className="search-ways"),
        html.Div(className="search-list", id="search-list", **results),
        html.P(words("search.keys"), className="search-keys small"),
    ]
    return html.Dialog(parts, className="search", **attributes(aria_label=words("search.open")))
