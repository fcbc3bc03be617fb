"""The frame of a figure: measure line, plot, table, source line and the actions Table, Data, Image, Cite, Link."""

from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

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
    export_source: str
    citation: list[Component]
    strips: list[Component]
    note: str
    editions: tuple[int, int]


def figure_card(card: Card, content: Content, words: Words) -> html.Figure:
    """Return the card; the browser script finds its parts by their ``data-part`` attributes."""
    about = {"data-card": card.prefix, "data-file": content.file_name, "data-source": content.export_source}
    about |= {"data-first": str(content.editions[0]), "data-last": str(content.editions[1])}
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
    described = {"aria-label": content.finding, "aria-describedby": f"{card.keys} {card.table}"}
    plot = html.Div(
        dcc.Graph(id=card.graph, config=GRAPH_CONFIG, className="graph"),
        id=card.plot,
        className="plot",
        tabIndex="0",
        role="group",
        **{"data-part": "plot", **described},
    )
    live = html.P(className="unseen", **{"aria-live": "polite", "data-part": "live"})
    return html.Div([plot, html.P(words("card.keys"), id=card.keys, className="unseen"), live])


def _foot(card: Card, content: Content, words: Words) -> list[Component]:
    actions = [
        _action("table", words, {"aria-expanded": "false", "aria-controls": card.table}),
        html.A(
            [icon("data"), words("card.data")],
            id=card.data,
            href=content.data_address,
            className="quiet",
            **{"download": content.file_name + ".csv"},
        ),
        *(_action(name, words, {"aria-haspopup": "dialog"}) for name in ("image", "cite", "link")),
    ]
    group = {"role": "group", "aria-label": words("card.actions")}
    return [
        html.P(content.quote, className="quote"),
        html.Div([html.P(content.source, className="source", id=card.source), html.Div(actions, className="actions", **group)], className="foot"),
    ]


def _action(name: str, words: Words, attributes: dict[str, str]) -> html.Button:
    return html.Button(
        [icon(name), words(f"card.{name}")],
        type="button",
        className="quiet",
        **{"data-action": name, **attributes},
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
                    [html.H3(words(f"card.{name}"), id=f"{card.prefix}-{name}-title"), _button("close", words)],
                    className="dialog-head",
                ),
                *parts[name],
            ],
            **{"data-dialog": name, "aria-labelledby": f"{card.prefix}-{name}-title"},
        )
        for name in parts
    ]


def _button(name: str, words: Words) -> html.Button:
    return html.Button(words(f"card.{name}"), type="button", className="button", **{"data-action": name})


def _copyable(part: str, text: str, words: Words, label: str) -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.H4(label), html.Button(words("card.copy"), type="button", className="button", **{"data-action": "copy", "data-done": words("card.copied")})],
                className="copy-head",
            ),
            html.Pre(text, tabIndex="0", **{"data-part": part, "aria-label": label}),
        ],
        className="copyable",
    )


def copyable(text: str, label: str, words: Words) -> html.Div:
    """Return a text that can be copied as a whole."""
    return _copyable("text", text, words, label)
