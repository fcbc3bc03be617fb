"""Best and worst weights: the weights given reach the rank given, near to what is possible."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.index.composition import OFFICIAL
from analysis.robustness.intervals import ExtremeWeights, bounds_free, extreme, free
from tests.sampling import sample
from tests.unit.edition_pillars import pillars
from tests.unit.optima import best_rank, rank_under, worst_rank

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.snapshot import Snapshot


Ends = tuple[ExtremeWeights, ExtremeWeights]


@pytest.fixture(scope="module")
def extremes(pinned: Snapshot) -> Callable[[int, str], Ends]:
    """The weights of the best and the worst rank of an economy in an edition, searched once."""
    frames = cache(lambda edition: pillars(pinned, edition))
    return cache(lambda edition, one: (extreme(frames(edition), one, 1), extreme(frames(edition), one, -1)))


def test_ranks_without_any_preference(pinned: Snapshot) -> None:
    for most, edition, low, high in ((0.5, 2019, 13, 31), (0.5, 2025, 6, 24), (1, 2019, 12, 31)):
        found = free(pillars(pinned, edition), "CHN", most=most)
        assert (found.low, found.high) == (low, high), (most, edition)


def test_the_ranks_found_are_the_exact_optima_for_china(
    pinned: Snapshot, extremes: Callable[[int, str], Ends]
) -> None:
    low, high = np.zeros(7), np.full(7, 0.5)
    for edition, ends in sample(((2019, (5, 42)), (2025, (3, 29))), 1):
        frame, limits = pillars(pinned, edition), bounds_free(pillars(pinned, edition), "CHN")
        exact = tuple(find(frame, "CHN", np.ones((1, 7)), low, high) for find in (best_rank, worst_rank))
        found = extremes(edition, "CHN")
        assert (found[0].rank, found[1].rank) == exact == ends
        assert limits.best <= exact[0] <= exact[1] <= limits.worst


@pytest.mark.parametrize("economy", sample(("CHN", "CHE", "AGO", "IND"), 2))
def test_the_weights_returned_have_the_rank_returned(
    pinned: Snapshot, extremes: Callable[[int, str], Ends], economy: str
) -> None:
    frame = pillars(pinned, 2025)
    start = free(frame, economy)
    limits = bounds_free(frame, economy)
    ends = extremes(2025, economy)
    for found in ends:
        assert sum(found.weights) == pytest.approx(1, abs=1e-12)
        assert 0 <= min(found.weights) <= max(found.weights) <= 0.5
        assert all(round(weight * 1000, 6).is_integer() for weight in found.weights)
        assert rank_under(frame, found.weights, economy) == found.rank
        assert found.distance == pytest.approx(np.linalg.norm(np.subtract(found.weights, OFFICIAL)))
        assert not found.proven or found.rank in (limits.best, limits.worst)
    assert ends[0].rank <= start.ranks.min()
    assert ends[1].rank >= start.ranks.max()


def test_weights_that_have_the_best_rank_already_are_kept(pinned: Snapshot) -> None:
    first = extreme(pillars(pinned, 2025), "CHE", 1)
    assert (first.rank, first.proven, first.weights) == (1, True, OFFICIAL)
