"""Why a rank and a score changed between two editions, in exact splits (docs/method.md).

The rank: own score, others' scores, economies leaving and entering; Shapley's value of two players, which add
up to the published change. Inside an edition the published order counts, which also parts scores that are
equal as printed; between editions scores are compared.

The score: what each part adds, against the field. A part adds its effective weight times its score; below the
pillars the weights are those that the economy's own data leave. The parts are joined by what they measure,
never by their code. What cannot be compared is a part like the others (APART): one whose definition is
another; one that enters or leaves; one without a score of the economy in an edition. A part in both editions
adds the change of its score at the mean of its two weights; what other weights of these parts add is one part
of all together, so that no part gains by them. common is the mean over the economies that have the level in
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
from analysis.table import OWN_CALCULATION, Table, index_terms, join_sources, of_index
from data.article import CLAIM, FOCUS

DETAILS: Final = ("subindices", "pillars", "subpillars", "indicators")
SPLITS: Final = ("relative", "plain")
LEVELS: Final = ("subindex", "pillar", "subpillar", "indicator")
WHOLE: Final = "GII"
BELOW: Final = LEVELS[2:]
"""The levels below the pillars, whose parts change from edition to edition."""
REWEIGHTED: Final = "reweighted"
APART: Final = ("redefined", "entering", "leaving", "unscored", REWEIGHTED)
"""The parts that cannot be compared between the editions, by status."""
LEVEL_OF: Final = dict(zip(DETAILS, LEVELS, strict=True))
"""The level of parts behind each choice of detail."""
COLUMNS: Final = (
    *("part", "code", "name", "status", "weight_first", "weight_last", "score_first", "score_last"),
    *("own", "common", "relative", "rounding"),
)
_SUMS: Final = ("own", "common", "relative", "rounding")
_SAME: Final = 1e-9
_PLACES: Final = (
    *("step", "places", "own_first", "others_first", "rounding_low", "rounding_high", "rank_after"),
)


def default_pair(dataset: Dataset) -> tuple[int, int]:
    """Return the editions of the article's claim, or the first and the last one where one is missing.

    Where both give its economy the same rank, the edition of its worst one stands in the place of the first.
    """
    editions = dataset.editions
    first, last = CLAIM if set(CLAIM) <= set(editions) else (editions[0], editions[-1])
    return moved_from(dataset, FOCUS, first, last), last


@dataclass(frozen=True, slots=True)
class RankSplit:
    """The change of a published rank in its four parts; below zero is towards the first place.

    own and others are multiples of a half, each with its values in the two orders of counting: own score
    first, others first. own_rounding and others_rounding are the ends that rounded scores leave open.
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
    def rounded(self) -> bool:
        """Whether rounding could move the split between own and others."""
        return self.own_rounding[0] < self.own_rounding[1]


def rank_split(scores: pd.DataFrame, economy: str, first: int, last: int) -> RankSplit | None:
    """Return the split of an economy's rank change between two editions.

    scores: rows of gii_scores, the code GII among them. None where the economy is not ranked in both
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
    ahead, ahead_room = _across(new, rivals_old)  # r(v1; s0, C): own score moves first
    behind, behind_room = _across(old, rivals_new)  # r(v0; s1, C): the others move first
    own = (ahead - start, end - behind)
    rest = (end - ahead, behind - start)
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
        own=sum(own) / 2,
        others=sum(rest) / 2,
        entries=int(new["rank"]) - end,
        own_orders=own,
        others_orders=rest,
        own_rounding=(
            (ahead_room[0] - start + end - behind_room[1]) / 2,
            (ahead_room[1] - start + end - behind_room[0]) / 2,
        ),
        others_rounding=(
            (end - ahead_room[1] + behind_room[0] - start) / 2,
            (end - ahead_room[0] + behind_room[1] - start) / 2,
        ),
    )


def _edition(scores: pd.DataFrame, edition: int) -> pd.DataFrame | None:
    """Return rank, score and half width of all ranked economies; None where a score is missing."""
    rows = scores[(scores["code"] == "GII") & (scores["edition"] == edition) & scores["rank"].notna()]
    if rows.empty or rows["score"].isna().any():
        return None
    frame = rows.assign(width=half_widths(rows)).set_index("economy")
    return frame[["rank", "score", "width"]].astype("float64")


def _across(own: pd.Series, rivals: pd.DataFrame) -> tuple[int, tuple[int, int]]:
    """Return the rank of a score of one edition among scores of the other, and its ends under rounding."""
    lead = rivals["score"].to_numpy("float64") - own["score"]
    room = rivals["width"].to_numpy("float64") + own["width"]
    above = 1 + int(np.count_nonzero(lead > 0))
    ends = (
        1 + int(np.count_nonzero(lead > room + EXACT_DECIMALS)),
        1 + int(np.count_nonzero((lead > 0) | (lead > -room + EXACT_DECIMALS) & (room > 0))),
    )
    return above, ends


@dataclass(frozen=True, slots=True)
class Ledger:
    """The change of a score in parts; all in points of the GII score.

    pillar: the one whose parts these are, None for the whole index. parts: one row a part (COLUMNS) in the
    order of the GII; part is the concept, code and name those of the last edition that has it, status "both"
    or one of APART, weights effective ones, rounding how far own may be from the truth because scores are
    printed rounded (worst case, that of other weights within the parts that they belong to).
    published: change of the published score of the index, or of the pillar times its weight; economies: how
    many are in common; rounded: the editions whose scores are printed rounded; own, common, relative,
    rounding: the sums of the parts.
    """

    economy: str
    first: int
    last: int
    level: str
    pillar: str | None
    parts: pd.DataFrame
    published: float
    economies: int
    rounded: tuple[int, ...]
    own: float
    common: float
    relative: float
    rounding: float

    @property
    def residual(self) -> float:
        """The published change less the sum of the parts, which is rounding."""
        return self.published - self.own

    @property
    def apart(self) -> pd.DataFrame:
        """What cannot be compared, a row for each status of APART there is: count, own, common, relative."""
        groups = self.parts.groupby("status")[["own", "common", "relative"]]
        sums = groups.sum().assign(count=groups.size())
        return sums.loc[[status for status in APART if status in sums.index]]


@dataclass(frozen=True, slots=True)
class _Edition:
    scores: pd.DataFrame
    widths: pd.DataFrame
    structure: pd.DataFrame
    weights: pd.DataFrame

    def complete(self) -> pd.Index:
        """Economies that have all seven pillar scores, and parts in each pillar that is taken apart."""
        if not set(PILLARS) <= set(self.scores.columns):
            return self.scores.index[:0]
        whole = self.scores[list(PILLARS)].notna().all(axis=1)
        weights = self.weights.sum(axis=1)
        complete: pd.Series[bool] = whole & (weights > weights.max() - _SAME)
        return self.scores.index[complete]


def _last(dataset: Dataset, before: Mapping[str, Any]) -> int:
    usual = default_pair(dataset)[1]
    return usual if usual > before["first"] else dataset.editions[-1]


def detail_levels(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return the levels of detail that both editions have."""
    pair = {before["first"], before["last"]}
    found = [one for one in DETAILS if pair <= set(dataset.editions_with(LEVEL_OF[one]))]
    return found or [DETAILS[1]]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of "Why it moved": editions in order, economy, level, GII pillar or all, and split."""

    SPAN = ("from", "to")

    first: int = edition(
        "from", lambda dataset, _: default_pair(dataset)[0], lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to", _last, lambda dataset, before: [one for one in dataset.editions if one > before["first"]]
    )
    economy: str = economy()
    detail: str = one_of("detail", detail_levels, DETAILS[1], every=DETAILS)
    pillar: str = one_of("pillar", (WHOLE, *PILLARS))
    split: str = one_of("split", SPLITS)


def score_ledger(
    dataset: Dataset, economy: str, editions: tuple[int, int], level: str = "pillar", pillar: str = WHOLE
) -> Ledger | None:
    """Return the ledger of an economy between two editions, by the parts of the index or of one pillar.

    pillar: counts below the pillars. None where the economy lacks a pillar score, or all parts of a pillar,
    in one of the editions, or where one lacks the level.
    """
    pillar = pillar if level in BELOW else WHOLE
    if not set(editions) <= set(dataset.editions_with(level)):
        return None
    first, last = (_read(dataset, edition, level, pillar) for edition in editions)
    common = first.complete().intersection(last.complete())
    if economy not in common:
        return None
    before, after = (_added(edition, economy, common) for edition in (first, last))
    both = _joined(before, after)
    parts = _weighed(both, first, last, economy, common) if level in BELOW else both[list(COLUMNS)]
    weight = PILLAR_WEIGHTS.get(pillar, 1.0)
    published = weight * float(last.scores[pillar][economy] - first.scores[pillar][economy])
    inside = None if pillar == WHOLE else pillar
    pairs = zip(editions, (before, after), strict=True)
    rounded = tuple(edition for edition, added in pairs if added["rounding"].sum() > 0)
    sums = (float(parts[name].sum()) for name in _SUMS)
    return Ledger(economy, *editions, level, inside, parts, published, len(common), rounded, *sums)


@cached
def _read(dataset: Dataset, edition: int, level: str, pillar: str) -> _Edition:
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
    """Return how much each part weighs in the index, as economies x codes in the order of the structure.

    scores: economies x codes of one edition; structure: its rows of gii_structure. Sub-indices and pillars
    have the same weights everywhere; sub-pillars and indicators, of one pillar or of all (WHOLE), have
    weights that add up to the pillar's in every row with a score, since what is missing weighs nothing and
    the others of its parent more.
    """
    if level not in BELOW:
        fixed = PILLAR_WEIGHTS if level == "pillar" else SUBINDEX_WEIGHTS
        return pd.DataFrame([fixed] * len(scores), index=scores.index)
    weights = pd.DataFrame([PILLAR_WEIGHTS] * len(scores), index=scores.index)
    weights = weights if pillar == WHOLE else weights[[pillar]]
    for _ in BELOW[: BELOW.index(level) + 1]:
        rows = structure[structure["parent"].isin(weights.columns)]
        # How much each part weighs in its parent: 0 for what has no score.
        shares = scores[list(rows["code"])].notna() * rows["weight"].to_numpy("float64")
        total = shares.T.groupby(rows["parent"].to_numpy()).transform("sum").T
        shares = shares.div(total.where(total > 0)).fillna(0.0)
        weights = shares * weights[list(rows["parent"])].to_numpy("float64")
    return weights


def _added(edition: _Edition, economy: str, common: pd.Index) -> pd.DataFrame:
    """Return one row for each part of an edition: its weight and score, what it adds, and to the field."""
    weights, codes = edition.weights, list(edition.weights.columns)
    adds = (weights * edition.scores[codes]).fillna(0.0)
    about = edition.structure.set_index("code").loc[codes]
    # A code without a concept is joined to nothing: codes are reused.
    alone = about["edition"].astype(str) + "-" + about.index.to_series()
    concept = about["concept"].fillna(alone)
    frame = pd.DataFrame(
        {
            "measure": about["measure"].fillna(concept),
            "concept": concept,
            "defined": about["defined"].fillna(0),
            "code": codes,
            "name": about["name"],
            "weight": weights.loc[economy],
            "score": edition.scores.loc[economy, codes],
            "own": adds.loc[economy],
            "common": adds.loc[common].mean(),
            "rounding": (weights.loc[economy] * edition.widths.loc[economy, codes]).fillna(0.0),
        },
        index=codes,
    )
    return frame.set_index("measure", drop=True)


def _joined(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of both editions side by side with what each added more or less."""
    both = after.join(before.add_suffix("_before"), how="outer")
    codes = both["code"].fillna(both["code_before"])
    other = (both["concept"] != both["concept_before"]) | (both["defined"] != both["defined_before"])
    unscored = both["score"].isna() | both["score_before"].isna()
    status = pd.Series("both", index=both.index).mask(unscored, "unscored").mask(other, "redefined")
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
    order = codes.map(_order)
    frame = frame.assign(order=order, late=status == "leaving").sort_values(["order", "late"])
    return frame.reset_index(drop=True)


def _weighed(
    parts: pd.DataFrame, first: _Edition, last: _Edition, economy: str, common: pd.Index
) -> pd.DataFrame:
    """Return the parts, what other weights of those in both editions add as one part of its own at the end.

    Where an economy lacks a score in one edition, all that the part adds more or less is by its weight.
    """
    both = parts.index[parts["status"] == "both"]
    ends = ((first, parts.loc[both, "code_first"]), (last, parts.loc[both, "code"]))
    (old, before), (new, after) = (
        tuple(frame.loc[common, list(codes)].set_axis(both, axis=1) for frame in (one.weights, one.scores))
        for one, codes in ends
    )
    moved = ((old + new) / 2 * (after - before)).fillna(0.0)
    frame, sums = parts[list(COLUMNS)].copy(), parts.loc[both, ["own", "common", "rounding"]].sum()
    frame.loc[both, "own"], frame.loc[both, "common"] = moved.loc[economy], moved.mean()
    frame["relative"] = frame["own"] - frame["common"]
    left = sums - frame.loc[both, ["own", "common", "rounding"]].sum()
    if left.abs().max() < _SAME:
        return frame
    row = {"part": REWEIGHTED, "status": REWEIGHTED, **left, "relative": left["own"] - left["common"]}
    return pd.concat([frame, pd.DataFrame([row])], ignore_index=True)


def _order(code: str) -> tuple[int, ...]:
    if code in SUBINDEX_WEIGHTS:
        return (list(SUBINDEX_WEIGHTS).index(code),)
    return tuple(int(part) for part in code.removeprefix("P").split("."))


def single_steps(split: RankSplit) -> pd.DataFrame:
    """Return the rank ledger: the first rank, one row a step with the rank after it, and the total.

    Places are counted as gained: below zero they are lost, as the page writes them with ▲ and ▼. own_first
    and others_first are the two orders of counting, rounding_low and rounding_high what rounding leaves open.
    """
    rank = float(split.rank_first)
    rows: list[list[object]] = [["first", *[None] * 5, rank]]
    for name in ("exits", "own", "others", "entries"):
        moved = float(getattr(split, name))
        orders = getattr(split, f"{name}_orders", (moved, moved))
        low, high = getattr(split, f"{name}_rounding", (moved, moved))
        rank += moved
        rows.append([name, *(0.0 - step for step in (moved, *orders, high, low)), rank])
    rows.append(["last", *[-split.total] * 5, float(split.rank_last)])
    return pd.DataFrame(rows, columns=list(_PLACES))


def place_rows(split: RankSplit | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the rank ledger of a choice (``steps``), empty where there is none."""
    frame = single_steps(split) if split else pd.DataFrame(columns=list(_PLACES))
    frame["unit"] = "places gained, below zero lost"
    frame["ranked_in_both"] = split.common if split else None
    return _with_editions(frame, choice, dataset, lang)


def ledger_rows(found: Ledger | None, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return the score ledger of a choice: one row a part, then the sum, rounding and the published change.

    Points of the GII score; rounding is how far own may be from the truth. Empty where there is no ledger.
    """
    frame = _parts(found) if found else pd.DataFrame(columns=["part", "code", "own"])
    frame.insert(0, "level", found.level if found else None)
    frame.insert(1, "gii_pillar", found.pillar if found else None)
    frame["unit"] = "points of the GII score"
    frame["shown"] = "own" if choice.split == "plain" else "relative"
    frame["economies_in_common"] = found.economies if found else None
    return _with_editions(frame, choice, dataset, lang)


def _parts(ledger: Ledger) -> pd.DataFrame:
    rows = [
        *ledger.parts.astype({"name": "object"}).to_dict("records"),
        {"part": "sum", **{name: getattr(ledger, name) for name in _SUMS}},
        {"part": "residual", "own": ledger.residual},
        {"part": "published", "own": ledger.published},
    ]
    frame = pd.DataFrame(rows, columns=ledger.parts.columns)
    return frame.rename(columns={"name": "part_name", "common": "common_field", "relative": "against_field"})


def _with_editions(frame: pd.DataFrame, choice: Choice, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return the frame with economy, both editions and their licences, publisher and snapshot."""
    frame.insert(0, "economy", choice.economy)
    frame.insert(1, "first_edition", choice.first)
    frame.insert(2, "last_edition", choice.last)
    both = [str(dataset.licences[edition]) for edition in (choice.first, choice.last)]
    frame["first_licence"], frame["last_licence"] = both
    frame["licence"] = "; ".join(dict.fromkeys(both))
    codes = {"GII", *(frame["code"].dropna() if "code" in frame else ())}
    scores = dataset.table("gii_scores")
    used = scores[scores["edition"].isin([choice.first, choice.last]) & scores["code"].isin(codes)]
    read = of_index(used, ["edition"])
    frame["source"] = join_sources(
        *(read.get(edition) for edition in (choice.first, choice.last)), OWN_CALCULATION
    )
    return index_terms(frame, dataset, lang)


PLACES = Table(
    "places",
    "gii-places",
    lambda dataset, choice: rank_split(dataset.scores, choice.economy, choice.first, choice.last),
    place_rows,
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
