"""A small Dash site with every service function installed."""

from pathlib import Path
from typing import Any

import pytest
from dash import Dash, Input, Output, dcc, html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service import compression, errors, files, guard, headers, health

PAGES = frozenset({"/en/", "/zh/", "/en/data"})
UPDATE = "/_dash-update-component"
MEASURE = {"id": "measure", "property": "value", "value": "rank"}
FIGURE: dict[str, Any] = {
    "output": "figure.figure",
    "outputs": {"id": "figure", "property": "figure"},
    "inputs": [MEASURE],
    "changedPropIds": ["measure.value"],
}
"""A callback request as a browser sends it to this site."""


class Reader(FlaskClient):
    """A client that reads each answer to its end and closes it, as a browser does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


class Toy(Dash):
    """Dash whose page names files as the site's does."""

    def interpolate_index(self, **kwargs: str) -> str:  # type: ignore[override]
        kwargs["scripts"] = files.hide_versions(kwargs["scripts"])
        return str(super().interpolate_index(**kwargs))  # type: ignore[no-untyped-call]


def render(status: int, lang: str, _asked: str) -> str:
    """Stand in for the page that components draws."""
    return f"<!doctype html><html lang='{lang}'><title>{status}</title>"


def _callbacks(app: Dash) -> None:
    @app.callback(Output("figure", "figure"), Input("measure", "value"))
    def _figure(measure: Any) -> Any:
        return {"data": [], "layout": {"title": {"text": measure if measure == "score" else "rank"}}}

    @app.callback(
        Output("out", "title", allow_duplicate=True),
        Output("out", "children"),
        Input("measure", "value"),
        prevent_initial_call="initial_duplicate",
    )
    def _two(measure: Any) -> tuple[str, str]:
        return "a", "b"

    @app.callback(Output("out", "title"), Input("place", "pathname"))
    def _first(path: Any) -> str:
        return "title"

    @app.callback(Input("measure", "value"))
    def _nothing(measure: Any) -> None:
        return None

    app.clientside_callback(
        "function(value) { return value }", Output("out", "lang"), Input("measure", "value")
    )


def _layout() -> html.Div:
    measure = dcc.Dropdown(["rank", "score"], "rank", id="measure")
    return html.Div(
        [dcc.Location(id="place"), measure, dcc.Graph(id="figure"), html.Div("text " * 60, id="out")]
    )


@pytest.fixture(scope="session")
def dash_app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    assets: Path = tmp_path_factory.mktemp("assets")
    (assets / "style.css").write_text("body { color: #123456 }\n" * 100, encoding="utf-8")
    (assets / "tiny.css").write_text("a {}\n", encoding="utf-8")
    app = Toy("toy", assets_folder=str(assets), update_title="")
    app.layout = _layout()
    _callbacks(app)
    server: Flask = app.server
    headers.install(server)
    files.install(server, {}, b"", lambda: app.registered_paths)
    guard.install(server, lambda: app.callback_map)
    compression.install(server)
    health.install(server, lambda: {"status": "ready"})
    errors.install(server, render, PAGES)

    @server.get("/broken")
    def _broken() -> str:
        raise RuntimeError("a fault of the site's own, with a secret in its message")

    return app


@pytest.fixture(scope="session")
def site(dash_app: Dash) -> Flask:
    server: Flask = dash_app.server
    server.test_client_class = Reader
    return server


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()
