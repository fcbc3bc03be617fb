"""The credit of a view: the providers of its data first, then this site and its snapshot; and their terms."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.reuse import reuse
from components import numbers
from components.parts.figure_card import Credit, copyable
from components.parts.reuse import answered
from components.text import Words
from data.citation import cite, families, index

ADDRESS = "{address}"  # the browser puts the address of the view in its place
_LISTED = 3  # vintages of a provider; of more the first and the last are named


def citation(dataset: Dataset, title: str, editions: Iterable[int], t: Words) -> Credit:
    """Return the citation as text, BibTeX and RIS, and the answer to "may I reuse this?".

    editions: of the index, those that the view shows. The browser fills in the address of the view.
    """
    found = sorted({int(edition) for edition in editions})
    forms = _forms(dataset, title, [index(dataset.catalog.phrases, t.lang, found[0], found[-1])], t)
    return Credit(forms, answered(reuse(dataset, t.lang, (), tuple(found)), t))


def cited(
    dataset: Dataset, title: str, releases: Iterable[str], t: Words, editions: Iterable[int] = ()
) -> Credit:
    """Return the same for a view of series: its providers with the vintages of the releases shown.

    releases: ids in the table sources, in the order in which they are named.
    """
    named = tuple(dict.fromkeys(releases))
    found = reuse(dataset, t.lang, named, tuple(sorted({int(edition) for edition in editions})))
    return Credit(_forms(dataset, title, _providers(dataset, named, t), t), answered(found, t))


def _providers(dataset: Dataset, releases: Iterable[str], t: Words) -> list[str]:
    """Return the providers of releases with their vintages, of many the first and the last."""

    def dates(vintages: list[str]) -> str:
        months = list(dict.fromkeys(numbers.month(one, t.lang) for one in sorted(vintages)))
        return (
            t.listing(months) if len(months) <= _LISTED else t("list.span", first=months[0], last=months[-1])
        )

    table, phrases = dataset.table("sources"), dataset.catalog.phrases
    ends = dataset.editions[0], dataset.editions[-1]
    return families(phrases, t.lang, table, dataset.catalog.sources, releases, ends, dates)


def whole(
    dataset: Dataset,
    title: str,
    t: Words,
    address: str = ADDRESS,
    heading: type[html.H3 | html.H4] = html.H4,
) -> list[Component]:
    """Return the same for what rests on all data of the site: the index, and how many others.

    address: where the browser puts in the origin only.
    """
    first, *others = _providers(dataset, dataset.table("sources")["source"], t)
    more = dataset.catalog.phrases["cite_others"].get(t.lang).format(count=len(others))
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
        copyable(citing.text, t("card.cite_text"), t, heading),
        copyable(citing.bibtex(), "BibTeX", t, heading),
        copyable(citing.ris(), "RIS", t, heading),
    ]
