"""The ranks of a claim: the line by edition, with the claim's step between two of them, as an SVG image."""

import pandas as pd

from components.charts import svg
from components.theme import Theme

WIDTH, HEIGHT = 272, 176
_BOX = (12, 20, WIDTH - 60, HEIGHT - 44)
_LEAST = 20  # px from the left edge to the middle of an edition, so that it is not cut off


def points(frame: pd.DataFrame) -> dict[int, svg.Point]:
    """Return (x, y) in pixels by edition for a frame with edition and rank; rank 1 is on top."""
    ranks = [
        (int(edition), float(rank)) for edition, rank in zip(frame["edition"], frame["rank"], strict=True)
    ]
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    return svg.placed(ranks, _BOX, (best, worst if worst > best else best + 1))


def claim_step(frame: pd.DataFrame, ends: tuple[int, int], labels: dict[int, str], theme: Theme) -> str:
    """Return the drawing as a data address for an image.

    frame: edition and rank in ascending order; ends: the editions that the claim names; labels: the rank in
    words of both ends and of the latest edition.
    """
    placed = points(frame)
    first, second = ends
    latest = max(placed)
    (x1, y1), (x2, y2) = placed[first], placed[second]
    parts = [svg.line([(x1 + 10, y1), (x2, y1), (x2, y2 + 10)], theme.ink, 1.2, "2 3")]
    parts += [svg.path(way, theme.hero, 2.5, "2 3" if gap else "") for way, gap in svg.pieces(placed)]
    parts += [svg.dot(placed[edition], 5, theme.surface, theme.hero, 2.5) for edition in ends]
    for edition, place in ((first, (x1 - 4, y1 + 22)), (second, (x2 + 7, y2 + 22))):
        parts.append(svg.text(place, labels[edition], theme.hero, size=13, bold=True, anchor="start"))
    if latest != second:
        x, y = placed[latest]
        parts.append(svg.dot((x, y), 4, theme.hero))
        parts.append(svg.text((x + 9, y + 4), labels[latest], theme.ink_2, size=13, anchor="start"))
    years = {first: theme.ink, second: theme.ink} | ({latest: theme.ink_3} if latest != second else {})
    for edition, colour in years.items():
        at = (max(placed[edition][0], _LEAST), HEIGHT - 6)
        parts.append(svg.text(at, str(edition), colour, size=13, bold=edition in ends))
    return svg.picture(WIDTH, HEIGHT, parts)
