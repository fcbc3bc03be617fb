"""Withdrawn addresses: a page leads to its successor, anything else answers 410 with an alternative."""

from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response as WerkzeugResponse

from data.api import ROOT
from data.languages import LANGUAGES
from service.errors import is_api, move, query_string
from service.headers import EMBEDDABLE

_SUCCESSORS: Final[Mapping[str, str]] = {
    "/{lang}/data/releases": "/{lang}/data#releases",
    "/{lang}/learn": "/{lang}/learn/lessons",
    "/{lang}/learn/check": "/{lang}/claims",
    "/{lang}/weights?view": "/{lang}/why/indicator",
    "/{lang}/weights?without": "/{lang}/why/indicator",
    "/preview/check.png": "/preview/claims.png",
    "/preview/guess.png": "/preview/lessons.png",
}
"""New path by old path; the query is kept.

An old path may end in ? and the key of a choice that only its successor has. A new path may end in # and a
part of its page.
"""
_FEED: Final = "The feed of changes was withdrawn; {page} lists editions, releases and revised values"
_CARDS: Final = f"{ROOT}/cards"
ALTERNATIVES: Final[Mapping[str, str]] = {
    "/feed.xml": _FEED.format(page=f"/{LANGUAGES[0]}/data"),
    **{f"/{lang}/feed.xml": _FEED.format(page=f"/{lang}/data") for lang in LANGUAGES},
    f"{ROOT}/standing": (
        f"Withdrawn; {_CARDS}/trajectory has ranks, scores and percentiles, {_CARDS}/reach-ladder the points "
        f"to other ranks, {_CARDS}/weights-places the ranks under other weights"
    ),
    f"{ROOT}/change": (
        f"Withdrawn; {_CARDS}/rank-ledger splits the change of a rank, {_CARDS}/score-ledger that of a score"
    ),
    f"{ROOT}/robustness": (
        f"Withdrawn; {_CARDS}/weights-draws has the interval of a rank, {_CARDS}/weights-history the rank "
        f"under any weights, {_CARDS}/weights-shared its bounds"
    ),
    f"{ROOT}/check/text": f"Texts are not checked any more; {ROOT}/check checks one statement",
}
"""What to use instead, as a sentence, by old path."""
REDIRECTS: Final[Mapping[str, str]] = {
    old.format(lang=lang): new.format(lang=lang) for lang in LANGUAGES for old, new in _SUCCESSORS.items()
}
"""New path by old path, in every language."""
PARTS: Final = {old: new.split("#") for old, new in REDIRECTS.items() if "#" in new}
"""Page and part by old path, for those that lead to a part of a page."""


def install(server: Flask) -> None:
    """Answer requests for withdrawn addresses, whatever their method."""

    @server.before_request
    def _withdrawn() -> WerkzeugResponse | None:
        addresses = (request.path, *(f"{request.path}?{key}" for key in request.args))
        if path := next((REDIRECTS[old] for old in addresses if old in REDIRECTS), ""):
            if path.startswith(EMBEDDABLE):
                g.shared = True
            return move(path, query_string())
        if not (sentence := ALTERNATIVES.get(request.path)):
            return None
        if is_api():
            raise Gone(sentence)
        return Response(f"{sentence}\n", status=410, mimetype="text/plain")
