"""What a page says when something fails in the browser: kept in its document until a script shows it."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes, button
from components.text import Words, markup

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


def faults(words: Words, keys: tuple[str, ...] = tuple(FAULTS)) -> list[Component]:
    """Return the notices of some faults, each in the place where nothing is drawn."""
    notices: list[Component] = []
    for key in keys:
        role, label = FAULTS[key]
        parts = [html.P(markup(words(key))), *([button(words(label))] if label else [])]
        about = attributes(role=role, data_fault=key.removeprefix("fault."))
        notices.append(html.Div(parts, className="empty fault", **about))
    return notices
