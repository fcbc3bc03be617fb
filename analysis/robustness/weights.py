"""Ranks under other weights of the seven GII pillars, of the reader's own too, and over shared indicators.

Weights add to 100 %, with at most a cap for each pillar. Over the indicators that several editions share the
weight of the others is shared out in one of two ways: inside, among those left of the same sub-pillar and
pillar; over, among all that are left. It is no better rank, only one over fewer indicators.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import query
from analysis.dataset import Dataset, cached
from analysis.index.composition import (
    OFFICIAL,
    PILLAR_WEIGHTS,
    PILLARS,
    rebuild_from_indicators,
)
from analysis.index.precision import EXACT_DECIMALS, half_widths
from analysis.robustness.bounds import contested_economies
from analysis.robustness.intervals import (
    MAX_PILLAR_WEIGHT,
    Spread,
    ranks_around,
    ranks_under_free_weights,
    spread_of_ranks,
)
from analysis.table import RANK, Table, index_terms
from data.article import CLAIM

Weights = tuple[float, ...]
"""Weights of P1 to P7, in this order; they add to 1."""

EQUAL: Final[Weights] = (1 / len(PILLARS),) * len(PILLARS)
OUTPUTS: Final[Weights] = (0.0,) * 5 + (0.5, 0.5)
_SAME: Final = 1e-4
"""Weights that differ by no more are the same to a reader: they are written in hundredths of a percent."""
_LENS_SHARE: Final = 0.5
_LONGEST: Final = 200
VISIBLE_ROWS: Final = 13
"""Visible places of the economies that change theirs."""
WITHIN_PARTS, ACROSS_PARTS = REWEIGHTING_WAYS = ("inside", "over")
MAX_LOST_SHARE: Final = 1 / 3
"""Share of the weight of a pillar; where more is lost, what is left does not stand for the pillar."""
BOUNDS: Final = ("bound_low", "bound_high")
_KEYS = ("edition", "economy", "w")
_NAMES = {
    "published": "published_rank",
    "economies": "economies_ranked",
    "left_out": "economies_without_pillar_scores",
    "rounded": "scores_rounded",
}


def parse_weights(text: object) -> Weights | None:
    """Return the weights written as seven numbers joined by commas, in any unit; None for anything else.

    The numbers must be finite, not negative and not all zero. They are rescaled to 1; what one pillar has
    above CAP goes to the others.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    total = sum(values)
    if len(values) != len(PILLARS) or not 0 < total < math.inf or min(values) < 0:
        return None
    return tuple(share / 100 for share in spread_total([100 * (value / total) for value in values], 100))


def spread_total(values: Sequence[float], total: float, cap: float = 100 * MAX_PILLAR_WEIGHT) -> list[float]:
    """Share ``total`` (percent) out in proportion to ``values``, at most ``cap`` to each.

    What is cut off goes to the others in proportion, or in equal parts where all others are zero. The rule
    of the sliders in the browser is the same (scripts/weights.js).
    """
    shares = [0.0] * len(values)
    open_ = list(range(len(values)))
    rest = total
    while open_:
        among = sum(values[place] for place in open_)
        for place in open_:
            shares[place] = rest * (values[place] / among) if among > 0 else rest / len(open_)
        above = [place for place in open_ if shares[place] > cap]
        if not above:
            break
        for place in above:
            shares[place] = cap
            rest -= cap
        open_ = [place for place in open_ if place not in above]
    return shares


def weights_text(weights: Weights) -> str:
    """Return weights as in an address: percents to hundredths; equal ones as seven times 1."""
    if same_weights(weights, EQUAL):
        return ",".join("1" for _ in weights)
    return ",".join(f"{math.floor(10_000 * weight + 0.5) / 100:g}" for weight in weights)


def same_weights(one: Weights, other: Weights) -> bool:
    """Return whether two sets of weights are the same within the precision in which they are written."""
    return all(abs(mine - theirs) <= _SAME + 1e-9 for mine, theirs in zip(one, other, strict=True))


def lens(codes: Collection[str]) -> Weights:
    """Return the weights of a strategic pillar as a lens, from the GII codes that the catalog links to it.

    Half of each weight is the published one, half the share of the linked codes that lie in the GII pillar
    (each code counts once); without codes all of it is the published one. An editorial judgement of ours.
    """
    counts = linked_counts(codes)
    total = sum(counts.values())
    if not total:
        return OFFICIAL
    mixed = [
        100 * ((1 - _LENS_SHARE) * weight + _LENS_SHARE * counts.get(code, 0) / total)
        for code, weight in zip(PILLARS, OFFICIAL, strict=True)
    ]
    return tuple(share / 100 for share in spread_total(mixed, 100))


def linked_counts(codes: Collection[str]) -> dict[str, int]:
    """Return how many of the codes lie in each GII pillar, in the order of the pillars (2.3 lies in P2)."""
    counts = Counter(code if code in PILLARS else f"P{code[0]}" for code in codes)
    return {code: counts[code] for code in PILLARS if counts[code]}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The economies of one edition that have scores of all seven GII pillars.

    scores, widths: economies x P1..P7, 0 to 100, and how far each may be from the true score; published:
    their ranks as published, missing where unknown; fixed: scores of the index, by economy, of those ranked
    without all seven scores: they stay as published under all weights.
    """

    scores: pd.DataFrame
    widths: pd.DataFrame
    published: pd.Series
    fixed: pd.Series

    @property
    def economies(self) -> tuple[str, ...]:
        """The economies whose rank changes with the weights."""
        return tuple(self.scores.index)

    @property
    def left_out(self) -> int:
        """How many ranked economies lack a GII pillar score."""
        return len(self.fixed)

    @property
    def ranked(self) -> int:
        """How many economies the edition ranks."""
        return len(self.scores) + self.left_out

    @property
    def rounded(self) -> bool:
        """Whether the scores were published rounded, so that ranks by other weights are known to a range."""
        return bool((self.widths > 0).any(axis=None))

    def frame(self) -> pd.DataFrame:
        """Return the scores as economies x P1..P7; an economy without them has its index in all seven."""
        return pd.concat([self.scores, pd.DataFrame({code: self.fixed.dropna() for code in PILLARS})])


@dataclass(frozen=True, slots=True)
class Place:
    """The rank of one economy under some weights, and the ranks that rounding and gaps allow."""

    rank: int
    low: int
    high: int


@cached
def fields(dataset: Dataset) -> dict[int, Field]:
    """Return every edition with GII pillar scores, by edition."""
    scores = dataset.scores
    pillars = scores[scores["code"].isin(PILLARS) & scores["score"].notna()]
    pillars = pillars.assign(width=half_widths(pillars))
    index = scores[(scores["code"] == "GII") & scores["rank"].notna()].set_index("economy")
    ranked = dict(iter(index.groupby("edition")))
    found = {}
    for edition, rows in pillars.groupby("edition"):
        full = rows.pivot(index="economy", columns="code", values="score").reindex(columns=PILLARS).dropna()
        widths = rows.pivot(index="economy", columns="code", values="width")
        every = ranked.get(edition, index.iloc[:0])
        if len(full):
            found[int(str(edition))] = Field(
                scores=full.astype("float64"),
                widths=widths.loc[full.index, list(PILLARS)].astype("float64"),
                published=every["rank"].reindex(full.index).astype("Int64"),
                fixed=every.loc[~every.index.isin(full.index), "score"].astype("float64"),
            )
    return found


def totals(field: Field, weights: Weights) -> NDArray[np.float64]:
    """Return the weighted score of each economy, 0 to 100."""
    return np.asarray(field.scores.to_numpy() @ np.array(weights))


def ranks(field: Field, weights: Weights) -> NDArray[np.int64]:
    """Return the rank of each economy; equal scores share the better one.

    Under the published weights these are the published ranks, which know more decimals than rounded scores.
    """
    if same_weights(weights, OFFICIAL) and field.published.notna().all():
        return field.published.to_numpy("int64")
    scores = totals(field, weights)
    ordered = np.sort(np.concatenate([scores, field.fixed.dropna()]))
    return np.asarray(1 + len(ordered) - np.searchsorted(ordered, scores + EXACT_DECIMALS, side="right"))


def rank_range(field: Field, weights: Weights, economy: str) -> Place:
    """Return the rank of one economy under the weights and the range of ranks that it may have."""
    index = field.economies.index(economy)
    rank = int(ranks(field, weights)[index])
    if same_weights(weights, OFFICIAL) and pd.notna(field.published[economy]):
        return Place(rank, rank, rank)
    scores, errors = totals(field, weights), field.widths.to_numpy() @ np.array(weights)
    gap, room = scores - scores[index], errors + errors[index]
    others = np.arange(len(scores)) != index
    low = 1 + int(((gap > room + EXACT_DECIMALS) & others).sum())
    high = 1 + int(((gap > EXACT_DECIMALS - room) & others).sum())
    return Place(rank, min(low, rank), max(high, rank) + field.left_out)


def draws(field: Field, weights: Weights, economy: str) -> Spread:
    """Return the ranks of one economy over 2 x 10,000 draws of weights around the chosen ones."""
    pillars = field.frame()
    above, near = contested_economies(pillars, weights, economy)
    return spread_of_ranks(ranks_around(near, weights, economy).ranks + np.int16(above), len(pillars))


def history(by_edition: Mapping[int, Field], weights: Weights, economy: str) -> pd.DataFrame:
    """Return the rank of an economy under the weights, edition by edition, beside the published rank.

    Columns: edition, published (nullable), rank, rank_low, rank_high (what rounded scores and economies
    without all scores leave open), economies (ranked), left_out, rounded. An edition in which the economy
    has no scores has no row.
    """
    rows = []
    for edition, field in sorted(by_edition.items()):
        if economy not in field.economies:
            continue
        found = rank_range(field, weights, economy)
        ranked = (field.ranked, field.left_out, field.rounded)
        rows.append((edition, field.published[economy], found.rank, found.low, found.high, *ranked))
    columns = ["edition", "published", "rank", "rank_low", "rank_high", "economies", "left_out", "rounded"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"published": "Int64"})


def ranking(field: Field, weights: Weights) -> pd.DataFrame:
    """Return all economies of an edition by their rank under the weights.

    Columns: economy, published (nullable), rank, score (0 to 100, weighted arithmetic mean of the pillars).
    """
    frame = field.published.to_frame("published").rename_axis("economy")
    frame = frame.assign(rank=ranks(field, weights), score=totals(field, weights)).reset_index()
    return frame.sort_values(["rank", "economy"], ignore_index=True)


def window(before: int, now: int, last: int, rows: int = VISIBLE_ROWS) -> tuple[int, int]:
    """Return the first and last visible place: with ``now``, and with both places if they fit.

    From the first place on where that suffices, else with the two places in the middle.
    """
    low, high = min(before, now), max(before, now)
    if high - low >= rows:
        low = high = now
    first = 1 if high <= rows else low - (rows - 1 - (high - low)) // 2
    first = max(1, min(first, last - rows + 1))
    return first, min(first + rows - 1, last)


@dataclass(frozen=True, slots=True)
class WeightRanges:
    """Ranks that do not depend on the weights chosen: around WIPO's, and under random weights."""

    low: int
    high: int
    free_low: int
    free_high: int


@cached
def weight_ranges(dataset: Dataset, edition: int, economy: str) -> WeightRanges:
    """Return the ranks of an economy in an edition under draws of weights (analysis.robustness.intervals)."""
    field = fields(dataset)[edition]
    pillars = field.frame()
    around, any_ = draws(field, OFFICIAL, economy), ranks_under_free_weights(pillars, economy)
    return WeightRanges(around.low, around.high, any_.low, any_.high)


@dataclass(frozen=True)
class Shared:
    """The index over shared concepts, for some editions.

    concepts: those shared, in the order of the newest edition; ranks: edition, economies, published (rank of
    the economy), inside, over (its ranks over the shared concepts), lost (share of the weight of the index),
    BOUNDS (ranks that no weights similar to the published ones can leave); lost: editions x pillars, the
    share of each pillar's weight that is lost.
    """

    concepts: tuple[str, ...]
    ranks: pd.DataFrame
    lost: pd.DataFrame

    @cached_property
    def thin(self) -> dict[int, list[str]]:
        """The pillars that lose more than MOST_LOST of their weight, by edition."""
        above = self.lost > MAX_LOST_SHARE + EXACT_DECIMALS
        return {int(edition): list(above.columns[above.loc[edition]]) for edition in self.ranks["edition"]}

    @property
    def by_indicators(self) -> int | None:
        """The most places between the published rank and one over the shared concepts; None if not known."""
        return _most(self.ranks, REWEIGHTING_WAYS)

    @property
    def by_weights(self) -> int | None:
        """The most places between the published rank and one of BOUNDS; None if not known."""
        return _most(self.ranks, BOUNDS)


def _most(ranks: pd.DataFrame, columns: Sequence[str]) -> int | None:
    apart = ranks[list(columns)].sub(ranks["published"], axis=0).abs().max().max()
    return None if pd.isna(apart) else int(apart)


def shared_sets(dataset: Dataset) -> list[str]:
    """Return the editions to choose from, each set as in an address: 2023-2024-2025.

    First the newest ones in a row, then those of the article's claim, then each two that follow one another.
    Only editions with indicators count; one blank text where there is none.
    """
    detailed = dataset.editions_with("indicator")
    newest = detailed[-1:]
    while newest and newest[0] - 1 in detailed:
        newest = (newest[0] - 1, *newest)
    found = [newest, *([CLAIM] if set(CLAIM) <= set(detailed) else []), *reversed(list(pairwise(detailed)))]
    return list(dict.fromkeys("-".join(map(str, editions)) for editions in found))


@cached
def ranks_over_shared(dataset: Dataset, editions: tuple[int, ...], economy: str) -> Shared:
    """Return the ranks of an economy over the concepts that editions with indicators share."""
    indicators = dataset.parts[dataset.parts["level"] == "indicator"]
    by_edition = {edition: indicators[indicators["edition"] == edition] for edition in editions}
    concepts = set.intersection(*(set(rows["concept"].dropna()) for rows in by_edition.values()))
    intervals = dataset.table("gii_intervals")
    intervals = intervals[(intervals["economy"] == economy) & (intervals["kind"] == "bounds")]
    bounds = intervals.set_index("edition")[["low", "high"]]
    found, lost = [], {}
    for edition, rows in by_edition.items():
        codes = tuple(rows.loc[rows["concept"].isin(concepts) | (len(editions) == 1), "code"])
        ranked = ranks_over(dataset, edition, codes)
        own = ranked.loc[economy] if economy in ranked.index else pd.Series(dtype="float64")
        weights = nominal_weights(dataset.structure(edition))[list(codes)]
        shares = weights.groupby([f"P{code[0]}" for code in codes]).sum()
        lost[edition] = 1 - shares.reindex(list(PILLARS), fill_value=0.0) / pd.Series(PILLAR_WEIGHTS)
        ends = bounds.loc[edition] if edition in bounds.index else (None, None)
        found.append(
            {
                "edition": edition,
                "economies": len(ranked),
                "published": dataset.ranks(edition)["GII"].get(economy),
                **{way: own.get(way) for way in REWEIGHTING_WAYS},
                "lost": 1 - float(weights.sum()),
                **dict(zip(BOUNDS, ends, strict=True)),
            }
        )
    ranks = pd.DataFrame(found).astype(dict.fromkeys(("published", *REWEIGHTING_WAYS, *BOUNDS), "Int64"))
    newest = by_edition[editions[-1]]["concept"]
    return Shared(tuple(map(str, newest[newest.isin(concepts)])), ranks, pd.DataFrame(lost).T)


@cached
def ranks_over(dataset: Dataset, edition: int, codes: tuple[str, ...]) -> pd.DataFrame:
    """Return the ranks of all economies of an edition over some of its indicators, as economies x WAYS."""
    scores = over_indicators(dataset.wide(edition), dataset.structure(edition), codes)
    return scores.rank(ascending=False, method="min")


def nominal_weights(structure: pd.DataFrame) -> pd.Series:
    """Return the weight of each indicator in the index of an economy that has all (sum 1), by code."""
    shares = structure["weight"] / structure.groupby("parent")["weight"].transform("sum")
    share = dict(zip(structure["code"], shares, strict=True))
    indicators = structure[structure["level"] == "indicator"]
    pairs = zip(indicators["code"], indicators["parent"], strict=True)
    weights = {code: share[code] * share[part] * PILLAR_WEIGHTS[f"P{part[0]}"] for code, part in pairs}
    return pd.Series(weights, dtype="float64")


def over_indicators(scores: pd.DataFrame, structure: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Return the index over some indicators only, as economies x WAYS.

    scores: economies x codes of an edition. inside: missing and left-out indicators raise the weight of the
    others of their sub-pillar, missing sub-pillars that of the others of their pillar; an economy that lacks
    a whole pillar has no score. over: the weighted mean of all that is there, by nominal weights.
    """
    frame = scores.copy()
    dropped = structure.loc[(structure["level"] == "indicator") & ~structure["code"].isin(codes), "code"]
    frame[list(dropped)] = float("nan")
    nominal = nominal_weights(structure)[list(codes)]
    values = scores[list(codes)]
    over = (values * nominal).sum(axis=1) / (values.notna() * nominal).sum(axis=1)
    return pd.DataFrame({WITHIN_PARTS: rebuild_from_indicators(frame, structure)["GII"], ACROSS_PARTS: over})


@dataclass(frozen=True, slots=True)
class Scored(query.Query):
    """An edition, first the newest with indicators, and an economy with scores of all pillars in it."""

    edition: int = query.edition(
        "edition",
        lambda dataset, _: (
            dataset.newest_detailed if dataset.newest_detailed in fields(dataset) else max(fields(dataset))
        ),
        lambda dataset, _: sorted(fields(dataset), reverse=True),
    )
    economy: str = query.economy(lambda dataset, before: sorted(fields(dataset)[before["edition"]].economies))


@dataclass(frozen=True, slots=True)
class Choice(Scored):
    """The choices on weights: of whom, the weights, and editions to compare."""

    weights: tuple[float, ...] = query.parsed_choice(
        "w",
        lambda value, _: parse_weights(value),
        lambda *_: OFFICIAL,
        write=weights_text,
        pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?(,[0-9]{1,3}(\.[0-9]{1,2})?){6}$",
    )
    shared: str = query.one_of("shared", lambda dataset, _: shared_sets(dataset))

    @property
    def official(self) -> bool:
        """Whether the weights are the published ones."""
        return same_weights(self.weights, OFFICIAL)


def _weighted(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    frame = frame.assign(weights_percent=weights_text(choice.weights))
    return index_terms(frame, dataset, lang, ("GII", *PILLARS), True, choice)


def draw_rows(spread: Spread, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the share (0 to 1) of the draws around the weights at each rank of the economy."""
    shares = spread.shares().rename("share_of_draws").rename_axis("rank").reset_index()
    frame = shares.assign(interval_low=spread.low, interval_high=spread.high, draws=len(spread.ranks))
    unit = dataset.catalog.phrases["unit_draws"].get(lang)
    return _weighted(frame.assign(unit=unit), dataset, choice, lang)


def shared_rows(found: Shared | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the economy's ranks over shared indicators, by edition, beside the published one."""
    if found is None:
        return pd.DataFrame(columns=["edition", "economy"])
    frame = found.ranks.rename(columns=_NAMES)
    frame["pillars_thin"] = [" ".join(found.thin[edition]) for edition in frame["edition"]]
    frame["indicators_shared"] = len(found.concepts)
    frame["unit"] = dataset.catalog.phrases[RANK].get(lang)
    parts = dataset.parts
    codes = parts.loc[(parts["level"] == "indicator") & parts["edition"].isin(frame["edition"]), "code"]
    return index_terms(frame, dataset, lang, ("GII", *codes.unique()), True, choice)


DRAWS = Table(
    "weights-draws",
    "gii-weights-draws",
    lambda dataset, choice: draws(fields(dataset)[choice.edition], choice.weights, choice.economy),
    draw_rows,
    Choice,
    _KEYS,
    columns={"rank": "rank", "share_of_draws": "hundredths"},
)
RANKING = Table(
    "weights-ranking",
    "gii-weights-ranking",
    lambda dataset, choice: ranking(fields(dataset)[choice.edition], choice.weights),
    lambda frame, *of: _weighted(frame.rename(columns=_NAMES).assign(score_unit="0-100"), *of),
    Choice,
    _KEYS,
)
HISTORY = Table(
    "weights-history",
    "gii-weights-history",
    lambda dataset, choice: history(fields(dataset), choice.weights, choice.economy),
    lambda frame, dataset, choice, lang: _weighted(
        frame.rename(columns=_NAMES).assign(unit=dataset.catalog.phrases[RANK].get(lang)),
        dataset,
        choice,
        lang,
    ),
    Choice,
    _KEYS,
    columns={
        "edition": "text",
        "rank": "rank",
        ("rank_low", "rank_high"): "range",
        "published_rank": "rank",
        "economies_ranked": "whole",
    },
    newest="edition",
)
SHARED = Table(
    "weights-shared",
    "gii-shared-indicators",
    lambda dataset, choice: (
        ranks_over_shared(dataset, tuple(int(one) for one in choice.shared.split("-")), choice.economy)
        if choice.shared
        else None
    ),
    shared_rows,
    Choice,
    ("economy", "shared"),
    columns={
        "edition": "text",
        "published_rank": "rank",
        "inside": "rank",
        "over": "rank",
        ("bound_low", "bound_high"): "range",
        "lost": "tenths",
        "pillars_thin": "text",
    },
)
