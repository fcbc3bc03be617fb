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
class ChartStyle:
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
        """The token of the hero's line; only China has the colour of that name."""
        return TOKENS.hero if self.focus == FOCUS else TOKENS.ink

    def write(self, value: float) -> str:
        """Write a value of the measure: 11, 56.6."""
        return self.words.write(value, self.measure)

    def text(self, value: float) -> str:
        """Write a value of the measure as text: 3rd, 56.6."""
        rank = self.measure == "rank"
        return self.words.write(value, "ordinal") if rank else self.write(value)


def add_tips(table: Sequence[dict[str, Any]], words: Words) -> list[Row]:
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
    table: Sequence[Row],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    looks: Sequence[ChartStyle],
) -> list[dict[str, Any]]:
    """Return the chart as Plotly JSON for each of several looks of the same measure and hero.

    table: rows of ``standing.trajectory`` as ``with_tips`` gives them; names: the label of each
    economy. Traces carry ``meta.economy`` and the hover words, in which the browser's keyboard reader finds
    them.
    """
    look = looks[0]
    lines = rows_by_line(row for row in table if row[look.measure] is not None)
    quiet = _peers(lines, look)
    if look.measure in _BAND:
        low, high, margin = _BAND[look.measure]
        hero = lines.get(look.focus, {}).items()
        banded = {e: row for e, row in hero if row[low] is not None and row[high] is not None}
        for run in reversed(consecutive_runs(banded)):
            lower = (float(banded[edition][low]) - margin for edition in run)
            upper = (float(banded[edition][high]) + margin for edition in run)
            quiet = area(run, lower, upper, TOKENS.hero_wash if look.focus == FOCUS else TOKENS.grid) + quiet
    return [_chart(lines, names, changes, look, quiet).figure() for look in looks]


def _chart(
    lines: Mapping[str, Line],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    look: ChartStyle,
    quiet: Layer,
) -> Layer:
    hero = lines.get(look.focus, {})
    counts = look.counts or {
        edition: row["economies"] for line in lines.values() for edition, row in line.items()
    }
    editions = sorted(counts)
    top, bottom, right = (4, 38, 100 if look.uses_codes else 158) if look.is_compact else (8, 44, 168)
    right += 0 if look.measure == "rank" else 12  # scores and percentiles have a decimal
    groups = [code for code, line in lines.items() if line[max(line)].get("members")]
    if groups and not look.uses_codes:  # whose names are longer
        right += 32
    ranks, alone = {}, look.is_printed and look.is_compact  # alone: there is room for the hero's number only
    if alone:
        bottom, right = bottom - PERIOD_LINE, 56
    elif look.is_printed:
        bottom += PERIOD_LINE
        ranks = {e: str(hero[e]["rank"]) if e in hero else numbers.DASH for e in editions}
        ranks = {edition: bold_text(colored_text(rank, look.color)) for edition, rank in ranks.items()}
    height = look.height - top - bottom
    strip = 0.0 if look.is_plain else (42 if look.is_compact else 36) / height
    values = [float(row[look.measure]) for line in lines.values() for row in line.values()]
    latest = [float(line[max(line)][look.measure]) for line in lines.values()]
    latest += [float(row[look.measure]) for row in hero.values()]
    scale = index_scale(values, latest, look.measure, height * (1 - strip))
    inside = [change for change in changes if change.edition in editions[1:]]
    ends = _ends(lines, names, look)
    foot = scale.height - (0 if look.is_printed else _FOOT)
    ticks = [e for e in editions if not look.is_compact or e in _COMPACT_TICKS | {editions[-1]}]
    if look.is_compact and editions[-1] - CLAIM[1] in _CLOSE and CLAIM[1] in ticks:
        ticks.remove(CLAIM[1])
    if editions[0] not in ticks and editions[0] + 1 not in ticks:  # two ticks side by side would touch
        ticks.insert(0, editions[0])
    pad, xshift = (0.35, 20) if look.is_compact else (0.45, 10)
    reach = editions[0] - pad, editions[-1] + pad
    across = period_axis(
        reach,
        ticks,
        is_short=look.is_compact or len(editions) > _ROOM,
        bold_periods={*look.labelled_editions, editions[-1]},
        counts=None if alone or look.is_plain else counts,
        between=ranks,
        **OUTSIDE_TICKS | {"ticklen": 3},
    )
    keys = ("edition", "economies_short" if look.is_compact else "economies", "framework")
    edition, economies, framework = (look.words(f"trajectory.axis.{key}") for key in keys)
    rank = bold_text(colored_text(look.words("brief.figure.rank"), look.color)) if ranks else ""
    downs = [down for *_, down in place_labels(ends, scale, bottom=foot)]
    room = _Room(hero, look, scale, reach, _USUAL[look.is_compact] - 30 - right, downs)
    named = (
        bool(inside) and min(downs, default=0) >= 0 and not look.is_compact
    )  # no name rises into the strip
    chart = (
        base_layer(look.height, (30, right, top, bottom))
        + axes(across, scaled_axis(scale, **OUTSIDE_TICKS), strip)
        + framework_changes(inside, is_compact=look.is_compact)
        + quiet
        + _marked(hero, scale, look, room)
        + (Layer() if look.is_plain else _claim(hero, scale, look, room))
        + _intervals(hero, scale, look, latest[: len(lines)] if groups else (), room)
        + _leaving(lines, names, scale, look, room)
        + _hero(hero, look)
        + end_labels(ends, scale, 0, column=38 if look.is_compact else 48, bottom=foot)
    )
    if alone or look.is_plain:
        return chart
    return chart + period_names((edition, economies, framework), xshift, 5, has_strip=named, between=rank)


def _parts(line: Line) -> tuple[Line, Line]:
    """Return the first editions, whose number of economies is not verified, and the others."""
    early = {edition: row for edition, row in line.items() if row["economies"] is None}
    return early, {edition: row for edition, row in line.items() if edition not in early}


def _peers(lines: Mapping[str, Line], look: ChartStyle) -> Layer:
    """Return the lines of all but the hero, each with a casing in the colour of the ground.

    So the later line passes over the earlier one where they cross.
    """
    drawn: list[Part] = []
    case = {"cliponaxis": True, "connectgaps": False, "line": stroke(TOKENS.ground, 3.5)}
    raised = [code for code in look.highlighted if code in lines]
    for economy in (*(code for code in lines if code not in (look.focus, *raised)), *raised):
        color = TOKENS.hero if economy == FOCUS else TOKENS.field
        mode, thin, course = "lines", stroke(color, 1), stroke(color, 1.5)
        if economy in raised:
            place = look.highlighted.index(economy)
            color = TOKENS.peers[place]
            mode, thin, course = "lines+markers", stroke(color, 2), stroke(color, 2, DASHES[place])
        style: Part = {"cliponaxis": True, "line": course, "marker": marker(5, color)}
        early, verified = _parts(lines[economy])
        meta = {"economy": economy, "role": "peer"}
        if early:
            drawn.append(_join(lines[economy], look.measure, thin, meta | {"role": "join"}))
        if verified:
            peer = line_trace(
                points_with_gaps(verified, period_range(verified)), look.measure, meta, mode, **style
            )
            drawn += [trace("lines", peer["x"], peer["y"], {"role": "casing"}, **case), peer]
    return Layer(drawn)


def _join(line: Line, measure: str, style: Part, meta: Mapping[str, str]) -> Part:
    """Return the dotted join through the first editions to the next one, with the words of peers."""
    early, verified = _parts(line)
    ends = [*early, *list(verified)[:1]]
    tips = [row["tip"] for row in early.values()] + [""] if "economy" in meta else None
    y = (float(line[edition][measure]) for edition in ends)
    return trace("lines", ends, y, meta, tips, line=style | {"dash": "3px,4px"}, cliponaxis=True)


def _hero(line: Line, look: ChartStyle) -> Layer:
    """Return the hero's line: rings at the editions marked, a larger dot at the last one, others dots."""
    early, verified = _parts(line)
    traces: list[Part] = []
    if early:
        traces.append(_join(line, look.measure, stroke(look.color, 2), {"role": "join"}))
    if verified:
        course = points_with_gaps(verified, period_range(verified))
        end, ring_size, dot, edge = (9, 11, 6, 2.4) if look.is_compact else (11, 13, 7, 3)
        marks = each_marker(
            (ring_size, TOKENS.ground, look.color, edge)
            if edition in look.labelled_editions
            else (end if edition == max(verified) else dot, look.color, TOKENS.ground, 1.2)
            for edition in course[0]
        )
        style = {"line": stroke(look.color, 2.5 if look.is_compact else 3), "marker": marks}
        meta = {"economy": look.focus, "role": "hero"}
        traces.append(line_trace(course, look.measure, meta, "lines+markers", **style))
    if early:
        meta, style = {"economy": look.focus, "role": "unverified"}, {"marker": ring(8, look.color, 2)}
        traces.append(
            line_trace(points_with_gaps(early, period_range(early)), look.measure, meta, "markers", **style)
        )
    return Layer(traces)


def _ends(lines: Mapping[str, Line], names: Mapping[str, str], look: ChartStyle) -> list[EndLabel]:
    last = max((edition for line in lines.values() for edition in line), default=0)
    room = 4 if look.words.language.wide else _CODED_LABEL
    # A label with its edition has no room for a name.
    early = any(max(line) != last for line in lines.values())
    coded = look.uses_codes and (early or any(len(names[economy]) > room for economy in lines))
    labels = []
    if look.is_printed and look.is_compact:
        lines, names = {look.focus: lines[look.focus]}, {look.focus: ""}
    for economy, by_edition in lines.items():
        edition, hero = max(by_edition), economy == look.focus
        value = float(by_edition[edition][look.measure])
        name = economy if coded else names[economy]
        until = f" ’{edition % 100:02}" if coded else f" ({edition})"
        text = name if edition == last or not name else name + until
        ink = look.color if hero else TOKENS.hero if economy == FOCUS else TOKENS.ink_2
        if economy in look.highlighted:
            ink = TOKENS.peers[look.highlighted.index(economy)]
        leader = look.color if hero else TOKENS.field_2
        size = (15 if look.is_compact or look.is_printed else 17) if hero else 13
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
        look: ChartStyle,
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
                if self._look.is_printed or all(self._clear(*one, clear) for one in boxes):
                    self._taken += (box for box, _ in boxes)
                    return option
        return []


def _marked(hero: Line, scale: Scale, look: ChartStyle, room: _Room) -> Layer:
    """Return the values of the editions that are marked, and the ranks of the first editions.

    On paper they stand over or under the line, where there is room, but for the end of the claim. The newest
    edition of the hero is named at the end of its line.
    """
    notes, large = [], 15 if look.is_compact or look.is_printed else 17
    sides = dict(zip(CLAIM, (-15 if look.is_compact else -11, 9), strict=True))
    for edition in (edition for edition in look.labelled_editions if edition in hero):
        if edition == max(hero) and not look.is_printed:
            continue
        value, below = float(hero[edition][look.measure]), ("top", (-8, -30))
        usual = ("left", sides.get(edition, 0), *below)
        if look.is_compact and edition == CLAIM[1] and max(hero) - edition in _CLOSE:
            usual = "right", -4, "bottom", (8, 0)
        if look.is_printed and not (look.focus == FOCUS and edition == CLAIM[1]):
            usual, down = ("center", 0, *below), scale.pixels(value)
            near = (hero[other][look.measure] for other in (edition - 1, edition + 1) if other in hero)
            around = [scale.pixels(float(other)) for other in near]
            if scale.height - down <= _UNDER or sum(around) > down * len(around):
                rise = round(down - min([down, *around]))  # clear of the line on both sides
                usual = "center", 0, "bottom", (22 + rise, 7 + rise)
        words = [(bold_text(plain(look.text(value))), look.color, large)]
        if not look.is_compact:
            words.append((look.words("trajectory.note.in_edition", edition=edition), TOKENS.ink_2, 12))
        above, places = ("bottom", (22, 7) if len(words) > 1 else (8, 0)), [usual]
        for away in (0, 16):
            for side, shift in (("center", 0), ("left", 10), ("right", -10)):
                for edge, (one, two) in (below, above):
                    more = -away if edge == "top" else away
                    places.append((side, shift, edge, (one + more, two + more)))
        options = [
            [
                note(text, edition, value, color, size, **place_beside(side, shift, edge, up))
                for (text, color, size), up in zip(words[:most], ups, strict=False)
            ]
            for most in (2, 1)
            for side, shift, edge, ups in places
        ]
        notes += room.first(options)
    if look.measure == "rank" and not look.is_compact and not look.is_printed:
        for edition, row in _parts(hero)[0].items():
            text, at = plain(look.text(row["rank"])), (edition, int(row["rank"]))
            right, under = {"xanchor": "left", "xshift": 8}, {"yanchor": "top", "yshift": -8}
            clear = right, under, {"yanchor": "bottom", "yshift": 8}
            notes += room.first([[note(text, *at, TOKENS.ink_2, **where)] for where in clear])
    return Layer(annotations=notes)


def _target(scale: Scale, look: ChartStyle, room: _Room, editions: Collection[int]) -> Layer:
    """Return the line of the rank that the economy is to reach, and its words if there is room."""
    target = ARTICLE.target
    if not target or not 0 < scale.share(target.rank) < 1:
        return Layer()
    kind = "target_short" if look.is_compact else "target"
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


def _claim(hero: Line, scale: Scale, look: ChartStyle, room: _Room) -> Layer:
    """Return the dotted step of the claim where it is a rise, its arrow and its words; a target as a line.

    The step starts clear of the line of the next edition. It is not there where its words have no room.
    """
    if look.focus != FOCUS or look.measure != "rank" or not hero:
        return Layer()
    if ARTICLE.target:
        return _target(scale, look, room, hero)
    if not set(CLAIM) <= set(hero):
        return Layer()
    first, last = (int(hero[edition]["rank"]) for edition in CLAIM)
    if last + _FEWEST > first:
        return Layer()
    clear = scale.value(_CLEAR_RING) - scale.value(0) if look.is_printed else 1.2
    ink, (start, end), tip = TOKENS.ink, CLAIM, last + clear
    x, y = (start + 1.25, end, end), (first, first, tip + 0.6)
    step = trace("lines", x, y, {"role": "claim"}, line=stroke(ink, 1.2, "2px,3px"), cliponaxis=True)
    tail = {"ax": end, "ay": tip + 0.9, "axref": "x", "ayref": "y", "showarrow": True}
    head = {"arrowhead": 1, "arrowwidth": 1.3, "arrowcolor": ink}
    key = "trajectory.note.claim_short" if look.is_compact else "trajectory.note.claim"
    text = look.words(key, places=first - last, first=start, last=end)
    # Where space is short the words stand above the step, clear of the rank it starts from; under its end
    # where the name of the interval has no room over them.
    aside, usual = -6, ("top", -4)
    if look.is_compact:
        tall = scale.pixels(first) - scale.pixels(last) > _TALL_STEP
        aside, usual = (-6, ("bottom", 2)) if tall else (26, usual)
    places = [place_beside("right", aside, *place) for place in (usual, *_STEPS)]
    label = room.first([[note(text, end, first, TOKENS.ink_2, **place)] for place in places])
    return Layer([step], annotations=[note("", end, tip, ink, **tail, **head), *label]) if label else Layer()


def _intervals(hero: Line, scale: Scale, look: ChartStyle, latest: Sequence[float], room: _Room) -> Layer:
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
    if look.is_printed:
        return chart
    if rank and published:
        edition = max(published)
        low, high = (int(published[edition][end]) for end in ("published_low", "published_high"))
        kind, interval, drop, xshift = "published_short", f"{low}{numbers.DASH}{high}", 7.5, 26
        if not look.is_compact:
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
    if look.measure not in _BAND or look.is_compact or len(banded) < 2:
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
    return line((edition, edition), (start, end), stroke(TOKENS.ink_3, 1))


def _leaving(
    lines: Mapping[str, Line], names: Mapping[str, str], scale: Scale, look: ChartStyle, room: _Room
) -> Layer:
    """Say, if there is room, which economies leave through the bottom edge, and in which editions."""
    if look.measure != "rank" or look.is_compact or look.is_printed:
        return Layer()
    floor, notes, last = int(scale.bottom - 1.2), [], 0
    for economy, by_edition in lines.items():
        if below := [edition for edition, row in by_edition.items() if row["rank"] > floor]:
            values = {"rank": plain(look.text(floor)), "editions": look.words.listing(format_runs(below))}
            notes.append(look.words("trajectory.note.below", name=names[economy], **values))
            last = max(last, *below)
    if not notes:
        return Layer()
    right = last - min(edition for line in lines.values() for edition in line) > 5
    side, shift, x = ("right", -18, last + 0.4) if right else ("left", 18, last)
    where = place_beside(side, shift, "bottom", 3, bgcolor=TOKENS.ground)
    text = note("<br>".join(notes), x, scale.bottom, TOKENS.ink_3, **where)
    return Layer(annotations=room.first([[text]], line=True))
