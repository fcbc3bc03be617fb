"""The security headers and cache rules of every kind of answer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from service import headers
from tests.bodies import FIGURE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

GRAPH = "/_dash-component-suites/dash/dcc/async-graph.js"
REQUESTS = [
    ("GET", "/", 302),
    ("GET", "/en/", 200),
    ("HEAD", "/en/", 200),
    ("GET", "/assets/style.css", 200),
    ("GET", "/assets/nothing.css", 404),
    ("GET", "/_dash-layout", 200),
    ("GET", "/_dash-dependencies", 200),
    ("GET", GRAPH, 200),
    ("GET", "/_dash-component-suites/dash/dcc/nothing.js", 404),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/nothing", 404),
    ("GET", "/en/?__debugger__=yes&cmd=resource&f=debugger.js", 200),
    ("POST", "/_dash-update-component", 415),
    ("DELETE", "/healthz", 405),
    ("OPTIONS", "/en/", 200),
    ("GET", "/broken", 500),
]


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_every_answer_has_the_headers(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == headers.POLICY.format(ancestors="'none'")
    for name, value in headers.FIXED.items():
        assert answer.headers.getlist(name) == [value]
    assert answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_the_headers_are_those_that_keep_strangers_out(client: FlaskClient) -> None:
    told = client.get("/en/").headers
    assert told["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "object-src 'none'"
    )
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
    assert {name: told[name] for name in expected} == expected


def test_too_large_bodies_have_the_headers(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", data=b"[" * 300_000, content_type="application/json")
    assert answer.status_code == 413
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_fingerprinted_files_are_kept_for_a_year(client: FlaskClient) -> None:
    page = client.get("/en/").get_data(as_text=True)
    scripts = re.findall(r'(?:src|href)="(/(?:assets|_dash-comp)[^"]+)"', page)
    assert len(scripts) > 5
    for path in scripts:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/assets/style.css", GRAPH, "/_dash-layout", "/_dash-dependencies"])
def test_what_is_not_fingerprinted_is_checked_with_its_etag(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_browsers_ask_for_pages_anew_and_get_them_when_they_differ(reader: FlaskClient) -> None:
    first = reader.get("/en/")
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in first.vary
    again = reader.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    for other in (reader.get("/zh/"), reader.get("/en/?theme=dark")):
        assert other.headers["ETag"] != first.headers["ETag"]


def test_what_callbacks_answer_is_kept_by_nobody(client: FlaskClient) -> None:
    assert client.post("/_dash-update-component", json=FIGURE).headers["Cache-Control"] == "no-store"


def test_what_names_its_snapshot_may_be_kept(reader: FlaskClient) -> None:
    for path in ("/embed/trajectory", "/download/trajectory.csv"):
        plain = reader.get(path)
        named = reader.get(f"{path}?snapshot={plain.headers['X-Snapshot']}")
        assert named.headers["Cache-Control"] == "public, max-age=3600"
        assert reader.get(f"{path}?snapshot=000000000000").headers["Cache-Control"] == "no-store"
        kept = {"/embed/trajectory": "public, max-age=300, must-revalidate"}.get(path, "no-cache")
        assert plain.headers["Cache-Control"] == kept


@pytest.mark.parametrize("wrap", ["{}", '<script id="_dash-config" type="application/json">{}</script>'])
def test_versions_are_taken_out_of_the_configuration(wrap: str) -> None:
    config = {
        "dash_version": "4",
        "python_version": "3",
        "plotly_version": "7",
        "ddk_version": None,
        "dash_version_url": "https://example.org",
        "requests_pathname_prefix": "/",
        "text": "</script>",
    }
    written = wrap.replace("{}", json.dumps(config).replace("</", "<\\/"))
    clean = headers.strip_versions(written)
    start, end = clean.index("{"), clean.rindex("}") + 1
    assert json.loads(clean[start:end]) == {"requests_pathname_prefix": "/", "text": "</script>"}
    assert "</script>" not in clean[start:end]
    assert clean[:start] == written[: written.index("{")]
