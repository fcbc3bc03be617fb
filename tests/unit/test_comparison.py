"""Comparisons: every figure is that of the tables, joined by concept, and a gap or a doubt stays one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from analysis.comparison import views as comparison
from analysis.comparison.views import (
    Choice,
    ends,
    gains,
    measured,
    measures,
    order,
    pairs,
    paths,
    pillars,
    plane,
    presence,
    spearman,
)
from analysis.index.composition import PILLARS
from data.article import PEERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.comparison.views import Measure
    from analysis.dataset import Dataset

RD = "GB.XPD.RSDV.GD.ZS"


@pytest.fixture(scope="module")
def known(dataset: Dataset) -> dict[str, Measure]:
    return measures(dataset)


def field(dataset: Dataset, known: Mapping[str, Measure], name: str) -> pd.DataFrame:
    return measured(dataset, known[name])


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


def test_ranks_of_the_index_are_those_published(dataset: Dataset, known: dict[str, Measure]) -> None:
    frame = field(dataset, known, "GII")
    assert [at(frame, "CHN", edition)["rank"] for edition in (2012, 2022)] == [34, 11]
    assert at(frame, "CHN", 2012)["percentile"] == pytest.approx(100 * (141 - 34) / 140)
    assert pd.isna(at(frame, "CHN", 2010)["economies"]), "their number is not verified"
    assert (at(field(dataset, known, "IN"), "CHN", 2020)["rank"]) == 26
    assert (at(field(dataset, known, "OUT"), "CHN", 2020)["rank"]) == 6


def test_a_rank_in_doubt_has_bounds_and_no_rank(dataset: Dataset, known: dict[str, Measure]) -> None:
    row = at(field(dataset, known, "P1"), "CHN", 2020)
    assert pd.isna(row["rank"])
    assert (row["rank_low"], row["rank_high"]) == (61, 62)
    shown = paths(field(dataset, known, "P1"), ["CHN"], 2020, 2020, "percentile").iloc[0]
    assert pd.isna(shown["at"])
    assert shown["low"] == pytest.approx(100 * (131 - 62) / 130)


def test_a_concept_is_followed_through_its_codes(dataset: Dataset, known: dict[str, Measure]) -> None:
    concept = "venture-capital-received-deals"
    concept = concept if concept in known else next(k for k in known if k.startswith("venture-capital"))
    codes = dataset.catalog.concepts[concept].codes
    frame = measured(dataset, known[concept])
    own = frame[frame["economy"] == "CHN"]
    assert {int(row["period"]): row["code"] for row in own.to_dict("records")}.items() <= codes.items()
    scores = dataset.table("gii_scores")
    for row in own.to_dict("records"):
        cells = (scores["edition"] == row["period"]) & (scores["code"] == row["code"])
        assert scores[cells & (scores["economy"] == "CHN")]["rank"].iloc[0] == row["rank"]


def test_ranks_of_a_related_indicator_are_among_all_held_for_the_year(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    rows = dataset.table("observations")
    rows = rows[(rows["indicator"] == RD) & (rows["year"] == 2021)]
    own = float(rows.loc[rows["economy"] == "CHN", "value"].iloc[0])
    found = at(measured(dataset, known[RD]), "CHN", 2021)
    assert found["rank"] == 1 + (rows["value"] > own).sum()
    assert found["economies"] == len(rows)
    assert pd.isna(found["edition"])
    less = measured(dataset, known["OECD.PMR"])
    assert less.loc[less["rank"] == 1, "value"].max() <= less["value"].min() + 1, "less is better"


def test_editions_without_a_measure_are_told_from_those_not_held(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    present, missing, without = presence(dataset, known["environmental-performance"], 2019, 2025)
    assert without == [2020]
    assert {*present, *missing} == {2019, 2021, 2022, 2023, 2024, 2025}
    assert missing
    assert not presence(dataset, known["GII"], 2010, 2025)[1]


# Views


def test_paths_hold_nothing_that_is_not_presence(dataset: Dataset, known: dict[str, Measure]) -> None:
    frame = paths(field(dataset, known, "research-and-development"), ["CHN", "USA"], 2010, 2025, "rank")
    assert list(dict.fromkeys(frame["economy"])) == ["CHN", "USA"]
    assert set(frame["period"]) == {*range(2011, 2026)}


def test_the_seven_gii_pillars_of_2025(dataset: Dataset, known: dict[str, Measure]) -> None:
    fields = {code: field(dataset, known, code) for code in PILLARS}
    frame = pillars(fields, ["CHN", "CHE"], 2025, "rank")
    own = frame[frame["economy"] == "CHN"].set_index("pillar")["rank"]
    assert own.to_dict() == {"P1": 44, "P2": 20, "P3": 6, "P4": 13, "P5": 8, "P6": 1, "P7": 14}
    scores = pillars(fields, ["CHN"], 2025, "score")
    every = dataset.scores.query("edition == 2025 and code == 'P3'")["score"]
    row = scores[scores["pillar"] == "P3"].iloc[0]
    assert row["median"] == pytest.approx(float(np.median(every.dropna())))
    assert row["lower"] < row["median"] < row["upper"]


def test_inputs_and_outputs_hold_all_of_the_last_edition_and_the_trail_of_the_chosen(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    sides = (field(dataset, known, "IN"), field(dataset, known, "OUT"))
    frame = plane(*sides, ["CHN", "KOR"], (2012, 2025), "rank")
    assert (frame["edition"] == 2025).sum() == 139
    earlier = frame[frame["edition"] < 2025]
    assert set(earlier["economy"]) == {"CHN", "KOR"}
    own = frame[(frame["economy"] == "CHN") & (frame["edition"] == 2020)].iloc[0]
    assert (own["x"], own["y"]) == (26, 6)
    doubts = plane(*sides, ["CHN", "PHL"], (2020, 2025), "rank")
    doubt = doubts[doubts["x_low"].notna() & (doubts["edition"] == 2020)].iloc[0]
    assert doubt["x"] == (doubt["x_low"] + doubt["x_high"]) / 2


def test_two_measures_take_the_latest_value_up_to_the_edition(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    found = pairs(field(dataset, known, RD), field(dataset, known, "P6"), (True, False), 2022)
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


def test_first_and_latest_are_of_the_same_editions_for_all(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    frame = ends(field(dataset, known, "GII"), ["CHN", "USA"], 2012, 2022).set_index("economy")
    assert frame.at["CHN", "places"] == 23
    frame = ends(field(dataset, known, "GII"), ["CHN", "USA", "LSO"], 2012, 2022).set_index("economy")
    assert frame["first_period"].nunique() == frame["last_period"].nunique() == 1
    assert (frame.at["CHN", "first_period"], frame.at["CHN", "last_period"]) != (2012, 2022)
    assert list(frame["last_rank"]) == sorted(frame["last_rank"])


def test_the_table_counts_places_over_the_editions_of_the_headline(
    dataset: Dataset, known: dict[str, Measure]
) -> None:
    economies = ["KOR", *(code for code in PEERS if code != "KOR"), "CHN"]
    for measure in ("GII", "IN", "OUT", *PILLARS):
        found = gains(field(dataset, known, measure), economies, 2010, 2025)
        frame = ends(field(dataset, known, measure), economies, 2010, 2025).set_index("economy")
        assert found is not None
        first, last, places = found
        assert frame["places"].to_dict() == places, measure
        assert ({*frame["first_period"]}, {*frame["last_period"]}) == ({first}, {last}), measure
        whole = ends(field(dataset, known, measure), [*economies, "LSO"], 2010, 2025, economies)
        assert whole.set_index("economy").loc[economies, "places"].to_dict() == places, measure


def test_gains_are_counted_over_the_same_editions(dataset: Dataset, known: dict[str, Measure]) -> None:
    found = gains(field(dataset, known, "GII"), ["CHN", "IND"], 2010, 2025)
    assert found == (2010, 2025, {"CHN": 33, "IND": 18})
    assert gains(field(dataset, known, "GII"), ["CHN"], 2010, 2025) is None


def test_bounds_that_overlap_leave_the_order_in_doubt(dataset: Dataset, known: dict[str, Measure]) -> None:
    found = order(field(dataset, known, "GII"), "CHN", ["USA", "KOR", "SGP", "DEU", "JPN", "IND"], 2025)
    assert found is not None
    assert (found.ahead, found.behind) == (("USA", "KOR", "SGP"), ("DEU", "JPN", "IND"))
    rows = [("AAA", pd.NA, 4, 6), ("BBB", pd.NA, 6, 9), ("CCC", 2, pd.NA, pd.NA), ("DDD", 7, pd.NA, pd.NA)]
    frame = pd.DataFrame(rows, columns=["economy", "rank", "rank_low", "rank_high"]).assign(period=2015)
    made = order(frame, "AAA", ["BBB", "CCC", "DDD", "EEE"], 2015)
    assert made is not None
    assert (made.ahead, made.behind, made.doubt, made.known) == (("CCC",), ("DDD",), ("BBB",), 2)
    assert order(frame, "EEE", ["AAA"], 2015) is None


# Choice


def chosen(dataset: Dataset, **query: object) -> Choice:
    asked = {key.rstrip("_"): value for key, value in query.items()}
    return Choice.read(dataset, asked)


def test_garbage_falls_back_to_the_default(dataset: Dataset, known: dict[str, Measure]) -> None:
    usual = chosen(dataset)
    keys = ("view", "economy", "with", "peers", "measure", "show", "from", "to", "edition", "x", "y")
    for value in (None, 7, ["<b>"], {"a": 1}, "<script>", "9" * 400, "\x00", float("nan")):
        assert chosen(dataset, **dict.fromkeys(keys, value)) == usual
    assert (usual.view, usual.economy, usual.strategy, usual.hand) == (
        comparison.VIEWS[0],
        "CHN",
        comparison.STRATEGIES[0],
        None,
    )
    assert (usual.x, usual.y) == (comparison.X, comparison.Y)
    assert {comparison.X, comparison.Y, "GII"} <= set(known)
    assert usual.others([]) == PEERS


def test_a_strategy_gives_the_set_and_wins_over_economies_named(dataset: Dataset) -> None:
    found = chosen(dataset, peers="income")
    assert (found.strategy, found.others(["MYS", "TUR"])) == ("income", ("MYS", "TUR"))
    both = chosen(dataset, peers="income", with_="FRA,CHN,fra")
    assert (both.strategy, both.others(["MYS"])) == ("income", ("MYS",))
    assert chosen(dataset, peers="none", with_="FRA,CHN,fra").others([]) == ("FRA",)
    assert chosen(dataset, with_="").others([]) == ()
    assert chosen(dataset, economy="KOR").others([]) == tuple(c for c in comparison.USUAL if c != "KOR")
    many = list(dataset.economies)
    assert len(chosen(dataset, with_=",".join(many)).others([])) == 8
    assert chosen(dataset, with_=many).others([]) == tuple(many[-8:]), "the newest choices stay"


def test_peers_are_found_in_the_edition_on_show(dataset: Dataset) -> None:
    assert chosen(dataset, to="2020", edition="2015").at == 2020
    assert chosen(dataset, view="pillars", to="2020", edition="2015").at == 2015
