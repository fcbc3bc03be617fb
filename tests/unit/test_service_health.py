"""What /healthz and /readyz say of a good, a damaged and a missing snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from data.snapshot import Snapshot
from service import health

if TYPE_CHECKING:
    from flask.testing import FlaskClient

NOON = 1_795_608_000.0  # of 25 November 2026, UTC


def _client(state: health.State) -> FlaskClient:
    server = Flask("health")
    health.install(server, lambda: state)
    return server.test_client()


def test_a_verified_snapshot_is_ready(pinned: Snapshot) -> None:
    client = _client(health.state_of(pinned))
    assert client.get("/healthz").get_json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["status"] == "ready"
    assert body["snapshot"] == pinned.id
    assert body["created"] == pinned.created
    assert "wipo_gii" in body["sources"]
    assert max(body["sources"].values()) == pinned.created
    assert "reason" not in body


def test_an_older_snapshot_is_degraded_and_takes_no_site_down(pinned: Snapshot) -> None:
    answer = _client(health.state_of(pinned, "gii_scores.csv is damaged", NOON)).get("/readyz")
    said = answer.get_json()
    assert (answer.status_code, said["status"], said["snapshot"]) == (200, "degraded", pinned.id)
    assert (said["reason"], said["since"]) == ("gii_scores.csv is damaged", "2026-11-25T12:00:00Z")


def test_no_snapshot_is_unavailable() -> None:
    client = _client(health.state_of(None))
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "unavailable", "reason": "no snapshot could be verified"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("cannot read /var/lib/x/CURRENT: no such file", "cannot read CURRENT: no such file"),
        ("'/data/versions/abc' is not whole", "'abc' is not whole"),
        ("C:\\Users\\x\\data is empty", "data is empty"),
        ("a share of 3/4 is fine", "a share of 3/4 is fine"),
    ],
)
def test_paths_are_not_shown(said: str, shown: str) -> None:
    assert health.without_paths(said) == shown
