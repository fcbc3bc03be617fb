"""The site itself: every page carries the headers, and no callback breaks on a value that no page sends."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app as site
from data.snapshot import BUNDLED
from service import headers

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot

PAGES = sorted(site.PATHS)


@pytest.fixture(scope="module")
def dashboard(bundled: Snapshot) -> site.Dashboard:
    return site.create_app(bundled)


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
    assert "Set-Cookie" not in answer.headers


def test_no_script_is_inside_a_page_and_all_are_answered(reader: FlaskClient) -> None:
    page = reader.get(PAGES[0]).get_data(as_text=True)
    inline = re.findall(r"<script(?![^>]*(?:src=|json))[^>]*>(.+?)</script>", page, re.DOTALL)
    assert inline == []
    for path in re.findall(r'(?:src|href)="(/[^"#]+\.(?:js|css|svg|ico)[^"]*)"', page):
        assert reader.get(path, buffered=True).status_code == 200, path


@pytest.mark.parametrize("path", ["/zh/economy/chn", "/zh/Economy/Chn/", "/ZH/economy/CHN"])
def test_an_economy_is_found_by_its_code_in_any_letters(reader: FlaskClient, path: str) -> None:
    assert reader.get(f"{path}?edition=2022").headers["Location"] == "/zh/economy/CHN?edition=2022"


def test_ready_and_unknown(reader: FlaskClient, bundled: Snapshot) -> None:
    assert reader.get("/readyz").get_json()["snapshot"] == bundled.id
    answer = reader.get("/en/no-such-page")
    assert answer.status_code == 404
    assert 'lang="en"' in answer.get_data(as_text=True)
    assert reader.get("/", headers={"Accept-Language": "zh-CN"}).headers["Location"] == "/zh/"


@pytest.mark.parametrize("path", PAGES)
def test_hostile_queries_change_nothing(reader: FlaskClient, path: str) -> None:
    hostile = "?show=%3Cscript%3E&from=9999&to=-1&with=,,%00,XXX&theme=%22%3E%3Cscript%3E&x=" + "a" * 2000
    answer = reader.get(path + hostile)
    assert answer.status_code == 200
    assert "<script>" not in answer.get_data(as_text=True).replace('<script src="', "").split("</head>")[0]


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


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from(
        ["rank", "score", "CHN", "KOR", "/en/", "/zh/data", "?peers=KOR", "javascript:alert(1)", 2012]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def _identity(component_id: str) -> Any:
    """Return an id as a page would send it; a pattern gets a value of its own in place of each wildcard."""
    if not component_id.startswith("{"):
        return component_id
    return {key: "x" if isinstance(value, list) else value for key, value in json.loads(component_id).items()}


def _item(component_id: str, prop: str, **value: Any) -> Any:
    item = {"id": _identity(component_id), "property": prop, **value}
    return [item] if '["ALL"]' in component_id or '["ALLSMALLER"]' in component_id else item


def _callbacks(dashboard: site.Dashboard) -> list[str]:
    callbacks: dict[str, Any] = dashboard.callback_map
    return sorted(name for name, known in callbacks.items() if "callback" in known)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_odd_values_are_no_fault(reader: FlaskClient, dashboard: site.Dashboard, data: st.DataObject) -> None:
    output = data.draw(st.sampled_from(_callbacks(dashboard)))
    known: dict[str, Any] = dashboard.callback_map[output]
    declared = known["output"]
    outputs = declared if isinstance(declared, list | tuple) else [declared]
    sent = [_item(one.component_id_str(), one.component_property) for one in outputs]
    body = {
        "output": output,
        "outputs": sent if isinstance(declared, list | tuple) else sent[0],
        "inputs": [_item(i["id"], i["property"], value=data.draw(ODD)) for i in known["inputs"]],
        "state": [_item(i["id"], i["property"], value=data.draw(ODD)) for i in known["state"]],
    }
    answer = reader.post("/_dash-update-component", json=body)
    assert answer.status_code < 500, body
