"""Refresh, build and curate from end to end, all or nothing; a verdict that changes is told, and its gate."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import catalog, store
from data.schema import TABLES
from data.snapshot import Snapshot, open_current, open_snapshot, read_history
from etl import cli_context, gates, pipeline
from etl.assembly import assemble, parts_of
from etl.checks import Report, check_claims
from etl.cli_context import Outcome, Progress, Request
from etl.errors import CorruptSnapshot, Refused
from etl.sources import curated
from etl.versions import history as told
from tests import packages
from tests.unit import gii_books as books
from tests.unit.cli import data, run


def book(folder: Path, sheets: books.Sheets, name: str = "wipo-pub-2000-2026-tech1.xlsx") -> Path:
    path = folder / name
    path.write_bytes(books.save(sheets))
    return path


def refresh(
    folder: Path, path: Path | None = None, source: Path = curated.FOLDER, *, accept: bool = False
) -> Outcome:
    """Refresh the index from a file, or the hand-kept tables."""
    accepted = ("curated",) if accept else ()
    request = Request(("gii",), file=path) if path else Request(("curated",), accept_revisions=accepted)
    return pipeline.refresh(request, folder, Progress(quiet=True), source)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first of December."""
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The hand-kept tables cut to the same two editions and a few observations."""
    return packages.curated_short(tmp_path / "curated")


def test_a_build_from_the_hand_kept_tables_is_whole(tmp_path: Path, kept: Path) -> None:
    """That all of them give the bundled bytes is checked by `make data`, which takes minutes."""
    outcome = pipeline.build_bundled(tmp_path / "built", kept)
    assert outcome.snapshot == open_snapshot(tmp_path / "built").id
    assert outcome.sentence.startswith(f"built {len(TABLES)} tables with ")


def test_a_new_edition_is_published_and_survives_the_curated_tables(
    tmp_path: Path, served: Snapshot, kept: Path
) -> None:
    before = {path.name: path.read_bytes() for path in served.folder.iterdir()}
    folder = tmp_path / "data"
    outcome = refresh(folder, book(tmp_path, books.small()))
    assert (outcome.published, outcome.exit_code) == (True, 0)
    assert outcome.results[0].sentence == "GII 2026, 5 economies"
    held, reason = open_current(folder)
    assert (held.id, reason, held.created) == (outcome.snapshot, None, "2026-12-01")
    scores = held.table("gii_scores")
    pd.testing.assert_frame_equal(scores[scores["edition"] < 2026], served.table("gii_scores"))
    edition: Any = held.table("gii_editions").set_index("edition").loc[2026]
    assert (edition["economies"], edition["indicators"], edition["change"]) == (5, 42, "documented")
    assert len(held.table("gii_intervals").query("edition == 2026 and kind == 'weights'")) == 5
    weights = held.table("gii_structure").query("edition == 2026").set_index("code")["weight"]
    assert list(weights[["P1", "7.1", "7.2", "7.1.1"]]) == [0.2, 0.5, 0.25, 1.0]
    release: Any = held.table("sources").set_index("source").loc["wipo_tech1_2026"]
    assert "SHA-256" in release["note"]
    assert "wipo-pub-2000-2026-tech1.xlsx" in release["provenance"]

    refused = refresh(folder, source=kept).results[0].error
    assert isinstance(refused, Refused)
    assert "all 25 values are gone" in " ".join(map(str, refused.violations))
    outcome = refresh(folder, source=kept, accept=True)
    assert outcome.exit_code == 0, outcome
    again, _ = open_current(folder)
    pd.testing.assert_frame_equal(again.table("gii_scores"), scores)
    assert set(again.table("observations")["source"].str.split("_").str[0]) == {"nbs"}
    for name in ("gii_structure", "gii_editions", "gii_intervals"):
        pd.testing.assert_frame_equal(again.table(name), held.table(name))
    kept_release: Any = again.table("sources").set_index("source").loc["wipo_tech1_2026"]
    assert kept_release.equals(release)
    pipeline.curate_refreshed(folder, kept)
    pipeline.build_bundled(tmp_path / "built", kept)
    pd.testing.assert_frame_equal(open_snapshot(tmp_path / "built").table("gii_scores"), scores)
    assert {path.name: path.read_bytes() for path in served.folder.iterdir()} == before


def test_a_fault_of_one_parser_leaves_the_other_sources(
    tmp_path: Path, served: Snapshot, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> None:
        raise KeyError("a column nobody thought of")

    monkeypatch.setattr("etl.sources.penn_world_table.fetch", fetch)
    request = Request(("curated", "penn_world_table"), accept_revisions=("curated",))
    outcome = pipeline.refresh(request, tmp_path / "data", Progress(quiet=True), kept)
    assert (outcome.published, outcome.exit_code) == (True, 1)
    assert [type(result.error).__name__ for result in outcome.results] == ["NoneType", "EtlError"]
    assert "KeyError" in outcome.results[1].sentence
    monkeypatch.setenv("ETL_DEBUG", "1")
    with pytest.raises(KeyError):
        pipeline.refresh(request, tmp_path / "data", Progress(quiet=True), kept)


def test_a_refresh_without_any_good_snapshot_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.snapshot.BUNDLED", tmp_path / "nowhere")
    with pytest.raises(CorruptSnapshot, match=r"datapackage\.json"):
        refresh(tmp_path / "data", book(tmp_path, books.small()))


def test_a_snapshot_is_assembled_again_from_its_own_tables(bundled: Snapshot) -> None:
    tables = bundled.tables()
    again = gates.snapshot(assemble(parts_of(tables), cli_context.catalog(), tables["gii_intervals"]))
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(again[name], frame)


REVISED, FIRST = "enterprises", "NBS.RD.ENTERPRISE.ZS,CHN,2012,76."
LOST = "innovation-system"  # rests on series that the cut hand-kept tables do not have


def refreshed(folder: Path, source: Path) -> Outcome:
    request = Request(("curated",), accept_revisions=("curated",), accept_values=("CHN",))
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
    assert f"verdict of {REVISED}: mixed -> moved" in run(tmp_path, "history").stdout
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
