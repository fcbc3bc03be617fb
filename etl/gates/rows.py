"""How a gate names the row it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.violation import Violation

if TYPE_CHECKING:
    import pandas as pd


def at_row(row: pd.Series[Any], column: str, problem: str) -> Violation:
    """Return the violation of one row of gii_scores."""
    return at_cell(row["edition"], row["economy"], row["code"], column, problem)


def at_cell(edition: int, economy: str, code: str, column: str, problem: str) -> Violation:
    """Return the violation of one cell of gii_scores by its key."""
    return Violation(
        "gii_scores", f"edition {edition}, economy {economy}, code {code}", column, problem, economy, code
    )
