"""Hand-made requests: quiet 4xx for what no browser sends, no false alarm for what it does."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.bodies import FIGURE, MEASURE, UPDATE

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient


def _duplicate(app: Dash) -> str:
    keys: list[str] = list(app.callback_map)
    return next(key for key in keys if key.startswith("..out.title@"))


def _no_output(app: Dash) -> str:
    callbacks: dict[str, Any] = app.callback_map
    return next(key for key, value in callbacks.items() if value.get("no_output"))


def _with(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**base, **changes}


def _without(base: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in base.items() if name != key}


def _post(client: FlaskClient, body: Any) -> int:
    return client.post(UPDATE, data=json.dumps(body), content_type="application/json").status_code


def test_what_a_browser_sends_passes(client: FlaskClient) -> None:
    assert _post(client, FIGURE) == 200


def test_duplicate_and_missing_outputs_pass(client: FlaskClient, dash_app: Dash) -> None:
    client.get("/healthz")  # Dash collects its callbacks at the first request
    output = _duplicate(dash_app)
    title = output.strip(".").split("...")[0].removeprefix("out.")
    outputs = [{"id": "out", "property": title}, {"id": "out", "property": "children"}]
    assert _post(client, {"output": output, "outputs": outputs, "inputs": [MEASURE]}) == 200
    nothing = {"output": _no_output(dash_app), "inputs": [MEASURE], "changedPropIds": ["measure.value"]}
    assert _post(client, nothing) == 204


BAD: dict[str, tuple[Any, int]] = {
    "null": (None, 400),
    "list": ([], 400),
    "text": ("x", 400),
    "number": (3, 400),
    "empty": ({}, 400),
    "unknown output": (_with(FIGURE, output="nope.children"), 404),
    "clientside output": (_with(FIGURE, output="out.lang"), 404),
    "output null": (_with(FIGURE, output=None), 400),
    "output list": (_with(FIGURE, output=["figure.figure"]), 400),
    "no output": (_without(FIGURE, "output"), 400),
    "no outputs": (_without(FIGURE, "outputs"), 400),
    "other outputs": (_with(FIGURE, outputs={"id": "x", "property": "children"}), 400),
    "outputs text": (_with(FIGURE, outputs="x"), 400),
    "outputs empty": (_with(FIGURE, outputs=[]), 400),
    "outputs without id": (_with(FIGURE, outputs={"property": "figure"}), 400),
    "no inputs": (_without(FIGURE, "inputs"), 400),
    "inputs empty": (_with(FIGURE, inputs=[]), 400),
    "inputs null": (_with(FIGURE, inputs=None), 400),
    "inputs text": (_with(FIGURE, inputs="abc"), 400),
    "too many inputs": (_with(FIGURE, inputs=[MEASURE] * 3), 400),
    "other input": (_with(FIGURE, inputs=[{**MEASURE, "id": "other"}]), 400),
    "other property": (_with(FIGURE, inputs=[{**MEASURE, "property": "options"}]), 400),
    "input number": (_with(FIGURE, inputs=[1]), 400),
    "input list": (_with(FIGURE, inputs=[[MEASURE]]), 400),
    "pattern for plain": (_with(FIGURE, inputs=[{**MEASURE, "id": {"type": "x"}}]), 400),
    "state number": (_with(FIGURE, state=7), 400),
    "state too many": (_with(FIGURE, state=[MEASURE]), 400),
    "changed text": (_with(FIGURE, changedPropIds="x"), 400),
    "changed mixed": (_with(FIGURE, changedPropIds=["no-dot", 5, None]), 400),
    "changed broken id": (_with(FIGURE, changedPropIds=["{oops}.value"]), 400),
    "changed list id": (_with(FIGURE, changedPropIds=["{}[].value"]), 400),
    "lone surrogate": (_with(FIGURE, inputs=[{**MEASURE, "value": "\ud800"}]), 400),
    "infinite": (_with(FIGURE, inputs=[{**MEASURE, "value": float("inf")}]), 400),
}


def test_structural_faults_are_quiet(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for name, (body, status) in BAD.items():
            assert _post(client, body) == status, name
    assert not caplog.records


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{oops", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        (b'{"output": NaN}', "application/json", 400),
        (b'{"output": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
        (b"[" * 41 + b"]" * 41, "application/json", 400),
        (json.dumps(FIGURE).encode(), "text/plain", 415),
        (b"{}", None, 415),
        (b" " * (256 * 1024 + 1), "application/json", 413),
    ],
)
def test_broken_bodies_are_quiet(
    client: FlaskClient, data: bytes, kind: str | None, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert client.post(UPDATE, data=data, content_type=kind).status_code == status
    assert not caplog.records


def test_a_body_at_the_limit_is_read(client: FlaskClient) -> None:
    body = json.dumps(FIGURE).encode()
    padded = body + b" " * (256 * 1024 - len(body))
    assert client.post(UPDATE, data=padded, content_type="application/json").status_code == 200


def test_unknown_component_files_are_quiet(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    unknown = (
        "os/path",
        "dash/../../x",
        "dash/dcc/__init__.py",
        "dash/dcc/nothing.js",
        "dash_html/x.js",
        "dash/",
    )
    with caplog.at_level(logging.INFO):
        for path in unknown:
            assert client.get(f"/_dash-component-suites/{path}").status_code == 404, path
    assert not caplog.records


def test_every_registered_component_file_is_answered(client: FlaskClient, dash_app: Dash) -> None:
    client.get("/en/")
    for package, paths in dash_app.registered_paths.items():
        for path in paths:
            assert client.get(f"/_dash-component-suites/{package}/{path}").status_code in (200, 404), path
