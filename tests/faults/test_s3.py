"""A snapshot published to a real S3 server, and the site that shows it from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from data import store
from data.snapshot import current_id
from etl.shelves import open_shelf
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
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with gateway(tmp_path_factory.mktemp("gateway"), BUCKET) as found:
        yield found


def publish(data: Path, variables: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(data), **variables}
    command = [sys.executable, "-m", "etl", "publish", *options]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def mirror(data: Path, variables: dict[str, str]) -> dict[str, Any]:
    environment = {**os.environ, "DATA_DIR": str(data), "DATA_URL": URL, **variables}
    command = [sys.executable, "-m", "data.mirror"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.wait(60) == 0
        assert run.stdout is not None
        answer: dict[str, Any] = json.loads(run.stdout.read())
        return answer


def test_what_is_published_to_s3_is_shown_by_a_site_that_held_nothing(
    bundled: Snapshot, tmp_path: Path, variables: dict[str, str]
) -> None:
    done = told(publish(tmp_path / "none", variables, URL, "--json"))
    assert (done["snapshot"], done["store"]) == (bundled.id, URL)
    assert told(publish(tmp_path / "none", variables, URL, "--json"))["sent"] == 0
    # The site has another snapshot of its own, so what it shows can only be that of the store.
    data = tmp_path / "data"
    store.publish(data, packages.small("its own"))
    with (
        serve(tmp_path, data, variables={**variables, "DATA_URL": URL}) as served,
        urlopen(f"{served.address}/readyz", timeout=5) as answer,  # noqa: S310 - our own address
    ):
        said = json.load(answer)
    assert (said["status"], said["snapshot"]) == ("ready", bundled.id)
    assert "reason" not in said["store"]
    assert current_id(data) == bundled.id


def test_old_versions_in_s3_go_when_asked_and_never_the_one_in_use(
    tmp_path: Path, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = tmp_path / "data", f"s3://{BUCKET}/pruned"
    made = [packages.small(note) for note in ("one", "two", "three")]
    for package in made:
        store.publish(folder, package)
        told(publish(folder, variables, url, "--json"))
    assert told(publish(folder, variables, url, "--keep", "2", "--json"))["removed"] == [made[0].id]
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert open_shelf(url).versions() == [made[2].id, made[1].id]


def test_a_wrong_secret_or_bucket_is_told_without_either(tmp_path: Path, variables: dict[str, str]) -> None:
    store.publish(tmp_path, packages.small())
    wrong = {**variables, "AWS_SECRET_ACCESS_KEY": "wrong-" + SECRET}
    for done in (publish(tmp_path, wrong, URL), publish(tmp_path, variables, "s3://no-such-bucket/x")):
        assert done.returncode == 6, done.stderr
        assert done.stderr.startswith("Error: the published store cannot be used: ")
        assert SECRET not in done.stderr
        assert "127.0.0.1" not in done.stderr
    refused = mirror(tmp_path / "replica", wrong)
    assert refused["trouble"].startswith("the published store: CURRENT cannot be read: ")
    assert SECRET not in refused["trouble"]
