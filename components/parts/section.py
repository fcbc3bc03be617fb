"""The pages of a section side by side, below the header: where one is, and what else belongs here."""

from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.attributes import attributes
from components.parts.badges import ring
from components.shell import ABOUT, path
from components.text import Words

_SECTIONS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "ranking": ("others.section.label", {"ranking": "others.section.gii", "ranking/others": "page.others"}),
    "data": (
        "page.data",
        {"data": "page.data", "data/releases": "page.releases", "data/api": "page.api"},
    ),
    "learn": ("learn.section", {"learn": "learn.name", "learn/lessons": "page.lessons"}),
    "about": ("page.about", {place: f"page.{key}" for place, key in ABOUT.items()}),
}
"""By the beginning of their paths: the words of a section, and of each of its pages by path."""


def section(here: str, say: Words) -> html.Nav:
    """Return the navigation of the section that a page belongs to; ``here`` is its path."""
    label, pages = _SECTIONS[here.partition("/")[0]]
    return _navigation(say(label), {place: [html.Span(say(key))] for place, key in pages.items()}, here, say)


def strategy_section(dataset: Dataset, here: str, say: Words) -> html.Nav:
    """Return the navigation of the section on the strategic pillars: all five, each of them, productivity."""
    pillars: dict[str, list[Component]] = {
        f"strategy/{one.slug}": [ring(one.number), html.Span(say(f"strategy.short.{one.number}"))]
        for one in dataset.catalog.strategy
    }
    first: dict[str, list[Component]] = {"strategy": [html.Span(say("strategy.all"))]}
    last: dict[str, list[Component]] = {"strategy/productivity": [html.Span(say("page.productivity"))]}
    pages = {**first, **pillars, **last}
    return _navigation(say("strategy.section"), pages, here, say)


def _navigation(label: str, pages: Mapping[str, Sequence[Component]], here: str, say: Words) -> html.Nav:
    links = [
        html.A(name, href=path(say.lang, place), **(attributes(aria_current="page") if place == here else {}))
        for place, name in pages.items()
    ]
    return html.Nav(links, className="section", **attributes(aria_label=label))
