"""Figures as SVG, drawn from Plotly JSON: of any width before scripts run, of a fixed one in link previews.

Only the elements that the charts of the site use are supported: lines, markers, bars, filled bands, texts,
and lines and rectangles among the shapes. Horizontal positions are shares of the plot, so that the width
need not be known; heights are in px.
"""

import math
import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import chain, pairwise
from typing import Any

from components.charts import svg
from components.theme import Theme, css_tokens

Figure = Mapping[str, Any]

_CROSS = tuple(
    (x * turn[0] - y * turn[1], x * turn[1] + y * turn[0])
    for turn in ((1, 0), (0, 1), (-1, 0), (0, -1))
    for x, y in ((-1 / 3, -1), (1 / 3, -1), (1 / 3, -1 / 3))
)
_LINE_WIDTH_UNITS = 1000  # width of the inner picture of a line, which is stretched to the plot
_SCALED = 'vector-effect="non-scaling-stroke"'
# Outline of annotations, as in styles/dash.css and scripts/image.js.
_OUTLINE = 'paint-order="stroke" stroke="var(--ground)" stroke-width="4" stroke-linejoin="round"'
_HATCH_OPACITY = 0.25  # of a bar that plotly.js would hatch
_NOTE_PADDING = 2  # px
_LINE_HEIGHT = 1.3  # of the font size, as in plotly.js
_BASELINE = 0.34  # of the font size, below the middle of a line of text
_TICK_PX = 3  # between a tick and its label, as in plotly.js
_TEXT_PX = 3  # between a point or the end of a bar and its text
# Path of each symbol for a radius of 1, as in plotly.js.
_SYMBOLS = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((-1.15, 0.5), (1.15, 0.5), (0, -1)),
    "triangle-down": ((-1.15, -0.5), (1.15, -0.5), (0, 1)),
    "cross": tuple((1.2 * x, 1.2 * y) for x, y in _CROSS),
    "x": tuple((0.85 * (x - y), 0.85 * (x + y)) for x, y in _CROSS),
    "line-ns": ((0, -1.4), (0, 1.4)),
}
_TOKEN = re.compile(r"var\((--[\w-]+)\)")
_TAG = re.compile(r"<(/?)(b|br|span)(?:\s+style='(?:font-size:(\d+)px;)?color:(var\(--[\w-]+\))')?\s*/?>")


def static_svg(figure: Figure) -> str:
    """Return the figure as HTML: an element with the margins of the figure, and the plot as SVG in it."""
    plot = _Plot(figure, _LINE_WIDTH_UNITS)
    margin, height = plot.margin, plot.height
    padding = f"{margin['t']}px {margin['r']}px {margin['b']}px {margin['l']}px"
    size = f'width="100%" height="{height:g}"'
    picture = f'<svg {size} overflow="visible" aria-hidden="true" focusable="false">{plot.picture()}</svg>'
    return f'<div class="static-svg" style="padding:{padding};height:{height:g}px">{picture}</div>'


def fixed_svg(figure: Figure, width: float) -> str:
    """Return the figure as an SVG element of a width in px, for renderers without non-scaling strokes."""
    margin = figure["layout"]["margin"]
    plot = _Plot(figure, width - margin["l"] - margin["r"], is_standalone=True)
    box = f'x="{margin["l"]}" y="{margin["t"]}" width="{plot.units:g}" height="{plot.height:g}"'
    return f'<svg {box} overflow="visible">{plot.picture()}</svg>'


def static_image(figure: Figure, width: int, theme: Theme) -> str:
    """Return the figure in a width in px and the colours of a theme, as a data URL for an image."""
    drawing = apply_theme(fixed_svg(figure, width), theme)
    return svg.image_address(width, figure["layout"]["height"], [drawing])


def apply_theme(drawing: str, theme: Theme) -> str:
    """Replace the tokens of a drawing with the colours of a theme, for readers without style sheets."""
    tokens = css_tokens(theme)
    return _TOKEN.sub(lambda token: tokens[token[1]], drawing)


class _Plot:
    """The scales of a figure, and its elements.

    Lines are drawn in a width of ``units``. A standalone plot draws nothing that leads out of it.
    """

    def __init__(self, figure: Figure, units: float, *, is_standalone: bool = False) -> None:
        self.layout, self.data = figure["layout"], figure["data"]
        self.units, self.is_standalone = units, is_standalone
        self.margin = self.layout["margin"]
        self.height = float(self.layout["height"] - self.margin["t"] - self.margin["b"])

    def picture(self) -> str:
        """Return all elements of the plot."""
        bars = chain.from_iterable(self._bars(trace) for trace in self.data if trace["type"] == "bar")
        return "".join((*self._grid(), *self._shapes("below"), *bars, *self._lines(), *self._texts()))

    def x(self, value: float, ref: str = "x") -> float:
        """Return a position along the x axis as a share of the width."""
        return float(value) if ref != "x" else _axis_share(self.layout["xaxis"], value)

    def y(self, value: float, ref: str = "y") -> float:
        """Return a position on a y axis, or on its domain, in px from the top."""
        axis = self.layout["yaxis" + ref.removesuffix(" domain").removeprefix("y")]
        start, end = axis.get("domain", (0, 1))
        share = float(value) if ref.endswith("domain") else _axis_share(axis, value)
        return float(self.height * (1 - (start + share * (end - start))))

    def _grid(self) -> Iterator[str]:
        for value, text, axis in _ticks(self.layout["yaxis"]):
            y, font = self.y(value), axis["tickfont"]
            zero = axis["zerolinecolor"] if axis.get("zeroline") and not value else ""
            if color := zero or axis.get("gridcolor"):
                yield f'<line x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="{color}"/>'
            yield _text(text, 0, -_tick_distance(axis), y, font["size"], font["color"], "end", "middle")
        for value, text, axis in _ticks(self.layout["xaxis"]):
            x, font = self.x(value), axis["tickfont"]
            if color := axis.get("gridcolor"):
                ends = f'x1="{x * 100:.2f}%" x2="{x * 100:.2f}%"'
                yield f'<line {ends} y2="{self.height:g}" stroke="{color}"/>'
            above = axis.get("side") == "top"
            y = -_tick_distance(axis) if above else self.height + _tick_distance(axis)
            vertical = "bottom" if above else "top"
            yield _text(text, x, 0, y, font["size"], font["color"], "middle", vertical)

    def _shapes(self, layer: str) -> Iterator[str]:
        for shape in self.layout.get("shapes", ()):
            if (shape.get("layer") == "below") != (layer == "below"):
                continue
            line, (x, y) = shape["line"], (self._ends(shape, axis) for axis in "xy")
            if shape["type"] == "rect":
                across = f'x="{min(x[1:]) * 100:.2f}%" width="{abs(x[2] - x[1]) * 100:.2f}%"'
                down = f'y="{min(y[1:]):.1f}" height="{abs(y[2] - y[1]):.1f}"'
                yield f'<rect {across} {down} fill="{shape["fillcolor"]}"/>'
                continue
            style = f'stroke="{line["color"]}" stroke-width="{line["width"]:g}"{_dashes(line.get("dash"))}'
            down = f'y1="{y[1]:.1f}" y2="{y[2]:.1f}"'
            if shape.get("xsizemode") == "pixel":
                ends = f'x1="{x[1]:g}" x2="{x[2]:g}" {down}'
                yield f'<svg x="{x[0] * 100:g}%" overflow="visible"><line {ends} {style}/></svg>'
            else:
                yield f'<line x1="{x[1] * 100:.2f}%" x2="{x[2] * 100:.2f}%" {down} {style}/>'

    def _ends(self, shape: Mapping[str, Any], axis: str) -> tuple[float, float, float]:
        """Return the anchor and the ends of a shape along an axis; px lead right or up from the anchor."""
        scale = self.x if axis == "x" else self.y
        ref, ends = shape[f"{axis}ref"], (shape[f"{axis}0"], shape[f"{axis}1"])
        if shape.get(f"{axis}sizemode") != "pixel":
            return 0.0, scale(ends[0], ref), scale(ends[1], ref)
        anchor = scale(shape[f"{axis}anchor"], ref)
        return (anchor, *ends) if axis == "x" else (anchor, anchor - ends[0], anchor - ends[1])

    def _lines(self) -> Iterator[str]:
        for before, trace in pairwise(({}, *self.data)):
            if "lines" in trace.get("mode", ""):
                yield self._line(trace, before)
        yield from self._shapes("above")
        for trace in self.data:
            if {"markers", "text"} & {*trace.get("mode", "").split("+")}:
                yield from self._markers(trace)

    def _bars(self, trace: Mapping[str, Any]) -> Iterator[str]:
        is_horizontal, marker = trace.get("orientation") == "h", trace["marker"]
        positions, values = (trace["y"], trace["x"]) if is_horizontal else (trace["x"], trace["y"])
        for index, (position, value) in enumerate(zip(positions, values, strict=True)):
            if value is None:
                continue
            base = _value_at(trace.get("base", 0), index)
            half = _value_at(trace.get("width", 1 - self.layout.get("bargap", 0.2)), index) / 2
            along, across = (base, base + value), (position - half, position + half)
            xs, ys = (along, across) if is_horizontal else (across, along)
            left, right = sorted(self.x(end) * 100 for end in xs)
            top, bottom = sorted(self.y(end) for end in ys)
            edge = marker.get("line", {})
            width = _value_at(edge.get("width", 0), index)
            stroke = f' stroke="{_value_at(edge["color"], index)}" stroke-width="{width:g}"' if width else ""
            is_hatched = _value_at(marker.get("pattern", {}).get("shape", ""), index)
            opacity = _HATCH_OPACITY if is_hatched else marker.get("opacity", 1)
            style = f'fill="{_value_at(marker["color"], index)}" fill-opacity="{opacity:g}"{stroke}'
            box = f'x="{left:.2f}%" y="{top:.1f}" width="{right - left:.2f}%" height="{bottom - top:.1f}"'
            yield f"<rect {box} {style}/>"
            if "text" in trace:
                text, font = trace["text"][index], trace["textfont"]
                x, color = (left + right) / 200, _value_at(font["color"], index)
                is_inside = trace.get("textposition") == "inside"
                y, anchor = ((top + bottom) / 2, "middle") if is_inside else (top - _TEXT_PX, "bottom")
                yield _text(text, x, 0, y, font["size"], color, "middle", anchor)

    def _line(self, trace: Mapping[str, Any], before: Mapping[str, Any]) -> str:
        line, runs = trace.get("line", {}), self._runs(trace)
        parts = []
        if self.is_standalone and "fill" not in trace and trace.get("cliponaxis", True):
            runs = [part for run in runs for part in svg.clip_line(run, 0, self.height)]
        if trace.get("fill") == "tonexty":
            edge = [*chain(*runs), *reversed([*chain(*self._runs(before))])]
            parts.append(f'<path d="{svg.path_through(edge)}Z" fill="{trace["fillcolor"]}"/>')
        if line.get("width"):
            path = "".join(map(svg.path_through, runs))
            style = f'stroke="{line["color"]}" stroke-width="{line["width"]:g}"{_dashes(line.get("dash"))}'
            parts.append(f'<path d="{path}" fill="none" {style} stroke-linejoin="round" {_SCALED}/>')
        is_clipped = trace.get("cliponaxis", True)
        if self.is_standalone:  # rendering a clip takes as long as a chart
            is_clipped = any(not 0 <= y <= self.height for _, y in chain(*runs))
        overflow = "hidden" if is_clipped else "visible"
        box = f'width="100%" height="{self.height:g}" viewBox="0 0 {self.units:g} {self.height:g}"'
        picture = f'<svg {box} preserveAspectRatio="none" overflow="{overflow}">{"".join(parts)}</svg>'
        return picture if parts else ""

    def _runs(self, trace: Mapping[str, Any]) -> list[list[svg.Point]]:
        runs: list[list[svg.Point]] = [[]]
        for x, y in zip(trace["x"], trace["y"], strict=True):
            if y is None:
                runs.append([])
            else:
                runs[-1].append((self.x(x) * self.units, self.y(y, trace.get("yaxis", "y"))))
        return [run for run in runs if run]

    def _markers(self, trace: Mapping[str, Any]) -> Iterator[str]:
        marker, ref = trace.get("marker", {}), trace.get("yaxis", "y")
        for index, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if y is None:
                continue
            share, down = self.x(x), self.y(y, ref)
            if self.is_standalone and not -1 <= down <= self.height + 1:
                continue
            opacity = _value_at(marker.get("opacity", 1), index)
            if "markers" in trace["mode"] and opacity:
                yield _marker(marker, index, f"{share * 100:.2f}%", down, opacity)
            if "error_y" in trace:
                yield self._error_bar(trace["error_y"], f"{share * 100:.2f}%", y, index)
            if "text" in trace["mode"]:
                font, where = trace["textfont"], _value_at(trace.get("textposition", ""), index)
                side = where.rpartition(" ")[2]
                sides = {"left": ("end", -_TEXT_PX), "right": ("start", _TEXT_PX)}
                anchor, shift = sides.get(side, ("middle", 0))
                text, color = _value_at(trace["text"], index), _value_at(font["color"], index)
                yield _text(text, share, shift, down, font["size"], color, anchor, "middle")

    def _error_bar(self, error: Mapping[str, Any], x: str, value: float, index: int) -> str:
        minus = error.get("arrayminus", error["array"])
        top, bottom = self.y(value + error["array"][index]), self.y(value - minus[index])
        half, style = error["width"], f'stroke="{error["color"]}" stroke-width="{error["thickness"]:g}"'
        caps = "".join(f"M{-half} {end:.1f}H{half}" for end in (top, bottom))
        path = f'<path d="M0 {top:.1f}V{bottom:.1f}{caps}" {style}/>'
        return f'<svg x="{x}" overflow="visible">{path}</svg>'

    def _texts(self) -> Iterator[str]:
        for note in self.layout.get("annotations", ()):
            ref, font = note.get("yref", "y"), note["font"]
            x = self.x(self._unlog(note["x"], note, "x"), note.get("xref", "x"))
            y = self.y(self._unlog(note["y"], note, "y"), ref) - note.get("yshift", 0)
            across, tail = 0.0, y
            if note.get("showarrow"):
                across = note["ax"] if "axref" not in note else 0.0
                tail = self.y(note["ay"], note["ayref"]) if "ayref" in note else y + note["ay"]
                yield _arrow(note, x, y, across, tail)
                y = tail if "ayref" not in note else y
            if note["text"]:
                anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", ""), "middle")
                shift = note.get("xshift", 0) + {"start": _NOTE_PADDING, "end": -_NOTE_PADDING}.get(anchor, 0)
                anchors = (anchor, note.get("yanchor", "middle"))
                text = _text(note["text"], x, across + shift, y, font["size"], font["color"], *anchors)
                yield f"<g {_OUTLINE}>{text}</g>" if self.is_standalone else text

    def _unlog(self, value: float, note: Mapping[str, Any], axis: str) -> float:
        """Return the position of a note, for which plotly.js takes the logarithm on a logarithmic axis."""
        is_log = self.layout[f"{axis}axis"].get("type") == "log" and note.get(f"{axis}ref", axis) == axis
        return float(10**value) if is_log else float(value)


def _axis_share(axis: Mapping[str, Any], value: float) -> float:
    low, high = axis["range"]
    position = math.log10(value) if axis.get("type") == "log" else value
    return float((position - low) / (high - low))


def _ticks(axis: Mapping[str, Any]) -> Iterator[tuple[float, str, Mapping[str, Any]]]:
    values = axis.get("tickvals", ()) if axis.get("visible", True) else ()
    texts = axis.get("ticktext") or [f"{value:g}" for value in values]
    return ((value, text, axis) for value, text in zip(values, texts, strict=False))


def _tick_distance(axis: Mapping[str, Any]) -> float:
    return float(_TICK_PX + (axis.get("ticklen", 0) if axis.get("ticks") else 0))


def _marker(marker: Mapping[str, Any], index: int, x: str, y: float, opacity: float) -> str:
    edge, size = marker.get("line", {}), float(_value_at(marker["size"], index))
    width, fill = _value_at(edge.get("width", 0), index), _value_at(marker.get("color", "none"), index)
    stroke = f' stroke="{_value_at(edge["color"], index)}" stroke-width="{width:g}"' if width else ""
    style = f'fill="{fill}"{stroke}' + (f' opacity="{opacity:g}"' if opacity != 1 else "")
    symbol = _value_at(marker.get("symbol", "circle"), index)
    if symbol == "square":
        box = f'x="{-size / 2:g}" y="{y - size / 2:.1f}" width="{size:g}" height="{size:g}"'
        return f'<svg x="{x}" overflow="visible"><rect {box} {style}/></svg>'
    if symbol in _SYMBOLS:
        points = [(right * size / 2, y + down * size / 2) for right, down in _SYMBOLS[symbol]]
        return f'<svg x="{x}" overflow="visible"><path d="{svg.path_through(points)}Z" {style}/></svg>'
    return f'<circle cx="{x}" cy="{y:.1f}" r="{size / 2:g}" {style}/>'


def _arrow(note: Mapping[str, Any], x: float, y: float, across: float, tail: float) -> str:
    back = 4 if tail > y else -4
    head = f"M-3 {y + back:.1f}L0 {y:.1f}L3 {y + back:.1f}" if note.get("arrowhead") else ""
    style = f'fill="none" stroke="{note["arrowcolor"]}" stroke-width="{note["arrowwidth"]:g}"'
    start = f"M{across:g} {tail:.1f}L0 {y:.1f}" if across else f"M0 {tail:.1f}V{y:.1f}"
    return f'<svg x="{x * 100:.2f}%" overflow="visible"><path d="{start}{head}" {style}/></svg>'


def _value_at(value: Any, index: int) -> Any:
    """Return the value of one point: plotly.js takes one value for all points, or a list."""
    return value[index] if isinstance(value, list | tuple) else value


def _dashes(dash: str | None) -> str:
    return f' stroke-dasharray="{dash.replace("px", "")}"' if dash and dash != "solid" else ""


def _text(
    text: str, share: float, shift: float, y: float, size: float, color: str, anchor: str, vertical: str
) -> str:
    lines = [*_svg_lines(text)]
    line_height = size * _LINE_HEIGHT
    above = {"top": 0.0, "middle": len(lines) / 2, "bottom": float(len(lines))}[vertical] * line_height
    base = y - above + line_height / 2 + size * _BASELINE + {"top": 1, "middle": 0, "bottom": -1}[vertical]
    spans = []
    for index, line in enumerate(lines):
        position = f' x="0" y="{base + index * line_height:.1f}"'
        spans.append(f"<tspan{position}>{line}</tspan>" if len(lines) > 1 else line)
    start = "" if len(lines) > 1 else f' y="{base:.1f}"'
    style = f'font-size="{size:g}" fill="{color}" text-anchor="{anchor}"'
    transform = f' transform="translate({shift:g})"' if shift else ""
    element = f"<text{start} {style}{transform}>{''.join(spans)}</text>"
    return f'<svg x="{share * 100:.2f}%" overflow="visible">{element}</svg>'


def _svg_lines(text: str) -> Iterator[str]:
    """Yield the lines of a Plotly text as SVG: bold and coloured parts as elements, all else escaped."""
    line, end = "", 0
    open_tags: list[str] = []
    for match in _TAG.finditer(text):
        line += escape(text[end : match.start()], quote=False)
        end = match.end()
        slash, tag, size, color = match.groups()
        if tag == "br":
            yield line + "</tspan>" * len(open_tags)
            line = "".join(open_tags)
        elif slash:
            line += "</tspan>" if open_tags else ""
            open_tags = open_tags[:-1]
        else:
            font_size = f' font-size="{size}"' if size else ""
            style = 'font-weight="700"' if tag == "b" else f'fill="{color}"{font_size}'
            open_tags.append(f"<tspan {style}>")
            line += open_tags[-1]
    yield line + escape(text[end:], quote=False) + "</tspan>" * len(open_tags)
