"""Ranks under other weights of the seven GII pillars, and over the indicators that editions share.

Weights add to 100 %, with a cap for each pillar. Over shared indicators, the weight of the others is
distributed in one of two ways: inside, among those left in the same sub-pillar and pillar; over, among all
that are left. The rank is not a better one; it is one over fewer indicators.
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
from analysis.index.composition import OFFICIAL, PILLAR_WEIGHTS, PILLARS, rebuild_from_indicators
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
_WEIGHT_TOLERANCE: Final = 1e-4  # weights are written in hundredths of a percent
_LENS_SHARE: Final = 0.5  # of a weight that the linked codes determine
_MAX_TEXT_LENGTH: Final = 200  # characters
VISIBLE_ROWS: Final = 13  # ranks in the list of economies that move
WITHIN_PARTS: Final = "inside"
ACROSS_PARTS: Final = "over"
REWEIGHTING_WAYS: Final = (WITHIN_PARTS, ACROSS_PARTS)
MAX_LOST_SHARE: Final = 1 / 3
"""Largest share of its weight that a pillar can lose and still be represented by the rest."""
BOUNDS: Final = ("bound_low", "bound_high")
_KEYS = ("edition", "economy", "w")
_NAMES = {
    "published": "published_rank",
    "economies": "economies_ranked",
    "left_out": "economies_without_pillar_scores",
    "rounded": "scores_rounded",
}


def parse_weights(text: object) -> Weights | None:
    """Parse seven numbers with commas, in any unit; None for anything else.

    The numbers must be finite, not negative and not all zero. They are rescaled to 1 and capped at
    MAX_PILLAR_WEIGHT.
    """
    if not isinstance(text, str) or len(text) > _MAX_TEXT_LENGTH:
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
    """Distribute ``total`` (percent) in proportion to ``values``, at most ``cap`` to each.

    The excess goes to the others in proportion, or in equal parts if all others are zero. The sliders in the
    browser follow the same rule (scripts/weights.js).
    """
    shares = [0.0] * len(values)
    uncapped = list(range(len(values)))
    remaining = total
    while uncapped:
        base = sum(values[index] for index in uncapped)
        for index in uncapped:
            shares[index] = remaining * (values[index] / base) if base > 0 else remaining / len(uncapped)
        above = [index for index in uncapped if shares[index] > cap]
        if not above:
            break
        for index in above:
            shares[index] = cap
            remaining -= cap
        uncapped = [index for index in uncapped if index not in above]
    return shares


def weights_text(weights: Weights) -> str:
    """Format weights for an address: percents with two decimals; equal weights as seven times 1."""
    if same_weights(weights, EQUAL):
        return ",".join("1" for _ in weights)
    return ",".join(f"{math.floor(10_000 * weight + 0.5) / 100:g}" for weight in weights)


def same_weights(first: Weights, second: Weights) -> bool:
    """Return whether two sets of weights are equal in the precision of ``weights_text``."""
    return all(abs(a - b) <= _WEIGHT_TOLERANCE + 1e-9 for a, b in zip(first, second, strict=True))


def lens(codes: Collection[str]) -> Weights:
    """Return the weights that emphasize a strategic pillar, from the GII codes that the catalog links to it.

    Half of each weight is the published one, half the share of the linked codes in the GII pillar (each code
    counts once); without codes the weights are the published ones. The mixture is our editorial judgement.
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
    """Count the codes in each GII pillar, in the order of the pillars (2.3 is in P2)."""
    counts = Counter(code if code in PILLARS else f"P{code[0]}" for code in codes)
    return {code: counts[code] for code in PILLARS if counts[code]}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The economies of one edition that have scores of all seven GII pillars.

    scores, widths: economies x P1..P7, scores from 0 to 100 and their largest errors; published: published
    ranks, missing where unknown; fixed: published scores of the index of economies that are ranked without
    all seven scores, by economy; they are the same under all weights.
    """

    scores: pd.DataFrame
    widths: pd.DataFrame
    published: pd.Series
    fixed: pd.Series

    @property
    def economies(self) -> tuple[str, ...]:
        """The economies with all seven scores."""
        return tuple(self.scores.index)

    @property
    def left_out_count(self) -> int:
        """Number of ranked economies without all seven scores."""
        return len(self.fixed)

    @property
    def ranked_count(self) -> int:
        """Number of economies that the edition ranks."""
        return len(self.scores) + self.left_out_count

    @property
    def is_rounded(self) -> bool:
        """Whether the published scores are rounded, so that ranks under other weights are ranges."""
        return bool((self.widths > 0).any(axis=None))

    def frame(self) -> pd.DataFrame:
        """Return economies x P1..P7; an economy without all scores has its index in all seven."""
        return pd.concat([self.scores, pd.DataFrame({code: self.fixed.dropna() for code in PILLARS})])


@dataclass(frozen=True, slots=True)
class Place:
    """The rank of one economy under some weights, and its bounds under rounding and missing scores."""

    rank: int
    low: int
    high: int


@cached
def fields(dataset: Dataset) -> dict[int, Field]:
    """Return the field of each edition with GII pillar scores."""
    scores = dataset.scores
    pillars = scores[scores["code"].isin(PILLARS) & scores["score"].notna()]
    pillars = pillars.assign(width=half_widths(pillars))
    index = scores[(scores["code"] == "GII") & scores["rank"].notna()].set_index("economy")
    ranked = dict(iter(index.groupby("edition")))
    by_edition = {}
    for edition, rows in pillars.groupby("edition"):
        full = rows.pivot(index="economy", columns="code", values="score").reindex(columns=PILLARS).dropna()
        widths = rows.pivot(index="economy", columns="code", values="width")
        every = ranked.get(edition, index.iloc[:0])
        if len(full):
            by_edition[int(str(edition))] = Field(
                scores=full.astype("float64"),
                widths=widths.loc[full.index, list(PILLARS)].astype("float64"),
                published=every["rank"].reindex(full.index).astype("Int64"),
                fixed=every.loc[~every.index.isin(full.index), "score"].astype("float64"),
            )
    return by_edition


def totals(field: Field, weights: Weights) -> NDArray[np.float64]:
    """Return the weighted score of each economy, 0 to 100."""
    return np.asarray(field.scores.to_numpy() @ np.array(weights))


def ranks(field: Field, weights: Weights) -> NDArray[np.int64]:
    """Return the rank of each economy; equal scores share the better rank.

    Under the published weights they are the published ranks, which are based on unrounded scores.
    """
    if same_weights(weights, OFFICIAL) and field.published.notna().all():
        return field.published.to_numpy("int64")
    scores = totals(field, weights)
    ordered = np.sort(np.concatenate([scores, field.fixed.dropna()]))
    return np.asarray(1 + len(ordered) - np.searchsorted(ordered, scores + EXACT_DECIMALS, side="right"))


def rank_range(field: Field, weights: Weights, economy: str) -> Place:
    """Return the rank of one economy under the weights, with its bounds."""
    index = field.economies.index(economy)
    rank = int(ranks(field, weights)[index])
    if same_weights(weights, OFFICIAL) and pd.notna(field.published[economy]):
        return Place(rank, rank, rank)
    scores, errors = totals(field, weights), field.widths.to_numpy() @ np.array(weights)
    gap, margins = scores - scores[index], errors + errors[index]
    is_other = np.arange(len(scores)) != index
    low = 1 + int(((gap > margins + EXACT_DECIMALS) & is_other).sum())
    high = 1 + int(((gap > EXACT_DECIMALS - margins) & is_other).sum())
    return Place(rank, min(low, rank), max(high, rank) + field.left_out_count)


def draws(field: Field, weights: Weights, economy: str) -> Spread:
    """Return the ranks of one economy over 2 x 10,000 draws of weights around the chosen ones."""
    pillars = field.frame()
    above, near = contested_economies(pillars, weights, economy)
    return spread_of_ranks(ranks_around(near, weights, economy).ranks + np.int16(above), len(pillars))


def history(by_edition: Mapping[int, Field], weights: Weights, economy: str) -> pd.DataFrame:
    """Return the rank of an economy under the weights, a row for each edition with its scores.

    Columns: edition, published (nullable), rank, rank_low and rank_high (bounds under rounding and missing
    scores), economies (ranked), left_out, rounded.
    """
    rows = []
    for edition, field in sorted(by_edition.items()):
        if economy not in field.economies:
            continue
        place = rank_range(field, weights, economy)
        ranked = (field.ranked_count, field.left_out_count, field.is_rounded)
        rows.append((edition, field.published[economy], place.rank, place.low, place.high, *ranked))
    columns = ["edition", "published", "rank", "rank_low", "rank_high", "economies", "left_out", "rounded"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"published": "Int64"})


def ranking(field: Field, weights: Weights) -> pd.DataFrame:
    """Return all economies of an edition, sorted by their rank under the weights.

    Columns: economy, published (nullable), rank, score (0 to 100, weighted arithmetic mean of the pillars).
    """
    frame = field.published.to_frame("published").rename_axis("economy")
    frame = frame.assign(rank=ranks(field, weights), score=totals(field, weights)).reset_index()
    return frame.sort_values(["rank", "economy"], ignore_index=True)


def window(rank_before: int, rank_now: int, last: int, rows: int = VISIBLE_ROWS) -> tuple[int, int]:
    """Return the first and last visible rank around the rank now and, if it fits, the rank before.

    The window starts at rank 1 if possible; else the ranks are in its middle.
    """
    low, high = min(rank_before, rank_now), max(rank_before, rank_now)
    if high - low >= rows:
        low = high = rank_now
    first = 1 if high <= rows else low - (rows - 1 - (high - low)) // 2
    first = max(1, min(first, last - rows + 1))
    return first, min(first + rows - 1, last)


@dataclass(frozen=True, slots=True)
class WeightRanges:
    """Ranges of the rank of an economy: under weights around those of WIPO, and under free weights."""

    low: int
    high: int
    free_low: int
    free_high: int


@cached
def weight_ranges(dataset: Dataset, edition: int, economy: str) -> WeightRanges:
    """Return the ranges of ranks of an economy in an edition under draws of weights."""
    field = fields(dataset)[edition]
    pillars = field.frame()
    around, free = draws(field, OFFICIAL, economy), ranks_under_free_weights(pillars, economy)
    return WeightRanges(around.low, around.high, free.low, free.high)


@dataclass(frozen=True)
class Shared:
    """The index over shared concepts, for some editions.

    concepts: shared by the editions, in the order of the newest one; ranks: a row for each edition with
    edition, economies, published (rank of the economy), inside and over (its ranks over the shared concepts),
    lost (share of the weight of the index) and BOUNDS (under all weights around the published ones); lost:
    editions x pillars, the share of the weight of each pillar that is lost.
    """

    concepts: tuple[str, ...]
    ranks: pd.DataFrame
    lost: pd.DataFrame

    @cached_property
    def thin(self) -> dict[int, list[str]]:
        """The pillars that lose more than MAX_LOST_SHARE of their weight, by edition."""
        above = self.lost > MAX_LOST_SHARE + EXACT_DECIMALS
        return {int(edition): list(above.columns[above.loc[edition]]) for edition in self.ranks["edition"]}

    @property
    def by_indicators(self) -> int | None:
        """Largest distance from the published rank to a rank over the shared concepts, None if unknown."""
        return _largest_distance(self.ranks, REWEIGHTING_WAYS)

    @property
    def by_weights(self) -> int | None:
        """Largest distance from the published rank to one of its bounds, None if unknown."""
        return _largest_distance(self.ranks, BOUNDS)


def _largest_distance(ranks: pd.DataFrame, columns: Sequence[str]) -> int | None:
    apart = ranks[list(columns)].sub(ranks["published"], axis=0).abs().max().max()
    return None if pd.isna(apart) else int(apart)


def shared_sets(dataset: Dataset) -> list[str]:
    """Return the sets of editions to choose from, as in an address: 2023-2024-2025.

    First the newest consecutive editions, then those of the claim, then each consecutive pair. Only editions
    with indicators count; [""] without any.
    """
    detailed = dataset.editions_with("indicator")
    newest = detailed[-1:]
    while newest and newest[0] - 1 in detailed:
        newest = (newest[0] - 1, *newest)
    sets = [newest, *([CLAIM] if set(CLAIM) <= set(detailed) else []), *reversed(list(pairwise(detailed)))]
    return list(dict.fromkeys("-".join(map(str, editions)) for editions in sets))


@cached
def ranks_over_shared(dataset: Dataset, editions: tuple[int, ...], economy: str) -> Shared:
    """Return the ranks of an economy over the concepts that all these editions share."""
    indicators = dataset.parts[dataset.parts["level"] == "indicator"]
    by_edition = {edition: indicators[indicators["edition"] == edition] for edition in editions}
    concepts = set.intersection(*(set(rows["concept"].dropna()) for rows in by_edition.values()))
    intervals = dataset.table("gii_intervals")
    intervals = intervals[(intervals["economy"] == economy) & (intervals["kind"] == "bounds")]
    bounds = intervals.set_index("edition")[["low", "high"]]
    records, lost = [], {}
    for edition, rows in by_edition.items():
        codes = tuple(rows.loc[rows["concept"].isin(concepts) | (len(editions) == 1), "code"])
        ranked = ranks_over(dataset, edition, codes)
        own_ranks = ranked.loc[economy] if economy in ranked.index else pd.Series(dtype="float64")
        weights = nominal_weights(dataset.structure(edition))[list(codes)]
        shares = weights.groupby([f"P{code[0]}" for code in codes]).sum()
        lost[edition] = 1 - shares.reindex(list(PILLARS), fill_value=0.0) / pd.Series(PILLAR_WEIGHTS)
        ends = bounds.loc[edition] if edition in bounds.index else (None, None)
        records.append(
            {
                "edition": edition,
                "economies": len(ranked),
                "published": dataset.ranks(edition)["GII"].get(economy),
                **{way: own_ranks.get(way) for way in REWEIGHTING_WAYS},
                "lost": 1 - float(weights.sum()),
                **dict(zip(BOUNDS, ends, strict=True)),
            }
        )
    ranks = pd.DataFrame(records).astype(dict.fromkeys(("published", *REWEIGHTING_WAYS, *BOUNDS), "Int64"))
    newest = by_edition[editions[-1]]["concept"]
    return Shared(tuple(map(str, newest[newest.isin(concepts)])), ranks, pd.DataFrame(lost).T)


@cached
def ranks_over(dataset: Dataset, edition: int, codes: tuple[str, ...]) -> pd.DataFrame:
    """Return the ranks of an edition over some indicators, as economies x REWEIGHTING_WAYS."""
    scores = over_indicators(dataset.wide(edition), dataset.structure(edition), codes)
    return scores.rank(ascending=False, method="min")


def nominal_weights(structure: pd.DataFrame) -> pd.Series:
    """Return the weight of each indicator in the index without missing data (sum 1), by code."""
    shares = structure["weight"] / structure.groupby("parent")["weight"].transform("sum")
    share = dict(zip(structure["code"], shares, strict=True))
    indicators = structure[structure["level"] == "indicator"]
    pairs = zip(indicators["code"], indicators["parent"], strict=True)
    weights = {code: share[code] * share[part] * PILLAR_WEIGHTS[f"P{part[0]}"] for code, part in pairs}
    return pd.Series(weights, dtype="float64")


def over_indicators(scores: pd.DataFrame, structure: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Return the index over some indicators only, as economies x REWEIGHTING_WAYS.

    scores: economies x codes of an edition. inside: the weight of missing indicators goes to the others of
    their sub-pillar, that of missing sub-pillars to the others of their pillar; NaN if a whole pillar is
    missing. over: the mean of all available scores by nominal weights.
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
    """The choices of an edition, by default the newest with indicators, and of an economy with all scores."""

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
    """The choices of the weights page; shared: a set of editions to compare."""

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


def _with_terms(frame: pd.DataFrame, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    frame = frame.assign(weights_percent=weights_text(choice.weights))
    return index_terms(frame, dataset, lang, ("GII", *PILLARS), True, choice)


def draw_rows(spread: Spread, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the share (0 to 1) of the draws around the weights by rank of the economy."""
    shares = spread.shares().rename("share_of_draws").rename_axis("rank").reset_index()
    frame = shares.assign(interval_low=spread.low, interval_high=spread.high, draws=len(spread.ranks))
    unit = dataset.catalog.phrases["unit_draws"].get(lang)
    return _with_terms(frame.assign(unit=unit), dataset, choice, lang)


def shared_rows(shared: Shared | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the ranks of the economy over shared indicators and its published rank, by edition."""
    if shared is None:
        return pd.DataFrame(columns=["edition", "economy"])
    frame = shared.ranks.rename(columns=_NAMES)
    frame["pillars_thin"] = [" ".join(shared.thin[edition]) for edition in frame["edition"]]
    frame["indicators_shared"] = len(shared.concepts)
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
    lambda frame, *of: _with_terms(frame.rename(columns=_NAMES).assign(score_unit="0-100"), *of),
    Choice,
    _KEYS,
)
HISTORY = Table(
    "weights-history",
    "gii-weights-history",
    lambda dataset, choice: history(fields(dataset), choice.weights, choice.economy),
    lambda frame, dataset, choice, lang: _with_terms(
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
        ranks_over_shared(dataset, tuple(map(int, choice.shared.split("-"))), choice.economy)
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
