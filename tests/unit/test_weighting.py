"""Weights of a reader's own are read safely, kept to 100 % and to a cap, and rank as the publisher's do."""

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.index.composition import OFFICIAL, PILLARS
from analysis.robustness.intervals import MAX_PILLAR_WEIGHT
from analysis.robustness.weights import (
    EQUAL,
    OUTPUTS,
    Choice,
    Field,
    Place,
    fields,
    lens,
    linked_counts,
    parse_weights,
    rank_range,
    ranks,
    spread_total,
    weights_text,
    window,
)
from tests.sampling import sample

NONSENSE = (
    *(None, 7, ["1"], "", "1,2", "a,b,c,d,e,f,g", "1,1,1,1,1,1,-1", "nan,1,1,1,1,1,1", "inf,1,1,1,1,1,1"),
    *(
        "0,0,0,0,0,0,0",
        "1e308,1e308,1e308,1e308,1e308,1e308,1e308",
        "1," * 400,
        "<script>",
        "1,1,1,1,1,1,1,1",
    ),
)


@pytest.fixture(scope="module")
def held(dataset: Dataset) -> dict[int, Field]:
    return fields(dataset)


def test_what_are_no_seven_weights_are_the_published_ones() -> None:
    assert [text for text in NONSENSE if parse_weights(text) is not None] == []


def test_weights_are_rescaled_and_none_is_above_the_cap() -> None:
    tiny = "1e-300,0,0,0,0,0,2e-300"
    for text in ("10,10,10,10,10,25,25", "1,1,1,1,1,1,1", "0,0,0,0,0,0,3", "9,1,0,0,0,0,0", tiny):
        weights = parse_weights(text)
        assert weights is not None, text
        assert sum(weights) == pytest.approx(1)
        assert min(weights) >= 0
        assert max(weights) <= MAX_PILLAR_WEIGHT + 1e-12
        assert parse_weights(weights_text(weights)) == pytest.approx(weights, abs=1e-4)


def test_what_is_cut_off_goes_to_the_others_in_proportion() -> None:
    assert spread_total([80, 10, 10], 100) == pytest.approx([50, 25, 25])
    assert spread_total([100, 0, 0], 100) == pytest.approx([50, 25, 25])
    assert spread_total([60, 45, 5, 0], 100) == pytest.approx([50, 45, 5, 0])
    assert spread_total([50, 50, 0], 100) == pytest.approx([50, 50, 0])  # exactly the cap stays


def test_writing_is_short_and_exact_for_the_presets() -> None:
    assert weights_text(OFFICIAL) == "10,10,10,10,10,25,25"
    assert weights_text(EQUAL) == "1,1,1,1,1,1,1"
    assert parse_weights(weights_text(EQUAL)) == pytest.approx(EQUAL, abs=1e-15)
    assert weights_text(OUTPUTS) == "0,0,0,0,0,50,50"


def test_a_lens_is_half_the_published_weights_and_half_the_shares_of_the_linked_codes() -> None:
    assert lens(["P3", "P7"]) == pytest.approx((0.05, 0.05, 0.3, 0.05, 0.05, 0.125, 0.375))
    codes = ["5.2", "5.2.1", "P5", "6.3"]
    assert linked_counts(codes) == {"P5": 3, "P6": 1}
    assert lens(codes) == pytest.approx((0.05, 0.05, 0.05, 0.05, 0.425, 0.25, 0.125))
    assert lens([]) == OFFICIAL


def test_unknown_choices_fall_back(dataset: Dataset) -> None:
    strange: dict[str, object] = {"edition": [], "economy": {}}
    for query in ({}, {"edition": "1999", "economy": "XXX", "w": "x"}, strange):
        chosen = Choice.read(dataset, query)
        assert (chosen.edition, chosen.economy, chosen.official) == (dataset.newest_detailed, "CHN", True)
    assert Choice.read(dataset, {"edition": "2012", "economy": "fra"}).economy == "FRA"


def test_published_weights_give_the_published_ranks_from_full_precision_scores(
    held: dict[int, Field],
) -> None:
    nearly = tuple(
        weight + change for weight, change in zip(OFFICIAL, (3e-4, -3e-4, 0, 0, 0, 0, 0), strict=True)
    )
    for edition in sample(range(2021, 2026), 3):
        field = held[edition]
        order = np.argsort(-(field.scores.to_numpy() @ np.array(OFFICIAL)))
        assert (field.published.to_numpy()[order] == np.arange(1, len(order) + 1)).all()
        assert (ranks(field, OFFICIAL) == field.published).all()
        assert np.abs(ranks(field, nearly) - field.published).max() <= 2


def test_the_published_rank_is_in_the_range_that_rounding_leaves(held: dict[int, Field]) -> None:
    nearly = tuple(
        weight + change for weight, change in zip(OFFICIAL, (2e-4, -2e-4, 0, 0, 0, 0, 0), strict=True)
    )
    for edition in sample(range(2011, 2021), 4):
        field = held[edition]
        inside = 0
        for economy, published in zip(field.economies, field.published, strict=True):
            found = rank_range(field, nearly, economy)
            assert found.low <= found.rank <= found.high
            inside += found.low <= published <= found.high
        assert inside >= 0.98 * len(field.economies), edition


def made(scores: dict[str, float], width: float = 0.0, **fixed: float) -> Field:
    """A field of economies with the same score in all pillars, and of those whose index is fixed."""
    frame = pd.DataFrame(dict.fromkeys(PILLARS, scores))
    unknown = pd.Series(pd.NA, frame.index, dtype="Int64")
    return Field(frame, frame * 0 + width, unknown, pd.Series(fixed, dtype="float64"))


def test_equal_scores_share_a_rank() -> None:
    field = made({"A": 60.0, "B": 50.0, "C": 50.0, "D": 40.0, "E": 20.0}, F=50.0, G=30.0)
    assert ranks(field, EQUAL).tolist() == [1, 2, 2, 5, 7]
    assert rank_range(field, EQUAL, "B") == Place(2, 2, 4)  # each without its pillars may be above
    # A tenth apart, they may be level where each may be off by 0.05, and change places where by 0.06.
    for width, ends in ((0.05, [(1, 1), (2, 2), (2, 3), (3, 4)]), (0.06, [(1, 1), (2, 3), (2, 4), (3, 4)])):
        near = made({"A": 60.0, "B": 50.0, "C": 49.9, "D": 49.8}, width)
        found = [rank_range(near, EQUAL, one) for one in "ABCD"]
        assert [(one.low, one.high) for one in found] == ends, width


def test_the_window_shows_both_places_where_they_fit() -> None:
    cases = {
        (10, 10): (1, 13),
        (34, 40): (31, 43),
        (5, 60): (54, 66),
        (139, 130): (127, 139),
        (13, 1): (1, 13),
        (14, 1): (1, 13),
        (14, 2): (2, 14),
        (42, 30): (30, 42),
        (43, 30): (24, 36),
    }
    assert {pair: window(*pair, 139) for pair in cases} == cases
    assert window(3, 5, 9) == (1, 9)
