"""About: what is this site, who made the figures, and how far may I lean on it?"""

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
_STARTS: Final = {
    "question.overview": "",
    **{f"question.{page}": page for page in ("why", "weights", "strategy", "claims")},
}
"""The pages that answer the questions named first."""
_TERMS: Final = {"about.licences.coverage": "data#coverage", "about.licences.sources": "data#sources"}
"""Where the licences are listed."""
_NOT: Final = ("cause", "forecast", "official", "wipo")


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls."""
    dataset, t = view.dataset, view.t
    snapshot, article = dataset.snapshot, dataset.catalog.sources["article"]
    named, (first, *_, last) = publishers(dataset, t), dataset.editions
    counts = [
        (len(dataset.editions), t("about.figures.editions", first=first, last=last)),
        (len(dataset.economies), t("about.figures.economies")),
        all_figures(dataset, t),
    ]
    facts = [html.Div([html.Dt(words), html.Dd(t.write(count, "whole"))]) for count, words in counts]
    text, *forms = all_sources(dataset, t("site.name"), t, ORIGIN + t.link(""), html.H3)
    folded = html.Details([html.Summary(t("about.cite.forms")), *forms])
    days = {"created": snapshot.created, "checked": dataset.last_checked}
    version = t("about.version.text", version=VERSION, id=snapshot.id, **days)
    parts: dict[str, list[Component]] = {
        "what": [*_paragraphs(t, "what"), _links(t, _STARTS)],
        "not": [html.Ul([html.Li(markup(t(f"about.not.{one}"))) for one in _NOT])],
        "figures": [
            html.P(markup(t("about.figures.text"))),
            html.Dl(facts, className="about-facts"),
            html.P(t("about.figures.publishers")),
            html.Ul([html.Li(name) for name in named], className="about-publishers"),
            html.P(html.A(t("about.figures.link"), href=t.link("data#sources"))),
        ],
        "article": [
            html.P(
                [
                    t("about.article.cited", name=t.phrase(article.name)),
                    html.A(t.phrase(article.publisher), href=article.url, rel="noopener"),
                    t("about.article.dated"),
                ]
            ),
            html.P(markup(t("about.article.text"))),
        ],
        "licences": [html.P(markup(t("about.licences.text"))), _links(t, _TERMS)],
        "cite": [html.P(t("about.cite.text")), html.Div([text, folded], **attributes(data_origin=""))],
        "report": report(dataset, t("about.report.text"), t),
        "version": [
            html.P(markup(version)),
            html.P(html.A(t("about.version.link"), href=t.link("data#validation"))),
        ],
        "privacy": _paragraphs(t, "privacy"),
    }
    return [
        dcc.Store(id=FILLED),
        html.H1(markup(t("about.finding", publishers=len(named)))),
        html.P(markup(t("about.deck")), className="deck"),
        *(row(t, "about", part, body) for part, body in parts.items()),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Let the browser put the origin of the site into the citation."""
    app.clientside_callback(ClientsideFunction("api", "fill"), Output(FILLED, "data"), Input(FILLED, "id"))


def _paragraphs(t: Words, part: str) -> list[Component]:
    return [html.P(markup(line)) for line in t.lines(f"about.{part}.text")]


def _links(t: Words, places: Mapping[str, str]) -> html.Ul:
    return html.Ul([html.Li(html.A(t(key), href=t.link(place))) for key, place in places.items()])
