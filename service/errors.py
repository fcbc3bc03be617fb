"""Unknown paths and failed requests get a helpful page, programs a problem, the bare address a language."""

import json
import logging
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.exceptions import BadRequest, Gone, HTTPException, ServiceUnavailable
from werkzeug.wrappers import Response as WerkzeugResponse

from data.api import FAULTS, ROOT
from data.languages import LANGUAGES
from data.snapshot import AlteredError
from service.health import PATHS

# For programs, not for readers: their errors are JSON.
MACHINE: Final = ("/_dash-", "/_reload-hash", "/oembed", *PATHS)
MIMETYPE: Final = "application/problem+json"
PAGE: Final = "/en/data/api"
_SHORT: Final = 20  # values that an answer lists
_LONGEST: Final = 60  # characters of a value that an answer repeats
_GENERAL: Final = {
    404: f"There is nothing at this address; {ROOT} lists what there is",
    405: "The interface is only read: GET and HEAD",
    500: "A fault of the server; the request may be sent again",
    503: "No verified snapshot can be served",
}

Render = Callable[[int, str, str], str]
"""What writes the page of an error: of its status, a language, and the path that was asked for."""

_log = logging.getLogger(__name__)


def is_api() -> bool:
    """Return whether the current request is one of the programming interface."""
    return request.path == "/api" or request.path.startswith("/api/")


class Problem(BadRequest):
    """A query that cannot be answered: which kind of FAULTS, of which parameter, and what it may be."""

    def __init__(self, fault: str, detail: str, parameter: str = "", allowed: Sequence[object] = ()) -> None:
        super().__init__(detail)
        self.fault, self.parameter = fault, parameter
        self.allowed = list(allowed) if len(allowed) <= _SHORT else []


def shorten(value: str) -> str:
    """Return a value as a problem repeats it: in quotes, printable, and not too long."""
    cut = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return "'" + "".join(sign if sign.isprintable() else "\\ufffd" for sign in cut) + "'"


def language() -> str:
    """Return the language of the current request: of its path, of Accept-Language, else the first."""
    first = request.path.lstrip("/").partition("/")[0]
    if first in LANGUAGES:
        return first
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0]) or LANGUAGES[0]


def _handle(server: Flask, render: Render) -> None:
    """Answer errors: a problem (RFC 9457) of the interface, JSON for programs, else a page."""

    def answer(error: HTTPException) -> WerkzeugResponse:
        response = Response.from_app(error.get_response(), request.environ)  # keeps Allow, Retry-After
        status = error.code or 500
        if is_api():
            about: dict[str, Any] = {
                "type": "about:blank",
                "title": error.name,
                "status": status,
                "detail": _GENERAL.get(status, error.name),
                "instance": quote(request.path[:200], safe="/-._~,:@"),
            }
            if isinstance(error, Gone):
                about["detail"] = error.description
            if isinstance(error, Problem):
                about |= {"type": f"{PAGE}#{error.fault}", "title": FAULTS[error.fault]}
                about["detail"] = error.description
                about |= {"parameter": error.parameter} if error.parameter else {}
                about |= {"allowed": error.allowed} if error.allowed else {}
            response.data = json.dumps(about).encode()
            response.content_type = MIMETYPE
        elif request.path.startswith(MACHINE):
            response.data = jsonify(error=error.name).data
            response.content_type = "application/json"
        else:
            response.data = render(status, language(), request.path).encode()
            response.content_type = "text/html; charset=utf-8"
        return response

    def altered(error: AlteredError) -> WerkzeugResponse:
        """Answer 503 for a table that was altered after it was verified: better than a wrong answer."""
        _log.error("%s", error)
        return answer(ServiceUnavailable())

    server.register_error_handler(HTTPException, answer)
    server.register_error_handler(AlteredError, altered)


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


def query_string() -> str:
    """Return the query of the current request as it may stand in a header."""
    return quote(request.query_string, safe="%&=+,;:@/?!$'()*-._~")


def move(path: str, query: str, *, by_reader: bool = False) -> WerkzeugResponse:
    """Lead to a path; by_reader: whether it depends on the language that the reader accepts."""
    path, mark, part = path.partition("#")
    response = redirect((f"{path}?{query}" if query else path) + mark + part)
    response.headers["Cache-Control"] = "no-store"
    if by_reader:
        response.vary.add("Accept-Language")
    return response


def install(server: Flask, render: Render, pages: Collection[str]) -> None:
    """Answer unknown paths with 404 and errors with the page that `render` writes, JSON for programs.

    `pages` are the paths that Dash draws, such as "/en/", and those that were withdrawn; Dash itself would
    answer any path with its index.
    "/" leads to the reader's language, and a path with or without the closing slash of its page, or in other
    letters (/EN/Economy/kor), to the page; so does its last part alone (/en/reach), and a path without its
    language (/brief/KOR?lang=zh).
    """
    _handle(server, render)

    @server.before_request
    def _known() -> WerkzeugResponse | None:
        path, query = request.path, query_string()
        if path == "/" and request.method in ("GET", "HEAD"):
            return move(f"/{language()}/", query, by_reader=True)
        # Only Dash's catch-all takes any path; paths of other rules are known.
        if request.url_rule is None or request.url_rule.rule != "/<path:path>" or path in pages:
            return None
        if other := _neighbour(path, pages):
            return move(other, query)
        named = request.args.get("lang", "")  # without a language in its path
        path = f"/{named if named in LANGUAGES else language()}{path}"
        known = (path if path in pages else _neighbour(path, pages)) or abort(404)
        rest = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != "lang"]
        return move(known, "&".join(rest), by_reader=True)


def close(server: Flask, render: Render) -> None:
    """Answer 503 with the page of `render`, but on /healthz and /readyz: no snapshot may be served."""
    _handle(server, render)

    @server.before_request
    def _closed() -> None:
        if request.path not in PATHS:
            abort(503)
