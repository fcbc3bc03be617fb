"""Link previews: /preview/<name>.png answers with a view as an image, which other sites may show."""

import hashlib
from collections.abc import Callable, Container, Mapping

from flask import Flask, Response, abort, request

from analysis.dataset import Dataset
from service.headers import share
from service.snapshots import Snapshots, language_and_query


def install(
    server: Flask,
    snapshots: Snapshots,
    names: Container[str],
    render: Callable[[Dataset, str, str, Mapping[str, str]], bytes],
) -> None:
    """Serve /preview/<name>.png; 404 for an unknown name, 410 for a snapshot that is not available.

    render: dataset, name, language and query -> PNG.
    """

    @server.get("/preview/<name>.png")
    def preview(name: str) -> Response:
        lang, query = language_and_query(name, names)
        image = snapshots.drawn(name, query, lambda dataset: render(dataset, name, lang, query))
        if image is None:
            abort(410)
        share()
        response = Response(image, mimetype="image/png")
        response.set_etag(hashlib.sha256(image).hexdigest()[:32])
        response.make_conditional(request)
        return response
