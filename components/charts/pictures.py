"""Small pictures of one line, which the server draws as SVG."""

from collections.abc import Sequence

import pandas as pd

from components.charts import svg
from components.theme import TOKENS, Theme

WIDTH, HEIGHT, PADDING = 212, 38, 7
"""Of a sparkline, in pixels."""
TARGET_WIDTH, TARGET_HEIGHT = 148, 46
"""Of the way to a target, in pixels."""
MIN_SPAN_SHARE = 0.25  # of the highest value: what hardly moves must look flat
MIN_RANK_SPAN = 30.0  # the same for the ranks of a row
CLAIM_WIDTH, CLAIM_HEIGHT = 272, 176
_CLAIM_BOX = (12, 20, CLAIM_WIDTH - 60, CLAIM_HEIGHT - 44)
_LEAST = 20  # px from the left edge to the middle of an edition, so that it is not cut off


def sparkline_points(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> dict[int, svg.Point]:
    """Return (x, y) in pixels by year for a frame with year and value.

    The vertical span is at least MIN_SPAN of the highest absolute value, centred on the series.
    """
    values = [float(value) for value in frame["value"]]
    low, high = min(values), max(values)
    span = max(high - low, MIN_SPAN_SHARE * max(abs(low), abs(high))) or 1.0
    top = (low + high + span) / 2
    box = (PADDING, PADDING, width - PADDING, height - PADDING)
    years = (int(year) for year in frame["year"])
    return svg.place_points(list(zip(years, values, strict=True)), box, (top, top - span))


def sparkline(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return the line of year and value as an SVG element in the tokens of the theme in use.

    A ring stands at the first value, a dot at the last; a missing year is bridged with a dotted line.
    """
    placed = sparkline_points(frame, width, height)
    (first, *_), (*_, last) = placed.values(), placed.values()
    ends = svg.dot(first, 3.5, TOKENS.ground) + svg.dot(last, 4, TOKENS.hero, "none")
    stroke = f'fill="none" stroke="{TOKENS.hero}" stroke-width="2"'
    stroke += ' stroke-linecap="round" stroke-linejoin="round"'
    return svg.svg_element(width, height, [f"<g {stroke}>{_paths(placed, '2 3')}{ends}</g>"])


def mini_rank_chart(ranks: Sequence[tuple[int, float]]) -> str:
    """Return the picture of (edition, rank) in ascending order of editions; rank 1 is on top.

    A missing edition is bridged with a dotted line. It has no colour: it is a mask for the ink of the page.
    """
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    span = max(worst - best, MIN_RANK_SPAN)
    top = max((worst + best - span) / 2, 1.0)
    placed = svg.place_points(ranks, (4, 4, 80, 16), (top, top + span))
    (*_, last) = placed.values()
    drawn = _paths(placed, "1 3") + svg.dot(last, 3, "currentColor", "none")
    stroke = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 84 20"><g {stroke}>{drawn}</g></svg>'


def _paths(placed: dict[int, svg.Point], dots: str) -> str:
    """Return the line through points by period; dots: the dashes over periods that are missing."""
    dashes = {True: f' stroke-dasharray="{dots}"', False: ""}
    return "".join(f'<path d="{way}"{dashes[gap]}/>' for way, gap in svg.split_at_gaps(placed))


def claim_points(frame: pd.DataFrame) -> dict[int, svg.Point]:
    """Return (x, y) in pixels by edition for a frame with edition and rank; rank 1 is on top."""
    ranks = [(int(edition), float(rank)) for edition, rank in frame[["edition", "rank"]].to_numpy()]
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    return svg.place_points(ranks, _CLAIM_BOX, (best, worst if worst > best else best + 1))


def claim_step(frame: pd.DataFrame, ends: tuple[int, int], labels: dict[int, str], theme: Theme) -> str:
    """Return the ranks of a claim with its step between two editions, as a data address for an image.

    frame: edition and rank in ascending order; ends: the editions that the claim names; labels: the rank in
    words of both ends and of the latest edition.
    """
    placed = claim_points(frame)
    first, second = ends
    latest = max(placed)
    (x1, y1), (x2, y2) = placed[first], placed[second]
    parts = [svg.line([(x1 + 10, y1), (x2, y1), (x2, y2 + 10)], theme.ink, 1.2, "2 3")]
    parts += _ranked(placed, ends, theme.hero, theme.surface)
    for edition, place in ((first, (x1 - 4, y1 + 22)), (second, (x2 + 7, y2 + 22))):
        parts.append(svg.text(place, labels[edition], theme.hero, size=13, is_bold=True, anchor="start"))
    if latest != second:
        x, y = placed[latest]
        parts.append(svg.dot((x, y), 4, theme.hero))
        parts.append(svg.text((x + 9, y + 4), labels[latest], theme.ink_2, size=13, anchor="start"))
    years = {first: theme.ink, second: theme.ink} | ({latest: theme.ink_3} if latest != second else {})
    for edition, colour in years.items():
        at = (max(placed[edition][0], _LEAST), CLAIM_HEIGHT - 6)
        parts.append(svg.text(at, str(edition), colour, size=13, is_bold=edition in ends))
    return svg.image_address(CLAIM_WIDTH, CLAIM_HEIGHT, parts)


def _ranked(placed: dict[int, svg.Point], ends: tuple[int, int], hero: str, ground: str) -> list[str]:
    parts = [svg.path(way, hero, 2.5, "2 3" if gap else "") for way, gap in svg.split_at_gaps(placed)]
    return parts + [svg.dot(placed[edition], 5, ground, hero, 2.5) for edition in ends]


def target_path(values: Sequence[tuple[int, float]], base: svg.Point | None, goal: svg.Point) -> str:
    """Return the way from the base of a target to its due year, with the values over it, as an SVG element.

    values: (year, value) in ascending order; base, goal: year and value. The scale is the picture's own;
    where all is of one year there is nothing to draw.
    """
    marks = [*values, *([base] if base else []), goal]
    years, heights = [mark[0] for mark in marks], [mark[1] for mark in marks]
    span, rise = max(years) - min(years), (max(heights) - min(heights)) or 1.0
    if not span:
        return ""
    box = (TARGET_WIDTH - 2 * PADDING, TARGET_HEIGHT - 2 * PADDING)

    def at(mark: tuple[float, float]) -> svg.Point:
        across, up = (mark[0] - min(years)) / span, (mark[1] - min(heights)) / rise
        return PADDING + across * box[0], PADDING + (1 - up) * box[1]

    end = at(goal)
    parts = [svg.line([at(base), end], TOKENS.ink_3, 1.5, "2 3")] if base else []
    parts.append(svg.line([(end[0], end[1] - 6), (end[0], end[1] + 6)], TOKENS.ink, 2.5))
    if len(values) > 1:
        parts.append(svg.line([at(one) for one in values], TOKENS.hero, 2))
    if values:
        parts.append(svg.dot(at(values[-1]), 3.5, TOKENS.hero))
    return svg.svg_element(TARGET_WIDTH, TARGET_HEIGHT, parts)
