"""Embeds: /embed/<name> answers with one figure, and nothing else that this site sends may be framed."""

from collections.abc import Callable, Container, Mapping

from flask import Flask, Response

from analysis.dataset import Dataset
from service.compression import Compressed
from service.headers import frame
from service.snapshots import KEY, Snapshots, language_and_query, valid_id

Query = Mapping[str, str]


def install(
    server: Flask,
    snapshots: Snapshots,
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
        lang, query = language_and_query(name, names)
        frame()  # first: an error page is framed as well
        document = snapshots.drawn(name, query, lambda dataset: render(dataset, name, lang, query))
        if document is None:
            return Response(missing(name, lang, query, valid_id(query[KEY])), status=410)
        return document.response()
