"""Blocks of a page: text columns, folded sections, links to sections, printed sheets."""

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
    """Return a section that unfolds below its heading and finding.

    name: its id; an address that ends with it, or with an id inside the section, unfolds it. css: further
    classes; more: further properties.
    """
    head = html.Summary([heading, html.Span(finding, className="fold-finding")])
    identifier: dict[str, Any] = {"id": name} if name else {}
    content = html.Div(list(body), className="fold-body")
    return html.Details([head, content], className=f"fold {css}".strip(), **identifier, **more)


def links(parts: Mapping[str, str], t: Words, **more: Any) -> html.Nav:
    """Return links to the top and to the sections of a long page, given as {id: text}.

    The link to the top is visible where the links do not fit into the margin; more: further properties.
    """
    top = html.A("↑", href="#content", title=t("site.top"), **attributes(aria_label=t("site.top")))
    items = [html.Li(html.A(words, href=f"#{part}")) for part, words in parts.items()]
    contents = html.Ul([html.Li(top, className="contents-top"), *items])
    return html.Nav(contents, className="contents", **more, **attributes(aria_label=t("data.contents")))


def row(t: Words, key: str, body: list[Component]) -> html.Section:
    """Return a section with its heading beside its content; the last part of the text key is its id."""
    content = [html.H2(t(key)), html.Div(body, className="prose")]
    return html.Section(content, className="about-row", id=key.rpartition(".")[2])


def report(dataset: Dataset, what: str, t: Words) -> list[Component]:
    """Return where to report, what a report must say (marked text), and the name of the snapshot."""
    where: list[str | Component] = [t("about.report.operator")]
    if dataset.contact:
        link = html.A(t("about.report.link"), href=dataset.contact, rel="noopener")
        where = [t("about.report.contact"), link, t("about.report.stop")]
    return [html.P(where), html.P(markup(what)), html.P(markup(t("about.report.id", id=dataset.snapshot.id)))]


def block(title: Title, *body: Component, css: str = "") -> html.Section:
    """Return a block with a title that is not broken over two printed pages."""
    head = html.H2(markup(title) if isinstance(title, str) else title)
    return html.Section([head, *body], className=f"brief-block {css}".strip())


def paragraph(t: Words, sentences: Sequence[str], css: str = "") -> html.P:
    """Return sentences (marked text) as one paragraph."""
    return html.P(markup(t("economy.deck.between").join(sentences)), className=css or None)


def sheet(
    title: Title, content: Sequence[Component], foot: Component, number: str, *, short: bool = False
) -> html.Section:
    """Return one printed page with head and foot; the blocks of a short one are not spread over it."""
    mark = html.Span(className="mark", **attributes(aria_hidden="true"))
    head = html.Div([html.Span([mark, html.B(title)]), html.Span(number)], className="brief-head")
    css = "sheet brief-short" if short else "sheet"
    return html.Section([head, *content, html.Div(foot, className="brief-foot")], className=css)


def column(title: Title, lines: Iterable[str]) -> html.Div:
    """Return a heading above lines (marked text), a paragraph each."""
    return html.Div([html.H2(title), *(html.P(markup(line)) for line in lines)])


def text_columns(t: Words, parts: Mapping[str, Sequence[str]], **values: Any) -> list[html.Div]:
    """Return a column for each part, given as {text key of the title: text keys of the lines}."""
    return [
        column(t(title), [line for key in keys for line in t.lines(key, **values)])
        for title, keys in parts.items()
    ]


def columns(t: Words, key: str, parts: Mapping[str, Sequence[str]], **values: Any) -> list[html.Div]:
    """Return text columns whose text keys begin with <key>.<part>; parts: {part: names of its lines}."""
    keys = {f"{key}.{part}.title": [f"{key}.{part}.{name}" for name in parts[part]] for part in parts}
    return text_columns(t, keys, **values)


def three(parts: Sequence[Component]) -> html.Section:
    """Return columns side by side."""
    return html.Section(list(parts), className="block three")


def change_list(dataset: Dataset, t: Words) -> html.Ul:
    """Return the framework changes: letter, edition and note of each."""
    items = []
    for change in framework_changes(dataset):
        note = t.phrase(dataset.catalog.editions[change.edition].note_of(FOCUS))
        items.append(html.Li([html.B(change.letter), html.B(str(change.edition)), html.Span(note)]))
    return html.Ul(items, className="changes")
