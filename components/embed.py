"""Embeds: one card of a page in a document of its own, which other sites may show in a frame."""

import json
import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import Nothing
from components import numbers, refused
from components.bundles import bundles
from components.card import Card, Drawn
from components.pages import CARDS, Page
from components.parts.fault import FRAMED, faults
from components.prerender.document import marked
from components.prerender.markup import inside, properties, stores, text, to_html, walk
from components.shell import Scheme, path
from components.text import LANGUAGE_TAGS, Words, plain, words

_STORES = ("figures", "rows", "raise")
_DOWNLOAD = "/download/"


@dataclass(frozen=True, slots=True)
class View:
    """A page drawn for a query of an embed.

    address: of the page, in the language of the embed and with what the page reads of the query.
    """

    layout: list[Component]
    address: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A card as HTML: the finding over it, the card, and its data by the id of their store.

    card: empty where the page has no such card for what was asked.
    """

    finding: str
    card: str
    stores: dict[str, str]


def view(dataset: Dataset, lang: str, page: Page, query: Mapping[str, str]) -> View:
    """Draw the page of an embed."""
    given = item(dataset, page, query)
    layout = page.layout(dataset, lang, ChainMap(given, query))  # type: ignore[arg-type]  # only read
    place = path(lang, "/".join((page.path, *given.values())))
    choices = {key: query[key] for key in page.keys if key in query and key not in given}
    return View(layout, place + (f"?{urlencode(choices, safe=',')}" if choices else ""))


def item(dataset: Dataset, page: Page, query: Mapping[str, str]) -> dict[str, str]:
    """Return the item that a query names, by its key; one that does not exist gives way to the first."""
    named = query.get(page.item, "") if page.item else ""
    known = bool(named) and named in set(page.items(dataset.catalog))
    return {page.item: named if known else page.first} if page.item else {}


def pick(page_view: View, card: Card[Any], snapshot: str = "") -> Picked:
    """Pick out the card of an embed; its downloads are of ``snapshot``, where one is named.

    All other links open beside the frame, since no other page may be shown in it.
    """
    found = drawn(page_view.layout, card)
    title = heading(page_view.layout, found)
    if found is None:
        return Picked(to_html(getattr(title, "children", None)), "", {})
    head = _own(found)

    def change(node: Component) -> dict[str, Any] | None:
        props = properties(node)
        if node is head or str(props.get("className", "")).startswith("strip "):
            return None
        return _linked(props, page_view.address, snapshot) if isinstance(node, html.A) else props

    return Picked(
        to_html(getattr(title, "children", None), change),
        to_html(found, change),
        stores_of(page_view.layout, found),
    )


def heading(layout: Sequence[Component], card: Component | None) -> Component:
    """Return what heads a card alone: its visible heading, else that of its page.

    A single figure is headed by its finding, not by its place on the page.
    """
    if card is None or getattr(head := _own(card), "className", None) == "unseen":
        title: Component = next(node for node in walk(layout) if isinstance(node, html.H1))
        return title
    plots = [node for node in walk(card) if getattr(node, "data-part", None) == "plot"]
    if len(plots) == 1:
        return html.H1(str(getattr(plots[0], "aria-label", "")).rstrip(".。"))
    return head


def _own(card: Component) -> Component:
    head: Component = next(node for node in walk(card) if isinstance(node, html.H2))
    return head


def drawn(layout: Sequence[Component], card: Card[Any]) -> Component | None:
    """Return the card, with its case where it has one; None if it is not on the page, or hidden there."""
    found = _search(layout, {"data-card": card.prefix, "id": f"{card.prefix}-case"})
    if not card.within or found is None:
        return found
    around = _search(layout, {"id": card.within})
    beside = next(part for part in inside(around) if any(node is found for node in walk(part)))
    return html.Div([beside], className=getattr(around, "className", None))


def _search(node: object, marks: Mapping[str, str]) -> Component | None:
    """Return the first component, outermost first, that has one of these attributes and is not hidden."""
    visible = walk(node, lambda part: not getattr(part, "hidden", False))
    return next(
        (
            part
            for part in visible
            if any(getattr(part, name, None) == value for name, value in marks.items())
        ),
        None,
    )


def _linked(props: dict[str, Any], address: str, snapshot: str) -> dict[str, Any]:
    href = str(props.get("href", ""))
    if href.startswith(_DOWNLOAD):
        named = f"{'&' if '?' in href else '?'}snapshot={snapshot}" if snapshot else ""
        return {**props, "href": href + named}
    place = address + href if href.startswith("#") else href
    return {**props, "href": place, "target": "_blank", "rel": "noopener"}


def stores_of(layout: Sequence[Component], card: Component) -> dict[str, str]:
    """Return the data of the stores that the graphs and drawn tables of a card are named after."""
    ids = [str(getattr(node, "id", "")) for node in walk(card)]
    bases = [name.removesuffix(role) for name in ids for role in ("-graph", "-drawn") if name.endswith(role)]
    wanted = {f"{base}-{role}" for base in bases for role in _STORES}
    if not wanted:
        return {}
    return {
        name: data if isinstance(data, str) else json.dumps(data)
        for name, data in stores(walk(layout)).items()
        if name in wanted and data is not None
    }


_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class EmbedRequest:
    """The name of a card, a language, a theme and the query of an embed."""

    name: str
    lang: str
    scheme: Scheme
    query: Mapping[str, str]

    @property
    def frozen(self) -> bool:
        """Whether the embed stays with the snapshot that its address names."""
        return bool(self.query.get("snapshot"))


def draw(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> Drawn:
    """Return a card as its page draws it for a query."""
    page, card = CARDS[name]
    values: Mapping[str, str] = ChainMap(item(dataset, page, query), query)  # type: ignore[arg-type]  # only read
    return card.draw(dataset, (page.query or Nothing).read(dataset, values), words(lang))


def address(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> str:
    """Return the address of the page of a card, with what the page reads of the query."""
    page, _ = CARDS[name]
    given = item(dataset, page, query)
    place = path(lang, "/".join((page.path, *given.values())))
    choices = {key: query[key] for key in page.keys if key in query and key not in given}
    return place + (f"?{urlencode(choices, safe=',')}" if choices else "")


def picked_of(found: Drawn, place: str, snapshot: str) -> Picked:
    """Return a card as HTML with its stores."""

    def change(node: Component) -> dict[str, Any] | None:
        props = properties(node)
        css = str(props.get("className", ""))
        if props.get("id") == found.card.heading or css.startswith("strip "):
            return None
        return _linked(props, place, snapshot) if isinstance(node, html.A) else props

    title = to_html(found.title, change)
    if found.content.hidden:
        return Picked(title, "", {})
    texts = {name: data if isinstance(data, str) else json.dumps(data) for name, data in found.stores.items()}
    return Picked(title, to_html(found.element, change), texts)


def document(dataset: Dataset, request: EmbedRequest) -> str:
    """Return the document of an embed; what the query asks for is read as on the page."""
    t, (page, card) = words(request.lang), CARDS[request.name]
    frozen = dataset.snapshot.id if request.frozen else ""
    if card.content is None:
        page_view = view(dataset, request.lang, page, request.query)
        picked = pick(page_view, card, frozen)
    else:
        place = address(dataset, request.name, request.lang, request.query)
        page_view = View([], place)
        picked = picked_of(draw(dataset, request.name, request.lang, request.query), place, frozen)
    told = refused.line(
        dataset,
        request.lang,
        page,
        {},
        request.query,
        lambda: view(dataset, request.lang, page, request.query).layout,
    )
    body = picked.card or f'<p class="empty">{escape(t("embed.empty"))}</p>'
    marks = {
        "data-embed": card.name,
        "data-view": page_view.address,
        "data-snapshot": dataset.snapshot.id,
        **({"data-frozen": dataset.snapshot.id} if request.frozen else {}),
    }
    about = "".join(f' {name}="{escape(value)}"' for name, value in marks.items())
    graphs = any(name.endswith("-figures") for name in picked.stores)
    return f"""{_head(request, _TAG.sub("", picked.finding), dataset.address, page_view.address)}
{_scripts(drawn=graphs)}
<noscript><style>.table-panel{{display:block}}.plot,.actions{{display:none}}</style></noscript>
</head>
<body class="embed"{about}>
<main>
<p class="refused">{escape(told)}</p>
<h1>{picked.finding}</h1>
{body}
{_credit(dataset, dataset.address + page_view.address, t, frozen=request.frozen)}
</main>
<template id="site-faults">{to_html(faults(t, FRAMED))}</template>
{_data(picked.stores)}
</body>
</html>"""


def finding(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> tuple[str, str]:
    """Return what the figure of a card says for a query, without marks, and the address of the view."""
    page, card = CARDS[name]
    if card.content is not None:
        return text(draw(dataset, name, lang, query).title), address(dataset, name, lang, query)
    page_view = view(dataset, lang, page, query)
    return text(heading(page_view.layout, drawn(page_view.layout, card))), page_view.address


def missing(request: EmbedRequest, snapshot: str) -> str:
    """Return the document in place of a figure of a snapshot that is missing, in every language.

    ``snapshot`` is the id that was requested, "" if it cannot be one.
    """
    current = urlencode({key: value for key, value in request.query.items() if key != "snapshot"}, safe=",")
    address = f"/embed/{request.name}?{current}"
    parts = []
    for lang in sorted(LANGUAGE_TAGS, key=lambda one: one != request.lang):
        t = words(lang)
        sentence = t("embed.missing", id=snapshot) if snapshot else t("embed.unnamed")
        parts.append(
            f'<section lang="{LANGUAGE_TAGS[lang]}"><h1>{escape(t("embed.missing_title"))}</h1>'
            f'<p>{escape(sentence)}</p><p><a href="{escape(address)}" target="_self">'
            f"{escape(t('embed.current'))}</a></p></section>"
        )
    return f"""{_head(request, escape(words(request.lang)("embed.missing_title")))}
</head>
<body class="embed"><main class="embed-missing">{"".join(parts)}</main></body>
</html>"""


def _data(stores: Mapping[str, str]) -> str:
    """Return the data of the card, which the scripts read; "<" is written so that no text can end them."""
    quiet = {name: text.replace("<", "\\u003c") for name, text in stores.items()}
    return "\n".join(
        f'<script type="application/json" id="{escape(name)}">{text}</script>' for name, text in quiet.items()
    )


def _scripts(*, drawn: bool) -> str:
    """Return the elements that load the scripts; plotly.js only where a figure is drawn."""
    files = [*([bundles().plotly] if drawn else []), bundles().frames]
    return "\n".join(f'<script src="{one.address}" defer></script>' for one in files)


def _head(request: EmbedRequest, title: str, site: str = "", page: str = "") -> str:
    theme = f' data-theme="{request.scheme}"' if request.scheme else ""
    canonical = f'\n<link rel="canonical" href="{escape(site + page)}">' if page else ""
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[request.lang]}"{theme}{marked(site)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<base target="_blank">{canonical}
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{bundles().first.address}">
<link rel="stylesheet" href="{bundles().styles.address}">"""


def _credit(dataset: Dataset, address: str, t: Words, *, frozen: bool) -> str:
    """Return the line that says where the figure comes from, and of which snapshot it is."""
    created = numbers.day(dataset.snapshot.created, t.lang)
    key = "embed.frozen" if frozen else "embed.snapshot"
    sentence = escape(plain(t(key, created=created, id=dataset.snapshot.id)))
    name = escape(t("embed.site"))
    return (
        f'<p class="embed-credit"><a href="{escape(address)}" target="_blank" rel="noopener">{name}</a>'
        f"<span>{sentence}</span></p>"
    )
