"""Official targets and their verdicts: met, late or missed, by rule and in two vintages of the figures."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.query import NoChoices, Query, one_of
from analysis.table import Table, join_sources, with_terms
from data.article import FOCUS
from data.languages import in_tables

FIRST, REVISED = "first", "revised"  # as first published, as revised
VINTAGES: Final = (FIRST, REVISED)
MET, LATE, MISSED, UNJUDGED, NOT_DUE = "met", "late", "missed", "unjudged", "not_due"
RESULTS: Final = (MET, LATE, MISSED, UNJUDGED, NOT_DUE)
JUDGED: Final = (MET, LATE, MISSED)
_UNREVISED_STAGES: Final = ("first_published", "derived", "preliminary", "statement")
STAGES: Final = {FIRST: (*_UNREVISED_STAGES, "revised"), REVISED: ("revised", *_UNREVISED_STAGES)}
"""Stages of figures by preference in each vintage: the first one that a year has counts."""
ABOUT_TARGET: Final = 0.9
"""Share of its value at which a target of "about" is reached."""
LEVELS: Final = ("at_least", "more_than", "at_most", "about")
"""Comparisons whose target is a value of the series itself."""
KEY_COLUMNS: Final = ["measure", "value", "year", "comparison"]
"""Targets that are equal in these columns are one target, which is counted once."""
TABLES: Final = (
    *("targets", "target_documents", "target_measures", "target_actuals"),
    *("observations", "other_rankings", "gii_scores"),
)
IN_CHARGE: Final = "in_charge"
"""Counter of a measure that is counted by the body (or an institute of it) that has to reach the target."""
STORY: Final = "rd_gdp"  # the measure with a figure of its own
MAX_FIRST_SCREEN: Final = 8  # targets


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on the page Targets. figures: the vintage that decides."""

    figures: str = one_of("figures", VINTAGES)
    aim: str = one_of("aim", ("all", "1", "2", "3", "4", "5", "0"))
    document: str = one_of(
        "document",
        lambda dataset, _: [
            "all",
            *dataset.table("target_documents").sort_values(["published", "document"])["document"],
        ],
    )
    verdict: str = one_of("verdict", ("all", *RESULTS))
    evidence: str = one_of("evidence", ("all", "several", "one", "own"))
    by: str = one_of("by", ("document", "aim"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict (one of RESULTS) on a target in one vintage.

    basis: the year that decided: "due"; "early" (before a due year in the future); "earlier" (reached before,
    the due year has no figure); "around" (short before and after it); "later" (the year after counts); "" if
    nothing decided. part: of the year that the figure covers, "" for the whole year. reached: first year
    known to reach the target; unmet_year, unmet: last year before that which was short, and its value; short:
    distance of the deciding value from the target, in the unit of the measure.
    """

    verdict: str
    basis: str = ""
    actual: float | None = None
    actual_year: int | None = None
    part: str = ""
    stage: str = ""
    reached: int | None = None
    reached_exact: bool | None = None
    unmet_year: int | None = None
    unmet: float | None = None
    short: float | None = None

    @property
    def weak(self) -> bool:
        """Whether a later year, an official's statement, or a part of a year that fell short decided."""
        if self.basis == "later" or (self.verdict in JUDGED and self.stage == "statement"):
            return True
        return bool(self.part) and self.verdict in (LATE, MISSED)


def figures(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return all figures of the measures of targets, in the unit of the measure.

    Columns: measure, year, part, stage, value, cited (references), source (release). Figures of a series or a
    ranking of the snapshot take precedence over those of target_actuals of the same year and stage.
    """
    measures, observations = tables["target_measures"], tables["observations"]
    index = tables["gii_scores"].query("code == 'GII'")[["economy", "edition", "rank", "rank_source"]]
    index = index.rename(columns={"edition": "year", "rank_source": "source"})
    ranks = pd.concat([tables["other_rankings"], index.assign(ranking="gii")])
    observations = observations[observations["economy"] == FOCUS]
    ranks = ranks[ranks["economy"] == FOCUS]
    parts = []
    for column, stage in (("indicator_first", "first_published"), ("indicator_today", "revised")):
        with_series = measures.dropna(subset=[column])[["measure", column, "factor"]]
        rows = observations[observations["indicator"].isin(with_series[column])]
        rows = rows.merge(with_series, left_on="indicator", right_on=column)
        parts.append(rows.assign(stage=stage, value=rows["value"] * rows["factor"]))
    rows = ranks.merge(measures.dropna(subset=["ranking"])[["measure", "ranking"]], on="ranking")
    parts.append(rows.assign(stage="first_published", value=rows["rank"]))
    frame = pd.concat([*parts, tables["target_actuals"]], ignore_index=True)
    frame = frame[["measure", "year", "part", "stage", "value", "cited", "source"]]
    frame = frame.astype({"value": "float64", "year": "int64"}).fillna({"part": ""})
    key = ["measure", "year", "stage"]
    return pd.DataFrame(frame.drop_duplicates(key).sort_values(key).reset_index(drop=True))


def actual_series(rows: pd.DataFrame, vintage: str) -> pd.DataFrame:
    """Return the preferred figure of each year of one measure, by year, with the columns of ``figures``."""
    order = {stage: position for position, stage in enumerate(STAGES[vintage])}
    ordered = rows.assign(_order=rows["stage"].map(order)).sort_values(["year", "_order"])
    return ordered.drop_duplicates("year").set_index("year").drop(columns="_order")


def compared_values(target: Mapping[Any, Any], values: Mapping[int, float]) -> dict[int, float]:
    """Return by year what is compared with the target: values, or their sum, multiple or growth.

    values: by year, in the unit of the measure. Sums since the base year end before a missing year; growth
    (percent a year) exists for the due year only.
    """
    comparison, due = str(target["comparison"]), int(target["year"])
    base = 0 if pd.isna(target["base_year"]) else int(target["base_year"])
    if comparison.startswith("cumulative"):
        sums: dict[int, float] = {}
        for year in range(base + 1, due + 1):
            if not base or year not in values:
                break
            sums[year] = sums.get(year - 1, 0.0) + values[year]
        return sums
    if comparison.startswith(("growth", "multiple")) and (base not in values or base == due):
        return {}
    if comparison.startswith("growth"):
        return {due: 100 * ((values[due] / values[base]) ** (1 / (due - base)) - 1)} if due in values else {}
    divisor = values[base] if comparison.startswith("multiple") else 1.0
    return {year: value / divisor for year, value in values.items() if year >= base}


def reaches_target(target: Mapping[Any, Any], value: float) -> bool:
    """Return whether a value of ``compared_values`` fulfils the target."""
    comparison, goal = str(target["comparison"]), float(target["value"])
    if comparison in ("at_most", "rank_no_worse_than"):
        return value <= goal
    if comparison == "about":
        return value >= ABOUT_TARGET * goal
    if comparison.endswith("more_than"):
        return value > goal
    return value >= goal


def judge_target(
    target: Mapping[Any, Any],
    values: Mapping[int, float],
    stages: Mapping[int, str],
    closed: int,
    parts: Mapping[int, str] | None = None,
) -> Verdict:
    """Judge a target by its values.

    values, stages, parts: by year; parts: see ``Verdict``; closed: the last year that is over.
    """
    due, parts = int(target["year"]), parts or {}
    compared = compared_values(target, values)
    hits = sorted(year for year, value in compared.items() if reaches_target(target, value))
    before, after = [year for year in compared if year < due], [year for year in compared if year > due]
    first = hits[0] if hits else None

    def decide(result: str, basis: str, year: int | None, reached: int | None = first) -> Verdict:
        if year is None:
            return Verdict(result)
        short = [early for early in compared if reached and early < reached and early not in hits]
        unmet = max(short, default=None)
        # The year is exact if the whole year before was short. Sums have no gaps, growth has one year.
        is_exact = str(target["comparison"]).startswith(("growth", "cumulative"))
        is_exact = is_exact or (unmet is not None and reached == unmet + 1 and not parts.get(unmet))
        return Verdict(
            result,
            basis,
            actual=compared[year],
            actual_year=year,
            part=parts.get(year, ""),
            stage=stages.get(year, ""),
            reached=reached,
            reached_exact=is_exact if reached else None,
            unmet_year=unmet,
            unmet=None if unmet is None else compared[unmet],
            short=abs(float(target["value"]) - compared[year]) if result in (LATE, MISSED) else None,
        )

    last = max(before, default=None)
    later = next((year for year in hits if year > due), None)
    if due > closed:
        return decide(MET, "early", first) if first else decide(NOT_DUE, "", last, None)
    if due in compared:
        if reaches_target(target, compared[due]):
            return decide(MET, "due", due)
        return decide(LATE if later else MISSED, "due", due, later)
    if last is not None:
        if reaches_target(target, compared[last]):
            return decide(MET, "earlier", last)
        if after and not reaches_target(target, compared[min(after)]):
            return decide(LATE if later else MISSED, "around", last, later)
        return decide(UNJUDGED, "", last, None)
    if due + 1 in hits:
        return decide(MET, "later", due + 1, None)
    return Verdict(UNJUDGED)


def assess_targets(tables: Mapping[str, pd.DataFrame], closed: int) -> pd.DataFrame:
    """Return all targets with their measure, document, and verdict in both vintages.

    Columns: those of targets and target_measures (except source); published (of the document); for each
    vintage the fields of Verdict with a suffix (verdict_first, unmet_year_revised, ...); own_count (whether
    the body in charge counts); counted (one of several equal targets); also (the other documents with an
    equal target, joined by spaces); sources (releases of text and values). closed: see ``judge_target``.
    """
    all_figures = figures(tables)
    groups = all_figures.groupby("measure").groups
    frame = tables["targets"].merge(tables["target_measures"].drop(columns="source"), on="measure")
    frame = frame.merge(tables["target_documents"][["document", "published"]], on="document")
    rows = []
    for target in frame.to_dict("records"):
        of_measure = all_figures.loc[groups.get(target["measure"], all_figures.index[:0])]
        row = dict(target)
        for vintage in VINTAGES:
            line = actual_series(of_measure, vintage)
            values = dict(zip(line.index, line["value"], strict=True))
            stages = dict(zip(line.index, line["stage"], strict=True))
            parts = dict(zip(line.index, line["part"], strict=True))
            verdict = judge_target(target, values, stages, closed, parts)
            fields = asdict(verdict) | {"weak": verdict.weak}
            row |= {f"{name}_{vintage}": value for name, value in fields.items()}
        rows.append(row | {"sources": join_sources(target["source"], *of_measure["source"].unique())})
    names = (*Verdict.__dataclass_fields__, "weak")
    verdicts = [f"{name}_{vintage}" for vintage in VINTAGES for name in names]
    result = pd.DataFrame(rows, columns=[*frame, *verdicts, "sources"])
    result = result.sort_values(["independent", "target"], ascending=[False, True], kind="stable")
    result["own_count"] = result["counter"] == IN_CHARGE
    result["counted"] = is_counted_once(result)
    equal = result.groupby(KEY_COLUMNS)["document"].transform(" ".join)
    result["also"] = [
        " ".join(other for other in documents.split() if other != document)
        for documents, document in zip(equal, result["document"], strict=True)
    ]
    dtypes = {"actual_year": "Int64", "reached": "Int64", "unmet_year": "Int64", "reached_exact": "boolean"}
    for vintage in VINTAGES:
        result = result.astype({f"{name}_{vintage}": dtype for name, dtype in dtypes.items()})
    return result.sort_values(["published", "document", "target"], na_position="last").reset_index(drop=True)


def is_counted_once(targets: pd.DataFrame) -> "pd.Series[bool]":
    """Mark one of several equal targets (by KEY_COLUMNS): the one with most independent sources."""
    ordered = targets.sort_values(["independent", "target"], ascending=[False, True], kind="stable")
    return ~ordered.duplicated(KEY_COLUMNS)


def result_counts(rows: pd.DataFrame, vintage: str) -> dict[str, int]:
    """Count distinct targets by result, with the totals "all" and "judged"."""
    sizes = rows.loc[rows["counted"], f"verdict_{vintage}"].value_counts()
    counts = {result: int(sizes.get(result, 0)) for result in RESULTS}
    return counts | {"all": sum(counts.values()), "judged": sum(counts[result] for result in JUDGED)}


@cached
def official_targets(dataset: Dataset) -> pd.DataFrame:
    """Return ``assess_targets`` of a snapshot; years before that of the last check are over."""
    return assess_targets({name: dataset.table(name) for name in TABLES}, int(dataset.last_checked[:4]) - 1)


@cached
def target_figures(dataset: Dataset) -> pd.DataFrame:
    """Return ``figures`` of a snapshot."""
    return figures({name: dataset.table(name) for name in TABLES})


@cached
def target_series(dataset: Dataset, measure: str, vintage: str) -> pd.DataFrame:
    """Return ``actual_series`` of a measure."""
    rows = target_figures(dataset)
    return actual_series(rows[rows["measure"] == measure], vintage)


def course(dataset: Dataset, target: Mapping[Any, Any], vintage: str) -> dict[int, float]:
    """Return ``compared_values`` of a target, by year."""
    line = target_series(dataset, target["measure"], vintage)
    return compared_values(target, dict(zip(line.index, line["value"], strict=True)))


def filter_targets(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the chosen targets: all of one document, or the distinct ones of all documents."""
    frame = official_targets(dataset)
    keep = pd.Series(True, index=frame.index)
    if choice.aim != "all":
        keep &= frame["pillar"] == int(choice.aim)
    keep &= frame["counted"] if choice.document == "all" else frame["document"] == choice.document
    if choice.verdict != "all":
        keep &= frame[f"verdict_{choice.figures}"] == choice.verdict
    if choice.evidence != "all":
        has_several = frame["independent"] > 1
        keep &= {"several": has_several, "one": ~has_several, "own": frame["own_count"]}[choice.evidence]
    return frame[keep].reset_index(drop=True)


def rd_story(dataset: Dataset) -> pd.DataFrame:
    """Return R&D over GDP of China (percent) in both vintages, from the base of the first target on.

    Columns: year, first, stage_first, revised, source. Revised figures do not fill gaps of ``first``.
    """
    rows = target_figures(dataset)
    rows = rows[(rows["measure"] == STORY) & (rows["year"] >= 2005)]
    first = actual_series(rows[rows["stage"] != "revised"], FIRST)
    revised = actual_series(rows[rows["stage"] == "revised"], REVISED)
    both = first.add_suffix("_first").join(revised.add_suffix("_revised"), how="outer")
    both = both.sort_index().reset_index()
    frame = both[["year", "value_first", "stage_first", "value_revised"]]
    frame = frame.rename(columns={"value_first": "first", "value_revised": "revised"})
    sources = zip(both["source_first"], both["source_revised"], strict=True)
    return frame.assign(source=[join_sources(*pair) for pair in sources])


@cached
def rd_targets(dataset: Dataset) -> pd.DataFrame:
    """Return the distinct targets for R&D over GDP that were reached late or missed, by due year."""
    frame = official_targets(dataset)
    frame = frame[(frame["measure"] == STORY) & frame["counted"]]
    return frame[frame[f"verdict_{FIRST}"].isin((LATE, MISSED))].sort_values("year").reset_index(drop=True)


@cached
def goals(dataset: Dataset, indicator: str) -> tuple[tuple[int, float, str], ...]:
    """Return due year, value (in its unit) and verdict of the targets for the level of an indicator.

    Only distinct targets whose text is certain.
    """
    rows = official_targets(dataset)
    has_indicator = (rows["indicator_first"] == indicator) | (rows["indicator_today"] == indicator)
    is_certain = rows["counted"] & (rows["confidence"] == "high")
    rows = rows[has_indicator & is_certain & rows["comparison"].isin(LEVELS)]
    values = rows["value"] / rows["factor"]
    records = zip(rows["year"].astype(int), values, rows[f"verdict_{FIRST}"], strict=True)
    return tuple(sorted((int(year), float(value), str(verdict)) for year, value, verdict in records))


def with_goals(dataset: Dataset, indicator: str, ends: tuple[float, float], last: int) -> tuple[float, float]:
    """Extend the ends of an axis to the targets that are due by the year after ``last``."""
    values = [*ends, *(value for year, value, _ in goals(dataset, indicator) if year <= last + 1)]
    return min(values), max(values)


def judged_targets(dataset: Dataset, vintage: str) -> pd.DataFrame:
    """Return the distinct targets with a verdict in JUDGED by a vintage."""
    frame = official_targets(dataset)
    return frame[frame["counted"] & frame[f"verdict_{vintage}"].isin(JUDGED)]


def first_screen_targets(dataset: Dataset, vintage: str) -> pd.DataFrame:
    """Return the judged (or else all) targets that are due last, one for each measure."""
    frame = judged_targets(dataset, vintage)
    frame = official_targets(dataset) if frame.empty else frame
    frame = frame.sort_values(["year", "published"], ascending=False, kind="stable")
    return frame.drop_duplicates("measure").head(MAX_FIRST_SCREEN)


_FILTERS = ("aim", "document", "verdict", "evidence")
OF_VERDICT = (
    *("verdict", "basis", "actual", "actual_year", "part", "stage"),
    *("reached", "reached_exact", "unmet_year", "unmet", "short", "weak"),
)

_GOAL_COLUMNS: Final = {"value": "target_value", "short_first": "short"}
_FILE_COLUMNS: Final = {
    "also": "also_in",
    "value": "target_value",
    "year": "due_year",
    "independent": "independent_sources",
    "quotation_zh": "quotation",
    "quotation_en": "translation",
    "sources": "source",
}
_COLUMNS: Final = (
    *("target", "economy", "name", "document", "document_name", "also_in", "measure", "measure_name"),
    *("measure_unit", "unit", "comparison", "base", "base_year", "target_value", "due_year", "pillar"),
    *(f"{name}_{vintage}" for vintage in VINTAGES for name in (*OF_VERDICT, "values")),
    *("definition", "doubt", "note", "quotation", "translation", "independent_sources", "confidence"),
    *("counted_by", "own_count", "cited", "source"),
)


def targets(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return the file of official targets: text and verdicts of each target in both vintages."""
    documents, suffix = dataset.table("target_documents").set_index("document"), in_tables(lang)
    rows = frame.drop(columns="source").assign(
        economy=FOCUS,
        name=dataset.names(lang)[FOCUS],
        document_name=frame["document"].map(documents[f"name_{suffix}"]),
        unit=[_unit(row, dataset, lang) for row in frame.to_dict("records")],
        base_year=frame["base_year"].astype("Int64"),
        pillar=frame["pillar"].where(frame["pillar"] > 0).astype("Int64"),
    )
    for vintage in VINTAGES:
        rows[f"values_{vintage}"] = [_values(dataset, measure, vintage) for measure in frame["measure"]]
    texts = {f"{name}_{suffix}": name for name in ("definition", "doubt", "note", "counted_by")}
    texts |= {f"{name}_{suffix}": f"measure_{name}" for name in ("name", "unit")}
    rows = rows.rename(columns=_FILE_COLUMNS | texts)[list(_COLUMNS)]
    return with_terms(rows, dataset, "vintage", "publisher", "licence")


def _unit(row: Mapping[Any, Any], dataset: Dataset, lang: str) -> str:
    phrase = {"growth": "percent_a_year", "multiple": "times_base"}.get(str(row["comparison"]).split("_")[0])
    if not phrase:
        return str(row[f"unit_{in_tables(lang)}"])
    return dataset.catalog.phrases[phrase].get(lang).format(base=int(row["base_year"]))


def _values(dataset: Dataset, measure: str, vintage: str) -> str:
    line = target_series(dataset, measure, vintage)
    return "; ".join(f"{year} {value:g}" for year, value in zip(line.index, line["value"], strict=True))


def research_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str) -> pd.DataFrame:
    """Return the file of R&D over GDP, by year, with the target that was due in the year."""
    due = rd_targets(dataset).set_index("year")
    rows = frame.rename(columns={"first": "first_published", "stage_first": "stage"})
    rows.insert(0, "economy", FOCUS)
    rows.insert(1, "name", dataset.names(lang)[FOCUS])
    for name in ("target", "value", "short_first", "reached_first", "reached_revised"):
        rows[_GOAL_COLUMNS.get(name, name)] = rows["year"].map(due[name])
    measures = dataset.table("target_measures").set_index("measure")
    rows["unit"] = str(measures[f"unit_{in_tables(lang)}"].get(STORY, ""))
    return with_terms(rows, dataset, "vintage", "publisher", "licence")


TARGETS = Table("targets", "official-targets", filter_targets, targets, Choice, ("figures",), _FILTERS)
RESEARCH = Table(
    "targets-rd",
    "rd-over-gdp-targets",
    lambda dataset, _: rd_story(dataset),
    research_rows,
    columns={
        "year": "text",
        "first_published": "hundredths",
        "revised": "hundredths",
        "target_value": "tenths",
        "short": "hundredths",
        "reached_first": "year",
        "reached_revised": "year",
    },
    newest="year",
)
