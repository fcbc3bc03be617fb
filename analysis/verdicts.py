"""Figures -> tests -> verdict by rule, for every claim: now, and before the revisions of the snapshot."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.claims import Reader, Tables, Value
from analysis.progress import Course, change, course
from data.claims import TOWARDS, Check, Claim, Figure
from data.schema import CAVEAT, CLAIM_FIGURES, CLAIM_TESTS, CLAIMS, OF_AIMS, OF_STATEMENTS, SUPPORT

RIGHT, WRONG, NOT_CHECKABLE = OF_STATEMENTS
MOVED, MIXED, NOT_MOVED, NOT_MEASURED = OF_AIMS
ARTICLE_YEAR = 2022  # the aims were set in its November, so what shows their pursuit is younger
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

    courses: how each series that tests an aim moved; None for a statement's tests and without data. before:
    the verdict before the revisions of the snapshot, "" if it is the same.
    """

    claim: Claim
    figures: dict[str, Value]
    support: tuple[bool | None, ...]
    courses: tuple[Course | None, ...]
    caveats: tuple[bool | None, ...]
    verdict: str
    before: str = ""

    @property
    def evidence(self) -> tuple[int, int]:
        """How many tests have data, and how many of these data of a year after that of the article."""
        found = [
            self.claim.tests[place].figure for place, holds in enumerate(self.support) if holds is not None
        ]
        years = [_newest(self.claim.figures[name], self.figures[name]) for name in found]
        return len(years), sum(year > ARTICLE_YEAR for year in years)

    @property
    def doubts(self) -> int:
        """How many caveats hold."""
        return sum(outcome is True for outcome in self.caveats)


def _newest(figure: Figure, value: Value) -> int:
    """Return the newest year measured; clusters are counted over years before that of their edition."""
    return (value.year or 0) - (figure.kind == "cluster_change")


def holds(test: Check, figures: Mapping[str, Value]) -> bool | None:
    """Return whether a comparison holds; None where a figure it needs has no value."""
    left = figures[test.figure].value
    right = figures[test.than].value if isinstance(test.than, str) else test.than
    return None if left is None or right is None else bool(_COMPARE[test.op](left, right))


def moved(figure: Figure, value: Value) -> Course | None:
    """Return how a figure that is a change moved, by the rule of the strategic pillars; None without data."""
    if value.then is None or value.now is None or value.since == value.year:
        return None
    about = figure.indicator
    kind, direction = ("count", "higher") if about is None else (about.kind, about.direction)
    rows = {"year": [value.since, value.year], "value": [value.then, value.now], "vintage": "", "source": ""}
    found = change(pd.DataFrame(rows), kind)
    return None if found is None else course(found, kind, direction)


def than_of(test: Check) -> str | None:
    """Return what a figure is compared with: the name of a figure, or a number; None for a move."""
    if test.op == TOWARDS:
        return None
    return test.than if isinstance(test.than, str) else f"{test.than:g}"


def verdict(claim: Claim, support: Sequence[bool | None]) -> str:
    """Return the verdict on the figures of a statement, or on the course of an aim.

    Without data nothing is decided of a statement; the tests of an aim that have none do not count.
    """
    if claim.kind == "statement":
        if not support or None in support:
            return NOT_CHECKABLE
        return RIGHT if all(support) else WRONG
    known = [holds for holds in support if holds is not None]
    if not known:
        return NOT_MEASURED
    return MOVED if all(known) else MIXED if any(known) else NOT_MOVED


def assess(claim: Claim, figures: dict[str, Value]) -> Assessment:
    """Return the assessment of a claim by its figures."""
    aim = claim.kind == "aim"
    courses = tuple(
        moved(claim.figures[test.figure], figures[test.figure]) if aim else None for test in claim.tests
    )
    support = tuple(
        (None if way is None else way == TOWARDS) if aim else holds(test, figures)
        for test, way in zip(claim.tests, courses, strict=True)
    )
    caveats = tuple(True if one.test is None else holds(one.test, figures) for one in claim.caveats)
    return Assessment(claim, figures, support, courses, caveats, verdict(claim, support))


def assessments(claims: Sequence[Claim], tables: Tables) -> list[Assessment]:
    """Return the assessment of each claim by the tables of a snapshot, in their order."""
    reader = Reader(tables, claims)
    return [
        assess(claim, {name: reader.figure(figure) for name, figure in claim.figures.items()})
        for claim in claims
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


def frames(claims: Sequence[Claim], tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables claims, claim_figures and claim_tests, in the order of the claims."""
    now = assessments(claims, tables)
    before = assessments(claims, unrevised(tables)) if len(tables["revisions"]) else now
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
    return [
        (
            *(one.claim.id, name, figure.kind, figure.series, value.economy or None),
            *(value.since, value.year, value.value, value.then, value.now, value.source or None),
        )
        for name, figure in one.claim.figures.items()
        for value in [one.figures[name]]
    ]


def _test_rows(one: Assessment) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    doubts = tuple(caveat.test for caveat in one.claim.caveats)
    for role, tests, outcomes, courses in (
        (SUPPORT, one.claim.tests, one.support, one.courses),
        (CAVEAT, doubts, one.caveats, (None,) * len(doubts)),
    ):
        for number, (test, outcome, way) in enumerate(zip(tests, outcomes, courses, strict=True), start=1):
            compared = [None] * 3 if test is None else [test.figure, test.op, than_of(test)]
            rows.append((one.claim.id, role, number, *compared, outcome, way))
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
