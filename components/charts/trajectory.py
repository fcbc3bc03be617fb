"""China's trajectory by edition beside its peers, with intervals, the claim and framework changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from analysis.listing import runs
from components import numbers
from components.charts.axes import (
    OUTSIDE,
    FrameworkChange,
    axes,
    framework_changes,
    period_names,
    periods,
    scaled,
)
from components.charts.labels import EndLabel, end_labels, placed_labels
from components.charts.layer import (
    Layer,
    Part,
    Row,
    bold,
    enlarges,
    ground,
    line,
    marker,
    note,
    ring,
    stroke,
    trace,
    whiskers,
)
from components.charts.scales import Scale, index_scale
from components.charts.time_lines import area, broken, by_economy, span, traced
from components.text import Words, plain
from components.theme import TOKENS
from data.article import CLAIM, HERO

_FEWEST = 4  # places of a rise that has room for a step
_COMPACT_LABEL = 6  # characters that fit beside a compact plot; longer names give way to their ISO codes
_COMPACT_TICKS = {ceil(CLAIM[0] + third * (CLAIM[1] - CLAIM[0]) / 3) for third in range(4)}
_ROOM = 16  # editions whose four digits stand side by side without touching
_BAND = {"rank": ("low", "high", 0.35), "percentile": ("low_percentile", "high_percentile", 0.2)}
Line = Mapping[int, Row]


@dataclass(frozen=True, slots=True)
class Look:
    """Measure (rank, score or percentile), words, height in pixels and label set of a chart."""

    measure: str
    words: Words
    height: int = 500
    compact: bool = False

    def write(self, value: float) -> str:
        """Write a value of the measure: 11, 56.6."""
        return self.words.write(value, self.measure)

    def text(self, value: float) -> str:
        """Write a value of the measure as text: 3rd, 56.6."""
        rank = self.measure == "rank"
        return numbers.ordinal(int(value), self.words.lang) if rank else self.write(value)


def with_tips(table: Sequence[dict[str, Any]], words: Words) -> list[Row]:
    """Return rows, with a column name, with the words of each point as ``tip``."""
    found: list[Row] = []
    for row in table:
        count, rank = row["economies"], numbers.ordinal(int(row["rank"]), words.lang)
        known = "rank_unknown" if count is None else "rank"
        head = words("trajectory.tip.head", name=row["name"], edition=row["edition"])
        lines = [f"<b>{head}</b>", words(f"trajectory.tip.{known}", rank=rank, count=count)]
        for key, low, high in (("interval", "low", "high"), ("published", "published_low", "published_high")):
            if row[low] is not None:
                lines.append(words(f"trajectory.tip.{key}", interval=(row[low], row[high])))
        if row["score"] is not None and row["percentile"] is not None:
            lines.append(words("trajectory.tip.score", score=row["score"], percentile=row["percentile"]))
        found.append(row | {"tip": plain("<br>".join(lines))})
    return found


def trajectories(
    table: Sequence[Row], names: Mapping[str, str], changes: Sequence[FrameworkChange], looks: Sequence[Look]
) -> list[dict[str, Any]]:
    """Return the chart as Plotly JSON for each of several looks that differ in height and label set only.

    table: rows of ``standing.trajectory`` as ``with_tips`` gives them; names: the label of each
    economy. Traces carry ``meta.economy`` and the hover words, in which the browser's keyboard reader finds
    them.
    """
    measure = looks[0].measure
    lines = by_economy(row for row in table if row[measure] is not None)
    quiet = _peers(lines, measure)
    if measure in _BAND:
        low, high, margin = _BAND[measure]
        own = lines.get(HERO, {}).items()
        known = {e: row for e, row in own if row[low] is not None and row[high] is not None}
        lower = (float(row[low]) - margin for row in known.values())
        quiet = area(known, lower, (float(row[high]) + margin for row in known.values())) + quiet
    return [_chart(lines, names, changes, look, quiet).figure() for look in looks]


def _chart(
    lines: Mapping[str, Line],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    look: Look,
    quiet: Layer,
) -> Layer:
    china, editions = lines.get(HERO, {}), sorted({edition for line in lines.values() for edition in line})
    top, bottom, right = (4, 38, 100) if look.compact else (8, 44, 168)
    right += 0 if look.measure == "rank" else 12  # scores and percentiles have a decimal
    height = look.height - top - bottom
    strip = (42 if look.compact else 36) / height
    values = [float(row[look.measure]) for line in lines.values() for row in line.values()]
    latest = [float(line[max(line)][look.measure]) for line in lines.values()]
    scale = index_scale(values, latest, look.measure, height * (1 - strip))
    inside = [change for change in changes if change.edition in editions[1:]]
    ends = _ends(lines, names, look)
    ticks = [e for e in editions if not look.compact or e in _COMPACT_TICKS | {editions[-1]}]
    if editions[0] not in ticks and editions[0] + 1 not in ticks:  # two ticks side by side would touch
        ticks.insert(0, editions[0])
    pad, xshift = (0.35, 20) if look.compact else (0.45, 10)
    across = periods(
        (editions[0] - pad, editions[-1] + pad),
        ticks,
        short=look.compact or len(editions) > _ROOM,
        strong={*CLAIM, editions[-1]},
        counts={edition: row["economies"] for line in lines.values() for edition, row in line.items()},
        **OUTSIDE | {"ticklen": 3},
    )
    keys = ("edition", "economies_short" if look.compact else "economies", "framework")
    edition, economies, framework = (look.words(f"trajectory.axis.{key}") for key in keys)
    rises = any(there < 0 for _, _, there in placed_labels(ends, scale))  # into the strip
    named = bool(inside) and not rises and not look.compact
    return (
        ground(look.height, (30, right, top, bottom))
        + enlarges("y")
        + axes(across, scaled(scale, **OUTSIDE), strip)
        + framework_changes(inside, compact=look.compact)
        + quiet
        + _claim(china, look)
        + _intervals(china, scale, look)
        + _leaving(lines, names, scale, look)
        + _hero(china, look)
        + end_labels(ends, scale, 0, column=38 if look.compact else 48)
        + period_names((edition, economies, framework), xshift, 5, strip=named)
    )


def _parts(line: Line) -> tuple[Line, Line]:
    """Return the first editions, whose number of economies is not verified, and the others."""
    early = {edition: row for edition, row in line.items() if row["economies"] is None}
    return early, {edition: row for edition, row in line.items() if edition not in early}


def _peers(lines: Mapping[str, Line], measure: str) -> Layer:
    """Return the lines of all but China, each with a casing in the colour of the ground.

    So the later line passes over the earlier one where they cross.
    """
    found: list[Part] = []
    style = {"cliponaxis": True, "line": stroke(TOKENS.field, 1.5), "marker": marker(5, TOKENS.field)}
    case = {"cliponaxis": True, "connectgaps": False, "line": stroke(TOKENS.ground, 3.5)}
    for economy in (one for one in lines if one != HERO):
        early, verified = _parts(lines[economy])
        meta = {"economy": economy, "role": "peer"}
        if early:
            found.append(_join(lines[economy], measure, stroke(TOKENS.field, 1), meta | {"role": "join"}))
        if verified:
            own = traced(broken(verified, span(verified)), measure, meta, "lines", **style)
            found += [trace("lines", own["x"], own["y"], {"role": "casing"}, **case), own]
    return Layer(found)


def _join(line: Line, measure: str, style: Part, meta: Mapping[str, str]) -> Part:
    """Return the dotted join through the first editions to the next one, with the words of peers."""
    early, verified = _parts(line)
    ends = [*early, *list(verified)[:1]]
    tips = [row["tip"] for row in early.values()] + [""] if "economy" in meta else None
    y = (float(line[edition][measure]) for edition in ends)
    return trace("lines", ends, y, meta, tips, line=style | {"dash": "3px,4px"})


def _hero(line: Line, look: Look) -> Layer:
    """Return China's line: rings at the ends of the claim, a larger dot at the last edition, others dots."""
    early, verified = _parts(line)
    found: list[Part] = []
    if early:
        found.append(_join(line, look.measure, stroke(TOKENS.hero, 2), {"role": "join"}))
    if verified:
        course = broken(verified, span(verified))
        rings = [edition in CLAIM for edition in course[0]]
        end, ring_size, dot = (9, 11, 6) if look.compact else (11, 13, 7)
        marks = marker(
            [
                ring_size if claimed else end if edition == max(verified) else dot
                for edition, claimed in zip(course[0], rings, strict=True)
            ],
            [TOKENS.ground if claimed else TOKENS.hero for claimed in rings],
            [TOKENS.hero if claimed else TOKENS.ground for claimed in rings],
            [(2.4 if look.compact else 3) if claimed else 1.2 for claimed in rings],
        )
        style = {"line": stroke(TOKENS.hero, 2.5 if look.compact else 3), "marker": marks}
        meta = {"economy": HERO, "role": "hero"}
        found.append(traced(course, look.measure, meta, "lines+markers", **style))
    if early:
        meta, style = {"economy": HERO, "role": "unverified"}, {"marker": ring(8, TOKENS.hero, 2)}
        found.append(traced(broken(early, span(early)), look.measure, meta, "markers", **style))
    return Layer(found)


def _ends(lines: Mapping[str, Line], names: Mapping[str, str], look: Look) -> list[EndLabel]:
    last = max((edition for line in lines.values() for edition in line), default=0)
    room = 4 if look.words.language.wide else _COMPACT_LABEL
    labels = []
    for economy, own in lines.items():
        edition, hero = max(own), economy == HERO
        value = float(own[edition][look.measure])
        name = economy if look.compact and len(names[economy]) > room else names[economy]
        text = name if edition == last else f"{name} ({edition})"
        ink, leader = (TOKENS.hero, TOKENS.hero) if hero else (TOKENS.ink_2, TOKENS.field_2)
        size = (15 if look.compact else 17) if hero else 13
        labels.append(EndLabel(economy, value, text, ink, hero, size, leader, look.write(value)))
    return labels


def _claim(china: Line, look: Look) -> Layer:
    """Return the ends of the claim, its step where it is a rise, and the ranks of the first editions."""
    notes, size = [], 15 if look.compact else 17
    for edition, xshift in zip(CLAIM, (-15 if look.compact else -11, 9), strict=True):
        if edition in china:
            value = float(china[edition][look.measure])
            where = {"xanchor": "left", "yanchor": "top", "xshift": xshift, "yshift": -8}
            notes.append(note(bold(plain(look.text(value))), edition, value, TOKENS.hero, size, **where))
            if not look.compact:
                text = look.words("trajectory.note.in_edition", edition=edition)
                notes.append(note(text, edition, value, TOKENS.ink_2, **where | {"yshift": -30}))
    if look.measure != "rank":
        return Layer(annotations=notes)
    for edition, row in {} if look.compact else _parts(china)[0].items():
        text, where = plain(look.text(row["rank"])), {"xanchor": "left", "xshift": 8}
        notes.append(note(text, edition, int(row["rank"]), TOKENS.ink_2, **where))
    found = Layer(annotations=notes)
    if not set(CLAIM) <= set(china):
        return found
    first, last = (int(china[edition]["rank"]) for edition in CLAIM)
    return found if last + _FEWEST > first else found + _step(first, last, look)


def _step(first: int, last: int, look: Look) -> Layer:
    """Return the dotted step from the first rank to the last, its arrow and its words.

    The step starts clear of the line of the next edition.
    """
    ink, (start, end), tip = TOKENS.ink, CLAIM, last + 1.2
    x, y = (start + 1.25, end, end), (first, first, tip + 0.6)
    step = trace("lines", x, y, {"role": "claim"}, line=stroke(ink, 1.2, "2px,3px"), cliponaxis=True)
    tail = {"ax": end, "ay": tip + 0.9, "axref": "x", "ayref": "y", "showarrow": True}
    head = {"arrowhead": 1, "arrowwidth": 1.3, "arrowcolor": ink}
    key = "trajectory.note.claim_short" if look.compact else "trajectory.note.claim"
    text = look.words(key, places=first - last, first=start, last=end)
    # Where space is short the words stand above the step, clear of the rank it starts from.
    side, away = ("bottom", 2) if look.compact else ("top", -4)
    where = {"xanchor": "right", "yanchor": side, "xshift": -6, "yshift": away}
    notes = [note("", end, tip, ink, **tail, **head), note(text, end, first, TOKENS.ink_2, **where)]
    return Layer([step], annotations=notes)


def _intervals(china: Line, scale: Scale, look: Look) -> Layer:
    """Return WIPO's intervals as brackets, the last one named, and the name of the band that is ours.

    It stands in a column under the band's lower edge; narrow plots say it under the chart.
    """
    rank, found = look.measure == "rank", Layer()
    if rank and (known := {e: row for e, row in china.items() if row["published_low"] is not None}):
        found = _published(known, look)
    edge, foot = f"high{'' if rank else '_percentile'}", 21.2
    if not rank:
        foot = scale.bottom + 0.28 * (scale.top - scale.bottom)
    banded = [edition for edition, row in china.items() if row[edge] is not None]
    if look.measure not in _BAND or look.compact or len(banded) < 2:
        return found
    edition, way = banded[-2], 1 if rank else -1  # ranks grow downwards
    start = float(china[edition][edge]) + 0.7 * way
    if (foot - start) * way < 2:
        return found
    where = {"xanchor": "left", "yanchor": "top", "xshift": -4}
    text = note(look.words("trajectory.note.shaded"), edition, foot, TOKENS.ink_2, **where)
    return found + Layer(shapes=[_leader(edition, start, foot - 0.4 * way)], annotations=[text])


def _published(known: Line, look: Look) -> Layer:
    """Return the intervals that WIPO published."""
    ranks = [int(row["rank"]) for row in known.values()]
    up = [int(row["published_high"]) - int(row["rank"]) for row in known.values()]
    down = [int(row["rank"]) - int(row["published_low"]) for row in known.values()]
    error = whiskers(up, down, width=5, thickness=1.6, color=TOKENS.ink)
    style = {"marker": marker(1, TOKENS.ink), "error_y": error, "cliponaxis": True}
    brackets = trace("markers", known, ranks, {"role": "published"}, **style)
    edition = max(known)
    low, high = int(known[edition]["published_low"]), int(known[edition]["published_high"])
    kind, interval, drop, xshift = "published_short", f"{low}{numbers.DASH}{high}", 7.5, 26
    if not look.compact:
        bounds = plain(numbers.rank_interval(low, high, look.words.lang))
        kind, interval, drop, xshift = "published", bounds, 8.2, 42
    text = look.words(f"trajectory.note.{kind}", edition=edition, interval=interval)
    where = {"xanchor": "right", "yanchor": "top", "xshift": xshift}
    named = note(text, edition, high + drop, TOKENS.ink_2, **where)
    return Layer([brackets], [_leader(edition, high + 0.7, high + drop - 0.5)], [named])


def _leader(edition: int, start: float, end: float) -> Part:
    """Return the vertical line that joins a note to its mark."""
    return line((edition, edition), (start, end), stroke(TOKENS.ink_3, 1))


def _leaving(lines: Mapping[str, Line], names: Mapping[str, str], scale: Scale, look: Look) -> Layer:
    """Say of each economy that leaves through the bottom edge in which of the editions drawn it is below."""
    if look.measure != "rank" or look.compact:
        return Layer()
    floor, notes, last = int(scale.bottom - 1.2), [], 0
    for economy, own in lines.items():
        if below := [edition for edition, row in own.items() if row["rank"] > floor]:
            values = {"rank": plain(look.text(floor)), "editions": look.words.listing(runs(below))}
            notes.append(look.words("trajectory.note.below", name=names[economy], **values))
            last = max(last, *below)
    if not notes:
        return Layer()
    right = last - min(edition for line in lines.values() for edition in line) > 5
    side, xshift, x = ("right", -18, last + 0.4) if right else ("left", 18, last)
    where = {"xanchor": side, "yanchor": "bottom", "align": side, "xshift": xshift, "yshift": 3}
    text = note("<br>".join(notes), x, scale.bottom, TOKENS.ink_3, **where, bgcolor=TOKENS.ground)
    return Layer(annotations=[text])
