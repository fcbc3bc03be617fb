"""The ranks of one part of the index by edition: a line that breaks where an edition is not known."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components import theme as look
from components.figures import marks
from components.figures.marks import FrameworkChange
from components.figures.scale import Scale, scale
from components.numbers import DASH
from components.theme import TOKENS

HEIGHT, SMALL = 340, 300
FULL = 520  # px of width from which every edition has four digits
NARROWEST = 234  # px of plot on the narrowest phone, 320 px wide
Plain = Mapping[Any, Any]
_STRIP = 0.1
_CLEAR = 24.0  # px from an edge of the plot within which a number turns to the other side
_LEFT, _RIGHT = 34, 20  # px beside the plot
_DIGIT, _LINE = 8.0, 17  # px: the width of a bold digit, the height of a number
_ALL_LABELLED = 7  # points, from which on only ends, best and worst carry their number


def rank_history(
    frame: pd.DataFrame, tips: Sequence[str], changes: Sequence[FrameworkChange], *, hero: bool, compact: bool
) -> dict[str, Any]:
    """Return the figure of a frame of ``analysis.profile.history``; ``tips`` are the words of each row.

    Bars stand for ranks that are known between bounds only; a ring marks an edition with another name, a
    dotted join one whose number of economies is not verified.
    """
    color = TOKENS.hero if hero else TOKENS.ink
    plain: list[Plain] = [*frame.astype(object).where(frame.notna(), None).to_dict("records")]
    known = [row["rank"] if row["rank"] is not None else row["rank_high"] for row in plain]
    values = [float(value) for value in known if value is not None]
    first, last = int(frame["edition"].iloc[0]), int(frame["edition"].iloc[-1])
    inside = [change for change in changes if first <= change.edition <= last]
    strip = _STRIP if inside else 0.0
    height = SMALL if compact else HEIGHT
    margin = {"l": _LEFT, "r": _RIGHT, "t": 8, "b": 40}
    axis = scale(values, values, "rank", (height - 48) * (1 - strip))
    layout = look.layout(TOKENS, height=height, margin=margin)
    layout |= _axes(plain, axis, strip, compact=compact) | {
        "shapes": _bars(plain, color),
        "annotations": _numbers(plain, axis, color, compact=compact),
    }
    data = [*_loose(plain, tips, color), _line(plain, tips, color)]
    if inside:
        squares, hairlines = marks.framework_strip(inside, TOKENS, compact=compact)
        data = [*squares, *data]
        layout["shapes"] = [*hairlines, *layout["shapes"]]
    return {"data": data, "layout": layout}


def _axes(plain: list[Plain], axis: Scale, strip: float, *, compact: bool) -> dict[str, Any]:
    editions = [row["edition"] for row in plain]
    short = compact and len(editions) > 8
    shown = [e for e in editions if not short or (editions[-1] - e) % 2 == 0]
    counts = {row["edition"]: row["economies"] or DASH for row in plain}
    words = [f"’{edition % 100:02d}" if short else str(edition) for edition in shown]
    ticks = [
        f"{word}<br><span style='color:{TOKENS.ink_3}'>{counts[edition]}</span>"
        for word, edition in zip(words, shown, strict=True)
    ]
    fixed = {"fixedrange": True, "zeroline": False, "tickangle": 0}
    return {
        "xaxis": {
            **fixed,
            "range": [editions[0] - 0.5, editions[-1] + 0.5],
            "tickvals": shown,
            "ticktext": ticks,
            "showgrid": False,
            "tickfont": {"size": 12, "color": TOKENS.ink_2},
        },
        "yaxis": {
            **fixed,
            "range": axis.range,
            "domain": [0, 1 - strip],
            "tickvals": list(axis.ticks),
            "gridcolor": TOKENS.grid,
            "tickfont": {"size": 12, "color": TOKENS.ink_3},
        },
        "yaxis2": {"domain": [1 - strip + 0.02, 1], "range": [0, 1], "visible": False, "fixedrange": True},
    }


def _line(plain: list[Plain], tips: Sequence[str], color: str) -> dict[str, Any]:
    middle = [None if _unverified(row) else _middle(row) for row in plain]
    latest = max((index for index, y in enumerate(middle) if y is not None), default=-1)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [row["edition"] for row in plain],
        "y": middle,
        "connectgaps": False,
        "cliponaxis": False,
        "hovertext": ["" if y is None else tip for y, tip in zip(middle, tips, strict=True)],
        "hoverinfo": "text",
        "line": {"color": color, "width": 2.5},
        "marker": {
            "opacity": [1 if row["rank"] is not None else 0 for row in plain],
            "size": [11 if index == latest or row["renamed"] else 7 for index, row in enumerate(plain)],
            "color": [TOKENS.ground if row["renamed"] else color for row in plain],
            "line": {"color": color, "width": [2.5 if row["renamed"] else 0 for row in plain]},
        },
        "meta": {"role": "history", "line": "history"},
    }


def _unverified(row: Plain) -> bool:
    return row["rank"] is not None and row["economies"] is None


def _loose(plain: list[Plain], tips: Sequence[str], color: str) -> list[dict[str, Any]]:
    """Return a dotted join with a ring for each rank among a number of economies that is not verified."""
    joins = []
    for row, tip, after in zip(plain, tips, [*plain[1:], None], strict=False):
        if not _unverified(row):
            continue
        ends = [row, *([after] if after and _middle(after) is not None else [])]
        joins.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [end["edition"] for end in ends],
                "y": [_middle(end) for end in ends],
                "hovertext": [tip, ""][: len(ends)],
                "hoverinfo": "text",
                "cliponaxis": False,
                "line": {"color": color, "width": 2, "dash": "3px,4px"},
                "marker": {
                    "opacity": [1, 0][: len(ends)],
                    "size": 8,
                    "color": TOKENS.ground,
                    "line": {"color": color, "width": 2},
                },
                "meta": {"role": "unverified", "line": "history"},
            }
        )
    return joins


def _middle(row: Plain) -> float | None:
    """Return the rank, or the middle of its bounds, through which the line passes."""
    if row["rank"] is not None:
        return float(row["rank"])
    return None if row["rank_low"] is None else (row["rank_low"] + row["rank_high"]) / 2


def _bars(plain: list[Plain], color: str) -> list[dict[str, Any]]:
    doubtful = [row for row in plain if row["rank"] is None and row["rank_low"] is not None]
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "y",
            "x0": row["edition"],
            "x1": row["edition"],
            "y0": row["rank_low"] - 0.4,
            "y1": row["rank_high"] + 0.4,
            "line": {"color": color, "width": 6},
        }
        for row in doubtful
    ]


def _numbers(plain: list[Plain], axis: Scale, color: str, *, compact: bool) -> list[dict[str, Any]]:
    """Return the rank beside each point; of many points only beside the ends, the best and the worst.

    The ends come first: a number that would lie on one already written is left to the tip of its point.
    """
    around = {row["edition"]: _middle(row) for row in plain}
    column = (NARROWEST if compact else FULL - _LEFT - _RIGHT) / len(plain)
    notes: list[dict[str, Any]] = []
    taken: list[tuple[float, float, float]] = []
    for row in _wanted(plain):
        y, text = _middle(row) or 0.0, _written(row)
        beside = [around.get(row["edition"] + step) for step in (-1, 1)]
        upwards = all(other < y for other in beside if other is not None)  # the line leaves upwards
        down = axis.pixels(y)
        below = down < _CLEAR or (upwards and down < axis.height - _CLEAR)
        width = len(text) * _DIGIT
        inwards = max(0.0, (width - column) / 2) if row is plain[0] else 0.0  # clear of the axis
        box = row["edition"] * column + inwards, down + (16 if below else -16), width
        if any(_covers(box, other) for other in taken):
            continue
        taken.append(box)
        notes.append(_number(row, y, color, inwards, below=below))
    return notes


def _wanted(plain: list[Plain]) -> list[Plain]:
    """Return the rows whose number is written where there is room, the most important first."""
    held = [row for row in plain if _middle(row) is not None]
    ordered = sorted(held, key=lambda row: _middle(row) or 0)
    first = [*held[-1:], *held[:1], *ordered[:1], *ordered[-1:]]
    wanted = {row["edition"]: row for row in (*first, *(held if len(held) <= _ALL_LABELLED else ()))}
    return [*wanted.values()]


def _written(row: Plain) -> str:
    return str(row["rank"]) if row["rank"] is not None else f"{row['rank_low']}{DASH}{row['rank_high']}"


def _number(row: Plain, y: float, color: str, inwards: float, *, below: bool) -> dict[str, Any]:
    exact = row["rank"] is not None
    return {
        "x": row["edition"],
        "y": y,
        "text": f"<b>{_written(row)}</b>" if exact else _written(row),
        "showarrow": False,
        "xshift": inwards,
        "yanchor": "top" if below else "bottom",
        "yshift": -8 if below else 7,
        "font": {"size": 13, "color": color if exact else TOKENS.ink_2},
    }


def _covers(box: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Say whether two numbers (middle across, middle down, width, in px) lie on one another."""
    return abs(box[0] - other[0]) < (box[2] + other[2]) / 2 + 2 and abs(box[1] - other[1]) < _LINE
