"""Embeds: /embed/<name> answers with one figure, and nothing else that this site sends may be framed."""

import logging
from collections.abc import Callable, Container, Mapping

from flask import Flask, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from analysis.dataset import Dataset
from analysis.query import query_of
from data.languages import LANGUAGES
from service.compression import Compressed
from service.current import Current
from service.errors import language
from service.frozen import KEY, Frozen, valid_id
from service.headers import frame

Query = Mapping[str, str]

_log = logging.getLogger(__name__)


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
        document = _frozen(name, lang, query) if query.get(KEY) else render(current(), name, lang, query)
        if document is None:
            response = Response(missing(name, lang, query, valid_id(query[KEY])), status=410)
        else:
            response = document.response()
        response.vary.add("Accept-Language")
        return response

    def _frozen(name: str, lang: str, query: Query) -> Compressed | None:
        served = frozen.find(query[KEY])
        if served is None:
            return None
        g.served = served
        try:
            return render(served.dataset, name, lang, query)
        except HTTPException:  # too many at once: it is not gone
            raise
        except Exception:
            if served is current.newest:
                raise
            # An old snapshot may lack what newer code or a newer catalog expects: then it is as good as gone.
            _log.warning("%s cannot be drawn of snapshot %s", name, served.snapshot.id, exc_info=True)
            g.pop("served")
            return None
