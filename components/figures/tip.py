"""The words of one point of a trajectory: shown on hover and read out on arrow keys."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components import numbers
from components.text import Words, plain


def tip(row: Mapping[Any, Any], words: Words) -> str:
    """Return the words of one point: economy and edition, rank, interval, score and percentile."""
    lang = words.lang
    count = numbers.whole(row["economies"])
    rank = plain(numbers.ordinal(int(row["rank"]), lang))
    head = words(
        "trajectory.tip.head", name=row["name"], edition=plain(numbers.edition(int(row["edition"]), lang))
    )
    lines = [f"<b>{head}</b>"]
    lines.append(
        words("trajectory.tip.rank_unknown", rank=rank)
        if count is None
        else words("trajectory.tip.rank", rank=rank, count=count)
    )
    for low, high, key in (("low", "high", "interval"), ("published_low", "published_high", "published")):
        bounds = numbers.whole(row[low]), numbers.whole(row[high])
        if bounds[0] is not None and bounds[1] is not None:
            interval = plain(numbers.rank_interval(bounds[0], bounds[1], lang))
            lines.append(words(f"trajectory.tip.{key}", interval=interval))
    if not pd.isna(row["score"]):
        score = numbers.decimal(float(row["score"]), 1)
        share = numbers.decimal(float(row["percentile"]), 1)
        lines.append(words("trajectory.tip.score", score=score, percentile=share))
    return "<br>".join(lines)
