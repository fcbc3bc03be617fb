"""Gates: the rules that a release must keep to be taken over, and a snapshot to be published."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from data import contract
from data.catalog import Catalog
from data.contract import Violation
from data.schema import (
    GII_ECONOMIES,
    GII_INTERVALS,
    GII_SCORES,
    GII_STRUCTURE,
    OBSERVATIONS,
    TABLES,
    VALIDATION,
)
from etl import exchanged_economies, plausibility
from etl.assembly import Parts, assemble, to_types
from etl.checks import ALL, GATES, Report, Tables
from etl.cli_context import catalog
from etl.economies import Suspect
from etl.errors import Implausible, Refused
from etl.release import Content


def violations(tables: Tables, catalog: Catalog, report: Report | None = None) -> list[Violation]:
    """Return every broken rule of a snapshot: first the contract; the gates only once the contract holds.

    ``report`` collects what was checked. A report among the tables must say the same.
    """
    report = report or Report()
    if broken_contract := list(_check_contract(tables, report)):
        return broken_contract
    broken_rules = [violation for gate in GATES.values() for violation in gate(tables, catalog, report)]
    if not broken_rules and VALIDATION.name in tables:
        broken_rules += _compare_reports(tables[VALIDATION.name], report.frame())
    return list(dict.fromkeys(broken_rules))


def _check_contract(tables: Tables, report: Report) -> Iterator[Violation]:
    """Yield every broken rule of the contract, or count the cells, rows and references checked."""
    if broken := contract.violations(tables, later=(VALIDATION.name,)):
        yield from report.rule("schema", ALL, len(broken), broken)
        return
    for name, table in TABLES.items():
        if name != VALIDATION.name:  # the report itself
            yield from report.rule("schema", name, tables[name].size, ())
            yield from report.rule("keys", name, len(tables[name]), ())
            if table.references:
                filled = int(tables[name][list(table.references)].notna().to_numpy().sum())
                yield from report.rule("references", name, filled, ())


def _compare_reports(stated: pd.DataFrame, measured: pd.DataFrame) -> Iterator[Violation]:
    """Yield each row of the snapshot's report that differs from what the gates find now."""
    key = list(VALIDATION.key)
    reports = [frame.set_index(key).astype("object") for frame in (stated, measured)]
    for subject in dict.fromkeys([*reports[0].index, *reports[1].index]):
        rows = [frame.loc[subject] if subject in frame.index else None for frame in reports]
        if rows[0] is None or rows[1] is None or not rows[0].equals(rows[1]):
            where = ", ".join(f"{name} {value}" for name, value in zip(key, subject, strict=True))
            yield Violation(
                VALIDATION.name, where, "", "the gates find something else than the snapshot says"
            )


ONE_BY_ONE_ADVICE: Final = (
    "The last good snapshot stays in use. Refresh the sources one at a time to find the one at fault; "
    "data/curated is the source `curated`."
)
"""Advice for parts that each pass alone but break a rule together."""


def snapshot(tables: dict[str, pd.DataFrame], edition: int | None = None) -> dict[str, pd.DataFrame]:
    """Add the report on all checks to the tables of a snapshot.

    ``edition``: year whose violations come first. Raises Refused with every broken rule.
    """
    report = Report()
    if broken := violations(tables, catalog(), report):
        broken.sort(key=lambda item: not item.row.startswith(f"edition {edition}"))
        raise Refused("the snapshot would break the contract or a gate", broken).advise(ONE_BY_ONE_ADVICE)
    checked = tables | {VALIDATION.name: report.frame()}
    return {name: checked[name] for name in TABLES}


def series(
    content: Content, tables: Mapping[str, pd.DataFrame], accepted: Collection[str] = ()
) -> tuple[Content, Implausible | None]:
    """Return a release without the series that must not be taken over, and the error that names them.

    ``accepted`` names series, economies, or SERIES:ECONOMY with odd values. Warnings of the
    content name what is odd, though possible. Raises Refused if the release breaks the contract of
    its table, Implausible if more than half of its series are at fault.
    """
    row = content.row.iloc[0]
    frame = to_types(OBSERVATIONS, content.observations.assign(vintage=str(row["vintage"])))
    if broken := contract.table_violations(OBSERVATIONS.name, frame):
        raise Refused(f"{row['title']} breaks the contract", broken)
    odd = plausibility.suspects(tables, frame, catalog(), accepted)
    notes = tuple(
        f"{item.series}: unusual, but accepted: {item.sentence}" for item in odd if not item.refused
    )
    stated = [Suspect((), why, name) for name, why in content.refused.items()]
    reasons = {item.series: item.sentence for item in (*odd, *stated) if item.refused}
    content = replace(content, warnings=(*content.warnings, *notes))
    if not reasons:
        return content, None
    title = f"{row['title']}: values that look wrong"
    error = Implausible(title, plausibility.violations((*stated, *odd), catalog()), plausibility.names(odd))
    if 2 * len(reasons) > len({*content.indicators, *content.refused}):
        raise error
    return replace(content.without(reasons), refused=reasons), error


def edition(
    parts: Parts, content: Content, known_intervals: pd.DataFrame, accepted: Collection[str] = ()
) -> None:
    """Check one edition by itself, so that a bad workbook fails alone, in the publisher's terms.

    ``parts`` are those of the snapshot in use with the edition put in, ``known_intervals`` its
    gii_intervals. ``accepted`` economies (ISO3) may look strange. Raises Refused if the edition
    breaks a rule, Implausible if economies look exchanged.
    """
    year = content.edition or 0
    refused = f"the release of the GII {year} is refused"
    try:
        tables = assemble(parts, catalog(), known_intervals[known_intervals["edition"] != year])
        if suspects := exchanged_economies.exchanged_in_edition(tables, year, catalog(), accepted):
            row = f"edition {year}"
            violations = [
                content.locate(Violation(GII_SCORES.name, row, "", item.sentence, item.economies[0], "GII"))
                for item in suspects
            ]
            names = dict.fromkeys(name for item in suspects for name in item.economies)
            raise Implausible(refused, violations, list(names))
        snapshot(tables, year)
    except Implausible:
        raise
    except Refused as error:
        # our own intervals follow from the scores: name them only if nothing else is wrong
        remaining = [item for item in error.violations if item.table != GII_INTERVALS.name]
        raise Refused(refused, [content.locate(item) for item in remaining or error.violations]) from error


def has_same_edition(tables: Mapping[str, pd.DataFrame], content: Content) -> bool:
    """Return whether a snapshot already holds exactly the edition that a release brings."""
    new_tables = (content.scores, content.structure, content.context)
    for table, new in zip((GII_SCORES, GII_STRUCTURE, GII_ECONOMIES), new_tables, strict=True):
        in_use = tables[table.name]
        rows = in_use[in_use["edition"] == content.edition].set_index(list(table.key)).sort_index()
        given = new.set_index(list(table.key)).sort_index().dropna(axis="columns", how="all")
        if not rows.reindex(columns=given.columns).equals(given.astype(rows[given.columns].dtypes)):
            return False
    return True
