"""One economy in one edition: ranks, changes and marks at each level, histories, and its brief."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.composition import INPUT_PILLARS, OUTPUT_PILLARS, PILLARS
from analysis.index.standing import moved_from, ranks, rows_of, standings
from analysis.index.strengths import has_low_coverage, marks
from analysis.query import MAX_PEER_COUNT, Query, economies, economy, edition, one_of, parsed_choice
from analysis.table import Table, index_terms, insert_after
from data.article import ARTICLE_YEAR, CLAIM, CLAIM_YEAR, FOCUS, PEERS

FILTERS: Final = ("all", "strengths", "weaknesses", "missing", "outdated")
LEVELS: Final = ("pillar", "subpillar")
MAX_MARKED: Final = 6  # peers of a brief whose address names none
MAX_EDITIONS: Final = 5  # side by side in a table
CALCULATED: Final = "detail_panel_2013_2020"
"""Release with calculated values: it has the mean m of score s and value, so the value is 2 m - s."""
_ORDER: Final = ("GII", "IN", *INPUT_PILLARS, "OUT", *OUTPUT_PILLARS)
_MEASURES: Final = ("score", "rank", "rank_low", "rank_high", "value", "data_year", "doubt", "value_source")
_FLAGS: Final = ("outdated", "low_coverage", "strength", "strength_income")
_TRAIL: Final = ["edition", "code", "name", "level", "concept", *_MEASURES[:4], "doubt"]
_NAMES: Final = {
    "name": "part",
    "economies": "economies_ranked",
    "marked": "marks_from",
    "before": "edition_before",
    "change": "places_gained",
}


def _concepts(dataset: Dataset, before: Mapping[str, Any]) -> dict[str, str]:
    return _concepts_by_name(dataset, before["edition"])


@cached
def _concepts_by_name(dataset: Dataset, edition: int) -> dict[str, str]:
    parts = dataset.parts
    edition_parts = parts[parts["edition"] == edition]
    concepts = parts["concept"].unique()
    by_code = dict(zip(edition_parts["code"], edition_parts["concept"], strict=True))
    return by_code | dict(zip(concepts, concepts, strict=True))


def _default_editions(dataset: Dataset, _: Mapping[str, Any]) -> tuple[int, ...]:
    wanted = {CLAIM_YEAR, (CLAIM_YEAR + ARTICLE_YEAR) // 2, ARTICLE_YEAR, dataset.editions[-1]}
    return tuple(sorted(wanted.intersection(dataset.editions)))


def _parse_editions(value: object, editions: Sequence[int]) -> tuple[int, ...] | None:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    texts = {str(part) for part in parts}
    return tuple(sorted(edition for edition in editions if str(edition) in texts)[:MAX_EDITIONS]) or None


def _parse_concept(value: object, concepts: Any) -> str | None:
    return concepts.get(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on an economy; history: a concept of any edition; editions: shown side by side."""

    economy: str = economy(lambda dataset, _: tuple(dataset.catalog.economies))
    edition: int = edition(
        "edition", lambda dataset, _: dataset.newest_detailed, lambda dataset, _: dataset.editions[::-1]
    )
    level: str = one_of("level", LEVELS)
    show: str = one_of("show", FILTERS)
    history: str = parsed_choice("history", _parse_concept, "GII", _concepts)
    editions: tuple[int, ...] = parsed_choice(
        "editions",
        _parse_editions,
        _default_editions,
        lambda dataset, _: dataset.editions,
        lambda editions: ",".join(map(str, editions)),
        MAX_EDITIONS,
    )


def profile(dataset: Dataset, economy: str, edition: int) -> pd.DataFrame:
    """Return a row for each code of an edition, in the order of the structure, with or without data.

    Columns: code, name, level, parent, concept, weight, score (0 to 100), rank, rank_low, rank_high, value,
    data_year, doubt (reason for doubts about score or rank), value_source (release of the value where it
    differs from that of the score), outdated, low_coverage, strength, strength_income (S or W), economies
    (ranked at this code; missing where not verified), marked ("published", "rule" where we applied the rule
    of the publisher, else missing), before (the edition before), rank_before and change (places gained since;
    missing where a rank is unknown or in doubt).
    """
    scores, structure = dataset.table("gii_scores"), dataset.parts
    rows = scores.take(dataset.row_positions("gii_scores", "edition")[str(edition)])
    listed = structure[structure["edition"] == edition]
    columns = ["code", "name", "level", "parent", "concept", "weight"]
    economy_rows = rows[rows["economy"] == economy].set_index("code")
    frame = listed[columns].join(economy_rows[[*_MEASURES, *_FLAGS]], on="code").reset_index(drop=True)
    ranked = rows[rows["rank"].notna() | rows["rank_low"].notna()].groupby("code").size()
    counted = ranked if dataset.rank_counts[edition] else ranked.iloc[:0]
    frame["economies"] = frame["code"].map(counted).astype("Int64")
    if rows["strength"].notna().any():
        frame["marked"] = "published"
    elif not (listed["level"] == "indicator").any() or economy not in set(rows["economy"]):
        frame["marked"] = None
    else:
        frame["strength"] = frame["code"].map(marks(rows, listed, edition).loc[economy].to_dict())
        flags = has_low_coverage(dataset.wide(edition), listed).loc[economy].to_dict()
        frame["low_coverage"] = frame["code"].map(flags).astype("boolean")
        frame["marked"] = "rule"
    before = max((earlier for earlier in dataset.editions if earlier < edition), default=None)
    frame["before"] = pd.array([before] * len(frame), dtype="Int64")
    trails = rank_trails(dataset, economy)
    rank_before = trails[trails["edition"] == before].set_index("concept")["rank"]
    frame["rank_before"] = frame["concept"].map(rank_before.to_dict()).astype("Int64")
    frame["change"] = (frame["rank_before"] - frame["rank"]).astype("Int64")
    return frame


def best_and_worst(frame: pd.DataFrame) -> tuple[dict[Any, Any], dict[Any, Any]] | None:
    """Return the rows of the GII pillars with the best and the worst rank, the first of equal ones.

    None where a pillar has no exact rank, or low data coverage.
    """
    thin = frame["low_coverage"].eq(True).fillna(False)
    rows = frame[frame["code"].isin(PILLARS) & frame["rank"].notna() & ~thin].to_dict("records")
    if len(rows) < len(PILLARS):
        return None
    return min(rows, key=lambda row: row["rank"]), max(rows, key=lambda row: row["rank"])


def rank_trails(dataset: Dataset, economy: str) -> pd.DataFrame:
    """Return the rows of gii_scores of an economy with name, level and concept, sorted by edition."""
    rows = dataset.table("gii_scores").take(dataset.row_positions("gii_scores", "economy").get(economy, []))
    names = dataset.parts[["edition", "code", "name", "level", "concept"]]
    trails = names.merge(rows, on=["edition", "code"], how="left")
    return trails.sort_values("edition", kind="stable")


def histories(dataset: Dataset, economies: Sequence[str], concept: str) -> pd.DataFrame:
    """Return the history of a concept for several economies, one economy below the other.

    A row for each edition from the first to the last with the concept, also for those in between without it.
    Columns: economy, edition, code, name (in the edition), score, rank, rank_low, rank_high, economies
    (ranked; missing where not verified), value, data_year, doubt, value_source, held (the edition has the
    concept), renamed (its name differs from that in the edition before).
    """
    concept_parts = dataset.parts[dataset.parts["concept"] == concept].sort_values("edition", kind="stable")
    rows = dataset.concept(concept)
    counts = rows[rows["rank"].notna() | rows["rank_low"].notna()].groupby("edition").size()
    counts = counts[[bool(dataset.rank_counts[edition]) for edition in counts.index]]
    timeline = concept_parts.drop_duplicates("edition")[["edition", "code", "name"]]
    timeline = timeline.assign(economies=timeline["edition"].map(counts).astype("Int64"), held=True)
    timeline["renamed"] = timeline["name"].ne(timeline["name"].shift()) & timeline["name"].shift().notna()
    first, last = timeline["edition"].min(), timeline["edition"].max()
    editions = sorted(int(year) for year in dataset.parts["edition"].unique() if first <= year <= last)
    timeline = timeline.set_index("edition").reindex(pd.Index(editions, name="edition")).reset_index()
    for flag in ("held", "renamed"):
        timeline[flag] = timeline[flag].eq(True)
    values = rows[["economy", "edition", "code", *_MEASURES]]
    grid = pd.DataFrame({"economy": list(economies)}).merge(timeline, how="cross")
    frame = grid.merge(values, on=["economy", "edition", "code"], how="left")
    columns = ["code", "name", *_MEASURES[:4], "economies", *_MEASURES[4:], "held", "renamed"]
    return frame[["economy", "edition", *columns]]


def filter_profile(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """Select the indicators and sub-pillars of a profile by one of FILTERS."""
    detail = frame[frame["level"].isin(("subpillar", "indicator"))]
    wanted = {
        "all": detail["code"].notna(),
        "strengths": detail["strength"].eq("S") | detail["strength_income"].eq("S"),
        "weaknesses": detail["strength"].eq("W") | detail["strength_income"].eq("W"),
        "missing": detail["level"].eq("indicator") & detail["score"].isna(),
        "outdated": detail["outdated"].eq(True),
    }
    return detail[wanted[show].fillna(False).astype("bool")]


def levels(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return index, sub-indices and pillars of a profile, each below its parent.

    level: one of LEVELS; with "subpillar" each pillar is followed by its sub-pillars.
    """
    wanted = ["index", "subindex", "pillar", *(["subpillar"] if level == "subpillar" else [])]
    rows = frame[frame["level"].isin(wanted)]

    def position(code: str) -> tuple[int, str]:
        return (_ORDER.index(code), "") if code in _ORDER else (_ORDER.index(f"P{code[0]}"), code)

    return rows.loc[rows["code"].map(position).sort_values(kind="stable").index]


def _rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    computed = frame["change"].notna() | frame["marked"].eq("rule") if "change" in frame else False
    frame = frame.rename(columns=_NAMES)
    for column in ("edition", "economy"):
        if column not in frame:
            frame.insert(0, column, getattr(choice, column))
    if "concept" not in frame:
        frame["concept"] = choice.history
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    return index_terms(frame.assign(score_unit="0-100"), dataset, lang, computed=computed)


def _editions(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    trails = rank_trails(dataset, choice.economy)
    return trails.loc[trails["edition"].isin(choice.editions), _TRAIL].reset_index(drop=True)


PROFILE = Table(
    "profile",
    "gii-profile",
    lambda dataset, choice: profile(dataset, choice.economy, choice.edition),
    _rows,
    Choice,
    ("economy", "edition"),
    columns={
        "part": "text",
        ("rank", "rank_low", "rank_high"): "bounded",
        "economies_ranked": "whole",
        "score": "score",
        "places_gained": "arrow",
    },
)
HISTORY = Table(
    "history",
    "gii-history",
    lambda dataset, choice: histories(dataset, [choice.economy], choice.history),
    _rows,
    Choice,
    ("edition", "history"),
    filters=("economy",),
    compute_unfiltered=lambda dataset, choice: histories(
        dataset, sorted({*dataset.concept(choice.history)["economy"], choice.economy}), choice.history
    ),
    columns={
        "edition": "text",
        ("rank", "rank_low", "rank_high"): "bounded",
        "economies_ranked": "whole",
        "score": "score",
        "value": "up_to_hundredths",
        "data_year": "year",
    },
    newest="edition",
)
EDITIONS = Table(
    "economy-editions",
    "gii-economy-editions",
    _editions,
    _rows,
    Choice,
    ("economy",),
    filters=("editions",),
    compute_unfiltered=lambda dataset, choice: _editions(dataset, replace(choice, editions=dataset.editions)),
)


def _newest_ranked(dataset: Dataset, before: Mapping[str, Any]) -> int:
    ranked = ranks(dataset, before["economy"])
    return (
        dataset.newest_detailed
        if dataset.newest_detailed in ranked
        else max(ranked, default=dataset.newest_detailed)
    )


def _default_since(dataset: Dataset, before: Mapping[str, Any]) -> int:
    ranked = rows_of(standings(dataset), before["economy"])
    ranked = ranked[ranked["edition"] < before["edition"]]
    if CLAIM[0] in set(ranked["edition"]):
        return moved_from(dataset, before["economy"], CLAIM[0], before["edition"])
    scored = ranked.loc[ranked["score"].notna(), "edition"]
    return int(next(iter([*scored, *ranked["edition"]]), 0))


@dataclass(frozen=True, slots=True)
class BriefChoice(Query):
    """The choices of a brief.

    since: the edition before ``edition`` from which changes are counted, 0 for none; peers: economies of the
    address, None where it names none and () where it asks for none.
    """

    SPAN = ("since", "edition")

    economy: str = economy()
    edition: int = edition("edition", _newest_ranked, lambda dataset, _: dataset.editions[::-1])
    since: int = one_of(
        "since",
        lambda dataset, before: [year for year in dataset.editions[::-1] if year < before["edition"]] or [0],
        _default_since,
    )
    peers: tuple[str, ...] | None = economies(
        "with",
        MAX_PEER_COUNT,
        None,
        lambda dataset, before: [code for code in dataset.economies if code != before["economy"]],
    )


def selected_peers(chosen: BriefChoice, by_finder: Mapping[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Return the peers of the economy of a brief, each with the name of the finder ("" for fixed peers).

    by_finder: economies by the finders of ``comparison.peers``. Without peers in the address, China has those
    of the article, others their neighbours by score and the nearest economy of each other finder.
    """
    if chosen.peers is not None:
        return [(code, "") for code in chosen.peers]
    if chosen.economy == FOCUS:
        return [(code, "") for code in PEERS]
    named: dict[str, str] = {}
    score = by_finder.get("score")
    if score is not None and len(score):
        above, below = score[score["above"]], score[~score["above"]]
        for side in (above.tail(1), below.head(1)):
            named |= {str(code): "score" for code in side["economy"]}
    for finder, frame in by_finder.items():
        fresh = [str(code) for code in frame["economy"] if str(code) not in named]
        if finder != "score" and fresh:
            named[fresh[0]] = finder
    return list(named.items())[:MAX_MARKED]
