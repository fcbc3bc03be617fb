"""create_app(snapshot) -> Dash; `server` for gunicorn; `python app.py` opens the dashboard. Nothing else."""

import logging
import os
import threading
import time
import webbrowser
from collections.abc import Callable, Mapping
from functools import cached_property, partial, wraps
from typing import Any, TypeVar

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component
from flask import Flask, Response, abort, request
from werkzeug.serving import run_simple

from analysis.dataset import Dataset, cached
from analysis.query import query_of
from components import search_index
from components.bundles import ASSETS, bundles
from components.cards.cache import ViewCache
from components.cards.markup import rewrite_links
from components.documents import embed, preview, shell
from components.documents.prerender.document import ONLINE, DocumentFrame, Prerender
from components.documents.routes import (
    FIRST,
    NAVIGATION,
    PATHS,
    Route,
    canonical_path,
    cards_by_path,
    head_links,
    page_component,
    page_subject,
    routes,
    sitemap_paths,
    static_paths,
    suggest_paths,
)
from components.pages import CARDS, DRAWN_ALONE, PAGES, TABLES, relevant_choices
from components.text import paths
from components.text.catalog import LANGUAGES, words
from components.text.keys import PAGE_NAMES
from data import catalog, contract, pack
from data.snapshot import Snapshot, SnapshotError, open_current
from service import (
    addresses,
    compression,
    downloads,
    embeds,
    errors,
    files,
    guard,
    headers,
    health,
    programs,
    render_queue,
    withdrawn,
)
from service.api import routes as api
from service.api.answers import CardEndpoint
from service.compression import Compressed
from service.current import SnapshotManager, named_folder
from service.process.memory import limit_memory
from service.render_queue import RenderQueue

T = TypeVar("T")
Rendered = tuple[Compressed, ...]
"""A document, and the layout that Dash draws over it."""
Draw = Callable[[Dataset, str, str, Mapping[str, str]], T]
"""What draws a view of a dataset by name, language (of pages the theme) and query."""
Part = Callable[[str, Mapping[str, str]], dict[str, str]]
"""Returns what of a query a view is drawn by, given its name."""

FIRSTS = tuple(paths.path(lang, "") for lang in LANGUAGES)
_log = logging.getLogger(__name__)
MAX_CACHED_DOCUMENTS = 128  # in the cache of a dataset
MAX_CACHED_PREVIEWS = 64  # likewise; each of about 80 kB


class Dashboard(Dash):
    """Dash whose document knows its language, theme and title before any script runs."""

    current: SnapshotManager
    queue: RenderQueue
    page_routes: dict[str, Route]

    def callback(self, *dependencies: Any, **options: Any) -> Any:
        """Register a callback that runs in turn and whose response has its static parts compacted."""
        register = super().callback(*dependencies, **options)

        def decorate(function: Callable[..., Any]) -> Any:
            @wraps(function)
            def answer(*values: Any) -> Any:
                with self.queue.turn():
                    return self.prerender.answer(function(*values))

            return register(answer)

        return decorate

    @cached_property
    def prerender(self) -> Prerender:
        """The renderer of documents; to be read after all callbacks are registered."""
        return Prerender(str(super().index()), self.callback_map)  # type: ignore[no-untyped-call]

    def interpolate_index(self, **kwargs: str) -> str:  # type: ignore[override]  # Dash passes all by name
        """Return Dash's own document, without versions."""
        kwargs["scripts"] = files.hide_versions(kwargs["scripts"])
        kwargs["config"] = headers.strip_versions(kwargs["config"])
        return str(super().interpolate_index(**kwargs))  # type: ignore[no-untyped-call]

    def index(self, *_args: object, **_kwargs: object) -> Response:
        """Return the document of the current request, with the page in it."""
        response = self._requested(request.path)[0].response()
        response.vary.add("Cookie")
        return response

    def page_layout(self, place: str) -> Response:
        """Return the layout of the page at a path, for the query of the request; 404 if none is there."""
        if f"/{place}" not in self.page_routes:
            abort(404)
        response = self._requested(f"/{place}")[1].response()
        response.mimetype = "application/json"
        return response

    def _requested(self, path: str) -> Rendered:
        scheme = shell.scheme_of(request.args.get("theme") or request.cookies.get("theme"))
        query = query_of(request.query_string.decode("ascii", "replace"))
        return self.rendered(self.current(), path, scheme, query)

    @cached_property
    def rendered(self) -> Draw[Rendered]:
        """What draws a page at a path, from the cache or in turn."""

        def render(dataset: Dataset, path: str, scheme: str, query: Mapping[str, str]) -> Rendered:
            return tuple(map(Compressed.from_text, self.texts(dataset, path, query, scheme, ONLINE)))

        return self.cached_view(
            "pages", render, read=lambda path, query: self.page_routes[path][1].relevant(query)
        )

    def texts(
        self, dataset: Dataset, path: str, choices: Mapping[str, str], scheme: str, frame: DocumentFrame
    ) -> tuple[str, str]:
        """Return the document of a page in its frame, and the layout that Dash draws over it."""
        lang, page, given = route = self.page_routes[path]
        content, known = page_component(dataset, route, choices, frame.note), canonical_path(dataset, route)
        content = content if frame is ONLINE else rewrite_links(content, frame.lead)
        address = dataset.public_address(known)
        about = programs.json_ld(page_subject(dataset, route))
        data = programs.schema_org(dataset) if page.key == "data" else about
        links = head_links(address, lang, page, choices) if address else ""
        link, theme = preview.link(page, lang, {**choices, **given}), shell.scheme_of(scheme)
        text = self.prerender.document(content, lang, theme, page.key, address, link, (links, data), frame)
        return text, self.prerender.layout(content)

    def in_frame(self, path: str, **frame: Any) -> tuple[str, str]:
        """Return the document of a page of a static edition, and its layout."""
        return self.texts(self.current(), path, {}, "", DocumentFrame(**frame))

    def cached_view(
        self, kind: str, draw: Draw[T], most: int = MAX_CACHED_DOCUMENTS, read: Part = relevant_choices
    ) -> Draw[T]:
        """Return what draws a kind of views: from the cache of its dataset, or in turn."""

        def get(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> T:
            views: ViewCache[T] = _views(dataset, self.queue, kind, most)
            return views.get((name, lang), read(name, query), partial(draw, dataset, name, lang))

        return get

    def render_pages(self, dataset: Dataset) -> None:
        """Render every page, one that has items for the first of them, if the tables keep the contract.

        Raises SnapshotError if they do not, and what a page raises.
        """
        if broken := next(contract.unfit_tables(dataset.snapshot.tables()), None):
            raise SnapshotError(str(broken))
        for path in (*FIRSTS, *(paths.path(LANGUAGES[0], page.home) for page in PAGES)):
            try:
                self.rendered(dataset, path, "", {})
            except Exception as error:
                error.add_note(f"{path.strip('/')} cannot be drawn")
                raise


def create_app(snapshot: Snapshot) -> Dashboard:
    """Return the dashboard on a verified snapshot."""
    known, reports, public = catalog.load(), addresses.named_contact(), addresses.public_address()
    claims = {one.id for one in known.claims}
    if pack.FOLDER != pack.BUNDLED and claims != {*snapshot.table("claims")["claim"]}:
        raise SnapshotError(f"another pack's data: python -m etl build --pack {os.path.relpath(pack.FOLDER)}")
    allowed = addresses.allowed_hosts()
    site = partial(addresses.site_address, public, allowed)
    open_dataset = partial(Dataset, catalog=known, contact=reports, address=public)
    queue = RenderQueue()
    current = SnapshotManager(
        open_dataset, lambda dataset: app.render_pages(dataset), snapshot, named_folder(), queue.turn
    )
    # Pages come with the address, so their ids are not in the first layout; a test checks the ids of every
    # callback against the page that owns it.
    app = Dashboard(
        __name__,
        assets_folder=str(ASSETS),
        assets_ignore=r"\.(?:js|css)$",
        suppress_callback_exceptions=True,
        enable_mcp=False,  # else DASH_MCP_ENABLED opens callbacks to programs
        update_title="",
    )
    app.current, app.queue = current, queue
    app.page_routes = routes(known)
    app.layout = shell.root_layout()
    _route(app, current, app.page_routes)
    for page in PAGES:
        page.register(app, current)
    server: Flask = app.server
    server.extensions["edition"] = (lambda: static_paths(current(), app.page_routes), app.in_frame)
    headers.install_ids(server)
    addresses.install(server, allowed, reports, public)
    withdrawn.install(server)
    current.install(server)
    heights = {name: card.height for name, (_, card) in CARDS.items()}
    document = app.cached_view("embeds", lambda *view: Compressed.from_text(embed.document(*view)))
    image = app.cached_view("previews", preview.image, MAX_CACHED_PREVIEWS)
    finding = app.cached_view("findings", embed.card_finding)
    targets = cards_by_path(app.page_routes)
    for old, (_, part) in withdrawn.PARTS.items():
        if part in CARDS:  # a page that became a part of another is still embedded as its card
            targets[old] = part, old.split("/")[1], {}
    embeds.install(
        server,
        current,
        heights,
        document,
        embed.missing_document,
        DRAWN_ALONE.keys(),
        image,
        targets,
        finding,
        site,
    )
    contents = {one.name: one.content for one in bundles()}
    files.install(server, contents, preview.icon(), lambda: app.registered_paths)
    downloads.install(server, current, TABLES)
    cards = {name: CardEndpoint(name, card.tables, page.home) for name, (page, card) in CARDS.items()}
    api.install(server, current, cards, finding, search_index.search)
    first = LANGUAGES[0]
    named = [(words(first)(PAGE_NAMES[page.key]), paths.path(first, page.home)) for page in PAGES]
    list_sitemap = partial(sitemap_paths, routes_by_path=app.page_routes)
    programs.install(
        server, current, site, list_sitemap, search_index.index, search_index.index_path, cards, named
    )
    server.add_url_rule("/_dash-layout/<path:place>", view_func=app.page_layout)
    guard.install(server, lambda: app.callback_map)
    render_queue.install(server, lambda: current().snapshot.id)

    def message(status: int, lang: str, path: str) -> str:
        meant = suggest_paths(known, lang, path) if status == 404 else {}
        return shell.message_for(status, lang, NAVIGATION, meant)

    errors.install(server, message, frozenset({*app.page_routes, *withdrawn.REDIRECTS}))
    health.install(server, lambda: current.served().state())
    compression.install(server)
    headers.install(server)
    # A worker that has answered once has registered every component library (cold threads would race for it).
    server.test_client().get(health.PATHS[0])
    with server.test_request_context():
        _ = app.prerender
    return app


@cached
def _views(
    _dataset: Dataset, queue: RenderQueue, _kind: str, most: int = MAX_CACHED_DOCUMENTS
) -> ViewCache[Any]:
    return ViewCache(most, queue.turn)


def _route(app: Dash, current: SnapshotManager, known: dict[str, Route]) -> None:
    @app.callback(Output(paths.PAGE, "children"), Input(paths.VISIT, "data"), prevent_initial_call=True)
    def show(visit: object) -> Component:
        # The page came with the document; this is another view of it, to which the browser went back.
        address = visit if isinstance(visit, dict) else {}
        route = known.get(str(address.get("path")), PATHS[FIRST])
        search = address.get("search")
        return page_component(current(), route, query_of(search) if isinstance(search, str) else {})

    app.clientside_callback(
        ClientsideFunction("site", "start"), Output(paths.THEME, "data"), Input(paths.PAGE, "children")
    )


def create_server() -> Flask:
    """Return the server for the snapshot that the environment names; or one that answers 503."""
    limit_memory()
    try:
        app = create_app(open_current()[0])
        # Who writes a pack waits for the page that they look at, not for all pages.
        app.current.start(named_folder(), draw=__name__ != "__main__" or pack.FOLDER == pack.BUNDLED)
        server: Flask = app.server
        server.extensions["firsts"] = lambda: [app.rendered(app.current(), path, "", {}) for path in FIRSTS]
    except (SnapshotError, catalog.CatalogError) as error:
        _log.error("the site has nothing to show: %s", error)
        server = Flask(__name__, static_folder=None)
        headers.install_ids(server)
        state = health.state_of(None, str(error), time.time())
        health.install(server, lambda: state)
        errors.close(server, lambda status, lang, _: shell.message_for(status, lang))
        headers.install(server)
    return server


def announce_server() -> int:
    """Say where the site is, open it in a browser if there is one, and return its port."""
    port = int(os.environ.get("PORT", "8050"))
    address = f"http://127.0.0.1:{port}/"
    said = filter(None, (f"Innovation Trajectory: {address} (stop with Ctrl+C)", addresses.missing()))
    print(*said, sep="\n", flush=True)
    if os.environ.get("DISPLAY") or os.name == "nt":
        threading.Timer(1, webbrowser.open, [address]).start()
    # For one reader on their own machine; its log of every request and its warning would only be in the way.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return port


server = create_server()

if __name__ == "__main__":
    run_simple("127.0.0.1", announce_server(), server, threaded=True)
