"""What the World Bank publishes is taken over, in spite of passing trouble and of what others fail at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from etl.feeds import FEEDS
from tests.publishers.world_bank import message
from tests.unit.test_world_bank_refused import ARCHIVED

if TYPE_CHECKING:
    from tests.faults.world_bank_refresh import Bank, Rows


pytest_plugins = ("tests.faults.world_bank_refresh",)

PATENTS, TRADE = "IP.PAT.RESD", "NE.TRD.GNFS.ZS"
OLD, NEW = "world_bank_wdi_2026_04_08", "world_bank_wdi_2026_07_13"
PAGES = 26 * 2


def revised(rows: Rows) -> Rows:
    """Change one value of the past by a twentieth, less than the tolerance refuses."""
    for row in rows:
        if (row["indicator"]["id"], row["countryiso3code"], row["date"]) == (PATENTS, "CHN", "2020"):
            row["value"] *= 1.05
    return rows


def test_a_new_release_replaces_the_series_and_its_revisions_are_told(bank: Bank) -> None:
    bank.publish(revised)
    done = bank.refresh()
    assert (done.exit_code, bank.sources(PATENTS), bank.sources(TRADE)) == (0, {NEW}, {NEW}), done.stderr
    told = bank.table("revisions").set_index("series").loc[PATENTS]
    assert (told["economy"], told["year"], round(told["relative_change"], 6)) == ("CHN", 2020, 0.05)
    assert (told["old_vintage"], told["new_vintage"]) == ("2026-04-08", "2026-07-13")
    source = bank.table("sources").set_index("source").loc[NEW]
    assert source["title"] == "World Development Indicators, release of 2026-07-13"
    assert source["provenance"].startswith(
        f"{bank.publishers.base}/v2/country/all/indicator/GB.XPD.RSDV.GD.ZS?source=2&"
    )
    names = {path.name for path in (bank.folder / "raw" / "world_bank_wdi" / "2026-07-13").iterdir()}
    assert {"release.json", f"{TRADE}-page-001.json", f"{TRADE}-page-002.json"} < names
    assert len(names) == 1 + PAGES


@pytest.mark.parametrize("body", [message(), ARCHIVED], ids=["message", "XML"])
def test_an_indicator_that_is_gone_takes_no_other_with_it(bank: Bank, body: bytes) -> None:
    bank.publish(lambda rows: [row for row in rows if row["indicator"]["id"] != PATENTS])
    bank.publishers.misbehave(f"indicator/{PATENTS}\\?", body=body)
    done = bank.refresh()
    assert done.exit_code == 5
    assert f"World Development Indicators: the World Bank no longer has {PATENTS} (message 1" in done.stderr
    assert "`api` in data/catalog/indicators.toml" in done.stderr
    assert (bank.sources(PATENTS), bank.sources(TRADE)) == ({OLD}, {NEW})


def test_each_indicator_is_asked_for_by_itself_and_never_by_country(bank: Bank) -> None:
    bank.publish()
    bank.publishers.misbehave("page=1$", edit=lambda body: body.replace(b"2026-07-13", b"2026-07-12"))
    done = bank.refresh()
    assert (done.exit_code, bank.sources(TRADE)) == (0, {NEW}), done.stderr
    pattern = re.compile("/v2/country/all/indicator/([^/?;]+)[?].*&page=[12]")
    asked = [pattern.fullmatch(path) for path in bank.publishers.paths]
    codes = [found[1] for found in asked if found]
    assert len(codes) == len(asked) == 2 * PAGES, "one of another date is asked for again, with all others"
    assert len(set(codes)) == 26


def test_a_lost_year_is_taken_over_once_a_person_has_said_so(bank: Bank) -> None:
    bank.publish(lambda rows: [row for row in rows if row["date"] != "2019"])
    assert bank.refresh().exit_code == 5
    assert bank.refresh("--accept-revisions", "world_bank_wdi").exit_code == 0
    frame = bank.table("observations")
    assert 2019 not in set(frame.loc[frame["indicator"] == PATENTS, "year"])
    lost = bank.table("revisions").query("series == @PATENTS and year == 2019")
    assert (len(lost), lost["new"].count()) == (8, 0)


def test_one_database_out_of_reach_does_not_hold_up_the_other(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.FEEDS", FEEDS)
    bank.publish()
    bank.publish(family="world_bank_wgi", lastupdated="2026-10-01")
    bank.publishers.misbehave("source=2&", times=100, status=403)
    done = bank.refresh()
    assert (done.exit_code, bank.sources(TRADE)) == (3, {OLD})
    assert bank.sources("GOV_WGI_RL.EST") == bank.sources("GOV_WGI_RL.SE") == {"world_bank_wgi_2026_10_01"}
    row = bank.table("sources").set_index("source").loc["world_bank_wgi_2026_10_01"]
    assert row["vintage"] == "2026-10-01"
    assert row["title"] == "Worldwide Governance Indicators, release of 2026-10-01"
