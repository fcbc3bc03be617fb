"""One card of a page picked out for an embed: its finding, its HTML, and the data that it is drawn from."""

import json
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.card import Card
from components.pages import Page
from components.prerender.markup import properties, to_html
from components.prerender.tree import inside, walk
from components.shell import path

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
    """Draw the page of an embed; an item that does not exist gives way to the first."""
    given = {}
    if page.item:
        asked = query.get(page.item, "")
        given = {page.item: asked if asked in set(page.items(dataset.catalog)) else page.first}
    layout = page.layout(dataset, lang, ChainMap(given, query))  # type: ignore[arg-type]  # only read
    place = path(lang, "/".join((page.path, *given.values())))
    kept = {key: query[key] for key in _keys(layout) if key in query and key not in given}
    return View(layout, place + (f"?{urlencode(kept, safe=',')}" if kept else ""))


def _keys(layout: Sequence[Component]) -> list[str]:
    """Return the keys of its query that a page writes to its address, in their order."""
    held = [data for name, data in _held(layout).items() if name.endswith("-address")]
    return [key for data in held for key in data["defaults"]]


def _held(layout: Sequence[Component]) -> dict[str, Any]:
    """Return the data of all stores by their ids."""
    stores = (node for node in walk(layout) if isinstance(node, dcc.Store))
    return {str(getattr(store, "id", "")): getattr(store, "data", None) for store in stores}


def pick(shown: View, card: Card, snapshot: str = "") -> Picked:
    """Pick out the card of an embed; its downloads are of ``snapshot``, where one is named.

    All other links open beside the frame, since no other page may be shown in it.
    """
    drawn = _drawn(shown.layout, card)
    title: Component = next(node for node in walk(shown.layout) if isinstance(node, html.H1))
    if drawn is None:
        return Picked(to_html(getattr(title, "children", None)), "", {})
    head = next(node for node in walk(drawn) if isinstance(node, html.H2))
    if getattr(head, "className", None) != "unseen":
        title = head
        plots = [node for node in walk(drawn) if getattr(node, "data-part", None) == "plot"]
        if len(plots) == 1:  # alone, the figure is headed by its finding, not by its place on the page
            title = html.H1(str(getattr(plots[0], "aria-label", "")).rstrip(".。"))

    def change(node: Component) -> dict[str, Any] | None:
        props = properties(node)
        if node is head or str(props.get("className", "")).startswith("strip "):
            return None
        return _linked(props, shown.address, snapshot) if isinstance(node, html.A) else props

    return Picked(
        to_html(getattr(title, "children", None), change),
        to_html(drawn, change),
        _stores(shown.layout, drawn),
    )


def _drawn(layout: Sequence[Component], card: Card) -> Component | None:
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


def _stores(layout: Sequence[Component], card: Component) -> dict[str, str]:
    """Return the data of the stores that the graphs and drawn tables of a card are named after."""
    ids = [str(getattr(node, "id", "")) for node in walk(card)]
    bases = [name.removesuffix(role) for name in ids for role in ("-graph", "-drawn") if name.endswith(role)]
    wanted = {f"{base}-{role}" for base in bases for role in _STORES}
    return {
        name: data if isinstance(data, str) else json.dumps(data)
        for name, data in _held(layout).items()
        if name in wanted and data is not None
    }
