"""Requests made up: whatever the site is sent it answers with less than 500, quietly, and does no more."""

import copy
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import Dashboard
from tests import site_callbacks
from tests.hostile import CITED, HOSTS
from tests.sampling import LONG, sample
from tests.site_callbacks import UPDATE, Body, addresses, bodies, controls, name_of, visit

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
BOUNDED = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# What the renderer adds to the address of a request, and what it would add for work in the background.
KEYS = st.dictionaries(
    st.sampled_from(["endId", "cacheKey", "job", "oldJob", "cancelJob", "x"]), TEXT, max_size=3
)
PREFIXES = ("/", "/en/", "/assets/", "/_dash-component-suites/dash/", "/embed/", "/download/", "/api/v1/")
MARK = "window.sentinel"
# One of a kind; text that runs or is markup names nothing known either.
HOSTILE: list[Any] = [
    None,
    -(10**300),
    f'javascript:{MARK}=1//"><img src=x onerror={MARK}=1>\u202e\x00',
    [None, True, 1e308, *["KOR", "kor"] * 100],
]
WRITTEN = [visit(f"javascript:{MARK}"), visit("/zh/claims", f"?verdict=<script>{MARK}&pillar={'9' * 400}")]
# What a reader looks for, and what an address asks for in vain, are told again, as text.
REPEATED = {"ranking-find.value", "site-visit.data"}
MOST = 60
"""Values of controls that are tried."""


@pytest.fixture(scope="module")
def asked(quick: Dashboard) -> list[Body]:
    return list(bodies(quick).values())


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO):
        yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


# --- made up by hypothesis -------------------------------------------------------------------------------


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value that can be replaced."""
    keys: list[Any] = (
        list(value) if isinstance(value, dict) else list(range(len(value) if isinstance(value, list) else 0))
    )
    return [path, *(place for key in keys for place in _places(value[key], (*path, key)))]


def _altered(data: st.DataObject, body: Any) -> Any:
    """The request with one to three of its parts replaced, left out or doubled."""
    body = copy.deepcopy(body)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(_places(body)))
        if not path:
            body = data.draw(JSON)
            continue
        parent = body
        for key in path[:-1]:
            parent = parent[key]
        match data.draw(st.sampled_from(["replace", "leave out", "double"])):
            case "replace":
                parent[path[-1]] = data.draw(JSON)
            case "double" if isinstance(parent, list):
                parent.insert(path[-1], copy.deepcopy(parent[path[-1]]))
            case _:
                del parent[path[-1]]
    return body


@pytest.mark.usefixtures("quiet")
@settings(BOUNDED, max_examples=3_000 if LONG else 300)
@given(data=st.data())
def test_no_hand_made_body_is_a_fault_of_the_server(
    quick: Dashboard, asked: list[Body], data: st.DataObject
) -> None:
    body = _altered(data, data.draw(st.sampled_from(asked)))
    address = f"{UPDATE}?{urlencode(data.draw(KEYS))}"
    answer = quick.server.test_client().post(address, data=json.dumps(body), content_type="application/json")
    assert answer.status_code < 500


@pytest.mark.usefixtures("quiet")
@settings(BOUNDED, max_examples=300 if LONG else 60)
@given(path=TEXT, query=TEXT)
def test_no_hand_made_address_is_a_fault_of_the_server(quick: Dashboard, path: str, query: str) -> None:
    for prefix in PREFIXES:
        raw = {"PATH_INFO": (prefix + path).encode().decode("latin-1"), "QUERY_STRING": quote(query)}
        answer = quick.server.test_client().get("/", environ_overrides=raw, buffered=True)
        assert answer.status_code < 500
        assert not answer.headers.get("Location", "/").startswith("//")


# --- values that no control offers -----------------------------------------------------------------------


def _post(dashboard: Dashboard, body: Body) -> tuple[int, str]:
    answer = dashboard.server.test_client().post(UPDATE, json=body)
    return answer.status_code, answer.get_data(as_text=True)


def _unsafe(text: str) -> list[str]:
    """What an answer leads to that is neither of this site nor of a publisher."""

    def safe(address: str) -> bool:
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc:
            return address.startswith(("/", "#", "?"))
        publisher = parts.scheme in ("http", "https") and parts.hostname in HOSTS | CITED
        return publisher or address.startswith("data:image/svg+xml,")

    return [one for one in addresses(json.loads(text)) if not safe(one)]


def _wrong(dashboard: Dashboard, body: Body, name: str, usual: int) -> list[str]:
    status, text = _post(dashboard, body)
    if status != 200:
        return [] if status in (204, 400) else [f"answers {status}"]
    found = ["is repeated"] if MARK in text and name not in REPEATED else []
    found += ["is markup"] if "<img src=x" in text or "\\u003cimg src=x" in text else []
    found += [f"leads to {one}" for one in _unsafe(text)]
    return found + ([f"makes {len(text)} of {usual} characters"] if len(text) > 2 * usual else [])


@pytest.mark.usefixtures("quiet")
def test_no_callback_does_more_for_a_value_that_no_control_offers(
    quick: Dashboard, asked: list[Body]
) -> None:
    usual, faults = [], []
    for body in asked:
        status, text = _post(quick, body)
        assert (status, _unsafe(text)) == (200, [])
        usual.append((body, len(text)))
    cases = []
    for body, most in usual:
        for side, place in controls(body):
            name = name_of(body[side][place])
            values = HOSTILE + (WRITTEN if name == "site-visit.data" else [])
            cases += [(body, side, place, value, name, most) for value in values]
    for body, side, place, value, name, most in sample(cases, MOST):
        wrong = _wrong(quick, site_callbacks.given(body, side, place, value), name, most)
        faults += [f"{name} = {value!r:.40}: {one}" for one in wrong]
    assert faults == []
