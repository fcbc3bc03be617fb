"""oEmbed 1.0 (oembed.com): what other sites show in place of a link to a page or a figure of this one."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from analysis.dataset import Dataset
from analysis.query import query_of
from data.languages import known_language
from service.headers import EMBED
from service.snapshots import KEY, Snapshots

PATH: Final = "/oembed"
WIDTH: Final = 680
"""Of a frame in pixels, where nobody limits it: the widest that the heights of cards are declared for."""
AGE: Final = 3600  # seconds for which a consumer may keep an answer
_EMBED: Final = "/embed/"

Target = tuple[str, str, Mapping[str, str]]
"""Name of a card, language, and what the path itself asks for: the key and value of an item."""
Finding = Callable[[Dataset, str, str, Mapping[str, str]], tuple[str, str]]
"""(dataset, name of a card, language, choices) -> the sentence above its figure, the address of the view."""


def install(
    server: Flask,
    current: Callable[[], Dataset],
    snapshots: Snapshots,
    heights: Mapping[str, int],
    pages: Mapping[str, Target],
    find: Finding,
    site: Callable[[], str],
) -> None:
    """Serve /oembed?url=…&maxwidth=&maxheight=&format=json.

    400 without an address, 404 for one that is not of this site or has no figure, 501 for a format other than
    JSON. heights: of the frames of cards; pages: paths with the card that stands for them; site: the address
    of the site for the current request.
    """

    def target(path: str, query: Mapping[str, str]) -> Target:
        if path.startswith(_EMBED) and (name := path.removeprefix(_EMBED)) in heights:
            return name, known_language(query.get("lang")), {}
        return pages.get(path) or pages.get(f"{path}/") or abort(404)

    @server.get(PATH)
    def oembed() -> Response:
        if not request.args.get("url"):
            abort(400)
        if request.args.get("format", "json") != "json":
            abort(501)
        home, parts = site(), _split(request.args["url"])
        if not home or parts[0] != urlsplit(home).netloc.lower():
            abort(404)
        query = query_of(parts[2])
        name, lang, given = target(parts[1], query)
        dataset = current()
        if query.get(KEY):
            served = snapshots.find(query[KEY]) or abort(404)
            dataset = served.dataset
        try:
            title, address = find(dataset, name, lang, {**query, **given})
        except HTTPException:  # too many at once
            raise
        except Exception:
            if dataset is current():
                raise
            abort(404)  # an old snapshot may lack what newer code expects: its embed is gone as well
        path, _, choices = address.partition("?")
        item = pages[path][2] if path in pages else given
        fixed = {"theme": query["theme"]} if query.get("theme") in ("light", "dark") else {}
        fixed |= {KEY: query[KEY]} if query.get(KEY) else {}
        source = urlencode({**item, **query_of(choices), "lang": lang, **fixed}, safe=",")
        width, height = (
            min(most, request.args.get(key, most, type=_pixels))
            for key, most in (("maxwidth", WIDTH), ("maxheight", heights[name]))
        )
        frame = escape(f"{home}{_EMBED}{name}?{source}")
        html = (
            f'<iframe src="{frame}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy"'
            ' style="border:0"></iframe>'
        )
        about = {"version": "1.0", "type": "rich", "title": title, "html": html}
        about |= {"provider_name": dataset.catalog.phrases["site"].get(lang), "provider_url": f"{home}/"}
        response = jsonify(**about, width=width, height=height, cache_age=AGE)
        response.headers["Cache-Control"] = EMBED
        return response


def _split(address: str) -> tuple[str, str, str]:
    """Return host and port, path and query of an address of the web; 404 for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as a bracket that nothing closes
        abort(404)
    return (
        (parts.netloc.lower(), parts.path, parts.query) if parts.scheme in ("http", "https") else abort(404)
    )


def _pixels(text: str) -> int:
    """Return a positive number of pixels; ValueError, for which the default counts, for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        raise ValueError(text)
    return int(text)
