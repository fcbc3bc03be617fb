"""Unknown paths and failed requests get a helpful page, the bare address a language."""

import logging
from collections.abc import Callable, Collection
from urllib.parse import quote

from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.wrappers import Response as WerkzeugResponse

from data.languages import LANGUAGES
from data.snapshot import AlteredError
from service import problems
from service.health import PATHS

# For programs, not for readers: their errors are JSON.
MACHINE = ("/_dash-", "/_reload-hash", "/oembed", *PATHS)

Render = Callable[[int, str], str]

_log = logging.getLogger(__name__)


def language() -> str:
    """Return the language of the current request: of its path, of Accept-Language, else the first."""
    first = request.path.lstrip("/").partition("/")[0]
    if first in LANGUAGES:
        return first
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0]) or LANGUAGES[0]


def _query() -> str:
    return quote(request.query_string, safe="%&=+,;:@/?!$'()*-._~")


def _neighbour(path: str, pages: Collection[str]) -> str:
    """Return the page that a path means, or "".

    It differs in its closing slash or in the case of its letters, or it is the only one that ends so
    (/en/reach: /en/why/reach).
    """
    rest, _, code = path.rstrip("/").lower().rpartition("/")
    near = (path.removesuffix("/"), path + "/", f"{rest}/{code}", f"{rest}/{code}/", f"{rest}/{code.upper()}")
    if found := next((other for other in near if other in pages), ""):
        return found
    ends = [page for page in pages if page.startswith(f"{rest}/") and page.endswith(f"/{code}")]
    return ends[0] if len(ends) == 1 and rest.lstrip("/") in LANGUAGES else ""


def _move(path: str, query: str, *, by_reader: bool = False) -> WerkzeugResponse:
    """Lead to a path; by_reader: whether it depends on the language that the reader accepts."""
    response = redirect(f"{path}?{query}" if query else path, 302)
    response.headers["Cache-Control"] = "no-store"
    if by_reader:
        response.vary.add("Accept-Language")
    return response


def _with_language(pages: Collection[str]) -> WerkzeugResponse | None:
    """Lead a path without its language to the page in the language of ``lang``, else in the reader's."""
    requested = request.args.get("lang", "")
    path = f"/{requested if requested in LANGUAGES else language()}{request.path}"
    known = path if path in pages else _neighbour(path, pages)
    if not known:
        return None
    rest = [pair for pair in _query().split("&") if pair and pair.partition("=")[0] != "lang"]
    return _move(known, "&".join(rest), by_reader=True)


def _answer(error: HTTPException, render: Render) -> WerkzeugResponse:
    if problems.is_api():
        return problems.answer(error)
    response = Response.from_app(error.get_response(), request.environ)  # keeps Allow, Retry-After
    status = error.code or 500
    if request.path.startswith(MACHINE):
        response.data = jsonify(error=error.name).data
        response.content_type = "application/json"
        return response
    response.data = render(status, language()).encode()
    response.content_type = "text/html; charset=utf-8"
    if status == 429 and request.method in ("GET", "HEAD"):
        response.headers["Refresh"] = response.headers.get("Retry-After", "5")  # the browser asks again
    return response


def _handle(server: Flask, render: Render) -> None:
    @server.errorhandler(HTTPException)
    def _page(error: HTTPException) -> WerkzeugResponse:
        return _answer(error, render)

    @server.errorhandler(AlteredError)
    def _altered(error: AlteredError) -> WerkzeugResponse:
        """A table is lost when it is first read: no answer is better than one from other data."""
        _log.error("%s", error)
        return _answer(ServiceUnavailable(), render)


def install(server: Flask, render: Render, pages: Collection[str]) -> None:
    """Answer unknown paths with 404 and errors with the page `render(status, language)`, JSON for programs.

    Those of the programming interface are problems (service.problems).

    `pages` are the paths that Dash draws, such as "/en/"; Dash itself would answer any path with its index.
    "/" leads to the reader's language, and a path with or without the closing slash of its page, or in other
    letters (/EN/Economy/chn), to the page; so does its last part alone (/en/reach), and a path without its
    language (/brief/CHN?lang=zh).
    """
    _handle(server, render)

    @server.before_request
    def _known() -> WerkzeugResponse | None:
        if request.path == "/" and request.method in ("GET", "HEAD"):
            return _move(f"/{language()}/", _query(), by_reader=True)
        # Only Dash's catch-all takes any path; paths of other rules are known.
        if request.url_rule is None or request.url_rule.rule != "/<path:path>" or request.path in pages:
            return None
        if other := _neighbour(request.path, pages):
            return _move(other, _query())
        return _with_language(pages) or abort(404)


def close(server: Flask, render: Render) -> None:
    """Answer 503 with the page `render(503, language)` everywhere but on /healthz and /readyz.

    For a process that found no snapshot it may serve; `server` needs no pages of its own.
    """
    _handle(server, render)

    @server.before_request
    def _closed() -> None:
        if request.path not in PATHS:
            abort(503)
