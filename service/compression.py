"""Compression of text responses; files are compressed once, if possible before the start."""

import gzip
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Flask, Response, request

from service.files import ASSETS, SUITES

MIN_BYTES = 500
TYPES = frozenset(
    (
        *("text/html", "text/css", "text/plain", "text/csv", "text/javascript"),
        *("application/javascript", "application/json", "application/yaml", "image/svg+xml"),
        *("application/xml", "application/ld+json"),
    )
)


def compress(data: bytes, coding: str, *, best: bool = False) -> bytes:
    """Brotli 5 takes about 1 ms for 40 kB; 11 saves a tenth more and takes seconds for plotly.js."""
    if coding == "br":
        compressed: bytes = brotli.compress(data, quality=11 if best else 5)
        return compressed
    return gzip.compress(data, 9 if best else 6, mtime=0)


def file_name(data: bytes, coding: str) -> str:
    """Return the name of a file that was compressed beforehand, by what it holds."""
    return f"{hashlib.sha256(data).hexdigest()}.{coding}"


class Store:
    """Compressed files: in memory as long as the process; `folder` has those compressed beforehand."""

    def __init__(self, folder: Path | None = None) -> None:
        self._beforehand = {place.name: place for place in folder.glob("*")} if folder else {}
        self._files: dict[tuple[str, str], bytes] = {}

    def compressed(self, name: str, coding: str, response: Response) -> bytes:
        """Return the compressed body of the file `name`; the response is read only if it is not cached."""
        if (key := (name, coding)) not in self._files:
            data = response.get_data()
            place = self._beforehand.get(file_name(data, coding))
            self._files[key] = place.read_bytes() if place else compress(data, coding)
        return self._files[key]


def negotiate_coding() -> str | None:
    """Return the coding that the browser likes best, brotli before gzip, or None."""
    return request.accept_encodings.best_match(("br", "gzip"))


@dataclass(frozen=True, slots=True)
class Compressed:
    """A text that is sent many times: compressed once with brotli, with the hash of the text as its ETag."""

    body: bytes
    etag: str

    @classmethod
    def from_text(cls, text: str) -> "Compressed":
        """Compress a text."""
        plain = text.encode()
        return cls(compress(plain, "br"), hashlib.sha256(plain).hexdigest()[:32])

    def response(self) -> Response:
        """Return the text as the response to the current request; no body if the browser has it."""
        if negotiate_coding() == "br":
            response = Response(self.body, headers={"Content-Encoding": "br"})
        else:
            response = Response(brotli.decompress(self.body))
        response.vary.add("Accept-Encoding")
        response.set_etag(self.etag, weak=True)
        response.make_conditional(request)
        return response


def install(server: Flask) -> None:
    """Compress text answers of at least MIN_BYTES with brotli or gzip, as Accept-Encoding asks.

    COMPRESSED_DIR has the files compressed beforehand (tools/precompress.py); others are at their first
    request.
    """
    named = os.environ.get("COMPRESSED_DIR")
    store = Store(Path(named) if named else None)

    @server.after_request
    def _compressed(response: Response) -> Response:
        if response.mimetype not in TYPES:
            return response
        response.vary.add("Accept-Encoding")
        coding = negotiate_coding()
        static = request.path.startswith((SUITES, ASSETS))
        if coding is None or response.status_code != 200 or "Content-Encoding" in response.headers:
            return response
        small = response.headers.get("Content-Length", MIN_BYTES, type=int) < MIN_BYTES
        if small or (response.is_streamed and not static):
            return response
        response.direct_passthrough = False
        if close := getattr(response.response, "close", None):
            response.call_on_close(close)  # the file, whose place the compressed body takes
        etag, _ = response.get_etag()
        if static:
            # One name for all addresses of a file: invented addresses must not fill the memory.
            response.set_data(store.compressed(str(request.view_args or etag), coding, response))
        else:
            response.set_data(compress(response.get_data(), coding))
        response.headers["Content-Encoding"] = coding
        response.headers.pop("Accept-Ranges", None)
        if etag:
            response.set_etag(etag, weak=True)  # one ETag for all codings of the same content
            response.make_conditional(request)
        return response
