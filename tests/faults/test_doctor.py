"""Every publisher looked at before a refresh, over real HTTP: each state, what is newer, nothing written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from etl.commands import main
from tests.faults import held_publishers

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot
    from tests.publishers import Publishers


CHALLENGE = b"<!DOCTYPE html><html><body>Verifying that you are not a robot...</body></html>"
HEAD = b"iso3,economy_name,rank,score,giiyr\n"
FAMILIES = ["wipo_gii", "world_bank_wdi", "world_bank_wgi", "oecd_msti", "penn_world_table"]


@pytest.fixture
def place(tmp_path: Path, pinned: Snapshot, publishers: Publishers, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that does not exist, and publishers who have what the pinned snapshot has, or newer."""
    held_publishers.but_wipo(publishers, pinned)
    publishers.workbook(2025, b"PK and the rest of a workbook")
    publishers.explorer(2025, HEAD)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SNAPSHOT", raising=False)
    monkeypatch.setattr("etl.cli_context.today", lambda: "2026-11-24")
    monkeypatch.setattr("etl.http.BACKOFF", 0.001)
    return tmp_path


def doctor(code: int) -> dict[str, dict[str, Any]]:
    result = CliRunner().invoke(main, ["doctor", "--json"])
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    assert found["exit_code"] == code
    assert [item["source"] for item in found["sources"]] == FAMILIES
    return {item["source"]: item for item in found["sources"]}


def test_all_work_and_what_is_newer_there_is_named_and_nothing_is_written(
    place: Path, publishers: Publishers
) -> None:
    found = doctor(0)
    assert {item["state"] for item in found.values()} == {"works"}
    vintages = {name: (item["there"], item["here"], item["advice"]) for name, item in found.items()}
    assert vintages["wipo_gii"] == ("2025", "2025", "nothing")
    assert vintages["world_bank_wdi"] == (held_publishers.NEWS, "2026-07-13", "refresh world_bank")
    assert vintages["oecd_msti"][1:] == ("", "refresh oecd_msti"), "none is in the pinned snapshot"
    assert vintages["penn_world_table"] == ("11.0", "11.0", "nothing")
    assert list(place.iterdir()) == []
    assert len(publishers.paths) < 20
    publishers.explorer(2026, HEAD)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0, result.output
    head, first, *_ = result.stdout.splitlines()
    assert head.split("  ")[0] == "source"
    assert first.split() == ["wipo_gii", "works", "2026-ranking", "2025", "refresh", "gii"]


def test_blocked_changed_and_unreachable_are_told_apart(place: Path, publishers: Publishers) -> None:
    publishers.misbehave("tech1", status=403, body=CHALLENGE)
    publishers.misbehave("source=2", status=202, body=CHALLENGE)
    publishers.misbehave("source=3", edit=lambda body: body.replace(b'"date"', b'"year"'))
    elsewhere = {"Location": "https://elsewhere.example/data"}
    publishers.misbehave("public/rest/data", status=302, headers=elsewhere)
    publishers.misbehave("554105", reset=True, times=9)
    found = doctor(3)
    states = [(found[name]["state"], found[name]["advice"]) for name in FAMILIES]
    assert states == [
        ("blocked", "download by hand: refresh gii --file"),
        ("blocked", "ask from another network"),
        ("changed", "look for an update of this program"),
        ("changed", "look for an update of this program"),
        ("unreachable", "check network and proxy, try later"),
    ]
    assert "redirects to another host, elsewhere.example" in found["oecd_msti"]["sentence"]
    assert "other fields than an observation has" in found["world_bank_wgi"]["sentence"]


def test_pages_missing_columns_and_who_does_not_answer_are_told(
    place: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishers.explorer(2025, HEAD.replace(b"score", b"points"))
    publishers.misbehave("source=2", status=200, body=CHALLENGE, times=4)
    publishers.misbehave("source=3", status=503, body=CHALLENGE)
    publishers.misbehave("public/rest/dataflow", edit=lambda body: body.replace(b"MEASURE", b"MEASURED"))
    found = doctor(3)
    assert [found[name]["state"] for name in FAMILIES] == [
        "changed",
        "blocked",
        "blocked",
        "changed",
        "works",
    ]
    assert "the column score is missing" in found["wipo_gii"]["sentence"]
    monkeypatch.setattr("etl.doctor.DEADLINE", 0.2)
    publishers.misbehave("554105", delay=600, times=4)
    late = doctor(3)["penn_world_table"]
    assert (late["state"], late["sentence"]) == ("unreachable", "it did not answer within 0.2 s")
    assert list(place.iterdir()) == []
