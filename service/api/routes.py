"""The addresses below /api/v1: a response for each endpoint, its ETag, and how long it may be cached."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import Flask, Response, abort, request

from analysis.dataset import Dataset
from data.api import ENDPOINTS, OPENAPI, ROOT, Endpoint, Wording, wording
from service.api import index, statements, tables
from service.api.cards import Cards, Finding, listed
from service.api.cards import answer as answer_of
from service.api.finding import Terms, find
from service.api.openapi import TITLE, document
from service.api.query import Query, pairs, read, refuse_unknown
from service.api.tables import paged
from service.api.writing import Page, as_csv, as_json, text
from service.problems import PAGE, is_api

JSON, CSV = "application/json", "text/csv; charset=utf-8"
CACHE: Final = "public, max-age=300, must-revalidate"

ANSWERS: Final[dict[str, Callable[[Dataset, Query], Page]]] = {
    **{endpoint.name: tables.rows for endpoint in ENDPOINTS if endpoint.table},
    "editions": tables.editions,
    "standing": index.standing,
    "change": index.change,
    "robustness": index.robustness,
    "check": statements.check,
    "indicators": tables.indicators,
    "strategy": tables.strategy,
    "claims": tables.claims,
    "snapshot": tables.snapshot,
}
_ROOMS: Final = ("analysis", "components", "data", "service")


def install(
    server: Flask, current: Callable[[], Dataset], cards: Cards, finding: Finding, terms: Terms
) -> None:
    """Serve the interface on the current Dataset; service.errors answers what it cannot.

    finding: returns the finding of a card; terms: those of the glossary.
    """
    words, release = wording(), _release()
    endpoints = (*ENDPOINTS, *(card.endpoint for card in cards.values()))
    known = {ROOT, f"{ROOT}/", OPENAPI, *(endpoint.path for endpoint in endpoints)}
    answers = ANSWERS | {
        "cards": lambda dataset, query: paged(listed(cards, dataset, query["lang"]), query),
        "find": lambda dataset, query: find(dataset, query, cards, terms),
    }

    @server.before_request
    def _known() -> None:
        if is_api() and request.path not in known:
            abort(404)  # whatever the method: there is nothing to do anything with

    def serve(address: str, kind: str, make: Callable[[Dataset], tuple[str, str | None]]) -> Response:
        """Return the response for an address, 304 if the reader has it."""
        dataset = current()
        named = f"{release} {dataset.address} {dataset.snapshot.id} {address}"
        tag = hashlib.sha256(named.encode()).hexdigest()[:32]
        if request.if_none_match.contains_weak(tag) and not request.if_none_match.star_tag:
            response = Response(status=304)
        else:
            body, following_ = make(dataset)
            response = Response(body, content_type=kind)
            if following_:
                response.headers["Link"] = f'<{following_}>; rel="next"'
        response.set_etag(tag, weak=True)  # one for all codings of the same content
        response.headers["Cache-Control"] = CACHE
        return response

    def plain(address: str, make: Callable[[Dataset], object]) -> Response:
        refuse_unknown(pairs(request.query_string), [])
        return serve(address, JSON, lambda dataset: (text(make(dataset)), None))

    @server.get(ROOT)
    @server.get(f"{ROOT}/")
    def api_index() -> Response:
        return plain(ROOT, lambda dataset: _index(dataset, words))

    @server.get(OPENAPI)
    def api_openapi() -> Response:
        return plain(OPENAPI, lambda dataset: document(dataset, words, cards))

    def view(endpoint: Endpoint) -> Callable[[], Response]:
        def answer() -> Response:
            query = read(request.query_string, endpoint, current())
            kind = CSV if query.csv else JSON
            return serve(query.address(), kind, lambda dataset: compute(dataset, query))

        return answer

    def compute(dataset: Dataset, query: Query) -> tuple[str, str | None]:
        name = query.endpoint.name
        if name.startswith("cards/"):
            return answer_of(cards[name.removeprefix("cards/")], dataset, query, finding)
        page = answers[name](dataset, query)
        body = as_csv(query, page) if query.csv else as_json(query, page, dataset.snapshot)
        return body, query.following(len(page), page.total)

    for endpoint in endpoints:
        server.add_url_rule(endpoint.path, f"api_{endpoint.name}", view(endpoint), methods=["GET"])


def _index(dataset: Dataset, words: Wording) -> dict[str, object]:
    return {
        "snapshot": dataset.snapshot.id,
        "created": dataset.snapshot.created,
        "name": TITLE,
        "documentation": PAGE,
        "openapi": OPENAPI,
        "download": "/download/snapshot.zip",
        "endpoints": [
            {
                "name": one.name,
                "address": one.path,
                "summary": words.endpoints[one.name].en,
                "example": f"{one.path}?{one.example}" if one.example else one.path,
            }
            for one in ENDPOINTS
        ],
    }


def _release() -> str:
    """Return a hash of the code and the catalog, which decide the answers."""
    root, digest = Path(__file__).resolve().parents[2], hashlib.sha256()
    for path in (path for room in _ROOMS for path in sorted((root / room).rglob("*"))):
        if path.is_file() and (path.suffix in (".py", ".toml") or path.parent.name == "catalog"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
