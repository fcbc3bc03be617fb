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
from tests.forbidden import forbid
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


def _no_source(tables: Tables) -> Tables:
    used = tables["observations"]["source"].iloc[0]
    return tables | {"sources": tables["sources"][tables["sources"]["source"] != used]}


def _no_newest(tables: Tables) -> Tables:
    scores = tables["gii_scores"]
    return tables | {"gii_scores": scores[scores["edition"] != scores["edition"].max()]}


def _value(value: object) -> Callable[[Tables], Tables]:
    def altered(tables: Tables) -> Tables:
        observed = tables["observations"]
        values = [value, *observed["value"].tolist()[1:]]
        return tables | {"observations": observed.assign(value=pd.Series(values, observed.index, "object"))}

    return altered


BROKEN: dict[str, tuple[Callable[[Tables], Tables], str]] = {
    "no editions": (_no_editions, "cannot be drawn"),
    "keys twice": (_twice, "this key stands in the table more than once"),
    "a source missing": (_no_source, "is not in the table sources"),
    "the newest edition missing": (_no_newest, "edition 2025, column scores"),
    "a number too large": (_value(1e308), "1e+308 is no figure"),
    "an infinite number": (_value(float("inf")), "inf is no figure"),
    "no number": (_value("many"), "observations.csv cannot be read"),
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
    """Start the site on a data folder; return the first good answer of /readyz, and those of the pages."""
    monkeypatch.delenv("SNAPSHOT", raising=False)
    monkeypatch.setenv("DATA_DIR", str(data))
    reader, limit = site.create_server().test_client(), time.monotonic() + PATIENCE
    while (ready := reader.get("/readyz")).status_code == 503:
        assert ready.get_json()["status"] in ("starting", "unavailable")
        assert time.monotonic() < limit, ready.get_json()
        time.sleep(0.05)
    assert str(data) not in ready.get_data(as_text=True)
    pages = [reader.get(address) for address in ADDRESSES]
    return ready.get_json(), {(page.status_code, page.headers["X-Snapshot"]) for page in pages}


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
    for name in ("no editions", "keys twice"):
        store.publish(tmp_path, _broken(cut, name))
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, bundled.id)}
    assert (said["status"], said["snapshot"]) == ("degraded", bundled.id)
    assert "more than once" in said["reason"]


def test_without_current_the_version_in_use_last_is_shown_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: store.Package, start: store.Package
) -> None:
    store.publish(tmp_path, start)
    store.publish(tmp_path, good)
    (tmp_path / POINTER).unlink()
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, good.id)}
    assert (said["status"], said["reason"]) == ("degraded", "CURRENT is missing, though versions were in use")


def test_a_folder_that_may_not_be_read_shows_the_bundled_snapshot_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: store.Package, bundled: Snapshot
) -> None:
    store.publish(tmp_path, good)
    forbid(monkeypatch, tmp_path)
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, bundled.id)}
    assert (said["status"], said["snapshot"]) == ("degraded", bundled.id)
    assert said["reason"] == "the current snapshot does not verify: CURRENT cannot be read"


@pytest.mark.parametrize("name", ["a source missing", "no editions"])
def test_a_pinned_snapshot_that_breaks_the_contract_or_cannot_be_drawn_is_never_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Tables, good: store.Package, name: str
) -> None:
    store.publish(tmp_path, good)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SNAPSHOT", str(store.publish(tmp_path / "other", _broken(cut, name))))
    reader, limit = site.create_server().test_client(), time.monotonic() + PATIENCE
    while "reason" not in (said := reader.get("/readyz").get_json()):
        assert said["status"] == "starting"
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert said["status"] == "unavailable"
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


def test_a_served_site_is_ready_and_whole_on_any_folder_and_at_any_swap(
    tmp_path: Path, cut: Tables, good: store.Package
) -> None:
    data = tmp_path / "data"
    store.publish(data, good)
    store.publish(data, _broken(cut, "no editions"))
    other = store.pack(packages.altered(cut), {}, {})
    with serve(tmp_path, data, "--workers", "1", broken=True) as served:

        def pages() -> set[tuple[int, str | None]]:
            return {_ask(served.address + address)[:2] for address in ADDRESSES}

        assert pages() == {(200, good.id)}
        said = _until(served.address, "degraded")
        assert "cannot be drawn" in said["reason"]
        store.publish(data, other)
        assert _until(served.address, "ready")["snapshot"] == other.id
        for name in ("a source missing", "no editions"):
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


def test_an_empty_folder_shows_the_bundled_snapshot_without_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled: Snapshot
) -> None:
    said, pages = _started(monkeypatch, tmp_path)
    assert pages == {(200, bundled.id)}
    assert "reason" not in said


def test_a_start_for_one_reader_says_that_there_is_no_public_address(tmp_path: Path) -> None:
    environment = os.environ | {"PORT": str(free_port()), "DATA_DIR": str(tmp_path), "PUBLIC_URL": ""}
    command = [sys.executable, "app.py"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        said = [started.stdout.readline().strip() for _ in range(2)]
        started.kill()
    assert environment["PORT"] in said[0]
    assert said[1] == addresses.missing({})
