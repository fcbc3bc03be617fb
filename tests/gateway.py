"""An S3 server on loopback: Ceph's gateway with its standalone backend, which needs no cluster."""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

import obstore
import pytest
from obstore.store import S3Store

from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY, SECRET = "tester", "not-a-secret"
PATIENCE: Final = 20
CONFIGURATION: Final = """
[global]
fsid = 00000000-0000-0000-0000-000000000001
[client.rgw]
rgw backend store = dbstore
rgw config store = dbstore
dbstore db dir = {folder}
dbstore config uri = file:{folder}/config.db
rgw data = {folder}
run dir = {folder}
log file = {folder}/log
keyring = {folder}/keyring
admin socket =
rgw frontends = beast endpoint=127.0.0.1:{port}
"""


@contextmanager
def gateway(folder: Path, bucket: str) -> Iterator[dict[str, str]]:
    """Run a server with one user and one bucket; yield the variables that clients of S3 read."""
    port = free_port()
    settings = folder / "ceph.conf"
    settings.write_text(CONFIGURATION.format(folder=folder, port=port), encoding="utf-8")
    common = ["--conf", str(settings), "--name", "client.rgw", "--no-mon-config"]
    user = ["user", "create", "--uid=tester", "--display-name=Tester"]
    _run(
        [_found("radosgw-admin"), *common, *user, f"--access-key={KEY}", f"--secret-key={SECRET}"],
    )
    server = subprocess.Popen(
        [_found("radosgw"), *common, "--foreground"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _make(address, bucket)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
        }
    finally:
        server.kill()
        server.wait()


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"The tests of S3 need {program} (Debian: apt-get install radosgw).")
    return path


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _make(address: str, bucket: str) -> None:
    """Make the bucket as soon as the server answers."""
    store = S3Store(
        bucket,
        endpoint=address,
        access_key_id=KEY,
        secret_access_key=SECRET,
        region="us-east-1",
        client_options={"allow_http": True},
    )
    wanted = obstore.sign(store, "PUT", "", timedelta(minutes=1))
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            with urlopen(Request(wanted, method="PUT"), timeout=5):  # noqa: S310 - our own address
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"radosgw did not answer within {PATIENCE} seconds")
