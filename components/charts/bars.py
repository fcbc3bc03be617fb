"""Bar charts: vertical and floating bars, waterfalls, bars in rows, and the ladder of scores."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import Any, Final

import pandas as pd

from analysis.index.ledger import RankSplit
from components.charts.axes import OUTSIDE_TICKS, axes, axis, hidden_axis, period_axis, scaled_axis
from components.charts.labels import EndLabel, end_labels, place_labels
from components.charts.layer import (
    LEFT,
    RIGHT,
    Layer,
    Part,
    Row,
    bars,
    base_layer,
    bold_text,
    colored_text,
    line,
    marker,
    note,
    ring,
    row_line,
    stroke,
    text_width,
    trace,
    vertical_line,
)
from components.charts.scales import Scale, ledger_scale, point_scale, value_scale
from components.text import numbers
from components.text.catalog import Words, plain
from components.theme import TOKENS
from data.article import FOCUS
from data.languages import BY_CODE

CLUSTER_WIDTHS: Final = (0, 420)
"""Minimum plot widths in px of the variants of the chart of counts; the wide one has four-digit editions."""
SHARE_HEIGHTS: Final = {0: 284, 420: 330}
"""Heights in px of the chart of shares of draws, by minimum plot width in px."""
_MIN_LABELLED_SHARE: Final = 0.04  # of draws
_MIN_DRAWN_SHARE: Final = 0.0005  # of draws
_MIN_RANKS: Final = 20  # on the axis
_LETTER_WIDTH, _HAN_WIDTH = 7, 12  # px of a bold letter and of a Chinese character, with some slack


def cluster_bars(
    counts: Mapping[int, int], tips: Mapping[int, str], changed: int, labels: tuple[str, str], min_width: int
) -> dict[str, Any]:
    """Return bars of counts by edition; those from ``changed`` on are hollow and behind a hairline.

    ``labels`` are the text where a count is not known, and the text at the hairline.
    """
    editions, is_compact = range(min(counts), max(counts) + 1), min_width == 0
    ends, is_short = (editions[0] - 0.6, editions[-1] + 0.6), is_compact and len(editions) > 6
    x_axis = period_axis(ends, editions, is_short=is_short)
    notes = [
        note(bold_text(str(count)), edition, count, TOKENS.ink, 13, yanchor="bottom", yshift=3)
        for edition, count in counts.items()
    ]
    unknown = (edition for edition in editions if edition not in counts)
    notes += [note(labels[0], edition, 0, TOKENS.ink_3, yanchor="bottom", yshift=2) for edition in unknown]
    style = {
        "color": [TOKENS.ground if edition >= changed else TOKENS.hero for edition in counts],
        "line": {"color": TOKENS.hero, "width": [2 if edition >= changed else 0 for edition in counts]},
    }
    hover = [tips[edition] for edition in counts]
    count_bars = bars(list(counts), list(counts.values()), {"role": "counts"}, hover, marker=style)
    shapes = []
    if changed in counts:  # there is room for the label above the hairline, to its left
        shapes.append(vertical_line(changed - 0.5, stroke(TOKENS.ink_3, 1, "1px,3px"), layer="above"))
        where = {"xanchor": "right", "yref": "y domain", "yanchor": "bottom", "yshift": 4}
        notes.append(note(labels[1], changed + 0.5, 1, TOKENS.ink_2, **where))
    chart = base_layer(230, (8, 8, 24, 26)) + axes(x_axis, hidden_axis([0, max(counts.values()) * 1.16]))
    return (chart + Layer([count_bars], shapes, notes, {"bargap": 0.36})).figure()


def _rank_range(shares: pd.Series, rank: int) -> tuple[int, int]:
    drawn = shares.index[shares > _MIN_DRAWN_SHARE]
    low, high = min(*drawn, rank), max(*drawn, rank)
    first = 1 if high <= _MIN_RANKS else max(1, low - 2)
    last = min(max(high + 1, first + _MIN_RANKS - 1), len(shares))
    return max(1, min(first, last - _MIN_RANKS + 1)), last


def acceptability(
    shares: pd.Series, rank: int, interval: tuple[int, int], t: Words, min_width: int
) -> dict[str, Any]:
    """Return bars of the share of draws (0 to 1) by rank from 1 on; those in ``interval`` are highlighted.

    ``rank`` is that of the economy, and ``interval`` holds the ranks between which 90 % of the draws lie.
    """
    first, last = _rank_range(shares, rank)
    low, high = interval
    shares = shares.loc[first:last]
    x = [int(index) for index in shares.index]
    y = [round(100 * float(share), 4) for share in shares]
    tips = [
        plain(t("weights.tip.share", rank=drawn_rank, share=100 * share)) if share > 0 else ""
        for drawn_rank, share in zip(x, shares, strict=True)
    ]
    values = [t.write(100 * share, "whole") if share >= _MIN_LABELLED_SHARE else "" for share in shares]
    style: Part = {
        "marker": {"color": [TOKENS.hero if low <= value <= high else TOKENS.field_2 for value in x]},
        "text": [bold_text(value, value != "") for value in values],
        "textposition": "outside",
        "textfont": {"size": 13, "color": TOKENS.ink},
    }
    style |= {"textangle": 0, "constraintext": "none", "cliponaxis": False}
    share_bars = bars(x, y, {"role": "shares"}, tips, **style)
    # A bracket above the interval, placed in px from the plot; its label beside it, or above it if too wide.
    label = plain(t("weights.bracket", interval=(low, high)))
    free_width = max(last - high, low - first) * ((min_width - 52) / (last - first + 1))
    is_beside = free_width >= sum(_HAN_WIDTH if letter >= "一" else _LETTER_WIDTH for letter in label)
    rule = stroke(TOKENS.ink, 1.6)
    above = {"yref": "y domain", "ysizemode": "pixel", "yanchor": 1}
    left, right = low - 0.42, high + 0.42
    bracket = [line((left, right), (24, 24), rule, **above)]
    bracket += [line((end, end), (19, 29), rule, **above) for end in (left, right)]
    label_x: float = 0
    where = {"xanchor": "left", "xref": "x domain", "yshift": 42}
    if is_beside and last - high >= low - first:
        label_x, where = right, {"xanchor": "left", "xshift": 7, "yshift": 24}
    elif is_beside:
        label_x, where = left, {"xanchor": "right", "xshift": -7, "yshift": 24}
    below = {"xref": "x domain", "yref": "y domain", "xanchor": "left", "yanchor": "top", "yshift": -22}
    notes = [
        note(bold_text(label), label_x, 1, TOKENS.ink, **where, yref="y domain", yanchor="middle"),
        note(t("weights.axis.drawn"), 0, 0, TOKENS.ink_2, **below),
    ]
    chart = base_layer(SHARE_HEIGHTS[min_width], (44, 8, 40 if is_beside else 56, 42))
    chart += _share_axes((first, last), rank, 100 * float(shares.max()), is_compact=min_width == 0)
    return (chart + Layer([share_bars], bracket, notes, {"bargap": 0.16})).figure()


def _share_axes(ends: tuple[int, int], rank: int, highest: float, *, is_compact: bool) -> Layer:
    first, last = ends
    # Ranks of three digits are wider than a bar.
    has_every_rank = not is_compact and last - first < _MIN_RANKS and last < 100
    interval = 1 if has_every_rank else 5 if last - first < 60 else 10
    distance = 1 if has_every_rank else max(2, (last - first) // 10)
    regular = (tick for tick in range(first, last + 1) if tick == 1 or tick % interval == 0)
    ranks = sorted({rank, *(tick for tick in regular if abs(tick - rank) >= distance)})
    texts = [bold_text(colored_text(str(tick), TOKENS.ink)) if tick == rank else str(tick) for tick in ranks]
    x_axis = axis([first - 0.6, last + 0.6], TOKENS.ink_2, tickvals=ranks, ticktext=texts)
    step = next((step for step in (5, 10, 20, 25, 50) if highest / step <= 6), 50)
    top = max(step, int(highest // step) * step)  # not above the highest bar if possible
    ticks = list(range(0, top + 1, step))
    texts = [f"{tick}%" if tick == top else str(tick) for tick in ticks]
    zero = {"zeroline": True, "zerolinecolor": TOKENS.ink_3, "zerolinewidth": 1}
    y_range = [0, max(top, highest * 1.06)]
    y_axis = axis(y_range, TOKENS.ink_3, TOKENS.grid, tickvals=ticks, ticktext=texts, **zero, **OUTSIDE_TICKS)
    return axes(x_axis, y_axis)


STEPS: Final = ("exits", "own", "others", "entries")
FIGURES: Final = ("own", "common", "relative")
_HEADS: Final = {"own": "why.head.own", "common": "why.head.common", "relative": "why.head.relative"}
_NARROW_COLUMNS: Final = (54, 106, 164)  # px right of the plot at which columns end
_WIDE_COLUMNS: Final = (70, 138, 204)  # the same in the wide variant
_HALF_BAR: Final = 0.34  # of the width of a column
_BRACKET_X: Final = 2.5
_LINE: Final = 16  # px of a line of text
_LEAD: Final = 12  # px between the bracket's sentence and what it keeps clear of
_MIN_DENSE_ROWS: Final = 12
_LEDGER_HEAD: Final = 52  # px above the first row: heads of the columns, ticks, name of the axis


def rank_ledger(
    split: RankSplit,
    steps: Mapping[str, str],
    tips: Sequence[str],
    orders: Sequence[str],
    t: Words,
    min_width: int,
) -> dict[str, Any]:
    """Return the ledger of a rank; traces are in the order of the columns, each with its tip.

    ``steps`` are the labels of the six columns (first, exits, own, others, entries, last) by name, ``tips``
    their hover texts, and ``orders`` the lines of the sentence on the two orders of counting.
    """
    is_compact = min_width == 0
    margin = (30, 8, 8, 46) if is_compact else (36, 8, 8, 50)
    height = 360 if is_compact else 420
    changes = (split.exits, split.own, split.others, split.entries)
    levels = tuple(accumulate(changes, initial=float(split.rank_first)))  # before the first step, after each
    drops = any(change > 0 for change in changes)
    scale = ledger_scale(min(levels), max(levels), height - margin[2] - margin[3], drops=drops)
    bold = {name: bold_text(colored_text(steps[name], TOKENS.ink)) for name in ("first", "last")}
    labels = [bold.get(name, label) for name, label in steps.items()]
    ticks = {"tickvals": list(range(6)), "ticktext": labels, **OUTSIDE_TICKS, "ticklen": 4}
    color = TOKENS.hero if split.economy == FOCUS else TOKENS.ink
    size, rank_size = (12, 15) if is_compact else (13, 17)
    marks = ring(11, color, 2.4) if is_compact else ring(13, color, 3)
    traces = [trace("markers", [0], [levels[0]], {"role": "first"}, [tips[0]], marker=marks)]
    notes = []
    for column, rank in ((0, split.rank_first), (5, split.rank_last)):
        text = bold_text(plain(t.write(rank, "ordinal")))
        notes.append(note(text, column, rank, color, rank_size, yshift=10, yanchor="bottom"))
    for column, (before, after) in enumerate(pairwise(levels), start=1):
        meta, tip = {"role": "step", "step": STEPS[column - 1]}, [tips[column]]
        if before == after:
            x, style = (column - _HALF_BAR, column + _HALF_BAR), stroke(TOKENS.ink, 3)
            traces.append(trace("lines", x, (after, after), meta, tip, line=style))
            text, anchor, shift = "<b>0</b>", "bottom", 5
        else:
            fill = {"color": TOKENS.up if after < before else TOKENS.down, "line": {"width": 0}}
            bar_style = {"base": [before], "width": 2 * _HALF_BAR, "marker": fill}
            traces.append(bars([column], [after - before], meta, tip, **bar_style))
            arrow, anchor, shift = ("▲", "bottom", 4) if after < before else ("▼", "top", -4)
            text = f"<b>{arrow} {numbers.halves(abs(after - before), t.lang)}</b>"
            text += t("why.places.one" if abs(after - before) == 1 else "why.places.many")
        notes.append(note(text, column, after, TOKENS.ink, size, yshift=shift, yanchor=anchor))
    traces.append(trace("markers", [5], [levels[4]], {"role": "last"}, [tips[5]], marker=marks))
    edges = [0.1, *([_HALF_BAR] * 4), 0.1]
    joins = []
    for index, level in enumerate(levels):
        ends = (index + edges[index], index + 1 - edges[index + 1])
        joins.append(line(ends, (level, level), stroke(TOKENS.edge, 1)))
    chart = base_layer(height, margin)
    chart += axes(axis([-0.5, 5.5], TOKENS.ink_2, **ticks), scaled_axis(scale, **OUTSIDE_TICKS))
    chart += Layer(traces, joins, notes, {"bargap": 0})
    return (chart + _order_bracket(split, levels, scale, orders)).figure()


def _order_bracket(split: RankSplit, levels: tuple[float, ...], scale: Scale, orders: Sequence[str]) -> Layer:
    """Return a bracket over the range of the two orders, with its sentence if there is room."""
    best, worst = sorted(levels[1] + order for order in split.own_orders)
    if best == worst:
        return Layer()
    style, cap = stroke(TOKENS.ink, 1.4), (_BRACKET_X - 0.07, _BRACKET_X + 0.07)
    shapes = [line((_BRACKET_X, _BRACKET_X), (best, worst), style)]
    shapes += [line(cap, (end, end), style) for end in (best, worst)]
    # To its right are two bars with labels and the ring: the sentence goes below or above all of them.
    height = _LINE * len(orders)
    has_drop = any(after > before for before, after in pairwise(levels[2:]))
    below = scale.pixels(max(*levels[2:], worst)) + (44 if has_drop else 6) + _LEAD
    above = scale.pixels(min(*levels[2:], best)) - 44 - _LEAD
    if below + height <= scale.height:
        anchor, y, end, shift = "top", scale.value(below), worst, -2
    elif above - height >= 0:
        anchor, y, end, shift = "bottom", scale.value(above), best, 2
    else:
        return Layer(shapes=shapes)
    shapes.append(line((_BRACKET_X, _BRACKET_X), (end, y), stroke(TOKENS.ink_3, 1)))
    where = {"xanchor": "left", "xshift": -6, "yanchor": anchor, "yshift": shift, "name": "orders"}
    sentence = note("<br>".join(orders), _BRACKET_X, y, TOKENS.ink_2, **where)
    return Layer(shapes=shapes, annotations=[sentence])


def score_ledger(rows: Sequence[Row], drawn: str, t: Words, min_width: int) -> dict[str, Any]:
    """Return the ledger of a score: a bar trace for each row, and a height that follows their number.

    Rows, in the order of the index with the sum last, have a label, own, common and relative in points, a
    tip, and a remark below the label ("" for none). ``drawn`` is the figure of the bars: own or relative.
    """
    is_compact, is_sparse = min_width == 0, len(rows) < _MIN_DENSE_ROWS
    left, right, columns, bar_height = 2, 166, _NARROW_COLUMNS, 14
    if not is_compact:  # the left margin is no wider than the longest name needs
        letter_width = 13.5 if t.language.wide else 7.2
        left = max(100, min(232, int(max(len(row["label"]) for row in rows) * letter_width) + 14))
        right, columns, bar_height = 212, _WIDE_COLUMNS, 25 if is_sparse else 20
    names = [_wrap_label(row, 46 if is_compact else 34, wide=t.language.wide) for row in rows]
    tops, row_height = [0], 41 if is_sparse else 32
    for lines in names:  # in the narrow plot a bar is below its name
        name_height = 30 + _LINE * len(lines) if is_compact else max(row_height, 12 + _LINE * len(lines))
        tops.append(tops[-1] + name_height)
    centres = [end - 14.0 if is_compact else (start + end) / 2 for start, end in pairwise(tops)]
    sums = list(accumulate((row[drawn] for row in rows[:-1]), initial=0.0))
    scale = point_scale(min(sums), max(sums), 4 if is_compact else 6, t.lang)
    axis_style = OUTSIDE_TICKS | {"side": "top", "ticklen": 4}
    # One unit of the y axis is one px.
    chart = base_layer(tops[-1] + _LEDGER_HEAD + 8, (left, right, _LEDGER_HEAD, 8))
    chart += axes(scaled_axis(scale, **axis_style), hidden_axis([tops[-1], 0]))
    chart += _score_rules(tops, left, columns[2])
    half_bar = bar_height / 2
    joins = [line((0, 0), (0, centres[-1] + half_bar + 6), stroke(TOKENS.field_2, 1))]
    for x, (upper, lower) in zip(sums[1:], pairwise(centres), strict=True):
        joins.append(line((x, x), (upper + half_bar, lower - half_bar), stroke(TOKENS.edge, 1)))
    heads = []
    for name, end in zip(FIGURES, columns, strict=True):
        is_drawn = name == drawn
        text, color = bold_text(t(_HEADS[name]), is_drawn), TOKENS.ink if is_drawn else TOKENS.ink_2
        heads.append(note(text, 1, 0, color, **RIGHT, xshift=end, yshift=12, yanchor="bottom"))
    title = t("why.head.axis_short" if is_compact else "why.head.axis")
    heads.append(note(title, 0, 0, TOKENS.ink_2, **LEFT, xshift=-2, yshift=30, yanchor="bottom"))
    name_style, traces, notes = {"xshift": -left, "yanchor": "middle"}, [], []
    if is_compact:  # the name covers the lines that join the bars
        name_style |= {"yshift": -5, "yanchor": "top", "bgcolor": TOKENS.ground}
    size = 12 if is_compact else 13
    for row, lines, top, centre, start in zip(rows, names, tops[:-1], centres, sums, strict=True):
        value, is_total = row[drawn], row is rows[-1]
        color = TOKENS.ink if is_total else TOKENS.up if value >= 0 else TOKENS.down
        style = {"orientation": "h", "base": [0.0 if is_total else start], "width": [bar_height]}
        fill = {"color": color, "line": {"width": 0}}
        role = {"role": "total" if is_total else "part"}
        traces.append(bars([value], [centre], role, [row["tip"]], **style, marker=fill))
        name = bold_text("<br>".join(lines), is_total)
        notes.append(note(name, 0, top if is_compact else centre, TOKENS.ink, size, **LEFT, **name_style))
        for column, end in zip(FIGURES, columns, strict=True):
            is_bold = is_total or column == drawn
            # The relative total has two rounding errors.
            number_format = "+tenths" if is_total and column == "relative" else "+points"
            figure = bold_text(t.write(row[column], number_format), is_bold)
            ink = TOKENS.ink if is_bold else TOKENS.ink_2
            notes.append(note(figure, 1, centre, ink, size, **RIGHT, xshift=end, yanchor="middle"))
    return (chart + Layer(traces, joins, [*heads, *notes], {"bargap": 0})).figure()


def _wrap_label(row: Row, letters: int, *, wide: bool) -> list[str]:
    label: str = row["label"]
    if wide:
        letters = letters // 2 + 1
        lines = [label[at : at + letters] for at in range(0, len(label), letters)]
    else:
        lines = textwrap.wrap(label, letters)
    return [*lines, colored_text(row["remark"], TOKENS.ink_3)] if row["remark"] else lines


def _score_rules(tops: Sequence[int], left: int, right: int) -> Layer:
    shapes = []
    for top in tops[1:-1]:
        style = stroke(TOKENS.ink, 1.2) if top == tops[-2] else stroke(TOKENS.grid, 1)
        shapes.append(line((0, 1), (top, top), style, xref="x domain"))
        # Outwards from either edge of the plot, in pixels.
        for anchor, sizes in ((0, (-left, 0)), (1, (0, right))):
            outside = {"xref": "x domain", "xsizemode": "pixel", "xanchor": anchor}
            shapes.append(line(sizes, (top, top), style, **outside))
    return Layer(shapes=shapes)


LADDER_HEIGHT: Final = 470  # px
_LADDER_RIGHT = 212  # px for ranks, names and scores; the narrowest plot has 288 in all
_ROW_HEIGHT, _NARROW_ROW_HEIGHT = 34, 48  # px of a row of bars with its name at the left, or above
_NAME_LINE: Final = 17  # px of a line of a name
_MAX_NAME_LETTERS: Final = 50  # in a line of a name above its bar
_TITLE_HEIGHT: Final = 52  # px of the title of a block after the first
_ROWS_HEAD: Final = 46  # px above the first row, for the heads of columns
_NEED_FOOT: Final = 26  # px below the last row for the label of what is needed
_BAR_HEIGHT: Final = 11  # px


def score_ladder(rungs: Sequence[Row], points: str, ink: str) -> dict[str, Any]:
    """Return the ladder of scores with the ``points`` that are needed; ``ink`` colours the economy in focus.

    Rungs have score, rank, name, written (the score as text), tip, and the flags focus (the chosen economy)
    and goal (the rank to reach).
    """
    scores = [rung["score"] for rung in rungs]
    height = LADDER_HEIGHT - 24
    scale = value_scale(scores, height, str, log=False, room=0.05)
    score = next((rung["score"] for rung in rungs if rung["focus"]), scores[-1])
    goal = next((rung["score"] for rung in rungs if rung["goal"]), score)
    labels, sizes, colors, written = [], [], [], {}
    for rung in rungs:
        is_bold, key = rung["focus"] or rung["goal"], f"rung{rung['rank']}"
        color = ink if rung["focus"] else TOKENS.ink if rung["goal"] else TOKENS.ink_2
        size, name, place = 14 if rung["focus"] else 13, bold_text(rung["name"], is_bold), str(rung["rank"])
        labels.append(EndLabel(key, rung["score"], name, color, rung["focus"], size, TOKENS.field_2, place))
        sizes.append(13 if is_bold else 8)
        colors.append(color if is_bold else TOKENS.field_2)
        written[key] = bold_text(rung["written"], is_bold)
    tips = [rung["tip"] for rung in rungs]
    dots = trace("markers", [1.0] * len(rungs), scores, {"role": "rungs"}, tips, marker=marker(sizes, colors))
    rail = line((1, 1), (scale.bottom, scale.top), stroke(TOKENS.grid, 1), layer="below")
    gap = line((1, 1), (score, goal), stroke(ink, 4), layer="below")
    needed = note(bold_text(points), 1, (score + goal) / 2, ink, 15, xanchor="right", xshift=-14)
    notes = [needed] if goal > score else []
    for label, end, shifted in place_labels(labels, scale, 0, height):
        where = {**RIGHT, "yanchor": "middle", "yshift": end - shifted, "xshift": _LADDER_RIGHT}
        position = 1, scale.position(label.value)
        notes.append(note(written[label.name], *position, label.ink, label.size, **where))
    chart = base_layer(LADDER_HEIGHT, (66, _LADDER_RIGHT, 12, 12))
    chart += axes(hidden_axis([0, 1]), hidden_axis([scale.bottom, scale.top]))
    chart += Layer([dots], [rail, gap], notes)
    return (chart + end_labels(labels, scale, 0, column=34, top=0, bottom=height)).figure()


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a bar from ``start`` to ``end``, the texts of its columns, and its tip.

    ``best`` is the best score in the world, beyond which the bar is hollow. A row ``is_sufficient`` if it
    would do alone, and ``is_dumbbell`` if its bar is a part of the way to the best. ``after`` is text behind
    the end of the bar, ``title`` the title of the rows from here on, with its first part in bold.
    """

    name: str
    start: float
    end: float
    cells: Sequence[str]
    tip: str
    best: float | None = None
    is_sufficient: bool = False
    after: str = ""
    is_dumbbell: bool = False
    title: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RowStyle:
    """The head of the names of rows, and the columns at their right with their widths in px.

    ``letters`` is the maximum in a line of a name at the left; ``need`` is the position and the label of a
    dashed line at what is needed; ``ink`` colours the economy in focus.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    letters: int
    ink: str
    lang: str
    need: tuple[float, str] | None = None


def bar_rows(rows: Sequence[Bar], style: RowStyle, min_width: int) -> dict[str, Any]:
    """Return a bar for each row; in the narrowest variant, names are above bars."""
    is_compact = min_width == 0
    row_height, tops, foot = _row_heights(rows, style, is_compact=is_compact)
    left = 4
    if not is_compact:
        texts = [text for row in rows for text in _wrap_name(row, style, is_compact=is_compact)]
        left = text_width([*texts, style.name], is_compact=True) + (8 if BY_CODE[style.lang].wide else -12)
    right = sum(size for _, size in style.columns)
    ends = [end for row in rows for end in (row.start, row.end, row.best) if end is not None]
    if any(row.after for row in rows):  # room for the text behind the longest, and for what is needed
        ends = [0.0, max(max(ends) * 1.3, style.need[0] if style.need else 0.0)]
    write = partial(numbers.trim_zeros, max_decimals=3, lang=style.lang)
    scale = value_scale(ends, 1.0, write, log=False, room=0.03)
    bottom = foot + (_NEED_FOOT if style.need else 0)
    above = {"yshift": 4, "yanchor": "bottom"}
    heads = [] if is_compact else [note(style.name, 0, 0, TOKENS.ink_3, 12, **LEFT, xshift=-left, **above)]
    shift = 0
    for label, size in style.columns:
        shift += size
        heads.append(note(label, 1, 0, TOKENS.ink_3, 12, **RIGHT, xshift=shift, **above))
    chart = base_layer(bottom + _ROWS_HEAD, (left, right, _ROWS_HEAD - 6, 6))
    x_axis = scaled_axis(scale, **OUTSIDE_TICKS | {"side": "top", "ticklen": 3})
    chart += axes(x_axis, hidden_axis([bottom, 0]))
    chart += Layer(annotations=heads)
    centres = [top + (row_height - 14 if is_compact else row_height / 2) for top in tops]
    for row, top, centre in zip(rows, tops, centres, strict=True):
        if row.title:
            first, remaining = row.title
            label = bold_text(first) + ("<br>" + remaining.lstrip(":： ") if is_compact else remaining)
            title = note(label, 0, top - 8, TOKENS.ink_2, 13, **LEFT, xshift=-left, yanchor="bottom")
            chart += Layer(annotations=[title])
        chart += Layer(shapes=[row_line(top)] if row is not rows[0] else [])
        chart += _bar(row, centre, style.ink)
        chart += Layer(annotations=_row_texts(row, centre, left, style, is_compact=is_compact))
    if style.need and rows:
        # A dashed line at what is needed, clear of names above bars, with its label below.
        points, label = style.need
        half = 12 if is_compact else _ROW_HEIGHT / 2
        spans = [(centre - half, centre + half) for centre in centres]
        low = spans[-1][1]
        if not is_compact:
            spans = [(spans[0][0], low)]
        dashes = [line((points,) * 2, span, stroke(TOKENS.ink, 1.4, "4px,3px")) for span in spans]
        side = "right" if points > (scale.bottom + scale.top) / 2 else "left"
        text = note(label, points, low + 4, TOKENS.ink_2, 12, xanchor=side, yanchor="top")
        chart += Layer(shapes=dashes, annotations=[text])
    return (chart + Layer(layout={"bargap": 0, "barmode": "overlay"})).figure()


def _wrap_name(row: Bar, style: RowStyle, *, is_compact: bool) -> list[str]:
    letters = _MAX_NAME_LETTERS if is_compact else style.letters
    if max(row.name) < "\u2e80":
        return textwrap.wrap(row.name, letters)
    if text_width([row.name], is_compact=True) < 8 * letters:
        return [row.name]
    return textwrap.wrap(row.name.replace(" ", "\xa0"), letters * 4 // 7)  # Chinese may break anywhere


def _row_heights(rows: Sequence[Bar], style: RowStyle, *, is_compact: bool) -> tuple[int, list[int], int]:
    """Return the height of a row, the tops of all rows, and the bottom of the last one, in px."""
    lines = max((len(_wrap_name(row, style, is_compact=is_compact)) for row in rows), default=1)
    height = max(_ROW_HEIGHT, _NAME_LINE * lines + 2)
    if is_compact:
        height = _NARROW_ROW_HEIGHT + _NAME_LINE * (lines - 1)
    tops, bottom = [], 0
    for row in rows:
        tops.append(bottom + (_TITLE_HEIGHT if row.title else 0))
        bottom = tops[-1] + height
    return height, tops, bottom


def _bar(row: Bar, centre: float, ink: str) -> Layer:
    solid_end = row.end if row.best is None else min(row.end, row.best)
    bar_opacity = 1.0 if row.is_sufficient or row.best is None or row.is_dumbbell else 0.4
    parts = [(row.start, solid_end, "bar", ink, bar_opacity, {"color": ink, "width": 0})]
    if row.best is not None and row.end > row.best:
        parts.append((row.best, row.end, "beyond", TOKENS.ground, 1.0, {"color": TOKENS.edge, "width": 1}))
    traces, shapes = [], []
    for start, end, role, color, opacity, edge in parts:
        fill = {"color": color, "opacity": opacity, "line": edge}
        height = _BAR_HEIGHT / 3 if row.is_dumbbell else _BAR_HEIGHT
        style = {"orientation": "h", "width": [height], "base": [start]}
        traces.append(bars([end - start], [centre], {"role": role}, [row.tip], **style, marker=fill))
    marks = []
    if row.best is not None:
        if row.is_dumbbell:
            ends = (row.start, row.best), (centre, centre)
            shapes.append(line(*ends, stroke(TOKENS.field_2, 1), layer="below"))
            marks.append((row.end, "end", marker(10, ink)))
        shapes.append(line((row.best, row.best), (centre - 9, centre + 9), stroke(TOKENS.ink, 2.4)))
        marks.append((row.start, "today", ring(11, ink, 2)))
    for x, role, style in marks:
        traces.append(trace("markers", [x], [centre], {"role": role}, [row.tip], marker=style))
    return Layer(traces, shapes)


def _row_texts(row: Bar, centre: float, left: int, style: RowStyle, *, is_compact: bool) -> list[Part]:
    lines = _wrap_name(row, style, is_compact=is_compact)
    name = "<br>".join(bold_text(text, row.is_sufficient) for text in lines)
    position = {"yanchor": "bottom", "y": centre - 7} if is_compact else {"yanchor": "middle"}
    texts = [note(name, 0, centre, TOKENS.ink, 13, **LEFT, xshift=-left, **position)]
    if row.after:
        behind = {"xanchor": "left", "xshift": 5, "yanchor": "middle"}
        texts.append(note(row.after, row.end, centre, TOKENS.ink, 13, **behind))
    shift = 0
    for cell, (_, size) in zip(row.cells, style.columns, strict=True):
        shift += size
        label = bold_text(cell, row.is_sufficient)
        texts.append(note(label, 1, centre, TOKENS.ink, 13, **RIGHT, xshift=shift, yanchor="middle"))
    return texts
