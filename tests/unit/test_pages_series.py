"""The pages on other rankings, on productivity and on releases: they say what the data say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.dataset import Dataset
from analysis.evidence.productivity import GROWTH, LABOUR
from analysis.evidence.productivity import Choice as GrowthChoice
from analysis.vintages import Choice
from components.pages import others, productivity, releases
from components.pages.releases import ReleasesView
from components.parts.other_rankings import Choice as RankingsChoice
from components.parts.other_rankings import OtherRankingsView
from components.parts.productivity import ProductivityView, finding
from components.text import plain, words
from data import catalog
from tests.unit.views import altered, links, of_id, of_type, page_of, revised, text_of

if TYPE_CHECKING:
    import pandas as pd

    from data.snapshot import Snapshot


def rankings(dataset: Dataset, show: str = "percentile") -> OtherRankingsView:
    return OtherRankingsView(dataset, words("en"), RankingsChoice.read(dataset, {"show": show}))


def test_the_finding_on_other_rankings_follows_the_data(dataset: Dataset) -> None:
    frame = rankings(dataset).frame.copy()

    def finding() -> str:
        shown = rankings(dataset)
        shown.__dict__["frame"] = frame
        return others.finding(shown)

    frame.loc[(frame["ranking"] == "bloomberg") & (frame["year"] == 2021), "percentile"] = 57.5
    assert "in three of five other rankings" in finding()
    frame.loc[frame["ranking"] == "portulans_nri", "percentile"] = 99.0
    assert "in two of five other rankings: percentiles 58 to 99" in finding()
    frame.loc[frame["ranking"] != "gii", "percentile"] = 10.0
    assert "in none of five" in finding()
    frame.loc[frame["ranking"] == "gii", "percentile"] = 1.0
    assert "10 to 10; GII 1" in finding()


def test_every_rank_leads_to_its_publisher(dataset: Dataset) -> None:
    shown = rankings(dataset)
    rows = of_type(others.CITED.of(shown).frame, "Tr")[1:]
    cited = shown.frame[shown.frame["ranking"].isin(shown.ranked) & (shown.frame["ranking"] != "gii")]
    assert len(rows) == len(cited)
    families = {shown.family(key).url for key in shown.ranked} - {"", shown.family("gii").url}
    assert {address for address in links(rows) if address.startswith("http")} == families


def with_values(snapshot: Snapshot, *values: tuple[str, float] | tuple[str, float, int]) -> Dataset:
    """A site where China has other values of 2019, or of another year, as a share of that of 2012."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        for code, value, *year in values:
            own = (frame["indicator"] == code) & (frame["economy"] == "CHN")
            base = frame.loc[own & (frame["year"] == 2012), "value"].iloc[0]
            frame.loc[own & (frame["year"] == (year or [2019])[0]), "value"] = base * value
        return frame

    return altered(snapshot, change)


def versions(dataset: Dataset) -> ProductivityView:
    return ProductivityView(dataset, words("en"), GrowthChoice.read(dataset, {}))


def test_new_data_change_the_words(pinned: Snapshot) -> None:
    for older, newer, said in (
        (1.05, 1.183, "rose from 2012 to 2019, by 5.0% or 18.3%"),
        (0.9, 0.8, "fell from 2012 to 2019, by 10.0% or 20.0%"),
        (1.0, 1.0001, "did not change from 2012 to 2019"),
        (1.1, 0.9, "rose 10.0% or fell 10.0%"),
        (1.0, 0.9, "did not change or fell 10.0%"),
    ):
        seen = versions(with_values(pinned, (GROWTH[0], older), (GROWTH[1], newer)))
        assert said in finding(seen)
        assert ("point the same way" in productivity.deck(seen)) == ("disagree" not in finding(seen))
    for share, word in ((2.0, "grew"), (0.5, "fell"), (1.0, "did not change")):
        found = page_of(productivity, with_values(pinned, (LABOUR, share, 2023)))
        assert word in text_of(of_id(found, productivity.LABOUR.heading))


def test_without_a_second_version_the_page_says_so(pinned: Snapshot) -> None:
    other = altered(pinned, lambda frame: frame[~frame["indicator"].isin([GROWTH[1], "PWT11.ctfp"])])
    shown, t = text_of(page_of(productivity, other)), words("en")
    assert t("productivity.finding.unknown") in shown
    assert plain(t("productivity.level.empty", base=2012)) in shown


def test_who_else_disagrees_is_counted(pinned: Snapshot, dataset: Dataset) -> None:
    assert "China alone, of 6" in productivity.exception(versions(dataset))
    agreed = with_values(pinned, (GROWTH[0], 1.05))
    assert "agree on the direction for all 6" in productivity.exception(versions(agreed))

    def japan(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == GROWTH[1]) & (frame["economy"] == "JPN") & (frame["year"] == 2019)
        return frame.assign(value=frame["value"].mask(own, 0.1))

    assert "2 of 6 economies, China included" in productivity.exception(versions(altered(pinned, japan)))
    both = altered(agreed.snapshot, japan)
    assert "1 of 6 economies, not China," in productivity.exception(versions(both))


RD = "GB.XPD.RSDV.GD.ZS"


def view(dataset: Dataset, series: str = RD) -> ReleasesView:
    return ReleasesView(dataset, words("en"), Choice.read(dataset, {"series": series}))


def with_value(snapshot: Snapshot, value: float, *years: int) -> Dataset:
    """A site where China's R&D spending has another value in some years."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == RD) & (frame["economy"] == "CHN") & frame["year"].isin(years)
        return frame.assign(value=frame["value"].mask(own, value))

    return altered(snapshot, change)


def test_older_values_lie_where_the_data_have_them(pinned: Snapshot) -> None:
    stayed = view(with_value(pinned, 1.98, 2012))
    assert "1.98% (World Bank WDI, Jul 2026), as before" in releases.finding(stayed)
    below = text_of(releases.notes(view(with_value(pinned, 9.0, 2012, 2018, 2022))))
    assert "All our older values are below today’s." in below
    mixed = text_of(releases.notes(view(with_value(pinned, 9.0, 2018))))
    assert "are above, some below today’s" in mixed
    shown = text_of(page_of(releases, Dataset(revised(pinned), catalog.load())))
    assert "2.50%" in shown
    assert "2.40%" in shown
