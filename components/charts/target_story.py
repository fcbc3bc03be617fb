"""A series in two vintages under the targets that it missed: by how much, and when it was reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components.charts.axes import axes, periods, scaled
from components.charts.layer import (
    Layer,
    Part,
    bold,
    ground,
    line,
    marker,
    note,
    ring,
    stroke,
    trace,
    upright,
)
from components.charts.lines import DOTTED, broken, joins
from components.charts.scales import value_scale
from components.theme import TOKENS

HEIGHT, SMALL = 500, 330
FULL = 700  # px of plot from which targets and ends have all their words
_DASHED = "5px,4px"
_TOP, _BOTTOM = 34, 28
Values = Mapping[int, float]


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
class Path:
    """One vintage by year, with the words of each point and those at its end; preliminary years are rings."""

    values: Values
    tips: Mapping[int, str]
    end: Sequence[str]
    preliminary: frozenset[int] = frozenset()


def story(
    main: Path,
    other: Path,
    goals: Sequence[Goal],
    write: Callable[[float], str],
    remark: str,
    *,
    compact: bool,
) -> dict[str, Any]:
    """Return the chart as Plotly JSON; ``main`` has the figures that decide, ``write`` writes the axis.

    remark: what the area between the vintages is, where there is room for it.
    """
    years = range(min(*main.values, *other.values), max(*main.values, *other.values) + 1)
    height = SMALL if compact else HEIGHT
    values = [*main.values.values(), *other.values.values(), *(goal.value for goal in goals)]
    scale = value_scale(values, height - _TOP - _BOTTOM, write, log=False, room=0.06)
    due = [goal.due for goal in goals]
    ticks = sorted({years[0], *due, years[-1]})
    across = periods((years[0] - 0.6, years[-1] + 0.6), ticks, strong=due)
    chart = (
        ground(height, (44, 72 if compact else 142, _TOP, _BOTTOM))
        + axes(across, scaled(scale))
        + Layer(shapes=[upright(year, stroke(TOKENS.rule, 1, DOTTED)) for year in due])
        + _between(main.values, other.values)
        + _path(other, years, TOKENS.hero, 1.5, _DASHED, "other")
        + _path(main, years, TOKENS.hero, 3, "", "hero")
    )
    for goal in goals:
        chart += _goal(goal, compact=compact)
    higher = main.values[max(main.values)] >= other.values[max(other.values)]
    for path in (main, other):
        chart += _end(path, main=path is main, above=(path is main) == higher, compact=compact)
    if not compact and remark:
        low = min(value for year, value in main.values.items() if year >= years[0] + 8)
        where = {"xanchor": "left", "yanchor": "top", "xshift": 30, "yshift": -95}
        chart += Layer(annotations=[note(remark, years[0] + 8, low, TOKENS.ink_2, **where, name="remark")])
    return chart.figure()


def _between(one: Values, other: Values) -> Layer:
    """Return the area between both vintages over the years that both have without a gap up to the last."""
    both = sorted(set(one) & set(other))
    while any(after - before > 1 for before, after in pairwise(both)):
        both = both[1:]
    style = {"line": {"width": 0}, "cliponaxis": True}
    edges = [
        trace("lines", both, [vintage[year] for year in both], {"role": "band"}, **style)
        for vintage in (one, other)
    ]
    return Layer([edges[0], edges[1] | {"fill": "tonexty", "fillcolor": TOKENS.hero_wash}])


def _path(path: Path, years: range, color: str, width: float, dash: str, role: str) -> Layer:
    solid = {year: value for year, value in path.values.items() if year not in path.preliminary}
    x, y = broken({year: {"value": value} for year, value in solid.items()}, years)
    style: Part = {"line": stroke(color, width, dash), "connectgaps": False}
    drawn = trace("lines", x, [None if row is None else row["value"] for row in y], {"role": role}, **style)
    points = sorted(path.values.items())
    _, loose = joins(points)
    pairs = [(points[one], points[two]) for one, two in loose]
    pairs += [
        (points[place - 1], points[place])
        for place, (year, _) in enumerate(points)
        if year in path.preliminary and place
    ]
    bridges = [
        trace(
            "lines", [a[0], b[0]], [a[1], b[1]], {"role": "join"}, line=stroke(color, width - 0.8, "2px,4px")
        )
        for a, b in dict.fromkeys(pairs)
    ]
    alone = {year for year in solid if year - 1 not in solid and year + 1 not in solid} | path.preliminary
    dots = trace(
        "markers",
        list(path.values),
        list(path.values.values()),
        {"role": role, "line": role},
        [path.tips[year] for year in path.values],
        marker=marker(
            [11 if year in alone else 6 for year in path.values],
            [
                TOKENS.ground if year in alone else color if role == "hero" else "rgba(0,0,0,0)"
                for year in path.values
            ],
            [color] * len(path.values),
            [2.5 if year in alone else 0 for year in path.values],
        ),
    )
    return Layer([drawn, *bridges, dots])


def _goal(goal: Goal, *, compact: bool) -> Layer:
    """Return a diamond at the due year, the way up to it, and the rule to the dot where it was reached."""
    ink, name = TOKENS.ink, f"goal-{goal.due}"
    shapes = [line((goal.due, goal.due), (goal.actual, goal.value), stroke(ink, 1.5))]
    traces = [
        trace(
            "markers",
            [goal.due],
            [goal.actual],
            {"role": "actual"},
            marker=marker(9, TOKENS.hero, TOKENS.ground, 1.5),
        )
    ]
    if goal.reached:
        shapes.append(line((goal.due, goal.reached), (goal.value, goal.value), stroke(ink, 1.5)))
        if goal.other and goal.other != goal.reached:
            ends = (min(goal.reached, goal.other), max(goal.reached, goal.other))
            shapes.append(line(ends, (goal.value, goal.value), stroke(ink, 1.5, "2px,3px")))
            traces.append(
                trace("markers", [goal.other], [goal.value], {"role": "other"}, marker=ring(8, ink, 1.5))
            )
        traces.append(
            trace("markers", [goal.reached], [goal.value], {"role": "reached"}, marker=marker(9, ink))
        )
    mark = marker(12, ink, TOKENS.ground, 1, symbol="diamond")
    traces.append(
        trace("markers", [goal.due], [goal.value], {"role": "goal", "line": "goal"}, [goal.tip], marker=mark)
    )
    lines = [bold(goal.words[0]), *goal.words[1:]]
    above = {"xanchor": "right", "yanchor": "bottom", "xshift": -2, "yshift": 8}
    notes = [note("<br>".join(lines), goal.due, goal.value, ink, 12 if compact else 13, **above, name=name)]
    if not compact:
        beside = {"xanchor": "right", "yanchor": "middle", "xshift": -7, "name": f"short-{goal.due}"}
        notes.append(note(goal.short, goal.due, (goal.actual + goal.value) / 2, TOKENS.ink_2, **beside))
    return Layer(traces, shapes, notes)


def _end(path: Path, *, main: bool, above: bool, compact: bool) -> Layer:
    """Return the words right of the plot: the upper ones end at the level of their value, the lower begin."""
    side, shift = ("bottom", -12) if above else ("top", 12)
    where = {"xref": "x domain", "xanchor": "left", "xshift": 10, "yanchor": side, "yshift": shift}
    text = "<br>".join([bold(path.end[0]), *path.end[1:]])
    color, size = (TOKENS.hero, 13 if compact else 14) if main else (TOKENS.ink_2, 12)
    value = path.values[max(path.values)]
    return Layer(annotations=[note(text, 1, value, color, size, **where, name=f"end-{main}")])
