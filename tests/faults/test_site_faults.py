"""The site itself: every page carries the headers and names no version; a damaged snapshot closes it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

import app as site
from components.routes import PATHS
from data.snapshot import BUNDLED
from service import headers

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot


PAGES = sorted(PATHS)
VERSION = re.compile(r"\b\d+[._]\d+[._]\d|@\d|\.v\d+_")


@pytest.fixture(scope="module")
def dashboard(pinned: Snapshot) -> site.Dashboard:
    return site.create_app(pinned)


@pytest.fixture(scope="module")
def reader(dashboard: site.Dashboard) -> FlaskClient:
    server: Flask = dashboard.server
    return server.test_client()


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_and_name_no_versions(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    for name, value in headers.FIXED.items():
        assert answer.headers[name] == value
    page = answer.get_data(as_text=True)
    assert not re.search(r"(?:dash|python|plotly|ddk)_version", page)
    links = re.findall(r'(?:src|href)="(/(?:assets|_dash)[^"]+)"', page)
    assert len(links) > 5
    assert [link for link in links if VERSION.search(link)] == []
    assert not [name for name, value in answer.headers.items() if VERSION.search(value)]
    assert "Set-Cookie" not in answer.headers


def test_no_script_is_inside_a_page_and_all_are_answered(reader: FlaskClient) -> None:
    page = reader.get(PAGES[0]).get_data(as_text=True)
    inline = re.findall(r"<script(?![^>]*(?:src=|json))[^>]*>(.+?)</script>", page, re.DOTALL)
    assert inline == []
    for path in re.findall(r'(?:src|href)="(/[^"#]+\.(?:js|css|svg|ico)[^"]*)"', page):
        assert reader.get(path, buffered=True).status_code == 200, path


def test_a_damaged_snapshot_closes_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(BUNDLED, folder)
    (folder / "gii_scores.csv").write_bytes(b"X" + (folder / "gii_scores.csv").read_bytes()[1:])
    monkeypatch.setenv("SNAPSHOT", str(folder))
    client = site.create_server().test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "gii_scores.csv" in ready.get_json()["reason"]
    for path in PAGES:
        assert client.get(path).status_code == 503
    assert headers.FIXED.items() <= dict(client.get("/en/").headers).items()
