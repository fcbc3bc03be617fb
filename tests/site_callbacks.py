"""Callback requests as a browser sends them to the site: each control with what its page gives it."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from analysis.dataset import Dataset
from app import Dashboard
from components.pages import PAGES
from tests.unit.views import walk

UPDATE = "/_dash-update-component"
Body = dict[str, Any]


def bodies(dashboard: Dashboard) -> dict[str, Body]:
    """The request of each callback of the server, by its output, as after a change of its first control."""
    dashboard.server.test_client().get("/healthz")  # Dash collects its callbacks at the first request
    values = {"site-visit.data": visit("/en/"), **held(dashboard.current())}
    callbacks: dict[str, Any] = dashboard.callback_map
    return {output: body(output, known, values) for output, known in callbacks.items() if "callback" in known}


def visit(path: str, search: str = "") -> dict[str, Any]:
    """What the browser tells of the address that it went back to."""
    return {"path": path, "search": search, "visits": 1}


def held(dataset: Dataset) -> dict[str, Any]:
    """What the pages give to their controls at first, by id and property."""
    found = {}
    for page in PAGES:
        query = {page.item: page.first} if page.item else {}
        for node in walk(page.layout(dataset, "en", query)):
            for prop in ("value", "data"):
                value = getattr(node, prop, None)
                if value is not None and isinstance(getattr(node, "id", None), str):
                    found[f"{node.id}.{prop}"] = value  # type: ignore[attr-defined]
    return found


def body(output: str, known: Mapping[str, Any], values: Mapping[str, Any]) -> Body:
    """The request of a callback: its output, what Dash knows of it, values by id and property."""
    declared = known["output"]
    several = isinstance(declared, list | tuple)
    outputs = [
        {"id": one.component_id_str(), "property": one.component_property}
        for one in (declared if several else [declared])
    ]
    sides = {
        side: [
            {"id": one["id"], "property": one["property"], "value": values.get(name_of(one))}
            for one in known[side]
        ]
        for side in ("inputs", "state")
    }
    changed = [name_of(known["inputs"][0])]
    return {
        "output": output,
        "outputs": outputs if several else outputs[0],
        **sides,
        "changedPropIds": changed,
    }


def callback(dashboard: Dashboard, holds: str, values: dict[str, Any]) -> bytes:
    """Return what a browser sends to the callback whose output holds a name."""
    callbacks: dict[str, Any] = dashboard.callback_map
    (output,) = (name for name, known in callbacks.items() if holds in name and "callback" in known)
    return json.dumps(body(output, callbacks[output], values)).encode()


def name_of(part: Mapping[str, Any]) -> str:
    """The name of a control's property, as Dash writes it."""
    return f"{part['id']}.{part['property']}"


def controls(body: Body) -> list[tuple[str, int]]:
    """Where the values of a request stand."""
    return [(side, place) for side in ("inputs", "state") for place in range(len(body[side]))]


def given(body: Body, side: str, place: int, value: object) -> Body:
    """The request with another value at one place, which is named as what changed."""
    other = copy.deepcopy(body)
    other[side][place]["value"] = value
    if side == "inputs":
        other["changedPropIds"] = [name_of(other[side][place])]
    return other


def addresses(value: object) -> Iterator[str]:
    """Every address in an answer that becomes a link or an image, also those in JSON or HTML."""
    if isinstance(value, str):
        if value[:1] in ("[", "{"):
            try:
                yield from addresses(json.loads(value))
            except ValueError:
                return
        yield from (unescape(one) for one in re.findall(r' (?:href|src)="([^"]*)"', value))
    elif isinstance(value, list):
        for one in value:
            yield from addresses(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in ("href", "src") and isinstance(one, str):
                yield one
            yield from addresses(one)
