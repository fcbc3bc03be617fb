"""The gates, broken one at a time: scores and ranks, corrupt copies, flags, counts, anchors, intervals."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.index import precision
from data.snapshot import Snapshot
from etl import gates
from etl.assembly import still_valid
from etl.errors import Refused
from etl.release import OBSERVATION_COLUMNS, Content, release_row
from tests.sampling import sample
from tests.unit.broken import Broken, known, says


def test_hong_kong_left_out_of_2015_shifts_the_ranks_and_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2015, 2022)
    frame = copy.scores
    place = frame.loc[copy.at(2015, "HKG", "GII"), "rank"]
    copy.tables["gii_scores"] = frame[(frame["edition"] != 2015) | (frame["economy"] != "HKG")].copy()
    rows = (copy.scores["edition"] == 2015) & (copy.scores["code"] == "GII") & (copy.scores["rank"] > place)
    copy.scores.loc[rows, "rank"] -= 1
    assert copy.scores.loc[copy.at(2015, "CHN", "GII"), "rank"] == 28
    assert says(copy.of("counts"), "edition 2015, column economies", "141 stated, 140 found")


def test_hong_kong_without_a_number_is_caught_too(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2015)
    place = copy.scores.loc[copy.at(2015, "HKG", "GII"), "rank"]
    copy.put(2015, "HKG", "GII", rank=pd.NA)
    rows = (copy.scores["code"] == "GII") & (copy.scores["rank"] > place)
    copy.scores.loc[rows, "rank"] -= 1
    found = copy.found()
    assert says(found, "economy HKG, code GII, column rank", "has no rank")
    assert says(found, "economy CHN, code GII", "rank 28 is not in the order of the scores", "is rank 29")


def test_a_score_or_rank_that_cannot_be_is_caught(bundled: Snapshot) -> None:
    wrong: tuple[tuple[int, str, str, dict[str, Any], tuple[str, ...]], ...] = (
        (2024, "CHL", "GII", {"rank": 4}, ("column rank: rank 4 stands twice",)),
        (2024, "CHL", "GII", {"rank": 4}, ("rank 4 is not in the order of the scores",)),
        (2018, "MYS", "GII", {"score": 43.0}, ("column score", "43.16", "43.0")),
        (2013, "CHN", "GII", {"rank": 150}, ("no economy has rank 149, the one before it",)),
        (2014, "CHN", "P1", {"rank": 114, "rank_low": 115, "rank_high": 116}, ("do not fit each other",)),
        (2014, "CHN", "P2", {"rank": pd.NA, "rank_low": 3, "rank_high": 4}, ("ranks 3 to 4 do not fit the",)),
    )
    copy = Broken(bundled, 2013, 2014, 2018, 2024)
    for edition, economy, code, values, _ in wrong:
        copy.put(edition, economy, code, **values)
    found = copy.found()
    for edition, economy, code, _, said in wrong:
        assert says(found, f"edition {edition}, economy {economy}, code {code}", *said), said


def test_the_wrong_column_of_the_2017_table_is_caught_and_can_be_rebuilt(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2017)
    held: Any = copy.scores.pivot(index="economy", columns="code", values="score")
    for economy in held.index:
        copy.put(2017, economy, "P6", score=float(held.at[economy, "P3"]))
    wrong = [sentence for sentence in copy.found() if "code OUT, column score" in sentence]
    assert len(wrong) > 100
    assert (2 * held["OUT"] - held["P7"] - held["P6"]).abs().max() <= 0.15


def test_cells_with_each_others_figures_are_caught(bundled: Snapshot) -> None:
    pillars = (2012, *sample((2016, 2019, 2020, 2023), 2))
    copy = Broken(bundled, *pillars, 2022, 2025)
    for edition in pillars:  # two economies with each other's pillar
        copy.swap(edition, ("CHN", "P5"), ("IND", "P5"), "score", "rank", "rank_low", "rank_high")
    copy.swap(2022, ("CHN", "GII"), ("JPN", "GII"), "score")  # without their ranks
    copy.swap(2025, ("CHN", "4.1.1"), ("CHN", "4.1.2"), "score", "rank", "value")
    found = copy.found()
    for edition, economy in product(pillars, ("CHN", "IND")):
        place = f"edition {edition}, economy {economy}"
        assert says(found, f"{place}, code GII, column score", "the seven pillars give"), place
        assert says(found, f"{place}, code IN, column score", "P1, P2, P3, P4, P5 give"), place
    assert says(found, "2022, economy CHN, code GII, column rank", "not in the order of the scores")
    assert says(found, "2022, economy JPN, code GII, column score", "the seven pillars give")
    assert says(found, "2025, economy CHN, code 4.1.1, column rank", "not in the order of the scores")
    assert says(found, "2025, economy CHN, code 4.1.2, column rank")


def test_one_changed_score_is_caught_at_every_level(bundled: Snapshot) -> None:
    for code in sample(("GII", "OUT", "P3", "6.2", "7.1.2"), 3):
        copy = Broken(bundled, 2024)
        copy.put(2024, "CHN", code, score=float(copy.scores.loc[copy.at(2024, "CHN", code), "score"]) - 2e-4)
        assert copy.found(), code


def test_one_lost_score_or_rank_is_caught(bundled: Snapshot) -> None:
    codes = ("GII", "P2", "6.2", "1.1.1")
    for column, value, said in (("score", float("nan"), "has no score beside it"), ("rank", pd.NA, "")):
        copy = Broken(bundled, 2024)
        for code in codes:
            copy.put(2024, "CHN", code, **{column: value})
        found = copy.found()
        for code in codes:
            assert says(found, f"economy CHN, code {code}, column {column}", said), (code, column)


def test_rounding_is_no_violation(bundled: Snapshot) -> None:
    """Ties of one decimal may stand in any order; a rank out of the order of printed scores may not."""
    copy = Broken(bundled, 2019)
    overall = copy.scores[copy.scores["code"] == "GII"].sort_values("rank")
    tied = overall[overall["score"].eq(overall["score"].shift())].iloc[0]
    other = overall[overall["rank"] == tied["rank"] - 1].iloc[0]
    copy.swap(2019, (tied["economy"], "GII"), (other["economy"], "GII"), "rank")
    assert copy.found() == []
    first, second = overall.iloc[0], overall.iloc[1]
    copy.swap(2019, (first["economy"], "GII"), (second["economy"], "GII"), "rank")
    assert len(copy.found()) == 2


def test_the_precision_of_a_source_is_that_of_its_last_decimal() -> None:
    rows = [("a", 12.5), ("a", 3.0), ("b", 12.25), ("b", 7.0), ("c", 12.123456789), ("c", 0.0)]
    frame = pd.DataFrame([*rows, ("d", float("nan"))], columns=["score_source", "score"])
    frame = frame.assign(edition=2019, code="P1")
    assert list(precision.half_widths(frame)) == pytest.approx([0.05, 0.05, 0.005, 0.005, 0, 0, 0])
    overall = pd.DataFrame({"edition": [2015, 2016], "score": [50.0, 50.25]}).assign(score_source="a")
    widths = precision.half_widths(overall.assign(code="GII"))  # the few of an edition may all end in 0
    assert list(widths) == pytest.approx([0.005, 0.005])


def test_scores_no_further_apart_than_their_rounding_leave_a_range_of_ranks() -> None:
    scores, one = np.array([60.0, 50.1, 50.0, 49.8, np.nan]), np.full(5, 0.05)
    for groups, best, worst in (
        (
            (0, 0, 0, 0, 0),
            [1, 2, 3, 4, 0],
            [1, 2, 3, 4, 0],
        ),  # one source rounds in the order of the true ones
        ((0, 1, 2, 3, 4), [1, 2, 2, 4, 0], [1, 3, 3, 4, 0]),  # 0.1 apart and 0.1 of room
        ((0, -1, -1, 3, 4), [1, 2, 2, 4, 0], [1, 3, 3, 4, 0]),
    ):
        found = precision.rank_range(scores, one, np.array(groups))
        assert [ends.tolist() for ends in found] == [best, worst], groups
    exact = precision.rank_range(np.array([50.0, 50.0, 49.0]), np.zeros(3), np.zeros(3, dtype=np.int64))
    assert [ends.tolist() for ends in exact] == [[1, 1, 3], [2, 2, 3]]


def test_a_broken_contract_is_told_before_the_gates(bundled: Snapshot) -> None:
    tables = dict(bundled.tables())
    tables["gii_editions"] = tables["gii_editions"].drop(columns="theme")
    assert [str(item) for item in gates.violations(tables, known())] == [
        "gii_editions, column theme: the column is missing"
    ]


def test_series_that_break_the_contract_are_refused_with_their_rows(pinned: Snapshot) -> None:
    row = release_row("bank", "world_bank_wdi", "Release of May", "2026-05-01", "2026-05-02", "https://bank")
    rows = pd.DataFrame([("X.Y", "CHN", 2300, 1.5, "bank")], columns=list(OBSERVATION_COLUMNS))
    with pytest.raises(Refused, match="Release of May breaks the contract") as caught:
        gates.series(Content(row, rows), pinned.tables() | {"observations": rows})
    assert says([str(item) for item in caught.value.violations], "economy CHN, year 2300", "at most 2100")


def test_a_release_is_refused_where_more_than_half_of_its_series_are_at_fault(pinned: Snapshot) -> None:
    row = release_row("bank", "world_bank_wdi", "Release of May", "2026-05-01", "2026-05-02", "https://bank")
    in_use = pinned.table("observations")
    rows = in_use.loc[in_use["indicator"] == "IP.PAT.RESD", list(OBSERVATION_COLUMNS)].assign(source="bank")
    why = "it is stated otherwise"
    half = Content(row, rows, refused={"IP.JRN.ARTC.SC": why})
    taken, error = gates.series(half, pinned.tables())
    assert (taken.indicators, taken.refused) == (("IP.PAT.RESD",), half.refused)
    assert error is not None
    with pytest.raises(type(error)):
        gates.series(replace(half, refused={**half.refused, "NE.TRD.GNFS.ZS": why}), pinned.tables())


def test_a_flag_or_a_year_against_the_rule_or_on_the_wrong_level_is_caught(bundled: Snapshot) -> None:
    wrong: tuple[tuple[str, str, Any, str], ...] = (
        ("2.1", "low_coverage", False, "so the flag must be"),
        ("7.3", "low_coverage", pd.NA, "so the flag must be"),
        ("1.1", "low_coverage", True, "so the flag must be"),
        ("P3", "low_coverage", True, "so the flag must be"),
        ("1.1.1", "low_coverage", True, "rows only"),
        ("P1", "outdated", True, "rows only"),
        ("GII", "value", 1.0, "rows only"),
        ("2.3", "data_year", 2024, "rows only"),
        ("1.1.1", "data_year", pd.NA, "both a value and a data year"),
        ("1.1.2", "data_year", 2026, "2026 is after the edition"),
    )
    copy = Broken(bundled, 2020, 2025)
    flagged = copy.scores.query("code.str.startswith('P') and low_coverage == True and edition == 2025").iloc[
        0
    ]
    for code, column, value, _ in wrong:
        copy.put(2025, "CHN", code, **{column: value})
    copy.put(2025, flagged["economy"], flagged["code"], low_coverage=False)
    copy.put(2020, "CHN", "P1", low_coverage=True)
    found = copy.found()
    for code, column, _, said in wrong:
        assert says(found, f"edition 2025, economy CHN, code {code}, column {column}", said), (code, column)
    # A pillar with two flagged sub-pillars is flagged, none of an edition without indicators.
    assert says(found, f"economy {flagged['economy']}", "sub-pillars", "so the flag must be true, not false")
    assert says(found, "edition 2020, economy CHN, code P1, column low_coverage", "must be false, not true")


def test_the_anchors_hold(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2022)
    assert copy.of("counts") == []
    for edition, rank in ((2012, 34), (2022, 11)):
        copy.put(edition, "CHN", "GII", rank=rank + 1)
        assert says(copy.of("counts"), f"edition {edition}, economy CHN", f"must be {rank}, it is {rank + 1}")
    copy.tables["gii_scores"] = copy.scores[copy.scores["economy"] != "CHN"]
    found = copy.of("counts")
    for edition, rank in ((2012, 34), (2022, 11)):
        assert says(found, f"edition {edition}, economy CHN", f"must be {rank}, it is missing")


def test_wrong_counts_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2022)
    editions = copy.tables["gii_editions"]
    kinds = [f"{kind}indicators" for kind in ("", "input_", "output_", "half_weight_")]
    columns = ("economies", "scores", "ranks", *kinds)
    for column in columns:
        editions.loc[editions["edition"] == 2022, column] += 1
    found = copy.of("counts")
    for column in columns:
        assert says(found, f"gii_editions: edition 2022, column {column}", "stated"), column


def test_a_lost_row_and_an_unlisted_code_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2022)
    copy.tables["gii_scores"] = copy.scores.drop(index=copy.at(2022, "CHN", "3.1.2"))
    assert says(copy.of("counts"), "economy CHN, code 3.1.2", "the row is missing")
    structure = copy.tables["gii_structure"]
    copy.tables["gii_structure"] = structure[(structure["edition"] != 2022) | (structure["code"] != "3.1")]
    found = copy.of("counts")
    assert says(found, "gii_structure: edition 2022, code 3.1", "unlisted")
    assert says(found, "gii_structure: edition 2022, code 3.1.1", "the parent 3.1 is not in the edition")


def test_an_indicator_unknown_to_the_catalog_and_a_mixed_up_vintage_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2022)
    copy.tables["observations"].loc[0, "indicator"] = "MADE.UP"
    copy.tables["observations"].loc[1, "vintage"] = "2020-01-01"
    copy.tables["sources"] = copy.tables["sources"].copy()
    copy.tables["sources"].loc[0, "family"] = "nobody"
    copy.tables["sources"].loc[1, "licence"] = "free"
    found = copy.of("counts")
    assert says(found, "observations: indicator MADE.UP", "not in data/catalog/indicators.toml")
    assert says(found, "observations", "2020-01-01 is not the vintage of wdi_2021_09_15")
    assert says(found, "sources: source ", "column family: nobody is not in data/catalog/sources.toml")
    assert says(found, "sources: source ", "column licence: free is not in data/catalog/licences.toml")


def test_a_broken_interval_is_told(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2019, 2025)
    held, scores = copy.tables["gii_intervals"], copy.scores[copy.scores["code"] == "GII"]
    assert copy.of("intervals") == []
    wrong: tuple[tuple[str, int, dict[str, Any], str], ...] = (
        ("weights", 2025, {"low": 12, "high": 9}, "low 12 is above high 9"),
        ("weights", 2025, {"low": 8, "high": 999}, "high 999 is beyond"),
        ("weights", 2025, {"low": 1, "high": 2}, "the published rank 10 is not in 1 to 2"),
        ("weights", 2025, {"low": 5}, "5 to 10 leaves the bounds 7 to 11"),
        ("bounds", 2025, {"low": 11}, "the published rank 10 is not in 11 to 11"),
        ("weights", 2019, {"outer_low": 14}, "13 to 17 is not in 14 to 17"),
        ("weights", 2019, {"outer_high": pd.NA}, "stand together or not at all"),
    )
    for kind, edition, change, said in wrong:
        table = held.copy()
        row = (table["edition"] == edition) & (table["economy"] == "CHN") & (table["kind"] == kind)
        for column, value in change.items():
            table.loc[row, column] = value
        found = copy.of("intervals", gii_intervals=table)
        assert any(f"edition {edition}, economy CHN, kind" in item and said in item for item in found), said
    # An interval may be one rank, or as wide as its bounds.
    own = held[(held["edition"] == 2025) & (held["economy"] == "IND")].set_index("kind")
    rank = int(scores.query("edition == 2025 and economy == 'IND'")["rank"].iloc[0])
    for kind, ends in (
        ("weights", [rank, rank]),
        ("weights", [own["low"]["bounds"], own["high"]["bounds"]]),
    ):
        table = held.copy()
        row = (table["edition"] == 2025) & (table["economy"] == "IND") & (table["kind"] == kind)
        table.loc[row, ["low", "high"]] = ends
        assert copy.of("intervals", gii_intervals=table) == [], (kind, ends)


def test_intervals_stand_until_a_score_of_their_edition_changes(bundled: Snapshot) -> None:
    intervals, scores = bundled.table("gii_intervals"), bundled.table("gii_scores")

    def gone(new_scores: pd.DataFrame) -> set[int]:
        return set(intervals["edition"]) - set(still_valid(intervals, scores, new_scores)["edition"])

    assert gone(scores.sample(frac=1, random_state=1)) == set()
    indicator = (scores["edition"] == 2023) & (scores["economy"] == "IND") & (scores["code"] == "1.1.1")
    assert gone(scores.assign(score=scores["score"].mask(indicator, 12.5))) == {2023}


def test_an_economy_without_a_row_or_without_a_rank_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2025)  # 2012 has no rows at all, which is right
    table = copy.tables["gii_economies"]
    copy.tables["gii_economies"] = table[table["economy"] != "CHN"]
    assert copy.of("context") == [
        "gii_economies: edition 2025, economy CHN, column economy: the row is missing"
    ]
    copy.tables["gii_economies"] = table.assign(economy=table["economy"].replace("CHN", "PRK"))
    assert says(copy.of("context"), "economy PRK", "the edition does not rank this economy")


def test_a_figure_that_cannot_be_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2025)
    held = copy.tables["gii_economies"]
    for column, value, said in (
        ("population", 0.0, "0 is not above 0"),
        ("gdp_per_head", -5.0, "-5 is not above 0"),
        ("gdp_ppp", 18_748.0, "population and gdp_per_head give 37,342.3 billion, not 18,748.0"),
        ("population", 1419.32128, "give 37.3 billion, not 37,072.1"),
    ):
        copy.tables["gii_economies"] = held.assign(
            **{column: held[column].mask(held["economy"] == "CHN", value)}
        )
        assert says(copy.of("context"), "gii_economies: edition 2025, economy CHN", said), said


def test_a_concept_that_is_missing_doubled_or_of_another_level_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2025)
    held = copy.tables["gii_structure"]
    for value, said in (
        (pd.NA, "the concept is missing"),
        ("education", "another code of the edition is education already"),
        ("pisa", "pisa is of the level indicator"),
    ):
        structure = held.assign(concept=held["concept"].mask(held["code"] == "2.3", value))
        found = copy.of("concepts", gii_structure=structure)
        assert says(found, "gii_structure: edition 2025, code 2.3, column concept", said), said
