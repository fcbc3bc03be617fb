"""Which edition a workbook is: it does not say so itself, except in the layout of 2021."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from data.schema import GII_SCORES
from data.violation import Violation
from etl.errors import Refused, UsageError

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
    or the sheet that names its year. A workbook with other scores is taken for what `asked` says; without it
    two clues must agree: the year in the name of the file with the structure, or with the newest data year.
    Refused if the scores of the edition asked for are held and are others.
    """
    found = _by_scores(parsed, scores) or _by_sheet(parsed)
    if found and asked and found != asked:
        raise UsageError(f"the workbook holds the GII {found}, not the {asked} that --edition asks for")
    if found:
        return found
    if asked:
        return _asked(asked, scores)
    newest = int(scores["edition"].max())
    named = re.search(r"(?<!\d)(20\d\d)(?=-(?:gii-)?tech|\D*\.xlsx$)", file_name)
    year = int(named[1]) if named else 0
    if year and (year == _by_structure(parsed, structure) or year == parsed.newest_year > newest):
        return year
    guess = max(parsed.newest_year, newest + 1)
    raise UsageError(
        f"the workbook is not one of the editions known ({FIRST_WORKBOOK} to {newest}); "
        f"its newest data year is {parsed.newest_year}, so try --edition {guess}"
    )


def _asked(edition: int, scores: pd.DataFrame) -> int:
    if edition < FIRST_WORKBOOK:
        raise UsageError(f"there is no workbook of the GII {edition}: the first is that of {FIRST_WORKBOOK}")
    if (scores["edition"] == edition).any():
        problem = "most of its overall scores are not those of the edition"
        place = Violation(GII_SCORES.name, f"edition {edition}", "score", problem)
        raise Refused(f"the workbook is not that of the GII {edition}", [place])
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
