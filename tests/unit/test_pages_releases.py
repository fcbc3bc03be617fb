"""The page on releases: a finding in every case, rings with their releases, notes on what is compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from analysis.dataset import Dataset
from analysis.vintages import Choice
from components.pages import releases
from components.pages.releases import ReleasesView
from components.text import LANGUAGES, words
from data import catalog
from tests.unit.test_pages_productivity import altered
from tests.unit.views import page_of, revised, text_of, traces, walk

if TYPE_CHECKING:
    import pandas as pd

    from data.snapshot import Snapshot

RD = "GB.XPD.RSDV.GD.ZS"


def view(dataset: Dataset, series: str = RD, lang: str = "en") -> ReleasesView:
    return ReleasesView(dataset, words(lang), Choice.read(dataset, {"series": series}))


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (RD, "China 2012: 1.98% (NBS of China, Sep 2013), now 1.88% (World Bank WDI, Jul 2026)"),
        ("GOV_WGI_RL.EST", "China 2023: −0.04 (2024 update), now −0.55 (2025 update)"),
        ("PWT11.rtfpna", "China 2019 (2012 = 100): 96.6 (version 10.01), now 118.3 (version 11.0)"),
        ("IP.JRN.ARTC.SC", "10 of 16 values revised between Sep 2021 and May 2025"),
        ("SP.POP.SCIE.RD.P6", "none of 27 values revised"),
        ("SP.POP.TECH.RD.P6", "no two releases have a value of China"),
    ],
)
def test_each_series_has_its_finding(dataset: Dataset, series: str, said: str) -> None:
    assert said in releases.finding(view(dataset, series))


def test_a_value_that_stayed_is_said_to_be_as_it_was(pinned: Snapshot) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == RD) & (frame["economy"] == "CHN") & (frame["year"] == 2012)
        frame.loc[own, "value"] = 1.98
        return frame

    assert "1.98% (World Bank WDI, Jul 2026), as before" in releases.finding(view(altered(pinned, change)))


def test_single_values_are_rings_with_their_releases(dataset: Dataset) -> None:
    figure: dict[str, Any] = json.loads(releases.figures_json(view(dataset)))["520"]
    rings = traces(figure, role="rings")[0]
    assert sorted(rings["x"]) == [2012, 2012, 2012, 2018, 2018, 2022]
    words_beside = {note["name"]: note["text"] for note in figure["layout"]["annotations"]}
    assert words_beside["vintage-2012"] == "Sep 2021–Feb 2026"
    assert words_beside["vintage-2018"] == "Sep 2021<br>Feb 2026"
    first, second = (trace["line"] for trace in figure["data"][:2])
    assert "dash" not in first
    assert second["dash"]


def test_standard_errors_are_drawn_as_two_of_them(dataset: Dataset) -> None:
    figure: dict[str, Any] = json.loads(releases.figures_json(view(dataset, "GOV_WGI_RL.EST")))["520"]
    newest = traces(figure, line="GOV_WGI_RL.EST")[0]
    reach = dict(zip(newest["x"], newest["error_y"]["array"], strict=True))
    assert reach[2023] == pytest.approx(2 * 0.1484559)
    years = dict(zip(*(traces(figure, line="RL.EST")[0][key] for key in ("x", "y")), strict=True))
    assert years[1997] is None  # not measured: a gap


def test_where_the_older_values_lie_follows_from_the_data(pinned: Snapshot) -> None:
    def lift(years: tuple[int, ...]) -> Dataset:
        def change(frame: pd.DataFrame) -> pd.DataFrame:
            own = (frame["indicator"] == RD) & (frame["economy"] == "CHN") & frame["year"].isin(years)
            frame.loc[own, "value"] = 9.0
            return frame

        return altered(pinned, change)

    assert "All our older values are below today’s." in text_of(
        releases.notes(view(lift((2012, 2018, 2022))))
    )
    assert "are above, some below today’s" in text_of(releases.notes(view(lift((2018,)))))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_revised_values_stand_in_the_table_under_their_release(pinned: Snapshot, lang: str) -> None:
    other = Dataset(revised(pinned), catalog.load())
    shown = text_of(page_of(releases, other, lang))
    assert "2.50%" in shown
    assert "2.40%" in shown


def test_a_series_without_values_of_china_says_so_and_keeps_the_comparison(dataset: Dataset) -> None:
    parts = page_of(releases, dataset, "en", {"series": "SP.POP.TECH.RD.P6"})
    assert "We have no value of China" in text_of(parts)
    assert not [part for part in walk(parts) if getattr(part, "id", "") == releases.RELEASES.figures]
    assert "R&D technicians per million people" in text_of(parts)
