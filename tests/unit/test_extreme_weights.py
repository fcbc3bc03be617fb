"""Best and worst weights: the weights given reach the rank given, near to what is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.index.composition import OFFICIAL
from analysis.robustness.intervals import bounds_free, extreme, free
from tests.unit.edition_pillars import pillars
from tests.unit.optima import best_rank, rank_under, worst_rank

if TYPE_CHECKING:
    from data.snapshot import Snapshot


@pytest.mark.parametrize(
    ("edition", "most", "low", "high"),
    [(2019, 0.5, 13, 31), (2019, 1, 12, 31), (2025, 0.5, 6, 24), (2025, 1, 6, 24)],
)
def test_ranks_without_any_preference(
    pinned: Snapshot, edition: int, most: float, low: int, high: int
) -> None:
    found = free(pillars(pinned, edition), "CHN", most=most)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(("edition", "ends"), [(2019, (5, 42)), (2025, (3, 29))])
def test_the_ranks_found_are_the_exact_optima_for_china(
    pinned: Snapshot, edition: int, ends: tuple[int, int]
) -> None:
    frame = pillars(pinned, edition)
    low, high = np.zeros(7), np.full(7, 0.5)
    exact = (
        best_rank(frame, "CHN", np.ones((1, 7)), low, high),
        worst_rank(frame, "CHN", np.ones((1, 7)), low, high),
    )
    found = extreme(frame, "CHN", 1), extreme(frame, "CHN", -1)
    assert (found[0].rank, found[1].rank) == exact == ends
    limits = bounds_free(frame, "CHN")
    assert limits.best <= exact[0] <= exact[1] <= limits.worst


@pytest.mark.parametrize("economy", ["CHN", "CHE", "AGO", "IND"])
def test_the_weights_returned_have_the_rank_returned(pinned: Snapshot, economy: str) -> None:
    frame = pillars(pinned, 2025)
    start = free(frame, economy)
    limits = bounds_free(frame, economy)
    ends = extreme(frame, economy, 1), extreme(frame, economy, -1)
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
    frame = pillars(pinned, 2025)
    first = extreme(frame, "CHE", 1)
    assert (first.rank, first.proven, first.weights) == (1, True, OFFICIAL)
    assert extreme(frame, "CHE", 1) == first
