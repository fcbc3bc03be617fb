"""Counts, anchors and claims; beside the scores of an edition its flags, concepts and context."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from analysis.composition import INPUT_PILLARS, wide
from analysis.standing import CHINA
from analysis.strengths import FLAGGED, MINIMUM, thin
from data.catalog import Catalog
from data.codes import level_of
from data.contract import ANCHORS, Violation
from data.schema import VERDICTS_OF
from etl.gates.report import ALL, Report

UNSEEN_HALF: Final = 2012
"""Its report counts one half weight more than its scores show: only ratios in a sub-pillar can be seen."""


def check_counts(tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every count that is wrong and every anchor that does not hold."""
    scores, structure = tables["gii_scores"], tables["gii_structure"]
    ranks = scores.loc[scores["code"] == "GII", ["edition", "economy", "code", "rank"]]
    key = ["edition", "economy"]
    anchors = pd.DataFrame([(*place, rank) for place, rank in ANCHORS.items()], columns=[*key, "must"])
    anchors = anchors.assign(code="GII").merge(ranks, how="left")
    off = (anchors["rank"] - anchors["must"]).abs().astype("float64")
    wrong = [
        (off > 0, "rank", "the rank must be {must}, it is {rank}"),
        (off.isna(), "rank", "the rank must be {must}, it is missing"),
    ]
    worst = (off, 0.0, "places")
    yield from report.check("headline", "gii_scores", anchors, wrong, by="edition", worst=worst)
    # every edition must rank the economy that the dashboard is about
    china = pd.DataFrame({"edition": scores["edition"].unique(), "economy": CHINA, "code": "GII"})
    china = china.merge(ranks, how="left")
    wrong = [(china["rank"].isna(), "rank", "the edition does not rank {economy}")]
    yield from report.check("china-ranked", "gii_scores", china, wrong)
    editions, counted = tables["gii_editions"], _counted(scores, structure)
    editions = editions.join(counted.add_suffix("_found"), on="edition")
    apart = pd.DataFrame({name: editions[name] - editions[f"{name}_found"] for name in counted})
    problem = "{}: {{{}}} stated, {{{}_found}} found"
    wrong = [
        (apart[name] != 0, name, problem.format(name.replace("_", " "), name, name))
        for name in map(str, apart)
    ]
    checked = apart.notna().sum(axis=1)
    yield from report.check("counts-stated", "gii_editions", editions, wrong, by="edition", checked=checked)
    yield from _grid(scores, structure, report)
    observations, sources = tables["observations"], tables["sources"]
    series = observations.drop_duplicates("indicator")
    unknown = ~series["indicator"].isin(list(catalog.indicators))
    wrong = [(unknown, "indicator", "{indicator} is not in data/catalog/indicators.toml")]
    yield from report.check("catalogued", "observations", series, wrong)
    unknown = ~sources["family"].isin(list(catalog.sources))
    unlicensed = sources["licence"].notna() & ~sources["licence"].isin(list(catalog.licences))
    wrong = [
        (unknown, "family", "{family} is not in data/catalog/sources.toml"),
        (unlicensed, "licence", "{licence} is not in data/catalog/licences.toml"),
    ]
    families = ~sources.duplicated("family")
    yield from report.check("catalogued", "sources", sources, wrong, checked=families)
    vintage = observations["source"].map(sources.set_index("source")["vintage"])
    other = vintage.notna() & (vintage != observations["vintage"])
    wrong = [(other, "vintage", "{vintage} is not the vintage of {source}")]
    yield from report.check("vintages", "observations", observations, wrong)


def _counted(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return what can be counted of each edition, by the columns of gii_editions that state it."""
    overall = scores[scores["code"] == "GII"].groupby("edition")
    counted = overall[["score", "rank"]].count().set_axis(["scores", "ranks"], axis=1)
    counted["economies"] = counted["ranks"].where(counted["scores"] > 0)
    parts = structure[structure["level"] == "indicator"]
    held = parts.merge(scores[["edition", "code"]].drop_duplicates(), how="left", indicator="held")
    inputs = ("P" + held["code"].str[0]).isin(INPUT_PILLARS)
    held = held.assign(
        inputs=inputs, outputs=~inputs, half=held["weight"] == 0.5, held=held["held"] == "both"
    )
    own = held.groupby("edition")
    counted["indicators"] = own.size()
    counted[["input_indicators", "output_indicators"]] = own[["inputs", "outputs"]].sum()
    # without the scores of some their weights cannot be known
    counted["half_weight_indicators"] = own["half"].sum().where(own["held"].all())
    counted.loc[counted.index == UNSEEN_HALF, "half_weight_indicators"] += 1
    return counted.astype("Int64")


def _grid(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Each economy has one row for each code that has scores, and none of a code outside the structure.

    An economy has all codes of a level, or none: of older editions some are not known below the pillars.
    """
    for edition, rows in scores[["edition", "economy", "code"]].groupby("edition"):
        levels = structure.loc[structure["edition"] == edition, ["edition", "code", "level"]]
        held = rows.merge(levels, how="left")
        unlisted = held["level"].isna() & ~held.duplicated("code")
        wrong = [(unlisted, "code", "an unlisted code has scores")]
        yield from report.check("grid", "gii_structure", held, wrong, by="edition")
        whole = held[["edition", "economy", "level"]].drop_duplicates().merge(levels)
        whole = whole.merge(held, how="left", indicator="held")
        wrong = [(whole["held"] == "left_only", "code", "the row is missing")]
        yield from report.check("grid", "gii_scores", whole, wrong, by="edition", checked=False)
    year, parent = structure["edition"].astype(str), structure["parent"]
    orphan = parent.notna() & ~(year + parent).isin(year + structure["code"])
    wrong = [(orphan, "parent", "the parent {parent} is not in the edition")]
    yield from report.check("grid", "gii_structure", structure, wrong, by="edition", checked=False)


HEADLINE: Final = "C1"


def check_claims(tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every claim without a verdict or unknown to the catalog, and a headline on other ranks."""
    claims, figures = tables["claims"], tables["claim_figures"]
    known = pd.DataFrame({"claim": [claim.id for claim in catalog.claims]})
    known["verdicts"] = known["claim"].map(claims["claim"].value_counts()).fillna(0).astype(int)
    wrong = [(known["verdicts"] != 1, "verdict", "it must have one verdict, it has {verdicts}")]
    yield from report.check("verdicts", "claims", known, wrong)
    allowed = claims["kind"].map(VERDICTS_OF)
    foreign = [verdict not in of_kind for verdict, of_kind in zip(claims["verdict"], allowed, strict=True)]
    problem = "a claim of kind {kind} cannot have the verdict {verdict}"
    wrong = [
        (~claims["claim"].isin(known["claim"]), "claim", "it is not in data/catalog/claims.toml"),
        (pd.Series(foreign, claims.index), "verdict", problem),
    ]
    yield from report.check("verdicts", "claims", claims, wrong, checked=False)
    of_index = figures[figures["kind"].eq("rank") & figures["series"].eq("GII")]
    for claim in (one for one in catalog.claims if one.number == HEADLINE):
        tested = of_index["figure"].isin([test.figure for test in claim.tests])
        rows = of_index[tested & of_index["claim"].eq(claim.id)]
        ranks = rows.set_index(["year", "economy"])["value"].to_dict()
        found = []
        for (edition, economy), rank in ANCHORS.items():
            held, place = ranks.get((edition, economy), "missing"), f"claim {claim.id}, edition {edition}"
            if held != rank:
                problem = f"the rank must be {rank}, it is {held}"
                found.append(Violation("claim_figures", place, "value", problem))
        yield from report.rule("headline-claim", ALL, len(ANCHORS), found)


LEVELS: Final = {
    "value": ("indicator",),
    "data_year": ("indicator",),
    "outdated": ("indicator",),
    "low_coverage": ("subpillar", "pillar"),
}


def check_coverage(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every flag of gii_scores that is wrong or stands on the wrong level."""
    levels = scores["code"].map({code: level_of(code) for code in scores["code"].unique()})
    dated = scores["data_year"].notna()
    since = scores["edition"].isin(scores.loc[dated, "edition"].unique())
    single = since & (scores["value"].notna() != dated)
    wrong = []
    for column, allowed in LEVELS.items():
        problem = f"this column belongs to {' and '.join(allowed)} rows only"
        wrong.append((scores[column].notna() & ~levels.isin(allowed), column, problem))
    wrong += [
        (scores["outdated"].notna() & ~dated, "outdated", "the flag has no data year beside it"),
        (single, "data_year", "an indicator has both a value and a data year, or neither"),
        (scores["data_year"] > scores["edition"], "data_year", "the year {data_year} is after the edition"),
    ]
    flags = scores[list(LEVELS)].notna().sum(axis=1)
    yield from report.check("flags-in-place", "gii_scores", scores, wrong, checked=flags)
    words = {True: "true", False: "false"}
    problem = (
        f"with fewer than {MINIMUM:.0%} of its indicators, or {FLAGGED} such sub-pillars, it is flagged, "
        "so the flag must be {rule}, not {stated}"
    )
    for edition in scores.loc[scores["low_coverage"].notna(), "edition"].unique():
        cells, parts = (frame[frame["edition"] == edition] for frame in (scores, structure))
        rule = thin(wide(cells, edition), parts).melt(var_name="code", value_name="rule", ignore_index=False)
        cells = cells.merge(rule.reset_index(), on=["economy", "code"])
        given, stated = cells["low_coverage"].notna(), cells["low_coverage"].map(words).fillna("blank")
        cells = cells.assign(rule=cells["rule"].map(words), stated=stated)
        wrong = [(stated != cells["rule"], "low_coverage", problem)]
        yield from report.check("coverage-rule", "gii_scores", cells, wrong, by="edition", checked=given)


def check_concepts(structure: pd.DataFrame, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_structure whose concept is missing, doubled or of another level."""
    known, level = structure["concept"].notna(), structure["code"].map(level_of)
    measured, named = (known & structure.duplicated(["edition", name]) for name in ("measure", "concept"))
    own = structure["concept"].map({one.id: one.level for one in catalog.concepts.values()})
    wrong = [
        (~known, "concept", "the concept is missing"),
        (measured, "concept", "another code of the edition measures {measure} already"),
        (named, "concept", "another code of the edition is {concept} already"),
        (own.notna() & (own != level), "concept", "{concept} is of the level {own}"),
    ]
    yield from report.check("concepts", "gii_structure", structure.assign(own=own), wrong)


FIGURES: Final = ["population", "gdp_ppp", "gdp_per_head"]
FACTOR: Final = 1.8
"""How far product, population and product per head may be apart. They are of different years, and apart by up
to 1.6 in the workbooks; the product of China or India in market dollars would be by 2 and more."""


def check_context(context: pd.DataFrame, scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_economies that is missing, too many or cannot be right."""
    listed = context[["edition", "economy"]]
    ranked = scores.loc[scores["code"].eq("GII") & scores["edition"].isin(listed["edition"]), list(listed)]
    both = listed.merge(ranked, how="outer", indicator="held")
    lost = both["held"] == "right_only"
    wrong = [
        (lost, "economy", "the row is missing"),
        (both["held"] == "left_only", "economy", "the edition does not rank this economy"),
    ]
    yield from report.check("context-rows", "gii_economies", both, wrong, checked=~lost)
    wrong = [(context[name] <= 0, name, f"{{{name}:g}} is not above 0") for name in FIGURES]
    figures = context[FIGURES].notna().sum(axis=1)
    yield from report.check("context-positive", "gii_economies", context, wrong, checked=figures)
    given = context["population"] * context["gdp_per_head"] / 1e6  # thousands x dollars, in billions
    ratio = context["gdp_ppp"] / given
    apart = ratio.where(ratio >= 1, 1 / ratio)
    problem = "population and gdp_per_head give {given:,.1f} billion, not {gdp_ppp:,.1f}"
    wrong = [((ratio > FACTOR) | (ratio < 1 / FACTOR), "gdp_ppp", problem)]
    rows, worst = context.assign(given=given), (apart.replace(float("inf"), float("nan")), FACTOR, "times")
    yield from report.check(
        "context-agrees", "gii_economies", rows, wrong, checked=apart.notna(), worst=worst
    )
