"""Gates: every rule of the index that can be computed, checked before anything is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.contract import Violation
from data.contract import violations as broken_contract
from data.schema import TABLES, VALIDATION
from etl.gates.editions import check_claims, check_concepts, check_context, check_counts, check_coverage
from etl.gates.index import check_intervals, check_ranks, check_scores
from etl.gates.others import check_agreement, check_bounds, check_rankings
from etl.gates.report import ALL, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from data.catalog import Catalog

    Tables = Mapping[str, pd.DataFrame]
    Gate = Callable[[Tables, Catalog, Report], Iterator[Violation]]

GATES: Final[dict[str, Gate]] = {
    "ranks": lambda rows, _, report: check_ranks(rows["gii_scores"], report),
    "scores": lambda rows, _, report: check_scores(rows["gii_scores"], rows["gii_structure"], report),
    "coverage": lambda rows, _, report: check_coverage(rows["gii_scores"], rows["gii_structure"], report),
    "concepts": lambda rows, known, report: check_concepts(rows["gii_structure"], known, report),
    "context": lambda rows, _, report: check_context(rows["gii_economies"], rows["gii_scores"], report),
    "intervals": lambda rows, _, report: check_intervals(rows["gii_intervals"], rows["gii_scores"], report),
    "counts": check_counts,
    "agreement": lambda rows, _, report: check_agreement(
        rows["gii_scores"], rows["gii_structure"], rows["observations"], report
    ),
    "bounds": lambda rows, known, report: check_bounds(rows["observations"], known, report),
    "claims": check_claims,
    "rankings": lambda rows, known, report: check_rankings(
        rows["other_rankings"], rows["gii_clusters"], known.rankings, report
    ),
}
"""By name: each expects tables that keep the contract, and notes in the report what it looked at."""


def violations(tables: Tables, catalog: Catalog, report: Report | None = None) -> list[Violation]:
    """Return every broken rule of a snapshot: first the contract; the gates only once the contract holds.

    report: takes what was checked. Where the tables bring a report of their own, it must say the same.
    """
    report = report or Report()
    if broken := list(_contract(tables, report)):
        return broken
    found = [violation for gate in GATES.values() for violation in gate(tables, catalog, report)]
    if not found and VALIDATION.name in tables:
        found += _differences(tables[VALIDATION.name], report.frame())
    return list(dict.fromkeys(found))


def _contract(tables: Tables, report: Report) -> Iterator[Violation]:
    """Yield every broken rule of the contract, or count the cells, rows and references checked."""
    if broken := broken_contract(tables, later=(VALIDATION.name,)):
        yield from report.rule("schema", ALL, len(broken), broken)
        return
    for name, table in TABLES.items():
        if name != VALIDATION.name:  # the report itself
            yield from report.rule("schema", name, tables[name].size, ())
            yield from report.rule("keys", name, len(tables[name]), ())
            if table.references:
                filled = int(tables[name][list(table.references)].notna().to_numpy().sum())
                yield from report.rule("references", name, filled, ())


def _differences(stated: pd.DataFrame, measured: pd.DataFrame) -> Iterator[Violation]:
    """Yield each row of the report in the snapshot that the gates do not find, or find otherwise."""
    key = list(VALIDATION.key)
    one, other = (frame.set_index(key).astype("object") for frame in (stated, measured))
    for place in dict.fromkeys([*one.index, *other.index]):
        rows = [frame.loc[place] if place in frame.index else None for frame in (one, other)]
        if rows[0] is None or rows[1] is None or not rows[0].equals(rows[1]):
            where = ", ".join(f"{name} {value}" for name, value in zip(key, place, strict=True))
            yield Violation(
                VALIDATION.name, where, "", "the gates find something else than the snapshot says"
            )
