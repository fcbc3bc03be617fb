"""The pages of a section side by side, below the header: where one is, and what else belongs here."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.parts.badges import ring
from components.shell import path
from components.text import Words


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a section: its path, its name, and the number of a strategic pillar, in a ring."""

    path: str
    name: str
    number: int | None = None


def section(label: str, places: Sequence[Place], here: str, say: Words) -> html.Nav:
    """Return the navigation of a section; ``here`` is the path of the page on show."""
    links = [
        html.A(
            _name(place),
            href=path(say.lang, place.path),
            **(attributes(aria_current="page") if place.path == here else {}),
        )
        for place in places
    ]
    return html.Nav(links, className="section", **attributes(aria_label=label))


def _name(place: Place) -> list[Component]:
    name = html.Span(place.name)
    return [name] if place.number is None else [ring(place.number), name]
