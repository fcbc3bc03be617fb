"""Bounds of the rank under any weights in a range: exact for each pair, never left by a draw."""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog, minimize

from analysis.dataset import Dataset
from analysis.index.composition import OFFICIAL
from analysis.robustness import bounds as exact_bounds
from analysis.robustness import intervals as robustness
from analysis.robustness.bounds import bounds_around, rank_bounds
from analysis.robustness.intervals import WEIGHT_SPREAD, ranks_around, ranks_under_free_weights
from analysis.robustness.weights import draws, fields
from data.snapshot import Snapshot
from tests.sampling import LONG, sample
from tests.unit.edition_pillars import own_intervals, pillars
from tests.unit.optima import best_rank, worst_rank

INSIDE = np.array([0.2] * 5 + [0.5] * 2)
REACH = INSIDE * np.array([WEIGHT_SPREAD[0]] * 5 + [WEIGHT_SPREAD[1]] * 2)
SIDES = np.array([[1.0] * 5 + [0.0] * 2, [0.0] * 5 + [1.0] * 2])
INPUTS_ONLY = (0.2,) * 5 + (0.0, 0.0)
CHOSEN = (0.3, 0, 0.2, 0, 0, 0.1, 0.4)
WEIGHTS = (CHOSEN, (0, 0, 0, 0, 0, 0.5, 0.5), OFFICIAL)
SMALL = arrays(np.float64, 5, elements=st.integers(-90, 90).map(lambda number: number / 10))


def test_v9_the_lead_of_china_over_japan_in_2019(bundled: Snapshot) -> None:
    japan, china = pillars(bundled, 2019).loc[["JPN", "CHN"]].to_numpy()
    exact = linprog(
        (japan - china) / 2, A_eq=SIDES, b_eq=[1, 1], bounds=np.column_stack([INSIDE - REACH, INSIDE + REACH])
    )
    assert exact.fun == pytest.approx(-1.83, abs=1e-9)


def test_v9_the_exact_range_of_china_in_2019_lies_inside_the_bounds(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2019)
    low, high = INSIDE - REACH, INSIDE + REACH
    exact = best_rank(frame, "CHN", SIDES, low, high), worst_rank(frame, "CHN", SIDES, low, high)
    assert exact == (12, 19)
    found = bounds_around(frame, OFFICIAL, "CHN")
    assert found.best <= exact[0] <= exact[1] <= found.worst
    assert (found.best, found.worst) == (12, 20)  # weights are rescaled, and the geometric mean counts too


@given(SMALL)
@settings(max_examples=30, deadline=None)
def test_the_least_lead_is_that_of_a_linear_programme(values: np.ndarray) -> None:
    # Charnes and Cooper: w = t u with low t <= w <= high t and the sum of w at 1.
    low, high = np.full(5, 0.1), np.full(5, 0.3)
    upper = np.vstack([np.column_stack([np.eye(5), -high]), np.column_stack([-np.eye(5), low])])
    exact = linprog(
        np.append(values, 0), A_ub=upper, b_ub=np.zeros(10), A_eq=[[1] * 5 + [0]], b_eq=[1], bounds=(0, None)
    )
    lead = exact_bounds.least_leads(np.append(values, [0, 0]), np.zeros(7), INPUTS_ONLY)
    assert lead == pytest.approx(exact.fun, abs=1e-7)


def test_the_least_geometric_lead_is_the_one_that_a_search_finds() -> None:
    generator = np.random.default_rng(3)
    inside = 0
    for weights, case in product((OFFICIAL, INPUTS_ONLY, CHOSEN), range(12 if LONG else 4)):
        chosen = np.array(weights)
        reach = chosen * np.array([WEIGHT_SPREAD[0]] * 5 + [WEIGHT_SPREAD[1]] * 2)
        above, below = generator.uniform(5, 70, (2, 7))
        if case % 2:
            below[generator.integers(7)] = 0  # a score of 0 counts as almost 0
        else:
            below = 85 * (above / 85) ** 0.8  # of the same shape: the least may lie between corners
        logs = np.log(np.maximum([above, below], 1e-9))

        def lead(drawn: np.ndarray, logs: np.ndarray = logs, chosen: np.ndarray = chosen) -> float:
            return sum(
                float(chosen[side].sum())
                * float(np.subtract(*np.exp(logs[:, side] @ drawn[side] / drawn[side].sum())))
                for side in robustness.SUBINDEX_SLICES
                if chosen[side].any()
            )

        low, high = chosen - reach, chosen + reach
        corners = np.where(np.array(list(product((True, False), repeat=7))), low, high)
        starts = [*sorted(corners, key=lead)[:4], *generator.uniform(low, high, (4, 7))]
        box = np.column_stack([low, high])
        searched = min(float(minimize(lead, start, method="L-BFGS-B", bounds=box).fun) for start in starts)
        found = float(exact_bounds.least_geometric_leads(above, below, weights))
        assert found == pytest.approx(searched, abs=1e-4)
        assert found <= min(lead(drawn) for drawn in generator.uniform(low, high, (500, 7))) + 1e-9
        inside += found < min(lead(corner) for corner in corners) - 1e-6
    assert inside, "in none is the least between corners"


@pytest.fixture(scope="module")
def bounds(bundled: Snapshot) -> Callable[[int], pd.DataFrame]:
    """The bounds of all economies around the published weights, of an edition computed once."""
    return cache(lambda edition: rank_bounds(pillars(bundled, edition)))


def test_no_draw_leaves_the_bounds_and_those_stored_are_computed_again(
    bundled: Snapshot, bounds: Callable[[int], pd.DataFrame]
) -> None:
    for edition in (*sample((2011, 2012, 2016, 2022), 1), 2019, 2025):
        found, drawn = bounds(edition), robustness.rank_draws(pillars(bundled, edition), 500, seed=5)
        assert (found["best"].to_numpy() <= drawn.min(axis=0)).all()
        assert (drawn.max(axis=0) <= found["worst"].to_numpy()).all()
        stored = own_intervals(bundled, "bounds", edition)
        again = found.loc[stored.index].rename(columns={"best": "low", "worst": "high"})
        pd.testing.assert_frame_equal(again, stored[["low", "high"]], check_names=False)
    china = bounds(2025).loc["CHN"]
    assert (china["best"], china["worst"]) == (7, 11)


def test_one_economy_has_its_row_of_all_and_no_draw_around_leaves_it(
    bundled: Snapshot, bounds: Callable[[int], pd.DataFrame]
) -> None:
    frame = pillars(bundled, 2025)
    for weights in (OFFICIAL, *sample(WEIGHTS[:2], 1)):
        table = bounds(2025) if weights == OFFICIAL else rank_bounds(frame, weights)
        for economy in ("CHN", "CHE", "IND", "NER"):
            found = bounds_around(frame, weights, economy)
            assert (found.best, found.worst) == tuple(table.loc[economy])
            ranks = ranks_around(frame, weights, economy, 500).ranks
            assert found.best <= ranks.min() <= ranks.max() <= found.worst


def test_whoever_contests_no_rank_changes_none(dataset: Dataset) -> None:
    for weights, edition, economy in sample(product(WEIGHTS, (2011, 2025), ("CHN", "CHE", "IND", "NER")), 4):
        field = fields(dataset)[edition]
        above, near = exact_bounds.contested_economies(field.frame(), weights, economy)
        assert 0 < len(near) + above < len(field.frame()) or economy == "NER"
        found, whole = draws(field, weights, economy), ranks_around(field.frame(), weights, economy)
        assert (found.ranks == whole.ranks).all()
        assert (found.economies, found.low, found.high) == (whole.economies, whole.low, whole.high)


def test_rounding_widens_the_bounds_as_if_it_favoured_each_economy(
    bundled: Snapshot, bounds: Callable[[int], pd.DataFrame]
) -> None:
    frame, inner = pillars(bundled, 2019), bounds(2019)
    outer = rank_bounds(frame, widths=frame * 0 + 0.05)
    assert ((outer["best"] <= inner["best"]) & (inner["worst"] <= outer["worst"])).all()
    # One at its best beside the others at their worst, and the other way round.
    for sign, end in ((1, "best"), (-1, "worst")):
        moved = (frame - sign * 0.05).clip(lower=0)
        moved.loc["CHN"] = frame.loc["CHN"] + sign * 0.05
        assert getattr(bounds_around(moved, OFFICIAL, "CHN"), end) == outer.at["CHN", end]


def test_ranks_without_any_preference(pinned: Snapshot) -> None:
    for most, edition, low, high in ((0.5, 2019, 13, 31), (0.5, 2025, 6, 24), (1, 2019, 12, 31)):
        found = ranks_under_free_weights(pillars(pinned, edition), "CHN", max_weight=most)
        assert (found.low, found.high) == (low, high), (most, edition)
