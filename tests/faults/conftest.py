"""Fixtures of the tests of faults: the toy site, publishers on loopback, a data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from data import store
from data.snapshot import Snapshot, open_snapshot
from tests import packages
from tests.publishers import Publishers
from tests.serving import Served, serve


@pytest.fixture(scope="session")
def served(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site on the pinned snapshot, started once for all tests that only ask it; it trusts any proxy.

    The snapshot is in the data folder, so that every page is drawn before the first answer.
    """
    folder, trusting = tmp_path_factory.mktemp("server"), {"FORWARDED_ALLOW_IPS": "*"}
    store.publish(folder / "data", packages.held(pinned))
    with serve(folder, folder / "data", "--workers", "1", variables=trusting) as site:
        yield site


@pytest.fixture
def publishers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publishers]:
    """Publishers on loopback, to which the variables of every source lead."""
    with Publishers() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture(scope="session")
def start(pinned: Snapshot) -> store.Package:
    """What a data folder serves at first: overall ranks of two editions, and China's observations."""
    return packages.overall(pinned.tables())


@pytest.fixture(scope="session")
def quick(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> app.Dashboard:
    """The site on a snapshot that is cut, so that its answers take half the time."""
    package = packages.pair(pinned.tables())[0]
    return app.create_app(open_snapshot(store.publish(tmp_path_factory.mktemp("quick"), package)))


@pytest.fixture
def folder(tmp_path: Path, start: store.Package, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the environment, on 24 November 2026."""
    data = tmp_path / "data"
    store.publish(data, start)
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-11-24")
    monkeypatch.setattr("etl.http.BACKOFF", 0.001)
    return data
