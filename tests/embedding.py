"""A site that shows a newer snapshot than the pinned one, for tests of embeds."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

import app as site
from data import store
from data.snapshot import Snapshot

HOSTILE = '"><script>window.sentinel=1</script>'


@pytest.fixture(scope="session")
def later(pinned: Snapshot) -> store.Package:
    """The pinned snapshot with China's score of 2025 a little higher."""
    tables = pinned.tables()
    scores = tables["gii_scores"].copy()
    one = (scores["edition"] == 2025) & (scores["economy"] == "CHN") & (scores["code"] == "GII")
    scores.loc[one, "score"] += 0.5
    return store.pack({**tables, "gii_scores": scores}, {}, {})


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory, later: store.Package) -> Path:
    path = tmp_path_factory.mktemp("data")
    store.publish(path, later)
    return path


@pytest.fixture(scope="session")
def visitor(newer: Path) -> FlaskClient:
    """A reader of a site that shows a newer snapshot than the pinned one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(newer))
        patch.delenv("SNAPSHOT", raising=False)
        client: FlaskClient = site.create_server().test_client()
    return client


def text(visitor: FlaskClient, address: str) -> str:
    """Return the document at an address, which must be there."""
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)
