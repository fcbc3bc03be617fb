"""The index of the search at /search/<language>.<digest>.json: what each page names by its content."""

from collections.abc import Callable

from flask import Flask, Response, g, request

from analysis.dataset import Dataset
from data.languages import LANGUAGES
from service.current import Current

OfLanguage = Callable[[Dataset, str], str]


def install(server: Flask, current: Current, index: OfLanguage, address: OfLanguage) -> None:
    """Serve the index of the current dataset; only under its own ``address`` it is cached for ever.

    A page of an older snapshot asks by the digest of an older index, and gets the current one.
    """

    @server.get(f"/search/<any({', '.join(LANGUAGES)}):lang>.<digest>.json")
    def search(lang: str, digest: str) -> Response:
        dataset = current()
        if address(dataset, lang) == f"/search/{lang}.{digest}.json":
            g.named = True
        response = Response(index(dataset, lang), mimetype="application/json")
        response.add_etag()
        response.make_conditional(request)
        return response
