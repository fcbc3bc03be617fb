"""Why a rank and a score changed between two editions, in exact splits (docs/method.md).

The rank changes by the own score, the scores of the others, and economies that leave and enter. These parts
add up to the published change; own and others are Shapley values of two players. Inside an edition the
published order counts, also for scores that are equal as printed; between editions scores are compared.

The score changes by what each part adds: its effective weight times its score. Below the pillars the weights
depend on the data that the economy has. Parts are joined by what they measure, never by their code. Parts
that cannot be compared (NOT_COMPARABLE) are redefined, enter, leave, or lack a score of the economy in an
edition. A part in both editions adds the change of its score at the mean of its two weights; the effect of
changed weights is one part for all together. common is the mean over the economies that have the level in
both editions; relative = own - common.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.composition import PILLAR_WEIGHTS, PILLARS, SUBINDEX_WEIGHTS
from analysis.index.precision import EXACT_DECIMALS, half_widths
from analysis.index.standing import moved_from
from analysis.query import Query, economy, edition, one_of
from analysis.table import OWN_CALCULATION, Table, index_terms, join_sources, releases_of_rows
from data.article import CLAIM, FOCUS

DETAILS: Final = ("subindices", "pillars", "subpillars", "indicators")
SPLITS: Final = ("relative", "plain")
LEVELS: Final = ("subindex", "pillar", "subpillar", "indicator")
WHOLE: Final = "GII"
BELOW: Final = LEVELS[2:]
"""Levels below the pillars, whose parts differ from edition to edition."""
REWEIGHTED: Final = "reweighted"
NOT_COMPARABLE: Final = ("redefined", "entering", "leaving", "unscored", REWEIGHTED)
"""Statuses of parts that cannot be compared between the editions."""
LEVEL_OF: Final = dict(zip(DETAILS, LEVELS, strict=True))
"""The level of the parts for each choice of detail."""
COLUMNS: Final = (
    *("part", "code", "name", "status", "weight_first", "weight_last", "score_first", "score_last"),
    *("own", "common", "relative", "rounding"),
)
_SUMS: Final = ("own", "common", "relative", "rounding")
_SUM_TOLERANCE: Final = 1e-9  # points or weights
_PLACES: Final = (
    *("step", "places", "own_first", "others_first", "rounding_low", "rounding_high", "rank_after"),
)


def default_pair(dataset: Dataset) -> tuple[int, int]:
    """Return the editions of the claim of the article, or the first and the last where one is missing.

    If China has the same rank in both, the first is replaced by the edition of its worst rank.
    """
    editions = dataset.editions
    first, last = CLAIM if set(CLAIM) <= set(editions) else (editions[0], editions[-1])
    return moved_from(dataset, FOCUS, first, last), last


@dataclass(frozen=True, slots=True)
class RankSplit:
    """The change of a published rank in its four parts; negative numbers are towards the first place.

    own and others are multiples of a half; own_orders and others_orders have their values in the two orders
    of counting (own score first, others first); own_rounding and others_rounding their bounds under rounding.
    """

    economy: str
    first: int
    last: int
    rank_first: int
    rank_last: int
    ranked_first: int
    ranked_last: int
    common: int
    exits: int
    own: float
    others: float
    entries: int
    own_orders: tuple[int, int]
    others_orders: tuple[int, int]
    own_rounding: tuple[float, float]
    others_rounding: tuple[float, float]

    @property
    def total(self) -> int:
        """The change of the published rank."""
        return self.rank_last - self.rank_first

    @property
    def is_rounded(self) -> bool:
        """Whether rounding can change the split between own and others."""
        return self.own_rounding[0] < self.own_rounding[1]


def rank_split(scores: pd.DataFrame, economy: str, first: int, last: int) -> RankSplit | None:
    """Return the split of an economy's rank change between two editions.

    scores: rows of gii_scores that include the code GII. None where the economy is not ranked in both
    editions, or where an edition has ranks without scores.
    """
    before, after = _edition(scores, first), _edition(scores, last)
    if before is None or after is None or economy not in before.index or economy not in after.index:
        return None
    common = before.index.intersection(after.index)
    old, new = before.T[economy], after.T[economy]
    rivals_old, rivals_new = (frame.loc[common.drop(economy)] for frame in (before, after))
    start = 1 + int((rivals_old["rank"] < old["rank"]).sum())  # r(v0; s0, C)
    end = 1 + int((rivals_new["rank"] < new["rank"]).sum())  # r(v1; s1, C)
    ahead, ahead_ends = _rank_across(new, rivals_old)  # r(v1; s0, C): own score moves first
    behind, behind_ends = _rank_across(old, rivals_new)  # r(v0; s1, C): the others move first
    own_orders = (ahead - start, end - behind)
    others_orders = (end - ahead, behind - start)
    return RankSplit(
        economy=economy,
        first=first,
        last=last,
        rank_first=int(old["rank"]),
        rank_last=int(new["rank"]),
        ranked_first=len(before),
        ranked_last=len(after),
        common=len(common),
        exits=start - int(old["rank"]),
        own=sum(own_orders) / 2,
        others=sum(others_orders) / 2,
        entries=int(new["rank"]) - end,
        own_orders=own_orders,
        others_orders=others_orders,
        own_rounding=(
            (ahead_ends[0] - start + end - behind_ends[1]) / 2,
            (ahead_ends[1] - start + end - behind_ends[0]) / 2,
        ),
        others_rounding=(
            (end - ahead_ends[1] + behind_ends[0] - start) / 2,
            (end - ahead_ends[0] + behind_ends[1] - start) / 2,
        ),
    )


def _edition(scores: pd.DataFrame, edition: int) -> pd.DataFrame | None:
    rows = scores[(scores["code"] == "GII") & (scores["edition"] == edition) & scores["rank"].notna()]
    if rows.empty or rows["score"].isna().any():
        return None
    frame = rows.assign(width=half_widths(rows)).set_index("economy")
    return frame[["rank", "score", "width"]].astype("float64")


def _rank_across(row: pd.Series, rivals: pd.DataFrame) -> tuple[int, tuple[int, int]]:
    lead = rivals["score"].to_numpy("float64") - row["score"]
    margin = rivals["width"].to_numpy("float64") + row["width"]
    above = 1 + int(np.count_nonzero(lead > 0))
    ends = (
        1 + int(np.count_nonzero(lead > margin + EXACT_DECIMALS)),
        1 + int(np.count_nonzero((lead > 0) | (lead > -margin + EXACT_DECIMALS) & (margin > 0))),
    )
    return above, ends


@dataclass(frozen=True, slots=True)
class Ledger:
    """The change of a score in parts, in points of the GII score.

    pillar: the pillar whose parts these are, None for the whole index. parts: a row for each part, in the
    order of the GII, with COLUMNS: part (concept), code and name in the last edition that has it, status
    ("both" or one of NOT_COMPARABLE), effective weights, rounding (largest error of own because scores are
    printed rounded). published: change of the published score of the index, or of the pillar times its
    weight; economies: number in common; rounded: editions with rounded scores; own, common, relative,
    rounding: sums of the parts.
    """

    economy: str
    first: int
    last: int
    level: str
    pillar: str | None
    parts: pd.DataFrame
    published: float
    economies: int
    rounded_editions: tuple[int, ...]
    own: float
    common: float
    relative: float
    rounding: float

    @property
    def residual(self) -> float:
        """The published change minus the sum of the parts, which is due to rounding."""
        return self.published - self.own

    @property
    def not_comparable(self) -> pd.DataFrame:
        """Sums by status of NOT_COMPARABLE. Columns: own, common, relative, count."""
        groups = self.parts.groupby("status")[["own", "common", "relative"]]
        sums = groups.sum().assign(count=groups.size())
        return sums.loc[[status for status in NOT_COMPARABLE if status in sums.index]]


@dataclass(frozen=True, slots=True)
class _Edition:
    scores: pd.DataFrame
    widths: pd.DataFrame
    structure: pd.DataFrame
    weights: pd.DataFrame

    def complete(self) -> pd.Index:
        """Return the economies with all seven pillar scores and parts in each pillar that is split."""
        if not set(PILLARS) <= set(self.scores.columns):
            return self.scores.index[:0]
        whole = self.scores[list(PILLARS)].notna().all(axis=1)
        weights = self.weights.sum(axis=1)
        complete: pd.Series[bool] = whole & (weights > weights.max() - _SUM_TOLERANCE)
        return self.scores.index[complete]


def _last(dataset: Dataset, before: Mapping[str, Any]) -> int:
    last = default_pair(dataset)[1]
    return last if last > before["first"] else dataset.editions[-1]


def detail_levels(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return the options of detail that both editions have."""
    pair = {before["first"], before["last"]}
    levels = [detail for detail in DETAILS if pair <= set(dataset.editions_with(LEVEL_OF[detail]))]
    return levels or [DETAILS[1]]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of "Why it moved"."""

    SPAN = ("from", "to")

    first: int = edition(
        "from", lambda dataset, _: default_pair(dataset)[0], lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to",
        _last,
        lambda dataset, before: [edition for edition in dataset.editions if edition > before["first"]],
    )
    economy: str = economy()
    detail: str = one_of("detail", detail_levels, DETAILS[1], every=DETAILS)
    pillar: str = one_of("pillar", (WHOLE, *PILLARS))
    split: str = one_of("split", SPLITS)


def score_ledger(
    dataset: Dataset, economy: str, editions: tuple[int, int], level: str = "pillar", pillar: str = WHOLE
) -> Ledger | None:
    """Return the ledger of an economy between two editions, by the parts of the index or of one pillar.

    pillar: used for levels below the pillars only. None where an edition lacks the level, a pillar score of
    the economy, or all its parts of a pillar.
    """
    pillar = pillar if level in BELOW else WHOLE
    if not set(editions) <= set(dataset.editions_with(level)):
        return None
    first, last = (_read_edition(dataset, edition, level, pillar) for edition in editions)
    common = first.complete().intersection(last.complete())
    if economy not in common:
        return None
    before, after = (_read_parts(edition, economy, common) for edition in (first, last))
    joined = _join_editions(before, after)
    parts = joined[list(COLUMNS)]
    if level in BELOW:
        parts = _separate_reweighting(joined, first, last, economy, common)
    weight = PILLAR_WEIGHTS.get(pillar, 1.0)
    published = weight * float(last.scores[pillar][economy] - first.scores[pillar][economy])
    inside = None if pillar == WHOLE else pillar
    pairs = zip(editions, (before, after), strict=True)
    rounded = tuple(edition for edition, added in pairs if added["rounding"].sum() > 0)
    sums = (float(parts[name].sum()) for name in _SUMS)
    return Ledger(economy, *editions, level, inside, parts, published, len(common), rounded, *sums)


@cached
def _read_edition(dataset: Dataset, edition: int, level: str, pillar: str) -> _Edition:
    codes, scores = dataset.structure(edition), dataset.table("gii_scores")
    below = codes["level"].isin(BELOW[: BELOW.index(level) + 1]) if level in BELOW else False
    inside = codes["code"].str.startswith(f"{pillar[1:]}.") if pillar != WHOLE else True
    codes = codes[codes["level"].isin(("index", "subindex", "pillar")) | (below & inside)]
    rows = scores[scores["edition"] == edition]
    rows = rows[rows["code"].isin(codes["code"])]
    rows = rows.assign(width=half_widths(rows)).set_index(["economy", "code"])
    wide = rows["score"].unstack()
    complete = set(PILLARS) <= set(wide.columns)
    weights = effective_weights(wide, codes, level, pillar) if complete else pd.DataFrame(index=wide.index)
    return _Edition(wide, rows["width"].unstack(), codes, weights)


def effective_weights(scores: pd.DataFrame, structure: pd.DataFrame, level: str, pillar: str) -> pd.DataFrame:
    """Return the weight of each part in the index (0 to 1), as economies x codes.

    scores: economies x codes of one edition; structure: its rows of gii_structure; pillar: a code, or WHOLE.
    Sub-indices and pillars have fixed weights. The weights of sub-pillars and indicators add up to that of
    the pillar for every economy with a score: the weight of missing parts goes to the others of their parent.
    """
    if level not in BELOW:
        fixed = PILLAR_WEIGHTS if level == "pillar" else SUBINDEX_WEIGHTS
        return pd.DataFrame([fixed] * len(scores), index=scores.index)
    weights = pd.DataFrame([PILLAR_WEIGHTS] * len(scores), index=scores.index)
    weights = weights if pillar == WHOLE else weights[[pillar]]
    for _ in BELOW[: BELOW.index(level) + 1]:
        rows = structure[structure["parent"].isin(weights.columns)]
        # The share of each part in its parent: 0 without a score.
        shares = scores[list(rows["code"])].notna() * rows["weight"].to_numpy("float64")
        total = shares.T.groupby(rows["parent"].to_numpy()).transform("sum").T
        shares = shares.div(total.where(total > 0)).fillna(0.0)
        weights = shares * weights[list(rows["parent"])].to_numpy("float64")
    return weights


def _read_parts(edition: _Edition, economy: str, common: pd.Index) -> pd.DataFrame:
    weights, codes = edition.weights, list(edition.weights.columns)
    adds = (weights * edition.scores[codes]).fillna(0.0)
    structure = edition.structure.set_index("code").loc[codes]
    # Parts without a concept match nothing: codes are reused.
    alone = structure["edition"].astype(str) + "-" + structure.index.to_series()
    concept = structure["concept"].fillna(alone)
    frame = pd.DataFrame(
        {
            "measure": structure["measure"].fillna(concept),
            "concept": concept,
            "defined": structure["defined"].fillna(0),
            "code": codes,
            "name": structure["name"],
            "weight": weights.loc[economy],
            "score": edition.scores.loc[economy, codes],
            "own": adds.loc[economy],
            "common": adds.loc[common].mean(),
            "rounding": (weights.loc[economy] * edition.widths.loc[economy, codes]).fillna(0.0),
        },
        index=codes,
    )
    return frame.set_index("measure", drop=True)


def _join_editions(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = after.join(before.add_suffix("_before"), how="outer")
    codes = both["code"].fillna(both["code_before"])
    is_redefined = (both["concept"] != both["concept_before"]) | (both["defined"] != both["defined_before"])
    unscored = both["score"].isna() | both["score_before"].isna()
    status = pd.Series("both", index=both.index).mask(unscored, "unscored").mask(is_redefined, "redefined")
    status = status.mask(both["code_before"].isna(), "entering").mask(both["code"].isna(), "leaving")
    frame = pd.DataFrame(
        {
            "part": both["concept"].fillna(both["concept_before"]),
            "code": codes,
            "name": both["name"].fillna(both["name_before"]),
            "status": status,
            "code_first": both["code_before"],
            "weight_first": both["weight_before"],
            "weight_last": both["weight"],
            "score_first": both["score_before"],
            "score_last": both["score"],
            "own": both["own"].fillna(0.0) - both["own_before"].fillna(0.0),
            "common": both["common"].fillna(0.0) - both["common_before"].fillna(0.0),
            "rounding": both["rounding"].fillna(0.0) + both["rounding_before"].fillna(0.0),
        }
    )
    frame["relative"] = frame["own"] - frame["common"]
    order = codes.map(_sort_key)
    frame = frame.assign(order=order, late=status == "leaving").sort_values(["order", "late"])
    return frame.reset_index(drop=True)


def _separate_reweighting(
    parts: pd.DataFrame, first: _Edition, last: _Edition, economy: str, common: pd.Index
) -> pd.DataFrame:
    """Move the effect of changed weights of the parts in both editions to one part at the end.

    If an economy lacks a score in one edition, the whole change of the part is due to its weight.
    """
    both = parts.index[parts["status"] == "both"]
    ends = ((first, parts.loc[both, "code_first"]), (last, parts.loc[both, "code"]))
    (old, before), (new, after) = (
        tuple(frame.loc[common, list(codes)].set_axis(both, axis=1) for frame in (data.weights, data.scores))
        for data, codes in ends
    )
    moved = ((old + new) / 2 * (after - before)).fillna(0.0)
    frame, sums = parts[list(COLUMNS)].copy(), parts.loc[both, ["own", "common", "rounding"]].sum()
    frame.loc[both, "own"], frame.loc[both, "common"] = moved.loc[economy], moved.mean()
    frame["relative"] = frame["own"] - frame["common"]
    left = sums - frame.loc[both, ["own", "common", "rounding"]].sum()
    if left.abs().max() < _SUM_TOLERANCE:
        return frame
    row = {"part": REWEIGHTED, "status": REWEIGHTED, **left, "relative": left["own"] - left["common"]}
    return pd.concat([frame, pd.DataFrame([row])], ignore_index=True)


def _sort_key(code: str) -> tuple[int, ...]:
    if code in SUBINDEX_WEIGHTS:
        return (list(SUBINDEX_WEIGHTS).index(code),)
    return tuple(int(part) for part in code.removeprefix("P").split("."))


def single_steps(split: RankSplit) -> pd.DataFrame:
    """Return the rank ledger: the first rank, a row for each step with the rank after it, and the total.

    Places are positive if gained. own_first and others_first are the two orders of counting, rounding_low and
    rounding_high the bounds under rounding.
    """
    rank = float(split.rank_first)
    rows: list[list[object]] = [["first", *[None] * 5, rank]]
    steps: dict[str, tuple[float, ...]] = {
        "exits": (split.exits,) * 5,
        "own": (split.own, *split.own_orders, *split.own_rounding[::-1]),
        "others": (split.others, *split.others_orders, *split.others_rounding[::-1]),
        "entries": (split.entries,) * 5,
    }
    for name, step in steps.items():
        rank += step[0]
        rows.append([name, *(0.0 - places for places in step), rank])
    rows.append(["last", *[-split.total] * 5, float(split.rank_last)])
    return pd.DataFrame(rows, columns=list(_PLACES))


def rank_ledger_rows(split: RankSplit | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rank ledger of a choice (``single_steps``), empty where there is none."""
    frame = single_steps(split) if split else pd.DataFrame(columns=list(_PLACES))
    frame["unit"] = "places gained, below zero lost"
    frame["ranked_in_both"] = split.common if split else None
    return _with_editions(frame, choice, dataset, lang)


def ledger_rows(ledger: Ledger | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the score ledger of a choice: its parts, their sum, the residual and the published change.

    In points of the GII score; empty without a ledger.
    """
    frame = _parts(ledger) if ledger else pd.DataFrame(columns=["part", "code", "own"])
    frame.insert(0, "level", ledger.level if ledger else None)
    frame.insert(1, "gii_pillar", ledger.pillar if ledger else None)
    frame["unit"] = "points of the GII score"
    frame["shown"] = "own" if choice.split == "plain" else "relative"
    frame["economies_in_common"] = ledger.economies if ledger else None
    return _with_editions(frame, choice, dataset, lang)


def _parts(ledger: Ledger) -> pd.DataFrame:
    sums = (ledger.own, ledger.common, ledger.relative, ledger.rounding)
    rows = [
        *ledger.parts.astype({"name": "object"}).to_dict("records"),
        {"part": "sum", **dict(zip(_SUMS, sums, strict=True))},
        {"part": "residual", "own": ledger.residual},
        {"part": "published", "own": ledger.published},
    ]
    frame = pd.DataFrame(rows, columns=ledger.parts.columns)
    return frame.rename(columns={"name": "part_name", "common": "common_field", "relative": "against_field"})


def _with_editions(frame: pd.DataFrame, choice: Choice, dataset: Dataset, lang: str) -> pd.DataFrame:
    frame.insert(0, "economy", choice.economy)
    frame.insert(1, "first_edition", choice.first)
    frame.insert(2, "last_edition", choice.last)
    licences = [str(dataset.licences[edition]) for edition in (choice.first, choice.last)]
    frame["first_licence"], frame["last_licence"] = licences
    frame["licence"] = "; ".join(dict.fromkeys(licences))
    codes = {"GII", *(frame["code"].dropna() if "code" in frame else ())}
    scores = dataset.table("gii_scores")
    rows = scores[scores["edition"].isin([choice.first, choice.last]) & scores["code"].isin(codes)]
    read = releases_of_rows(rows, ["edition"])
    frame["source"] = join_sources(
        *(read.get(edition) for edition in (choice.first, choice.last)), OWN_CALCULATION
    )
    return index_terms(frame, dataset, lang)


PLACES = Table(
    "places",
    "gii-places",
    lambda dataset, choice: rank_split(dataset.scores, choice.economy, choice.first, choice.last),
    rank_ledger_rows,
    Choice,
    ("economy", "from", "to"),
    columns={
        "step": "text",
        "places": "gain",
        "own_first": "gain",
        "others_first": "gain",
        "rank_after": "halves",
    },
)
LEDGER = Table(
    "ledger",
    "gii-ledger",
    lambda dataset, choice: score_ledger(
        dataset, choice.economy, (choice.first, choice.last), LEVEL_OF[choice.detail], choice.pillar
    ),
    ledger_rows,
    Choice,
    ("economy", "from", "to", "detail", "pillar", "split"),
    columns={
        "part_name": "text",
        "status": "text",
        "score_first": "score",
        "score_last": "score",
        "weight_last": "hundredths",
        "own": "+points",
        "common_field": "+points",
        "against_field": "+points",
    },
)
