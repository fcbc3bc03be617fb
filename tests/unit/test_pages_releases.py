"""The page on releases: a finding in every case, rings with their releases, notes on what is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.dataset import Dataset
from analysis.vintages import Choice
from components.pages import releases
from components.pages.releases import ReleasesView
from components.text import words
from data import catalog
from tests.unit.views import altered, page_of, revised, text_of

if TYPE_CHECKING:
    import pandas as pd

    from data.snapshot import Snapshot

RD = "GB.XPD.RSDV.GD.ZS"


def view(dataset: Dataset, series: str = RD) -> ReleasesView:
    return ReleasesView(dataset, words("en"), Choice.read(dataset, {"series": series}))


def with_value(snapshot: Snapshot, value: float, *years: int) -> Dataset:
    """A site where China's R&D spending has another value in some years."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == RD) & (frame["economy"] == "CHN") & frame["year"].isin(years)
        return frame.assign(value=frame["value"].mask(own, value))

    return altered(snapshot, change)


def test_each_series_has_its_finding(dataset: Dataset, pinned: Snapshot) -> None:
    for series, said in (
        ("GOV_WGI_RL.EST", "China 2023: −0.04 (2024 update), now −0.55 (2025 update)"),
        ("PWT11.rtfpna", "China 2019 (2012 = 100): 96.6 (version 10.01), now 118.3 (version 11.0)"),
        ("IP.JRN.ARTC.SC", "10 of 16 values revised between Sep 2021 and May 2025"),
        ("SP.POP.SCIE.RD.P6", "none of 27 values revised"),
        ("SP.POP.TECH.RD.P6", "no two releases have a value of China"),
    ):
        assert said in releases.finding(view(dataset, series))
    stayed = view(with_value(pinned, 1.98, 2012))
    assert "1.98% (World Bank WDI, Jul 2026), as before" in releases.finding(stayed)
    shown = text_of(page_of(releases, dataset, "en", {"series": "SP.POP.TECH.RD.P6"}))
    assert "We have no value of China" in shown
    assert "R&D technicians per million people" in shown


def test_where_the_older_values_lie_follows_from_the_data(pinned: Snapshot) -> None:
    below = text_of(releases.notes(view(with_value(pinned, 9.0, 2012, 2018, 2022))))
    assert "All our older values are below today’s." in below
    mixed = text_of(releases.notes(view(with_value(pinned, 9.0, 2018))))
    assert "are above, some below today’s" in mixed


def test_revised_values_stand_in_the_table_under_their_release(pinned: Snapshot) -> None:
    shown = text_of(page_of(releases, Dataset(revised(pinned), catalog.load())))
    assert "2.50%" in shown
    assert "2.40%" in shown
