"""Dots: in rows, such as levels of the index or two versions of a source, and of economies in a plane.

In a plot of the least width 0 names stand above their rows, in wider ones at the left.
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
"""Least widths of the plot from which a strip, two versions or places in rankings are drawn."""


def dot_strip(rows: Sequence[Row], count: int, title: str, least: int, *, is_china: bool) -> dict[str, Any]:
    """Return ranks among ``count`` economies, one row for each level of the index, rank 1 at the right.

    rows: name, tip, rank or its bounds (None where not known), change in places (better is positive), heading
    (its name is bold, with room above it), ring (a weakness), brackets around the number (data too thin),
    median of a group, and interval, the bounds of our own. title: of the column of changes; hero: the dots
    have China's colour.
    """
    color, wash = (TOKENS.hero, TOKENS.hero_wash) if is_china else (TOKENS.ink, TOKENS.rule)
    top, row_height = (22, 31) if least else (20, 46)
    places = [0.0]
    for row in rows[1:]:
        places.append(places[-1] + 1 + 0.45 * row["heading"])
    ticks = (*(tick for tick in (1, 50, 100) if tick <= 0.85 * count), count)
    scale = Scale(1.02 * count, 1 - 0.02 * count, ticks)  # the better at the right, as in every strip
    height = round((places[-1] + 1) * row_height) + top + 26
    chart = base_layer(height, (236 if least else 6, 96, top, 26))
    chart += axes(scaled_axis(scale), hidden_axis([places[-1] + 0.5, -0.5]))
    for row, y in zip(rows, places, strict=True):
        shapes = [row_line(y)]
        if row["interval"]:
            low, high = row["interval"]
            shapes.append(band((low - 0.7, high + 0.7), (y - 0.25, y + 0.25), wash))
        if row["rank"] is None and row["bounds"]:
            low, high = row["bounds"]
            shapes.append(line((low - 0.5, high + 0.5), (y, y), stroke(color, 6)))
        chart += Layer(shapes=shapes, annotations=_strip_texts(row, y, least))
    if any(row["change"] is not None for row in rows):
        where = {"xref": "x domain", "xanchor": "right", "xshift": 92, "yref": "y domain"}
        chart += Layer(annotations=[note(title, 1, 1, TOKENS.ink_3, **where, yanchor="bottom")])
    grouped = [(row["median"], y) for row, y in zip(rows, places, strict=True) if row["median"] is not None]
    if grouped:
        chart += Layer([median_marks([x for x, _ in grouped], [y for _, y in grouped], 8)])
    # One mark for each row that is known; where only bounds are, one that is pointed at, unseen.
    known = [
        (row, y) for row, y in zip(rows, places, strict=True) if row["rank"] is not None or row["bounds"]
    ]
    seen = [1 if row["rank"] is not None else 0 for row, _ in known]
    marks = hollow_markers(11, color, [row["ring"] for row, _ in known], 2.5, opacity=seen)
    x = (row["rank"] if row["rank"] is not None else sum(row["bounds"] or ()) / 2 for row, _ in known)
    tips = [row["tip"] for row, _ in known]
    dots = trace("markers", x, (y for _, y in known), {"role": "ranks"}, tips, marker=marks)
    return (chart + Layer([dots])).figure()


def _strip_texts(row: Row, y: float, least: int) -> list[Part]:
    at = {"xref": "x domain", "yanchor": "middle"}
    name = "<br>".join(wrap(row["name"], 33)) if least else row["name"]
    start = {**at, "xanchor": "left"} | ({"xshift": -236} if least else {"xshift": 0, "yshift": 18})
    end = {**at, "xanchor": "right"}
    number = format_value_or_bounds(row["rank"], *(row["bounds"] or (None, None)))
    number = f"[{number}]" if row["brackets"] and number else number
    ink = TOKENS.ink if row["heading"] else TOKENS.ink_2
    notes = [
        note(bold_text(name, row["heading"]), 0, y, ink, 13, **start),
        note(bold_text(number), 1, y, TOKENS.ink, 13, **end, xshift=42),
    ]
    if row["change"] is not None:
        words, tone = "0", TOKENS.ink_3
        if row["change"]:
            rose = row["change"] > 0
            words, tone = (f"▲ {row['change']}", TOKENS.up) if rose else (f"▼ {-row['change']}", TOKENS.down)
        notes.append(note(words, 1, y, tone, **end, xshift=92))
    return notes


def version_dots(
    frame: pd.DataFrame, hero: str, versions: tuple[str, str], write: Callable[[float], str], least: int
) -> dict[str, Any]:
    """Return levels in two versions of one source: a ring for the older, a dot for the newer.

    ``frame`` has the columns economy, name, older and newer and the words of both marks, older_tip and
    newer_tip; the first row is on top.
    """
    count = len(frame)
    table = frame[["economy", "name", "older", "newer"]].astype({"older": float, "newer": float})
    rows: list[dict[Any, Any]] = table.to_dict("records")
    colors = [TOKENS.hero if row["economy"] == hero else TOKENS.ink_2 for row in rows]
    y = list(range(count))[::-1]
    values = [row[side] for row in rows for side in ("older", "newer")]
    low, high = min(values), max(values)
    room = (high - low or 1.0) * (0.18 if least else 0.42)
    ticks = [tick / 10 for tick in range(21) if low - room <= tick / 10 <= high + room][:: 1 if least else 2]
    scale = Scale(low - room, high + room, tuple(ticks), texts=tuple(map(write, ticks)))
    shapes, notes, names = [], [], []
    for row, at, color in zip(rows, y, colors, strict=True):
        names.append(bold_text(colored_text(row["name"], color)) if color == TOKENS.hero else row["name"])
        ends = row["older"], row["newer"]
        shapes.append(line(ends, (at, at), stroke(color, 1.5), layer="below"))
        # Values stand outside the two marks, where they cannot lie on one another.
        for value, left in zip(ends, (ends[0] <= ends[1], ends[1] < ends[0]), strict=True):
            side, shift = ("right", -11) if left else ("left", 11)
            notes.append(note(write(value), value, at, color, 13, xanchor=side, xshift=shift))
    older, newer = rows[0]["older"], rows[0]["newer"]
    for value, name, left in ((older, versions[0], older <= newer), (newer, versions[1], older > newer)):
        side, shift = ("right", 6) if left else ("left", -6)
        where = {"yanchor": "bottom", "yshift": 12, "xanchor": side, "xshift": shift}
        notes.append(note(name, value, y[0], TOKENS.ink_2, **where))
    traces = [
        trace("markers", table[side], y, {"role": side}, frame[f"{side}_tip"].tolist(), marker=marks)
        for side, marks in (
            ("older", marker(12, TOKENS.ground, colors, 2)),
            ("newer", marker(12, colors, colors, 2)),
        )
    ]
    up = axis([-0.6, count - 0.4], TOKENS.ink_2, "", 13, tickvals=y, ticktext=names)
    chart = base_layer(64 + 44 * count, (136 if least else 92, 18, 30, 34))
    return (chart + axes(scaled_axis(scale), up) + Layer(traces, shapes, notes)).figure()


_TICKS: Final = {"percentile": tuple(range(0, 101, 10)), "rank": (1, 10, 20, 30, 40, 50)}


def field_strip(rows: Sequence[Row], measure: str, least: int) -> dict[str, Any]:
    """Return places in the fields of rankings in a measure, percentile or rank.

    rows: name, years in words, values of the first year (None where one year is known only) and the latest,
    number and field in words, the tips of both, broken (the method changed between them), hero. A ring is at
    the first, a dot at the latest year.
    """
    values = [value for row in rows for value in (row["first"], row["latest"]) if value is not None]
    if measure == "rank":
        reach = -(-max(values, default=10) // 10) * 10
        worse, better = reach + 1, 0.0
    else:
        worst = min(values, default=0) // 10 * 10
        worse, better, reach = worst - 1, 101.0, 100 - worst
    ticks = [tick for tick in _TICKS[measure] if min(worse, better) <= tick <= max(worse, better)]
    if not least and reach > 40:
        ticks = [tick for tick in ticks if tick % 20 == 0 or tick == 1]
    chart = base_layer((45 if least else 56) * len(rows) + 42, (178 if least else 10, 92, 12, 30))
    chart += axes(scaled_axis(Scale(worse, better, tuple(ticks))), hidden_axis([len(rows) - 0.5, -0.5]))
    colors = [TOKENS.hero if row["hero"] else TOKENS.ink_2 for row in rows]
    for y, (row, color) in enumerate(zip(rows, colors, strict=True)):
        chart += Layer(shapes=[row_line(y)], annotations=_field_texts(row, y, least))
        if row["first"] is not None:  # dotted where the method changed in between: the two do not compare
            style = stroke(color, 2.5, "2px,4px" if row["broken"] else "")
            chart += Layer(
                [trace("lines", (row["first"], row["latest"]), (y, y), {"role": "join"}, line=style)]
            )
    for side, role in enumerate(("first", "latest")):
        known = [(row[role], y) for y, row in enumerate(rows) if row[role] is not None]
        inks = [colors[y] for _, y in known]
        marks = marker(12, inks, inks) if side else marker(10, TOKENS.ground, inks, 2.5)
        x, tips = (value for value, _ in known), [rows[y]["tips"][side] for _, y in known]
        chart += Layer([trace("markers", x, (y for _, y in known), {"role": role}, tips, marker=marks)])
    return chart.figure()


def _field_texts(row: Row, y: int, least: int) -> list[Part]:
    ink = TOKENS.hero if row["hero"] else TOKENS.ink
    years, field = (
        f"<span style='font-size:12px;color:{TOKENS.ink_3}'>{text}</span>"
        for text in (row["years"], row["field"])
    )
    name = bold_text(row["name"], row["hero"])
    if least:
        named = note(f"{name}<br>{years}", 0, y, ink, 13, **LEFT, xshift=-178, yanchor="middle")
    else:
        named = note(f"{name}  {years}", 0, y, ink, 13, **LEFT, yanchor="bottom", yshift=9)
    number = f"{bold_text(row['number'])}<br>{field}"
    return [named, note(number, 1, y, ink, 15, **RIGHT, xshift=90, yanchor="middle")]


def move_chart(
    rows: Sequence[Row], start: float, write: Callable[[float], str], ink: str, least: int
) -> dict[str, Any]:
    """Return how far something moves a rank: in each row from the line where it starts to a dot.

    rows: name, at, number in words, tip, strong (its name is bold); start: where the line of all rows stands,
    in ``ink``; write: words of the ticks.
    """
    names = [wrap(row["name"], 20 if max(row["name"]) > "\u2e80" else 40) for row in rows]
    left = text_width([text for lines in names for text in lines], is_compact=True) if least else 6
    high = 37 if least else 28 + 17 * max(map(len, names))
    ends = [start, *(row["at"] for row in rows)]
    worst, best = max(ends), min(ends)
    near = (worst - best) * (0.12 if least else 0.2)
    ticks = [start, *(end for end in {best, worst} if abs(end - start) > near)]
    texts = [write(tick) for tick in ticks]
    texts[0] = bold_text(colored_text(texts[0], ink))
    room = max(worst - best, 1) * 0.06
    scale = Scale(best - room, worst + room, tuple(ticks), texts=tuple(texts))
    chart = base_layer(high * len(rows) + 34, (left, 52, 28, 6))
    chart += axes(scaled_axis(scale, side="top", showgrid=False), hidden_axis([len(rows) - 0.5, -0.5]))
    chart += Layer(shapes=[vertical_line(start, stroke(ink, 2))])
    for place, (row, lines) in enumerate(zip(rows, names, strict=True)):
        y = place if least else place + 0.5 - 12 / high  # narrow: below the name
        tone = TOKENS.up if row["at"] < start else TOKENS.down if row["at"] > start else TOKENS.field_2
        above = {"yanchor": "middle"} if least else {"yanchor": "bottom", "yshift": 5}
        name = bold_text("<br>".join(lines), row["strong"])
        named = note(name, 0, y, TOKENS.ink, 13, **LEFT, xshift=-left, **above)
        number = note(bold_text(row["number"]), 1, y, TOKENS.ink, 14, **RIGHT, xshift=50, yanchor="middle")
        shapes = [row_line(place + 0.5), line((start, row["at"]), (y, y), stroke(tone, 3))]
        dot = trace("markers", [row["at"]], [y], {"role": "moved"}, [row["tip"]], marker=marker(11, tone))
        chart += Layer([dot], shapes, [named, number])
    return chart.figure()


CLOUD_WIDTHS = {0: (230.0, 290.0, 360.0), 400: (310.0, 400.0, 540.0), 620: (430.0, 520.0, 640.0, 780.0)}
"""Least width of the plot from which a variant is drawn; inner widths at which it must be readable."""
_CLOUD_HEIGHT, _CLOUD_COMPACT = 540, 440
_LETTERS = 34  # of the title of an axis in one line of the narrowest plot


Chosen = Sequence[tuple[LineStyle, Row]]
"""The economies that are named, each with how it is drawn and its dot."""


def scatter_chart(
    field: Sequence[Row], chosen: Chosen, sides: Sequence[tuple[str, Scale]], least: int
) -> dict[str, Any]:
    """Return economies in a plane of two measures: quiet dots for all, names for those chosen.

    field: the dots of all others, each with x, y and tip; sides: title and scale of the axes x and y; least:
    a key of CLOUD_WIDTHS.
    """
    compact = least < max(CLOUD_WIDTHS)
    height, room = (_CLOUD_COMPACT, 34) if compact else (_CLOUD_HEIGHT, 118)
    (title_x, x), (title_y, y) = sides
    below, above = (wrap(title, _LETTERS if compact else 80) for title in (title_x, title_y))
    top, bottom = 14 + 17 * len(above), 26 + 17 * len(below)
    left = max(34, text_width(y.texts, is_compact=True) + 8)
    marks, tips = marker(6, TOKENS.field), [dot["tip"] for dot in field]
    others = (dot["x"] for dot in field), (dot["y"] for dot in field)
    chart = base_layer(height, (left, room, top, bottom)) + axes(scaled_axis(x), scaled_axis(y))
    chart += Layer([trace("markers", *others, {"role": "field"}, tips, marker=marks)])
    for style, dot in sorted(chosen, key=lambda one: (one[0].is_strong, one[0].is_focus)):
        about = {"economy": style.key, "role": "hero" if style.is_focus else "peer"}
        mark = marker(13 if style.is_focus else 9, style.color, TOKENS.ground, 1.2)
        chart += Layer([trace("markers", [dot["x"]], [dot["y"]], about, [dot["tip"]], marker=mark)])
    inner = height - top - bottom

    def place(dot: Row) -> tuple[float, float]:
        return x.share(dot["x"]), (1 - y.share(dot["y"])) * inner

    points = []
    for style, dot in sorted(chosen, key=lambda one: not one[0].is_focus):
        text, strong = style.short if compact else style.name, style.is_focus
        at, size = (x.position(dot["x"]), y.position(dot["y"])), text_width([text], is_compact=not strong)
        points.append(NamedPoint(at, *place(dot), text, size, style.ink, strong, f"label-{style.key}"))
    dots = [*field, *(dot for _, dot in chosen)]
    notes = point_labels(points, [*map(place, dots)], CLOUD_WIDTHS[least], inner, room - 4)
    corner = LEFT | {"yref": "y domain"}
    up = {"xshift": -left + 2, "yshift": 6, "yanchor": "bottom"}
    notes.append(note("<br>".join(above), 0, 1, TOKENS.ink_2, **corner, **up))
    notes.append(note("<br>".join(below), 0, 0, TOKENS.ink_2, **corner, yshift=-20, yanchor="top"))
    return (chart + Layer(annotations=notes)).figure()
