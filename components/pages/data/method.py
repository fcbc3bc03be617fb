"""Every method in plain words: what it says, its formula, an example, its limits, where it is used."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.pages.data import example
from components.pages.data.contents import METHODS, anchor, below
from components.pages.data.view import View
from components.parts.reading import hardly
from components.shell import path
from components.text import Words

USED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "index": (("weights", "weights"), ("why", "why")),
    "percentile": (("", "overview"), ("ranking/others", "others"), ("ranking", "ranking")),
    "rounding": (("ranking", "ranking"), ("economy/CHN", "economy"), ("weights", "weights")),
    "places": (("why", "why"),),
    "points": (("why", "why"),),
    "price": (("why", "why"), ("economy/CHN", "economy")),
    "interval": (("", "overview"), ("weights", "weights"), ("economy/CHN", "economy")),
    "bounds": (("weights", "weights"),),
    "scenario": (("weights", "weights"),),
    "strengths": (("economy/CHN", "economy"),),
    "peers": (("economy/CHN", "economy"),),
    "change": (("", "overview"), ("strategy", "strategy")),
    "frontier": (("strategy", "strategy"),),
    "verdict": (("claims", "claims"),),
    "productivity": (("strategy/productivity", "productivity"),),
    "releases": (("data/releases", "releases"),),
}
"""By method: the pages that use it, as path and key of their name."""


def method(view: View) -> list[Component]:
    """Return all methods, each under an anchor of its own."""
    entries = [_entry(view, name) for name in METHODS]
    return [below(view.say), html.Div(entries, className="methods")]


def _entry(view: View, name: str) -> html.Details:
    say, told = view.say, f"method.{name}"
    lines = [html.P(line) for line in say(f"{told}.formula").splitlines()]
    parts: list[tuple[str, Component | list[str | Component]]] = [
        ("says", html.P(say(f"{told}.says", hardly=hardly(say)))),
        ("formula", html.Div(lines, className="formula")),
        *(("example", one) for one in example.of(view, name)),
        ("limits", html.P(say(f"{told}.limits"))),
        ("used", html.P(_pages(say, name))),
    ]
    body = [part for label, content in parts for part in (html.Dt(say(f"method.{label}")), html.Dd(content))]
    head = html.H3(say(f"{told}.title"), id=f"{anchor(name)}-title")
    mark = attributes(aria_labelledby=f"{anchor(name)}-title")
    return html.Details([html.Summary(head), html.Dl(body)], id=anchor(name), className="method", **mark)


def _pages(say: Words, name: str) -> list[str | Component]:
    links: list[str | Component] = []
    for place, key in USED[name]:
        links += [html.A(say(f"page.{key}"), href=path(say.lang, place)), say("list.separator")]
    return links[:-1]
