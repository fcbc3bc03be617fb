"""China's trajectory by edition beside its peers, with intervals, the claim and framework changes."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.standing import CHINA, of
from components import numbers
from components.figures import marks, notes
from components.figures.labels import EndLabel, end_labels
from components.figures.scale import Scale, scale
from components.figures.tip import tip
from components.figures.view import CLAIM, UNVERIFIED, View
from components.theme import layout

_COMPACT_LABEL = 9  # characters that fit beside a compact plot; longer names give way to their ISO codes
_BAND = {"rank": ("low", "high", 0.35), "percentile": ("low_percentile", "high_percentile", 0.2)}


def trajectory(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    changes: Sequence[marks.FrameworkChange],
    view: View,
) -> dict[str, Any]:
    """Return the figure as Plotly JSON for a frame of ``analysis.standing.trajectory``.

    ``names`` gives the label of each economy; traces carry ``meta.economy`` and the hover words, in which the
    browser's keyboard reader finds them.
    """
    shown = frame[frame[view.measure].notna()]
    editions = sorted(int(edition) for edition in shown["edition"].unique())
    margin = _margin(view)
    plot = view.height - margin["t"] - margin["b"]
    strip = (42 if view.compact else 36) / plot
    latest = shown.loc[shown.groupby("economy")["edition"].idxmax(), view.measure]
    axis = scale(shown[view.measure], latest, view.measure, plot * (1 - strip))
    inside = [change for change in changes if change.edition in editions[1:]]
    china = of(shown, CHINA)

    traces, shapes = marks.framework_strip(inside, view.theme, compact=view.compact)
    traces += _band(china, view)
    traces += [trace for economy in names if economy != CHINA for trace in _peer(of(shown, economy), view)]
    said = notes.notes(shown, names, axis, view)
    traces += [*said.traces, *_china(china, view)]
    texts, leaders = end_labels(_ends(shown, names, view), axis, view.theme, compact=view.compact)
    return {
        "data": traces,
        "layout": layout(view.theme, height=view.height, margin=margin)
        | _axes(frame, editions, axis, view, strip)
        | {"shapes": [*shapes, *said.shapes, *leaders]}
        | {"annotations": [*said.annotations, *texts, *_axis_names(view, bool(inside))]},
    }


def _margin(view: View) -> dict[str, int]:
    wider = 0 if view.measure == "rank" else 12  # scores and percentiles have a decimal
    if view.compact:
        return {"l": 26, "r": 100 + wider, "t": 4, "b": 38}
    return {"l": 30, "r": 168 + wider, "t": 8, "b": 44}


def _axes(frame: pd.DataFrame, editions: list[int], axis: Scale, view: View, strip: float) -> dict[str, Any]:
    theme = view.theme
    counts = frame.groupby("edition")["economies"].first()
    bold = {*CLAIM, editions[-1]}
    kept = [
        e for e in editions if not view.compact or e in {editions[0], 2012, 2016, 2019, 2022, editions[-1]}
    ]
    ticks = []
    for edition in kept:
        label = f"'{edition % 100:02d}" if view.compact and edition not in bold else str(edition)
        count = numbers.whole(counts.get(edition))
        label = f"<b><span style='color:{theme.ink}'>{label}</span></b>" if edition in bold else label
        ticks.append(f"{label}<br><span style='color:{theme.ink_3}'>{count or numbers.DASH}</span>")
    pad = 0.35 if view.compact else 0.45
    tick = {
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
        "fixedrange": True,
        "zeroline": False,
    }
    return {
        "xaxis": {
            **tick,
            "ticklen": 3,
            "range": [editions[0] - pad, editions[-1] + pad],
            "tickvals": kept,
            "ticktext": ticks,
            "tickangle": 0,
            "tickfont": {"size": 12, "color": theme.ink_2},
            "showgrid": False,
        },
        "yaxis": {
            **tick,
            "range": axis.range,
            "domain": [0, 1 - strip],
            "tickvals": list(axis.ticks),
            "tickfont": {"size": 12, "color": theme.ink_3},
            "gridcolor": theme.grid,
        },
        "yaxis2": {"domain": [1 - strip + 0.02, 1], "range": [0, 1], "visible": False, "fixedrange": True},
    }


def _axis_names(view: View, changes: bool) -> list[dict[str, Any]]:
    shift = 20 if view.compact else 10
    common = {"xref": "x domain", "xanchor": "left", "xshift": shift, "yref": "y domain", "yanchor": "top"}
    rows = [
        ("edition", view.theme.ink_2, -5),
        ("economies_short" if view.compact else "economies", view.theme.ink_3, -21),
    ]
    names = [
        marks.note(view.words(f"trajectory.axis.{key}"), 1, 0, view.theme, **common, yshift=down)
        | {"font": {"size": 12, "color": color}}
        for key, color, down in rows
    ]
    if changes and not view.compact:
        where = common | {"yref": "y2", "yanchor": "middle"}
        names.append(marks.note(view.words("trajectory.axis.framework"), 1, 0.5, view.theme, **where))
    return names


def _peer(rows: pd.DataFrame, view: View) -> list[dict[str, Any]]:
    rows = rows[rows["edition"] > UNVERIFIED]
    if rows.empty:
        return []
    economy = str(rows["economy"].iloc[0])
    line = _line(rows, view) | {"mode": "lines"}
    # A casing in the colour of the ground lets the later line pass over the earlier one where they cross.
    casing = line | {"line": {"color": view.theme.ground, "width": 3.5}, "hoverinfo": "skip"}
    return [
        casing | {"meta": {"role": "casing"}},
        line
        | {
            "line": {"color": view.theme.field, "width": 1.5},
            "marker": {"size": 5, "color": view.theme.field, "opacity": 1},
            "hoverinfo": "text",
            "hovertext": _hover(rows, view),
            "meta": {"economy": economy, "role": "peer"},
        },
    ]


def _line(rows: pd.DataFrame, view: View) -> dict[str, Any]:
    """Return a scatter trace over all editions from the first to the last, so that a gap breaks the line."""
    values = dict(zip(rows["edition"].astype(int), rows[view.measure].astype(float), strict=True))
    editions = list(range(min(values), max(values) + 1))
    return {
        "type": "scatter",
        "x": editions,
        "y": [values.get(edition) for edition in editions],
        "connectgaps": False,
        "cliponaxis": True,
    }


def _hover(rows: pd.DataFrame, view: View) -> list[str]:
    """Return the words of each point, one per edition between the first and the last (blank in a gap)."""
    tips = {int(row["edition"]): tip(row, view.words) for row in rows.to_dict("records")}
    return [tips.get(edition, "") for edition in range(min(tips), max(tips) + 1)]


def _china(rows: pd.DataFrame, view: View) -> list[dict[str, Any]]:
    theme = view.theme
    solid = rows[rows["edition"] > UNVERIFIED]
    traces: list[dict[str, Any]] = []
    early = rows[rows["edition"] <= UNVERIFIED + 1]
    if len(early) == 2:
        dotted = {
            "line": {"color": theme.hero, "width": 2, "dash": "3px,4px"},
            "mode": "lines",
            "hoverinfo": "skip",
        }
        traces.append(_line(early, view) | dotted | {"cliponaxis": False, "meta": {"role": "join"}})
    if not solid.empty:
        traces.append(_line(solid, view) | _china_style(solid, view))
    first = rows[rows["edition"] <= UNVERIFIED]
    if not first.empty:
        ring = {"size": 8, "color": theme.ground, "opacity": 1, "line": {"color": theme.hero, "width": 2}}
        traces.append(
            _line(first, view)
            | {"mode": "markers", "marker": ring, "cliponaxis": False, "hoverinfo": "text"}
            | {"hovertext": _hover(first, view), "meta": {"economy": CHINA, "role": "unverified"}}
        )
    return traces


def _china_style(rows: pd.DataFrame, view: View) -> dict[str, Any]:
    theme, small = view.theme, view.compact
    last = int(rows["edition"].max())
    size, color, line, width = [], [], [], []
    for edition in range(int(rows["edition"].min()), last + 1):
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
        "hovertext": _hover(rows, view),
        "meta": {"economy": CHINA, "role": "hero"},
    }


def _band(rows: pd.DataFrame, view: View) -> list[dict[str, Any]]:
    if view.measure not in _BAND:
        return []
    low, high, margin = _BAND[view.measure]
    held = rows[rows[low].notna() & rows[high].notna()]
    edge = {
        "type": "scatter",
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "meta": {"role": "band"},
    }
    x = held["edition"].astype(int).tolist()
    return [
        edge | {"x": x, "y": (held[low].astype(float) - margin).tolist()},
        edge
        | {"x": x, "y": (held[high].astype(float) + margin).tolist(), "fill": "tonexty"}
        | {"fillcolor": view.theme.hero_wash},
    ]


def _ends(frame: pd.DataFrame, names: Mapping[str, str], view: View) -> list[EndLabel]:
    labels = []
    last = int(frame["edition"].max())
    for economy, name in names.items():
        rows = of(frame, economy)
        if rows.empty:
            continue
        value, edition = float(rows[view.measure].iloc[-1]), int(rows["edition"].iloc[-1])
        number = numbers.decimal(value, 0 if view.measure == "rank" else 1)
        room = _COMPACT_LABEL // 2 if view.words.lang == "zh" else _COMPACT_LABEL
        short = economy if view.compact and len(name) > room else name
        label = short if edition == last else f"{short} ({edition})"
        labels.append(EndLabel(economy, value, number, label, economy == CHINA))
    return labels
