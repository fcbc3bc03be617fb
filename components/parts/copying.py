"""Texts that can be copied as a whole, and the place for what went wrong with them."""

from dash import html

from components.attributes import attributes, button
from components.text import Words


def copyable(
    text: str, label: str, words: Words, heading: type[html.H3 | html.H4] = html.H4, part: str = "text"
) -> html.Div:
    """Return a text that can be copied as a whole, below a heading of the level that its place asks for."""
    copy = button(words("card.copy"), data_action="copy", data_done=words("card.copied"))
    content = html.Pre(text, tabIndex="0", role="group", **attributes(data_part=part, aria_label=label))
    head = html.Div([heading(label), copy], className="copy-head")
    return html.Div([head, notices(), content], className="copyable")


def notices() -> html.Div:
    """Return the place for what went wrong, which scripts fill; they write into nothing that Dash fills."""
    return html.Div(**attributes(data_part="notices"))
