"""A strip of ranks: one row for each level of the index, rank 1 at the right beside the number."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components import theme as look
from components.numbers import DASH
from components.theme import TOKENS

ROW, TALL = 31, 46  # px of a row: name at the left, name above the line
FULL = 520  # px of plot from which names stand at the left
_NAMES, _NUMBERS = 236, 96
_LETTERS = 33  # of a name in one line at the left
_GROUP = 0.45  # rows of room before a heading row
_TICKS = (1, 50, 100)


@dataclass(frozen=True, slots=True)
class StripRow:
    """One row: its name and words, a rank or its bounds, the change in places (better is positive).

    ``heading`` sets the name bold with room above it; ``ring`` draws a ring (a weakness); ``brackets`` put
    the number in brackets (data too thin); ``median`` is that of a group; ``interval`` the bounds of our own.
    """

    name: str
    tip: str
    rank: int | None
    bounds: tuple[int, int] | None = None
    change: int | None = None
    heading: bool = False
    ring: bool = False
    brackets: bool = False
    median: float | None = None
    interval: tuple[int, int] | None = None


def dot_strip(
    rows: Sequence[StripRow], count: int, *, hero: bool, compact: bool, title: str
) -> dict[str, Any]:
    """Return the figure for ranks among ``count`` economies; ``hero`` gives it China's colour.

    ``title`` names the column of changes; in the compact set names stand above their lines.
    """
    color = TOKENS.hero if hero else TOKENS.ink
    places = _places(rows)
    step = TALL if compact else ROW
    margin = {"l": 6 if compact else _NAMES, "r": _NUMBERS, "t": 20 if compact else 22, "b": 26}
    height = round((places[-1] + 1) * step) + margin["t"] + margin["b"]
    layout = look.layout(TOKENS, height=height, margin=margin)
    layout |= {
        "xaxis": _axis(count),
        "yaxis": {"range": [places[-1] + 0.5, -0.5], "visible": False, "fixedrange": True},
        "shapes": [shape for row, y in zip(rows, places, strict=True) for shape in _shapes(row, y, color)],
        "annotations": [
            *(note for row, y in zip(rows, places, strict=True) for note in _texts(row, y, compact)),
            *([_head(title)] if any(row.change is not None for row in rows) else []),
        ],
    }
    return {"data": [*_medians(rows, places), _dots(rows, places, color)], "layout": layout}


def _places(rows: Sequence[StripRow]) -> list[float]:
    placed: list[float] = []
    for row in rows:
        placed.append(placed[-1] + 1 + _GROUP * row.heading if placed else 0.0)
    return placed


def _axis(count: int) -> dict[str, Any]:
    ticks = [tick for tick in _TICKS if tick <= 0.85 * count]
    pad = 0.02 * count
    return {
        "range": [count + pad, 1 - pad],  # the better at the right, as in every strip
        "tickvals": [*ticks, count],
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": TOKENS.grid,
        "tickfont": {"size": 12, "color": TOKENS.ink_3},
        "tickangle": 0,
    }


def _dots(rows: Sequence[StripRow], places: Sequence[float], color: str) -> dict[str, Any]:
    """Return one mark for each row that is known; where only bounds are, one that is pointed at, unseen."""
    known = [(row, y) for row, y in zip(rows, places, strict=True) if row.rank is not None or row.bounds]
    middle = [row.rank if row.rank is not None else sum(row.bounds or ()) / 2 for row, _ in known]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": middle,
        "y": [y for _, y in known],
        "hovertext": [row.tip for row, _ in known],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 11,
            "opacity": [1 if row.rank is not None else 0 for row, _ in known],
            "color": [TOKENS.ground if row.ring else color for row, _ in known],
            "line": {"color": color, "width": [2.5 if row.ring else 0 for row, _ in known]},
        },
        "meta": {"role": "ranks"},
    }


def _medians(rows: Sequence[StripRow], places: Sequence[float]) -> list[dict[str, Any]]:
    held = [(row.median, y) for row, y in zip(rows, places, strict=True) if row.median is not None]
    if not held:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _ in held],
            "y": [y for _, y in held],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {
                "symbol": "line-ns",
                "size": 8,
                "opacity": 1,
                "line": {"color": TOKENS.field_2, "width": 2},
            },
            "meta": {"role": "medians"},
        }
    ]


def _shapes(row: StripRow, y: float, color: str) -> list[dict[str, Any]]:
    line = {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
    found: list[dict[str, Any]] = [{**line, "line": {"color": TOKENS.rule, "width": 1}}]
    if row.interval:
        band: dict[str, Any] = {"type": "rect", "xref": "x", "layer": "below", "line": {"width": 0}}
        band["fillcolor"] = TOKENS.hero_wash if color == TOKENS.hero else TOKENS.rule
        low, high = row.interval
        found.append({**band, "x0": low - 0.7, "x1": high + 0.7, "y0": y - 0.25, "y1": y + 0.25})
    if row.rank is None and row.bounds:
        low, high = row.bounds
        bar = {"type": "line", "xref": "x", "x0": low - 0.5, "x1": high + 0.5, "y0": y, "y1": y}
        found.append({**bar, "line": {"color": color, "width": 6}})
    return found


def _texts(row: StripRow, y: float, compact: bool) -> list[dict[str, Any]]:
    name = row.name if compact else "<br>".join(wrap(row.name, _LETTERS))
    name = f"<b>{name}</b>" if row.heading else name
    at = {"xref": "x domain", "y": y, "yref": "y", "showarrow": False, "yanchor": "middle"}
    ink = {"size": 13, "color": TOKENS.ink}
    beside = {"x": 0, "xshift": -_NAMES, "xanchor": "left", "text": name, "align": "left"}
    above = beside | {"xshift": 0, "yshift": 18}
    number = _number(row)
    at_end = {"x": 1, "xanchor": "right", "xshift": 42, "text": f"<b>{number}</b>", "font": ink}
    texts = [{**at, **(above if compact else beside), "font": ink | {"color": TOKENS.ink_2} | _weight(row)}]
    texts.append({**at, **at_end})
    if row.change is not None:
        words, tone = _change(row.change)
        end = {"x": 1, "xanchor": "right", "xshift": _NUMBERS - 4, "text": words}
        texts.append({**at, **end, "font": {"size": 12, "color": tone}})
    return texts


def _number(row: StripRow) -> str:
    written = "" if row.rank is None else str(row.rank)
    if row.rank is None and row.bounds:
        written = f"{row.bounds[0]}{DASH}{row.bounds[1]}"
    return f"[{written}]" if row.brackets and written else written


def _weight(row: StripRow) -> dict[str, str]:
    return {"color": TOKENS.ink} if row.heading else {}


def _change(places: int) -> tuple[str, str]:
    if not places:
        return "0", TOKENS.ink_3
    return (f"▲ {places}", TOKENS.up) if places > 0 else (f"▼ {-places}", TOKENS.down)


def _head(title: str) -> dict[str, Any]:
    """Return the words above the column of changes."""
    end = {"xref": "x domain", "x": 1, "xanchor": "right", "xshift": _NUMBERS - 4, "text": title}
    top = {"yref": "y domain", "y": 1, "yanchor": "bottom", "showarrow": False}
    return {**end, **top, "font": {"size": 12, "color": TOKENS.ink_3}}
