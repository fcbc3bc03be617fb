"""A card: one question of a page, which it draws itself, with the tables of its files and API answers.

A page, an embed, a link preview, a step of the story and an answer of the API are frames around it.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.table import Table
from components.attributes import attributes, button
from components.parts.badges import icon
from components.parts.citation import Credit, cited, copyable, notices
from components.prerender.markup import stores, walk
from components.shell import THEME, WIDTH
from components.text import Words, markup, plain
from components.theme import GRAPH_CONFIG
from components.view import PageView

DIALOGS: Final = ("image", "cite", "link")
OF_TABLES: Final = ("cite", "link")
FORMS: Final = ("csv", "xlsx", "json")
PACKAGE: Final = "/download/snapshot.zip"
FILTERED, ALL = ROWS = ("shown", "all")
_SHAPES: Final = {"landscape": "true", "square": "false", "portrait": "false"}
"""Of images, as scripts/image.js sets them, each with whether it is taken at first."""
_PARTS: Final = (
    *("heading", "measure_line", "plot", "graph", "figures", "drawn", "keys", "table", "source", "citation"),
    *("reuse", "data", "numbers", "case", "empty"),
)
Part = tuple[str, str]
"""A component and its property."""
UNCITED: Final = Credit([], [])
Marked = str | list[str | Component]
"""A text with marks, or what it is made of."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a card's parts, all from one prefix: measure_line is <prefix>-measure-line."""

    prefix: str

    def __getattr__(self, role: str) -> str:
        if role not in _PARTS:
            raise AttributeError(f"a card has no {role}")
        return f"{self.prefix}-{role.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says and shows for one view; a text has marks (components.text.markup).

    finding: what it finds, which heads it; heading: what heads it on its page, if that is another text;
    alone: what heads it elsewhere, if that is another; seen: False where its heading is only read out, since
    the page has it above; measure: what is measured; figure: JSON text by the least width of its plot, None
    where there is none; body: what stands in its place; table: below it, behind the action Table where there
    is a figure or the card is ``folded``, open at first where it is ``unfolded``; height: of the plot in
    pixels, before the browser knows which variant fits; quote: the publisher's sentence under a figure that
    joins editions; strips: below source and actions; note: of the figure on phones.

    source, releases, editions: what it rests on, as a line and for its citation, else those of the view;
    credit: the citation where these do not give it; data_address: of its CSV where its table and the choice
    do not say it; file_name: of its images, else that of its table; stores: beside the card for scripts;
    case: puts around the card what belongs to it in every frame; hidden: whether there is nothing to show,
    so that only its page sets it: there a control must find its parts.
    """

    finding: str
    measure: Marked = ""
    table: Component | list[Any] = field(default_factory=list)
    figure: str | None = None
    source: Marked = ""
    body: Sequence[Component] = ()
    folded: bool = False
    unfolded: bool = False
    heading: Marked = ""
    alone: str = ""
    seen: bool = True
    releases: Collection[str] = ()
    editions: Collection[int] = ()
    credit: Credit = UNCITED
    data_address: str = ""
    file_name: str = ""
    quote: str = ""
    height: int | None = None
    strips: Sequence[Component] = ()
    note: str | list[str | Component] = ""
    stores: Sequence[dcc.Store] = ()
    case: Callable[[Component], Component] | None = None
    hidden: bool = False


def nothing(finding: str) -> Content:
    """Return what a card holds where its page shows none; ``finding`` says why."""
    return Content(finding, hidden=True)


V = TypeVar("V", bound=PageView[Any])


@dataclass(frozen=True, slots=True)
class Card(Ids, Generic[V]):
    """One card of a page, declared below what it shows and listed in CARDS of its page.

    name: in addresses of embeds and of the API; tables: what it shows, one for each view where it has
    several; content: what it shows of a view of its page.
    height: of the frame of an embed in pixels, in which its figure fits at every width from 360 to 680 (long
    tables scroll); 0 where it cannot stand alone. item: the key of the query that ends the path of its page,
    where the page exists once for each of its items; plotted: whether the browser draws its figure; sorted:
    whether it draws its table, whose rows are in a store.
    """

    name: str
    tables: tuple[Table[Any, Any], ...]
    content: Callable[[V], Content]
    height: int = 0
    item: str = ""
    plotted: bool = True
    sorted: bool = False

    def of(self, view: V) -> "Drawn":
        """Draw the card for a view of its page."""
        content = self.content(view)
        credit, source = content.credit, content.source or view.source
        shown = content if len(content.releases) or len(content.editions) else view
        if not content.hidden and view.newer and view.indexed(shown.releases, shown.editions):
            newer = html.Span(view.newer + view.t.language.gap, **attributes(data_part="newer"))
            source = [newer, *marked(source)]
        if credit is UNCITED and not content.hidden:
            title = plain(content.finding)
            credit = cited(view.dataset, title, shown.releases, view.t, shown.editions)
        return Drawn(
            self,
            replace(
                content,
                credit=credit,
                source=source,
                data_address=content.data_address or view.address(self.tables[0]),
            ),
            view.t,
        )

    @property
    def credit(self) -> tuple[str, str]:
        """What says whose data a view shows, and how they may be reused."""
        return self.citation, self.reuse

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that changes with its view: components and their properties."""
        texts = [self.heading, self.measure_line, self.source, *self.credit]
        found: list[Part] = [
            (self.data, "href"),
            (self.drawn, "data-html") if self.sorted else (self.table, "children"),
        ]
        if self.plotted:
            found += [(self.figures, "data"), (self.plot, "aria-label")]
        return (*((name, "children") for name in texts), *found)


@dataclass(frozen=True)
class Drawn:
    """A card as it is drawn for one view; each frame around it takes what it needs."""

    card: Card[Any]
    content: Content
    t: Words

    @property
    def title(self) -> list[str | Component]:
        """What heads it where it stands alone."""
        return markup((self.content.alone or self.content.finding).rstrip(".。"))

    @cached_property
    def frame(self) -> html.Figure:
        """The card and its stores; scripts find its parts by their ``data-part`` attributes."""
        card, content, t = self.card, self.content, self.t
        folded = content.folded or content.figure is not None
        names = DIALOGS if card.plotted else OF_TABLES
        text = content.heading or content.finding
        title = text if isinstance(text, list) else markup(text) if content.seen else plain(text)
        parts: list[Component] = [
            html.H2(title, id=card.heading, className=None if content.seen else "unseen"),
            html.P(marked(content.measure), className="measure", id=card.measure_line),
            *content.body,
        ]
        stores_ = [*content.stores]
        if content.figure is not None:
            keys = html.P(t("card.keys"), id=card.keys, className="unseen")
            about = f"{card.keys} {card.table}"
            parts.append(html.Div([*plot(card, plain(content.finding), about, t, content.height), keys]))
            stores_.insert(0, dcc.Store(id=card.figures, data=content.figure))
        if content.note:
            parts.append(html.P(content.note, className="compact-note"))
        under = html.Div([*_foot(card, content, t, names, table=folded), *content.strips], className="under")
        panel = attributes(className="table-panel", hidden=not content.unfolded) if folded else {}
        table = html.Div(content.table, id=card.table, **panel)
        parts += [under, table] if folded else [table, under]
        file = content.file_name or card.tables[0].file
        marks = attributes(data_card=card.prefix, data_file=file, aria_labelledby=card.heading)
        return html.Figure([*parts, *_dialogs(card, content, t, names), *stores_], className="card", **marks)

    @property
    def element(self) -> Component:
        """The card with its case, where it has one."""
        return self.content.case(self.frame) if self.content.case else self.frame

    @property
    def stores(self) -> dict[str, str]:
        """What the browser draws it from, as texts by the ids of the stores."""
        known = {name: data for name, data in stores(walk(self.element)).items() if data is not None}
        return {name: data if isinstance(data, str) else json.dumps(data) for name, data in known.items()}


def marked(text: Marked) -> list[str | Component]:
    """Return a text as components."""
    return markup(text) if isinstance(text, str) else text


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


def _foot(
    card: Card[Any], content: Content, t: Words, names: Sequence[str], *, table: bool
) -> list[Component]:
    """Return quote, source, "May I reuse this?" and actions: Table where it is hidden, Data, those named."""
    actions = [_action(name, t, aria_haspopup="dialog") for name in ("data", *names)]
    if table:
        actions.insert(0, _action("table", t, aria_expanded="false", aria_controls=card.table))
        actions.append(_sign("full", t, data_leave=t("card.leave")))
    actions.append(_sign("print", t))
    group = attributes(role="group", aria_label=t("card.actions"))
    terms = [
        html.P(marked(content.source), className="source", id=card.source),
        html.Details(content.credit.reuse, id=card.reuse, className="reuse"),
    ]
    quote = [html.P(content.quote, className="quote")] if content.quote else []
    below = [html.Div(terms, className="terms"), html.Div(actions, className="actions", **group)]
    return [*quote, html.Div(below, className="foot")]


def _action(name: str, t: Words, **about: str) -> html.Button:
    """Return an action with its icon and its word."""
    return button([icon(name), t(f"card.{name}")], "quiet", data_action=name, **about)


def _sign(name: str, t: Words, **about: Any) -> html.Button:
    """Return an action without a word beside its icon."""
    word = t(f"card.{name}")
    return button(icon(name), "quiet", data_action=name, aria_label=word, title=word, **about)


def _button(name: str, t: Words, **about: Any) -> html.Button:
    """Return an action inside a dialog: its word alone."""
    return button(t(f"card.{name}"), **{"data_action": name} | about)


def _dialogs(card: Card[Any], content: Content, t: Words, names: Sequence[str]) -> list[Component]:
    """Return what Data and the named actions open."""
    link = [html.P(t("card.link_deck")), copyable("", t("card.link"), t, part="link")]
    if card.height:  # the place of the code that shows the card on another site; the browser writes it
        about = attributes(data_embed=card.name, data_height=str(card.height), data_item=card.item)
        codes = [copyable("", t(f"embed.{part}"), t, part=part) for part in ("code", "fixed")]
        link.append(html.Div([html.P(t("embed.deck")), *codes], className="embedding", **about))
    parts: dict[str, Sequence[Component]] = {
        "data": _data(card.data, content.data_address, t),
        "image": _image(t),
        "cite": [html.P(t("card.cite_deck")), html.Div(content.credit.citation, id=card.citation)],
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
        html.P(t("embed.site"), hidden=True, **attributes(data_part="picture-site")),
        html.P(t("image.terms"), hidden=True, **attributes(data_part="picture-terms")),
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
