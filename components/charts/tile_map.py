"""A tile map: one square for each economy in steps of one colour; on narrow screens one part in large."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.charts.axes import axes, unseen
from components.charts.layer import CLEAR, Layer, bars, ground, line, note, stroke
from components.theme import TOKENS

WIDTHS: Final = (0, 420, 520, 780, 880, 980)
"""Least widths in px of the plot from which a variant is drawn; from WIDE on every tile has its words."""
WIDE: Final = 780
_NARROWEST = 330
_SIDE = 0.94  # of a tile, of the square that it stands in
_MOST = 46  # px of a tile in large
_GAP = 0.8  # rows between the small map and the part in large
_DARK = 3  # steps that carry light words in the light theme


@dataclass(frozen=True, slots=True)
class Tile:
    """One economy: its place, its step (None without a figure), the figure in it, the words on hover."""

    code: str
    column: int
    row: int
    step: int | None
    text: str
    tip: str
    strong: bool = False

    @property
    def words(self) -> str:
        """What is written in the tile where there is room."""
        return f"{self.code}<br><b>{self.text}</b>" if self.text else self.code


@dataclass(frozen=True, slots=True)
class Grid:
    """The size of the map, the names of regions and where they begin, the part to show in large."""

    columns: int
    rows: int
    labels: Mapping[str, tuple[float, float]]
    part: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _At:
    """A tile as it is drawn: its upper left corner and its side, in columns of the map."""

    tile: Tile
    x: float
    y: float
    side: float
    words: bool


def tile_chart(tiles: Sequence[Tile], grid: Grid, least: int) -> dict[str, Any]:
    """Return the chart; tiles in the order in which keys walk them; ``least``: of WIDTHS."""
    width = max(least, _NARROWEST)
    unit = width / grid.columns
    placed = [_At(one, one.column, one.row, 1, least >= WIDE) for one in tiles]
    rows = float(grid.rows)
    if least < WIDE:
        first, last, top, bottom = grid.part
        side = min(grid.columns / (last - first + 1), _MOST / unit)
        start = grid.rows + _GAP
        placed += [
            _At(one, (one.column - first) * side, start + (one.row - top) * side, side, True)
            for one in tiles
            if first <= one.column <= last and top <= one.row <= bottom
        ]
        rows = start + (bottom - top + 1) * side
        ends = (first, last + 1), (top, bottom + 1)
        extra = Layer(shapes=[line(*ends, stroke(TOKENS.ink, 1.5), type="rect", fillcolor=CLEAR)])
    else:
        where = {"xanchor": "left", "yanchor": "middle"}
        names = [note(text, *at, TOKENS.ink_3, 12, **where) for text, at in grid.labels.items()]
        extra = Layer(annotations=names)
    chart = ground(round(rows * unit) + 4, (1, 1, 2, 2))
    chart += Layer(layout={"bargap": 0, "barmode": "overlay"})
    chart += axes(unseen([0, grid.columns]), unseen([rows, 0]))
    return (chart + Layer([_drawn(placed)]) + extra).figure()


def _drawn(placed: Sequence[_At]) -> dict[str, Any]:
    """Return tiles as bars; the words of the small map of a narrow screen are those on hover alone."""
    tiles = [one.tile for one in placed]
    fills = [TOKENS.steps[one.step - 1] if one.step else TOKENS.field for one in tiles]  # of the hatch too
    inks = [
        TOKENS.ink_3 if not one.step else TOKENS.on_step_1 if one.step <= _DARK else TOKENS.on_step_2
        for one in tiles
    ]
    edge = {
        "color": [
            TOKENS.hero if one.strong else TOKENS.ground if one.step else TOKENS.field for one in tiles
        ],
        "width": [2.5 if one.strong else 0 if one.step else 1 for one in tiles],
    }
    pattern = {"shape": ["" if one.step else "/" for one in tiles], "size": 6, "solidity": 0.2}
    return bars(
        [one.x + one.side / 2 for one in placed],
        [one.side * _SIDE for one in placed],
        {"role": "tiles"},
        [one.tip for one in tiles],
        base=[one.y + one.side * (1 - _SIDE) / 2 for one in placed],
        width=[one.side * _SIDE for one in placed],
        marker={"color": fills, "line": edge, "pattern": pattern},
        text=[one.tile.words if one.words else "" for one in placed],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 12, "color": inks},
        cliponaxis=False,
        customdata=[one.code for one in tiles],
    )
