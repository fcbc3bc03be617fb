"""Why a score changed between two editions: what each part adds, against the field, exactly.

A part adds its effective weight times its score. A GII pillar weighs 0.10 or 0.25; below it the weights are
those that the economy's own data leave: missing indicators are passed over by the index, so the others of the
same sub-pillar weigh more. What the parts of a pillar add is therefore what the pillar adds, in each edition,
and the changes add up too. Below the pillars parts are joined by concept; one that exists in one edition, or
under another pillar in the other, enters or leaves with all that it adds.

common is the mean over the economies that have all seven pillars in both editions; relative = own - common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analysis.change import default_pair
from analysis.composition import PILLAR_WEIGHTS, PILLARS
from analysis.precision import half_widths
from analysis.query import Query, economy, edition, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.dataset import Dataset

DETAILS: Final = ("pillars", "subpillars", "indicators")
SPLITS: Final = ("relative", "plain")
LEVELS: Final = ("pillar", "subpillar", "indicator")
LEVEL_OF: Final = dict(zip(DETAILS, LEVELS, strict=True))
"""The level of parts behind each choice of detail."""
COLUMNS: Final = (
    *("part", "code", "name", "status", "weight_first", "weight_last", "score_first", "score_last"),
    *("own", "common", "relative", "rounding"),
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The change of a score in parts; all in points of the GII score.

    parts: one row a part (COLUMNS) in the order of the GII; part is the concept, code and name those of the
    last edition that has it, status "both", "entering" or "leaving", weights effective ones, rounding how far
    own may be from the truth because scores are printed rounded (worst case).
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


@dataclass(frozen=True, slots=True)
class _Edition:
    scores: pd.DataFrame
    widths: pd.DataFrame
    structure: pd.DataFrame

    def complete(self) -> pd.Index:
        """Economies that have all seven pillar scores."""
        if not set(PILLARS) <= set(self.scores.columns):
            return self.scores.index[:0]
        return self.scores.index[self.scores[list(PILLARS)].notna().all(axis=1)]


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
    return [one for one in DETAILS if pair <= set(editions_with(dataset.parts, LEVEL_OF[one]))] or [
        DETAILS[0]
    ]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of "Why it moved": editions in order, economy, level, GII pillar and split."""

    first: int = edition(
        "from", lambda dataset, _: default_pair(dataset.editions)[0], lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to", _last, lambda dataset, before: [one for one in dataset.editions if one > before["first"]]
    )
    economy: str = economy()
    detail: str = one_of("detail", details, every=DETAILS)
    pillar: str = one_of("pillar", PILLARS)
    split: str = one_of("split", SPLITS)


def score_ledger(
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    economy: str,
    editions: tuple[int, int],
    level: str = "pillar",
    pillar: str = PILLARS[0],
) -> Ledger | None:
    """Return the ledger of an economy between two editions, by pillar or by the parts of one pillar.

    scores, structure: gii_scores and gii_structure. None where the economy lacks a pillar score in one of the
    editions, or where one of them lacks the level.
    """
    if any(edition not in editions_with(structure, level) for edition in editions):
        return None
    first, last = (_read(scores, structure, edition, level, pillar) for edition in editions)
    common = first.complete().intersection(last.complete())
    if economy not in common:
        return None
    before, after = (_added(edition, economy, common, level, pillar) for edition in (first, last))
    parts = _joined(before, after)
    whole, weight = ("GII", 1.0) if level == "pillar" else (pillar, PILLAR_WEIGHTS[pillar])
    published = weight * float(last.scores[whole][economy] - first.scores[whole][economy])
    inside = None if level == "pillar" else pillar
    pairs = zip(editions, (before, after), strict=True)
    rounded = tuple(edition for edition, added in pairs if added["rounding"].sum() > 0)
    return Ledger(economy, *editions, level, inside, parts, published, len(common), rounded)


def _read(scores: pd.DataFrame, structure: pd.DataFrame, edition: int, level: str, pillar: str) -> _Edition:
    codes = structure[structure["edition"] == edition]
    below = codes["code"].str.startswith(f"{pillar[1:]}.") if level != "pillar" else False
    codes = codes[codes["code"].isin(["GII", *PILLARS]) | below]
    rows = scores[(scores["edition"] == edition)]
    rows = rows[rows["code"].isin(codes["code"])]
    rows = rows.assign(width=half_widths(rows)).set_index(["economy", "code"])
    return _Edition(rows["score"].unstack(), rows["width"].unstack(), codes)


def chosen_ledger(scores: pd.DataFrame, structure: pd.DataFrame, choice: Choice) -> Ledger | None:
    """Return the ledger of a choice."""
    editions = (choice.first, choice.last)
    return score_ledger(scores, structure, choice.economy, editions, LEVEL_OF[choice.detail], choice.pillar)


def effective_weights(scores: pd.DataFrame, structure: pd.DataFrame, level: str, pillar: str) -> pd.DataFrame:
    """Return how much each part weighs in the index, as economies x codes in the order of the structure.

    scores: economies x codes of one edition; structure: its rows of gii_structure. Level "pillar": the seven
    weights; otherwise the sub-pillars or indicators of one pillar, whose weights add up to the pillar's in
    every row with a score, since what is missing weighs nothing and the others of its parent more.
    """
    if level == "pillar":
        return pd.DataFrame([PILLAR_WEIGHTS] * len(scores), index=scores.index)[list(PILLARS)]
    within = _shares(scores, structure[structure["parent"] == pillar]) * PILLAR_WEIGHTS[pillar]
    if level == "subpillar":
        return within
    below = [
        _shares(scores, structure[structure["parent"] == code]).mul(within[code], axis=0) for code in within
    ]
    return pd.concat(below, axis=1)


def _shares(scores: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    codes = list(rows["code"])
    weights = scores[codes].notna() * rows["weight"].to_numpy("float64")
    return weights.div(weights.sum(axis=1).where(lambda total: total > 0), axis=0).fillna(0.0)


def _added(edition: _Edition, economy: str, common: pd.Index, level: str, pillar: str) -> pd.DataFrame:
    """Return one row for each part of an edition: its weight and score, what it adds, and to the field."""
    weights = effective_weights(edition.scores, edition.structure, level, pillar)
    codes = list(weights.columns)
    adds = (weights * edition.scores[codes]).fillna(0.0)
    about = edition.structure.set_index("code").loc[codes]
    # A code without a concept is joined to nothing: codes are reused.
    alone = about["edition"].astype(str) + "-" + about.index.to_series()
    frame = pd.DataFrame(
        {
            "part": codes if level == "pillar" else about["concept"].fillna(alone),
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
    return frame.set_index("part", drop=True)


def _joined(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of both editions side by side with what each added more or less."""
    both = after.join(before.add_suffix("_before"), how="outer")
    codes = both["code"].fillna(both["code_before"])
    status = pd.Series("both", index=both.index)
    status = status.mask(both["code_before"].isna(), "entering").mask(both["code"].isna(), "leaving")
    frame = pd.DataFrame(
        {
            "part": both.index,
            "code": codes,
            "name": both["name"].fillna(both["name_before"]),
            "status": status,
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
    return frame[list(COLUMNS)].reset_index(drop=True)


def _order(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.removeprefix("P").split("."))
