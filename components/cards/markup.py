"""Components written as HTML: documents, and what travels in place of parts that no callback changes."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

_WITHOUT = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
_VOID = frozenset({"img", "source", "br", "hr", "wbr"})
_CAPITAL = re.compile(r"[A-Z]")
# What React refuses to follow is left out here as well.
_SAFE = re.compile(r"https?://|data:image/svg\+xml,|(?:\.\.)?/(?!/)|[?#]")
_NAMES = {"className": "class", "htmlFor": "for"}  # others are those of HTML in small letters: colspan
_ADDRESSES = frozenset({"href", "src"})
_LEADING = _ADDRESSES | {"data-index"}
_LINK = re.compile(r'(?<= href=")[^"]*')
_INTERNAL: Final = ("_", "available_")  # how the attributes of a component begin that are no properties
MIN_STATIC_LENGTH = 3  # elements inside a static part from which the text is cheaper than components
STATIC_HTML: Final = "data-html"
"""The attribute of an element that holds what is inside, as HTML in which every text is escaped."""
_HTML = "dash_html_components"
Change = Callable[[Component], Mapping[str, Any] | None]
Replacement = Callable[[Component], str | None]


def children_of(node: object) -> Sequence[Any]:
    """Return what stands directly in a component or in a list: components, texts, lists and None."""
    found = getattr(node, "children", None) if isinstance(node, Component) else node
    if isinstance(found, list | tuple):
        return found
    return () if found is node else (found,)


def walk_components(node: object, enter: Callable[[Component], bool] = lambda _: True) -> Iterator[Any]:
    """Yield every component and every text, in the order of the document.

    A component that ``enter`` refuses is left out with all that it holds.
    """
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Component) and not enter(part):
            continue
        if part is not None and not isinstance(part, list | tuple):
            yield part
        waiting.extend(reversed(children_of(part)))


def stores(parts: Iterable[Any]) -> dict[str, Any]:
    """Return the data of the stores among the parts of a tree, by their ids."""
    found = (part for part in parts if isinstance(part, dcc.Store))
    return {str(getattr(store, "id", "")): getattr(store, "data", None) for store in found}


def text(node: object) -> str:
    """Return the texts of a tree without its elements."""
    return "".join(str(part) for part in walk_components(node) if not isinstance(part, Component))


def properties(node: Component) -> dict[str, Any]:
    """Return what is set of an element, but for its children and what only Dash uses."""
    return {name: value for name, value in _set(node).items() if name not in _WITHOUT}


def _set(node: Component) -> dict[str, Any]:
    """Return the properties of ``to_plotly_json``, which looks for every one that the element could have."""
    return {name: value for name, value in vars(node).items() if not name.startswith(_INTERNAL)}


def to_html(node: object, change: Change = properties, replacement: Replacement = lambda _: None) -> str:
    """Return components as HTML, texts and attributes escaped.

    ``change`` gives the attributes of an element in place of its own, or None to leave it out;
    ``replacement`` gives the HTML of a component that is written in a way of its own, else None. A store is
    left out. Raises TypeError for a component that only Dash can draw.
    """
    if not isinstance(node, Component):
        if isinstance(node, list | tuple):
            return "".join(to_html(child, change, replacement) for child in node)
        return "" if node is None else escape(str(node), quote=False)
    if isinstance(node, dcc.Store):
        return ""
    if (own := replacement(node)) is not None:
        return own
    name = type(node).__name__
    if getattr(html, name, None) is not type(node):
        raise TypeError(f"{name} needs Dash")
    changed = change(node)
    if changed is None:
        return ""
    tag = name.lower()
    if written := changed.get(STATIC_HTML):
        return f"<{tag}{_attributes({**changed, STATIC_HTML: None})}>{written}</{tag}>"
    if tag in _VOID:
        return f"<{tag}{_attributes(changed)}>"
    content = "".join(to_html(child, change, replacement) for child in children_of(node))
    return f"<{tag}{_attributes(changed)}>{content}</{tag}>"


def rewrite_links(part: Any, lead: Callable[[str], str]) -> Any:
    """Return components, or what is in a store, with each address as ``lead`` gives it."""
    if isinstance(part, list | tuple):
        return type(part)(rewrite_links(one, lead) for one in part)
    if isinstance(part, dict):
        return {
            name: lead(one) if name in _LEADING else rewrite_links(one, lead) for name, one in part.items()
        }
    if isinstance(part, Component):
        values = rewrite_links(_set(part), lead)
        if STATIC_HTML in values:
            values[STATIC_HTML] = _LINK.sub(
                lambda found: escape(lead(unescape(found[0]))), values[STATIC_HTML]
            )
        if isinstance(part, dcc.Store) and isinstance(text := values.get("data"), str) and '"/' in text:
            values["data"] = json.dumps(rewrite_links(json.loads(text), lead), ensure_ascii=False)
        return type(part)(**values)
    return lead(part) if isinstance(part, str) and part.startswith("/download/") else part


def _attributes(props: Mapping[str, Any]) -> str:
    """Return attributes as they stand in an element, escaped; an address that is not safe is left out."""
    parts = []
    for prop, value in sorted(props.items()):  # Dash has them in an order of its own in each process
        name = _NAMES.get(prop, prop.lower())
        if value is None or value is False or (name in _ADDRESSES and not _SAFE.match(str(value))):
            continue
        if isinstance(value, Mapping):  # the rules of a style: {"flexGrow": 2}
            rules = {_CAPITAL.sub(r"-\g<0>", rule).lower(): content for rule, content in value.items()}
            value = ";".join(f"{rule}:{content}" for rule, content in rules.items())
        parts.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(parts)


def callback_ids(callbacks: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids that the callbacks of a Dash app (its ``callback_map``) read or write."""
    read = {part["id"] for one in callbacks.values() for part in (*one["inputs"], *one["state"])}
    outputs = [one["output"] for one in callbacks.values()]
    written = [one if isinstance(one, list | tuple) else (one,) for one in outputs]
    return frozenset(read | {part.component_id_str() for parts in written for part in parts if part})


def static_markup(part: Any, ids: Collection[str]) -> Any:
    """Return a component, a list of them or any other value with its static parts made compact.

    A part is static when it is made of plain HTML and holds none of ``ids``, those that callbacks read or
    write. It keeps its outermost element; what is inside becomes HTML in the attribute WRITTEN. Dash's
    renderer wraps every element in components of its own, which takes about a millisecond; the browser reads
    such a text (scripts/written.js) in microseconds.
    """
    if isinstance(part, list | tuple):
        return type(part)(static_markup(one, ids) for one in part)
    children = getattr(part, "children", None)
    if not isinstance(part, Component) or children is None:
        return part
    elements = [one for one in walk_components(children) if isinstance(one, Component)]
    if any(_needs_dash(one, ids) for one in (part, *elements)):
        return type(part)(**{**_set(part), "children": static_markup(children, ids)})  # pages are cached
    if len(elements) < MIN_STATIC_LENGTH:
        return part
    return type(part)(**{**_set(part), "children": None, STATIC_HTML: to_html(children)})


def as_json(part: Component) -> dict[str, Any]:
    """Return a component as JSON takes it, with its properties sorted.

    Dash has them in an order of its own in each process, and all are to send the same text.
    """
    return {"props": dict(sorted(_set(part).items())), "type": part._type, "namespace": part._namespace}


def _needs_dash(part: Component, ids: Collection[str]) -> bool:
    """Return whether Dash must know the element: another library's, or one whose id a callback names."""
    known = getattr(part, "id", None)
    return part._namespace != _HTML or isinstance(known, dict) or known in ids
