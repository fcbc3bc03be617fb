"""Fixtures of the unit tests: the toy site, and one client of the real one for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import app
from tests.embedding import later, newer, visitor
from tests.toy_site import client, dash_app, site

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot

__all__ = ["client", "dash_app", "later", "newer", "reader", "site", "visitor"]


@pytest.fixture(scope="session")
def reader(bundled: Snapshot) -> FlaskClient:
    """A client of the site on the bundled snapshot, made once: a test that changes it makes its own."""
    made: FlaskClient = app.create_app(bundled).server.test_client()
    return made
