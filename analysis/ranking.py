"""All economies of one edition beside another edition: ranks, changes of places, who entered and who left."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from analysis.composition import PILLARS
from analysis.selection import MAX_PEERS, codes_of, edition_of, one_of
from analysis.standing import CHINA
from data.codes import INCOMES, REGIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

PARTS: Final = ("IN", "OUT", *PILLARS)
COMPARED: Final = ("change", "common")
COLUMNS: Final = ("rank", "economy", "change", "interval", "score", *PARTS, "common", "region", "income")
"""What the ranking can be sorted by; ``common`` is the change among the economies of both editions."""
SHOWN: Final = ("rank", "score")
ALL, NONE, BEFORE = "all", "none", "before"
LONGEST: Final = 40  # characters of a text that is looked for
_IN_NAMES: Final = frozenset(" '’.,-()&·")
GROUPS: Final = ("region", "income")


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that is known to be valid. ``against`` is None where no other edition is asked for or held."""

    edition: int
    against: int | None
    show: str
    region: str
    income: str
    find: str
    sort: str
    descending: bool
    peers: tuple[str, ...]

    @property
    def filtered(self) -> bool:
        """Say whether anything leaves out economies."""
        return self.region != ALL or self.income != ALL or bool(self.find)

    @property
    def pinned(self) -> tuple[str, ...]:
        """Return China and the economies pinned below it."""
        return (CHINA, *self.peers)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking of one edition; see ``ranking`` for the columns of ``frame``.

    held: ranks of the edition that are held; whole: whether these are all of them. entered, left, common:
    how many economies are ranked in this edition only, in the other only, in both; None where that cannot be
    told.
    """

    frame: pd.DataFrame
    held: int
    whole: bool
    entered: int | None
    left: int | None
    common: int | None


def choose(query: Mapping[str, object], editions: Sequence[int], economies: Collection[str]) -> Choice:
    """Read a choice from the values of an address or of controls, of any type and content.

    ``query`` may hold ``edition`` (default: the newest), ``against`` (an edition, "none" or "before", the
    default), ``show`` (rank, score), ``region``, ``income`` (codes of the index's own groups), ``find`` (part
    of a name, or the beginning of an ISO3 code), ``sort`` (COLUMNS), ``order`` (asc, desc; default: the best
    first) and ``with`` (ISO3 codes). ``editions`` are in ascending order.
    """
    edition = edition_of(query.get("edition"), editions, editions[-1])
    earlier = [held for held in editions if held < edition]
    others = [held for held in editions if held != edition]
    against: int | None = None
    if query.get("against") != NONE and others:
        asked = edition_of(query.get("against"), others, 0)
        against = asked or (earlier[-1] if earlier else None)
    show = one_of(query.get("show"), SHOWN)
    sort = one_of(query.get("sort"), [column for column in COLUMNS if against or column not in COMPARED])
    order = query.get("order")
    return Choice(
        edition=edition,
        against=against,
        show=show,
        region=one_of(query.get("region"), (ALL, *REGIONS)),
        income=one_of(query.get("income"), (ALL, *INCOMES)),
        find=sought(query.get("find")),
        sort=sort,
        descending=order == "desc" if order in ("asc", "desc") else highest_first(sort, show),
        peers=codes_of(query.get("with"), [code for code in economies if code != CHINA])[:MAX_PEERS],
    )


def highest_first(column: str, show: str) -> bool:
    """Say whether a column starts with its highest value: points and gains do, ranks and names do not."""
    return column in ("score", *COMPARED) or (show == "score" and column in PARTS)


def sought(value: object) -> str:
    """Return what may stand in a name, at most LONGEST characters."""
    text = unicodedata.normalize("NFC", value[:LONGEST]) if isinstance(value, str) else ""
    kept = " ".join("".join(one for one in text if one.isalnum() or one in _IN_NAMES).split())
    return kept if any(one.isalnum() for one in kept) else ""


def ranking(
    scores: pd.DataFrame,
    intervals: pd.DataFrame,
    groups: pd.DataFrame,
    counts: Mapping[int, int | None],
    choice: Choice,
) -> Ranking:
    """Return every economy ranked in the edition, then those ranked in the other edition only.

    scores: rows of gii_scores; intervals: gii_intervals; groups: gii_economies; counts: economies ranked, by
    edition, None where that is not known. The frame has the index ``economy`` (ISO3) and, in order of rank:

    rank, score (0 to 100); low and high (our interval), published_low and published_high; for each of PARTS
    ``*_rank``, ``*_low`` and ``*_high`` (bounds where the rank is in doubt), ``*_score``, ``*_thin`` (minimum
    data coverage not met); rank_then (in the other edition), change (places gained, unrounded integers),
    rank_common, rank_common_then and common (the same among the economies of both editions); status: both,
    entered, left, or blank where that cannot be told; region, income and group_edition (that they are of).
    """
    now = scores[scores["edition"] == choice.edition]
    frame = _overall(now)
    held, whole = len(frame), _whole(frame["rank"], counts.get(choice.edition))
    for kind, prefix in (("weights", ""), ("published", "published_")):
        rows = intervals[(intervals["kind"] == kind) & (intervals["edition"] == choice.edition)]
        bounds = rows.set_index("economy")[["low", "high"]].astype("Int64")
        frame = frame.join(bounds.rename(columns={"low": f"{prefix}low", "high": f"{prefix}high"}))
    for code in PARTS:
        frame = frame.join(_part(now, code))
    then = _overall(scores[scores["edition"] == choice.against])["rank"] if choice.against else None
    whole_then = then is not None and _whole(then, counts.get(choice.against or 0))
    frame = _compared(frame, then, whole and whole_then)
    # Who is missing from an edition of which a few ranks are held has not left the index.
    frame = frame[frame["rank"].notna() | (frame["status"] == "left")]
    frame = frame.join(group_of(groups, choice.edition))
    frame = frame.sort_values(["rank", "rank_then", "economy"], na_position="last")
    told = frame["status"].value_counts() if whole and whole_then else None
    entered, left, common = (
        None if told is None else int(told.get(status, 0)) for status in ("entered", "left", "both")
    )
    return Ranking(frame, held, whole, entered, left, common)


def _overall(rows: pd.DataFrame) -> pd.DataFrame:
    ranked = rows[(rows["code"] == "GII") & rows["rank"].notna()]
    return ranked.set_index("economy")[["rank", "score"]]


def _part(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    names = {"rank": "rank", "rank_low": "low", "rank_high": "high", "score": "score", "low_coverage": "thin"}
    part = rows[rows["code"] == code].set_index("economy")[list(names)]
    return part.rename(columns={old: f"{code}_{new}" for old, new in names.items()})


def _whole(ranks: pd.Series, count: int | None) -> bool:
    """Say whether all ranks of an edition are held: as many as were ranked, or as the worst of them says."""
    return len(ranks) > 0 and len(ranks) >= (count or int(ranks.max()))


def _compared(frame: pd.DataFrame, then: pd.Series | None, told: bool) -> pd.DataFrame:
    """Add rank_then, change, the same among the economies of both, and status where ``told``."""
    other = pd.Series(dtype="Int64", name="rank_then") if then is None else then.rename("rank_then")
    frame = frame.join(other, how="outer").rename_axis("economy")
    both = frame["rank"].notna() & frame["rank_then"].notna()
    frame["change"] = frame["rank_then"] - frame["rank"]
    for name, common in (("rank", "rank_common"), ("rank_then", "rank_common_then")):
        among = frame.loc[both, name].rank(method="min") if told else pd.Series(dtype="float64")
        frame[common] = among.reindex(frame.index).astype("Int64")
    frame["common"] = frame["rank_common_then"] - frame["rank_common"]
    frame["status"] = None
    if told:
        frame.loc[both, "status"] = "both"
        frame.loc[frame["rank_then"].isna(), "status"] = "entered"
        frame.loc[frame["rank"].isna(), "status"] = "left"
    return frame


def group_of(groups: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return region, income and group_edition by economy, as an edition groups them.

    An economy that the edition does not hold has the group of the nearest edition before it that does, else
    of the earliest one: groups are not known before the first edition of ``groups``.
    """
    later = groups["edition"] > edition
    distance = (edition - groups["edition"]).where(~later, groups["edition"])
    nearest = groups.assign(later=later, distance=distance).sort_values(["later", "distance"])
    nearest = nearest.drop_duplicates("economy").set_index("economy")
    return nearest[[*GROUPS, "edition"]].rename(columns={"edition": "group_edition"})
