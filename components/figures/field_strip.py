"""Places in the fields of several rankings: ring at the first, dot at the latest, the better at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components import theme as look
from components.theme import TOKENS

ROW, TALL = 45, 56  # px of a row: name at the left, name above the line
FULL = 520  # px of plot from which names stand at the left
_NAMES, _NUMBERS = 178, 92
_TICKS = {"percentile": tuple(range(0, 101, 10)), "rank": (1, 10, 20, 30, 40, 50)}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One ranking: name, years in words, first and latest value, number and field in words.

    ``first`` is None where one year is known only; ``broken``: the method changed between the two.
    """

    name: str
    years: str
    first: float | None
    latest: float
    number: str
    field: str
    tips: tuple[str, str]
    broken: bool = False
    hero: bool = False


def field_strip(rows: Sequence[FieldRow], measure: str, *, compact: bool) -> dict[str, Any]:
    """Return the figure in a measure, percentile or rank; in the compact set names stand above their lines.

    The join of ring and dot is dotted where the method changed in between: the two do not compare.
    """
    step = TALL if compact else ROW
    margin = {"l": 10 if compact else _NAMES, "r": _NUMBERS, "t": 12, "b": 30}
    height = step * len(rows) + margin["t"] + margin["b"]
    layout = look.layout(TOKENS, height=height, margin=margin)
    layout |= {
        "xaxis": _axis(rows, measure, compact=compact),
        "yaxis": {"range": [len(rows) - 0.5, -0.5], "visible": False, "fixedrange": True},
        "shapes": [_rule(y) for y in range(len(rows))],
        "annotations": [note for y, row in enumerate(rows) for note in _texts(row, y, compact=compact)],
    }
    joins = [_join(row, y) for y, row in enumerate(rows) if row.first is not None]
    return {"data": [*joins, _marks(rows, "first"), _marks(rows, "latest")], "layout": layout}


def _axis(rows: Sequence[FieldRow], measure: str, *, compact: bool) -> dict[str, Any]:
    values = [value for row in rows for value in (row.first, row.latest) if value is not None]
    if measure == "rank":
        worst = -(-max(values, default=10) // 10) * 10
        ends, span = [worst + 1, 0], worst
    else:
        best = 100
        worst = min(values, default=0) // 10 * 10
        ends, span = [worst - 1, best + 1], best - worst
    ticks = [tick for tick in _TICKS[measure] if min(ends) <= tick <= max(ends)]
    if compact and span > 40:
        ticks = [tick for tick in ticks if tick % 20 == 0 or tick == 1]
    return {
        "range": ends,
        "tickvals": ticks,
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": TOKENS.grid,
        "tickfont": {"size": 12, "color": TOKENS.ink_3},
        "tickangle": 0,
    }


def _color(row: FieldRow) -> str:
    return TOKENS.hero if row.hero else TOKENS.ink_2


def _rule(y: int) -> dict[str, Any]:
    at = {"xref": "x domain", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
    return {"type": "line", **at, "line": {"color": TOKENS.rule, "width": 1}}


def _join(row: FieldRow, y: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row.first, row.latest],
        "y": [y, y],
        "hoverinfo": "skip",
        "line": {"color": _color(row), "width": 2.5, "dash": "2px,4px" if row.broken else "solid"},
        "meta": {"role": "join"},
    }


def _marks(rows: Sequence[FieldRow], which: str) -> dict[str, Any]:
    ring = which == "first"
    held = [
        (row, y, row.first if ring else row.latest)
        for y, row in enumerate(rows)
        if not ring or row.first is not None
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for _, _, value in held],
        "y": [y for _, y, _ in held],
        "hovertext": [row.tips[0 if ring else 1] for row, _, _ in held],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 10 if ring else 12,
            "opacity": 1,
            "color": [TOKENS.ground if ring else _color(row) for row, _, _ in held],
            "line": {"color": [_color(row) for row, _, _ in held], "width": 2.5 if ring else 0},
        },
        "meta": {"role": which},
    }


def _texts(row: FieldRow, y: int, *, compact: bool) -> list[dict[str, Any]]:
    at = {"xref": "x domain", "yref": "y", "y": y, "showarrow": False}
    ink = TOKENS.hero if row.hero else TOKENS.ink
    name = f"<b>{row.name}</b>" if row.hero else row.name
    years = f"<span style='font-size:12px;color:{TOKENS.ink_3}'>{row.years}</span>"
    if compact:
        beside = {"x": 0, "xanchor": "left", "yanchor": "bottom", "yshift": 9, "text": f"{name}  {years}"}
    else:
        beside = {"x": 0, "xshift": -_NAMES, "xanchor": "left", "yanchor": "middle"}
        beside |= {"text": f"{name}<br>{years}", "align": "left"}
    field = f"<span style='font-size:12px;color:{TOKENS.ink_3}'>{row.field}</span>"
    number = {"x": 1, "xanchor": "right", "xshift": _NUMBERS - 2, "yanchor": "middle", "align": "right"}
    number["text"] = f"<b>{row.number}</b><br>{field}"
    font = {"size": 13, "color": ink}
    return [{**at, **beside, "font": font}, {**at, **number, "font": font | {"size": 15}}]
