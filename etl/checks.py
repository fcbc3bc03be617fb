"""The checks of all rules of a snapshot, and the report: what was checked, and what was broken."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.index.composition import INPUT_PILLARS, PILLAR_WEIGHTS, index_scores, rebuild
from analysis.index.precision import MEAN_ERRORS, MEAN_OF_PILLARS, ORDER_OF_SCORES, half_widths, rank_range
from analysis.index.strengths import MIN_COVERAGE, MIN_LOW_SUBPILLARS, has_low_coverage
from analysis.reshape import pivot_scores
from data.article import FOCUS, FOCUS_NAME
from data.catalog import Catalog
from data.codes import level_of
from data.contract import ANCHORS, Violation, violation_of
from data.languages import IN_TABLES
from data.release_notes import read_accepted
from data.schema import OTHER_RANKINGS, RULES, TABLES, VALIDATION, VERDICTS_OF
from etl.plausibility import out_of_bounds, violations, within_bounds

Tables = Mapping[str, pd.DataFrame]
ALL: Final = "all"
DECIMALS: Final = 9
"""Decimals of deviations: smaller ones are floating-point noise."""
Worst = tuple[float, float, str | None]
"""The largest deviation of a check, its tolerance, and the unit of both."""
UNMEASURED: Final[Worst] = (np.nan, np.nan, None)
Wrong = tuple[pd.Series, str, str]
"""Mask of wrong rows, their column, and the problem with columns of the row in braces."""


@dataclass(slots=True)
class Report:
    """Notes of the gates by rule and subject."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)

    def rule(
        self,
        name: str,
        subject: object,
        checked: int,
        violations: Iterable[Violation],
        *,
        worst: Worst = UNMEASURED,
        exceptions: int = 0,
    ) -> list[Violation]:
        """Record a check and return its violations; notes on the same subject add up.

        ``name`` is one of RULES; ``worst`` the largest deviation, if the rule measures one.
        """
        broken = list(violations)
        self.notes.append((name, RULES[name], str(subject), checked, len(broken), exceptions, *worst))
        return broken

    def judge(
        self,
        name: str,
        table: str,
        rows: pd.DataFrame,
        wrong: Sequence[Wrong],
        *,
        by: str = "",
        checked: pd.Series | bool = True,
        worst: tuple[pd.Series, pd.Series | float, str] | None = None,
    ) -> Iterator[Violation]:
        """Yield one violation for each wrong row, and record the check as ``rule`` does.

        ``table`` names the rows by its key; ``by`` is the column of the subject, "" for one
        subject; ``checked`` says which rows count, or how many cells of each; ``worst`` gives
        deviations, their tolerance and the unit.
        """
        subjects = rows[by] if by else pd.Series(ALL, rows.index)
        counts = pd.Series(checked, rows.index)
        off, limits, unit = worst or (pd.Series(np.nan, rows.index), np.nan, None)
        limits = pd.Series(limits, rows.index)
        violations: dict[object, list[Violation]] = {}
        for mask, column, problem in wrong:
            broken = mask[rows.index].fillna(value=False).to_numpy(bool)
            for row in rows[broken].assign(subject=subjects).to_dict("records") if broken.any() else ():
                words = problem.format(**{str(key): value for key, value in row.items()})
                violation = violation_of(TABLES[table], row, column, words)
                violations.setdefault(row["subject"], []).append(violation)
        for subject, places in subjects.groupby(subjects).groups.items():
            far, largest, count = off[places].dropna(), UNMEASURED, int(counts[places].sum())
            if len(far):
                index: Any = far.idxmax()
                largest = (float(far[index]), float(limits[index]), unit)
            yield from self.rule(name, subject, count, violations.get(subject, ()), worst=largest)

    def frame(self) -> pd.DataFrame:
        """Return the table validation; a rule with nothing to check is "untested"."""
        noted = {note[0] for note in self.notes}
        unmet = [(rule, gate, ALL, 0, 0, 0, *UNMEASURED) for rule, gate in RULES.items() if rule not in noted]
        notes = pd.DataFrame([*self.notes, *unmet], columns=VALIDATION.columns[:-1])
        notes["rule"] = pd.Categorical(notes["rule"], list(RULES))
        notes = notes.sort_values("deviation", ascending=False, kind="stable")
        ways = dict.fromkeys(("gate", "deviation", "tolerance", "unit"), "first")
        ways |= dict.fromkeys(("checked", "broken", "exceptions"), "sum")
        rows = notes.groupby(["rule", "subject"], observed=True).agg(ways).reset_index().round(DECIMALS)
        outcomes = {"broken": "broken", "exceptions": "exception", "checked": "passed"}
        met = [rows[name] > 0 for name in outcomes]
        rows["outcome"] = np.select(met, list(outcomes.values()), "untested")
        return rows[VALIDATION.columns].astype(VALIDATION.dtypes)


Gate = Callable[[Tables, Catalog, Report], Iterator[Violation]]


def check_ranks(tables: Tables, _: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every impossible rank of gii_scores.

    An edition with overall scores is complete: its ranks are 1 to the number of its economies.
    Rank and bounds fit each other; a rank published with scores has a score. Each rank lies
    between the best and the worst that the scores allow, given their rounding.
    """
    scores = tables["gii_scores"]
    overall = scores[scores["code"] == "GII"].sort_values("rank")
    by_edition, rank = overall.groupby("edition"), overall["rank"]
    complete, before = by_edition["score"].transform("count") > 0, by_edition["rank"].shift(fill_value=0)
    twice = rank.notna() & overall.duplicated(["edition", "rank"], keep=False)
    wrong = [
        (twice, "rank", "rank {rank} stands twice in the edition"),
        (complete & rank.isna(), "rank", "the economy has no rank"),
        (complete & (rank - before > 1), "rank", "no economy has rank {one_less}, the one before it"),
    ]
    rows = overall.assign(one_less=rank - 1)
    yield from report.judge("ranks-complete", "gii_scores", rows, wrong, by="edition", checked=rank.notna())
    rank, low, high = (scores[name] for name in ("rank", "rank_low", "rank_high"))
    scored, ranked = scores["score"].notna(), rank.notna()
    lists = [scores["edition"], scores["code"]]
    exact = scores["rank_source"].notna() & (scores["rank_source"] == scores["score_source"])
    with_scores, with_ranks = (kind.groupby(lists).transform("any") for kind in (scored, exact))
    unfit = (low > high) | (rank < low) | (rank > high) | (low.isna() != high.isna())
    wrong = [
        (unfit, "rank", "rank {rank}, rank_low {rank_low} and rank_high {rank_high} do not fit each other"),
        (with_scores & ranked & ~scored, "score", "rank {rank} has no score beside it"),
        (with_ranks & ~ranked & scored, "rank", "the score {score:g} has no rank beside it"),
    ]
    either = ranked | low.notna() | high.notna()
    yield from report.judge("ranks-paired", "gii_scores", scores, wrong, checked=either)
    best, worst = allowed_ranks(scores)
    outside = scored & scores["doubt"].isna() & ((rank < best) | (rank > worst))
    apart = scored & ~ranked & ((low > worst) | (high < best))
    problem = "rank {rank} is not in the order of the scores: {score:g} is "
    wrong = [
        (outside & (best == worst), "rank", problem + "rank {best}"),
        (outside & (best < worst), "rank", problem + "a rank from {best} to {worst}"),
        (apart, "rank_low", "ranks {rank_low} to {rank_high} do not fit the order of the scores"),
    ]
    # a doubtful rank deviates as far as the nearer of its bounds
    nearer, farther = (bound.where(~ranked, rank).astype("float64") for bound in (low, high))
    # our own ranks are derived from the scores, so they test nothing
    published = scores["rank_source"].notna() & (scores["rank_source"] != ORDER_OF_SCORES)
    off = pd.concat([best - farther, nearer - worst], axis=1).max(axis=1).clip(lower=0)
    off = off.where(scored & published & scores["doubt"].isna())
    rows, places = scores.assign(best=best, worst=worst), (off, 0.0, "places")
    yield from report.judge(
        "ranks-in-order", "gii_scores", rows, wrong, by="edition", checked=off.notna(), worst=places
    )


def allowed_ranks(scores: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the best and the worst rank that the scores allow, for each row of gii_scores.

    An economy without a score may have any rank: it widens the range by one place.
    """
    widths = half_widths(scores).to_numpy("float64")
    values = scores["score"].to_numpy("float64")
    codes = scores["score_source"].astype("category").cat.codes
    groups = np.where(scores["score_source"].isin(list(MEAN_ERRORS)), -1, codes).astype("int64")
    bounds = np.zeros((2, len(scores)), "int64")
    economies = scores.groupby("edition")["economy"].transform("nunique").to_numpy("int64")
    for rows in scores.groupby(["edition", "code"]).indices.values():
        unknown = economies[rows[0]] - int(np.isfinite(values[rows]).sum())
        best, worst = rank_range(values[rows], widths[rows], groups[rows])
        bounds[:, rows] = best, worst + unknown
    return pd.Series(bounds[0], scores.index), pd.Series(bounds[1], scores.index)


EXACT_TOLERANCE: Final = 1e-5
"""Points at full precision: covers copies of six decimals, far below any real difference."""
ROUNDING_TOLERANCE: Final = 1e-6
ONE_DECIMAL_EXPORT: Final = ("portal_export_2019", 0.075)
"""Source of one-decimal scores, and the largest gap in points between its index and its pillars."""
KNOWN_GAPS: Final = {(2011, "CHE", "GII"): 1.686, (2016, "", "6.2"): 0.0201}
"""Points by (edition, economy or "" for all, code) that rounding does not explain.

Three lists print this score of Switzerland, which is not the mean of its sub-indices. 6.2 of 2016 comes from
another table than its indicators.
"""
FROM_PILLARS: Final = "index-from-pillars"
FROM_PARTS: Final = {
    "index": "index-from-subindices",
    "subindex": "subindices-from-pillars",
    "pillar": "pillars-from-subpillars",
    "subpillar": "subpillars-from-indicators",
}
"""Rule by level whose scores follow from the next lower level."""


def check_scores(tables: Tables, _: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every score of gii_scores that does not follow from its parts."""
    scores = tables["gii_scores"]
    scores = scores.assign(width=half_widths(scores), own=scores["score_source"] == MEAN_OF_PILLARS)
    for edition, parts in tables["gii_structure"].groupby("edition"):
        here = scores[scores["edition"] == edition]
        if {"GII", *PILLAR_WEIGHTS} <= set(here["code"].unique()):
            for cells in _compute_from_parts(here, parts):
                yield from _check_rebuilt(cells, report)


def _check_rebuilt(cells: pd.DataFrame, report: Report) -> Iterator[Violation]:
    gap = (cells["score"] - cells["given"]).abs()
    exact = (cells["limit"] == 0) | cells["limit"].isna()
    allowed = (cells["limit"] + ROUNDING_TOLERANCE).mask(exact, EXACT_TOLERANCE)
    beyond = (gap > allowed) | (cells["score"].isna() & cells["given"].notna() & exact)
    excused = pd.Series(0.0, cells.index)
    for (edition, economy, code), known_gap in KNOWN_GAPS.items():
        same_code = (cells["edition"] == edition) & (cells["code"] == code)
        excused[same_code & ((cells["economy"] == economy) | (economy == ""))] = known_gap
    is_known = beyond & (gap <= excused)
    for row in cells.assign(gap=gap, excused=excused)[is_known & ~cells["own"]].to_dict("records"):
        subject, worst = f"{row['edition']} {row['economy']}", (row["gap"], row["excused"], "points")
        yield from report.rule("known-gap", subject, 1, (), worst=worst, exceptions=1)
    gap = gap.mask(cells["own"] | is_known)
    problem = "{parts} give {given:.4f}, the score is "
    wrong = [
        (beyond & ~is_known & cells["score"].notna(), "score", problem + "{score:.4f}"),
        (beyond & ~is_known & cells["score"].isna(), "score", problem + "missing"),
    ]
    largest = (gap, allowed, "points")
    for rule, rows in cells.groupby("rule", sort=False):
        yield from report.judge(
            str(rule), "gii_scores", rows, wrong, by="edition", checked=gap.notna(), worst=largest
        )


def _compute_from_parts(scores: pd.DataFrame, structure: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the scores of an edition beside those computed from their parts: from the pillars, then by level.

    Columns edition, economy, code, rule, score, given (computed), limit (of the gap that rounding
    explains), parts (in words) and own (score or parts are our own means, so that the comparison
    tests nothing).
    """
    edition = scores["edition"].iloc[0]
    score, width, is_own = (pivot_scores(scores, edition, column) for column in ("score", "width", "own"))
    index, index_limit = (index_scores(frame)[["GII"]] for frame in (score, width))
    index_limit += width[["GII"]]
    if (scores["score_source"] == ONE_DECIMAL_EXPORT[0]).any():
        index_limit = index_limit.clip(upper=ONE_DECIMAL_EXPORT[1])
    parents = structure.set_index("code")["parent"].dropna()
    # a missing part changes the weights below the pillars: the widest part bounds them all
    widest, parts_are_own = (frame.T.groupby(parents).max().T for frame in (width, is_own))
    above = structure[structure["parent"].isin(["GII", "IN", "OUT"])]
    widest.update(rebuild(width.fillna(0), above))
    codes = {code: FROM_PARTS[level_of(code)] for code in parents.unique()}
    words = structure.groupby("parent")["code"].agg(", ".join)
    for given, limit, means, rules, parts in (
        (index, index_limit, is_own * 0, {"GII": FROM_PILLARS}, {"GII": "the seven pillars"}),
        (rebuild(score, structure), width + widest.fillna(0), is_own + parts_are_own, codes, words),
    ):
        frames = {"score": score, "given": given, "limit": limit, "own": means}
        cells = {name: frame[[*given]].to_numpy().ravel("F") for name, frame in frames.items()}
        names = {"economy": np.tile(score.index, given.shape[1]), "code": np.repeat([*given], len(score))}
        table = pd.DataFrame(names | cells).assign(edition=edition, own=cells["own"] > 0)
        yield table.assign(rule=table["code"].map(rules), parts=table["code"].map(parts))


KNOWN_INTERVALS: Final = {
    ("weights", "portal_export_2019"): (2019, 13, 17),
    ("weights", "wipo_tech1_2021"): (2021, 11, 14),
    ("weights", "wipo_tech1_2022"): (2022, 10, 12),
    ("weights", "wipo_tech1_2023"): (2023, 11, 12),
    ("weights", "wipo_tech1_2024"): (2024, 10, 12),
    ("weights", "wipo_tech1_2025"): (2025, 8, 10),
    ("published", ""): (2020, 9, 16),
}
"""China's intervals by kind and release of the scores: edition, best and worst rank. The publisher printed
the last one; the others were computed before this code was written."""


def check_intervals(tables: Tables, _: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every interval that is malformed, leaves its bounds, or excludes the published rank.

    No draw of weights can leave the bounds: they hold for all weights and both aggregations.
    China's intervals are those of KNOWN_INTERVALS if they rest on the same scores.
    """
    intervals, scores = tables["gii_intervals"], tables["gii_scores"]
    overall = scores.loc[scores["code"] == "GII", ["edition", "economy", "rank", "score_source"]]
    sizes = overall.groupby("edition")["rank"].count()
    rows = intervals.merge(overall.rename(columns={"rank": "given"}), how="left", on=["edition", "economy"])
    rows["size"] = rows["edition"].map(sizes).fillna(0)
    low, high, outer_low, outer_high = (rows[name] for name in ("low", "high", "outer_low", "outer_high"))
    single = outer_low.isna() != outer_high.isna()
    outside = ~single & ((outer_low > low) | (high > outer_high))
    beyond = "{} {{{}}} is beyond the economies of the edition"
    wrong = [
        (low > high, "low", "low {low} is above high {high}"),
        *((rows[name] > rows["size"], name, beyond.format(name, name)) for name in ("high", "outer_high")),
        (single, "outer_low", "outer_low and outer_high stand together or not at all"),
        (outside, "outer_low", "{low} to {high} is not in {outer_low} to {outer_high}"),
    ]
    yield from report.judge("intervals-inside", "gii_intervals", rows, wrong, by="kind")
    without = rows["given"].isna() | (rows["given"] < low) | (rows["given"] > high)
    wrong = [(without, "low", "the published rank {given} is not in {low} to {high}")]
    ranked = rows[rows["kind"] != "imputed"]  # a kind of older snapshots, which ranks other scores
    yield from report.judge("intervals-hold-rank", "gii_intervals", ranked, wrong, by="kind")
    drawn, limits = (intervals[intervals["kind"] == kind] for kind in ("weights", "bounds"))
    pairs = drawn.merge(limits, on=["edition", "economy"], suffixes=("", "_limit"))
    leaves = (pairs["low"] < pairs["low_limit"]) | (pairs["high"] > pairs["high_limit"])
    wrong = [(leaves, "low", "{low} to {high} leaves the bounds {low_limit} to {high_limit}")]
    yield from report.judge("draws-in-bounds", "gii_intervals", pairs, wrong)
    for (kind, release), (edition, best, worst) in KNOWN_INTERVALS.items():
        china = rows[rows["economy"].eq("CHN") & rows["kind"].eq(kind) & rows["edition"].eq(edition)]
        china = china[china["score_source"].eq(release) | (release == "")]
        off = pd.concat([china["low"] - best, china["high"] - worst], axis=1).abs().max(axis=1)
        wrong = [(off > 0, "low", f"{{low}} to {{high}} is not the interval known, {best} to {worst}")]
        largest = (off, 0.0, "places")
        yield from report.judge("intervals-known", "gii_intervals", china, wrong, by="edition", worst=largest)


HIDDEN_WEIGHT_EDITION: Final = 2012
"""Edition whose report counts one half weight more than its scores show: they show only ratios."""


def check_counts(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every count that is wrong and every anchor that does not hold."""
    scores, structure = tables["gii_scores"], tables["gii_structure"]
    ranks = scores.loc[scores["code"] == "GII", ["edition", "economy", "code", "rank"]]
    key = ["edition", "economy"]
    anchors = pd.DataFrame([(*row, rank) for row, rank in ANCHORS.items()], columns=[*key, "must"])
    anchors = anchors.assign(code="GII").merge(ranks, how="left")
    off = (anchors["rank"] - anchors["must"]).abs().astype("float64")
    wrong = [
        (off > 0, "rank", "the rank must be {must}, it is {rank}"),
        (off.isna(), "rank", "the rank must be {must}, it is missing"),
    ]
    worst = (off, 0.0, "places")
    yield from report.judge("headline", "gii_scores", anchors, wrong, by="edition", worst=worst)
    # every edition must rank the economy of the anchors
    rows = {"edition": scores["edition"].unique(), "economy": anchors["economy"].iloc[0], "code": "GII"}
    china = pd.DataFrame(rows).merge(ranks, how="left")
    wrong = [(china["rank"].isna(), "rank", "the edition does not rank {economy}")]
    yield from report.judge("china-ranked", "gii_scores", china, wrong)
    editions, counted = tables["gii_editions"], _count_parts(scores, structure)
    editions = editions.join(counted.add_suffix("_found"), on="edition")
    apart = pd.DataFrame({name: editions[name] - editions[f"{name}_found"] for name in counted})
    problem = "{}: {{{}}} stated, {{{}_found}} found"
    wrong = [
        (apart[name] != 0, name, problem.format(name.replace("_", " "), name, name))
        for name in map(str, apart)
    ]
    checked = apart.notna().sum(axis=1)
    yield from report.judge("counts-stated", "gii_editions", editions, wrong, by="edition", checked=checked)
    yield from _check_grid(scores, structure, report)
    observations, sources = tables["observations"], tables["sources"]
    series = observations.drop_duplicates("indicator")
    unknown = ~series["indicator"].isin(list(catalog.indicators))
    wrong = [(unknown, "indicator", "{indicator} is not in data/catalog/indicators.toml")]
    yield from report.judge("catalogued", "observations", series, wrong)
    unknown = ~sources["family"].isin(list(catalog.sources))
    unlicensed = sources["licence"].notna() & ~sources["licence"].isin(list(catalog.licences))
    wrong = [
        (unknown, "family", "{family} is not in data/catalog/sources.toml"),
        (unlicensed, "licence", "{licence} is not in data/catalog/licences.toml"),
    ]
    families = ~sources.duplicated("family")
    yield from report.judge("catalogued", "sources", sources, wrong, checked=families)
    vintage = observations["source"].map(sources.set_index("source")["vintage"])
    other = vintage.notna() & (vintage != observations["vintage"])
    wrong = [(other, "vintage", "{vintage} is not the vintage of {source}")]
    yield from report.judge("vintages", "observations", observations, wrong)


def _count_parts(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return what can be counted in each edition, by the columns of gii_editions that state it."""
    overall = scores[scores["code"] == "GII"].groupby("edition")
    counted = overall[["score", "rank"]].count().set_axis(["scores", "ranks"], axis=1)
    counted["economies"] = counted["ranks"].where(counted["scores"] > 0)
    parts = structure[structure["level"] == "indicator"]
    parts = parts.merge(scores[["edition", "code"]].drop_duplicates(), how="left", indicator="found_in")
    inputs = ("P" + parts["code"].str[0]).isin(INPUT_PILLARS)
    half, scored = parts["weight"] == 0.5, parts["found_in"] == "both"
    by_edition = parts.assign(inputs=inputs, outputs=~inputs, half=half, scored=scored).groupby("edition")
    counted["indicators"] = by_edition.size()
    counted[["input_indicators", "output_indicators"]] = by_edition[["inputs", "outputs"]].sum()
    # weights are known only if all indicators have scores
    counted["half_weight_indicators"] = by_edition["half"].sum().where(by_edition["scored"].all())
    counted.loc[counted.index == HIDDEN_WEIGHT_EDITION, "half_weight_indicators"] += 1
    return counted.astype("Int64")


def _check_grid(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every missing row of gii_scores, and every code outside the structure.

    An economy has all codes of a level, or none: older editions lack some below the pillars.
    """
    for edition, rows in scores[["edition", "economy", "code"]].groupby("edition"):
        levels = structure.loc[structure["edition"] == edition, ["edition", "code", "level"]]
        scored = rows.merge(levels, how="left")
        unlisted = scored["level"].isna() & ~scored.duplicated("code")
        wrong = [(unlisted, "code", "an unlisted code has scores")]
        yield from report.judge("grid", "gii_structure", scored, wrong, by="edition")
        expected = scored[["edition", "economy", "level"]].drop_duplicates().merge(levels)
        expected = expected.merge(scored, how="left", indicator="found_in")
        wrong = [(expected["found_in"] == "left_only", "code", "the row is missing")]
        yield from report.judge("grid", "gii_scores", expected, wrong, by="edition", checked=False)
    year, parent = structure["edition"].astype(str), structure["parent"]
    orphan = parent.notna() & ~(year + parent).isin(year + structure["code"])
    wrong = [(orphan, "parent", "the parent {parent} is not in the edition")]
    yield from report.judge("grid", "gii_structure", structure, wrong, by="edition", checked=False)


HEADLINE_CLAIM: Final = "C1"


def check_claims(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every claim without one verdict or not in the catalog, and a headline on other ranks."""
    claims, figures = tables["claims"], tables["claim_figures"]
    catalogued = pd.DataFrame({"claim": [claim.id for claim in catalog.claims]})
    catalogued["verdicts"] = catalogued["claim"].map(claims["claim"].value_counts()).fillna(0).astype(int)
    wrong = [(catalogued["verdicts"] != 1, "verdict", "it must have one verdict, it has {verdicts}")]
    yield from report.judge("verdicts", "claims", catalogued, wrong)
    allowed = claims["kind"].map(VERDICTS_OF)
    foreign = [verdict not in of_kind for verdict, of_kind in zip(claims["verdict"], allowed, strict=True)]
    problem = "a claim of kind {kind} cannot have the verdict {verdict}"
    wrong = [
        (~claims["claim"].isin(catalogued["claim"]), "claim", "it is not in data/catalog/claims.toml"),
        (pd.Series(foreign, claims.index), "verdict", problem),
    ]
    yield from report.judge("verdicts", "claims", claims, wrong, checked=False)
    of_index = figures[figures["kind"].eq("rank") & figures["series"].eq("GII")]
    for claim in (item for item in catalog.claims if item.number == HEADLINE_CLAIM):
        tested = of_index["figure"].isin([test.figure for test in claim.tests])
        rows = of_index[tested & of_index["claim"].eq(claim.id)]
        ranks = rows.set_index(["year", "economy"])["value"].to_dict()
        article = catalog.article  # packs of other economies may claim any rank
        claimed = set(product(article.editions, [article.economy]))
        anchors = {key: rank for key, rank in ANCHORS.items() if key in claimed}
        broken = []
        for (edition, economy), rank in anchors.items():
            computed = ranks.get((edition, economy), "missing")
            if computed != rank:
                row = f"claim {claim.id}, edition {edition}"
                problem = f"the rank must be {rank}, it is {computed}"
                broken.append(Violation("claim_figures", row, "value", problem))
        yield from report.rule("headline-claim", ALL, len(anchors), broken)


LEVELS_OF_COLUMN: Final = {
    "value": ("indicator",),
    "data_year": ("indicator",),
    "outdated": ("indicator",),
    "low_coverage": ("subpillar", "pillar"),
}


def check_coverage(tables: Tables, _: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every flag of gii_scores that is wrong or stands on the wrong level."""
    scores, structure = tables["gii_scores"], tables["gii_structure"]
    levels = scores["code"].map({code: level_of(code) for code in scores["code"].unique()})
    dated = scores["data_year"].notna()
    since = scores["edition"].isin(scores.loc[dated, "edition"].unique())
    single = since & (scores["value"].notna() != dated)
    wrong = []
    for column, allowed in LEVELS_OF_COLUMN.items():
        problem = f"this column belongs to {' and '.join(allowed)} rows only"
        wrong.append((scores[column].notna() & ~levels.isin(allowed), column, problem))
    wrong += [
        (scores["outdated"].notna() & ~dated, "outdated", "the flag has no data year beside it"),
        (single, "data_year", "an indicator has both a value and a data year, or neither"),
        (scores["data_year"] > scores["edition"], "data_year", "the year {data_year} is after the edition"),
    ]
    flags = scores[list(LEVELS_OF_COLUMN)].notna().sum(axis=1)
    yield from report.judge("flags-in-place", "gii_scores", scores, wrong, checked=flags)
    words = {True: "true", False: "false"}
    problem = (
        f"with fewer than {MIN_COVERAGE:.0%} of its indicators, or {MIN_LOW_SUBPILLARS} such sub-pillars, it "
        "is flagged, so the flag must be {rule}, not {stated}"
    )
    for edition in scores.loc[scores["low_coverage"].notna(), "edition"].unique():
        cells, parts = (frame[frame["edition"] == edition] for frame in (scores, structure))
        rule = has_low_coverage(pivot_scores(cells, edition), parts).melt(
            var_name="code", value_name="rule", ignore_index=False
        )
        cells = cells.merge(rule.reset_index(), on=["economy", "code"])
        given, stated = cells["low_coverage"].notna(), cells["low_coverage"].map(words).fillna("blank")
        cells = cells.assign(rule=cells["rule"].map(words), stated=stated)
        wrong = [(stated != cells["rule"], "low_coverage", problem)]
        yield from report.judge("coverage-rule", "gii_scores", cells, wrong, by="edition", checked=given)


def check_concepts(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_structure whose concept is missing, doubled or of another level."""
    structure = tables["gii_structure"]
    has_concept, level = structure["concept"].notna(), structure["code"].map(level_of)
    twice = has_concept & structure.duplicated(["edition", "measure"])
    repeated = has_concept & structure.duplicated(["edition", "concept"])
    own_level = structure["concept"].map({item.id: item.level for item in catalog.concepts.values()})
    wrong = [
        (~has_concept, "concept", "the concept is missing"),
        (twice, "concept", "another code of the edition measures {measure} already"),
        (repeated, "concept", "another code of the edition is {concept} already"),
        (own_level.notna() & (own_level != level), "concept", "{concept} is of the level {own_level}"),
    ]
    yield from report.judge("concepts", "gii_structure", structure.assign(own_level=own_level), wrong)


CONTEXT_FIGURES: Final = ["population", "gdp_ppp", "gdp_per_head"]
MAX_GDP_RATIO: Final = 1.8
"""Largest ratio between GDP and population times GDP per head. It is up to 1.6 in the workbooks, whose years
differ; with the GDP of China or India in market dollars it would be 2 and more."""


def check_context(tables: Tables, _: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_economies that is missing, too many or cannot be right."""
    context, scores = tables["gii_economies"], tables["gii_scores"]
    listed = context[["edition", "economy"]]
    ranked = scores.loc[scores["code"].eq("GII") & scores["edition"].isin(listed["edition"]), list(listed)]
    both = listed.merge(ranked, how="outer", indicator="found_in")
    lost = both["found_in"] == "right_only"
    wrong = [
        (lost, "economy", "the row is missing"),
        (both["found_in"] == "left_only", "economy", "the edition does not rank this economy"),
    ]
    yield from report.judge("context-rows", "gii_economies", both, wrong, checked=~lost)
    wrong = [(context[name] <= 0, name, f"{{{name}:g}} is not above 0") for name in CONTEXT_FIGURES]
    figures = context[CONTEXT_FIGURES].notna().sum(axis=1)
    yield from report.judge("context-positive", "gii_economies", context, wrong, checked=figures)
    given = context["population"] * context["gdp_per_head"] / 1e6  # thousands x dollars, in billions
    ratio = context["gdp_ppp"] / given
    apart = ratio.where(ratio >= 1, 1 / ratio)
    problem = "population and gdp_per_head give {given:,.1f} billion, not {gdp_ppp:,.1f}"
    wrong = [((ratio > MAX_GDP_RATIO) | (ratio < 1 / MAX_GDP_RATIO), "gdp_ppp", problem)]
    rows = context.assign(given=given)
    worst = (apart.replace(float("inf"), float("nan")), MAX_GDP_RATIO, "times")
    yield from report.judge(
        "context-agrees", "gii_economies", rows, wrong, checked=apart.notna(), worst=worst
    )


SERIES_OF: Final = {
    "gerd": "GB.XPD.RSDV.GD.ZS",
    "researchers": "SP.POP.SCIE.RD.P6",
    "tertiary-enrolment": "SE.TER.ENRR",
    "domestic-credit": "FS.AST.PRVT.GD.ZS",
}
"""Series of the World Bank by the concept of the index that it measures in the same unit."""
MAX_DIFFERENCE: Final = 0.1
"""Share: revisions change single values, but a wrong column or unit changes all of them."""
MIN_PAIRS: Final = 20
"""Number of pairs of values needed for a median."""


def check_agreement(tables: Tables, _: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every edition and concept whose values are far from those of the other publisher."""
    scores, structure, observations = (
        tables[name] for name in ("gii_scores", "gii_structure", "observations")
    )
    parts = structure.loc[structure["concept"].isin(SERIES_OF), ["edition", "code", "concept"]]
    values = scores.loc[scores["value"].notna(), ["edition", "economy", "code", "value", "data_year"]]
    values = values.merge(parts, on=["edition", "code"])
    values["indicator"] = values["concept"].map(SERIES_OF)
    paired = observations["indicator"].isin(SERIES_OF.values()) & (observations["value"] != 0)
    series = observations.loc[paired, ["indicator", "economy", "year", "value"]]
    series = series.rename(columns={"year": "data_year", "value": "other"}).astype({"data_year": "Int32"})
    pairs = values.merge(series, on=["indicator", "economy", "data_year"])
    apart = (pairs["value"] / pairs["other"] - 1).abs()
    for (edition, concept), differences in apart.groupby([pairs["edition"], pairs["concept"]]):
        if len(differences) < MIN_PAIRS:
            continue
        median = float(differences.median())
        row = f"edition {edition}, concept {concept}"
        name = SERIES_OF[str(concept)]
        problem = f"half of the values differ by more than {median:.0%} from those of {name}"
        violations = [Violation("gii_scores", row, "value", problem)] if median > MAX_DIFFERENCE else []
        worst = (median, MAX_DIFFERENCE, "share")
        yield from report.rule("sources-agree", edition, len(differences), violations, worst=worst)


def check_bounds(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every series with values out of bounds that no note in the table sources accepts."""
    rows = tables["observations"][tables["observations"]["indicator"].isin(catalog.plausible.kind_of)]
    accepted = read_accepted(tables["sources"]["note"].dropna())
    excepted = within_bounds(rows, catalog) & ~within_bounds(rows, catalog, by_kind=True)
    broken = violations(out_of_bounds(rows, catalog, accepted), catalog)
    yield from report.rule("values-in-bounds", ALL, len(rows), broken, exceptions=int(excepted.sum()))


def check_rankings(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every impossible figure of another ranking, and every row of another economy than China.

    Ranks of other publishers are cited singly: a second economy would redistribute their tables.
    """
    rankings, clusters = tables["other_rankings"], tables["gii_clusters"]
    kinds = {name: item.kind for name, item in catalog.rankings.items() if item.table == OTHER_RANKINGS.name}
    kind, rank, size = rankings["ranking"].map(kinds), rankings["rank"], rankings["economies"]
    is_empty, derived = rank.isna() & rankings["score"].isna(), rankings["derived"]
    wrong = [
        (kind.isna(), "ranking", "the catalog does not know this ranking"),
        ((kind == "rank") & rank.isna(), "rank", "a ranking gives a rank"),
        (rankings["economy"] != FOCUS, "economy", f"only ranks of {FOCUS_NAME} are cited"),
        (is_empty, "rank", "neither a rank nor a value"),
        (rank > size, "rank", "rank {rank} is beyond the {economies} economies ranked"),
        (rank.isna() != derived.isna(), "derived", "it is said of every rank, and of nothing else"),
    ]
    yield from report.judge("others-cited", "other_rankings", rankings, wrong)
    by_economy, total = clusters.groupby(["edition", "economy"]), clusters["total"]
    size, first = (by_economy["total"].transform(name) for name in ("size", "first"))
    too_many = (size > total) & ~clusters.duplicated(["edition", "economy"])
    wrong = [
        (total != first, "total", "the total differs between rows of one edition"),
        (too_many, "total", "{size} clusters of {total} are in the table"),
        (clusters.duplicated(["edition", "economy", "rank"]), "rank", "two clusters have rank {rank}"),
    ]
    yield from report.judge("clusters-cited", "gii_clusters", clusters.assign(size=size), wrong)


TARGET_TABLES: Final = ("targets", "target_actuals", "target_measures")
BASE_COMPARISONS: Final = ("growth", "cumulative", "multiple")
"""Prefixes of the comparisons that start from a base year."""
MAX_RATIO: Final = 30.0
"""Ratio of a target to its base, or of a value to the previous one, above which the unit must be wrong."""
CITATION_TOLERANCE: Final = 0.006
"""Share by which a cited value may differ from the series: it has two or three digits."""


def check_targets(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every target or value without words or references, or that cannot be compared."""
    targets, actuals, measures = (tables[name] for name in TARGET_TABLES)
    first, second = (
        targets[[f"quotation_{lang}", f"note_{lang}"]].isna().set_axis(["quotation", "note"], axis=1)
        for lang in IN_TABLES
    )
    few = second.all(axis=1) & (targets["confidence"] == "high") & (targets["independent"] < 2)
    wrong = [(first[name] != second[name], f"{name}_en", "not in both languages") for name in first]
    wrong += [(few, "quotation_zh", "neither quoted nor from two sources")]
    yield from report.judge("targets-worded", "targets", targets, wrong)
    blank = measures[["counted_by_en", "counted_by_zh", "counter"]].isna()
    wrong = [(blank.any(axis=1) & ~blank.all(axis=1), "counter", "who counts is said in part")]
    yield from report.judge("targets-worded", "target_measures", measures, wrong)
    references = set(tables["target_references"]["reference"])
    for table, rows in (("targets", targets), ("target_actuals", actuals)):
        unknown = rows["cited"].map(lambda cell: " ".join(set(cell.split()) - references))
        fewer = rows["cited"].str.split().map(len) < rows.get("independent", 0)
        wrong = [
            (unknown != "", "cited", "{unknown} is not in target_references"),
            (fewer, "independent", "{independent} sources stated, fewer cited"),
        ]
        yield from report.judge("targets-cited", table, rows.assign(unknown=unknown), wrong)
    published = tables["target_documents"].set_index("document")["published"]
    issued = targets["document"].map(published).str[:4].astype("float")
    late = targets["base_year"] >= targets["year"]
    past = targets["year"] < issued
    unbased = targets["comparison"].str.startswith(BASE_COMPARISONS) & targets["base_year"].isna()
    wrong = [
        (late, "base_year", "the base year {base_year} is not before {year}"),
        (past, "year", "due in {year}, before the document was issued"),
        (unbased, "base_year", "{comparison} counts from a base year"),
    ]
    yield from report.judge("targets-in-time", "targets", targets, wrong)
    future = actuals["year"] > int(str(tables["sources"]["checked"].max())[:4])
    wrong = [(future, "year", "{year} is not over yet")]
    yield from report.judge("targets-in-time", "target_actuals", actuals, wrong)
    yield from _check_comparable(tables, catalog, report)
    yield from _check_agreement_of_targets(tables, report)


def _check_comparable(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield values that do not fit the unit of their measure, are absurd, or far from the previous one."""
    targets, actuals, measures = (tables[name] for name in TARGET_TABLES)
    rule, units = "targets-comparable", measures.set_index("measure")["unit_en"]
    unit, value, base = targets["measure"].map(units), targets["value"], targets["base"]
    ranked = (unit == "rank") != (targets["comparison"] == "rank_no_worse_than")
    shares = unit.str.startswith("%") | targets["comparison"].str.startswith("growth")
    absurd = (value <= 0) | (shares & (value > 100)) | (value / base > MAX_RATIO) | (base / value > MAX_RATIO)
    wrong = [
        (ranked, "comparison", "{comparison} does not fit the unit"),
        (absurd, "value", "{value} cannot be a target from {base}"),
    ]
    yield from report.judge(rule, "targets", targets, wrong)
    wrong = [(~measures["measure"].isin(targets["measure"]), "measure", "no target sets {measure}")]
    for column in ("indicator_first", "indicator_today", "ranking"):
        allowed = list(catalog.rankings if column == "ranking" else catalog.indicators)
        strange = measures[column].notna() & ~measures[column].isin(allowed)
        wrong.append((strange, column, f"the catalog does not know {{{column}}}"))
    yield from report.judge(rule, "target_measures", measures, wrong, checked=False)
    unit, value = actuals["measure"].map(units), actuals["value"]
    absurd = (unit == "rank") & ((value < 1) | (value % 1 != 0))
    absurd |= (unit.str.startswith("%") & (value > 100)) | (value <= 0)
    ordered = actuals.sort_values(["measure", "year"])
    ratio = ordered["value"] / ordered.groupby("measure")["value"].shift()
    is_far = (ratio > MAX_RATIO) | (ratio < 1 / MAX_RATIO)
    wrong = [
        (absurd, "value", "{value} is no value in its unit"),
        (is_far, "value", "{value} is far from the value before it"),
    ]
    yield from report.judge(rule, "target_actuals", actuals, wrong)


def _check_agreement_of_targets(tables: Tables, report: Report) -> Iterator[Violation]:
    actuals, measures, observations = (tables[name] for name in (*TARGET_TABLES[1:], "observations"))
    series = observations.loc[observations["economy"] == FOCUS, ["indicator", "year", "value"]]
    series = series.rename(columns={"value": "other"})
    for column, stage in (("indicator_first", "first_published"), ("indicator_today", "revised")):
        named = measures[["measure", column, "factor"]].rename(columns={column: "indicator"}).dropna()
        both = actuals[actuals["stage"] == stage].merge(named, on="measure")
        both = both.merge(series, on=["indicator", "year"])
        apart = (both["value"] / (both["other"] * both["factor"]) - 1).abs()
        wrong = [(apart > CITATION_TOLERANCE, "value", "{value}, but {other} in the series")]
        worst = (apart, CITATION_TOLERANCE, "share")
        yield from report.judge("targets-agree", "target_actuals", both, wrong, worst=worst)


SUM_TOLERANCE: Final = 1e-4
"""Share by which a country may differ from the sum of its provinces and from its series (rounding)."""
MAX_YEARLY_RATIO: Final = 1.4
"""Largest yearly ratio of the base of a share, such as GDP; the largest in the data is 1.33."""


def check_provinces(tables: Tables, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every misplaced province, and every value that is missing or does not fit the others."""
    places, values = tables["provinces"], tables["province_values"]
    codes = places["economy"].map({item.id: item.iso2 for item in catalog.economies.values()})
    whole, tiles = places["province"] == codes, places[["tile_row", "tile_column"]]
    wrong = [
        (places["economy"] != FOCUS, "economy", f"only provinces of {FOCUS_NAME} are held"),
        (places["province"].str[:2] != codes, "province", "its code is not one of its economy"),
        (tiles.notna().sum(axis=1) != 2 * ~whole, "tile_row", "a province alone has a place on the map"),
        (~whole & tiles.duplicated(keep=False), "tile_row", "two provinces have this place"),
    ]
    yield from report.judge("provinces-complete", "provinces", places, wrong)
    grid = values[["measure", "year"]].drop_duplicates().merge(places[["province"]], how="cross")
    grid = grid.merge(values, how="left", indicator="held")
    lost, missing = grid["held"] == "left_only", grid["doubt"] == "missing"
    stored = {name: item for name, item in catalog.provinces.items() if not item.of}
    wrong = [
        (lost, "province", "the row is missing"),
        (
            ~lost & (grid["value"].isna() != missing),
            "value",
            "it must be blank where it is said to be missing",
        ),
        (~grid["measure"].isin(list(stored)), "measure", "{measure} is not in data/catalog/provinces.toml"),
    ]
    yield from report.judge("provinces-complete", "province_values", grid, wrong)
    scales = values["measure"].map({name: item.scale for name, item in stored.items()}).astype("float64")
    cells = values.assign(value=values["value"] * scales, odd=values["doubt"] == "not-the-sum")
    cells = cells.set_index(["province", "year", "measure"])
    figures, odd = cells["value"].unstack(), cells["odd"].unstack(fill_value=False)
    yield from _check_country(figures, odd, places.loc[whole, "province"], tables, catalog, report)
    for name in figures.columns.intersection(list(stored)):
        measure, value = stored[name], figures[name]
        for sums in (sums for sums in measure.sums if {*sums.of} <= {*figures}):
            given = figures[[*sums.of]].sum(axis=1, skipna=False)
            remainder = value - given
            beyond = (remainder < -sums.room) | (remainder > sums.room + sums.rest * value)
            rows = pd.DataFrame({"value": value, "given": given, "odd": odd[[*sums.of]].any(axis=1)})
            rows = rows.assign(measure=name, beyond=beyond).reset_index()
            yield from _report_provinces("provinces-add-up", rows, "its parts add up to {given:,.3f}", report)
        if measure.share_of in figures:
            base = figures[measure.share_of] / value
            step = base / base.groupby("province").shift()
            rows = pd.DataFrame({"value": value, "given": step.where(step >= 1, 1 / step)})
            rows = rows.assign(measure=name, odd=False, beyond=rows["given"] > MAX_YEARLY_RATIO).reset_index()
            problem = f"{measure.share_of} over it moves {{given:.2f}} times in a year"
            worst = (rows["given"], MAX_YEARLY_RATIO, "times")
            yield from _report_provinces("provinces-steady", rows, problem, report, worst)


def _check_country(
    figures: pd.DataFrame,
    odd: pd.DataFrame,
    codes: pd.Series,
    tables: Tables,
    catalog: Catalog,
    report: Report,
) -> Iterator[Violation]:
    """Yield values of the country that are neither those of its series nor the sum of its provinces."""
    whole, observed = figures.index.isin(codes, level="province"), tables["observations"]
    observed = observed[observed["economy"] == FOCUS]
    for name in figures.columns.intersection(list(catalog.provinces)):
        measure = catalog.provinces[name]
        series = observed[observed["indicator"] == measure.series].set_index("year")["value"]
        compared = [("provinces-agree", series, f"{measure.series} is {{given:,.2f}}")]
        if measure.adds_up:
            parts = figures.loc[~whole, name].groupby("year")
            total = parts.sum().where(parts.count() == parts.size())
            compared.append(("provinces-add-up", total, "the provinces add up to {given:,.1f}"))
        for rule, given, problem in compared:
            rows = pd.DataFrame({"value": figures.loc[whole, name], "odd": odd.loc[whole, name]})
            rows = rows.assign(measure=name).reset_index()
            rows["given"] = rows["year"].map(given)
            off = (rows["value"] / rows["given"] - 1).abs()
            rows["beyond"] = off > SUM_TOLERANCE
            worst = (off.mask(rows["odd"]), SUM_TOLERANCE, "share")
            yield from _report_provinces(rule, rows, problem, report, worst)


def _report_provinces(
    rule: str,
    rows: pd.DataFrame,
    problem: str,
    report: Report,
    worst: tuple[pd.Series, float, str] | None = None,
) -> Iterator[Violation]:
    excused = rows["beyond"] & rows["odd"]
    wrong = [(rows["beyond"] & ~excused, "value", "{value:,.3f}, but " + problem)]
    checked = rows["given"].notna() & ~excused
    yield from report.judge(rule, "province_values", rows, wrong, checked=checked, worst=worst)
    yield from report.rule(rule, ALL, 0, (), exceptions=int(excused.sum()))


GATES: Final[dict[str, Gate]] = {
    gate.__name__.removeprefix("check_"): gate
    for gate in (
        *(check_ranks, check_scores, check_coverage, check_concepts, check_context, check_intervals),
        *(check_counts, check_agreement, check_bounds, check_claims, check_rankings, check_targets),
        check_provinces,
    )
}
"""Gates by name. Each expects tables that keep the contract, and records what it checked."""
