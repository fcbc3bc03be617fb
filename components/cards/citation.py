"""The credit of a view: the providers of its data first, then this site and its snapshot; and their terms."""

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
    """Whose data a view shows: citation in its forms, and what readers may do with the data."""

    citation: list[Component]
    reuse: list[Component]


ADDRESS = "{address}"  # the browser puts the address of the view in its place
_LISTED = 3  # vintages of a provider; of more the first and the last are named


def cited_providers(
    dataset: Dataset, title: str, releases: Iterable[str], t: Words, editions: Iterable[int] = ()
) -> Credit:
    """Return the citation as text, BibTeX and RIS, and the answer to "may I reuse this?".

    releases: ids in the table sources of the series that the view shows, in the order in which they are named
    with their vintages; editions: of the index, which is named where there are none; all, where none is
    shown. The browser fills in the address of the view.
    """
    named, shown = tuple(dict.fromkeys(releases)), tuple(sorted({int(edition) for edition in editions}))
    of_all = shown or dataset.editions
    ends = of_all[0], of_all[-1]
    providers = _providers(dataset, named, t) if named else [index(dataset.catalog.phrases, t.lang, *ends)]
    forms = _forms(dataset, title, providers, t)
    return Credit(forms, reuse_answer(reuse(dataset, t.lang, named, shown), t))


def _providers(dataset: Dataset, releases: Iterable[str], t: Words) -> list[str]:
    def dates(vintages: list[str]) -> str:
        months = list(dict.fromkeys(t.write(one, "month") for one in sorted(vintages)))
        if len(months) <= _LISTED:
            return t.listing(months)
        return t("list.span", first=months[0], last=months[-1])

    table, phrases = dataset.table("sources"), dataset.catalog.phrases
    ends = dataset.editions[0], dataset.editions[-1]
    return families(phrases, t.lang, table, dataset.catalog.sources, releases, ends, dates)


def all_sources(
    dataset: Dataset, title: str, t: Words, address: str = ADDRESS, heading: type[html.H3 | html.H4] = html.H4
) -> list[Component]:
    """Return the same for what rests on all data of the site: the index, and how many others.

    address: where the browser puts in the origin only.
    """
    first, *others = _providers(dataset, dataset.table("sources")["source"], t)
    more = t.phrase(dataset.catalog.phrases["cite_others"]).format(count=len(others))
    return _forms(dataset, title, [first, more], t, address, heading)


def _forms(
    dataset: Dataset,
    title: str,
    providers: list[str],
    t: Words,
    address: str = ADDRESS,
    heading: type[html.H3 | html.H4] = html.H4,
) -> list[Component]:
    snapshot = (dataset.snapshot.id, dataset.snapshot.created)
    citing = cite(dataset.catalog.phrases, t.lang, title, providers, snapshot, address)
    return [
        copyable_text(citing.text, t("card.cite_text"), t, heading),
        copyable_text(citing.bibtex(), "BibTeX", t, heading),
        copyable_text(citing.ris(), "RIS", t, heading),
    ]


def reuse_answer(found: Reuse, t: Words) -> list[Component]:
    """Return the answer, the sentence that it opens, and what the browser writes on images."""
    links = {"MIT": path(t.lang, "about#licences"), **found.links}
    names = "|".join(re.escape(name) for name in sorted(links, key=len, reverse=True))
    sentence = [
        html.A(part, href=links[part], rel="noopener") if part in links else part
        for part in re.split(f"({names})", found.text)
    ]
    return [
        html.Summary([t("card.reuse"), html.B(found.answer)]),
        html.P(sentence),
        html.Span(found.short, hidden=True, **attributes(data_part="picture-reuse")),
    ]


def copyable_text(
    text: str, label: str, words: Words, heading: type[html.H3 | html.H4] = html.H4, part: str = "text"
) -> html.Div:
    """Return a text that can be copied as a whole, below a heading of the level that its place asks for."""
    copy = button(words("card.copy"), data_action="copy", data_done=words("card.copied"))
    content = html.Pre(text, tabIndex="0", role="group", **attributes(data_part=part, aria_label=label))
    head = html.Div([heading(label), copy], className="copy-head")
    return html.Div([head, notices(), content], className="copyable")


def notices() -> html.Div:
    """Return the place for what went wrong, which scripts fill; they write into nothing that Dash fills."""
    return html.Div(**attributes(data_part="notices"))
