"""China's trajectory by edition beside its peers, with intervals, the claim and framework changes."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.standing import CHINA
from components import numbers
from components.figures import marks, notes
from components.figures.axes import axes, axis_names, margins
from components.figures.labels import EndLabel, end_labels
from components.figures.lines import Line, Row, lines, rows
from components.figures.scale import scale
from components.figures.tip import tip
from components.figures.view import CLAIM, UNVERIFIED, View
from components.text import Words
from components.theme import layout

_COMPACT_LABEL = 6  # characters that fit beside a compact plot; longer names give way to their ISO codes
_BAND = {"rank": ("low", "high", 0.35), "percentile": ("low_percentile", "high_percentile", 0.2)}


def trajectory(
    frame: pd.DataFrame, names: Mapping[str, str], changes: Sequence[marks.FrameworkChange], view: View
) -> dict[str, Any]:
    """Return the figure as Plotly JSON for a frame of ``analysis.standing.trajectory``.

    ``names`` gives the label of each economy; traces carry ``meta.economy`` and the hover words, in which the
    browser's keyboard reader finds them.
    """
    return trajectories(told(rows(frame), view.words), names, changes, [view])[0]


def told(held: Sequence[Row], words: Words) -> list[Row]:
    """Return rows with the words of each point as ``tip``."""
    return [row | {"tip": tip(row, words)} for row in held]


def trajectories(
    held: Sequence[Row],
    names: Mapping[str, str],
    changes: Sequence[marks.FrameworkChange],
    views: Sequence[View],
) -> list[dict[str, Any]]:
    """Return the figure for each of several views that differ in height and label set only.

    ``held``: the rows of the frame with the words of each point, as ``told`` gives them.
    """
    first = views[0]
    drawn = lines(held, first.measure)
    peers = [
        trace for economy, line in drawn.items() if economy != CHINA for trace in _peer(economy, line, first)
    ]
    shared = [*_band(drawn.get(CHINA, {}), first), *peers]
    return [_figure(drawn, names, changes, view, shared) for view in views]


def _figure(
    held: Mapping[str, Line],
    names: Mapping[str, str],
    changes: Sequence[marks.FrameworkChange],
    view: View,
    shared: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    editions = sorted({edition for line in held.values() for edition in line})
    margin = margins(view)
    plot = view.height - margin["t"] - margin["b"]
    strip = (42 if view.compact else 36) / plot
    values = [float(row[view.measure]) for line in held.values() for row in line.values()]
    latest = [float(line[max(line)][view.measure]) for line in held.values()]
    axis = scale(values, latest, view.measure, plot * (1 - strip))
    inside = [change for change in changes if change.edition in editions[1:]]

    traces, shapes = marks.framework_strip(inside, view.theme, compact=view.compact)
    said = notes.notes(held, names, axis, view)
    traces = [*traces, *shared, *said.traces, *_china(held.get(CHINA, {}), view)]
    texts, leaders, risen = end_labels(_ends(held, names, view), axis, view.theme, compact=view.compact)
    counts = {edition: row["economies"] for line in held.values() for edition, row in line.items()}
    return {
        "data": traces,
        "layout": layout(view.theme, height=view.height, margin=margin)
        | axes(counts, editions, axis, view, strip)
        | {"shapes": [*shapes, *said.shapes, *leaders]}
        | {"annotations": [*said.annotations, *texts, *axis_names(view, bool(inside) and not risen)]},
    }


def _peer(economy: str, line: Line, view: View) -> list[dict[str, Any]]:
    style = {"color": view.theme.field, "width": 1.5}
    about = {"economy": economy, "role": "peer"}
    traces = [_join(line, view, style) | {"meta": about | {"role": "join"}}] if _joined(line) else []
    line = {edition: row for edition, row in line.items() if edition > UNVERIFIED}
    if not line:
        return traces
    trace = _line(line, view) | {"mode": "lines"}
    # A casing in the colour of the ground lets the later line pass over the earlier one where they cross.
    casing = {
        "line": {"color": view.theme.ground, "width": 3.5},
        "hoverinfo": "skip",
        "meta": {"role": "casing"},
    }
    marker = {"size": 5, "color": view.theme.field, "opacity": 1}
    said = {"hoverinfo": "text", "hovertext": _hover(line)}
    return [*traces, trace | casing, trace | {"line": style, "marker": marker, "meta": about} | said]


def _joined(line: Line) -> bool:
    return {UNVERIFIED, UNVERIFIED + 1} <= set(line)


def _join(line: Line, view: View, style: dict[str, Any]) -> dict[str, Any]:
    """Return the dotted join from the unverified edition to the next; it says the words of the first."""
    early = {edition: line[edition] for edition in (UNVERIFIED, UNVERIFIED + 1)}
    said = {"hoverinfo": "text", "hovertext": [line[UNVERIFIED]["tip"], ""]}
    return (
        _line(early, view)
        | said
        | {"mode": "lines", "line": {**style, "dash": "3px,4px"}, "cliponaxis": False}
    )


def _line(line: Line, view: View) -> dict[str, Any]:
    """Return a scatter trace over all editions from the first to the last, so that a gap breaks the line."""
    return {
        "type": "scatter",
        "x": _span(line),
        "y": [float(line[edition][view.measure]) if edition in line else None for edition in _span(line)],
        "connectgaps": False,
        "cliponaxis": True,
    }


def _span(line: Line) -> list[int]:
    return list(range(min(line), max(line) + 1))


def _hover(line: Line) -> list[str]:
    """Return the words of each point, one per edition between the first and the last (blank in a gap)."""
    return [line[edition]["tip"] if edition in line else "" for edition in _span(line)]


def _china(line: Line, view: View) -> list[dict[str, Any]]:
    theme = view.theme
    solid = {edition: row for edition, row in line.items() if edition > UNVERIFIED}
    traces: list[dict[str, Any]] = []
    if _joined(line):
        join = _join(line, view, {"color": theme.hero, "width": 2})
        traces.append(join | {"hoverinfo": "skip", "meta": {"role": "join"}})
    if solid:
        traces.append(_line(solid, view) | _china_style(solid, view))
    if UNVERIFIED in line:
        first = {UNVERIFIED: line[UNVERIFIED]}
        ring = {"size": 8, "color": theme.ground, "opacity": 1, "line": {"color": theme.hero, "width": 2}}
        traces.append(
            _line(first, view)
            | {"mode": "markers", "marker": ring, "cliponaxis": False, "hoverinfo": "text"}
            | {"hovertext": _hover(first), "meta": {"economy": CHINA, "role": "unverified"}}
        )
    return traces


def _china_style(held: Line, view: View) -> dict[str, Any]:
    theme, small = view.theme, view.compact
    last = max(held)
    size, color, line, width = [], [], [], []
    for edition in _span(held):
        ring = edition in CLAIM
        dot = (9 if small else 11) if edition == last else (6 if small else 7)
        size.append((11 if small else 13) if ring else dot)
        color.append(theme.ground if ring else theme.hero)
        line.append(theme.hero if ring else theme.ground)
        width.append((2.4 if small else 3) if ring else 1.2)
    return {
        "mode": "lines+markers",
        "line": {"color": theme.hero, "width": 2.5 if small else 3},
        "marker": {"size": size, "color": color, "opacity": 1, "line": {"color": line, "width": width}},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": _hover(held),
        "meta": {"economy": CHINA, "role": "hero"},
    }


def _band(line: Line, view: View) -> list[dict[str, Any]]:
    if view.measure not in _BAND:
        return []
    low, high, margin = _BAND[view.measure]
    held = {edition: row for edition, row in line.items() if row[low] is not None and row[high] is not None}
    edge = {
        "type": "scatter",
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "meta": {"role": "band"},
    }
    return [
        edge | {"x": list(held), "y": [float(row[low]) - margin for row in held.values()]},
        edge
        | {"x": list(held), "y": [float(row[high]) + margin for row in held.values()], "fill": "tonexty"}
        | {"fillcolor": view.theme.hero_wash},
    ]


def _ends(held: Mapping[str, Line], names: Mapping[str, str], view: View) -> list[EndLabel]:
    labels = []
    last = max((edition for line in held.values() for edition in line), default=0)
    for economy, line in held.items():
        edition = max(line)
        value = float(line[edition][view.measure])
        number = numbers.decimal(value, 0 if view.measure == "rank" else 1)
        name = names[economy]
        room = 4 if view.words.lang == "zh" else _COMPACT_LABEL
        short = economy if view.compact and len(name) > room else name
        label = short if edition == last else f"{short} ({edition})"
        labels.append(EndLabel(economy, value, number, label, economy == CHINA))
    return labels
