"""What leads others to a page: its address, its other languages, its figure for other sites, and the feed."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from analysis.dataset import Dataset
from components.pages import Page
from components.prerender.document import origin
from components.routes import Route, canonical
from components.shell import name_of, path
from components.text import words
from data.languages import TAGS, alternates


def links(address: str, lang: str, page: Page, query: Mapping[str, str], *, embeddable: bool) -> str:
    """Return links for the head of a page: canonical, hreflang, the feed, and oEmbed where it has a figure.

    address: the full one of the page, without choices; query: the choices of the view.
    """
    site, t = origin(address), words(lang)
    found = [
        f'<link rel="canonical" href="{escape(address)}">',
        *(
            f'<link rel="alternate" hreflang="{tag}" href="{escape(site + path)}">'
            for tag, path in alternates(address.removeprefix(site))
        ),
        _alternate("application/atom+xml", f"{site}/{lang}/feed.xml", t("news.title")),
    ]
    if embeddable:
        choices = urlencode({key: query[key] for key in page.keys if key in query}, safe=",")
        view = urlencode({"url": f"{address}?{choices}" if choices else address, "format": "json"})
        found.append(_alternate("application/json+oembed", f"{site}/oembed?{view}", t("site.name")))
    return "\n" + "\n".join(found)


def subject(dataset: Dataset, route: Route) -> dict[str, Any]:
    """Return what schema.org has for a page: its site, the way to it, and the economy that it is about.

    {} where the address of the site is not known.
    """
    lang, page, given = route
    t, items = words(lang), {key: value for key, value in given.items() if key in ("economy", "pillar")}
    if not dataset.address:
        return {}
    aims = {f"strategy.short.{one.number}": (one.slug, str(one.number)) for one in dataset.catalog.strategy}
    names = {value: t(key) for key, values in aims.items() for value in values} | dataset.labels(lang)
    way = {path(lang, ""): t("site.name")}
    way |= {path(lang, page.path): t(name_of(page.path))} if page.path else {}
    way |= {canonical(dataset, route): names[value] for value in items.values()}
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": dataset.address + address}
        for place, (address, name) in enumerate(way.items(), 1)
    ]
    site = {"@type": "WebSite", "@id": f"{dataset.address}/#site", "url": f"{dataset.address}/"}
    site |= {"name": t("site.name"), "alternateName": t("site.subtitle")}
    found = {
        "@type": "WebPage",
        "url": dataset.address + canonical(dataset, route),
        "inLanguage": TAGS[lang],
        "dateModified": dataset.snapshot.created,
        "isPartOf": {"@id": site["@id"]},
        "isBasedOn": f"{dataset.address}/en/data",
        "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": steps},
    }
    if "economy" in items:
        found["about"] = {"@type": "Place", "name": names[items["economy"]]}
    return {"@context": "https://schema.org", "@graph": [site, found]}


def _alternate(kind: str, address: str, title: str) -> str:
    return f'<link rel="alternate" type="{kind}" href="{escape(address)}" title="{escape(title)}">'
