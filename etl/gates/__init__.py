"""Gates: every rule of the index that can be computed, checked before anything is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from data.schema import VALIDATION
from data.violation import Violation
from etl.gates import (
    agreement,
    bounds,
    claims,
    concepts,
    context,
    counts,
    coverage,
    intervals,
    rankings,
    ranks,
    scores,
    tables,
)
from etl.gates.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from data.catalog import Catalog

    Gate = Callable[[Mapping[str, pd.DataFrame], Catalog, Report], Iterator[Violation]]

INDEX: Final[dict[str, Gate]] = {
    "ranks": lambda held, _, report: ranks.check(held["gii_scores"], report),
    "scores": lambda held, _, report: scores.check(held["gii_scores"], held["gii_structure"], report),
    "coverage": lambda held, _, report: coverage.check(held["gii_scores"], held["gii_structure"], report),
    "concepts": lambda held, known, report: concepts.check(held["gii_structure"], known, report),
    "context": lambda held, _, report: context.check(held["gii_economies"], held["gii_scores"], report),
    "intervals": lambda held, _, report: intervals.check(held["gii_intervals"], held["gii_scores"], report),
}
"""By name: each notes in the report what it looked at. They ask for tables that keep the contract, and these
for the tables of the index alone."""
OF_THE_INDEX: Final = ("gii_economies", "gii_intervals", "gii_scores", "gii_structure")
OTHERS: Final[dict[str, Gate]] = {
    "counts": counts.check,
    "agreement": lambda held, _, report: agreement.check(
        held["gii_scores"], held["gii_structure"], held["observations"], report
    ),
    "bounds": lambda held, known, report: bounds.check(held["observations"], known, report),
    "claims": claims.check,
    "rankings": lambda held, known, report: rankings.check(
        held["other_rankings"], held["gii_clusters"], known.rankings, report
    ),
}
GATES: Final = INDEX | OTHERS


@dataclass(frozen=True, slots=True)
class Index:
    """The tables of the index, and what their gates found."""

    tables: Mapping[str, pd.DataFrame]
    report: Report
    found: list[Violation]

    def is_of(self, held: Mapping[str, pd.DataFrame]) -> bool:
        """Return whether a snapshot has these tables, cell for cell."""
        return all(frame.equals(held[name]) for name, frame in self.tables.items())


def index(held: Mapping[str, pd.DataFrame], catalog: Catalog) -> Index:
    """Return the index of a snapshot, checked; its tables keep the contract."""
    report = Report()
    found = [violation for gate in INDEX.values() for violation in gate(held, catalog, report)]
    return Index({name: held[name] for name in OF_THE_INDEX}, report, found)


def violations(
    held: Mapping[str, pd.DataFrame],
    catalog: Catalog,
    report: Report | None = None,
    checked: Index | None = None,
) -> list[Violation]:
    """Return every broken rule of a snapshot: first the contract; the gates only once the contract holds.

    report: takes what was checked. checked: an index that is not checked again if the snapshot has it. Where
    the tables bring a report of their own, it must say the same.
    """
    report = report or Report()
    broken = list(tables.check(held, report))
    if broken:
        return broken
    if checked is None or not checked.is_of(held):
        checked = index(held, catalog)
    report.rows |= checked.report.rows
    found = [*checked.found]
    found += [violation for gate in OTHERS.values() for violation in gate(held, catalog, report)]
    if not found and VALIDATION.name in held:
        found += _told(held[VALIDATION.name], report.frame())
    return list(dict.fromkeys(found))


def _told(told: pd.DataFrame, measured: pd.DataFrame) -> Iterator[Violation]:
    """Yield each row of the report in the snapshot that the gates do not find, or find otherwise."""
    key = list(VALIDATION.key)
    one, other = (frame.set_index(key).astype("object") for frame in (told, measured))
    for place in dict.fromkeys([*one.index, *other.index]):
        rows = [frame.loc[place] if place in frame.index else None for frame in (one, other)]
        if rows[0] is None or rows[1] is None or not rows[0].equals(rows[1]):
            where = ", ".join(f"{name} {value}" for name, value in zip(key, place, strict=True))
            yield Violation(
                VALIDATION.name, where, "", "the gates find something else than the snapshot says"
            )
