"""Navigation below the header: the pages of a section side by side, and the parts of a long page."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.attributes import attributes
from components.parts.badges import ring
from components.shell import ABOUT, path
from components.text import Words

_LEARN: Final = {"story/1": "page.story", "learn": "learn.name", "learn/lessons": "page.lessons"}
_SECTIONS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "why": ("page.why", {"why": "reach.section.moved", "why/reach": "page.reach"}),
    "ranking": (
        "others.section.label",
        {"ranking": "others.section.gii", "ranking/map": "page.map", "ranking/others": "page.others"},
    ),
    "data": ("page.data", {"data": "page.data", "data/releases": "page.releases", "data/api": "page.api"}),
    "learn": ("learn.section", _LEARN),
    "story": ("learn.section", _LEARN),
    "about": ("page.about", {place: f"page.{key}" for place, key in ABOUT.items()}),
}
"""By the beginning of their paths: the words of a section, and of each of its pages by path."""


def section(here: str, say: Words) -> html.Nav:
    """Return the navigation of the section that a page belongs to; ``here`` is its path."""
    label, pages = _SECTIONS[here.partition("/")[0]]
    return _navigation(say(label), {place: [html.Span(say(key))] for place, key in pages.items()}, here, say)


def strategy_section(dataset: Dataset, here: str, say: Words) -> html.Nav:
    """Return the navigation of the section on the strategic pillars: all, each, and what spans them."""
    pillars = {
        f"strategy/{one.slug}": [ring(one.number), html.Span(say(f"strategy.short.{one.number}"))]
        for one in dataset.catalog.strategy
    }
    spanning = {f"strategy/{key}": [html.Span(say(f"page.{key}"))] for key in ("productivity", "targets")}
    pages = {"strategy": [html.Span(say("strategy.all"))], **pillars, **spanning}
    return _navigation(say("strategy.section"), pages, here, say)


def _navigation(label: str, pages: Mapping[str, list[html.Span]], here: str, say: Words) -> html.Nav:
    links = [
        html.A(name, href=path(say.lang, place), **(attributes(aria_current="page") if place == here else {}))
        for place, name in pages.items()
    ]
    return html.Nav(links, className="section", **attributes(aria_label=label))


def links(parts: Mapping[str, str], say: Words, **more: Any) -> html.Nav:
    """Return links to the top and the parts of a page, {id of the part: its words}.

    ``more`` are further properties of the navigation.
    """
    return html.Nav(
        listed(parts, say), className="contents", **more, **attributes(aria_label=say("data.contents"))
    )


def listed(parts: Mapping[str, str], say: Words) -> html.Ul:
    """Return the list of the links; the way to the top is seen where the margin has no room for it."""
    top = html.A("↑", href="#content", title=say("site.top"), **attributes(aria_label=say("site.top")))
    items = [html.Li(html.A(words, href=f"#{part}")) for part, words in parts.items()]
    return html.Ul([html.Li(top, className="contents-top"), *items])


def folded(
    anchor: str,
    title: Component,
    finding: str | list[str | Component],
    content: Sequence[Component],
    css: str = "block fold",
    **more: Any,
) -> html.Details:
    """Return a part of a page that is folded to its title and finding; a link to ``anchor`` unfolds it."""
    summary = html.Summary([title, html.Span(finding, className="fold-finding")])
    return html.Details([summary, *content], id=anchor, className=css, **more)
