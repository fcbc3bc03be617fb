"""The axes of the trajectory: margins, editions with the number of economies, ticks of the measure, names."""

from collections.abc import Mapping
from typing import Any

from components import numbers
from components.figures import marks
from components.figures.scale import Scale
from components.figures.view import CLAIM, View

_COMPACT_TICKS = {2012, 2016, 2019, 2022}
_ROOM = 16  # editions whose four digits stand side by side without touching


def margins(view: View) -> dict[str, int]:
    """Return the margins of the plot in pixels; labels stand in the right one."""
    wider = 0 if view.measure == "rank" else 12  # scores and percentiles have a decimal
    if view.compact:
        return {"l": 30, "r": 100 + wider, "t": 4, "b": 38}
    return {"l": 30, "r": 168 + wider, "t": 8, "b": 44}


def axes(
    counts: Mapping[int, int | None], editions: list[int], axis: Scale, view: View, strip: float
) -> dict[str, Any]:
    """Return xaxis, yaxis and the strip yaxis2; ``strip`` is its share of the plot."""
    theme = view.theme
    bold = {*CLAIM, editions[-1]}
    kept = [edition for edition in editions if not view.compact or edition in _COMPACT_TICKS | {editions[-1]}]
    if editions[0] not in kept and editions[0] + 1 not in kept:  # two ticks side by side would touch
        kept.insert(0, editions[0])
    short = view.compact or len(editions) > _ROOM
    ticks = []
    for edition in kept:
        label = f"’{edition % 100:02d}" if short and edition not in bold else str(edition)
        label = f"<b><span style='color:{theme.ink}'>{label}</span></b>" if edition in bold else label
        ticks.append(
            f"{label}<br><span style='color:{theme.ink_3}'>{counts.get(edition) or numbers.DASH}</span>"
        )
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


def axis_names(view: View, changes: bool) -> list[dict[str, Any]]:
    """Return the words that name the two lines of ticks and, with ``changes``, the strip."""
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
