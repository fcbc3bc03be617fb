"""The frame of a figure: measure line, plot, table, source, and the actions Table to Link."""

from dataclasses import dataclass
from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import attributes
from components.parts.icon import icon
from components.text import Words
from components.theme import GRAPH_CONFIG


@dataclass(frozen=True, slots=True)
class Card:
    """The ids of a card's moving parts, all from one prefix."""

    prefix: str

    def __getattr__(self, role: str) -> str:
        return f"{self.prefix}-{role.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Content:
    """What a card holds; children that callbacks replace are given as they are at first."""

    heading: str
    finding: str
    measure: list[str | Component]
    table: Component
    quote: str
    source: list[str | Component]
    data_address: str
    file_name: str
    citation: list[Component]
    strips: list[Component]
    note: str
    editions: tuple[int, int]


def figure_card(card: Card, content: Content, words: Words) -> html.Figure:
    """Return the card; the browser script finds its parts by their ``data-part`` attributes."""
    about = attributes(data_card=card.prefix, data_file=content.file_name)
    about |= attributes(data_first=str(content.editions[0]), data_last=str(content.editions[1]))
    return html.Figure(
        [
            html.H2(content.heading, className="unseen"),
            html.P(content.measure, className="measure", id=card.measure_line),
            _plot(card, content, words),
            html.P(content.note, className="compact-note"),
            html.Div([*_foot(card, content, words), *content.strips], className="under"),
            html.Div(content.table, id=card.table, className="table-panel", hidden=True),
            *_dialogs(card, content, words),
        ],
        className="card",
        **about,
    )


def _plot(card: Card, content: Content, words: Words) -> html.Div:
    described = attributes(aria_label=content.finding, aria_describedby=f"{card.keys} {card.table}")
    plot = html.Div(
        dcc.Graph(id=card.graph, config=cast(Any, GRAPH_CONFIG), className="graph"),
        id=card.plot,
        className="plot",
        tabIndex="0",
        role="group",
        **attributes(data_part="plot", **described),
    )
    live = html.P(className="unseen", **attributes(aria_live="polite", data_part="live"))
    return html.Div([plot, html.P(words("card.keys"), id=card.keys, className="unseen"), live])


def _foot(card: Card, content: Content, words: Words) -> list[Component]:
    actions = [
        _action("table", words, attributes(aria_expanded="false", aria_controls=card.table)),
        html.A(
            [icon("data"), words("card.data")],
            id=card.data,
            href=content.data_address,
            className="quiet",
            download=content.file_name + ".csv",
        ),
        *(_action(name, words, attributes(aria_haspopup="dialog")) for name in ("image", "cite", "link")),
    ]
    group = attributes(role="group", aria_label=words("card.actions"))
    return [
        html.P(content.quote, className="quote"),
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


def _dialogs(card: Card, content: Content, words: Words) -> list[Component]:
    image = [
        html.P(words("card.image_deck")),
        html.Div([_button("png", words), _button("svg", words)], className="choices"),
    ]
    link = [html.P(words("card.link_deck")), _copyable("link", "", words, words("card.link"))]
    cite = [html.P(words("card.cite_deck")), html.Div(content.citation, id=card.citation)]
    parts = {"image": image, "cite": cite, "link": link}
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
        for name in parts
    ]


def _button(name: str, words: Words) -> html.Button:
    return html.Button(
        words(f"card.{name}"), type="button", className="button", **attributes(data_action=name)
    )


def _copyable(part: str, text: str, words: Words, label: str) -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.H4(label),
                    html.Button(
                        words("card.copy"),
                        type="button",
                        className="button",
                        **attributes(data_action="copy", data_done=words("card.copied")),
                    ),
                ],
                className="copy-head",
            ),
            html.Pre(text, tabIndex="0", **attributes(data_part=part, aria_label=label)),
        ],
        className="copyable",
    )


def copyable(text: str, label: str, words: Words) -> html.Div:
    """Return a text that can be copied as a whole."""
    return _copyable("text", text, words, label)
