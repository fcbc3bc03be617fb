"""Rows of the table of budgets, in the form of docs/benchmarks.md."""

import re

HEAD = "| what | budget | measured | met |\n|---|---|---|---|\n"
ROW = re.compile(r"\| .+ \| (yes|\*\*no\*\*) \|\n")
"""A row, with its end of line."""


def row(what: str, most: float, measured: float, than: str = "") -> str:
    """Return the row of a budget: at most so much, or so many times what ``than`` names."""
    limit = f"≤ {most:.2f} × {than}" if than else f"≤ {most:g}"
    number = f"{measured:,.0f}" if measured >= 100 else f"{measured:.3f}"
    return f"| {what} | {limit} | {number} | {'yes' if measured <= most else '**no**'} |\n"
