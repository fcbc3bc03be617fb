"""Beside the scores of an edition: flags and coverage, concepts that join editions, economies in context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analysis.composition import wide
from analysis.coverage import FLAGGED, MINIMUM
from data.codes import level_of
from data.contract import Violation
from data.schema import GII_ECONOMIES, GII_STRUCTURE
from etl.gates.report import ALL, Report, Worst, at_cell, at_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.catalog import Catalog


LEVELS: Final = {
    "value": ("indicator",),
    "data_year": ("indicator",),
    "outdated": ("indicator",),
    "low_coverage": ("subpillar", "pillar"),
}


def check_coverage(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every flag of gii_scores that is wrong or stands on the wrong level.

    A sub-pillar is flagged when fewer than 66 % of its indicators have a score; a pillar when two or three of
    its sub-pillars are flagged.
    """
    held = int(scores[list(LEVELS)].notna().to_numpy().sum())
    yield from report.rule("flags-in-place", ALL, held, _in_place(scores))
    flagged = scores[scores["low_coverage"].notna()]
    for edition, rows in flagged.groupby("edition"):
        found = _coverage(int(str(edition)), scores, structure[structure["edition"] == edition])
        yield from report.rule("coverage-rule", edition, len(rows), found)


def _in_place(scores: pd.DataFrame) -> Iterator[Violation]:
    levels = scores["code"].map({code: level_of(code) for code in scores["code"].unique()})
    for column, allowed in LEVELS.items():
        for _, row in scores[scores[column].notna() & ~levels.isin(allowed)].iterrows():
            yield at_row(row, column, f"this column belongs to {' and '.join(allowed)} rows only")
    for _, row in scores[scores["outdated"].notna() & scores["data_year"].isna()].iterrows():
        yield at_row(row, "outdated", "the flag has no data year beside it")
    for _, row in scores[scores["value"].notna() != scores["data_year"].notna()].iterrows():
        yield at_row(row, "data_year", "an indicator has both a value and a data year, or neither")
    for _, row in scores[scores["data_year"] > scores["edition"]].iterrows():
        yield at_row(row, "data_year", f"the year {row['data_year']} is after the edition")


def _coverage(edition: int, scores: pd.DataFrame, structure: pd.DataFrame) -> Iterator[Violation]:
    present = wide(scores, edition).notna()
    rows = scores[scores["edition"] == edition]
    flags = rows.pivot(index="economy", columns="code", values="low_coverage").astype("boolean")
    parents = structure.set_index("code")["parent"]
    for level, marked, what in (
        ("subpillar", present, "indicators {} have a score"),
        ("pillar", flags.fillna(value=False), "sub-pillars {} are flagged"),
    ):
        children = parents[parents.isin(structure.loc[structure["level"] == level, "code"])]
        counts = marked[children.index].astype("int64").T.groupby(children, sort=False).sum().T
        sizes = children.value_counts()[counts.columns]
        expected = counts / sizes < MINIMUM if level == "subpillar" else counts >= FLAGGED
        given = flags[counts.columns]
        blank = given.isna()
        wrong = blank | (given != expected).fillna(value=True)
        for code in wrong.columns[wrong.any()]:
            for economy in wrong.index[wrong[code]]:
                flag, rule = (str(frame.at[economy, code]).lower() for frame in (given, expected))
                shown = "blank" if blank.at[economy, code] else flag
                reason = f"of {sizes[code]} {what.format(counts.at[economy, code])}"
                problem = f"{reason}, so the flag must be {rule}, not {shown}"
                yield at_cell(edition, str(economy), str(code), "low_coverage", problem)


def check_concepts(structure: pd.DataFrame, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_structure whose concept is missing, doubled or of another level."""
    yield from report.rule("concepts", ALL, len(structure), _concepts(structure, catalog))


def _concepts(structure: pd.DataFrame, catalog: Catalog) -> Iterator[Violation]:
    for row in structure[structure["concept"].isna()].to_dict("records"):
        yield _at_code(row["edition"], row["code"], "the concept is missing")
    known = structure[structure["concept"].notna()]
    for row in known[known.duplicated(["edition", "measure"])].to_dict("records"):
        yield _at_code(
            row["edition"], row["code"], f"another code of the edition measures {row['measure']} already"
        )
    for row in known[known.duplicated(["edition", "concept"])].to_dict("records"):
        yield _at_code(
            row["edition"], row["code"], f"another code of the edition is {row['concept']} already"
        )
    for edition, code, name in zip(known["edition"], known["code"], known["concept"], strict=True):
        concept = catalog.concepts.get(name)
        if concept is not None and concept.level != level_of(code):
            yield _at_code(edition, code, f"{name} is of the level {concept.level}")


def _at_code(edition: int, code: str, problem: str) -> Violation:
    return Violation(GII_STRUCTURE.name, f"edition {edition}, code {code}", "concept", problem)


FIGURES: Final = ("population", "gdp_ppp", "gdp_per_head")
FACTOR: Final = 1.8
"""How far product, population and product per head may be apart. They are of different years, and apart by up
to 1.6 in the workbooks held; the product of China or India in market dollars would be by 2 and more."""


def check_context(context: pd.DataFrame, scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_economies that is missing, too many or cannot be right."""
    yield from report.rule("context-rows", ALL, len(context), _rows(context, scores))
    figures = int(context[list(FIGURES)].notna().to_numpy().sum())
    yield from report.rule("context-positive", ALL, figures, _positive(context))
    given = context["population"] * context["gdp_per_head"] / 1e6  # thousands x dollars, in billions
    ratio = context["gdp_ppp"] / given
    apart = ratio.where(ratio >= 1, 1 / ratio)
    known = apart[apart.notna() & (apart != float("inf"))]
    worst = Worst(float(known.max()), FACTOR, "times") if len(known) else None
    found = _apart(context, given, ratio)
    yield from report.rule("context-agrees", ALL, int(apart.notna().sum()), found, worst=worst)


def _rows(context: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Violation]:
    overall = scores[scores["code"] == "GII"]
    for edition, rows in context.groupby("edition"):
        listed, ranked = (set(frame["economy"]) for frame in (rows, overall[overall["edition"] == edition]))
        for economy in sorted(ranked - listed):
            yield _at_economy(edition, economy, "economy", "the row is missing")
        for economy in sorted(listed - ranked):
            yield _at_economy(edition, economy, "economy", "the edition does not rank this economy")


def _positive(context: pd.DataFrame) -> Iterator[Violation]:
    for name in FIGURES:
        for row in context[context[name] <= 0].to_dict("records"):
            yield _at_economy(row["edition"], row["economy"], name, f"{row[name]:g} is not above 0")


def _apart(context: pd.DataFrame, given: pd.Series, ratio: pd.Series) -> Iterator[Violation]:
    for place in context.index[(ratio > FACTOR) | (ratio < 1 / FACTOR)]:
        row = context.loc[place]
        problem = f"population and gdp_per_head give {given[place]:,.1f} billion, not {row['gdp_ppp']:,.1f}"
        yield _at_economy(row["edition"], row["economy"], "gdp_ppp", problem)


def _at_economy(edition: object, economy: str, column: str, problem: str) -> Violation:
    return Violation(GII_ECONOMIES.name, f"edition {edition}, economy {economy}", column, problem, economy)
