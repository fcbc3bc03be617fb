"""A card: one question of a page, which it draws itself, with the tables of its files and API answers.

A page, an embed, a link preview, a step of the story and an answer of the API are frames around it.
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

DIALOGS: Final = ("image", "cite", "link")
OF_TABLES: Final = ("cite", "link")
FORMS: Final = ("csv", "xlsx", "json")
PACKAGE: Final = "/download/snapshot.zip"
FILTERED, ALL = ROWS = ("shown", "all")
_SHAPES: Final = {"landscape": "true", "square": "false", "portrait": "false"}
"""Of images, as scripts/image.js sets them, each with whether it is taken at first."""
Role = Literal[
    "heading", "measure-line", "plot", "graph", "figures", "keys", "table", "drawn",
    "source", "citation", "reuse", "data", "numbers",
]  # fmt: skip
"""What a part of a card is; "drawn" is its table where the browser draws it, "data" the link to its CSV."""
Part = tuple[str, str]
"""A component and its property."""
UNCITED: Final = Credit([], [])
EMPTY: Final = "{}"
"""A figure without variants, where a control must find the place of one."""
Marked = str | list[str | Component]
"""A text with marks (components.text.catalog.markup), or what it is made of."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a card's parts, all from one prefix."""

    prefix: str

    def id(self, role: Role) -> str:
        """Return the id of a part: <prefix>-measure-line."""
        return f"{self.prefix}-{role}"


@dataclass(frozen=True, slots=True)
class UnseenPart:
    """A heading that is only read out, where the page has one above."""

    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says and shows for one view."""

    finding: str
    """What it finds, a text with marks: it heads the card, names its figure and titles its citation."""
    measure: Marked = ""
    """What is measured."""
    table: Component | list[Any] = field(default_factory=list)
    figure: str | None = None
    """JSON text by the least width of its plot in pixels; None where there is none."""
    source: Marked = ""
    """The line on what it rests on, else that of the view."""
    body: Sequence[Component] = ()
    """What stands in place of the figure, or below it."""
    table_place: Literal["", "behind", "open"] = ""
    """Behind the action Table, as below any figure, or there but open at first; else it is in sight."""
    heading: "Marked | UnseenPart" = ""
    """What heads it on its page, if that is not the finding."""
    standalone_title: str = ""
    """What heads it elsewhere, if that is not the finding."""
    releases: Collection[str] = ()
    """The releases of series that it rests on; with neither these nor editions, those of its view."""
    editions: Collection[int] = ()
    """The editions of the index that it rests on."""
    credit: Credit = UNCITED
    """Its citation, where releases and editions do not give it."""
    data_address: str = ""
    """The address of its CSV, where its table and the choice do not say it."""
    file_name: str = ""
    """The name of its images, else that of the file of its table."""
    quote: str = ""
    """The publisher's sentence under a figure that joins editions."""
    below_actions: Sequence[Component] = ()
    """What stands below source and actions."""

    @property
    def hidden(self) -> bool:
        """Whether there is nothing to show; the finding says why."""
        return self.figure in (None, EMPTY) and not self.body and not self.table


V = TypeVar("V", bound=PageView[Any])


@dataclass(frozen=True, slots=True)
class Card(Ids, Generic[V]):
    """One card of a page, declared below what it shows and listed in CARDS of its page.

    Its frame as an embed fits its figure at every width from 360 to 680 pixels; long tables scroll.
    """

    name: str
    """In addresses of embeds and of the API."""
    tables: tuple[Table[Any, Any], ...]
    """What it shows, one for each view where it has several."""
    content: Callable[[V], Content]
    """What it shows of a view of its page."""
    height: int
    """Pixels of the frame of an embed."""
    item: str = ""
    """The key of the query that ends the path of its page, where there is one for each of its items."""
    plotted: bool = True
    """Whether the browser draws its figure."""
    multiples: tuple[Ids, ...] = ()
    """What it draws in place of one figure."""
    sorted: bool = False
    """Whether the browser draws its table, whose rows are in a store."""
    wrap: Callable[[V, Component], Component] | None = None
    """Puts around it what belongs to it in every frame."""

    def draw(self, view: V) -> "DrawnCard":
        """Draw the card for a view of its page."""
        content = self.content(view)
        credit, source = content.credit, content.source or view.source
        basis = content if len(content.releases) or len(content.editions) else view
        if not content.hidden:
            if view.newer_edition_note and view.rests_on_index(basis.releases, basis.editions):
                newer = html.Span(
                    view.newer_edition_note + view.t.language.gap, **attributes(data_part="newer")
                )
                source = [newer, *with_marks(source)]
            if credit is UNCITED:
                title = plain(content.finding)
                credit = cited_providers(view.dataset, title, basis.releases, view.t, basis.editions)
        address = content.data_address or view.csv_link(self.tables[0])
        return DrawnCard(self, replace(content, credit=credit, source=source, data_address=address), view)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that changes with its view: components and their properties."""
        texts: tuple[Role, ...] = ("measure-line", "source", "citation", "reuse")
        found = [*((self.id(role), "children") for role in texts), (self.id("data"), "href")]
        drawn = [(self.id("drawn"), name) for name in ("data-html", "aria-label")]
        found += drawn if self.sorted else [(self.id("table"), "children")]
        if not self.multiples:  # each of which has a heading and a figure
            found.append((self.id("heading"), "children"))
            if self.plotted:
                found += [(self.id("figures"), "data"), (self.id("plot"), "aria-label")]
        return tuple(found)


@dataclass(frozen=True)
class DrawnCard:
    """A card as it is drawn for one view; each frame around it takes what it needs."""

    card: Card[Any]
    content: Content
    view: PageView[Any]

    @property
    def title(self) -> list[str | Component]:
        """What heads it where it stands alone."""
        return markup((self.content.standalone_title or self.content.finding).rstrip(".。"))

    @property
    def sentence(self) -> str:
        """What it finds, as a sentence; "" where it shows nothing."""
        return "" if self.content.hidden else text(self.title) + self.view.t.language.stop

    @cached_property
    def html(self) -> html.Figure:
        """The card and its stores; scripts find its parts by their ``data-part`` attributes."""
        card, content, t = self.card, self.content, self.view.t
        panel = content.table_place or ("behind" if content.figure is not None else "")
        names = DIALOGS if card.plotted else OF_TABLES
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
            about = f"{card.id('keys')} {card.id('table')}"
            place = plot(card, plain(content.finding), about, t, height)
            parts.append(html.Div([*place, keys]))
            stores_.append(dcc.Store(id=card.id("figures"), data=content.figure))
        foot = _foot(card, content, t, names, table=bool(panel))
        under = html.Div([*foot, *content.below_actions], className="under")
        css = attributes(className="table-panel", hidden=panel == "behind") if panel else {}
        table = html.Div(content.table, id=card.id("table"), **css)
        parts += [*content.body, *((under, table) if panel else (table, under))]
        file = content.file_name or card.tables[0].file
        marks = attributes(data_card=card.prefix, data_file=file, aria_labelledby=card.id("heading"))
        return html.Figure([*parts, *_dialogs(card, content, t, names), *stores_], className="card", **marks)

    @property
    def element(self) -> Component:
        """The card with what belongs around it."""
        return self.card.wrap(self.view, self.html) if self.card.wrap else self.html

    @property
    def stores(self) -> dict[str, str]:
        """What the browser draws it from, as texts by the ids of the stores."""
        known = {
            name: data for name, data in stores(walk_components(self.element)).items() if data is not None
        }
        return {name: data if isinstance(data, str) else json.dumps(data) for name, data in known.items()}


def with_marks(text: Marked) -> list[str | Component]:
    """Return a text as components."""
    return markup(text) if isinstance(text, str) else text


def register_figure(app: Dash, card: Ids) -> None:
    """Let the browser draw the card's figure: the variant that fits, in the theme on show.

    The store of its figures holds JSON text, variants by the least width of the plot in pixels from which
    each is drawn: {"0": figure, "520": figure}. As text, since Dash would walk through every value of a
    nested one at each change.
    """
    app.clientside_callback(
        ClientsideFunction("site", "draw"),
        Output(card.id("graph"), "data-drawn"),
        Input(card.id("figures"), "data"),
        Input(THEME, "data"),
        Input(WIDTH, "data"),
        State(card.id("graph"), "id"),
    )


def plot(card: Ids, finding: str, described: str, words: Words, height: int) -> list[html.Div | html.P]:
    """Return where scripts/figure.js draws a card's figure, and where the words of its marks are read out.

    It is an application: so readers of the screen leave the arrow keys to it. Its name is its finding; what
    ``described`` names tells of its keys and of its table.
    """
    settings = attributes(data_config=json.dumps(GRAPH_CONFIG), aria_hidden="true")  # letters in no order
    about = attributes(aria_label=finding, aria_describedby=described, data_part="plot")
    about |= attributes(aria_roledescription=words("access.chart"))
    place = html.Div(
        html.Div(id=card.id("graph"), className="graph", **settings),
        id=card.id("plot"),
        className="plot",
        tabIndex="0",
        role="application",
        style={"height": f"{height}px"},
        **about,
    )
    return [place, html.P(className="unseen", **attributes(aria_live="polite", data_part="live"))]


def _foot(
    card: Card[Any], content: Content, t: Words, names: Sequence[str], *, table: bool
) -> list[Component]:
    """Return quote, source, "May I reuse this?" and actions: Table where it is hidden, Data, those named."""
    actions = [_action(name, t, aria_haspopup="dialog") for name in ("data", *names)]
    if table:
        actions.insert(0, _action("table", t, aria_expanded="false", aria_controls=card.id("table")))
        actions.append(_sign("full", t, data_leave=t("card.leave")))
    actions.append(_sign("print", t, data_site=t("embed.site"), data_terms=t("image.terms")))
    group = attributes(role="group", aria_label=t("card.actions"))
    terms = [
        html.P(with_marks(content.source), className="source", id=card.id("source")),
        html.Details(content.credit.reuse, id=card.id("reuse"), className="reuse"),
    ]
    quote = [html.P(content.quote, className="quote")] if content.quote else []
    below = [html.Div(terms, className="terms"), html.Div(actions, className="actions", **group)]
    return [*quote, html.Div(below, className="foot")]


def _action(name: str, t: Words, **about: str) -> html.Button:
    return button([icon(name), t(f"card.{name}")], "quiet", data_action=name, **about)


def _sign(name: str, t: Words, **about: Any) -> html.Button:
    word = t(f"card.{name}")
    return button(icon(name), "quiet", data_action=name, aria_label=word, title=word, **about)


def _button(name: str, t: Words, **about: Any) -> html.Button:
    """Return an action inside a dialog: its word alone."""
    return button(t(f"card.{name}"), **{"data_action": name} | about)


def _dialogs(card: Card[Any], content: Content, t: Words, names: Sequence[str]) -> list[Component]:
    link = [html.P(t("card.link_deck")), copyable_text("", t("card.link"), t, part="link")]
    # The place of the code that shows the card on another site; the browser writes it.
    about = attributes(data_embed=card.name, data_height=str(card.height), data_item=card.item)
    codes = [copyable_text("", t(f"embed.{part}"), t, part=part) for part in ("code", "fixed")]
    link.append(html.Div([html.P(t("embed.deck")), *codes], className="embedding", **about))
    parts: dict[str, Sequence[Component]] = {
        "data": _data(card.id("data"), content.data_address, t),
        "image": _image(t),
        "cite": [html.P(t("card.cite_deck")), html.Div(content.credit.citation, id=card.id("citation"))],
        "link": link,
    }
    found: list[Component] = []
    for name in ("data", *names):
        title = html.H3(t(f"card.{name}"), id=f"{card.prefix}-{name}-title")
        head = html.Div([title, _button("close", t)], className="dialog-head")
        about = attributes(data_dialog=name, aria_labelledby=f"{card.prefix}-{name}-title")
        found.append(html.Dialog([head, notices(), *parts[name]], **about))
    return found


def _image(t: Words) -> list[Component]:
    """Return the choice of an image's shape, its preview, and what is written below it."""
    shapes = [
        _button(shape, t, data_action="shape", data_shape=shape, aria_pressed=pressed)
        for shape, pressed in _SHAPES.items()
    ]
    preview = html.Img(
        alt=t("card.preview"), hidden=True, className="preview", **attributes(data_part="preview")
    )
    size = attributes(data_part="preview-size", data_text=t("card.preview_size"))
    clip = _button("clip", t, data_done=t("card.copied"), hidden=True)
    return [
        html.P(t("card.image_deck")),
        html.Div(shapes, className="choices", **attributes(role="group", aria_label=t("card.shape"))),
        html.Div(preview, className="preview-place"),
        html.P(className="small", role="status", **size),
        html.Div([_button("png", t), _button("svg", t), clip], className="choices"),
    ]


def _data(link: str, address: str, t: Words) -> list[Component]:
    """Return the choice of rows and of forms; link: id of the link to the CSV; address: where it leads first.

    Callbacks replace the address as the view moves. The browser derives the others from it when the dialog
    is opened, and asks for the numbers of rows; without them the words still say what is offered.
    """

    def hint(name: str, **about: str) -> html.Span:
        return html.Span(t(f"download.{name}_deck"), className="hint", **attributes(**about))

    options, forms = [], []
    for rows in ROWS:  # the browser marks what is taken, and says how many these are
        count = html.Span(className="count", **attributes(data_part=f"count-{rows}"))
        words = html.Span([html.B(t(f"download.{rows}")), count, hint(rows, data_part=f"deck-{rows}")])
        taken = "true" if rows == FILTERED else "false"
        options.append(button(words, "rows-option", aria_pressed=taken, data_rows=rows))
    for form in FORMS:
        about = attributes(data_form=form) | ({"id": link} if form == FORMS[0] else {})
        place = address.replace(".csv", f".{form}", 1)
        text = [html.B(t(f"download.{form}")), hint(form)]
        forms.append(html.Li(html.A(text, href=place, download="", className="form", **about)))
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
