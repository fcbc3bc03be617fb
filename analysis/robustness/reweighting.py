"""Ranks under other weights of the seven GII pillars: of one edition, and of one economy by edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.index.composition import PILLARS
from analysis.index.precision import EXACT, half_widths
from analysis.robustness.intervals import Bounds, Spread, around, bounds_around, contested, spread_of
from analysis.robustness.weighting import OFFICIAL, Weights, same

ROWS: Final = 13
"""Visible places of the economies that change theirs."""
_UNKNOWN: Final = 0


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The economies of one edition that have scores of all seven GII pillars.

    scores, widths: economies x 7, 0 to 100, and how far each may be from the true score; published: their
    ranks as published, 0 where unknown; fixed: scores of the index, by economy, of those ranked without all
    seven scores: they stay as published under all weights.
    """

    edition: int
    economies: tuple[str, ...]
    scores: NDArray[np.float64]
    widths: NDArray[np.float64]
    published: NDArray[np.int64]
    fixed: pd.Series

    @property
    def left_out(self) -> int:
        """How many ranked economies lack a GII pillar score."""
        return len(self.fixed)

    @property
    def ranked(self) -> int:
        """How many economies the edition ranks."""
        return len(self.economies) + self.left_out

    @property
    def rounded(self) -> bool:
        """Whether the scores were published rounded, so that ranks by other weights are known to a range."""
        return bool(self.widths.max() > 0)

    def frame(self) -> pd.DataFrame:
        """Return the scores as economies x P1..P7; an economy without them has its index in all seven."""
        full = pd.DataFrame(self.scores, index=list(self.economies), columns=list(PILLARS))
        if not len(self.fixed):
            return full
        return pd.concat([full, pd.DataFrame({code: self.fixed.dropna() for code in PILLARS})])


@dataclass(frozen=True, slots=True)
class Place:
    """The rank of one economy under some weights, and the ranks that rounding and gaps allow."""

    rank: int
    low: int
    high: int


def fields(scores: pd.DataFrame) -> dict[int, Field]:
    """Return every edition with GII pillar scores, by edition; ``scores`` are rows of gii_scores."""
    pillars = scores[scores["code"].isin(PILLARS) & scores["score"].notna()]
    pillars = pillars.assign(width=half_widths(pillars))
    index = scores[(scores["code"] == "GII") & scores["rank"].notna()].set_index("economy")
    ranked = dict(iter(index.groupby("edition")))
    found = {}
    for edition, rows in pillars.groupby("edition"):
        full = rows.pivot(index="economy", columns="code", values="score").reindex(columns=PILLARS).dropna()
        if full.empty:
            continue
        widths = rows.pivot(index="economy", columns="code", values="width").loc[full.index, list(PILLARS)]
        all_ = ranked.get(edition, index.iloc[:0])
        found[int(str(edition))] = Field(
            edition=int(str(edition)),
            economies=tuple(str(code) for code in full.index),
            scores=full.to_numpy("float64"),
            widths=widths.to_numpy("float64"),
            published=all_["rank"].reindex(full.index).fillna(_UNKNOWN).to_numpy().astype(np.int64),
            fixed=all_.loc[~all_.index.isin(full.index), "score"].astype("float64"),
        )
    return found


def totals(field: Field, weights: Weights) -> NDArray[np.float64]:
    """Return the weighted score of each economy, 0 to 100."""
    return np.asarray(field.scores @ np.array(weights))


def ranks(field: Field, weights: Weights) -> NDArray[np.int64]:
    """Return the rank of each economy; equal scores share the better one.

    Under the published weights these are the published ranks, which know more decimals than rounded scores.
    """
    if same(weights, OFFICIAL) and (field.published != _UNKNOWN).all():
        return field.published
    scores = totals(field, weights)
    ordered = np.sort(np.concatenate([scores, field.fixed.dropna()]))
    return np.asarray(1 + len(ordered) - np.searchsorted(ordered, scores + EXACT, side="right"))


def place(field: Field, weights: Weights, economy: str) -> Place:
    """Return the rank of one economy under the weights and the range of ranks that it may have."""
    index = field.economies.index(economy)
    rank = int(ranks(field, weights)[index])
    if same(weights, OFFICIAL) and field.published[index] != _UNKNOWN:
        return Place(rank, rank, rank)
    scores, errors = totals(field, weights), field.widths @ np.array(weights)
    gap, room = scores - scores[index], errors + errors[index]
    others = np.arange(len(scores)) != index
    low = 1 + int(((gap > room + EXACT) & others).sum())
    high = 1 + int(((gap > EXACT - room) & others).sum())
    return Place(rank, min(low, rank), max(high, rank) + field.left_out)


def gaps(field: Field, weights: Weights, economy: str) -> tuple[float | None, float | None]:
    """Return the points to the next better score and over the next worse one; None where there is none."""
    scores = totals(field, weights)
    lead = np.concatenate([scores, field.fixed.dropna()]) - scores[field.economies.index(economy)]
    above, below = lead[lead > EXACT], -lead[lead < -EXACT]
    return float(above.min()) if len(above) else None, float(below.min()) if len(below) else None


def draws(field: Field, weights: Weights, economy: str) -> Spread:
    """Return the ranks of one economy over 2 x 10,000 draws of weights around the chosen ones."""
    pillars = field.frame()
    above, near = contested(pillars, weights, economy)
    return spread_of(around(near, weights, economy).ranks + np.int16(above), len(pillars))


def limits(field: Field, weights: Weights, economy: str) -> Bounds:
    """Return the ranks of one economy that no weights in the range of the draws can leave."""
    return bounds_around(field.frame(), weights, economy)


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
        found = place(field, weights, economy)
        published = int(field.published[field.economies.index(economy)])
        known = published if published != _UNKNOWN else None
        ranked = (field.ranked, field.left_out, field.rounded)
        rows.append((edition, known, found.rank, found.low, found.high, *ranked))
    columns = ["edition", "published", "rank", "rank_low", "rank_high", "economies", "left_out", "rounded"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"published": "Int64"})


def ranking(field: Field, weights: Weights) -> pd.DataFrame:
    """Return all economies of an edition by their rank under the weights.

    Columns: economy, published (nullable), rank, score (0 to 100, weighted arithmetic mean of the pillars).
    """
    published = pd.Series(field.published, dtype="Int64").where(field.published != _UNKNOWN)
    frame = pd.DataFrame(
        {
            "economy": field.economies,
            "published": published,
            "rank": ranks(field, weights),
            "score": totals(field, weights),
        }
    )
    return frame.sort_values(["rank", "economy"], ignore_index=True)


def window(before: int, now: int, last: int, rows: int = ROWS) -> tuple[int, int]:
    """Return the first and last visible place: with ``now``, and with both places if they fit.

    From the first place on where that suffices, else with the two places in the middle.
    """
    low, high = min(before, now), max(before, now)
    if high - low >= rows:
        low = high = now
    first = 1 if high <= rows else low - (rows - 1 - (high - low)) // 2
    first = max(1, min(first, last - rows + 1))
    return first, min(first + rows - 1, last)
