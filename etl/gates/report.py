"""The report of the gates: how much each rule was checked on, what broke it, the largest deviation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from data.contract import Violation, violation_of
from data.schema import RULES, TABLES, VALIDATION

ALL: Final = "all"
DECIMALS: Final = 9
"""Deviations are kept to so many decimals: below lies the machine's own arithmetic."""
Worst = tuple[float, float, str | None]
"""The largest deviation of a check, how large it might be at that place, and the unit of both."""
UNMEASURED: Final[Worst] = (np.nan, np.nan, None)
Wrong = tuple[pd.Series, str, str]
"""Which rows are wrong, in which column, and the problem, which names columns of the row in braces."""


@dataclass(slots=True)
class Report:
    """What the gates checked so far: notes by rule and subject."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)

    def rule(
        self,
        name: str,
        subject: object,
        checked: int,
        found: Iterable[Violation],
        *,
        worst: Worst = UNMEASURED,
        exceptions: int = 0,
    ) -> list[Violation]:
        """Return what a check found, and note how much it looked at; notes on the same subject add up.

        name: one of RULES, else KeyError; worst: the largest deviation, where the rule measures one.
        """
        broken = list(found)
        self.notes.append((name, RULES[name], str(subject), checked, len(broken), exceptions, *worst))
        return broken

    def check(
        self,
        name: str,
        table: str,
        rows: pd.DataFrame,
        wrong: Sequence[Wrong],
        *,
        by: str = "",
        checked: pd.Series | bool = True,
        worst: tuple[pd.Series, pd.Series | float, str] | None = None,
    ) -> Iterator[Violation]:
        """Yield a violation for each row that is wrong, and note it as ``rule`` does.

        table: its key names the rows; by: the column that holds the subject, "" for all rows as one; checked:
        which rows count, or how many cells of each; worst: deviations, how large they may be, and the unit.
        """
        subjects, counts = rows[by] if by else pd.Series(ALL, rows.index), pd.Series(checked, rows.index)
        off, limits, unit = worst or (pd.Series(np.nan, rows.index), np.nan, None)
        limits = pd.Series(limits, rows.index)
        found: dict[object, list[Violation]] = {}
        for mask, column, problem in wrong:
            broken = mask[rows.index].fillna(value=False).to_numpy(bool)
            for row in rows[broken].assign(subject=subjects).to_dict("records") if broken.any() else ():
                words = problem.format(**{str(key): value for key, value in row.items()})
                found.setdefault(row["subject"], []).append(violation_of(TABLES[table], row, column, words))
        for subject, places in subjects.groupby(subjects).groups.items():
            far, most, count = off[places].dropna(), UNMEASURED, int(counts[places].sum())
            if len(far):
                place: Any = far.idxmax()
                most = (float(far[place]), float(limits[place]), unit)
            yield from self.rule(name, subject, count, found.get(subject, ()), worst=most)

    def frame(self) -> pd.DataFrame:
        """Return the table validation; a rule that met nothing to check has a row that says so."""
        noted = {note[0] for note in self.notes}
        unmet = [(rule, gate, ALL, 0, 0, 0, *UNMEASURED) for rule, gate in RULES.items() if rule not in noted]
        notes = pd.DataFrame([*self.notes, *unmet], columns=VALIDATION.columns[:-1])
        notes["rule"] = pd.Categorical(notes["rule"], list(RULES))
        notes = notes.sort_values("deviation", ascending=False, kind="stable")
        ways = dict.fromkeys(("gate", "deviation", "tolerance", "unit"), "first")
        ways |= dict.fromkeys(("checked", "broken", "exceptions"), "sum")
        rows = notes.groupby(["rule", "subject"], observed=True).agg(ways).reset_index().round(DECIMALS)
        outcomes = {"broken": "broken", "exceptions": "exception", "checked": "passed"}
        met = [rows[name] > 0 for name in outcomes]
        rows["outcome"] = np.select(met, list(outcomes.values()), "untested")
        return rows[VALIDATION.columns].astype(VALIDATION.dtypes)
