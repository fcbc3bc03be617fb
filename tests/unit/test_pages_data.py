"""Data and method: what the page says is held, checked, due and computed is what the snapshot gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.dataset import Dataset
from analysis.inventory import LEVELS, by_family, by_level
from analysis.news import freshness
from components.pages import data
from components.text import words
from data import catalog
from data.schema import TABLES
from tests import packages
from tests.unit.views import of_id, of_type, page_of, text_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data.snapshot import Snapshot

FULL = {2019, 2021, 2022, 2023, 2024, 2025}


# What is held


def test_every_cell_says_what_is_held_and_whose_it_is(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    rows = scores.merge(structure[["edition", "code", "level"]], how="left", on=["edition", "code"])
    found: dict[tuple[int, str], dict[Any, Any]] = {
        (row["edition"], row["level"]): row for row in by_level(scores, structure).to_dict("records")
    }
    assert len(found) == 18 * 5
    for (edition, level), row in found.items():
        own = rows[(rows["edition"] == edition) & (rows["level"] == level)]
        ours = own["rank_source"] == "derived_order_of_scores"
        assert {name: row[name] for name in ("scores", "ranks", "values", "ranks_own", "bounded")} == {
            "scores": own["score"].count(),
            "ranks": own["rank"].count(),
            "values": own["value"].count(),
            "ranks_own": int((ours & own["rank"].notna()).sum()),
            "bounded": int((own["rank"].isna() & own["rank_low"].notna()).sum()),
        }, (edition, level)
    states = {place: row["state"] for place, row in found.items()}
    assert {edition for (edition, _), state in states.items() if state == "published"} == FULL - {2019}
    assert {state for (edition, _), state in states.items() if edition == 2019} == {"rounded"}
    assert {states[edition, "indicator"] for edition in range(2011, 2018)} == {"rounded"}
    assert {states[edition, "pillar"] for edition in (2011, 2018, 2020)} == {"derived"}
    for edition in (2007, 2009, 2010):
        assert [states[edition, level] for level in LEVELS] == ["ranks", "none", "none", "none", "none"]
    assert sum(row["doubts"] for row in found.values()) == len(scores[scores["doubt"].notna()])


def test_series_are_counted_by_family(pinned: Snapshot) -> None:
    observations, sources = pinned.table("observations"), pinned.table("sources")
    frame = by_family(observations, sources).set_index("family")
    family = observations["source"].map(dict(zip(sources["source"], sources["family"], strict=True)))
    bank = observations[family == "world_bank_wdi"]
    row = frame.loc["world_bank_wdi"]
    assert frame["values"].sum() == len(observations)
    assert row["indicators"] == len(set(bank["indicator"]))
    assert (row["economies"], row["last"]) == (len(set(bank["economy"])), bank["year"].max())


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


# Sources


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


# Downloads and method


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


