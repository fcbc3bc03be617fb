"""Ranks over shared indicators, by edition, beside the published ones and the ranks that weights allow."""

from collections.abc import Sequence
from typing import Any

from analysis.shared_concepts import INSIDE, OVER, Shared
from components import numbers
from components.charts.axes import OUTSIDE, axes, axis, scaled
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import Layer, Part, Row, ground, line, marker, stroke, trace
from components.charts.lines import rows
from components.charts.scales import near_ranks
from components.text import Words, plain
from components.theme import TOKENS

HEIGHTS = {0: 290, 560: 340}  # by the least width of the plot
LINES: tuple[str, ...] = ("published", OVER, INSIDE)
_STYLES: dict[str, tuple[str, Part]] = {
    "published": (TOKENS.ink_3, stroke(TOKENS.ink_3, 1.5, "4px,3px")),
    OVER: (TOKENS.ink_2, stroke(TOKENS.ink_2, 2, "1px,3px")),
    INSIDE: (TOKENS.hero, stroke(TOKENS.hero, 3)),
}


def shared_ranks(found: Shared, words: Words, least: int = 0) -> dict[str, Any]:
    """Return the three lines over the editions, of which each has one place, and grey bars of the bounds.

    A point is hollow where a GII pillar loses more than a third of its weight. Nothing is drawn of an economy
    that no edition ranks.
    """
    table = rows(found.ranks)
    values = [row[name] for row in table for name in (*LINES, "bound_low", "bound_high")]
    known = [int(value) for value in values if value is not None] or [1]
    scale = near_ranks(min(known), max(known), HEIGHTS[least] - 36)
    places = list(range(len(table)))
    ticks = {"tickvals": places, "ticktext": [str(row["edition"]) for row in table]}
    chart = (
        ground(HEIGHTS[least], (32, 126 if not least else 150, 10, 26))
        + axes(axis((-0.4, len(table) - 0.6), TOKENS.ink_2, **ticks), scaled(scale, **OUTSIDE))
        + _bounds(table)
    )
    for name in LINES:
        chart += _line(name, table, found, words)
    ends = [_end(name, table[-1], words) for name in LINES if table[-1][name] is not None]
    return (chart + end_labels(ends, scale, 10)).figure()


def _bounds(table: Sequence[Row]) -> Layer:
    """Return a grey bar at each edition over the ranks that weights allow."""
    style = stroke(TOKENS.grid, 18)
    known = [(at, row) for at, row in enumerate(table) if row["bound_low"] is not None]
    ends = [((at, at), (row["bound_low"] - 0.4, row["bound_high"] + 0.4)) for at, row in known]
    return Layer(shapes=[line(x, y, style, layer="below") for x, y in ends])


def _line(name: str, table: Sequence[Row], found: Shared, words: Words) -> Layer:
    color, style = _STYLES[name]
    ranks = [row[name] for row in table]
    hollow = [name == "published" or bool(found.thin[row["edition"]]) for row in table]
    fills = [TOKENS.ground if one else color for one in hollow]
    dots = marker(8 if name == INSIDE else 6, fills, color, 1.6)
    role = "hero" if name == INSIDE else name
    tips = [_tip(row, words) for row in table] if name == INSIDE else None
    meta = {"role": role, "line": name}
    return Layer([trace("lines+markers", range(len(table)), ranks, meta, tips, line=style, marker=dots)])


def _tip(row: Row, words: Words) -> str:
    def rank(value: Any) -> str:
        return words("missing") if value is None else plain(numbers.ordinal(int(value), words.lang))

    head = f"<b>{plain(numbers.edition(row['edition'], words.lang))}</b>"
    ranks = {name: rank(row[name]) for name in LINES}
    return f"{head}<br>{words('weights.shared.tip', lost=100 * row['lost'], **ranks)}"


def _end(name: str, row: Row, words: Words) -> EndLabel:
    text = f"{row[name]}  {words(f'weights.shared.line_{name}')}"
    return EndLabel(name, float(row[name]), text, _STYLES[name][0], hero=name == INSIDE)
