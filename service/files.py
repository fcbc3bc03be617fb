"""Files of the site and of component packages, under names with a hash of their content."""

import hashlib
import mimetypes
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib.resources import files

from flask import Flask, Response, abort, g, request

ASSETS, SUITES = "/assets/", "/_dash-component-suites/"
ICONS = (ASSETS + "apple-touch-icon.png", "/favicon.ico")
"""Where programs that read no SVG look for the icon of the site, the second one unasked."""

# Dash writes the version of a package and the time of a file into its name: name.v4_4_1m1764000000.js
_FINGERPRINT = re.compile(r"^([^.]+)\.v[\w-]+m([0-9a-fA-F]+)\.")
_ADDRESS = re.compile(re.escape(SUITES) + r"([\w.]+)/([^\"'?<>\s]+)")
# Packages put the version of what they bring along into its name: react@18.3.1.min.js
_VERSION = re.compile(r"@\d[\d.]*(?=\.)")


def without_fingerprint(name: str) -> str:
    """Return a component file's own path: "dcc/x.v4_4_1m17.js" becomes "dcc/x.js"."""
    folder, slash, file = name.rpartition("/")
    if _FINGERPRINT.match(file):
        first, _, rest = file.split(".", 2)
        file = f"{first}.{rest}"
    return f"{folder}{slash}{file}"


def opaque(html: str) -> str:
    """Return HTML in which component files are named by a hash of their content: "dcc/x.v0m12ab….js".

    So a page shows no version, and the same file has the same address on every machine that serves it.
    """

    def renamed(found: re.Match[str]) -> str:
        package, path = found[1], without_fingerprint(found[2])
        folder, slash, file = _unversioned(path).rpartition("/")
        first, _, rest = file.partition(".")
        return f"{SUITES}{package}/{folder}{slash}{first}.v0m{_digest(package, path)}.{rest}"

    return _ADDRESS.sub(renamed, html)


def install_suites(server: Flask, registered: Callable[[], Mapping[str, Collection[str]]]) -> None:
    """Lead the names that `opaque` writes to their files; what no package ships is a quiet 404.

    `registered` returns the files of each package; it is called at each request, since Dash collects them at
    the first one. `g.named` is set where the name is that of the content, so that the answer never changes.
    """

    @server.before_request
    def _file() -> None:
        if not request.path.startswith(SUITES):
            return
        package, _, name = request.path.removeprefix(SUITES).partition("/")
        known = registered().get(package, ())
        plain = without_fingerprint(name)
        path = next((one for one in known if plain in (one, _unversioned(one))), None)
        # Packages also register files that they do not ship, such as source maps.
        if path is None or not (files(package) / path).is_file():
            abort(404)
        request.view_args = {"package_name": package, "fingerprinted_path": path}
        found = _FINGERPRINT.match(name.rpartition("/")[2])
        # Another replica may be of another version: its names must not be cached for this content.
        if found and found[2] == _digest(package, path):
            g.named = True


def _unversioned(path: str) -> str:
    return _VERSION.sub("", path)


@cache
def _digest(package: str, path: str) -> str:
    """Return a digest of a file; what Dash registered, so there are few."""
    return hashlib.sha256((files(package) / path).read_bytes()).hexdigest()[:12]


def tagged(content: str | bytes, mimetype: str, tag: str = "") -> Response:
    """Return the response to the current request with an ETag, by its content; no body if it is known."""
    response = Response(content, mimetype=mimetype)
    if tag:
        response.set_etag(tag)
    else:
        response.add_etag()
    response.make_conditional(request)
    return response


def install_files(server: Flask, files: Mapping[str, bytes], icon: bytes) -> None:
    """Serve each of ``files`` at /assets/<name>, and the icon of the site, a PNG, where it is looked for."""
    contents = {ASSETS + name: content for name, content in files.items()} | dict.fromkeys(ICONS, icon)
    tags = {path: hashlib.sha256(content).hexdigest()[:16] for path, content in contents.items()}

    def view() -> Response:
        kind = "image/png" if request.path in ICONS else mimetypes.guess_type(request.path)[0]
        return tagged(contents[request.path], kind or "application/octet-stream", tags[request.path])

    for path in contents:
        server.add_url_rule(path, f"file-{path}", view)
