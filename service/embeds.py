"""What other sites show of this one: /embed/<name>, previews of links at /preview/<name>.png, and oEmbed 1.0.

Nothing else that this site sends may be framed.
"""

import hashlib
from collections.abc import Callable, Container, Mapping
from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, after_this_request, g, jsonify, request

from analysis.dataset import Dataset
from analysis.query import query_of
from data.languages import LANGUAGES, known_language
from service.api.answers import Finding
from service.compression import Compressed
from service.current import KEY, SnapshotManager, valid_id
from service.errors import language
from service.files import with_etag
from service.headers import EMBED

OEMBED: Final = "/oembed"
WIDTH: Final = 680
"""Of a frame in pixels, where nobody limits it: the widest that the heights of cards are declared for."""
AGE: Final = 3600  # seconds for which a consumer of oEmbed may keep an answer
_EMBED: Final = "/embed/"

Query = Mapping[str, str]
Target = tuple[str, str, Query]
"""Name of a card, language, and what the path itself asks for: the key and value of an item."""


def install(
    server: Flask,
    current: SnapshotManager,
    heights: Mapping[str, int],
    document: Callable[[Dataset, str, str, Query], Compressed],
    missing: Callable[[str, str, Query, str], str],
    previews: Container[str],
    image: Callable[[Dataset, str, str, Query], bytes],
    pages: Mapping[str, Target],
    finding: Finding,
    site: Callable[[], str],
) -> None:
    """Serve /embed/<name>, /preview/<name>.png, and /oembed?url=…&maxwidth=&maxheight=&format=json.

    404 for an unknown name, 410 for a snapshot that is not available. No cookie and no header of the reader
    changes an answer, but Accept-Language where the address names no language. oEmbed: 400 without an
    address, 404 for one that is not of this site or has no figure, 501 for a format other than JSON.

    heights: of the frames of cards that may be embedded; document, image: draw dataset, name, language and
    query; missing: name, language, query and the id of the missing snapshot, "" if it is none -> document in
    its place; previews: names of images; pages: paths with the card that stands for them; site: the address
    of the site for the current request.
    """

    def requested(name: str, names: Container[str]) -> tuple[str, dict[str, str]]:
        """Return the language and the query of a view; 404 if none that may be shown has the name."""
        if name not in names:
            abort(404)
        query = query_of(request.query_string.decode("ascii", "replace"))
        if query.get("lang") in LANGUAGES:
            return query["lang"], query

        @after_this_request
        def _varied(response: Response) -> Response:
            response.vary.add("Accept-Language")
            return response

        return language(), query

    @server.get(f"{_EMBED}<name>")
    def embed(name: str) -> Response:
        lang, query = requested(name, heights)
        g.framed = True  # first: an error page is framed as well
        rendered = current.rendered(name, query, lambda dataset: document(dataset, name, lang, query))
        if rendered is None:
            return Response(missing(name, lang, query, valid_id(query[KEY])), status=410)
        return rendered.response()

    @server.get("/preview/<name>.png")
    def preview(name: str) -> Response:
        lang, query = requested(name, previews)
        png = current.rendered(name, query, lambda dataset: image(dataset, name, lang, query)) or abort(410)
        g.shared = True
        return with_etag(png, "image/png", hashlib.sha256(png).hexdigest()[:32])

    @server.get(OEMBED)
    def oembed() -> Response:
        if not request.args.get("url"):
            abort(400)
        if request.args.get("format", "json") != "json":
            abort(501)
        home = site()
        try:
            parts = urlsplit(request.args["url"])
        except ValueError:  # such as a bracket that nothing closes
            abort(404)
        ours = parts.scheme in ("http", "https") and parts.netloc.lower() == urlsplit(home).netloc.lower()
        if not home or not ours:
            abort(404)
        path, query = parts.path, query_of(parts.query)
        given: Query = {}
        if path.startswith(_EMBED) and path.removeprefix(_EMBED) in heights:
            name, lang = path.removeprefix(_EMBED), known_language(query.get("lang"))
        else:
            name, lang, given = pages.get(path) or pages.get(f"{path}/") or abort(404)
        of_view = {**query, **given}
        found = current.rendered(name, query, lambda dataset: finding(dataset, name, lang, of_view))
        title, address = found or abort(404)
        path, _, choices = address.partition("?")
        item = pages[path][2] if path in pages else given
        fixed = {"theme": query["theme"]} if query.get("theme") in ("light", "dark") else {}
        fixed |= {KEY: query[KEY]} if query.get(KEY) else {}
        source = urlencode({**item, **query_of(choices), "lang": lang, **fixed}, safe=",")
        width, height = (
            min(most, request.args.get(key, most, type=_pixels))
            for key, most in (("maxwidth", WIDTH), ("maxheight", heights[name]))
        )
        html = (
            f'<iframe src="{escape(f"{home}{_EMBED}{name}?{source}")}" title="{escape(title)}" '
            f'width="{width}" height="{height}" loading="lazy" style="border:0"></iframe>'
        )
        about = {"version": "1.0", "type": "rich", "title": title, "html": html}
        about |= {"provider_name": current().catalog.phrases["site"].get(lang), "provider_url": f"{home}/"}
        response = jsonify(**about, width=width, height=height, cache_age=AGE)
        response.headers["Cache-Control"] = EMBED
        return response


def _pixels(text: str) -> int:
    """Return a positive number of pixels; ValueError, for which the default counts, for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        raise ValueError(text)
    return int(text)
