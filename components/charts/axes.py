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
"""Invisible ticks that keep their words away from the plot."""
PERIOD_LINE = 16
"""Pixels from one line of words below the plot to the next."""


def axis(ends: Sequence[float], color: str, grid: str = "", size: int = 12, /, **more: Any) -> Part:
    """Return an axis; color: of the words of its ticks; grid: the colour of its lines, "" for none."""
    lines = {"gridcolor": grid} if grid else {"showgrid": False}
    fixed = {"fixedrange": True, "zeroline": False, "tickangle": 0}
    return {**fixed, "range": list(ends), "tickfont": {"size": size, "color": color}, **lines, **more}


def hidden_axis(ends: Sequence[float], **more: Any) -> Part:
    """Return an axis of which nothing is drawn."""
    return {"range": list(ends), "visible": False, "fixedrange": True, **more}


def scaled_axis(scale: Scale, /, **more: Any) -> Part:
    """Return the axis of a scale, with its ticks and their lines."""
    texts = {"ticktext": list(scale.texts)} if scale.texts else {}
    kind = {"type": "log"} if scale.log else {}
    ticks = {"tickvals": list(scale.ticks), **texts, **kind}
    return axis((scale.bottom, scale.top), TOKENS.ink_3, TOKENS.grid, **ticks, **more)


def axes(across: Part, up: Part, strip: float = 0.0) -> Layer:
    """Return both axes; strip: the share of the plot above them for framework changes."""
    if not strip:
        return Layer(layout={"xaxis": across, "yaxis": up})
    above = hidden_axis([0, 1], domain=[1 - strip + 0.02, 1])
    return Layer(layout={"xaxis": across, "yaxis": up | {"domain": [0, 1 - strip]}, "yaxis2": above})


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

    short: two digits, but for the ``strong`` ones, which are bold; counts: economies by period for a second
    line, None where not verified; between: words for a line between the two.
    """
    ticks = list(ticks)
    texts = []
    for period in ticks:
        text = f"’{period % 100:02d}" if is_short and period not in bold_periods else str(period)
        text = bold_text(colored_text(text, TOKENS.ink)) if period in bold_periods else text
        text += f"<br>{between[period]}" if between else ""
        if counts is not None:
            text += f"<br>{colored_text(str(counts.get(period) or DASH), TOKENS.ink_3)}"
        texts.append(text)
    return axis(ends, TOKENS.ink_2, tickvals=ticks, ticktext=texts, **more)


def tick_editions(first: int, last: int, step: int, always: Collection[int] = ()) -> list[int]:
    """Return each ``step``-th period back from the last; those of ``always`` drive out their neighbours."""
    named = {period for period in always if first <= period <= last}
    others = (period for period in range(first, last + 1) if (last - period) % step == 0)
    return sorted({*(period for period in others if not {period - 1, period + 1} & named), *named})


def period_names(
    names: tuple[str, str, str], xshift: int, down: int, *, has_strip: bool, between: str = ""
) -> Layer:
    """Return the names of both lines of ticks and of the strip, right of the plot.

    down: of the first line below the plot, in pixels; strip: whether it is named; between: the name of a line
    between the two, if any.
    """
    where = {"xanchor": "left", "xref": "x domain", "xshift": xshift}
    below = {**where, "yref": "y domain", "yanchor": "top"}
    lines = [(names[0], TOKENS.ink_2), (between, TOKENS.ink_2), (names[1], TOKENS.ink_3)]
    notes = [
        note(words, 1, 0, color, **below, yshift=-down - PERIOD_LINE * row)
        for row, (words, color) in enumerate(entry for entry in lines if entry[0])
    ]
    if has_strip:
        notes.append(note(names[2], 1, 0.5, TOKENS.ink_2, **where, yref="y2", yanchor="middle"))
    return Layer(annotations=notes)


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """One change of the index's framework: its edition, its letter, and whether it breaks comparison.

    tip: the words of its square, in the language of the chart.
    """

    edition: int
    letter: str
    is_break: bool
    tip: str = ""


def framework_changes(changes: Sequence[FrameworkChange], *, is_compact: bool) -> Layer:
    """Return squares on yaxis2 and hairlines; nothing where there is no change.

    In the compact set neighbouring editions alternate between two rows, so that letters never touch.
    """
    if not changes:
        return Layer()
    rows: list[float] = []
    for change in changes:
        beside = bool(rows) and changes[len(rows) - 1].edition == change.edition - 1
        rows.append(
            (0.2 if rows[-1] > 0.5 else 0.8) if is_compact and beside else (0.8 if is_compact else 0.5)
        )
    editions = [change.edition for change in changes]
    fills = [TOKENS.ink if change.is_break else TOKENS.ground for change in changes]
    inks = [TOKENS.ground if change.is_break else TOKENS.ink for change in changes]
    squares = trace(
        "markers+text",
        editions,
        rows,
        {"role": "framework"},
        [change.tip for change in changes],
        yaxis="y2",
        text=[bold_text(change.letter) for change in changes],
        textposition="middle center",
        textfont={"size": 12, "color": inks},
        marker=marker(16, fills, TOKENS.ink, 1.3, symbol="square"),
    )
    dotted = stroke(TOKENS.rule, 1, "1px,3px")
    shapes = [vertical_line(edition, dotted, y1=1.02) for edition in editions]
    if not is_compact:
        rail = {"xref": "x domain", "yref": "y2", "layer": "below"}
        shapes.append(line((0, 1), (0.5, 0.5), stroke(TOKENS.grid, 1), **rail))
    return Layer([squares], shapes)
