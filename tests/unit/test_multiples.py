"""The rows of small multiples: China's own series, peers of another beside it, ranges that are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence.strategy import Choice, logarithmic, multiples, pillar_of, ranges, sharing
from data.article import PEERS

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from data.entries import StrategicPillar


def pillar(dataset: Dataset, number: int) -> StrategicPillar:
    return dataset.catalog.strategy[number - 1]












def test_only_counts_and_money_above_zero_are_logarithmic() -> None:
    above, zero = pd.Series([1.0, 100.0]), pd.Series([0.0, 100.0])
    assert [
        kind for kind in ("share", "count", "money", "ratio", "index", "score") if logarithmic(above, kind)
    ] == ["count", "money"]
    assert not logarithmic(zero, "count")
    assert not logarithmic(pd.Series(dtype="float64"), "money")






def test_a_pillar_without_any_value_gives_no_rows(dataset: Dataset) -> None:
    frame = multiples(pillar(dataset, 1), dataset.catalog.indicators, {}, PEERS)
    assert frame.empty
    assert ranges(frame, pillar(dataset, 1), dataset.catalog.indicators, "shared") == {}
