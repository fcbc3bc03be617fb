"""Tiles in steps of one colour: a map, on narrow screens one part of it in large, and a table of figures."""

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
"""Least widths in px of the plot from which a variant is drawn; from WIDE on every tile has its words."""
WIDE_FROM_PX: Final = 780
SMALL_MAP_WIDTHS: Final = (0, 360, 420, 480, 540, 620)
"""The same of a map without parts, whose tiles have their words at every width."""
TABLE_WIDTHS: Final = (0, 1120)
"""Least widths of the plot from which a table of tiles is drawn."""
Cell = tuple[str, int | None, str]
"""Of a table: its text, its step (None without a figure, 0 for words without a tile) and its tip."""
_NARROWEST = 330
_SIDE_WORDS, _NARROW_WORDS = 176, 112  # px for the words at the left of a table, and of one that is turned
_LETTER = 0.85  # of the width that ``width`` leaves to letters of unknown faces: ours take no more
_CODE = 26  # px that the code of an economy takes above a column
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
    large = least >= WIDE_FROM_PX or not grid.part
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
        extra = Layer(shapes=[line(*ends, stroke(TOKENS.ink, 1.5), type="rect", fillcolor=CLEAR_COLOR)])
    else:
        where = {"xanchor": "left", "yanchor": "middle"}
        names = [note(text, *at, TOKENS.ink_3, 12, **where) for text, at in grid.labels.items()]
        extra = Layer(annotations=names)
    chart = base_layer(round(rows * unit) + 4, (1, 1, 2, 2))
    chart += Layer(layout={"bargap": 0, "barmode": "overlay"})
    chart += axes(hidden_axis([0, grid.columns]), hidden_axis([rows, 0]))
    return (chart + Layer([_drawn(placed)]) + extra).figure()


def tile_table(
    rows: Sequence[tuple[str, str, bool]], heads: Sequence[str], cells: Sequence[Sequence[Cell]], least: int
) -> dict[str, Any]:
    """Return a table of tiles; on narrow screens, or where the heads would not fit above it, it is turned.

    rows: name at the left, short name above a turned table, and whether both have China's colour. Where tiles
    have no room beside the names, these stand above their rows.
    """
    above, beside = [(head, False) for head in heads], [(name, hero) for name, _, hero in rows]
    left, high, column = _SIDE_WORDS, 46, (least - _SIDE_WORDS) / len(heads)
    large = (
        _LETTER * text_width([word for head in heads for word in head.split()], is_compact=True)
        < 1.3 * column
    )
    if not large:
        above, beside, cells = [(short, hero) for _, short, hero in rows], above, [*zip(*cells, strict=True)]
        longest = max(
            _CODE, _LETTER * text_width([text for row in cells for text, _, _ in row], is_compact=True)
        )
        crowded = (max(least, _NARROWEST) - _NARROW_WORDS) / len(rows) < longest
        left, high = (0, 50) if crowded else (_NARROW_WORDS, 34)
        column = (max(least, _NARROWEST) - left) / len(rows)
    lines, down = [_broken(text, column) for text, _ in above], 0.5 if left else 0.66
    top = 10 + 16 * max(text.count("<br>") + 1 for text in lines)
    where = {"yref": "y domain", "yanchor": "bottom", "yshift": 4}
    notes = [
        note(bold_text(text, hero), x + 0.5, 1, TOKENS.hero if hero else TOKENS.ink_2, 12, **where)
        for x, (text, (_, hero)) in enumerate(zip(lines, above, strict=True))
    ]
    common = {"wide": 1 - 3 / column, "high": 2 * (1 - down) - 3 / high, "side": 1, "large": True, "code": ""}
    where, placed = {**LEFT, "xshift": -left, "yanchor": "middle" if left else "top"}, []
    for y, ((name, hero), row) in enumerate(zip(beside, cells, strict=True)):
        color, words = TOKENS.hero if hero else TOKENS.ink, _broken(name, left - 6 if left else least + 300)
        notes.append(note(bold_text(words, hero), 0, y + 0.5 * bool(left), color, 12 + large, **where))
        for x, (text, step, tip) in enumerate(row):
            if step == 0:
                notes.append(note(bold_text(text), x + 0.5, y + down, TOKENS.ink, 13, yanchor="middle"))
                continue
            missing = {"name": text if large else DASH, "text": "", "step": None}
            tile = {
                **common,
                "x": x,
                "y": y + down - 0.5,
                "name": "",
                "text": text,
                "step": step,
                "tip": tip or text,
            }
            placed.append(tile | {"strong": False} | ({} if step else missing))
    chart = base_layer(top + high * len(beside) + 2, (left, 6, top, 2))
    chart += Layer(layout={"bargap": 0, "barmode": "overlay"})
    chart += axes(hidden_axis([0, len(above)]), hidden_axis([len(beside), 0]))
    return (chart + Layer([_drawn(placed, 14 if large else 12)], annotations=notes)).figure()


def _broken(words: str, room: float) -> str:
    """Return words in lines of so many pixels; only Chinese is broken within a word."""
    letters = int(room * len(words) / max(_LETTER * text_width([words], is_compact=True), 1))
    return "<br>".join(wrap(words, max(1, letters), break_long_words=not words.isascii()))


def _drawn(placed: Sequence[Row], size: int = 12) -> Part:
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
        words = "<br>".join(filter(None, (tile["name"], tile["text"] and bold_text(tile["text"]))))
        texts.append(words if tile["large"] else "")
    pattern = {"shape": shapes, "size": 6, "solidity": 0.2}
    return bars(
        [tile["x"] + tile["side"] / 2 for tile in placed],
        [tile["side"] * tile.get("high", _SIDE) for tile in placed],
        {"role": "tiles"},
        [tile["tip"] for tile in placed],
        base=[tile["y"] + tile["side"] * (1 - tile.get("high", _SIDE)) / 2 for tile in placed],
        width=[tile["side"] * tile.get("wide", _SIDE) for tile in placed],
        marker={"color": fills, "line": {"color": edges, "width": widths}, "pattern": pattern},
        text=texts,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": size, "color": inks},
        cliponaxis=False,
        customdata=[tile["code"] for tile in placed],
    )
