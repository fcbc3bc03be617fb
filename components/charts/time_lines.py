"""Lines over editions or years: open at gaps and breaks, named at their ends, in plots of several widths."""

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.listing import runs, stretches
from analysis.robustness.weights import INSIDE, OVER, Shared
from components.charts.axes import (
    OUTSIDE,
    PERIOD_LINE,
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
from components.charts.labels import Box, EndLabel, Named, end_labels, placed_labels, point_labels
from components.charts.layer import (
    CLEAR,
    LEFT,
    Layer,
    Part,
    Row,
    beside,
    bold,
    colored,
    each_marked,
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
from components.theme import TOKENS
from components.words import numbers
from components.words.text import Words, plain
from data.article import ARTICLE, CLAIM, CLAIM_YEAR, HERO

Line = Mapping[int, Row]
Point = tuple[int, float]  # year and value
Pairs = list[tuple[Point, Point]]
DOTTED = "2px,3px"
"""Dashes of what joins two points over years that are not known."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing ones are None."""
    records: list[dict[Any, Any]] = frame.to_dict("records")
    # What is missing is not equal to itself, but for pandas' own mark.
    return [
        {name: None if value is pd.NA or value != value else value for name, value in row.items()}
        for row in records
    ]


def by_line(
    table: Iterable[Row], line: str = "economy", period: str = "edition"
) -> dict[str, dict[int, Row]]:
    """Return rows as {line: {period: row}}, in their order, by the columns that say both."""
    found: dict[str, dict[int, Row]] = {}
    for row in table:
        found.setdefault(str(row[line]), {})[int(row[period])] = row
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
    course: tuple[list[float], list[Row | None]],
    key: str,
    meta: Mapping[str, str],
    mode: str,
    /,
    reach: Part | None = None,
    **style: Any,
) -> Part:
    """Return the trace of the values under a key of ``broken`` rows, with their tips, left open at gaps.

    reach: the style of whiskers, which are as long as the rows have it under that name.
    """
    x, points = course
    y = [None if row is None else float(row[key]) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    drawn = trace(mode, x, y, meta, tips, connectgaps=False, **style)
    if reach and any(up := [0.0 if row is None else row["reach"] for row in points]):
        drawn["error_y"] = whiskers(up, **reach)
    return drawn


def middle(exact: float | None, low: float | None, high: float | None) -> float | None:
    """Return a value, or the middle of its bounds, through which a line passes; None if nothing is known."""
    if exact is not None:
        return float(exact)
    return None if low is None or high is None else (float(low) + float(high)) / 2


def in_bounds(
    exact: float | None, low: float | None, high: float | None, write: Callable[[Any], str] = str
) -> str:
    """Write a value, or its bounds; "" if nothing is known."""
    ends = (low, high) if exact is None else (exact,)
    return numbers.DASH.join(write(end) for end in ends if end is not None)


def area(x: Collection[float], edge: Iterable[float], other: Iterable[float], color: str) -> Layer:
    """Return the area between two edges."""
    style = {"line": {"width": 0}, "cliponaxis": True}
    filled = style | {"fill": "tonexty", "fillcolor": color}
    meta = {"role": "band"}
    return Layer([trace("lines", x, edge, meta, **style), trace("lines", x, other, meta, **filled)])


def joins(points: Sequence[Point], breaks: Collection[int] = ()) -> tuple[Pairs, Pairs]:
    """Return the pairs of neighbouring points that are joined: those of following years, those over a gap.

    breaks: years from which on values do not compare with those before.
    """
    solid: Pairs = []
    dotted: Pairs = []
    for before, after in pairwise(points):
        if not any(before[0] < year <= after[0] for year in breaks):
            (solid if after[0] == before[0] + 1 else dotted).append((before, after))
    return solid, dotted


def segments(pairs: Pairs) -> tuple[list[Any], list[Any]]:
    """Return x and y of separate pieces between pairs of points."""
    x, y = ([at for one, two in pairs for at in (one[side], two[side], None)] for side in (0, 1))
    return x, y


def unverified(
    line: Mapping[int, Row],
    loose: Iterable[int],
    periods: Collection[int],
    style: Part,
    size: int,
    edge: float,
    /,
    **meta: str,
) -> list[Part]:
    """Return the dotted joins from editions of unverified size, each a ring, to the next, if that is known.

    periods: all that the line could have; size and edge: of the rings, in pixels.
    """
    traces = []
    for period in loose:
        following = min((one for one in periods if one > period), default=period)
        x = [one for one in sorted({period, following}) if one in line]
        marks = ring(size, style["color"], edge) | {"opacity": [1, 0][: len(x)]}
        look, about = {"line": style | {"dash": "3px,4px"}, "marker": marks}, {"role": "unverified", **meta}
        tips = [line[period]["tip"], ""][: len(x)]
        traces.append(trace("lines+markers", x, (line[one]["middle"] for one in x), about, tips, **look))
    return traces


COLOURED = 3  # others that have a colour and a dash of their own
DASHES = ("solid", "7px,3px", "2px,3px")


@dataclass(frozen=True, slots=True)
class LineStyle:
    """One line, by its key in the data: its names, the tokens of the line and of its words, width and dash.

    short: what names it where there is little room; role: "hero" (what the chart is about), "other" (the same
    in another release), "peer" (context).
    """

    key: str
    name: str
    short: str
    role: str
    color: str
    ink: str
    width: float
    dash: str

    @property
    def focus(self) -> bool:
        """Say whether the chart is about it."""
        return self.role == "hero"

    @property
    def strong(self) -> bool:
        """Say whether it is drawn over the others: the one in focus, and China."""
        return self.focus or self.key == HERO

    @property
    def line(self) -> Part:
        """The style of its line."""
        return stroke(self.color, self.width, self.dash)


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
        role, color, ink, dash = "peer", TOKENS.field_2, TOKENS.ink_2, "solid"
        if code == HERO:
            color = ink = TOKENS.hero
        elif place == 0:
            color = ink = TOKENS.ink
        elif code in own:
            color = ink = TOKENS.peers[own.index(code)]
            dash = DASHES[own.index(code)]
        width = 2.0 if color != TOKENS.field_2 else 1.5
        if place == 0:
            role, width = "hero", 3.0
        styles.append(LineStyle(code, names[code], shorts[code], role, color, ink, width, dash))
    return styles


def series_style(key: str, name: str, short: str, role: str, *, hero: bool = True) -> LineStyle:
    """Return how one of a few series is drawn; hero: the economy that they are about is China."""
    width, dash = {"hero": (3.0, ""), "other": (2.0, "7px,4px"), "peer": (1.5, "")}[role]
    own = TOKENS.hero if hero else TOKENS.ink
    color, ink = (TOKENS.field_2, TOKENS.ink_2) if role == "peer" else (own, own)
    return LineStyle(key, name, short, role, color, ink, width, dash)


_FEWEST = 4  # places of a rise that has room for a step
_CODED_LABEL = 6  # characters that fit beside the narrowest plot
_THIRDS = range(4) if CLAIM[1] - CLAIM[0] > 8 else (0, 3)  # with room for ticks between its ends
_COMPACT_TICKS = {math.ceil(CLAIM[0] + third * (CLAIM[1] - CLAIM[0]) / 3) for third in _THIRDS}
_CLOSE = range(1, 3)  # editions between the end of the claim and that of the line, where words of both touch
_TALL_STEP = 90  # px between the two ranks of the claim that two lines of words need
_CLEAR_RING = 11  # px from the middle of a ring to what must not touch it
_UNDER = 46  # px that the words of an edition need under its point
_NAME = 11  # ranks that the name of the band covers
_ROOM = 16  # editions whose four digits stand side by side without touching
_USUAL = {True: 358, False: 733}  # px of the figure on a phone, with compact labels, and on a wide page
_WIDE = 0x2E80  # the sign from which on each is as wide as high
_MARK, _EDGE = 3, 15  # px that words keep clear of the middle of a mark, and may stand out of the plot
_BLANK = 0.18  # of the size of letters: what is blank above and below them in their line
_SHARES = (0.2, 0.4, 0.6, 0.8)  # of the way from a mark to the next: where the line between them is looked at
_HALF = 7  # px of the height of a name at the end of a line, above and below its middle
_FOOT = 6  # px above the axis at which the lowest name ends clear of the names below it
_STEPS = (("top", -4), ("bottom", 4), ("top", -24), ("bottom", 24))  # sides of the step for its words
_BAND = {"rank": ("low", "high", 0.35), "percentile": ("low_percentile", "high_percentile", 0.2)}


@dataclass(frozen=True, slots=True)
class Look:
    """Measure (rank, score or percentile), words, height in pixels and label set of a chart.

    coded: where one name is too long for the narrowest plot, all give way to their codes; hero: the economy
    that it is about; marked: the editions of which its value is written; paper: it is read
    without a pointer, with each rank of the hero under the plot, and a caption that says what marks mean;
    counts: the editions of the axis with the economies ranked, where they are not those of the rows; raised:
    the peers whose lines have a colour of their own, in the order of the colours; plain: without the
    claim and what stands under the editions.
    """

    measure: str
    words: Words
    height: int = 500
    compact: bool = False
    coded: bool = False
    hero: str = HERO
    marked: Collection[int] = CLAIM
    paper: bool = False
    counts: Mapping[int, int | None] | None = None
    raised: Sequence[str] = ()
    plain: bool = False

    @property
    def color(self) -> str:
        """The token of the hero's line; only China has the colour of that name."""
        return TOKENS.hero if self.hero == HERO else TOKENS.ink

    def write(self, value: float) -> str:
        """Write a value of the measure: 11, 56.6."""
        return self.words.write(value, self.measure)

    def text(self, value: float) -> str:
        """Write a value of the measure as text: 3rd, 56.6."""
        rank = self.measure == "rank"
        return self.words.write(value, "ordinal") if rank else self.write(value)


def with_tips(table: Sequence[dict[str, Any]], words: Words) -> list[Row]:
    """Return rows, with a column name, with the words of each point as ``tip``."""
    spoken: list[Row] = []
    for row in table:
        count, rank = row["economies"], words.write(row["rank"], "ordinal")
        known = "rank_unknown" if count is None else "rank"
        head = words("trajectory.tip.head", name=row["name"], edition=row["edition"])
        lines = [f"<b>{head}</b>", words(f"trajectory.tip.{known}", rank=rank, count=count)]
        for key, low, high in (("interval", "low", "high"), ("published", "published_low", "published_high")):
            if row[low] is not None:
                lines.append(words(f"trajectory.tip.{key}", interval=(row[low], row[high])))
        if row["score"] is not None and row["percentile"] is not None:
            lines.append(words("trajectory.tip.score", score=row["score"], percentile=row["percentile"]))
        spoken.append(row | {"tip": plain("<br>".join(lines))})
    return spoken


def trajectories(
    table: Sequence[Row], names: Mapping[str, str], changes: Sequence[FrameworkChange], looks: Sequence[Look]
) -> list[dict[str, Any]]:
    """Return the chart as Plotly JSON for each of several looks of the same measure and hero.

    table: rows of ``standing.trajectory`` as ``with_tips`` gives them; names: the label of each
    economy. Traces carry ``meta.economy`` and the hover words, in which the browser's keyboard reader finds
    them.
    """
    look = looks[0]
    lines = by_line(row for row in table if row[look.measure] is not None)
    quiet = _peers(lines, look)
    if look.measure in _BAND:
        low, high, margin = _BAND[look.measure]
        hero = lines.get(look.hero, {}).items()
        banded = {e: row for e, row in hero if row[low] is not None and row[high] is not None}
        for run in reversed(stretches(banded)):
            lower = (float(banded[edition][low]) - margin for edition in run)
            upper = (float(banded[edition][high]) + margin for edition in run)
            quiet = area(run, lower, upper, TOKENS.hero_wash if look.hero == HERO else TOKENS.grid) + quiet
    return [_chart(lines, names, changes, look, quiet).figure() for look in looks]


def _chart(
    lines: Mapping[str, Line],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    look: Look,
    quiet: Layer,
) -> Layer:
    hero = lines.get(look.hero, {})
    counts = look.counts or {
        edition: row["economies"] for line in lines.values() for edition, row in line.items()
    }
    editions = sorted(counts)
    top, bottom, right = (4, 38, 100 if look.coded else 158) if look.compact else (8, 44, 168)
    right += 0 if look.measure == "rank" else 12  # scores and percentiles have a decimal
    groups = [code for code, line in lines.items() if line[max(line)].get("members")]
    if groups and not look.coded:  # whose names are longer
        right += 32
    ranks, alone = {}, look.paper and look.compact  # alone: there is room for the hero's number only
    if alone:
        bottom, right = bottom - PERIOD_LINE, 56
    elif look.paper:
        bottom += PERIOD_LINE
        ranks = {e: str(hero[e]["rank"]) if e in hero else numbers.DASH for e in editions}
        ranks = {edition: bold(colored(rank, look.color)) for edition, rank in ranks.items()}
    height = look.height - top - bottom
    strip = 0.0 if look.plain else (42 if look.compact else 36) / height
    values = [float(row[look.measure]) for line in lines.values() for row in line.values()]
    latest = [float(line[max(line)][look.measure]) for line in lines.values()]
    latest += [float(row[look.measure]) for row in hero.values()]
    scale = index_scale(values, latest, look.measure, height * (1 - strip))
    inside = [change for change in changes if change.edition in editions[1:]]
    ends = _ends(lines, names, look)
    foot = scale.height - (0 if look.paper else _FOOT)
    ticks = [e for e in editions if not look.compact or e in _COMPACT_TICKS | {editions[-1]}]
    if look.compact and editions[-1] - CLAIM[1] in _CLOSE and CLAIM[1] in ticks:
        ticks.remove(CLAIM[1])
    if editions[0] not in ticks and editions[0] + 1 not in ticks:  # two ticks side by side would touch
        ticks.insert(0, editions[0])
    pad, xshift = (0.35, 20) if look.compact else (0.45, 10)
    reach = editions[0] - pad, editions[-1] + pad
    across = periods(
        reach,
        ticks,
        short=look.compact or len(editions) > _ROOM,
        strong={*look.marked, editions[-1]},
        counts=None if alone or look.plain else counts,
        between=ranks,
        **OUTSIDE | {"ticklen": 3},
    )
    keys = ("edition", "economies_short" if look.compact else "economies", "framework")
    edition, economies, framework = (look.words(f"trajectory.axis.{key}") for key in keys)
    rank = bold(colored(look.words("brief.figure.rank"), look.color)) if ranks else ""
    downs = [down for *_, down in placed_labels(ends, scale, bottom=foot)]
    room = _Room(hero, look, scale, reach, _USUAL[look.compact] - 30 - right, downs)
    named = bool(inside) and min(downs, default=0) >= 0 and not look.compact  # no name rises into the strip
    chart = (
        ground(look.height, (30, right, top, bottom))
        + axes(across, scaled(scale, **OUTSIDE), strip)
        + framework_changes(inside, compact=look.compact)
        + quiet
        + _marked(hero, scale, look, room)
        + (Layer() if look.plain else _claim(hero, scale, look, room))
        + _intervals(hero, scale, look, latest[: len(lines)] if groups else (), room)
        + _leaving(lines, names, scale, look, room)
        + _hero(hero, look)
        + end_labels(ends, scale, 0, column=38 if look.compact else 48, bottom=foot)
    )
    if alone or look.plain:
        return chart
    return chart + period_names((edition, economies, framework), xshift, 5, strip=named, between=rank)


def _parts(line: Line) -> tuple[Line, Line]:
    """Return the first editions, whose number of economies is not verified, and the others."""
    early = {edition: row for edition, row in line.items() if row["economies"] is None}
    return early, {edition: row for edition, row in line.items() if edition not in early}


def _peers(lines: Mapping[str, Line], look: Look) -> Layer:
    """Return the lines of all but the hero, each with a casing in the colour of the ground.

    So the later line passes over the earlier one where they cross.
    """
    drawn: list[Part] = []
    case = {"cliponaxis": True, "connectgaps": False, "line": stroke(TOKENS.ground, 3.5)}
    raised = [code for code in look.raised if code in lines]
    for economy in (*(code for code in lines if code not in (look.hero, *raised)), *raised):
        color = TOKENS.hero if economy == HERO else TOKENS.field
        mode, thin, course = "lines", stroke(color, 1), stroke(color, 1.5)
        if economy in raised:
            place = look.raised.index(economy)
            color = TOKENS.peers[place]
            mode, thin, course = "lines+markers", stroke(color, 2), stroke(color, 2, DASHES[place])
        style: Part = {"cliponaxis": True, "line": course, "marker": marker(5, color)}
        early, verified = _parts(lines[economy])
        meta = {"economy": economy, "role": "peer"}
        if early:
            drawn.append(_join(lines[economy], look.measure, thin, meta | {"role": "join"}))
        if verified:
            peer = traced(broken(verified, span(verified)), look.measure, meta, mode, **style)
            drawn += [trace("lines", peer["x"], peer["y"], {"role": "casing"}, **case), peer]
    return Layer(drawn)


def _join(line: Line, measure: str, style: Part, meta: Mapping[str, str]) -> Part:
    """Return the dotted join through the first editions to the next one, with the words of peers."""
    early, verified = _parts(line)
    ends = [*early, *list(verified)[:1]]
    tips = [row["tip"] for row in early.values()] + [""] if "economy" in meta else None
    y = (float(line[edition][measure]) for edition in ends)
    return trace("lines", ends, y, meta, tips, line=style | {"dash": "3px,4px"}, cliponaxis=True)


def _hero(line: Line, look: Look) -> Layer:
    """Return the hero's line: rings at the editions marked, a larger dot at the last one, others dots."""
    early, verified = _parts(line)
    traces: list[Part] = []
    if early:
        traces.append(_join(line, look.measure, stroke(look.color, 2), {"role": "join"}))
    if verified:
        course = broken(verified, span(verified))
        end, ring_size, dot, edge = (9, 11, 6, 2.4) if look.compact else (11, 13, 7, 3)
        marks = each_marked(
            (ring_size, TOKENS.ground, look.color, edge)
            if edition in look.marked
            else (end if edition == max(verified) else dot, look.color, TOKENS.ground, 1.2)
            for edition in course[0]
        )
        style = {"line": stroke(look.color, 2.5 if look.compact else 3), "marker": marks}
        meta = {"economy": look.hero, "role": "hero"}
        traces.append(traced(course, look.measure, meta, "lines+markers", **style))
    if early:
        meta, style = {"economy": look.hero, "role": "unverified"}, {"marker": ring(8, look.color, 2)}
        traces.append(traced(broken(early, span(early)), look.measure, meta, "markers", **style))
    return Layer(traces)


def _ends(lines: Mapping[str, Line], names: Mapping[str, str], look: Look) -> list[EndLabel]:
    last = max((edition for line in lines.values() for edition in line), default=0)
    room = 4 if look.words.language.wide else _CODED_LABEL
    # A label with its edition has no room for a name.
    early = any(max(line) != last for line in lines.values())
    coded = look.coded and (early or any(len(names[economy]) > room for economy in lines))
    labels = []
    if look.paper and look.compact:
        lines, names = {look.hero: lines[look.hero]}, {look.hero: ""}
    for economy, by_edition in lines.items():
        edition, hero = max(by_edition), economy == look.hero
        value = float(by_edition[edition][look.measure])
        name = economy if coded else names[economy]
        until = f" ’{edition % 100:02}" if coded else f" ({edition})"
        text = name if edition == last or not name else name + until
        ink = look.color if hero else TOKENS.hero if economy == HERO else TOKENS.ink_2
        if economy in look.raised:
            ink = TOKENS.peers[look.raised.index(economy)]
        leader = look.color if hero else TOKENS.field_2
        size = (15 if look.compact or look.paper else 17) if hero else 13
        labels.append(EndLabel(economy, value, text, ink, hero, size, leader, look.write(value)))
    return labels


class _Room:
    """Where texts may stand in a plot: clear of the marks of the hero, of one another, and of its edges.

    across: both ends of the axis; wide: px of the plot in the usual figure; ends: how far below its top the
    names of lines stand at its right. On paper each text stands where it is put.
    """

    def __init__(
        self,
        hero: Line,
        look: Look,
        scale: Scale,
        across: tuple[float, float],
        wide: float,
        ends: Iterable[float],
    ) -> None:
        self._look, self._scale, self._across, self._wide = look, scale, across, wide
        points = ((edition, float(row[look.measure])) for edition, row in hero.items())
        self._marks = [(self._right(edition), scale.pixels(value)) for edition, value in points]
        self._line = [
            (one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1]))
            for one, two in pairwise(self._marks)
            for share in _SHARES
        ]
        self._taken: list[Box] = [(wide + _EDGE, math.inf, down - _HALF, down + _HALF) for down in ends]

    def _right(self, edition: float) -> float:
        """Return how far right of the plot's left edge an edition is, in px."""
        start, end = self._across
        return (edition - start) / (end - start) * self._wide

    def _box(self, one: Part) -> Box:
        lines = re.sub(r"<(?!br)[^>]*>", "", one["text"]).split("<br>")
        size = one["font"]["size"]
        long = size * max(sum(1.0 if ord(sign) > _WIDE else 0.45 for sign in line) for line in lines)
        high = size * 1.15 * len(lines)
        x = self._right(one["x"]) + one.get("xshift", 0)
        y = self._scale.pixels(one["y"]) - one.get("yshift", 0)
        left = x - {"left": 0, "right": long}.get(one.get("xanchor", ""), long / 2)
        top = y - {"top": 0, "bottom": high}.get(one.get("yanchor", ""), high / 2)
        return left, left + long, top, top + high

    def _clear(self, box: Box, size: float, line: bool) -> bool:
        left, right, top, bottom = box
        if left < -_EDGE or top < -_EDGE or bottom > self._scale.height + _EDGE:
            return False
        for points, clear in ((self._marks, _MARK), (self._line if line else [], 0)):
            beside = [down for x, down in points if left - clear < x < right + clear]
            near = clear - _BLANK * size
            if any(top - near < down < bottom + near for down in beside):
                return False
        shared = ((min(right, two) - max(left, one), low, high) for one, two, low, high in self._taken)
        return not any(min(wide, min(bottom, high) - max(top, low)) > 1 for wide, low, high in shared)

    def first(self, options: Sequence[list[Part]], *, line: bool = False) -> list[Part]:
        """Return the first of some groups of texts that lies over nothing, whose room it keeps; or none.

        What is clear of the line of the hero, too, comes before the others; ``line``: the others do not come.
        """
        for clear in (True, False)[: 1 if line else 2]:
            for option in options:
                boxes = [(self._box(one), one["font"]["size"]) for one in option]
                if self._look.paper or all(self._clear(*one, clear) for one in boxes):
                    self._taken += (box for box, _ in boxes)
                    return option
        return []


def _marked(hero: Line, scale: Scale, look: Look, room: _Room) -> Layer:
    """Return the values of the editions that are marked, and the ranks of the first editions.

    On paper they stand over or under the line, where there is room, but for the end of the claim. The newest
    edition of the hero is named at the end of its line.
    """
    notes, large = [], 15 if look.compact or look.paper else 17
    sides = dict(zip(CLAIM, (-15 if look.compact else -11, 9), strict=True))
    for edition in (edition for edition in look.marked if edition in hero):
        if edition == max(hero) and not look.paper:
            continue
        value, below = float(hero[edition][look.measure]), ("top", (-8, -30))
        usual = ("left", sides.get(edition, 0), *below)
        if look.compact and edition == CLAIM[1] and max(hero) - edition in _CLOSE:
            usual = "right", -4, "bottom", (8, 0)
        if look.paper and not (look.hero == HERO and edition == CLAIM[1]):
            usual, down = ("center", 0, *below), scale.pixels(value)
            near = (hero[other][look.measure] for other in (edition - 1, edition + 1) if other in hero)
            around = [scale.pixels(float(other)) for other in near]
            if scale.height - down <= _UNDER or sum(around) > down * len(around):
                rise = round(down - min([down, *around]))  # clear of the line on both sides
                usual = "center", 0, "bottom", (22 + rise, 7 + rise)
        words = [(bold(plain(look.text(value))), look.color, large)]
        if not look.compact:
            words.append((look.words("trajectory.note.in_edition", edition=edition), TOKENS.ink_2, 12))
        above, places = ("bottom", (22, 7) if len(words) > 1 else (8, 0)), [usual]
        for away in (0, 16):
            for side, shift in (("center", 0), ("left", 10), ("right", -10)):
                for edge, (one, two) in (below, above):
                    more = -away if edge == "top" else away
                    places.append((side, shift, edge, (one + more, two + more)))
        options = [
            [
                note(text, edition, value, color, size, **beside(side, shift, edge, up))
                for (text, color, size), up in zip(words[:most], ups, strict=False)
            ]
            for most in (2, 1)
            for side, shift, edge, ups in places
        ]
        notes += room.first(options)
    if look.measure == "rank" and not look.compact and not look.paper:
        for edition, row in _parts(hero)[0].items():
            text, at = plain(look.text(row["rank"])), (edition, int(row["rank"]))
            right, under = {"xanchor": "left", "xshift": 8}, {"yanchor": "top", "yshift": -8}
            clear = right, under, {"yanchor": "bottom", "yshift": 8}
            notes += room.first([[note(text, *at, TOKENS.ink_2, **where)] for where in clear])
    return Layer(annotations=notes)


def _target(scale: Scale, look: Look, room: _Room, editions: Collection[int]) -> Layer:
    """Return the line of the rank that the economy is to reach, and its words if there is room."""
    target = ARTICLE.target
    if not target or not 0 < scale.share(target.rank) < 1:
        return Layer()
    kind = "target_short" if look.compact else "target"
    text = look.words(f"trajectory.note.{kind}", rank=plain(look.text(target.rank)), edition=target.edition)
    sides = {"left": min(editions), "right": max(editions)}
    options = [
        [note(text, x, target.rank, TOKENS.ink_2, xanchor=side, yanchor=edge, yshift=shift)]
        for edge, shift in (("bottom", 2), ("top", -2))
        for side, x in sides.items()
    ]
    ends, level = (min(editions) - 0.3, max(editions) + 0.3), (target.rank, target.rank)
    drawn = trace("lines", ends, level, {"role": "target"}, line=stroke(TOKENS.ink, 1.2, "2px,3px"))
    return Layer([drawn], annotations=room.first(options))


def _claim(hero: Line, scale: Scale, look: Look, room: _Room) -> Layer:
    """Return the dotted step of the claim where it is a rise, its arrow and its words; a target as a line.

    The step starts clear of the line of the next edition. It is not there where its words have no room.
    """
    if look.hero != HERO or look.measure != "rank" or not hero:
        return Layer()
    if ARTICLE.target:
        return _target(scale, look, room, hero)
    if not set(CLAIM) <= set(hero):
        return Layer()
    first, last = (int(hero[edition]["rank"]) for edition in CLAIM)
    if last + _FEWEST > first:
        return Layer()
    clear = scale.value(_CLEAR_RING) - scale.value(0) if look.paper else 1.2
    ink, (start, end), tip = TOKENS.ink, CLAIM, last + clear
    x, y = (start + 1.25, end, end), (first, first, tip + 0.6)
    step = trace("lines", x, y, {"role": "claim"}, line=stroke(ink, 1.2, "2px,3px"), cliponaxis=True)
    tail = {"ax": end, "ay": tip + 0.9, "axref": "x", "ayref": "y", "showarrow": True}
    head = {"arrowhead": 1, "arrowwidth": 1.3, "arrowcolor": ink}
    key = "trajectory.note.claim_short" if look.compact else "trajectory.note.claim"
    text = look.words(key, places=first - last, first=start, last=end)
    # Where space is short the words stand above the step, clear of the rank it starts from; under its end
    # where the name of the interval has no room over them.
    aside, usual = -6, ("top", -4)
    if look.compact:
        tall = scale.pixels(first) - scale.pixels(last) > _TALL_STEP
        aside, usual = (-6, ("bottom", 2)) if tall else (26, usual)
    places = [beside("right", aside, *place) for place in (usual, *_STEPS)]
    label = room.first([[note(text, end, first, TOKENS.ink_2, **place)] for place in places])
    return Layer([step], annotations=[note("", end, tip, ink, **tail, **head), *label]) if label else Layer()


def _intervals(hero: Line, scale: Scale, look: Look, latest: Sequence[float], room: _Room) -> Layer:
    """Return WIPO's intervals as brackets, the last one named, and the name of the band that is ours.

    It stands in a column under the band's lower edge; narrow plots say it under the chart, paper as well.
    latest: the values at the ends of lines that ranks of the name must be clear of.
    """
    chart, rank = Layer(), look.measure == "rank"
    published = {edition: row for edition, row in hero.items() if row["published_low"] is not None}
    if rank and published:
        ranks = [int(row["rank"]) for row in published.values()]
        up = [int(row["published_high"]) - int(row["rank"]) for row in published.values()]
        down = [int(row["rank"]) - int(row["published_low"]) for row in published.values()]
        error = whiskers(up, down, width=5, thickness=1.6, color=TOKENS.ink)
        style = {"marker": marker(1, TOKENS.ink), "error_y": error, "cliponaxis": True}
        chart += Layer([trace("markers", published, ranks, {"role": "published"}, **style)])
    if look.paper:
        return chart
    if rank and published:
        edition = max(published)
        low, high = (int(published[edition][end]) for end in ("published_low", "published_high"))
        kind, interval, drop, xshift = "published_short", f"{low}{numbers.DASH}{high}", 7.5, 26
        if not look.compact:
            bounds = plain(look.words.write((low, high), "interval"))
            kind, interval, drop, xshift = "published", bounds, 8.2, 42
        text = look.words(f"trajectory.note.{kind}", edition=edition, interval=interval)
        where = {"xanchor": "right", "yanchor": "top", "xshift": xshift}
        if named := room.first([[note(text, edition, high + drop, TOKENS.ink_2, **where)]]):
            chart += Layer(shapes=[_leader(edition, high + 0.7, high + drop - 0.5)], annotations=named)
    edge, foot = f"high{'' if rank else '_percentile'}", 21.2
    if not rank:
        foot = scale.bottom + 0.28 * (scale.top - scale.bottom)
    while rank and (near := [value for value in latest if foot - 1 < value < foot + _NAME]):
        foot = max(near) + 2
    banded = [edition for edition, row in hero.items() if row[edge] is not None]
    if look.measure not in _BAND or look.compact or len(banded) < 2:
        return chart
    edition, way = banded[-2], 1 if rank else -1  # ranks grow downwards
    start = float(hero[edition][edge]) + 0.7 * way
    if (foot - start) * way < 2:
        return chart
    where = {"xanchor": "left", "yanchor": "top", "xshift": -4}
    named = room.first([[note(look.words("trajectory.note.shaded"), edition, foot, TOKENS.ink_2, **where)]])
    leader = [_leader(edition, start, foot - 0.4 * way)] if named else []
    return chart + Layer(shapes=leader, annotations=named)


def _leader(edition: int, start: float, end: float) -> Part:
    """Return the vertical line that joins a note to its mark."""
    return line((edition, edition), (start, end), stroke(TOKENS.ink_3, 1))


def _leaving(
    lines: Mapping[str, Line], names: Mapping[str, str], scale: Scale, look: Look, room: _Room
) -> Layer:
    """Say, if there is room, which economies leave through the bottom edge, and in which editions."""
    if look.measure != "rank" or look.compact or look.paper:
        return Layer()
    floor, notes, last = int(scale.bottom - 1.2), [], 0
    for economy, by_edition in lines.items():
        if below := [edition for edition, row in by_edition.items() if row["rank"] > floor]:
            values = {"rank": plain(look.text(floor)), "editions": look.words.listing(runs(below))}
            notes.append(look.words("trajectory.note.below", name=names[economy], **values))
            last = max(last, *below)
    if not notes:
        return Layer()
    right = last - min(edition for line in lines.values() for edition in line) > 5
    side, shift, x = ("right", -18, last + 0.4) if right else ("left", 18, last)
    where = beside(side, shift, "bottom", 3, bgcolor=TOKENS.ground)
    text = note("<br>".join(notes), x, scale.bottom, TOKENS.ink_3, **where)
    return Layer(annotations=room.first([[text]], line=True))


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
    frame: pd.DataFrame, tips: Sequence[str], changes: Sequence[FrameworkChange], least: int, *, hero: bool
) -> dict[str, Any]:
    """Return the ranks of one part of the index from a frame of ``analysis.index.profile.history``.

    tips: the words of each row. Bars stand for ranks that are known between bounds only; a ring marks an
    edition with another name, a dotted join one whose number of economies is not verified.
    """
    color, height, compact = TOKENS.hero if hero else TOKENS.ink, HISTORY_HEIGHTS[least], least == 0
    table = []
    for row, tip in zip(records(frame), tips, strict=True):
        at = middle(row["rank"], row["rank_low"], row["rank_high"])
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
    across = periods((first - 0.5, last + 0.5), ticks, short=crowded or len(table) > _FULL, counts=counts)

    firm = {edition: row for edition, row in known.items() if edition not in loose}
    large = {max(firm, default=None), *(row["edition"] for row in table if row["renamed"])}
    marks = hollowed(
        [11 if edition in large else 7 for edition in counts],
        color,
        [row["renamed"] for row in table],
        2.5,
        opacity=[1 if row["rank"] is not None else 0 for row in table],
    )
    meta, course = {"role": "history", "line": "history"}, broken(firm, counts)
    traces = unverified(known, loose, counts, stroke(color, 2), 8, 2, line="history")
    traces.append(traced(course, "middle", meta, "lines+markers", line=stroke(color, 2.5), marker=marks))
    bars = [
        line((edition, edition), (row["rank_low"] - 0.4, row["rank_high"] + 0.4), stroke(color, 6))
        for edition, row in known.items()
        if row["rank"] is None
    ]
    chart = ground(height, (34, 20, 8, 40)) + axes(across, scaled(scale), strip)
    chart += framework_changes(inside, compact=compact)
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
        text = in_bounds(row["rank"], row["rank_low"], row["rank_high"])
        beside = (known[other]["middle"] for other in (edition - 1, edition + 1) if other in known)
        upwards = all(other < y for other in beside)  # the line leaves upwards
        down = scale.inside(y)
        below = down < _CLEAR or (upwards and down < scale.height - _CLEAR)
        wide = len(text) * _DIGIT
        inwards = max(0.0, (wide - column) / 2) if edition == start else 0.0  # clear of the axis
        at = edition * column + inwards, down + (16 if below else -16)
        if any(abs(at[0] - x) < (wide + size) / 2 + 2 and abs(at[1] - y) < _LINE for x, y, size in taken):
            continue
        taken.append((*at, wide))
        where = {"xshift": inwards, "yanchor": "top" if below else "bottom", "yshift": -8 if below else 7}
        notes.append(note(bold(text, exact), edition, y, color if exact else TOKENS.ink_2, 13, **where))
    return notes


def paths(
    frame: pd.DataFrame,
    styles: Sequence[LineStyle],
    least: int,
    *,
    counts: Mapping[int, int | None],
    write: Callable[[float], str],
    tick: Callable[[float], str],
    ranked: bool,
    counted: bool,
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
        table.append({**point, "middle": middle(at, low, high), "reach": reach})
    lines = by_line(table, period="period")
    drawn = [style for style in styles if style.key in lines]
    first, last = min(row["period"] for row in table), max(row["period"] for row in table)
    inside = [change for change in changes if first < change.edition <= last]
    inner = height - 52
    strip = 36 / inner if inside else 0.0
    values = [float(v) for row in table for v in (row["at"], row["low"], row["high"]) if v is not None]
    if ranked:
        scale = rank_scale(values, inner * (1 - strip))
    else:
        log = by_powers(values, counted=counted)
        scale = value_scale(values, inner * (1 - strip), tick, log=log, room=0.06)
    labels = []
    for style in drawn:
        end = max(lines[style.key])
        row = lines[style.key][end]
        dated = "" if end == last else f" ’{end % 100:02d}" if compact else f" ({end})"
        name = style.short if compact else style.name
        text = f"{in_bounds(row['at'], row['low'], row['high'], write)}  {name}{dated}"
        labels.append(EndLabel(style.key, row["middle"], text, style.ink, style.focus, color=style.color))
    right = width([label.text for label in labels], compact=compact) + 24
    left = width(scale.texts, compact=True) + 12
    ticks = every(first, last, -(-(last + 1 - first) // (7 if compact else 18)))
    short = last - first > (3 if compact else _FULL)
    across = periods((first - 0.5, last + 0.4), ticks, short=short, counts=counts)
    chart = ground(height, (left, right, 8, 44)) + axes(across, scaled(scale), strip)
    chart += framework_changes(inside, compact=compact)
    middles = [
        {period: row for period, row in line.items() if None not in (row["at"], row["low"], row["high"])}
        for line in lines.values()
    ]
    middles = [line for line in middles if line]
    for run in stretches(middles[0]) if len(middles) == 1 else ():  # of several groups they would overlap
        low, high = ([float(middles[0][period][end]) for period in run] for end in ("low", "high"))
        chart += area(run, low, high, TOKENS.grid)
    span, dots = range(first, last + 1), len(drawn) < _DOTTED
    # The one in focus lies over the others.
    for style in sorted(drawn, key=lambda style: (style.strong, style.focus)):
        chart += Layer(_path(style, lines[style.key], span, counts, breaks.get(style.key, ()), dots=dots))
    chart += end_labels(labels, scale, 18, top=0, bottom=scale.height)
    return (chart if compact else chart + period_names(words, 6, 3, strip=bool(inside))).figure()


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
    traces = unverified(line, loose, counts, dotted, 7, 1.5, economy=style.key)
    course = broken({period: row for period, row in line.items() if period not in loose}, span, breaks)
    doubt = [row is not None and row["at"] is None for row in course[1]]
    opacity = 1 if dots or style.focus else 0
    marks = hollowed(9 if style.focus else 5, style.color, doubt, 1.2, opacity=opacity)
    meta, reach = (
        {"economy": style.key, "role": style.role},
        {"color": style.color, "thickness": 1.5, "width": 2},
    )
    return [*traces, traced(course, "middle", meta, "lines+markers", reach, line=style.line, marker=marks)]


def series_lines(
    frame: pd.DataFrame,
    styles: Sequence[LineStyle],
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
    frame = frame.assign(reach=_ERRORS * frame["error"].fillna(0.0))
    table: list[dict[Any, Any]] = frame.to_dict("records")
    found = by_line(table, "line", "year")
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
        size, value = 14 if style.focus and not compact else 13, float(lines[style.key][end]["value"])
        if style.key not in inside:
            labels.append(EndLabel(style.key, value, text, style.ink, style.focus, size))
            continue
        # A line that ends early is named above it where no line of that year is higher, or below.
        higher = any(line[end]["value"] > value for line in lines.values() if end in line)
        where = beside(
            "right", 8, "middle", -34 if higher else 32, captureevents=True, name=f"label-{style.key}"
        )
        notes.append(note(bold(text, style.focus), end, scale.position(value), style.ink, size, **where))
    right = width([label.text for label in labels], compact=compact) + 14
    left = max(44, width(scale.texts, compact=True) + 8)
    years, most = range(first, last + 1), 5 if compact else 10
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= most)
    across = periods((first - 0.6, last + 0.6), (year for year in years if year % step == 0))
    marks = [] if mark is None else [upright(mark, stroke(TOKENS.rule, 1, DOTTED))]
    chart = (
        ground(height, (left, right, top, 28))
        + axes(across, scaled(scale))
        + Layer([_series(style, lines[style.key], years) for style in styles], marks)
        + _rings([row for row in table if rings and row["line"] == rings], compact=compact)
        + end_labels(labels, scale, 10)
        + Layer(annotations=[*notes, *_printed(styles, lines, scale, write, printed)])
    )
    return chart.figure()


def _series(style: LineStyle, line: Line, years: range) -> Part:
    color = style.color if style.focus else TOKENS.field_2
    reach = {"color": color, "thickness": 1.2, "width": 3}
    look = {"line": style.line, "marker": marker(3 if style.role == "peer" else 5, style.color)}
    meta = {"role": style.role, "line": style.key}
    return traced(broken(line, years), "value", meta, "lines+markers", reach, **look)


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
        where = beside("left", 9, "top", -12, name=f"vintage-{year}")
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
            notes.append(note(bold(write(value)), year, scale.position(value), style.ink, 13, **where))
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
    across = periods((years[0] - 0.6, years[-1] + 0.6), sorted({years[0], *due, years[-1]}), strong=due)
    # The area lies over the years that both have without a gap up to the last.
    *_, both = [], *stretches(main.values.keys() & other.values.keys())
    decided, others = ([vintage.values[year] for year in both] for vintage in (main, other))
    chart = (
        ground(height, (44, 72 if compact else 142, 34, 28))
        + axes(across, scaled(scale))
        + Layer(shapes=[upright(year, stroke(TOKENS.rule, 1, DOTTED)) for year in due])
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
        where = beside("left", 10, side, shift, xref="x domain", name=f"end-{path is main}")
        text = "<br>".join([bold(path.end[0]), *path.end[1:]])
        color, size = (TOKENS.hero, 13 if compact else 14) if path is main else (TOKENS.ink_2, 12)
        notes.append(note(text, 1, path.values[max(path.values)], color, size, **where))
    if not compact and remark:
        low = min(value for year, value in main.values.items() if year >= years[0] + 8)
        where = beside("left", 30, "top", -95, name="remark")
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
    ringed, dot = (11, TOKENS.ground, color, 2.5), (6, color if role == "hero" else CLEAR, color, 0)
    marks = each_marked(ringed if year in alone else dot for year in path.values)
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
    text = "<br>".join([bold(goal["words"][0]), *goal["words"][1:]])
    above = beside("right", -2, "bottom", 8, name=f"goal-{due}")
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
    ticks = every(first, last, 3, CLAIM)
    if not compact:
        named = every(first, last, last + 1, CLAIM)
        ticks = sorted({*every(first, last, 1 if last - first < 8 else 2), *named})
    chart = ground(height, (34, right, 10, 28))
    chart += axes(periods((first - 0.5, last + 0.5), ticks), scaled(scale))
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
        at, room = (end["year"], end["value"]), width([text], compact=not hero)
        names.append(Named(at, *place(end), text, room, color, hero, f"label-{text}", size))
    dots = [place(point) for ranking in lines for point in ranking["points"]]
    labels = point_labels(names, dots, RANK_LINES[least], scale.height, right - 4)
    return (chart + Layer(annotations=labels)).figure()


def _ranking(line: Row, symbol: str) -> list[Part]:
    color = TOKENS.hero if line["hero"] else TOKENS.ink_2
    thin = stroke(color, 3) if line["hero"] else stroke(TOKENS.ink_3, 1.5)
    points = [(point["year"], point["value"]) for point in line["points"]]
    breaks = [other["year"] for one, other in pairwise(line["points"]) if one["stretch"] != other["stretch"]]
    solid, dotted = joins(points, breaks)
    meta = {"line": line["name"]}
    sizes = [8] * (len(points) - 1) + [11] if line["hero"] else [_SYMBOLS[symbol]] * len(points)
    marks = marker(sizes, color, TOKENS.ground, 1, symbol="circle" if line["hero"] else symbol)
    tips = [point["tip"] for point in line["points"]]
    x, y = zip(*points, strict=True)
    return [
        trace("lines", *segments(dotted), meta, line=thin | {"dash": DOTTED}),
        trace("lines", *segments(solid), meta, line=thin),
        trace("markers", x, y, meta | {"role": "points"}, tips, marker=marks),
    ]


MULTIPLE_HEIGHTS: Final = {0: 172, 318: 196}
"""On a page of three columns, and where a multiple has the width of a phone."""
_APART: Final = 4  # years between two ticks that do not touch
_GAPS: Final = (14.6, 16.0)  # px between the labels of two peers, and around China's
YearTip = tuple[int, float, str]  # year, value, words


def multiple_scale_height(least: int) -> int:
    """Return the height of the plot inside a small multiple."""
    return MULTIPLE_HEIGHTS[least] - 34


def multiple(
    table: pd.DataFrame,
    scale: Scale,
    years: tuple[int, int],
    least: int = 0,
    *,
    breaks: Sequence[int],
    number: str,
    names: Mapping[str, str],
    since: int = CLAIM_YEAR,
    goals: Sequence[tuple[int, float]] = (),
) -> dict[str, Any]:
    """Return a small multiple of rows with economy, year, value and tip (the words of a point).

    years: first and last of the horizontal axis; breaks: years from which China's series is not comparable
    with the years before; number: China's last value in short; names: what stands for the code of an economy,
    if anything; since: the year from which movements count; goals: due years and values of official targets.
    A missing year is bridged with a dotted line, a break of the series with none; an economy known for one
    year is a dot.
    """
    by_code: dict[str, list[YearTip]] = {}
    for row in table.sort_values("year", kind="stable").to_dict("records"):
        point = (int(row["year"]), float(row["value"]), str(row["tip"]))
        by_code.setdefault(str(row["economy"]), []).append(point)
    order = [code for code in dict.fromkeys(table["economy"]) if code != HERO]
    lines = {code: by_code[code] for code in [*order, HERO] if code in by_code}  # China's lies on top
    china, (first, last) = lines.get(HERO, []), years
    edge = last + (last - first) * 0.1  # with the room of the leaders right of the lines
    end = china[-1][0] if china else last
    ticks = {first: str(first), since: bold(colored(str(since), TOKENS.ink))}
    if since - first < _APART and first != since:
        del ticks[first]
    if abs(end - since) >= _APART:
        ticks[end] = str(end)
    texts = {"tickvals": list(ticks), "ticktext": list(ticks.values()), **OUTSIDE, "ticklen": 3}
    across = axis((first - 0.5, edge), TOKENS.ink_2, **texts)
    inside = [year for year in breaks if china and china[0][0] < year <= china[-1][0]]
    marked = [upright(year - 0.5, stroke(TOKENS.field, 1), name="break") for year in inside]
    claim = upright(since, stroke(TOKENS.rule, 1, "1px,3px"), name="claim")
    labels = {code: names.get(code, code) for code in lines} | {HERO: number}
    chart = (
        ground(MULTIPLE_HEIGHTS[least], (44, 60, 10, 24))
        + Layer(layout={"hoverdistance": 14})
        + axes(across, scaled(scale))
        + Layer(shapes=[claim, *marked])
        + _leaders({code: points[-1] for code, points in lines.items()}, scale, years, edge, labels)
    )
    for code, points in lines.items():
        chart += Layer(_pieces(code, points, breaks if code == HERO else ()))
    due = [goal for goal in goals if goal[0] <= last + 1 and 0 <= scale.share(goal[1]) <= 1]
    if due:
        x, y = zip(*due, strict=True)
        marks = marker(9, TOKENS.ink, TOKENS.ground, 1, symbol="diamond")
        chart += Layer([trace("markers", x, y, {"role": "goals"}, marker=marks)])
    if china:  # a ring at the first year known since the base year, and a dot at the last
        start = next((point for point in china if point[0] >= since), china[-1])
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
    joined = {value for pair in solid for value in pair}
    opened: list[tuple[float, float | None, str | None, float]] = []
    for index, (year, value, tip) in enumerate(points):
        if index and (values[index - 1], values[index]) not in solid:
            opened.append(((points[index - 1][0] + year) / 2, None, None, 0))
        opened.append((year, value, tip, 0 if values[index] in joined else 6 if hero else 5))
    x, y, tips, sizes = (list(column) for column in zip(*opened, strict=True))
    style = {"line": stroke(color, 2.5 if hero else 1.5), "marker": marker(sizes, quiet)}
    meta = {"economy": code, "role": "hero" if hero else "peer"}
    drawn = trace("lines+markers", x, y, meta, tips, connectgaps=False, **style)
    if not dotted:
        return [drawn]
    dots = stroke(quiet, 2 if hero else 1.2, DOTTED)
    return [trace("lines", *segments(dotted), {"role": "bridge"}, line=dots), drawn]


def _leaders(
    ends: Mapping[str, YearTip], scale: Scale, years: tuple[int, int], edge: float, texts: Mapping[str, str]
) -> Layer:
    """Return the texts of economies right of the plot, with leaders from the last points of the lines."""
    across = years[1] - years[0]
    labels = []
    for code, (_, value, _) in ends.items():
        hero, ink = code == HERO, TOKENS.hero if code == HERO else TOKENS.ink_2
        labels.append(EndLabel(code, value, texts[code], ink, hero, 13 if hero else 12))
    leaders, names = [], []
    for label, _, there in placed_labels(labels, scale, 0, scale.height, _GAPS):
        at = scale.value(there)
        start = ends[label.name][0] + across * (0.03 if label.hero else 0.02)
        style = stroke(TOKENS.hero, 1.2) if label.hero else stroke(TOKENS.field_2, 1)
        leaders.append(trace("lines", (start, edge), (label.value, at), {"role": "leader"}, line=style))
        where = {**LEFT, "xshift": 2, "yanchor": "middle"}
        where |= {"captureevents": True, "name": f"label-{label.name}"}
        text = bold(label.text, label.hero)
        names.append(note(text, 1, scale.position(at), label.ink, label.size, **where))
    return Layer(leaders, annotations=names)


WEIGHT_HEIGHTS: Final = {0: 290, 560: 340}
SHARED_LINES: tuple[str, ...] = ("published", OVER, INSIDE)


def reweighted(frame: pd.DataFrame, words: Words, least: int) -> dict[str, Any]:
    """Return the ranks of an economy under other weights, by edition, beside the published ones.

    frame: comes from ``analysis.robustness.weights.history`` and has at least one row.
    """
    compact, height = least == 0, WEIGHT_HEIGHTS[least]
    line = {int(row["edition"]): row for row in records(frame)}
    first, last = min(line), max(line)
    names = ("published", "rank_low", "rank_high")
    values = [row[name] for row in line.values() for name in names if row[name] is not None]
    scale = near_ranks(min(values), max(values), height - 36)
    across = periods((first - 0.4, last + 0.4), every(first, last, 3 if compact else 2, CLAIM))
    x, points = broken(line, span(line))
    published, ranks = ([row and row[name] for row in points] for name in ("published", "rank"))
    tips = ["" if row is None else _reweighted_tip(row, words) for row in points]
    style = {"line": stroke(TOKENS.ink_3, 1.5, "4px,3px"), "marker": ring(5, TOKENS.ink_3, 1.3)}
    dashed = trace("lines+markers", x, published, {"role": "published", "line": "published"}, **style)
    # A pointer finds the points of the first that are not under the other line. They say the words of both
    # lines, which the keyboard reads once: so they are no ``hovertext``.
    apart = [None if one == rank else one for one, rank in zip(published, ranks, strict=True)]
    pointed = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "hoverinfo": "text"}
    up = [row["rank_high"] - row["rank"] if row else 0 for row in points]
    down = [row["rank"] - row["rank_low"] if row else 0 for row in points]
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
    chart += Layer([dashed, dashed | pointed | {"y": apart, "text": tips}, hero])
    return (chart + end_labels(labels, scale, 8)).figure()


def _reweighted_tip(row: Row, words: Words) -> str:
    parts = [
        f"<b>{words.write(row['edition'], 'edition')}</b>",
        words("weights.tip.own", rank=row["rank"], count=row["economies"]),
    ]
    if row["rank_low"] < row["rank_high"]:
        parts.append(words("weights.tip.rounding", interval=(row["rank_low"], row["rank_high"])))
    if row["published"] is not None:
        parts.append(words("weights.tip.published", rank=row["published"]))
    return plain("<br>".join(parts))


def shared_ranks(shared: Shared, words: Words, least: int) -> dict[str, Any]:
    """Return ranks over shared indicators, the published ones, and grey bars of those that weights allow.

    Each edition has one place. A point is hollow where a GII pillar loses more than a third of its weight.
    Nothing is drawn of an economy that no edition ranks.
    """
    table, height = records(shared.ranks), WEIGHT_HEIGHTS[least]
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
        hollow = [name == "published" or bool(shared.thin[row["edition"]]) for row in table]
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
        ranks[name] = plain(words.write(row[name], "ordinal")) if known else words("missing")
    head = f"<b>{plain(words.write(row['edition'], 'edition'))}</b>"
    return f"{head}<br>{words('weights.shared.tip', lost=100 * row['lost'], **ranks)}"


CHANGES_WIDTHS: Final = {0: (122, 132, 16), 420: (150, 158, 22)}
"""Pixels for names left and right, and the characters of a name that fit, by the least width of the plot."""
_POINTS: Final = 9  # of a line
_GAP: Final = "\u2002"  # between a name and its mark


def positions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return economy, published, rank, before and after of all economies with a published rank.

    frame: comes from ``analysis.robustness.weights.ranking``; before and after are rows of an economy's
    own, its ranks, or for equal ranks the next free ones.
    """
    known = frame[frame["published"].notna()]
    places = known[["economy", "published", "rank"]].astype({"published": int})
    for rank, side, order in (("published", "before", ["published", "economy"]), ("rank", "after", ["rank"])):
        row, placed = 0, {}
        for code, place in places.sort_values(order, kind="stable")[["economy", rank]].to_numpy().tolist():
            row = max(place, row + 1)
            placed[code] = row
        places[side] = places["economy"].map(placed)
    return places


def rank_changes(
    frame: pd.DataFrame, names: Mapping[str, str], hero: str, window: range, words: Words, least: int
) -> dict[str, Any]:
    """Return the lines of all economies in the window on either side, each a trace, the hero's last.

    frame: comes from ``positions``; window: the rows drawn. A line whose other end is outside ends at the
    edge of the plot. Names are text of traces: annotations would take much longer at every move of a slider.
    """
    left, right, longest = CHANGES_WIDTHS[least]
    chart = ground(27 * len(window) + 34, (left, right, 32, 2))
    chart += axes(unseen([-0.09, 1.09]), unseen([window[-1] + 0.5, window[0] - 0.5]))
    drawn = frame[frame["before"].isin(window) | frame["after"].isin(window)]
    for row in records(drawn.sort_values("economy", key=lambda codes: codes == hero, kind="stable")):
        chart += Layer([_course(row, names[row["economy"]], hero, window, words, longest)])
    for side, x, anchor, shift in (("before", 0, "right", -9), ("after", 1, "left", 9)):
        where = beside(anchor, shift, "bottom", 6, yref="y domain")
        chart += Layer(annotations=[note(words(f"weights.places.{side}"), x, 1, TOKENS.ink_3, **where)])
    return chart.figure()


def _course(row: Row, name: str, hero: str, window: range, words: Words, longest: int) -> Part:
    """Return one economy's line, with its name and rank at each end that is in the window.

    Points between the ends, without a mark, answer to a pointer.
    """
    strong = row["economy"] == hero
    color, ink, size = (TOKENS.hero, TOKENS.hero, 13) if strong else (TOKENS.field_2, TOKENS.ink_2, 12)
    start, end = row["before"], row["after"]
    # A line that leaves through an edge of the plot ends there.
    drawn = np.clip([start, end], window[0] - 0.5, window[-1] + 0.5)
    sides = (drawn - start) / (end - start) if end != start else np.array([0.0, 1.0])
    across, down = (np.linspace(pair[0], pair[1], _POINTS).round(4).tolist() for pair in (sides, drawn))
    within = [start in window, *[False] * (_POINTS - 2), end in window]
    short = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
    before, after = f"{short} {row['published']}{_GAP}", f"{_GAP}{row['rank']} {short}"
    texts = [bold(before, strong), *[""] * (_POINTS - 2), bold(after, strong)]
    style = {
        "line": stroke(color, 3 if strong else 1.5),
        "marker": marker([(9 if strong else 4) * inside for inside in within], color, line={"width": 0}),
        "text": [text if inside else "" for text, inside in zip(texts, within, strict=True)],
        "textposition": ["middle left"] * (_POINTS - 1) + ["middle right"],
        "textfont": {"size": size, "color": ink},
    }
    meta = {"role": "hero" if strong else "other", "economy": row["economy"]}
    tip = words("weights.tip.places", name=name, before=row["published"], after=row["rank"])
    tips = [tip if inside else "" for inside in within]
    return trace("lines+markers+text", across, down, meta, tips, **style)
