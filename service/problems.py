"""Errors of the programming interface as application/problem+json (RFC 9457)."""

import json
from collections.abc import Sequence
from typing import Any, Final, cast
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import HTTPException

from data.api import FAULTS, ROOT

MIMETYPE: Final = "application/problem+json"
PAGE: Final = "/en/data/api"
_SHORT: Final = 20  # values that an answer lists
_LONGEST: Final = 60  # characters of a value that an answer repeats


def is_api() -> bool:
    """Return whether the current request is one of the programming interface."""
    return request.path == "/api" or request.path.startswith("/api/")


class Problem(HTTPException):
    """A query that cannot be answered: which kind of FAULTS, of which parameter, and what it may be."""

    def __init__(self, fault: str, detail: str, parameter: str = "", allowed: Sequence[object] = ()) -> None:
        super().__init__(detail)
        self.code = FAULTS[fault].status
        self.fault, self.parameter = fault, parameter
        self.allowed = list(allowed) if len(allowed) <= _SHORT else []


def short(value: str) -> str:
    """Return a value as a problem repeats it: in quotes, printable, and not too long."""
    cut = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return "'" + "".join(sign if sign.isprintable() else "\\ufffd" for sign in cut) + "'"


def body(error: HTTPException) -> dict[str, Any]:
    """Return the problem that an error is."""
    status = error.code or 500
    about: dict[str, Any] = {
        "type": "about:blank",
        "title": error.name,
        "status": status,
        "detail": _GENERAL.get(status, error.name),
        "instance": quote(request.path[:200], safe="/-._~,:@"),
    }
    if isinstance(error, Problem):
        about |= {"type": f"{PAGE}#{error.fault}", "title": FAULTS[error.fault].title}
        about["detail"] = error.description
        about |= {"parameter": error.parameter} if error.parameter else {}
        about |= {"allowed": error.allowed} if error.allowed else {}
    return about


_GENERAL: Final = {
    404: f"There is nothing at this address; {ROOT} lists what there is",
    405: "The interface is only read: GET and HEAD",
    500: "A fault of the server; the request may be sent again",
    503: "No verified snapshot can be served",
}


def answer(error: HTTPException) -> Response:
    """Return the answer for an error; headers such as Allow stay."""
    response = cast(Response, Response.from_app(error.get_response(), request.environ))
    response.data = json.dumps(body(error)).encode()
    response.content_type = MIMETYPE
    return response
