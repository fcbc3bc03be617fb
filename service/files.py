"""Files of the site and of component packages, under names with a hash of their content."""

import hashlib
import mimetypes
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib.resources import files as files_of
from typing import Final

from flask import Flask, Response, abort, g, request

ASSETS, SUITES = "/assets/", "/_dash-component-suites/"
ICONS = (ASSETS + "apple-touch-icon.png", "/favicon.ico")
"""Where programs that read no SVG look for the icon of the site, the second one unasked."""

# Dash writes the version of a package and the time of a file into its name: name.v4_4_1m1764000000.js
_FINGERPRINT: Final = re.compile(r"(?<![^/])([^./]+)\.v[\w-]+m([0-9a-fA-F]+)\.(?=[^/]*$)")
_ADDRESS: Final = re.compile(re.escape(SUITES) + r"([\w.]+)/([^\"'?<>\s]+)")
# Packages put the version of what they bring along into its name: react@18.3.1.min.js
_VERSION: Final = re.compile(r"@\d[\d.]*(?=\.)")


def hide_versions(html: str) -> str:
    """Return HTML in which component files are named by a hash of their content: "dcc/x.v0m12ab….js".

    So a page shows no version, and the same file has the same address on every machine that serves it.
    """

    def renamed(found: re.Match[str]) -> str:
        package, path = found[1], _FINGERPRINT.sub(r"\1.", found[2])
        folder, slash, file = _VERSION.sub("", path).rpartition("/")
        first, _, rest = file.partition(".")
        return f"{SUITES}{package}/{folder}{slash}{first}.v0m{_digest(package, path)}.{rest}"

    return _ADDRESS.sub(renamed, html)


@cache
def _digest(package: str, path: str) -> str:
    """Return a digest of a file; what Dash registered, so there are few."""
    return hashlib.sha256((files_of(package) / path).read_bytes()).hexdigest()[:12]


def with_etag(content: str | bytes, mimetype: str, tag: str = "") -> Response:
    """Return the response to the current request with an ETag, by its content; no body if it is known."""
    response = Response(content, mimetype=mimetype)
    if tag:
        response.set_etag(tag)
    else:
        response.add_etag()
    response.make_conditional(request)
    return response


def install(
    server: Flask,
    files: Mapping[str, bytes],
    icon: bytes,
    registered: Callable[[], Mapping[str, Collection[str]]],
) -> None:
    """Serve files at /assets/<name>, the icon of the site, a PNG, where it is looked for, and those of Dash.

    registered: returns the files of each component package; it is called at each request, since Dash collects
    them at the first one. The names that `opaque` writes lead to them, and what no package ships is a quiet
    404. `g.named` is set where the name is that of the content, so that the answer never changes.
    """
    contents = {ASSETS + name: content for name, content in files.items()} | dict.fromkeys(ICONS, icon)
    tags = {path: hashlib.sha256(content).hexdigest()[:16] for path, content in contents.items()}

    def view() -> Response:
        kind = "image/png" if request.path in ICONS else mimetypes.guess_type(request.path)[0]
        return with_etag(contents[request.path], kind or "application/octet-stream", tags[request.path])

    for path in contents:
        server.add_url_rule(path, f"file-{path}", view)

    @server.before_request
    def _of_a_package() -> None:
        if not request.path.startswith(SUITES):
            return
        package, _, name = request.path.removeprefix(SUITES).partition("/")
        plain = _FINGERPRINT.sub(r"\1.", name)
        meant = (one for one in registered().get(package, ()) if plain in (one, _VERSION.sub("", one)))
        path = next(meant, None)
        # Packages also register files that they do not ship, such as source maps.
        if path is None or not (files_of(package) / path).is_file():
            abort(404)
        request.view_args = {"package_name": package, "fingerprinted_path": path}
        named = _FINGERPRINT.search(name)
        # Another replica may be of another version: its names must not be cached for this content.
        if named and named[2] == _digest(package, path):
            g.named = True
