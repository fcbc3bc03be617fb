"""A past that the World Bank rewrote: a few economies are taken over, more is refused series by series."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.world_bank_refresh import Bank, Rows


pytest_plugins = ("tests.faults.world_bank_refresh",)

PATENTS, TRADE = "IP.PAT.RESD", "NE.TRD.GNFS.ZS"
PAPERS, RESEARCHERS = "IP.JRN.ARTC.SC", "SP.POP.SCIE.RD.P6"
OLD, NEW = "world_bank_wdi_2026_04_08", "world_bank_wdi_2026_07_13"


def moved(*economies: str, series: str = PATENTS) -> Callable[[Rows], Rows]:
    """Let a series of some economies be a third higher in all years."""

    def edit(rows: Rows) -> Rows:
        for row in rows:
            if row["indicator"]["id"] == series and row["countryiso3code"] in economies and row["value"]:
                row["value"] *= 4 / 3
        return rows

    return edit


def bad(rows: Rows) -> Rows:
    """Let four series be wrong in their past, each in its own way."""
    rows = moved("DEU", "FRA", "GBR", "IND", series=PAPERS)(moved("CHN")(rows))
    for row in rows:
        if row["indicator"]["id"] == RESEARCHERS:
            row["indicator"] = row["indicator"] | {"value": "Researchers, headcount"}
    return [row for row in rows if (row["indicator"]["id"], row["date"]) != (TRADE, "2019")]


def revised(bank: Bank) -> set[str]:
    """Return the series that the release of July revised."""
    return set(bank.table("revisions").query("new_vintage == '2026-07-13'")["series"])


def test_series_with_another_past_are_refused_alone_and_say_how_to_accept_them(bank: Bank) -> None:
    bank.publish(bad)
    done = bank.refresh("--dry-run")
    assert done.exit_code == 5
    refused = (PAPERS, PATENTS, TRADE, RESEARCHERS)
    told = f"release 2026-07-13 would change the past of {', '.join(refused)} beyond the tolerance"
    for line in (
        f"Error: world_bank_wdi: {told}",
        f"indicator {PATENTS}, economy CHN, column value: 9 of 11 values changed",
        f"indicator {TRADE}, year 2019, column value: all values are gone",
        f"indicator {PAPERS}, column value: 4 of 8 economies are rewritten, at most 1 may be",
        f"indicator {RESEARCHERS}: it was called",
        f"`python -m etl refresh world_bank --accept-revisions {','.join(refused)}`",
        "22 series, 1,936 values",  # the others are taken over
    ):
        assert line in done.stderr, line


def test_naming_a_series_accepts_it_and_only_it(bank: Bank) -> None:
    bank.publish(lambda rows: moved("CHN", series=TRADE)(moved("CHN")(rows)))
    before = bank.table("observations").query("indicator == @TRADE").reset_index(drop=True)
    done = bank.refresh("--accept-revisions", PATENTS)
    assert (done.exit_code, bank.sources(PATENTS), bank.sources(TRADE)) == (5, {NEW}, {OLD}), done.output
    assert before.equals(bank.table("observations").query("indicator == @TRADE").reset_index(drop=True))
    assert revised(bank) == {PATENTS}
    done = bank.refresh("--accept-revisions", f"{PATENTS},{TRADE}")
    assert (done.exit_code, bank.sources(TRADE)) == (0, {NEW}), done.output
    assert revised(bank) == {PATENTS, TRADE}
