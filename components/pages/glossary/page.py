"""Glossary: what does a word mean here?"""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from components.attributes import attributes
from components.pages.about.places import places
from components.pages.glossary.entries import ENTRIES, GROUPS, Entry
from components.pages.glossary.view import View
from components.parts.section import section
from components.shell import path
from components.text import GLOSSARY, Words, markup, words


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    return _page(dataset, lang)


@cached
def _page(dataset: Dataset, lang: str) -> list[Component]:
    say = words(lang)
    view = View(dataset, say)
    groups = [
        html.Section(
            [html.H2(say(f"glossary.group.{name}")), html.Div([_entry(view, one) for one in entries])],
            className="block glossary-group",
        )
        for name, entries in GROUPS.items()
    ]
    return [
        section(say("page.about"), places(say), GLOSSARY, say),
        html.H1(markup(say("glossary.finding", count=len(ENTRIES)))),
        html.P(say("glossary.deck"), className="deck"),
        _contents(say),
        *groups,
    ]


def _contents(say: Words) -> html.Nav:
    """Return links to all entries, a row for each group: terms of one subject explain one another."""
    rows = []
    for name, entries in GROUPS.items():
        links = [html.Li(html.A(say(f"glossary.{one.slug}.term"), href=f"#{one.slug}")) for one in entries]
        rows.append(html.Li([html.Span(say(f"glossary.group.{name}")), html.Ul(links)]))
    return html.Nav(
        html.Ul(rows), className="glossary-contents", **attributes(aria_label=say("glossary.contents"))
    )


def _entry(view: View, entry: Entry) -> html.Section:
    say, key = view.say, f"glossary.{entry.slug}"
    mark = attributes(aria_labelledby=f"{entry.slug}-term")
    body: list[Component] = [html.P(say(f"{key}.says"))]
    values = entry.example(view)
    if values is not None:
        unpublished = entry.slug == "interval" and "published_low" not in values
        told = "glossary.interval.example_own" if unpublished else f"{key}.example"
        body.append(_labelled(say("glossary.example"), markup(say(told, **values))))
    body.append(_labelled(say("glossary.used"), _pages(say, entry)))
    return html.Section(
        [html.H3(say(f"{key}.term"), id=f"{entry.slug}-term"), html.Div(body)],
        id=entry.slug,
        className="glossary-entry",
        **mark,
    )


def _labelled(label: str, content: list[str | Component]) -> html.P:
    return html.P(
        [html.Span(label, className="glossary-label"), html.Span(content)], className="glossary-more"
    )


def _pages(say: Words, entry: Entry) -> list[str | Component]:
    links: list[str | Component] = []
    for place, key in entry.used:
        links += [html.A(say(key), href=path(say.lang, place)), say("list.separator")]
    return links[:-1]
