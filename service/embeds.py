"""Embeds: /embed/<name> answers with one figure, and nothing else that this site sends may be framed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Flask, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from analysis.query import query_of
from data.languages import LANGUAGES
from service.compression import Packed
from service.current import Current
from service.errors import language
from service.frozen import KEY, Frozen, named
from service.headers import frame

T = TypeVar("T")
THEMES = ("light", "dark")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an embed is asked for: its name, a language, a theme ("" for the reader's system), the query.

    frozen: it names a snapshot to stay at.
    """

    name: str
    lang: str
    theme: str
    query: Mapping[str, str]
    frozen: bool


@dataclass(frozen=True, slots=True)
class Drawing(Generic[T]):
    """How documents are made: of a figure, and of the id of a snapshot that is not held ("" for no id)."""

    names: Container[str]
    figure: Callable[[T, Asked], Packed]
    missing: Callable[[Asked, str], str]


def install(server: Flask, current: Current[T], frozen: Frozen[T], drawing: Drawing[T]) -> None:
    """Serve /embed/<name>; 404 for a name that is not known, 410 for a snapshot that is not held.

    Neither cookies nor anything else of the reader decide what is shown, but for Accept-Language where the
    address names no language.
    """

    @server.get("/embed/<name>")
    def embed(name: str) -> Response:
        if name not in drawing.names:
            abort(404)
        asked = _asked(name)
        frame()  # before it is drawn: what is said in its place is read in the frame as well
        made = _frozen(asked) if asked.frozen else drawing.figure(current(), asked)
        if made is None:
            response = Response(drawing.missing(asked, named(asked.query[KEY])), status=410)
        else:
            response = made.response()
        response.vary.add("Accept-Language")
        return response

    def _frozen(asked: Asked) -> Packed | None:
        shown = frozen.find(asked.query[KEY])
        if shown is None:
            return None
        g.shown = shown
        try:
            return drawing.figure(shown.made, asked)
        except HTTPException:  # too many at once: it is not gone
            raise
        except Exception:
            if shown is current.newest:
                raise
            # An old snapshot may lack what newer code or a newer catalog expects: then it is as good as gone.
            _log.warning("%s cannot be drawn of snapshot %s", asked.name, shown.snapshot.id, exc_info=True)
            g.pop("shown")
            return None


def _asked(name: str) -> Asked:
    query = query_of(request.query_string.decode("ascii", "replace"))
    lang, theme = query.get("lang", ""), query.get("theme", "")
    return Asked(
        name,
        lang if lang in LANGUAGES else language(),
        theme if theme in THEMES else "",
        query,
        frozen=bool(query.get(KEY)),
    )
