"""Places in the fields of several rankings: ring at the first, dot at the latest, the better at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.charts.axes import axes, scaled, unseen
from components.charts.layer import Layer, bold, ground, marker, note, row_line, stroke, trace
from components.charts.scales import Scale
from components.theme import TOKENS

ROW, TALL = 45, 56  # px of a row: name at the left, name above the line
FULL = 520  # px of plot from which names stand at the left
_NAMES, _NUMBERS = 178, 92
_TICKS = {"percentile": tuple(range(0, 101, 10)), "rank": (1, 10, 20, 30, 40, 50)}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One ranking: name, years in words, first and latest value, number and field in words.

    ``first`` is None where one year is known only; ``broken``: the method changed between the two.
    """

    name: str
    years: str
    first: float | None
    latest: float
    number: str
    field: str
    tips: tuple[str, str]
    broken: bool = False
    hero: bool = False

    @property
    def color(self) -> str:
        """The token of its marks."""
        return TOKENS.hero if self.hero else TOKENS.ink_2


def field_strip(rows: Sequence[FieldRow], measure: str, *, compact: bool) -> dict[str, Any]:
    """Return the chart in a measure, percentile or rank; in the compact set names stand above their lines."""
    height = (TALL if compact else ROW) * len(rows) + 42
    chart = ground(height, (10 if compact else _NAMES, _NUMBERS, 12, 30))
    chart += axes(scaled(_scale(rows, measure, compact=compact)), unseen([len(rows) - 0.5, -0.5]))
    for y, row in enumerate(rows):
        chart += Layer(shapes=[row_line(y)]) + _texts(row, y, compact=compact) + _join(row, y)
    return (chart + _marks(rows, "first") + _marks(rows, "latest")).figure()


def _scale(rows: Sequence[FieldRow], measure: str, *, compact: bool) -> Scale:
    values = [value for row in rows for value in (row.first, row.latest) if value is not None]
    if measure == "rank":
        span = -(-max(values, default=10) // 10) * 10
        worse, better = span + 1, 0.0
    else:
        worst = min(values, default=0) // 10 * 10
        worse, better, span = worst - 1, 101.0, 100 - worst
    ticks = [tick for tick in _TICKS[measure] if min(worse, better) <= tick <= max(worse, better)]
    if compact and span > 40:
        ticks = [tick for tick in ticks if tick % 20 == 0 or tick == 1]
    return Scale(worse, better, tuple(ticks))


def _join(row: FieldRow, y: int) -> Layer:
    """Return the join of ring and dot, dotted where the method changed in between: the two do not compare."""
    if row.first is None:
        return Layer()
    style = stroke(row.color, 2.5, "2px,4px" if row.broken else "")
    return Layer([trace("lines", (row.first, row.latest), (y, y), {"role": "join"}, line=style)])


def _marks(rows: Sequence[FieldRow], which: str) -> Layer:
    ring = which == "first"
    values = [(row, y, row.first if ring else row.latest) for y, row in enumerate(rows)]
    known = [(row, y, value) for row, y, value in values if value is not None]
    colors = [row.color for row, _, _ in known]
    marks = marker(10 if ring else 12, TOKENS.ground if ring else colors, colors, 2.5 if ring else 0)
    tips = [row.tips[0 if ring else 1] for row, _, _ in known]
    x, y = (value for _, _, value in known), (y for _, y, _ in known)
    return Layer([trace("markers", x, y, {"role": which}, tips, marker=marks)])


def _texts(row: FieldRow, y: int, *, compact: bool) -> Layer:
    ink = TOKENS.hero if row.hero else TOKENS.ink
    years, field = (
        f"<span style='font-size:12px;color:{TOKENS.ink_3}'>{text}</span>" for text in (row.years, row.field)
    )
    name = bold(row.name, row.hero)
    start = {"xref": "x domain", "xanchor": "left"}
    if compact:
        named = note(f"{name}  {years}", 0, y, ink, 13, **start, yanchor="bottom", yshift=9)
    else:
        named = note(f"{name}<br>{years}", 0, y, ink, 13, **start, xshift=-_NAMES, yanchor="middle")
    end = {"xref": "x domain", "xanchor": "right", "xshift": _NUMBERS - 2, "yanchor": "middle"}
    return Layer(annotations=[named, note(f"{bold(row.number)}<br>{field}", 1, y, ink, 15, **end)])
