"""A sparkline between two printed numbers, as SVG: ring at the first value, dot at the last."""

import pandas as pd

from components.charts import svg
from components.theme import TOKENS

WIDTH, HEIGHT, PADDING = 212, 38, 7
MIN_SPAN = 0.25  # of the highest value: what hardly moves must look flat


def points(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> dict[int, svg.Point]:
    """Return (x, y) in pixels by year for a frame with year and value.

    The vertical span is at least MIN_SPAN of the highest absolute value, centred on the series.
    """
    values = [float(value) for value in frame["value"]]
    low, high = min(values), max(values)
    span = max(high - low, MIN_SPAN * max(abs(low), abs(high))) or 1.0
    top = (low + high + span) / 2
    box = (PADDING, PADDING, width - PADDING, height - PADDING)
    years = (int(year) for year in frame["year"])
    return svg.placed(list(zip(years, values, strict=True)), box, (top, top - span))


def sparkline(frame: pd.DataFrame, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return the sparkline as an SVG element in the tokens of the theme in use.

    A missing year is bridged with a dotted line.
    """
    placed = points(frame, width, height)
    dots = {True: ' stroke-dasharray="2 3"', False: ""}
    lines = [f'<path d="{way}"{dots[gap]}/>' for way, gap in svg.pieces(placed)]
    (first, *_), (*_, last) = placed.values(), placed.values()
    ends = svg.dot(first, 3.5, TOKENS.ground) + svg.dot(last, 4, TOKENS.hero, "none")
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    stroke = (
        f'fill="none" stroke="{TOKENS.hero}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    )
    about = 'xmlns="http://www.w3.org/2000/svg" aria-hidden="true"'
    return f"<svg {about} {size}><g {stroke}>{''.join(lines)}{ends}</g></svg>"
