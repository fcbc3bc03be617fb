"""One economy in one edition: each level with rank, change, marks and history by concept; and its brief."""

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
MAX_MARKED: Final = 6
"""Comparable economies of a brief whose query names none."""
MAX_EDITIONS: Final = 5  # side by side in a table
CALCULATED: Final = "detail_panel_2013_2020"
"""Release of values that are calculated: it has the mean of score and value, so twice that less the score."""
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
    return _named_in(dataset, before["edition"])


@cached
def _named_in(dataset: Dataset, edition: int) -> dict[str, str]:
    """Return the concepts of all editions by what names them: themselves, or their code in the edition."""
    parts = dataset.parts
    here = parts[parts["edition"] == edition]
    concepts = parts["concept"].unique()
    return dict(zip(here["code"], here["concept"], strict=True)) | dict(zip(concepts, concepts, strict=True))


def _usual(dataset: Dataset, _: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the editions of the article's claim, one between them, and the newest; one more has room."""
    wanted = {CLAIM_YEAR, (CLAIM_YEAR + ARTICLE_YEAR) // 2, ARTICLE_YEAR, dataset.editions[-1]}
    return tuple(sorted(wanted.intersection(dataset.editions)))


def _several(value: object, known: Sequence[int]) -> tuple[int, ...] | None:
    """Return the editions that a list or a text with commas names, in their order; of too many the first."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    texts = {str(part) for part in parts}
    return tuple(sorted(one for one in known if str(one) in texts)[:MAX_EDITIONS]) or None


def _named(value: object, known: Any) -> str | None:
    return known.get(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices on an economy; ``history`` is a concept of any edition, ``editions`` stand side by side."""

    economy: str = economy(lambda dataset, _: tuple(dataset.catalog.economies))
    edition: int = edition(
        "edition", lambda dataset, _: dataset.newest_detailed, lambda dataset, _: dataset.editions[::-1]
    )
    level: str = one_of("level", LEVELS)
    show: str = one_of("show", FILTERS)
    history: str = parsed_choice("history", _named, "GII", _concepts)
    editions: tuple[int, ...] = parsed_choice(
        "editions",
        _several,
        _usual,
        lambda dataset, _: dataset.editions,
        lambda editions: ",".join(map(str, editions)),
        MAX_EDITIONS,
    )


def profile(dataset: Dataset, economy: str, edition: int) -> pd.DataFrame:
    """Return one row for each code of an edition, in the order of the structure, with or without data.

    Columns: code, name, level, parent, concept, weight, score (0 to 100), rank, rank_low, rank_high, value,
    data_year, doubt (why score or rank may not be what was meant), value_source (release of the value, if not
    that of the score), outdated, low_coverage, strength, strength_income (S or W), economies (with a rank at
    this code; missing where their number is not verified), marked ("published", "rule" where we applied the
    publisher's rule, missing where there is neither), before (the edition before), rank_before and change
    (places gained since then; missing where either rank is unknown or in doubt).
    """
    scores, structure = dataset.table("gii_scores"), dataset.parts
    rows = scores.take(dataset.row_positions("gii_scores", "edition")[str(edition)])
    listed = structure[structure["edition"] == edition]
    columns = ["code", "name", "level", "parent", "concept", "weight"]
    own = rows[rows["economy"] == economy].set_index("code")
    frame = listed[columns].join(own[[*_MEASURES, *_FLAGS]], on="code").reset_index(drop=True)
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
    before = max((one for one in dataset.editions if one < edition), default=None)
    frame["before"] = pd.array([before] * len(frame), dtype="Int64")
    then = rank_trails(dataset, economy)
    rank_before = then[then["edition"] == before].set_index("concept")["rank"]
    frame["rank_before"] = frame["concept"].map(rank_before.to_dict()).astype("Int64")
    frame["change"] = (frame["rank_before"] - frame["rank"]).astype("Int64")
    return frame


def best_and_worst(frame: pd.DataFrame) -> tuple[dict[Any, Any], dict[Any, Any]] | None:
    """Return the rows of the GII pillars with the best and with the worst rank, of equals the first.

    None where a pillar has no rank of its own, or one that rests on too few data.
    """
    thin = frame["low_coverage"].eq(True).fillna(False)
    rows = frame[frame["code"].isin(PILLARS) & frame["rank"].notna() & ~thin].to_dict("records")
    if len(rows) < len(PILLARS):
        return None
    return min(rows, key=lambda row: row["rank"]), max(rows, key=lambda row: row["rank"])


def rank_trails(dataset: Dataset, economy: str) -> pd.DataFrame:
    """Return all rows of an economy with their concept, level and name, by edition."""
    rows = dataset.table("gii_scores").take(dataset.row_positions("gii_scores", "economy").get(economy, []))
    names = dataset.parts[["edition", "code", "name", "level", "concept"]]
    own = names.merge(rows, on=["edition", "code"], how="left")
    return own.sort_values("edition", kind="stable")


def histories(dataset: Dataset, economies: Sequence[str], concept: str) -> pd.DataFrame:
    """Return the history of a concept for several economies, one below the other.

    A row for each edition from the first to the last that has the concept; a gap stays a gap. Columns:
    economy, edition, code, name (as the edition calls it), score, rank, rank_low, rank_high, economies (with
    a rank; missing where their number is not verified), value, data_year, doubt, value_source, held (the
    edition has the concept), renamed (it is called otherwise than in the edition before that has it).
    """
    mine = dataset.parts[dataset.parts["concept"] == concept].sort_values("edition", kind="stable")
    rows = dataset.concept(concept)
    counts = rows[rows["rank"].notna() | rows["rank_low"].notna()].groupby("edition").size()
    counts = counts[[bool(dataset.rank_counts[edition]) for edition in counts.index]]
    own = mine.drop_duplicates("edition")[["edition", "code", "name"]]
    own = own.assign(economies=own["edition"].map(counts).astype("Int64"), held=True)
    own["renamed"] = own["name"].ne(own["name"].shift()) & own["name"].shift().notna()
    known = sorted(int(year) for year in dataset.parts["edition"].unique())
    editions_between = [year for year in known if own["edition"].min() <= year <= own["edition"].max()]
    own = own.set_index("edition").reindex(pd.Index(editions_between, name="edition")).reset_index()
    for flag in ("held", "renamed"):
        own[flag] = own[flag].eq(True)
    values = rows[["economy", "edition", "code", *_MEASURES]]
    grid = pd.DataFrame({"economy": list(economies)}).merge(own, how="cross")
    frame = grid.merge(values, on=["economy", "edition", "code"], how="left")
    columns = ["code", "name", *_MEASURES[:4], "economies", *_MEASURES[4:], "held", "renamed"]
    return frame[["economy", "edition", *columns]]


def filter_profile(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """Return the indicators and sub-pillars of a profile that one of FILTERS selects, in their order."""
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
    """Return index, sub-indices and pillars of a profile, each under what it is part of.

    level: of LEVELS; with "subpillar" each pillar is followed by its sub-pillars.
    """
    wanted = ["index", "subindex", "pillar", *(["subpillar"] if level == "subpillar" else [])]
    rows = frame[frame["level"].isin(wanted)]

    def place(code: str) -> tuple[int, str]:
        """Return the sort key of a code: its place or, of a sub-pillar, that of its pillar, and its code."""
        return (_ORDER.index(code), "") if code in _ORDER else (_ORDER.index(f"P{code[0]}"), code)

    return rows.loc[rows["code"].map(place).sort_values(kind="stable").index]


def _rows(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return rows with the economy, the edition, and the name of each concept beside the edition's own."""
    own = frame["change"].notna() | frame["marked"].eq("rule") if "change" in frame else False
    frame = frame.rename(columns=_NAMES)
    for column in ("edition", "economy"):
        if column not in frame:
            frame.insert(0, column, getattr(choice, column))
    if "concept" not in frame:
        frame["concept"] = choice.history
    names = {key: concept.name.get(lang) for key, concept in dataset.catalog.concepts.items()}
    insert_after(frame, "part", "concept_name", frame["concept"].map(names))
    return index_terms(frame.assign(score_unit="0-100"), dataset, lang, computed=own)


def _editions(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return every part of the chosen editions with the economy's score and rank, the newest edition last."""
    found = rank_trails(dataset, choice.economy)
    return found.loc[found["edition"].isin(choice.editions), _TRAIL].reset_index(drop=True)


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


def _newest(dataset: Dataset, before: Mapping[str, Any]) -> int:
    ranked = ranks(dataset, before["economy"])
    return (
        dataset.newest_detailed
        if dataset.newest_detailed in ranked
        else max(ranked, default=dataset.newest_detailed)
    )


def _start(dataset: Dataset, before: Mapping[str, Any]) -> int:
    """Return the first edition of the article's claim, else the first with a rank and a score."""
    ranked = rows_of(standings(dataset), before["economy"])
    ranked = ranked[ranked["edition"] < before["edition"]]
    if CLAIM[0] in set(ranked["edition"]):
        return moved_from(dataset, before["economy"], CLAIM[0], before["edition"])
    scored = ranked.loc[ranked["score"].notna(), "edition"]
    return int(next(iter([*scored, *ranked["edition"]]), 0))


@dataclass(frozen=True, slots=True)
class BriefChoice(Query):
    """The choices of a brief.

    since: the edition that changes are counted from, before ``edition``; 0 where there is none before it.
    peers: the economies of the query, None where it names none (() where none are wanted).
    """

    SPAN = ("since", "edition")

    economy: str = economy()
    edition: int = edition("edition", _newest, lambda dataset, _: dataset.editions[::-1])
    since: int = one_of(
        "since",
        lambda dataset, before: [one for one in dataset.editions[::-1] if one < before["edition"]] or [0],
        _start,
    )
    peers: tuple[str, ...] | None = economies(
        "with",
        MAX_PEER_COUNT,
        None,
        lambda dataset, before: [one for one in dataset.economies if one != before["economy"]],
    )


def selected_peers(chosen: BriefChoice, found: Mapping[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Return the economies beside the one of the brief, each with the finder that names it.

    found: the economies of the finders of ``peers``, by name. Those of the query have the finder "".
    China's are those of the whole site; others have the nearest above and below, then the nearest of each
    other finder that is not named yet.
    """
    if chosen.peers is not None:
        return [(code, "") for code in chosen.peers]
    if chosen.economy == FOCUS:
        return [(code, "") for code in PEERS]
    named: dict[str, str] = {}
    score = found.get("score")
    if score is not None and len(score):
        above, below = score[score["above"]], score[~score["above"]]
        for side in (above.tail(1), below.head(1)):
            named |= {str(code): "score" for code in side["economy"]}
    for finder, frame in found.items():
        fresh = [str(code) for code in frame["economy"] if str(code) not in named]
        if finder != "score" and fresh:
            named[fresh[0]] = finder
    return list(named.items())[:MAX_MARKED]
