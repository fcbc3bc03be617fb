"""The report of the gates: how much each rule was checked on, what broke it, the largest deviation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from data.contract import Violation, violation_of
from data.schema import GII_SCORES, RULES, VALIDATION, Table

ALL: Final = "all"
DECIMALS: Final = 9
"""Deviations are kept to so many decimals: below lies the machine's own arithmetic."""


@dataclass(frozen=True, slots=True)
class Worst:
    """The largest deviation of a check, and how large it might be at that place."""

    deviation: float
    tolerance: float
    unit: str


@dataclass(slots=True)
class _Row:
    checked: int = 0
    broken: int = 0
    exceptions: int = 0
    worst: Worst | None = None

    @property
    def outcome(self) -> str:
        if self.broken:
            return "broken"
        return "exception" if self.exceptions else "passed" if self.checked else "untested"


@dataclass(slots=True)
class Report:
    """What the gates checked so far, by rule and subject."""

    rows: dict[tuple[str, str], _Row] = field(default_factory=dict)

    def rule(
        self,
        name: str,
        subject: object,
        checked: int,
        found: Iterable[Violation],
        *,
        worst: Worst | None = None,
        exceptions: int = 0,
    ) -> Iterator[Violation]:
        """Yield what a check found, and note how much it looked at; calls for the same subject add up.

        name: one of RULES, else KeyError; worst: the largest deviation, where the rule measures one.
        """
        if name not in RULES:
            raise KeyError(name)
        row = self.rows.setdefault((name, str(subject)), _Row())
        row.checked += int(checked)
        row.exceptions += exceptions
        if worst is not None and (row.worst is None or worst.deviation > row.worst.deviation):
            row.worst = worst
        for violation in found:
            row.broken += 1
            yield violation

    def frame(self) -> pd.DataFrame:
        """Return the table validation; a rule that met nothing to check has a row that says so."""
        rows = dict(self.rows)
        noted = {name for name, _ in rows}
        rows |= {(name, ALL): _Row() for name in RULES if name not in noted}
        order = {name: place for place, name in enumerate(RULES)}
        records = [
            {
                "rule": name,
                "gate": RULES[name],
                "subject": subject,
                "checked": row.checked,
                "broken": row.broken,
                "exceptions": row.exceptions,
                "deviation": None if row.worst is None else round(float(row.worst.deviation), DECIMALS),
                "tolerance": None if row.worst is None else round(float(row.worst.tolerance), DECIMALS),
                "unit": None if row.worst is None else row.worst.unit,
                "outcome": row.outcome,
            }
            for (name, subject), row in sorted(rows.items(), key=lambda item: (order[item[0][0]], item[0][1]))
        ]
        return pd.DataFrame(records).reindex(columns=VALIDATION.columns).astype(VALIDATION.dtypes)


def at_rows(
    table: Table, rows: pd.DataFrame, wrong: pd.Series, column: str, problem: str
) -> Iterator[Violation]:
    """Yield a violation for each row that is wrong; the problem names columns of the row in braces."""
    broken = wrong.fillna(False).to_numpy(bool)
    for row in rows[broken].to_dict("records") if broken.any() else ():
        words = {str(name): value for name, value in row.items()}
        yield violation_of(table, row, column, problem.format(**words))


def at_cell(edition: int, economy: str, code: str, column: str, problem: str) -> Violation:
    """Return the violation of one cell of gii_scores by its key."""
    return violation_of(GII_SCORES, {"edition": edition, "economy": economy, "code": code}, column, problem)
