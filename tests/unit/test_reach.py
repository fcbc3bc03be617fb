"""What would it take: checked against the index computed anew with the changed scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.composition import PILLAR_WEIGHTS, PILLARS, rebuild_from_indicators
from analysis.reach import BEST, OTHER, TARGETS, Choice, Reach, reach

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def found(dataset: Dataset, **query: object) -> Reach:
    return reach(dataset, Choice.read(dataset, {key.rstrip("_"): str(one) for key, one in query.items()}))


def test_the_points_to_each_rank_are_those_of_the_method(dataset: Dataset) -> None:
    points = {9: 0.3598, 7: 1.1512, 5: 3.3883, 3: 5.1341, 1: 9.4068}
    assert {rank: round(found(dataset, rank=rank).need, 4) for rank in points} == points
    shares = {9: 0.027, 7: 0.086, 5: 0.254, 3: 0.384}
    assert {rank: round(found(dataset, rank=rank).share or 0, 3) for rank in shares} == shares
    seventh = found(dataset, rank=7).pillars.set_index("code")["possible"]
    assert list(seventh.index[~seventh]) == ["P3", "P5", "P6"]


def test_the_levers_of_china_are_those_of_the_method(dataset: Dataset) -> None:
    levers = found(dataset).levers.set_index("code")
    points = {"7.3.1": 5.42, "7.1.3": 1.27, "7.2.2": 1.09, "6.3.1": 1.08, "7.2.1": 1.04, "2.2.3": 1.01}
    assert levers["adds"].head(6).round(2).to_dict() == points
    assert levers["alone"].head(6).tolist() == [3, 7, 8, 8, 8, 8]


def test_the_index_computed_anew_says_the_same(dataset: Dataset) -> None:
    cases: list[tuple[dict[str, object], float]] = [
        ({"edition": 2025}, 1e-6),
        ({"edition": 2022, "economy": "KOR", "target": BEST}, 1e-6),
        ({"edition": 2023, "economy": "USA", "target": OTHER, "than": "CHE"}, 1e-6),
        ({"edition": 2013, "economy": "CHN", "rank": 20}, 0.02),
        ({"edition": 2016, "economy": "IND", "target": BEST}, 0.02),
    ]
    for query, room in cases:
        choice = Choice.read(dataset, {key: str(value) for key, value in query.items()})
        answer = reach(dataset, choice)
        scores, structure = dataset.wide(choice.edition), dataset.structure(choice.edition)
        assert len(answer.levers) > 20, query
        for lever in answer.levers.head(12).to_dict("records"):
            changed = scores.copy()
            changed.loc[choice.economy, lever["code"]] = lever["target"]
            anew, before = (
                rebuild_from_indicators(one, structure)["GII"].to_dict()[choice.economy]
                for one in (changed, scores)
            )
            assert anew - before == pytest.approx(lever["adds"], abs=room), (query, lever["code"])
        together = scores.copy()
        for lever in answer.levers.to_dict("records"):
            together.loc[choice.economy, lever["code"]] = lever["target"]
        highest = rebuild_from_indicators(together, structure)["GII"].to_dict()[choice.economy]
        others = scores["GII"].drop(choice.economy)
        rank = 1 + int((others > highest + room).sum())
        assert abs(rank - answer.levers["together"].iloc[-1]) <= (0 if room < 1e-3 else 1), query


def test_one_pillar_alone_gives_the_score_of_the_rank(dataset: Dataset) -> None:
    answer = found(dataset, rank=5)
    scores = dataset.wide(2025)
    own = scores.to_dict("index")["CHN"]
    for row in answer.pillars.to_dict("records"):
        changed = {code: float(own[code]) for code in PILLARS} | {row["code"]: row["needed"]}
        index = sum(PILLAR_WEIGHTS[code] * score for code, score in changed.items())
        assert index == pytest.approx(scores["GII"].to_dict()[answer.at], abs=1e-6)
        assert row["possible"] == (row["needed"] <= scores[row["code"]].max() + 1e-9)


def test_every_economy_of_every_edition_can_be_asked_for(dataset: Dataset) -> None:
    for edition in (2011, 2012, 2014, 2017, 2019, 2021, 2025):
        for economy in dataset.wide(edition).dropna(subset=["GII", *PILLARS]).index[::17]:
            for target in TARGETS:
                answer = found(dataset, edition=edition, economy=economy, target=target, than="USA")
                assert answer.need >= 0
                assert answer.levers["adds"].is_monotonic_decreasing
                assert (answer.levers["together"] <= answer.levers["alone"]).all()
