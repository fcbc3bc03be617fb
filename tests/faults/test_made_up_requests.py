"""Requests made up by hypothesis: whatever is sent, the site answers with less than 500."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bodies import UPDATE, VALID

if TYPE_CHECKING:
    from flask.testing import FlaskClient

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value that can be replaced."""
    keys: list[Any] = (
        list(value) if isinstance(value, dict) else list(range(len(value) if isinstance(value, list) else 0))
    )
    return [path, *(place for key in keys for place in _places(value[key], (*path, key)))]


@st.composite
def _bodies(draw: st.DrawFn) -> Any:
    """A request that a browser makes, with one to three of its parts replaced or left out."""
    body: Any = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_places(body)))
        if not path:
            body = draw(JSON)
            continue
        parent = body
        for key in path[:-1]:
            parent = parent[key]
        if draw(st.booleans()):
            parent[path[-1]] = draw(JSON)
        else:
            del parent[path[-1]]
    return body


@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=_bodies())
def test_no_hand_made_body_is_a_fault_of_the_server(client: FlaskClient, body: Any) -> None:
    answer = client.post(UPDATE, data=json.dumps(body), content_type="application/json")
    assert answer.status_code < 500


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=TEXT, query=TEXT)
def test_no_hand_made_address_is_a_fault_of_the_server(client: FlaskClient, path: str, query: str) -> None:
    for prefix in ("/", "/en/", "/assets/", "/_dash-component-suites/dash/"):
        raw = {"PATH_INFO": (prefix + path).encode().decode("latin-1"), "QUERY_STRING": quote(query)}
        answer = client.get("/", environ_overrides=raw)
        assert answer.status_code < 500
        assert not answer.headers.get("Location", "/").startswith("//")
