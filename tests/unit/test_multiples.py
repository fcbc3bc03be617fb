"""The rows of small multiples: China's own series, peers of another beside it, ranges that are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.evidence.strategy import Choice, logarithmic, multiples, ranges
from data.article import PEERS

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def test_only_counts_and_money_above_zero_are_logarithmic() -> None:
    above, zero = pd.Series([1.0, 100.0]), pd.Series([0.0, 100.0])
    assert [
        kind for kind in ("share", "count", "money", "ratio", "index", "score") if logarithmic(above, kind)
    ] == ["count", "money"]
    assert not logarithmic(zero, "count")
    assert not logarithmic(pd.Series(dtype="float64"), "money")


def test_nobody_to_compare_with_is_a_choice_and_a_pillar_without_any_value_has_no_rows(
    dataset: Dataset,
) -> None:
    pillar, known = dataset.catalog.strategy[0], dataset.catalog.indicators
    assert Choice.read(dataset, {"with": ""}).peers == ()
    assert set(multiples(pillar, known, dataset.base.observed, ())["economy"]) == {"CHN"}
    frame = multiples(pillar, known, {}, PEERS)
    assert frame.empty
    assert ranges(frame, pillar, known, "shared") == {}
