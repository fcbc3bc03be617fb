"""create_app(snapshot) -> Dash; `server` for gunicorn; `python app.py` opens the dashboard. Nothing else."""

import logging
import os
import threading
import webbrowser
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component
from flask import Flask, request
from werkzeug.serving import run_simple

from analysis.selection import query_of
from components import shell
from components.attributes import attributes
from components.embed import document
from components.embed.registry import BY_NAME
from components.pages import PAGES, Page
from components.site import Site
from components.still import still
from components.text import LANGUAGES
from data import catalog
from data.snapshot import Snapshot, SnapshotError, open_current
from service import compression, downloads, embeds, errors, guard, headers, health, tables
from service.api import routes as api
from service.current import Current, named_pointer
from service.frozen import Frozen, named_folder

Place = tuple[str, Page, dict[str, str]]  # language, page, and what the path itself asks for

PATHS: dict[str, Place] = {
    shell.path(lang, page.path): (lang, page, {})
    for lang in LANGUAGES
    for page in PAGES
    if not page.item or page.path not in {one.path for one in PAGES if not one.item}
}
NAMES = {page.home: page.key for page in PAGES if page.listed}
ASSETS = Path(__file__).parent / "components" / "assets"


class Dashboard(Dash):
    """Dash whose document knows its language, theme and title before any script runs."""

    current: Current[Site]
    places: dict[str, Place]

    @cached_property
    def moving(self) -> frozenset[str]:
        """The ids that callbacks read or write; asked for at a request, when all callbacks are registered."""
        known = [(*one["inputs"], *one["state"]) for one in self.callback_map.values()]
        outputs = [one["output"] for one in self.callback_map.values()]
        written = [one if isinstance(one, list | tuple) else (one,) for one in outputs]
        read = {part["id"] for parts in known for part in parts}
        return frozenset(read | {part.component_id_str() for parts in written for part in parts if part})

    def callback(self, *given: Any, **options: Any) -> Any:
        """Register a callback whose answer is sent with its still parts made compact."""
        register = super().callback(*given, **options)

        def decorate(function: Callable[..., Any]) -> Any:
            @wraps(function)
            def answer(*values: Any) -> Any:
                return still(function(*values), self.moving)

            return register(answer)

        return decorate

    def interpolate_index(self, **kwargs: str) -> str:  # type: ignore[override]  # Dash passes all by name
        """Return the document for the address that is asked for."""
        lang, page, given = self.places.get(request.path, next(iter(PATHS.values())))
        asked = request.args.get("theme") or request.cookies.get("theme")
        scheme: shell.Scheme = "dark" if asked == "dark" else "light" if asked == "light" else ""
        kwargs["config"] = headers.strip_versions(kwargs["config"])
        return shell.document(lang, scheme, page.title(self.current(), lang, given), kwargs)


def create_app(snapshot: Snapshot, reason: str | None = None) -> Dashboard:
    """Return the dashboard on a verified snapshot; ``reason`` says why it is not the newest one."""
    known = catalog.load()
    current = Current(lambda opened: Site(opened, known), _draw, snapshot, reason)
    # Pages come with the address, so their ids are not in the first layout; a test holds every callback to
    # the ids of the page that owns it.
    app = Dashboard(
        __name__,
        assets_folder=str(ASSETS),
        assets_ignore=rf"^{document.FRAME}$",
        suppress_callback_exceptions=True,
        update_title="",
    )
    app.current = current
    app.places = PATHS | _items(known)
    app.layout = shell.root()
    _route(app, current, app.places)
    for page in PAGES:
        page.callbacks(app, current)
    server: Flask = app.server
    current.install(server)
    frozen = Frozen(current, lambda opened: Site(opened, known), named_folder())
    frozen.install(server)
    embeds.install(server, current, frozen, _embeds(app))
    downloads.install(server, lambda: (current.shown().snapshot, known))
    api.install(server, lambda: (current.shown().snapshot, known))
    tables.install(server, lambda: current.shown().snapshot)
    guard.install(server, app)
    errors.install(server, shell.message_for, frozenset(app.places))
    health.install(server, lambda: health.state_of(current.shown().snapshot, current.shown().reason))
    compression.install(server)
    headers.install(server, app.csp_hashes())
    # A worker that has answered once has registered every component library (cold threads would race for it).
    server.test_client().get(next(iter(PATHS)))
    return app


def _embeds(app: Dash) -> embeds.Drawing[Site]:
    """Return how embeds are drawn, with the addresses under which pages load the same files."""
    names = sorted(path.name for path in ASSETS.iterdir())
    places = {name: f"{app.get_asset_url(name)}?m={(ASSETS / name).stat().st_mtime}" for name in names}
    styles = [name for name in names if name.endswith(".css")]
    plotly = next(name for name in names if name.startswith("plotly") and name.endswith(".js"))
    assets = document.Assets(places.__getitem__, styles, plotly)

    def asked(of: embeds.Asked) -> document.Asked:
        scheme: shell.Scheme = "dark" if of.theme == "dark" else "light" if of.theme == "light" else ""
        return document.Asked(of.name, of.lang, scheme, of.query, of.frozen)

    return embeds.Drawing(
        frozenset(BY_NAME),
        lambda site, of: document.document(site, asked(of), assets),
        lambda of, identity: document.missing(asked(of), identity, assets),
    )


def _items(known: catalog.Catalog) -> dict[str, Place]:
    """Return the places of the pages that exist once for each of their items."""
    return {
        shell.path(lang, f"{page.path}/{code}"): (lang, page, {page.item: code})
        for lang in LANGUAGES
        for page in PAGES
        if page.item
        for code in page.items(known)
    }


def _draw(site: Site) -> None:
    """Draw the first page in each language, so that the first reader of a new snapshot need not wait."""
    for lang in LANGUAGES:
        PAGES[0].title(site, lang, {})
        PAGES[0].layout(site, lang, {})


def _route(app: Dash, current: Current[Site], places: dict[str, Place]) -> None:
    @app.callback(
        Output(shell.PAGE, "children"),
        Input(shell.URL, "pathname"),
        Input(shell.VISIT, "data"),
        State(shell.URL, "search"),
    )
    def show(pathname: object, visit: object, search: object) -> Component:
        lang, page, given = places.get(str(pathname), next(iter(PATHS.values())))
        # Dash knows the query with which a page was opened, the visit the one that the browser went back to.
        asked = visit.get("search") if isinstance(visit, dict) else search
        query = (query_of(asked) if isinstance(asked, str) else {}) | given
        site = current()
        here = "/".join((page.path, *given.values()))
        framed = shell.frame(site, lang, here, NAMES, page.layout(site, lang, query))
        # The document that asks may be of an older snapshot: the page brings its own title.
        marks = attributes(data_snapshot=site.snapshot.id, data_title=page.title(site, lang, given))
        return html.Div(framed, **marks)

    app.clientside_callback(
        ClientsideFunction("site", "start"), Output(shell.THEME, "data"), Input(shell.PAGE, "children")
    )


def create_server() -> Flask:
    """Return the server for the snapshot that the environment names; or one that answers 503."""
    pointer = named_pointer()  # looked at first, so that no change is missed
    try:
        snapshot, reason = open_current()
    except SnapshotError as error:
        closed = Flask(__name__, static_folder=None)
        state = health.state_of(None, str(error))
        health.install(closed, lambda: state)
        errors.close(closed, shell.message_for)
        headers.install(closed, ())
        return closed
    app = create_app(snapshot, reason)
    app.current.follow(pointer)
    app_server: Flask = app.server
    return app_server


server = create_server()

if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8050"))
    address = f"http://127.0.0.1:{port}/"
    print(f"Innovation Trajectory: {address} (stop with Ctrl+C)", flush=True)
    if os.environ.get("DISPLAY") or os.name == "nt":
        threading.Timer(1, webbrowser.open, [address]).start()
    # For one reader on their own machine; its log of every request and its warning would only be in the way.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    run_simple("127.0.0.1", port, server, threaded=True)
