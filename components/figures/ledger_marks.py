"""Marks that both ledgers are made of: a straight line and a text."""

from typing import Any

Pair = tuple[float, float]


def line(x: Pair, y: Pair, color: str, width: float, xref: str = "x") -> dict[str, Any]:
    """Return a straight line from (x[0], y[0]) to (x[1], y[1])."""
    return {
        "type": "line",
        "xref": xref,
        "yref": "y",
        "x0": x[0],
        "x1": x[1],
        "y0": y[0],
        "y1": y[1],
        "line": {"color": color, "width": width},
    }


def text(words: str, x: float, y: float, color: str, size: int = 12, **options: Any) -> dict[str, Any]:
    """Return an annotation without an arrow; ``options`` override its properties."""
    return {
        "text": words,
        "xref": "x",
        "yref": "y",
        "x": x,
        "y": y,
        "align": options.get("xanchor", "center"),
        "showarrow": False,
        "font": {"size": size, "color": color},
        **options,
    }
