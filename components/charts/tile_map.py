"""Tile charts in steps of one colour: a map, with a part of it enlarged on narrow screens, and a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, Final

from components.charts.axes import axes, hidden_axis
from components.charts.layer import (
    CLEAR_COLOR,
    LEFT,
    Layer,
    Part,
    Row,
    bars,
    base_layer,
    bold_text,
    line,
    note,
    stroke,
    text_width,
)
from components.text.numbers import DASH
from components.theme import TOKENS

MAP_WIDTHS: Final = (0, 420, 520, 780, 880, 980)
"""Minimum plot widths in px of the variants; from WIDE_FROM_PX on, every tile has its text."""
WIDE_FROM_PX: Final = 780
SMALL_MAP_WIDTHS: Final = (0, 360, 420, 480, 540, 620)
"""The same for a map without parts, whose tiles have their text at every width."""
TABLE_WIDTHS: Final = (0, 1120)
"""The same for a table of tiles."""
Cell = tuple[str, int | None, str]
"""A cell of a table: its text, its step (None without a figure, 0 for text without a tile) and its tip."""
Cells = Sequence[Sequence[Cell]]
_MIN_PLOT_PX = 330
_NAMES_PX, _TURNED_NAMES_PX = 176, 112  # for names at the left of a table, and of one that is turned
_LETTER_SHARE = 0.85  # of the width that ``text_width`` allows for letters of unknown typefaces
_CODE_PX = 26  # for the code of an economy above a column
_TILE_SHARE = 0.94  # side of a tile, as a share of its square
_MAX_LARGE_TILE_PX = 46
_GAP_PX, _MENU_GAP_PX = 10.0, 52.0  # between the map and its enlarged part; on phones with a menu
_DARK_STEPS = 3  # that have light text in the light theme


@dataclass(frozen=True, slots=True)
class Grid:
    """The size of the map, the names of regions with their positions, and the part to enlarge.

    Without a part, all tiles have space for their text.
    """

    columns: int
    rows: int
    labels: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    part: tuple[int, int, int, int] | None = None


def tile_chart(tiles: Sequence[Row], grid: Grid, min_width: int) -> dict[str, Any]:
    """Return the map; ``min_width`` is in MAP_WIDTHS, or in SMALL_MAP_WIDTHS for a grid without parts.

    Tiles have a code, a name (in the tile), column and row, a step (None without a figure), text (the figure
    or ""), a tip, and strong (highlighted), in the order in which keys walk them.
    """
    unit = max(min_width, _MIN_PLOT_PX) / grid.columns
    # With the upper left corner and the side of its square, in columns, and whether it has its text.
    is_large = min_width >= WIDE_FROM_PX or not grid.part
    base = {"side": 1, "large": is_large}
    drawn_tiles = [{**tile, **base, "x": tile["column"], "y": tile["row"]} for tile in tiles]
    rows = float(grid.rows)
    if grid.part and not is_large:
        first, last, top, bottom = grid.part
        side = min(grid.columns / (last - first + 1), _MAX_LARGE_TILE_PX / unit)
        start = grid.rows + (_GAP_PX if min_width else _MENU_GAP_PX) / unit
        for tile in tiles:
            if first <= tile["column"] <= last and top <= tile["row"] <= bottom:
                x, y = (tile["column"] - first) * side, start + (tile["row"] - top) * side
                drawn_tiles.append({**tile, "x": x, "y": y, "side": side, "large": True})
        rows = start + (bottom - top + 1) * side
        edges = (first, last + 1), (top, bottom + 1)
        extra = Layer(shapes=[line(*edges, stroke(TOKENS.ink, 1.5), type="rect", fillcolor=CLEAR_COLOR)])
    else:
        where = {"xanchor": "left", "yanchor": "middle"}
        names = [note(text, *position, TOKENS.ink_3, 12, **where) for text, position in grid.labels.items()]
        extra = Layer(annotations=names)
    chart = base_layer(round(rows * unit) + 4, (1, 1, 2, 2))
    chart += Layer(layout={"bargap": 0, "barmode": "overlay"})
    chart += axes(hidden_axis([0, grid.columns]), hidden_axis([rows, 0]))
    return (chart + Layer([_tile_bars(drawn_tiles)]) + extra).figure()


def tile_table(
    rows: Sequence[tuple[str, str, bool]], heads: Sequence[str], cells: Cells, min_width: int
) -> dict[str, Any]:
    """Return a table of tiles, turned if its heads would not fit above the columns.

    Rows have a name for the left, a short name for the head of a turned table, and whether they are China's.
    Names are above their rows if there is no space beside the tiles.
    """
    columns, names = [(head, False) for head in heads], [(name, is_china) for name, _, is_china in rows]
    left, row_height, column_width = _NAMES_PX, 46, (min_width - _NAMES_PX) / len(heads)
    longest = _LETTER_SHARE * text_width([word for head in heads for word in head.split()], is_compact=True)
    is_turned = longest >= 1.3 * column_width
    if is_turned:
        columns, names = [(short, is_china) for _, short, is_china in rows], columns
        cells = [*zip(*cells, strict=True)]
        longest = _LETTER_SHARE * text_width([text for row in cells for text, _, _ in row], is_compact=True)
        width = max(min_width, _MIN_PLOT_PX)
        is_crowded = (width - _TURNED_NAMES_PX) / len(rows) < max(_CODE_PX, longest)
        left, row_height = (0, 50) if is_crowded else (_TURNED_NAMES_PX, 34)
        column_width = (width - left) / len(rows)
    column_heads = [_wrap_to_width(text, column_width) for text, _ in columns]
    middle = 0.5 if left else 0.66
    top = 10 + 16 * max(text.count("<br>") + 1 for text in column_heads)
    where = {"yref": "y domain", "yanchor": "bottom", "yshift": 4}
    notes = [
        note(bold_text(text, is_china), x + 0.5, 1, TOKENS.hero if is_china else TOKENS.ink_2, 12, **where)
        for x, (text, (_, is_china)) in enumerate(zip(column_heads, columns, strict=True))
    ]
    base = {"wide": 1 - 3 / column_width, "high": 2 * (1 - middle) - 3 / row_height, "side": 1, "code": ""}
    base |= {"large": True, "strong": False}
    where, tiles = {**LEFT, "xshift": -left, "yanchor": "middle" if left else "top"}, []
    size = 12 if is_turned else 13
    for y, ((name, is_china), row) in enumerate(zip(names, cells, strict=True)):
        color = TOKENS.hero if is_china else TOKENS.ink
        name = bold_text(_wrap_to_width(name, left - 6 if left else min_width + 300), is_china)
        notes.append(note(name, 0, y + 0.5 * bool(left), color, size, **where))
        for x, (text, step, tip) in enumerate(row):
            if step == 0:
                notes.append(note(bold_text(text), x + 0.5, y + middle, TOKENS.ink, 13, yanchor="middle"))
                continue
            tile = {**base, "x": x, "y": y + middle - 0.5, "tip": tip or text}
            if step:
                tile |= {"name": "", "text": text, "step": step}
            else:
                tile |= {"name": DASH if is_turned else text, "text": "", "step": None}
            tiles.append(tile)
    chart = base_layer(top + row_height * len(names) + 2, (left, 6, top, 2))
    chart += Layer(layout={"bargap": 0, "barmode": "overlay"})
    chart += axes(hidden_axis([0, len(columns)]), hidden_axis([len(names), 0]))
    return (chart + Layer([_tile_bars(tiles, 12 if is_turned else 14)], annotations=notes)).figure()


def _wrap_to_width(text: str, width: float) -> str:
    letters = int(width * len(text) / max(_LETTER_SHARE * text_width([text], is_compact=True), 1))
    return "<br>".join(wrap(text, max(1, letters), break_long_words=not text.isascii()))


def _tile_bars(tiles: Sequence[Row], size: int = 12) -> Part:
    fills, inks, edges, widths, shapes, texts = [], [], [], [], [], []
    for tile in tiles:
        step = tile["step"]
        fills.append(TOKENS.map_colours[step - 1] if step else TOKENS.field)  # also of the hatch
        is_dark = step is not None and step <= _DARK_STEPS
        inks.append(TOKENS.on_step_1 if is_dark else TOKENS.on_step_2 if step else TOKENS.ink_3)
        edges.append(TOKENS.hero if tile["strong"] else TOKENS.ground if step else TOKENS.field)
        widths.append(2.5 if tile["strong"] else 0 if step else 1)
        shapes.append("" if step else "/")
        label = "<br>".join(filter(None, (tile["name"], tile["text"] and bold_text(tile["text"]))))
        texts.append(label if tile["large"] else "")
    pattern = {"shape": shapes, "size": 6, "solidity": 0.2}
    text_style = {
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
    }
    return bars(
        [tile["x"] + tile["side"] / 2 for tile in tiles],
        [tile["side"] * tile.get("high", _TILE_SHARE) for tile in tiles],
        {"role": "tiles"},
        [tile["tip"] for tile in tiles],
        base=[tile["y"] + tile["side"] * (1 - tile.get("high", _TILE_SHARE)) / 2 for tile in tiles],
        width=[tile["side"] * tile.get("wide", _TILE_SHARE) for tile in tiles],
        marker={"color": fills, "line": {"color": edges, "width": widths}, "pattern": pattern},
        text=texts,
        **text_style,
        textfont={"size": size, "color": inks},
        cliponaxis=False,
        customdata=[tile["code"] for tile in tiles],
    )
