"""Official targets: their words and references, years, comparisons, and agreement of values with series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analysis.standing import CHINA
from data.contract import Violation
from data.schema import TABLES, TARGET_ACTUALS, TARGET_REFERENCES, TARGETS
from etl.gates.report import ALL, Report, Worst, at_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.catalog import Catalog
    from data.schema import Table

FROM_BASE: Final = ("growth", "cumulative", "multiple")
"""Beginnings of the comparisons that count from the base year."""
FAR: Final = 30.0
"""A target so many times its base, or a value so many times its neighbour, has another unit."""
TOLERANCE: Final = 0.006
"""How far a value may be from that of a series, a share: values are cited with two or three digits."""
MEASURES: Final = TABLES["target_measures"]


def check_targets(
    tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report
) -> Iterator[Violation]:
    """Yield every target or value that lacks words or references, or that cannot be compared."""
    targets, actuals = tables[TARGETS.name], tables[TARGET_ACTUALS.name]
    measures, documents = tables[MEASURES.name], tables["target_documents"]
    found = [*_worded(targets), *_counted(measures)]
    yield from report.rule("targets-worded", ALL, len(targets) + len(measures), found)
    known = set(tables[TARGET_REFERENCES.name]["reference"])
    found = [*_cited(TARGETS, targets, known), *_cited(TARGET_ACTUALS, actuals, known)]
    yield from report.rule("targets-cited", ALL, len(targets) + len(actuals), found)
    checked = str(tables["sources"]["checked"].max())
    found = [*_in_time(targets, documents), *_future(actuals, int(checked[:4]))]
    yield from report.rule("targets-in-time", ALL, len(targets) + len(actuals), found)
    found = [*_comparable(targets, measures, catalog), *_plain(actuals, measures)]
    yield from report.rule("targets-comparable", ALL, len(targets) + len(actuals), found)
    yield from _agree(actuals, measures, tables["observations"], report)


def _worded(targets: pd.DataFrame) -> Iterator[Violation]:
    """Yield targets whose quotation and note are there in one language alone."""
    for name in ("quotation", "note"):
        one, other = targets[f"{name}_en"], targets[f"{name}_zh"]
        yield from at_rows(
            TARGETS, targets, one.isna() != other.isna(), f"{name}_en", "not in both languages"
        )
    words = targets["quotation_zh"].isna() & targets["note_zh"].isna() & (targets["confidence"] == "high")
    few = words & (targets["independent"] < 2)
    yield from at_rows(TARGETS, targets, few, "quotation_zh", "neither quoted nor from two sources")


def _counted(measures: pd.DataFrame) -> Iterator[Violation]:
    """Yield measures that do not say in both languages who counts, or not what that body is to the target."""
    columns = ["counted_by_en", "counted_by_zh", "counter"]
    blank = measures[columns].isna()
    part = blank.any(axis=1) & ~blank.all(axis=1)
    yield from at_rows(MEASURES, measures, part, "counter", "who counts is said in part")


def _cited(table: Table, rows: pd.DataFrame, known: set[str]) -> Iterator[Violation]:
    unknown = rows["cited"].map(lambda cell: " ".join(set(cell.split()) - known))
    problem = "{unknown} is not in target_references"
    yield from at_rows(table, rows.assign(unknown=unknown), unknown != "", "cited", problem)
    if "independent" in rows:
        few = rows["cited"].map(lambda cell: len(cell.split())) < rows["independent"]
        yield from at_rows(table, rows, few, "independent", "{independent} sources stated, fewer cited")


def _in_time(targets: pd.DataFrame, documents: pd.DataFrame) -> Iterator[Violation]:
    issued = targets["document"].map(documents.set_index("document")["published"]).str[:4].astype("float")
    late = targets["base_year"] >= targets["year"]
    yield from at_rows(TARGETS, targets, late, "base_year", "the base year {base_year} is not before {year}")
    past = targets["year"] < issued
    yield from at_rows(TARGETS, targets, past, "year", "due in {year}, before the document was issued")
    needs = targets["comparison"].str.startswith(FROM_BASE) & targets["base_year"].isna()
    yield from at_rows(TARGETS, targets, needs, "base_year", "{comparison} counts from a base year")


def _future(actuals: pd.DataFrame, checked: int) -> Iterator[Violation]:
    yield from at_rows(TARGET_ACTUALS, actuals, actuals["year"] > checked, "year", "{year} is not over yet")


def _comparable(targets: pd.DataFrame, measures: pd.DataFrame, catalog: Catalog) -> Iterator[Violation]:
    """Yield targets whose comparison does not fit the unit of their measure, or that are absurd."""
    unit = targets["measure"].map(measures.set_index("measure")["unit_en"])
    ranked = (unit == "rank") != (targets["comparison"] == "rank_no_worse_than")
    yield from at_rows(TARGETS, targets, ranked, "comparison", "{comparison} does not fit the unit")
    shares = unit.str.startswith("%") | targets["comparison"].str.startswith("growth")
    absurd = (targets["value"] <= 0) | (shares & (targets["value"] > 100))
    absurd |= (targets["value"] / targets["base"] > FAR) | (targets["base"] / targets["value"] > FAR)
    yield from at_rows(TARGETS, targets, absurd, "value", "{value} cannot be a target from {base}")
    idle = ~measures["measure"].isin(targets["measure"])
    yield from at_rows(MEASURES, measures, idle, "measure", "no target sets {measure}")
    for column, known in (
        ("indicator_first", catalog.indicators),
        ("indicator_today", catalog.indicators),
        ("ranking", catalog.rankings),
    ):
        strange = measures[column].notna() & ~measures[column].isin(list(known))
        yield from at_rows(MEASURES, measures, strange, column, f"the catalog does not know {{{column}}}")


def _plain(actuals: pd.DataFrame, measures: pd.DataFrame) -> Iterator[Violation]:
    """Yield values that their unit cannot have, and such as lie far from those of the years beside them."""
    unit = actuals["measure"].map(measures.set_index("measure")["unit_en"])
    rank = (unit == "rank") & ((actuals["value"] < 1) | (actuals["value"] % 1 != 0))
    share = unit.str.startswith("%") & (actuals["value"] > 100)
    problem = "{value} is no value in its unit"
    yield from at_rows(TARGET_ACTUALS, actuals, rank | share | (actuals["value"] <= 0), "value", problem)
    ordered = actuals.sort_values(["measure", "year"])
    ratio = ordered["value"] / ordered.groupby("measure")["value"].shift()
    far = (ratio > FAR) | (ratio < 1 / FAR)
    yield from at_rows(TARGET_ACTUALS, ordered, far, "value", "{value} is far from the value before it")


def _agree(
    actuals: pd.DataFrame, measures: pd.DataFrame, observations: pd.DataFrame, report: Report
) -> Iterator[Violation]:
    """Yield values that a series of the snapshot has otherwise, for the same year and stage."""
    for column, stage in (("indicator_first", "first_published"), ("indicator_today", "revised")):
        named = measures.dropna(subset=[column])[["measure", column, "factor"]]
        own = actuals[actuals["stage"] == stage].merge(named, on="measure")
        series = observations.loc[observations["economy"] == CHINA, ["indicator", "year", "value"]]
        series = series.rename(columns={"value": "other"})
        both = own.merge(series, left_on=[column, "year"], right_on=["indicator", "year"])
        apart = (both["value"] / (both["other"] * both["factor"]) - 1).abs()
        problem = "{value}, but {other} in the series"
        found = at_rows(TARGET_ACTUALS, both, apart > TOLERANCE, "value", problem)
        worst = Worst(float(apart.max()), TOLERANCE, "share") if len(both) else None
        yield from report.rule("targets-agree", ALL, len(both), found, worst=worst)
