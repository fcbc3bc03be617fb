"""The evidence of a strategic pillar: one row for each linked indicator and each gap.

Each row says how the indicator moved, where China ranks, its gaps to the frontier, and how good the data are.
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
RECENT_YEARS: Final = 5  # whose best covered year gives the number of economies that report
TOP_RANKS: Final = 10
MIN_REPORTING_SHARE: Final = 0.5  # of the economies of the best covered year, for a year to be comparable
_SIGNS: Final = {"higher": 1.0, "lower": -1.0}
Grade = Literal["solid", "fair", "thin", "none"]
DOUBTS: Final = ("late", "old", "few", "gaps", "break", "releases", "alone")
OLD_AFTER_YEARS: Final = 4  # full years without a newer value
MIN_VALUES: Final = 5  # since CLAIM_YEAR; a series with fewer counts as short
MAX_DOUBTS_OF_FAIR: Final = 2
UPPER_MIDDLE: Final = "Upper middle income"
UNMEASURED: Final = ("partial", "gap")
"""Kinds of rows of recommendations with data for a part of it, or without data."""
COLUMNS: Final = (
    *("pillar", "kind", "code", "of", "action", "role", "strength", "direction", "measure"),
    *("first_year", "first", "last_year", "last", "change", "how"),
    *("peak_year", "peak", "growth", "course", "missing"),
    *("rank_year", "rank", "economies", "peer_rank", "peers"),
    *(f"{target}_{part}" for target in TARGETS for part in ("economy", "value", "gap")),
    *("quality", "doubts", "sources"),
)


@dataclass(frozen=True)
class Base:
    """The inputs of evidence: indicators of the catalog, observations by indicator, tables of the index.

    structure: the parts that have scores; ranked: economies that the index ever ranked (the frontier is
    sought among these, since a microstate may lead a share); upper_middle: those of that income group;
    checked: year in which the data were last checked; past: cache of evidence of the index, by GII code and
    first year.
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
        """The newest edition with indicators; 0 without any."""
        return newest_detailed(self.structure)

    @cached_property
    def _positions(self) -> Mapping[Any, Any]:
        return self.scores.groupby("code").indices

    def rows_of_codes(self, codes: Iterable[str]) -> pd.DataFrame:
        """Return the scores of some codes, of all editions and economies, by an index of positions."""
        return take_codes(self.scores, self._positions, codes)


def comparable_year(rows: pd.DataFrame) -> int | None:
    """Return the newest year with a value of China that enough economies report; None without any value.

    rows: observations of one indicator. A year needs MIN_REPORTING_SHARE of the economies of the best covered
    of the RECENT_YEARS up to it. Without such a year the last value of China counts.
    """
    years_of_china = sorted({int(year) for year in rows.loc[rows["economy"] == FOCUS, "year"]})
    if not years_of_china:
        return None
    counts = rows["year"].astype("int64").value_counts()
    counts = counts.reindex(range(counts.index.min(), counts.index.max() + 1), fill_value=0)
    is_covered = counts >= MIN_REPORTING_SHARE * counts.rolling(RECENT_YEARS, min_periods=1).max()
    return max((year for year in years_of_china if is_covered[year]), default=years_of_china[-1])


def rank_in_year(
    rows: pd.DataFrame,
    direction: str,
    peers: Collection[str],
    frontier: Collection[str],
    upper_middle: Collection[str],
) -> dict[str, Any]:
    """Return China's ranks and gaps in its comparable year, by column of ``evidence``.

    rows: economy, year and value of one indicator; direction: "higher" or "lower" is better, or "context";
    frontier, upper_middle: economies among which the targets are sought (China is added), and those of that
    income group. Rank 1 is best, ties share the better rank; ``peers`` counts those with a value, with China.
    Gaps are in the unit of the indicator, positive if China is behind; the value of "top_ten" is a median.
    Empty for "context", or if no other economy has a value.
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
    """Return the doubts about China's values of one indicator since CLAIM_YEAR, in the order of DOUBTS.

    rows: economy, year, value and source of one indicator; breaks: years from which it is not comparable;
    checked: year in which the data were last checked. late: begins after CLAIM_YEAR; old: no value for
    OLD_AFTER_YEARS full years; few: fewer than MIN_VALUES; gaps: missing years in between; break: after the
    first value of ``since`` or later; releases: values of several releases; alone: no other economy.
    """
    china_rows = rows[(rows["economy"] == FOCUS) & (rows["year"] >= CLAIM_YEAR)]
    years = sorted(int(year) for year in china_rows["year"])
    if not years:
        return ()
    first, last = years[0], years[-1]
    start = next((year for year in years if year >= since), last)
    has_doubt = {
        "late": first > CLAIM_YEAR,
        "old": checked - last > OLD_AFTER_YEARS,
        "few": len(years) < MIN_VALUES,
        "gaps": len(years) < last - first + 1,
        "break": any(start < year <= last for year in breaks),
        "releases": china_rows["source"].nunique() > 1,
        "alone": rows["economy"].nunique() == 1,
    }
    return tuple(doubt for doubt in DOUBTS if has_doubt[doubt])


def evidence_grade(doubts: Collection[str], has_values: bool = True) -> Grade:
    """Grade data by the number of doubts: none is solid, MAX_DOUBTS_OF_FAIR is fair, more is thin."""
    if not has_values:
        return "none"
    return "solid" if not doubts else "fair" if len(doubts) <= MAX_DOUBTS_OF_FAIR else "thin"


def evidence(
    base: Base, pillar: StrategicPillar, peers: Collection[str], since: int = CLAIM_YEAR
) -> pd.DataFrame:
    """Return the evidence of one strategic pillar: links in the order of the catalog, then gaps.

    Columns: COLUMNS. kind: "indicator", "gii" or one of UNMEASURED; code: id of the indicator, or GII code of
    the newest detailed edition; of: the indicator that measures the same thing; action: number of the first
    recommendation that names it; measure: kind of the indicator, or "rank"; first to peak: see
    progress.change, from ``since`` on, in the unit of the indicator or ranks; growth: share a year; ranks and
    gaps: see ``rank_in_year``; quality: see ``evidence_grade``; missing (years), doubts and sources
    (releases) are joined by spaces.
    """
    actions: dict[str, int] = {}
    for number, action in enumerate(pillar.actions, start=1):
        actions = dict.fromkeys(action.indicators, number) | actions
    rows: list[dict[str, Any]] = []
    for link in pillar.links:
        if link.gii and (link.indicator, since) not in base.past:
            base.past[link.indicator, since] = _index_evidence(base, link.indicator, since)
        head = {"code": link.indicator, "of": link.of or None, "action": actions[link.indicator]}
        head |= {"role": link.role, "strength": link.strength}
        if link.gii:
            rows.append(head | base.past[link.indicator, since])
        else:
            rows.append(head | _series_evidence(base, link.indicator, peers, since))
    for number, action in enumerate(pillar.actions, start=1):
        if action.gap:
            kind, strength = ("partial", "partial") if action.indicators else ("gap", "none")
            rows.append({"kind": kind, "action": number, "strength": strength, "quality": "none"})
    frame = pd.DataFrame(rows).assign(pillar=pillar.number)
    return frame.reindex(columns=list(COLUMNS))


def _series_evidence(base: Base, code: str, peers: Collection[str], since: int) -> dict[str, Any]:
    indicator = base.indicators[code]
    row: dict[str, Any] = {"kind": "indicator", "direction": indicator.direction, "measure": indicator.kind}
    rows = base.observed.get(code)
    if rows is None:
        return row | {"strength": "none", "quality": "none", "course": "none"}
    china_rows = series(rows, code, FOCUS, since)
    breaks = [each.year for each in indicator.breaks_of(FOCUS)]
    doubts = evidence_doubts(rows, breaks, base.checked, since)
    has_values = not series(rows, code, FOCUS).empty
    row |= {"quality": evidence_grade(doubts, has_values), "doubts": " ".join(doubts)}
    row |= _movement(china_rows, indicator.kind, indicator.direction)
    if "break" in doubts:  # there is no growth rate across a break
        row["growth"] = None
    row["sources"] = " ".join(dict.fromkeys(str(source) for source in china_rows["source"]))
    return row | rank_in_year(rows, indicator.direction, peers, base.ranked, base.upper_middle)


def _movement(rows: pd.DataFrame, kind: str, direction: str) -> dict[str, Any]:
    movement = change(rows, kind)
    if movement is None:
        last = {} if rows.empty else {"last_year": rows["year"].iloc[-1], "last": rows["value"].iloc[-1]}
        return {"course": "none"} | last
    return {
        "first_year": movement.first_year,
        "first": movement.first,
        "last_year": movement.last_year,
        "last": movement.last,
        "change": movement.change,
        "how": movement.how,
        "peak_year": movement.peak_year,
        "peak": movement.peak,
        "growth": cagr(movement.first, movement.last, movement.last_year - movement.first_year, kind),
        "course": course(movement, kind, direction),
        "missing": " ".join(str(year) for year in movement.missing_years),
    }


def _index_evidence(base: Base, code: str, since: int) -> dict[str, Any]:
    """Return the ranks of a part of the index, followed by concept, since codes are reused."""
    newest = base.structure[base.structure["edition"] == base.edition]
    concepts = newest.loc[newest["code"] == code, "concept"]
    parts = base.structure.loc[base.structure["concept"].isin(concepts), ["edition", "code"]]
    parts = parts[parts["edition"] >= since]
    rows = base.rows_of_codes(parts["code"])
    first = parts.sort_values("edition", kind="stable").drop_duplicates("edition")
    past = first.merge(rows[(rows["economy"] == FOCUS) & rows["rank"].notna()], on=["edition", "code"])
    row: dict[str, Any] = {"kind": "gii", "direction": "lower", "measure": "rank", "quality": "fair"}
    if past.empty:
        return row | {"course": "none"}
    ranks = pd.DataFrame({"year": past["edition"], "value": past["rank"].astype("float64")})
    row |= _movement(ranks, "rank", "lower")
    last = past.iloc[-1]
    is_verified = base.editions.set_index("edition")["economies"].notna()
    ranked = rows[(rows["edition"] == last["edition"]) & (rows["rank"].notna() | rows["rank_low"].notna())]
    count = int(ranked["code"].isin(parts.loc[parts["edition"] == last["edition"], "code"]).sum())
    economies = count if is_verified[last["edition"]] and count else None
    return row | {"rank_year": int(last["edition"]), "rank": int(last["rank"]), "economies": economies}


def concat_evidence(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Concatenate the evidence of several pillars."""
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
    return concat_evidence([pillar_evidence(dataset, number, since=since) for number in numbers])


def distinct_indicators(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row of ``evidence`` (of one or more pillars) for each thing measured.

    The first of several series of one thing whose course is known is kept.
    """
    rows = frame[frame["kind"] == "indicator"]
    thing = rows["of"].where(rows["of"].notna(), rows["code"])
    order = rows.assign(thing=thing, idle=rows["course"].isin(["none"])).sort_values("idle", kind="stable")
    return rows.loc[order.drop_duplicates("thing").index.sort_values()]


def judged_rows(base: Base, claim: Claim, evidence_of: Callable[[int], pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of ``evidence`` by which an aim of the article is judged; none for a statement.

    evidence_of: the evidence of a strategic pillar by its number. An aim is judged by its recommendations:
    each thing measured and each linked part of the index; an aim without recommendations by its own series.
    """
    if not claim.actions:
        series_rows = {code: _series_evidence(base, code, (), CLAIM_YEAR) for code in claim.series}
        rows = [{"code": code, "strength": "direct"} | row for code, row in series_rows.items()]
        return pd.DataFrame(rows, columns=list(COLUMNS)).assign(rank=None)  # growth indices have no ranks
    frame = evidence_of(claim.pillar)
    linked = frame[frame["action"].isin(claim.actions)]
    return linked.loc[linked.index.isin(distinct_indicators(linked).index) | (linked["kind"] == "gii")]


def count_courses(frame: pd.DataFrame, since: int = CLAIM_YEAR) -> dict[str, int]:
    """Count the things measured (see ``distinct_indicators``) by course, and the gaps.

    Keys: towards, away, flat, none; things: all four; judged: the first three; reach: things with a value
    after ``since``; gaps: recommendations without any data; partial: those with data for a part.
    """
    rows = distinct_indicators(frame)
    courses = rows["course"].value_counts()
    counts = {course: int(courses.get(course, 0)) for course in ("towards", "away", "flat", "none")}
    counts |= {"things": len(rows), "judged": len(rows) - counts["none"]}
    counts["reach"] = int((rows["last_year"] > since).sum())
    kinds = frame["kind"].value_counts()
    return counts | {"gaps": int(kinds.get("gap", 0)), "partial": int(kinds.get("partial", 0))}
