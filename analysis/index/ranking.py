"""The ranking of one edition, compared with another: changes of ranks, entries and exits."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.composition import PILLARS
from analysis.normalize import name_matches, sort_key
from analysis.query import Query, derived_choice, edition, one_of, parsed_choice, peers
from analysis.table import Table, index_terms, join_sources, releases_of_rows
from data.article import FOCUS
from data.codes import INCOMES, REGIONS

PARTS: Final = ("IN", "OUT", *PILLARS)
COMPARED: Final = ("change", "common")
COLUMNS: Final = ("rank", "economy", "change", "interval", "score", *PARTS, "common", "region", "income")
"""Columns that sort the ranking; ``common`` is the change among the economies of both editions."""
MEASURES: Final = ("rank", "score")
ALL: Final = "all"
NONE: Final = "none"
BEFORE: Final = "before"
MAX_SEARCH_LENGTH: Final = 40  # characters
_SIGNS_IN_NAMES: Final = frozenset(" '’.,-()&·")
GROUPS: Final = ("region", "income")
FIRST: Final = ["rank", "name", "economy", "score", "change", "IN_rank", "OUT_rank", *GROUPS, "edition"]
"""The first columns of files."""
_NAMES: Final = {
    "low": "weights_low",
    "high": "weights_high",
    "rank_then": "rank_against",
    "common": "change_common",
    "rank_common_then": "rank_common_against",
    "group_edition": "region_income_edition",
    **{f"{code}_low": f"{code}_rank_low" for code in PARTS},
    **{f"{code}_high": f"{code}_rank_high" for code in PARTS},
    **{f"{code}_thin": f"{code}_low_coverage" for code in PARTS},
}
"""The names of columns in files."""
FILTERS: Final = ("find", "region", "income")
"""Keys of the choices that filter economies."""


def highest_first(column: str, show: str) -> bool:
    """Return whether a column is sorted from its highest value by default: scores and gains are."""
    return column in ("score", *COMPARED) or (show == "score" and column in PARTS)


def normalize_search(value: object) -> str:
    """Keep the letters and signs of names in a text, up to MAX_SEARCH_LENGTH characters."""
    text = unicodedata.normalize("NFC", value[:MAX_SEARCH_LENGTH]) if isinstance(value, str) else ""
    letters = " ".join("".join(sign for sign in text if sign.isalnum() or sign in _SIGNS_IN_NAMES).split())
    return letters if any(sign.isalnum() for sign in letters) else ""


def _against(dataset: Dataset, before: Mapping[str, Any]) -> int | None:
    if before["other"] == BEFORE:
        return next((edition for edition in reversed(dataset.editions) if edition < before["edition"]), None)
    return None if before["other"] == NONE else int(before["other"])


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the ranking.

    other: an edition, BEFORE or NONE; against: the edition that it stands for, or None; find: part of a name,
    or the beginning of an ISO3 code; peers: economies pinned below China.
    """

    edition: int = edition(
        "edition", lambda dataset, _: dataset.editions[-1], lambda dataset, _: dataset.editions[::-1]
    )
    other: int | str = one_of(
        "against",
        lambda dataset, before: [
            BEFORE,
            *(edition for edition in dataset.editions[::-1] if edition != before["edition"]),
            NONE,
        ],
    )
    against: int | None = derived_choice(_against)
    find: str = parsed_choice("find", lambda value, _: normalize_search(value), "")
    region: str = one_of("region", (ALL, *REGIONS))
    income: str = one_of("income", (ALL, *INCOMES))
    show: str = one_of("show", MEASURES)
    sort: str = one_of(
        "sort",
        lambda _, before: [column for column in COLUMNS if before["against"] or column not in COMPARED],
    )
    order: str = one_of("order", ("", "asc", "desc"))
    descending: bool = derived_choice(
        lambda _, before: (
            before["order"] == "desc" if before["order"] else highest_first(before["sort"], before["show"])
        )
    )
    peers: tuple[str, ...] = peers(())

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set."""
        written = self.texts()
        return any(written[key] not in (ALL, "") for key in FILTERS)

    @property
    def pinned_economies(self) -> tuple[str, ...]:
        """China and the economies pinned below it."""
        return (FOCUS, *self.peers)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking of one edition.

    frame: as ``ranking`` describes; ranks: number of ranks; whole: whether the edition has all its ranks;
    entered, left, common: number of economies ranked in this edition only, in the other only, in both, or
    None where unknown.
    """

    frame: pd.DataFrame
    ranks: int
    whole: bool
    entered: int | None
    left: int | None
    common: int | None


@cached
def ranking(dataset: Dataset, edition: int, against: int | None) -> Ranking:
    """Return the economies ranked in the edition by rank, then those ranked in the other edition only.

    The frame is indexed by economy (ISO3). Columns: rank, score (0 to 100); low and high (our interval),
    published_low and published_high; for each of PARTS ``*_rank``, ``*_low`` and ``*_high`` (bounds where the
    rank is in doubt), ``*_score``, ``*_thin`` (minimum data coverage not met); rank_then (in the other
    edition), change (places gained), rank_common, rank_common_then and common (the same among the economies
    of both editions); status (both, entered, left, or missing where unknown); region, income and
    group_edition.
    """
    scores, intervals = dataset.scores, dataset.table("gii_intervals")
    now = scores[scores["edition"] == edition]
    frame = _overall_ranks(now)
    count, whole = len(frame), _has_all_ranks(frame["rank"], dataset.rank_counts.get(edition))
    for kind, prefix in (("weights", ""), ("published", "published_")):
        rows = intervals[(intervals["kind"] == kind) & (intervals["edition"] == edition)]
        bounds = rows.set_index("economy")[["low", "high"]].astype("Int64")
        frame = frame.join(bounds.add_prefix(prefix))
    names = {"rank": "rank", "rank_low": "low", "rank_high": "high", "score": "score", "low_coverage": "thin"}
    for code in PARTS:
        part = now[now["code"] == code].set_index("economy")[list(names)]
        frame = frame.join(part.rename(columns=names).add_prefix(f"{code}_"))
    rank_then = _overall_ranks(scores[scores["edition"] == against])["rank"] if against else None
    is_known = (
        whole and rank_then is not None and _has_all_ranks(rank_then, dataset.rank_counts.get(against or 0))
    )
    frame = _with_changes(frame, rank_then, is_known)
    # If an edition has only a few ranks, an economy without one has not left the index.
    frame = frame[frame["rank"].notna() | (frame["status"] == "left")]
    frame = frame.join(group_of(dataset.table("gii_economies"), edition))
    frame = frame.sort_values(["rank", "rank_then", "economy"], na_position="last")
    statuses = frame["status"].value_counts() if is_known else None
    entered, left, common = (
        None if statuses is None else int(statuses.get(status, 0)) for status in ("entered", "left", "both")
    )
    return Ranking(frame, count, whole, entered, left, common)


def _overall_ranks(rows: pd.DataFrame) -> pd.DataFrame:
    ranked = rows[(rows["code"] == "GII") & rows["rank"].notna()]
    return ranked.set_index("economy")[["rank", "score"]]


def _has_all_ranks(ranks: pd.Series, count: int | None) -> bool:
    """Return whether an edition has all its ranks: as many as economies, or as the worst rank says."""
    return len(ranks) > 0 and len(ranks) >= (count or int(ranks.max()))


def _with_changes(frame: pd.DataFrame, then: pd.Series | None, is_known: bool) -> pd.DataFrame:
    rank_then = pd.Series(dtype="Int64", name="rank_then") if then is None else then.rename("rank_then")
    frame = frame.join(rank_then, how="outer").rename_axis("economy")
    in_both = frame["rank"].notna() & frame["rank_then"].notna()
    frame["change"] = frame["rank_then"] - frame["rank"]
    for name, common in (("rank", "rank_common"), ("rank_then", "rank_common_then")):
        among = frame.loc[in_both, name].rank(method="min") if is_known else pd.Series(dtype="float64")
        frame[common] = among.reindex(frame.index).astype("Int64")
    frame["common"] = frame["rank_common_then"] - frame["rank_common"]
    frame["status"] = None
    if is_known:
        frame.loc[in_both, "status"] = "both"
        frame.loc[frame["rank_then"].isna(), "status"] = "entered"
        frame.loc[frame["rank"].isna(), "status"] = "left"
    return frame


def group_of(groups: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return region, income and group_edition by economy; groups: the table gii_economies.

    An economy that the edition lacks has the groups of its nearest edition before, else of its earliest one.
    """
    later = groups["edition"] > edition
    distance = (edition - groups["edition"]).where(~later, groups["edition"])
    nearest = groups.assign(later=later, distance=distance).sort_values(["later", "distance"])
    nearest = nearest.drop_duplicates("economy").set_index("economy")
    return nearest[[*GROUPS, "edition"]].rename(columns={"edition": "group_edition"})


def filter_ranking(
    frame: pd.DataFrame, choice: Choice, labels: Mapping[str, str], spellings: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Sort a ranking by the choice, with the economies that left at the end, by their old rank.

    Missing values come last in both directions; equal values are sorted by rank. labels: names to sort by,
    and spellings: all names, by ISO3. Adds the columns matched (by the filters) and pinned.
    """
    ranked, left = frame[frame["rank"].notna()], frame[frame["rank"].isna()]
    column, show = choice.sort, choice.show
    if column == "economy":
        names = sorted(ranked.index, key=lambda code: (sort_key(labels.get(code, code)), code))
        keys = [pd.Series(range(len(names)), index=names, dtype="Float64").reindex(ranked.index)]
    elif column == "interval":
        keys = [ranked["low"].astype("Float64"), ranked["high"].astype("Float64")]
    elif column in GROUPS:
        order = {code: position for position, code in enumerate(REGIONS if column == "region" else INCOMES)}
        keys = [ranked[column].map(order).astype("Float64")]
    elif column in PARTS and show == "rank":  # or the middle of its bounds
        best, low, high = (ranked[f"{column}_{name}"].astype("Float64") for name in ("rank", "low", "high"))
        keys = [best.fillna((low + high) / 2)]
    else:
        keys = [ranked[f"{column}_score" if column in PARTS else column].astype("Float64")]
    if choice.descending:
        keys = [-key for key in keys]
    by = pd.concat([*keys, ranked["rank"].astype("Float64")], axis=1, ignore_index=True)
    codes = by.sort_values(list(by.columns), na_position="last", kind="stable").index
    rows = pd.concat([ranked.loc[codes], left.sort_values("rank_then")])
    matched = pd.Series(True, index=rows.index)
    for name, value in (("region", choice.region), ("income", choice.income)):
        if value != ALL:
            matched &= (rows[name] == value).fillna(False).astype(bool)
    if choice.find:
        matches = [name_matches(code, choice.find, spellings.get(code, ())) for code in rows.index]
        matched &= np.array(matches, bool)
    return rows.assign(
        matched=matched, pinned=rows.index.isin(choice.pinned_economies) & rows["rank"].notna()
    )


def rows(result: Ranking, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rows of a choice, pinned ones first, each economy once.

    Inputs, outputs and GII pillars have both ranks and scores, whichever the page shows; ``pinned`` and
    ``matched`` tell why a row is included.
    """
    scores = dataset.scores
    listing = filter_ranking(result.frame, choice, dataset.labels(lang), dataset.catalog.spellings)
    pinned = [
        code for code in choice.pinned_economies if code in listing.index and listing.at[code, "pinned"]
    ]
    matched = listing[listing["matched"] & ~listing["pinned"]]
    frame = pd.concat([listing.loc[pinned], matched]).rename(columns=_NAMES).reset_index()
    frame["against"] = pd.array([choice.against] * len(frame), dtype="Int64")
    computed = frame["status"].ne("left") & (frame["weights_low"].notna() | frame["change_common"].notna())
    table = index_terms(frame.assign(score_unit="0-100"), dataset, lang, ("GII", *PARTS), computed, choice)
    table["licence_against"] = table["against"].map(dataset.licences)
    then = scores[(scores["edition"] == choice.against) & (scores["code"] == "GII")]
    earlier = releases_of_rows(then, ["economy"]).to_dict()
    pairs = zip(table["source"], table["economy"], strict=True)
    table["source"] = [join_sources(cell, earlier.get(economy)) for cell, economy in pairs]
    return table[[*FIRST, *(column for column in table if column not in FIRST)]]


RANKING = Table(
    "ranking",
    "gii-ranking",
    lambda dataset, choice: ranking(dataset, choice.edition, choice.against),
    rows,
    Choice,
    ("edition", "against", "with", "sort", "order", "show"),
    filters=FILTERS,
)
