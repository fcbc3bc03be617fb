"""A clock that is set back by a day stops nothing: a site goes on following its store."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from data import store
from tests import packages
from tests.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot


PATIENCE = 60  # seconds: a look, and a snapshot to be opened and drawn on a busy machine
DAY = 86_400
LATE = """
import os
import time

told = time.time
time.time = lambda: told() - {day} * os.path.exists({flag!r})

from app import server
"""


def _ready(address: str) -> dict[str, Any]:
    with urlopen(f"{address}/readyz", timeout=10) as answer:  # noqa: S310 - our own address
        found: dict[str, Any] = json.loads(answer.read())
        return found


def test_a_replica_whose_clock_is_set_back_by_a_day_follows_its_store(
    bundled: Snapshot, tmp_path: Path
) -> None:
    source, flag = tmp_path / "source", tmp_path / "late"
    one, two = packages.pair(bundled.tables())
    store.publish(source, one)
    (tmp_path / "late_site.py").write_text(LATE.format(day=DAY, flag=str(flag)), encoding="utf-8")
    variables = {"DATA_URL": str(source), "DATA_POLL": "1"}
    options = ("--workers", "1", "--pythonpath", str(tmp_path))
    with serve(tmp_path, tmp_path / "data", *options, app="late_site:server", variables=variables) as served:
        assert _ready(served.address)["snapshot"] == one.id
        flag.touch()  # the clock of the site; its last look lies a day ahead from now on
        store.publish(source, two)
        limit = time.monotonic() + PATIENCE
        while (said := _ready(served.address))["snapshot"] != two.id:
            assert time.monotonic() < limit, said
            time.sleep(0.1)
