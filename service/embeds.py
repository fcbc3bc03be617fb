"""Embeds: /embed/<name> answers with one figure, and nothing else that this site sends may be framed."""

from collections.abc import Callable, Container, Mapping

from flask import Flask, Response, abort, request

from analysis.dataset import Dataset
from analysis.query import query_of
from data.languages import LANGUAGES
from service.compression import Compressed
from service.current import Current
from service.errors import language
from service.frozen import KEY, Frozen, valid_id
from service.headers import frame

Query = Mapping[str, str]


def install(
    server: Flask,
    current: Current,
    frozen: Frozen,
    names: Container[str],
    render: Callable[[Dataset, str, str, Query], Compressed],
    missing: Callable[[str, str, Query, str], str],
) -> None:
    """Serve /embed/<name>; 404 for an unknown name, 410 for a snapshot that is not available.

    render: dataset, name, language and query -> document. missing: name, language, query and the id of the
    missing snapshot, "" if it is none -> document in its place. No cookie and no header of the reader changes
    an embed, but Accept-Language where the address names no language.
    """

    @server.get("/embed/<name>")
    def embed(name: str) -> Response:
        if name not in names:
            abort(404)
        query = query_of(request.query_string.decode("ascii", "replace"))
        lang = query.get("lang", "")
        lang = lang if lang in LANGUAGES else language()
        frame()  # first: an error page is framed as well

        def draw(dataset: Dataset) -> Compressed:
            return render(dataset, name, lang, query)

        document = frozen.draw(query[KEY], name, draw) if query.get(KEY) else draw(current())
        if document is None:
            response = Response(missing(name, lang, query, valid_id(query[KEY])), status=410)
        else:
            response = document.response()
        response.vary.add("Accept-Language")
        return response
