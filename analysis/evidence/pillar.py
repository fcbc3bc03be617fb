"""The evidence of a strategic pillar: a row for each linked indicator and each gap.

Each row has how it moved, where it puts China, gaps to the frontier, and how good the data behind it are.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.evidence.progress import cagr, change, course, series
from analysis.reshape import newest_detailed, take_codes
from data.article import CLAIM_YEAR, FOCUS, PEERS
from data.claims import Claim
from data.entries import Indicator, StrategicPillar

TARGETS: Final = ("best", "top_ten", "upper_middle")
RECENT_YEARS: Final = 5  # years of which the fullest gives the number of economies that report
TOP_RANKS: Final = 10
FULL_EVIDENCE: Final = 0.5  # share of the fullest of the last years that makes a year comparable
_SIGNS: Final = {"higher": 1.0, "lower": -1.0}
Grade = Literal["solid", "fair", "thin", "none"]
DOUBTS: Final = ("late", "old", "few", "gaps", "break", "releases", "alone")
OLD_AFTER_YEARS: Final = 4  # full years without a newer value from which a series counts as old
MIN_VALUES: Final = 5  # values since CLAIM_YEAR below which a series is short
MIN_ECONOMIES: Final = 2  # doubts up to which the data are fair
_MOVED: Final = (
    *("first_year", "first", "last_year", "last", "change", "how"),
    *("peak_year", "peak", "growth", "course", "missing"),
)
UPPER_MIDDLE: Final = "Upper middle income"
UNMEASURED: Final = ("partial", "gap")
"""Kinds of rows of a recommendation: data are found for a part of it, or for nothing."""
COLUMNS: Final = (
    *("pillar", "kind", "code", "of", "action", "role", "strength", "direction", "measure"),
    *_MOVED,
    *("rank_year", "rank", "economies", "peer_rank", "peers"),
    *(f"{target}_{part}" for target in TARGETS for part in ("economy", "value", "gap")),
    *("quality", "doubts", "sources"),
)


@dataclass(frozen=True)
class Base:
    """The inputs of evidence: the catalog's indicators, observations by indicator, the tables of the index.

    structure: what has scores; ranked: the economies that the index ever ranked, among which the frontier
    lies (a microstate may lead a share); upper_middle: those of that income group; checked: year in which the
    data were last checked; past: what was found of the index by GII code and first year, for any peers.
    """

    indicators: Mapping[str, Indicator]
    observed: Mapping[str, pd.DataFrame]
    scores: pd.DataFrame
    structure: pd.DataFrame
    editions: pd.DataFrame
    ranked: Collection[str] = ()
    upper_middle: Collection[str] = ()
    checked: int = 0
    past: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def edition(self) -> int:
        """The newest edition with its indicators; 0 without any."""
        return newest_detailed(self.structure)

    @cached_property
    def _places(self) -> Mapping[Any, Any]:
        return self.scores.groupby("code").indices

    def rows_of_codes(self, codes: Iterable[str]) -> pd.DataFrame:
        """Return the scores of some codes, all editions and economies, without a look at the others."""
        return take_codes(self.scores, self._places, codes)


def comparable_year(rows: pd.DataFrame) -> int | None:
    """Return the newest year in which China has a value and the field is not only beginning to report.

    rows: observations of one indicator. A year counts when it has at least FULL of the economies of the
    fullest of the RECENT years up to it; None without any value of China.
    """
    years_of_china = sorted({int(year) for year in rows.loc[rows["economy"] == FOCUS, "year"]})
    if not years_of_china:
        return None
    counts = rows["year"].astype("int64").value_counts()
    counts = counts.reindex(range(counts.index.min(), counts.index.max() + 1), fill_value=0)
    full = counts >= FULL_EVIDENCE * counts.rolling(RECENT_YEARS, min_periods=1).max()
    return max((year for year in years_of_china if full[year]), default=years_of_china[-1])


def rank_in_year(
    rows: pd.DataFrame,
    direction: str,
    peers: Collection[str],
    frontier: Collection[str],
    upper_middle: Collection[str],
) -> dict[str, Any]:
    """Return where China stands in its comparable year, by name of a column of ``evidence``.

    rows: economy, year and value of one indicator; direction: higher or lower is better; frontier: economies
    among which the targets lie, China always; upper_middle: those of that income group. Rank 1 is best, ties
    share the better one; peers: those with a value, China included; a gap, in the unit of the indicator, is
    positive where China is behind; the first ten are no economy, their value is the median. Empty where more
    is neither better nor worse ("context"), or where no other economy has a value.
    """
    year = comparable_year(rows)
    if direction not in _SIGNS or year is None:
        return {}
    sign = _SIGNS[direction]
    values = rows[(rows["year"] == year) & rows["value"].notna()].set_index("economy")["value"] * sign
    if len(values) < 2:
        return {}
    china = values[FOCUS]
    peer_values = values[values.index.isin({*peers, FOCUS})]
    leading = values[values.index.isin({*frontier, FOCUS})]
    group = leading[leading.index.isin(upper_middle)]
    standing: dict[str, Any] = {"rank_year": year, "rank": int((values > china).sum()) + 1}
    standing |= {"economies": len(values), "peer_rank": int((peer_values > china).sum()) + 1}
    standing["peers"] = len(peer_values)
    targets = {"best": (str(leading.idxmax()), float(leading.max()))}
    if len(leading) >= TOP_RANKS:
        targets["top_ten"] = ("", float(leading.nlargest(TOP_RANKS).median()))
    if len(group):
        targets["upper_middle"] = (str(group.idxmax()), float(group.max()))
    for target, (economy, value) in targets.items():
        standing[f"{target}_economy"] = economy
        standing[f"{target}_value"] = sign * value
        standing[f"{target}_gap"] = value - china
    return standing


def evidence_doubts(
    rows: pd.DataFrame, breaks: Collection[int], checked: int, since: int = CLAIM_YEAR
) -> tuple[str, ...]:
    """Return what is doubtful about one indicator for China since CLAIM_YEAR, in the order of DOUBTS.

    rows: economy, year, value and source of one indicator; breaks: years from which it is not comparable;
    checked: year in which the data were last checked. late: begins after CLAIM_YEAR; old: no value for OLD
    full years; few: fewer than FEW values; gaps: years missing inside; break: a break after the first value
    of ``since`` or later; releases: put together from several; alone: no other economy.
    """
    own = rows[(rows["economy"] == FOCUS) & (rows["year"] >= CLAIM_YEAR)]
    years = sorted(int(year) for year in own["year"])
    if not years:
        return ()
    first, last = years[0], years[-1]
    start = next((year for year in years if year >= since), last)
    found = {
        "late": first > CLAIM_YEAR,
        "old": checked - last > OLD_AFTER_YEARS,
        "few": len(years) < MIN_VALUES,
        "gaps": len(years) < last - first + 1,
        "break": any(start < year <= last for year in breaks),
        "releases": own["source"].nunique() > 1,
        "alone": rows["economy"].nunique() == 1,
    }
    return tuple(doubt for doubt in DOUBTS if found[doubt])


def evidence_grade(found: Collection[str], has_values: bool = True) -> Grade:
    """Return solid (no doubt), fair (up to FAIR), thin (more), or none for a series without a value."""
    if not has_values:
        return "none"
    return "solid" if not found else "fair" if len(found) <= MIN_ECONOMIES else "thin"


def evidence(
    base: Base, pillar: StrategicPillar, peers: Collection[str], since: int = CLAIM_YEAR
) -> pd.DataFrame:
    """Return the evidence of one strategic pillar (COLUMNS): links in the catalog's order, then gaps.

    kind: indicator, gii, or of UNMEASURED; code: indicator id, or GII code of the newest detailed edition;
    of: the indicator that measures the same thing; action: number of the first recommendation that names it;
    measure: kind of the indicator, or "rank"; first, last, change and so on: from ``since`` on, as of
    progress.change, in the indicator's own unit or ranks, growth a share, blank where it has no meaning;
    ranks and gaps as of ``place``; quality as of ``grade``; missing (years), doubts and sources (releases)
    are joined by spaces.
    """
    action: dict[str, int] = {}
    for number, one in enumerate(pillar.actions, start=1):
        action = dict.fromkeys(one.indicators, number) | action
    rows: list[dict[str, Any]] = []
    for link in pillar.links:
        if link.gii and (link.indicator, since) not in base.past:
            base.past[link.indicator, since] = _index(base, link.indicator, since)
        found = base.past[link.indicator, since] if link.gii else _series(base, link.indicator, peers, since)
        head = {"code": link.indicator, "of": link.of or None, "action": action[link.indicator]}
        rows.append(head | {"role": link.role, "strength": link.strength} | found)
    for number, one in enumerate(pillar.actions, start=1):
        if one.gap:
            kind, strength = ("partial", "partial") if one.indicators else ("gap", "none")
            rows.append({"kind": kind, "action": number, "strength": strength, "quality": "none"})
    frame = pd.DataFrame(rows).assign(pillar=pillar.number)
    return frame.reindex(columns=list(COLUMNS))


def _series(base: Base, code: str, peers: Collection[str], since: int) -> dict[str, Any]:
    indicator = base.indicators[code]
    found: dict[str, Any] = {"kind": "indicator", "direction": indicator.direction, "measure": indicator.kind}
    rows = base.observed.get(code)
    if rows is None:
        return found | {"strength": "none", "quality": "none", "course": "none"}
    own = series(rows, code, FOCUS, since)
    breaks = [one.year for one in indicator.breaks_of(FOCUS)]
    doubtful = evidence_doubts(rows, breaks, base.checked, since)
    has_values = not series(rows, code, FOCUS).empty
    found |= {"quality": evidence_grade(doubtful, has_values), "doubts": " ".join(doubtful)}
    found |= _moved(own, indicator.kind, indicator.direction)
    if "break" in doubtful:  # a rate across a break is none
        found["growth"] = None
    found["sources"] = " ".join(dict.fromkeys(str(source) for source in own["source"]))
    return found | rank_in_year(rows, indicator.direction, peers, base.ranked, base.upper_middle)


def _moved(own: pd.DataFrame, kind: str, direction: str) -> dict[str, Any]:
    moved = change(own, kind)
    if moved is None:
        only = {} if own.empty else {"last_year": own["year"].iloc[-1], "last": own["value"].iloc[-1]}
        return {"course": "none"} | only
    return {name: getattr(moved, name) for name in _MOVED[:8]} | {
        "growth": cagr(moved.first, moved.last, moved.last_year - moved.first_year, kind),
        "course": course(moved, kind, direction),
        "missing": " ".join(str(year) for year in moved.missing_years),
    }


def _index(base: Base, code: str, since: int) -> dict[str, Any]:
    """Return the ranks of a part of the index from an edition on, joined by concept: codes are reused."""
    newest = base.structure[base.structure["edition"] == base.edition]
    concepts = newest.loc[newest["code"] == code, "concept"]
    parts = base.structure.loc[base.structure["concept"].isin(concepts), ["edition", "code"]]
    parts = parts[parts["edition"] >= since]
    rows = base.rows_of_codes(parts["code"])
    first = parts.sort_values("edition", kind="stable").drop_duplicates("edition")
    past = first.merge(rows[(rows["economy"] == FOCUS) & rows["rank"].notna()], on=["edition", "code"])
    found: dict[str, Any] = {"kind": "gii", "direction": "lower", "measure": "rank", "quality": "fair"}
    if past.empty:
        return found | {"course": "none"}
    own = pd.DataFrame({"year": past["edition"], "value": past["rank"].astype("float64")})
    found |= _moved(own, "rank", "lower")
    last = past.iloc[-1]
    verified = base.editions.set_index("edition")["economies"].notna()
    field = rows[(rows["edition"] == last["edition"]) & (rows["rank"].notna() | rows["rank_low"].notna())]
    economies = int(field["code"].isin(parts.loc[parts["edition"] == last["edition"], "code"]).sum())
    known = bool(verified[last["edition"]]) and economies > 0
    return found | {
        "rank_year": int(last["edition"]),
        "rank": int(last["rank"]),
        "economies": economies if known else None,
    }


def join_codes(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the evidence of several pillars, one below the other."""
    filled = [frame.dropna(axis="columns", how="all") for frame in frames]  # blank columns have no type
    return pd.concat(filled, ignore_index=True).reindex(columns=list(COLUMNS))


@cached
def evidence_base(dataset: Dataset) -> Base:
    """Return the inputs of the evidence as they are in the snapshot."""
    economies = dataset.catalog.economies.values()
    return Base(
        indicators=dataset.catalog.indicators,
        observed=dataset.observations_by_series,
        scores=dataset.table("gii_scores"),
        structure=dataset.parts,
        editions=dataset.table("gii_editions"),
        ranked=frozenset(dataset.economies),
        upper_middle=frozenset(economy.id for economy in economies if economy.income == UPPER_MIDDLE),
        checked=int(dataset.last_checked[:4]),
    )


@cached
def pillar_evidence(
    dataset: Dataset, number: int, peers: tuple[str, ...] = PEERS, since: int = CLAIM_YEAR
) -> pd.DataFrame:
    """Return the evidence of a strategic pillar since a year, ranked among these peers as well."""
    return evidence(evidence_base(dataset), dataset.catalog.strategy[number - 1], peers, since)


@cached
def all_evidence(dataset: Dataset, since: int = CLAIM_YEAR) -> pd.DataFrame:
    """Return the evidence of all strategic pillars among PEERS, one pillar below the other."""
    numbers = (pillar.number for pillar in dataset.catalog.strategy)
    return join_codes([pillar_evidence(dataset, number, since=since) for number in numbers])


def distinct_indicators(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each thing measured: of series of one thing the first whose course is known.

    frame: evidence of one or more pillars; a thing that bears on two of them has one row.
    """
    own = frame[frame["kind"] == "indicator"]
    thing = own["of"].where(own["of"].notna(), own["code"])
    order = own.assign(thing=thing, idle=own["course"].isin(["none"])).sort_values("idle", kind="stable")
    return own.loc[order.drop_duplicates("thing").index.sort_values()]


def judged_rows(base: Base, claim: Claim, of_pillar: Callable[[int], pd.DataFrame]) -> pd.DataFrame:
    """Return the rows that an aim of the article is judged by, wherever that is said.

    of_pillar: the evidence of a strategic pillar by its number. Of the recommendations of the aim the row of
    each thing measured and of each linked part of the index; of an aim that no recommendation asks for those
    of its own series. Each row has its course. A statement has none.
    """
    if not claim.actions:
        rows = [
            {"code": code, "strength": "direct"} | _series(base, code, (), CLAIM_YEAR)
            for code in claim.series
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).assign(rank=None)  # an index of growth ranks nobody
    frame = of_pillar(claim.pillar)
    own = frame[frame["action"].isin(claim.actions)]
    return own.loc[own.index.isin(distinct_indicators(own).index) | (own["kind"] == "gii")]


def count_courses(frame: pd.DataFrame, since: int = CLAIM_YEAR) -> dict[str, int]:
    """Return how many things went towards the aim, away, or hardly moved, and how many gaps there are.

    Keys: towards, away, flat, none; things: all four; judged: the first three; reach: things with a value
    after ``since``; gaps: recommendations without any data; partial: those with data for a part.
    """
    own = distinct_indicators(frame)
    courses = own["course"].value_counts()
    counts = {course: int(courses.get(course, 0)) for course in ("towards", "away", "flat", "none")}
    counts |= {"things": len(own), "judged": len(own) - counts["none"]}
    counts["reach"] = int((own["last_year"] > since).sum())
    kinds = frame["kind"].value_counts()
    return counts | {"gaps": int(kinds.get("gap", 0)), "partial": int(kinds.get("partial", 0))}
