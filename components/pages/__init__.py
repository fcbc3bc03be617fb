"""Pages, one a module; PAGES lists them in the order of the navigation."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component

from components.pages import data, overview
from components.site import Site


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the end of its path, the key of its name in text/*.toml, and what its module offers."""

    path: str
    key: str
    layout: Callable[..., list[Component]]
    callbacks: Callable[[Dash, Callable[[], Site]], None]
    title: Callable[[Site, str], str]


PAGES = (
    Page("", "overview", overview.layout, overview.callbacks, overview.title),
    Page("data", "data", data.layout, data.callbacks, data.title),
)
