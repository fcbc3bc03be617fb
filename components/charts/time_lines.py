"""Lines over editions or years: open at gaps and breaks, named at their ends, in plots of several widths."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.robustness.shared_concepts import INSIDE, OVER, Shared
from components import numbers
from components.charts.axes import (
    OUTSIDE,
    FrameworkChange,
    axes,
    axis,
    every,
    framework_changes,
    period_names,
    periods,
    scaled,
    unseen,
)
from components.charts.labels import EndLabel, Named, end_labels, placed_labels, point_labels
from components.charts.layer import (
    CLEAR,
    Layer,
    Part,
    Row,
    bold,
    colored,
    enlarges,
    ground,
    hollowed,
    line,
    marker,
    note,
    ring,
    stroke,
    trace,
    upright,
    whiskers,
    width,
)
from components.charts.scales import Scale, by_powers, index_scale, near_ranks, rank_scale, value_scale
from components.text import Words, plain
from components.theme import TOKENS
from data.article import CLAIM, CLAIM_YEAR, HERO

DOTTED = "2px,3px"
"""Dashes of what joins two points over years that are not known."""


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing ones are None."""
    records: list[dict[Any, Any]] = frame.to_dict("records")
    # What is missing is not equal to itself, but for pandas' own mark.
    return [
        {name: None if value is pd.NA or value != value else value for name, value in row.items()}
        for row in records
    ]


def by_economy(table: Iterable[Row], period: str = "edition") -> dict[str, dict[int, Row]]:
    """Return rows as {economy: {period: row}}, in their order."""
    found: dict[str, dict[int, Row]] = {}
    for row in table:
        found.setdefault(str(row["economy"]), {})[int(row[period])] = row
    return found


def span(line: Collection[int]) -> range:
    """Return all periods from the first of a line to its last."""
    return range(min(line), max(line) + 1)


def broken(
    line: Mapping[int, Row], periods: Iterable[int], breaks: Collection[int] = ()
) -> tuple[list[float], list[Row | None]]:
    """Return places along the axis and the row at each: none at a gap or before a period of ``breaks``."""
    x: list[float] = []
    points: list[Row | None] = []
    for period in periods:
        if period in breaks and x:
            x, points = [*x, period - 0.5], [*points, None]
        x, points = [*x, period], [*points, line.get(period)]
    return x, points


def traced(
    course: tuple[list[float], list[Row | None]], key: str, meta: Mapping[str, str], mode: str, **style: Any
) -> Part:
    """Return the trace of the values under a key of ``broken`` rows, with their tips, left open at gaps."""
    x, points = course
    y = [None if row is None else float(row[key]) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    return trace(mode, x, y, meta, tips, connectgaps=False, **style)


def middle(exact: float | None, low: float | None, high: float | None) -> float | None:
    """Return a value, or the middle of its bounds, through which a line passes; None if nothing is known."""
    if exact is not None:
        return float(exact)
    return None if low is None or high is None else (float(low) + float(high)) / 2


def written(
    exact: float | None, low: float | None, high: float | None, write: Callable[[Any], str] = str
) -> str:
    """Write a value, or its bounds; "" if nothing is known."""
    ends = (low, high) if exact is None else (exact,)
    return numbers.DASH.join(write(end) for end in ends if end is not None)


def area(x: Collection[float], *edges: Iterable[float]) -> Layer:
    """Return the area between two edges."""
    style = {"line": {"width": 0}, "cliponaxis": True}
    one, other = (trace("lines", x, edge, {"role": "band"}, **style) for edge in edges)
    return Layer([one, other | {"fill": "tonexty", "fillcolor": TOKENS.hero_wash}])


def joins(
    points: Sequence[tuple[int, float]], breaks: Collection[int] = ()
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs of neighbouring points (by index) that are joined: of following years, and over a gap.

    points: (year, value); breaks: years from which on values do not compare with those before.
    """
    solid: list[tuple[int, int]] = []
    dotted: list[tuple[int, int]] = []
    for index, (one, other) in enumerate(pairwise(points)):
        if not any(one[0] < year <= other[0] for year in breaks):
            (solid if other[0] == one[0] + 1 else dotted).append((index, index + 1))
    return solid, dotted


def segments(
    points: Sequence[tuple[int, float]], pairs: Iterable[tuple[int, int]]
) -> tuple[list[Any], list[Any]]:
    """Return x and y of separate pieces between pairs of points."""
    x: list[Any] = []
    y: list[Any] = []
    for one, other in pairs:
        x += [points[one][0], points[other][0], None]
        y += [points[one][1], points[other][1], None]
    return x, y


def unverified(
    points: Sequence[tuple[int, float]],
    tip: str,
    color: str,
    widths: tuple[float, float],
    size: int,
    **meta: str,
) -> Part:
    """Return the dotted join from an edition of unverified size, a ring, to the next, if that is known.

    widths: of the join and of the ring, in pixels.
    """
    x, y = zip(*points, strict=True)
    marks = ring(size, color, widths[1]) | {"opacity": [1, 0][: len(points)]}
    style = {"line": stroke(color, widths[0], "3px,4px"), "marker": marks}
    return trace("lines+markers", x, y, {"role": "unverified", **meta}, [tip, ""][: len(points)], **style)


COLOURED = 3  # others that have a colour and a dash of their own
DASHES = ("solid", "7px,3px", "2px,3px")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """One economy of a comparison: its names, the tokens of its line and of its words, width and dash.

    short: what names it where there is little room.
    """

    code: str
    name: str
    short: str
    color: str
    ink: str
    width: float
    dash: str
    focus: bool

    @property
    def strong(self) -> bool:
        """Say whether it is drawn over the others: the one in focus, and China."""
        return self.focus or self.code == HERO

    @property
    def line(self) -> dict[str, Any]:
        """The style of its line."""
        return {"color": self.color, "width": self.width, "dash": self.dash}


def coloured(economies: Sequence[str]) -> tuple[str, ...]:
    """Return the economies that have a colour of their own; ``economies`` begin with the one in focus."""
    return tuple(code for code in economies[1:] if code != HERO)[:COLOURED]


def line_styles(
    economies: Sequence[str], names: Mapping[str, str], shorts: Mapping[str, str]
) -> list[LineStyle]:
    """Return how each economy is drawn; the first is the one in focus. China alone has the hero's colour."""
    own = coloured(economies)
    styles = []
    for place, code in enumerate(economies):
        focus = place == 0
        color, ink, dash = TOKENS.field_2, TOKENS.ink_2, "solid"
        if code == HERO:
            color = ink = TOKENS.hero
        elif focus:
            color = ink = TOKENS.ink
        elif code in own:
            color = ink = TOKENS.peers[own.index(code)]
            dash = DASHES[own.index(code)]
        width = 3.0 if focus else 2.0 if color != TOKENS.field_2 else 1.5
        styles.append(LineStyle(code, names[code], shorts[code], color, ink, width, dash, focus))
    return styles


HISTORY_HEIGHTS: Final = {0: 252, 520: 340}
"""Heights of the ranks of one part of the index, by the least width of the plot, as all heights below."""
PATH_HEIGHTS: Final = {0: 400, 700: 480}
SERIES_HEIGHTS: Final = {0: 300, 520: 340}
_FULL: Final = 15  # editions that have room for their four digits
_CLEAR: Final = 24.0  # px from an edge of the plot within which a number turns to the other side
_DIGIT, _LINE = 8.0, 17  # px: the width of a bold digit, the height of a number
_COLUMNS: Final = {0: 234, 520: 466}  # px: the narrowest plot in which numbers must not touch
_ALL_LABELLED: Final = 7  # points, from which on only ends, best and worst carry their number
_DOTTED: Final = 9  # paths from which on points are not marked
_ERRORS: Final = 2  # standard errors on either side
_FAR: Final = 2  # years before the end of the plot from which on a line is named inside it
_WIDTHS: Final = {"hero": 3.0, "other": 2.0, "peer": 1.5}


def rank_history(
    frame: pd.DataFrame, tips: Sequence[str], changes: Sequence[FrameworkChange], least: int, *, hero: bool
) -> dict[str, Any]:
    """Return the ranks of one part of the index from a frame of ``analysis.index.profile.history``.

    tips: the words of each row. Bars stand for ranks that are known between bounds only; a ring marks an
    edition with another name, a dotted join one whose number of economies is not verified.
    """
    color, height, compact = TOKENS.hero if hero else TOKENS.ink, HISTORY_HEIGHTS[least], least == 0
    table = []
    for row, tip in zip(rows(frame), tips, strict=True):
        bounds = {"low": row["rank_low"], "high": row["rank_high"]}
        loose = row["rank"] is not None and row["economies"] is None
        at = middle(row["rank"], *bounds.values())
        table.append({**row, **bounds, "tip": tip, "at": at, "loose": loose})
    first, last = table[0]["edition"], table[-1]["edition"]
    inside = [change for change in changes if first <= change.edition <= last]
    strip = 0.1 if inside else 0.0
    known = [row for row in table if row["at"] is not None]
    worst = [float(row["high"] if row["rank"] is None else row["rank"]) for row in known]
    scale = index_scale(worst, worst, "rank", (height - 48) * (1 - strip))
    crowded = compact and len(table) > 8
    counts = {row["edition"]: row["economies"] for row in table}
    ticks = [row["edition"] for row in table if not crowded or (last - row["edition"]) % 2 == 0]
    across = periods((first - 0.5, last + 0.5), ticks, short=crowded or len(table) > _FULL, counts=counts)

    traces = []
    for row, after in zip(table, [*table[1:], None], strict=True):
        if row["loose"]:
            ends = [(one["edition"], one["at"]) for one in (row, after) if one and one["at"] is not None]
            traces.append(unverified(ends, row["tip"], color, (2, 2), 8, line="history"))
    y = [None if row["loose"] else row["at"] for row in table]
    latest = max((index for index, at in enumerate(y) if at is not None), default=-1)
    sizes = [11 if index == latest or row["renamed"] else 7 for index, row in enumerate(table)]
    seen = [1 if row["rank"] is not None else 0 for row in table]
    style = {
        "connectgaps": False,
        "line": stroke(color, 2.5),
        "marker": hollowed(sizes, color, [row["renamed"] for row in table], 2.5, opacity=seen),
    }
    words = ["" if at is None else row["tip"] for row, at in zip(table, y, strict=True)]
    meta = {"role": "history", "line": "history"}
    traces.append(trace("lines+markers", [row["edition"] for row in table], y, meta, words, **style))
    bars = [
        line((row["edition"],) * 2, (row["low"] - 0.4, row["high"] + 0.4), stroke(color, 6))
        for row in table
        if row["rank"] is None and row["low"] is not None
    ]
    chart = ground(height, (34, 20, 8, 40)) + axes(across, scaled(scale), strip)
    chart += framework_changes(inside, compact=compact)
    return (chart + Layer(traces, bars, _numbers(table, scale, color, _COLUMNS[least]))).figure()


def _numbers(table: Sequence[Row], scale: Scale, color: str, room: int) -> list[Part]:
    """Return the rank beside each point; of many points only beside the ends, the best and the worst.

    The ends come first: a number that would lie on one already written is left to the tip of its point.
    """
    known = [row for row in table if row["at"] is not None]
    ordered = sorted(known, key=lambda row: row["at"])
    first = [*known[-1:], *known[:1], *ordered[:1], *ordered[-1:]]
    others = known if len(known) <= _ALL_LABELLED else ()
    around, column = {row["edition"]: row["at"] for row in table}, room / len(table)
    notes: list[Part] = []
    taken: list[tuple[float, float, float]] = []  # middle across, middle down and width in px
    for edition, row in {row["edition"]: row for row in (*first, *others)}.items():
        y, text, exact = row["at"], written(row["rank"], row["low"], row["high"]), row["rank"] is not None
        beside = [around.get(edition + step) for step in (-1, 1)]
        upwards = all(other < y for other in beside if other is not None)  # the line leaves upwards
        down = scale.inside(y)
        below = down < _CLEAR or (upwards and down < scale.height - _CLEAR)
        wide = len(text) * _DIGIT
        inwards = max(0.0, (wide - column) / 2) if row is table[0] else 0.0  # clear of the axis
        at = edition * column + inwards, down + (16 if below else -16)
        if any(abs(at[0] - x) < (wide + size) / 2 + 2 and abs(at[1] - y) < _LINE for x, y, size in taken):
            continue
        taken.append((*at, wide))
        where = {"xshift": inwards, "yanchor": "top" if below else "bottom", "yshift": -8 if below else 7}
        notes.append(note(bold(text, exact), edition, y, color if exact else TOKENS.ink_2, 13, **where))
    return notes


@dataclass(frozen=True, slots=True)
class Paths:
    """What paths need beside their rows.

    counts: economies by period, None where not verified; write and tick: how a value is written at the end
    of a line and on the axis; ranked: the values are ranks; counted: counts or money; breaks: periods in
    which the path of an economy begins anew; words: the names of both lines of ticks and of the strip.
    """

    counts: Mapping[int, int | None]
    write: Callable[[float], str]
    tick: Callable[[float], str]
    ranked: bool
    counted: bool
    breaks: Mapping[str, Collection[int]]
    changes: Sequence[FrameworkChange]
    words: tuple[str, str, str]


def paths(frame: pd.DataFrame, styles: Sequence[LineStyle], plot: Paths, least: int) -> dict[str, Any]:
    """Return the paths of economies from a frame of ``analysis.comparison.views.paths`` with a column tip."""
    height, compact = PATH_HEIGHTS[least], least == 0
    table = [row | {"middle": middle(row["at"], row["low"], row["high"])} for row in rows(frame)]
    lines = by_economy(table, "period")
    drawn = [one for one in styles if one.code in lines]
    first, last = min(row["period"] for row in table), max(row["period"] for row in table)
    inside = [change for change in plot.changes if first < change.edition <= last]
    inner = height - 52
    strip = 36 / inner if inside else 0.0
    values = [float(v) for row in table for v in (row["at"], row["low"], row["high"]) if v is not None]
    if plot.ranked:
        scale = rank_scale(values, inner * (1 - strip))
    else:
        log = by_powers(values, counted=plot.counted)
        scale = value_scale(values, inner * (1 - strip), plot.tick, log=log, room=0.06)
    labels = []
    for one in drawn:
        end = max(lines[one.code])
        row = lines[one.code][end]
        dated = "" if end == last else f" ’{end % 100:02d}" if compact else f" ({end})"
        name = one.short if compact else one.name
        text = f"{written(row['at'], row['low'], row['high'], plot.write)}  {name}{dated}"
        labels.append(EndLabel(one.code, row["middle"], text, one.ink, one.focus, color=one.color))
    right = width([label.text for label in labels], compact=compact) + 24
    left = width(scale.texts, compact=True) + 12
    ticks = every(first, last, -(-(last + 1 - first) // (7 if compact else 18)))
    short = last - first > (3 if compact else _FULL)
    across = periods((first - 0.5, last + 0.4), ticks, short=short, counts=plot.counts)
    chart = ground(height, (left, right, 8, 44)) + axes(across, scaled(scale), strip)
    chart += framework_changes(inside, compact=compact) + enlarges("y")
    for one in sorted(drawn, key=lambda one: (one.strong, one.focus)):  # the one in focus over the others
        chart += Layer(_path(one, lines[one.code], range(first, last + 1), plot, dots=len(drawn) < _DOTTED))
    chart += end_labels(labels, scale, 18, top=0, bottom=scale.height)
    return (chart if compact else chart + period_names(plot.words, 6, 3, strip=bool(inside))).figure()


def _path(style: LineStyle, line: Mapping[int, Row], span: range, plot: Paths, *, dots: bool) -> list[Part]:
    """Return the line of an economy, before it the dotted joins from periods of unverified size."""
    traces = []
    loose = [period for period in line if plot.counts.get(period) is None]
    for period in loose:
        following = min((one for one in plot.counts if one > period), default=period)
        ends = [(one, line[one]["middle"]) for one in sorted({period, following}) if one in line]
        widths = (min(style.width, 2), 1.5)
        traces.append(unverified(ends, line[period]["tip"], style.color, widths, 7, economy=style.code))
    firm = {period: row for period, row in line.items() if period not in loose}
    course = broken(firm, span, plot.breaks.get(style.code, ()))
    doubt = [row is not None and row["at"] is None for row in course[1]]
    opacity = 1 if dots or style.focus else 0
    marks = hollowed(9 if style.focus else 5, style.color, doubt, 1.2, opacity=opacity)
    meta = {"economy": style.code, "role": "hero" if style.focus else "peer"}
    drawn = traced(course, "middle", meta, "lines+markers", line=style.line, marker=marks)
    if any(doubt):
        reach = [
            (float(row["high"]) - float(row["low"])) / 2 if row and one else 0.0
            for row, one in zip(course[1], doubt, strict=True)
        ]
        drawn["error_y"] = whiskers(reach, color=style.color, thickness=1.5, width=2)
    return [*traces, drawn]


@dataclass(frozen=True, slots=True)
class Series:
    """How one line is drawn; ``label`` and ``short`` name it at its end, in the full and the compact set.

    role: "hero" (the economy the page is about), "other" (the same in another release), "peer" (context).
    """

    line: str
    label: str
    short: str
    role: str
    hero: bool = True

    @property
    def color(self) -> str:
        """The token of the line; only China has the hero's."""
        if self.role == "peer":
            return TOKENS.field_2
        return TOKENS.hero if self.hero else TOKENS.ink

    @property
    def ink(self) -> str:
        """The token of what is written beside the line."""
        return TOKENS.ink_2 if self.role == "peer" else self.color


def series_lines(
    frame: pd.DataFrame,
    series: Sequence[Series],
    write: Callable[[float], str],
    least: int,
    *,
    tick: Callable[[float], str] | None = None,
    log: bool = False,
    mark: int | None = None,
    printed: Sequence[int] = (),
    rings: str = "",
) -> dict[str, Any]:
    """Return a few series; ``frame`` has the columns line, year, value, error (may be missing) and tip.

    write: writes values, on the axis as well where ``tick`` does not; log: whether the scale is logarithmic;
    mark: a year with a hairline; printed: years whose values are written at the points. Rows whose line is
    ``rings`` are single values: rings that nothing joins, their words beside them.
    """
    height, compact = SERIES_HEIGHTS[least], least == 0
    table: list[dict[Any, Any]] = frame.to_dict("records")
    for row in table:
        row["reach"] = 0.0 if math.isnan(row["error"]) else _ERRORS * float(row["error"])
    lines = {one.line: [row for row in table if row["line"] == one.line] for one in series}
    ends = {one.line: lines[one.line][-1] for one in series if lines[one.line]}
    first, last = min(int(row["year"]) for row in table), max(int(row["year"]) for row in table)
    inside = [name for name, end in ends.items() if last - int(end["year"]) > _FAR]
    top = 34 if inside else 14
    values = [float(row["value"]) + side * row["reach"] for row in table for side in (-1, 1)]
    scale = value_scale(values, height - top - 28, tick or write, log=log, room=0.08)
    labels, notes = [], []
    for one in (one for one in series if one.line in ends):
        end, hero, text = ends[one.line], one.role == "hero", one.short if compact else one.label
        size, value = 14 if hero and not compact else 13, float(end["value"])
        if one.line not in inside:
            labels.append(EndLabel(one.line, value, text, one.ink, hero, size))
            continue
        # A line that ends early is named above it where no line of that year is higher, or below.
        beside = (row["value"] for line in lines.values() for row in line if row["year"] == end["year"])
        yshift, name = 32 if max(beside) <= end["value"] else -34, f"label-{one.line}"
        where = {"xanchor": "right", "xshift": 8, "yshift": yshift, "yanchor": "middle"}
        at = int(end["year"]), scale.place(value)
        notes.append(note(bold(text, hero), *at, one.ink, size, **where, captureevents=True, name=name))
    right = width([label.text for label in labels], compact=compact) + 14
    left = max(44, width(scale.texts, compact=True) + 8)
    years, most = range(first, last + 1), 5 if compact else 10
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= most)
    across = periods((first - 0.6, last + 0.6), (year for year in years if year % step == 0))
    marks = [] if mark is None else [upright(mark, stroke(TOKENS.rule, 1, DOTTED))]
    chart = (
        ground(height, (left, right, top, 28))
        + enlarges("y")
        + axes(across, scaled(scale))
        + Layer([_series(one, lines[one.line], years) for one in series], marks)
        + _rings([row for row in table if rings and row["line"] == rings], compact=compact)
        + end_labels(labels, scale, 10)
        + Layer(annotations=[*notes, *_printed(series, lines, scale, write, printed)])
    )
    return chart.figure()


def _series(series: Series, table: Sequence[Row], years: range) -> Part:
    course = broken({int(row["year"]): row for row in table}, years)
    style = {
        "line": stroke(series.color, _WIDTHS[series.role], "7px,4px" if series.role == "other" else ""),
        "marker": marker(3 if series.role == "peer" else 5, series.color),
    }
    meta = {"role": series.role, "line": series.line}
    drawn = traced(course, "value", meta, "lines+markers", **style)
    reach = [0.0 if row is None else row["reach"] for row in course[1]]
    if any(reach):
        color = series.color if series.role == "hero" else TOKENS.field_2
        drawn["error_y"] = whiskers(reach, color=color, thickness=1.2, width=3)
    return drawn


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
        where = {"xanchor": "left", "yanchor": "top", "xshift": 9, "yshift": -12, "name": f"vintage-{year}"}
        if words:
            notes.append(note("<br>".join(words), year, lowest, TOKENS.ink_2, **where))
    return Layer([rings], annotations=notes)


def _printed(
    series: Sequence[Series],
    lines: Mapping[str, Sequence[Row]],
    scale: Scale,
    write: Callable[[float], str],
    years: Sequence[int],
) -> list[Part]:
    """Return the values written at the points of some years: above the highest of a year, else below."""
    notes = []
    for year in years:
        points = [
            (one, float(row["value"])) for one in series for row in lines[one.line] if row["year"] == year
        ]
        top = max((value for _, value in points), default=0.0)
        for one, value in points:
            side, yshift = ("bottom", 6) if value == top else ("top", -6)
            where = {"yanchor": side, "yshift": yshift, "name": f"value-{one.line}-{year}"}
            notes.append(note(bold(write(value)), year, scale.place(value), one.ink, 13, **where))
    return notes


STORY_HEIGHTS: Final = {0: 330, 700: 500}


@dataclass(frozen=True, slots=True)
class Goal:
    """One target: due year and value, the value of that year, and the years in which it was reached.

    reached, other: by the figures that decide, and by the others; words: above its mark, the first bold;
    short: beside the way from the value to the target; tip: on hover.
    """

    due: int
    value: float
    actual: float
    reached: int | None
    other: int | None
    words: Sequence[str]
    short: str
    tip: str


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
    goals: Sequence[Goal],
    write: Callable[[float], str],
    remark: str,
    least: int,
) -> dict[str, Any]:
    """Return a series in two vintages under the targets that it missed; ``main`` has the figures that decide.

    write: writes the axis; remark: what the area between the vintages is, where there is room for it.
    """
    years = range(min(*main.values, *other.values), max(*main.values, *other.values) + 1)
    height, compact = STORY_HEIGHTS[least], least == 0
    values = [*main.values.values(), *other.values.values(), *(goal.value for goal in goals)]
    scale = value_scale(values, height - 62, write, log=False, room=0.06)
    due = [goal.due for goal in goals]
    across = periods((years[0] - 0.6, years[-1] + 0.6), sorted({years[0], *due, years[-1]}), strong=due)
    both = sorted(set(main.values) & set(other.values))
    while any(after - before > 1 for before, after in pairwise(both)):
        both = both[1:]  # the area lies over the years that both have without a gap up to the last
    chart = (
        ground(height, (44, 72 if compact else 142, 34, 28))
        + axes(across, scaled(scale))
        + Layer(shapes=[upright(year, stroke(TOKENS.rule, 1, DOTTED)) for year in due])
        + area(both, *([vintage.values[year] for year in both] for vintage in (main, other)))
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
        where = {"xref": "x domain", "xanchor": "left", "xshift": 10, "yanchor": side, "yshift": shift}
        text, name = "<br>".join([bold(path.end[0]), *path.end[1:]]), f"end-{path is main}"
        color, size = (TOKENS.hero, 13 if compact else 14) if path is main else (TOKENS.ink_2, 12)
        notes.append(note(text, 1, path.values[max(path.values)], color, size, **where, name=name))
    if not compact and remark:
        low = min(value for year, value in main.values.items() if year >= years[0] + 8)
        where = {"xanchor": "left", "yanchor": "top", "xshift": 30, "yshift": -95}
        notes.append(note(remark, years[0] + 8, low, TOKENS.ink_2, **where, name="remark"))
    return (chart + Layer(annotations=notes)).figure()


def _vintage(path: Vintage, years: range, style: Part, role: str) -> Layer:
    """Return the line, its joins over gaps and to preliminary years, and its points, rings where alone."""
    solid = {year: value for year, value in path.values.items() if year not in path.preliminary}
    values = [solid.get(year) for year in years]
    traces = [trace("lines", years, values, {"role": role}, line=style, connectgaps=False)]
    points = sorted(path.values.items())
    pairs = dict.fromkeys(joins(points)[1])
    pairs |= {(at - 1, at): None for at, (year, _) in enumerate(points) if at and year in path.preliminary}
    loose = stroke(style["color"], style["width"] - 0.8, "2px,4px")
    for one, two in pairs:
        x, y = zip(points[one], points[two], strict=True)
        traces.append(trace("lines", x, y, {"role": "join"}, line=loose))
    alone = {year for year in solid if year - 1 not in solid and year + 1 not in solid} | path.preliminary
    rings, fill = [year in alone for year in path.values], style["color"] if role == "hero" else CLEAR
    marks = marker(
        [11 if one else 6 for one in rings],
        [TOKENS.ground if one else fill for one in rings],
        [style["color"]] * len(rings),
        [2.5 if one else 0 for one in rings],
    )
    tips = [path.tips[year] for year in path.values]
    meta = {"role": role, "line": role}
    dots = trace("markers", path.values, path.values.values(), meta, tips, marker=marks)
    return Layer([*traces, dots])


def _goal(goal: Goal, *, compact: bool) -> Layer:
    """Return a diamond at the due year, the way up to it, and the rule to the dot where it was reached."""
    ink = TOKENS.ink
    shapes = [line((goal.due, goal.due), (goal.actual, goal.value), stroke(ink, 1.5))]
    marks = [(goal.due, goal.actual, "actual", marker(9, TOKENS.hero, TOKENS.ground, 1.5))]
    if goal.reached:
        shapes.append(line((goal.due, goal.reached), (goal.value, goal.value), stroke(ink, 1.5)))
        if goal.other and goal.other != goal.reached:
            ends = (min(goal.reached, goal.other), max(goal.reached, goal.other))
            shapes.append(line(ends, (goal.value, goal.value), stroke(ink, 1.5, "2px,3px")))
            marks.append((goal.other, goal.value, "other", ring(8, ink, 1.5)))
        marks.append((goal.reached, goal.value, "reached", marker(9, ink)))
    traces = [trace("markers", [x], [y], {"role": role}, marker=look) for x, y, role, look in marks]
    diamond = marker(12, ink, TOKENS.ground, 1, symbol="diamond")
    meta = {"role": "goal", "line": "goal"}
    traces.append(trace("markers", [goal.due], [goal.value], meta, [goal.tip], marker=diamond))
    text = "<br>".join([bold(goal.words[0]), *goal.words[1:]])
    above = {"xanchor": "right", "yanchor": "bottom", "xshift": -2, "yshift": 8, "name": f"goal-{goal.due}"}
    notes = [note(text, goal.due, goal.value, ink, 12 if compact else 13, **above)]
    if not compact:
        beside = {"xanchor": "right", "yanchor": "middle", "xshift": -7, "name": f"short-{goal.due}"}
        notes.append(note(goal.short, goal.due, (goal.actual + goal.value) / 2, TOKENS.ink_2, **beside))
    return Layer(traces, shapes, notes)


RANK_LINES: Final = {0: (166.0, 240.0, 390.0), 520: (382.0, 540.0, 760.0), 900: (762.0, 900.0)}
"""Px of the whole chart from which a form is drawn; inner widths at which its names must be readable."""
RANK_LINES_HEIGHT: Final = 400
_SYMBOLS = {"square": 8, "diamond": 9, "x": 8, "triangle-up": 11, "cross": 9, "triangle-down": 11}  # and px


@dataclass(frozen=True, slots=True)
class RankPoint:
    """One year of a ranking: value, words on hover, and the stretch in which years compare."""

    year: int
    value: float
    tip: str
    stretch: int


@dataclass(frozen=True, slots=True)
class RankLine:
    """One ranking: its short name, its points by year, and whether it is the hero."""

    name: str
    points: Sequence[RankPoint]
    hero: bool = False

    @property
    def color(self) -> str:
        """The token of its marks and its name."""
        return TOKENS.hero if self.hero else TOKENS.ink_2


def rank_lines(lines: Sequence[RankLine], years: tuple[int, int], measure: str, least: int) -> dict[str, Any]:
    """Return several rankings in a measure (rank or percentile); the hero is drawn last, above all others.

    ``least``: a key of RANK_LINES; in the narrowest form fewer years are named.
    """
    (first, last), compact = years, least == 0
    height, right = (340, 94) if compact else (RANK_LINES_HEIGHT, 104)
    values = [point.value for line in lines for point in line.points]
    inner = height - 38
    scale = rank_scale(values, inner) if measure == "rank" else index_scale(values, values, measure, inner)
    ticks = every(first, last, 3, CLAIM)
    if not compact:
        named = every(first, last, last + 1, CLAIM)
        ticks = sorted({*every(first, last, 1 if last - first < 8 else 2), *named})
    chart = ground(height, (34, right, 10, 28))
    chart += axes(periods((first - 0.5, last + 0.5), ticks), scaled(scale)) + enlarges("y")
    symbols = [*_SYMBOLS]
    for index, one in sorted(enumerate(lines), key=lambda one: one[1].hero):
        chart += Layer(_ranking(one, symbols[index % len(symbols)]))

    def place(point: RankPoint) -> tuple[float, float]:
        return (point.year - first + 0.5) / (last - first + 1), scale.pixels(point.value)

    # A name at the last point of each line, clear of the others; the hero's is placed first.
    names = []
    for one in sorted(lines, key=lambda one: (not one.hero, -one.points[-1].year)):
        end, room = one.points[-1], width([one.name], compact=not one.hero)
        at, name, size = (end.year, end.value), f"label-{one.name}", 15 if one.hero else 13
        names.append(Named(at, *place(end), one.name, room, one.color, one.hero, name, size))
    dots = [place(point) for one in lines for point in one.points]
    labels = point_labels(names, dots, RANK_LINES[least], scale.height, right - 4)
    return (chart + Layer(annotations=labels)).figure()


def _ranking(line: RankLine, symbol: str) -> list[Part]:
    thin = stroke(line.color, 3) if line.hero else stroke(TOKENS.ink_3, 1.5)
    points = [(point.year, point.value) for point in line.points]
    breaks = [other.year for one, other in pairwise(line.points) if one.stretch != other.stretch]
    solid, dotted = joins(points, breaks)
    meta = {"line": line.name}
    sizes = [8] * (len(points) - 1) + [11] if line.hero else [_SYMBOLS[symbol]] * len(points)
    marks = marker(sizes, line.color, TOKENS.ground, 1, symbol="circle" if line.hero else symbol)
    tips = [point.tip for point in line.points]
    x, y = zip(*points, strict=True)
    return [
        trace("lines", *segments(points, dotted), meta, line=thin | {"dash": DOTTED}),
        trace("lines", *segments(points, solid), meta, line=thin),
        trace("markers", x, y, meta | {"role": "points"}, tips, marker=marks),
    ]


MULTIPLE_HEIGHTS: Final = {0: 172, 318: 196}
"""On a page of three columns, and where a multiple has the width of a phone."""
_APART: Final = 4  # years between two ticks that do not touch
_GAPS: Final = (14.6, 16.0)  # px between the labels of two peers, and around China's
YearTip = tuple[int, float, str]  # year, value, words


@dataclass(frozen=True, slots=True)
class Multiple:
    """How the rows of a small multiple are drawn.

    scale: vertical; years: first and last of the horizontal axis; breaks: years from which China's series is
    not comparable with the years before; number: China's last value in short; since: the year from which
    movements count; names: what stands for the code of an economy, if anything; goals: due years
    and values of official targets.
    """

    scale: Scale
    years: tuple[int, int]
    breaks: Sequence[int]
    number: str
    since: int = CLAIM_YEAR
    names: Mapping[str, str] = field(default_factory=dict)
    goals: Sequence[tuple[int, float]] = ()

    @property
    def edge(self) -> float:
        """Where the horizontal axis ends, with the room of the leaders right of the lines."""
        return self.years[1] + (self.years[1] - self.years[0]) * 0.1


def multiple_scale_height(least: int) -> int:
    """Return the height of the plot inside a small multiple."""
    return MULTIPLE_HEIGHTS[least] - 34


def multiple(table: pd.DataFrame, plot: Multiple, least: int = 0) -> dict[str, Any]:
    """Return a small multiple of rows with economy, year, value and tip (the words of a point).

    A missing year is bridged with a dotted line, a break of the series with none; an economy known for one
    year is a dot.
    """
    found: dict[str, list[YearTip]] = {}
    for row in table.sort_values("year", kind="stable").to_dict("records"):
        point = (int(row["year"]), float(row["value"]), str(row["tip"]))
        found.setdefault(str(row["economy"]), []).append(point)
    order = [code for code in dict.fromkeys(table["economy"]) if code != HERO]
    lines = {code: found[code] for code in [*order, HERO] if code in found}  # China's lies on top
    china, (first, last) = lines.get(HERO, []), plot.years
    end = china[-1][0] if china else last
    ticks = {first: str(first), plot.since: bold(colored(str(plot.since), TOKENS.ink))}
    if plot.since - first < _APART and first != plot.since:
        del ticks[first]
    if abs(end - plot.since) >= _APART:
        ticks[end] = str(end)
    texts = {"tickvals": list(ticks), "ticktext": list(ticks.values()), **OUTSIDE, "ticklen": 3}
    across = axis((first - 0.5, plot.edge), TOKENS.ink_2, **texts)
    inside = [year for year in plot.breaks if china and china[0][0] < year <= china[-1][0]]
    breaks = [upright(year - 0.5, stroke(TOKENS.field, 1), name="break") for year in inside]
    claim = upright(plot.since, stroke(TOKENS.rule, 1, "1px,3px"), name="claim")
    chart = (
        ground(MULTIPLE_HEIGHTS[least], (44, 60, 10, 24))
        + Layer(layout={"hoverdistance": 14})
        + axes(across, scaled(plot.scale))
        + Layer(shapes=[claim, *breaks])
        + _leaders({code: points[-1] for code, points in lines.items()}, plot)
    )
    for code, points in lines.items():
        chart += Layer(_pieces(code, points, plot.breaks if code == HERO else ()))
    due = [one for one in plot.goals if one[0] <= last + 1 and 0 <= plot.scale.share(one[1]) <= 1]
    if due:
        x, y = zip(*due, strict=True)
        marks = marker(9, TOKENS.ink, TOKENS.ground, 1, symbol="diamond")
        chart += Layer([trace("markers", x, y, {"role": "goals"}, marker=marks)])
    if china:  # a ring at the first year known since the base year, and a dot at the last
        start = next((point for point in china if point[0] >= plot.since), china[-1])
        ends = [start, china[-1]] if start[0] != end else [china[-1]]
        marks = hollowed(9, TOKENS.hero, [point is not china[-1] for point in ends], 2)
        x, y, _ = zip(*ends, strict=True)
        chart += Layer([trace("markers", x, y, {"role": "marks"}, marker=marks)])
    return chart.figure()


def _pieces(code: str, points: Sequence[YearTip], breaks: Sequence[int]) -> list[Part]:
    """Return the line, open at gaps and breaks, a dot where a point stands alone, dots over gaps."""
    hero = code == HERO
    color, quiet = (TOKENS.hero, TOKENS.hero) if hero else (TOKENS.field, TOKENS.field_2)
    values = [point[:2] for point in points]
    solid, dotted = joins(values, breaks)
    joined = {index for pair in solid for index in pair}
    opened: list[tuple[float, float | None, str | None, float]] = []
    for index, (year, value, tip) in enumerate(points):
        if index and (index - 1, index) not in solid:
            opened.append(((points[index - 1][0] + year) / 2, None, None, 0))
        opened.append((year, value, tip, 0 if index in joined else 6 if hero else 5))
    x, y, tips, sizes = (list(column) for column in zip(*opened, strict=True))
    style = {"line": stroke(color, 2.5 if hero else 1.5), "marker": marker(sizes, quiet)}
    meta = {"economy": code, "role": "hero" if hero else "peer"}
    drawn = trace("lines+markers", x, y, meta, tips, connectgaps=False, **style)
    if not dotted:
        return [drawn]
    dots = stroke(quiet, 2 if hero else 1.2, DOTTED)
    return [trace("lines", *segments(values, dotted), {"role": "bridge"}, line=dots), drawn]


def _leaders(ends: Mapping[str, YearTip], plot: Multiple) -> Layer:
    """Return codes, and China's number, with leaders from the last points of the lines."""
    scale, across = plot.scale, plot.years[1] - plot.years[0]
    labels = []
    for code, (_, value, _) in ends.items():
        hero = code == HERO
        text, ink = (plot.number, TOKENS.hero) if hero else (plot.names.get(code, code), TOKENS.ink_2)
        labels.append(EndLabel(code, value, text, ink, hero, 13 if hero else 12))
    leaders, names = [], []
    for label, _, there in placed_labels(labels, scale, 0, scale.height, _GAPS):
        at = scale.value(there)
        start = ends[label.name][0] + across * (0.03 if label.hero else 0.02)
        style = stroke(TOKENS.hero, 1.2) if label.hero else stroke(TOKENS.field_2, 1)
        leaders.append(trace("lines", (start, plot.edge), (label.value, at), {"role": "leader"}, line=style))
        where = {"xref": "x domain", "xanchor": "left", "xshift": 2, "yanchor": "middle"}
        where |= {"captureevents": True, "name": f"label-{label.name}"}
        text = bold(label.text, label.hero)
        names.append(note(text, 1, scale.place(at), label.ink, label.size, **where))
    return Layer(leaders, annotations=names)


WEIGHT_HEIGHTS: Final = {0: 290, 560: 340}
SHARED_LINES: tuple[str, ...] = ("published", OVER, INSIDE)


def reweighted(frame: pd.DataFrame, words: Words, least: int) -> dict[str, Any]:
    """Return the ranks of an economy under other weights, by edition, beside the published ones.

    frame: comes from ``analysis.robustness.reweighting.history`` and has at least one row.
    """
    compact, height = least == 0, WEIGHT_HEIGHTS[least]
    line = {int(row["edition"]): row for row in rows(frame)}
    first, last = min(line), max(line)
    names = ("published", "rank_low", "rank_high")
    values = [row[name] for row in line.values() for name in names if row[name] is not None]
    scale = near_ranks(min(values), max(values), height - 36)
    across = periods((first - 0.4, last + 0.4), every(first, last, 3 if compact else 2, CLAIM))
    x, points = broken(line, span(line))
    known = [row or {} for row in points]
    published, ranks = ([row.get(name) for row in known] for name in ("published", "rank"))
    tips = ["" if row is None else _reweighted_tip(row, words) for row in points]
    style = {"line": stroke(TOKENS.ink_3, 1.5, "4px,3px"), "marker": ring(5, TOKENS.ink_3, 1.3)}
    dashed = trace("lines+markers", x, published, {"role": "published", "line": "published"}, **style)
    # A pointer finds the points of the first that are not under the other line. They say the words of both
    # lines, which the keyboard reads once: so they are no ``hovertext``.
    apart = [None if one == rank else one for one, rank in zip(published, ranks, strict=True)]
    found = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "hoverinfo": "text"}
    up = [row["rank_high"] - row["rank"] if row else 0 for row in known]
    down = [row["rank"] - row["rank_low"] if row else 0 for row in known]
    style = {
        "error_y": whiskers(up, down, color=TOKENS.ink, thickness=1.4, width=4),
        "line": stroke(TOKENS.hero, 3),
        "marker": marker(7, TOKENS.hero, TOKENS.ground, 1.2),
    }
    hero = trace("lines+markers", x, ranks, {"role": "hero", "line": "hero"}, tips, **style)
    # One label where both lines end at the same rank, else two.
    end, name = line[last], words("weights.history.own_short" if compact else "weights.history.own")
    labels = [EndLabel("hero", end["rank"], f"{end['rank']}  {name}", TOKENS.hero, hero=True)]
    if end["published"] not in (None, end["rank"]):
        text = f"{end['published']}  {words('weights.history.published')}"
        labels.append(EndLabel("published", end["published"], text, TOKENS.ink_2))
    chart = ground(height, (32, 92 if compact else 128, 10, 26)) + axes(across, scaled(scale, **OUTSIDE))
    chart += Layer([dashed, dashed | found | {"y": apart, "text": tips}, hero])
    return (chart + end_labels(labels, scale, 8)).figure()


def _reweighted_tip(row: Row, words: Words) -> str:
    parts = [
        f"<b>{numbers.edition(row['edition'], words.lang)}</b>",
        words("weights.tip.own", rank=row["rank"], count=row["economies"]),
    ]
    if row["rank_low"] < row["rank_high"]:
        parts.append(words("weights.tip.rounding", interval=(row["rank_low"], row["rank_high"])))
    if row["published"] is not None:
        parts.append(words("weights.tip.published", rank=row["published"]))
    return plain("<br>".join(parts))


def shared_ranks(found: Shared, words: Words, least: int) -> dict[str, Any]:
    """Return ranks over shared indicators, the published ones, and grey bars of those that weights allow.

    Each edition has one place. A point is hollow where a GII pillar loses more than a third of its weight.
    Nothing is drawn of an economy that no edition ranks.
    """
    table, height = rows(found.ranks), WEIGHT_HEIGHTS[least]
    names = (*SHARED_LINES, "bound_low", "bound_high")
    known = [int(row[name]) for row in table for name in names if row[name] is not None] or [1]
    scale = near_ranks(min(known), max(known), height - 36)
    places = range(len(table))
    ticks = {"tickvals": [*places], "ticktext": [str(row["edition"]) for row in table]}
    bounded = [(at, row) for at, row in enumerate(table) if row["bound_low"] is not None]
    ends = [((at, at), (row["bound_low"] - 0.4, row["bound_high"] + 0.4)) for at, row in bounded]
    bounds = [line(x, y, stroke(TOKENS.grid, 18), layer="below") for x, y in ends]
    looks = (
        (TOKENS.ink_3, stroke(TOKENS.ink_3, 1.5, "4px,3px")),
        (TOKENS.ink_2, stroke(TOKENS.ink_2, 2, "1px,3px")),
        (TOKENS.hero, stroke(TOKENS.hero, 3)),
    )
    traces, labels = [], []
    for name, (color, style) in zip(SHARED_LINES, looks, strict=True):
        hero = name == INSIDE
        hollow = [name == "published" or bool(found.thin[row["edition"]]) for row in table]
        meta = {"role": "hero" if hero else name, "line": name}
        tips = [_shared_tip(row, words) for row in table] if hero else None
        style = {"line": style, "marker": hollowed(8 if hero else 6, color, hollow, 1.6, edged=True)}
        traces.append(trace("lines+markers", places, [row[name] for row in table], meta, tips, **style))
        if (rank := table[-1][name]) is not None:
            text = f"{rank}  {words(f'weights.shared.line_{name}')}"
            labels.append(EndLabel(name, float(rank), text, color, hero))
    chart = ground(height, (32, 150 if least else 126, 10, 26))
    chart += axes(axis((-0.4, len(table) - 0.6), TOKENS.ink_2, **ticks), scaled(scale, **OUTSIDE))
    return (chart + Layer(traces, bounds) + end_labels(labels, scale, 10)).figure()


def _shared_tip(row: Row, words: Words) -> str:
    ranks = {}
    for name in SHARED_LINES:
        known = row[name] is not None
        ranks[name] = plain(numbers.ordinal(int(row[name]), words.lang)) if known else words("missing")
    head = f"<b>{plain(numbers.edition(row['edition'], words.lang))}</b>"
    return f"{head}<br>{words('weights.shared.tip', lost=100 * row['lost'], **ranks)}"


CHANGES_WIDTHS: Final = {0: (122, 132, 16), 420: (150, 158, 22)}
"""Pixels for names left and right, and the characters of a name that fit, by the least width of the plot."""
CHANGES_HEIGHT: Final = 385
_POINTS: Final = 9  # of a line
_GAP: Final = "\u2002"  # between a name and its mark


@dataclass(frozen=True, slots=True)
class Window:
    """The places drawn, from first to last, and the economy whose line is heavy."""

    first: int
    last: int
    hero: str

    def holds(self, place: int) -> bool:
        """Say whether a place is drawn."""
        return self.first <= place <= self.last


@dataclass(frozen=True, slots=True)
class Moved:
    """One economy: published rank and rank by other weights, and a row of its own before and after."""

    economy: str
    published: int
    rank: int
    before: int
    after: int


def positions(frame: pd.DataFrame) -> list[Moved]:
    """Return all economies with a published rank, from ``analysis.robustness.reweighting.ranking``.

    An economy's row is its rank, or for equal ranks the next free one.
    """
    known = frame[frame["published"].notna()]
    found = known[["economy", "published", "rank"]].astype({"published": int})
    for rank, side, order in (("published", "before", ["published", "economy"]), ("rank", "after", ["rank"])):
        row, placed = 0, {}
        for code, place in found.sort_values(order, kind="stable")[["economy", rank]].to_numpy().tolist():
            row = max(place, row + 1)
            placed[code] = row
        found[side] = found["economy"].map(placed)
    return [Moved(*row) for row in found.to_numpy().tolist()]


def rank_changes(
    moved: Sequence[Moved],
    names: Mapping[str, str],
    window: Window,
    words: Words,
    least: int,
) -> dict[str, Any]:
    """Return the lines of all economies in the window on either side, each a trace, the economy's last.

    A line whose other end is outside ends at the edge of the plot. Names are text of traces: annotations
    would take much longer at every move of a slider.
    """
    left, right, longest = CHANGES_WIDTHS[least]
    chart = ground(27 * (window.last - window.first + 1) + 34, (left, right, 32, 2))
    chart += axes(unseen([-0.09, 1.09]), unseen([window.last + 0.5, window.first - 0.5]))
    drawn = [one for one in moved if window.holds(one.before) or window.holds(one.after)]
    for one in sorted(drawn, key=lambda one: one.economy == window.hero):
        chart += Layer([_course(one, names[one.economy], window, words, longest)])
    for side, x, anchor, shift in (("before", 0, "right", -9), ("after", 1, "left", 9)):
        where = {"yref": "y domain", "xanchor": anchor, "yanchor": "bottom", "xshift": shift, "yshift": 6}
        chart += Layer(annotations=[note(words(f"weights.places.{side}"), x, 1, TOKENS.ink_3, **where)])
    return chart.figure()


def _course(one: Moved, name: str, window: Window, words: Words, longest: int) -> Part:
    """Return one economy's line, with its name and rank at each end that is in the window.

    Points between the ends, without a mark, answer to a pointer.
    """
    hero = one.economy == window.hero
    color, ink, size = (TOKENS.hero, TOKENS.hero, 13) if hero else (TOKENS.field_2, TOKENS.ink_2, 12)
    places, ends = (one.before, one.after), [(0.0, float(one.before)), (1.0, float(one.after))]
    for side, (place, other) in enumerate((places, places[::-1])):
        if not window.holds(place):  # the line leaves through an edge of the plot
            edge = window.first - 0.5 if place < window.first else window.last + 0.5
            share = (edge - other) / (place - other)
            ends[side] = (share if side else 1 - share), edge
    (left, top), (right, bottom) = ends
    across, down = (np.linspace(*pair, _POINTS).round(4).tolist() for pair in ((left, right), (top, bottom)))
    between = [False] * (_POINTS - 2)
    within = [window.holds(one.before), *between, window.holds(one.after)]
    short = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
    before, after = f"{short} {one.published}{_GAP}", f"{_GAP}{one.rank} {short}"
    texts = [bold(before, hero), *[""] * (_POINTS - 2), bold(after, hero)]
    style = {
        "line": stroke(color, 3 if hero else 1.5),
        "marker": marker([(9 if hero else 4) * inside for inside in within], color, line={"width": 0}),
        "text": [text if inside else "" for text, inside in zip(texts, within, strict=True)],
        "textposition": ["middle left"] * (_POINTS - 1) + ["middle right"],
        "textfont": {"size": size, "color": ink},
    }
    meta = {"role": "hero" if hero else "other", "economy": one.economy}
    tip = words("weights.tip.places", name=name, before=one.published, after=one.rank)
    tips = [tip if inside else "" for inside in within]
    return trace("lines+markers+text", across, down, meta, tips, **style)
