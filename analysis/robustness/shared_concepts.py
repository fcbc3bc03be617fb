"""The rank over the indicators that several editions share: what the choice of indicators does.

The weight of the other indicators is shared out in one of two ways: inside, among those left of the same
sub-pillar and pillar; over, among all that are left. It is no better rank, only one over fewer indicators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.composition import PILLAR_WEIGHTS, PILLARS, index_scores, rebuild
from data.article import CLAIM

INSIDE, OVER = WAYS = ("inside", "over")
MOST_LOST: Final = 1 / 3
"""Share of the weight of a pillar; where more is lost, what is left does not stand for the pillar."""
BOUNDS: Final = ("bound_low", "bound_high")
_EXACT: Final = 1e-9


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
        above = self.lost > MOST_LOST + _EXACT
        return {int(edition): list(above.columns[above.loc[edition]]) for edition in self.ranks["edition"]}

    @property
    def by_indicators(self) -> int | None:
        """The most places between the published rank and one over the shared concepts; None if not known."""
        return _most(self.ranks, WAYS)

    @property
    def by_weights(self) -> int | None:
        """The most places between the published rank and one of BOUNDS; None if not known."""
        return _most(self.ranks, BOUNDS)


@dataclass(frozen=True, slots=True)
class Common:
    """What does not depend on the economy: concepts as in Shared, ranks of all over them as economies x WAYS.

    lost: the share of the weight of the index, by edition; pillars: of that of each pillar, as Shared.lost.
    """

    concepts: tuple[str, ...]
    ranks: dict[int, pd.DataFrame]
    lost: dict[int, float]
    pillars: pd.DataFrame


def _most(ranks: pd.DataFrame, columns: Sequence[str]) -> int | None:
    apart = ranks[list(columns)].sub(ranks["published"], axis=0).abs().max().max()
    return None if pd.isna(apart) else int(apart)


def sets(dataset: Dataset) -> list[str]:
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
def common(dataset: Dataset, editions: tuple[int, ...]) -> Common:
    """Return the concepts that editions with indicators share, and every economy's rank over them."""
    indicators = dataset.parts[dataset.parts["level"] == "indicator"]
    by_edition = {edition: indicators[indicators["edition"] == edition] for edition in editions}
    concepts = set.intersection(*(set(rows["concept"].dropna()) for rows in by_edition.values()))
    ranks, pillars, lost = {}, {}, {}
    for edition, rows in by_edition.items():
        codes = list(rows.loc[rows["concept"].isin(concepts) | (len(editions) == 1), "code"])
        structure = dataset.structure(edition)
        scores = over_indicators(dataset.wide(edition), structure, codes)
        ranks[edition] = scores.rank(ascending=False, method="min")
        weights = nominal_weights(structure)[codes]
        lost[edition] = 1 - float(weights.sum())
        shares = weights.groupby([f"P{code[0]}" for code in codes]).sum()
        pillars[edition] = 1 - shares.reindex(list(PILLARS), fill_value=0.0) / pd.Series(PILLAR_WEIGHTS)
    newest = by_edition[editions[-1]]
    order = newest.loc[newest["concept"].isin(concepts), "concept"]
    return Common(tuple(map(str, order)), ranks, lost, pd.DataFrame(pillars).T)


@cached
def shared(dataset: Dataset, editions: tuple[int, ...], economy: str) -> Shared:
    """Return the ranks of an economy over the concepts that editions with indicators share."""
    over = common(dataset, editions)
    intervals = dataset.table("gii_intervals")
    intervals = intervals[(intervals["economy"] == economy) & (intervals["kind"] == "bounds")]
    bounds = intervals.set_index("edition")[["low", "high"]]
    found = []
    for edition, ranked in over.ranks.items():
        own = ranked.loc[economy] if economy in ranked.index else pd.Series(dtype="float64")
        ends = bounds.loc[edition] if edition in bounds.index else (None, None)
        found.append(
            {
                "edition": edition,
                "economies": len(ranked),
                "published": dataset.wide(edition, "rank")["GII"].get(economy),
                **{way: own.get(way) for way in WAYS},
                "lost": over.lost[edition],
                **dict(zip(BOUNDS, ends, strict=True)),
            }
        )
    ranks = pd.DataFrame(found).astype(dict.fromkeys(("published", *WAYS, *BOUNDS), "Int64"))
    return Shared(over.concepts, ranks, over.pillars)


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
    for level in ("subpillar", "pillar"):
        parents = list(structure.loc[structure["level"] == level, "code"])
        frame[parents] = rebuild(frame, structure[structure["parent"].isin(parents)])[parents]
    nominal = nominal_weights(structure)[list(codes)]
    values = scores[list(codes)]
    over = (values * nominal).sum(axis=1) / (values.notna() * nominal).sum(axis=1)
    return pd.DataFrame({INSIDE: index_scores(frame)["GII"], OVER: over})
