"""Framework changes over a chart of editions: a square with a letter above, a hairline down the plot."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.charts.layer import Layer
from components.charts.marks import bold, line, marker, stroke, trace, upright
from components.theme import TOKENS, Theme


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """One change of the index's framework: its edition, its letter, and whether it breaks comparison.

    tip: the words of its square, in the language of the chart.
    """

    edition: int
    letter: str
    breaks: bool
    tip: str = ""


def framework_changes(changes: Sequence[FrameworkChange], theme: Theme = TOKENS, *, compact: bool) -> Layer:
    """Return squares on yaxis2 and hairlines; nothing where there is no change.

    In the compact set neighbouring editions alternate between two rows, so that letters never touch.
    """
    if not changes:
        return Layer()
    rows: list[float] = []
    for change in changes:
        beside = bool(rows) and changes[len(rows) - 1].edition == change.edition - 1
        rows.append((0.2 if rows[-1] > 0.5 else 0.8) if compact and beside else (0.8 if compact else 0.5))
    editions = [change.edition for change in changes]
    fills = [theme.ink if change.breaks else theme.ground for change in changes]
    inks = [theme.ground if change.breaks else theme.ink for change in changes]
    squares = trace(
        "markers+text",
        editions,
        rows,
        {"role": "framework"},
        [change.tip for change in changes],
        yaxis="y2",
        text=[bold(change.letter) for change in changes],
        textposition="middle center",
        textfont={"size": 12, "color": inks},
        marker=marker(16, fills, theme.ink, 1.3, symbol="square"),
    )
    dotted = stroke(theme.rule, 1, "1px,3px")
    shapes = [upright(edition, dotted, y1=1.02) for edition in editions]
    if not compact:
        rail = {"xref": "x domain", "yref": "y2", "layer": "below"}
        shapes.append(line((0, 1), (0.5, 0.5), stroke(theme.grid, 1), **rail))
    return Layer([squares], shapes)
