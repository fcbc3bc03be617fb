"""What holds of every figure, whatever it shows: each function gives what is wrong with one, or nothing."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from components.theme import TOKENS

Json = dict[str, Any]
COLOUR = re.compile(r"var\(--[\w-]+\)|#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)")
ALLOWED = {*map(str, asdict(TOKENS).values()), "rgba(0,0,0,0)"} | {
    colour for one in asdict(TOKENS).values() if isinstance(one, list | tuple) for colour in one
}
TOUCH = 2  # px by which the boxes of two texts may lie over each other, which are wider than their letters
JOINS = ("join", "unverified")
"""Roles of lines whose end is a point of another line, which has its words."""


class Box(NamedTuple):
    """Where a text stands in a figure, in pixels from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def small(figure: Json, _least: int) -> Iterator[object]:
    """Texts of less than 12 px."""
    layout = figure["layout"]
    axes = [axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
    sizes = [layout["font"]["size"], *(note["font"]["size"] for note in notes(figure))]
    sizes += [axis["tickfont"]["size"] for axis in axes if axis.get("visible", True) and axis.get("tickvals")]
    sizes += [trace["textfont"]["size"] for trace in figure["data"] if "textfont" in trace]
    sizes += [int(size) for size in re.findall(r"font-size: ?(\d+)px", json.dumps(figure))]
    yield from (size for size in sizes if size < 12)


def foreign(figure: Json, _least: int) -> Iterator[str]:
    """Colours that are none of the theme."""
    yield from set(COLOUR.findall(json.dumps(figure))) - ALLOWED


def outside(figure: Json, least: int) -> Iterator[object]:
    """Texts that lie beside the figure, marks and lines beside the plot."""
    layout = figure["layout"]
    for box in boxes(figure, least):
        if min(box[:2]) < -TOUCH or box.right > least + TOUCH or box.bottom > layout["height"] + TOUCH:
            yield box
    for trace in figure["data"]:
        across, down = layout["xaxis"], layout["yaxis" + trace.get("yaxis", "y")[1:]]
        clipped = trace["type"] == "scatter" and trace.get("cliponaxis", True)
        for x, y in ends(trace) if trace["type"] == "bar" else zip(trace["x"], trace["y"], strict=True):
            if x is None or y is None:
                continue
            if not -0.001 <= share(across, x) <= 1.001 or not (clipped or -0.001 <= share(down, y) <= 1.001):
                yield trace["meta"], x, y


def ends(trace: Json) -> Iterator[tuple[float, float]]:
    """Where the bars of a trace end."""
    for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        base = trace.get("base", 0)
        start = base[place] if isinstance(base, list) else base
        if x is not None and y is not None:
            yield (start + x, y) if trace.get("orientation") == "h" else (x, start + y)


def touching(figure: Json, least: int) -> Iterator[tuple[Box, Box]]:
    """Pairs of texts of which one lies over the other."""
    known: list[Box] = []
    for one in boxes(figure, least):
        for other in known:
            across = min(one.right, other.right) - max(one.left, other.left)
            if min(across, min(one.bottom, other.bottom) - max(one.top, other.top)) > TOUCH:
                yield one, other
        known.append(one)


def wordless(figure: Json, _least: int) -> Iterator[object]:
    """Points that are drawn to be read, and have no words on hover."""
    for trace in figure["data"]:
        if trace.get("hoverinfo") == "skip":
            continue
        values = trace["x"] if trace.get("orientation") == "h" else trace["y"]
        tips = trace.get("hovertext", trace.get("text"))
        tips = [tips] * len(values) if isinstance(tips, str) else tips or [""] * len(values)
        meta = trace.get("meta") or {}
        last = len(values) - (meta.get("role") in JOINS)
        if len(tips) != len(values):  # a bar as a line, which has its words once
            tips, last = [*tips, *tips], len(values)
        for place, (value, tip) in enumerate([*zip(values, tips, strict=True)][:last]):
            size = trace.get("marker", {}).get("size", 1)
            shown = value is not None and (value or trace["type"] != "bar")
            if shown and (size[place] if isinstance(size, list | tuple) else size) and not tip:
                yield meta, trace["x"][place], trace["y"][place]


def notes(figure: Json) -> list[Json]:
    """The annotations that say something."""
    return [note for note in figure["layout"].get("annotations", ()) if note["text"].strip()]


def share(axis: Mapping[str, Any], value: float, *, noted: bool = False) -> float:
    """Where a value lies on an axis, from 0 to 1; annotations have the logarithm on an axis of that kind."""
    low, high = axis["range"]
    place = math.log10(value) if axis.get("type") == "log" and not noted else value
    return float((place - low) / (high - low))


def boxes(figure: Json, least: int) -> Iterator[Box]:
    """The boxes of all annotations in a plot of a width, as plotly.js sets them, of narrow letters."""
    layout = figure["layout"]
    margin = layout["margin"]
    width = least - margin["l"] - margin["r"]
    height = layout["height"] - margin["t"] - margin["b"]
    for note in notes(figure):
        ref, across = note.get("yref", "y"), note["x"]
        if note.get("xref", "x") == "x":
            across = share(layout["xaxis"], across, noted=True)
        axis = layout["yaxis" + ref.removesuffix(" domain")[1:]]
        start, end = axis.get("domain", (0, 1))
        down = note["y"] if ref.endswith("domain") else share(axis, note["y"], noted=True)
        x = margin["l"] + width * across + note.get("xshift", 0)
        y = margin["t"] + height * (1 - start - down * (end - start)) - note.get("yshift", 0)
        if note.get("showarrow"):
            x, y = x + note["ax"], y + note["ay"]
        lines = re.sub(r"<(?!br)[^>]*>", "", note["text"]).split("<br>")
        size = note["font"]["size"]
        long = size * max(sum(1.0 if sign > "\u2e80" else 0.45 for sign in line) for line in lines)
        high = size * 1.15 * len(lines)
        left = x - {"left": 0, "right": long}.get(note.get("xanchor", ""), long / 2)
        top = y - {"top": 0, "bottom": high}.get(note.get("yanchor", ""), high / 2)
        yield Box(left, top, left + long, top + high, note["text"])


ALL = {"small": small, "foreign": foreign, "outside": outside, "touching": touching, "wordless": wordless}
"""What is looked for in every figure, by its name."""


def faults(figure: Json, least: int) -> list[tuple[str, object]]:
    """Everything that is wrong with a figure, each with the name of what is."""
    return [(name, one) for name, look in ALL.items() for one in look(figure, least)]
