"""China's trajectory by edition beside its peers, with intervals, the claim and framework changes."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.standing import CHINA
from components.charts import trajectory_notes as notes
from components.charts.axes import OUTSIDE, axes, period_names, periods, scaled
from components.charts.end_labels import EndLabel, end_labels, rises
from components.charts.framework import FrameworkChange, framework_changes
from components.charts.layer import Layer, Part, ground
from components.charts.lines import broken, by_economy, rows, span
from components.charts.look import CLAIM, UNVERIFIED, Look
from components.charts.marks import Row, marker, ring, stroke, trace
from components.charts.scales import index_scale
from components.charts.tips import standing_tip
from components.text import Words

_COMPACT_LABEL = 6  # characters that fit beside a compact plot; longer names give way to their ISO codes
_COMPACT_TICKS = {2012, 2016, 2019, 2022}
_ROOM = 16  # editions whose four digits stand side by side without touching
_BAND = {"rank": ("low", "high", 0.35), "percentile": ("low_percentile", "high_percentile", 0.2)}
Line = Mapping[int, Row]


def trajectory(
    frame: pd.DataFrame, names: Mapping[str, str], changes: Sequence[FrameworkChange], look: Look
) -> dict[str, Any]:
    """Return the chart as Plotly JSON for a frame of ``analysis.standing.trajectory`` with a column name.

    ``names`` gives the label of each economy; traces carry ``meta.economy`` and the hover words, in which the
    browser's keyboard reader finds them.
    """
    return trajectories(with_tips(rows(frame), look.words), names, changes, [look])[0]


def with_tips(table: Sequence[dict[str, Any]], words: Words) -> list[Row]:
    """Return rows with the words of each point as ``tip``."""
    return [row | {"tip": standing_tip(row, words)} for row in table]


def trajectories(
    table: Sequence[Row], names: Mapping[str, str], changes: Sequence[FrameworkChange], looks: Sequence[Look]
) -> list[dict[str, Any]]:
    """Return the chart for each of several looks that differ in height and label set only.

    ``table``: the rows of the frame with the words of each point, as ``with_tips`` gives them.
    """
    lines = by_economy(row for row in table if row[looks[0].measure] is not None)
    quiet = _band(lines.get(CHINA, {}), looks[0]) + _peers(lines, looks[0])
    return [_chart(lines, names, changes, look, quiet).figure() for look in looks]


def _chart(
    lines: Mapping[str, Line],
    names: Mapping[str, str],
    changes: Sequence[FrameworkChange],
    look: Look,
    quiet: Layer,
) -> Layer:
    editions = sorted({edition for line in lines.values() for edition in line})
    left, right, top, bottom = _margin(look)
    height = look.height - top - bottom
    strip = (42 if look.compact else 36) / height
    values = [float(row[look.measure]) for line in lines.values() for row in line.values()]
    latest = [float(line[max(line)][look.measure]) for line in lines.values()]
    scale = index_scale(values, latest, look.measure, height * (1 - strip))
    inside = [change for change in changes if change.edition in editions[1:]]
    ends = _ends(lines, names, look)
    counts = {edition: row["economies"] for line in lines.values() for edition, row in line.items()}
    across, up = _editions(editions, counts, look), scaled(scale, look.theme, **OUTSIDE)
    return (
        ground(look.height, (left, right, top, bottom), look.theme)
        + axes(across, up, strip)
        + framework_changes(inside, look.theme, compact=look.compact)
        + quiet
        + notes.claim(lines.get(CHINA, {}), look)
        + notes.intervals(lines.get(CHINA, {}), scale, look)
        + notes.leaving(lines, names, scale, look)
        + _hero(lines.get(CHINA, {}), look)
        + end_labels(ends, scale, 0, column=38 if look.compact else 48)
        + _names(look, strip=bool(inside) and not rises(ends, scale))
    )


def _margin(look: Look) -> tuple[int, int, int, int]:
    wider = 0 if look.measure == "rank" else 12  # scores and percentiles have a decimal
    return (30, 100 + wider, 4, 38) if look.compact else (30, 168 + wider, 8, 44)


def _editions(editions: Sequence[int], counts: Mapping[int, int | None], look: Look) -> Part:
    ticks = [e for e in editions if not look.compact or e in _COMPACT_TICKS | {editions[-1]}]
    if editions[0] not in ticks and editions[0] + 1 not in ticks:  # two ticks side by side would touch
        ticks.insert(0, editions[0])
    pad = 0.35 if look.compact else 0.45
    return periods(
        (editions[0] - pad, editions[-1] + pad),
        ticks,
        short=look.compact or len(editions) > _ROOM,
        strong={*CLAIM, editions[-1]},
        counts=counts,
        theme=look.theme,
        **OUTSIDE | {"ticklen": 3},
    )


def _names(look: Look, *, strip: bool) -> Layer:
    keys = ("edition", "economies_short" if look.compact else "economies", "framework")
    edition, economies, framework = (look.words(f"trajectory.axis.{key}") for key in keys)
    xshift = 20 if look.compact else 10
    return period_names(
        (edition, economies, framework), xshift, 5, strip=strip and not look.compact, theme=look.theme
    )


def _band(line: Line, look: Look) -> Layer:
    if look.measure not in _BAND:
        return Layer()
    low, high, margin = _BAND[look.measure]
    known = {e: row for e, row in line.items() if row[low] is not None and row[high] is not None}
    edges = (
        [float(row[end]) + side * margin for row in known.values()] for end, side in ((low, -1), (high, 1))
    )
    style = {"line": {"width": 0}, "cliponaxis": True}
    lower, upper = (trace("lines", known, edge, {"role": "band"}, **style) for edge in edges)
    return Layer([lower, upper | {"fill": "tonexty", "fillcolor": look.theme.hero_wash}])


def _peers(lines: Mapping[str, Line], look: Look) -> Layer:
    others = ((economy, line) for economy, line in lines.items() if economy != CHINA)
    return Layer([one for economy, line in others for one in _peer(economy, line, look)])


def _peer(economy: str, line: Line, look: Look) -> list[Part]:
    style = stroke(look.theme.field, 1.5)
    about = {"economy": economy, "role": "peer"}
    found = [_join(line, look, style, about | {"role": "join"}, words=True)] if _joined(line) else []
    if not (verified := _verified(line)):
        return found
    own = _line(verified, look, "lines", about, line=style, cliponaxis=True)
    own |= {"marker": {"size": 5, "color": look.theme.field, "opacity": 1}}
    # A casing in the colour of the ground lets the later line pass over the earlier one where they cross.
    casing = trace("lines", own["x"], own["y"], {"role": "casing"}, cliponaxis=True, connectgaps=False)
    return [*found, casing | {"line": stroke(look.theme.ground, 3.5)}, own]


def _verified(line: Line) -> Line:
    return {edition: row for edition, row in line.items() if edition > UNVERIFIED}


def _joined(line: Line) -> bool:
    return {UNVERIFIED, UNVERIFIED + 1} <= set(line)


def _join(line: Line, look: Look, style: Part, meta: Mapping[str, str], *, words: bool) -> Part:
    """Return the dotted join from the unverified edition to the next, with the words of the first."""
    ends = (UNVERIFIED, UNVERIFIED + 1)
    tips = [line[UNVERIFIED]["tip"], ""] if words else None
    y = (float(line[edition][look.measure]) for edition in ends)
    return trace("lines", ends, y, meta, tips, line=style | {"dash": "3px,4px"})


def _line(line: Line, look: Look, mode: str, meta: Mapping[str, str], /, **style: Any) -> Part:
    """Return a trace over all editions from the first to the last, so that a gap breaks the line."""
    x, points = broken(line, span(line))
    y = [None if row is None else float(row[look.measure]) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    return trace(mode, x, y, meta, tips, connectgaps=False, **style)


def _hero(line: Line, look: Look) -> Layer:
    theme = look.theme
    verified = _verified(line)
    found: list[Part] = []
    if _joined(line):
        found.append(_join(line, look, stroke(theme.hero, 2), {"role": "join"}, words=False))
    if verified:
        style = {"line": stroke(theme.hero, 2.5 if look.compact else 3), "marker": _dots(verified, look)}
        found.append(_line(verified, look, "lines+markers", {"economy": CHINA, "role": "hero"}, **style))
    if UNVERIFIED in line:
        first = {UNVERIFIED: line[UNVERIFIED]}
        style = {"marker": ring(8, theme.hero, 2, theme.ground)}
        found.append(_line(first, look, "markers", {"economy": CHINA, "role": "unverified"}, **style))
    return Layer(found)


def _dots(line: Line, look: Look) -> Part:
    """Return rings at the ends of the claim, a larger dot at the last edition, dots at the others."""
    theme, small = look.theme, look.compact
    end, ends, dot = (9, 11, 6) if small else (11, 13, 7)
    rings = [edition in CLAIM for edition in span(line)]
    sizes = [
        ends if claimed else end if edition == max(line) else dot
        for edition, claimed in zip(span(line), rings, strict=True)
    ]
    return marker(
        sizes,
        [theme.ground if claimed else theme.hero for claimed in rings],
        [theme.hero if claimed else theme.ground for claimed in rings],
        [(2.4 if small else 3) if claimed else 1.2 for claimed in rings],
    )


def _ends(lines: Mapping[str, Line], names: Mapping[str, str], look: Look) -> list[EndLabel]:
    theme = look.theme
    last = max((edition for line in lines.values() for edition in line), default=0)
    room = 4 if look.words.lang == "zh" else _COMPACT_LABEL
    labels = []
    for economy, line in lines.items():
        edition, hero = max(line), economy == CHINA
        value = float(line[edition][look.measure])
        name = economy if look.compact and len(names[economy]) > room else names[economy]
        label = EndLabel(
            economy,
            value,
            name if edition == last else f"{name} ({edition})",
            theme.hero if hero else theme.ink_2,
            hero,
            ((15 if look.compact else 17) if hero else 13),
            theme.hero if hero else theme.field_2,
            look.write(value),
        )
        labels.append(label)
    return labels
