"""Why a score changed between two editions: what each part adds, against the field, exactly.

A part adds its effective weight times its score. A GII pillar weighs 0.10 or 0.25; below it the weights are
those that the economy's own data leave: missing indicators are passed over by the index, so the others of the
same sub-pillar weigh more. What the parts of a pillar add is therefore what the pillar adds, in each edition,
and the changes add up too, for one pillar or for the whole index. Below the pillars parts are joined by what
they measure, never by their code. What cannot be compared is a part like the others: one whose definition is
another is redefined; one that exists in one edition, or under another pillar in the other, enters or leaves
with all that it adds; one without a score of the economy in an edition is unscored. A part in both editions
adds the change of its score at the mean of its two weights; what other weights of these parts add (mean score
times change of weight) is one part of all together, so that no part gains or loses by them.

common is the mean over the economies that have the level in both editions; relative = own - common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analysis.change import default_pair
from analysis.composition import PILLAR_WEIGHTS, PILLARS, SUBINDEX_WEIGHTS
from analysis.precision import half_widths
from analysis.query import Query, economy, edition, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.dataset import Dataset

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
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Ledger:
    """The change of a score in parts; all in points of the GII score.

    pillar: the one whose parts these are, None for the whole index. parts: one row a part (COLUMNS) in the
    order of the GII; part is the concept, code and name those of the last edition that has it, status "both"
    or one of APART, weights effective ones, rounding how far own may be from the truth because scores are
    printed rounded (worst case, that of other weights within the parts that they belong to).
    published: change of the published score of the index, or of the pillar times its weight; residual: what
    the parts do not explain of it, which is rounding; economies: how many are in common; rounded: the
    editions whose scores are printed rounded.
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

    @property
    def own(self) -> float:
        """Sum of the economy's own changes."""
        return float(self.parts["own"].sum())

    @property
    def common(self) -> float:
        """Sum of the common field's changes."""
        return float(self.parts["common"].sum())

    @property
    def relative(self) -> float:
        """Sum of the changes against the common field."""
        return float(self.parts["relative"].sum())

    @property
    def rounding(self) -> float:
        """How far the sum of the parts may be from the truth: the worst case of all roundings."""
        return float(self.parts["rounding"].sum())

    @property
    def residual(self) -> float:
        """The published change less the sum of the parts."""
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


def editions_with(structure: pd.DataFrame, level: str) -> tuple[int, ...]:
    """Return the editions that have a level with weights, in ascending order (gii_structure)."""
    rows = structure[structure["level"] == level]
    if level != "pillar":
        rows = rows[rows["weight"].notna()]
    return tuple(sorted(int(edition) for edition in rows["edition"].unique()))


def _last(dataset: Dataset, before: Mapping[str, Any]) -> int:
    usual = default_pair(dataset.editions)[1]
    return usual if usual > before["first"] else dataset.editions[-1]


def details(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return the levels of detail that both editions have."""
    pair = {before["first"], before["last"]}
    found = [one for one in DETAILS if pair <= set(editions_with(dataset.parts, LEVEL_OF[one]))]
    return found or [DETAILS[1]]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of "Why it moved": editions in order, economy, level, GII pillar or all, and split."""

    SPAN = ("from", "to")

    first: int = edition(
        "from", lambda dataset, _: default_pair(dataset.editions)[0], lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to", _last, lambda dataset, before: [one for one in dataset.editions if one > before["first"]]
    )
    economy: str = economy()
    detail: str = one_of("detail", details, DETAILS[1], every=DETAILS)
    pillar: str = one_of("pillar", (WHOLE, *PILLARS))
    split: str = one_of("split", SPLITS)


def score_ledger(
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    economy: str,
    editions: tuple[int, int],
    level: str = "pillar",
    pillar: str = WHOLE,
) -> Ledger | None:
    """Return the ledger of an economy between two editions, by the parts of the index or of one pillar.

    scores, structure: gii_scores and gii_structure; pillar: counts below the pillars. None where the economy
    lacks a pillar score, or all parts of a pillar, in one of the editions, or where one lacks the level.
    """
    pillar = pillar if level in BELOW else WHOLE
    if any(edition not in editions_with(structure, level) for edition in editions):
        return None
    first, last = (_read(scores, structure, edition, level, pillar) for edition in editions)
    common = first.complete().intersection(last.complete())
    if economy not in common:
        return None
    before, after = (_added(edition, economy, common) for edition in (first, last))
    joined = _joined(before, after)
    parts = _weighed(joined, first, last, economy, common) if level in BELOW else joined[list(COLUMNS)]
    weight = PILLAR_WEIGHTS.get(pillar, 1.0)
    published = weight * float(last.scores[pillar][economy] - first.scores[pillar][economy])
    inside = None if pillar == WHOLE else pillar
    pairs = zip(editions, (before, after), strict=True)
    rounded = tuple(edition for edition, added in pairs if added["rounding"].sum() > 0)
    return Ledger(economy, *editions, level, inside, parts, published, len(common), rounded)


def _read(scores: pd.DataFrame, structure: pd.DataFrame, edition: int, level: str, pillar: str) -> _Edition:
    codes = structure[structure["edition"] == edition]
    below = codes["level"].isin(BELOW[: BELOW.index(level) + 1]) if level in BELOW else False
    inside = codes["code"].str.startswith(f"{pillar[1:]}.") if pillar != WHOLE else True
    codes = codes[codes["level"].isin(("index", "subindex", "pillar")) | (below & inside)]
    rows = scores[(scores["edition"] == edition)]
    rows = rows[rows["code"].isin(codes["code"])]
    rows = rows.assign(width=half_widths(rows)).set_index(["economy", "code"])
    wide = rows["score"].unstack()
    complete = set(PILLARS) <= set(wide.columns)
    weights = effective_weights(wide, codes, level, pillar) if complete else pd.DataFrame(index=wide.index)
    return _Edition(wide, rows["width"].unstack(), codes, weights)


def chosen_ledger(scores: pd.DataFrame, structure: pd.DataFrame, choice: Choice) -> Ledger | None:
    """Return the ledger of a choice."""
    editions = (choice.first, choice.last)
    return score_ledger(scores, structure, choice.economy, editions, LEVEL_OF[choice.detail], choice.pillar)


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
