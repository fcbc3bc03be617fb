"""Data folders that hold what cannot be shown: a start and a swap show the newest snapshot that can be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pandas as pd
import pytest

import app as site
from components.pages import PAGES
from components.shell import path
from data import store
from data.snapshot import POINTER
from service import addresses
from tests import packages
from tests.forbidden import forbid
from tests.serving import ROOT, free_port, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.snapshot import Snapshot

    Tables = dict[str, pd.DataFrame]

ADDRESSES = [path("en", page.home) for page in PAGES]


def _no_editions(tables: Tables) -> Tables:
    """Nothing of the index: no rule is broken, and no page can be drawn."""
    return {name: table.iloc[:0] if name.startswith("gii_") else table for name, table in tables.items()}


def _twice(tables: Tables) -> Tables:
    return tables | {"gii_scores": pd.concat([tables["gii_scores"]] * 2)}


def _no_source(tables: Tables) -> Tables:
    used = tables["observations"]["source"].iloc[0]
    return tables | {"sources": tables["sources"][tables["sources"]["source"] != used]}


def _no_number(tables: Tables) -> Tables:
    observed = tables["observations"]
    values = pd.Series(["many", *observed["value"].tolist()[1:]], observed.index, "object")
    return tables | {"observations": observed.assign(value=values)}


BROKEN: dict[str, tuple[Callable[[Tables], Tables], str]] = {
    "no editions": (_no_editions, "cannot be drawn"),
    "keys twice": (_twice, "this key stands in the table more than once"),
    "a source missing": (_no_source, "is not in the table sources"),
    "no number": (_no_number, "observations.csv cannot be read"),
}


@pytest.fixture(scope="module")
def cut(bundled: Snapshot) -> Tables:
    return packages.cut(bundled.tables())


@pytest.fixture(scope="module")
def good(cut: Tables) -> store.Package:
    return store.pack(cut, {}, {})


def _broken(cut: Tables, name: str) -> store.Package:
    return store.pack(BROKEN[name][0](cut), {}, {})


def _started(monkeypatch: pytest.MonkeyPatch, data: Path) -> tuple[dict[str, Any], set[tuple[int, str]]]:
    """Start the site on a data folder; return what /readyz says in the end, and the answers of the pages."""
    monkeypatch.setenv("DATA_DIR", str(data))
    server = site.create_server()
    server.extensions["current"].catch_up()
    reader = server.test_client()
    pages = [reader.get(address) for address in ADDRESSES]
    said = reader.get("/readyz").get_json()
    assert str(data) not in str(said)
    return said, {(page.status_code, page.headers["X-Snapshot"]) for page in pages}


@pytest.mark.parametrize("name", BROKEN)
def test_a_start_shows_the_last_good_snapshot_in_place_of_one_that_cannot_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, good: store.Package, name: str
) -> None:
    store.publish(tmp_path, good)
    store.publish(tmp_path, _broken(cut, name))
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, good.id)}
    assert (said["status"], said["snapshot"]) == ("degraded", good.id)
    assert said["reason"].startswith("the current snapshot cannot be shown: ")
    assert BROKEN[name][1] in said["reason"]
    assert said["since"]


def test_a_start_shows_the_bundled_snapshot_where_no_other_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, bundled: Snapshot
) -> None:
    store.publish(tmp_path, _broken(cut, "no editions"))
    store.publish(tmp_path, _broken(cut, "keys twice"))
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, bundled.id)}
    assert (said["status"], said["snapshot"]) == ("degraded", bundled.id)
    assert "more than once" in said["reason"]


def test_without_current_or_the_right_to_read_it_a_good_snapshot_is_shown_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: store.Package, bundled: Snapshot
) -> None:
    store.publish(tmp_path, good)
    (tmp_path / POINTER).rename(tmp_path / "away")
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, good.id)}
    assert (said["status"], said["reason"]) == ("degraded", "CURRENT is missing, though versions were in use")
    (tmp_path / "away").rename(tmp_path / POINTER)
    forbid(monkeypatch, tmp_path)
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, bundled.id)}
    assert said["reason"] == "the current snapshot does not verify: CURRENT cannot be read"


def test_a_rolled_back_snapshot_is_not_shown_again_when_the_next_one_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, good: store.Package
) -> None:
    store.publish(tmp_path, good)
    store.publish(tmp_path, store.pack(packages.altered(cut), {}, {}))
    with store.locked(tmp_path) as held:
        held.point(good.id)
    store.publish(tmp_path, _broken(cut, "keys twice"))
    assert _started(monkeypatch, tmp_path)[1] == {(200, good.id)}


def test_a_pinned_snapshot_that_cannot_be_drawn_is_never_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, good: store.Package
) -> None:
    store.publish(tmp_path, good)
    monkeypatch.setenv("SNAPSHOT", str(store.publish(tmp_path / "other", _broken(cut, "no editions"))))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    server = site.create_server()
    server.extensions["current"].catch_up()
    answer = server.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "unavailable")
    assert "cannot be drawn" in answer.get_json()["reason"]


def test_a_served_site_is_ready_and_whole_on_a_broken_folder_and_at_any_swap(
    tmp_path: Path, cut: Tables, good: store.Package
) -> None:
    data, other = tmp_path / "data", store.pack(packages.altered(cut), {}, {})

    def until(address: str, status: str) -> dict[str, Any]:
        """Wait until /readyz, which is 200 all the time, says a word; return the whole answer."""
        while True:
            with urlopen(f"{address}/readyz", timeout=30) as answer:  # noqa: S310 - our own address
                said: dict[str, Any] = json.loads(answer.read())
            if said["status"] == status:
                return said
            time.sleep(0.1)

    def pages(address: str) -> set[str | None]:
        return {urlopen(address + path, timeout=30).headers["X-Snapshot"] for path in ADDRESSES}  # noqa: S310

    store.publish(data, good)
    store.publish(data, _broken(cut, "no editions"))
    with serve(tmp_path, data, "--workers", "1", broken=True) as served:
        assert until(served.address, "degraded")["snapshot"] == good.id
        assert pages(served.address) == {good.id}
        store.publish(data, other)
        assert until(served.address, "ready")["snapshot"] == other.id
        store.publish(data, _broken(cut, "a source missing"))
        assert BROKEN["a source missing"][1] in until(served.address, "degraded")["reason"]
        assert pages(served.address) == {other.id}


def test_a_start_for_one_reader_says_that_there_is_no_public_address(tmp_path: Path) -> None:
    environment = os.environ | {"PORT": str(free_port()), "DATA_DIR": str(tmp_path), "PUBLIC_URL": ""}
    command = [sys.executable, "app.py"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        said = [started.stdout.readline().strip() for _ in range(2)]
        started.kill()
    assert environment["PORT"] in said[0]
    assert said[1] == addresses.missing({})
