"""What must hold before a release is taken over, and before a snapshot is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data import contract
from data.schema import (
    GII_ECONOMIES,
    GII_INTERVALS,
    GII_SCORES,
    GII_STRUCTURE,
    OBSERVATIONS,
    TABLES,
    VALIDATION,
)
from etl import gates, plausible
from etl.assembly import assemble, typed
from etl.errors import Implausible, Refused
from etl.exchanges import strange
from etl.gates.others import out_of_bounds
from etl.gates.report import Report
from etl.workplace import catalog

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from etl.assembly import Parts
    from etl.release import Content


APART: Final = (
    "The last good snapshot stays in use. Refresh the sources one by one to find which of them does not fit; "
    "data/curated counts as one (curated)."
)
"""Advice where parts that passed by themselves break a rule together."""


def snapshot(tables: dict[str, pd.DataFrame], edition: int | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables with the report on their checks, the table validation.

    Raises Refused with every broken rule, those of the edition in hand first.
    """
    report = Report()
    found = gates.violations(tables, catalog(), report)
    if found:
        own = f"edition {edition}"
        found.sort(key=lambda item: not item.row.startswith(own))
        raise Refused("the snapshot would break the contract or a gate", found).advise(APART)
    checked = tables | {VALIDATION.name: report.frame()}
    return {name: checked[name] for name in TABLES}


def series(content: Content, in_use: pd.DataFrame, accepted: Collection[str] = ()) -> tuple[str, ...]:
    """Return what is odd in the series of a release, though possible: sentences for the person who refreshes.

    in_use: observations of the snapshot in use; accepted: names of series, economies, or SERIES:ECONOMY.
    Raises Refused if they break the contract of their table or their bounds, Implausible if they are too odd.
    """
    row = content.row.iloc[0]
    frame = typed(OBSERVATIONS, content.observations.assign(vintage=str(row["vintage"])))
    found = contract.table_violations(OBSERVATIONS.name, frame)
    if found:
        raise Refused(f"{row['title']} breaks the contract", found)
    return plausible_values(frame, in_use, str(row["title"]), accepted)


def plausible_values(
    given: pd.DataFrame, in_use: pd.DataFrame, title: str, accepted: Collection[str] = ()
) -> tuple[str, ...]:
    """Return what is odd in observations, though possible; Refused and Implausible as in `series`."""
    if beyond := out_of_bounds(given[given["indicator"].isin(catalog().indicators)], catalog()):
        raise Refused(f"{title}: values out of bounds", beyond)
    odd = plausible.odd(in_use, given, catalog(), accepted)
    if refused := plausible.violations(odd, catalog()):
        raise Implausible(f"{title}: values far from those in use", refused, plausible.names(odd))
    return tuple(f"{item.series}: odd, but taken over: {item.sentence}" for item in odd)


def edition(parts: Parts, content: Content, known: pd.DataFrame, accepted: Collection[str] = ()) -> None:
    """Check an edition by itself, so that a bad workbook fails alone and is told in the publisher's terms.

    parts: those of the snapshot in use with the edition in its place; known: gii_intervals of that snapshot;
    accepted: economies that may look strange. Raises Refused; Implausible if economies look exchanged.
    """
    try:
        tables = assemble(parts, catalog(), known[known["edition"] != content.edition])
        _profiles(tables, content, accepted)
        snapshot(tables, content.edition)
    except Implausible:
        raise
    except Refused as error:
        # our own intervals follow from the scores: they are only named if nothing else is wrong
        given = [item for item in error.violations if item.table != GII_INTERVALS.name]
        places = [content.place(item) for item in given or error.violations]
        raise Refused(f"the release of the GII {content.edition} is refused", places) from error


def _profiles(tables: Mapping[str, pd.DataFrame], content: Content, accepted: Collection[str]) -> None:
    """Raise Implausible if economies of an edition look like others in the edition before."""
    year = content.edition or 0
    given = tables[GII_SCORES.name], tables[GII_STRUCTURE.name]
    found = strange(*given, year, catalog(), accepted)
    if found:
        places = [content.place(item.violation(year)) for item in found]
        names = dict.fromkeys(name for item in found for name in item.economies)
        raise Implausible(f"the release of the GII {year} is refused", places, list(names))


def holds(tables: Mapping[str, pd.DataFrame], content: Content) -> bool:
    """Return whether a snapshot holds exactly the edition that a release brings: it has passed before."""
    brought = (content.scores, content.structure, content.context)
    for table, new in zip((GII_SCORES, GII_STRUCTURE, GII_ECONOMIES), brought, strict=True):
        in_use = tables[table.name]
        rows = in_use[in_use["edition"] == content.edition].set_index(list(table.key)).sort_index()
        given = new.set_index(list(table.key)).sort_index().dropna(axis="columns", how="all")
        if not rows.reindex(columns=given.columns).equals(given.astype(rows[given.columns].dtypes)):
            return False
    return True
