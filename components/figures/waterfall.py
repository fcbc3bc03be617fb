"""The score ledger: a horizontal waterfall of parts in the order of the index, the arithmetic beside it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from components import numbers
from components.figures.ledger_marks import line, text
from components.figures.ledger_scale import PointScale, point_scale
from components.text import Words
from components.theme import TOKENS, Theme, layout

COLUMNS: Final = ("own", "common", "relative")
_LEFT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "left"}
_RIGHT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "right"}
_LINE: Final = 16
_HEAD: Final = 52
"""Pixels above the first row: heads of the columns, ticks, name of the axis."""


@dataclass(frozen=True, slots=True)
class Part:
    """One row: name, the three figures in points, words of its tip, a remark under the name (enters, leaves).

    whole: the row is the sum of the others.
    """

    name: str
    own: float
    common: float
    relative: float
    tip: str
    remark: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class WaterfallView:
    """How a score ledger is drawn: words, what the bars draw (own or relative), narrow or wide, theme."""

    words: Words
    drawn: str = "relative"
    narrow: bool = False
    theme: Theme = TOKENS


@dataclass(frozen=True, slots=True)
class _Shape:
    """Sizes in pixels: margins, where the three columns end right of the plot, letters that fit a name."""

    left: int
    right: int
    ends: tuple[int, int, int]
    letters: int
    bar: int


_WIDE: Final = _Shape(232, 212, (70, 138, 204), 34, 25)
_NARROW: Final = _Shape(2, 166, (54, 106, 164), 46, 14)


def waterfall(parts: Sequence[Part], total: Part, view: WaterfallView) -> dict[str, Any]:
    """Return the figure as Plotly JSON; its height follows the number of rows and the lines of their names.

    ``parts`` are in the order of the index, ``total`` is their sum. Traces: one bar a row, with its tip.
    """
    rows = [*parts, total]
    shape = _NARROW if view.narrow else _fitted(rows, view)
    names = [_name(part, shape, view) for part in rows]
    tops, height = _tops(names, view)
    sums = [0.0]
    for part in parts:
        sums.append(sums[-1] + getattr(part, view.drawn))
    scale = point_scale(min(sums), max(sums), 4 if view.narrow else 6)
    # In the narrow plot a bar stands under its name.
    centres = [end - 14.0 if view.narrow else (start + end) / 2 for start, end in pairwise(tops)]
    margin = {"l": shape.left, "r": shape.right, "t": _HEAD, "b": 8}
    figure = layout(view.theme, height=height + _HEAD + 8, margin=margin) | _axes(scale, height, view)
    figure["shapes"] = [*_rules(tops, shape, view.theme), *_connectors(sums, centres, shape, view.theme)]
    places = zip(rows, names, tops[:-1], centres, strict=True)
    written = [_row(part, lines, (top, centre), shape, view) for part, lines, top, centre in places]
    figure["annotations"] = [*_heads(shape, view), *(one for row in written for one in row)]
    bars = [_bar(part, sums[n], centres[n], shape, view) for n, part in enumerate(rows)]
    return {"data": bars, "layout": figure}


def _fitted(rows: Sequence[Part], view: WaterfallView) -> _Shape:
    """Return the wide shape, its left margin no wider than the longest name needs."""
    letter = 13.5 if view.words.lang == "zh" else 7.2
    longest = max(len(part.name) for part in rows)
    return replace(_WIDE, left=max(100, min(_WIDE.left, int(longest * letter) + 14)))


def _name(part: Part, shape: _Shape, view: WaterfallView) -> list[str]:
    """Return the name in lines that fit; Chinese letters are as wide as two Latin ones."""
    if view.words.lang == "zh":
        letters = shape.letters // 2 + 1
        lines = [part.name[at : at + letters] for at in range(0, len(part.name), letters)]
    else:
        lines = textwrap.wrap(part.name, shape.letters)
    return [*lines, part.remark] if part.remark else lines


def _tops(names: Sequence[Sequence[str]], view: WaterfallView) -> tuple[list[int], int]:
    """Return where each row begins below the head, the end of the last one, and the height of all."""
    tops = [0]
    for lines in names:
        room = 30 + _LINE * len(lines) if view.narrow else max(41, 12 + _LINE * len(lines))
        tops.append(tops[-1] + room)
    return tops, tops[-1]


def _bar(part: Part, start: float, centre: float, shape: _Shape, view: WaterfallView) -> dict[str, Any]:
    value, theme = getattr(part, view.drawn), view.theme
    color = theme.ink if part.whole else theme.up if value >= 0 else theme.down
    return {
        "type": "bar",
        "orientation": "h",
        "x": [value],
        "base": [0.0 if part.whole else start],
        "y": [centre],
        "width": [shape.bar],
        "marker": {"color": color, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [part.tip],
        "meta": {"role": "total" if part.whole else "part"},
    }


def _connectors(
    sums: Sequence[float], centres: Sequence[float], shape: _Shape, theme: Theme
) -> list[dict[str, Any]]:
    half = shape.bar / 2
    zero = line((0, 0), (0, centres[-1] + half + 6), theme.field_2, 1)
    pairs = zip(sums[1:], centres[:-1], centres[1:], strict=True)
    return [
        zero,
        *(line((at, at), (one + half, next_ - half), theme.edge, 1) for at, one, next_ in pairs),
    ]


def _rules(tops: Sequence[int], shape: _Shape, theme: Theme) -> list[dict[str, Any]]:
    """Return hairlines between rows and the ink line above the total, as wide as the figure."""
    found = []
    for top in tops[1:-1]:
        color, width = (theme.ink, 1.2) if top == tops[-2] else (theme.grid, 1)
        found.append(line((0, 1), (top, top), color, width, "x domain"))
        # Outwards from either edge of the plot, in pixels.
        for anchor, sizes in ((0, (-shape.left, 0)), (1, (0, shape.ends[2]))):
            outside = line(sizes, (top, top), color, width, "x domain")
            found.append(outside | {"xsizemode": "pixel", "xanchor": anchor})
    return found


def _heads(shape: _Shape, view: WaterfallView) -> list[dict[str, Any]]:
    say, theme = view.words, view.theme
    found = []
    for name, end in zip(COLUMNS, shape.ends, strict=True):
        color = theme.ink if name == view.drawn else theme.ink_2
        words = _strong(say(f"why.head.{name}"), name == view.drawn)
        found.append(text(words, 1, 0, color, **_RIGHT, xshift=end, yshift=12, yanchor="bottom"))
    title = say("why.head.axis_short" if view.narrow else "why.head.axis")
    return [*found, text(title, 0, 0, theme.ink_2, **_LEFT, xshift=-2, yshift=30, yanchor="bottom")]


def _strong(words: str, bold: bool) -> str:
    return f"<b>{words}</b>" if bold else words


def _row(
    part: Part, lines: Sequence[str], place: tuple[float, float], shape: _Shape, view: WaterfallView
) -> list[dict[str, Any]]:
    """Return the name of a row and its three figures."""
    theme, size = view.theme, 12 if view.narrow else 13
    top, centre = place
    marked = list(lines)
    if part.remark:
        marked[-1] = f"<span style='color:{theme.ink_3}'>{marked[-1]}</span>"
    name = _strong("<br>".join(marked), part.whole)
    where: dict[str, Any] = {"yanchor": "middle"}
    if view.narrow:  # the name stands over the lines that join the bars
        where = {"yshift": -5, "yanchor": "top", "bgcolor": theme.ground}
    found = [
        text(name, 0, top if view.narrow else centre, theme.ink, size, **_LEFT, xshift=-shape.left, **where)
    ]
    for column, end in zip(COLUMNS, shape.ends, strict=True):
        bold = part.whole or column == view.drawn
        figure = _strong(numbers.decimal(getattr(part, column), 2, sign=True), bold)
        color = theme.ink if bold else theme.ink_2
        found.append(text(figure, 1, centre, color, size, **_RIGHT, xshift=end, yanchor="middle"))
    return found


def _axes(scale: PointScale, height: float, view: WaterfallView) -> dict[str, Any]:
    theme = view.theme
    ticks = [numbers.decimal(tick, scale.decimals, sign=True) for tick in scale.ticks]
    return {
        "bargap": 0,
        "xaxis": {
            "side": "top",
            "range": list(scale.range),
            "tickvals": list(scale.ticks),
            "ticktext": ticks,
            "tickangle": 0,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": "rgba(0,0,0,0)",
            "tickfont": {"size": 12, "color": theme.ink_3},
            "gridcolor": theme.grid,
            "fixedrange": True,
            "zeroline": False,
        },
        # One unit is one pixel: rows are placed as they are measured.
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }
