"""The rank over shared concepts: with all of them it is the published rank; anchors of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.ledger import editions_with
from analysis.shared_concepts import INSIDE, OVER, over_indicators, shared

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def test_with_all_concepts_of_an_edition_it_is_the_published_rank(dataset: Dataset) -> None:
    scores = dataset.table("gii_scores")
    for edition in editions_with(dataset.parts, "indicator"):
        structure = dataset.structure(edition)
        codes = list(structure.loc[structure["level"] == "indicator", "code"])
        ranks = over_indicators(dataset.wide(edition), structure, codes)[INSIDE].rank(
            ascending=False, method="min"
        )
        published = dataset.wide(edition, "rank")["GII"]
        doubts = scores[(scores["edition"] == edition) & scores["doubt"].isin(("left-out", "not-the-mean"))]
        apart = (ranks - published).abs()
        if doubts.empty:
            assert apart.max() == 0, edition
        else:  # economies whose parts are printed as not available, and those between: 2011
            assert edition == 2011
            assert (apart > 0).sum() <= 12
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


def test_what_is_lost_is_the_weight_of_the_other_indicators(dataset: Dataset) -> None:
    claim = shared(dataset, (2012, 2022), "CHN")
    assert claim.ranks["lost"].between(0.5, 0.65).all()
    assert (claim.lost.to_numpy() <= 1 + 1e-9).all()
    weights = [0.1] * 5 + [0.25] * 2
    assert (claim.lost.to_numpy() @ weights).tolist() == pytest.approx(claim.ranks["lost"].tolist())
