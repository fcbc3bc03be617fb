"""What search engines read first: /robots.txt, and /sitemap.xml with every page in every language."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final

from flask import Flask, Response, abort, request

from analysis.dataset import Dataset
from data.api import ROOT
from data.languages import alternates
from service.headers import EMBED

SITEMAP: Final = "/sitemap.xml"
ENDLESS: Final = ("/*?", "/_dash", "/embed/", "/oembed")
"""Views by their query and what only programs ask for: without end, or nothing that a reader looks for."""
NEEDED: Final = ("/assets/", "/_dash-component-suites/", "/_dash-dependencies", "/preview/", f"{ROOT}/")
"""What pages are drawn with and llms.txt recommends, with a query too: by RFC 9309 the longer path decides"""
PREVIEWS: Final = (
    *("Twitterbot", "facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding", "Discordbot"),
    *("TelegramBot", "WhatsApp", "Embedly", "Iframely"),
)
"""Programs that read one address, which a reader shared, for its preview: they may read views as well."""


def robots(site: str) -> str:
    """Return robots.txt (RFC 9309); site: the address of the site, or "" where it is not known."""
    lines = [
        *(f"User-agent: {name}" for name in PREVIEWS),
        *("Allow: /", "", "User-agent: *"),
        *(f"Allow: {path}" for path in NEEDED),
        *(f"Disallow: {path}" for path in ENDLESS),
        *(["", f"Sitemap: {site}{SITEMAP}"] if site else []),
    ]
    return "\n".join(lines) + "\n"


def sitemap(paths: Iterable[str], site: str, day: str) -> str:
    """Return the sitemap (sitemaps.org 0.9). paths: in the first language; day: of the snapshot."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path in paths:
        listed = alternates(path)
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(site + other)}"/>'
            for tag, other in listed
        )
        lines += [
            f"<url><loc>{escape(site + other)}</loc><lastmod>{day}</lastmod>{links}</url>"
            for _, other in listed[:-1]
        ]
    return "\n".join([*lines, "</urlset>"]) + "\n"


def install(
    server: Flask,
    current: Callable[[], Dataset],
    pages: Callable[[Dataset], Sequence[str]],
    site: Callable[[], str],
) -> None:
    """Serve both files; 404 for the sitemap where the address of the site is not known.

    pages: the paths to list, in the first language; site: the address of the site for the current request.
    """

    @server.get("/robots.txt")
    def robots_file() -> Response:
        return answer(robots(site()), "text/plain")

    @server.get(SITEMAP)
    def sitemap_file() -> Response:
        dataset, address = current(), site() or abort(404)
        return answer(sitemap(pages(dataset), address, dataset.snapshot.created), "application/xml")


def answer(text: str, mimetype: str) -> Response:
    """Return a text with its ETag, which caches may keep as long as an embed."""
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = EMBED
    response.add_etag()
    response.make_conditional(request)
    return response
