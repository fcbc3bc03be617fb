"""Files served below /assets under names with a hash of their content."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from hashlib import sha256

from flask import Flask, Response, request

from service.headers import ASSETS


def install(server: Flask, files: Mapping[str, bytes]) -> None:
    """Serve each of ``files`` at /assets/<name>; service.headers lets browsers cache them."""
    for name, content in files.items():
        server.add_url_rule(ASSETS + name, f"file-{name}", _view(name, content))


def _view(name: str, content: bytes) -> Callable[[], Response]:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    etag = sha256(content).hexdigest()[:16]

    def view() -> Response:
        response = Response(content, mimetype=kind)
        response.set_etag(etag)
        response.make_conditional(request)
        return response

    return view
