"""Counts, anchors and claims; beside the scores of an edition its flags, concepts and context."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from analysis.composition import wide
from analysis.coverage import FLAGGED, MINIMUM
from analysis.standing import CHINA
from data.catalog import Catalog
from data.claims import Claim
from data.codes import level_of
from data.contract import ANCHORS, Violation, violation_of
from data.schema import GII_ECONOMIES, GII_SCORES, GII_STRUCTURE, OBSERVATIONS, VERDICTS_OF
from etl.gates.report import ALL, Report, Worst, at_cell, at_rows

UNSEEN_HALF: Final = 2012
"""Its report counts one half weight more than its scores show: only ratios in a sub-pillar can be seen."""


def check_counts(tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every count that is wrong and every anchor that does not hold."""
    scores, structure, editions = (tables[name] for name in ("gii_scores", "gii_structure", "gii_editions"))
    yield from _anchors(scores, report)
    for record in editions.to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        edition = int(row["edition"])
        cells = scores[scores["edition"] == edition]
        overall = cells[cells["code"] == "GII"]
        parts = structure[structure["edition"] == edition]
        yield from _editions(row, _counted(overall, parts, set(cells["code"].unique())), report)
        yield from report.rule("grid", edition, len(cells), _grid(edition, cells, parts))
    observations, sources = tables["observations"], tables["sources"]
    named = observations["indicator"].nunique() + sources["family"].nunique()
    yield from report.rule("catalogued", ALL, named, _catalogued(observations, sources, catalog))
    yield from report.rule("vintages", ALL, len(observations), _vintages(observations, sources))


def _anchors(scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    overall = scores[scores["code"] == "GII"].set_index(["edition", "economy"])["rank"]
    for (edition, economy), rank in ANCHORS.items():
        cell = overall.get((edition, economy))
        known = None if cell is None or pd.isna(cell) else int(cell)
        problem = f"the rank must be {rank}, it is {'missing' if known is None else known}"
        found = [] if known == rank else [at_cell(edition, economy, "GII", "rank", problem)]
        worst = None if known is None else Worst(abs(known - rank), 0.0, "places")
        yield from report.rule("headline", edition, 1, found, worst=worst)
    # every edition must rank the economy that the dashboard is about
    ranked = scores[(scores["code"] == "GII") & (scores["economy"] == CHINA) & scores["rank"].notna()]
    lost = sorted(set(scores["edition"]) - set(ranked["edition"]))
    found = [at_cell(one, CHINA, "GII", "rank", f"the edition does not rank {CHINA}") for one in lost]
    yield from report.rule("china-ranked", ALL, scores["edition"].nunique(), found)


def _counted(overall: pd.DataFrame, structure: pd.DataFrame, scored: set[str]) -> dict[str, int]:
    """Return what can be counted of an edition, by the column of gii_editions that states it."""
    indicators = structure[structure["level"] == "indicator"]
    counted = {"scores": overall["score"].count(), "ranks": overall["rank"].count()}
    if overall["score"].notna().any():
        counted["economies"] = overall["rank"].count()
    if len(indicators):
        inputs = indicators["code"].str[0].isin(list("12345"))
        counted |= {
            "indicators": len(indicators),
            "input_indicators": inputs.sum(),
            "output_indicators": (~inputs).sum(),
        }
        if set(indicators["code"]) <= scored:  # without scores the weights of some cannot be known
            counted["half_weight_indicators"] = (indicators["weight"] == 0.5).sum()
    return {name: int(count) for name, count in counted.items()}


def _editions(row: Mapping[str, Any], counted: Mapping[str, int], report: Report) -> Iterator[Violation]:
    stated = {name: row[name] for name in counted if not pd.isna(row[name])}
    if row["edition"] == UNSEEN_HALF and stated.get("half_weight_indicators"):
        stated["half_weight_indicators"] -= 1
    place = f"edition {row['edition']}"
    found = []
    for name, value in stated.items():
        if value != counted[name]:
            problem = f"{name.replace('_', ' ')}: {value} stated, {counted[name]} found"
            found.append(Violation("gii_editions", place, name, problem))
    yield from report.rule("counts-stated", row["edition"], len(stated), found)


def _grid(edition: int, rows: pd.DataFrame, structure: pd.DataFrame) -> Iterator[Violation]:
    """Each economy has one row for each code that has scores, and none of a code outside the structure.

    An economy has all codes of a level, or none: of older editions some are not known below the pillars.
    """
    codes = set(structure["code"])
    present = set(rows["code"].unique())
    levels = set(structure.loc[structure["code"].isin(present), "level"])
    scored = set(structure.loc[structure["level"].isin(levels), "code"])
    for code in sorted(present - codes):
        place = f"edition {edition}, code {code}"
        yield Violation("gii_structure", place, "code", "an unlisted code has scores")
    level = structure.set_index("code")["level"]
    own = rows["code"].groupby([rows["economy"], rows["code"].map(level)]).nunique()
    sizes = level[level.index.isin(scored)].value_counts()
    for economy, name, count in own.reset_index(name="codes").to_numpy():
        if count == sizes[name]:
            continue
        codes_of = set(rows.loc[rows["economy"] == economy, "code"])
        for code in sorted(set(level.index[level == name]) - codes_of):
            yield at_cell(edition, str(economy), code, "code", "the row is missing")
    for code, parent in zip(structure["code"], structure["parent"], strict=True):
        if not pd.isna(parent) and parent not in codes:
            problem = f"the parent {parent} is not in the edition"
            yield Violation("gii_structure", f"edition {edition}, code {code}", "parent", problem)


def _catalogued(observations: pd.DataFrame, sources: pd.DataFrame, catalog: Catalog) -> Iterator[Violation]:
    for indicator in sorted(set(observations["indicator"].unique()) - set(catalog.indicators)):
        yield Violation(
            "observations", f"indicator {indicator}", "indicator", "it is not in data/catalog/indicators.toml"
        )
    for family in sorted(set(sources["family"]) - set(catalog.sources)):
        yield Violation("sources", f"family {family}", "family", "it is not in data/catalog/sources.toml")
    for licence in sorted(set(sources["licence"].dropna()) - set(catalog.licences)):
        yield Violation("sources", f"licence {licence}", "licence", "it is not in data/catalog/licences.toml")


def _vintages(observations: pd.DataFrame, sources: pd.DataFrame) -> Iterator[Violation]:
    vintage = observations["source"].map(dict(zip(sources["source"], sources["vintage"], strict=True)))
    wrong = vintage.notna() & (vintage != observations["vintage"])
    problem = "{vintage} is not the vintage of {source}"
    yield from at_rows(OBSERVATIONS, observations, wrong, "vintage", problem)


HEADLINE: Final = "C1"


def check_claims(tables: Mapping[str, pd.DataFrame], catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every claim without a verdict or unknown to the catalog, and a headline on other ranks."""
    yield from report.rule("verdicts", ALL, len(catalog.claims), _verdicts(tables, catalog))
    headlines = [one for one in catalog.claims if one.number == HEADLINE]
    found = _headline(tables["claim_figures"], headlines)
    yield from report.rule("headline-claim", ALL, len(headlines) * len(ANCHORS), found)


def _verdicts(tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> Iterator[Violation]:
    judged = list(tables["claims"]["claim"])
    known = {claim.id: claim for claim in catalog.claims}
    for claim in sorted(set(known) | set(judged)):
        if claim not in known:
            yield Violation("claims", f"claim {claim}", "claim", "it is not in data/catalog/claims.toml")
        elif judged.count(claim) != 1:
            problem = f"it must have one verdict, it has {judged.count(claim)}"
            yield Violation("claims", f"claim {claim}", "verdict", problem)
    for claim, kind, verdict in zip(
        *(tables["claims"][name] for name in ("claim", "kind", "verdict")), strict=True
    ):
        if verdict not in VERDICTS_OF[kind]:
            problem = f"a claim of kind {kind} cannot have the verdict {verdict}"
            yield Violation("claims", f"claim {claim}", "verdict", problem)


def _headline(figures: pd.DataFrame, headlines: Iterable[Claim]) -> Iterator[Violation]:
    for claim in headlines:
        tested = {claims.figure for claims in claim.tests}
        rows = figures[(figures["claim"] == claim.id) & figures["figure"].isin(tested)]
        rows = rows[(rows["kind"] == "rank") & (rows["series"] == "GII")]
        ranks = {
            (int(year), str(economy)): value
            for year, economy, value in zip(rows["year"], rows["economy"], rows["value"], strict=True)
        }
        for (edition, economy), rank in ANCHORS.items():
            if ranks.get((edition, economy)) != rank:
                place = f"claim {claim.id}, edition {edition}"
                found = ranks.get((edition, economy), "missing")
                yield Violation("claim_figures", place, "value", f"the rank must be {rank}, it is {found}")


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
    flags = int(scores[list(LEVELS)].notna().to_numpy().sum())
    yield from report.rule("flags-in-place", ALL, flags, _in_place(scores))
    flagged = scores[scores["low_coverage"].notna()]
    for edition, rows in flagged.groupby("edition"):
        found = _coverage(int(str(edition)), scores, structure[structure["edition"] == edition])
        yield from report.rule("coverage-rule", edition, len(rows), found)


def _in_place(scores: pd.DataFrame) -> Iterator[Violation]:
    levels = scores["code"].map({code: level_of(code) for code in scores["code"].unique()})
    for column, allowed in LEVELS.items():
        problem = f"this column belongs to {' and '.join(allowed)} rows only"
        misplaced = scores[column].notna() & ~levels.isin(allowed)
        yield from at_rows(GII_SCORES, scores, misplaced, column, problem)
    undated = scores["outdated"].notna() & scores["data_year"].isna()
    yield from at_rows(GII_SCORES, scores, undated, "outdated", "the flag has no data year beside it")
    dated = scores["edition"].isin(scores.loc[scores["data_year"].notna(), "edition"])
    single = dated & (scores["value"].notna() != scores["data_year"].notna())
    problem = "an indicator has both a value and a data year, or neither"
    yield from at_rows(GII_SCORES, scores, single, "data_year", problem)
    late = scores["data_year"] > scores["edition"]
    yield from at_rows(GII_SCORES, scores, late, "data_year", "the year {data_year} is after the edition")


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
                stated = "blank" if blank.at[economy, code] else flag
                reason = f"of {sizes[code]} {what.format(counts.at[economy, code])}"
                problem = f"{reason}, so the flag must be {rule}, not {stated}"
                yield at_cell(edition, str(economy), str(code), "low_coverage", problem)


def check_concepts(structure: pd.DataFrame, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_structure whose concept is missing, doubled or of another level."""
    yield from report.rule("concepts", ALL, len(structure), _concepts(structure, catalog))


def _concepts(structure: pd.DataFrame, catalog: Catalog) -> Iterator[Violation]:
    missing = structure["concept"].isna()
    yield from at_rows(GII_STRUCTURE, structure, missing, "concept", "the concept is missing")
    known = structure[~missing]
    for column, verb in (("measure", "measures"), ("concept", "is")):
        problem = f"another code of the edition {verb} {{{column}}} already"
        twice = known.duplicated(["edition", column])
        yield from at_rows(GII_STRUCTURE, known, twice, "concept", problem)
    for row in known.to_dict("records"):
        concept = catalog.concepts.get(row["concept"])
        if concept is not None and concept.level != level_of(row["code"]):
            problem = f"{row['concept']} is of the level {concept.level}"
            yield violation_of(GII_STRUCTURE, row, "concept", problem)


FIGURES: Final = ("population", "gdp_ppp", "gdp_per_head")
FACTOR: Final = 1.8
"""How far product, population and product per head may be apart. They are of different years, and apart by up
to 1.6 in the workbooks; the product of China or India in market dollars would be by 2 and more."""


def check_context(context: pd.DataFrame, scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_economies that is missing, too many or cannot be right."""
    yield from report.rule("context-rows", ALL, len(context), _rows(context, scores))
    for name in FIGURES:
        found = at_rows(GII_ECONOMIES, context, context[name] <= 0, name, f"{{{name}:g}} is not above 0")
        yield from report.rule("context-positive", ALL, int(context[name].count()), found)
    given = context["population"] * context["gdp_per_head"] / 1e6  # thousands x dollars, in billions
    ratio = context["gdp_ppp"] / given
    apart = ratio.where(ratio >= 1, 1 / ratio)
    known = apart[apart.notna() & (apart != float("inf"))]
    worst = Worst(float(known.max()), FACTOR, "times") if len(known) else None
    problem = "population and gdp_per_head give {given:,.1f} billion, not {gdp_ppp:,.1f}"
    wrong = (ratio > FACTOR) | (ratio < 1 / FACTOR)
    found = at_rows(GII_ECONOMIES, context.assign(given=given), wrong, "gdp_ppp", problem)
    yield from report.rule("context-agrees", ALL, int(apart.notna().sum()), found, worst=worst)


def _rows(context: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Violation]:
    overall = scores[scores["code"] == "GII"]
    for edition, rows in context.groupby("edition"):
        listed, ranked = (set(frame["economy"]) for frame in (rows, overall[overall["edition"] == edition]))
        for economies, problem in (
            (ranked - listed, "the row is missing"),
            (listed - ranked, "the edition does not rank this economy"),
        ):
            for economy in sorted(economies):
                row = {"edition": edition, "economy": economy}
                yield violation_of(GII_ECONOMIES, row, "economy", problem)
