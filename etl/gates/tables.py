"""The contract, counted: how many cells, rows and references of each table it was checked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import contract
from data.schema import TABLES, VALIDATION
from etl.gates.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from data.violation import Violation


def check(tables: Mapping[str, pd.DataFrame], report: Report) -> Iterator[Violation]:
    """Yield every broken rule of the contract; the table validation, the report, may be missing."""
    broken = contract.violations(tables, later=(VALIDATION.name,))
    if broken:
        yield from report.rule("schema", "all", len(broken), broken)
        return
    for name, table in TABLES.items():
        if name == VALIDATION.name:
            continue
        frame = tables[name]
        yield from report.rule("schema", name, frame.size, ())
        yield from report.rule("keys", name, len(frame), ())
        if table.references:
            held = int(frame[list(table.references)].notna().to_numpy().sum())
            yield from report.rule("references", name, held, ())
