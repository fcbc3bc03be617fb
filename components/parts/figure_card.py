"""The frame of a figure or a table: measure line, source, the actions Table to Link and their dialogs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component

from components.attributes import attributes, button
from components.card import Card, Ids
from components.parts.badges import icon
from components.shell import THEME, WIDTH
from components.text import Words
from components.theme import GRAPH_CONFIG

DIALOGS: Final = ("image", "cite", "link")
FORMS: Final = ("csv", "xlsx", "json", "zip")
PACKAGE: Final = "/download/snapshot.zip"
FILTERED, ALL = ROWS = ("shown", "all")
_OF_TABLES: Final = ("cite", "link")
_SHAPES: Final = ("landscape", "square", "portrait")  # of images, as scripts/image.js sets them


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose data a view shows: citation in its forms, and what readers may do with the data."""

    citation: list[Component]
    reuse: list[Component]


@dataclass(frozen=True, slots=True)
class Content:
    """What a card holds; children that callbacks replace are given as they are at first.

    heading: of the figure, unseen unless ``heading_visible``; finding: what the figure says, for screen
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
    credit: Credit
    file_name: str = ""
    quote: str = ""
    heading_visible: bool = True
    height: int | None = None
    strips: tuple[Component, ...] = ()
    note: str | list[str | Component] = ""


def figure_card(card: Card, content: Content, words: Words) -> html.Figure:
    """Return the card; the browser script finds its parts by their ``data-part`` attributes."""
    about = f"{card.keys} {card.table}"
    keys = html.P(words("card.keys"), id=card.keys, className="unseen")
    parts = [
        html.Div([*plot(card, content.finding, about, words, content.height), keys]),
        *([html.P(content.note, className="compact-note")] if content.note else []),
        html.Div([*foot(card, content, words), *content.strips], className="under"),
        html.Div(content.table, id=card.table, className="table-panel", hidden=True),
        *dialogs(card, content, words),
    ]
    return _frame(card, content, parts)


def table_card(card: Card, content: Content, body: Sequence[Component], words: Words) -> html.Figure:
    """Return the card of a table; ``body``: it with what belongs to it, above ``content.table``."""
    parts = [
        *body,
        html.Div(content.table, id=card.table),
        html.Div(foot(card, content, words, _OF_TABLES, table=False), className="under"),
        *dialogs(card, content, words, _OF_TABLES),
    ]
    return _frame(card, content, parts)


def _frame(card: Card, content: Content, parts: Sequence[Component]) -> html.Figure:
    heading = html.H2(
        content.heading, id=card.heading, className=None if content.heading_visible else "unseen"
    )
    measure = html.P(content.measure, className="measure", id=card.measure_line)
    return html.Figure([heading, measure, *parts], className="card", **described(card, content))


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
        html.Div(content.credit.citation, id=card.citation),
        html.Details(content.credit.reuse, id=card.reuse),
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


def plot(
    card: Ids, finding: str, described: str, words: Words, height: int | None
) -> list[html.Div | html.P]:
    """Return where scripts/figure.js draws a card's figure, and where the words of its marks are read out.

    It is an application: so readers of the screen leave the arrow keys to it. Its name is its finding; what
    ``described`` names tells of its keys and of its table.
    """
    settings = attributes(data_config=json.dumps(GRAPH_CONFIG), aria_hidden="true")  # letters in no order
    about = attributes(aria_label=finding, aria_describedby=described, data_part="plot")
    about |= attributes(aria_roledescription=words("access.chart"))
    place = html.Div(
        html.Div(id=card.graph, className="graph", **settings),
        id=card.plot,
        className="plot",
        tabIndex="0",
        role="application",
        style={"height": f"{height}px"} if height else None,
        **about,
    )
    return [place, html.P(className="unseen", **attributes(aria_live="polite", data_part="live"))]


def foot(
    card: Card, content: Content, words: Words, names: tuple[str, ...] = DIALOGS, *, table: bool = True
) -> list[Component]:
    """Return quote, source, "May I reuse this?" and actions: Table where it is hidden, Data, those named."""

    def action(name: str, **about: str) -> html.Button:
        return button([icon(name), words(f"card.{name}")], "quiet", data_action=name, **about)

    actions = [action(name, aria_haspopup="dialog") for name in ("data", *names)]
    if table:
        actions.insert(0, action("table", aria_expanded="false", aria_controls=card.table))
        if card.enlarge:
            actions += [_sign("enlarge", words), _sign("whole", words, disabled=True)]
        actions.append(_sign("full", words, data_leave=words("card.leave")))
    group = attributes(role="group", aria_label=words("card.actions"))
    terms = [
        html.P(content.source, className="source", id=card.source),
        html.Details(content.credit.reuse, id=card.reuse, className="reuse"),
    ]
    quote = [html.P(content.quote, className="quote")] if content.quote else []
    below = [html.Div(terms, className="terms"), html.Div(actions, className="actions", **group)]
    return [*quote, html.Div(below, className="foot")]


def _sign(name: str, words: Words, **about: Any) -> html.Button:
    """Return an action without a word beside its icon."""
    word = words(f"card.{name}")
    return button(icon(name), "quiet", data_action=name, aria_label=word, title=word, **about)


def dialogs(card: Card, content: Content, words: Words, names: tuple[str, ...] = DIALOGS) -> list[Component]:
    """Return what Data and the named actions open."""
    parts = {
        "data": _data(card.data, content.data_address, words),
        "image": _image(words),
        "cite": [html.P(words("card.cite_deck")), html.Div(content.credit.citation, id=card.citation)],
        "link": [
            html.P(words("card.link_deck")),
            copyable("", words("card.link"), words, part="link"),
            *_embedding(card, words),
        ],
    }
    found: list[Component] = []
    for name in ("data", *names):
        title = html.H3(words(f"card.{name}"), id=f"{card.prefix}-{name}-title")
        head = html.Div([title, _button("close", words)], className="dialog-head")
        about = attributes(data_dialog=name, aria_labelledby=f"{card.prefix}-{name}-title")
        found.append(html.Dialog([head, _notices(), *parts[name]], **about))
    return found


def _image(words: Words) -> list[Component]:
    """Return the choice of an image's shape, its preview, and what is written below it."""
    shapes = [
        _button(one, words, data_action="shape", data_shape=one, aria_pressed=str(one == _SHAPES[0]).lower())
        for one in _SHAPES
    ]
    group = attributes(role="group", aria_label=words("card.shape"))
    preview = attributes(data_part="preview")
    size = attributes(data_part="preview-size", data_text=words("card.preview_size"))
    clip = _button("clip", words, data_done=words("card.copied"), hidden=True)
    return [
        html.P(words("card.image_deck")),
        html.Div(shapes, className="choices", **group),
        html.Div(
            html.Img(alt=words("card.preview"), hidden=True, className="preview", **preview),
            className="preview-place",
        ),
        html.P(className="small", role="status", **size),
        html.Div([_button("png", words), _button("svg", words), clip], className="choices"),
        html.P(words("embed.site"), hidden=True, **attributes(data_part="picture-site")),
        html.P(words("image.terms"), hidden=True, **attributes(data_part="picture-terms")),
    ]


def _embedding(card: Card, words: Words) -> list[Component]:
    """Return the place of the code that shows the card on another site; the browser writes it."""
    if not card.height:
        return []
    about = attributes(data_embed=card.name, data_height=str(card.height), data_item=card.item)
    codes = [copyable("", words(f"embed.{part}"), words, part=part) for part in ("code", "fixed")]
    return [html.Div([html.P(words("embed.deck")), *codes], className="embedding", **about)]


def _notices() -> html.Div:
    """Return the place for what went wrong, which scripts fill; they write into nothing that Dash fills."""
    return html.Div(**attributes(data_part="notices"))


def _button(name: str, words: Words, **about: Any) -> html.Button:
    return button(words(f"card.{name}"), **{"data_action": name} | about)


def copyable(
    text: str, label: str, words: Words, heading: type[html.H3 | html.H4] = html.H4, part: str = "text"
) -> html.Div:
    """Return a text that can be copied as a whole, below a heading of the level that its place asks for."""
    copy = button(words("card.copy"), data_action="copy", data_done=words("card.copied"))
    content = html.Pre(text, tabIndex="0", role="group", **attributes(data_part=part, aria_label=label))
    head = html.Div([heading(label), copy], className="copy-head")
    return html.Div([head, _notices(), content], className="copyable")


def _data(link: str, address: str, words: Words) -> list[Component]:
    """Return the choice of rows and of forms; link: id of the link to the CSV; address: where it leads first.

    Callbacks replace the address as the view moves. The browser derives the others from it when the dialog
    is opened, and asks for the numbers of rows; without them the words still say what is offered.
    """
    choice = html.Div([_option(rows, words) for rows in ROWS], className="rows-choice")
    counted = {
        "data_count": words("download.count", count="{count}"),
        "data_count_one": words("download.count_one"),
    }
    group = attributes(role="group", aria_label=words("download.rows"))
    package = html.A(words("download.package_link"), href=PACKAGE, download="")
    return [
        html.P(words("download.deck")),
        html.Div(choice, **group, **attributes(data_part="rows", **counted)),
        html.Ul([html.Li(_link(link, form, address, words)) for form in FORMS], className="forms"),
        html.P([words("download.package"), package, words("download.package_end")], className="small"),
    ]


def _option(rows: str, words: Words) -> html.Button:
    """Return one choice of rows, which the browser marks as taken and says how many these are."""
    inside = [
        html.B(words(f"download.{rows}")),
        html.Span(className="count", **attributes(data_part=f"count-{rows}")),
        html.Span(words(f"download.{rows}_deck"), className="hint", **attributes(data_part=f"deck-{rows}")),
    ]
    taken = "true" if rows == FILTERED else "false"
    return button(html.Span(inside), "rows-option", aria_pressed=taken, data_rows=rows)


def _link(link: str, form: str, address: str, words: Words) -> html.A:
    named: dict[str, Any] = {"id": link} if form == FORMS[0] else {}
    return html.A(
        [html.B(words(f"download.{form}")), html.Span(words(f"download.{form}_deck"), className="hint")],
        href=address.replace(".csv", f".{form}", 1),
        download="",
        className="form",
        **named,
        **attributes(data_form=form),
    )
