"""About: what is this site, who made the figures, and how far can I rely on it?"""

from collections.abc import Callable, Mapping
from typing import Final

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import NoChoices
from components.cards.citation import all_sources
from components.text.attributes import attributes
from components.text.catalog import Words, markup
from components.text.paths import ORIGIN
from components.text.view import PageView
from components.widgets.blocks import report, row
from components.widgets.series_source import all_figures, publishers
from data.citation import VERSION

FILLED: Final = "about-origin"
_FIRST_PAGES: Final = {
    "question.overview": "",
    "question.why": "why",
    "question.weights": "weights",
    "question.strategy": "strategy",
    "question.claims": "claims",
}
_LICENCE_LISTS: Final = {
    "about.licences.coverage": "data#coverage",
    "about.licences.sources": "data#sources",
}
_NOT: Final = ("about.not.cause", "about.not.forecast", "about.not.official", "about.not.wipo")


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls."""
    dataset, t = view.dataset, view.t
    snapshot, article = dataset.snapshot, dataset.catalog.sources["article"]
    publisher_names, editions = publishers(dataset, t), dataset.editions
    counts = [
        (len(editions), t("about.figures.editions", first=editions[0], last=editions[-1])),
        (len(dataset.economies), t("about.figures.economies")),
        all_figures(dataset, t),
    ]
    facts = [html.Div([html.Dt(label), html.Dd(t.write(count, "whole"))]) for count, label in counts]
    text, *formats = all_sources(dataset, t("site.name"), t, ORIGIN + t.link(""), html.H3)
    folded = html.Details([html.Summary(t("about.cite.forms")), *formats])
    days = {"created": snapshot.created, "checked": dataset.last_checked}
    version = t("about.version.text", version=VERSION, id=snapshot.id, **days)
    parts: dict[str, list[Component]] = {
        "about.head.what": [*_paragraphs(t, "about.what.text"), _links(t, _FIRST_PAGES)],
        "about.head.not": [html.Ul([html.Li(markup(t(key))) for key in _NOT])],
        "about.head.figures": [
            html.P(markup(t("about.figures.text"))),
            html.Dl(facts, className="about-facts"),
            html.P(t("about.figures.publishers")),
            html.Ul([html.Li(name) for name in publisher_names], className="about-publishers"),
            html.P(html.A(t("about.figures.link"), href=t.link("data#sources"))),
        ],
        "about.head.article": [
            html.P(
                [
                    t("about.article.cited", name=t.phrase(article.name)),
                    html.A(t.phrase(article.publisher), href=article.url, rel="noopener"),
                    t("about.article.dated"),
                ]
            ),
            html.P(markup(t("about.article.text"))),
        ],
        "about.head.licences": [html.P(markup(t("about.licences.text"))), _links(t, _LICENCE_LISTS)],
        "about.head.cite": [
            html.P(t("about.cite.text")),
            html.Div([text, folded], **attributes(data_origin="")),
        ],
        "about.head.report": report(dataset, t("about.report.text"), t),
        "about.head.version": [
            html.P(markup(version)),
            html.P(html.A(t("about.version.link"), href=t.link("data#validation"))),
        ],
        "about.head.privacy": _paragraphs(t, "about.privacy.text"),
    }
    return [
        dcc.Store(id=FILLED),
        html.H1(markup(t("about.finding", publishers=len(publisher_names)))),
        html.P(markup(t("about.deck")), className="deck"),
        *(row(t, key, body) for key, body in parts.items()),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Let the browser put the origin of the site into the citation."""
    app.clientside_callback(ClientsideFunction("api", "fill"), Output(FILLED, "data"), Input(FILLED, "id"))


def _paragraphs(t: Words, key: str) -> list[Component]:
    return [html.P(markup(line)) for line in t.lines(key)]


def _links(t: Words, paths: Mapping[str, str]) -> html.Ul:
    return html.Ul([html.Li(html.A(t(key), href=t.link(path))) for key, path in paths.items()])
