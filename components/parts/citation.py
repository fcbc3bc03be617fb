"""The citation of a view: the provider of the data first, then this site and its snapshot."""

from collections.abc import Iterable

from dash.development.base_component import Component

from components import numbers
from components.parts.figure_card import copyable
from components.site import Site
from components.text import Words

_WIPO = "World Intellectual Property Organization"


def citation(site: Site, title: str, first: int, last: int, say: Words) -> list[Component]:
    """Return the citation as text, BibTeX and RIS; the browser fills in the address of the view.

    first, last: the editions of the index that the view shows.
    """
    values = {"first": first, "last": last, "id": site.snapshot.id, "created": site.snapshot.created}
    text = say("cite.text", title=title, url="{address}", **values)
    return _forms(
        site, title, (text, say("cite.bibtex_note", **values)), [_WIPO], f"wipo_gii_{values['id']}", say
    )


def cited(site: Site, title: str, releases: Iterable[str], say: Words) -> list[Component]:
    """Return the same for a view of series: its providers with the vintages of the releases shown.

    releases: ids in the table sources, in the order in which they are named.
    """
    rows = site.snapshot.table("sources").set_index("source")
    vintages: dict[str, list[str]] = {}
    for release in dict.fromkeys(releases):
        row = rows.loc[release]
        vintages.setdefault(str(row["family"]), []).append(numbers.month(str(row["vintage"]), say.lang))
    families = [
        (site.catalog.sources[family], list(dict.fromkeys(dates))) for family, dates in vintages.items()
    ]
    named = [
        say(
            "cite.provider",
            publisher=one.publisher.get(say.lang),
            name=one.name.get(say.lang),
            dates=say.listing(dates),
        )
        for one, dates in families
    ]
    values = {
        "id": site.snapshot.id,
        "created": site.snapshot.created,
        "sources": say("cite.join").join(named),
    }
    text = say("cite.series_text", title=title, url="{address}", **values)
    authors = list(dict.fromkeys(one.publisher.en for one, _ in families))
    return _forms(
        site, title, (text, say("cite.series_note", **values)), authors, f"trajectory_{values['id']}", say
    )


def _forms(
    site: Site, title: str, told: tuple[str, str], authors: list[str], key: str, say: Words
) -> list[Component]:
    """Return a citation in its three forms; told: the text, and the note of the other two."""
    (text, note), year = told, site.snapshot.created[:4]
    author = " and ".join(f"{{{name}}}" for name in authors)
    bibtex = (
        f"@misc{{{key},\n  author = {{{author}}},\n"
        f"  title = {{{{{title}}}}},\n  howpublished = {{Innovation Trajectory, {{address}}}},\n"
        f"  year = {{{year}}},\n  note = {{{note}}}\n}}"
    )
    named = "".join(f"AU  - {name}\n" for name in authors)
    ris = (
        f"TY  - DATA\n{named}TI  - {title}\n"
        "PB  - Innovation Trajectory\n"
        f"PY  - {year}\nN1  - {note}\nUR  - {{address}}\nER  - "
    )
    return [
        copyable(text, say("card.cite_text"), say),
        copyable(bibtex, "BibTeX", say),
        copyable(ris, "RIS", say),
    ]
