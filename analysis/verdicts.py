"""Figures -> tests -> verdict by rule, for every claim: now, and before the revisions of the snapshot."""

import operator
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from analysis.claims import Reader, Tables, Value
from analysis.evidence import Base, evidence, judging
from analysis.inventory import by_indicator, scored
from analysis.progress import ARTICLE_YEAR, Course
from analysis.standing import CHINA
from data.catalog import Catalog
from data.claims import MOVE, TOWARDS, Check, Claim
from data.schema import CAVEAT, CLAIM_FIGURES, CLAIM_TESTS, CLAIMS, OF_AIMS, OF_STATEMENTS, SUPPORT

RIGHT, WRONG, NOT_CHECKABLE = OF_STATEMENTS
MOVED, MIXED, NOT_MOVED, NOT_MEASURED = OF_AIMS
_COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """A claim with its figures, the outcome of each test and of each caveat, and the verdict.

    figures: those of the catalog by name, then of an aim what judges it, by indicator or code of the index.
    courses: how each of the latter moved. support: the outcomes of the tests of a statement, or whether each
    course is towards the aim; None without data. evidence: how many of these have data, and how many of these
    data of a year after that of the article. before: the verdict before the revisions of the snapshot, "" if
    it is the same.
    """

    claim: Claim
    figures: dict[str, Value]
    courses: dict[str, Course]
    support: tuple[bool | None, ...]
    caveats: tuple[bool | None, ...]
    verdict: str
    evidence: tuple[int, int]
    before: str = ""

    @property
    def doubts(self) -> int:
        """How many caveats hold."""
        return sum(outcome is True for outcome in self.caveats)


def holds(test: Check, figures: Mapping[str, Value]) -> bool | None:
    """Return whether a comparison holds; None where a figure it needs has no value."""
    left = figures[test.figure].value
    right = figures[test.than].value if isinstance(test.than, str) else test.than
    return None if left is None or right is None else bool(_COMPARE[test.op](left, right))


def verdict(kind: str, support: Sequence[bool | None]) -> str:
    """Return the verdict on the figures of a statement, or on the course of an aim.

    Without data nothing is decided of a statement; what has none does not count for an aim.
    """
    if kind == "statement":
        if not support or None in support:
            return NOT_CHECKABLE
        return RIGHT if all(support) else WRONG
    known = [holds for holds in support if holds is not None]
    if not known:
        return NOT_MEASURED
    return MOVED if all(known) else MIXED if any(known) else NOT_MOVED


def assess(claim: Claim, figures: dict[str, Value], rows: pd.DataFrame) -> Assessment:
    """Return the assessment of a claim by its figures and rows (analysis.evidence.judging)."""
    moves = rows.to_dict("records")
    courses: dict[str, Course] = {row["code"]: row["course"] for row in moves}
    support = tuple(holds(test, figures) for test in claim.tests)
    support += tuple(None if way == "none" else way == TOWARDS for way in courses.values())
    years = [figures[test.figure].year for test in claim.tests] + [row["last_year"] for row in moves]
    known = [year for year, outcome in zip(years, support, strict=True) if outcome is not None]
    caveats = tuple(True if one.test is None else holds(one.test, figures) for one in claim.caveats)
    return Assessment(
        claim,
        figures | {row["code"]: _moved(row) for row in moves},
        courses,
        support,
        caveats,
        verdict(claim.kind, support),
        (len(known), sum(year > ARTICLE_YEAR for year in known if year)),
    )


def _moved(row: Mapping[Hashable, Any]) -> Value:
    """Return a row of evidence as a figure: its latest value, with both ends."""
    then, now = (None if pd.isna(row[key]) else float(row[key]) for key in ("first", "last"))
    since, year = (None if pd.isna(row[key]) else int(row[key]) for key in ("first_year", "last_year"))
    source = row["sources"] if isinstance(row["sources"], str) and " " not in row["sources"] else ""
    return Value(now, year, since, CHINA, source, then, now)


def assessments(catalog: Catalog, tables: Tables) -> list[Assessment]:
    """Return the assessment of each claim by the tables of a snapshot, in the catalog's order."""
    reader, scores = Reader(tables, catalog.claims), tables["gii_scores"]
    base = Base(
        catalog.indicators,
        by_indicator(tables["observations"]),
        scores,
        scored(scores, tables["gii_structure"]),
        tables["gii_editions"],
    )
    of_pillar = cache(lambda number: evidence(base, catalog.strategy[number - 1], ()))
    return [
        assess(
            claim,
            {name: reader.figure(figure) for name, figure in claim.figures.items()},
            judging(base, claim, of_pillar),
        )
        for claim in catalog.claims
    ]


def unrevised(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables with the values before the revisions in place of the new ones.

    Intervals, which follow from the scores, stay as they are.
    """
    revisions = tables["revisions"]
    found = dict(tables)
    values = revisions[revisions["measure"] == "value"].rename(columns={"series": "indicator"})
    key = ["indicator", "economy", "year"]
    if len(values):
        old = values[[*key, "old"]].rename(columns={"old": "value"})
        found["observations"] = _replaced(tables["observations"], old, key, "value")
    for measure in ("rank", "score"):
        rows = revisions[revisions["measure"] == measure].rename(
            columns={"series": "code", "year": "edition"}
        )
        if len(rows):
            index = ["edition", "economy", "code"]
            old = rows[[*index, "old"]].rename(columns={"old": measure})
            found["gii_scores"] = _replaced(found["gii_scores"], old, index, measure)
    return found


def _replaced(frame: pd.DataFrame, old: pd.DataFrame, key: list[str], column: str) -> pd.DataFrame:
    """Return the frame with the old values of a column; a row that is no longer published comes back."""
    before = old.set_index(key)[column]
    places = pd.MultiIndex.from_frame(frame[key])
    revised = places.isin(before.index)
    replaced = frame.copy()
    values = replaced[column].astype("float64")
    values[revised] = before.reindex(places[revised]).to_numpy("float64")
    replaced[column] = values.astype(frame[column].dtype)
    lost = old[~pd.MultiIndex.from_frame(old[key]).isin(places)]
    if lost.empty:
        return replaced
    blank = lost.reindex(columns=frame.columns)
    return pd.concat([replaced, blank.astype(frame.dtypes)], ignore_index=True)


def frames(catalog: Catalog, tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables claims, claim_figures and claim_tests, in the order of the claims."""
    now = assessments(catalog, tables)
    before = assessments(catalog, unrevised(tables)) if len(tables["revisions"]) else now
    rows = [
        (
            *(one.claim.id, one.claim.number, one.claim.kind, one.claim.pillar),
            *(one.claim.statement.en, one.claim.statement.zh, one.verdict),
            then.verdict if then.verdict != one.verdict else None,
            *one.evidence,
            one.doubts,
        )
        for one, then in zip(now, before, strict=True)
    ]
    return {
        CLAIMS.name: pd.DataFrame(rows, columns=CLAIMS.columns),
        CLAIM_FIGURES.name: pd.DataFrame(
            [row for one in now for row in _figure_rows(one)], columns=CLAIM_FIGURES.columns
        ),
        CLAIM_TESTS.name: pd.DataFrame(
            [row for one in now for row in _test_rows(one)], columns=CLAIM_TESTS.columns
        ),
    }


def _figure_rows(one: Assessment) -> list[tuple[object, ...]]:
    stated = {name: (figure.kind, figure.series) for name, figure in one.claim.figures.items()}
    return [
        (
            *(one.claim.id, name, *stated.get(name, (MOVE, name)), value.economy or None),
            *(value.since, value.year, value.value, value.then, value.now, value.source or None),
        )
        for name, value in one.figures.items()
    ]


def _test_rows(one: Assessment) -> list[tuple[object, ...]]:
    tests = [
        *((SUPPORT, test, None) for test in one.claim.tests),
        *(
            (SUPPORT, Check.model_construct(figure=code, op=TOWARDS, than=""), way)
            for code, way in one.courses.items()
        ),
        *((CAVEAT, caveat.test, None) for caveat in one.claim.caveats),
    ]
    counts = Counter[str]()
    rows: list[tuple[object, ...]] = []
    for (role, test, way), outcome in zip(tests, (*one.support, *one.caveats), strict=True):
        counts[role] += 1
        than = None if test is None else test.than if isinstance(test.than, str) else f"{test.than:g}"
        compared = (test and test.figure, test and test.op, than or None)
        rows.append((one.claim.id, role, counts[role], *compared, outcome, way))
    return rows


def changed(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, list[str]]:
    """Return the claims of two tables of claims whose verdict differs: {claim: [old, new]}."""
    verdicts = zip(new["claim"], new["verdict"], strict=True)
    known = dict(zip(old["claim"], old["verdict"], strict=True))
    return {
        str(claim): [str(known[claim]), str(now)]
        for claim, now in verdicts
        if claim in known and known[claim] != now
    }
