"""A sparkline between two printed numbers, as SVG: ring at the first value, dot at the last."""

from itertools import pairwise

import pandas as pd

from components.theme import TOKENS

WIDTH, HEIGHT, PADDING = 212, 38, 7
MIN_SPAN = 0.25  # of the highest value: what hardly moves must look flat


def points(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> list[tuple[int, float, float]]:
    """Return (year, x, y) in pixels for a frame with year and value.

    The vertical span is at least MIN_SPAN of the highest absolute value, centred on the series.
    """
    years = [int(year) for year in frame["year"]]
    values = [float(value) for value in frame["value"]]
    low, high = min(values), max(values)
    span = max(high - low, MIN_SPAN * max(abs(low), abs(high))) or 1.0
    bottom = (low + high - span) / 2
    run = (years[-1] - years[0]) or 1
    across, up = width - 2 * PADDING, height - 2 * PADDING
    return [
        (year, PADDING + (year - years[0]) / run * across, PADDING + (1 - (value - bottom) / span) * up)
        for year, value in zip(years, values, strict=True)
    ]


def sparkline(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return the sparkline as an SVG element in the tokens of the theme on show.

    A missing year is bridged with a dotted line.
    """
    placed = points(frame, width, height)
    parts = []
    for (year, x0, y0), (following, x1, y1) in pairwise(placed):
        gap = ' stroke-dasharray="2 3"' if following > year + 1 else ""
        parts.append(f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"{gap}/>')
    _, x, y = placed[0]
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{TOKENS.ground}"/>'
    _, x, y = placed[-1]
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{TOKENS.hero}" stroke="none"/>'
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    stroke = f'fill="none" stroke="{TOKENS.hero}" stroke-width="2" stroke-linecap="round"'
    drawn = "".join(parts) + ring + dot
    about = 'xmlns="http://www.w3.org/2000/svg" aria-hidden="true"'
    return f"<svg {about} {size}><g {stroke}>{drawn}</g></svg>"
