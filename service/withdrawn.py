"""Addresses of withdrawn features: each answers 410 with a sentence that names the alternative."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from flask import Flask, Response

from data.languages import LANGUAGES

_FEED: Final = (
    "The feed of changes was withdrawn. The page {page} lists editions, releases and revised values.\n"
)
GONE: Final[Mapping[str, str]] = {
    "/feed.xml": _FEED.format(page=f"/{LANGUAGES[0]}/data"),
    **{f"/{lang}/feed.xml": _FEED.format(page=f"/{lang}/data") for lang in LANGUAGES},
}
"""The sentence of each address."""


def install(server: Flask) -> None:
    """Answer the addresses of GONE."""
    for path, sentence in GONE.items():
        answer = partial(Response, sentence, 410, mimetype="text/plain")
        server.add_url_rule(path, f"withdrawn {path}", answer)
