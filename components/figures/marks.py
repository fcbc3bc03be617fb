"""Marks that explain the trajectory: framework changes, the article's claim, notes with leaders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.theme import Theme


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """One change of the index's framework: its edition, its letter, and whether it breaks comparison.

    tip: the words of its square, in the language of the figure.
    """

    edition: int
    letter: str
    breaks: bool
    tip: str = ""


def note(text: str, x: float, y: float, theme: Theme, **options: Any) -> dict[str, Any]:
    """Return a 12 px annotation without an arrow; ``options`` override its properties."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "y",
        "showarrow": False,
        "align": options.get("xanchor", "left"),
        "font": {"size": 12, "color": theme.ink_2},
        **options,
    }


def leader(x: float, y0: float, y1: float, theme: Theme) -> dict[str, Any]:
    """Return the vertical line that joins a note to its mark."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": y0,
        "y1": y1,
        "xref": "x",
        "yref": "y",
        "line": {"color": theme.ink_3, "width": 1},
    }


def framework_strip(
    changes: Sequence[FrameworkChange], theme: Theme, *, compact: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return traces (squares with letters on yaxis2) and shapes (hairlines) of the framework changes.

    In the compact set neighbouring editions alternate between two rows, so that letters never touch.
    """
    rows: list[float] = []
    for change in changes:
        beside = bool(rows) and changes[len(rows) - 1].edition == change.edition - 1
        rows.append((0.2 if rows[-1] > 0.5 else 0.8) if compact and beside else (0.8 if compact else 0.5))
    traces = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [change.edition for change in changes],
            "y": rows,
            "yaxis": "y2",
            "text": [f"<b>{change.letter}</b>" for change in changes],
            "textposition": "middle center",
            "textfont": {
                "size": 12,
                "color": [theme.ground if change.breaks else theme.ink for change in changes],
            },
            "marker": {
                "symbol": "square",
                "size": 16,
                "opacity": 1,
                "color": [theme.ink if change.breaks else theme.ground for change in changes],
                "line": {"color": theme.ink, "width": 1.3},
            },
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertext": [change.tip for change in changes],
            "meta": {"role": "framework"},
        }
    ]
    hairline = {"type": "line", "xref": "x", "yref": "y domain", "y0": 0, "y1": 1.02, "layer": "below"}
    style = {"line": {"color": theme.rule, "width": 1, "dash": "1px,3px"}}
    shapes = [{**hairline, **style, "x0": change.edition, "x1": change.edition} for change in changes]
    if not compact:
        rail = {"type": "line", "xref": "x domain", "yref": "y2", "x0": 0, "x1": 1, "y0": 0.5, "y1": 0.5}
        shapes.append({**rail, "layer": "below", "line": {"color": theme.grid, "width": 1}})
    return traces, shapes


def claim_step(
    first: tuple[int, int], last: tuple[int, int], theme: Theme
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dotted step from the first rank of the article's claim to the last, and its arrow.

    ``first`` and ``last`` are (edition, rank). The step starts clear of the line of the next edition.
    """
    tip = last[1] + 1.2
    step = {
        "type": "scatter",
        "mode": "lines",
        "x": [first[0] + 1.25, last[0], last[0]],
        "y": [first[1], first[1], tip + 0.6],
        "line": {"color": theme.ink, "width": 1.2, "dash": "2px,3px"},
        "hoverinfo": "skip",
        "meta": {"role": "claim"},
    }
    arrow = {
        "x": last[0],
        "y": tip,
        "ax": last[0],
        "ay": tip + 0.9,
        "xref": "x",
        "yref": "y",
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 1,
        "arrowwidth": 1.3,
        "arrowcolor": theme.ink,
    }
    return step, arrow
