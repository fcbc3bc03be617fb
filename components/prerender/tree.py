"""The walk over a tree of Dash components, from the outermost one inwards."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dash.development.base_component import Component


def inside(node: object) -> Sequence[Any]:
    """Return what stands directly in a component or in a list: components, texts, lists and None."""
    found = getattr(node, "children", None) if isinstance(node, Component) else node
    if isinstance(found, list | tuple):
        return found
    return () if found is node else (found,)


def walk(node: object, enter: Callable[[Component], bool] = lambda _: True) -> Iterator[Any]:
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
        waiting.extend(reversed(inside(part)))


def text(node: object) -> str:
    """Return the texts of a tree without its elements."""
    return "".join(str(part) for part in walk(node) if not isinstance(part, Component))
