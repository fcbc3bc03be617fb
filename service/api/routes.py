"""The addresses below /api/v1: each endpoint as JSON or CSV, its ETag, and how long it may be cached."""

import json
from collections.abc import Callable
from functools import partial
from typing import Final

import pandas as pd
from flask import Flask, Response, abort, request

from analysis.dataset import Dataset
from data.api import ENDPOINTS, OPENAPI, ROOT, load_wording
from data.schema import Field
from service.api.answers import ANSWERS, Cards, Finding, Page, Row, Search, answer_card, find, list_cards
from service.api.openapi import TITLE, document
from service.api.query import Query, parse_query_string, read_query, refuse_unknown
from service.downloads import MARK, csv, records
from service.errors import PAGE, is_api
from service.files import with_etag

JSON, CSV = "application/json", "text/csv"
CACHE: Final = "public, max-age=300, must-revalidate"


def install(
    server: Flask, current: Callable[[], Dataset], cards: Cards, finding: Finding, search: Search
) -> None:
    """Serve the interface on the current Dataset, with findings of cards and the index of names."""
    words = load_wording()
    known = {one.path: one for one in (*ENDPOINTS, *(card.endpoint for card in cards.values()))}
    answers: dict[str, Callable[[Dataset, Query], Page]] = {
        **ANSWERS,
        "cards": partial(list_cards, cards),
        "find": partial(find, search),
        **{card.endpoint.name: partial(answer_card, card, finding) for card in cards.values()},
    }

    def index(dataset: Dataset) -> Row:
        endpoints = [
            {
                "name": one.name,
                "address": one.path,
                "summary": words.endpoints[one.name].en,
                "example": f"{one.path}?{one.example}" if one.example else one.path,
            }
            for one in ENDPOINTS
        ]
        about = {
            "name": TITLE,
            "documentation": PAGE,
            "openapi": OPENAPI,
            "download": "/download/snapshot.zip",
        }
        return {**_of(dataset), **about, "endpoints": endpoints}

    def openapi(dataset: Dataset) -> Row:
        return document(dataset, words, cards)

    plain = {ROOT: index, f"{ROOT}/": index, OPENAPI: openapi}

    @server.before_request
    def _known() -> None:
        if is_api() and request.path not in plain and request.path not in known:
            abort(404)  # whatever the method: there is nothing to do anything with

    def answer() -> Response:
        """Return the response for an address, 304 if the reader has it."""
        path, dataset = request.path.rstrip("/"), current()
        if path in plain:
            refuse_unknown(parse_query_string(request.query_string), [])
            response = with_etag(_json(plain[path](dataset)), JSON)
        else:
            query = read_query(request.query_string, known[path], dataset)
            page = answers[query.endpoint.name](dataset, query)
            following = query.following(page.total)
            if query.csv:
                body = as_csv(query, page)
            else:  # one object has the place of the list
                offset = query.values.get("offset", 0)
                paging = {"total": page.total, "limit": query.limit, "offset": offset, "next": following}
                data = records(page.frame) if page.data is None else page.data
                body = _json({**_of(dataset), **paging, **page.beside, "data": data})
            response = with_etag(body, CSV if query.csv else JSON)
            if query.csv:
                name = query.endpoint.name.rpartition("/")[2]
                response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            if following:
                response.headers["Link"] = f'<{following}>; rel="next"'
        response.headers["Cache-Control"] = CACHE
        return response

    for path in (*plain, *known):
        server.add_url_rule(path, f"api {path}", answer, methods=["GET"])


def _of(dataset: Dataset) -> Row:
    return {"snapshot": dataset.snapshot.id, "created": dataset.snapshot.created}


def _json(value: object) -> str:
    """Return a value as JSON; ValueError for a number that is not finite."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def as_csv(query: Query, page: Page) -> str:
    """Return the answer as CSV: objects inside have columns of their own, a list rows, one if it is empty."""
    mark, endpoint = MARK if query["bom"] else "", query.endpoint
    if page.data is None:
        return mark + csv(page.frame)
    flat: list[Row] = []
    for one in page.data if isinstance(page.data, list) else [page.data]:
        own: Row = {}
        several: list[Row] = [{}]
        for column in endpoint.columns:
            if isinstance(column, Field):
                own[column.name] = one[column.name]
                continue
            inner = one[column.name] if column.many else [one[column.name]]
            found = [
                {f"{column.prefix}_{name}": value for name, value in item.items()}
                for item in inner or [{field.name: None for field in column.fields}]
            ]
            if column.many:
                several = found
            else:
                own |= found[0]
        flat += [{**own, **part} for part in several]
    columns = {
        name: pd.array([row[name] for row in flat], dtype="Int64" if one.kind == "integer" else one.dtype)  # type: ignore[call-overload]
        for name, one in endpoint.flat()
    }
    return mark + csv(pd.DataFrame(columns))
