"""Data folders that hold what cannot be shown: a start and a swap show the newest snapshot that can be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pandas as pd
import pytest

import app as site
from components.pages import PAGES
from components.shell import path
from data import store
from data.snapshot import POINTER, VERSIONS
from service import addresses
from tests import packages
from tests.serving import ROOT, free_port, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.snapshot import Snapshot

    Tables = dict[str, pd.DataFrame]


ADDRESSES = [path("en", page.home) for page in PAGES]
PATIENCE = 60  # seconds for a snapshot to be opened, drawn and refused on a busy machine


def _no_editions(tables: Tables) -> Tables:
    """Nothing of the index: no rule is broken, and no page can be drawn."""
    return {name: table.iloc[:0] if name.startswith("gii_") else table for name, table in tables.items()}


def _twice(tables: Tables) -> Tables:
    return tables | {"gii_scores": pd.concat([tables["gii_scores"]] * 2)}


def _no_number(tables: Tables) -> Tables:
    observed = tables["observations"]
    values = pd.Series(["many", *observed["value"].tolist()[1:]], observed.index, "object")
    return tables | {"observations": observed.assign(value=values)}


BROKEN: dict[str, tuple[Callable[[Tables], Tables], str]] = {
    "no editions": (_no_editions, "cannot be drawn"),
    "keys twice": (_twice, "this key stands in the table more than once"),
    "no number": (_no_number, "observations.csv cannot be read"),
}


@pytest.fixture(scope="module")
def cut(pinned: Snapshot) -> Tables:
    return packages.cut(pinned.tables())


@pytest.fixture(scope="module")
def good(cut: Tables) -> store.Package:
    return store.pack(cut, {}, {})


def _broken(cut: Tables, name: str) -> store.Package:
    return store.pack(BROKEN[name][0](cut), {}, {})


def _started(monkeypatch: pytest.MonkeyPatch, data: Path) -> tuple[dict[str, Any], set[tuple[int, str]]]:
    """Start the site on a data folder; return the first answer of /readyz, and those of the pages."""
    monkeypatch.delenv("SNAPSHOT", raising=False)
    monkeypatch.setenv("DATA_DIR", str(data))
    reader = site.create_server().test_client()
    ready = reader.get("/readyz")
    assert ready.status_code == 200
    assert str(data) not in ready.get_data(as_text=True)
    pages = [reader.get(address) for address in ADDRESSES]
    return ready.get_json(), {(page.status_code, page.headers["X-Snapshot"]) for page in pages}


@pytest.mark.parametrize(("first", "name"), [*(("", name) for name in BROKEN), ("no editions", "keys twice")])
def test_a_start_shows_the_last_good_or_the_bundled_snapshot_in_place_of_one_that_cannot_be_shown(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cut: Tables,
    good: store.Package,
    pinned: Snapshot,
    first: str,
    name: str,
) -> None:
    store.publish(tmp_path, _broken(cut, first) if first else good)
    store.publish(tmp_path, _broken(cut, name))
    shown = pinned.id if first else good.id
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, shown)}
    assert (said["status"], said["snapshot"]) == ("degraded", shown)
    assert said["reason"].startswith("the current snapshot cannot be shown: ")
    assert BROKEN[name][1] in said["reason"]
    assert said["since"]


@pytest.mark.parametrize("name", ["keys twice", "no editions"])
def test_a_pinned_snapshot_that_breaks_the_contract_or_cannot_be_drawn_is_never_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, good: store.Package, name: str
) -> None:
    store.publish(tmp_path, good)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SNAPSHOT", str(store.publish(tmp_path / "other", _broken(cut, name))))
    reader = site.create_server().test_client()
    said = reader.get("/readyz").get_json()
    assert (said["status"], reader.get("/en/").status_code) == ("unavailable", 503)
    assert said["reason"].startswith("the current snapshot cannot be shown: ")
    assert BROKEN[name][1] in said["reason"]
    assert said["since"]


def _ask(address: str) -> tuple[int, str | None, bytes]:
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own address
            return answer.status, answer.headers["X-Snapshot"], answer.read()
    except HTTPError as error:
        return error.code, error.headers["X-Snapshot"], error.read()


def _until(address: str, status: str) -> dict[str, Any]:
    """Wait until /readyz, which is 200 all the time, says a word; return the whole answer."""
    limit, said = time.monotonic() + PATIENCE, dict[str, Any]()
    while said.get("status") != status:
        assert time.monotonic() < limit, said
        code, _, body = _ask(f"{address}/readyz")
        assert code == 200, body
        said = json.loads(body)
        time.sleep(0.1)
    return said


def test_a_served_site_is_whole_from_its_first_answer_on_and_at_any_swap(
    tmp_path: Path, cut: Tables, good: store.Package
) -> None:
    data = tmp_path / "data"
    store.publish(data, good)
    store.publish(data, _broken(cut, "no editions"))
    other = store.pack(packages.altered(cut), {}, {})
    logged = {"ACCESS_LOG": "1"}
    with serve(tmp_path, data, "--workers", "1", broken=True, variables=logged) as served:

        def pages() -> set[tuple[int, str | None]]:
            return {_ask(served.address + address)[:2] for address in ADDRESSES}

        status, shown, body = _ask(f"{served.address}/readyz")
        assert (status, shown, json.loads(body)["status"]) == (200, good.id, "degraded")
        assert "cannot be drawn" in json.loads(body)["reason"]
        assert pages() == {(200, good.id)}
        # Since the port is open it was asked again and again; a check that goes well has no line.
        assert "/readyz" not in (tmp_path / "log").read_text(encoding="utf-8")
        store.publish(data, other)
        assert _until(served.address, "ready")["snapshot"] == other.id
        for name in ("keys twice", "no editions"):
            store.publish(data, _broken(cut, name))
            assert BROKEN[name][1] in _until(served.address, "degraded")["reason"]
            assert pages() == {(200, other.id)}
            store.publish(data, other)
            _until(served.address, "ready")
        (data / POINTER).unlink()
        assert _until(served.address, "degraded")["reason"].startswith("CURRENT is missing")
        for version in (data / VERSIONS).iterdir():
            store.remove_folder(version)
        assert pages() == {(200, other.id)}  # from its open files and what was drawn


def test_a_rolled_back_snapshot_is_not_shown_again_when_the_next_one_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, good: store.Package
) -> None:
    store.publish(tmp_path, good)
    bad_figures = store.publish(tmp_path, store.pack(packages.altered(cut), {}, {}))
    with store.locked(tmp_path) as held:
        held.point(good.id)
    store.publish(tmp_path, _broken(cut, "keys twice"))
    assert bad_figures.is_dir()
    assert _started(monkeypatch, tmp_path)[1] == {(200, good.id)}


def test_a_start_for_one_reader_says_that_there_is_no_public_address(tmp_path: Path) -> None:
    environment = os.environ | {"PORT": str(free_port()), "DATA_DIR": str(tmp_path), "PUBLIC_URL": ""}
    command = [sys.executable, "app.py"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        said = [started.stdout.readline().strip() for _ in range(2)]
        started.kill()
    assert environment["PORT"] in said[0]
    assert said[1] == addresses.missing({})
