"""A tile map: one square for each place in steps of one colour; on narrow screens one part in large."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from components.charts.axes import axes, unseen
from components.charts.layer import CLEAR, Layer, Part, Row, bars, ground, line, note, stroke
from components.theme import TOKENS

WIDTHS: Final = (0, 420, 520, 780, 880, 980)
"""Least widths in px of the plot from which a variant is drawn; from WIDE on every tile has its words."""
WIDE: Final = 780
SMALL_WIDTHS: Final = (0, 360, 420, 480, 540, 620)
"""The same of a map without parts, whose tiles have their words at every width."""
_NARROWEST = 330
_SIDE = 0.94  # of a tile, of the square that it stands in
_MOST = 46  # px of a tile in large
_GAP, _CHOICE = 10.0, 52.0  # px between the small map and the part in large; on phones with the choice of it
_DARK = 3  # steps that carry light words in the light theme


@dataclass(frozen=True, slots=True)
class Grid:
    """The size of the map, the names of regions and where they begin, the part to show in large.

    Where there are no parts, all tiles have room for their words.
    """

    columns: int
    rows: int
    labels: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    part: tuple[int, int, int, int] | None = None


def tile_chart(tiles: Sequence[Row], grid: Grid, least: int) -> dict[str, Any]:
    """Return the chart; ``least``: of WIDTHS, or of SMALL_WIDTHS for a grid without parts.

    tiles: code, name (in the tile), column and row of its place, step (None without a figure), text (the
    figure in it, or ""), tip, and strong, in the order in which keys walk them.
    """
    unit = max(least, _NARROWEST) / grid.columns
    # Upper left corner and side of a square, in columns of the map, and whether it has its words.
    large = least >= WIDE or not grid.part
    placed = [{**tile, "x": tile["column"], "y": tile["row"], "side": 1, "large": large} for tile in tiles]
    rows = float(grid.rows)
    if grid.part and not large:
        first, last, top, bottom = grid.part
        side = min(grid.columns / (last - first + 1), _MOST / unit)
        start = grid.rows + (_GAP if least else _CHOICE) / unit
        for tile in tiles:
            if first <= tile["column"] <= last and top <= tile["row"] <= bottom:
                x, y = (tile["column"] - first) * side, start + (tile["row"] - top) * side
                placed.append({**tile, "x": x, "y": y, "side": side, "large": True})
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


def _drawn(placed: Sequence[Row]) -> Part:
    """Return tiles as bars; the words of the small map of a narrow screen are those on hover alone."""
    fills, inks, edges, widths, shapes, texts = [], [], [], [], [], []
    for tile in placed:
        step = tile["step"]
        fills.append(TOKENS.map_colours[step - 1] if step else TOKENS.field)  # of the hatch too
        dark = step is not None and step <= _DARK
        inks.append(TOKENS.on_step_1 if dark else TOKENS.on_step_2 if step else TOKENS.ink_3)
        edges.append(TOKENS.hero if tile["strong"] else TOKENS.ground if step else TOKENS.field)
        widths.append(2.5 if tile["strong"] else 0 if step else 1)
        shapes.append("" if step else "/")
        words = f"{tile['name']}<br><b>{tile['text']}</b>" if tile["text"] else tile["name"]
        texts.append(words if tile["large"] else "")
    pattern = {"shape": shapes, "size": 6, "solidity": 0.2}
    return bars(
        [tile["x"] + tile["side"] / 2 for tile in placed],
        [tile["side"] * _SIDE for tile in placed],
        {"role": "tiles"},
        [tile["tip"] for tile in placed],
        base=[tile["y"] + tile["side"] * (1 - _SIDE) / 2 for tile in placed],
        width=[tile["side"] * _SIDE for tile in placed],
        marker={"color": fills, "line": {"color": edges, "width": widths}, "pattern": pattern},
        text=texts,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 12, "color": inks},
        cliponaxis=False,
        customdata=[tile["code"] for tile in placed],
    )
