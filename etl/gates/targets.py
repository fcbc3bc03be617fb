"""Official targets: their words and references, years, comparisons, and agreement of values with series."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from analysis.standing import CHINA
from data.catalog import Catalog
from data.contract import Violation
from etl.gates.report import Report

TABLES: Final = ("targets", "target_actuals", "target_measures")
FROM_BASE: Final = ("growth", "cumulative", "multiple")
"""Beginnings of the comparisons that count from the base year."""
FAR: Final = 30.0
"""A target so many times its base, or a value so many times its neighbour, has another unit."""
TOLERANCE: Final = 0.006
"""How far a value may be from that of a series, a share: values are cited with two or three digits."""


def check_targets(
    tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report
) -> Iterator[Violation]:
    """Yield every target or value that lacks words or references, or that cannot be compared."""
    targets, actuals, measures = (tables[name] for name in TABLES)
    one, other = (
        targets[[f"quotation_{lang}", f"note_{lang}"]].isna().set_axis(["quotation", "note"], axis=1)
        for lang in ("en", "zh")
    )
    few = other.all(axis=1) & (targets["confidence"] == "high") & (targets["independent"] < 2)
    wrong = [(one[name] != other[name], f"{name}_en", "not in both languages") for name in one]
    wrong += [(few, "quotation_zh", "neither quoted nor from two sources")]
    yield from report.check("targets-worded", "targets", targets, wrong)
    blank = measures[["counted_by_en", "counted_by_zh", "counter"]].isna()
    wrong = [(blank.any(axis=1) & ~blank.all(axis=1), "counter", "who counts is said in part")]
    yield from report.check("targets-worded", "target_measures", measures, wrong)
    known = set(tables["target_references"]["reference"])
    for table, rows in (("targets", targets), ("target_actuals", actuals)):
        unknown = rows["cited"].map(lambda cell: " ".join(set(cell.split()) - known))
        fewer = rows["cited"].str.split().map(len) < rows.get("independent", 0)
        wrong = [
            (unknown != "", "cited", "{unknown} is not in target_references"),
            (fewer, "independent", "{independent} sources stated, fewer cited"),
        ]
        yield from report.check("targets-cited", table, rows.assign(unknown=unknown), wrong)
    published = tables["target_documents"].set_index("document")["published"]
    issued = targets["document"].map(published).str[:4].astype("float")
    late, past = targets["base_year"] >= targets["year"], targets["year"] < issued
    unbased = targets["comparison"].str.startswith(FROM_BASE) & targets["base_year"].isna()
    wrong = [
        (late, "base_year", "the base year {base_year} is not before {year}"),
        (past, "year", "due in {year}, before the document was issued"),
        (unbased, "base_year", "{comparison} counts from a base year"),
    ]
    yield from report.check("targets-in-time", "targets", targets, wrong)
    future = actuals["year"] > int(str(tables["sources"]["checked"].max())[:4])
    wrong = [(future, "year", "{year} is not over yet")]
    yield from report.check("targets-in-time", "target_actuals", actuals, wrong)
    yield from _comparable(tables, catalog, report)
    yield from _agree(tables, report)


def _comparable(tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield what does not fit the unit of its measure, is absurd, or far from the value before it."""
    targets, actuals, measures = (tables[name] for name in TABLES)
    rule, units = "targets-comparable", measures.set_index("measure")["unit_en"]
    unit, value, base = targets["measure"].map(units), targets["value"], targets["base"]
    ranked = (unit == "rank") != (targets["comparison"] == "rank_no_worse_than")
    shares = unit.str.startswith("%") | targets["comparison"].str.startswith("growth")
    absurd = (value <= 0) | (shares & (value > 100)) | (value / base > FAR) | (base / value > FAR)
    wrong = [
        (ranked, "comparison", "{comparison} does not fit the unit"),
        (absurd, "value", "{value} cannot be a target from {base}"),
    ]
    yield from report.check(rule, "targets", targets, wrong)
    wrong = [(~measures["measure"].isin(targets["measure"]), "measure", "no target sets {measure}")]
    for column in ("indicator_first", "indicator_today", "ranking"):
        known = list(catalog.rankings if column == "ranking" else catalog.indicators)
        strange = measures[column].notna() & ~measures[column].isin(known)
        wrong.append((strange, column, f"the catalog does not know {{{column}}}"))
    yield from report.check(rule, "target_measures", measures, wrong, checked=False)
    unit, value = actuals["measure"].map(units), actuals["value"]
    absurd = (unit == "rank") & ((value < 1) | (value % 1 != 0))
    absurd |= (unit.str.startswith("%") & (value > 100)) | (value <= 0)
    ordered = actuals.sort_values(["measure", "year"])
    ratio = ordered["value"] / ordered.groupby("measure")["value"].shift()
    wrong = [
        (absurd, "value", "{value} is no value in its unit"),
        ((ratio > FAR) | (ratio < 1 / FAR), "value", "{value} is far from the value before it"),
    ]
    yield from report.check(rule, "target_actuals", actuals, wrong)


def _agree(tables: Mapping[str, pd.DataFrame], report: Report) -> Iterator[Violation]:
    """Yield values that a series of the snapshot has otherwise, for the same year and stage."""
    actuals, measures, observations = (tables[name] for name in (*TABLES[1:], "observations"))
    series = observations.loc[observations["economy"] == CHINA, ["indicator", "year", "value"]]
    series = series.rename(columns={"value": "other"})
    for column, stage in (("indicator_first", "first_published"), ("indicator_today", "revised")):
        named = measures[["measure", column, "factor"]].rename(columns={column: "indicator"}).dropna()
        both = actuals[actuals["stage"] == stage].merge(named, on="measure")
        both = both.merge(series, on=["indicator", "year"])
        apart = (both["value"] / (both["other"] * both["factor"]) - 1).abs()
        wrong = [(apart > TOLERANCE, "value", "{value}, but {other} in the series")]
        worst = (apart, TOLERANCE, "share")
        yield from report.check("targets-agree", "target_actuals", both, wrong, worst=worst)
