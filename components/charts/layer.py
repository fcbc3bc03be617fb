"""Charts as sums of layers, and their elements: traces, bars, markers, straight lines and annotations."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from components.theme import FONT, TOKENS

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """Traces, shapes, annotations and layout of Plotly JSON; later layers are drawn above earlier ones."""

    traces: Sequence[Part] = ()
    shapes: Sequence[Part] = ()
    annotations: Sequence[Part] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)

    def __add__(self, other: Self) -> Self:
        return type(self)(
            [*self.traces, *other.traces],
            [*self.shapes, *other.shapes],
            [*self.annotations, *other.annotations],
            {**self.layout, **other.layout},
        )

    def figure(self) -> dict[str, Any]:
        """Return the chart as Plotly JSON."""
        notes = {"shapes": list(self.shapes), "annotations": list(self.annotations)}
        return {"data": list(self.traces), "layout": {**self.layout, **notes}}


def base_layer(height: int, margin: tuple[int, int, int, int]) -> Layer:
    """Return the layer that a chart starts from: height and margins (left, right, top, bottom) in px.

    Axes are fixed, nothing can be dragged, and lines carry their own labels instead of a legend.
    """
    sides = dict(zip("lrtb", margin, strict=True))
    layout = {
        "height": height,
        "margin": {**sides, "pad": 0, "autoexpand": False},
        "paper_bgcolor": TOKENS.ground,
        "plot_bgcolor": TOKENS.ground,
        "font": {"family": FONT, "size": 12, "color": TOKENS.ink_2},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 24,
        "hoverlabel": {
            "bgcolor": TOKENS.surface,
            "bordercolor": TOKENS.ink,
            "align": "left",
            "namelength": -1,
            "font": {"family": FONT, "size": 13, "color": TOKENS.ink},
        },
    }
    return Layer(layout=layout)


def figure_by_width(draw: Callable[[int], Mapping[str, Any]], *widths: int) -> str:
    """Return the variants of a figure as JSON text, by the minimum width in px of their plot.

    Text, because Dash would walk through every value of a nested figure at each change.
    """
    return json.dumps({str(width): draw(width) for width in widths}, separators=(",", ":"))


CLEAR_COLOR: Final = "rgba(0,0,0,0)"
_FIRST_WIDE: Final = 0x2E80  # first code point of characters as wide as Chinese ones
Pair = tuple[float, float]
Row = Mapping[Any, Any]


def trace(
    mode: str, x: Iterable[Any], y: Iterable[Any], meta: Mapping[str, str], tips: Any = None, /, **style: Any
) -> Part:
    """Return a scatter trace in a ``mode`` of Plotly; ``tips`` are its hover texts."""
    hover = {"hoverinfo": "skip"} if tips is None else {"hoverinfo": "text", "hovertext": tips}
    base = {"type": "scatter", "mode": mode, "x": list(x), "y": list(y), "cliponaxis": False}
    return {**base, **hover, "meta": dict(meta), **style}


def bars(x: Any, y: Any, meta: Mapping[str, str], tips: Any, /, **style: Any) -> Part:
    """Return a bar trace; ``tips`` are its hover texts."""
    hover = {"hoverinfo": "text", "hovertext": tips}
    return {"type": "bar", "x": x, "y": y, **hover, "meta": dict(meta), **style}


def marker(size: Any, color: Any, edge: Any = TOKENS.ground, width: Any = 0, /, **style: Any) -> Part:
    """Return markers; size and edge width are in px, and each argument is one value or a list."""
    line = {"line": {"color": edge, "width": width}} if width else {}
    return {"size": size, "color": color, "opacity": 1, **line, **style}


def each_marker(styles: Iterable[tuple[Any, ...]]) -> Part:
    """Return markers with a size, fill, edge colour and edge width for each point."""
    return marker(*map(list, zip(*styles, strict=True)))


def ring(size: Any, color: str, width: float) -> Part:
    """Return ring markers."""
    return marker(size, TOKENS.ground, color, width)


def hollow_markers(
    size: Any, color: Any, hollow: Sequence[bool], width: float, /, *, has_edges: bool = False, **style: Any
) -> Part:
    """Return markers that are rings of ``width`` px where ``hollow``; ``has_edges`` gives all that edge."""
    fills = [TOKENS.ground if is_hollow else color for is_hollow in hollow]
    widths = width if has_edges else [width if is_hollow else 0 for is_hollow in hollow]
    return marker(size, fills, color, widths, **style)


def whiskers(up: Sequence[float], down: Sequence[float] | None = None, /, **style: Any) -> Part:
    """Return error bars upwards and downwards; without ``down``, both have the lengths of ``up``."""
    both = {"array": up} if down is None else {"symmetric": False, "array": up, "arrayminus": down}
    return {"type": "data", **both, **style}


def stroke(color: str, width: float, dash: str = "") -> Part:
    """Return the style of a line; ``dash`` holds lengths in px, such as "2px,3px"."""
    return {"color": color, "width": width} | ({"dash": dash} if dash else {})


def line(x: Pair, y: Pair, style: Mapping[str, Any], /, **where: Any) -> Part:
    """Return a straight line from (x[0], y[0]) to (x[1], y[1]); ``where`` overrides its properties."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {"type": "line", "xref": "x", "yref": "y", **ends, "line": dict(style), **where}


def vertical_line(x: float, style: Mapping[str, Any], /, **where: Any) -> Part:
    """Return a line from the bottom to the top of the plot, below the traces."""
    return line((x, x), (0, 1), style, **{"yref": "y domain", "layer": "below", **where})


def row_line(y: float) -> Part:
    """Return a hairline across the plot, below the traces."""
    return line((0, 1), (y, y), stroke(TOKENS.rule, 1), xref="x domain", layer="below")


def band(x: Pair, y: Pair, fill: str) -> Part:
    """Return a filled rectangle below the traces."""
    return line(x, y, {"width": 0}, type="rect", layer="below", fillcolor=fill)


def median_marks(x: Iterable[float], y: Iterable[float], size: int) -> Part:
    """Return short vertical strokes, ``size`` px high."""
    marks = {"symbol": "line-ns", "size": size, "opacity": 1, "line": stroke(TOKENS.field_2, 2)}
    return trace("markers", x, y, {"role": "medians"}, marker=marks)


LEFT: Final[Part] = {"xref": "x domain", "xanchor": "left"}
"""Position of notes that begin at the left edge of the plot, or beside it with a shift."""
RIGHT: Final[Part] = {"xref": "x domain", "xanchor": "right"}


def note(text: str, x: float, y: float, color: str, size: int = 12, /, **where: Any) -> Part:
    """Return an annotation without an arrow; ``where`` overrides its properties."""
    position = {"x": x, "y": y, "xref": "x", "yref": "y", "align": where.get("xanchor", "center")}
    return {"text": text, **position, "showarrow": False, "font": {"size": size, "color": color}, **where}


def place_beside(side: str, right: float, edge: str, up: float, /, **where: Any) -> Part:
    """Return the position of a note: the side and edge at its point, with shifts right and up in px."""
    return {"xanchor": side, "xshift": right, "yanchor": edge, "yshift": up, **where}


def bold_text(text: str, is_bold: bool = True) -> str:
    """Return a text, in bold if ``is_bold``."""
    return f"<b>{text}</b>" if is_bold else text


def colored_text(text: str, color: str) -> str:
    """Return a text in a colour."""
    return f"<span style='color:{color}'>{text}</span>"


def text_width(texts: Sequence[str], *, is_compact: bool) -> int:
    """Return the width in px of the longest text, with slack for wider typefaces."""
    latin, wide = (7.8, 13.5) if is_compact else (8.4, 14.5)  # px of a character
    widths = [math.fsum(wide if ord(c) > _FIRST_WIDE else latin for c in text) for text in texts]
    return math.ceil(max(widths, default=0))
