"""A refresh or a build that changes a verdict says so in HISTORY and in the output; the gate of verdicts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data import catalog, store
from data.snapshot import open_snapshot, read_history
from etl import pipeline
from etl.checks import Report, check_claims
from etl.cli_context import Outcome, Request
from etl.commands import Progress
from etl.difference import difference, lines
from etl.sources import curated
from etl.versions import history as told
from tests import packages
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot

REVISED, FIRST = "enterprises", "NBS.RD.ENTERPRISE.ZS,CHN,2012,76."
LOST = "innovation-system"  # rests on series that the cut hand-kept tables do not have


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first of December."""
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")


def refreshed(folder: Path, source: Path) -> Outcome:
    request = Request(("curated",), accept_revisions=("curated",))
    return pipeline.refresh(request, folder, Progress(quiet=True), source)


def revised(folder: Path) -> Path:
    """Write cut hand-kept tables of which one says that enterprises carried out less than half in 2012."""
    packages.curated_short(folder)
    name = "nbs_communique.csv"
    text = (curated.FOLDER / name).read_text(encoding="utf-8")
    assert FIRST in text
    (folder / name).write_text(text.replace(FIRST, FIRST.replace("76.", "46.")), encoding="utf-8")
    return folder


def test_a_refresh_that_changes_a_verdict_writes_it_into_the_history(
    tmp_path: Path, served: Snapshot
) -> None:
    folder = data(tmp_path)
    outcome = refreshed(folder, revised(tmp_path / "curated"))
    assert outcome.verdicts[LOST] == ["mixed", "moved"]
    assert outcome.verdicts[REVISED] == ["mixed", "moved"]
    (event,) = read_history(folder)
    assert event["verdicts"] == outcome.verdicts
    assert told(folder)[0]["verdicts"] == outcome.verdicts
    new = open_snapshot(outcome.folder)
    row: Any = new.table("claims").set_index("claim").loc[REVISED]
    assert row[["verdict", "verdict_before"]].tolist() == ["moved", "mixed"]
    line = f"verdict of {REVISED}: mixed -> moved"
    assert line in lines(difference(served, new))
    assert line in run(tmp_path, "history").stdout
    assert json.loads(run(tmp_path, "history", "--json").stdout)["events"][0]["verdicts"][LOST]
    # Nothing changed since, so nothing is told again.
    again = refreshed(folder, tmp_path / "curated")
    assert again.verdicts == {}
    assert "verdicts" not in json.loads((folder / "HISTORY").read_text(encoding="utf-8").splitlines()[-1])


def test_a_build_that_changes_a_verdict_writes_it_too(tmp_path: Path, served: Snapshot) -> None:
    folder = data(tmp_path)
    store.publish(folder, store.Package(served.id, {path.name: path.read_bytes() for path in files(served)}))
    built = pipeline.rebuild(folder, source=packages.curated_short(tmp_path / "curated"))
    assert built.verdicts[LOST] == ["mixed", "moved"]
    assert read_history(folder)[-1]["verdicts"] == built.verdicts


def files(snapshot: Snapshot) -> list[Path]:
    return [path for path in snapshot.folder.iterdir() if not path.name.startswith(".")]


# The gate


def violations(bundled: Snapshot, **frames: pd.DataFrame) -> list[str]:
    return [str(one) for one in check_claims({**bundled.tables(), **frames}, catalog.load(), Report())]


def test_a_claim_without_a_verdict_and_one_too_many_are_caught(bundled: Snapshot) -> None:
    table = bundled.table("claims")
    (missing,) = violations(bundled, claims=table[table["claim"] != LOST])
    assert LOST in missing
    assert "one verdict, it has 0" in missing
    twice = pd.concat([table, table[table["claim"] == LOST]])
    assert "it has 2" in violations(bundled, claims=twice)[0]
    wrong = table.assign(verdict=table["verdict"].replace("right", "moved"))
    assert "a claim of kind statement cannot have the verdict moved" in violations(bundled, claims=wrong)[0]
    foreign = table.assign(claim=table["claim"].replace(LOST, "another"))
    assert any("not in data/catalog/claims.toml" in one for one in violations(bundled, claims=foreign))


def test_a_headline_on_other_ranks_is_caught(bundled: Snapshot) -> None:
    table = bundled.table("claim_figures").copy()
    start = (table["claim"] == "rank-2012-2022") & (table["figure"] == "start")
    table.loc[start, "value"] = 28
    (found,) = violations(bundled, claim_figures=table)
    assert "the rank must be 34, it is 28.0" in found
    assert "it is missing" in violations(bundled, claim_figures=table[~start])[0]
