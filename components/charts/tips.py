"""The words of one point of a trajectory: written on hover and read out on arrow keys."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from components import numbers
from components.charts.framework import FrameworkChange
from components.measures import PERCENTILE, SCORE
from components.text import Words, plain

_LINE = {"en": 34, "zh": 18}  # signs of a line of a note, so that a tip is no wider than a phone
_WRAP = "<br wrap>"  # breaks a line for width alone: what reads a tip out drops it, and stops at a <br>


def change_tip(change: FrameworkChange, note: str, words: Words) -> str:
    """Return the words of the square of a framework change: letter, edition and its note."""
    head = f"<b>{change.letter}  {plain(numbers.edition(change.edition, words.lang))}</b>"
    size = _LINE.get(words.lang, _LINE["en"])
    if words.lang == "zh":
        lines = _WRAP.join(note[at : at + size] for at in range(0, len(note), size))
    else:
        lines = f" {_WRAP}".join(wrap(note, size))
    return f"{head}<br>{lines}"


def standing_tip(row: Mapping[Any, Any], words: Words) -> str:
    """Return the words of one row of a trajectory: economy, edition, rank, intervals, score, percentile."""
    lang = words.lang
    count = row["economies"]
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
        if row[low] is not None:
            interval = plain(numbers.rank_interval(int(row[low]), int(row[high]), lang))
            lines.append(words(f"trajectory.tip.{key}", interval=interval))
    if row["score"] is not None and row["percentile"] is not None:
        score = SCORE.write(float(row["score"]))
        share = PERCENTILE.write(float(row["percentile"]))
        lines.append(words("trajectory.tip.score", score=score, percentile=share))
    return "<br>".join(lines)
