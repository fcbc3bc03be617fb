"""Why a rank and a score moved: both splits add up, and give the worked examples of the method."""

from itertools import combinations, cycle, pairwise, product

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.index.composition import PILLAR_WEIGHTS, PILLARS
from analysis.index.framework import COUNTED_CHANGES, framework, framework_mark, indicator_changes
from analysis.index.ledger import (
    BELOW,
    LEDGER,
    LEVELS,
    WHOLE,
    Choice,
    Ledger,
    RankSplit,
    effective_weights,
    rank_split,
    score_ledger,
)
from analysis.reshape import structure_with_scores
from components.text.catalog import words
from components.widgets.framework import counted_changes, every_change
from data.article import CLAIM, FOCUS
from data.snapshot import Snapshot
from tests.sampling import sample

DEEP = (*range(2011, 2018), 2019, *range(2021, 2026))
SOME = (FOCUS, "CHE", "KOR", "IRN", "TUR", "VNM", "YEM")
STRIDE = 42  # the property test takes a few economies, others for each pair of editions


def ranks(dataset: Dataset, economy: str, first: int, last: int) -> RankSplit:
    split = rank_split(dataset.scores, economy, first, last)
    assert split is not None
    return split


def points(dataset: Dataset, economy: str, editions: tuple[int, int], *level: str) -> Ledger:
    ledger = score_ledger(dataset, economy, editions, *level)
    assert ledger is not None
    return ledger


# The rank in places


def test_worked_examples_of_the_method(dataset: Dataset) -> None:
    for first, last, own, others, orders in (
        (2012, 2022, -15.5, -7.5, (-14, -17)),
        (2017, 2019, -6, -2, (-8, -4)),
        (2021, 2022, -1, 0, (-1, -1)),
        (2022, 2023, 0, 1, (0, 0)),
        (2024, 2025, 0, -1, (0, 0)),
        (2022, 2025, -1, 0, (-1, -1)),
    ):
        split = ranks(dataset, FOCUS, first, last)
        assert (split.exits, split.own, split.others, split.entries) == (0, own, others, 0), (first, last)
        assert sorted(split.own_orders) == sorted(orders), (first, last)


def test_ranks_add_up_for_every_pair_of_editions(dataset: Dataset) -> None:
    scored = [edition for edition in dataset.editions if edition > 2010]
    compared = 0
    for number, (first, last) in sample(enumerate(combinations(scored, 2)), 30):
        rows = dataset.scores[
            (dataset.scores["code"] == "GII") & dataset.scores["edition"].isin((first, last))
        ]
        for economy in dataset.economies[number % STRIDE :: STRIDE]:
            split = rank_split(rows, economy, first, last)
            if split is None:
                continue
            compared += 1
            assert split.exits + split.own + split.others + split.entries == split.total
            assert split.own == sum(split.own_orders) / 2
            assert split.others == sum(split.others_orders) / 2
            # Who leaves stood above or below; nobody gains places by it in the other direction.
            assert split.exits <= 0 <= split.entries
            assert split.own_rounding[0] <= split.own <= split.own_rounding[1]
            assert split.others_rounding[0] <= split.others <= split.others_rounding[1]
    assert compared > 60


def test_ends_are_the_published_ranks_although_printed_scores_tie(dataset: Dataset) -> None:
    rows = dataset.scores[(dataset.scores["code"] == "GII") & (dataset.scores["edition"] == 2019)]
    tied = rows[rows["score"].duplicated(keep=False)]
    assert len(tied) == 33
    printed = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["edition"].isin((2018, 2019))]
    for economy, rank in sample(zip(tied["economy"], tied["rank"], strict=True), 12):
        split = rank_split(printed, str(economy), 2018, 2019)
        assert split is None or split.rank_last == rank


def test_without_two_scored_ranks_there_is_no_split(dataset: Dataset) -> None:
    for economy, first, last in ((FOCUS, 2010, 2012), ("YEM", 2012, 2025), ("XXX", 2012, 2022)):
        assert rank_split(dataset.scores, economy, first, last) is None, economy


def test_scores_that_tie_across_editions_are_passed_by_nobody() -> None:
    """By hand: A rises from 40.5 to 50.5, which B had and keeps; C falls from 45.5 to 40.5, which A had.

    An equal score of the other edition is not above. Own first: nobody had more than 50.5, 3 -> 1. Others
    first: with 40.5 A is level with C, and only B is above, 3 -> 2. As printed both ties are open: B may have
    had more than A has now (own first 2), C may now have more than A had (others first 3).
    """
    cells = [("A", 40.5, 50.5), ("B", 50.5, 50.5), ("C", 45.5, 40.5)]
    rows = [
        {"edition": edition, "economy": economy, "code": "GII", "score": score, "score_source": "made"}
        for economy, *scores in cells
        for edition, score in zip((2021, 2022), scores, strict=True)
    ]
    frame = pd.DataFrame(rows).assign(rank=[3, 1, 1, 2, 2, 3])
    split = rank_split(frame, "A", 2021, 2022)
    assert split is not None
    assert (split.rank_first, split.rank_last, split.total) == (3, 1, -2)
    assert (split.own_orders, split.others_orders) == ((-2, -1), (0, -1))
    assert (split.own, split.others, split.exits, split.entries) == (-1.5, -0.5, 0, 0)
    assert (split.own_rounding, split.others_rounding) == ((-2, -1), (-1, 0))


# The score in points

TABLE = [
    ((2021, 2022), 0.47, -2.51, 2.98, {"P7": 1.82, "P4": 0.79, "P1": 0.73, "P6": -0.59}),
    ((2024, 2025), 0.23, 0.72, -0.49, {"P5": -0.32, "P6": -0.20, "P2": 0.17}),
    ((2021, 2025), 1.76, -2.10, 3.86, {"P1": 0.98, "P7": 0.91, "P3": 0.83}),
    ((2012, 2022), 9.86, -5.67, 15.52, {"P7": 6.54, "P1": 2.67, "P6": 0.25}),
]


def test_score_splits_of_the_method(dataset: Dataset) -> None:
    for editions, own, common, relative, parts in TABLE:
        ledger = points(dataset, FOCUS, editions)
        sums = (ledger.own, ledger.common, ledger.relative)
        assert [round(each, 2) for each in sums] == [own, common, relative], editions
        found = ledger.parts.set_index("code")["relative"].round(2)
        assert found[list(parts)].to_dict() == parts, editions


def test_pillars_add_up_to_the_published_change_within_rounding(dataset: Dataset) -> None:
    for first, last in (*pairwise(dataset.editions[3:]), CLAIM, (2011, 2025)):
        ledger = points(dataset, FOCUS, (first, last))
        assert ledger.own - ledger.common == pytest.approx(ledger.relative, abs=1e-9)
        assert abs(ledger.residual) < 0.1
        if first >= 2021:
            assert ledger.residual == pytest.approx(0, abs=1e-9)
            assert (ledger.rounding, ledger.rounded_editions) == (0, ())
        else:
            assert ledger.rounding > 0


def test_parts_below_add_up_to_their_pillar_in_all_three_figures(dataset: Dataset) -> None:
    pairs = zip((*pairwise(DEEP), (2019, 2025), (2021, 2025), CLAIM), cycle(SOME), strict=False)
    for ((first, last), economy), level in sample(product(pairs, BELOW), 8):
        if economy not in dataset.wide(first).index or economy not in dataset.wide(last).index:
            continue
        above = points(dataset, economy, (first, last)).parts.set_index("code")
        for pillar in sample(PILLARS, 4):
            ledger = points(dataset, economy, (first, last), level, pillar)
            room = 1e-9 if first > 2019 else PILLAR_WEIGHTS[pillar] * 0.1
            assert ledger.own == pytest.approx(above["own"][pillar], abs=room)
            assert ledger.common == pytest.approx(above["common"][pillar], abs=room)
            assert ledger.relative == pytest.approx(above["relative"][pillar], abs=2 * room)
            assert ledger.published == pytest.approx(above["own"][pillar], abs=1e-9)


def test_every_level_adds_up_to_the_published_change_of_the_index(dataset: Dataset) -> None:
    pairs = (CLAIM, (2011, 2025), (2013, 2014), (2017, 2019), (2017, 2018), (2020, 2021), (2024, 2025))
    cases = [
        (*pair, economy, level)
        for pair, economy in zip(pairs, cycle((FOCUS, "KOR")), strict=False)
        for level in LEVELS
        if set(pair) <= set(dataset.editions_with(level))
    ]
    for first, last, economy, level in (*sample(cases[:-2], 6), *cases[-2:]):
        ledger = points(dataset, economy, (first, last), level)
        assert ledger.own + ledger.residual == pytest.approx(ledger.published, abs=1e-9)
        assert abs(ledger.residual) < (1e-9 if first > 2020 else 0.06), (level, first, last)
        comparable = ledger.parts[ledger.parts["status"] == "both"]
        for figure in ("own", "common", "relative"):
            whole = comparable[figure].sum() + ledger.not_comparable[figure].sum()
            assert whole == pytest.approx(getattr(ledger, figure), abs=1e-9)
        if level in BELOW:
            pillars = [points(dataset, economy, (first, last), level, one) for one in PILLARS]
            assert sum(one.relative for one in pillars) == pytest.approx(ledger.relative, abs=1e-9)


def test_what_cannot_be_compared_is_told_and_a_better_score_never_adds_less(dataset: Dataset) -> None:
    parts = points(dataset, FOCUS, CLAIM, "subpillar", WHOLE).parts
    assert parts.loc[parts["status"] != "both", "status"].tolist() == ["redefined", "reweighted"]
    indicators = points(dataset, FOCUS, CLAIM, "indicator")
    counts = {"redefined": 22, "entering": 23, "leaving": 26, "unscored": 4, "reweighted": 1}
    assert indicators.not_comparable["count"].to_dict() == counts
    joined = indicators.parts.set_index("code")
    # Other weights are a part of their own: PISA, 100 in both, adds nothing, and a better score never less.
    assert joined.at["2.1.4", "own"] == 0
    same = joined[joined["status"] == "both"]
    assert ((same["own"] > 0) == (same["score_last"] > same["score_first"])).all()


def test_effective_weights_pass_over_what_is_missing_and_keep_the_sum(dataset: Dataset) -> None:
    wholes = (PILLAR_WEIGHTS | {WHOLE: 1.0}).items()
    for edition, (pillar, whole), level in sample(product(DEEP, wholes, BELOW), 40):
        scores, structure = dataset.wide(edition), dataset.structure(edition)
        weights = effective_weights(scores, structure, level, pillar)
        assert weights.sum(axis=1).to_numpy() == pytest.approx(whole, abs=1e-12), (edition, pillar, level)
        assert not weights.to_numpy()[scores[list(weights)].isna().to_numpy()].any()


def test_parts_are_joined_by_concept_not_by_code(dataset: Dataset) -> None:
    # ISO 9001 certificates moved to GII pillar 6 in 2023; labour productivity kept its place.
    ledger = points(dataset, FOCUS, (2019, 2025), "indicator", "P6").parts.set_index("code")
    assert ledger["status"]["6.2.1"] == "both"
    entering = ledger[ledger["status"] == "entering"]
    assert np.isnan(entering["weight_first"]).all()
    for _, part in ledger[ledger["status"] == "both"].iterrows():
        known = dataset.catalog.concepts[part["part"]]
        assert {2019, 2025} <= set(known.codes)


def test_levels_that_an_edition_lacks_give_the_ledger_by_pillar(dataset: Dataset) -> None:
    assert dataset.editions_with("indicator") == DEEP
    choice = Choice.read(dataset, {"from": "2018", "detail": "indicators", "pillar": "P7"})
    ledger = LEDGER.result(dataset, choice)
    assert ledger is not None
    assert (ledger.level, ledger.pillar) == ("pillar", None)
    assert score_ledger(dataset, FOCUS, (2012, 2018), "indicator") is None
    assert score_ledger(dataset, FOCUS, (2010, 2012)) is None


# Choices


def test_unknown_values_fall_back_and_an_earlier_end_gives_way_to_a_later_one(dataset: Dataset) -> None:
    default = Choice.read(dataset, {})
    assert default == Choice(2012, 2022, FOCUS, "pillars", WHOLE, "relative")
    hostile: dict[str, object] = {"from": "<b>", "economy": ["CHN", "USA"], "detail": 3, "pillar": "P9"}
    assert Choice.read(dataset, hostile | {"split": None}) == default
    pairs = {("2022", "2012"): (2012, 2022), ("2015", "2015"): (2015, 2022), ("2023", None): (2023, 2025)}
    for pair, found in (pairs | {("2025", None): CLAIM}).items():
        choice = Choice.read(dataset, dict(zip(("from", "to"), pair, strict=True)))
        assert (choice.first, choice.last) == found


# Framework changes: counted from the structure tables, never called none where they are not counted


COUNTS = {
    (2011, 2012): (80, 84, 17, 13, 7, 17, 0),
    (2012, 2013): (84, 84, 6, 6, 14, 6, 0),
    (2013, 2014): (84, 81, 1, 4, 7, 14, 0),
    (2014, 2015): (81, 79, 1, 3, 5, 1, 0),
    (2015, 2016): (79, 82, 4, 1, 8, 2, 0),
    (2016, 2017): (82, 81, 0, 1, 0, 0, 0),
    (2017, 2018): (81, 80, 1, 2, 0, 1, 16),
}
"""Indicators before and after, those of COUNTED, and weights not known; counted from the copies by name."""


def test_counts_are_those_of_the_copies(pinned: Snapshot) -> None:
    structure = pinned.table("gii_structure")
    for pair, expected in COUNTS.items():
        found = framework(structure, *pair)
        assert found is not None
        assert (found.before, found.after, *found.counts.values(), len(found.unweighed)) == expected, pair
        assert found.after - found.before == len(found.added) - len(found.dropped)
    found = framework(structure, 2013, 2014)
    assert found is not None
    assert found.added == ("entertainment-and-media-market",)
    assert set(found.dropped) == {
        *("tertiary-outbound-enrolment", "electricity-consumption", "gmat-mean-score", "paid-for-dailies")
    }
    assert "creative-goods-exports" in found.redefined


def test_an_edition_with_itself_is_the_same_and_no_two_neighbours_are(dataset: Dataset) -> None:
    for edition in dataset.editions:
        found = indicator_changes(dataset, edition, edition)
        assert found is None or not any(found.counts.values()), edition
    for pair in pairwise(dataset.editions):
        found = indicator_changes(dataset, *pair)
        assert found is None or (not found.is_unchanged and found.changed_count), pair
        assert (found is None) == bool({2007, 2009, 2010, 2020} & set(pair)), "their indicators are not known"


def test_words_give_the_counts_or_say_that_there_are_none(dataset: Dataset) -> None:
    for t in (words("en"), words("zh")):
        line = counted_changes(dataset, 2013, 2014, t)
        assert all(str(number) in line for number in (1, 4, 7, 14, 81, 84))
        for pair, missing in (((2019, 2020), "2020"), ((2010, 2020), "2010"), ((2017, 2018), "16")):
            assert missing in counted_changes(dataset, *pair, t)
        assert t("framework.same") == counted_changes(dataset, 2024, 2024, t)
        assert "82" in counted_changes(dataset, 2012, 2022, t)  # the four counts add up to 84
        told = "".join(counted_changes(dataset, *pair, t) for pair in pairwise(dataset.editions))
        assert " 0 changed def" not in told
        assert "至少0" not in told
        assert "2017" in every_change(dataset, t)


def test_what_changes_is_counted_by_measure() -> None:
    names = ("edition", "level", "concept", "measure", "defined", "weight")
    rows = [
        (2024, "indicator", "kept", "kept", None, 1.0),
        (2024, "indicator", "heads", "people", None, 1.0),
        (2024, "indicator", "parts", "parts", None, 0.5),
        (2024, "indicator", "gone", "gone", None, 1.0),
        (2025, "indicator", "kept", "kept", None, None),
        (2025, "indicator", "people", "people", None, 1.0),
        (2025, "indicator", "parts", "parts", 2025, 1.0),
        (2025, "indicator", "new", "new", None, 1.0),
        (2025, "subpillar", "other", "other", None, 1.0),
    ]
    found = framework(pd.DataFrame(rows, columns=names), 2024, 2025)
    assert found is not None
    assert {name: getattr(found, name) for name in (*COUNTED_CHANGES, "unweighed")} == {
        "added": ("new",),
        "dropped": ("gone",),
        "redefined": ("people", "parts"),
        "reweighted": ("parts",),
        "unweighed": ("kept",),
    }
    assert found.changed_count == 4


def test_the_gravest_mark_between_is_named() -> None:
    marks = ["break", "unmarked", "documented", "unmarked"]
    editions = pd.DataFrame({"edition": [2020, 2021, 2022, 2023], "change": marks})
    found = [
        framework_mark(editions, first, last) for first, last in ((2019, 2023), (2020, 2021), (2021, 2022))
    ]
    assert found == ["break", None, "documented"]


def test_pages_read_only_parts_that_have_scores(dataset: Dataset, pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    assert set(structure.loc[structure["level"] == "indicator", "edition"]) >= set(range(2011, 2020))
    parts = structure_with_scores(scores, structure)
    pd.testing.assert_frame_equal(parts, dataset.parts)
    pairs = set(zip(scores["edition"], scores["code"], strict=True))
    assert set(zip(parts["edition"], parts["code"], strict=True)) == pairs
