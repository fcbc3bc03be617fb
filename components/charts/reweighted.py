"""Ranks under other weights: of one economy by edition beside the published ones, and who changes places.

Names in the latter are text of traces: annotations would take much longer at every move of a slider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.change import CLAIM
from components import numbers
from components.charts.axes import OUTSIDE, axes, every, periods, scaled, unseen
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import Layer, Row, bold, ground, marker, note, ring, stroke, trace
from components.charts.lines import broken, rows, span
from components.charts.scales import near_ranks
from components.text import Words, plain
from components.theme import TOKENS

HEIGHTS = {0: 290, 560: 340}  # by the least width of the plot
ROW = 27  # px from one place to the next
WIDTHS = {0: (122, 132), 420: (150, 158)}  # room for names left and right, by the least width of the plot
_LONGEST = {0: 16, 420: 22}  # characters of a name that fit
_POINTS = 9  # of a line
_GAP = "\u2002"  # between a name and its mark


def reweighted(frame: pd.DataFrame, words: Words, least: int = 0) -> dict[str, Any]:
    """Return both lines; ``frame`` comes from ``analysis.reweighting.history`` and has at least one row."""
    compact = least == 0
    line = {int(row["edition"]): row for row in rows(frame)}
    first, last = min(line), max(line)
    names = ("published", "rank_low", "rank_high")
    values = [row[name] for row in line.values() for name in names if row[name] is not None]
    height = HEIGHTS[least]
    scale = near_ranks(min(values), max(values), height - 36)
    across = periods((first - 0.4, last + 0.4), every(first, last, 3 if compact else 2, CLAIM))
    chart = (
        ground(height, (32, 92 if compact else 128, 10, 26))
        + axes(across, scaled(scale, **OUTSIDE))
        + _lines(line, words)
        + end_labels(_labels(line[last], words, compact=compact), scale, 8)
    )
    return chart.figure()


def _lines(line: Mapping[int, Row], words: Words) -> Layer:
    """Return the dashed published line, what a pointer finds of it, and the line under the weights.

    A pointer finds the points of the first that are not under the other line. They say the words of both
    lines, which the keyboard reads once: so they are no ``hovertext``.
    """
    x, points = broken(line, span(line))
    tips = ["" if row is None else _tip(row, words) for row in points]
    published, ranks = (
        [None if row is None else row[name] for row in points] for name in ("published", "rank")
    )
    style = {"line": stroke(TOKENS.ink_3, 1.5, "4px,3px"), "marker": ring(5, TOKENS.ink_3, 1.3)}
    dashed = trace("lines+markers", x, published, {"role": "published", "line": "published"}, **style)
    apart = [None if one == rank else one for one, rank in zip(published, ranks, strict=True)]
    found = {"mode": "markers", "marker": {"size": 5, "opacity": 0}, "hoverinfo": "text"}
    bars = {
        "type": "data",
        "symmetric": False,
        "array": [0 if row is None else row["rank_high"] - row["rank"] for row in points],
        "arrayminus": [0 if row is None else row["rank"] - row["rank_low"] for row in points],
        "color": TOKENS.ink,
        "thickness": 1.4,
        "width": 4,
    }
    style = {"line": stroke(TOKENS.hero, 3), "marker": marker(7, TOKENS.hero, TOKENS.ground, 1.2)}
    hero = trace("lines+markers", x, ranks, {"role": "hero", "line": "hero"}, tips, error_y=bars, **style)
    return Layer([dashed, dashed | found | {"y": apart, "text": tips}, hero])


def _tip(row: Row, words: Words) -> str:
    parts = [
        f"<b>{numbers.edition(row['edition'], words.lang)}</b>",
        words("weights.tip.own", rank=row["rank"], count=row["economies"]),
    ]
    if row["rank_low"] < row["rank_high"]:
        parts.append(words("weights.tip.rounding", interval=(row["rank_low"], row["rank_high"])))
    if row["published"] is not None:
        parts.append(words("weights.tip.published", rank=row["published"]))
    return plain("<br>".join(parts))


def _labels(row: Row, words: Words, *, compact: bool) -> list[EndLabel]:
    """Return the labels at the right end: one where both lines end at the same rank, else two."""
    name = words("weights.history.own_short" if compact else "weights.history.own")
    labels = [EndLabel("hero", row["rank"], f"{row['rank']}  {name}", TOKENS.hero, hero=True)]
    if row["published"] not in (None, row["rank"]):
        text = f"{row['published']}  {words('weights.history.published')}"
        labels.append(EndLabel("published", row["published"], text, TOKENS.ink_2))
    return labels


@dataclass(frozen=True, slots=True)
class Window:
    """The places drawn, from first to last, and the economy whose line is heavy."""

    first: int
    last: int
    hero: str

    def holds(self, place: int) -> bool:
        """Say whether a place is drawn."""
        return self.first <= place <= self.last


@dataclass(frozen=True, slots=True)
class Moved:
    """One economy: published rank and rank by other weights, and a row of its own before and after."""

    economy: str
    published: int
    rank: int
    before: int
    after: int


def positions(frame: pd.DataFrame) -> list[Moved]:
    """Return all economies with a published rank, from ``analysis.reweighting.ranking``.

    An economy's row is its rank, or for equal ranks the next free one.
    """
    known = frame[frame["published"].notna()]
    parts = (known[name].tolist() for name in ("economy", "published", "rank"))
    ranked = [(str(code), int(before), int(after)) for code, before, after in zip(*parts, strict=True)]
    first = _rows([(before, code) for code, before, _ in sorted(ranked)])
    then = _rows([(after, code) for code, _, after in sorted(ranked, key=lambda one: one[1])])
    return [Moved(*one, before=first[one[0]], after=then[one[0]]) for one in ranked]


def _rows(ranked: Sequence[tuple[int, str]]) -> dict[str, int]:
    rows: dict[str, int] = {}
    row = 0
    for rank, code in sorted(ranked, key=lambda one: one[0]):
        row = max(rank, row + 1)
        rows[code] = row
    return rows


def rank_changes(
    moved: Sequence[Moved],
    names: Mapping[str, str],
    window: Window,
    words: Words,
    least: int = 0,
) -> dict[str, Any]:
    """Return the lines of all economies in the window on either side, each a trace, the economy's last.

    A line whose other end is outside ends at the edge of the plot.
    """
    drawn = [one for one in moved if window.holds(one.before) or window.holds(one.after)]
    height = ROW * (window.last - window.first + 1) + 34
    chart = ground(height, (*WIDTHS[least], 32, 2))
    chart += axes(unseen([-0.09, 1.09]), unseen([window.last + 0.5, window.first - 0.5]))
    for one in sorted(drawn, key=lambda one: one.economy == window.hero):
        chart += _course(one, names[one.economy], window, words, _LONGEST[least])
    for side, x, anchor, shift in (("before", 0, "right", -9), ("after", 1, "left", 9)):
        where = {"yref": "y domain", "xanchor": anchor, "yanchor": "bottom", "xshift": shift, "yshift": 6}
        chart += Layer(annotations=[note(words(f"weights.places.{side}"), x, 1, TOKENS.ink_3, **where)])
    return chart.figure()


def _course(one: Moved, name: str, window: Window, words: Words, longest: int) -> Layer:
    """Return one economy's line, with its name and rank at each end that is in the window.

    Points between the ends, without a mark, answer to a pointer.
    """
    hero = one.economy == window.hero
    color, ink, size = (TOKENS.hero, TOKENS.hero, 13) if hero else (TOKENS.field_2, TOKENS.ink_2, 12)
    within = [window.holds(one.before), *[False] * (_POINTS - 2), window.holds(one.after)]
    left, right = (_end(one, x, window) for x in (0, 1))
    across, down = (np.linspace(*pair, _POINTS).round(4).tolist() for pair in zip(left, right, strict=True))
    tip = words("weights.tip.places", name=name, before=one.published, after=one.rank)
    short = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
    before = bold(f"{short} {one.published}{_GAP}", hero)
    after = bold(f"{_GAP}{one.rank} {short}", hero)
    texts = [before, *[""] * (_POINTS - 2), after]
    style = {
        "line": stroke(color, 3 if hero else 1.5),
        "marker": marker([(9 if hero else 4) * inside for inside in within], color, line={"width": 0}),
        "text": [text if inside else "" for text, inside in zip(texts, within, strict=True)],
        "textposition": ["middle left"] * (_POINTS - 1) + ["middle right"],
        "textfont": {"size": size, "color": ink},
    }
    meta = {"role": "hero" if hero else "other", "economy": one.economy}
    tips = [tip if inside else "" for inside in within]
    return Layer([trace("lines+markers+text", across, down, meta, tips, **style)])


def _end(one: Moved, x: int, window: Window) -> tuple[float, float]:
    """Return one end of a line, or where it leaves the window."""
    place, other = (one.after, one.before) if x else (one.before, one.after)
    if window.holds(place):
        return x, place
    edge = window.first - 0.5 if place < window.first else window.last + 0.5
    share = (edge - other) / (place - other)
    return (share if x else 1 - share), edge
