"""Axes of charts: values, years, editions with the number of economies, and framework changes above them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.charts.layer import (
    CLEAR_COLOR,
    Layer,
    Part,
    bold_text,
    colored_text,
    line,
    marker,
    note,
    stroke,
    trace,
    vertical_line,
)
from components.charts.scales import Scale
from components.text.numbers import DASH
from components.theme import TOKENS

OUTSIDE_TICKS: Part = {"ticks": "outside", "ticklen": 6, "tickcolor": CLEAR_COLOR}
"""Invisible ticks that keep their labels away from the plot."""
PERIOD_LINE = 16
"""Distance in px between two lines of text below the plot."""


def axis(ends: Sequence[float], color: str, grid: str = "", size: int = 12, /, **more: Any) -> Part:
    """Return an axis with tick labels in ``color`` and, unless ``grid`` is "", grid lines in that colour."""
    lines = {"gridcolor": grid} if grid else {"showgrid": False}
    fixed = {"fixedrange": True, "zeroline": False, "tickangle": 0}
    return {**fixed, "range": list(ends), "tickfont": {"size": size, "color": color}, **lines, **more}


def hidden_axis(ends: Sequence[float], **more: Any) -> Part:
    """Return an invisible axis."""
    return {"range": list(ends), "visible": False, "fixedrange": True, **more}


def scaled_axis(scale: Scale, /, **more: Any) -> Part:
    """Return the axis of a scale, with its ticks and grid lines."""
    texts = {"ticktext": list(scale.texts)} if scale.texts else {}
    kind = {"type": "log"} if scale.log else {}
    ticks = {"tickvals": list(scale.ticks), **texts, **kind}
    return axis((scale.bottom, scale.top), TOKENS.ink_3, TOKENS.grid, **ticks, **more)


def axes(x_axis: Part, y_axis: Part, strip: float = 0.0) -> Layer:
    """Return both axes; ``strip`` is the share of the height that is reserved for framework changes."""
    if not strip:
        return Layer(layout={"xaxis": x_axis, "yaxis": y_axis})
    strip_axis = hidden_axis([0, 1], domain=[1 - strip + 0.02, 1])
    return Layer(layout={"xaxis": x_axis, "yaxis": y_axis | {"domain": [0, 1 - strip]}, "yaxis2": strip_axis})


def period_axis(
    ends: Sequence[float],
    ticks: Iterable[int],
    /,
    *,
    is_short: bool = False,
    bold_periods: Collection[int] = (),
    counts: Mapping[int, int | None] | None = None,
    between: Mapping[int, str] | None = None,
    **more: Any,
) -> Part:
    """Return the axis of editions or years.

    ``is_short`` writes two digits of each period except ``bold_periods``. ``counts`` (economies by period,
    None where not verified) fill a second line of labels, and ``between`` a line between the two.
    """
    ticks = list(ticks)
    labels = []
    for period in ticks:
        label = f"’{period % 100:02d}" if is_short and period not in bold_periods else str(period)
        label = bold_text(colored_text(label, TOKENS.ink)) if period in bold_periods else label
        label += f"<br>{between[period]}" if between else ""
        if counts is not None:
            label += f"<br>{colored_text(str(counts.get(period) or DASH), TOKENS.ink_3)}"
        labels.append(label)
    return axis(ends, TOKENS.ink_2, tickvals=ticks, ticktext=labels, **more)


def tick_editions(first: int, last: int, step: int, always: Collection[int] = ()) -> list[int]:
    """Return every ``step``-th period back from ``last``; those of ``always`` replace their neighbours."""
    fixed = {period for period in always if first <= period <= last}
    regular = (period for period in range(first, last + 1) if (last - period) % step == 0)
    return sorted(fixed.union(period for period in regular if not {period - 1, period + 1} & fixed))


def period_names(
    names: Sequence[str], xshift: int, down: int, *, has_strip: bool, between: str = ""
) -> Layer:
    """Return the names of both lines of tick labels and of the strip, right of the plot.

    The first line is ``down`` px below the plot; ``between`` names a line between the two, if there is one.
    """
    where = {"xanchor": "left", "xref": "x domain", "xshift": xshift}
    below = {**where, "yref": "y domain", "yanchor": "top"}
    lines = [(names[0], TOKENS.ink_2), (between, TOKENS.ink_2), (names[1], TOKENS.ink_3)]
    notes = [
        note(name, 1, 0, color, **below, yshift=-down - PERIOD_LINE * index)
        for index, (name, color) in enumerate(entry for entry in lines if entry[0])
    ]
    if has_strip:
        notes.append(note(names[2], 1, 0.5, TOKENS.ink_2, **where, yref="y2", yanchor="middle"))
    return Layer(annotations=notes)


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """A change of the index's framework, which is a break if ranks before and after it do not compare.

    ``tip`` is its hover text in the language of the chart.
    """

    edition: int
    letter: str
    is_break: bool
    tip: str = ""


def framework_changes(changes: Sequence[FrameworkChange], *, is_compact: bool) -> Layer:
    """Return squares on yaxis2 and vertical hairlines; an empty layer without changes.

    On compact charts, neighbouring editions alternate between two rows so that their letters do not touch.
    """
    if not changes:
        return Layer()
    heights: list[float] = []
    for index, change in enumerate(changes):
        height = 0.8 if is_compact else 0.5
        if is_compact and index and changes[index - 1].edition == change.edition - 1:
            height = 0.2 if heights[-1] > 0.5 else 0.8
        heights.append(height)
    editions = [change.edition for change in changes]
    fills = [TOKENS.ink if change.is_break else TOKENS.ground for change in changes]
    inks = [TOKENS.ground if change.is_break else TOKENS.ink for change in changes]
    squares = trace(
        "markers+text",
        editions,
        heights,
        {"role": "framework"},
        [change.tip for change in changes],
        yaxis="y2",
        text=[bold_text(change.letter) for change in changes],
        textposition="middle center",
        textfont={"size": 12, "color": inks},
        marker=marker(16, fills, TOKENS.ink, 1.3, symbol="square"),
    )
    style = stroke(TOKENS.rule, 1, "1px,3px")
    shapes = [vertical_line(edition, style, y1=1.02) for edition in editions]
    if not is_compact:
        rail = {"xref": "x domain", "yref": "y2", "layer": "below"}
        shapes.append(line((0, 1), (0.5, 0.5), stroke(TOKENS.grid, 1), **rail))
    return Layer([squares], shapes)
