"""What is compressed, how, and that a file is compressed once."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

from service import compression

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

GRAPH = "/_dash-component-suites/dash/dcc/async-graph.js"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("gzip;q=0, br;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("path", ["/en/", "/assets/style.css", GRAPH, "/_dash-layout"])
def test_the_browsers_choice_is_met(
    client: FlaskClient, path: str, accepted: str, coding: str | None
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    if path == "/en/":
        return  # each page has a token of its own
    plain = client.get(path, headers={"Accept-Encoding": "identity"}).data
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert decode(answer.data) == plain
    assert len(answer.data) < len(plain) or coding is None


def test_small_and_failed_answers_are_left_alone(client: FlaskClient) -> None:
    for path in ("/assets/tiny.css", "/healthz", "/nothing"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br"}).headers


def test_compressed_files_have_an_etag_that_is_met(client: FlaskClient) -> None:
    for path in ("/assets/style.css", GRAPH):
        first = client.get(path, headers={"Accept-Encoding": "br"})
        tag = first.headers["ETag"]
        assert tag.startswith("W/")
        again = client.get(path, headers={"Accept-Encoding": "br", "If-None-Match": tag})
        assert again.status_code == 304
        assert again.data == b""


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    got = client.get("/assets/style.css", headers={"Accept-Encoding": "br"})
    head = client.head("/assets/style.css", headers={"Accept-Encoding": "br"})
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.data == b""


def test_parts_of_files_are_sent_as_they_are(client: FlaskClient) -> None:
    answer = client.get("/assets/style.css", headers={"Accept-Encoding": "br", "Range": "bytes=0-3"})
    assert answer.status_code == 206
    assert answer.data == b"body"


def test_a_file_is_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/assets/style.css?m=1", GRAPH):
        client.get(path, headers={"Accept-Encoding": "br"})
    calls: list[int] = []

    def _count(data: bytes, coding: str, best: bool = False) -> bytes:
        calls.append(len(data))
        return b"x"

    monkeypatch.setattr(compression, "_compress", _count)
    made_up = "/_dash-component-suites/dash/dcc/async-graph.v9m{}.js"
    for number in range(5):
        client.get(f"/assets/style.css?m={number}", headers={"Accept-Encoding": "br"})
        client.get(made_up.format(number), headers={"Accept-Encoding": "br"})
    assert calls == []


def test_files_compressed_beforehand_are_used(
    site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compression.prepare(site, ["/assets/style.css", "/assets/tiny.css", "/nothing"], tmp_path) == 1
    assert len(list(tmp_path.iterdir())) == 2
    assert compression.prepare(site, ["/assets/style.css"], tmp_path) == 1
    plain = site.test_client().get("/assets/style.css").data
    monkeypatch.setattr(compression, "_compress", lambda *_: pytest.fail("compressed again"))
    store = compression.Store(tmp_path)
    response = site.response_class(plain)
    assert brotli.decompress(store.get("any", "br", response)) == plain
    assert gzip.decompress(store.get("any", "gzip", response)) == plain
