"""Assess the claims of the article: figures from the tables of a snapshot, tests, verdict by rule."""

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
TOP_RANKS = 10
_MIN_PROXY_COUNT = 100  # a proxy with a smaller count decides nothing on its own
OWN = "Innovation Trajectory, own calculation"
UNITS = {
    **dict.fromkeys(("rank", "interval", "other_rank"), RANK),
    **dict.fromkeys(("others", "others_first_ten"), "unit_rankings"),
    "percent": "unit_percent",
    "top_share": "unit_percent",
    "economies": "unit_economies",
    "clusters": "unit_clusters",
}
"""Phrases of units by kind of figure; all other figures are in the unit of their indicator."""
ALL = "all"
NO_PILLAR = "0"  # of claims about the article as a whole
PILLARS = (*AIMS, NO_PILLAR)
RIGHT, WRONG, NOT_CHECKABLE = OF_STATEMENTS
MOVED, MIXED, NOT_MOVED, NOT_MEASURED = OF_AIMS
_OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on the page Claims: verdict, strategic pillar and kind (or ALL), and a claim (or "")."""

    verdict: str = one_of("verdict", (ALL, *VERDICTS))
    pillar: str = one_of("pillar", (ALL, *PILLARS))
    kind: str = one_of("kind", (ALL, *KINDS))
    claim: str = one_of("claim", lambda dataset, _: ("", *(claim.id for claim in dataset.catalog.claims)))


@dataclass(frozen=True, slots=True)
class Value:
    """A computed figure; None or "" for what is missing or does not apply.

    then, now: values of both years of a change, in the unit of the indicator.
    """

    value: float | None = None
    year: int | None = None
    since: int | None = None
    economy: str = ""
    source: str = ""
    then: float | None = None
    now: float | None = None


def _convert(value: Any, convert: Callable[[Any], T]) -> T | None:
    return None if pd.isna(value) else convert(value)


def value_of(tables: Tables, figure: Figure) -> Value:
    """Compute a figure of a claim; its value is None if the tables of a snapshot lack what it needs."""
    kind = figure.kind
    if kind == "percent":
        then = _value_in_year(tables, figure, figure.since)
        now = _value_in_year(tables, figure, figure.year)
        if then.value is None or now.value is None or then.value <= 0:  # no growth from zero or less
            return Value(None, now.year, then.year, FOCUS)
        source = now.source if then.source == now.source else ""
        change = 100 * (now.value / then.value - 1)
        return Value(change, now.year, then.year, FOCUS, source, then.value, now.value)
    if kind in ("value", "other_rank"):
        return _value_in_year(tables, figure, figure.year)
    year, since = int(figure.year), int(figure.since) if figure.since else None
    if kind in ("others", "others_first_ten"):
        # Count the rankings that rank China in these years, or that place it in the top ten in one of them.
        rows = tables["other_rankings"]
        rows = rows[rows["ranking"].isin(figure.rankings) & (rows["economy"] == FOCUS)]
        rows = rows[rows["rank"].notna() & rows["year"].between(int(figure.since), year)]
        best = rows.groupby("ranking")["rank"].min()
        count = len(best) if kind == "others" else int((best <= TOP_RANKS).sum())
        return Value(float(count) if len(best) else None, year, since, FOCUS)
    if kind == "framework_changes":  # None where they cannot be counted
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


def _value_in_year(tables: Tables, figure: Figure, wanted: int | str) -> Value:
    """Return a value of an indicator, or a rank in another ranking, in a year or the latest year."""
    table, key, column = "observations", "indicator", "value"
    if figure.kind == "other_rank":
        table, key, column = "other_rankings", "ranking", "rank"
    rows = tables[table]
    rows = rows[(rows[key] == figure.series) & (rows["economy"] == FOCUS) & rows[column].notna()]
    latest = int(rows["year"].max()) if len(rows) else None
    year = wanted if isinstance(wanted, int) else latest
    value, source = _cell(rows, column, year=year)
    return Value(value, year, None, FOCUS, source)


def _cell(rows: pd.DataFrame, column: str, **where: int | str | None) -> tuple[float | None, str]:
    """Return value and release of the first row with these values in other columns."""
    for name, wanted in where.items():
        rows = rows[rows[name] == wanted]
    if rows.empty or pd.isna(rows[column].iloc[0]):
        return None, ""
    return float(rows[column].iloc[0]), _convert(rows["source"].iloc[0], str) or ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A claim with its figures, outcomes and verdict.

    figures: of the catalog by name; of an aim also the latest value of each judging row, by code; courses: of
    the judging rows of an aim, by code; support: outcome of each test of a statement, or whether each course
    is towards the aim; caveats: outcome of each caveat (None without data); evidence: how many outcomes of
    ``support`` have data, and how many of these are later than the article; before: verdict before the
    revisions of the snapshot, "" if it is the same.
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
    """Return whether a comparison holds; None if one of its figures has no value."""
    left = figures[test.figure].value
    right = figures[test.than].value if isinstance(test.than, str) else test.than
    return None if left is None or right is None else bool(_OPERATORS[test.op](left, right))


def verdict(kind: str, support: Sequence[bool | None]) -> str:
    """Return the verdict on a statement or an aim by its outcomes, None for those without data.

    A statement needs data for all outcomes; an aim is judged by those that have data.
    """
    if kind == "statement":
        if not support or None in support:
            return NOT_CHECKABLE
        return RIGHT if all(support) else WRONG
    outcomes = [holds for holds in support if holds is not None]
    if not outcomes:
        return NOT_MEASURED
    return MOVED if all(outcomes) else MIXED if any(outcomes) else NOT_MOVED


def _is_small_proxy(row: Mapping[Any, Any]) -> bool:
    values = [value for value in (row["first"], row["last"]) if not pd.isna(value)]
    is_small = max(values, default=0.0) < _MIN_PROXY_COUNT
    return row["strength"] == "proxy" and row["measure"] == "count" and is_small


def assess(claim: Claim, figures: dict[str, Value], rows: pd.DataFrame) -> Assessment:
    """Assess a claim by its figures and its judging rows (see ``judged_rows``)."""
    records = rows.to_dict("records")
    courses: dict[str, Course] = {row["code"]: row["course"] for row in records}
    support = tuple(passes_test(test, figures) for test in claim.tests)
    support += tuple(None if course == "none" else course == TOWARDS for course in courses.values())
    years = [figures[test.figure].year for test in claim.tests] + [row["last_year"] for row in records]
    judged = [row for row in records if courses[row["code"]] != "none"]
    if judged and all(_is_small_proxy(row) for row in judged):
        support = (None,) * len(support)
    known_years = [year for year, outcome in zip(years, support, strict=True) if outcome is not None]
    tests = [caveat.test for caveat in claim.caveats]
    caveats = tuple(True if test is None else passes_test(test, figures) for test in tests)
    values = {}
    for row in records:
        then, now = _convert(row["first"], float), _convert(row["last"], float)
        since, year = _convert(row["first_year"], int), _convert(row["last_year"], int)
        source = row["sources"] if isinstance(row["sources"], str) and " " not in row["sources"] else ""
        values[row["code"]] = Value(now, year, since, FOCUS, source, then, now)
    return Assessment(
        claim,
        figures | values,
        courses,
        support,
        caveats,
        verdict(claim.kind, support),
        (len(known_years), sum(year > ARTICLE_YEAR for year in known_years if year)),
    )


def assessments(catalog: Catalog, tables: Tables) -> list[Assessment]:
    """Assess all claims by the tables of a snapshot, in the order of the catalog."""
    scores = tables["gii_scores"]
    china_tables = {
        name: rows[rows["economy"] == FOCUS] if "economy" in rows else rows for name, rows in tables.items()
    }
    base = Base(
        catalog.indicators,
        by_indicator(tables["observations"]),
        scores,
        structure_with_scores(scores, tables["gii_structure"]),
        tables["gii_editions"],
    )
    evidence_of = cache(lambda number: evidence(base, catalog.strategy[number - 1], ()))
    return [
        assess(
            claim,
            {name: value_of(china_tables, figure) for name, figure in claim.figures.items()},
            judged_rows(base, claim, evidence_of),
        )
        for claim in catalog.claims
    ]


def without_revisions(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables with the values from before the revisions of the snapshot.

    Intervals, which follow from the scores, stay as they are.
    """
    revisions = tables["revisions"]
    result = dict(tables)
    rows = revisions[revisions["measure"] == "value"].rename(columns={"series": "indicator"})
    if len(rows):
        key = ["indicator", "economy", "year"]
        result["observations"] = _restore_old_values(tables["observations"], rows, key, "value")
    names = {"series": "code", "year": "edition"}
    for measure in ("rank", "score"):
        rows = revisions[revisions["measure"] == measure].rename(columns=names)
        if len(rows):
            key = ["edition", "economy", "code"]
            result["gii_scores"] = _restore_old_values(result["gii_scores"], rows, key, measure)
    return result


def _restore_old_values(
    frame: pd.DataFrame, revisions: pd.DataFrame, key: list[str], column: str
) -> pd.DataFrame:
    """Replace a column by the column old of the revisions, and restore rows that were withdrawn."""
    old = revisions[[*key, "old"]].rename(columns={"old": column})
    old_values = old.set_index(key)[column]
    index = pd.MultiIndex.from_frame(frame[key])
    is_revised = index.isin(old_values.index)
    restored = frame.copy()
    values = restored[column].astype("float64")
    values[is_revised] = old_values.reindex(index[is_revised]).to_numpy("float64")
    restored[column] = values.astype(frame[column].dtype)
    withdrawn = old[~pd.MultiIndex.from_frame(old[key]).isin(index)]
    if withdrawn.empty:
        return restored
    rows = withdrawn.reindex(columns=frame.columns)
    return pd.concat([restored, rows.astype(frame.dtypes)], ignore_index=True)


def claim_tables(catalog: Catalog, tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables claims, claim_figures and claim_tests, in the order of the claims."""
    now = assessments(catalog, tables)
    before = assessments(catalog, without_revisions(tables)) if len(tables["revisions"]) else now
    rows: list[tuple[object, ...]] = []
    figures: list[tuple[object, ...]] = []
    checks: list[tuple[object, ...]] = []
    for assessment, earlier in zip(now, before, strict=True):
        claim = assessment.claim
        rows.append(
            (
                *(claim.id, claim.number, claim.kind, claim.pillar, claim.statement.en, claim.statement.zh),
                *(assessment.verdict, None if earlier.verdict == assessment.verdict else earlier.verdict),
                *(*assessment.evidence, assessment.doubts),
            )
        )
        for name, value in assessment.figures.items():
            figure = claim.figures.get(name)
            kind_and_series = (figure.kind, figure.series) if figure else (MOVE, name)
            cells = value.since, value.year, value.value, value.then, value.now, value.source or None
            figures.append((claim.id, name, *kind_and_series, value.economy or None, *cells))
        tests: list[tuple[str, str | None, str | None, str | None, str | None]] = [
            *((SUPPORT, *_comparison_cells(test), None) for test in claim.tests),
            *((SUPPORT, code, TOWARDS, None, course) for code, course in assessment.courses.items()),
            *((CAVEAT, *_comparison_cells(caveat.test), None) for caveat in claim.caveats),
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


def _comparison_cells(test: Check | None) -> tuple[str | None, str | None, str | None]:
    if test is None:
        return None, None, None
    return test.figure, test.op, test.than if isinstance(test.than, str) else f"{test.than:g}"


def stored_assessments(claims: Sequence[Claim], tables: Tables) -> list[Assessment]:
    """Read the assessments in a snapshot: statements first, then aims by strategic pillar.

    tables: those named in TABLES. Figures that the snapshot lacks have no value.
    """
    rows = {str(row["claim"]): row for row in tables[CLAIMS.name].to_dict("records")}
    figures, tests = tables[CLAIM_FIGURES.name], tables[CLAIM_TESTS.name]
    stored = [claim for claim in claims if claim.id in rows]
    result = []
    for claim in sorted(stored, key=lambda claim: (KINDS.index(claim.kind), claim.pillar)):
        row, claim_tests = rows[claim.id], tests[tests["claim"] == claim.id]
        support = claim_tests[claim_tests["role"] == SUPPORT]
        courses = support.dropna(subset="course")
        values = {name: Value() for name in claim.figures}
        for figure in figures[figures["claim"] == claim.id].to_dict("records"):
            if figure["figure"] in values or figure["kind"] == MOVE:
                value, year = _convert(figure["value"], float), _convert(figure["year"], int)
                since, then = _convert(figure["since"], int), _convert(figure["value_since"], float)
                now = _convert(figure["value_year"], float)
                economy, source = (_convert(figure[key], str) or "" for key in ("economy", "source"))
                values[str(figure["figure"])] = Value(value, year, since, economy, source, then, now)
        result.append(
            Assessment(
                claim,
                values,
                dict(zip(courses["figure"], courses["course"], strict=True)),
                _read_outcomes(support, len(courses) or len(claim.tests)),
                _read_outcomes(claim_tests[claim_tests["role"] == CAVEAT], len(claim.caveats)),
                str(row["verdict"]),
                (int(row["tests"]), int(row["tests_recent"])),
                _convert(row["verdict_before"], str) or "",
            )
        )
    return result


def _read_outcomes(rows: pd.DataFrame, count: int) -> tuple[bool | None, ...]:
    outcomes = {
        int(test): _convert(holds, bool) for test, holds in zip(rows["test"], rows["holds"], strict=True)
    }
    return tuple(outcomes.get(number) for number in range(1, count + 1))


def filter_claims(claims: Sequence[Assessment], choice: Choice) -> list[Assessment]:
    """Return the claims that match a choice, in their order."""
    return [
        assessment
        for assessment in claims
        if choice.verdict in (ALL, assessment.verdict)
        and choice.pillar in (ALL, str(assessment.claim.pillar))
        and choice.kind in (ALL, assessment.claim.kind)
    ]


def count_verdicts(claims: Sequence[Assessment], kind: str = ALL) -> dict[str, int]:
    """Count the claims of one kind, or of all, by verdict."""
    counter = Counter(each.verdict for each in claims if kind in (ALL, each.claim.kind))
    return {verdict: counter[verdict] for verdict in VERDICTS}


def changed_verdicts(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, list[str]]:
    """Return the claims of two tables of claims whose verdict differs: {claim: [old, new]}."""
    before = dict(zip(old["claim"], old["verdict"], strict=True))
    return {
        str(claim): [str(before[claim]), str(now)]
        for claim, now in zip(new["claim"], new["verdict"], strict=True)
        if claim in before and before[claim] != now
    }


@cached
def claim_assessments(dataset: Dataset) -> list[Assessment]:
    """Return the assessed claims: statements first, then aims by strategic pillar."""
    tables = {name: dataset.table(name) for name in TABLES}
    return stored_assessments(dataset.catalog.claims, tables)


@cached
def judging_rows(dataset: Dataset, claim: str) -> pd.DataFrame:
    """Return ``judged_rows`` of the claim with an id; empty for a statement."""
    entry = next(entry for entry in dataset.catalog.claims if entry.id == claim)
    return judged_rows(evidence_base(dataset), entry, partial(pillar_evidence, dataset))


def claims(chosen: Sequence[Assessment], dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return the file of claims: one row for each figure, or one for a claim without figures."""
    claim_rows = pd.DataFrame(
        [
            (
                *(each.claim.id, each.claim.number, each.claim.kind, each.claim.pillar or None),
                *(each.claim.statement.get(lang), each.verdict, each.before or None),
                *(*each.evidence, each.doubts),
            )
            for each in chosen
        ],
        columns=[
            *("claim", "number", "kind", "strategic_pillar", "statement", "verdict", "verdict_before"),
            *("tests", "tests_recent", "caveats"),
        ],
    )
    claim_rows["strategic_pillar"] = claim_rows["strategic_pillar"].astype("Int64")
    figures = dataset.table(CLAIM_FIGURES.name).rename(columns={"kind": "figure_kind"})
    frame = claim_rows.merge(figures, on="claim", how="left")
    indicators = dataset.catalog.indicators
    scales = frame["series"].map({code: indicator.scale for code, indicator in indicators.items()})
    scales = scales.where(frame["figure_kind"].isin(("value", MOVE))).astype("float64").fillna(1.0)
    for name in ("value", "value_since", "value_year"):
        frame[name] *= scales
    frame["unit"] = [_unit(dataset, row, lang) for row in frame.to_dict("records")]
    frame["publisher"] = [publisher or OWN for publisher in dataset.provenance("publisher", frame["source"])]
    frame["source"] = frame["source"].fillna(OWN_CALCULATION)
    rows = with_terms(frame, dataset, "vintage", "licence")
    releases = dataset.sources.loc[rows["source"]].to_dict("records")
    rows["licence"] = [
        of_release(release, year, dataset.licences, dataset.catalog)
        for release, year in zip(releases, rows["year"], strict=True)
    ]
    return rows


def _unit(dataset: Dataset, row: Mapping[Any, Any], lang: str) -> str | None:
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
