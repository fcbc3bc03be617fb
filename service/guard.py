"""Refusal of malformed requests to the routes of Dash, with a 4xx status."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, abort, request

MAX_BODY = 256 * 1024
# More than any control has: a choice, what was typed, or a list as long as that of all economies.
MAX_TEXT, MAX_ITEMS = 4_000, 300
UPDATE = "/_dash-update-component"

Callbacks = Mapping[str, Mapping[str, Any]]
"""Callbacks of a Dash app, whose ids are texts, by the id that the browser sends as "output"."""


def _modest(value: object) -> bool:
    """Return whether a control can have a value: a text, number, nothing, a flat list or mapping of such."""
    if isinstance(value, list | dict):
        parts = value if isinstance(value, list) else [*value, *value.values()]
        return len(value) <= MAX_ITEMS and not any(
            isinstance(one, list | dict) or not _modest(one) for one in parts
        )
    return not isinstance(value, str) or len(value) <= MAX_TEXT


def _fits(sent: object, declared: Sequence[tuple[str, str]]) -> bool:
    """Return whether inputs, state or outputs of a request are the (id, property) pairs declared, modest."""
    if not isinstance(sent, list) or len(sent) != len(declared):
        return False
    for item, pair in zip(sent, declared, strict=True):
        if not isinstance(item, dict) or not _modest(item.get("value")):
            return False
        if (item.get("id"), str(item.get("property")).split("@")[0]) != pair:
            return False
    return True


def refusal(body: object, callbacks: Callbacks) -> int:
    """Return the status with which the body of a callback request is refused, 0 where it is as declared.

    404 when no such server-side callback exists, 400 when its form is another. No browser sends numbers
    that are not finite, or text that is not Unicode.
    """
    try:
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return 400
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return 400
    known = callbacks.get(body["output"])
    if known is None or "callback" not in known:
        return 404
    sides = [
        (body.get(name, default), [(one["id"], one["property"]) for one in known[name]])
        for name, default in (("inputs", None), ("state", []))
    ]
    if not known.get("no_output"):
        output, sent = known["output"], body.get("outputs")
        several = isinstance(output, list | tuple)
        outputs = output if several else [output]
        pairs = [(one.component_id_str(), one.component_property) for one in outputs]
        sides.append((sent if several else [sent], pairs))
    changed = body.get("changedPropIds", [])
    named = isinstance(changed, list) and len(changed) <= MAX_ITEMS
    named = named and all(isinstance(one, str) and re.match(r"[^{].*\.", one) for one in changed)
    return 0 if named and all(_fits(*side) for side in sides) else 400


def install(server: Flask, callbacks: Callable[[], Callbacks]) -> None:
    """Refuse requests to Dash's own routes that its pages never send.

    Bodies over MAX_BODY bytes answer 413, malformed ones and values that no control has 400, unknown
    callbacks 404. `callbacks` are read at each request: Dash collects them at the first one.
    """
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY

    @server.before_request
    def _check() -> None:
        if request.path != UPDATE or request.method != "POST":
            return
        # Of a body sent in chunks, whose length nobody states, only so much is read: its end is missing.
        if request.content_length is None and len(request.get_data()) >= MAX_BODY:
            abort(413)
        try:
            body = request.get_json()  # Flask caches it, so Dash does not parse it again
        except (RecursionError, ValueError):
            abort(400)
        if status := refusal(body, callbacks()):
            abort(status)
