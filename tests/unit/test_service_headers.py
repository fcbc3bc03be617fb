"""Headers of every answer: security, how long it is kept, how it is compressed; and the names of files."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from components.documents.routes import PATHS
from service import compression, files, headers
from tests.sampling import sample
from tests.toy_site import FIGURE, UPDATE
from tools.precompress import prepare

GRAPH, STYLE = "/_dash-component-suites/dash/dcc/async-graph.js", "/assets/style.css"
SECURE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
YEAR = "public, max-age=31536000, immutable"
REQUESTS = (  # method, path, status, how long the answer is kept
    ("GET", "/", 302, "no-store"),
    ("GET", "/en/", 200, "no-cache"),
    ("HEAD", "/en/", 200, "no-cache"),
    ("GET", STYLE, 200, "no-cache"),
    ("GET", f"{STYLE}?m=1", 200, YEAR),
    ("GET", "/assets/nothing.css", 404, "no-store"),
    ("GET", "/_dash-layout", 200, "no-cache"),
    ("GET", "/_dash-dependencies", 200, "no-cache"),
    ("GET", GRAPH, 200, "no-cache"),
    ("GET", "/_dash-component-suites/dash/dcc/nothing.js", 404, "no-store"),
    ("GET", "/healthz", 200, "no-cache"),
    ("GET", "/readyz", 200, "no-cache"),
    ("GET", "/nothing", 404, "no-store"),
    ("GET", "/en/?__debugger__=yes&cmd=resource&f=debugger.js", 200, "no-cache"),
    ("POST", UPDATE, 415, "no-store"),
    ("DELETE", "/healthz", 405, "no-store"),
    ("OPTIONS", "/en/", 200, "no-cache"),
    ("GET", "/broken", 500, "no-store"),
)
VERSION = re.compile(r"\b\d+[._]\d+[._]\d|@\d|\.v\d+_")
BROTLI = {"Accept-Encoding": "br"}


def links(page: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/(?:assets|_dash-comp)[^"]+)"', page)


def test_every_answer_has_the_headers_and_is_kept_as_long_as_it_may_be(client: FlaskClient) -> None:
    answers = [((*row[:2], row[2], row[3]), client.open(row[1], method=row[0])) for row in REQUESTS]
    answers.append((("POST", "a callback", 200, "no-store"), client.post(UPDATE, json=FIGURE)))
    large = client.post(UPDATE, data=b"[" * 300_000, content_type="application/json")
    answers.append((("POST", "a large body", 413, "no-store"), large))
    for row, answer in answers:
        assert (*row[:2], answer.status_code, answer.headers["Cache-Control"]) == row
        told = {name: answer.headers.getlist(name) for name in (*SECURE, "Set-Cookie")}
        assert told == {name: [value] for name, value in SECURE.items()} | {"Set-Cookie": []}, row


def test_pages_of_the_site_have_them_too_and_name_no_version(reader: FlaskClient) -> None:
    for path in sample(sorted(PATHS), 6):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert {name: answer.headers[name] for name in SECURE} == SECURE, path
        assert "Set-Cookie" not in answer.headers, path
        assert not re.search(r"(?:dash|python|plotly|ddk)_version", answer.text), path
        assert len(links(answer.text)) > 5
        assert [one for one in (*links(answer.text), *answer.headers.values()) if VERSION.search(one)] == []
        inline = r"<script(?![^>]*(?:src=|json))[^>]*>(.+?)</script>"
        assert re.findall(inline, answer.text, re.DOTALL) == [], path
    for path in re.findall(r'(?:src|href)="(/[^"#]+\.(?:js|css|svg|ico)[^"]*)"', answer.text):
        assert reader.get(path, buffered=True).status_code == 200, path


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, reader: FlaskClient) -> None:
    none: dict[str, str] = {}
    rows = [(client, path, none) for path in (STYLE, GRAPH, "/_dash-layout", "/_dash-dependencies")]
    for asked, path, others in (
        *rows,
        (client, STYLE, BROTLI),
        (client, GRAPH, BROTLI),
        (reader, "/en/", none),
    ):
        first = asked.get(path, headers=others)
        again = asked.get(path, headers={**others, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "no-cache", path
        assert first.headers["ETag"].startswith("W/") or "br" not in others.values()
    assert "Cookie" in first.vary
    for other in (reader.get("/zh/"), reader.get("/en/?theme=dark")):
        assert other.headers["ETag"] != first.headers["ETag"]


def test_what_names_its_snapshot_may_be_kept(reader: FlaskClient) -> None:
    for path, kept in (
        ("/embed/trajectory", "public, max-age=300, must-revalidate"),
        ("/download/trajectory.csv", "no-cache"),
    ):
        plain = reader.get(path)
        named = reader.get(f"{path}?snapshot={plain.headers['X-Snapshot']}")
        other = reader.get(f"{path}?snapshot=000000000000")
        told = [one.headers["Cache-Control"] for one in (plain, named, other)]
        assert told == [kept, "public, max-age=3600", "no-store"], path


@pytest.mark.parametrize("wrap", ["{}", '<script id="_dash-config" type="application/json">{}</script>'])
def test_versions_are_taken_out_of_the_configuration(wrap: str) -> None:
    left_out = ("dash_version", "python_version", "plotly_version", "ddk_version", "dash_version_url")
    config = {**dict.fromkeys(left_out, "4"), "requests_pathname_prefix": "/", "text": "</script>"}
    written = wrap.replace("{}", json.dumps(config).replace("</", "<\\/"))
    clean = headers.strip_versions(written)
    start, end = clean.index("{"), clean.rindex("}") + 1
    assert json.loads(clean[start:end]) == {"requests_pathname_prefix": "/", "text": "</script>"}
    assert "</script>" not in clean[start:end]
    assert clean[:start] == written[: written.index("{")]


# --- compression -----------------------------------------------------------------------------------------


def test_the_browsers_choice_of_a_coding_is_met(client: FlaskClient) -> None:
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    for path in ("/en/", STYLE, GRAPH, "/_dash-layout"):
        plain = client.get(path, headers={"Accept-Encoding": "identity"}).data
        for accepted, coding in (
            ("gzip, deflate, br, zstd", "br"),
            ("gzip", "gzip"),
            ("br;q=0.5, gzip;q=0.9", "gzip"),
            ("*", "br"),
            ("gzip;q=0, br;q=0", None),
            ("identity", None),
            ("", None),
        ):
            answer = client.get(path, headers={"Accept-Encoding": accepted})
            assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, coding), accepted
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert int(answer.headers["Content-Length"]) == len(answer.data)
            assert path == "/en/" or decode[coding](answer.data) == plain  # each page has a token of its own
            assert len(answer.data) < len(plain) or coding is None


def test_small_failed_and_partial_answers_are_left_alone(client: FlaskClient) -> None:
    for path in ("/assets/tiny.css", "/healthz", "/nothing"):
        assert "Content-Encoding" not in client.get(path, headers=BROTLI).headers
    part = client.get(STYLE, headers={**BROTLI, "Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"body")
    got, head = client.get(STYLE, headers=BROTLI), client.head(STYLE, headers=BROTLI)
    assert (head.headers["Content-Length"], head.data) == (got.headers["Content-Length"], b"")


def test_a_file_is_compressed_once_if_possible_beforehand(
    client: FlaskClient, site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prepare(site, [STYLE, "/assets/tiny.css", "/nothing"], tmp_path) == 1
    assert len(list(tmp_path.iterdir())) == 2
    assert prepare(site, [STYLE], tmp_path) == 1
    plain = client.get(STYLE).data
    for path in (f"{STYLE}?m=1", GRAPH):
        client.get(path, headers=BROTLI)
    monkeypatch.setattr(brotli, "compress", lambda *_, **_named: pytest.fail("compressed again"))
    monkeypatch.setattr(gzip, "compress", lambda *_, **_named: pytest.fail("compressed again"))
    for number in range(5):
        client.get(f"{STYLE}?m={number}", headers=BROTLI)
        client.get(f"{GRAPH.removesuffix('js')}v9m{number}.js", headers=BROTLI)
    store, response = compression.Store(tmp_path), site.response_class(plain)
    assert brotli.decompress(store.compressed("any", "br", response)) == plain
    assert gzip.decompress(store.compressed("any", "gzip", response)) == plain


# --- names of files --------------------------------------------------------------------------------------


def test_component_files_are_named_by_what_is_in_them_and_another_name_is_not_kept(
    client: FlaskClient,
) -> None:
    found = [one for one in links(client.get("/en/").text) if one.startswith(files.SUITES)]
    assert len(found) > 5
    assert [one for one in found if VERSION.search(one)] == []
    assert any("/react.v0m" in one for one in found)
    for link in found:
        named = client.get(link)
        assert (named.status_code, named.headers["Cache-Control"]) == (200, YEAR)
        for alter in ("v0m", "v4_4_1m", "v-m"):
            answer = client.get(re.sub(r"\.v0m[0-9a-f]{12}\.", f".{alter}0123456789ab.", link))
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache"), link
            assert answer.data == named.data
