"""The citation of a view: the provider of the data first, then this site and its snapshot."""

from collections.abc import Iterable

from dash.development.base_component import Component

from components.parts.figure_card import copyable
from components.site import Site
from components.text import Words


def citation(site: Site, title: str, first: int, last: int, say: Words) -> list[Component]:
    """Return the citation as text, BibTeX and RIS; the browser fills in the address of the view.

    first, last: the editions of the index that the view shows.
    """
    snapshot = site.snapshot
    values = {"first": first, "last": last, "id": snapshot.id, "created": snapshot.created}
    text = say("cite.text", title=title, url="{address}", **values)
    note = say("cite.bibtex_note", **values)
    year = snapshot.created[:4]
    bibtex = (
        f"@misc{{wipo_gii_{snapshot.id},\n  author = {{{{World Intellectual Property Organization}}}},\n"
        f"  title = {{{{{title}}}}},\n  howpublished = {{Innovation Trajectory, {{address}}}},\n"
        f"  year = {{{year}}},\n  note = {{{note}}}\n}}"
    )
    ris = (
        f"TY  - DATA\nAU  - World Intellectual Property Organization\nTI  - {title}\n"
        "PB  - Innovation Trajectory\n"
        f"PY  - {year}\nN1  - {note}\nUR  - {{address}}\nER  - "
    )
    return [
        copyable(text, say("card.cite_text"), say),
        copyable(bibtex, "BibTeX", say),
        copyable(ris, "RIS", say),
    ]


def cited(site: Site, title: str, families: Iterable[str], say: Words) -> list[Component]:
    """Return the citation of a view of several providers: each of them, then this site and its snapshot."""
    snapshot, known = site.snapshot, site.catalog.sources
    providers = [known[family] for family in families]
    values = {"id": snapshot.id, "created": snapshot.created, "title": title}
    text = " ".join(one.citation for one in providers) + say("cite.shown", url="{address}", **values)
    note = say("cite.data", providers="; ".join(one.publisher.get(say.lang) for one in providers), **values)
    year = snapshot.created[:4]
    bibtex = (
        f"@misc{{innovation_trajectory_{snapshot.id},\n  author = {{{{Innovation Trajectory}}}},\n"
        f"  title = {{{{{title}}}}},\n  howpublished = {{{{address}}}},\n  year = {{{year}}},\n"
        f"  note = {{{note}}}\n}}"
    )
    ris = (
        f"TY  - DATA\nAU  - Innovation Trajectory\nTI  - {title}\nPY  - {year}\nN1  - {note}\n"
        "UR  - {address}\nER  - "
    )
    return [
        copyable(text, say("card.cite_text"), say),
        copyable(bibtex, "BibTeX", say),
        copyable(ris, "RIS", say),
    ]
