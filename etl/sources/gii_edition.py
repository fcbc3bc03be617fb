"""Which edition a workbook is: it does not say so itself, except in the layout of 2021."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from data.contract import Violation
from data.schema import GII_SCORES
from etl.errors import Refused, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from etl.sources.gii import ParsedWorkbook

MATCH: Final = 0.5
"""Share of economies with the very same overall score from which a workbook is taken for a known edition."""
SINGLE: Final = 1e-5
"""How far a score of 100 in single precision, as in the Data Explorer, may be from that of the workbook."""
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
    found = _stated(parsed, scores)
    if found and asked and found != asked:
        raise UsageError(
            f"the workbook holds the GII {found}, not the {asked} that --edition asks for: "
            "leave --edition out"
        )
    if found:
        return found
    if asked:
        return _asked(asked, scores)
    newest = newest_in_full(scores)
    named = re.search(r"(?<!\d)(20\d\d)(?=-(?:gii-)?tech|\D*\.xlsx$)", file_name)
    year = int(named[1]) if named else 0
    if year and (year == _by_structure(parsed, structure) or year == parsed.newest_year > newest):
        return year
    guess = max(parsed.newest_year, newest + 1)
    raise UsageError(
        f"the workbook is not one of the editions known ({FIRST_WORKBOOK} to {newest}); "
        f"its newest data year is {parsed.newest_year}, so try --edition {guess}"
    )


def newest_in_full(scores: pd.DataFrame) -> int:
    """Return the newest edition of which gii_scores holds more than the overall ranking."""
    return int(scores.loc[scores["code"] != "GII", "edition"].max())


def check_edition(parsed: ParsedWorkbook, scores: pd.DataFrame | None, edition: int) -> None:
    """Refuse a workbook that is certainly not that of an edition, whatever its name says.

    scores: gii_scores of a snapshot, if there is one. They refuse a workbook or change nothing.
    """
    found = _stated(parsed, scores)
    if found and found != edition:
        raise _other(found, edition)
    if not edition - 1 <= parsed.newest_year <= edition:
        raise Refused(
            f"its newest data year is {parsed.newest_year}, so it is not the workbook of the GII {edition}"
        )


def check_ranking(overall: pd.DataFrame, scores: pd.DataFrame | None, edition: int) -> None:
    """Refuse an overall ranking (economy, score) whose scores are those of another edition."""
    found = _by_scores(overall, scores)
    if found and found != edition:
        raise _other(found, edition)


def _other(found: int, edition: int) -> Refused:
    problem = f"most of its overall scores are those of the GII {found}"
    place = Violation(GII_SCORES.name, f"edition {edition}", "score", problem)
    return Refused(f"it holds the GII {found}, not the {edition}", [place])


def _stated(parsed: ParsedWorkbook, scores: pd.DataFrame | None) -> int | None:
    overall = parsed.scores[parsed.scores["code"] == "GII"]
    return _by_scores(overall, scores) or _by_sheet(parsed)


def _asked(edition: int, scores: pd.DataFrame) -> int:
    if edition < FIRST_WORKBOOK:
        raise UsageError(f"there is no workbook of the GII {edition}: the first is that of {FIRST_WORKBOOK}")
    if ((scores["edition"] == edition) & (scores["code"] != "GII")).any():
        problem = "most of its overall scores are not those of the edition"
        place = Violation(GII_SCORES.name, f"edition {edition}", "score", problem)
        raise Refused(f"the workbook is not that of the GII {edition}", [place])
    return edition


def _by_scores(own: pd.DataFrame, scores: pd.DataFrame | None) -> int | None:
    """Return the edition of gii_scores that has the overall scores of `own` (economy, score), if any."""
    if scores is None:
        return None
    given = own.set_index("economy")["score"].dropna()
    overall = scores[scores["code"] == "GII"]
    for edition, rows in overall.groupby("edition"):
        held = rows.set_index("economy")["score"].reindex(given.index)
        same = np.isclose(held.to_numpy("float64"), given.to_numpy("float64"), rtol=0, atol=SINGLE)
        if same.mean() > MATCH:
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
