"""A snapshot published to a real S3 server, and the site that shows it from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from data import mirror, store
from data.snapshot import current_id
from etl.errors import NotPublished
from etl.publishing import StoreWriter, publish
from tests import packages
from tests.gateway import SECRET, gateway
from tests.serving import ROOT, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot import Snapshot


BUCKET = "snapshots"
URL = f"s3://{BUCKET}/site"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with gateway(tmp_path_factory.mktemp("gateway"), BUCKET) as variables:
        yield variables


@pytest.fixture
def variables(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables of the server's user, set in this process, too."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return server


def test_what_is_published_to_s3_is_shown_by_a_site_that_held_nothing(
    bundled: Snapshot, tmp_path: Path, variables: dict[str, str]
) -> None:
    source, data = tmp_path / "source", tmp_path / "data"
    package = packages.pair(bundled.tables())[0]
    store.publish(source, package)
    command = [sys.executable, "-m", "etl", "publish", URL, "--json"]
    environment = {**os.environ, "DATA_DIR": str(source)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert (told["snapshot"], told["store"], told["sent"]) == (package.id, URL, len(package.files))
    assert publish(source, URL).sent == 0
    with (
        serve(tmp_path, data, variables={**variables, "DATA_URL": URL}) as served,
        urlopen(f"{served.address}/readyz", timeout=5) as answer,  # noqa: S310 - our own address
    ):
        said = json.load(answer)
    assert (said["status"], said["snapshot"]) == ("ready", package.id)
    assert said["store"].keys() == {"confirmed"}
    assert current_id(data) == package.id


def test_old_versions_in_s3_go_when_asked_and_never_the_one_in_use(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    url = f"s3://{BUCKET}/pruned"
    made = [packages.small(note) for note in ("one", "two", "three")]
    for package in made:
        store.publish(tmp_path, package)
        publish(tmp_path, url)
    assert publish(tmp_path, url, keep=2).removed == (made[0].id,)
    assert StoreWriter(url).versions() == [made[2].id, made[1].id]


def test_a_wrong_secret_or_bucket_is_told_without_either(
    tmp_path: Path, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(tmp_path, packages.small())
    with pytest.raises(NotPublished, match=r"^the published store cannot be used: it was not found$"):
        publish(tmp_path, "s3://no-such-bucket/x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-" + SECRET)
    with pytest.raises(NotPublished, match=r"^the published store cannot be used: access is refused$"):
        publish(tmp_path, URL)
    said = "the published store: CURRENT cannot be read: access is refused"
    assert mirror.follow(URL, tmp_path / "replica") == said
