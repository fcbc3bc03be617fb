"""One broken rule of the contract or of a gate: where it is broken and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """Table, row (its key in words), column and the problem as a sentence without a full stop.

    economy and code repeat the key of a row of gii_scores, so that its place in a workbook can be found.
    """

    table: str
    row: str
    column: str
    problem: str
    economy: str = ""
    code: str = ""

    def __str__(self) -> str:
        """Return the sentence shown to the user."""
        place = f"{self.table}: {self.row}" if self.row else self.table
        column = f", column {self.column}" if self.column else ""
        return f"{place}{column}: {self.problem}"
