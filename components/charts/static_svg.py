"""A figure as SVG, drawn of its Plotly JSON: of any width before a script has run, of one in link previews.

Only what the charts of the site use is known: lines, markers, bars and filled bands, texts, lines and
rectangles among the shapes. Places along the horizontal axis are shares of the plot, so the width need not be
known; heights are pixels.
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
_UNITS = 1000  # of the inner picture of a line, which is stretched to the width of the plot
_SCALED = 'vector-effect="non-scaling-stroke"'
# Around notes, as styles/dash.css and scripts/image.js have it.
_HALO = 'paint-order="stroke" stroke="var(--ground)" stroke-width="4" stroke-linejoin="round"'
_HATCHED = 0.25  # opacity of a bar that plotly.js would hatch
_PADDING = 2  # of an annotation
_LEADING = 1.3  # of a line of text, as plotly.js has it
_RISE = 0.34  # from the middle of a line of text to its base line, in its size
_TICK = 3  # px between a tick and its text, as plotly.js has it
_GAP = 3  # px between a point or the end of a bar and its text
# By symbol, its path for a radius of 1, as plotly.js has them.
_SYMBOLS = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((-1.15, 0.5), (1.15, 0.5), (0, -1)),
    "triangle-down": ((-1.15, -0.5), (1.15, -0.5), (0, 1)),
    "cross": tuple((1.2 * x, 1.2 * y) for x, y in _CROSS),
    "x": tuple((0.85 * (x - y), 0.85 * (x + y)) for x, y in _CROSS),
    "line-ns": ((0, -1.4), (0, 1.4)),
}
_TOKEN = re.compile(r"var\((--[\w-]+)\)")
_MARK = re.compile(r"<(/?)(b|br|span)(?:\s+style='(?:font-size:(\d+)px;)?color:(var\(--[\w-]+\))')?\s*/?>")


def static_svg(figure: Figure) -> str:
    """Return the figure as HTML: an element with the margins of the figure around the plot as SVG."""
    plot = _Plot(figure, _UNITS)
    margin, height = plot.margin, plot.height
    space = f"{margin['t']}px {margin['r']}px {margin['b']}px {margin['l']}px"
    size = f'width="100%" height="{height:g}"'
    drawn = f'<svg {size} overflow="visible" aria-hidden="true" focusable="false">{plot.picture()}</svg>'
    return f'<div class="static-svg" style="padding:{space};height:{height:g}px">{drawn}</div>'


def fixed_svg(figure: Figure, width: float) -> str:
    """Return the figure as an SVG element of a width in pixels, for renderers without non-scaling strokes."""
    margin = figure["layout"]["margin"]
    plot = _Plot(figure, width - margin["l"] - margin["r"], alone=True)
    place = f'x="{margin["l"]}" y="{margin["t"]}" width="{plot.units:g}" height="{plot.height:g}"'
    return f'<svg {place} overflow="visible">{plot.picture()}</svg>'


def static_image(figure: Figure, width: int, theme: Theme) -> str:
    """Return the figure in a width in pixels and the colours of a theme, as a data address for an image."""
    return svg.image_address(
        width, figure["layout"]["height"], [apply_theme(fixed_svg(figure, width), theme)]
    )


def apply_theme(drawing: str, theme: Theme) -> str:
    """Return a drawing with the colours of a theme in place of tokens, for what reads no style sheet."""
    tokens = css_tokens(theme)
    return _TOKEN.sub(lambda token: tokens[token[1]], drawing)


class _Plot:
    """The scales of a figure and what is drawn on them.

    units: of the width in which lines are drawn; alone: nothing that leads out of the plot is drawn.
    """

    def __init__(self, figure: Figure, units: float, *, alone: bool = False) -> None:
        self.layout, self.data, self.units, self.alone = figure["layout"], figure["data"], units, alone
        self.margin = self.layout["margin"]
        self.height = float(self.layout["height"] - self.margin["t"] - self.margin["b"])

    def picture(self) -> str:
        """Return all that is drawn, as elements of SVG."""
        bars = chain.from_iterable(self._bars(one) for one in self.data if one["type"] == "bar")
        return "".join((*self._grid(), *self._shapes("below"), *bars, *self._lines(), *self._texts()))

    # Scales

    def x(self, value: float, ref: str = "x") -> float:
        """Return a place along the axis as a share of the plot's width."""
        return float(value) if ref != "x" else _share(self.layout["xaxis"], value)

    def y(self, value: float, ref: str = "y") -> float:
        """Return a place on an axis, or on the domain of one, in pixels from the top of the plot."""
        axis = self.layout["yaxis" + ref.removesuffix(" domain").removeprefix("y")]
        start, end = axis.get("domain", (0, 1))
        share = float(value) if ref.endswith("domain") else _share(axis, value)
        return float(self.height * (1 - (start + share * (end - start))))

    # Axes and shapes

    def _grid(self) -> Iterator[str]:
        for value, text, axis in _ticks(self.layout["yaxis"]):
            y, font = self.y(value), axis["tickfont"]
            zero = axis["zerolinecolor"] if axis.get("zeroline") and not value else ""
            if color := zero or axis.get("gridcolor"):
                yield f'<line x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="{color}"/>'
            yield _text(text, 0, -_away(axis), y, font["size"], font["color"], "end", "middle")
        for value, text, axis in _ticks(self.layout["xaxis"]):
            x, font = self.x(value), axis["tickfont"]
            if color := axis.get("gridcolor"):
                place = f'x1="{x * 100:.2f}%" x2="{x * 100:.2f}%"'
                yield f'<line {place} y2="{self.height:g}" stroke="{color}"/>'
            above = axis.get("side") == "top"
            y = -_away(axis) if above else self.height + _away(axis)
            vertical = "bottom" if above else "top"
            yield _text(text, x, 0, y, font["size"], font["color"], "middle", vertical)

    def _shapes(self, layer: str) -> Iterator[str]:
        for shape in self.layout.get("shapes", ()):
            if (shape.get("layer") == "below") != (layer == "below"):
                continue
            line, (x, y) = shape["line"], (self._ends(shape, axis) for axis in "xy")
            if shape["type"] == "rect":
                place = f'x="{min(x[1:]) * 100:.2f}%" width="{abs(x[2] - x[1]) * 100:.2f}%"'
                down = f'y="{min(y[1:]):.1f}" height="{abs(y[2] - y[1]):.1f}"'
                yield f'<rect {place} {down} fill="{shape["fillcolor"]}"/>'
                continue
            style = f'stroke="{line["color"]}" stroke-width="{line["width"]:g}"{_dashes(line.get("dash"))}'
            down = f'y1="{y[1]:.1f}" y2="{y[2]:.1f}"'
            if shape.get("xsizemode") == "pixel":
                ends = f'x1="{x[1]:g}" x2="{x[2]:g}" {down}'
                yield f'<svg x="{x[0] * 100:g}%" overflow="visible"><line {ends} {style}/></svg>'
            else:
                yield f'<line x1="{x[1] * 100:.2f}%" x2="{x[2] * 100:.2f}%" {down} {style}/>'

    def _ends(self, shape: Mapping[str, Any], axis: str) -> tuple[float, float, float]:
        """Return anchor and ends of a shape along an axis; pixels lead right or up from it."""
        scale, ref, ends = getattr(self, axis), shape[f"{axis}ref"], (shape[f"{axis}0"], shape[f"{axis}1"])
        if shape.get(f"{axis}sizemode") != "pixel":
            return 0.0, scale(ends[0], ref), scale(ends[1], ref)
        anchor = scale(shape[f"{axis}anchor"], ref)
        return (anchor, *ends) if axis == "x" else (anchor, anchor - ends[0], anchor - ends[1])

    # Traces

    def _lines(self) -> Iterator[str]:
        for before, trace in pairwise(({}, *self.data)):
            if "lines" in trace.get("mode", ""):
                yield self._line(trace, before)
        yield from self._shapes("above")
        for trace in self.data:
            if {"markers", "text"} & {*trace.get("mode", "").split("+")}:
                yield from self._markers(trace)

    def _bars(self, trace: Mapping[str, Any]) -> Iterator[str]:
        """Yield bars that lie or stand; without a width they share a unit of the axis with the gap."""
        lying, marker = trace.get("orientation") == "h", trace["marker"]
        places, values = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
        for number, (place, value) in enumerate(zip(places, values, strict=True)):
            if value is None:
                continue
            base = _of(trace.get("base", 0), number)
            half = _of(trace.get("width", 1 - self.layout.get("bargap", 0.2)), number) / 2
            along, across = (base, base + value), (place - half, place + half)
            xs, ys = (along, across) if lying else (across, along)
            left, right = sorted(self.x(one) * 100 for one in xs)
            top, low = sorted(self.y(one) for one in ys)
            edge = marker.get("line", {})
            width = _of(edge.get("width", 0), number)
            stroke = f' stroke="{_of(edge["color"], number)}" stroke-width="{width:g}"' if width else ""
            hatched = _of(marker.get("pattern", {}).get("shape", ""), number)
            opacity = _HATCHED if hatched else marker.get("opacity", 1)
            style = f'fill="{_of(marker["color"], number)}" fill-opacity="{opacity:g}"{stroke}'
            place_ = f'x="{left:.2f}%" y="{top:.1f}" width="{right - left:.2f}%" height="{low - top:.1f}"'
            yield f"<rect {place_} {style}/>"
            if "text" in trace:
                words, font = trace["text"][number], trace["textfont"]
                at, color = (left + right) / 200, _of(font["color"], number)
                inside = trace.get("textposition") == "inside"
                y, anchor = ((top + low) / 2, "middle") if inside else (top - _GAP, "bottom")
                yield _text(words, at, 0, y, font["size"], color, "middle", anchor)

    def _line(self, trace: Mapping[str, Any], before: Mapping[str, Any]) -> str:
        line, runs, parts = trace.get("line", {}), self._runs(trace), []
        if self.alone and "fill" not in trace and trace.get("cliponaxis", True):
            runs = [part for run in runs for part in svg.clip_line(run, 0, self.height)]
        if trace.get("fill") == "tonexty":
            lower, upper = ([*chain(*one)] for one in (self._runs(before), runs))
            edge = [*upper, *reversed(lower)]
            parts.append(f'<path d="{svg.path_through(edge)}Z" fill="{trace["fillcolor"]}"/>')
        if line.get("width"):
            ways = "".join(map(svg.path_through, runs))
            style = f'stroke="{line["color"]}" stroke-width="{line["width"]:g}"{_dashes(line.get("dash"))}'
            parts.append(f'<path d="{ways}" fill="none" {style} stroke-linejoin="round" {_SCALED}/>')
        clipped = trace.get("cliponaxis", True)
        if self.alone:  # a clip costs a renderer as much as a chart
            clipped = any(not 0 <= y <= self.height for _, y in chain(*runs))
        overflow = "hidden" if clipped else "visible"
        box = f'width="100%" height="{self.height:g}" viewBox="0 0 {self.units:g} {self.height:g}"'
        drawn = f'<svg {box} preserveAspectRatio="none" overflow="{overflow}">{"".join(parts)}</svg>'
        return drawn if parts else ""

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
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if y is None:
                continue
            at, down = self.x(x), self.y(y, ref)
            if self.alone and not -1 <= down <= self.height + 1:
                continue
            if "markers" in trace["mode"] and (opacity := _of(marker.get("opacity", 1), place)):
                yield _mark(marker, place, f"{at * 100:.2f}%", down, opacity)
            yield from self._bar(trace.get("error_y"), f"{at * 100:.2f}%", y, place)
            if "text" in trace["mode"]:
                font, where = trace["textfont"], _of(trace.get("textposition", ""), place)
                side = where.rpartition(" ")[2]
                anchor, shift = {"left": ("end", -_GAP), "right": ("start", _GAP)}.get(side, ("middle", 0))
                words, color = _of(trace["text"], place), _of(font["color"], place)
                yield _text(words, at, shift, down, font["size"], color, anchor, "middle")

    def _bar(self, error: Mapping[str, Any] | None, at: str, value: float, place: int) -> Iterator[str]:
        if not error:
            return
        down = error.get("arrayminus", error["array"])
        top, low = self.y(value + error["array"][place]), self.y(value - down[place])
        half, style = error["width"], f'stroke="{error["color"]}" stroke-width="{error["thickness"]:g}"'
        ways = f"M0 {top:.1f}V{low:.1f}" + "".join(f"M{-half} {end:.1f}H{half}" for end in (top, low))
        yield f'<svg x="{at}" overflow="visible"><path d="{ways}" {style}/></svg>'

    def _texts(self) -> Iterator[str]:
        for note in self.layout.get("annotations", ()):
            ref, font = note.get("yref", "y"), note["font"]
            at = self.x(self._note(note["x"], note, "x"), note.get("xref", "x"))
            y = self.y(self._note(note["y"], note, "y"), ref) - note.get("yshift", 0)
            across, tail = 0.0, y
            if note.get("showarrow"):
                across = note["ax"] if "axref" not in note else 0.0
                tail = self.y(note["ay"], note["ayref"]) if "ayref" in note else y + note["ay"]
                yield _arrow(note, at, y, across, tail)
                y = tail if "ayref" not in note else y
            if note["text"]:
                anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", ""), "middle")
                shift = note.get("xshift", 0) + {"start": _PADDING, "end": -_PADDING}.get(anchor, 0)
                rest = (anchor, note.get("yanchor", "middle"))
                words = _text(note["text"], at, across + shift, y, font["size"], font["color"], *rest)
                yield f"<g {_HALO}>{words}</g>" if self.alone else words

    def _note(self, value: float, note: Mapping[str, Any], axis: str) -> float:
        """Return where a note lies: plotly.js takes the logarithm on an axis of that kind."""
        logged = self.layout[f"{axis}axis"].get("type") == "log" and note.get(f"{axis}ref", axis) == axis
        return float(10**value) if logged else float(value)


def _share(axis: Mapping[str, Any], value: float) -> float:
    """Return where a value lies on an axis, 0 at its beginning and 1 at its end."""
    low, high = axis["range"]
    place = math.log10(value) if axis.get("type") == "log" else value
    return float((place - low) / (high - low))


def _ticks(axis: Mapping[str, Any]) -> Iterator[tuple[float, str, Mapping[str, Any]]]:
    """Yield value and text of each tick of an axis, with the axis; nothing of one that is not visible."""
    values = axis.get("tickvals", ()) if axis.get("visible", True) else ()
    texts = axis.get("ticktext") or [f"{value:g}" for value in values]
    return ((value, text, axis) for value, text in zip(values, texts, strict=False))


def _away(axis: Mapping[str, Any]) -> float:
    """Return how far the texts of ticks stand from the plot, in pixels."""
    return float(_TICK + (axis.get("ticklen", 0) if axis.get("ticks") else 0))


def _mark(marker: Mapping[str, Any], place: int, at: str, down: float, opacity: float) -> str:
    """Return the marker of one point; at: its share of the width, down: pixels from the top."""
    edge, size = marker.get("line", {}), float(_of(marker["size"], place))
    width, fill = _of(edge.get("width", 0), place), _of(marker.get("color", "none"), place)
    stroke = f' stroke="{_of(edge["color"], place)}" stroke-width="{width:g}"' if width else ""
    style = f'fill="{fill}"{stroke}' + (f' opacity="{opacity:g}"' if opacity != 1 else "")
    symbol = _of(marker.get("symbol", "circle"), place)
    if symbol == "square":
        box = f'x="{-size / 2:g}" y="{down - size / 2:.1f}" width="{size:g}" height="{size:g}"'
        return f'<svg x="{at}" overflow="visible"><rect {box} {style}/></svg>'
    if symbol in _SYMBOLS:
        points = [(x * size / 2, down + y * size / 2) for x, y in _SYMBOLS[symbol]]
        return f'<svg x="{at}" overflow="visible"><path d="{svg.path_through(points)}Z" {style}/></svg>'
    return f'<circle cx="{at}" cy="{down:.1f}" r="{size / 2:g}" {style}/>'


def _arrow(note: Mapping[str, Any], at: float, y: float, across: float, tail: float) -> str:
    """Return the arrow of a note: from its tail, ``across`` pixels beside its point, to that."""
    back = 4 if tail > y else -4
    head = f"M-3 {y + back:.1f}L0 {y:.1f}L3 {y + back:.1f}" if note.get("arrowhead") else ""
    style = f'fill="none" stroke="{note["arrowcolor"]}" stroke-width="{note["arrowwidth"]:g}"'
    start = f"M{across:g} {tail:.1f}L0 {y:.1f}" if across else f"M0 {tail:.1f}V{y:.1f}"
    return f'<svg x="{at * 100:.2f}%" overflow="visible"><path d="{start}{head}" {style}/></svg>'


def _of(value: Any, place: int) -> Any:
    """Return the value of one point: plotly.js takes one for all, or one for each."""
    return value[place] if isinstance(value, list | tuple) else value


def _dashes(dash: str | None) -> str:
    return f' stroke-dasharray="{dash.replace("px", "")}"' if dash and dash != "solid" else ""


def _text(
    text: str, share: float, shift: float, y: float, size: float, color: str, anchor: str, vertical: str
) -> str:
    lines = [*_styled(text)]
    leading = size * _LEADING
    above = {"top": 0.0, "middle": len(lines) / 2, "bottom": float(len(lines))}[vertical] * leading
    base = y - above + leading / 2 + size * _RISE + {"top": 1, "middle": 0, "bottom": -1}[vertical]
    spans = []
    for number, line in enumerate(lines):
        place = f' x="0" y="{base + number * leading:.1f}"'
        spans.append(f"<tspan{place}>{line}</tspan>" if len(lines) > 1 else line)
    start = "" if len(lines) > 1 else f' y="{base:.1f}"'
    style = f'font-size="{size:g}" fill="{color}" text-anchor="{anchor}"'
    moved = f' transform="translate({shift:g})"' if shift else ""
    words = f"<text{start} {style}{moved}>{''.join(spans)}</text>"
    return f'<svg x="{share * 100:.2f}%" overflow="visible">{words}</svg>'


def _styled(text: str) -> Iterator[str]:
    """Yield the lines of a text of plotly.js as SVG: bold and coloured parts, all else escaped."""
    line, last, inside = "", 0, list[str]()
    for found in _MARK.finditer(text):
        line += escape(text[last : found.start()], quote=False)
        last = found.end()
        closing, tag, size, color = found.groups()
        if tag == "br":
            yield line + "</tspan>" * len(inside)
            line = "".join(inside)
        elif closing:
            line += "</tspan>" if inside else ""
            inside = inside[:-1]
        else:
            smaller = f' font-size="{size}"' if size else ""
            style = 'font-weight="700"' if tag == "b" else f'fill="{color}"{smaller}'
            inside.append(f"<tspan {style}>")
            line += inside[-1]
    yield line + escape(text[last:], quote=False) + "</tspan>" * len(inside)
