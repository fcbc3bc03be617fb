"""Data and series: what is held, due, ranked elsewhere and revised is what the snapshot gives."""

import pandas as pd
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from analysis.evidence.productivity import GROWTH, LABOUR
from analysis.evidence.productivity import Choice as GrowthChoice
from analysis.freshness import freshness
from analysis.vintages import Choice as ReleasesChoice
from components.pages import data, others, productivity
from components.text.catalog import plain, words
from components.widgets import releases
from components.widgets.other_rankings import Choice as RankingsChoice
from components.widgets.other_rankings import OtherRankingsView
from components.widgets.productivity import ProductivityView, finding
from components.widgets.releases import ReleasesView
from data import catalog
from data.schema import TABLES
from data.snapshot import Snapshot
from tests import packages
from tests.unit.views import altered, links, of_id, of_type, page_of, revised, text_of


def test_a_snapshot_without_a_report_or_with_a_broken_rule_says_so(pinned: Snapshot) -> None:
    t = words("en")
    report = pinned.table("validation")
    tested = int((report["checked"] > 0).sum())
    broken = t("validation.finding_broken", broken=tested, checks=tested)
    empty = t("validation.finding_empty")
    cases = ((report.iloc[:0], empty), (report.assign(broken=1, outcome="broken"), broken))
    for frame, expected in cases:
        other = page_of(data, Dataset(packages.with_table(pinned, "validation", frame), catalog.load()))
        assert expected in text_of(of_id(other, "validation"))
        assert "passed" not in text_of(of_type(other, "H1"))


def test_a_release_is_due_when_its_month_is_over() -> None:
    cases: tuple[tuple[list[str], int | None, tuple[int, int] | None, str], ...] = (
        (["2025", "2023"], 9, (2026, 9), "overdue"),  # a year alone is the release of that year's month
        (["2026-07-13", "2021-09-15"], 7, (2027, 7), "current"),
        (["2025-09-29"], 10, (2026, 10), "overdue"),  # a month early is that year's release
        (["2025-12-20"], 1, (2027, 1), "current"),
        (["2026-02-24"], 11, (2026, 11), "current"),  # the month is not over
        (["2025 update"], 10, (2026, 10), "overdue"),
        (["11.0", "10.01"], None, None, "closed"),
        (["11.0"], 6, None, "unknown"),
    )
    for vintages, month, expected, state in cases:
        found = freshness(vintages, month, "2026-11-24")
        assert (found.newest, found.expected, found.state) == (vintages[0], expected, state)


def test_every_table_is_offered_and_arrives_as_it_is_in_the_package(
    dataset: Dataset, reader: FlaskClient
) -> None:
    _, _, *offered = (one.href for one in of_type(of_id(page_of(data, dataset), "downloads"), "A"))
    assert offered == [f"/download/table/{name}.csv" for name in TABLES]
    for name in ("validation", "gii_editions", "sources"):
        answer = reader.get(f"/download/table/{name}.csv")
        assert answer.get_data() == b"\xef\xbb\xbf" + dataset.snapshot.content(name)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
        again = reader.get(f"/download/table/{name}.csv", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    for name in ("nothing", "../app", "datapackage", ""):
        assert reader.get(f"/download/table/{name}.csv").status_code == 404


# Other rankings, productivity, releases


def rankings(dataset: Dataset, show: str = "percentile") -> OtherRankingsView:
    return OtherRankingsView(dataset, words("en"), RankingsChoice.read(dataset, {"show": show}))


def test_the_finding_on_other_rankings_follows_the_data(dataset: Dataset) -> None:
    frame = rankings(dataset).frame.copy()

    def finding() -> str:
        shown = rankings(dataset)
        shown.__dict__["frame"] = frame
        return f"{others.finding(shown)}. {others.deck(shown)}"

    frame.loc[(frame["ranking"] == "bloomberg") & (frame["year"] == 2021), "percentile"] = 57.5
    assert "in three of five other rankings" in finding()
    frame.loc[frame["ranking"] == "portulans_nri", "percentile"] = 99.0
    assert "in two of five other rankings" in finding()
    assert " 58 to 99, " in finding()
    frame.loc[frame["ranking"] != "gii", "percentile"] = 10.0
    assert "in none of five" in finding()
    frame.loc[frame["ranking"] == "gii", "percentile"] = 1.0
    assert " 10 to 10, the GII’s is 1." in finding()


def test_every_rank_leads_to_its_publisher(dataset: Dataset) -> None:
    shown = rankings(dataset)
    rows = of_type(others.CITED.draw(shown).html, "Tr")[1:]
    cited = shown.frame[shown.frame["ranking"].isin(shown.ranking_ids) & (shown.frame["ranking"] != "gii")]
    assert len(rows) == len(cited)
    families = {shown.family(key).url for key in shown.ranking_ids} - {"", shown.family("gii").url}
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
        assert word in text_of(of_id(found, productivity.LABOUR.id("heading")))


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
    return ReleasesView(dataset, words("en"), ReleasesChoice.read(dataset, {"series": series}))


def with_value(snapshot: Snapshot, value: float) -> Dataset:
    """A site where China's R&D spending of 2012 has another value."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        own = (frame["indicator"] == RD) & (frame["economy"] == "CHN") & (frame["year"] == 2012)
        return frame.assign(value=frame["value"].mask(own, value))

    return altered(snapshot, change)


def test_an_older_value_is_beside_that_of_today(pinned: Snapshot) -> None:
    stayed = view(with_value(pinned, 1.98))
    assert "1.98% (World Bank WDI, Jul 2026), as before" in releases.finding(stayed)
    shown = text_of(of_id(page_of(data, Dataset(revised(pinned), catalog.load())), releases.BODY))
    assert "2.50%" in shown
    assert "2.40%" in shown
