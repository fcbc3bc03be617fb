"""A card answers one question of a page: it draws itself and has the tables of its files and API answers.

Pages, embeds, link previews, steps of the story and answers of the API show or quote cards.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Generic, Literal, TypeVar

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.table import Table
from components.cards.badges import icon
from components.cards.citation import Credit, cited_providers, copyable_text, notices
from components.cards.markup import stores, text, walk_components
from components.text.attributes import attributes, button
from components.text.catalog import Words, markup, plain
from components.text.paths import THEME, WIDTH
from components.text.view import PageView
from components.theme import GRAPH_CONFIG

FIGURE_DIALOGS: Final = ("image", "cite", "link")
TABLE_DIALOGS: Final = ("cite", "link")
FORMS: Final = ("csv", "xlsx", "json")
PACKAGE: Final = "/download/snapshot.zip"
_SHAPES: Final = {"landscape": "true", "square": "false", "portrait": "false"}
"""Shapes of images, which scripts/image.js knows, each with whether it is selected at first."""
_LABELS: Final = {
    "data": "card.data", "image": "card.image", "cite": "card.cite", "link": "card.link",
    "table": "card.table", "full": "card.full", "print": "card.print", "close": "card.close",
    "landscape": "card.landscape", "square": "card.square", "portrait": "card.portrait",
    "png": "card.png", "svg": "card.svg", "clip": "card.clip",
}  # fmt: skip
_DOWNLOADS: Final = {
    "shown": ("download.shown", "download.shown_deck"),
    "all": ("download.all", "download.all_deck"),
    "csv": ("download.csv", "download.csv_deck"),
    "xlsx": ("download.xlsx", "download.xlsx_deck"),
    "json": ("download.json", "download.json_deck"),
}
"""Keys of the name and of the hint of each choice of rows and of each format."""
Role = Literal[
    "heading", "measure-line", "plot", "graph", "figures", "keys", "table", "drawn",
    "source", "citation", "reuse", "data", "numbers",
]  # fmt: skip
"""Parts of a card; "drawn" is a table that the browser draws, "data" the link to the CSV."""
Part = tuple[str, str]
"""Id and property of a component."""
NO_CREDIT: Final = Credit([], [])
EMPTY: Final = "{}"
"""A figure without variants: it keeps the element in which a control may draw one later."""
Marked = str | list[str | Component]
"""A text with marks (components.text.catalog.markup), or its components."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a card's parts, all from one prefix."""

    prefix: str

    def id(self, role: Role) -> str:
        """Return the id of a part, such as <prefix>-measure-line."""
        return f"{self.prefix}-{role}"


@dataclass(frozen=True, slots=True)
class UnseenPart:
    """A heading for screen readers only, for a card right below a heading of its page."""

    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Texts, figure and tables of a card for one view."""

    finding: str
    """The finding (text with marks): heading of the card, name of its figure and title of its citation."""
    measure: Marked = ""
    table: Component | list[Any] = field(default_factory=list)
    figure: str | None = None
    """JSON text of the figure variants by the minimum width of the plot in px; None without a figure."""
    source: Marked = ""
    """The source line, if it differs from that of the view."""
    body: Sequence[Component] = ()
    """Components in place of the figure, or below it."""
    table_place: Literal["", "behind", "open"] = ""
    """Behind the action Table (default below a figure), behind it but open at first, or simply visible."""
    heading: "Marked | UnseenPart" = ""
    """The heading on its page, if it is not the finding."""
    standalone_title: str = ""
    """The heading elsewhere, if it is not the finding."""
    releases: Collection[str] = ()
    """Releases of series that it uses; those of the view if neither releases nor editions are given."""
    editions: Collection[int] = ()
    """Editions of the index that it uses."""
    credit: Credit = NO_CREDIT
    """The citation, if releases and editions do not determine it."""
    data_address: str = ""
    """The address of the CSV, if table and choice do not determine it."""
    file_name: str = ""
    """File name of its images, if it is not that of its table."""
    quote: str = ""
    """The publisher's sentence under a figure that joins editions."""
    below_actions: Sequence[Component] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show; the finding says why."""
        return self.figure in (None, EMPTY) and not self.body and not self.table


V = TypeVar("V", bound=PageView[Any])


@dataclass(frozen=True, slots=True)
class Card(Ids, Generic[V]):
    """A card of a page, declared below its content function and listed in CARDS of the page.

    As an embed, its figure fits at every width from 360 to 680 pixels; long tables scroll.
    """

    name: str
    """Name in addresses of embeds and of the API."""
    tables: tuple[Table[Any, Any], ...]
    """Its tables, one for each view if it has several."""
    content: Callable[[V], Content]
    height: int
    """Height of an embed in pixels."""
    item: str = ""
    """Query key whose value ends the path, for pages that exist once for each item."""
    plotted: bool = True
    """Whether the browser draws its figure."""
    multiples: tuple[Ids, ...] = ()
    """Small multiples in place of one figure."""
    sorted: bool = False
    """Whether the browser draws its table, whose rows are in a store."""
    wrap: Callable[[V, Component], Component] | None = None
    """Adds controls around the card wherever it is shown."""

    def draw(self, view: V) -> "DrawnCard":
        """Draw the card for a view of its page."""
        content = self.content(view)
        credit, source = content.credit, content.source or view.source
        basis = content if len(content.releases) or len(content.editions) else view
        if not content.is_empty:
            if view.newer_edition_note and view.rests_on_index(basis.releases, basis.editions):
                newer = html.Span(
                    view.newer_edition_note + view.t.language.gap, **attributes(data_part="newer")
                )
                source = [newer, *with_marks(source)]
            if credit is NO_CREDIT:
                title = plain(content.finding)
                credit = cited_providers(view.dataset, title, basis.releases, view.t, basis.editions)
        address = content.data_address or view.csv_link(self.tables[0])
        return DrawnCard(self, replace(content, credit=credit, source=source, data_address=address), view)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Components and properties that change with the view."""
        texts: tuple[Role, ...] = ("measure-line", "source", "citation", "reuse")
        parts = [*((self.id(role), "children") for role in texts), (self.id("data"), "href")]
        if self.sorted:
            parts += [(self.id("drawn"), name) for name in ("data-html", "aria-label")]
        else:
            parts.append((self.id("table"), "children"))
        if not self.multiples:  # small multiples have headings and figures of their own
            parts.append((self.id("heading"), "children"))
            if self.plotted:
                parts += [(self.id("figures"), "data"), (self.id("plot"), "aria-label")]
        return tuple(parts)


@dataclass(frozen=True)
class DrawnCard:
    """A card drawn for one view."""

    card: Card[Any]
    content: Content
    view: PageView[Any]

    @property
    def title(self) -> list[str | Component]:
        """The heading of the card outside its page."""
        return markup((self.content.standalone_title or self.content.finding).rstrip(".。"))

    @property
    def sentence(self) -> str:
        """The finding as a sentence; "" for an empty card."""
        return "" if self.content.is_empty else text(self.title) + self.view.t.language.stop

    @cached_property
    def html(self) -> html.Figure:
        """The card and its stores; scripts find its parts by their ``data-part`` attributes."""
        card, content, t = self.card, self.content, self.view.t
        panel = content.table_place or ("behind" if content.figure is not None else "")
        dialogs = FIGURE_DIALOGS if card.plotted else TABLE_DIALOGS
        heading = content.heading or content.finding
        unseen = isinstance(heading, UnseenPart)
        title = plain(heading.text) if isinstance(heading, UnseenPart) else with_marks(heading)
        parts: list[Component] = [
            html.H2(title, id=card.id("heading"), className="unseen" if unseen else None),
            html.P(with_marks(content.measure), className="measure", id=card.id("measure-line")),
        ]
        stores_: list[Component] = []
        if content.figure is not None:
            variants = [*json.loads(content.figure or EMPTY).values()]
            height = variants[-1]["layout"]["height"] if variants else 0
            keys = html.P(t("card.keys"), id=card.id("keys"), className="unseen")
            described_by = f"{card.id('keys')} {card.id('table')}"
            figure = plot(card, plain(content.finding), described_by, t, height)
            parts.append(html.Div([*figure, keys]))
            stores_.append(dcc.Store(id=card.id("figures"), data=content.figure))
        foot = _foot(card, content, t, dialogs, table=bool(panel))
        under = html.Div([*foot, *content.below_actions], className="under")
        css = attributes(className="table-panel", hidden=panel == "behind") if panel else {}
        table = html.Div(content.table, id=card.id("table"), **css)
        parts += [*content.body, *((under, table) if panel else (table, under))]
        file = content.file_name or card.tables[0].file
        props = attributes(data_card=card.prefix, data_file=file, aria_labelledby=card.id("heading"))
        return html.Figure(
            [*parts, *_dialogs(card, content, t, dialogs), *stores_], className="card", **props
        )

    @property
    def element(self) -> Component:
        """The card within its wrapper, if it has one."""
        return self.card.wrap(self.view, self.html) if self.card.wrap else self.html

    @property
    def stores(self) -> dict[str, str]:
        """Data of its stores, from which the browser draws it, as text by the id of the store."""
        return {
            name: data if isinstance(data, str) else json.dumps(data)
            for name, data in stores(walk_components(self.element)).items()
            if data is not None
        }


def with_marks(text: Marked) -> list[str | Component]:
    """Return the components of a text."""
    return markup(text) if isinstance(text, str) else text


def register_figure(app: Dash, card: Ids) -> None:
    """Let the browser draw the card's figure: the variant that fits, in the current theme.

    The store of its figures holds variants by the minimum width of the plot in px: {"0": figure,
    "520": figure}. They are JSON text, because Dash would visit every nested value at each change.
    """
    app.clientside_callback(
        ClientsideFunction("site", "draw"),
        Output(card.id("graph"), "data-drawn"),
        Input(card.id("figures"), "data"),
        Input(THEME, "data"),
        Input(WIDTH, "data"),
        State(card.id("graph"), "id"),
    )


def plot(card: Ids, finding: str, described_by: str, words: Words, height: int) -> list[html.Div | html.P]:
    """Return the element in which scripts/figure.js draws a figure, and the live region of its points.

    The figure has the role application, so that screen readers pass the arrow keys on to it.

    Parameters
    ----------
    described_by : ids of the elements that explain its keys and show its table
    """
    settings = attributes(data_config=json.dumps(GRAPH_CONFIG), aria_hidden="true")  # unordered labels
    props = attributes(aria_label=finding, aria_describedby=described_by, data_part="plot")
    props |= attributes(aria_roledescription=words("access.chart"))
    figure = html.Div(
        html.Div(id=card.id("graph"), className="graph", **settings),
        id=card.id("plot"),
        className="plot",
        tabIndex="0",
        role="application",
        style={"height": f"{height}px"},
        **props,
    )
    return [figure, html.P(className="unseen", **attributes(aria_live="polite", data_part="live"))]


def _foot(
    card: Card[Any], content: Content, t: Words, dialogs: Sequence[str], *, table: bool
) -> list[Component]:
    """Return quote, source, "May I reuse this?" and actions; ``table`` adds the action Table."""
    actions = [_action(name, t, aria_haspopup="dialog") for name in ("data", *dialogs)]
    if table:
        actions.insert(0, _action("table", t, aria_expanded="false", aria_controls=card.id("table")))
        actions.append(_icon_button("full", t, data_leave=t("card.leave")))
    actions.append(_icon_button("print", t, data_site=t("embed.site"), data_terms=t("image.terms")))
    group = attributes(role="group", aria_label=t("card.actions"))
    terms = [
        html.P(with_marks(content.source), className="source", id=card.id("source")),
        html.Details(content.credit.reuse, id=card.id("reuse"), className="reuse"),
    ]
    quote = [html.P(content.quote, className="quote")] if content.quote else []
    below = [html.Div(terms, className="terms"), html.Div(actions, className="actions", **group)]
    return [*quote, html.Div(below, className="foot")]


def _action(name: str, t: Words, **props: str) -> html.Button:
    return button([icon(name), t(_LABELS[name])], "quiet", data_action=name, **props)


def _icon_button(name: str, t: Words, **props: Any) -> html.Button:
    label = t(_LABELS[name])
    return button(icon(name), "quiet", data_action=name, aria_label=label, title=label, **props)


def _dialog_button(name: str, t: Words, **props: Any) -> html.Button:
    return button(t(_LABELS[name]), **{"data_action": name} | props)


def _dialogs(card: Card[Any], content: Content, t: Words, dialogs: Sequence[str]) -> list[Component]:
    link = [html.P(t("card.link_deck")), copyable_text("", t("card.link"), t, part="link")]
    # The browser writes the code that embeds the card on another site.
    props = attributes(data_embed=card.name, data_height=str(card.height), data_item=card.item)
    codes = [
        copyable_text("", t("embed.code"), t, part="code"),
        copyable_text("", t("embed.fixed"), t, part="fixed"),
    ]
    link.append(html.Div([html.P(t("embed.deck")), *codes], className="embedding", **props))
    parts: dict[str, Sequence[Component]] = {
        "data": _data_dialog(card.id("data"), content.data_address, t),
        "image": _image_dialog(t),
        "cite": [html.P(t("card.cite_deck")), html.Div(content.credit.citation, id=card.id("citation"))],
        "link": link,
    }
    elements: list[Component] = []
    for name in ("data", *dialogs):
        title = html.H3(t(_LABELS[name]), id=f"{card.prefix}-{name}-title")
        head = html.Div([title, _dialog_button("close", t)], className="dialog-head")
        props = attributes(data_dialog=name, aria_labelledby=f"{card.prefix}-{name}-title")
        elements.append(html.Dialog([head, notices(), *parts[name]], **props))
    return elements


def _image_dialog(t: Words) -> list[Component]:
    shapes = [
        _dialog_button(shape, t, data_action="shape", data_shape=shape, aria_pressed=pressed)
        for shape, pressed in _SHAPES.items()
    ]
    preview = html.Img(
        alt=t("card.preview"), hidden=True, className="preview", **attributes(data_part="preview")
    )
    size = attributes(data_part="preview-size", data_text=t("card.preview_size"))
    clip = _dialog_button("clip", t, data_done=t("card.copied"), hidden=True)
    return [
        html.P(t("card.image_deck")),
        html.Div(shapes, className="choices", **attributes(role="group", aria_label=t("card.shape"))),
        html.Div(preview, className="preview-place"),
        html.P(className="small", role="status", **size),
        html.Div([_dialog_button("png", t), _dialog_button("svg", t), clip], className="choices"),
    ]


def _data_dialog(link_id: str, csv_address: str, t: Words) -> list[Component]:
    """Return the choice of rows and the links to the files.

    Callbacks replace the address of the CSV. The browser derives the other addresses from it when the
    dialog is opened, and asks for the numbers of rows.
    """
    options = []
    for rows, is_default in (("shown", True), ("all", False)):
        name, deck = _DOWNLOADS[rows]
        count = html.Span(className="count", **attributes(data_part=f"count-{rows}"))
        hint = html.Span(t(deck), className="hint", **attributes(data_part=f"deck-{rows}"))
        label = html.Span([html.B(t(name)), count, hint])
        pressed = "true" if is_default else "false"
        options.append(button(label, "rows-option", aria_pressed=pressed, data_rows=rows))
    forms = []
    for form in FORMS:
        name, deck = _DOWNLOADS[form]
        props = attributes(data_form=form) | ({"id": link_id} if form == FORMS[0] else {})
        address = csv_address.replace(".csv", f".{form}", 1)
        content = [html.B(t(name)), html.Span(t(deck), className="hint")]
        forms.append(html.Li(html.A(content, href=address, download="", className="form", **props)))
    counts = attributes(data_part="rows", data_count=t("download.count", count="{count}"))
    counts |= attributes(role="group", aria_label=t("download.rows"))
    counts |= attributes(data_count_one=t("download.count_one"))
    package = html.A(t("download.package_link"), href=PACKAGE, download="")
    return [
        html.P(t("download.deck")),
        html.Div(html.Div(options, className="rows-choice"), **counts),
        html.Ul(forms, className="forms"),
        html.P([t("download.package"), package, t("download.package_end")], className="small"),
    ]
