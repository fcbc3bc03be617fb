"""Which edition a workbook is: it does not say so itself, except in the layout of 2021."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from etl.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from etl.sources.gii import ParsedWorkbook

MATCH: Final = 0.5
"""Share of economies with the very same overall score from which a workbook is taken for a known edition."""
FIRST_WORKBOOK: Final = 2021


def recognise(
    parsed: ParsedWorkbook,
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    file_name: str,
    asked: int | None = None,
) -> int:
    """Return the edition of a workbook; UsageError if it cannot be told or is not the one asked for.

    scores, structure: gii_scores and gii_structure of the snapshot to be extended. The overall scores decide,
    then the sheet that names its year, then the structure. A new edition is taken from `asked`, or without it
    from the newest data year if the name of the file says the same year.
    """
    found = _by_scores(parsed, scores) or _by_sheet(parsed)
    if found and asked and found != asked:
        raise UsageError(f"the workbook holds the GII {found}, not the {asked} that --edition asks for")
    if found or asked:
        return _plausible(found or int(asked or 0))
    found = _by_structure(parsed, structure)
    if found and found >= parsed.newest_year:
        return found
    named = re.search(r"(?<!\d)(20\d\d)(?=-(?:gii-)?tech|\D*\.xlsx$)", file_name)
    newest = int(scores["edition"].max())
    if named and int(named[1]) == parsed.newest_year > newest:
        return parsed.newest_year
    guess = max(parsed.newest_year, newest + 1)
    raise UsageError(
        f"the workbook is not one of the editions known ({FIRST_WORKBOOK} to {newest}); "
        f"its newest data year is {parsed.newest_year}, so try --edition {guess}"
    )


def _plausible(edition: int) -> int:
    if edition < FIRST_WORKBOOK:
        raise UsageError(f"there is no workbook of the GII {edition}: the first is that of {FIRST_WORKBOOK}")
    return edition


def _by_scores(parsed: ParsedWorkbook, scores: pd.DataFrame) -> int | None:
    own = parsed.scores[parsed.scores["code"] == "GII"].set_index("economy")["score"].dropna()
    overall = scores[scores["code"] == "GII"]
    for edition, rows in overall.groupby("edition"):
        held = rows.set_index("economy")["score"].reindex(own.index)
        if np.isclose(held.to_numpy("float64"), own.to_numpy("float64"), rtol=0, atol=1e-9).mean() > MATCH:
            return int(str(edition))
    return None


def _by_sheet(parsed: ParsedWorkbook) -> int | None:
    year = re.search(r"\b(20\d\d)\b", parsed.layout.data)
    return int(year[1]) if year else None


def _by_structure(parsed: ParsedWorkbook, structure: pd.DataFrame) -> int | None:
    own = set(zip(parsed.structure["code"], parsed.structure["name"], strict=True))
    for edition, rows in structure.groupby("edition"):
        if own == set(zip(rows["code"], rows["name"], strict=True)):
            return int(str(edition))
    return None
