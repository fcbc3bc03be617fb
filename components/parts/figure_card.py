"""The frame of a figure: measure line, plot, table, source, and the actions Table to Link."""

import json
from dataclasses import dataclass
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component

from components.attributes import attributes
from components.card import Card, Ids
from components.parts.download_dialog import download_dialog
from components.parts.icon import icon
from components.shell import THEME, WIDTH
from components.text import Words
from components.theme import GRAPH_CONFIG

DIALOGS: Final = ("image", "cite", "link")
_SHAPES: Final = ("landscape", "square", "portrait")  # of images, as scripts/image.js sets them


@dataclass(frozen=True, slots=True)
class Content:
    """What a card holds; children that callbacks replace are given as they are at first.

    heading: of the figure, unseen unless ``heading_shown``; finding: what the figure says, for screen
    readers; height: of the plot in pixels, before the browser knows which variant fits; quote: the
    publisher's sentence under a figure that joins editions; file_name: of its images, that of its table
    unless it is given.
    """

    heading: str | list[str | Component]
    finding: str
    measure: list[str | Component]
    table: Component | list[Component]
    source: list[str | Component]
    data_address: str
    citation: list[Component]
    file_name: str = ""
    quote: str = ""
    heading_shown: bool = True
    height: int | None = None
    strips: tuple[Component, ...] = ()
    note: str | list[str | Component] = ""


def figure_card(card: Card, content: Content, words: Words) -> html.Figure:
    """Return the card; the browser script finds its parts by their ``data-part`` attributes."""
    seen = None if content.heading_shown else "unseen"
    note = [html.P(content.note, className="compact-note")] if content.note else []
    return html.Figure(
        [
            html.H2(content.heading, id=card.heading, className=seen),
            html.P(content.measure, className="measure", id=card.measure_line),
            _plot(card, content, words),
            *note,
            html.Div([*foot(card, content, words), *content.strips], className="under"),
            html.Div(content.table, id=card.table, className="table-panel", hidden=True),
            *dialogs(card, content, words),
        ],
        className="card",
        **described(card, content),
    )


def described(card: Card, content: Content) -> dict[str, Any]:
    """Return the attributes by which the browser script knows a card."""
    file = content.file_name or card.tables[0].file
    return attributes(data_card=card.prefix, data_file=file, aria_labelledby=card.heading)


def changed(card: Ids, content: Content) -> list[Component]:
    """Return what changes with the view of a figure, without the frame around it, its actions and dialogs."""
    return [
        html.H2(content.heading, id=card.heading),
        html.P(content.measure, id=card.measure_line),
        html.Div(id=card.plot, **attributes(aria_label=content.finding)),
        html.P(content.source, id=card.source),
        html.Div(content.table, id=card.table),
        html.A(href=content.data_address, id=card.data),
        html.Div(content.citation, id=card.citation),
    ]


def drawn(app: Dash, card: Ids) -> None:
    """Let the browser draw the card's figure: the variant that fits, in the theme on show.

    The store ``card.figures`` holds JSON text, variants by the least width of the plot in pixels from which
    each is drawn: {"0": figure, "520": figure}. As text, since Dash would walk through every value of a
    nested one at each change.
    """
    app.clientside_callback(
        ClientsideFunction("site", "draw"),
        Output(card.graph, "data-drawn"),
        Input(card.figures, "data"),
        Input(THEME, "data"),
        Input(WIDTH, "data"),
        State(card.graph, "id"),
    )


def place(card: Ids) -> html.Div:
    """Return where scripts/figure.js draws the card's figure, with the settings of plotly.js."""
    about = attributes(
        data_config=json.dumps(GRAPH_CONFIG), aria_hidden="true"
    )  # its letters come in no order
    return html.Div(id=card.graph, className="graph", **about)


def _plot(card: Ids, content: Content, words: Words) -> html.Div:
    shown = plot(card, content.finding, f"{card.keys} {card.table}", words, content.height)
    return html.Div([*shown, html.P(words("card.keys"), id=card.keys, className="unseen")])


def plot(
    card: Ids, finding: str, described: str, words: Words, height: int | None
) -> list[html.Div | html.P]:
    """Return the plot of a card, and where the words of its marks are read out.

    It is an application: so readers of the screen leave the arrow keys to it. Its name is its finding; what
    ``described`` names tells of its keys and of its table.
    """
    about = attributes(aria_label=finding, aria_describedby=described, data_part="plot")
    about |= attributes(aria_roledescription=words("access.chart"))
    drawn_at = html.Div(
        place(card),
        id=card.plot,
        className="plot",
        tabIndex="0",
        role="application",
        style={"height": f"{height}px"} if height else None,
        **about,
    )
    return [drawn_at, html.P(className="unseen", **attributes(aria_live="polite", data_part="live"))]


def foot(
    card: Card, content: Content, words: Words, names: tuple[str, ...] = DIALOGS, *, table: bool = True
) -> list[Component]:
    """Return quote, source and actions: Table where it is hidden, Data, and those of DIALOGS named."""
    shown = attributes(aria_expanded="false", aria_controls=card.table)
    actions = [
        *([_action("table", words, shown)] if table else []),
        _action("data", words, attributes(aria_haspopup="dialog")),
        *(_action(name, words, attributes(aria_haspopup="dialog")) for name in names),
    ]
    group = attributes(role="group", aria_label=words("card.actions"))
    quote = [html.P(content.quote, className="quote")] if content.quote else []
    return [
        *quote,
        html.Div(
            [
                html.P(content.source, className="source", id=card.source),
                html.Div(actions, className="actions", **group),
            ],
            className="foot",
        ),
    ]


def _action(name: str, words: Words, extra: dict[str, Any]) -> html.Button:
    return html.Button(
        [icon(name), words(f"card.{name}")],
        type="button",
        className="quiet",
        **attributes(data_action=name, **extra),
    )


def dialogs(card: Card, content: Content, words: Words, names: tuple[str, ...] = DIALOGS) -> list[Component]:
    """Return what Data and the named actions open."""
    shapes = [
        _button(
            name, words, data_action="shape", data_shape=name, aria_pressed=str(name == _SHAPES[0]).lower()
        )
        for name in _SHAPES
    ]
    group = attributes(role="group", aria_label=words("card.shape"))
    image = [
        html.P(words("card.image_deck")),
        html.Div(shapes, className="choices", **group),
        html.Img(
            alt=words("card.preview"), hidden=True, className="preview", **attributes(data_part="preview")
        ),
        html.Div([_button("png", words), _button("svg", words)], className="choices"),
        html.P(words("embed.site"), hidden=True, **attributes(data_part="picture-site")),
        html.P(words("image.terms"), hidden=True, **attributes(data_part="picture-terms")),
    ]
    link = [html.P(words("card.link_deck")), _copyable("link", "", words, words("card.link"))]
    link.extend(_embedding(card, words))
    cite = [html.P(words("card.cite_deck")), html.Div(content.citation, id=card.citation)]
    data = download_dialog(card.data, content.data_address, words)
    parts = {"data": data, "image": image, "cite": cite, "link": link}
    return [
        html.Dialog(
            [
                html.Div(
                    [
                        html.H3(words(f"card.{name}"), id=f"{card.prefix}-{name}-title"),
                        _button("close", words),
                    ],
                    className="dialog-head",
                ),
                *parts[name],
            ],
            **attributes(data_dialog=name, aria_labelledby=f"{card.prefix}-{name}-title"),
        )
        for name in ("data", *names)
    ]


def _embedding(card: Card, words: Words) -> list[Component]:
    """Return the place of the code that shows the card on another site; the browser writes it."""
    if not card.height:
        return []
    about = attributes(data_embed=card.name, data_height=str(card.height), data_item=card.item)
    codes = [_copyable(part, "", words, words(f"embed.{part}")) for part in ("code", "fixed")]
    return [html.Div([html.P(words("embed.deck")), *codes], className="embedding", **about)]


def _button(name: str, words: Words, **about: str) -> html.Button:
    return html.Button(
        words(f"card.{name}"),
        type="button",
        className="button",
        **attributes(**{"data_action": name} | about),
    )


def _copyable(
    part: str, text: str, words: Words, label: str, heading: type[html.H3 | html.H4] = html.H4
) -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    heading(label),
                    html.Button(
                        words("card.copy"),
                        type="button",
                        className="button",
                        **attributes(data_action="copy", data_done=words("card.copied")),
                    ),
                ],
                className="copy-head",
            ),
            html.Pre(text, tabIndex="0", role="group", **attributes(data_part=part, aria_label=label)),
        ],
        className="copyable",
    )


def copyable(text: str, label: str, words: Words, heading: type[html.H3 | html.H4] = html.H4) -> html.Div:
    """Return a text that can be copied as a whole, below a heading of the level that its place asks for."""
    return _copyable("text", text, words, label, heading)
