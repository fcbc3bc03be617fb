"""A trail: the ranks of one row of a table by edition, in small, as an SVG picture without colour."""

from collections.abc import Sequence
from itertools import pairwise

WIDTH, HEIGHT, PADDING = 84, 20, 4
MIN_SPAN = 30.0  # places: what hardly moves must look flat


def trail(points: Sequence[tuple[int, float]]) -> str:
    """Return the picture of (edition, rank) in ascending order of editions; rank 1 is on top.

    A missing edition is bridged with a dotted line. It has no colour: it is a mask for the ink of the page.
    """
    editions = [edition for edition, _ in points]
    ranks = [rank for _, rank in points]
    span = max(max(ranks) - min(ranks), MIN_SPAN)
    top = max((max(ranks) + min(ranks) - span) / 2, 1.0)
    run = (editions[-1] - editions[0]) or 1
    placed = [
        (
            edition,
            PADDING + (edition - editions[0]) / run * (WIDTH - 2 * PADDING),
            PADDING + (rank - top) / span * (HEIGHT - 2 * PADDING),
        )
        for edition, rank in points
    ]
    parts = []
    for (before, x0, y0), (after, x1, y1) in pairwise(placed):
        gap = ' stroke-dasharray="1 3"' if after > before + 1 else ""
        parts.append(f'<path d="M{x0:.0f} {y0:.1f}L{x1:.0f} {y1:.1f}"{gap}/>')
    _, x, y = placed[-1]
    dot = f'<circle cx="{x:.0f}" cy="{y:.1f}" r="3" fill="currentColor" stroke="none"/>'
    drawn = f'<g fill="none" stroke="currentColor" stroke-width="1.5">{"".join(parts)}{dot}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{drawn}</svg>'
