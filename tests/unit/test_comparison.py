"""Comparisons: every figure is that of the tables, joined by concept, and a gap or a doubt stays one."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from analysis.comparison import views as comparison
from analysis.comparison.views import (
    DEFAULT_COLUMNS,
    STEPS,
    TABLES,
    Choice,
    Measure,
    measure_order,
    measure_rows_by_period,
    measures,
    pair_measures,
    select_paths,
    side_by_side,
    spearman,
    split_editions_by_presence,
)
from analysis.dataset import Dataset
from analysis.query import UNNAMED
from data.article import PEERS

RD = "GB.XPD.RSDV.GD.ZS"


@pytest.fixture(scope="module")
def known(dataset: Dataset) -> dict[str, Measure]:
    return measures(dataset)


def field(dataset: Dataset, known: Mapping[str, Measure], name: str) -> pd.DataFrame:
    return measure_rows_by_period(dataset, known[name])


def at(frame: pd.DataFrame, economy: str, period: int) -> pd.Series:
    return frame[(frame["economy"] == economy) & (frame["period"] == period)].iloc[0]


# Measures


def test_every_part_of_the_index_and_every_indicator_of_several_economies_is_a_measure(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    tables = dataset.snapshot.table
    assert set(dataset.parts["concept"]) <= set(known)
    assert list(known)[:3] == ["GII", "IN", "OUT"]
    observed = tables("observations").groupby("indicator")["economy"].nunique()
    related = [one for one in known.values() if one.related]
    assert related
    assert all(observed[one.id] > 1 for one in related)
    statuses = {dataset.catalog.indicators[one.id].status for one in related}
    assert statuses == {"core", "supporting", "context"}
    assert "GOV_WGI_RL.SE" not in known, "a standard error is nothing to compare by"


def test_a_rank_in_doubt_has_bounds_and_no_rank(dataset: Dataset, known: dict[str, Measure]) -> None:
    assert pd.isna(at(field(dataset, known, "GII"), "CHN", 2010)["economies"]), "their number is not verified"
    row = at(field(dataset, known, "P1"), "CHN", 2020)
    assert pd.isna(row["rank"])
    assert (row["rank_low"], row["rank_high"]) == (61, 62)
    shown = select_paths(field(dataset, known, "P1"), ["CHN"], 2020, 2020, "percentile").iloc[0]
    assert pd.isna(shown["at"])
    assert shown["low"] == pytest.approx(100 * (131 - 62) / 130)


def test_a_concept_is_followed_through_its_codes(dataset: Dataset, known: dict[str, Measure]) -> None:
    concept = "venture-capital-received-deals"
    concept = concept if concept in known else next(k for k in known if k.startswith("venture-capital"))
    codes = dataset.catalog.concepts[concept].codes
    frame = measure_rows_by_period(dataset, known[concept])
    own = frame[frame["economy"] == "CHN"]
    assert {int(row["period"]): row["code"] for row in own.to_dict("records")}.items() <= codes.items()
    scores = dataset.table("gii_scores")
    for row in own.to_dict("records"):
        cells = (scores["edition"] == row["period"]) & (scores["code"] == row["code"])
        assert scores[cells & (scores["economy"] == "CHN")]["rank"].iloc[0] == row["rank"]


def test_where_less_of_a_related_indicator_is_better_the_least_is_first(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    less = measure_rows_by_period(dataset, known["OECD.PMR"])
    assert less.loc[less["rank"] == 1, "value"].max() <= less["value"].min() + 1, "less is better"


def test_editions_without_a_measure_are_told_from_those_not_held(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    present, missing, without = split_editions_by_presence(
        dataset, known["environmental-performance"], 2019, 2025
    )
    assert without == [2020]
    assert {*present, *missing} == {2019, 2021, 2022, 2023, 2024, 2025}
    assert missing
    assert not split_editions_by_presence(dataset, known["GII"], 2010, 2025)[1]


# Views


def test_paths_hold_nothing_that_is_not_presence(dataset: Dataset, known: dict[str, Measure]) -> None:
    frame = select_paths(
        field(dataset, known, "research-and-development"), ["CHN", "USA"], 2010, 2025, "rank"
    )
    assert list(dict.fromkeys(frame["economy"])) == ["CHN", "USA"]
    assert set(frame["period"]) == {*range(2011, 2026)}


@pytest.mark.parametrize("edition", [2012, 2020, 2025])
def test_measures_side_by_side_have_the_ranks_of_the_tables_and_the_places_among_those_shown(
    dataset: Dataset, edition: int
) -> None:
    choice = chosen(dataset, view="measures", edition=str(edition), measures=",".join((*DEFAULT_COLUMNS, RD)))
    found = TABLES["measures"].result(dataset, choice)
    shown = ("CHN", *PEERS)
    assert found.economies == shown
    codes = dataset.parts[dataset.parts["edition"] == edition].set_index("concept")["code"]
    scores = dataset.snapshot.table("gii_scores").query("edition == @edition and economy in @shown")
    observed = dataset.snapshot.table("observations").query("indicator == @RD and value.notna()")
    years = observed.groupby("year").size()
    year = max(years.index[(years >= years.max() / 2) & (years.index <= edition)])
    for concept in choice.columns:
        own = found.frame[found.frame["measure"] == concept].set_index("economy")
        if concept == RD:
            rows = observed[observed["year"] == year].set_index("economy")
            ranks = rows["value"].rank(ascending=False, method="min").reindex(shown).dropna()
            values = rows["value"]
        else:
            rows = scores[scores["code"] == codes.get(concept, "")].set_index("economy")
            ranks, values = rows["rank"].dropna(), rows["score"]
        assert own["rank"].dropna().to_dict() == ranks.to_dict(), concept
        assert own["value"].dropna().to_dict() == pytest.approx(values.reindex(own.index).dropna().to_dict())
        exact = own[own["rank"].notna()]
        assert exact["step"].to_dict() == {
            code: 1 + sum(rank > last for last in STEPS) for code, rank in ranks.items()
        }
        if len(exact) == len(own):
            ordered = sorted(ranks)
            places = {code: 1 + ordered.index(rank) for code, rank in ranks.items()}
            assert own["place_low"].to_dict() == own["place_high"].to_dict() == places, concept
            assert own["shown"].eq(len(ranks)).all()


def test_a_place_among_ranks_in_doubt_has_bounds() -> None:
    ranks = [("AAA", pd.NA, 4, 6), ("BBB", pd.NA, 5, 9), ("CCC", 2, pd.NA, pd.NA), ("DDD", 10, pd.NA, pd.NA)]
    ranks += [("EEE", 2, pd.NA, pd.NA), ("FFF", pd.NA, pd.NA, pd.NA), ("GGG", 1, pd.NA, pd.NA)]
    names = ("rank", "rank_low", "rank_high")
    rows = pd.DataFrame(ranks, columns=["economy", *names]).astype(dict.fromkeys(names, "Int64"))
    found = side_by_side({"P1": rows.assign(period=2015)}, [f"{one * 3}" for one in "ABCDEF"])
    ends = found[["economy", "place_low", "place_high"]].set_index("economy")
    places = {code: (low, high) for code, (low, high) in ends.dropna().T.items()}
    assert places == {"AAA": (3, 4), "BBB": (3, 4), "CCC": (1, 1), "DDD": (5, 5), "EEE": (1, 1)}
    assert found["shown"].eq(5).all()


def test_two_measures_take_the_latest_value_up_to_the_edition(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    found = pair_measures(field(dataset, known, RD), field(dataset, known, "P6"), (True, False), 2022)
    rows = dataset.table("observations")
    rows = rows[(rows["indicator"] == RD) & (rows["year"] <= 2022)]
    latest = rows.sort_values("year").drop_duplicates("economy", keep="last").set_index("economy")
    for row in found.to_dict("records"):
        assert row["x"] == pytest.approx(latest.at[row["economy"], "value"])
        assert row["x_period"] == latest.at[row["economy"], "year"]
        assert row["y_period"] == 2022
    assert found["economy"].is_unique


def test_spearman_is_that_of_the_ranks() -> None:
    x, y = pd.Series([1.0, 2.0, 2.0, 5.0, 9.0]), pd.Series([3.0, 1.0, 4.0, 4.0, 8.0])
    gap = x.rank() - x.rank().mean(), y.rank() - y.rank().mean()
    expected = (gap[0] * gap[1]).sum() / np.sqrt((gap[0] ** 2).sum() * (gap[1] ** 2).sum())
    assert spearman(x, y) == pytest.approx(float(expected))
    assert spearman(x[:2], y[:2]) is None
    assert spearman(x, pd.Series([1.0] * 5)) is None


def test_bounds_that_overlap_leave_the_order_in_doubt(dataset: Dataset, known: dict[str, Measure]) -> None:
    found = measure_order(
        field(dataset, known, "GII"), "CHN", ["USA", "KOR", "SGP", "DEU", "JPN", "IND"], 2025
    )
    assert found is not None
    assert (found.ahead, found.behind) == (("USA", "KOR", "SGP"), ("DEU", "JPN", "IND"))
    rows = [("AAA", pd.NA, 4, 6), ("BBB", pd.NA, 6, 9), ("CCC", 2, pd.NA, pd.NA), ("DDD", 7, pd.NA, pd.NA)]
    frame = pd.DataFrame(rows, columns=["economy", "rank", "rank_low", "rank_high"]).assign(period=2015)
    made = measure_order(frame, "AAA", ["BBB", "CCC", "DDD", "EEE"], 2015)
    assert made is not None
    assert (made.ahead, made.behind, made.doubt, made.certain_count) == (("CCC",), ("DDD",), ("BBB",), 2)
    assert measure_order(frame, "EEE", ["AAA"], 2015) is None
    level = frame.assign(rank=pd.array([pd.NA, pd.NA, 2, 2], dtype="Int64"))
    tied = measure_order(level, "CCC", ["AAA", "DDD"], 2015)
    assert tied is not None
    assert (tied.level, tied.behind, tied.certain_count) == (("DDD",), ("AAA",), 2)


# Choice


def chosen(dataset: Dataset, **query: object) -> Choice:
    asked = {key.rstrip("_"): value for key, value in query.items()}
    return Choice.read(dataset, asked)


def test_garbage_falls_back_to_the_default(dataset: Dataset, known: dict[str, Measure]) -> None:
    usual = chosen(dataset)
    keys = [one.key for one in Choice.controls().values()]
    for value in (None, 7, ["<b>"], {"a": 1}, "<script>", "9" * 400, "\x00", float("nan")):
        assert chosen(dataset, **dict.fromkeys(keys, value)) == usual
    assert usual.compared_codes([]) == PEERS


def test_a_rule_gives_the_set_in_place_of_economies_named(dataset: Dataset) -> None:
    found = chosen(dataset, with_="similar-income")
    assert (found.finder, found.compared_codes(["MYS", "TUR"])) == ("income", ("MYS", "TUR"))
    assert chosen(dataset, peers="income", with_="FRA,CHN,fra") == found, "an address of before"
    assert chosen(dataset, peers="none", with_="FRA,CHN,fra").compared_codes([]) == ("FRA",)
    assert chosen(dataset, with_="FRA,similar-income").compared_codes(["MYS"]) == ("FRA",)
    assert chosen(dataset, with_="").compared_codes([]) == ()
    assert chosen(dataset, economy="KOR").compared_codes([]) == tuple(
        c for c in comparison.DEFAULT_ECONOMIES if c != "KOR"
    )
    many = [code for code in dataset.economies if code != "CHN"]
    for count in (8, 9, len(many)):  # exactly the most, one too many, all
        assert chosen(dataset, with_=",".join(many[:count])).compared_codes([]) == tuple(many[:8]), count
        assert chosen(dataset, with_=many[:count]).compared_codes([]) == tuple(many[:count][-8:]), (
            "the newest stay"
        )
    nine = tuple(many[:9])  # of a rule that finds too many
    assert found.compared_codes(nine) == nine[:8]


def test_peers_are_found_in_the_edition_on_show(dataset: Dataset) -> None:
    assert chosen(dataset, to="2020", edition="2015").at == 2020
    assert chosen(dataset, view="measures", to="2020", edition="2015").at == 2015


def test_a_range_begins_with_the_first_verified_edition_unless_it_ends_before(dataset: Dataset) -> None:
    assert chosen(dataset).first == dataset.course_start == 2011
    assert chosen(dataset, from_="2007").first == 2007
    assert chosen(dataset, to="2010").first == dataset.editions[0]
    assert chosen(dataset, from_="2020", to="2015").first == 2015
    assert chosen(dataset, from_="2020").last == 2025


def test_measures_are_chosen_in_an_order_and_sort_the_rows(dataset: Dataset) -> None:
    found = chosen(dataset, measures=f"P3,nothing,GII,P3,{RD}", sort="GII")
    assert found.columns == ("P3", "GII", RD)
    assert (found.sort, found.descending) == ("GII", False)
    assert chosen(dataset, measures="P3", sort="GII").sort == comparison.CHOSEN_ROWS
    assert chosen(dataset, sort="GII", show="score").descending
    assert not chosen(dataset, sort="GII", show="score", order="asc").descending
    every = list(measures(dataset))
    assert chosen(dataset, measures=every).columns == tuple(every[-comparison.MAX_COLUMNS :])
    assert chosen(dataset, measures=[]).columns == DEFAULT_COLUMNS
    assert Choice.read(dataset, found.texts() | {"with": UNNAMED}) == found


def test_a_view_that_is_gone_leads_to_the_one_that_shows_the_same(dataset: Dataset) -> None:
    was = {"view": "pillars", "edition": "2015", "with": "USA"}
    assert chosen(dataset, view="pillars", edition="2015").view == "measures"
    assert chosen(dataset, view="table", measure="P1") == chosen(dataset, measure="P1")
    plane = chosen(dataset, view="plane", to="2020")
    assert (plane.view, plane.x, plane.y, plane.edition) == ("scatter", "IN", "OUT", 2020)
    assert not Choice.refused_choices(dataset, was)
    assert Choice.refused_choices(dataset, {"view": "plan"})[0].key == "view"
