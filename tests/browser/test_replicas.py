"""A page that is open while two replicas change to a new snapshot, one after the other, begins anew once."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from data import store
from tests.balancing import Balanced, balance
from tests.browser.visit import Visit
from tests.long import SERVER, STORE
from tests.serving import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from data.snapshot import Snapshot

pytestmark = pytest.mark.long("components/assets", *SERVER, *STORE)

SHOWN = "document.querySelector('[data-snapshot]')?.dataset.snapshot"
Replica = tuple[Served, "Path"]


def _later(bundled: Snapshot) -> store.Package:
    tables = bundled.tables()
    scores = tables["gii_scores"].copy()
    own = scores["economy"] == "CHN"
    scores.loc[own, "score"] = (scores.loc[own, "score"] + 0.5).clip(upper=100)
    return store.pack({**tables, "gii_scores": scores}, {}, {})


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[list[Replica]]:
    """Two sites with a data folder each, so that they can be out of step for as long as a test likes."""
    with ExitStack() as stack:
        started = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            data = tmp_path / f"data-{name}"
            site = stack.enter_context(serve(tmp_path / name, data, "--workers", "1", alone=True))
            started.append((site, data))
        yield started


@pytest.fixture
def nginx(tmp_path: Path, replicas: list[Replica]) -> Iterator[Balanced]:
    hosts = [site.address.removeprefix("http://") for site, _ in replicas]
    with balance(tmp_path, hosts, SITE_RATE="500r/s") as running:
        yield running


def _publish(seen: Visit, replica: Replica, package: store.Package) -> None:
    site, data = replica
    store.publish(data, package)
    limit = time.monotonic() + 30
    while seen.page.request.get(f"{site.address}/readyz").headers["x-snapshot"] != package.id:
        assert time.monotonic() < limit, "the replica does not show the new snapshot"
        time.sleep(0.1)


def _drop(seen: Visit, economy: str) -> None:
    """Take an economy out of the comparison, which asks the site."""
    seen.find(f".chip[data-economy={economy}] .chip-remove").click()
    seen.until(f"!document.querySelector('.chip[data-economy={economy}]')")
    seen.settle()


def test_a_reader_sees_one_change_of_snapshot_whatever_the_replicas_do(
    browser: Browser, nginx: Balanced, replicas: list[Replica], bundled: Snapshot
) -> None:
    seen, later = Visit.open(browser, nginx.address, "/en/?with=KOR,FRA,DEU,IND,JPN,GBR,SGP"), _later(bundled)
    asked = {line["replica"] for line in nginx.log() if line["path"] == "/en/"}
    assert len(asked) == 1
    own, other = sorted(replicas, key=lambda one: one[0].address.removeprefix("http://") not in asked)

    def shown() -> tuple[str, int]:
        return seen.page.evaluate(SHOWN), seen.requests.count("/en/")

    _publish(seen, other, later)
    for economy in ("KOR", "GBR", "SGP"):
        _drop(seen, economy)
    assert shown() == (bundled.id, 1)

    _publish(seen, own, later)
    seen.find(".chip[data-economy=FRA] .chip-remove").click()
    seen.until(f"{SHOWN} === '{later.id}'")
    seen.settle()
    _drop(seen, "DEU")
    assert shown() == (later.id, 2)

    os.killpg(own[0].process.pid, signal.SIGKILL)
    _drop(seen, "IND")
    assert shown() == (later.id, 2)
    # Chromium asks for the icon again when the address changes, and breaks off when the page begins anew.
    seen.faults = [one for one in seen.faults if one != f"failed: {seen.address}/assets/favicon.svg"]
    seen.close()
