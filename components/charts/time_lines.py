"""Line charts over editions or years: ranks of a part, measures of economies, series, and targets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from analysis.normalize import consecutive_runs
from components.charts.axes import (
    FrameworkChange,
    axes,
    framework_changes,
    period_axis,
    period_names,
    scaled_axis,
    tick_editions,
)
from components.charts.labels import EndLabel, NamedPoint, end_labels, point_labels
from components.charts.layer import (
    CLEAR_COLOR,
    Layer,
    Part,
    Row,
    base_layer,
    bold_text,
    each_marker,
    hollow_markers,
    line,
    marker,
    note,
    place_beside,
    ring,
    stroke,
    text_width,
    trace,
    vertical_line,
)
from components.charts.lines import (
    DOTTED,
    Line,
    LineStyle,
    area,
    format_value_or_bounds,
    join_neighbours,
    line_trace,
    middle_of_bounds,
    points_with_gaps,
    records,
    rows_by_line,
    segment_coordinates,
    unverified_joins,
)
from components.charts.scales import Scale, index_scale, needs_log_scale, rank_scale, value_scale
from components.theme import TOKENS
from data.article import CLAIM, CLAIM_YEAR

HISTORY_HEIGHTS: Final = {0: 252, 520: 340}
"""Heights in px of the ranks of a part of the index, by minimum plot width in px, like all heights below."""
PATH_HEIGHTS: Final = {0: 400, 660: 480}
SERIES_HEIGHTS: Final = {0: 300, 520: 340}
_MAX_LONG_EDITIONS: Final = 15  # whose four digits fit side by side
_EDGE_PX: Final = 24.0  # from an edge of the plot, within which a number moves to the other side
_DIGIT_PX, _NUMBER_PX = 8.0, 17  # width of a bold digit, height of a number
_NARROWEST_PLOTS: Final = {0: 234, 520: 466}  # px, in which numbers must not touch
_MAX_LABELLED_POINTS: Final = 7  # of more points, only the ends, the best and the worst have a number
_MAX_DOTTED_LINES: Final = 8  # more lines have no dots
_STANDARD_ERRORS: Final = 2  # on either side
_MAX_END_GAP_YEARS: Final = 2  # lines that end earlier are named inside the plot


def rank_history(
    frame: pd.DataFrame,
    tips: Sequence[str],
    changes: Sequence[FrameworkChange],
    min_width: int,
    *,
    is_china: bool,
) -> dict[str, Any]:
    """Return the ranks of a part of the index, from a DataFrame of ``analysis.index.profile.history``.

    ``tips`` are the hover texts of its rows. Bars stand for ranks of which only bounds are known, a ring for
    an edition in which the part had another name, a dotted join for an unverified number of economies.
    """
    color = TOKENS.hero if is_china else TOKENS.ink
    height, is_compact = HISTORY_HEIGHTS[min_width], min_width == 0
    table = []
    for row, tip in zip(records(frame), tips, strict=True):
        middle = middle_of_bounds(row["rank"], row["rank_low"], row["rank_high"])
        table.append({**row, "tip": tip, "middle": middle})
    counts = {row["edition"]: row["economies"] for row in table}
    ranked = {row["edition"]: row for row in table if row["middle"] is not None}
    exact = {edition: row for edition, row in ranked.items() if row["rank"] is not None}
    unverified = [edition for edition in exact if counts[edition] is None]
    first, last = min(counts), max(counts)
    visible_changes = [change for change in changes if first <= change.edition <= last]
    strip = 0.1 if visible_changes else 0.0
    worst = [float(row["rank_high"] if row["rank"] is None else row["rank"]) for row in ranked.values()]
    scale = index_scale(worst, worst, "rank", (height - 48) * (1 - strip))
    is_crowded = is_compact and len(table) > 8
    ticks = [edition for edition in counts if not is_crowded or (last - edition) % 2 == 0]
    is_short = is_crowded or len(table) > _MAX_LONG_EDITIONS
    x_axis = period_axis((first - 0.5, last + 0.5), ticks, is_short=is_short, counts=counts)
    verified = {edition: row for edition, row in ranked.items() if edition not in unverified}
    large = {max(verified, default=None), *(row["edition"] for row in table if row["renamed"])}
    sizes = [11 if edition in large else 7 for edition in counts]
    opacity = [0 if row["rank"] is None else 1 for row in table]
    markers = hollow_markers(sizes, color, [row["renamed"] for row in table], 2.5, opacity=opacity)
    meta, points = {"role": "history", "line": "history"}, points_with_gaps(verified, counts)
    style = {"line": stroke(color, 2.5), "marker": markers}
    traces = unverified_joins(ranked, unverified, counts, stroke(color, 2), 8, 2, line="history")
    traces.append(line_trace(points, "middle", meta, "lines+markers", **style))
    bars = [
        line((edition, edition), (row["rank_low"] - 0.4, row["rank_high"] + 0.4), stroke(color, 6))
        for edition, row in ranked.items()
        if edition not in exact
    ]
    chart = base_layer(height, (34, 20, 8, 40)) + axes(x_axis, scaled_axis(scale), strip)
    chart += framework_changes(visible_changes, is_compact=is_compact)
    width = _NARROWEST_PLOTS[min_width] / len(table)
    return (chart + Layer(traces, bars, _rank_numbers(ranked, verified, scale, color, first, width))).figure()


def _rank_numbers(
    ranked: Line, verified: Line, scale: Scale, color: str, axis_edition: int, width: float
) -> list[Part]:
    """Return the ranks beside the points; if there are many, only those of the ends, best and worst.

    The first edition of the article replaces the first of all. A number that would cover an earlier one is
    left out. ``axis_edition`` is the edition at the axis; ``width`` is that of an edition in px.
    """
    line = verified or ranked
    ordered = sorted(line, key=lambda edition: line[edition]["middle"])
    chosen: list[int] = []
    if line:
        chosen += [max(line), CLAIM_YEAR if CLAIM_YEAR in line else min(line), ordered[0], ordered[-1]]
    if len(ranked) <= _MAX_LABELLED_POINTS:
        chosen += ranked
    notes: list[Part] = []
    taken: list[tuple[float, float, float]] = []  # middle in px from the left and the top, and width
    for edition in dict.fromkeys(chosen):
        row = ranked[edition]
        y, is_exact = row["middle"], row["rank"] is not None
        text = format_value_or_bounds(row["rank"], row["rank_low"], row["rank_high"])
        neighbours = (ranked[year]["middle"] for year in (edition - 1, edition + 1) if year in ranked)
        is_valley = all(neighbour < y for neighbour in neighbours)
        down = scale.pixels_inside(y)
        is_below = down < _EDGE_PX or (is_valley and down < scale.height - _EDGE_PX)
        text_px = len(text) * _DIGIT_PX
        shift = max(0.0, (text_px - width) / 2) if edition == axis_edition else 0.0  # clear of the axis
        middle_x, middle_y = edition * width + shift, down + (16 if is_below else -16)
        near = [(x, size) for x, other_y, size in taken if abs(middle_y - other_y) < _NUMBER_PX]
        if any(abs(middle_x - x) < (text_px + size) / 2 + 2 for x, size in near):
            continue
        taken.append((middle_x, middle_y, text_px))
        where = {"xshift": shift, "yanchor": "bottom", "yshift": 7}
        if is_below:
            where |= {"yanchor": "top", "yshift": -8}
        ink = color if is_exact else TOKENS.ink_2
        notes.append(note(bold_text(text, is_exact), edition, y, ink, 13, **where))
    return notes


def compare_lines(
    frame: pd.DataFrame,
    styles: Sequence[LineStyle],
    min_width: int,
    *,
    counts: Mapping[int, int | None],
    write: Callable[[float], str],
    tick: Callable[[float], str],
    is_rank: bool,
    is_amount: bool,
    breaks: Mapping[str, Collection[int]],
    changes: Sequence[FrameworkChange],
    words: tuple[str, str, str],
) -> dict[str, Any]:
    """Return the lines of economies from a DataFrame of ``views.select_paths`` with tips.

    ``counts`` are economies by period, None where not verified. ``write`` and ``tick`` write values at the
    ends of lines and on the axis; values are ranks (``is_rank``) or counts or money (``is_amount``). Paths
    begin anew at ``breaks``; ``words`` are the names of both lines of ticks and of the strip. A row with a
    position and bounds is a group's, with its quartiles.
    """
    height, is_compact = PATH_HEIGHTS[min_width], min_width == 0
    table = []
    for point in records(frame):
        value, low, high = point["at"], point["low"], point["high"]
        reach = (high - low) / 2 if value is None and None not in (low, high) else 0.0
        table.append({**point, "middle": middle_of_bounds(value, low, high), "reach": reach})
    lines = rows_by_line(table, period="period")
    visible = [style for style in styles if style.key in lines]
    first, last = min(row["period"] for row in table), max(row["period"] for row in table)
    visible_changes = [change for change in changes if first < change.edition <= last]
    inner = height - 52
    strip = 36 / inner if visible_changes else 0.0
    bounds = [row[name] for row in table for name in ("at", "low", "high")]
    values = [float(bound) for bound in bounds if bound is not None]
    if is_rank:
        scale = rank_scale(values, inner * (1 - strip))
    else:
        is_log = needs_log_scale(values, is_amount=is_amount)
        scale = value_scale(values, inner * (1 - strip), tick, log=is_log, room=0.06)
    labels = []
    for style in visible:
        end = max(lines[style.key])
        row = lines[style.key][end]
        suffix = "" if end == last else f" ’{end % 100:02d}" if is_compact else f" ({end})"
        name = style.short if is_compact else style.name
        text = f"{format_value_or_bounds(row['at'], row['low'], row['high'], write)}  {name}{suffix}"
        labels.append(EndLabel(style.key, row["middle"], text, style.ink, style.is_focus, color=style.color))
    right = text_width([label.text for label in labels], is_compact=is_compact) + 24
    left = text_width(scale.texts, is_compact=True) + 12
    ticks = tick_editions(first, last, -(-(last + 1 - first) // (7 if is_compact else 18)))
    is_short = last - first > (3 if is_compact else _MAX_LONG_EDITIONS)
    x_axis = period_axis((first - 0.5, last + 0.4), ticks, is_short=is_short, counts=counts)
    chart = base_layer(height, (left, right, 8, 44)) + axes(x_axis, scaled_axis(scale), strip)
    chart += framework_changes(visible_changes, is_compact=is_compact)
    group_rows = [row for row in table if None not in (row["at"], row["low"], row["high"])]
    groups = [*rows_by_line(group_rows, period="period").values()]
    if len(groups) == 1:  # areas of several groups would overlap
        for run in consecutive_runs(groups[0]):
            low = [float(groups[0][period]["low"]) for period in run]
            high = [float(groups[0][period]["high"]) for period in run]
            chart += area(run, low, high, TOKENS.grid)
    all_periods, has_dots = range(first, last + 1), len(visible) <= _MAX_DOTTED_LINES
    # The focus economy is drawn over the others.
    for style in sorted(visible, key=lambda style: (style.is_strong, style.is_focus)):
        line, line_breaks = lines[style.key], breaks.get(style.key, ())
        chart += Layer(_economy_traces(style, line, all_periods, counts, line_breaks, has_dots=has_dots))
    chart += end_labels(labels, scale, 18, top=0, bottom=scale.height)
    if not is_compact:
        chart += period_names(words, 6, 3, has_strip=bool(visible_changes))
    return chart.figure()


def _economy_traces(
    style: LineStyle,
    line: Line,
    periods: range,
    counts: Mapping[int, int | None],
    breaks: Collection[int],
    *,
    has_dots: bool,
) -> list[Part]:
    unverified = [period for period in line if counts.get(period) is None]
    dotted = stroke(style.color, min(style.width, 2))
    joins = unverified_joins(line, unverified, counts, dotted, 7, 1.5, economy=style.key)
    verified = {period: row for period, row in line.items() if period not in unverified}
    points = points_with_gaps(verified, periods, breaks)
    hollow = [row is not None and row["at"] is None for row in points[1]]
    opacity = 1 if has_dots or style.is_focus else 0
    markers = hollow_markers(9 if style.is_focus else 5, style.color, hollow, 1.2, opacity=opacity)
    meta = {"economy": style.key, "role": style.role}
    reach = {"color": style.color, "thickness": 1.5, "width": 2}
    path = line_trace(points, "middle", meta, "lines+markers", reach, line=style.line, marker=markers)
    return [*joins, path]


def series_lines(
    frame: pd.DataFrame,
    styles: Sequence[LineStyle],
    write: Callable[[float], str],
    min_width: int,
    *,
    tick: Callable[[float], str] | None = None,
    log: bool = False,
    marked_year: int | None = None,
    labelled_years: Sequence[int] = (),
    rings: str = "",
) -> dict[str, Any]:
    """Return a few series; ``frame`` has the columns line, year, value, error (may be missing) and tip.

    ``write`` writes values, also on the axis unless ``tick`` is given; ``log`` makes the scale logarithmic.
    ``marked_year`` has a hairline, and the values of ``labelled_years`` are written. Rows whose line is
    ``rings`` are single values: rings without a line, with their text beside them.
    """
    height, is_compact = SERIES_HEIGHTS[min_width], min_width == 0
    frame = frame.assign(reach=_STANDARD_ERRORS * frame["error"].fillna(0.0))
    table: list[dict[Any, Any]] = frame.to_dict("records")
    all_lines = rows_by_line(table, "line", "year")
    lines = {style.key: all_lines.get(style.key, {}) for style in styles}
    ends = {key: max(line) for key, line in lines.items() if line}
    first, last = int(frame["year"].min()), int(frame["year"].max())
    ended_early = [key for key, end in ends.items() if last - end > _MAX_END_GAP_YEARS]
    top = 34 if ended_early else 14
    values = [float(row["value"]) + side * row["reach"] for row in table for side in (-1, 1)]
    scale = value_scale(values, height - top - 28, tick or write, log=log, room=0.08)
    labels, notes = [], []
    for style in (style for style in styles if style.key in ends):
        end, text = ends[style.key], style.short if is_compact else style.name
        size, value = 14 if style.is_focus and not is_compact else 13, float(lines[style.key][end]["value"])
        if style.key not in ended_early:
            labels.append(EndLabel(style.key, value, text, style.ink, style.is_focus, size))
            continue
        # The name of a line that ends early is above it, or below it if another line is higher.
        has_higher = any(line[end]["value"] > value for line in lines.values() if end in line)
        where = place_beside("right", 8, "middle", -34 if has_higher else 32)
        where |= {"captureevents": True, "name": f"label-{style.key}"}
        text = bold_text(text, style.is_focus)
        notes.append(note(text, end, scale.position(value), style.ink, size, **where))
    right = text_width([label.text for label in labels], is_compact=is_compact) + 14
    left = max(44, text_width(scale.texts, is_compact=True) + 8)
    years, max_ticks = range(first, last + 1), 5 if is_compact else 10
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= max_ticks)
    x_axis = period_axis((first - 0.6, last + 0.6), (year for year in years if year % step == 0))
    hairlines = [] if marked_year is None else [vertical_line(marked_year, stroke(TOKENS.rule, 1, DOTTED))]
    chart = (
        base_layer(height, (left, right, top, 28))
        + axes(x_axis, scaled_axis(scale))
        + Layer([_series_trace(style, lines[style.key], years) for style in styles], hairlines)
        + _ring_layer([row for row in table if rings and row["line"] == rings], is_compact=is_compact)
        + end_labels(labels, scale, 10)
        + Layer(annotations=[*notes, *_value_labels(styles, lines, scale, write, labelled_years)])
    )
    return chart.figure()


def _series_trace(style: LineStyle, line: Line, years: range) -> Part:
    color = style.color if style.is_focus else TOKENS.field_2
    reach = {"color": color, "thickness": 1.2, "width": 3}
    markers = marker(3 if style.role == "peer" else 5, style.color)
    meta, points = {"role": style.role, "line": style.key}, points_with_gaps(line, years)
    return line_trace(points, "value", meta, "lines+markers", reach, line=style.line, marker=markers)


def _ring_layer(table: Sequence[Row], *, is_compact: bool) -> Layer:
    if not table:
        return Layer()
    x, y = [int(row["year"]) for row in table], [float(row["value"]) for row in table]
    style = {"marker": ring(10, TOKENS.ink, 2)}
    rings = trace("markers", x, y, {"role": "rings"}, [row["tip"] for row in table], **style)
    notes = []
    for year in dict.fromkeys(() if is_compact else x):
        group = [row for row in table if int(row["year"]) == year]
        releases = dict.fromkeys(str(row["note"]) for row in group if row["note"])
        lowest = min(float(row["value"]) for row in group)
        where = place_beside("left", 9, "top", -12, name=f"vintage-{year}")
        if releases:
            notes.append(note("<br>".join(releases), year, lowest, TOKENS.ink_2, **where))
    return Layer([rings], annotations=notes)


def _value_labels(
    styles: Sequence[LineStyle],
    lines: Mapping[str, Line],
    scale: Scale,
    write: Callable[[float], str],
    years: Sequence[int],
) -> list[Part]:
    notes = []
    for year in years:
        year_styles = [style for style in styles if year in lines[style.key]]
        values = [float(lines[style.key][year]["value"]) for style in year_styles]
        for style, value in zip(year_styles, values, strict=True):
            side, yshift = ("bottom", 6) if value == max(values) else ("top", -6)
            where = {"yanchor": side, "yshift": yshift, "name": f"value-{style.key}-{year}"}
            notes.append(note(bold_text(write(value)), year, scale.position(value), style.ink, 13, **where))
    return notes


STORY_HEIGHTS: Final = {0: 330, 700: 500}


@dataclass(frozen=True, slots=True)
class Vintage:
    """Values of a vintage by year, with the tip of each point and the lines of text at its end.

    Preliminary years are rings.
    """

    values: Mapping[int, float]
    tips: Mapping[int, str]
    end: Sequence[str]
    preliminary: frozenset[int] = frozenset()


def target_story(
    main: Vintage,
    other: Vintage,
    goals: Sequence[Row],
    write: Callable[[float], str],
    remark: str,
    min_width: int,
) -> dict[str, Any]:
    """Return a series in two vintages under the targets that it missed; the figures of ``main`` decide.

    Goals have due (year) and value of a target, actual (the value of that year), reached and other (years
    in which main and other figures reached it, or None), the words above its mark with the first in bold,
    short (text beside the way from actual to value), and a tip. ``write`` writes the axis; ``remark`` names
    the area between the vintages if there is space.
    """
    years = range(min(*main.values, *other.values), max(*main.values, *other.values) + 1)
    height, is_compact = STORY_HEIGHTS[min_width], min_width == 0
    values = [*main.values.values(), *other.values.values(), *(goal["value"] for goal in goals)]
    scale = value_scale(values, height - 62, write, log=False, room=0.06)
    due_years = [goal["due"] for goal in goals]
    ticks = sorted({years[0], *due_years, years[-1]})
    x_axis = period_axis((years[0] - 0.6, years[-1] + 0.6), ticks, bold_periods=due_years)
    # The area covers the last years that both have without a gap.
    runs = consecutive_runs(main.values.keys() & other.values.keys())
    common = runs[-1] if runs else []
    main_values = [main.values[year] for year in common]
    other_values = [other.values[year] for year in common]
    chart = (
        base_layer(height, (44, 72 if is_compact else 142, 34, 28))
        + axes(x_axis, scaled_axis(scale))
        + Layer(shapes=[vertical_line(year, stroke(TOKENS.rule, 1, DOTTED)) for year in due_years])
        + area(common, main_values, other_values, TOKENS.hero_wash)
        + _vintage_layer(other, years, stroke(TOKENS.hero, 1.5, "5px,4px"), "other")
        + _vintage_layer(main, years, stroke(TOKENS.hero, 3), "hero")
    )
    for goal in goals:
        chart += _goal_layer(goal, is_compact=is_compact)
    notes = []
    higher = main.values[max(main.values)] >= other.values[max(other.values)]
    for vintage in (main, other):
        # Right of the plot, the upper text ends and the lower text begins near its value.
        side, shift = ("bottom", -12) if (vintage is main) == higher else ("top", 12)
        where = place_beside("left", 10, side, shift, xref="x domain", name=f"end-{vintage is main}")
        text = "<br>".join([bold_text(vintage.end[0]), *vintage.end[1:]])
        color, size = (TOKENS.hero, 13 if is_compact else 14) if vintage is main else (TOKENS.ink_2, 12)
        notes.append(note(text, 1, vintage.values[max(vintage.values)], color, size, **where))
    if not is_compact and remark:
        low = min(value for year, value in main.values.items() if year >= years[0] + 8)
        where = place_beside("left", 30, "top", -95, name="remark")
        notes.append(note(remark, years[0] + 8, low, TOKENS.ink_2, **where))
    return (chart + Layer(annotations=notes)).figure()


def _vintage_layer(vintage: Vintage, years: range, style: Part, role: str) -> Layer:
    solid = {year: value for year, value in vintage.values.items() if year not in vintage.preliminary}
    values = [solid.get(year) for year in years]
    traces = [trace("lines", years, values, {"role": role}, line=style, connectgaps=False)]
    color = style["color"]
    join_style = stroke(color, style["width"] - 0.8, "2px,4px")
    for before, after in pairwise(sorted(vintage.values.items())):
        if after[0] > before[0] + 1 or after[0] in vintage.preliminary:
            x, y = zip(before, after, strict=True)
            traces.append(trace("lines", x, y, {"role": "join"}, line=join_style))
    isolated = {year for year in solid if year - 1 not in solid and year + 1 not in solid}
    isolated |= vintage.preliminary
    ring_style = (11, TOKENS.ground, color, 2.5)
    dot_style = (6, color if role == "hero" else CLEAR_COLOR, color, 0)
    markers = each_marker(ring_style if year in isolated else dot_style for year in vintage.values)
    tips = [vintage.tips[year] for year in vintage.values]
    meta = {"role": role, "line": role}
    points = trace("markers", vintage.values, vintage.values.values(), meta, tips, marker=markers)
    return Layer([*traces, points])


def _goal_layer(goal: Row, *, is_compact: bool) -> Layer:
    ink, due, value = TOKENS.ink, goal["due"], goal["value"]
    shapes = [line((due, due), (goal["actual"], value), stroke(ink, 1.5))]
    marks = [(due, goal["actual"], "actual", marker(9, TOKENS.hero, TOKENS.ground, 1.5))]
    if goal["reached"]:
        shapes.append(line((due, goal["reached"]), (value, value), stroke(ink, 1.5)))
        if goal["other"] and goal["other"] != goal["reached"]:
            ends = (min(goal["reached"], goal["other"]), max(goal["reached"], goal["other"]))
            shapes.append(line(ends, (value, value), stroke(ink, 1.5, "2px,3px")))
            marks.append((goal["other"], value, "other", ring(8, ink, 1.5)))
        marks.append((goal["reached"], value, "reached", marker(9, ink)))
    traces = [trace("markers", [x], [y], {"role": role}, marker=style) for x, y, role, style in marks]
    diamond = marker(12, ink, TOKENS.ground, 1, symbol="diamond")
    meta = {"role": "goal", "line": "goal"}
    traces.append(trace("markers", [due], [value], meta, [goal["tip"]], marker=diamond))
    text = "<br>".join([bold_text(goal["words"][0]), *goal["words"][1:]])
    above = place_beside("right", -2, "bottom", 8, name=f"goal-{due}")
    notes = [note(text, due, value, ink, 12 if is_compact else 13, **above)]
    if not is_compact:
        left = {"xanchor": "right", "yanchor": "middle", "xshift": -7, "name": f"short-{due}"}
        notes.append(note(goal["short"], due, (goal["actual"] + value) / 2, TOKENS.ink_2, **left))
    return Layer(traces, shapes, notes)


RANK_LINES: Final = {0: (166.0, 240.0, 390.0), 520: (382.0, 540.0, 760.0), 900: (762.0, 900.0)}
"""By minimum chart width in px of a variant, the inner widths in px at which its names must not overlap."""
_SYMBOL_SIZES = {"square": 8, "diamond": 9, "x": 8, "triangle-up": 11, "cross": 9, "triangle-down": 11}  # px


def rank_lines(lines: Sequence[Row], years: tuple[int, int], measure: str, min_width: int) -> dict[str, Any]:
    """Return several rankings in a measure (rank or percentile), with the focus ranking above all others.

    Lines have the short name of a ranking, hero, and points in the order of years (year, value, tip, and the
    stretch in which years compare). ``min_width`` is a key of RANK_LINES; the narrowest has fewer year ticks.
    """
    (first, last), is_compact = years, min_width == 0
    height, right = (340, 94) if is_compact else (400, 104)
    values = [point["value"] for line in lines for point in line["points"]]
    inner = height - 38
    scale = rank_scale(values, inner) if measure == "rank" else index_scale(values, values, measure, inner)
    ticks = tick_editions(first, last, 3, CLAIM)
    if not is_compact:
        claim_years = tick_editions(first, last, last + 1, CLAIM)
        ticks = sorted({*tick_editions(first, last, 1 if last - first < 8 else 2), *claim_years})
    chart = base_layer(height, (34, right, 10, 28))
    chart += axes(period_axis((first - 0.5, last + 0.5), ticks), scaled_axis(scale))
    symbols = [*_SYMBOL_SIZES]
    for index, ranking in sorted(enumerate(lines), key=lambda entry: entry[1]["hero"]):
        chart += Layer(_ranking_traces(ranking, symbols[index % len(symbols)]))

    def position(point: Row) -> tuple[float, float]:
        return (point["year"] - first + 0.5) / (last - first + 1), scale.pixels(point["value"])

    # A name at the last point of each line; that of the focus ranking is placed first.
    names = []
    for ranking in sorted(lines, key=lambda line: (not line["hero"], -line["points"][-1]["year"])):
        end, text, is_focus = ranking["points"][-1], ranking["name"], ranking["hero"]
        color, size = (TOKENS.hero, 15) if is_focus else (TOKENS.ink_2, 13)
        coordinates, label = (end["year"], end["value"]), f"label-{text}"
        width = text_width([text], is_compact=not is_focus)
        names.append(NamedPoint(coordinates, *position(end), text, width, color, is_focus, label, size))
    dots = [position(point) for ranking in lines for point in ranking["points"]]
    labels = point_labels(names, dots, RANK_LINES[min_width], scale.height, right - 4)
    return (chart + Layer(annotations=labels)).figure()


def _ranking_traces(line: Row, symbol: str) -> list[Part]:
    color = TOKENS.hero if line["hero"] else TOKENS.ink_2
    style = stroke(color, 3) if line["hero"] else stroke(TOKENS.ink_3, 1.5)
    points = [(point["year"], point["value"]) for point in line["points"]]
    neighbours = pairwise(line["points"])
    breaks = [after["year"] for before, after in neighbours if before["stretch"] != after["stretch"]]
    solid, dotted = join_neighbours(points, breaks)
    meta = {"line": line["name"]}
    sizes = [8] * (len(points) - 1) + [11] if line["hero"] else [_SYMBOL_SIZES[symbol]] * len(points)
    markers = marker(sizes, color, TOKENS.ground, 1, symbol="circle" if line["hero"] else symbol)
    tips = [point["tip"] for point in line["points"]]
    x, y = zip(*points, strict=True)
    return [
        trace("lines", *segment_coordinates(dotted), meta, line=style | {"dash": DOTTED}),
        trace("lines", *segment_coordinates(solid), meta, line=style),
        trace("markers", x, y, meta | {"role": "points"}, tips, marker=markers),
    ]
