"""Who changes places: ranks by WIPO's weights and by other ones, joined by lines; the hero's is heavy.

Names are text of traces: drawn anew at every move of a slider, annotations would take much longer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.charts.axes import axes, unseen
from components.charts.layer import Layer, Part, bold, ground, note, stroke, trace
from components.text import Words
from components.theme import TOKENS

ROW = 27  # px from one place to the next
WIDTHS = {0: (122, 132), 420: (150, 158)}  # room for names left and right, by the least width of the plot
_LONGEST = {0: 16, 420: 22}  # characters of a name that fit
_GAP = "\u2002"  # between a name and its mark


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
    """Return the lines of all economies in the window on either side.

    A line whose other end is outside leaves the plot.
    """
    drawn = [one for one in moved if window.holds(one.before) or window.holds(one.after)]
    others = [one for one in drawn if one.economy != window.hero]
    hero = [one for one in drawn if one.economy == window.hero]
    height = ROW * (window.last - window.first + 1) + 34
    chart = ground(height, (*WIDTHS[least], 32, 2))
    chart += axes(unseen([-0.09, 1.09]), unseen([window.last + 0.5, window.first - 0.5]))
    chart += _lines(others, names, words, stroke(TOKENS.field_2, 1.5), 4, "other")
    chart += _lines(hero, names, words, stroke(TOKENS.hero, 3), 9, "hero")
    for side in ("before", "after"):
        for rows, color, size in ((others, TOKENS.ink_2, 12), (hero, TOKENS.hero, 13)):
            texts = {
                getattr(one, side): _text(
                    one, side, _short(names[one.economy], _LONGEST[least]), rows is hero
                )
                for one in rows
                if window.holds(getattr(one, side))
            }
            chart += _names(texts, side, color, size)
        chart += _head(side, words)
    return chart.figure()


def _lines(
    rows: Sequence[Moved], names: Mapping[str, str], words: Words, style: Part, size: int, role: str
) -> Layer:
    each = (
        words("weights.tip.places", name=names[one.economy], before=one.published, after=one.rank)
        for one in rows
    )
    x = [x for _ in rows for x in (0, 1, None)]
    y = [y for one in rows for y in (one.before, one.after, None)]
    tips = [text for tip in each for text in (tip, "", "")]
    marks = {
        "line": style,
        "marker": {"color": style["color"], "size": size, "opacity": 1},
        "cliponaxis": True,
    }
    return Layer([trace("lines+markers", x, y, {"role": role}, tips, **marks)])


def _names(texts: Mapping[int, str], side: str, color: str, size: int) -> Layer:
    place = "middle left" if side == "before" else "middle right"
    style = {"textposition": place, "textfont": {"size": size, "color": color}}
    x, meta = [0 if side == "before" else 1] * len(texts), {"role": f"names-{side}"}
    return Layer([trace("text", x, texts, meta, text=list(texts.values()), **style)])


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _text(one: Moved, side: str, name: str, strong: bool) -> str:
    return bold(f"{name} {one.published}{_GAP}" if side == "before" else f"{_GAP}{one.rank} {name}", strong)


def _head(side: str, words: Words) -> Layer:
    x, anchor, shift = (0, "right", -9) if side == "before" else (1, "left", 9)
    where = {"yref": "y domain", "xanchor": anchor, "yanchor": "bottom", "xshift": shift, "yshift": 6}
    return Layer(annotations=[note(words(f"weights.places.{side}"), x, 1, TOKENS.ink_3, **where)])
