"""The citation of a view: the providers of its data first, then this site and its snapshot."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from components import numbers
from components.parts.figure_card import copyable
from components.site import Site
from components.text import Words
from data.citation import cite, families, index

ADDRESS = "{address}"  # the browser puts the address of the view in its place


def citation(site: Site, title: str, first: int, last: int, say: Words) -> list[Component]:
    """Return the citation as text, BibTeX and RIS; the browser fills in the address of the view.

    first, last: the editions of the index that the view shows.
    """
    return _forms(site, title, [index(site.catalog.phrases, say.lang, first, last)], say)


def cited(site: Site, title: str, releases: Iterable[str], say: Words) -> list[Component]:
    """Return the same for a view of series: its providers with the vintages of the releases shown.

    releases: ids in the table sources, in the order in which they are named.
    """

    def dates(vintages: list[str]) -> str:
        return say.listing(list(dict.fromkeys(numbers.month(one, say.lang) for one in vintages)))

    table, phrases = site.snapshot.table("sources"), site.catalog.phrases
    ends = site.editions[0], site.editions[-1]
    providers = families(phrases, say.lang, table, site.catalog.sources, releases, ends, dates)
    return _forms(site, title, providers, say)


def whole(site: Site, title: str, address: str, say: Words) -> list[Component]:
    """Return the same for the site as a whole, at an address of which the browser knows the origin."""
    provider = index(site.catalog.phrases, say.lang, site.editions[0], site.editions[-1])
    return _forms(site, title, [provider], say, address, html.H3)


def _forms(
    site: Site,
    title: str,
    providers: list[str],
    say: Words,
    address: str = ADDRESS,
    heading: type[html.H3 | html.H4] = html.H4,
) -> list[Component]:
    snapshot = (site.snapshot.id, site.snapshot.created)
    made = cite(site.catalog.phrases, say.lang, title, providers, snapshot, address)
    return [
        copyable(made.text, say("card.cite_text"), say, heading),
        copyable(made.bibtex(), "BibTeX", say, heading),
        copyable(made.ris(), "RIS", say, heading),
    ]
