"""Dot charts: dots in rows (levels of the index, versions of a source) and economies in a plane.

In the variant of minimum width 0, names are above their rows; in wider ones they are at the left.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any, Final

import pandas as pd

from components.charts.axes import axes, axis, hidden_axis, scaled_axis
from components.charts.labels import NamedPoint, point_labels
from components.charts.layer import (
    LEFT,
    RIGHT,
    Layer,
    Part,
    Row,
    band,
    base_layer,
    bold_text,
    colored_text,
    hollow_markers,
    line,
    marker,
    median_marks,
    note,
    row_line,
    stroke,
    text_width,
    trace,
    vertical_line,
)
from components.charts.lines import LineStyle, format_value_or_bounds
from components.charts.scales import Scale
from components.theme import TOKENS

STRIP_WIDTHS: Final = (0, 520)
"""Minimum plot widths in px of the variants of strips and of charts of two versions."""


def dot_strip(
    rows: Sequence[Row], count: int, head: str, min_width: int, *, is_china: bool
) -> dict[str, Any]:
    """Return ranks among ``count`` economies, a row for each level of the index, with rank 1 at the right.

    Rows have a name, a tip, the rank or its bounds (None where unknown), change in places (positive is
    better), heading (a bold name with room above it), ring (a weakness), brackets around the number (data
    too thin), the median of a group, and our own interval. ``head`` is that of the column of changes.
    """
    is_compact = min_width == 0
    color, wash = (TOKENS.hero, TOKENS.hero_wash) if is_china else (TOKENS.ink, TOKENS.rule)
    top, row_height = (20, 46) if is_compact else (22, 31)
    heights = [0.0]
    for row in rows[1:]:
        heights.append(heights[-1] + 1 + 0.45 * row["heading"])
    ticks = (*(tick for tick in (1, 50, 100) if tick <= 0.85 * count), count)
    scale = Scale(1.02 * count, 1 - 0.02 * count, ticks)  # better ranks are at the right, as in every strip
    chart_height = round((heights[-1] + 1) * row_height) + top + 26
    chart = base_layer(chart_height, (6 if is_compact else 236, 96, top, 26))
    chart += axes(scaled_axis(scale), hidden_axis([heights[-1] + 0.5, -0.5]))
    for row, y in zip(rows, heights, strict=True):
        shapes = [row_line(y)]
        if row["interval"]:
            low, high = row["interval"]
            shapes.append(band((low - 0.7, high + 0.7), (y - 0.25, y + 0.25), wash))
        if row["rank"] is None and row["bounds"]:
            low, high = row["bounds"]
            shapes.append(line((low - 0.5, high + 0.5), (y, y), stroke(color, 6)))
        chart += Layer(shapes=shapes, annotations=_strip_texts(row, y, is_compact=is_compact))
    if any(row["change"] is not None for row in rows):
        where = {"xref": "x domain", "xanchor": "right", "xshift": 92, "yref": "y domain"}
        chart += Layer(annotations=[note(head, 1, 1, TOKENS.ink_3, **where, yanchor="bottom")])
    pairs = [*zip(rows, heights, strict=True)]
    grouped = [(row["median"], y) for row, y in pairs if row["median"] is not None]
    if grouped:
        chart += Layer([median_marks([x for x, _ in grouped], [y for _, y in grouped], 8)])
    # Where only bounds are known, an invisible marker carries the tip.
    drawn_rows = [(row, y) for row, y in pairs if row["rank"] is not None or row["bounds"]]
    opacity = [1 if row["rank"] is not None else 0 for row, _ in drawn_rows]
    marks = hollow_markers(11, color, [row["ring"] for row, _ in drawn_rows], 2.5, opacity=opacity)
    x = (row["rank"] if row["rank"] is not None else sum(row["bounds"] or ()) / 2 for row, _ in drawn_rows)
    tips = [row["tip"] for row, _ in drawn_rows]
    dots = trace("markers", x, (y for _, y in drawn_rows), {"role": "ranks"}, tips, marker=marks)
    return (chart + Layer([dots])).figure()


def _strip_texts(row: Row, y: float, *, is_compact: bool) -> list[Part]:
    position = {"xref": "x domain", "yanchor": "middle"}
    name = row["name"] if is_compact else "<br>".join(wrap(row["name"], 33))
    shifts = {"xshift": 0, "yshift": 18} if is_compact else {"xshift": -236}
    start = {**position, "xanchor": "left", **shifts}
    end = {**position, "xanchor": "right"}
    number = format_value_or_bounds(row["rank"], *(row["bounds"] or (None, None)))
    number = f"[{number}]" if row["brackets"] and number else number
    ink = TOKENS.ink if row["heading"] else TOKENS.ink_2
    notes = [
        note(bold_text(name, row["heading"]), 0, y, ink, 13, **start),
        note(bold_text(number), 1, y, TOKENS.ink, 13, **end, xshift=42),
    ]
    if row["change"] is not None:
        label, color = "0", TOKENS.ink_3
        if row["change"] > 0:
            label, color = f"▲ {row['change']}", TOKENS.up
        elif row["change"] < 0:
            label, color = f"▼ {-row['change']}", TOKENS.down
        notes.append(note(label, 1, y, color, **end, xshift=92))
    return notes


def version_dots(
    frame: pd.DataFrame, focus: str, versions: tuple[str, str], write: Callable[[float], str], min_width: int
) -> dict[str, Any]:
    """Return levels in two versions of one source: a ring for the older, a dot for the newer.

    ``frame`` has the columns economy, name, older, newer, and the hover texts older_tip and newer_tip; its
    first row is on top.
    """
    count, is_compact = len(frame), min_width == 0
    table = frame[["economy", "name", "older", "newer"]].astype({"older": float, "newer": float})
    rows: list[dict[Any, Any]] = table.to_dict("records")
    colors = [TOKENS.hero if row["economy"] == focus else TOKENS.ink_2 for row in rows]
    y = list(range(count))[::-1]
    values = [row[side] for row in rows for side in ("older", "newer")]
    low, high = min(values), max(values)
    room = (high - low or 1.0) * (0.42 if is_compact else 0.18)
    ticks = [tick / 10 for tick in range(21) if low - room <= tick / 10 <= high + room]
    ticks = ticks[::2] if is_compact else ticks
    scale = Scale(low - room, high + room, tuple(ticks), texts=tuple(map(write, ticks)))
    shapes, notes, names = [], [], []
    for row, height, color in zip(rows, y, colors, strict=True):
        names.append(bold_text(colored_text(row["name"], color)) if color == TOKENS.hero else row["name"])
        ends = row["older"], row["newer"]
        shapes.append(line(ends, (height, height), stroke(color, 1.5), layer="below"))
        # Values are outside the two markers, where they cannot overlap.
        for value, is_left in zip(ends, (ends[0] <= ends[1], ends[1] < ends[0]), strict=True):
            side, shift = ("right", -11) if is_left else ("left", 11)
            notes.append(note(write(value), value, height, color, 13, xanchor=side, xshift=shift))
    older, newer = rows[0]["older"], rows[0]["newer"]
    for value, name, is_left in ((older, versions[0], older <= newer), (newer, versions[1], older > newer)):
        side, shift = ("right", 6) if is_left else ("left", -6)
        where = {"yanchor": "bottom", "yshift": 12, "xanchor": side, "xshift": shift}
        notes.append(note(name, value, y[0], TOKENS.ink_2, **where))
    markers = {"older": marker(12, TOKENS.ground, colors, 2), "newer": marker(12, colors, colors, 2)}
    traces = [
        trace("markers", table[side], y, {"role": side}, frame[f"{side}_tip"].tolist(), marker=style)
        for side, style in markers.items()
    ]
    y_axis = axis([-0.6, count - 0.4], TOKENS.ink_2, "", 13, tickvals=y, ticktext=names)
    chart = base_layer(64 + 44 * count, (92 if is_compact else 136, 18, 30, 34))
    return (chart + axes(scaled_axis(scale), y_axis) + Layer(traces, shapes, notes)).figure()


_FIELD_TICKS: Final = {"percentile": tuple(range(0, 101, 10)), "rank": (1, 10, 20, 30, 40, 50)}


def field_strip(rows: Sequence[Row], measure: str, min_width: int) -> dict[str, Any]:
    """Return places in the fields of rankings, as percentiles or ranks: a ring first, a dot latest.

    Rows have a name, years as text, the values of the first year (None where only one is known) and of the
    latest, number and field as text, the tips of both, broken (the method changed between them), and hero.
    """
    is_compact = min_width == 0
    values = [value for row in rows for value in (row["first"], row["latest"]) if value is not None]
    if measure == "rank":
        reach = -(-max(values, default=10) // 10) * 10
        worse, better = reach + 1, 0.0
    else:
        worst = min(values, default=0) // 10 * 10
        worse, better, reach = worst - 1, 101.0, 100 - worst
    ticks = [tick for tick in _FIELD_TICKS[measure] if min(worse, better) <= tick <= max(worse, better)]
    if is_compact and reach > 40:
        ticks = [tick for tick in ticks if tick % 20 == 0 or tick == 1]
    chart = base_layer((56 if is_compact else 45) * len(rows) + 42, (10 if is_compact else 178, 92, 12, 30))
    chart += axes(scaled_axis(Scale(worse, better, tuple(ticks))), hidden_axis([len(rows) - 0.5, -0.5]))
    colors = [TOKENS.hero if row["hero"] else TOKENS.ink_2 for row in rows]
    for y, (row, color) in enumerate(zip(rows, colors, strict=True)):
        chart += Layer(shapes=[row_line(y)], annotations=_field_texts(row, y, is_compact=is_compact))
        if row["first"] is not None:  # dotted if a change of the method breaks comparison
            style = stroke(color, 2.5, "2px,4px" if row["broken"] else "")
            join = trace("lines", (row["first"], row["latest"]), (y, y), {"role": "join"}, line=style)
            chart += Layer([join])
    for side, role in enumerate(("first", "latest")):
        heights = [y for y, row in enumerate(rows) if row[role] is not None]
        inks = [colors[y] for y in heights]
        marks = marker(12, inks, inks) if side else marker(10, TOKENS.ground, inks, 2.5)
        x, tips = [rows[y][role] for y in heights], [rows[y]["tips"][side] for y in heights]
        chart += Layer([trace("markers", x, heights, {"role": role}, tips, marker=marks)])
    return chart.figure()


def _field_texts(row: Row, y: int, *, is_compact: bool) -> list[Part]:
    ink = TOKENS.hero if row["hero"] else TOKENS.ink
    years, field = (
        f"<span style='font-size:12px;color:{TOKENS.ink_3}'>{text}</span>"
        for text in (row["years"], row["field"])
    )
    name = bold_text(row["name"], row["hero"])
    if is_compact:
        label = note(f"{name}  {years}", 0, y, ink, 13, **LEFT, yanchor="bottom", yshift=9)
    else:
        label = note(f"{name}<br>{years}", 0, y, ink, 13, **LEFT, xshift=-178, yanchor="middle")
    number = f"{bold_text(row['number'])}<br>{field}"
    return [label, note(number, 1, y, ink, 15, **RIGHT, xshift=90, yanchor="middle")]


def move_chart(
    rows: Sequence[Row], start: float, write: Callable[[float], str], ink: str, min_width: int
) -> dict[str, Any]:
    """Return how far something moves a rank: in each row, a line from ``start`` to a dot.

    Rows have a name, at (the rank it moves to), number as text, tip, and strong (a bold name). ``ink``
    colours the line at ``start``; ``write`` writes the ticks.
    """
    is_compact = min_width == 0
    names = [wrap(row["name"], 20 if max(row["name"]) > "\u2e80" else 40) for row in rows]
    left = 6 if is_compact else text_width([text for lines in names for text in lines], is_compact=True)
    row_height = 28 + 17 * max(map(len, names)) if is_compact else 37
    ends = [start, *(row["at"] for row in rows)]
    worst, best = max(ends), min(ends)
    min_distance = (worst - best) * (0.2 if is_compact else 0.12)
    ticks = [start, *(end for end in {best, worst} if abs(end - start) > min_distance)]
    texts = [write(tick) for tick in ticks]
    texts[0] = bold_text(colored_text(texts[0], ink))
    room = max(worst - best, 1) * 0.06
    scale = Scale(best - room, worst + room, tuple(ticks), texts=tuple(texts))
    chart = base_layer(row_height * len(rows) + 34, (left, 52, 28, 6))
    chart += axes(scaled_axis(scale, side="top", showgrid=False), hidden_axis([len(rows) - 0.5, -0.5]))
    chart += Layer(shapes=[vertical_line(start, stroke(ink, 2))])
    for index, (row, lines) in enumerate(zip(rows, names, strict=True)):
        y = index + 0.5 - 12 / row_height if is_compact else index  # compact: below the name
        color = TOKENS.up if row["at"] < start else TOKENS.down if row["at"] > start else TOKENS.field_2
        position = {"yanchor": "bottom", "yshift": 5} if is_compact else {"yanchor": "middle"}
        name = bold_text("<br>".join(lines), row["strong"])
        label = note(name, 0, y, TOKENS.ink, 13, **LEFT, xshift=-left, **position)
        number = note(bold_text(row["number"]), 1, y, TOKENS.ink, 14, **RIGHT, xshift=50, yanchor="middle")
        shapes = [row_line(index + 0.5), line((start, row["at"]), (y, y), stroke(color, 3))]
        dot = trace("markers", [row["at"]], [y], {"role": "moved"}, [row["tip"]], marker=marker(11, color))
        chart += Layer([dot], shapes, [label, number])
    return chart.figure()


CLOUD_WIDTHS = {0: (230.0, 290.0, 360.0), 400: (310.0, 400.0, 540.0), 620: (430.0, 520.0, 640.0, 780.0)}
"""By minimum plot width in px of a variant, the inner widths in px at which its names must not overlap."""
_CLOUD_HEIGHT, _COMPACT_CLOUD_HEIGHT = 540, 440  # px
_MAX_TITLE_LETTERS = 34  # in a line of the title of an axis, in the narrowest plot


Chosen = Sequence[tuple[LineStyle, Row]]
"""The economies that are named, each with its style and its dot."""


def scatter_chart(
    field: Sequence[Row], chosen: Chosen, sides: Sequence[tuple[str, Scale]], min_width: int
) -> dict[str, Any]:
    """Return economies in a plane of two measures, with names for those chosen.

    ``field`` holds the dots of all others (x, y and tip), ``sides`` the title and scale of the x and y axes;
    ``min_width`` is a key of CLOUD_WIDTHS.
    """
    is_compact = min_width < max(CLOUD_WIDTHS)
    height, right = (_COMPACT_CLOUD_HEIGHT, 34) if is_compact else (_CLOUD_HEIGHT, 118)
    (title_x, x), (title_y, y) = sides
    below, above = (wrap(title, _MAX_TITLE_LETTERS if is_compact else 80) for title in (title_x, title_y))
    top, bottom = 14 + 17 * len(above), 26 + 17 * len(below)
    left = max(34, text_width(y.texts, is_compact=True) + 8)
    marks, tips = marker(6, TOKENS.field), [dot["tip"] for dot in field]
    field_x, field_y = [dot["x"] for dot in field], [dot["y"] for dot in field]
    chart = base_layer(height, (left, right, top, bottom)) + axes(scaled_axis(x), scaled_axis(y))
    chart += Layer([trace("markers", field_x, field_y, {"role": "field"}, tips, marker=marks)])
    for style, dot in sorted(chosen, key=lambda pair: (pair[0].is_strong, pair[0].is_focus)):
        meta = {"economy": style.key, "role": "hero" if style.is_focus else "peer"}
        marks = marker(13 if style.is_focus else 9, style.color, TOKENS.ground, 1.2)
        chart += Layer([trace("markers", [dot["x"]], [dot["y"]], meta, [dot["tip"]], marker=marks)])
    inner = height - top - bottom

    def position(dot: Row) -> tuple[float, float]:
        return x.share(dot["x"]), (1 - y.share(dot["y"])) * inner

    points = []
    for style, dot in sorted(chosen, key=lambda pair: not pair[0].is_focus):
        text, is_bold = style.short if is_compact else style.name, style.is_focus
        coordinates = x.position(dot["x"]), y.position(dot["y"])
        width, label = text_width([text], is_compact=not is_bold), f"label-{style.key}"
        points.append(NamedPoint(coordinates, *position(dot), text, width, style.ink, is_bold, label))
    dots = [*field, *(dot for _, dot in chosen)]
    notes = point_labels(points, [*map(position, dots)], CLOUD_WIDTHS[min_width], inner, right - 4)
    corner = LEFT | {"yref": "y domain"}
    where = {"xshift": -left + 2, "yshift": 6, "yanchor": "bottom"}
    notes.append(note("<br>".join(above), 0, 1, TOKENS.ink_2, **corner, **where))
    notes.append(note("<br>".join(below), 0, 0, TOKENS.ink_2, **corner, yshift=-20, yanchor="top"))
    return (chart + Layer(annotations=notes)).figure()
