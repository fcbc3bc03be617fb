"""A figure as SVG that fits any width, drawn of its Plotly JSON: what a page shows before any script has run.

Only what the trajectory uses is known: lines, markers and filled bands, texts, lines among the shapes. Places
along the horizontal axis are shares of the plot, so the width need not be known; heights are pixels.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import chain
from typing import Any

from components.charts.svg import Point, way

Figure = Mapping[str, Any]

_UNITS = 1000  # of the inner picture of a line, which is stretched to the width of the plot
_SCALED = 'vector-effect="non-scaling-stroke"'
_PADDING = 2  # of an annotation
_LEADING = 1.3  # of a line of text, as plotly.js has it
_RISE = 0.34  # from the middle of a line of text to its base line, in its size
_MARK = re.compile(r"<(/?)(b|br|span)(?:\s+style='color:(var\(--[\w-]+\))')?\s*/?>")


def static_svg(figure: Figure) -> str:
    """Return the figure as HTML: an element with the margins of the figure around the plot as SVG."""
    return _Plot(figure).picture()


class _Plot:
    """The scales of a figure and what is drawn on them."""

    def __init__(self, figure: Figure) -> None:
        self.layout, self.data = figure["layout"], figure["data"]
        self.margin = self.layout["margin"]
        self.height = float(self.layout["height"] - self.margin["t"] - self.margin["b"])

    def picture(self) -> str:
        margin = self.margin
        inner = "".join((*self._grid(), *self._shapes("below"), *self._lines(), *self._texts()))
        space = f"{margin['t']}px {margin['r']}px {margin['b']}px {margin['l']}px"
        size = f'width="100%" height="{self.height:g}"'
        svg = f'<svg {size} overflow="visible" aria-hidden="true" focusable="false">{inner}</svg>'
        return f'<div class="fluid" style="padding:{space};height:{self.height:g}px">{svg}</div>'

    # Scales

    def x(self, value: float, ref: str = "x") -> float:
        """Return a place along the axis as a share of the plot's width."""
        if ref != "x":
            return float(value)
        low, high = self.layout["xaxis"]["range"]
        return float((value - low) / (high - low))

    def y(self, value: float, ref: str = "y") -> float:
        """Return a place on an axis, or on the domain of one, in pixels from the top of the plot."""
        axis = self.layout["yaxis" + ref.removesuffix(" domain").removeprefix("y")]
        start, end = axis.get("domain", (0, 1))
        if ref.endswith("domain"):
            share = float(value)
        else:
            low, high = axis["range"]
            share = (float(value) - low) / (high - low)
        return float(self.height * (1 - (start + share * (end - start))))

    # Axes and shapes

    def _grid(self) -> Iterator[str]:
        axis, across = self.layout["yaxis"], self.layout["xaxis"]
        size = axis["tickfont"]["size"]
        texts = axis.get("ticktext") or [f"{value:g}" for value in axis["tickvals"]]
        for value, text in zip(axis["tickvals"], texts, strict=True):
            y = self.y(value)
            yield f'<line x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="{axis["gridcolor"]}"/>'
            yield _text(text, 0, -9, y, size, axis["tickfont"]["color"], "end", "middle")
        for value, text in zip(across["tickvals"], across["ticktext"], strict=True):
            font = across["tickfont"]
            yield _text(text, self.x(value), 0, self.height + 6, font["size"], font["color"], "middle", "top")

    def _shapes(self, layer: str) -> Iterator[str]:
        for shape in self.layout.get("shapes", ()):
            if shape["type"] != "line" or (shape.get("layer") == "below") != (layer == "below"):
                continue
            line = shape["line"]
            style = f'stroke="{line["color"]}" stroke-width="{line["width"]:g}"{_dashes(line.get("dash"))}'
            if shape.get("xsizemode") == "pixel":
                y = self.y(shape["yanchor"], shape["yref"])
                y0, y1 = y - shape["y0"], y - shape["y1"]
                ends = f'x1="{shape["x0"]:g}" y1="{y0:.1f}" x2="{shape["x1"]:g}" y2="{y1:.1f}"'
                yield f'<svg x="{shape["xanchor"] * 100:g}%" overflow="visible"><line {ends} {style}/></svg>'
                continue
            x0, x1 = (self.x(shape[name], shape["xref"]) * 100 for name in ("x0", "x1"))
            y0, y1 = (self.y(shape[name], shape["yref"]) for name in ("y0", "y1"))
            yield f'<line x1="{x0:.2f}%" x2="{x1:.2f}%" y1="{y0:.1f}" y2="{y1:.1f}" {style}/>'

    # Traces

    def _lines(self) -> Iterator[str]:
        above = [*self._shapes("above")]
        before: Mapping[str, Any] = {}
        for trace in self.data:
            if "lines" in trace["mode"]:
                yield self._line(trace, before)
            before = trace
        yield from above
        for trace in self.data:
            if "markers" in trace["mode"]:
                yield from self._markers(trace)

    def _line(self, trace: Mapping[str, Any], before: Mapping[str, Any]) -> str:
        line, runs, parts = trace.get("line", {}), self._runs(trace), []
        if trace.get("fill") == "tonexty":
            lower, upper = ([*chain(*one)] for one in (self._runs(before), runs))
            edge = [*upper, *reversed(lower)]
            parts.append(f'<path d="{way(edge)}Z" fill="{trace["fillcolor"]}"/>')
        if line.get("width"):
            ways = "".join(map(way, runs))
            style = f'stroke="{line["color"]}" stroke-width="{line["width"]:g}"{_dashes(line.get("dash"))}'
            parts.append(f'<path d="{ways}" fill="none" {style} stroke-linejoin="round" {_SCALED}/>')
        overflow = "hidden" if trace.get("cliponaxis", True) else "visible"
        box = f'width="100%" height="{self.height:g}" viewBox="0 0 {_UNITS} {self.height:g}"'
        svg = f'<svg {box} preserveAspectRatio="none" overflow="{overflow}">{"".join(parts)}</svg>'
        return svg if parts else ""

    def _runs(self, trace: Mapping[str, Any]) -> list[list[Point]]:
        """Return the points of a line in units and pixels, in runs without a gap."""
        runs: list[list[Point]] = [[]]
        for x, y in zip(trace["x"], trace["y"], strict=True):
            if y is None:
                runs.append([])
            else:
                runs[-1].append((self.x(x) * _UNITS, self.y(y, trace.get("yaxis", "y"))))
        return [run for run in runs if run]

    def _markers(self, trace: Mapping[str, Any]) -> Iterator[str]:
        marker, ref = trace["marker"], trace.get("yaxis", "y")
        edge = marker.get("line", {})
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if y is None:
                continue
            at, size = f"{self.x(x) * 100:.2f}%", float(_of(marker["size"], place))
            fill, width = _of(marker["color"], place), _of(edge.get("width", 0), place)
            stroke = f' stroke="{_of(edge["color"], place)}" stroke-width="{width:g}"' if width else ""
            down = self.y(y, ref)
            if marker.get("symbol") == "square":
                box = f'x="{-size / 2:g}" y="{down - size / 2:.1f}" width="{size:g}" height="{size:g}"'
                yield f'<svg x="{at}" overflow="visible"><rect {box} fill="{fill}"{stroke}/></svg>'
            else:
                yield f'<circle cx="{at}" cy="{down:.1f}" r="{size / 2:g}" fill="{fill}"{stroke}/>'
            yield from self._bar(trace.get("error_y"), at, y, place)
            if "text" in trace["mode"]:
                font = trace["textfont"]
                color = _of(font["color"], place)
                yield _text(trace["text"][place], self.x(x), 0, down, font["size"], color, "middle", "middle")

    def _bar(self, error: Mapping[str, Any] | None, at: str, value: float, place: int) -> Iterator[str]:
        if not error:
            return
        top, low = (self.y(value + error["array"][place]), self.y(value - error["arrayminus"][place]))
        half, style = error["width"], f'stroke="{error["color"]}" stroke-width="{error["thickness"]:g}"'
        ways = f"M0 {top:.1f}V{low:.1f}" + "".join(f"M{-half} {end:.1f}H{half}" for end in (top, low))
        yield f'<svg x="{at}" overflow="visible"><path d="{ways}" {style}/></svg>'

    def _texts(self) -> Iterator[str]:
        for note in self.layout.get("annotations", ()):
            at, ref = self.x(note["x"], note["xref"]), note["yref"]
            y = self.y(note["y"], ref) - note.get("yshift", 0)
            if note.get("showarrow"):
                tail = self.y(note["ay"], note["ayref"])
                back = 4 if tail > y else -4
                way = f"M0 {tail:.1f}V{y:.1f}M-3 {y + back:.1f}L0 {y:.1f}L3 {y + back:.1f}"
                style = f'fill="none" stroke="{note["arrowcolor"]}" stroke-width="{note["arrowwidth"]:g}"'
                yield f'<svg x="{at * 100:.2f}%" overflow="visible"><path d="{way}" {style}/></svg>'
            if note["text"]:
                anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", ""), "middle")
                font, rest = note["font"], (anchor, note.get("yanchor", "middle"))
                shift = note.get("xshift", 0) + {"start": _PADDING, "end": -_PADDING}.get(anchor, 0)
                yield _text(note["text"], at, shift, y, font["size"], font["color"], *rest)


def _of(value: Any, place: int) -> Any:
    """Return the value of one point: plotly.js takes one for all, or one for each."""
    return value[place] if isinstance(value, list | tuple) else value


def _dashes(dash: str | None) -> str:
    return f' stroke-dasharray="{dash.replace("px", "")}"' if dash and dash != "solid" else ""


def _text(
    text: str, share: float, shift: float, y: float, size: float, color: str, anchor: str, vertical: str
) -> str:
    """Return a text of one or more lines at a share of the width, moved by pixels."""
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
    line, last = "", 0
    for found in _MARK.finditer(text):
        line += escape(text[last : found.start()], quote=False)
        last = found.end()
        closing, tag, color = found.groups()
        if tag == "br":
            yield line
            line = ""
        elif closing:
            line += "</tspan>"
        else:
            line += '<tspan font-weight="700">' if tag == "b" else f'<tspan fill="{color}">'
    yield line + escape(text[last:], quote=False)
