"""The feed of changes of the data, in Atom (RFC 4287), one in each language."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flask import Flask, Response, abort

from analysis.dataset import Dataset
from analysis.news import Feed
from data.languages import LANGUAGES, TAGS
from service.search_engines import answer

ATOM: Final = "application/atom+xml"
NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_OWNED: Final = "2026"  # of tag URIs (RFC 4151): a year in which the host was the site's


def atom(feed: Feed, lang: str, site: str) -> str:
    """Return the feed as XML. Its ids are tags of the host and what changed: no answer makes new ones."""
    tag = f"tag:{urlsplit(site).hostname},{_OWNED}:"
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": TAGS[lang], "xml:base": f"{site}/"})
    _texts(root, title=feed.title, subtitle=feed.subtitle, id=f"{tag}feed/{lang}", updated=_at(feed.day))
    SubElement(root, "link", rel="self", type=ATOM, href=f"{site}/{lang}/feed.xml")
    SubElement(root, "link", rel="alternate", type="text/html", href=f"{site}/{lang}/")
    _texts(SubElement(root, "author"), name=feed.author)
    for entry in feed.entries:
        node = SubElement(root, "entry")
        _texts(node, title=entry.title, id=f"{tag}{entry.key}/{lang}", updated=_at(entry.day))
        _texts(node, summary=entry.text)
        SubElement(node, "link", rel="alternate", type="text/html", href=site + entry.path)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def _at(day: str) -> str:
    return f"{day}T00:00:00Z"


def install(
    server: Flask,
    current: Callable[[], Dataset],
    feed: Callable[[Dataset, str], Feed],
    site: Callable[[], str],
) -> None:
    """Serve /<lang>/feed.xml, and /feed.xml in the first language.

    404 where the address of the site, which the ids of entries need, is not known.
    """

    @server.get("/feed.xml")
    @server.get(f"/<any({', '.join(LANGUAGES)}):lang>/feed.xml")
    def feed_file(lang: str = LANGUAGES[0]) -> Response:
        address = site() or abort(404)
        return answer(atom(feed(current(), lang), lang, address), ATOM)
