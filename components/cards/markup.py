"""Render components as HTML: for documents, and for static parts that Dash need not wrap."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

_DASH_ONLY = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
_VOID_TAGS = frozenset({"img", "source", "br", "hr", "wbr"})
_CAPITAL = re.compile(r"[A-Z]")
# Addresses that React refuses are left out here as well.
_SAFE_ADDRESS = re.compile(r"https?://|data:image/svg\+xml,|(?:\.\.)?/(?!/)|[?#]")
_HTML_NAMES = {"className": "class", "htmlFor": "for"}  # the others are in lower case: colspan
_ADDRESSES = frozenset({"href", "src"})
_LINK_PROPERTIES = _ADDRESSES | {"data-index"}
_HREF = re.compile(r'(?<= href=")[^"]*')
_INTERNAL_PREFIXES: Final = ("_", "available_")  # of attributes of a component that are no properties
MIN_STATIC_LENGTH = 3  # elements from which HTML text is cheaper than components
STATIC_HTML: Final = "data-html"
"""Attribute of an element that holds its content as escaped HTML."""
_HTML_NAMESPACE = "dash_html_components"
Change = Callable[[Component], Mapping[str, Any] | None]
Replacement = Callable[[Component], str | None]


def children_of(node: object) -> Sequence[Any]:
    """Return the direct children of a component or a list: components, texts, lists and None."""
    children = getattr(node, "children", None) if isinstance(node, Component) else node
    if isinstance(children, list | tuple):
        return children
    return () if children is node else (children,)


def walk_components(node: object, enter: Callable[[Component], bool] = lambda _: True) -> Iterator[Any]:
    """Yield every component and every text in document order.

    A component for which ``enter`` is false is skipped with its content.
    """
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, Component) and not enter(part):
            continue
        if part is not None and not isinstance(part, list | tuple):
            yield part
        stack.extend(reversed(children_of(part)))


def stores(parts: Iterable[Any]) -> dict[str, Any]:
    """Return the data of the stores among the parts of a tree, by id."""
    return {
        str(getattr(part, "id", "")): getattr(part, "data", None)
        for part in parts
        if isinstance(part, dcc.Store)
    }


def text(node: object) -> str:
    """Return the text of a tree without its elements."""
    return "".join(str(part) for part in walk_components(node) if not isinstance(part, Component))


def properties(node: Component) -> dict[str, Any]:
    """Return the set properties of an element except its children and those that only Dash uses."""
    return {name: value for name, value in _set_properties(node).items() if name not in _DASH_ONLY}


def _set_properties(node: Component) -> dict[str, Any]:
    # Faster than to_plotly_json, which looks for every property that the element could have.
    return {name: value for name, value in vars(node).items() if not name.startswith(_INTERNAL_PREFIXES)}


def to_html(node: object, change: Change = properties, replacement: Replacement = lambda _: None) -> str:
    """Return components as HTML with escaped texts and attributes; stores are left out.

    Parameters
    ----------
    change : returns the attributes of an element, or None to leave the element out
    replacement : returns the HTML of a component that is rendered in a special way, else None

    Raises
    ------
    TypeError
        For a component that only Dash can draw.
    """
    if not isinstance(node, Component):
        if isinstance(node, list | tuple):
            return "".join(to_html(child, change, replacement) for child in node)
        return "" if node is None else escape(str(node), quote=False)
    if isinstance(node, dcc.Store):
        return ""
    replaced = replacement(node)
    if replaced is not None:
        return replaced
    name = type(node).__name__
    if getattr(html, name, None) is not type(node):
        raise TypeError(f"{name} needs Dash")
    attributes = change(node)
    if attributes is None:
        return ""
    tag = name.lower()
    if content := attributes.get(STATIC_HTML):
        return f"<{tag}{_to_attributes({**attributes, STATIC_HTML: None})}>{content}</{tag}>"
    if tag in _VOID_TAGS:
        return f"<{tag}{_to_attributes(attributes)}>"
    content = "".join(to_html(child, change, replacement) for child in children_of(node))
    return f"<{tag}{_to_attributes(attributes)}>{content}</{tag}>"


def rewrite_links(part: Any, to_url: Callable[[str], str]) -> Any:
    """Rewrite every address in a component tree with ``to_url``, also in stores of serialized components."""
    if isinstance(part, list | tuple):
        return type(part)(rewrite_links(child, to_url) for child in part)
    if isinstance(part, dict):
        return {
            name: to_url(value) if name in _LINK_PROPERTIES else rewrite_links(value, to_url)
            for name, value in part.items()
        }
    if isinstance(part, Component):
        values = rewrite_links(_set_properties(part), to_url)
        if STATIC_HTML in values:
            values[STATIC_HTML] = _HREF.sub(
                lambda match: escape(to_url(unescape(match[0]))), values[STATIC_HTML]
            )
        if isinstance(part, dcc.Store) and isinstance(text := values.get("data"), str) and '"/' in text:
            values["data"] = json.dumps(rewrite_links(json.loads(text), to_url), ensure_ascii=False)
        return type(part)(**values)
    return to_url(part) if isinstance(part, str) and part.startswith("/download/") else part


def _to_attributes(props: Mapping[str, Any]) -> str:
    """Return the escaped attributes of a tag without unsafe addresses."""
    parts = []
    for prop, value in sorted(props.items()):  # the order of Dash differs between processes
        name = _HTML_NAMES.get(prop, prop.lower())
        if value is None or value is False or (name in _ADDRESSES and not _SAFE_ADDRESS.match(str(value))):
            continue
        if isinstance(value, Mapping):  # declarations of a style: {"flexGrow": 2}
            rules = {_CAPITAL.sub(r"-\g<0>", rule).lower(): content for rule, content in value.items()}
            value = ";".join(f"{rule}:{content}" for rule, content in rules.items())
        parts.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(parts)


def callback_ids(callbacks: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids that the callbacks of a Dash app (its ``callback_map``) read or write."""
    ids = set()
    for callback in callbacks.values():
        ids |= {part["id"] for part in (*callback["inputs"], *callback["state"])}
        output = callback["output"]
        outputs = output if isinstance(output, list | tuple) else (output,)
        ids |= {part.component_id_str() for part in outputs if part}
    return frozenset(ids)


def static_markup(part: Any, ids: Collection[str]) -> Any:
    """Replace the content of static parts of a tree by HTML text.

    A part is static if it is plain HTML and contains none of ``ids``, which callbacks read or write. It
    keeps its outermost element; the content becomes HTML in the attribute STATIC_HTML. Dash's renderer
    needs about a millisecond to wrap an element; the browser parses such a text (scripts/written.js) in
    microseconds.
    """
    if isinstance(part, list | tuple):
        return type(part)(static_markup(child, ids) for child in part)
    children = getattr(part, "children", None)
    if not isinstance(part, Component) or children is None:
        return part
    elements = [node for node in walk_components(children) if isinstance(node, Component)]
    values = _set_properties(part)  # of a copy, for pages are cached
    if any(_needs_dash(element, ids) for element in (part, *elements)):
        return type(part)(**{**values, "children": static_markup(children, ids)})
    if len(elements) < MIN_STATIC_LENGTH:
        return part
    return type(part)(**{**values, "children": None, STATIC_HTML: to_html(children)})


def as_json(part: Component) -> dict[str, Any]:
    """Return a component for JSON, with its properties sorted so that all processes send the same text."""
    props = dict(sorted(_set_properties(part).items()))
    return {"props": props, "type": part._type, "namespace": part._namespace}


def _needs_dash(part: Component, ids: Collection[str]) -> bool:
    component_id = getattr(part, "id", None)
    return part._namespace != _HTML_NAMESPACE or isinstance(component_id, dict) or component_id in ids
