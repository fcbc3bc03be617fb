"""The tables of a snapshot, assembled from what the sources say and the catalog; its concepts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import pandas as pd

from analysis.evidence.verdicts import claim_tables
from analysis.index.composition import PILLARS, WeightsError, infer_weights, pivot_scores
from analysis.index.precision import half_widths
from analysis.robustness.bounds import rank_bounds
from analysis.robustness.intervals import (
    DRAW_COUNT,
    INTERVAL_LEVEL,
    outer_intervals,
    pillar_widths,
    rank_intervals,
    ranked_pillars,
)
from data.catalog import Catalog
from data.citation import OWN
from data.codes import code_order, level_of, parent_of
from data.contract import Violation
from data.release_notes import with_remarks
from data.schema import CURATED, GII_INTERVALS, REVISIONS, TABLES, Table, releases_used
from etl.errors import Refused
from etl.release import NO_INPUTS, RELEASE_COLUMNS, Content, Inputs


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sources say, in the columns of the snapshot, before the derived columns are filled in.

    structure: weight and concept may be blank; context: rows of gii_economies; intervals: published ones
    only; releases: columns RELEASE_COLUMNS (publisher and licence blank: those of the family); revisions: columns of the
    table; curated: the tables of CURATED by name, vintage blank.
    """

    scores: pd.DataFrame
    structure: pd.DataFrame
    context: pd.DataFrame
    intervals: pd.DataFrame
    observations: pd.DataFrame
    releases: pd.DataFrame
    revisions: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=REVISIONS.columns))
    curated: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def with_content(self, content: Content, gives: Collection[str]) -> Self:
        """Return the parts with what a release gives in place of what they had of it.

        gives: the series to take, each whole; for an edition of the index anything, since it is one whole.
        """
        others = self.releases[~self.releases["source"].isin(content.row["source"])]
        parts = replace(self, releases=pd.concat([others, content.row]))
        if content.edition is None:
            remaining = self.observations[~self.observations["indicator"].isin(gives)]
            given = content.observations[content.observations["indicator"].isin(gives)]
            return replace(parts, observations=pd.concat([remaining, given], ignore_index=True))

        def whole(earlier: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
            return pd.concat([earlier[earlier["edition"] != content.edition], given])

        return replace(
            parts,
            scores=whole(self.scores, content.scores),
            structure=whole(self.structure, content.structure),
            context=whole(self.context, content.context),
        )


def parts_of(tables: Mapping[str, pd.DataFrame]) -> Parts:
    """Return the parts that a snapshot was assembled from, so that it can be extended."""
    return Parts(
        scores=tables["gii_scores"],
        structure=tables["gii_structure"],
        context=tables["gii_economies"],
        intervals=tables["gii_intervals"],
        observations=tables["observations"].drop(columns="vintage"),
        releases=tables["sources"][list(RELEASE_COLUMNS)],
        revisions=tables["revisions"],
        curated={table.name: tables[table.name] for table in CURATED},
    )


UPPER_WEIGHTS: Final = {"IN": 0.5, "OUT": 0.5} | {code: 0.2 if code <= "P5" else 0.5 for code in PILLARS}


def assemble(
    parts: Parts, catalog: Catalog, known: pd.DataFrame | None = None, inputs: Inputs = NO_INPUTS
) -> dict[str, pd.DataFrame]:
    """Return all tables, sorted and typed, but the report on their checks, which gates.snapshot adds.

    known: gii_intervals of the snapshot that is being extended, without the editions that change; our
    intervals of an edition are taken over from it instead of being computed again. inputs: what is held
    back, and what was accepted.
    Raises Refused when no admissible weights rebuild an edition.
    """
    released = dict(zip(parts.releases["source"], parts.releases["vintage"], strict=True))
    given = {"gii_economies": parts.context, "observations": parts.observations}
    given |= {"revisions": parts.revisions, "economies": _economies(catalog)}
    given |= {one.name: parts.curated.get(one.name, pd.DataFrame(columns=one.columns)) for one in CURATED}
    tables = {}
    for name, frame in given.items():
        if "vintage" in TABLES[name].columns:
            frame = frame.assign(vintage=frame["source"].map(released))
        tables[name] = frame.sort_values(list(TABLES[name].key), kind="stable")
    order = {code: place for place, code in enumerate(sorted(parts.scores["code"].unique(), key=code_order))}
    scores = parts.scores.assign(place=parts.scores["code"].map(order))
    tables["gii_scores"] = scores.sort_values(["edition", "economy", "place"], kind="stable")
    tables["gii_structure"] = _structure(parts, catalog)
    own = compute_intervals(tables["gii_scores"], known)
    tables["gii_intervals"] = pd.concat(
        to_types(GII_INTERVALS, frame)
        for frame in (parts.intervals[parts.intervals["kind"] == PUBLISHED], *own)
    ).sort_values(list(GII_INTERVALS.key), kind="stable")
    tables["gii_editions"] = _editions(tables, catalog)
    # verdicts rest on typed tables, blanks and all
    tables |= claim_tables(catalog, {name: to_types(TABLES[name], frame) for name, frame in tables.items()})
    tables["sources"] = _sources(parts.releases, tables, catalog, inputs)
    return {name: to_types(TABLES[name], tables[name]) for name in TABLES if name in tables}


def to_types(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the columns, order and dtypes of its table."""
    return frame.reindex(columns=table.columns).astype(table.dtypes).reset_index(drop=True)


def _structure(parts: Parts, catalog: Catalog) -> pd.DataFrame:
    frames = []
    for edition, rows in parts.structure.groupby("edition"):
        frame = rows.assign(
            level=rows["code"].map(level_of),
            parent=rows["code"].map(parent_of),
            weight=rows["weight"].fillna(rows["code"].map(UPPER_WEIGHTS)),
        )
        scored = set(parts.scores.loc[parts.scores["edition"] == edition, "code"].unique())
        missing = frame[frame["weight"].isna() & (frame["code"] != "GII") & frame["code"].isin(scored)]
        if len(missing):
            parents = dict(zip(missing["code"], missing["parent"], strict=True))
            try:
                inferred = infer_weights(pivot_scores(parts.scores, int(str(edition))), parents)
            except WeightsError as error:
                place = Violation("gii_scores", f"edition {edition}", "score", str(error))
                raise Refused(str(error), [place]) from error
            frame["weight"] = frame["weight"].fillna(frame["code"].map(inferred))
        frames.append(frame.set_index("code").loc[sorted(frame["code"], key=code_order)].reset_index())
    structure = pd.concat(frames, ignore_index=True)
    return definition_changes(structure.assign(concept=concepts(structure, catalog)), catalog)


def _economies(catalog: Catalog) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "economy": item.id,
            "name_en": item.name.en,
            "name_zh": item.name.zh,
            "region": item.region or None,
            "income": item.income or None,
            "iso2": item.iso2 or None,
            "short_en": item.short.en,
            "short_zh": item.short.zh,
        }
        for item in sorted(catalog.economies.values(), key=lambda item: item.id)
    )


STATED: Final = (
    *("economies", "indicators", "input_indicators", "output_indicators", "half_weight_indicators"),
    *("theme", "released", "licence", "licence_basis", "change", "source"),
)
"""Columns of gii_editions that the catalog gives."""


def _editions(tables: dict[str, pd.DataFrame], catalog: Catalog) -> pd.DataFrame:
    scores, structure = tables["gii_scores"], tables["gii_structure"]
    overall = scores[scores["code"] == "GII"].groupby("edition")[["score", "rank"]].count()
    rows: list[dict[str, Any]] = []
    for edition in sorted(set(scores["edition"])):
        item = catalog.editions.get(edition)
        source = str(scores.loc[scores["edition"] == edition, "rank_source"].dropna().iloc[0])
        row: dict[str, Any] = {"edition": edition, "source": source, "change": _change(tables, edition)}
        row |= {"scores": overall.at[edition, "score"], "ranks": overall.at[edition, "rank"]}
        if item:
            stated = {name: getattr(item, name) for name in STATED}
            row |= {name: None if value == "" else value for name, value in stated.items()}
        else:  # newer than the catalog: what its publisher's own table says, whose ranks a gate counts
            indicators = (structure["edition"] == edition) & (structure["level"] == "indicator")
            row |= {"economies": row["ranks"], "indicators": int(indicators.sum()) or None}
        rows.append(row)
    return pd.DataFrame(rows)


def _change(tables: dict[str, pd.DataFrame], edition: int) -> str:
    """Return "unmarked" for the structure of the edition before, or a ranking alone, else "documented"."""
    structure = tables["gii_structure"]
    if set(structure.loc[structure["edition"] == edition, "code"]) == {"GII"}:
        return "unmarked"
    now, before = (
        set(zip(rows["code"], rows["name"], strict=True))
        for rows in (structure[structure["edition"] == year] for year in (edition, edition - 1))
    )
    return "unmarked" if now == before else "documented"


def _sources(
    releases: pd.DataFrame, tables: dict[str, pd.DataFrame], catalog: Catalog, inputs: Inputs
) -> pd.DataFrame:
    used, series = releases_used(tables), tables["observations"].groupby("source")["indicator"].unique()
    licences = {item.source: item.licence for item in catalog.editions.values()}
    rows = []
    for release in releases.sort_values("source").to_dict("records"):
        family = catalog.sources.get(release["family"])
        if release["source"] not in used or family is None:
            continue
        row = {str(key): None if pd.isna(value) else value for key, value in release.items()}
        row["publisher"] = row["publisher"] or family.publisher.en
        row["licence"] = row["licence"] or licences.get(release["source"]) or family.licence
        own = set(series.get(row["source"], ()))
        withheld = [one for one in inputs.held if one.series in own]
        accepted = [one for one in inputs.accepted if one.partition(":")[0] in own]
        row["note"] = with_remarks(row["note"] or "", withheld, accepted) or None
        row |= {"url": family.url or None, "citation": family.citation, "update_month": family.update_month}
        rows.append(row)
    return pd.DataFrame(rows)


LISTED: Final = 10
"""Names that a warning lists; of the others the number is enough."""
_DASHES = str.maketrans("–—‑", "---")


def concepts(structure: pd.DataFrame, catalog: Catalog) -> pd.Series:
    """Return the concept of each row of gii_structure (edition, code, name), unique within an edition.

    Index, sub-indices and pillars are their own concepts. A code that the catalog does not list takes the
    concept of its name and level in the newest earlier edition, else one of its own: "<edition>-<code>".
    """
    listed = {
        (edition, code): item.id for item in catalog.concepts.values() for edition, code in item.codes.items()
    }
    named: dict[tuple[str, str], str] = {}
    found = pd.Series(index=structure.index, dtype="str")
    for edition, rows in structure.groupby("edition", sort=True):
        year = int(str(edition))
        sure = {
            code: code if level_of(code) in ("index", "subindex", "pillar") else listed.get((year, code), "")
            for code in rows["code"]
        }
        taken = {concept for concept in sure.values() if concept}
        given: dict[tuple[str, str], str] = {}
        for place, code, name in zip(rows.index, rows["code"], rows["name"], strict=True):
            key = level_of(code), _plain(name)
            concept = sure[code] or named.get(key, "")
            if not concept or (not sure[code] and concept in taken):
                concept = f"{year}-{code}"
            taken.add(concept)
            found[place] = given[key] = concept
        named |= given
    return found


def new_concepts(structure: pd.DataFrame, current: pd.DataFrame | None, catalog: Catalog) -> tuple[str, ...]:
    """Return a warning if parts of an edition have a concept that no earlier edition of `current` has."""
    edition = int(structure["edition"].iloc[0])
    earlier = structure.iloc[:0] if current is None else current[current["edition"] < edition]
    if earlier.empty:
        return ()
    known = pd.concat([earlier, structure], ignore_index=True)
    own = known[concepts(known, catalog).str.startswith(f"{edition}-")]
    if own.empty:
        return ()
    names = [f"{code} {name}" for code, name in zip(own["code"], own["name"], strict=True)]
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    sentence = f"in the GII {edition} these have no concept of an earlier edition and stand alone: "
    advice = "where one was only renamed, say so in data/catalog/concepts.csv"
    return (f"{sentence}{', '.join(names[:LISTED])}{more}; {advice}",)


def definition_changes(structure: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """Return gii_structure with the measure of each concept and the edition since which it is so defined."""
    known = [catalog.concepts.get(concept) for concept in structure["concept"]]
    since = [
        max((year for year in one.redefined if year <= edition), default=None) if one else None
        for one, edition in zip(known, structure["edition"], strict=True)
    ]
    measures = [one.measure if one else None for one in known]
    measure = pd.Series(measures, index=structure.index, dtype="str").fillna(structure["concept"])
    return structure.assign(measure=measure, defined=pd.array(since, dtype="Int64"))


def _plain(name: str) -> str:
    """Return a name without the differences of type that come and go between editions."""
    return " ".join(name.translate(_DASHES).casefold().split())


PUBLISHED: Final = "published"
COMPUTED: Final = ("bounds", "weights")  # kinds of gii_intervals that are our calculation


def compute_intervals(scores: pd.DataFrame, known: pd.DataFrame | None) -> list[pd.DataFrame]:
    """Return our rows of gii_intervals for each edition that has pillar scores, in any order of columns.

    known: as for `assemble`, each edition whole.
    """
    own = pd.DataFrame(columns=["edition"]) if known is None else known[known["kind"].isin(COMPUTED)]
    frames = []
    for edition in sorted(set(scores["edition"])):
        rows = own[own["edition"] == edition]
        if rows.empty:
            rows = _computed(scores[scores["edition"] == edition])
        frames.append(rows)
    return [rows for rows in frames if len(rows)]


def _computed(scores: pd.DataFrame) -> pd.DataFrame:
    """Return our rows of one edition; none if it has no pillar scores."""
    edition = int(scores["edition"].iloc[0])
    scored = pivot_scores(scores, edition)
    pillars = ranked_pillars(scored)
    if pillars.empty:
        return pd.DataFrame()
    widths = pillar_widths(pillars, pivot_scores(scores.assign(score=half_widths(scores)), edition))
    bounds, drawn = rank_bounds(pillars), rank_intervals(pillars)
    if (widths > 0).any(axis=None):  # the scores are rounded
        bounds = bounds.join(rank_bounds(pillars, widths=widths).add_prefix("outer_"))
        drawn = drawn.join(outer_intervals(pillars, widths).add_prefix("outer_"))
    limits = {"best": "low", "worst": "high", "outer_best": "outer_low", "outer_worst": "outer_high"}
    complete = scored.index[scored.reindex(columns=pillars.columns).notna().all(axis=1)]
    frames = [
        bounds.rename(columns=limits).loc[complete].assign(kind="bounds"),
        drawn.loc[complete].assign(kind="weights", level=INTERVAL_LEVEL, draws=2 * DRAW_COUNT),
    ]
    return pd.concat(frames).rename_axis("economy").reset_index().assign(edition=edition, source=OWN)


def still_valid(intervals: pd.DataFrame, old: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Return the rank intervals of the editions whose scores are the same in gii_scores and in the older one.

    Scores are compared at every level and with their source, because all of them together show how an edition
    is rounded.
    """
    stated = ["edition", "economy", "code", "score", "score_source"]
    both = pd.concat([old[stated], scores[stated]])
    moved = set(both.drop_duplicates(keep=False)["edition"])  # what only one of the two tables has
    return intervals[~intervals["edition"].isin(moved)]
