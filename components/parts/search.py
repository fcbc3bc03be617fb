"""The search of the site: its button in the header, and the dialog that scripts/search.js fills."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes, button
from components.parts.badges import icon
from components.text import Words


def opener(words: Words, index: str) -> html.Button:
    """Return what opens the search; its word is unseen where the header is narrow."""
    content = [icon("search"), html.Span(words("search.open"), className="search-word")]
    about = {
        "title": words("search.title"),
        "aria_haspopup": "dialog",
        "aria_keyshortcuts": "Control+K Meta+K /",
    }
    return button(content, "quiet search-open", data_index=index, **about)


def dialog(words: Words) -> list[Component]:
    """Return the dialog: places for its field and ways on, the number of results, and their list."""
    counts = ("one", "all", "some", "none", "lost")
    about = {
        f"data_{name}": words(f"search.{name}", count="{count}", visible="{visible}", sought="{sought}")
        for name in counts
    }
    field = html.Div(
        [icon("search"), button(words("card.close"), "quiet", data_search="close")],
        className="search-head",
        **attributes(data_label=words("search.label"), data_hint=words("search.hint")),
    )
    parts: list[Component] = [
        field,
        html.P(className="search-count small", role="status", **attributes(**about)),
        html.Div([html.P(words("search.deck")), html.Ul()], className="search-ways"),
        html.Div(
            className="search-list",
            role="listbox",
            id="search-list",
            **attributes(aria_label=words("search.results")),
        ),
        html.P(words("search.keys"), className="search-keys small"),
    ]
    return [html.Dialog(parts, className="search", **attributes(aria_label=words("search.open")))]
