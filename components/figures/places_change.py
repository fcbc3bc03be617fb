"""Who changes places: ranks by WIPO's weights and by other ones, joined by lines; the hero's is heavy.

Names are text of traces: drawn anew at every move of a slider, annotations would take much longer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.text import Words
from components.theme import TOKENS, Theme, layout

ROW = 27  # px from one place to the next
WIDTHS = {"0": (122, 132), "420": (150, 158)}  # room for names left and right, by the least width of the plot
_LONGEST = {"0": 16, "420": 22}  # characters of a name that fit
_GAP = "\u2002"  # between a name and its mark


@dataclass(frozen=True, slots=True)
class Window:
    """The places shown, from first to last, and the economy whose line is heavy."""

    first: int
    last: int
    hero: str

    def holds(self, place: int) -> bool:
        """Say whether a place is shown."""
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


def variants(
    moved: Sequence[Moved], names: Mapping[str, str], shown: Window, words: Words, theme: Theme = TOKENS
) -> dict[str, dict[str, Any]]:
    """Return the figure by the least width in pixels from which each form of it is drawn."""
    return {least: places_change(moved, names, shown, words, least, theme) for least in WIDTHS}


def places_change(
    moved: Sequence[Moved],
    names: Mapping[str, str],
    shown: Window,
    words: Words,
    least: str = "0",
    theme: Theme = TOKENS,
) -> dict[str, Any]:
    """Return the lines of all economies in the window on either side.

    A line whose other end is outside leaves the plot.
    """
    seen = [one for one in moved if shown.holds(one.before) or shown.holds(one.after)]
    others = [one for one in seen if one.economy != shown.hero]
    hero = [one for one in seen if one.economy == shown.hero]
    left, right = WIDTHS[least]
    figure = layout(
        theme,
        height=ROW * (shown.last - shown.first + 1) + 34,
        margin={"l": left, "r": right, "t": 32, "b": 2},
    )
    axis = {"fixedrange": True, "showgrid": False, "zeroline": False, "visible": False}
    figure |= {
        "xaxis": {**axis, "range": [-0.09, 1.09]},
        "yaxis": {**axis, "range": [shown.last + 0.5, shown.first - 0.5]},
        "annotations": [_head("before", words, theme), _head("after", words, theme)],
    }
    traces = [
        _lines(others, names, words, theme.field_2, (1.5, 4), "other"),
        _lines(hero, names, words, theme.hero, (3, 9), "hero"),
    ]
    for side in ("before", "after"):
        for rows, color, size, bold in ((others, theme.ink_2, 12, False), (hero, theme.hero, 13, True)):
            texts = {
                getattr(one, side): _text(one, side, _short(names[one.economy], _LONGEST[least]), bold=bold)
                for one in rows
                if shown.holds(getattr(one, side))
            }
            traces.append(_names(texts, side, color, size))
    return {"data": traces, "layout": figure}


def _lines(
    rows: Sequence[Moved],
    names: Mapping[str, str],
    words: Words,
    color: str,
    size: tuple[float, int],
    role: str,
) -> dict[str, Any]:
    tips = [
        words("weights.tip.places", name=names[one.economy], before=one.published, after=one.rank)
        for one in rows
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for _ in rows for x in (0, 1, None)],
        "y": [y for one in rows for y in (one.before, one.after, None)],
        "line": {"color": color, "width": size[0]},
        "marker": {"color": color, "size": size[1], "opacity": 1},
        "hovertext": [text for tip in tips for text in (tip, "", "")],
        "hoverinfo": "text",
        "meta": {"role": role},
    }


def _names(texts: Mapping[int, str], side: str, color: str, size: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0 if side == "before" else 1] * len(texts),
        "y": list(texts),
        "text": list(texts.values()),
        "textposition": "middle left" if side == "before" else "middle right",
        "textfont": {"size": size, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "meta": {"role": f"names-{side}"},
    }


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _text(one: Moved, side: str, name: str, *, bold: bool) -> str:
    text = f"{name} {one.published}{_GAP}" if side == "before" else f"{_GAP}{one.rank} {name}"
    return f"<b>{text}</b>" if bold else text


def _head(side: str, words: Words, theme: Theme) -> dict[str, Any]:
    before = side == "before"
    return {
        "text": words("weights.places.before" if before else "weights.places.after"),
        "x": 0 if before else 1,
        "y": 1,
        "xref": "x",
        "yref": "y domain",
        "xanchor": "right" if before else "left",
        "yanchor": "bottom",
        "xshift": -9 if before else 9,
        "yshift": 6,
        "showarrow": False,
        "font": {"size": 12, "color": theme.ink_3},
    }
