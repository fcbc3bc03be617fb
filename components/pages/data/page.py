"""Data and method: can I trust and reuse this?"""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from components import numbers
from components.pages.data import contents, coverage, validation
from components.pages.data.downloads import downloads
from components.pages.data.method import method
from components.pages.data.series import series
from components.pages.data.sources import sources
from components.pages.data.view import View, block
from components.pages.releases.places import places
from components.parts.revisions import revisions
from components.parts.section import section
from components.shell import path
from components.text import markup, words

CARDS = (coverage.CARD, validation.CARD)


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    return _page(dataset, lang)


@cached
def _page(dataset: Dataset, lang: str) -> list[Component]:
    say = words(lang)
    view = View(dataset, say)
    # The publisher's own words for works derived from its own, which other languages translate in the footer.
    original = html.P(say("data.original"), lang="en", className="small")
    return [
        section(say("page.data"), places(say), "data", say),
        html.H1(_finding(view)),
        html.P(markup(say("data.deck")), className="deck"),
        contents.contents(say),
        block("coverage", None, [*coverage.coverage(view), original], say),
        block("series", say("data.series.deck"), series(view), say),
        block("validation", None, validation.validation(view), say),
        block("downloads", say("data.downloads.deck"), downloads(view), say),
        block("sources", None, sources(view), say),
        block("revisions", say("revisions.deck"), _revisions(view), say),
        block("method", say("method.deck"), method(view), say),
    ]


def _finding(view: View) -> list[str | Component]:
    say, totals = view.say, view.totals
    figures = numbers.decimal(sum(view.used.values()), 0)
    about = {"figures": figures, "sources": len(view.used)}
    if not totals["checks"] or totals["broken"]:
        return markup(say("data.finding_plain", **about))
    if totals["exceptions"]:
        return markup(
            say("data.finding_exceptions", checks=totals["checks"], exceptions=totals["exceptions"], **about)
        )
    return markup(say("data.finding", checks=totals["checks"], **about))


def _revisions(view: View) -> list[Component]:
    link = html.A(view.say("releases.rules.link"), href=path(view.say.lang, "data/releases"))
    return [revisions(view.dataset, view.say), html.P(link, className="links")]
