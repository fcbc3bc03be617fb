"""The ranks of one row of a table by edition, in small, as an SVG picture without colour."""

from collections.abc import Sequence

from components.charts import svg

WIDTH, HEIGHT, PADDING = 84, 20, 4
MIN_SPAN = 30.0  # places: what hardly moves must look flat


def mini_rank_chart(points: Sequence[tuple[int, float]]) -> str:
    """Return the picture of (edition, rank) in ascending order of editions; rank 1 is on top.

    A missing edition is bridged with a dotted line. It has no colour: it is a mask for the ink of the page.
    """
    ranks = [rank for _, rank in points]
    span = max(max(ranks) - min(ranks), MIN_SPAN)
    top = max((max(ranks) + min(ranks) - span) / 2, 1.0)
    box = (PADDING, PADDING, WIDTH - PADDING, HEIGHT - PADDING)
    placed = svg.placed(points, box, (top, top + span))
    dots = {True: ' stroke-dasharray="1 3"', False: ""}
    lines = [f'<path d="{way}"{dots[gap]}/>' for way, gap in svg.pieces(placed)]
    (*_, last) = placed.values()
    dot = svg.dot(last, 3, "currentColor", "none")
    drawn = f'<g fill="none" stroke="currentColor" stroke-width="1.5">{"".join(lines)}{dot}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{drawn}</svg>'
