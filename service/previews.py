"""Link previews: /preview/<name>.png answers with a view as an image, which other sites may show."""

import hashlib
from collections.abc import Callable, Container, Mapping

from flask import Flask, Response, abort, request

from analysis.dataset import Dataset
from analysis.query import query_of
from data.languages import LANGUAGES
from service.current import Current
from service.errors import language
from service.frozen import KEY, Frozen
from service.headers import share


def install(
    server: Flask,
    current: Current,
    frozen: Frozen,
    names: Container[str],
    render: Callable[[Dataset, str, str, Mapping[str, str]], bytes],
) -> None:
    """Serve /preview/<name>.png; 404 for an unknown name, 410 for a snapshot that is not available.

    render: dataset, name, language and query -> PNG.
    """

    @server.get("/preview/<name>.png")
    def preview(name: str) -> Response:
        if name not in names:
            abort(404)
        query = query_of(request.query_string.decode("ascii", "replace"))
        lang = query.get("lang", "")

        def draw(dataset: Dataset) -> bytes:
            return render(dataset, name, lang if lang in LANGUAGES else language(), query)

        image = frozen.draw(query[KEY], name, draw) if query.get(KEY) else draw(current())
        if image is None:
            abort(410)
        share()
        response = Response(image, mimetype="image/png")
        response.set_etag(hashlib.sha256(image).hexdigest()[:32])
        response.vary.add("Accept-Language")
        response.make_conditional(request)
        return response
