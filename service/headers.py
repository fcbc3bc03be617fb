"""Headers of every answer: security, the content security policy, cache rules, and the id of the request."""

import hashlib
import json
import re
import secrets

from flask import Flask, Response, g, has_request_context, request

from service.errors import is_api
from service.files import ASSETS, SUITES

YEAR = 31_536_000

EMBEDDABLE = ("/embed/", "/preview/")
"""What the paths begin with of embeds and previews, which other sites use."""

# A browser revalidates a document before it is used: one of an older snapshot would reload for ever, since
# callbacks answer from the newest. An embed needs no callback; of a snapshot in its address it never changes.
EMBED = "public, max-age=300, must-revalidate"
NAMED = "public, max-age=3600"

VALIDATED = ("/_dash-layout", "/_dash-dependencies")

# Scripts are files: no document has one of its own.
# style-src needs 'unsafe-inline': the renderer, dcc and plotly.js add <style> elements and style attributes.
# img-src needs data: and blob: for plotly.js' icons and for the image that the browser makes of a chart.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}; "
    "object-src 'none'"
)

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

SNAPSHOT, REQUEST_ID = "X-Snapshot", "X-Request-ID"
# What proxies make as ids: hexadecimal digits, UUIDs and the like. Nothing else reaches a log or an answer.
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

# The programming interface may be read by pages of any origin: it is public, and knows no reader.
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"ETag, Link, {SNAPSHOT}",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}

# Our own files carry a hash of their content in their names: site.0123456789ab.js
_NAMED = re.compile(r"\.[0-9a-f]{12}\.(?:css|js)$")
# Versions, which only the developer tools of the renderer need, and the signed name of a visit, which only
# background callbacks need.
_LEFT_OUT = ("dash_version", "python_version", "plotly_version", "ddk_version", "dash_version_url", "end_id")


def _cache_rule(response: Response) -> str:
    """Return the Cache-Control of an answer: by its path, else what the view has set."""
    path, status = request.path, response.status_code
    if status >= 400 or request.method == "POST":
        return "no-store"
    asset = path.startswith(ASSETS) and ("m" in request.args or bool(_NAMED.search(path)))
    if asset or "named" in g:
        return f"public, max-age={YEAR}, immutable"
    if path.startswith((SUITES, ASSETS)):
        return "no-cache"  # cached by the browser, checked with its ETag on each visit
    if status in (200, 304):
        if path.startswith((*EMBEDDABLE, "/download/")) and request.args.get("snapshot"):
            return NAMED
        if path.startswith(EMBEDDABLE):
            return EMBED
    return response.headers.get("Cache-Control", "no-cache")


def install(server: Flask) -> None:
    """Put the policy, the fixed headers and Cache-Control on every answer of `server`, errors included.

    A response from a dataset (service.current) names its snapshot. Other sites may only frame a response for
    which `g.framed` is set, and show an image for which `g.shared` is.
    """

    @server.after_request
    def _add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY.format(
            ancestors="*" if "framed" in g else "'none'"
        )
        response.headers.update(FIXED)
        if "framed" in g or "shared" in g:
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if is_api():
            response.headers.update(SHARED | (PREFLIGHT if request.method == "OPTIONS" else {}))
        if "served" in g:
            response.headers[SNAPSHOT] = g.served.snapshot.id
        if response.status_code == 200 and request.path in VALIDATED:
            response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32], weak=True)
            response.make_conditional(request)  # no body to a browser that has it
        response.headers["Cache-Control"] = _cache_rule(response)
        return response


def strip_versions(config: str) -> str:
    """Return Dash's `_dash-config` (its JSON, or the script element around it) without what no page needs."""
    start, end = config.index("{"), config.rindex("}") + 1
    values = json.loads(config[start:end])
    for key in _LEFT_OUT:
        values.pop(key, None)
    for named in values.get("children_props", {}).values():
        for props in named.values():
            props.sort()
    # "<" is written as an escape, so that no value can close the script element.
    text = json.dumps(values, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    return config[:start] + text + config[end:]


def current_id() -> str:
    """Return the id of the current request, "" outside of one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def install_ids(server: Flask) -> None:
    """Give each request its id first of all: that of a proxy, else a new one; return it with the response."""

    @server.before_request
    def _name() -> None:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if _SANE.fullmatch(given) else secrets.token_hex(8)

    @server.after_request
    def _return_id(response: Response) -> Response:
        response.headers[REQUEST_ID] = current_id()
        return response
