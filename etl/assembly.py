"""The tables of a snapshot, assembled from the parts of its sources and the catalog; its concepts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import pandas as pd

from analysis.evidence.verdicts import claim_tables
from analysis.index.composition import PILLARS, WeightsError, infer_weights
from analysis.index.precision import half_widths
from analysis.reshape import pivot_scores
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
from data.release_notes import replace_remarks
from data.schema import CURATED, GII_INTERVALS, REVISIONS, TABLES, Table, releases_used
from etl.errors import Refused
from etl.release import NO_INPUTS, RELEASE_COLUMNS, Content, Inputs


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sources give, in the columns of the snapshot, before derived columns are filled in.

    structure: weight and concept may be blank; context: rows of gii_economies; intervals:
    published ones only; releases: columns RELEASE_COLUMNS (publisher and licence blank: those of
    the family); revisions: columns of the table; curated: the tables of CURATED by name, vintage
    blank.
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
        """Return the parts with the content of a release in place of what they had of it.

        ``gives`` lists the series to take, each complete; it is ignored for an edition of the
        index.
        """
        other_releases = self.releases[~self.releases["source"].isin(content.row["source"])]
        parts = replace(self, releases=pd.concat([other_releases, content.row]))
        if content.edition is None:
            remaining = self.observations[~self.observations["indicator"].isin(gives)]
            given = content.observations[content.observations["indicator"].isin(gives)]
            return replace(parts, observations=pd.concat([remaining, given], ignore_index=True))

        def replace_edition(earlier: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
            return pd.concat([earlier[earlier["edition"] != content.edition], given])

        return replace(
            parts,
            scores=replace_edition(self.scores, content.scores),
            structure=replace_edition(self.structure, content.structure),
            context=replace_edition(self.context, content.context),
        )


def parts_of(tables: Mapping[str, pd.DataFrame]) -> Parts:
    """Return the parts that a snapshot was assembled from, to extend it."""
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


DEFAULT_WEIGHTS: Final = {"IN": 0.5, "OUT": 0.5} | {code: 0.2 if code <= "P5" else 0.5 for code in PILLARS}


def assemble(
    parts: Parts, catalog: Catalog, known_intervals: pd.DataFrame | None = None, inputs: Inputs = NO_INPUTS
) -> dict[str, pd.DataFrame]:
    """Assemble all tables, sorted and typed, except the report on their checks (see gates.snapshot).

    ``known_intervals`` is gii_intervals of the snapshot to be extended, without the editions that
    change: our intervals of the other editions are copied instead of computed. ``inputs`` has the
    series held back and the accepted values, for the notes. Raises Refused if no admissible
    weights rebuild an edition.
    """
    released = dict(zip(parts.releases["source"], parts.releases["vintage"], strict=True))
    given = {"gii_economies": parts.context, "observations": parts.observations}
    given |= {"revisions": parts.revisions, "economies": _economies(catalog)}
    for table in CURATED:
        given[table.name] = parts.curated.get(table.name, pd.DataFrame(columns=table.columns))
    tables = {}
    for name, frame in given.items():
        if "vintage" in TABLES[name].columns:
            frame = frame.assign(vintage=frame["source"].map(released))
        tables[name] = frame.sort_values(list(TABLES[name].key), kind="stable")
    codes = sorted(parts.scores["code"].unique(), key=code_order)
    order = {code: position for position, code in enumerate(codes)}
    scores = parts.scores.assign(position=parts.scores["code"].map(order))
    tables["gii_scores"] = scores.sort_values(["edition", "economy", "position"], kind="stable")
    tables["gii_structure"] = _structure(parts, catalog)
    computed = compute_intervals(tables["gii_scores"], known_intervals)
    tables["gii_intervals"] = pd.concat(
        to_types(GII_INTERVALS, frame)
        for frame in (parts.intervals[parts.intervals["kind"] == PUBLISHED_KIND], *computed)
    ).sort_values(list(GII_INTERVALS.key), kind="stable")
    tables["gii_editions"] = _editions(tables, catalog)
    # verdicts need typed tables, with their blanks
    tables |= claim_tables(catalog, {name: to_types(TABLES[name], frame) for name, frame in tables.items()})
    tables["sources"] = _sources(parts.releases, tables, catalog, inputs)
    return {name: to_types(TABLES[name], tables[name]) for name in TABLES if name in tables}


def to_types(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the columns, order and dtypes of its table."""
    return frame.reindex(columns=table.columns).astype(table.dtypes).reset_index(drop=True)


def _structure(parts: Parts, catalog: Catalog) -> pd.DataFrame:
    frames = []
    for edition, rows in parts.structure.groupby("edition"):
        frame = rows.assign(
            level=rows["code"].map(level_of),
            parent=rows["code"].map(parent_of),
            weight=rows["weight"].fillna(rows["code"].map(DEFAULT_WEIGHTS)),
        )
        scored = set(parts.scores.loc[parts.scores["edition"] == edition, "code"].unique())
        missing = frame[frame["weight"].isna() & (frame["code"] != "GII") & frame["code"].isin(scored)]
        if len(missing):
            parents = dict(zip(missing["code"], missing["parent"], strict=True))
            try:
                inferred = infer_weights(pivot_scores(parts.scores, int(str(edition))), parents)
            except WeightsError as error:
                violation = Violation("gii_scores", f"edition {edition}", "score", str(error))
                raise Refused(str(error), [violation]) from error
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


CATALOG_COLUMNS: Final = (
    *("economies", "indicators", "input_indicators", "output_indicators", "half_weight_indicators"),
    *("theme", "released", "licence", "licence_basis", "change", "source"),
)
"""Columns of gii_editions that come from the catalog."""


def _editions(tables: dict[str, pd.DataFrame], catalog: Catalog) -> pd.DataFrame:
    scores, structure = tables["gii_scores"], tables["gii_structure"]
    overall = scores[scores["code"] == "GII"].groupby("edition")[["score", "rank"]].count()
    rows: list[dict[str, Any]] = []
    for edition in sorted(set(scores["edition"])):
        item = catalog.editions.get(edition)
        source = str(scores.loc[scores["edition"] == edition, "rank_source"].dropna().iloc[0])
        change = _change_status(tables, edition)
        row: dict[str, Any] = {"edition": edition, "source": source, "change": change}
        row |= {"scores": overall.at[edition, "score"], "ranks": overall.at[edition, "rank"]}
        if item:
            stated = {name: getattr(item, name) for name in CATALOG_COLUMNS}
            row |= {name: None if value == "" else value for name, value in stated.items()}
        else:  # newer than the catalog: count the publisher's own table
            indicators = (structure["edition"] == edition) & (structure["level"] == "indicator")
            row |= {"economies": row["ranks"], "indicators": int(indicators.sum()) or None}
        rows.append(row)
    return pd.DataFrame(rows)


def _change_status(tables: dict[str, pd.DataFrame], edition: int) -> str:
    """Return "unmarked" for a ranking alone or an unchanged structure, else "documented"."""
    structure = tables["gii_structure"]
    if set(structure.loc[structure["edition"] == edition, "code"]) == {"GII"}:
        return "unmarked"
    parts, earlier_parts = (
        set(zip(rows["code"], rows["name"], strict=True))
        for rows in (structure[structure["edition"] == year] for year in (edition, edition - 1))
    )
    return "unmarked" if parts == earlier_parts else "documented"


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
        series_of_release = set(series.get(row["source"], ()))
        held_back = [item for item in inputs.held if item.series in series_of_release]
        accepted = [name for name in inputs.accepted if name.partition(":")[0] in series_of_release]
        row["note"] = replace_remarks(row["note"] or "", held_back, accepted) or None
        row |= {"url": family.url or None, "citation": family.citation, "update_month": family.update_month}
        rows.append(row)
    return pd.DataFrame(rows)


MAX_LISTED: Final = 10
"""Number of names that a warning lists."""
_DASHES = str.maketrans("–—‑", "---")


def concepts(structure: pd.DataFrame, catalog: Catalog) -> pd.Series:
    """Return the concept of each row of gii_structure (edition, code, name), unique within an edition.

    Index, sub-indices and pillars are their own concepts. A code that the catalog lacks takes the
    concept of the same name and level in the newest earlier edition, else a new one:
    "<edition>-<code>".
    """
    listed = {
        (edition, code): item.id for item in catalog.concepts.values() for edition, code in item.codes.items()
    }
    by_name: dict[tuple[str, str], str] = {}
    result = pd.Series(index=structure.index, dtype="str")
    for edition, rows in structure.groupby("edition", sort=True):
        year = int(str(edition))
        certain = {
            code: code if level_of(code) in ("index", "subindex", "pillar") else listed.get((year, code), "")
            for code in rows["code"]
        }
        taken = {concept for concept in certain.values() if concept}
        given: dict[tuple[str, str], str] = {}
        for index, code, name in zip(rows.index, rows["code"], rows["name"], strict=True):
            key = level_of(code), _normalize_name(name)
            concept = certain[code] or by_name.get(key, "")
            if not concept or (not certain[code] and concept in taken):
                concept = f"{year}-{code}"
            taken.add(concept)
            result[index] = given[key] = concept
        by_name |= given
    return result


def new_concepts(structure: pd.DataFrame, current: pd.DataFrame | None, catalog: Catalog) -> tuple[str, ...]:
    """Return a warning if an edition has concepts that no earlier edition of ``current`` has."""
    edition = int(structure["edition"].iloc[0])
    earlier = structure.iloc[:0] if current is None else current[current["edition"] < edition]
    if earlier.empty:
        return ()
    all_editions = pd.concat([earlier, structure], ignore_index=True)
    new_parts = all_editions[concepts(all_editions, catalog).str.startswith(f"{edition}-")]
    if new_parts.empty:
        return ()
    names = [f"{code} {name}" for code, name in zip(new_parts["code"], new_parts["name"], strict=True)]
    more = f" and {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else ""
    sentence = f"in the GII {edition} these have no concept of an earlier edition and stand alone: "
    advice = "where one was only renamed, say so in data/catalog/concepts.csv"
    return (f"{sentence}{', '.join(names[:MAX_LISTED])}{more}; {advice}",)


def definition_changes(structure: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """Add to gii_structure the measure of each concept and the edition since which it is so defined."""
    entries = [catalog.concepts.get(concept) for concept in structure["concept"]]
    since = [
        max((year for year in entry.redefined if year <= edition), default=None) if entry else None
        for entry, edition in zip(entries, structure["edition"], strict=True)
    ]
    measures = [entry.measure if entry else None for entry in entries]
    measure = pd.Series(measures, index=structure.index, dtype="str").fillna(structure["concept"])
    return structure.assign(measure=measure, defined=pd.array(since, dtype="Int64"))


def _normalize_name(name: str) -> str:
    """Return a name without typographic differences between editions."""
    return " ".join(name.translate(_DASHES).casefold().split())


PUBLISHED_KIND: Final = "published"
COMPUTED_KINDS: Final = ("bounds", "weights")  # kinds of gii_intervals that are our calculation


def compute_intervals(scores: pd.DataFrame, known_intervals: pd.DataFrame | None) -> list[pd.DataFrame]:
    """Return our rows of gii_intervals by edition with pillar scores; columns in any order.

    ``known_intervals`` is as in `assemble`, each edition complete.
    """
    computed = pd.DataFrame(columns=["edition"])
    if known_intervals is not None:
        computed = known_intervals[known_intervals["kind"].isin(COMPUTED_KINDS)]
    frames = []
    for edition in sorted(set(scores["edition"])):
        rows = computed[computed["edition"] == edition]
        if rows.empty:
            rows = _compute_edition(scores[scores["edition"] == edition])
        frames.append(rows)
    return [rows for rows in frames if len(rows)]


def _compute_edition(scores: pd.DataFrame) -> pd.DataFrame:
    """Return our rows of one edition; empty if it has no pillar scores."""
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
    """Return the rank intervals of the editions whose scores are equal in both tables of gii_scores."""
    stated = ["edition", "economy", "code", "score", "score_source"]
    both = pd.concat([old[stated], scores[stated]])
    changed = set(both.drop_duplicates(keep=False)["edition"])  # rows in only one of the two tables
    return intervals[~intervals["edition"].isin(changed)]
