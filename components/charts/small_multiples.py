"""Small multiples: a series of China and the best economies, named at the ends of their lines."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from components.charts.axes import (
    OUTSIDE_TICKS,
    axes,
    axis,
    scaled_axis,
)
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
"""On a page of three columns, and where a multiple has the width of a phone."""
_APART: Final = 4  # years between two ticks that do not touch
_GAPS: Final = (14.6, 16.0)  # px between the labels of two peers, and around China's
YearTip = tuple[int, float, str]  # year, value, words


def multiple_scale_height(least: int) -> int:
    """Return the height of the plot inside a small multiple."""
    return MULTIPLE_HEIGHTS[least] - 34


def small_multiple(
    table: pd.DataFrame,
    scale: Scale,
    years: tuple[int, int],
    least: int = 0,
    *,
    breaks: Sequence[int],
    number: str,
    names: Mapping[str, str],
    since: int = CLAIM_YEAR,
    goals: Sequence[tuple[int, float]] = (),
) -> dict[str, Any]:
    """Return a small multiple of rows with economy, year, value and tip (the words of a point).

    years: first and last of the horizontal axis; breaks: years from which China's series is not comparable
    with the years before; number: China's last value in short; names: what stands for the code of an economy,
    if anything; since: the year from which movements count; goals: due years and values of official targets.
    A missing year is bridged with a dotted line, a break of the series with none; an economy known for one
    year is a dot.
    """
    by_code: dict[str, list[YearTip]] = {}
    for row in table.sort_values("year", kind="stable").to_dict("records"):
        point = (int(row["year"]), float(row["value"]), str(row["tip"]))
        by_code.setdefault(str(row["economy"]), []).append(point)
    order = [code for code in dict.fromkeys(table["economy"]) if code != FOCUS]
    lines = {code: by_code[code] for code in [*order, FOCUS] if code in by_code}  # China's lies on top
    china, (first, last) = lines.get(FOCUS, []), years
    edge = last + (last - first) * 0.1  # with the room of the leaders right of the lines
    end = china[-1][0] if china else last
    ticks = {first: str(first), since: bold_text(colored_text(str(since), TOKENS.ink))}
    if since - first < _APART and first != since:
        del ticks[first]
    if abs(end - since) >= _APART:
        ticks[end] = str(end)
    texts = {"tickvals": list(ticks), "ticktext": list(ticks.values()), **OUTSIDE_TICKS, "ticklen": 3}
    across = axis((first - 0.5, edge), TOKENS.ink_2, **texts)
    inside = [year for year in breaks if china and china[0][0] < year <= china[-1][0]]
    marked = [vertical_line(year - 0.5, stroke(TOKENS.field, 1), name="break") for year in inside]
    claim = vertical_line(since, stroke(TOKENS.rule, 1, "1px,3px"), name="claim")
    labels = {code: names.get(code, code) for code in lines} | {FOCUS: number}
    chart = (
        base_layer(MULTIPLE_HEIGHTS[least], (44, 60, 10, 24))
        + Layer(layout={"hoverdistance": 14})
        + axes(across, scaled_axis(scale))
        + Layer(shapes=[claim, *marked])
        + _leaders({code: points[-1] for code, points in lines.items()}, scale, years, edge, labels)
    )
    for code, points in lines.items():
        chart += Layer(_pieces(code, points, breaks if code == FOCUS else ()))
    due = [goal for goal in goals if goal[0] <= last + 1 and 0 <= scale.share(goal[1]) <= 1]
    if due:
        x, y = zip(*due, strict=True)
        marks = marker(9, TOKENS.ink, TOKENS.ground, 1, symbol="diamond")
        chart += Layer([trace("markers", x, y, {"role": "goals"}, marker=marks)])
    if china:  # a ring at the first year known since the base year, and a dot at the last
        start = next((point for point in china if point[0] >= since), china[-1])
        ends = [start, china[-1]] if start[0] != end else [china[-1]]
        marks = hollow_markers(9, TOKENS.hero, [point is not china[-1] for point in ends], 2)
        x, y, _ = zip(*ends, strict=True)
        chart += Layer([trace("markers", x, y, {"role": "marks"}, marker=marks)])
    return chart.figure()


def _pieces(code: str, points: Sequence[YearTip], breaks: Sequence[int]) -> list[Part]:
    """Return the line, open at gaps and breaks, a dot where a point stands alone, dots over gaps."""
    hero = code == FOCUS
    color, quiet = (TOKENS.hero, TOKENS.hero) if hero else (TOKENS.field, TOKENS.field_2)
    values = [point[:2] for point in points]
    solid, dotted = join_neighbours(values, breaks)
    joined = {value for pair in solid for value in pair}
    opened: list[tuple[float, float | None, str | None, float]] = []
    for index, (year, value, tip) in enumerate(points):
        if index and (values[index - 1], values[index]) not in solid:
            opened.append(((points[index - 1][0] + year) / 2, None, None, 0))
        opened.append((year, value, tip, 0 if values[index] in joined else 6 if hero else 5))
    x, y, tips, sizes = (list(column) for column in zip(*opened, strict=True))
    style = {"line": stroke(color, 2.5 if hero else 1.5), "marker": marker(sizes, quiet)}
    meta = {"economy": code, "role": "hero" if hero else "peer"}
    drawn = trace("lines+markers", x, y, meta, tips, connectgaps=False, **style)
    if not dotted:
        return [drawn]
    dots = stroke(quiet, 2 if hero else 1.2, DOTTED)
    return [trace("lines", *segment_coordinates(dotted), {"role": "bridge"}, line=dots), drawn]


def _leaders(
    ends: Mapping[str, YearTip], scale: Scale, years: tuple[int, int], edge: float, texts: Mapping[str, str]
) -> Layer:
    """Return the texts of economies right of the plot, with leaders from the last points of the lines."""
    across = years[1] - years[0]
    labels = []
    for code, (_, value, _) in ends.items():
        hero, ink = code == FOCUS, TOKENS.hero if code == FOCUS else TOKENS.ink_2
        labels.append(EndLabel(code, value, texts[code], ink, hero, 13 if hero else 12))
    leaders, names = [], []
    for label, _, there in place_labels(labels, scale, 0, scale.height, _GAPS):
        at = scale.value(there)
        start = ends[label.name][0] + across * (0.03 if label.is_focus else 0.02)
        style = stroke(TOKENS.hero, 1.2) if label.is_focus else stroke(TOKENS.field_2, 1)
        leaders.append(trace("lines", (start, edge), (label.value, at), {"role": "leader"}, line=style))
        where = {**LEFT, "xshift": 2, "yanchor": "middle"}
        where |= {"captureevents": True, "name": f"label-{label.name}"}
        text = bold_text(label.text, label.is_focus)
        names.append(note(text, 1, scale.position(at), label.ink, label.size, **where))
    return Layer(leaders, annotations=names)
