"""What is written beside the lines of a few series: names at their ends, chosen values, releases of rings."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.figures.labels import spread
from components.theme import TOKENS

Row = Mapping[Any, Any]
_LATIN = 0x2E80  # the first character code that takes the width of a Chinese character
_FAR = 2  # years before the end of the plot from which on a line is named inside it


@dataclass(frozen=True, slots=True)
class Look:
    """How one line is drawn; ``label`` and ``short`` name it at its end, in the full and the compact set.

    role: "hero" (the economy the page is about), "other" (the same in another release), "peer" (context).
    """

    line: str
    label: str
    short: str
    role: str
    hero: bool = True

    @property
    def color(self) -> str:
        """The token of the line; only China has the hero's."""
        if self.role == "peer":
            return TOKENS.field_2
        return TOKENS.hero if self.hero else TOKENS.ink

    @property
    def ink(self) -> str:
        """The token of what is written beside the line."""
        return TOKENS.ink_2 if self.role == "peer" else self.color


@dataclass(frozen=True, slots=True)
class Plot:
    """What a plot needs beside its lines: how values are written, and the scale.

    mark: a year with a hairline; printed: years whose values are written at the points; tick: how values are
    written on the axis, if otherwise.
    """

    write: Callable[[float], str]
    log: bool = False
    mark: int | None = None
    printed: tuple[int, ...] = ()
    tick: Callable[[float], str] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The inner size of the plot and its scale, from which places in pixels follow."""

    low: float
    high: float
    height: float
    log: bool

    def axis(self, value: float) -> float:
        """Return a value as the axis counts it."""
        return math.log10(value) if self.log else value

    def pixels(self, value: float) -> float:
        """Return the distance from the top edge."""
        return (self.high - self.axis(value)) / (self.high - self.low) * self.height


def width(texts: Sequence[str], *, compact: bool) -> int:
    """Return how many pixels the longest of some texts takes, with slack for faces wider than ours."""
    latin, han = (7.8, 13.5) if compact else (8.4, 14.5)
    return math.ceil(max((sum(han if ord(c) > _LATIN else latin for c in text) for text in texts), default=0))


def early(rows: Sequence[Row], last: int) -> bool:
    """Say whether a line ends so long before the plot does that its name stands inside."""
    return last - int(rows[-1]["year"]) > _FAR


def ends(
    looks: Sequence[Look], lines: Mapping[str, Sequence[Row]], inner: Frame, last: int, *, compact: bool
) -> list[dict[str, Any]]:
    """Return the names of the lines: beside the plot and kept apart, or inside where a line ends early."""
    held = [(look, lines[look.line][-1]) for look in looks if lines[look.line]]
    beside = [(look, end) for look, end in held if not early(lines[look.line], last)]
    beside.sort(key=lambda pair: inner.pixels(pair[1]["value"]))
    natural = [inner.pixels(end["value"]) for _, end in beside]
    hero = next((index for index, (look, _) in enumerate(beside) if look.role == "hero"), 0)
    placed = spread(natural, hero) if beside else []
    notes = []
    for (look, end), here, there in zip(beside, natural, placed, strict=True):
        notes.append(
            _text(look, end, inner, compact=compact)
            | {"x": 1, "xref": "x domain", "xanchor": "left", "xshift": 10, "yshift": here - there}
        )
    for look, end in held:
        if (look, end) not in beside:
            above = all(
                row["value"] <= end["value"]
                for rows in lines.values()
                for row in rows
                if row["year"] == end["year"]
            )
            place = {"x": int(end["year"]), "xanchor": "right", "xshift": 8}
            notes.append(_text(look, end, inner, compact=compact) | place | {"yshift": 32 if above else -34})
    return notes


def _text(look: Look, end: Row, inner: Frame, *, compact: bool) -> dict[str, Any]:
    words = look.short if compact else look.label
    strong = look.role == "hero"
    return {
        "text": f"<b>{words}</b>" if strong else words,
        "y": inner.axis(float(end["value"])),
        "yref": "y",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"size": 14 if strong and not compact else 13, "color": look.ink},
        "name": f"label-{look.line}",
    }


def printed(
    looks: Sequence[Look], lines: Mapping[str, Sequence[Row]], inner: Frame, plot: Plot
) -> list[dict[str, Any]]:
    """Return the values written at the points of some years: above the highest of a year, else below."""
    notes = []
    for year in plot.printed:
        there = [(look, row) for look in looks for row in lines[look.line] if int(row["year"]) == year]
        top = max((row["value"] for _, row in there), default=0.0)
        for look, row in there:
            above = row["value"] == top
            notes.append(
                {
                    "text": f"<b>{plot.write(float(row['value']))}</b>",
                    "x": year,
                    "y": inner.axis(float(row["value"])),
                    "showarrow": False,
                    "yanchor": "bottom" if above else "top",
                    "yshift": 6 if above else -6,
                    "font": {"size": 13, "color": look.ink},
                    "name": f"value-{look.line}-{year}",
                }
            )
    return notes


def vintages(rows: Sequence[Row], *, compact: bool) -> list[dict[str, Any]]:
    """Return the releases of single values beside their rings, below to the right, where there is room."""
    if compact:
        return []
    by_year: dict[int, list[Row]] = {}
    for row in rows:
        by_year.setdefault(int(row["year"]), []).append(row)
    notes = []
    for year, group in by_year.items():
        lowest = min(group, key=lambda row: float(row["value"]))
        words = list(dict.fromkeys(str(row["note"]) for row in group if row["note"]))
        if not words:
            continue
        notes.append(
            {
                "text": "<br>".join(words),
                "x": year,
                "y": float(lowest["value"]),
                "xanchor": "left",
                "yanchor": "top",
                "xshift": 9,
                "yshift": -12,
                "align": "left",
                "showarrow": False,
                "font": {"size": 12, "color": TOKENS.ink_2},
                "name": f"vintage-{year}",
            }
        )
    return notes
