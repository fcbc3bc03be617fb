"""Counts by edition as bars with their number: hollow after a change of measure, a gap if none is known."""

from collections.abc import Mapping
from typing import Any

from components.charts.axes import axes, periods, unseen
from components.charts.layer import Layer, bars, bold, ground, note, stroke, upright
from components.theme import TOKENS

HEIGHT = 230


def cluster_bars(
    counts: Mapping[int, int], tips: Mapping[int, str], changed: int, words: tuple[str, str], *, compact: bool
) -> dict[str, Any]:
    """Return the chart of counts by edition; those from ``changed`` on are hollow, behind a hairline.

    words: what stands where no count is known, and what the hairline marks.
    """
    editions = range(min(counts), max(counts) + 1)
    across = periods((editions[0] - 0.6, editions[-1] + 0.6), editions, short=compact and len(editions) > 6)
    numbers = [
        note(bold(str(count)), edition, count, TOKENS.ink, 13, yanchor="bottom", yshift=3)
        for edition, count in counts.items()
    ]
    missing = [
        note(words[0], edition, 0, TOKENS.ink_3, yanchor="bottom", yshift=2)
        for edition in editions
        if edition not in counts
    ]
    chart = (
        ground(HEIGHT, (8, 8, 24, 26))
        + axes(across, unseen([0, max(counts.values()) * 1.16]))
        + Layer([_bars(counts, tips, changed)], annotations=[*numbers, *missing], layout={"bargap": 0.36})
        + (_change(changed, words[1]) if changed in counts else Layer())
    )
    return chart.figure()


def _bars(counts: Mapping[int, int], tips: Mapping[int, str], changed: int) -> dict[str, Any]:
    after = [edition >= changed for edition in counts]
    style = {
        "color": [TOKENS.ground if one else TOKENS.hero for one in after],
        "line": {"color": TOKENS.hero, "width": [2 if one else 0 for one in after]},
    }
    words = [tips[edition] for edition in counts]
    return bars(list(counts), list(counts.values()), {"role": "counts"}, words, marker=style)


def _change(changed: int, word: str) -> Layer:
    """Return the hairline, and its words above it, to its left, where there is room."""
    hairline = upright(changed - 0.5, stroke(TOKENS.ink_3, 1, "1px,3px"), layer="above")
    where = {"xanchor": "right", "yref": "y domain", "yanchor": "bottom", "yshift": 4}
    return Layer(shapes=[hairline], annotations=[note(word, changed + 0.5, 1, TOKENS.ink_2, **where)])
