"""What would it take: checked against the index computed anew with the changed scores."""

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.index.composition import PILLAR_WEIGHTS, PILLARS, rebuild_from_indicators
from analysis.index.reach import BEST, OTHER, TARGETS, Choice, Reach, points_to_rank
from components.pages import reach as page
from components.pages.reach import ReachView
from components.text.catalog import words
from tests.sampling import sample


def found(dataset: Dataset, **query: object) -> Reach:
    return points_to_rank(
        dataset, Choice.read(dataset, {key.rstrip("_"): str(one) for key, one in query.items()})
    )


def test_the_points_to_each_rank_are_those_of_the_method(dataset: Dataset) -> None:
    points = {9: (0.3598, 0.027), 7: (1.1512, 0.086), 5: (3.3883, 0.254), 3: (5.1341, 0.384)}
    answers = {rank: found(dataset, rank=rank) for rank in points}
    assert {rank: (round(one.need, 4), round(one.share, 3)) for rank, one in answers.items()} == points
    assert found(dataset, rank=1).need == pytest.approx(9.4068, abs=5e-5)
    seventh = answers[7].pillars.set_index("code")["possible"]
    assert list(seventh.index[~seventh]) == ["P3", "P5", "P6"]


def test_the_index_computed_anew_says_the_same(dataset: Dataset) -> None:
    cases: list[tuple[dict[str, object], float]] = [
        ({"edition": 2025}, 1e-6),
        ({"edition": 2025, "economy": "CHE", "target": BEST}, 1e-6),
        ({"edition": 2025, "economy": "NER", "rank": 100}, 1e-6),  # lacks more than a third of its indicators
        ({"edition": 2022, "economy": "KOR", "target": BEST}, 1e-6),
        ({"edition": 2023, "economy": "USA", "target": OTHER, "than": "CHE"}, 1e-6),
        ({"edition": 2019, "economy": "VNM"}, 0.06),
        ({"edition": 2017, "economy": "CHN", "target": BEST}, 0.02),
        ({"edition": 2016, "economy": "IND", "target": BEST}, 0.02),
        ({"edition": 2013, "economy": "CHN", "rank": 20}, 0.02),
        ({"edition": 2012, "economy": "YEM"}, 0.02),
        ({"edition": 2011, "economy": "SWE", "rank": 1}, 0.02),
    ]
    for query, room in sample(cases, 5):
        answer = found(dataset, **query)
        case = (answer.edition, answer.economy)
        structure = dataset.structure(answer.edition)
        own = dataset.wide(answer.edition).loc[[answer.economy]]
        others = dataset.wide(answer.edition)["GII"].drop(answer.economy).dropna().to_numpy()
        levers = answer.levers.reset_index(drop=True)
        assert len(levers) > 10, case
        alone = pd.concat([own] * (len(levers) + 1), ignore_index=True)  # the last one as it is
        together = alone.copy()
        for place, code, target in levers[["code", "target"]].itertuples():
            alone.loc[place, code] = target
            together.loc[place : len(levers) - 1, code] = target
        for changed, points, rank in ((alone, "adds", "alone"), (together, "points", "together")):
            index = rebuild_from_indicators(changed, structure)["GII"].to_numpy()
            before, after = index[-1], index[:-1]
            assert before == pytest.approx(answer.score, abs=room), case
            assert after - before == pytest.approx(levers[points].to_numpy(), abs=1e-6), case
            best, worst = (
                1 + (others > after[:, None] + sign * (room + 1e-9)).sum(axis=1) for sign in (1, -1)
            )
            assert ((best <= levers[rank]) & (levers[rank] <= worst)).all(), case
            assert room > 1e-3 or (best == worst).all(), case


def test_surveys_and_counts_are_marked_in_every_edition(dataset: Dataset) -> None:
    for edition in sample((2011, 2012, 2013, 2017, 2019, 2021, 2025), 4):
        economy = "AGO" if edition < 2020 else "NPL"
        levers = found(dataset, edition=edition, economy=economy, target=BEST).levers
        kinds = dict(zip(levers["concept"], levers["kind"], strict=True))
        assert set(kinds.values()) <= {"survey", "count", "data"}
        assert kinds.get("cluster-development", "survey") == "survey", edition
        assert kinds.get("h-index", "count") == "count", edition
        assert "survey" in kinds.values(), edition


def test_editions_without_indicators_offer_their_sub_pillars(dataset: Dataset) -> None:
    offered = Choice.controls()["edition"].options(dataset, {})
    assert sorted(set(dataset.editions) - set(offered)) == [2007, 2009, 2010]  # ranks alone
    for edition in (2018, 2020):
        answer = found(dataset, edition=edition, target=BEST)
        assert (answer.edition, answer.level) == (edition, "subpillar")
        scores, own = dataset.wide(edition), dataset.wide(edition).loc["CHN"]
        assert 10 < len(answer.levers) <= 21
        for lever in answer.levers.to_dict("records"):
            pillar = f"P{lever['code'][0]}"
            share = {"7.1": 0.5, "7.2": 0.25, "7.3": 0.25}.get(lever["code"], 1 / 3)
            assert lever["weight"] == pytest.approx(PILLAR_WEIGHTS[pillar] * share)
            assert lever["adds"] == pytest.approx(
                lever["weight"] * (scores[lever["code"]].max() - own[lever["code"]])
            )


def test_what_names_nothing_gives_way_to_the_usual_choice(dataset: Dataset) -> None:
    usual = Choice.read(dataset, {})
    assert (usual.economy, usual.edition, usual.rank) == ("CHN", 2025, 5)
    for rank in ("0", "-5", "999", "10", "11", "5.5", "x", "", "１"):
        assert Choice.read(dataset, {"rank": rank}) == usual, rank
    for query in ({"economy": "XXX"}, {"edition": "2008"}, {"edition": "2007"}, {"target": "moon"}):
        assert Choice.read(dataset, query) == usual, query
    assert Choice.read(dataset, {"than": "CHN", "target": OTHER}).other != "CHN"


def test_the_first_has_nothing_to_reach(dataset: Dataset) -> None:
    for edition in (2011, 2018, 2025):
        answer = found(dataset, edition=edition, economy="CHE", rank=5)
        assert (answer.rank, answer.target_rank, answer.at, answer.need, answer.share) == (1, 1, "CHE", 0, 0)
        assert set(answer.levers["alone"]) == {1}


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
    cases = [
        (edition, economy, TARGETS[place % 3])
        for edition in Choice.controls()["edition"].options(dataset, {})
        for place, economy in enumerate(list(dataset.ranks(edition)["GII"].dropna().index)[::23])
    ]
    for edition, economy, target in sample(cases, 15):
        answer = found(dataset, edition=edition, economy=economy, target=target, than="USA")
        ranks = dataset.ranks(edition)["GII"].dropna().astype(int).to_dict()
        assert (answer.rank, ranks[answer.at]) == (ranks[economy], answer.target_rank)
        assert answer.need >= 0
        assert answer.levers["adds"].is_monotonic_decreasing
        assert (answer.levers["together"] <= answer.levers["alone"]).all()


def test_an_economy_without_scores_of_the_level_is_said_to_have_none(dataset: Dataset) -> None:
    for edition in (2018, 2020):
        scores = dataset.wide(edition).dropna(subset=["GII", *PILLARS])
        bare = set(scores.index[scores.filter(regex=r"^[1-7]\.[1-3]$").isna().all(axis="columns")])
        assert "BRN" in bare
        for economy in (*sorted(bare), *sample(sorted(set(scores.index) - bare), 4)):
            answer = found(dataset, edition=edition, economy=economy, rank=1)
            assert answer.unscored == (economy if economy in bare else None)
    for query in ({"economy": "BRN"}, {"target": OTHER, "than": "BRN"}):
        for lang, said in (
            ("en", "Brunei has no sub-pillar scores in this edition"),
            ("zh", "文莱没有一个分支柱有得分"),
        ):
            view = ReachView(dataset, words(lang), Choice.read(dataset, {"edition": "2018"} | query))
            assert said in page.by_lever(view)
            assert not page.below(view)
