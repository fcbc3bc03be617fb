"""About: what is this site, who made the figures, and how far may I lean on it?"""

from collections.abc import Callable, Mapping
from typing import Final

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import numbers
from components.attributes import attributes
from components.pages.data.view import View
from components.parts.citation import whole
from components.shell import ORIGIN, path
from components.text import Words, markup, words
from data.citation import VERSION

FILLED: Final = "about-origin"
_STARTS: Final = {"rank": "", "why": "why", "weights": "weights", "strategy": "strategy", "claims": "claims"}
"""The pages that answer the questions named first."""
_TERMS: Final = {"coverage": "data#coverage", "sources": "data#sources"}
"""Where the licences are listed."""
_NOT: Final = ("cause", "forecast", "official", "wipo")


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    say = words(lang)
    view = View(dataset, say)
    return [
        dcc.Store(id=FILLED),
        html.H1(markup(say("about.finding", publishers=len(view.publishers)))),
        html.P(markup(say("about.deck")), className="deck"),
        row("what", [*_paragraphs(say, "what"), _links(say, "what", _STARTS)], say),
        row("not", [html.Ul([html.Li(markup(say(f"about.not.{one}"))) for one in _NOT])], say),
        row("figures", _figures(view), say),
        row("article", _article(dataset, say), say),
        row("licences", [html.P(markup(say("about.licences.text"))), _links(say, "licences", _TERMS)], say),
        row("cite", _cite(dataset, say), say),
        row("report", report(dataset, say("about.report.text"), say), say),
        row("version", _version(dataset, say), say),
        row("privacy", _paragraphs(say, "privacy"), say),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Let the browser put the origin of the site into the citation."""
    app.clientside_callback(ClientsideFunction("api", "fill"), Output(FILLED, "data"), Input(FILLED, "id"))


def row(part: str, body: list[Component], say: Words, page: str = "about") -> html.Section:
    """Return a part of a page of this section: its head beside what it says."""
    head = html.H2(say(f"{page}.head.{part}"))
    return html.Section([head, html.Div(body, className="prose")], className="about-row", id=part)


def _paragraphs(say: Words, part: str) -> list[Component]:
    return [html.P(markup(line)) for line in say.lines(f"about.{part}.text")]


def _links(say: Words, key: str, places: Mapping[str, str]) -> html.Ul:
    """Return links to places, each with its words below a key, in a list."""
    items = {say(f"about.{key}.{name}"): path(say.lang, place) for name, place in places.items()}
    return html.Ul([html.Li(html.A(text, href=address)) for text, address in items.items()])


def _figures(view: View) -> list[Component]:
    """Return who published the figures, and how many there are of what, counted in the snapshot."""
    say, dataset, snapshot = view.say, view.dataset, view.dataset.snapshot
    sizes = [len(snapshot.table(one["name"])) for one in snapshot.resources]
    counts = {
        "editions": (len(dataset.editions), {"first": dataset.editions[0], "last": dataset.editions[-1]}),
        "economies": (len(dataset.economies), {}),
        "releases": (len(view.used), {"publishers": len(view.publishers)}),
        "rows": (sum(sizes), {"tables": len(sizes)}),
    }
    facts = [
        html.Div([html.Dt(say(f"about.figures.{key}", **more)), html.Dd(numbers.decimal(count, 0))])
        for key, (count, more) in counts.items()
    ]
    return [
        html.P(markup(say("about.figures.text"))),
        html.Dl(facts, className="about-facts"),
        html.P(say("about.figures.publishers")),
        html.Ul([html.Li(name) for name in view.publishers], className="about-publishers"),
        html.P(html.A(say("about.figures.link"), href=path(say.lang, "data#sources"))),
    ]


def _article(dataset: Dataset, say: Words) -> list[Component]:
    article = dataset.catalog.sources["article"]
    outlet = html.A(article.publisher.get(say.lang), href=article.url, rel="noopener")
    name = say("about.article.cited", name=article.name.get(say.lang))
    cited: list[str | Component] = [name, outlet, say("about.article.dated")]
    return [html.P(cited), html.P(markup(say("about.article.text")))]


def _cite(dataset: Dataset, say: Words) -> list[Component]:
    text, *forms = whole(dataset, say("site.name"), say, ORIGIN + path(say.lang, ""), html.H3)
    folded = html.Details([html.Summary(say("about.cite.forms")), *forms])
    return [html.P(say("about.cite.text")), html.Div([text, folded], **attributes(data_origin=""))]


def _version(dataset: Dataset, say: Words) -> list[Component]:
    days = {"created": dataset.snapshot.created, "checked": dataset.checked}
    dated = {name: numbers.day(day, say.lang) for name, day in days.items()}
    text = say("about.version.text", version=VERSION, id=dataset.snapshot.id, **dated)
    link = html.A(say("about.version.link"), href=path(say.lang, "data#validation"))
    return [html.P(markup(text)), html.P(link)]


def report(dataset: Dataset, what: str, say: Words) -> list[Component]:
    """Return where to report, by name of the snapshot on show; ``what`` a report must say (marked text)."""
    where: list[str | Component] = [say("about.report.operator")]
    if dataset.contact:
        link = html.A(say("about.report.link"), href=dataset.contact, rel="noopener")
        where = [say("about.report.contact"), link, say("about.report.stop")]
    return [
        html.P(where),
        html.P(markup(what)),
        html.P(markup(say("about.report.id", id=dataset.snapshot.id))),
    ]
