"""Data and method: what the page says is held, checked and computed is what the snapshot gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from analysis.dataset import Dataset
from analysis.inventory import LEVELS, by_family, by_level
from analysis.news import freshness
from components.framework import copied
from components.pages import data
from components.parts.series_source import used
from components.text import LANGUAGES, words
from data import catalog
from data.schema import RULES
from tests import packages
from tests.unit.views import page_of, text_of, walk

if TYPE_CHECKING:
    from data.snapshot import Snapshot

FULL = {2019, 2021, 2022, 2023, 2024, 2025}


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, dataset: Dataset) -> tuple[str, list[Any]]:
    return request.param, page_of(data, dataset, request.param, {})


def part(parts: list[Any], name: str) -> Any:
    return next(one for one in walk(parts) if getattr(one, "id", None) == name)


def of_type(node: Any, *names: str) -> list[Any]:
    return [one for one in walk(node) if type(one).__name__ in names]


def cells(node: Any) -> list[list[str]]:
    return [[text_of(cell) for cell in of_type(row, "Th", "Td")] for row in of_type(node, "Tr")]


# What is held


def test_the_picture_has_a_shade_for_each_level_of_each_edition(
    page: tuple[str, list[Any]], pinned: Snapshot
) -> None:
    lang, parts = page
    frame = by_level(pinned.table("gii_scores"), pinned.table("gii_structure"))
    table = next(one for one in of_type(parts, "Table") if getattr(one, "className", "") == "coverage-map")
    states = frame.sort_values("edition").groupby("level", sort=False)["state"].agg(list)
    heads, *rows = cells(table)
    assert heads[1:] == [str(year) for year in sorted(set(frame["edition"]))]
    t = words(lang)
    named = [t(f"data.coverage.level.{level}") for level in LEVELS]
    shades = [[t(f"data.coverage.state.{state}") for state in states[level]] for level in LEVELS]
    assert rows == [[name, *row] for name, row in zip(named, shades, strict=True)]


def test_every_cell_says_what_is_held_and_whose_it_is(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    frame = by_level(scores, structure).set_index(["edition", "level"])
    assert len(frame) == 18 * 5
    known = structure[["edition", "code", "level"]]
    rows = scores.merge(known, how="left", on=["edition", "code"])
    for row in frame.reset_index().to_dict("records"):
        own = rows[(rows["edition"] == row["edition"]) & (rows["level"] == row["level"])]
        assert row["scores"] == own["score"].count()
        assert row["ranks"] == own["rank"].count()
        ours = own["rank_source"] == "derived_order_of_scores"
        assert row["ranks_own"] == int((ours & own["rank"].notna()).sum())
        assert row["bounded"] == int((own["rank"].isna() & own["rank_low"].notna()).sum())
        assert row["values"] == own["value"].count()
    rows_by: dict[tuple[int, str], dict[Any, Any]] = {
        (row["edition"], row["level"]): row for row in frame.reset_index().to_dict("records")
    }
    states = {place: row["state"] for place, row in rows_by.items()}
    assert {edition for (edition, _), state in states.items() if state == "published"} == FULL - {2019}
    assert {state for (edition, _), state in states.items() if edition == 2019} == {"rounded"}
    assert {states[edition, "indicator"] for edition in range(2011, 2018)} == {"rounded"}
    ours_too = {states[edition, level] for edition in (2018, 2020) for level in ("subindex", "pillar")}
    assert ours_too == {states[2011, "pillar"], states[2016, "subpillar"]} == {"derived"}
    for edition in (2007, 2009, 2010):
        assert [states[edition, level] for level in LEVELS] == ["ranks", "none", "none", "none", "none"]
    assert (rows_by[2011, "pillar"]["decimals"], rows_by[2011, "pillar"]["scores_own"]) == (2, 125)
    indicators = rows_by[2015, "indicator"]
    assert (indicators["scores"], indicators["cells"], indicators["values"]) == (9386, 11_139, 5698)
    assert sum(row["doubts"] for row in rows_by.values()) == len(scores[scores["doubt"].notna()])


def test_the_matrix_shows_numbers_and_words_beside_the_shade(page: tuple[str, list[Any]]) -> None:
    lang, parts = page
    t = words(lang)
    rows = {row[0][:4]: row for row in cells(part(parts, "coverage")) if row[0][:4].isdigit()}
    assert len(rows) == 18
    assert t("data.coverage.ranks_own", ranks_own=408, bounded=509) in rows["2020"][3]
    assert t("data.coverage.decimals_one", decimals=1) in rows["2019"][5]
    assert rows["2018"][5] == t("data.coverage.empty")
    assert t("data.coverage.missing", share=15.7) in rows["2015"][5]
    assert t("data.coverage.values", values=5698) in rows["2015"][5]
    assert t("data.coverage.doubts", doubts=31) in rows["2011"][5]
    assert t("data.coverage.ranks_only") in rows["2010"][1]
    assert "9,631" in rows["2025"][5]
    assert "10,842" in rows["2025"][5]
    text = text_of(part(parts, "coverage"))
    assert all(
        release in text for release in ("wipo_tech1_2025", "overall_panel_2011_2024", "gii_detail_2011_2017")
    )
    assert (words("en")("footer.quote") in text) == (lang != "en")  # which has it in the footer


def test_the_prose_on_what_is_official_is_true_of_the_tables(dataset: Dataset) -> None:
    levels = by_level(dataset.table("gii_scores"), dataset.parts)
    official = levels[levels["state"].isin(("published", "rounded"))]
    assert set(official.loc[official["level"] == "pillar", "edition"]) == {*FULL, *range(2012, 2018)} - {2014}
    assert set(official.loc[official["level"] == "subindex", "edition"]) == {*FULL, *range(2011, 2018)}
    assert set(official.loc[official["level"] == "index", "edition"]) == set(range(2011, 2026))
    third = set(dataset.table("sources").query("family == 'third_party_panel'")["source"])
    used = [set(f"{row.score_sources} {row.rank_sources}".split()) & third for row in levels.itertuples()]
    editions = {int(edition) for edition, found in zip(levels["edition"], used, strict=True) if found}
    assert editions == {2007, *range(2009, 2019), 2020}
    assert dataset.copied == (2007, *range(2009, 2022))  # those, and files of WIPO that GitHub has
    said = text_of(page_of(data, dataset))
    for sentence in (
        "WIPO’s own workbooks: all scores and ranks of 2022–2025.",
        "Files of WIPO in a third party’s copy: 2019 and 2021.",
        "Restated by third parties: 2007, 2009–2018 and 2020,",
        "Ranks alone, without scores: 2007, 2009 and 2010.",
        "scores of sub-indices in 2018 and 2020,",
        "of single pillars or sub-pillars in 2011, 2014, 2016 and 2018,",
        "(published for GII pillars: 2011–2017, 2019 and 2021–2025)",
        "single figures of 2011, 2013, 2017, 2018 and 2020,",
    ):
        assert sentence in said, sentence
    assert "the scores of every edition" not in said
    assert copied(dataset, range(2007, 2026), words("en")) == "; 2007 and 2009–2021 from copies"
    assert copied(dataset, (2022, 2025), words("en")) == ""


def test_series_are_counted_by_family(pinned: Snapshot) -> None:
    observations, sources = pinned.table("observations"), pinned.table("sources")
    frame = by_family(observations, sources).set_index("family")
    family = observations["source"].map(dict(zip(sources["source"], sources["family"], strict=True)))
    bank = observations[family == "world_bank_wdi"]
    row = frame.loc["world_bank_wdi"]
    assert frame["values"].sum() == len(observations)
    assert row["indicators"] == len(set(bank["indicator"]))
    assert (row["economies"], row["last"]) == (len(set(bank["economy"])), bank["year"].max())


# What was checked


def test_every_rule_of_the_report_is_on_the_page_with_its_result(
    page: tuple[str, list[Any]], dataset: Dataset
) -> None:
    lang, parts = page
    t, told = words(lang), dataset.table("validation")
    text = text_of(part(parts, "validation"))
    assert [rule for rule in RULES if rule != "headline" and t(f"validation.rule.{rule}") not in text] == []
    tested = told[told["checked"] > 0]
    for count in tested["outcome"].value_counts():  # those that passed, and those with known exceptions
        assert f"{count}" in text_of(of_type(parts, "H1"))
    rows = {row[0]: row for row in cells(part(parts, "validation"))}
    index = rows[t("validation.rule.index-from-pillars")]
    assert index[1] == t("validation.outcome.passed")
    assert "2,000" in index[2]
    assert (index[3][:5], index[4][:5]) == ("0.075", "0.075")
    assert rows[t("validation.rule.known-gap")][1] == t("validation.outcome.exception")
    by_edition = rows["2025"]
    assert all(cell.startswith("0.000") and "0.00001" in cell for cell in by_edition[1:])


def test_a_snapshot_without_a_report_or_with_a_broken_rule_says_so(pinned: Snapshot) -> None:
    t = words("en")
    report = pinned.table("validation")
    tested = int((report["checked"] > 0).sum())
    broken = t("validation.finding_broken", broken=tested, checks=tested)
    empty = t("validation.finding_empty")
    cases = ((report.iloc[:0], empty), (report.assign(broken=1, outcome="broken"), broken))
    for frame, expected in cases:
        other = Dataset(packages.with_table(pinned, "validation", frame), catalog.load())
        parts = page_of(data, other)
        assert expected in text_of(part(parts, "validation"))
        assert "passed" not in text_of(of_type(parts, "H1"))


# Sources


@pytest.mark.parametrize(
    ("vintages", "month", "expected", "state"),
    [
        (["2025", "2023"], 9, (2026, 9), "overdue"),  # a year alone is the release of that year's month
        (["2026-07-13", "2021-09-15"], 7, (2027, 7), "current"),
        (["2025-09-29"], 10, (2026, 10), "overdue"),  # a month early is that year's release
        (["2025-12-20"], 1, (2027, 1), "current"),
        (["2026-02-24"], 11, (2026, 11), "current"),  # the month is not over
        (["2025 update"], 10, (2026, 10), "overdue"),
        (["11.0", "10.01"], None, None, "closed"),
        (["11.0"], 6, None, "unknown"),
    ],
)
def test_a_release_is_due_when_its_month_is_over(
    vintages: list[str], month: int | None, expected: tuple[int, int] | None, state: str
) -> None:
    found = freshness(vintages, month, "2026-11-24")
    assert (found.expected, found.state) == (expected, state)
    assert found.newest == vintages[0]


def test_sources_that_are_yearly_have_a_month_and_what_is_due_is_counted(dataset: Dataset) -> None:
    known = dataset.catalog.sources
    yearly = {key for key, source in known.items() if source.update_month}
    assert yearly >= {"imd_wcr", "nature_index", "portulans_nri", "eurostat", "oecd", "wipo_gii", "cnipa"}
    releases = dataset.sources[dataset.sources.index.isin(used(dataset))]
    states = [
        freshness(
            [str(one) for one in rows["vintage"]], known[str(family)].update_month, dataset.snapshot.created
        )
        for family, rows in releases.groupby("family")
    ]
    due = sum(one.state == "overdue" for one in states)
    counted = sum(one.state != "closed" for one in states)
    assert due > 10
    assert f"{due} of {counted} yearly sources" in text_of(page_of(data, dataset))


def test_sources_are_grouped_by_publisher_with_all_their_values(
    page: tuple[str, list[Any]], dataset: Dataset
) -> None:
    lang, parts = page
    section = part(parts, "sources")
    publishers = [text_of(one) for one in walk(section) if getattr(one, "scope", "") == "rowgroup"]
    assert len(publishers) == len(set(publishers))
    assert dataset.catalog.sources["wipo_gii"].publisher.get(lang) in publishers
    releases = of_type(section, "Li")
    assert len(releases) == len(used(dataset))
    counts = [one for one in of_type(section, "Td") if getattr(one, "className", "") == "num"]
    assert sum(int(text_of(one).replace(",", "")) for one in counts) == sum(used(dataset).values())
    said = text_of(section)
    for origin in ("a public plotting script", "github.com", "GII 2011-2017, scores, ranks, structure"):
        assert origin in said, origin
    assert "https://github.com" not in said
    links = [one.href for one in of_type(section, "A")]
    assert "https://creativecommons.org/licenses/by/4.0/" in links
