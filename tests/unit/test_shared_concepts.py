"""The rank over shared concepts: with all of them it is the published rank; anchors of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.robustness.weights import INSIDE, OVER, over_indicators, sets, shared
from tests.sampling import sample

if TYPE_CHECKING:
    from analysis.dataset import Dataset


LEFT_OUT = {"SLV": 7, "SDN": 1, **dict.fromkeys(("BGD", "DZA", "ECU", "IRN", "JAM", "MAR", "NGA", "PHL"), -1)}
"""Places off in 2011: the report leaves out sub-pillars 6.1 of El Salvador and 5.2 of Sudan, whose only
indicator scores 0; the others are those that they pass."""


def test_with_all_concepts_of_an_edition_it_is_the_published_rank(dataset: Dataset) -> None:
    for edition in (2011, *sample(dataset.editions_with("indicator")[1:], 5)):
        structure = dataset.structure(edition)
        codes = list(structure.loc[structure["level"] == "indicator", "code"])
        ranks = over_indicators(dataset.wide(edition), structure, codes)[INSIDE].rank(
            ascending=False, method="min"
        )
        published = dataset.wide(edition, "rank")["GII"]
        apart = (ranks - published).dropna()
        assert apart[apart != 0].to_dict() == (LEFT_OUT if edition == 2011 else {}), edition
        assert len(apart) == len(published.dropna())
        assert shared(dataset, (edition,), "CHN").ranks["lost"].iloc[0] == pytest.approx(0, abs=1e-9)


def test_china_over_shared_concepts(dataset: Dataset) -> None:
    five = shared(dataset, (2021, 2022, 2023, 2024, 2025), "CHN")
    assert len(five.concepts) == 65
    assert five.ranks["published"].tolist() == [12, 11, 12, 11, 10]
    assert five.ranks[INSIDE].tolist() == [5, 4, 11, 7, 4]
    assert five.ranks[OVER].tolist() == [4, 5, 7, 7, 4]
    pairs = {2021: (75, [11, 12]), 2022: (79, [11, 13]), 2023: (75, [14, 7]), 2024: (74, [11, 10])}
    for first, (count, ranks) in pairs.items():
        pair = shared(dataset, (first, first + 1), "CHN")
        assert (len(pair.concepts), pair.ranks[INSIDE].tolist()) == (count, ranks)


def test_the_choice_of_indicators_is_compared_with_similar_weights(dataset: Dataset) -> None:
    assert sets(dataset)[:3] == ["2021-2022-2023-2024-2025", "2012-2022", "2024-2025"]
    five = shared(dataset, (2021, 2022, 2023, 2024, 2025), "CHN")
    assert (five.by_indicators, five.by_weights) == (8, 6)
    assert five.thin == {2021: ["P1", "P7"], 2022: ["P1", "P7"], 2023: ["P1"], 2024: [], 2025: []}
    claim = shared(dataset, (2012, 2022), "CHN")
    assert (claim.by_indicators, claim.by_weights) == (22, 13)


def test_what_is_lost_is_the_weight_of_the_other_indicators(dataset: Dataset) -> None:
    claim = shared(dataset, (2012, 2022), "CHN")
    assert claim.ranks["lost"].between(0.5, 0.65).all()
    assert (claim.lost.to_numpy() <= 1 + 1e-9).all()
    weights = [0.1] * 5 + [0.25] * 2
    assert (claim.lost.to_numpy() @ weights).tolist() == pytest.approx(claim.ranks["lost"].tolist())
