"""Levels in two versions of one source: a row for each economy, a ring for the older, a dot for the newer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.theme import TOKENS, layout

ROW, TOP, BOTTOM = 44, 30, 34  # px
FULL = 520


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in the figure: the economies in the order of the rows, the versions, the tips."""

    names: Sequence[str]
    older: str
    newer: str
    tips: Sequence[tuple[str, str]]


def height(rows: int) -> int:
    """Return the height of the figure in pixels."""
    return TOP + BOTTOM + ROW * rows


def version_dots(
    frame: pd.DataFrame, hero: str, words: Words, write: Callable[[float], str], *, compact: bool
) -> dict[str, Any]:
    """Return the figure; ``frame`` has the columns economy, older and newer, the first row on top."""
    count = len(frame)
    places = [count - 1 - index for index in range(count)]
    colors = [TOKENS.hero if economy == hero else TOKENS.ink_2 for economy in frame["economy"]]
    older, newer = ([float(value) for value in frame[name]] for name in ("older", "newer"))
    values = [*older, *newer]
    low, high = min(values), max(values)
    room = (high - low or 1.0) * (0.42 if compact else 0.18)
    figure = layout(
        TOKENS, height=height(count), margin={"l": 92 if compact else 136, "r": 18, "t": TOP, "b": BOTTOM}
    )
    fixed = {"zeroline": False, "fixedrange": True}
    ticks = [tick / 10 for tick in range(21) if low - room <= tick / 10 <= high + room]
    ticks = ticks[:: 2 if compact else 1]
    figure |= {
        "xaxis": {
            **fixed,
            "range": [low - room, high + room],
            "tickvals": ticks,
            "ticktext": [write(tick) for tick in ticks],
            "tickangle": 0,
            "gridcolor": TOKENS.grid,
            "tickfont": {"size": 12, "color": TOKENS.ink_3},
        },
        "yaxis": {
            **fixed,
            "range": [-0.6, count - 0.4],
            "tickvals": places,
            "ticktext": [
                f"<b><span style='color:{color}'>{name}</span></b>" if economy == hero else name
                for economy, name, color in zip(frame["economy"], words.names, colors, strict=True)
            ],
            "showgrid": False,
            "tickfont": {"size": 13, "color": TOKENS.ink_2},
        },
        "shapes": [
            {
                "type": "line",
                "layer": "below",
                "x0": one,
                "x1": other,
                "y0": place,
                "y1": place,
                "line": {"color": color, "width": 1.5},
            }
            for one, other, place, color in zip(older, newer, places, colors, strict=True)
        ],
        "annotations": [
            *_values(older, newer, places, colors, write),
            *_versions(older, newer, places, words),
        ],
    }
    marks = {"opacity": 1, "size": 12, "line": {"color": colors, "width": 2}}
    sides = ((older, TOKENS.ground, "older", 0), (newer, colors, "newer", 1))
    data = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": side,
            "y": places,
            "cliponaxis": False,
            "hovertext": [tip[place] for tip in words.tips],
            "hoverinfo": "text",
            "marker": {**marks, "color": fill},
            "meta": {"role": role},
        }
        for side, fill, role, place in sides
    ]
    return {"data": data, "layout": figure}


def _values(
    older: Sequence[float],
    newer: Sequence[float],
    places: Sequence[int],
    colors: Sequence[str],
    write: Callable[[float], str],
) -> list[dict[str, Any]]:
    """Return the values outside the two marks of each row, where they cannot lie on one another."""
    notes = []
    for one, other, place, color in zip(older, newer, places, colors, strict=True):
        for value, left in ((one, one <= other), (other, other < one)):
            notes.append(
                {
                    "text": write(value),
                    "x": value,
                    "y": place,
                    "xanchor": "right" if left else "left",
                    "xshift": -11 if left else 11,
                    "showarrow": False,
                    "font": {"size": 13, "color": color},
                }
            )
    return notes


def _versions(
    older: Sequence[float], newer: Sequence[float], places: Sequence[int], words: Words
) -> list[dict[str, Any]]:
    """Return the names of both versions above the marks of the first row."""
    notes = []
    left = older[0] <= newer[0]
    for value, name, outwards in ((older[0], words.older, left), (newer[0], words.newer, not left)):
        notes.append(
            {
                "text": name,
                "x": value,
                "y": places[0],
                "xanchor": "right" if outwards else "left",
                "yanchor": "bottom",
                "xshift": 6 if outwards else -6,
                "yshift": 12,
                "showarrow": False,
                "font": {"size": 12, "color": TOKENS.ink_2},
            }
        )
    return notes
