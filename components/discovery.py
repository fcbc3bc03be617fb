"""What leads others to a page: its address, its other languages, its figure for other sites, and the feed."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from components.pages import Page
from components.prerender.document import origin
from components.text import words
from data.languages import alternates


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


def _alternate(kind: str, address: str, title: str) -> str:
    return f'<link rel="alternate" type="{kind}" href="{escape(address)}" title="{escape(title)}">'
