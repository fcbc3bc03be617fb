"""Refusal of malformed requests to the routes of Dash, with a 4xx status."""

import json
import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from flask import Flask, abort, request

from service.files import install_suites

MAX_BODY = 256 * 1024
MAX_DEPTH = 40
# More than any control has: a choice, what was typed, or a list as long as that of all economies.
MAX_TEXT, MAX_ITEMS = 4_000, 300
UPDATE = "/_dash-update-component"

_WILDCARDS = (["ALL"], ["MATCH"], ["ALLSMALLER"])
_MANY = (["ALL"], ["ALLSMALLER"])


class DashLike(Protocol):
    """The two registries of a Dash app of what a browser may request."""

    @property
    def callback_map(self) -> Mapping[str, Mapping[str, Any]]:
        """Callbacks by the id that the browser sends as "output"."""

    @property
    def registered_paths(self) -> Mapping[str, Collection[str]]:
        """Files that each component package may serve."""


class Mismatch(Exception):
    """The request does not have the form that its callback declares."""


def _plain(value: object, depth: int = 0) -> None:
    """Refuse what no browser sends: deep nesting, numbers that are not finite, text that is not Unicode."""
    if depth > MAX_DEPTH:
        raise Mismatch
    match value:
        case dict():
            for key, item in value.items():
                _plain(key, depth + 1)
                _plain(item, depth + 1)
        case list():
            for item in value:
                _plain(item, depth + 1)
        case float():
            if not math.isfinite(value):
                raise Mismatch
        case str():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise Mismatch from error


def _modest(value: object) -> bool:
    """Return whether a control can have a value: a text, number, nothing, a flat list or mapping of such."""
    if isinstance(value, list | dict):
        parts = value if isinstance(value, list) else [*value, *value.values()]
        return len(value) <= MAX_ITEMS and not any(
            isinstance(one, list | dict) or not _modest(one) for one in parts
        )
    return not isinstance(value, str) or len(value) <= MAX_TEXT


def _check_one(item: object, declared: str | dict[str, Any], prop: str) -> None:
    if not isinstance(item, dict) or not isinstance(item.get("property"), str):
        raise Mismatch
    if item["property"].split("@")[0] != prop or not _modest(item.get("value")):
        raise Mismatch
    sent = item.get("id")
    if isinstance(declared, str):
        if sent != declared:
            raise Mismatch
        return
    if not isinstance(sent, dict) or sent.keys() != declared.keys():
        raise Mismatch
    for key, want in declared.items():
        if want in _WILDCARDS:
            if not isinstance(sent[key], str | int | float):
                raise Mismatch
        elif sent[key] != want or isinstance(sent[key], bool) != isinstance(want, bool):
            raise Mismatch


def _check_side(sent: object, declared: Iterable[tuple[str, str]]) -> None:
    """Compare one side of a request (inputs, state or outputs) with (id, property) pairs of its callback."""
    wanted = list(declared)
    if not isinstance(sent, list) or len(sent) != len(wanted):
        raise Mismatch
    for item, (component_id, prop) in zip(sent, wanted, strict=True):
        # An id is a text, or for pattern matching a mapping that Dash writes as JSON.
        template = json.loads(component_id) if component_id.startswith("{") else component_id
        if isinstance(template, dict) and any(value in _MANY for value in template.values()):
            if not isinstance(item, list) or len(item) > MAX_ITEMS:
                raise Mismatch
            for one in item:
                _check_one(one, template, prop)
        else:
            _check_one(item, template, prop)


def _check_changed(changed: object) -> None:
    """`changedPropIds` is a list of "id.property", where an id in braces is a JSON object."""
    if not isinstance(changed, list) or len(changed) > MAX_ITEMS:
        raise Mismatch
    for prop_id in changed:
        if not isinstance(prop_id, str) or "." not in prop_id:
            raise Mismatch
        component_id = prop_id.rpartition(".")[0]
        if component_id.startswith("{"):
            try:
                parsed = json.loads(component_id)
            except (ValueError, RecursionError) as error:
                raise Mismatch from error
            if not isinstance(parsed, dict):
                raise Mismatch


def _declared(side: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(item["id"], item["property"]) for item in side]


def check_callback(body: object, callbacks: Mapping[str, Mapping[str, Any]]) -> bool:
    """Compare the body of a callback request with its declaration.

    Returns False when no such server-side callback exists; raises Mismatch when its form is another.
    """
    _plain(body)
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        raise Mismatch
    known = callbacks.get(body["output"])
    if known is None or "callback" not in known:
        return False
    _check_side(body.get("inputs"), _declared(known["inputs"]))
    _check_side(body.get("state", []), _declared(known["state"]))
    _check_changed(body.get("changedPropIds", []))
    if not known.get("no_output"):
        output, sent = known["output"], body.get("outputs")
        several = isinstance(output, list | tuple)
        outputs = output if several else [output]
        pairs = [(one.component_id_str(), one.component_property) for one in outputs]
        _check_side(sent if several else [sent], pairs)
    return True


def _read_json() -> object:
    """Return the request's JSON; Flask caches the parsed value, so Dash does not parse it again."""
    # Of a body sent in chunks, whose length nobody states, only so much is read: its end is missing.
    if request.content_length is None and len(request.get_data()) >= MAX_BODY:
        abort(413)
    try:
        body: object = request.get_json()
    except (RecursionError, ValueError) as error:
        raise Mismatch from error
    return body


def install(server: Flask, app: DashLike) -> None:
    """Refuse requests to Dash's own routes that its pages never send.

    Bodies over MAX_BODY bytes answer 413, malformed ones and values that no control has 400, unknown
    callbacks and component files 404.
    `app` is read at each request: Dash collects its callbacks at the first one.
    """
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY

    def _update() -> None:
        try:
            known = check_callback(_read_json(), app.callback_map)
        except Mismatch:
            abort(400)
        if not known:
            abort(404)

    @server.before_request
    def _check() -> None:
        if request.path == UPDATE and request.method == "POST":
            _update()

    install_suites(server, lambda: app.registered_paths)
