"""Blocks of a page: columns of prose, parts that fold, links to them, heads beside texts, sheets of paper."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.text.attributes import attributes
from components.text.catalog import Words, markup
from components.widgets.framework import framework_changes
from data.article import FOCUS

Title = str | list[str | Component]


def fold(
    heading: Component,
    finding: str | Component | list[str | Component],
    body: Sequence[Component],
    name: str = "",
    css: str = "",
    **more: Any,
) -> html.Details:
    """Return the part; ``name`` is its id: an address that ends with it, or with an id inside, unfolds it.

    css: classes beside its own; ``more`` are further properties.
    """
    head = html.Summary([heading, html.Span(finding, className="fold-finding")])
    about: dict[str, Any] = {"id": name} if name else {}
    content = html.Div(list(body), className="fold-body")
    return html.Details([head, content], className=f"fold {css}".strip(), **about, **more)


def links(parts: Mapping[str, str], t: Words, **more: Any) -> html.Nav:
    """Return links to the top and the parts of a long page, {id of the part: its words}.

    The way to the top is seen where the margin has no room for it; ``more`` are further properties.
    """
    top = html.A("↑", href="#content", title=t("site.top"), **attributes(aria_label=t("site.top")))
    items = [html.Li(html.A(words, href=f"#{part}")) for part, words in parts.items()]
    listed = html.Ul([html.Li(top, className="contents-top"), *items])
    return html.Nav(listed, className="contents", **more, **attributes(aria_label=t("data.contents")))


def row(t: Words, page: str, part: str, body: list[Component]) -> html.Section:
    """Return a part of a page: its head beside what it says."""
    head = html.H2(t(f"{page}.head.{part}"))
    return html.Section([head, html.Div(body, className="prose")], className="about-row", id=part)


def report(dataset: Dataset, what: str, t: Words) -> list[Component]:
    """Return where to report, by name of the snapshot on show; ``what`` a report must say (marked text)."""
    where: list[str | Component] = [t("about.report.operator")]
    if dataset.contact:
        link = html.A(t("about.report.link"), href=dataset.contact, rel="noopener")
        where = [t("about.report.contact"), link, t("about.report.stop")]
    return [html.P(where), html.P(markup(what)), html.P(markup(t("about.report.id", id=dataset.snapshot.id)))]


def block(title: Title, *body: Component, css: str = "") -> html.Section:
    """Return a block of a page: its title over its content; paper does not break it."""
    head = html.H2(markup(title) if isinstance(title, str) else title)
    return html.Section([head, *body], className=f"brief-block {css}".strip())


def paragraph(t: Words, sentences: Sequence[str], css: str = "") -> html.P:
    """Return sentences (marked text) as one paragraph."""
    return html.P(markup(t("economy.deck.between").join(sentences)), className=css or None)


def sheet(
    title: Title, content: Sequence[Component], foot: Component, number: str, *, short: bool = False
) -> html.Section:
    """Return one page: its head, its blocks, and its foot; a ``short`` one is not spread over the paper."""
    mark = html.Span(className="mark", **attributes(aria_hidden="true"))
    head = html.Div([html.Span([mark, html.B(title)]), html.Span(number)], className="brief-head")
    css = "sheet brief-short" if short else "sheet"
    return html.Section([head, *content, html.Div(foot, className="brief-foot")], className=css)


def column(title: Title, lines: Iterable[str]) -> html.Div:
    """Return a column: its heading, and lines (marked text), a paragraph each."""
    return html.Div([html.H2(title), *(html.P(markup(line)) for line in lines)])


def columns(t: Words, key: str, parts: Mapping[str, Sequence[str]], **values: Any) -> list[html.Div]:
    """Return a column for each part: <key>.<part>.title over the lines of <key>.<part>.<name>, by name."""
    return [
        column(
            t(f"{key}.{part}.title"),
            [line for name in names for line in t.lines(f"{key}.{part}.{name}", **values)],
        )
        for part, names in parts.items()
    ]


def three(parts: Sequence[Component]) -> html.Section:
    """Return columns side by side."""
    return html.Section(list(parts), className="block three")


def change_list(dataset: Dataset, t: Words) -> html.Ul:
    """Return the framework changes: letter, edition and note of each."""
    known = dataset.catalog.editions
    changes = [
        [html.B(one.letter), html.B(str(one.edition)), html.Span(t.phrase(known[one.edition].note_of(FOCUS)))]
        for one in framework_changes(dataset)
    ]
    return html.Ul([html.Li(change) for change in changes], className="changes")
