"""Citations of views (the providers of the data first, then this site and its snapshot) and their terms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.reuse import Reuse, reuse
from components.text.attributes import attributes, button
from components.text.catalog import Words
from components.text.paths import path
from data.citation import cite, families, index


@dataclass(frozen=True, slots=True)
class Credit:
    """The citation of a view in several formats, and the terms of reuse of its data."""

    citation: list[Component]
    reuse: list[Component]


ADDRESS = "{address}"  # the browser replaces it by the address of the view
_MAX_LISTED_VINTAGES = 3  # of a provider; if there are more, only the first and the last are named


def cited_providers(
    dataset: Dataset, title: str, releases: Iterable[str], t: Words, editions: Iterable[int] = ()
) -> Credit:
    """Return the citation as text, BibTeX and RIS, and the answer to "may I reuse this?".

    The browser fills in the address of the view.

    Parameters
    ----------
    releases : ids of rows of the table sources, in the order of citation; without them the index is cited
    editions : editions of the index that the view shows; none means all
    """
    release_ids = tuple(dict.fromkeys(releases))
    shown_editions = tuple(sorted({int(edition) for edition in editions}))
    cited_editions = shown_editions or dataset.editions
    if release_ids:
        providers = _providers(dataset, release_ids, t)
    else:
        providers = [index(dataset.catalog.phrases, t.lang, cited_editions[0], cited_editions[-1])]
    terms = reuse(dataset, t.lang, release_ids, shown_editions)
    return Credit(_formats(dataset, title, providers, t), reuse_answer(terms, t))


def _providers(dataset: Dataset, releases: Iterable[str], t: Words) -> list[str]:
    def dates(vintages: list[str]) -> str:
        months = list(dict.fromkeys(t.write(vintage, "month") for vintage in sorted(vintages)))
        if len(months) <= _MAX_LISTED_VINTAGES:
            return t.listing(months)
        return t("list.span", first=months[0], last=months[-1])

    table, phrases = dataset.table("sources"), dataset.catalog.phrases
    ends = dataset.editions[0], dataset.editions[-1]
    return families(phrases, t.lang, table, dataset.catalog.sources, releases, ends, dates)


def all_sources(
    dataset: Dataset, title: str, t: Words, address: str = ADDRESS, heading: type[html.H3 | html.H4] = html.H4
) -> list[Component]:
    """Return the citation of all data of the site: the index, and the number of other providers.

    In an ``address`` other than the default, the browser fills in only the origin.
    """
    first, *remaining = _providers(dataset, dataset.table("sources")["source"], t)
    more = t.phrase(dataset.catalog.phrases["cite_others"]).format(count=len(remaining))
    return _formats(dataset, title, [first, more], t, address, heading)


def _formats(
    dataset: Dataset,
    title: str,
    providers: list[str],
    t: Words,
    address: str = ADDRESS,
    heading: type[html.H3 | html.H4] = html.H4,
) -> list[Component]:
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    citation = cite(dataset.catalog.phrases, t.lang, title, providers, snapshot, address)
    return [
        copyable_text(citation.text, t("card.cite_text"), t, heading),
        copyable_text(citation.bibtex(), "BibTeX", t, heading),
        copyable_text(citation.ris(), "RIS", t, heading),
    ]


def reuse_answer(terms: Reuse, t: Words) -> list[Component]:
    """Return the answer, the sentence that it unfolds, and the line that the browser writes on images."""
    links = {"MIT": path(t.lang, "about#licences"), **terms.links}
    names = "|".join(re.escape(name) for name in sorted(links, key=len, reverse=True))
    sentence = [
        html.A(part, href=links[part], rel="noopener") if part in links else part
        for part in re.split(f"({names})", terms.text)
    ]
    return [
        html.Summary([t("card.reuse"), html.B(terms.answer)]),
        html.P(sentence),
        html.Span(terms.short, hidden=True, **attributes(data_part="picture-reuse")),
    ]


def copyable_text(
    text: str, label: str, words: Words, heading: type[html.H3 | html.H4] = html.H4, part: str = "text"
) -> html.Div:
    """Return a text with a button that copies it, below a heading."""
    copy = button(words("card.copy"), data_action="copy", data_done=words("card.copied"))
    content = html.Pre(text, tabIndex="0", role="group", **attributes(data_part=part, aria_label=label))
    head = html.Div([heading(label), copy], className="copy-head")
    return html.Div([head, notices(), content], className="copyable")


def notices() -> html.Div:
    """Return the element into which scripts write errors; Dash leaves it alone."""
    return html.Div(**attributes(data_part="notices"))
