"""Lines over editions or years: ranks and scores of a part, measures of economies, series, targets."""

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
"""Heights of the ranks of one part of the index, by the least width of the plot, as all heights below."""
PATH_HEIGHTS: Final = {0: 400, 660: 480}
SERIES_HEIGHTS: Final = {0: 300, 520: 340}
_FULL: Final = 15  # editions that have room for their four digits
_CLEAR: Final = 24.0  # px from an edge of the plot within which a number turns to the other side
_DIGIT, _LINE = 8.0, 17  # px: the width of a bold digit, the height of a number
_COLUMNS: Final = {0: 234, 520: 466}  # px: the narrowest plot in which numbers must not touch
_ALL_LABELLED: Final = 7  # points, from which on only ends, best and worst carry their number
_DOTTED: Final = 9  # paths from which on points are not marked
_ERRORS: Final = 2  # standard errors on either side
_FAR: Final = 2  # years before the end of the plot from which on a line is named inside it


def rank_history(
    frame: pd.DataFrame,
    tips: Sequence[str],
    changes: Sequence[FrameworkChange],
    least: int,
    *,
    is_china: bool,
) -> dict[str, Any]:
    """Return the ranks of one part of the index from a frame of ``analysis.index.profile.history``.

    tips: the words of each row. Bars stand for ranks that are known between bounds only; a ring marks an
    edition with another name, a dotted join one whose number of economies is not verified.
    """
    color, height, compact = TOKENS.hero if is_china else TOKENS.ink, HISTORY_HEIGHTS[least], least == 0
    table = []
    for row, tip in zip(records(frame), tips, strict=True):
        at = middle_of_bounds(row["rank"], row["rank_low"], row["rank_high"])
        table.append({**row, "tip": tip, "middle": at})
    counts = {row["edition"]: row["economies"] for row in table}
    known = {row["edition"]: row for row in table if row["middle"] is not None}
    loose = [edition for edition, row in known.items() if row["rank"] is not None and counts[edition] is None]
    first, last = min(counts), max(counts)
    inside = [change for change in changes if first <= change.edition <= last]
    strip = 0.1 if inside else 0.0
    worst = [float(row["rank_high"] if row["rank"] is None else row["rank"]) for row in known.values()]
    scale = index_scale(worst, worst, "rank", (height - 48) * (1 - strip))
    crowded = compact and len(table) > 8
    ticks = [edition for edition in counts if not crowded or (last - edition) % 2 == 0]
    across = period_axis(
        (first - 0.5, last + 0.5), ticks, is_short=crowded or len(table) > _FULL, counts=counts
    )

    firm = {edition: row for edition, row in known.items() if edition not in loose}
    large = {max(firm, default=None), *(row["edition"] for row in table if row["renamed"])}
    marks = hollow_markers(
        [11 if edition in large else 7 for edition in counts],
        color,
        [row["renamed"] for row in table],
        2.5,
        opacity=[1 if row["rank"] is not None else 0 for row in table],
    )
    meta, course = {"role": "history", "line": "history"}, points_with_gaps(firm, counts)
    traces = unverified_joins(known, loose, counts, stroke(color, 2), 8, 2, line="history")
    traces.append(line_trace(course, "middle", meta, "lines+markers", line=stroke(color, 2.5), marker=marks))
    bars = [
        line((edition, edition), (row["rank_low"] - 0.4, row["rank_high"] + 0.4), stroke(color, 6))
        for edition, row in known.items()
        if row["rank"] is None
    ]
    chart = base_layer(height, (34, 20, 8, 40)) + axes(across, scaled_axis(scale), strip)
    chart += framework_changes(inside, is_compact=compact)
    return (
        chart + Layer(traces, bars, _numbers(known, firm, scale, color, first, _COLUMNS[least] / len(table)))
    ).figure()


def _numbers(known: Line, verified: Line, scale: Scale, color: str, start: int, column: float) -> list[Part]:
    """Return the rank beside each point; of many only beside the verified ends, best and worst.

    The article's first edition stands for the first of all. The ends come first: a number that would lie on
    one already written is left to the tip of its point. start: the edition at the axis; column: px that an
    edition has.
    """
    firm = verified or known
    ordered = sorted(firm, key=lambda edition: firm[edition]["middle"])
    begins = [CLAIM_YEAR] if CLAIM_YEAR in firm else [*firm][:1]
    first = [*[*firm][-1:], *begins, *ordered[:1], *ordered[-1:]]
    others = [*known] if len(known) <= _ALL_LABELLED else ()
    notes: list[Part] = []
    taken: list[tuple[float, float, float]] = []  # middle across, middle down and width in px
    for edition in dict.fromkeys((*first, *others)):
        row = known[edition]
        y, exact = row["middle"], row["rank"] is not None
        text = format_value_or_bounds(row["rank"], row["rank_low"], row["rank_high"])
        beside = (known[other]["middle"] for other in (edition - 1, edition + 1) if other in known)
        upwards = all(other < y for other in beside)  # the line leaves upwards
        down = scale.pixels_inside(y)
        below = down < _CLEAR or (upwards and down < scale.height - _CLEAR)
        wide = len(text) * _DIGIT
        inwards = max(0.0, (wide - column) / 2) if edition == start else 0.0  # clear of the axis
        at = edition * column + inwards, down + (16 if below else -16)
        if any(abs(at[0] - x) < (wide + size) / 2 + 2 and abs(at[1] - y) < _LINE for x, y, size in taken):
            continue
        taken.append((*at, wide))
        where = {"xshift": inwards, "yanchor": "top" if below else "bottom", "yshift": -8 if below else 7}
        notes.append(note(bold_text(text, exact), edition, y, color if exact else TOKENS.ink_2, 13, **where))
    return notes


def compare_lines(
    frame: pd.DataFrame,
    styles: Sequence[LineStyle],
    least: int,
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
    """Return the paths of economies from a frame of ``analysis.comparison.views.paths`` with a column tip.

    counts: economies by period, None where not verified; write and tick: how a value is written at the end
    of a line and on the axis; ranked: the values are ranks; counted: counts or money; breaks: periods in
    which the path of an economy begins anew; words: the names of both lines of ticks and of the strip. A row
    with a position and bounds is one of a group, with its quartiles.
    """
    height, compact = PATH_HEIGHTS[least], least == 0
    table = []
    for point in records(frame):
        at, low, high = (point[end] for end in ("at", "low", "high"))
        reach = (high - low) / 2 if at is None and None not in (low, high) else 0.0
        table.append({**point, "middle": middle_of_bounds(at, low, high), "reach": reach})
    lines = rows_by_line(table, period="period")
    drawn = [style for style in styles if style.key in lines]
    first, last = min(row["period"] for row in table), max(row["period"] for row in table)
    inside = [change for change in changes if first < change.edition <= last]
    inner = height - 52
    strip = 36 / inner if inside else 0.0
    values = [float(v) for row in table for v in (row["at"], row["low"], row["high"]) if v is not None]
    if is_rank:
        scale = rank_scale(values, inner * (1 - strip))
    else:
        log = needs_log_scale(values, is_amount=is_amount)
        scale = value_scale(values, inner * (1 - strip), tick, log=log, room=0.06)
    labels = []
    for style in drawn:
        end = max(lines[style.key])
        row = lines[style.key][end]
        dated = "" if end == last else f" ’{end % 100:02d}" if compact else f" ({end})"
        name = style.short if compact else style.name
        text = f"{format_value_or_bounds(row['at'], row['low'], row['high'], write)}  {name}{dated}"
        labels.append(EndLabel(style.key, row["middle"], text, style.ink, style.is_focus, color=style.color))
    right = text_width([label.text for label in labels], is_compact=compact) + 24
    left = text_width(scale.texts, is_compact=True) + 12
    ticks = tick_editions(first, last, -(-(last + 1 - first) // (7 if compact else 18)))
    short = last - first > (3 if compact else _FULL)
    across = period_axis((first - 0.5, last + 0.4), ticks, is_short=short, counts=counts)
    chart = base_layer(height, (left, right, 8, 44)) + axes(across, scaled_axis(scale), strip)
    chart += framework_changes(inside, is_compact=compact)
    middles = [
        {period: row for period, row in line.items() if None not in (row["at"], row["low"], row["high"])}
        for line in lines.values()
    ]
    middles = [line for line in middles if line]
    for run in (
        consecutive_runs(middles[0]) if len(middles) == 1 else ()
    ):  # of several groups they would overlap
        low, high = ([float(middles[0][period][end]) for period in run] for end in ("low", "high"))
        chart += area(run, low, high, TOKENS.grid)
    span, dots = range(first, last + 1), len(drawn) < _DOTTED
    # The one in focus lies over the others.
    for style in sorted(drawn, key=lambda style: (style.is_strong, style.is_focus)):
        chart += Layer(_path(style, lines[style.key], span, counts, breaks.get(style.key, ()), dots=dots))
    chart += end_labels(labels, scale, 18, top=0, bottom=scale.height)
    return (chart if compact else chart + period_names(words, 6, 3, has_strip=bool(inside))).figure()


def _path(
    style: LineStyle,
    line: Line,
    span: range,
    counts: Mapping[int, int | None],
    breaks: Collection[int],
    *,
    dots: bool,
) -> list[Part]:
    """Return the line of an economy, before it the dotted joins from periods of unverified size."""
    loose = [period for period in line if counts.get(period) is None]
    dotted = stroke(style.color, min(style.width, 2))
    traces = unverified_joins(line, loose, counts, dotted, 7, 1.5, economy=style.key)
    course = points_with_gaps(
        {period: row for period, row in line.items() if period not in loose}, span, breaks
    )
    doubt = [row is not None and row["at"] is None for row in course[1]]
    opacity = 1 if dots or style.is_focus else 0
    marks = hollow_markers(9 if style.is_focus else 5, style.color, doubt, 1.2, opacity=opacity)
    meta, reach = (
        {"economy": style.key, "role": style.role},
        {"color": style.color, "thickness": 1.5, "width": 2},
    )
    return [
        *traces,
        line_trace(course, "middle", meta, "lines+markers", reach, line=style.line, marker=marks),
    ]


def series_lines(
    frame: pd.DataFrame,
    styles: Sequence[LineStyle],
    write: Callable[[float], str],
    least: int,
    *,
    tick: Callable[[float], str] | None = None,
    log: bool = False,
    marked_year: int | None = None,
    labelled_years: Sequence[int] = (),
    rings: str = "",
) -> dict[str, Any]:
    """Return a few series; ``frame`` has the columns line, year, value, error (may be missing) and tip.

    write: writes values, on the axis as well where ``tick`` does not; log: whether the scale is logarithmic;
    mark: a year with a hairline; printed: years whose values are written at the points. Rows whose line is
    ``rings`` are single values: rings that nothing joins, their words beside them.
    """
    height, compact = SERIES_HEIGHTS[least], least == 0
    frame = frame.assign(reach=_ERRORS * frame["error"].fillna(0.0))
    table: list[dict[Any, Any]] = frame.to_dict("records")
    found = rows_by_line(table, "line", "year")
    lines = {style.key: found.get(style.key, {}) for style in styles}
    ends = {key: max(line) for key, line in lines.items() if line}
    first, last = int(frame["year"].min()), int(frame["year"].max())
    inside = [key for key, end in ends.items() if last - end > _FAR]
    top = 34 if inside else 14
    values = [float(row["value"]) + side * row["reach"] for row in table for side in (-1, 1)]
    scale = value_scale(values, height - top - 28, tick or write, log=log, room=0.08)
    labels, notes = [], []
    for style in (style for style in styles if style.key in ends):
        end, text = ends[style.key], style.short if compact else style.name
        size, value = 14 if style.is_focus and not compact else 13, float(lines[style.key][end]["value"])
        if style.key not in inside:
            labels.append(EndLabel(style.key, value, text, style.ink, style.is_focus, size))
            continue
        # A line that ends early is named above it where no line of that year is higher, or below.
        higher = any(line[end]["value"] > value for line in lines.values() if end in line)
        where = place_beside(
            "right", 8, "middle", -34 if higher else 32, captureevents=True, name=f"label-{style.key}"
        )
        notes.append(
            note(bold_text(text, style.is_focus), end, scale.position(value), style.ink, size, **where)
        )
    right = text_width([label.text for label in labels], is_compact=compact) + 14
    left = max(44, text_width(scale.texts, is_compact=True) + 8)
    years, most = range(first, last + 1), 5 if compact else 10
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= most)
    across = period_axis((first - 0.6, last + 0.6), (year for year in years if year % step == 0))
    marks = [] if marked_year is None else [vertical_line(marked_year, stroke(TOKENS.rule, 1, DOTTED))]
    chart = (
        base_layer(height, (left, right, top, 28))
        + axes(across, scaled_axis(scale))
        + Layer([_series(style, lines[style.key], years) for style in styles], marks)
        + _rings([row for row in table if rings and row["line"] == rings], compact=compact)
        + end_labels(labels, scale, 10)
        + Layer(annotations=[*notes, *_printed(styles, lines, scale, write, labelled_years)])
    )
    return chart.figure()


def _series(style: LineStyle, line: Line, years: range) -> Part:
    color = style.color if style.is_focus else TOKENS.field_2
    reach = {"color": color, "thickness": 1.2, "width": 3}
    look = {"line": style.line, "marker": marker(3 if style.role == "peer" else 5, style.color)}
    meta = {"role": style.role, "line": style.key}
    return line_trace(points_with_gaps(line, years), "value", meta, "lines+markers", reach, **look)


def _rings(table: Sequence[Row], *, compact: bool) -> Layer:
    """Return single values as rings, where there is room with their releases below to the right."""
    if not table:
        return Layer()
    x, y = [int(row["year"]) for row in table], [float(row["value"]) for row in table]
    style = {"marker": ring(10, TOKENS.ink, 2)}
    rings = trace("markers", x, y, {"role": "rings"}, [row["tip"] for row in table], **style)
    notes = []
    for year in dict.fromkeys(() if compact else x):
        group = [row for row in table if int(row["year"]) == year]
        words = dict.fromkeys(str(row["note"]) for row in group if row["note"])
        lowest = min(float(row["value"]) for row in group)
        where = place_beside("left", 9, "top", -12, name=f"vintage-{year}")
        if words:
            notes.append(note("<br>".join(words), year, lowest, TOKENS.ink_2, **where))
    return Layer([rings], annotations=notes)


def _printed(
    styles: Sequence[LineStyle],
    lines: Mapping[str, Line],
    scale: Scale,
    write: Callable[[float], str],
    years: Sequence[int],
) -> list[Part]:
    """Return the values written at the points of some years: above the highest of a year, else below."""
    notes = []
    for year in years:
        there = [style for style in styles if year in lines[style.key]]
        values = [float(lines[style.key][year]["value"]) for style in there]
        for style, value in zip(there, values, strict=True):
            side, yshift = ("bottom", 6) if value == max(values) else ("top", -6)
            where = {"yanchor": side, "yshift": yshift, "name": f"value-{style.key}-{year}"}
            notes.append(note(bold_text(write(value)), year, scale.position(value), style.ink, 13, **where))
    return notes


STORY_HEIGHTS: Final = {0: 330, 700: 500}


@dataclass(frozen=True, slots=True)
class Vintage:
    """One vintage by year, with the words of each point and those at its end; preliminary years are rings."""

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
    least: int,
) -> dict[str, Any]:
    """Return a series in two vintages under the targets that it missed; ``main`` has the figures that decide.

    goals: due and value of a target, actual (the value of that year), the years in which it was reached by
    the figures that decide and by the other ones (None where it was not), words above its mark, the first
    bold, short beside the way from the value to the target, and tip; write: writes the axis; remark: what the
    area between the vintages is, where there is room for it.
    """
    years = range(min(*main.values, *other.values), max(*main.values, *other.values) + 1)
    height, compact = STORY_HEIGHTS[least], least == 0
    values = [*main.values.values(), *other.values.values(), *(goal["value"] for goal in goals)]
    scale = value_scale(values, height - 62, write, log=False, room=0.06)
    due = [goal["due"] for goal in goals]
    across = period_axis(
        (years[0] - 0.6, years[-1] + 0.6), sorted({years[0], *due, years[-1]}), bold_periods=due
    )
    # The area lies over the years that both have without a gap up to the last.
    *_, both = [], *consecutive_runs(main.values.keys() & other.values.keys())
    decided, others = ([vintage.values[year] for year in both] for vintage in (main, other))
    chart = (
        base_layer(height, (44, 72 if compact else 142, 34, 28))
        + axes(across, scaled_axis(scale))
        + Layer(shapes=[vertical_line(year, stroke(TOKENS.rule, 1, DOTTED)) for year in due])
        + area(both, decided, others, TOKENS.hero_wash)
        + _vintage(other, years, stroke(TOKENS.hero, 1.5, "5px,4px"), "other")
        + _vintage(main, years, stroke(TOKENS.hero, 3), "hero")
    )
    for goal in goals:
        chart += _goal(goal, compact=compact)
    notes = []
    higher = main.values[max(main.values)] >= other.values[max(other.values)]
    for path in (main, other):
        # Right of the plot: the upper words end at the level of their value, the lower begin.
        side, shift = ("bottom", -12) if (path is main) == higher else ("top", 12)
        where = place_beside("left", 10, side, shift, xref="x domain", name=f"end-{path is main}")
        text = "<br>".join([bold_text(path.end[0]), *path.end[1:]])
        color, size = (TOKENS.hero, 13 if compact else 14) if path is main else (TOKENS.ink_2, 12)
        notes.append(note(text, 1, path.values[max(path.values)], color, size, **where))
    if not compact and remark:
        low = min(value for year, value in main.values.items() if year >= years[0] + 8)
        where = place_beside("left", 30, "top", -95, name="remark")
        notes.append(note(remark, years[0] + 8, low, TOKENS.ink_2, **where))
    return (chart + Layer(annotations=notes)).figure()


def _vintage(path: Vintage, years: range, style: Part, role: str) -> Layer:
    """Return the line, its joins over gaps and to preliminary years, and its points, rings where alone."""
    solid = {year: value for year, value in path.values.items() if year not in path.preliminary}
    values = [solid.get(year) for year in years]
    traces = [trace("lines", years, values, {"role": role}, line=style, connectgaps=False)]
    color = style["color"]
    loose = stroke(color, style["width"] - 0.8, "2px,4px")
    for before, after in pairwise(sorted(path.values.items())):
        if after[0] > before[0] + 1 or after[0] in path.preliminary:
            x, y = zip(before, after, strict=True)
            traces.append(trace("lines", x, y, {"role": "join"}, line=loose))
    alone = {year for year in solid if year - 1 not in solid and year + 1 not in solid} | path.preliminary
    ringed, dot = (11, TOKENS.ground, color, 2.5), (6, color if role == "hero" else CLEAR_COLOR, color, 0)
    marks = each_marker(ringed if year in alone else dot for year in path.values)
    tips = [path.tips[year] for year in path.values]
    meta = {"role": role, "line": role}
    dots = trace("markers", path.values, path.values.values(), meta, tips, marker=marks)
    return Layer([*traces, dots])


def _goal(goal: Row, *, compact: bool) -> Layer:
    """Return a diamond at the due year, the way up to it, and the rule to the dot where it was reached."""
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
    traces = [trace("markers", [x], [y], {"role": role}, marker=look) for x, y, role, look in marks]
    diamond = marker(12, ink, TOKENS.ground, 1, symbol="diamond")
    meta = {"role": "goal", "line": "goal"}
    traces.append(trace("markers", [due], [value], meta, [goal["tip"]], marker=diamond))
    text = "<br>".join([bold_text(goal["words"][0]), *goal["words"][1:]])
    above = place_beside("right", -2, "bottom", 8, name=f"goal-{due}")
    notes = [note(text, due, value, ink, 12 if compact else 13, **above)]
    if not compact:
        left = {"xanchor": "right", "yanchor": "middle", "xshift": -7, "name": f"short-{due}"}
        notes.append(note(goal["short"], due, (goal["actual"] + value) / 2, TOKENS.ink_2, **left))
    return Layer(traces, shapes, notes)


RANK_LINES: Final = {0: (166.0, 240.0, 390.0), 520: (382.0, 540.0, 760.0), 900: (762.0, 900.0)}
"""Px of the whole chart from which a form is drawn; inner widths at which its names must be readable."""
_SYMBOLS = {"square": 8, "diamond": 9, "x": 8, "triangle-up": 11, "cross": 9, "triangle-down": 11}  # and px


def rank_lines(lines: Sequence[Row], years: tuple[int, int], measure: str, least: int) -> dict[str, Any]:
    """Return several rankings in a measure (rank or percentile); the hero is drawn last, above all others.

    lines: the short name of a ranking, hero, and points in the order of years: year, value, tip, and stretch,
    in which years compare; least: a key of RANK_LINES; in the narrowest form fewer years are named.
    """
    (first, last), compact = years, least == 0
    height, right = (340, 94) if compact else (400, 104)
    values = [point["value"] for line in lines for point in line["points"]]
    inner = height - 38
    scale = rank_scale(values, inner) if measure == "rank" else index_scale(values, values, measure, inner)
    ticks = tick_editions(first, last, 3, CLAIM)
    if not compact:
        named = tick_editions(first, last, last + 1, CLAIM)
        ticks = sorted({*tick_editions(first, last, 1 if last - first < 8 else 2), *named})
    chart = base_layer(height, (34, right, 10, 28))
    chart += axes(period_axis((first - 0.5, last + 0.5), ticks), scaled_axis(scale))
    symbols = [*_SYMBOLS]
    for index, ranking in sorted(enumerate(lines), key=lambda place: place[1]["hero"]):
        chart += Layer(_ranking(ranking, symbols[index % len(symbols)]))

    def place(point: Row) -> tuple[float, float]:
        return (point["year"] - first + 0.5) / (last - first + 1), scale.pixels(point["value"])

    # A name at the last point of each line, clear of the others; the hero's is placed first.
    names = []
    for ranking in sorted(lines, key=lambda line: (not line["hero"], -line["points"][-1]["year"])):
        end, text, hero = ranking["points"][-1], ranking["name"], ranking["hero"]
        color, size = (TOKENS.hero, 15) if hero else (TOKENS.ink_2, 13)
        at, room = (end["year"], end["value"]), text_width([text], is_compact=not hero)
        names.append(NamedPoint(at, *place(end), text, room, color, hero, f"label-{text}", size))
    dots = [place(point) for ranking in lines for point in ranking["points"]]
    labels = point_labels(names, dots, RANK_LINES[least], scale.height, right - 4)
    return (chart + Layer(annotations=labels)).figure()


def _ranking(line: Row, symbol: str) -> list[Part]:
    color = TOKENS.hero if line["hero"] else TOKENS.ink_2
    thin = stroke(color, 3) if line["hero"] else stroke(TOKENS.ink_3, 1.5)
    points = [(point["year"], point["value"]) for point in line["points"]]
    breaks = [other["year"] for one, other in pairwise(line["points"]) if one["stretch"] != other["stretch"]]
    solid, dotted = join_neighbours(points, breaks)
    meta = {"line": line["name"]}
    sizes = [8] * (len(points) - 1) + [11] if line["hero"] else [_SYMBOLS[symbol]] * len(points)
    marks = marker(sizes, color, TOKENS.ground, 1, symbol="circle" if line["hero"] else symbol)
    tips = [point["tip"] for point in line["points"]]
    x, y = zip(*points, strict=True)
    return [
        trace("lines", *segment_coordinates(dotted), meta, line=thin | {"dash": DOTTED}),
        trace("lines", *segment_coordinates(solid), meta, line=thin),
        trace("markers", x, y, meta | {"role": "points"}, tips, marker=marks),
    ]
