"""The ranks of a claim: the line by edition, with the claim's step between two of them, as an SVG image."""

from html import escape
from itertools import pairwise
from urllib.parse import quote

import pandas as pd

from components.theme import FONT, Theme

WIDTH, HEIGHT = 272, 176
LEFT, RIGHT, TOP, BOTTOM = 12, 60, 20, 44


def placed(frame: pd.DataFrame) -> dict[int, tuple[float, float]]:
    """Return (x, y) in pixels by edition for a frame with edition and rank; rank 1 is on top."""
    editions = [int(edition) for edition in frame["edition"]]
    ranks = [float(rank) for rank in frame["rank"]]
    run, span = (editions[-1] - editions[0]) or 1, (max(ranks) - min(ranks)) or 1.0
    return {
        edition: (
            LEFT + (edition - editions[0]) / run * (WIDTH - LEFT - RIGHT),
            TOP + (rank - min(ranks)) / span * (HEIGHT - TOP - BOTTOM),
        )
        for edition, rank in zip(editions, ranks, strict=True)
    }


def claim_step(frame: pd.DataFrame, ends: tuple[int, int], labels: dict[int, str], theme: Theme) -> str:
    """Return the drawing as a data address for an image.

    frame: edition and rank in ascending order; ends: the editions that the claim names; labels: the rank in
    words of both ends and of the latest edition.
    """
    points = placed(frame)
    first, second = ends
    latest = max(points)
    (x1, y1), (x2, y2) = points[first], points[second]
    style = f'fill="none" stroke="{theme.ink}" stroke-width="1.2" stroke-dasharray="2 3"'
    parts = [f'<path d="M{x1 + 10:.1f} {y1:.1f}H{x2:.1f}V{y2 + 10:.1f}" {style}/>']
    for (before, (xa, ya)), (after, (xb, yb)) in pairwise(points.items()):
        gap = ' stroke-dasharray="2 3"' if after > before + 1 else ""
        parts.append(
            f'<path d="M{xa:.1f} {ya:.1f}L{xb:.1f} {yb:.1f}" stroke="{theme.hero}" stroke-width="2.5" '
            f'stroke-linecap="round"{gap}/>'
        )
    for x, y in ((x1, y1), (x2, y2)):
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{theme.surface}" stroke="{theme.hero}" '
            'stroke-width="2.5"/>'
        )
    parts.append(_text(x1 - 4, y1 + 22, labels[first], theme.hero, bold=True))
    parts.append(_text(x2 + 7, y2 + 22, labels[second], theme.hero, bold=True))
    if latest != second:
        x, y = points[latest]
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{theme.hero}"/>')
        parts.append(_text(x + 9, y + 4, labels[latest], theme.ink_2))
    years = [(first, theme.ink, True), (second, theme.ink, True), (latest, theme.ink_3, False)]
    for edition, colour, bold in years if latest != second else years[:2]:
        x = points[edition][0]
        parts.append(_text(x, HEIGHT - 6, str(edition), colour, bold=bold, anchor="middle", low=20))
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    font = escape(FONT, quote=True)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{font}">{"".join(parts)}</svg>'
    return "data:image/svg+xml," + quote(svg, safe="/:=.")


def _text(
    x: float, y: float, words: str, colour: str, *, bold: bool = False, anchor: str = "start", low: float = 0
) -> str:
    """Return a text; low: the least distance of its middle from the left edge, so that it is not cut off."""
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{max(x, low):.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="13" fill="{colour}"{weight}>{escape(words)}</text>'
