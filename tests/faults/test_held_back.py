"""A series with a value that looks wrong is held back alone; a gate stops only the source that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.contract import Violation
from data.remarks import held_back
from etl.checks import GATES, Tables
from etl.feeds import FEEDS
from tests.faults.test_world_bank_faults import NEWEST, put, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import pytest

    from data.catalog import Catalog
    from etl.checks import Report
    from tests.faults.world_bank_refresh import Bank

pytest_plugins = ("tests.faults.world_bank_refresh",)

PATENTS, RESEARCH, TRADE = "IP.PAT.RESD", "GB.XPD.RSDV.GD.ZS", "NE.TRD.GNFS.ZS"
OLD, NEW = "world_bank_wdi_2026_04_08", "world_bank_wdi_2026_07_13"


def marks(bank: Bank) -> list[tuple[str, str, str]]:
    notes = bank.table("sources")["note"].dropna()
    return [(one.series, one.vintage, one.since) for one in held_back(notes)]


def test_a_series_is_held_back_until_its_values_are_accepted(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")
    bank.publish(lambda rows: put(*NEWEST, value=77_777)(times(10, PATENTS, "CHN", "202[34]")(rows)))
    done = bank.refresh()
    assert (done.exit_code, bank.sources(TRADE)) == (5, {NEW}), done.stderr
    assert bank.sources(PATENTS) == bank.sources(RESEARCH) == {OLD}
    assert f"--accept-values {RESEARCH}:CHN --accept-values {PATENTS}:CHN" in done.stderr
    held = [(RESEARCH, "2026-07-13", "2026-12-01"), (PATENTS, "2026-07-13", "2026-12-01")]
    assert marks(bank) == held
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-02")
    assert (bank.refresh().exit_code, marks(bank)) == (5, held)
    done = bank.refresh("--accept-values", f"{RESEARCH}:CHN")  # beyond its bounds
    assert (done.exit_code, bank.sources(RESEARCH), marks(bank)) == (5, {NEW}, held[1:]), done.stderr
    done = bank.refresh("--accept-values", PATENTS)
    assert (done.exit_code, bank.sources(PATENTS), marks(bank)) == (0, {NEW}, []), done.stderr
    assert bank.table("sources")["note"].str.endswith(f"bounds: {RESEARCH}:CHN.").any()
    assert (bank.refresh().exit_code, bank.refresh("--accept-values", "CHINA").exit_code) == (0, 2)


def test_a_release_most_of_whose_series_are_at_fault_is_refused_whole(bank: Bank) -> None:
    before = bank.state()
    bank.publish(times(1000))
    done = bank.refresh()
    assert (done.exit_code, bank.state()) == (5, before), done.stderr


def test_a_release_of_the_future_and_one_older_than_that_in_use_are_refused(bank: Bank) -> None:
    before = bank.state()
    for day, told in (("2099-01-01", "dated 2099-01-01"), ("2026-04-07", "older than that of 2026-07-13")):
        bank.publish(lastupdated=day)
        done = bank.refresh()
        assert (done.exit_code, bank.state()) == (5, before), done.stderr
        assert told in done.stderr
    assert "--accept-revisions world_bank_wdi" in done.stderr
    assert bank.refresh("--accept-revisions", "world_bank_wdi").exit_code == 0
    assert bank.sources(TRADE) == {"world_bank_wdi_2026_04_07"}


def test_a_gate_at_the_end_stops_only_the_source_that_breaks_it(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer(tables: Tables, _: Catalog, __: Report) -> Iterator[Violation]:
        frame: pd.DataFrame = tables["observations"]
        if (frame["source"] == NEW).any():
            yield Violation("observations", "", "", "the release of July breaks a gate")

    monkeypatch.setitem(GATES, "newer", newer)
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.name == "world_bank"])
    bank.publish()
    bank.publish(family="world_bank_wgi")
    done = bank.refresh()
    assert (done.exit_code, bank.sources(TRADE)) == (5, {OLD}), done.stderr
    assert "the release of July breaks a gate" in done.stderr
    assert bank.sources("GOV_WGI_RL.EST") == {"world_bank_wgi_2026_07_13"}
