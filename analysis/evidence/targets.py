"""Official targets: what was promised, by when, and what became of it, by rule and in two vintages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.query import NoChoices, Query, one_of
from analysis.table import Table, join_sources, with_terms
from data.article import FOCUS
from data.languages import in_tables

FIRST, REVISED = VINTAGES = ("first", "revised")
MET, LATE, MISSED, UNJUDGED, NOT_DUE = RESULTS = ("met", "late", "missed", "unjudged", "not_due")
JUDGED: Final = (MET, LATE, MISSED)
_NEWEST: Final = ("first_published", "derived", "preliminary", "statement")
ORDER: Final = {FIRST: (*_NEWEST, "revised"), REVISED: ("revised", *_NEWEST)}
"""Which figure of a year counts: the first that is there, in each vintage."""
ABOUT_TARGET: Final = 0.9
"""A target of "about" so much is reached at this share of it."""
LEVELS: Final = ("at_least", "more_than", "at_most", "about")
"""Comparisons whose target is a value of the series itself."""
SAME: Final = ["measure", "value", "year", "comparison"]
"""Targets that agree in these are one target, which counts once."""
TABLES: Final = (
    *("targets", "target_documents", "target_measures", "target_actuals"),
    *("observations", "other_rankings", "gii_scores"),
)
IN_CHARGE: Final = "in_charge"
"""Of a measure: the body that has to reach the target, or an institute of it, counts as well."""
STORY: Final = "rd_gdp"
FIRST_SCREEN: Final = 8  # strips of targets


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """Which figures decide, and which targets are listed."""

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
    """What became of a target in one vintage.

    verdict: of RESULTS; basis: the year that decided: "due", "early" (before a due year to come), "earlier"
    (reached before, no figure of the due year), "around" (short before and after it), "later" (the year after
    stands in), "" where nothing decided; part: the part of that year that its figure is of, "" for the whole.
    reached: the first year known to reach it; unmet_year, unmet: the last year before that known to be short
    of it, and its value; short: how far the value of the due year is from the target.
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
        """Whether another year's figure, an official's word or a part of a year that is short decided it."""
        if self.basis == "later" or (self.verdict in JUDGED and self.stage == "statement"):
            return True
        return bool(self.part) and self.verdict in (LATE, MISSED)


def figures(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every figure of every measure that targets set, in its unit.

    Columns: measure, year, part, stage, value, cited (references), source (release). What a series or a
    ranking of the snapshot has is taken from there; an own copy of the same year and stage gives way.
    """
    measures, observed, ranks = (
        tables[name] for name in ("target_measures", "observations", "other_rankings")
    )
    index = tables["gii_scores"].query("code == 'GII'")[["economy", "edition", "rank", "rank_source"]]
    index = index.rename(columns={"edition": "year", "rank_source": "source"})
    ranks = pd.concat([ranks, index.assign(ranking="gii")])
    observed, ranks = (rows[rows["economy"] == FOCUS] for rows in (observed, ranks))
    found = []
    for column, stage in (("indicator_first", "first_published"), ("indicator_today", "revised")):
        named = measures.dropna(subset=[column])[["measure", column, "factor"]]
        rows = observed[observed["indicator"].isin(named[column])]
        rows = rows.merge(named, left_on="indicator", right_on=column)
        found.append(rows.assign(stage=stage, value=rows["value"] * rows["factor"]))
    rows = ranks.merge(measures.dropna(subset=["ranking"])[["measure", "ranking"]], on="ranking")
    found.append(rows.assign(stage="first_published", value=rows["rank"]))
    frame = pd.concat([*found, tables["target_actuals"]], ignore_index=True)
    frame = frame[["measure", "year", "part", "stage", "value", "cited", "source"]]
    frame = frame.astype({"value": "float64", "year": "int64"}).fillna({"part": ""})
    key = ["measure", "year", "stage"]
    return pd.DataFrame(frame.drop_duplicates(key).sort_values(key).reset_index(drop=True))


def actual_series(rows: pd.DataFrame, vintage: str) -> pd.DataFrame:
    """Return one figure a year of one measure, by year: value, part, stage, cited and source."""
    order = {stage: place for place, stage in enumerate(ORDER[vintage])}
    ordered = rows.assign(_place=rows["stage"].map(order)).sort_values(["year", "_place"])
    return ordered.drop_duplicates("year").set_index("year").drop(columns="_place")


def compare_with_level(target: Mapping[Any, Any], values: Mapping[int, float]) -> dict[int, float]:
    """Return by year what is compared with the target: values, their sum, multiple or growth since the base.

    A sum ends where a year is missing; growth exists for the due year alone.
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
    over = values[base] if comparison.startswith("multiple") else 1.0
    return {year: value / over for year, value in values.items() if year >= base}


def reaches_target(target: Mapping[Any, Any], value: float) -> bool:
    """Return whether a compared value fulfils the target."""
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
    """Return the verdict on a target by its values; closed: last year that is over; parts as in Verdict."""
    due, parts = int(target["year"]), parts or {}
    known = compare_with_level(target, values)
    hits = sorted(year for year, value in known.items() if reaches_target(target, value))
    before, after = ([year for year in known if year < due], [year for year in known if year > due])
    first = hits[0] if hits else None

    def at(result: str, basis: str, year: int | None, reached: int | None = first) -> Verdict:
        if year is None:
            return Verdict(result)
        missing = [before for before in known if reached and before < reached and before not in hits]
        unmet = max(missing, default=None)
        # Exact is a year after a whole one that was short; sums have no gap, growth has the due year alone.
        exact = str(target["comparison"]).startswith(("growth", "cumulative"))
        exact = exact or (unmet is not None and reached == unmet + 1 and not parts.get(unmet))
        return Verdict(
            result,
            basis,
            actual=known[year],
            actual_year=year,
            part=parts.get(year, ""),
            stage=stages.get(year, ""),
            reached=reached,
            reached_exact=exact if reached else None,
            unmet_year=unmet,
            unmet=None if unmet is None else known[unmet],
            short=abs(float(target["value"]) - known[year]) if result in (LATE, MISSED) else None,
        )

    last = max(before, default=None)
    later = next((year for year in hits if year > due), None)
    if due > closed:
        return at(MET, "early", first) if first else at(NOT_DUE, "", last, None)
    if due in known:
        if reaches_target(target, known[due]):
            return at(MET, "due", due)
        return at(LATE if later else MISSED, "due", due, later)
    if last is not None:
        if reaches_target(target, known[last]):
            return at(MET, "earlier", last)
        if after and not reaches_target(target, known[min(after)]):
            return at(LATE if later else MISSED, "around", last, later)
        return at(UNJUDGED, "", last, None)
    if due + 1 in hits:
        return at(MET, "later", due + 1, None)
    return Verdict(UNJUDGED)


def assess_targets(tables: Mapping[str, pd.DataFrame], closed: int) -> pd.DataFrame:
    """Return every target with its measure, its document, and its verdict in both vintages.

    Beside the columns of targets: name, unit, definition and doubt of the measure in each language,
    decimals, counted_by, counter; for each vintage the parts of Verdict (verdict_, actual_year_, unmet_year_
    and so on); ``own_count``: whether the body in charge counts; ``counted``: the one of several documents'
    equal targets that counts; ``also``: the other documents, between spaces; ``sources``: releases of text
    and values.
    """
    known = figures(tables)
    groups = known.groupby("measure").groups
    frame = tables["targets"].merge(tables["target_measures"].drop(columns="source"), on="measure")
    frame = frame.merge(tables["target_documents"][["document", "published"]], on="document")
    rows = []
    for target in frame.to_dict("records"):
        own = known.loc[groups.get(target["measure"], known.index[:0])]
        found: dict[str, Any] = {}
        for vintage in VINTAGES:
            line = actual_series(own, vintage)
            values, stages, parts = (
                dict(zip(line.index, line[name], strict=True)) for name in ("value", "stage", "part")
            )
            verdict = judge_target(target, values, stages, closed, parts)
            of_verdict = asdict(verdict) | {"weak": verdict.weak}
            found |= {f"{name}_{vintage}": value for name, value in of_verdict.items()}
        rows.append(target | found | {"sources": join_sources(target["source"], *own["source"].unique())})
    judged = [f"{name}_{vintage}" for vintage in VINTAGES for name in (*Verdict.__dataclass_fields__, "weak")]
    result = pd.DataFrame(rows, columns=[*frame, *judged, "sources"])
    result = result.sort_values(["independent", "target"], ascending=[False, True], kind="stable")
    result["own_count"] = result["counter"] == IN_CHARGE
    result["counted"] = is_counted_once(result)
    documents = zip(result.groupby(SAME)["document"].transform(" ".join), result["document"], strict=True)
    result["also"] = [" ".join(one for one in every.split() if one != own) for every, own in documents]
    kinds = {"actual_year": "Int64", "reached": "Int64", "unmet_year": "Int64", "reached_exact": "boolean"}
    result = result.astype({f"{name}_{one}": kind for name, kind in kinds.items() for one in VINTAGES})
    return result.sort_values(["published", "document", "target"], na_position="last").reset_index(drop=True)


def is_counted_once(targets: pd.DataFrame) -> "pd.Series[bool]":
    """Return which targets count: of the equal ones of several documents the one of most sources."""
    ordered = targets.sort_values(["independent", "target"], ascending=[False, True], kind="stable")
    return ~ordered.duplicated(SAME)


def result_counts(rows: pd.DataFrame, vintage: str) -> dict[str, int]:
    """Return how many targets have each result, each counted once; "all" and "judged" of them."""
    found = rows.loc[rows["counted"], f"verdict_{vintage}"].value_counts()
    each = {result: int(found.get(result, 0)) for result in RESULTS}
    return each | {"all": sum(each.values()), "judged": sum(each[one] for one in JUDGED)}


@cached
def official_targets(dataset: Dataset) -> pd.DataFrame:
    """Return all targets of a snapshot, assessed; a year is over in the year after it."""
    return assess_targets({name: dataset.table(name) for name in TABLES}, int(dataset.last_checked[:4]) - 1)


@cached
def target_figures(dataset: Dataset) -> pd.DataFrame:
    """Return every figure of every measure that targets set."""
    return figures({name: dataset.table(name) for name in TABLES})


@cached
def target_series(dataset: Dataset, measure: str, vintage: str) -> pd.DataFrame:
    """Return one figure a year of a measure, by year: value, part, stage, cited and source."""
    rows = target_figures(dataset)
    return actual_series(rows[rows["measure"] == measure], vintage)


def course(dataset: Dataset, target: Mapping[Any, Any], vintage: str) -> dict[int, float]:
    """Return by year what is compared with a target (see compared)."""
    line = target_series(dataset, target["measure"], vintage)
    return compare_with_level(target, dict(zip(line.index, line["value"], strict=True)))


def filter_targets(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the targets that a choice lists: of one document all that it sets, else each target once."""
    frame = official_targets(dataset)
    keep = pd.Series(True, index=frame.index)
    if choice.aim != "all":
        keep &= frame["pillar"] == int(choice.aim)
    keep &= frame["counted"] if choice.document == "all" else frame["document"] == choice.document
    if choice.verdict != "all":
        keep &= frame[f"verdict_{choice.figures}"] == choice.verdict
    if choice.evidence != "all":
        several = frame["independent"] > 1
        keep &= {"several": several, "one": ~several, "own": frame["own_count"]}[choice.evidence]
    return frame[keep].reset_index(drop=True)


def rd_story(dataset: Dataset) -> pd.DataFrame:
    """Return R&D over GDP of China by year in both vintages, from the base of the first target on.

    Columns: year, first (with stage_first), revised, source. Only figures that were first published so, or
    are preliminary, stand under first: nothing fills their gaps.
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
    """Return the targets of R&D over GDP that were reached late or missed, by due year, counted once."""
    frame = official_targets(dataset)
    frame = frame[(frame["measure"] == STORY) & frame["counted"]]
    return frame[frame[f"verdict_{FIRST}"].isin((LATE, MISSED))].sort_values("year").reset_index(drop=True)


@cached
def goals(dataset: Dataset, indicator: str) -> tuple[tuple[int, float, str], ...]:
    """Return due year, value and verdict of the targets for the level of an indicator, in its unit.

    Each once, and only those whose text is sure.
    """
    rows = official_targets(dataset)
    own = (rows["indicator_first"] == indicator) | (rows["indicator_today"] == indicator)
    sure = rows["counted"] & (rows["confidence"] == "high")
    rows = rows[own & sure & rows["comparison"].isin(LEVELS)]
    values = rows["value"] / rows["factor"]
    found = zip(rows["year"].astype(int), values, rows[f"verdict_{FIRST}"], strict=True)
    return tuple(sorted((int(year), float(value), str(verdict)) for year, value, verdict in found))


def with_goals(dataset: Dataset, indicator: str, ends: tuple[float, float], last: int) -> tuple[float, float]:
    """Return the ends of an axis with the targets on it that are due by the year after the last."""
    values = [*ends, *(value for year, value, _ in goals(dataset, indicator) if year <= last + 1)]
    return min(values), max(values)


def judged_targets(dataset: Dataset, vintage: str) -> pd.DataFrame:
    """Return the targets that can be judged by the figures of a vintage, each counted once."""
    frame = official_targets(dataset)
    return frame[frame["counted"] & frame[f"verdict_{vintage}"].isin(JUDGED)]


def first_screen_targets(dataset: Dataset, vintage: str) -> pd.DataFrame:
    """Return those due last of the targets that can be judged, or of all where none can, one a measure."""
    frame = judged_targets(dataset, vintage)
    frame = official_targets(dataset) if frame.empty else frame
    frame = frame.sort_values(["year", "published"], ascending=False, kind="stable")
    return frame.drop_duplicates("measure").head(FIRST_SCREEN)


_FILTERS = ("aim", "document", "verdict", "evidence")
OF_VERDICT = (
    *("verdict", "basis", "actual", "actual_year", "part", "stage"),
    *("reached", "reached_exact", "unmet_year", "unmet", "short", "weak"),
)

_OF_GOAL = {"value": "target_value", "short_first": "short"}
_NAMES: Final = {
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
    """Return one row for each target, with what it says and what became of it in both vintages."""
    documents, words = dataset.table("target_documents").set_index("document"), in_tables(lang)
    rows = frame.drop(columns="source").assign(
        economy=FOCUS,
        name=dataset.names(lang)[FOCUS],
        document_name=frame["document"].map(documents[f"name_{words}"]),
        unit=[_unit(row, dataset, lang) for row in frame.to_dict("records")],
        base_year=frame["base_year"].astype("Int64"),
        pillar=frame["pillar"].where(frame["pillar"] > 0).astype("Int64"),
    )
    for vintage in VINTAGES:
        rows[f"values_{vintage}"] = [_values(dataset, measure, vintage) for measure in frame["measure"]]
    in_words = {f"{name}_{words}": name for name in ("definition", "doubt", "note", "counted_by")}
    in_words |= {f"{name}_{words}": f"measure_{name}" for name in ("name", "unit")}
    rows = rows.rename(columns=_NAMES | in_words)[list(_COLUMNS)]
    return with_terms(rows, dataset, "vintage", "publisher", "licence")


def _unit(row: Mapping[Any, Any], dataset: Dataset, lang: str) -> str:
    """Return the unit of what is compared: of growth and multiples their own, else that of the measure."""
    phrase = {"growth": "percent_a_year", "multiple": "times_base"}.get(str(row["comparison"]).split("_")[0])
    if not phrase:
        return str(row[f"unit_{in_tables(lang)}"])
    return dataset.catalog.phrases[phrase].get(lang).format(base=int(row["base_year"]))


def _values(dataset: Dataset, measure: str, vintage: str) -> str:
    """Write the values of a measure by year as one text: 2010 1.76; 2011 1.84."""
    line = target_series(dataset, measure, vintage)
    return "; ".join(f"{year} {value:g}" for year, value in zip(line.index, line["value"], strict=True))


def research_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str) -> pd.DataFrame:
    """Return R&D over GDP of China by year in both vintages, with the target that was due in the year."""
    due = rd_targets(dataset).set_index("year")
    rows = frame.rename(columns={"first": "first_published", "stage_first": "stage"})
    rows.insert(0, "economy", FOCUS)
    rows.insert(1, "name", dataset.names(lang)[FOCUS])
    for name in ("target", "value", "short_first", "reached_first", "reached_revised"):
        rows[_OF_GOAL.get(name, name)] = rows["year"].map(due[name])
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
