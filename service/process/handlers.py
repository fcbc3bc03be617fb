"""Requests in a few kinds, for metrics and logs: what answers a path, never the path itself."""

from __future__ import annotations

from typing import Final

from data.api import ENDPOINTS, ROOT
from data.languages import LANGUAGES
from service.guard import UPDATE
from service.headers import ASSETS
from service.health import PATHS as PROBES
from service.suites import SUITES

OTHER: Final = "other"
CALLBACK, SUITE = "callback", "suite"

_EXACT: Final = {
    UPDATE: CALLBACK,
    "/_dash-layout": "layout",
    "/_dash-dependencies": "layout",
    **dict.fromkeys(PROBES, "health"),
    **{one.path: f"api/{one.name}" for one in ENDPOINTS},
}
_BELOW: Final = {
    SUITES: SUITE,
    ASSETS: "asset",
    "/download/": "download",
    "/embed/": "embed",
    f"{ROOT}/": "api",
    **{f"/{language}/": "page" for language in LANGUAGES},
}
KINDS: Final = frozenset({OTHER, *_EXACT.values(), *_BELOW.values()})


def handler_of(path: str) -> str:
    """Return the kind of a path, one of KINDS: invented paths are of few kinds, however many they are."""
    if exact := _EXACT.get(path):
        return exact
    return next((kind for start, kind in _BELOW.items() if path.startswith(start)), OTHER)
