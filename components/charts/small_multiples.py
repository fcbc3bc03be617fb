"""Small multiples: a series of China and the best economies, labelled at the ends of their lines."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from components.charts.axes import OUTSIDE_TICKS, axes, axis, scaled_axis
from components.charts.labels import EndLabel, place_labels
from components.charts.layer import (
    LEFT,
    Layer,
    Part,
    base_layer,
    bold_text,
    colored_text,
    hollow_markers,
    marker,
    note,
    stroke,
    trace,
    vertical_line,
)
from components.charts.lines import DOTTED, join_neighbours, segment_coordinates
from components.charts.scales import Scale
from components.theme import TOKENS
from data.article import CLAIM_YEAR, FOCUS

MULTIPLE_HEIGHTS: Final = {0: 172, 318: 196}
"""Heights in px on a page of three columns, and where a multiple is as wide as a phone."""
_MIN_TICK_YEARS: Final = 4  # between two ticks that do not touch
_GAPS: Final = (14.6, 16.0)  # px between the labels of two peers, and around China's
YearTip = tuple[int, float, str]
"""Year, value and hover text."""


def multiple_scale_height(min_width: int) -> int:
    """Return the height in px of the plot inside a small multiple."""
    return MULTIPLE_HEIGHTS[min_width] - 34


def small_multiple(
    table: pd.DataFrame,
    scale: Scale,
    years: tuple[int, int],
    min_width: int = 0,
    *,
    breaks: Sequence[int],
    number: str,
    names: Mapping[str, str],
    since: int = CLAIM_YEAR,
    goals: Sequence[tuple[int, float]] = (),
) -> dict[str, Any]:
    """Return a small multiple of rows with economy, year, value and tip (the hover text of a point).

    ``years`` are the first and last of the x axis, ``breaks`` the years from which China's series does not
    compare with the years before, ``number`` is China's last value in short, ``names`` replace the codes of
    economies, ``since`` is the year from which movements count, and ``goals`` are due years and values of
    official targets. A dotted line bridges missing years, but no break; a single known year is a dot.
    """
    by_code: dict[str, list[YearTip]] = {}
    for row in table.sort_values("year", kind="stable").to_dict("records"):
        point = (int(row["year"]), float(row["value"]), str(row["tip"]))
        by_code.setdefault(str(row["economy"]), []).append(point)
    peers = [code for code in dict.fromkeys(table["economy"]) if code != FOCUS]
    lines = {code: by_code[code] for code in [*peers, FOCUS] if code in by_code}  # China is drawn on top
    china = lines.get(FOCUS, [])
    first, last = years
    right = last + (last - first) * 0.1  # with space for leaders right of the lines
    end = china[-1][0] if china else last
    ticks = {first: str(first), since: bold_text(colored_text(str(since), TOKENS.ink))}
    if since - first < _MIN_TICK_YEARS and first != since:
        del ticks[first]
    if abs(end - since) >= _MIN_TICK_YEARS:
        ticks[end] = str(end)
    texts = {"tickvals": list(ticks), "ticktext": list(ticks.values()), **OUTSIDE_TICKS, "ticklen": 3}
    x_axis = axis((first - 0.5, right), TOKENS.ink_2, **texts)
    inside = [year for year in breaks if china and china[0][0] < year <= china[-1][0]]
    break_lines = [vertical_line(year - 0.5, stroke(TOKENS.field, 1), name="break") for year in inside]
    claim = vertical_line(since, stroke(TOKENS.rule, 1, "1px,3px"), name="claim")
    labels = {code: names.get(code, code) for code in lines} | {FOCUS: number}
    chart = (
        base_layer(MULTIPLE_HEIGHTS[min_width], (44, 60, 10, 24))
        + Layer(layout={"hoverdistance": 14})
        + axes(x_axis, scaled_axis(scale))
        + Layer(shapes=[claim, *break_lines])
        + _leaders({code: points[-1] for code, points in lines.items()}, scale, years, right, labels)
    )
    for code, points in lines.items():
        chart += Layer(_line(code, points, breaks if code == FOCUS else ()))
    visible_goals = [goal for goal in goals if goal[0] <= last + 1 and 0 <= scale.share(goal[1]) <= 1]
    if visible_goals:
        x, y = zip(*visible_goals, strict=True)
        markers = marker(9, TOKENS.ink, TOKENS.ground, 1, symbol="diamond")
        chart += Layer([trace("markers", x, y, {"role": "goals"}, marker=markers)])
    if china:  # a ring at the first known year since the base year, a dot at the last
        start = next((point for point in china if point[0] >= since), china[-1])
        ends = [start, china[-1]] if start[0] != end else [china[-1]]
        markers = hollow_markers(9, TOKENS.hero, [point is not china[-1] for point in ends], 2)
        x, y, _ = zip(*ends, strict=True)
        chart += Layer([trace("markers", x, y, {"role": "marks"}, marker=markers)])
    return chart.figure()


def _line(code: str, points: Sequence[YearTip], breaks: Sequence[int]) -> list[Part]:
    is_china = code == FOCUS
    color, dot_color = (TOKENS.hero, TOKENS.hero) if is_china else (TOKENS.field, TOKENS.field_2)
    coordinates = [point[:2] for point in points]
    solid, dotted = join_neighbours(coordinates, breaks)
    joined = {value for pair in solid for value in pair}
    rows: list[tuple[float, float | None, str | None, float]] = []
    for index, (year, value, tip) in enumerate(points):
        if index and (coordinates[index - 1], coordinates[index]) not in solid:
            rows.append(((points[index - 1][0] + year) / 2, None, None, 0))
        rows.append((year, value, tip, 0 if coordinates[index] in joined else 6 if is_china else 5))
    x, y, tips, sizes = (list(column) for column in zip(*rows, strict=True))
    style = {"line": stroke(color, 2.5 if is_china else 1.5), "marker": marker(sizes, dot_color)}
    meta = {"economy": code, "role": "hero" if is_china else "peer"}
    line = trace("lines+markers", x, y, meta, tips, connectgaps=False, **style)
    if not dotted:
        return [line]
    join_style = stroke(dot_color, 2 if is_china else 1.2, DOTTED)
    return [trace("lines", *segment_coordinates(dotted), {"role": "bridge"}, line=join_style), line]


def _leaders(
    ends: Mapping[str, YearTip], scale: Scale, years: tuple[int, int], right: float, texts: Mapping[str, str]
) -> Layer:
    span = years[1] - years[0]
    labels = []
    for code, (_, value, _) in ends.items():
        is_china = code == FOCUS
        ink = TOKENS.hero if is_china else TOKENS.ink_2
        labels.append(EndLabel(code, value, texts[code], ink, is_china, 13 if is_china else 12))
    leaders, names = [], []
    for label, _, shifted in place_labels(labels, scale, 0, scale.height, _GAPS):
        y = scale.value(shifted)
        start = ends[label.name][0] + span * (0.03 if label.is_focus else 0.02)
        style = stroke(TOKENS.hero, 1.2) if label.is_focus else stroke(TOKENS.field_2, 1)
        leaders.append(trace("lines", (start, right), (label.value, y), {"role": "leader"}, line=style))
        where = {**LEFT, "xshift": 2, "yanchor": "middle"}
        where |= {"captureevents": True, "name": f"label-{label.name}"}
        text = bold_text(label.text, label.is_focus)
        names.append(note(text, 1, scale.position(y), label.ink, label.size, **where))
    return Layer(leaders, annotations=names)
