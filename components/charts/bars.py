"""Bars: upright, floating and as waterfalls, in rows, and the ladder of scores."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
"""Least widths of the plot from which counts are drawn; from the latter on editions have four digits."""
SHARE_HEIGHTS: Final = {0: 284, 420: 330}
"""Heights of the shares of draws by the least width of the plot."""
_LABELLED: Final = 0.04  # share of draws from which a bar carries its value
_FEWEST: Final = 20  # ranks on the axis
_LEAST: Final = 0.0005
_LETTER, _HAN = 7, 12  # px: the width of a bold letter and of a Chinese character, with some slack


def cluster_bars(
    counts: Mapping[int, int], tips: Mapping[int, str], changed: int, words: tuple[str, str], least: int
) -> dict[str, Any]:
    """Return counts by edition with their number; those from ``changed`` on are hollow, behind a hairline.

    words: what stands where no count is known, and what the hairline marks.
    """
    editions = range(min(counts), max(counts) + 1)
    across = period_axis(
        (editions[0] - 0.6, editions[-1] + 0.6), editions, is_short=not least and len(editions) > 6
    )
    notes = [
        note(bold_text(str(count)), edition, count, TOKENS.ink, 13, yanchor="bottom", yshift=3)
        for edition, count in counts.items()
    ]
    missing = (edition for edition in editions if edition not in counts)
    notes += [note(words[0], edition, 0, TOKENS.ink_3, yanchor="bottom", yshift=2) for edition in missing]
    after = [edition >= changed for edition in counts]
    style = {
        "color": [TOKENS.ground if hollow else TOKENS.hero for hollow in after],
        "line": {"color": TOKENS.hero, "width": [2 if hollow else 0 for hollow in after]},
    }
    words_of = [tips[edition] for edition in counts]
    drawn = bars(list(counts), list(counts.values()), {"role": "counts"}, words_of, marker=style)
    shapes = []
    if changed in counts:  # the words stand above the hairline, to its left, where there is room
        shapes.append(vertical_line(changed - 0.5, stroke(TOKENS.ink_3, 1, "1px,3px"), layer="above"))
        where = {"xanchor": "right", "yref": "y domain", "yanchor": "bottom", "yshift": 4}
        notes.append(note(words[1], changed + 0.5, 1, TOKENS.ink_2, **where))
    chart = base_layer(230, (8, 8, 24, 26)) + axes(across, hidden_axis([0, max(counts.values()) * 1.16]))
    return (chart + Layer([drawn], shapes, notes, {"bargap": 0.36})).figure()


def _share_span(shares: pd.Series, rank: int) -> tuple[int, int]:
    """Return the first and last rank on the axis: all that were drawn, and at least 20 ranks."""
    drawn = shares.index[shares > _LEAST]
    low, high = min(*drawn, rank), max(*drawn, rank)
    first = 1 if high <= _FEWEST else max(1, low - 2)
    last = min(max(high + 1, first + _FEWEST - 1), len(shares))
    return max(1, min(first, last - _FEWEST + 1)), last


def acceptability(
    shares: pd.Series, rank: int, interval: tuple[int, int], words: Words, least: int
) -> dict[str, Any]:
    """Return bars of the share of draws (0 to 1) by rank from 1 on, in the hero's colour inside the interval.

    rank: the economy's own; interval: the ranks between which 90 % of the draws lie.
    """
    first, last = _share_span(shares, rank)
    low, high = interval
    shares = shares.loc[first:last]
    x, y = [int(place) for place in shares.index], [round(100 * float(share), 4) for share in shares]
    tips = [
        plain(words("weights.tip.share", rank=place, share=100 * share)) if share > 0 else ""
        for place, share in zip(x, shares, strict=True)
    ]
    values = [words.write(100 * share, "whole") if share >= _LABELLED else "" for share in shares]
    style = {
        "marker": {"color": [TOKENS.hero if low <= place <= high else TOKENS.field_2 for place in x]},
        "text": [bold_text(value, value != "") for value in values],
        "textposition": "outside",
        "textfont": {"size": 13, "color": TOKENS.ink},
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
    }
    drawn = bars(x, y, {"role": "shares"}, tips, **style)

    # The bracket over the interval, in pixels above the plot; its words beside it, or above it if too wide.
    text = plain(words("weights.bracket", interval=(low, high)))
    free = max(last - high, low - first) * ((least - 52) / (last - first + 1))
    beside = free >= sum(_HAN if letter >= "一" else _LETTER for letter in text)
    rule, above = stroke(TOKENS.ink, 1.6), {"yref": "y domain", "ysizemode": "pixel", "yanchor": 1}
    left, right = low - 0.42, high + 0.42
    bracket = [line((left, right), (24, 24), rule, **above)]
    bracket += [line((end, end), (19, 29), rule, **above) for end in (left, right)]
    at: float = 0
    where = {"xanchor": "left", "xref": "x domain", "yshift": 42}
    if beside and last - high >= low - first:
        at, where = right, {"xanchor": "left", "xshift": 7, "yshift": 24}
    elif beside:
        at, where = left, {"xanchor": "right", "xshift": -7, "yshift": 24}
    below = {"xref": "x domain", "yref": "y domain", "xanchor": "left", "yanchor": "top", "yshift": -22}
    notes = [
        note(bold_text(text), at, 1, TOKENS.ink, **where, yref="y domain", yanchor="middle"),
        note(words("weights.axis.drawn"), 0, 0, TOKENS.ink_2, **below),
    ]
    chart = base_layer(SHARE_HEIGHTS[least], (44, 8, 40 if beside else 56, 42))
    chart += _share_axes((first, last), rank, 100 * float(shares.max()), least)
    return (chart + Layer([drawn], bracket, notes, {"bargap": 0.16})).figure()


def _share_axes(span: tuple[int, int], own: int, highest: float, least: int) -> Layer:
    """Return the axes of ranks, of which the economy's own is always named, and of shares in percent."""
    first, last = span
    each = least and last - first < _FEWEST and last < 100  # three digits are wider than a bar
    every = 1 if each else 5 if last - first < 60 else 10
    room = 1 if each else max(2, (last - first) // 10)
    named = [rank for rank in range(first, last + 1) if rank == 1 or rank % every == 0]
    ranks = sorted({own, *(rank for rank in named if abs(rank - own) >= room)})
    texts = [bold_text(colored_text(str(rank), TOKENS.ink)) if rank == own else str(rank) for rank in ranks]
    across = axis([first - 0.6, last + 0.6], TOKENS.ink_2, tickvals=ranks, ticktext=texts)
    step = next((step for step in (5, 10, 20, 25, 50) if highest / step <= 6), 50)
    top = max(step, int(highest // step) * step)  # not above the highest bar where it can be
    ticks = list(range(0, top + 1, step))
    texts = [f"{tick}%" if tick == top else str(tick) for tick in ticks]
    zero = {"zeroline": True, "zerolinecolor": TOKENS.ink_3, "zerolinewidth": 1}
    ends = [0, max(top, highest * 1.06)]
    up = axis(ends, TOKENS.ink_3, TOKENS.grid, tickvals=ticks, ticktext=texts, **zero, **OUTSIDE_TICKS)
    return axes(across, up)


STEPS: Final = ("exits", "own", "others", "entries")
FIGURES: Final = ("own", "common", "relative")
_ENDS: Final = {False: (54, 106, 164), True: (70, 138, 204)}  # px right of a narrow, a wide plot, of columns
_HALF: Final = 0.34  # half the width of a bar, in columns
_BRACKET: Final = 2.5  # the column of the bracket
_LINE: Final = 16  # px of a line of text
_LEAD: Final = 12
_MANY: Final = 12  # rows, from which on they stand closer
_LEDGER_HEAD: Final = 52  # px above the first row: heads of the columns, ticks, name of the axis


def rank_ledger(
    split: RankSplit,
    steps: Mapping[str, str],
    tips: Sequence[str],
    orders: Sequence[str],
    words: Words,
    least: int,
) -> dict[str, Any]:
    """Return the ledger of a rank; traces are in the order of the columns, each with its tip.

    steps: the lines under each of the six columns (first, exits, own, others, entries, last), by name; tips:
    the words of each, read out on arrow keys; orders: the sentence on the two orders of counting, in lines.
    """
    margin = (36, 8, 8, 50) if least else (30, 8, 8, 46)
    height, changes = 420 if least else 360, [getattr(split, name) for name in STEPS]
    levels = tuple(accumulate(changes, initial=float(split.rank_first)))  # before the first step, after each
    drops = any(change > 0 for change in changes)
    scale = ledger_scale(min(levels), max(levels), height - margin[2] - margin[3], drops=drops)
    ends = ("first", "last")
    texts = [
        bold_text(colored_text(text, TOKENS.ink)) if name in ends else text for name, text in steps.items()
    ]
    ticks = {"tickvals": list(range(6)), "ticktext": texts, **OUTSIDE_TICKS, "ticklen": 4}
    hero = TOKENS.hero if split.economy == FOCUS else TOKENS.ink
    size, large, ring = (13, 17, (13, 3)) if least else (12, 15, (11, 2.4))
    marks = marker(ring[0], TOKENS.ground, hero, ring[1])
    traces = [trace("markers", [0], [levels[0]], {"role": "first"}, [tips[0]], marker=marks)]
    notes = []
    for column, rank in ((0, split.rank_first), (5, split.rank_last)):
        text = bold_text(plain(words.write(rank, "ordinal")))
        notes.append(note(text, column, rank, hero, large, yshift=10, yanchor="bottom"))
    for column, (before, after) in enumerate(pairwise(levels), start=1):
        meta, tip = {"role": "step", "step": STEPS[column - 1]}, [tips[column]]
        if before == after:
            x, style = (column - _HALF, column + _HALF), stroke(TOKENS.ink, 3)
            traces.append(trace("lines", x, (after, after), meta, tip, line=style))
            text, anchor, shift = "<b>0</b>", "bottom", 5
        else:
            fill = {"color": TOKENS.up if after < before else TOKENS.down, "line": {"width": 0}}
            look = {"base": [before], "width": 2 * _HALF, "marker": fill}
            traces.append(bars([column], [after - before], meta, tip, **look))
            arrow, anchor, shift = ("▲", "bottom", 4) if after < before else ("▼", "top", -4)
            text = f"<b>{arrow} {numbers.halves(abs(after - before), words.lang)}</b>"
            text += words("why.places.one" if abs(after - before) == 1 else "why.places.many")
        notes.append(note(text, column, after, TOKENS.ink, size, yshift=shift, yanchor=anchor))
    traces.append(trace("markers", [5], [levels[4]], {"role": "last"}, [tips[5]], marker=marks))
    edges = [0.1, *([_HALF] * 4), 0.1]
    spans = [((at + edges[at], at + 1 - edges[at + 1]), (level, level)) for at, level in enumerate(levels)]
    joins = [line(x, y, stroke(TOKENS.edge, 1)) for x, y in spans]
    chart = base_layer(height, margin)
    chart += axes(axis([-0.5, 5.5], TOKENS.ink_2, **ticks), scaled_axis(scale, **OUTSIDE_TICKS))
    chart += Layer(traces, joins, notes, {"bargap": 0})
    return (chart + _orders(split, levels, scale, orders)).figure()


def _orders(split: RankSplit, levels: tuple[float, ...], scale: Scale, orders: Sequence[str]) -> Layer:
    """Return the range of the two orders as a bracket, and its sentence where there is room for it."""
    best, worst = sorted(levels[1] + order for order in split.own_orders)
    if best == worst:
        return Layer()
    ink, across = stroke(TOKENS.ink, 1.4), (_BRACKET - 0.07, _BRACKET + 0.07)
    shapes = [line((_BRACKET, _BRACKET), (best, worst), ink)]
    shapes += [line(across, (end, end), ink) for end in (best, worst)]
    # Right of it stand two bars with their labels and the ring: the sentence goes below or above them all.
    height = _LINE * len(orders)
    falls = any(after > before for before, after in pairwise(levels[2:]))
    below = scale.pixels(max(*levels[2:], worst)) + (44 if falls else 6) + _LEAD
    above = scale.pixels(min(*levels[2:], best)) - 44 - _LEAD
    if below + height <= scale.height:
        anchor, place, end, shift = "top", scale.value(below), worst, -2
    elif above - height >= 0:
        anchor, place, end, shift = "bottom", scale.value(above), best, 2
    else:
        return Layer(shapes=shapes)
    shapes.append(line((_BRACKET, _BRACKET), (end, place), stroke(TOKENS.ink_3, 1)))
    where = {"xanchor": "left", "xshift": -6, "yanchor": anchor, "yshift": shift, "name": "orders"}
    sentence = note("<br>".join(orders), _BRACKET, place, TOKENS.ink_2, **where)
    return Layer(shapes=shapes, annotations=[sentence])


def score_ledger(rows: Sequence[Row], drawn: str, words: Words, least: int) -> dict[str, Any]:
    """Return the ledger of a score; its height follows the number of rows and the lines of their names.

    rows: label, own, common and relative in points, tip, and a remark that stands under the label, "" for
    none (enters, leaves); they are in the order of the index, and the last is their sum. drawn: what the bars
    draw, own or relative. Traces: one bar a row, with its tip.
    """
    few = len(rows) < _MANY
    left, right, ends, bar = 2, 166, _ENDS[False], 14
    if least:  # the left margin is no wider than the longest name needs
        letter = 13.5 if words.language.wide else 7.2
        left = max(100, min(232, int(max(len(row["label"]) for row in rows) * letter) + 14))
        right, ends, bar = 212, _ENDS[True], 25 if few else 20
    names = [_name_lines(row, 34 if least else 46, wide=words.language.wide) for row in rows]
    tops, row_height = [0], 41 if few else 32
    for lines in names:  # in the narrow plot a bar stands under its name
        room = max(row_height, 12 + _LINE * len(lines)) if least else 30 + _LINE * len(lines)
        tops.append(tops[-1] + room)
    centres = [(start + end) / 2 if least else end - 14.0 for start, end in pairwise(tops)]
    sums = list(accumulate((row[drawn] for row in rows[:-1]), initial=0.0))
    scale = point_scale(min(sums), max(sums), 6 if least else 4, words.lang)
    above = OUTSIDE_TICKS | {"side": "top", "ticklen": 4}
    # One unit is one pixel: rows are placed as they are measured.
    chart = base_layer(tops[-1] + _LEDGER_HEAD + 8, (left, right, _LEDGER_HEAD, 8))
    chart += axes(scaled_axis(scale, **above), hidden_axis([tops[-1], 0])) + _score_rules(tops, left, ends[2])
    half = bar / 2
    joins = [line((0, 0), (0, centres[-1] + half + 6), stroke(TOKENS.field_2, 1))]
    for at, (upper, lower) in zip(sums[1:], pairwise(centres), strict=True):
        joins.append(line((at, at), (upper + half, lower - half), stroke(TOKENS.edge, 1)))
    heads = []
    for name, end in zip(FIGURES, ends, strict=True):
        visible = name == drawn
        text, color = bold_text(words(f"why.head.{name}"), visible), TOKENS.ink if visible else TOKENS.ink_2
        heads.append(note(text, 1, 0, color, **RIGHT, xshift=end, yshift=12, yanchor="bottom"))
    title = words("why.head.axis" if least else "why.head.axis_short")
    heads.append(note(title, 0, 0, TOKENS.ink_2, **LEFT, xshift=-2, yshift=30, yanchor="bottom"))
    named, traces, notes = {"xshift": -left, "yanchor": "middle"}, [], []
    if not least:  # the name stands over the lines that join the bars
        named |= {"yshift": -5, "yanchor": "top", "bgcolor": TOKENS.ground}
    size = 13 if least else 12
    for row, lines, top, centre, start in zip(rows, names, tops[:-1], centres, sums, strict=True):
        value, whole = row[drawn], row is rows[-1]
        color = TOKENS.ink if whole else TOKENS.up if value >= 0 else TOKENS.down
        style = {
            "orientation": "h",
            "base": [0.0 if whole else start],
            "width": [bar],
            "marker": {"color": color, "line": {"width": 0}},
        }
        role = {"role": "total" if whole else "part"}
        traces.append(bars([value], [centre], role, [row["tip"]], **style))
        name = bold_text("<br>".join(lines), whole)
        notes.append(note(name, 0, centre if least else top, TOKENS.ink, size, **LEFT, **named))
        for column, end in zip(FIGURES, ends, strict=True):
            strong = whole or column == drawn
            how = "+tenths" if whole and column == "relative" else "+points"  # two roundings are in it
            figure = bold_text(words.write(row[column], how), strong)
            ink = TOKENS.ink if strong else TOKENS.ink_2
            notes.append(note(figure, 1, centre, ink, size, **RIGHT, xshift=end, yanchor="middle"))
    return (chart + Layer(traces, joins, [*heads, *notes], {"bargap": 0})).figure()


def _name_lines(row: Row, letters: int, *, wide: bool) -> list[str]:
    """Return the label in lines that fit, and the remark; wide: signs take the room of two Latin letters."""
    label: str = row["label"]
    if wide:
        letters = letters // 2 + 1
        lines = [label[at : at + letters] for at in range(0, len(label), letters)]
    else:
        lines = textwrap.wrap(label, letters)
    return [*lines, colored_text(row["remark"], TOKENS.ink_3)] if row["remark"] else lines


def _score_rules(tops: Sequence[int], left: int, right: int) -> Layer:
    """Return hairlines between rows and the ink line above the total, as wide as the chart."""
    shapes = []
    for top in tops[1:-1]:
        style = stroke(TOKENS.ink, 1.2) if top == tops[-2] else stroke(TOKENS.grid, 1)
        shapes.append(line((0, 1), (top, top), style, xref="x domain"))
        # Outwards from either edge of the plot, in pixels.
        for anchor, sizes in ((0, (-left, 0)), (1, (0, right))):
            outside = {"xref": "x domain", "xsizemode": "pixel", "xanchor": anchor}
            shapes.append(line(sizes, (top, top), style, **outside))
    return Layer(shapes=shapes)


LADDER_HEIGHT: Final = 470
_LADDER_RIGHT = 212  # px for ranks, names and scores; the narrowest plot has 288 in all
_ROW, _ROW_NARROW = 34, 48  # px of a row of bars with its name at the left, or above
_NAME_LINE: Final = 17  # px of a line of a name
_LETTERS: Final = 50  # in a line of a name that stands above its bar
_TITLE: Final = 52  # px of the title of a block after the first
_ROWS_HEAD: Final = 46  # px above the first row, for the heads of columns
_NEED_FOOT: Final = 26  # px below the last row for the words of what is needed
_BAR: Final = 11  # px


def score_ladder(rungs: Sequence[Row], points: str, ink: str) -> dict[str, Any]:
    """Return the scores of the ladder, with the ``points`` that are needed; ink: of the economy in focus.

    rungs: score, rank, name, written (the score as it is), tip, and whether the economy is the one chosen
    (focus) or has the rank to reach (goal).
    """
    scores = [rung["score"] for rung in rungs]
    tall = LADDER_HEIGHT - 24
    scale = value_scale(scores, tall, str, log=False, room=0.05)
    own = next((rung["score"] for rung in rungs if rung["focus"]), scores[-1])
    goal = next((rung["score"] for rung in rungs if rung["goal"]), own)
    labels, sizes, colors, written = [], [], [], {}
    for rung in rungs:
        strong, key = rung["focus"] or rung["goal"], f"rung{rung['rank']}"
        color = ink if rung["focus"] else TOKENS.ink if rung["goal"] else TOKENS.ink_2
        size, name, place = 14 if rung["focus"] else 13, bold_text(rung["name"], strong), str(rung["rank"])
        labels.append(EndLabel(key, rung["score"], name, color, rung["focus"], size, TOKENS.field_2, place))
        sizes.append(13 if strong else 8)
        colors.append(color if strong else TOKENS.field_2)
        written[key] = bold_text(rung["written"], strong)
    tips = [rung["tip"] for rung in rungs]
    dots = trace("markers", [1.0] * len(rungs), scores, {"role": "rungs"}, tips, marker=marker(sizes, colors))
    rail = line((1, 1), (scale.bottom, scale.top), stroke(TOKENS.grid, 1), layer="below")
    way = line((1, 1), (own, goal), stroke(ink, 4), layer="below")
    needed = note(bold_text(points), 1, (own + goal) / 2, ink, 15, xanchor="right", xshift=-14)
    notes = [needed] if goal > own else []
    for label, end, there in place_labels(labels, scale, 0, tall):
        where = {**RIGHT, "yanchor": "middle", "yshift": end - there, "xshift": _LADDER_RIGHT}
        at = 1, scale.position(label.value)
        notes.append(note(written[label.name], *at, label.ink, label.size, **where))
    chart = base_layer(LADDER_HEIGHT, (66, _LADDER_RIGHT, 12, 12)) + axes(
        hidden_axis([0, 1]), hidden_axis([scale.bottom, scale.top])
    )
    chart += Layer([dots], [rail, way], notes)
    return (chart + end_labels(labels, scale, 0, column=34, top=0, bottom=tall)).figure()


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: name, where the bar begins and ends, the words of its columns and of its tip.

    best: the best score in the world, beyond which the bar is hollow; None where there is no such end.
    strong: whether the row would do alone; after: words behind the end of the bar; dumbbell: whether the bar
    is a part of the way to the best; title: the title of the rows from here on, of which the first part is
    bold.
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
    """How rows are set: the name of their names, the columns at their right with their widths in px.

    letters: in a line of a name that stands at the left; need: where a dashed line says what is needed, with
    its words; ink: of the economy in focus.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    letters: int
    ink: str
    lang: str
    need: tuple[float, str] | None = None


def bar_rows(rows: Sequence[Bar], form: RowStyle, least: int) -> dict[str, Any]:
    """Return a bar for each row; in the narrowest plot names stand above bars."""
    row_height, tops, foot = _heights(rows, form, least)
    lines = [text for row in rows for text in _lines(row, form, least)]
    left = (
        text_width([*lines, form.name], is_compact=True) + (8 if BY_CODE[form.lang].wide else -12)
        if least
        else 4
    )
    right = sum(size for _, size in form.columns)
    ends = [end for row in rows for end in (row.start, row.end, row.best) if end is not None]
    if any(row.after for row in rows):  # room for the words behind the longest, and for what is needed
        ends = [0.0, max(max(ends) * 1.3, form.need[0] if form.need else 0.0)]
    scale = value_scale(
        ends, 1.0, lambda value: numbers.trim_zeros(value, 3, form.lang), log=False, room=0.03
    )
    bottom = foot + (_NEED_FOOT if form.need else 0)
    above = {"yshift": 4, "yanchor": "bottom"}
    heads = [note(form.name, 0, 0, TOKENS.ink_3, 12, **LEFT, xshift=-left, **above)] if least else []
    shift = 0
    for words, size in form.columns:
        shift += size
        heads.append(note(words, 1, 0, TOKENS.ink_3, 12, **RIGHT, xshift=shift, **above))
    chart = base_layer(bottom + _ROWS_HEAD, (left, right, _ROWS_HEAD - 6, 6))
    chart += axes(
        scaled_axis(scale, **OUTSIDE_TICKS | {"side": "top", "ticklen": 3}), hidden_axis([bottom, 0])
    )
    chart += Layer(annotations=heads)
    centres = [top + (row_height / 2 if least else row_height - 14) for top in tops]
    for row, top, centre in zip(rows, tops, centres, strict=True):
        if row.title:
            first, rest = row.title
            words = bold_text(first) + (rest if least else "<br>" + rest.lstrip(":： "))
            title = note(words, 0, top - 8, TOKENS.ink_2, 13, **LEFT, xshift=-left, yanchor="bottom")
            chart += Layer(annotations=[title])
        chart += Layer(shapes=[row_line(top)] if row is not rows[0] else [])
        chart += _bar(row, centre, form.ink)
        chart += Layer(annotations=_row_texts(row, centre, left, form, least))
    if form.need and rows:
        # A dashed line where what is needed lies, clear of names above bars, and its words below.
        points, words = form.need
        half = _ROW / 2 if least else 12
        spans = [(centre - half, centre + half) for centre in centres]
        low = spans[-1][1]
        spans = [(spans[0][0], low)] if least else spans
        dashes = [line((points,) * 2, span, stroke(TOKENS.ink, 1.4, "4px,3px")) for span in spans]
        side = "right" if points > (scale.bottom + scale.top) / 2 else "left"
        text = note(words, points, low + 4, TOKENS.ink_2, 12, xanchor=side, yanchor="top")
        chart += Layer(shapes=dashes, annotations=[text])
    return (chart + Layer(layout={"bargap": 0, "barmode": "overlay"})).figure()


def _lines(row: Bar, form: RowStyle, least: int) -> list[str]:
    letters = form.letters if least else _LETTERS
    if max(row.name) < "\u2e80":
        return textwrap.wrap(row.name, letters)
    if text_width([row.name], is_compact=True) < 8 * letters:
        return [row.name]
    return textwrap.wrap(row.name.replace(" ", "\xa0"), letters * 4 // 7)  # Chinese is broken anywhere


def _heights(rows: Sequence[Bar], form: RowStyle, least: int) -> tuple[int, list[int], int]:
    most = max((len(_lines(row, form, least)) for row in rows), default=1)
    height = max(_ROW, _NAME_LINE * most + 2) if least else _ROW_NARROW + _NAME_LINE * (most - 1)
    tops, foot = [], 0
    for row in rows:
        tops.append(foot + (_TITLE if row.title else 0))
        foot = tops[-1] + height
    return height, tops, foot


def _bar(row: Bar, centre: float, ink: str) -> Layer:
    """Return the bar of a row, what lies beyond the best, and the marks of today and the best."""
    reached = row.end if row.best is None else min(row.end, row.best)
    strength = 1.0 if row.is_sufficient or row.best is None or row.is_dumbbell else 0.4
    parts = [(row.start, reached, "bar", ink, strength, {"color": ink, "width": 0})]
    if row.best is not None and row.end > row.best:
        parts.append((row.best, row.end, "beyond", TOKENS.ground, 1.0, {"color": TOKENS.edge, "width": 1}))
    traces, shapes = [], []
    for start, end, role, color, opacity, edge in parts:
        look = {"color": color, "opacity": opacity, "line": edge}
        style = {"orientation": "h", "width": [_BAR / 3 if row.is_dumbbell else _BAR], "base": [start]}
        traces.append(bars([end - start], [centre], {"role": role}, [row.tip], **style, marker=look))
    marks = []
    if row.best is not None:
        if row.is_dumbbell:
            ends = (row.start, row.best), (centre, centre)
            shapes.append(line(*ends, stroke(TOKENS.field_2, 1), layer="below"))
            marks.append((row.end, "end", marker(10, ink)))
        shapes.append(line((row.best, row.best), (centre - 9, centre + 9), stroke(TOKENS.ink, 2.4)))
        marks.append((row.start, "today", ring(11, ink, 2)))
    for x, role, look in marks:
        traces.append(trace("markers", [x], [centre], {"role": role}, [row.tip], marker=look))
    return Layer(traces, shapes)


def _row_texts(row: Bar, centre: float, left: int, form: RowStyle, least: int) -> list[Part]:
    name = "<br>".join(bold_text(text, row.is_sufficient) for text in _lines(row, form, least))
    at = {"yanchor": "middle"} if least else {"yanchor": "bottom", "y": centre - 7}
    texts = [note(name, 0, centre, TOKENS.ink, 13, **LEFT, xshift=-left, **at)]
    if row.after:
        behind = {"xanchor": "left", "xshift": 5, "yanchor": "middle"}
        texts.append(note(row.after, row.end, centre, TOKENS.ink, 13, **behind))
    shift = 0
    for cell, (_, size) in zip(row.cells, form.columns, strict=True):
        shift += size
        words = bold_text(cell, row.is_sufficient)
        texts.append(note(words, 1, centre, TOKENS.ink, 13, **RIGHT, xshift=shift, yanchor="middle"))
    return texts
