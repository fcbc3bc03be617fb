"""A strip of ranks: one row for each level of the index, rank 1 at the right beside the number."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components.charts.axes import axes, scaled, unseen
from components.charts.layer import (
    Layer,
    band,
    bold,
    ground,
    line,
    marker,
    medians,
    note,
    row_line,
    stroke,
    trace,
)
from components.charts.scales import Scale
from components.numbers import DASH
from components.theme import TOKENS

ROW, TALL = 31, 46  # px of a row: name at the left, name above the line
FULL = 520  # px of plot from which names stand at the left
_NAMES, _NUMBERS = 236, 96
_LETTERS = 33  # of a name in one line at the left
_GROUP = 0.45  # rows of room before a heading row
_TICKS = (1, 50, 100)


@dataclass(frozen=True, slots=True)
class StripRow:
    """One row: its name and words, a rank or its bounds, the change in places (better is positive).

    ``heading`` sets the name bold with room above it; ``ring`` draws a ring (a weakness); ``brackets`` put
    the number in brackets (data too thin); ``median`` is that of a group; ``interval`` the bounds of our own.
    """

    name: str
    tip: str
    rank: int | None
    bounds: tuple[int, int] | None = None
    change: int | None = None
    heading: bool = False
    ring: bool = False
    brackets: bool = False
    median: float | None = None
    interval: tuple[int, int] | None = None

    @property
    def number(self) -> str:
        """The rank or its bounds as the row has them."""
        ranks = self.bounds or () if self.rank is None else (self.rank,)
        written = DASH.join(map(str, ranks))
        return f"[{written}]" if self.brackets and written else written


def dot_strip(
    rows: Sequence[StripRow], count: int, *, hero: bool, compact: bool, title: str
) -> dict[str, Any]:
    """Return the chart for ranks among ``count`` economies; ``hero`` gives it China's colour.

    ``title`` names the column of changes; in the compact set names stand above their lines.
    """
    color = TOKENS.hero if hero else TOKENS.ink
    placed = list(zip(rows, _places(rows), strict=True))
    bottom = placed[-1][1]
    top = 20 if compact else 22
    height = round((bottom + 1) * (TALL if compact else ROW)) + top + 26
    chart = ground(height, (6 if compact else _NAMES, _NUMBERS, top, 26))
    ticks = (*(tick for tick in _TICKS if tick <= 0.85 * count), count)
    scale = Scale(1.02 * count, 1 - 0.02 * count, ticks)  # the better at the right, as in every strip
    chart += axes(scaled(scale), unseen([bottom + 0.5, -0.5]))
    for row, y in placed:
        chart += _bounds(row, y, color) + _texts(row, y, compact=compact)
    if any(row.change is not None for row in rows):
        where = {"xref": "x domain", "xanchor": "right", "xshift": _NUMBERS - 4, "yref": "y domain"}
        chart += Layer(annotations=[note(title, 1, 1, TOKENS.ink_3, **where, yanchor="bottom")])
    known = [(row.median, y) for row, y in placed if row.median is not None]
    if known:
        chart += Layer([medians([x for x, _ in known], [y for _, y in known], 8)])
    return (chart + _dots(placed, color)).figure()


def _places(rows: Sequence[StripRow]) -> list[float]:
    placed: list[float] = []
    for row in rows:
        placed.append(placed[-1] + 1 + _GROUP * row.heading if placed else 0.0)
    return placed


def _dots(placed: Sequence[tuple[StripRow, float]], color: str) -> Layer:
    """Return one mark for each row that is known; where only bounds are, one that is pointed at, unseen."""
    known = [(row, y) for row, y in placed if row.rank is not None or row.bounds]
    middle = [row.rank if row.rank is not None else sum(row.bounds or ()) / 2 for row, _ in known]
    marks = marker(
        11,
        [TOKENS.ground if row.ring else color for row, _ in known],
        color,
        [2.5 if row.ring else 0 for row, _ in known],
        opacity=[1 if row.rank is not None else 0 for row, _ in known],
    )
    tips = [row.tip for row, _ in known]
    return Layer([trace("markers", middle, (y for _, y in known), {"role": "ranks"}, tips, marker=marks)])


def _bounds(row: StripRow, y: float, color: str) -> Layer:
    """Return the hairline of a row, the band of its interval, the bar of a rank known between bounds."""
    shapes = [row_line(y)]
    if row.interval:
        low, high = row.interval
        fill = TOKENS.hero_wash if color == TOKENS.hero else TOKENS.rule
        shapes.append(band((low - 0.7, high + 0.7), (y - 0.25, y + 0.25), fill))
    if row.rank is None and row.bounds:
        low, high = row.bounds
        shapes.append(line((low - 0.5, high + 0.5), (y, y), stroke(color, 6)))
    return Layer(shapes=shapes)


def _texts(row: StripRow, y: float, *, compact: bool) -> Layer:
    """Return the name, the number and the change of a row."""
    name = bold(row.name if compact else "<br>".join(wrap(row.name, _LETTERS)), row.heading)
    at = {"xref": "x domain", "yanchor": "middle"}
    start = {**at, "xanchor": "left"} | ({"xshift": 0, "yshift": 18} if compact else {"xshift": -_NAMES})
    end = {**at, "xanchor": "right"}
    notes = [
        note(name, 0, y, TOKENS.ink if row.heading else TOKENS.ink_2, 13, **start),
        note(bold(row.number), 1, y, TOKENS.ink, 13, **end, xshift=42),
    ]
    if row.change is not None:
        words, tone = _change(row.change)
        notes.append(note(words, 1, y, tone, **end, xshift=_NUMBERS - 4))
    return Layer(annotations=notes)


def _change(places: int) -> tuple[str, str]:
    if not places:
        return "0", TOKENS.ink_3
    return (f"▲ {places}", TOKENS.up) if places > 0 else (f"▼ {-places}", TOKENS.down)
