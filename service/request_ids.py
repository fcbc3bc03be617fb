"""Each request has an id: the one a proxy gave it, else a new one; answers and log lines carry it."""

from __future__ import annotations

import re
import secrets
from typing import Final

from flask import Flask, Response, g, has_request_context, request

HEADER: Final = "X-Request-ID"

# What proxies make: hexadecimal digits, UUIDs and the like. Anything else never reaches a log or an answer.
_SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


def current_id() -> str:
    """Return the id of the current request, "" outside of one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def install(server: Flask) -> None:
    """Give each request its id first of all, and return it with the response."""

    @server.before_request
    def _name() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _SANE.fullmatch(given) else secrets.token_hex(8)

    @server.after_request
    def _return_id(response: Response) -> Response:
        response.headers[HEADER] = current_id()
        return response
