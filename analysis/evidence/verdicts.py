"""A claim -> its figures from the tables of a snapshot -> tests -> verdict by rule."""

import operator
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.pillar import Base, evidence, evidence_base, judged_rows, pillar_evidence
from analysis.evidence.progress import Course
from analysis.index.framework import framework
from analysis.query import Query, one_of
from analysis.reshape import by_indicator, structure_with_scores
from analysis.table import OWN_CALCULATION, RANK, Table, with_terms
from data.article import AIMS, ARTICLE_YEAR, FOCUS
from data.catalog import Catalog
from data.claims import KINDS, MOVE, TOWARDS, Check, Claim, Figure
from data.licences import of_release
from data.schema import CAVEAT, CLAIM_FIGURES, CLAIM_TESTS, CLAIMS, OF_AIMS, OF_STATEMENTS, SUPPORT, VERDICTS

T = TypeVar("T")
Tables = Mapping[str, pd.DataFrame]
TABLES = (CLAIMS.name, CLAIM_FIGURES.name, CLAIM_TESTS.name)
FIRST_TEN = 10
_SLIGHT = 100  # below which a count is too small to decide alone what it only stands in for
OWN = "Innovation Trajectory, own calculation"
UNITS = {
    **dict.fromkeys(("rank", "interval", "other_rank"), RANK),
    **dict.fromkeys(("others", "others_first_ten"), "unit_rankings"),
    "percent": "unit_percent",
    "top_share": "unit_percent",
    "economies": "unit_economies",
    "clusters": "unit_clusters",
}
"""Units of figures by their kind, as phrases; all other figures are in the unit of their indicator."""
ALL_VERDICTS = "all"
NO_PILLAR = "0"  # of claims about the article as a whole
PILLARS = (*AIMS, NO_PILLAR)
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
class Choice(Query):
    """The choices on the claims: verdict, strategic pillar and kind, each may be ALL; claim or ""."""

    verdict: str = one_of("verdict", (ALL_VERDICTS, *VERDICTS))
    pillar: str = one_of("pillar", (ALL_VERDICTS, *PILLARS))
    kind: str = one_of("kind", (ALL_VERDICTS, *KINDS))
    claim: str = one_of("claim", lambda dataset, _: ("", *(one.id for one in dataset.catalog.claims)))


@dataclass(frozen=True, slots=True)
class Value:
    """A computed figure; None, blank or 0 for what is missing or does not apply.

    then, now: of a change the values of both years, in the unit of the indicator.
    """

    value: float | None = None
    year: int | None = None
    since: int | None = None
    economy: str = ""
    source: str = ""
    then: float | None = None
    now: float | None = None


def _known(value: Any, kind: Callable[[Any], T]) -> T | None:
    return None if pd.isna(value) else kind(value)


def value_of(tables: Tables, figure: Figure) -> Value:
    """Return a figure of a claim; without a value where the tables of a snapshot lack what it needs."""
    kind = figure.kind
    if kind == "percent":
        then, now = _dated(tables, figure, figure.since), _dated(tables, figure, figure.year)
        if then.value is None or now.value is None or then.value <= 0:  # no growth from zero or less
            return Value(None, now.year, then.year, FOCUS)
        source = now.source if then.source == now.source else ""
        change = 100 * (now.value / then.value - 1)
        return Value(change, now.year, then.year, FOCUS, source, then.value, now.value)
    if kind in ("value", "other_rank"):
        return _dated(tables, figure, figure.year)
    year, since = int(figure.year), int(figure.since) if figure.since else None
    if kind in ("others", "others_first_ten"):
        # How many of the rankings rank China within the years, or put it among the first ten in any.
        rows = tables["other_rankings"]
        rows = rows[rows["ranking"].isin(figure.rankings) & (rows["economy"] == FOCUS)]
        rows = rows[rows["rank"].notna() & rows["year"].between(int(figure.since), year)]
        best = rows.groupby("ranking")["rank"].min()
        count = len(best) if kind == "others" else int((best <= FIRST_TEN).sum())
        return Value(float(count) if len(best) else None, year, since, FOCUS)
    if kind == "framework_changes":  # nothing where they cannot be counted
        changes = framework(tables["gii_structure"], int(figure.since), year)
        return Value(float(changes.changed_count) if changes else None, year, since, FOCUS)
    if kind == "economies":
        value, source = _cell(tables["gii_editions"], "economies", edition=year)
    elif kind == "interval":
        rows = tables["gii_intervals"]
        rows = rows[rows["kind"] == figure.interval]
        value, source = _cell(rows, figure.end, edition=year, economy=FOCUS)
    elif kind == "clusters":
        value, source = _cell(tables["gii_clusters"], "total", edition=year, economy=FOCUS)
    else:
        scores = tables["gii_scores"].rename(columns={"rank_source": "source"})
        value, source = _cell(scores, "rank", edition=year, economy=FOCUS, code=figure.series)
    if kind == "top_share" and value:
        size, _ = _cell(tables["gii_editions"], "economies", edition=year)
        value = 100 * value / size if size else None
    return Value(value, year, since, FOCUS, "" if value is None else source)


def _dated(tables: Tables, figure: Figure, wanted: int | str) -> Value:
    """Return a value of an indicator, or a place in another ranking, of a year or the latest."""
    other = figure.kind == "other_rank"
    rows, column = tables["other_rankings" if other else "observations"], "rank" if other else "value"
    rows = rows[rows["ranking" if other else "indicator"] == figure.series]
    rows = rows[(rows["economy"] == FOCUS) & rows[column].notna()]
    latest = int(rows["year"].max()) if len(rows) else None
    year = wanted if isinstance(wanted, int) else latest
    value, source = _cell(rows, column, year=year)
    return Value(value, year, None, FOCUS, source)


def _cell(rows: pd.DataFrame, column: str, **where: int | str | None) -> tuple[float | None, str]:
    """Return the value of a column, and its release, in the first row with the values wanted in others."""
    for name, wanted in where.items():
        rows = rows[rows[name] == wanted]
    if rows.empty or pd.isna(rows[column].iloc[0]):
        return None, ""
    return float(rows[column].iloc[0]), _known(rows["source"].iloc[0], str) or ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A claim with its figures, the outcome of each test and of each caveat, and the verdict.

    figures: those of the catalog by name, then of an aim what judges it, by code; courses: how each of these
    moved; support: the outcomes of the tests of a statement, or whether each course is towards the aim; None
    without data; evidence: how many have data, how many of these after the year of the article; before: the
    verdict before the revisions of the snapshot, "" if it is the same.
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


def passes_test(test: Check, figures: Mapping[str, Value]) -> bool | None:
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


def _slight(row: Mapping[Any, Any]) -> bool:
    """Say whether a row is a proxy that counts so few that it decides nothing where it is alone."""
    ends = [value for value in (row["first"], row["last"]) if not pd.isna(value)]
    return row["strength"] == "proxy" and row["measure"] == "count" and max(ends, default=0.0) < _SLIGHT


def assess(claim: Claim, figures: dict[str, Value], rows: pd.DataFrame) -> Assessment:
    """Return the assessment of a claim by its figures and rows (analysis.evidence.pillar.judged_rows)."""
    moves = rows.to_dict("records")
    courses: dict[str, Course] = {row["code"]: row["course"] for row in moves}
    support = tuple(passes_test(test, figures) for test in claim.tests)
    support += tuple(None if way == "none" else way == TOWARDS for way in courses.values())
    years = [figures[test.figure].year for test in claim.tests] + [row["last_year"] for row in moves]
    judged = [row for row, way in zip(moves, courses.values(), strict=True) if way != "none"]
    if judged and all(_slight(row) for row in judged):
        support = (None,) * len(support)
    known = [year for year, outcome in zip(years, support, strict=True) if outcome is not None]
    caveats = tuple(True if one.test is None else passes_test(one.test, figures) for one in claim.caveats)
    moved = {}
    for row in moves:  # a row of evidence as a figure: its latest value, with both ends
        then, now = (_known(row[key], float) for key in ("first", "last"))
        since, year = (_known(row[key], int) for key in ("first_year", "last_year"))
        source = row["sources"] if isinstance(row["sources"], str) and " " not in row["sources"] else ""
        moved[row["code"]] = Value(now, year, since, FOCUS, source, then, now)
    return Assessment(
        claim,
        figures | moved,
        courses,
        support,
        caveats,
        verdict(claim.kind, support),
        (len(known), sum(year > ARTICLE_YEAR for year in known if year)),
    )


def assessments(catalog: Catalog, tables: Tables) -> list[Assessment]:
    """Return the assessment of each claim by the tables of a snapshot, in the catalog's order."""
    scores = tables["gii_scores"]
    own = {
        name: rows[rows["economy"] == FOCUS] if "economy" in rows else rows for name, rows in tables.items()
    }
    base = Base(
        catalog.indicators,
        by_indicator(tables["observations"]),
        scores,
        structure_with_scores(scores, tables["gii_structure"]),
        tables["gii_editions"],
    )
    of_pillar = cache(lambda number: evidence(base, catalog.strategy[number - 1], ()))
    return [
        assess(
            claim,
            {name: value_of(own, figure) for name, figure in claim.figures.items()},
            judged_rows(base, claim, of_pillar),
        )
        for claim in catalog.claims
    ]


def without_revisions(tables: Tables) -> dict[str, pd.DataFrame]:
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


def claim_tables(catalog: Catalog, tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables claims, claim_figures and claim_tests, in the order of the claims."""
    now = assessments(catalog, tables)
    before = assessments(catalog, without_revisions(tables)) if len(tables["revisions"]) else now
    rows: list[tuple[object, ...]] = []
    figures: list[tuple[object, ...]] = []
    checks: list[tuple[object, ...]] = []
    for assessment, earlier in zip(now, before, strict=True):
        claim, changed_verdict = assessment.claim, earlier.verdict != assessment.verdict
        rows.append(
            (
                *(claim.id, claim.number, claim.kind, claim.pillar, claim.statement.en, claim.statement.zh),
                *(assessment.verdict, earlier.verdict if changed_verdict else None),
                *(*assessment.evidence, assessment.doubts),
            )
        )
        for name, value in assessment.figures.items():
            figure = claim.figures.get(name)
            about = (figure.kind, figure.series) if figure else (MOVE, name)
            cells = value.since, value.year, value.value, value.then, value.now, value.source or None
            figures.append((claim.id, name, *about, value.economy or None, *cells))
        tests: list[tuple[str, str | None, str | None, str | None, str | None]] = [
            *((SUPPORT, *_comparison(test), None) for test in claim.tests),
            *((SUPPORT, code, TOWARDS, None, course) for code, course in assessment.courses.items()),
            *((CAVEAT, *_comparison(caveat.test), None) for caveat in claim.caveats),
        ]
        outcomes, numbers = (*assessment.support, *assessment.caveats), Counter[str]()
        for (role, *comparison, course), outcome in zip(tests, outcomes, strict=True):
            numbers[str(role)] += 1
            checks.append((claim.id, role, numbers[str(role)], *comparison, outcome, course))
    return {
        CLAIMS.name: pd.DataFrame(rows, columns=CLAIMS.columns),
        CLAIM_FIGURES.name: pd.DataFrame(figures, columns=CLAIM_FIGURES.columns),
        CLAIM_TESTS.name: pd.DataFrame(checks, columns=CLAIM_TESTS.columns),
    }


def _comparison(test: Check | None) -> tuple[str | None, str | None, str | None]:
    """Return figure, operator and what it is compared with, as text; blanks for a caveat without a test."""
    if test is None:
        return None, None, None
    return test.figure, test.op, test.than if isinstance(test.than, str) else f"{test.than:g}"


def stored_assessments(claims: Sequence[Claim], tables: Tables) -> list[Assessment]:
    """Return the assessments that a snapshot stores: statements first, then aims by strategic pillar.

    tables: those named in TABLES. A figure that the snapshot lacks has no value.
    """
    rows = {str(row["claim"]): row for row in tables[CLAIMS.name].to_dict("records")}
    figures, tests = tables[CLAIM_FIGURES.name], tables[CLAIM_TESTS.name]
    known = [claim for claim in claims if claim.id in rows]
    found = []
    for claim in sorted(known, key=lambda one: (KINDS.index(one.kind), one.pillar)):
        row, own = rows[claim.id], tests[tests["claim"] == claim.id]
        support = own[own["role"] == SUPPORT]
        moves = support.dropna(subset="course")
        values = {name: Value() for name in claim.figures}
        for one in figures[figures["claim"] == claim.id].to_dict("records"):
            if one["figure"] in values or one["kind"] == MOVE:
                value, then, now = (_known(one[key], float) for key in ("value", "value_since", "value_year"))
                year, since = (_known(one[key], int) for key in ("year", "since"))
                economy, source = (_known(one[key], str) or "" for key in ("economy", "source"))
                values[str(one["figure"])] = Value(value, year, since, economy, source, then, now)
        found.append(
            Assessment(
                claim,
                values,
                dict(zip(moves["figure"], moves["course"], strict=True)),
                _outcomes(support, len(moves) or len(claim.tests)),
                _outcomes(own[own["role"] == CAVEAT], len(claim.caveats)),
                str(row["verdict"]),
                (int(row["tests"]), int(row["tests_recent"])),
                _known(row["verdict_before"], str) or "",
            )
        )
    return found


def _outcomes(rows: pd.DataFrame, count: int) -> tuple[bool | None, ...]:
    outcomes = {
        int(test): _known(holds, bool) for test, holds in zip(rows["test"], rows["holds"], strict=True)
    }
    return tuple(outcomes.get(number) for number in range(1, count + 1))


def filter_claims(claims: Sequence[Assessment], choice: Choice) -> list[Assessment]:
    """Return the claims that fit a choice, in their order."""
    return [
        one
        for one in claims
        if choice.verdict in (ALL_VERDICTS, one.verdict)
        and choice.pillar in (ALL_VERDICTS, str(one.claim.pillar))
        and choice.kind in (ALL_VERDICTS, one.claim.kind)
    ]


def count_verdicts(claims: Sequence[Assessment], kind: str = ALL_VERDICTS) -> dict[str, int]:
    """Return how many claims, of one kind or of all, have each verdict."""
    counter = Counter(one.verdict for one in claims if kind in (ALL_VERDICTS, one.claim.kind))
    return {verdict: counter[verdict] for verdict in VERDICTS}


def changed_verdicts(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, list[str]]:
    """Return the claims of two tables of claims whose verdict differs: {claim: [old, new]}."""
    verdicts = zip(new["claim"], new["verdict"], strict=True)
    known = dict(zip(old["claim"], old["verdict"], strict=True))
    return {
        str(claim): [str(known[claim]), str(now)]
        for claim, now in verdicts
        if claim in known and known[claim] != now
    }


@cached
def claim_assessments(dataset: Dataset) -> list[Assessment]:
    """Return the assessed claims: statements first, then aims by strategic pillar."""
    tables = {name: dataset.table(name) for name in TABLES}
    return stored_assessments(dataset.catalog.claims, tables)


@cached
def judging_rows(dataset: Dataset, claim: str) -> pd.DataFrame:
    """Return the rows of evidence that judge an aim, by the id of its claim; none of a statement."""
    one = next(one for one in dataset.catalog.claims if one.id == claim)
    return judged_rows(evidence_base(dataset), one, partial(pillar_evidence, dataset))


def claims(chosen: Sequence[Assessment], dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return the claims of a choice; one without figures has one row."""
    about = pd.DataFrame(
        [
            (
                *(one.claim.id, one.claim.number, one.claim.kind, one.claim.pillar or None),
                *(one.claim.statement.get(lang), one.verdict, one.before or None),
                *(*one.evidence, one.doubts),
            )
            for one in chosen
        ],
        columns=[
            *("claim", "number", "kind", "strategic_pillar", "statement", "verdict", "verdict_before"),
            *("tests", "tests_recent", "caveats"),
        ],
    )
    about["strategic_pillar"] = about["strategic_pillar"].astype("Int64")
    figures = dataset.table(CLAIM_FIGURES.name).rename(columns={"kind": "figure_kind"})
    frame = about.merge(figures, on="claim", how="left")
    scales = frame["series"].map({code: one.scale for code, one in dataset.catalog.indicators.items()})
    scales = scales.where(frame["figure_kind"].isin(("value", MOVE))).astype("float64").fillna(1.0)
    for name in ("value", "value_since", "value_year"):
        frame[name] *= scales
    frame["unit"] = [_unit(dataset, row, lang) for row in frame.to_dict("records")]
    frame["publisher"] = [one or OWN for one in dataset.provenance("publisher", frame["source"])]
    frame["source"] = frame["source"].fillna(OWN_CALCULATION)
    named = with_terms(frame, dataset, "vintage", "licence")
    releases = dataset.sources.loc[named["source"]].to_dict("records")
    named["licence"] = [
        of_release(release, year, dataset.licences, dataset.catalog)
        for release, year in zip(releases, named["year"], strict=True)
    ]
    return named


def _unit(dataset: Dataset, row: Mapping[Any, Any], lang: str) -> str | None:
    """Return the unit of a figure; none where a claim has no figure."""
    kind, series = row["figure_kind"], str(row["series"])
    if not isinstance(kind, str):
        return None
    if kind not in UNITS and series in dataset.catalog.indicators:
        return dataset.catalog.indicators[series].unit.get(lang)
    return dataset.catalog.phrases[UNITS.get(kind, RANK)].get(lang)


CLAIMS_TABLE = Table(
    "claims",
    "article-claims",
    lambda dataset, choice: filter_claims(claim_assessments(dataset), choice),
    claims,
    Choice,
    filters=("verdict", "pillar", "kind"),
)
