"""Marks that charts are made of: traces, markers, straight lines, notes, and how wide a text is."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from components.charts.layer import Part
from components.theme import TOKENS

CLEAR: Final = "rgba(0,0,0,0)"
_LATIN: Final = 0x2E80  # the first character code that takes the width of a Chinese character
Pair = tuple[float, float]
Row = Mapping[Any, Any]


def trace(
    mode: str, x: Iterable[Any], y: Iterable[Any], meta: Mapping[str, str], tips: Any = None, /, **style: Any
) -> Part:
    """Return a scatter trace in a mode of Plotly's; ``tips`` are its words on hover, if any."""
    words = {"hoverinfo": "skip"} if tips is None else {"hoverinfo": "text", "hovertext": tips}
    drawn = {"type": "scatter", "mode": mode, "x": list(x), "y": list(y), "cliponaxis": False}
    return {**drawn, **words, "meta": dict(meta), **style}


def marker(size: Any, color: Any, edge: Any = TOKENS.ground, width: Any = 0, /, **style: Any) -> Part:
    """Return markers of a size in pixels, with an edge of a width if any; each one value or a list."""
    line = {"line": {"color": edge, "width": width}} if width else {}
    return {"size": size, "color": color, "opacity": 1, **line, **style}


def ring(size: Any, color: str, width: float, ground: str = TOKENS.ground) -> Part:
    """Return markers that are rings of a colour."""
    return marker(size, ground, color, width)


def stroke(color: str, width: float, dash: str = "") -> Part:
    """Return the style of a line; dash: lengths in pixels, as "2px,3px"."""
    return {"color": color, "width": width} | ({"dash": dash} if dash else {})


def line(x: Pair, y: Pair, style: Mapping[str, Any], /, **where: Any) -> Part:
    """Return a straight line from (x[0], y[0]) to (x[1], y[1]); ``where`` overrides its properties."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {"type": "line", "xref": "x", "yref": "y", **ends, "line": dict(style), **where}


def upright(x: float, style: Mapping[str, Any], /, **where: Any) -> Part:
    """Return a line from the bottom to the top of the plot, below what is drawn."""
    return line((x, x), (0, 1), style, **{"yref": "y domain", "layer": "below", **where})


def row_line(y: float) -> Part:
    """Return a hairline across the plot, below what is drawn."""
    return line((0, 1), (y, y), stroke(TOKENS.rule, 1), xref="x domain", layer="below")


def band(x: Pair, y: Pair, fill: str) -> Part:
    """Return a filled rectangle below what is drawn."""
    return line(x, y, {"width": 0}, type="rect", layer="below", fillcolor=fill)


def medians(x: Iterable[float], y: Iterable[float], size: int) -> Part:
    """Return short upright strokes, ``size`` pixels high."""
    marks = {"symbol": "line-ns", "size": size, "opacity": 1, "line": stroke(TOKENS.field_2, 2)}
    return trace("markers", x, y, {"role": "medians"}, marker=marks)


def note(text: str, x: float, y: float, color: str, size: int = 12, /, **where: Any) -> Part:
    """Return an annotation without an arrow; ``where`` overrides its properties."""
    at = {"x": x, "y": y, "xref": "x", "yref": "y", "align": where.get("xanchor", "center")}
    return {"text": text, **at, "showarrow": False, "font": {"size": size, "color": color}, **where}


def bold(text: str, strong: bool = True) -> str:
    """Return a text in bold where it is to be strong."""
    return f"<b>{text}</b>" if strong else text


def colored(text: str, color: str) -> str:
    """Return a text in a colour."""
    return f"<span style='color:{color}'>{text}</span>"


def width(texts: Sequence[str], *, compact: bool) -> int:
    """Return how many pixels the longest of some texts takes, with slack for faces wider than ours."""
    latin, han = (7.8, 13.5) if compact else (8.4, 14.5)
    return math.ceil(max((sum(han if ord(c) > _LATIN else latin for c in text) for text in texts), default=0))
