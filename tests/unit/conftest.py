"""Fixtures of the unit tests: the toy site, one client of the real one and its pages for all of them."""

from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

import app
from analysis.dataset import Dataset
from data import store
from data.snapshot import Snapshot, open_snapshot
from tests import packages
from tests.embedding import later, newer, visitor
from tests.toy_site import client, dash_app, site
from tests.unit.asking import SITE
from tests.unit.views import Pages

# How long one example takes is a matter of what else the machine does.
settings.register_profile("unit", deadline=None)
settings.load_profile("unit")

__all__ = ["client", "dash_app", "later", "newer", "reader", "site", "visitor"]


@pytest.fixture(scope="session")
def short(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The pinned snapshot cut to two editions and China's observations."""
    folder = tmp_path_factory.mktemp("short")
    store.write_package(folder, packages.short(pinned.tables()))
    return open_snapshot(folder)


@pytest.fixture
def served(short: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Let the cut snapshot stand in for the bundled one."""
    monkeypatch.setattr("data.snapshot.BUNDLED", short.folder)
    monkeypatch.setattr("etl.versions.BUNDLED", short.folder)
    return short


@pytest.fixture(scope="session")
def pages(dataset: Dataset) -> Pages:
    """The pages on the pinned snapshot, drawn as they are asked for and then at hand for all tests."""
    return Pages(dataset)


@pytest.fixture(scope="session")
def public(pinned: Snapshot) -> FlaskClient:
    """A client of the site that knows its address, and where to report what is wrong."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLIC_URL", SITE)
        patch.setenv("CONTACT", "https://example.org/report")
        made: FlaskClient = app.create_app(pinned).server.test_client()
    return made


@pytest.fixture(scope="session")
def reader(pinned: Snapshot, dataset: Dataset) -> FlaskClient:
    """A client of the site on the pinned snapshot, made once: a test that changes it makes its own.

    What is computed for the site is at hand for tests that take the dataset, and the other way round.
    """
    with patch.object(app, "Dataset", lambda *_, **_named: dataset):
        made: FlaskClient = app.create_app(pinned).server.test_client()
    return made
