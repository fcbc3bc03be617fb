"""Gates: what must hold before a release is taken over, and every rule before a snapshot is published."""

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


APART: Final = (
    "The last good snapshot stays in use. Refresh the sources one by one to find which of them does not fit; "
    "data/curated counts as one (curated)."
)
"""Advice where parts that passed by themselves break a rule together."""


def snapshot(tables: dict[str, pd.DataFrame], edition: int | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables with the report on their checks; Refused with all that is broken, edition first."""
    report = Report()
    if found := violations(tables, catalog(), report):
        own = f"edition {edition}"
        found.sort(key=lambda item: not item.row.startswith(own))
        raise Refused("the snapshot would break the contract or a gate", found).advise(APART)
    checked = tables | {VALIDATION.name: report.frame()}
    return {name: checked[name] for name in TABLES}


def series(
    content: Content, tables: Mapping[str, pd.DataFrame], accepted: Collection[str] = ()
) -> tuple[Content, Implausible | None]:
    """Return a release without the series whose values must not be taken over, and why not.

    tables: of the snapshot in use; accepted: names of series, economies, or SERIES:ECONOMY.
    What is odd, though possible, is among the warnings. Raises Refused if the release breaks the contract of
    its table, Implausible if more than half of its series are at fault.
    """
    row = content.row.iloc[0]
    frame = to_types(OBSERVATIONS, content.observations.assign(vintage=str(row["vintage"])))
    if found := contract.table_violations(OBSERVATIONS.name, frame):
        raise Refused(f"{row['title']} breaks the contract", found)
    odd = plausibility.suspects(tables, frame, catalog(), accepted)
    taken = tuple(f"{item.series}: odd, but taken over: {item.sentence}" for item in odd if not item.refused)
    stated = [Suspect((), why, name) for name, why in content.refused.items()]
    reasons = {item.series: item.sentence for item in (*odd, *stated) if item.refused}
    content = replace(content, warnings=(*content.warnings, *taken))
    if not reasons:
        return content, None
    title = f"{row['title']}: values that look wrong"
    error = Implausible(title, plausibility.violations((*stated, *odd), catalog()), plausibility.names(odd))
    if 2 * len(reasons) > len({*content.indicators, *content.refused}):
        raise error
    return replace(content.without(reasons), refused=reasons), error


def edition(parts: Parts, content: Content, known: pd.DataFrame, accepted: Collection[str] = ()) -> None:
    """Check an edition by itself, so that a bad workbook fails alone and is told in the publisher's terms.

    parts: those of the snapshot in use with the edition in its place; known: gii_intervals of that snapshot;
    accepted: economies that may look strange. Raises Refused; Implausible if economies look exchanged.
    """
    year = content.edition or 0
    refused = f"the release of the GII {year} is refused"
    try:
        tables = assemble(parts, catalog(), known[known["edition"] != year])
        if found := exchanged_economies.exchanged_in_edition(tables, year, catalog(), accepted):
            row = f"edition {year}"
            places = [
                content.place(Violation(GII_SCORES.name, row, "", item.sentence, item.economies[0], "GII"))
                for item in found
            ]
            names = dict.fromkeys(name for item in found for name in item.economies)
            raise Implausible(refused, places, list(names))
        snapshot(tables, year)
    except Implausible:
        raise
    except Refused as error:
        # our own intervals follow from the scores: they are only named if nothing else is wrong
        others = [item for item in error.violations if item.table != GII_INTERVALS.name]
        raise Refused(refused, [content.place(item) for item in others or error.violations]) from error


def keeps_rules(tables: Mapping[str, pd.DataFrame], content: Content) -> bool:
    """Return whether a snapshot holds exactly the edition that a release brings: it has passed before."""
    brought = (content.scores, content.structure, content.context)
    for table, new in zip((GII_SCORES, GII_STRUCTURE, GII_ECONOMIES), brought, strict=True):
        in_use = tables[table.name]
        rows = in_use[in_use["edition"] == content.edition].set_index(list(table.key)).sort_index()
        given = new.set_index(list(table.key)).sort_index().dropna(axis="columns", how="all")
        if not rows.reindex(columns=given.columns).equals(given.astype(rows[given.columns].dtypes)):
            return False
    return True
