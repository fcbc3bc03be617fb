"""A chart is a sum of layers; its marks are traces, bars, markers, straight lines and notes."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from components.theme import FONT, TOKENS

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one layer adds, each as Plotly JSON; what a later layer adds lies above."""

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
    """Return the layer that a chart starts from: height and margins (left, right, top, bottom) in pixels.

    Axes are fixed, nothing can be dragged and there is no legend: lines carry their own labels.
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
    """Return the variants of a figure as JSON text, each by the least width in pixels of its plot.

    As text, since Dash would walk through every value of a nested one at each change.
    """
    return json.dumps({str(least): draw(least) for least in widths}, separators=(",", ":"))


CLEAR_COLOR: Final = "rgba(0,0,0,0)"
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


def bars(x: Any, y: Any, meta: Mapping[str, str], tips: Any, /, **style: Any) -> Part:
    """Return bars; ``tips`` are their words on hover."""
    words = {"hoverinfo": "text", "hovertext": tips}
    return {"type": "bar", "x": x, "y": y, **words, "meta": dict(meta), **style}


def marker(size: Any, color: Any, edge: Any = TOKENS.ground, width: Any = 0, /, **style: Any) -> Part:
    """Return markers of a size in pixels, with an edge of a width if any; each one value or a list."""
    line = {"line": {"color": edge, "width": width}} if width else {}
    return {"size": size, "color": color, "opacity": 1, **line, **style}


def each_marker(looks: Iterable[tuple[Any, ...]]) -> Part:
    """Return markers of which each has a size, colours of itself and its edge, and a width of its own."""
    return marker(*map(list, zip(*looks, strict=True)))


def ring(size: Any, color: str, width: float) -> Part:
    """Return markers that are rings of a colour."""
    return marker(size, TOKENS.ground, color, width)


def hollow_markers(
    size: Any, color: Any, hollow: Sequence[bool], width: float, /, *, has_edges: bool = False, **style: Any
) -> Part:
    """Return markers of a colour, of which some are rings of a width; edged: all have that edge."""
    fills = [TOKENS.ground if one else color for one in hollow]
    return marker(
        size, fills, color, width if has_edges else [width if one else 0 for one in hollow], **style
    )


def whiskers(up: Sequence[float], down: Sequence[float] | None = None, /, **style: Any) -> Part:
    """Return the reach of values on either side as error bars; ``down`` where it differs from ``up``."""
    both = {"array": up} if down is None else {"symmetric": False, "array": up, "arrayminus": down}
    return {"type": "data", **both, **style}


def stroke(color: str, width: float, dash: str = "") -> Part:
    """Return the style of a line; dash: lengths in pixels, as "2px,3px"."""
    return {"color": color, "width": width} | ({"dash": dash} if dash else {})


def line(x: Pair, y: Pair, style: Mapping[str, Any], /, **where: Any) -> Part:
    """Return a straight line from (x[0], y[0]) to (x[1], y[1]); ``where`` overrides its properties."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {"type": "line", "xref": "x", "yref": "y", **ends, "line": dict(style), **where}


def vertical_line(x: float, style: Mapping[str, Any], /, **where: Any) -> Part:
    """Return a line from the bottom to the top of the plot, below what is drawn."""
    return line((x, x), (0, 1), style, **{"yref": "y domain", "layer": "below", **where})


def row_line(y: float) -> Part:
    """Return a hairline across the plot, below what is drawn."""
    return line((0, 1), (y, y), stroke(TOKENS.rule, 1), xref="x domain", layer="below")


def band(x: Pair, y: Pair, fill: str) -> Part:
    """Return a filled rectangle below what is drawn."""
    return line(x, y, {"width": 0}, type="rect", layer="below", fillcolor=fill)


def median_marks(x: Iterable[float], y: Iterable[float], size: int) -> Part:
    """Return short upright strokes, ``size`` pixels high."""
    marks = {"symbol": "line-ns", "size": size, "opacity": 1, "line": stroke(TOKENS.field_2, 2)}
    return trace("markers", x, y, {"role": "medians"}, marker=marks)


LEFT: Final[Part] = {"xref": "x domain", "xanchor": "left"}
"""Of notes that begin at the left edge of the plot, or with a shift beside it."""
RIGHT: Final[Part] = {"xref": "x domain", "xanchor": "right"}


def note(text: str, x: float, y: float, color: str, size: int = 12, /, **where: Any) -> Part:
    """Return an annotation without an arrow; ``where`` overrides its properties."""
    at = {"x": x, "y": y, "xref": "x", "yref": "y", "align": where.get("xanchor", "center")}
    return {"text": text, **at, "showarrow": False, "font": {"size": size, "color": color}, **where}


def place_beside(side: str, right: float, edge: str, up: float, /, **where: Any) -> Part:
    """Return where a note stands: its side and edge at the point, moved right and up by so many pixels."""
    return {"xanchor": side, "xshift": right, "yanchor": edge, "yshift": up, **where}


def bold_text(text: str, strong: bool = True) -> str:
    """Return a text in bold where it is to be strong."""
    return f"<b>{text}</b>" if strong else text


def colored_text(text: str, color: str) -> str:
    """Return a text in a colour."""
    return f"<span style='color:{color}'>{text}</span>"


def text_width(texts: Sequence[str], *, is_compact: bool) -> int:
    """Return how many pixels the longest of some texts takes, with slack for faces wider than ours."""
    sizes = (7.8, 13.5) if is_compact else (8.4, 14.5)  # of Latin letters and of Chinese signs
    return math.ceil(max((math.fsum(sizes[ord(c) > _LATIN] for c in text) for text in texts), default=0))
