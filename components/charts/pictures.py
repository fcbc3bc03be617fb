"""Small pictures of one line, drawn as SVG on the server."""

from collections.abc import Sequence

import pandas as pd

from components.charts import svg
from components.theme import TOKENS, Theme

WIDTH, HEIGHT, PADDING = 212, 38, 7
"""Size of a sparkline in px."""
TARGET_WIDTH, TARGET_HEIGHT = 148, 46
"""Size of the picture of a target in px."""
MIN_SPAN_SHARE = 0.25  # of the highest value, so that small movements look flat
MIN_RANK_SPAN = 30.0  # ranks, for the same reason
CLAIM_WIDTH, CLAIM_HEIGHT = 272, 176  # px
_CLAIM_BOX = (12, 20, CLAIM_WIDTH - 60, CLAIM_HEIGHT - 44)
_MIN_LABEL_X = 20  # px from the left edge to the middle of an edition, so that it is not cut off


def sparkline_points(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> dict[int, svg.Point]:
    """Return (x, y) in px by year, for a DataFrame with the columns year and value.

    The vertical span is at least MIN_SPAN_SHARE of the highest absolute value, centred on the series.
    """
    values = [float(value) for value in frame["value"]]
    low, high = min(values), max(values)
    span = max(high - low, MIN_SPAN_SHARE * max(abs(low), abs(high))) or 1.0
    top = (low + high + span) / 2
    box = (PADDING, PADDING, width - PADDING, height - PADDING)
    years = (int(year) for year in frame["year"])
    return svg.place_points(list(zip(years, values, strict=True)), box, (top, top - span))


def sparkline(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return a line of the columns year and value as an SVG element in tokens of the theme.

    It begins with a ring and ends with a dot; missing years are bridged with a dotted line.
    """
    points = sparkline_points(frame, width, height)
    first, last = points[min(points)], points[max(points)]
    ends = svg.dot(first, 3.5, TOKENS.ground) + svg.dot(last, 4, TOKENS.hero, "none")
    stroke = f'fill="none" stroke="{TOKENS.hero}" stroke-width="2"'
    stroke += ' stroke-linecap="round" stroke-linejoin="round"'
    return svg.svg_element(width, height, [f"<g {stroke}>{_line(points, '2 3')}{ends}</g>"])


def mini_rank_chart(ranks: Sequence[tuple[int, float]]) -> str:
    """Return a line of (edition, rank) pairs in ascending order of editions, with rank 1 on top.

    Missing editions are bridged with a dotted line. The picture is a mask, so it has no colour.
    """
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    span = max(worst - best, MIN_RANK_SPAN)
    top = max((worst + best - span) / 2, 1.0)
    points = svg.place_points(ranks, (4, 4, 80, 16), (top, top + span))
    line = _line(points, "1 3") + svg.dot(points[max(points)], 3, "currentColor", "none")
    stroke = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 84 20"><g {stroke}>{line}</g></svg>'


def _line(points: dict[int, svg.Point], gap_dash: str) -> str:
    dashes = {True: f' stroke-dasharray="{gap_dash}"', False: ""}
    return "".join(f'<path d="{path}"{dashes[is_gap]}/>' for path, is_gap in svg.split_at_gaps(points))


def claim_points(frame: pd.DataFrame) -> dict[int, svg.Point]:
    """Return (x, y) in px by edition, for a DataFrame with edition and rank; rank 1 is on top."""
    ranks = [(int(edition), float(rank)) for edition, rank in frame[["edition", "rank"]].to_numpy()]
    best, worst = min(rank for _, rank in ranks), max(rank for _, rank in ranks)
    return svg.place_points(ranks, _CLAIM_BOX, (best, worst if worst > best else best + 1))


def claim_step(frame: pd.DataFrame, ends: tuple[int, int], labels: dict[int, str], theme: Theme) -> str:
    """Return the ranks of a claim, with the step between its two editions, as a data URL.

    ``frame`` has edition and rank in ascending order; ``ends`` are the editions of the claim; ``labels`` are
    the ranks as text of both ends and of the latest edition.
    """
    points = claim_points(frame)
    first, second = ends
    latest = max(points)
    (x1, y1), (x2, y2) = points[first], points[second]
    parts = [svg.line([(x1 + 10, y1), (x2, y1), (x2, y2 + 10)], theme.ink, 1.2, "2 3")]
    for path, is_gap in svg.split_at_gaps(points):
        parts.append(svg.path(path, theme.hero, 2.5, "2 3" if is_gap else ""))
    parts += [svg.dot(points[edition], 5, theme.surface, theme.hero, 2.5) for edition in ends]
    for edition, position in ((first, (x1 - 4, y1 + 22)), (second, (x2 + 7, y2 + 22))):
        parts.append(svg.text(position, labels[edition], theme.hero, size=13, is_bold=True, anchor="start"))
    if latest != second:
        x, y = points[latest]
        parts.append(svg.dot((x, y), 4, theme.hero))
        parts.append(svg.text((x + 9, y + 4), labels[latest], theme.ink_2, size=13, anchor="start"))
    years = {first: theme.ink, second: theme.ink} | ({latest: theme.ink_3} if latest != second else {})
    for edition, colour in years.items():
        position = (max(points[edition][0], _MIN_LABEL_X), CLAIM_HEIGHT - 6)
        parts.append(svg.text(position, str(edition), colour, size=13, is_bold=edition in ends))
    return svg.image_address(CLAIM_WIDTH, CLAIM_HEIGHT, parts)


def target_path(values: Sequence[tuple[int, float]], base: svg.Point | None, goal: svg.Point) -> str:
    """Return the way from the base of a target to its due year, with the values over it, as an SVG element.

    ``values`` are (year, value) in ascending order, ``base`` and ``goal`` are year and value. The scale is
    the picture's own; "" if everything is of one year.
    """
    points = [*values, *([base] if base else []), goal]
    years, heights = [point[0] for point in points], [point[1] for point in points]
    span, rise = max(years) - min(years), (max(heights) - min(heights)) or 1.0
    if not span:
        return ""
    width, height = TARGET_WIDTH - 2 * PADDING, TARGET_HEIGHT - 2 * PADDING

    def place(point: tuple[float, float]) -> svg.Point:
        across, up = (point[0] - min(years)) / span, (point[1] - min(heights)) / rise
        return PADDING + across * width, PADDING + (1 - up) * height

    end = place(goal)
    parts = [svg.line([place(base), end], TOKENS.ink_3, 1.5, "2 3")] if base else []
    parts.append(svg.line([(end[0], end[1] - 6), (end[0], end[1] + 6)], TOKENS.ink, 2.5))
    if len(values) > 1:
        parts.append(svg.line([place(value) for value in values], TOKENS.hero, 2))
    if values:
        parts.append(svg.dot(place(values[-1]), 3.5, TOKENS.hero))
    return svg.svg_element(TARGET_WIDTH, TARGET_HEIGHT, parts)
