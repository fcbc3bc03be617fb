"""The trajectory: ranks by edition beside peers, with intervals and the claim of the article."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.normalize import consecutive_runs, format_runs
from components.charts.axes import (
    OUTSIDE_TICKS,
    PERIOD_LINE,
    FrameworkChange,
    axes,
    framework_changes,
    period_axis,
    period_names,
    scaled_axis,
)
from components.charts.labels import Box, EndLabel, end_labels, place_labels
from components.charts.layer import (
    Layer,
    Part,
    Row,
    base_layer,
    bold_text,
    colored_text,
    each_marker,
    line,
    marker,
    note,
    place_beside,
    ring,
    stroke,
    trace,
    whiskers,
)
from components.charts.lines import (
    DASHES,
    Line,
    area,
    line_trace,
    period_range,
    points_with_gaps,
    rows_by_line,
)
from components.charts.scales import Scale, index_scale
from components.text import numbers
from components.text.catalog import Words, plain
from components.theme import TOKENS
from data.article import ARTICLE, CLAIM, FOCUS

_MIN_RISE_FOR_STEP = 4  # places
_MAX_NAME_CHARACTERS = 6  # beside the narrowest plot; longer names give way to codes
_TICK_THIRDS = range(4) if CLAIM[1] - CLAIM[0] > 8 else (0, 3)  # a short claim has no ticks between its ends
_COMPACT_TICKS = {math.ceil(CLAIM[0] + third * (CLAIM[1] - CLAIM[0]) / 3) for third in _TICK_THIRDS}
_TOUCHING_EDITIONS = range(1, 3)  # from the end of the claim to that of the line, if their texts touch
_MIN_TALL_STEP_PX = 90  # height of a step of the claim with space for two lines of text
_RING_PX = 11  # from the middle of a ring to what must not touch it
_MIN_PX_BELOW = 46  # for the text of an edition below its point
_BAND_NAME_RANKS = 11  # covered by the name of the band
_MAX_LONG_EDITIONS = 16  # whose four digits fit side by side
_FIGURE_PX = {True: 358, False: 733}  # usual widths of compact and of wide figures
_FIRST_WIDE = 0x2E80  # first code point of characters as wide as high
_MARKER_PX, _OVERHANG_PX = 3, 15  # kept clear around the middle of a marker; allowed out of the plot
_BLANK_SHARE = 0.18  # of the font size, above and below letters
_LINE_SHARES = (0.2, 0.4, 0.6, 0.8)  # of the way to the next marker, at which the line is kept clear
_HALF_LABEL_PX = 7  # of the height of a label at the end of a line
_FOOT_PX = 6  # above the axis, where the lowest label ends
_STEP_SIDES = (("top", -4), ("bottom", 4), ("top", -24), ("bottom", 24))  # of the text of the step
_BANDS = {"rank": ("low", "high", 0.35), "percentile": ("low_percentile", "high_percentile", 0.2)}


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """Measure (rank, score or percentile), text catalog, height in px and variant of a chart.

    ``uses_codes`` replaces all names by codes if one is too long for the narrowest plot; ``focus`` is the
    subject of the chart; the values of ``labelled_editions`` are written. A printed chart is read without a
    pointer: the ranks of the focus economy are under the plot, and a caption explains the marks. ``counts``
    are the editions of the axis with the economies ranked, if not those of the rows; ``highlighted`` peers
    have a colour of their own; a plain chart has no claim and no text under the editions.
    """

    measure: str
    words: Words
    height: int = 500
    is_compact: bool = False
    uses_codes: bool = False
    focus: str = FOCUS
    labelled_editions: Collection[int] = CLAIM
    is_printed: bool = False
    counts: Mapping[int, int | None] | None = None
    highlighted: Sequence[str] = ()
    is_plain: bool = False

    @property
    def color(self) -> str:
        """The token of the focus line; only China has the colour hero."""
        return TOKENS.hero if self.focus == FOCUS else TOKENS.ink

    def write(self, value: float) -> str:
        """Write a value of the measure: 11, 56.6."""
        return self.words.write(value, self.measure)

    def text(self, value: float) -> str:
        """Write a value of the measure as text: 3rd, 56.6."""
        return self.words.write(value, "ordinal" if self.measure == "rank" else self.measure)


def add_tips(table: Sequence[dict[str, Any]], t: Words) -> list[Row]:
    """Return rows, which have a column name, with the hover text of each point as ``tip``."""
    rows: list[Row] = []
    for row in table:
        count, rank = row["economies"], t.write(row["rank"], "ordinal")
        lines = [f"<b>{t('trajectory.tip.head', name=row['name'], edition=row['edition'])}</b>"]
        key = "trajectory.tip.rank_unknown" if count is None else "trajectory.tip.rank"
        lines.append(t(key, rank=rank, count=count))
        if row["low"] is not None:
            lines.append(t("trajectory.tip.interval", interval=(row["low"], row["high"])))
        if row["published_low"] is not None:
            published = (row["published_low"], row["published_high"])
            lines.append(t("trajectory.tip.published", interval=published))
        if row["score"] is not None and row["percentile"] is not None:
            lines.append(t("trajectory.tip.score", score=row["score"], percentile=row["percentile"]))
        rows.append(row | {"tip": plain("<br>".join(lines))})
    return rows


def trajectories(
    table: Sequence[Row],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    styles: Sequence[ChartStyle],
) -> list[dict[str, Any]]:
    """Return the chart as Plotly JSON in each of several styles of the same measure and focus economy.

    ``table`` are rows of ``standing.trajectory`` from ``add_tips``; ``names`` are the labels of economies.
    Traces carry ``meta.economy`` and the hover text, which the keyboard reader of the browser uses.
    """
    style = styles[0]
    lines = rows_by_line(row for row in table if row[style.measure] is not None)
    background = _peers(lines, style)
    if style.measure in _BANDS:
        low, high, margin = _BANDS[style.measure]
        rows = lines.get(style.focus, {}).items()
        banded = {edition: row for edition, row in rows if None not in (row[low], row[high])}
        color = TOKENS.hero_wash if style.focus == FOCUS else TOKENS.grid
        for run in reversed(consecutive_runs(banded)):
            lower = (float(banded[edition][low]) - margin for edition in run)
            upper = (float(banded[edition][high]) + margin for edition in run)
            background = area(run, lower, upper, color) + background
    return [_chart(lines, names, changes, style, background).figure() for style in styles]


def _chart(
    lines: Mapping[str, Line],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    style: ChartStyle,
    background: Layer,
) -> Layer:
    focus_line, is_compact = lines.get(style.focus, {}), style.is_compact
    all_rows = [row for line in lines.values() for row in line.values()]
    counts = style.counts or {int(row["edition"]): row["economies"] for row in all_rows}
    editions = sorted(counts)
    top, bottom, right = (4, 38, 100 if style.uses_codes else 158) if is_compact else (8, 44, 168)
    right += 0 if style.measure == "rank" else 12  # scores and percentiles have a decimal
    has_groups = any(line[max(line)].get("members") for line in lines.values())
    if has_groups and not style.uses_codes:  # names of groups are longer
        right += 32
    ranks: dict[int, str] = {}
    has_focus_only = style.is_printed and is_compact  # there is space for one number only
    if has_focus_only:
        bottom, right = bottom - PERIOD_LINE, 56
    elif style.is_printed:
        bottom += PERIOD_LINE
        for edition in editions:
            rank = str(focus_line[edition]["rank"]) if edition in focus_line else numbers.DASH
            ranks[edition] = bold_text(colored_text(rank, style.color))
    height = style.height - top - bottom
    strip = 0.0 if style.is_plain else (42 if is_compact else 36) / height
    values = [float(row[style.measure]) for row in all_rows]
    ends = [float(line[max(line)][style.measure]) for line in lines.values()]
    focus_values = [float(row[style.measure]) for row in focus_line.values()]
    scale = index_scale(values, ends + focus_values, style.measure, height * (1 - strip))
    visible_changes = [change for change in changes if change.edition in editions[1:]]
    labels = _end_labels(lines, names, style)
    foot = scale.height - (0 if style.is_printed else _FOOT_PX)
    pad, xshift = (0.35, 20) if is_compact else (0.45, 10)
    edges = editions[0] - pad, editions[-1] + pad
    x_axis = period_axis(
        edges,
        _ticks(editions, is_compact=is_compact),
        is_short=is_compact or len(editions) > _MAX_LONG_EDITIONS,
        bold_periods={*style.labelled_editions, editions[-1]},
        counts=None if has_focus_only or style.is_plain else counts,
        between=ranks,
        **OUTSIDE_TICKS | {"ticklen": 3},
    )
    label_heights = [y for *_, y in place_labels(labels, scale, bottom=foot)]
    width = _FIGURE_PX[is_compact] - 30 - right
    space = _TextSpace(focus_line, style, scale, edges, width, label_heights)
    chart = (
        base_layer(style.height, (30, right, top, bottom))
        + axes(x_axis, scaled_axis(scale, **OUTSIDE_TICKS), strip)
        + framework_changes(visible_changes, is_compact=is_compact)
        + background
        + _value_labels(focus_line, scale, style, space)
        + (Layer() if style.is_plain else _claimed_step(focus_line, scale, style, space))
        + _intervals(focus_line, scale, style, ends if has_groups else (), space)
        + _leaving_note(lines, names, scale, style, space)
        + _focus_line(focus_line, style)
        + end_labels(labels, scale, 0, column=38 if is_compact else 48, bottom=foot)
    )
    if has_focus_only or style.is_plain:
        return chart
    key = "trajectory.axis.economies_short" if is_compact else "trajectory.axis.economies"
    axis_names = [style.words(key) for key in ("trajectory.axis.edition", key, "trajectory.axis.framework")]
    rank = bold_text(colored_text(style.words("brief.figure.rank"), style.color)) if ranks else ""
    # The strip is named if no label rises into it.
    has_strip = bool(visible_changes) and min(label_heights, default=0) >= 0 and not is_compact
    return chart + period_names(axis_names, xshift, 5, has_strip=has_strip, between=rank)


def _ticks(editions: Sequence[int], *, is_compact: bool) -> list[int]:
    first, last = editions[0], editions[-1]
    ticks = [edition for edition in editions if not is_compact or edition in _COMPACT_TICKS | {last}]
    if is_compact and last - CLAIM[1] in _TOUCHING_EDITIONS and CLAIM[1] in ticks:
        ticks.remove(CLAIM[1])
    if first not in ticks and first + 1 not in ticks:  # two ticks side by side would touch
        ticks.insert(0, first)
    return ticks


def _split_verified(line: Line) -> tuple[Line, Line]:
    """Return the editions with an unverified number of economies, and the others."""
    unverified = {edition: row for edition, row in line.items() if row["economies"] is None}
    return unverified, {edition: row for edition, row in line.items() if edition not in unverified}


def _peers(lines: Mapping[str, Line], style: ChartStyle) -> Layer:
    """Return the lines of peers, each with an edge in the background colour that separates crossing lines."""
    traces: list[Part] = []
    edge = {"cliponaxis": True, "connectgaps": False, "line": stroke(TOKENS.ground, 3.5)}
    highlighted = [code for code in style.highlighted if code in lines]
    quiet = [code for code in lines if code not in (style.focus, *highlighted)]
    for economy in quiet + highlighted:
        color, mode, widths, dash = TOKENS.field, "lines", (1, 1.5), ""
        if economy in highlighted:
            index = style.highlighted.index(economy)
            color, mode, widths, dash = TOKENS.peers[index], "lines+markers", (2, 2), DASHES[index]
        elif economy == FOCUS:
            color = TOKENS.hero
        unverified, verified = _split_verified(lines[economy])
        meta = {"economy": economy, "role": "peer"}
        if unverified:
            join_style = stroke(color, widths[0])
            traces.append(_dotted_join(lines[economy], style.measure, join_style, meta | {"role": "join"}))
        if verified:
            points = points_with_gaps(verified, period_range(verified))
            line_style: Part = {"line": stroke(color, widths[1], dash), "marker": marker(5, color)}
            line = line_trace(points, style.measure, meta, mode, cliponaxis=True, **line_style)
            traces += [trace("lines", line["x"], line["y"], {"role": "casing"}, **edge), line]
    return Layer(traces)


def _dotted_join(line: Line, measure: str, style: Part, meta: Mapping[str, str]) -> Part:
    unverified, verified = _split_verified(line)
    ends = [*unverified, *list(verified)[:1]]
    tips = [row["tip"] for row in unverified.values()] + [""] if "economy" in meta else None
    y = (float(line[edition][measure]) for edition in ends)
    return trace("lines", ends, y, meta, tips, line=style | {"dash": "3px,4px"}, cliponaxis=True)


def _focus_line(line: Line, style: ChartStyle) -> Layer:
    unverified, verified = _split_verified(line)
    traces: list[Part] = []
    if unverified:
        traces.append(_dotted_join(line, style.measure, stroke(style.color, 2), {"role": "join"}))
    if verified:
        points = points_with_gaps(verified, period_range(verified))
        end, ring_size, dot, edge = (9, 11, 6, 2.4) if style.is_compact else (11, 13, 7, 3)
        markers = each_marker(
            (ring_size, TOKENS.ground, style.color, edge)
            if edition in style.labelled_editions
            else (end if edition == max(verified) else dot, style.color, TOKENS.ground, 1.2)
            for edition in points[0]
        )
        line_style = {"line": stroke(style.color, 2.5 if style.is_compact else 3), "marker": markers}
        meta = {"economy": style.focus, "role": "hero"}
        traces.append(line_trace(points, style.measure, meta, "lines+markers", **line_style))
    if unverified:
        points = points_with_gaps(unverified, period_range(unverified))
        meta, rings = {"economy": style.focus, "role": "unverified"}, ring(8, style.color, 2)
        traces.append(line_trace(points, style.measure, meta, "markers", marker=rings))
    return Layer(traces)


def _end_labels(lines: Mapping[str, Line], names: Mapping[str, str], style: ChartStyle) -> list[EndLabel]:
    last = max((edition for line in lines.values() for edition in line), default=0)
    max_characters = 4 if style.words.language.wide else _MAX_NAME_CHARACTERS
    # A label with its edition has no space for a name.
    has_space = all(max(line) == last and len(names[code]) <= max_characters for code, line in lines.items())
    uses_codes = style.uses_codes and not has_space
    labels = []
    if style.is_printed and style.is_compact:
        lines, names = {style.focus: lines[style.focus]}, {style.focus: ""}
    for economy, rows in lines.items():
        edition, is_focus = max(rows), economy == style.focus
        value = float(rows[edition][style.measure])
        name = economy if uses_codes else names[economy]
        suffix = f" ’{edition % 100:02}" if uses_codes else f" ({edition})"
        text = name if edition == last or not name else name + suffix
        ink = style.color if is_focus else TOKENS.hero if economy == FOCUS else TOKENS.ink_2
        if economy in style.highlighted:
            ink = TOKENS.peers[style.highlighted.index(economy)]
        leader = style.color if is_focus else TOKENS.field_2
        size = (15 if style.is_compact or style.is_printed else 17) if is_focus else 13
        labels.append(EndLabel(economy, value, text, ink, is_focus, size, leader, style.write(value)))
    return labels


def _overlap(a: Box, b: Box) -> float:
    return min(min(a[1], b[1]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[2], b[2]))


class _TextSpace:
    """The free space for texts in a plot: clear of the focus line, of other texts and of the edges.

    ``edges`` are both ends of the x axis, ``width`` is that of the plot in px in the usual figure, and
    ``label_heights`` are the positions in px of labels at the right. On paper, all space counts as free.
    """

    def __init__(
        self,
        focus_line: Line,
        style: ChartStyle,
        scale: Scale,
        edges: tuple[float, float],
        width: float,
        label_heights: Iterable[float],
    ) -> None:
        self._style, self._scale, self._edges, self._width = style, scale, edges, width
        points = ((edition, float(row[style.measure])) for edition, row in focus_line.items())
        self._markers = [(self._x(edition), scale.pixels(value)) for edition, value in points]
        self._line = [
            (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            for start, end in pairwise(self._markers)
            for share in _LINE_SHARES
        ]
        right, half = width + _OVERHANG_PX, _HALF_LABEL_PX
        self._taken: list[Box] = [(right, math.inf, y - half, y + half) for y in label_heights]

    def _x(self, edition: float) -> float:
        start, end = self._edges
        return (edition - start) / (end - start) * self._width

    def _box(self, text: Part) -> Box:
        lines = re.sub(r"<(?!br)[^>]*>", "", text["text"]).split("<br>")
        size = text["font"]["size"]
        width = size * max(sum(1.0 if ord(c) > _FIRST_WIDE else 0.45 for c in line) for line in lines)
        height = size * 1.15 * len(lines)
        x = self._x(text["x"]) + text.get("xshift", 0)
        y = self._scale.pixels(text["y"]) - text.get("yshift", 0)
        left = x - {"left": 0, "right": width}.get(text.get("xanchor", ""), width / 2)
        top = y - {"top": 0, "bottom": height}.get(text.get("yanchor", ""), height / 2)
        return left, left + width, top, top + height

    def _is_free(self, box: Box, size: float, *, avoid_line: bool) -> bool:
        left, right, top, bottom = box
        if left < -_OVERHANG_PX or top < -_OVERHANG_PX or bottom > self._scale.height + _OVERHANG_PX:
            return False
        for points, clearance in ((self._markers, _MARKER_PX), (self._line if avoid_line else [], 0)):
            heights = [y for x, y in points if left - clearance < x < right + clearance]
            margin = clearance - _BLANK_SHARE * size
            if any(top - margin < y < bottom + margin for y in heights):
                return False
        return not any(_overlap(box, taken) > 1 for taken in self._taken)

    def place(self, options: Sequence[list[Part]], *, needs_clear_line: bool = False) -> list[Part]:
        """Return the first group of texts that fits, and take its space; [] if none fits.

        Groups clear of the focus line come first; with ``needs_clear_line``, all others are left out.
        """
        for avoid_line in (True,) if needs_clear_line else (True, False):
            for option in options:
                boxes = [(self._box(text), text["font"]["size"]) for text in option]
                are_free = (self._is_free(*box, avoid_line=avoid_line) for box in boxes)
                if self._style.is_printed or all(are_free):
                    self._taken += (box for box, _ in boxes)
                    return option
        return []


def _value_labels(focus_line: Line, scale: Scale, style: ChartStyle, space: _TextSpace) -> Layer:
    """Return the values of labelled editions, and the ranks of unverified editions.

    On paper they are above or below the line. The newest edition is labelled at the end of its line.
    """
    is_small, notes = style.is_compact or style.is_printed, []
    for edition in (edition for edition in style.labelled_editions if edition in focus_line):
        if edition == max(focus_line) and not style.is_printed:
            continue
        value = float(focus_line[edition][style.measure])
        texts = [(bold_text(plain(style.text(value))), style.color, 15 if is_small else 17)]
        if not style.is_compact:
            text = style.words("trajectory.note.in_edition", edition=edition)
            texts.append((text, TOKENS.ink_2, 12))
        below, above = ("top", (-8, -30)), ("bottom", (22, 7) if len(texts) > 1 else (8, 0))
        positions = [_usual_position(edition, value, focus_line, scale, style)]
        for distance in (0, 16):
            for side, shift in (("center", 0), ("left", 10), ("right", -10)):
                for edge, (first, second) in (below, above):
                    away = -distance if edge == "top" else distance
                    positions.append((side, shift, edge, (first + away, second + away)))
        options: list[list[Part]] = []
        for count in (2, 1):
            for side, right, edge, ups in positions:
                group = []
                for (text, color, size), up in zip(texts[:count], ups, strict=False):
                    where = place_beside(side, right, edge, up)
                    group.append(note(text, edition, value, color, size, **where))
                options.append(group)
        notes += space.place(options)
    if style.measure == "rank" and not is_small:
        at_right, under = {"xanchor": "left", "xshift": 8}, {"yanchor": "top", "yshift": -8}
        over = {"yanchor": "bottom", "yshift": 8}
        for edition, row in _split_verified(focus_line)[0].items():
            rank, text = int(row["rank"]), plain(style.text(row["rank"]))
            wheres = (at_right, under, over)
            notes += space.place([[note(text, edition, rank, TOKENS.ink_2, **where)] for where in wheres])
    return Layer(annotations=notes)


def _usual_position(
    edition: int, value: float, focus_line: Line, scale: Scale, style: ChartStyle
) -> tuple[str, float, str, tuple[float, float]]:
    """Return side, shift, edge, and both shifts upwards in px of the texts of an edition."""
    is_claim_end = edition == CLAIM[1]
    if style.is_printed and not (style.focus == FOCUS and is_claim_end):
        down = scale.pixels(value)
        neighbours = (focus_line[year] for year in (edition - 1, edition + 1) if year in focus_line)
        heights = [scale.pixels(float(row[style.measure])) for row in neighbours]
        if scale.height - down > _MIN_PX_BELOW and sum(heights) <= down * len(heights):
            return "center", 0, "top", (-8, -30)
        rise = round(down - min([down, *heights]))  # clear of the line on both sides
        return "center", 0, "bottom", (22 + rise, 7 + rise)
    if style.is_compact and is_claim_end and max(focus_line) - edition in _TOUCHING_EDITIONS:
        return "right", -4, "bottom", (8, 0)
    shifts = {CLAIM[0]: -15 if style.is_compact else -11, CLAIM[1]: 9}
    return "left", shifts.get(edition, 0), "top", (-8, -30)


def _target_line(scale: Scale, style: ChartStyle, space: _TextSpace, editions: Collection[int]) -> Layer:
    target = ARTICLE.target
    if not target or not 0 < scale.share(target.rank) < 1:
        return Layer()
    key = "trajectory.note.target_short" if style.is_compact else "trajectory.note.target"
    text = style.words(key, rank=plain(style.text(target.rank)), edition=target.edition)
    first, last = min(editions), max(editions)
    options = [
        [note(text, x, target.rank, TOKENS.ink_2, xanchor=side, yanchor=edge, yshift=shift)]
        for edge, shift in (("bottom", 2), ("top", -2))
        for side, x in (("left", first), ("right", last))
    ]
    ends, ranks = (first - 0.3, last + 0.3), (target.rank, target.rank)
    line = trace("lines", ends, ranks, {"role": "target"}, line=stroke(TOKENS.ink, 1.2, "2px,3px"))
    return Layer([line], annotations=space.place(options))


def _claimed_step(focus_line: Line, scale: Scale, style: ChartStyle, space: _TextSpace) -> Layer:
    """Return the step of a claimed rise with its text; nothing without space for that. A target is a line."""
    if style.focus != FOCUS or style.measure != "rank" or not focus_line:
        return Layer()
    if ARTICLE.target:
        return _target_line(scale, style, space, focus_line)
    if not set(CLAIM) <= set(focus_line):
        return Layer()
    start, end = CLAIM
    first, last = int(focus_line[start]["rank"]), int(focus_line[end]["rank"])
    if last + _MIN_RISE_FOR_STEP > first:
        return Layer()
    clearance = scale.value(_RING_PX) - scale.value(0) if style.is_printed else 1.2
    ink, tip = TOKENS.ink, last + clearance
    x, y = (start + 1.25, end, end), (first, first, tip + 0.6)
    step = trace("lines", x, y, {"role": "claim"}, line=stroke(ink, 1.2, "2px,3px"), cliponaxis=True)
    tail = {"ax": end, "ay": tip + 0.9, "axref": "x", "ayref": "y", "showarrow": True}
    head = {"arrowhead": 1, "arrowwidth": 1.3, "arrowcolor": ink}
    key = "trajectory.note.claim_short" if style.is_compact else "trajectory.note.claim"
    text = style.words(key, places=first - last, first=start, last=end)
    # On compact charts, the text is above the step, clear of the rank it starts from; a low step has no
    # space there for the name of the interval, so its text is below the end.
    shift, side = -6, ("top", -4)
    if style.is_compact:
        is_tall = scale.pixels(first) - scale.pixels(last) > _MIN_TALL_STEP_PX
        shift, side = (-6, ("bottom", 2)) if is_tall else (26, side)
    positions = [place_beside("right", shift, *edge) for edge in (side, *_STEP_SIDES)]
    label = space.place([[note(text, end, first, TOKENS.ink_2, **where)] for where in positions])
    if not label:
        return Layer()
    return Layer([step], annotations=[note("", end, tip, ink, **tail, **head), *label])


def _intervals(
    focus_line: Line, scale: Scale, style: ChartStyle, ends: Sequence[float], space: _TextSpace
) -> Layer:
    """Return WIPO's intervals with the last one named, and the name of our band, clear of line ``ends``."""
    chart = Layer()
    published = {edition: row for edition, row in focus_line.items() if row["published_low"] is not None}
    if style.measure == "rank" and published:
        chart += _published_intervals(published, style, space)
    if style.measure not in _BANDS or style.is_compact or style.is_printed:
        return chart
    column, direction = "high_percentile", -1  # the lower edge of the band; downwards
    foot = scale.bottom + 0.28 * (scale.top - scale.bottom)
    if style.measure == "rank":
        column, direction, foot = "high", 1, 21.2
        while near := [value for value in ends if foot - 1 < value < foot + _BAND_NAME_RANKS]:
            foot = max(near) + 2
    banded = [edition for edition, row in focus_line.items() if row[column] is not None]
    if len(banded) < 2:
        return chart
    edition = banded[-2]
    start = float(focus_line[edition][column]) + 0.7 * direction
    if (foot - start) * direction < 2:
        return chart
    where = {"xanchor": "left", "yanchor": "top", "xshift": -4}
    text = style.words("trajectory.note.shaded")
    label = space.place([[note(text, edition, foot, TOKENS.ink_2, **where)]])
    leader = [_leader(edition, start, foot - 0.4 * direction)] if label else []
    return chart + Layer(shapes=leader, annotations=label)


def _published_intervals(published: Line, style: ChartStyle, space: _TextSpace) -> Layer:
    ranks = [int(row["rank"]) for row in published.values()]
    up = [int(row["published_high"]) - int(row["rank"]) for row in published.values()]
    down = [int(row["rank"]) - int(row["published_low"]) for row in published.values()]
    error = whiskers(up, down, width=5, thickness=1.6, color=TOKENS.ink)
    marks = {"marker": marker(1, TOKENS.ink), "error_y": error, "cliponaxis": True}
    chart = Layer([trace("markers", published, ranks, {"role": "published"}, **marks)])
    if style.is_printed:
        return chart
    edition = max(published)
    low, high = int(published[edition]["published_low"]), int(published[edition]["published_high"])
    if style.is_compact:
        key, distance, xshift = "trajectory.note.published_short", 7.5, 26
        interval = f"{low}{numbers.DASH}{high}"
    else:
        key, distance, xshift = "trajectory.note.published", 8.2, 42
        interval = plain(style.words.write((low, high), "interval"))
    text = style.words(key, edition=edition, interval=interval)
    where = {"xanchor": "right", "yanchor": "top", "xshift": xshift}
    label = space.place([[note(text, edition, high + distance, TOKENS.ink_2, **where)]])
    leader = [_leader(edition, high + 0.7, high + distance - 0.5)] if label else []
    return chart + Layer(shapes=leader, annotations=label)


def _leader(edition: int, start: float, end: float) -> Part:
    return line((edition, edition), (start, end), stroke(TOKENS.ink_3, 1))


def _leaving_note(
    lines: Mapping[str, Line], names: Mapping[str, str], scale: Scale, style: ChartStyle, space: _TextSpace
) -> Layer:
    if style.measure != "rank" or style.is_compact or style.is_printed:
        return Layer()
    lowest, notes, last = int(scale.bottom - 1.2), [], 0
    for economy, rows in lines.items():
        below = [edition for edition, row in rows.items() if row["rank"] > lowest]
        if below:
            rank, editions = plain(style.text(lowest)), style.words.listing(format_runs(below))
            key = "trajectory.note.below"
            notes.append(style.words(key, name=names[economy], rank=rank, editions=editions))
            last = max(last, *below)
    if not notes:
        return Layer()
    is_right = last - min(edition for line in lines.values() for edition in line) > 5
    side, shift, x = ("right", -18, last + 0.4) if is_right else ("left", 18, last)
    where = place_beside(side, shift, "bottom", 3, bgcolor=TOKENS.ground)
    text = note("<br>".join(notes), x, scale.bottom, TOKENS.ink_3, **where)
    return Layer(annotations=space.place([[text]], needs_clear_line=True))
