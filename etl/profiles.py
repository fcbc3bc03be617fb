"""A new edition against the one before: economies that look exchanged, or no longer like themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.schema import GII_SCORES
from data.violation import Violation
from etl.exchanges import china_first, circles, distances, listed, short_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from data.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Strange:
    """Economies (ISO3) of an edition that do not look like themselves, and what is wrong in words."""

    economies: tuple[str, ...]
    problem: str

    def violation(self, edition: int) -> Violation:
        """Return it as a violation of the index's overall row of the first economy."""
        place = f"edition {edition}"
        return Violation(GII_SCORES.name, place, "", self.problem, self.economies[0], "GII")


def strange(
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    edition: int,
    catalog: Catalog,
    accepted: Collection[str] = (),
) -> tuple[Strange, ...]:
    """Return the economies that do not look like themselves in the edition before.

    scores, structure: gii_scores and gii_structure, concepts and all. The profile of an economy is its place
    (percentile) in every concept that both editions have. An economy that is nearer to another's profile
    than to its own is strange: a circle of them is an exchange. In no two editions since 2019 is one nearer,
    so that each exchange can be known. Beside the profiles, and of an edition of which only the ranking is
    held in their place, moves of the overall score are judged. From a ranking alone an exchange of two
    economies with nearly the same score cannot be known, such as China and the Republic of Korea; nor can
    one with an economy that the edition before did not rank.
    """
    limits = catalog.plausible.edition
    earlier = scores.loc[
        (scores["edition"] < edition) & (scores["code"] == "GII"), ["edition", "score"]
    ].dropna()
    if earlier.empty:
        return ()
    before = int(earlier["edition"].max())
    old, new = (_table(scores, structure, year) for year in (before, edition))
    economies, concepts = old.index.intersection(new.index), old.columns.intersection(new.columns)
    if len(economies) < limits.economies or "GII" not in concepts:
        return ()
    old, new = old.loc[economies, concepts], new.loc[economies, concepts]
    found = _unlike(old, new, before, catalog) if len(concepts) >= limits.concepts else []
    known = {one for item in found for one in item.economies}
    found += _moved(old["GII"].drop(list(known)), new["GII"].drop(list(known)), before, catalog)
    return tuple(item for item in found if not set(item.economies) <= set(accepted))


def _table(scores: pd.DataFrame, structure: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return scores by economy and concept."""
    rows = scores.loc[(scores["edition"] == edition) & scores["score"].notna(), ["economy", "code", "score"]]
    known = structure.loc[structure["edition"] == edition, ["code", "concept"]].dropna()
    wide = rows.merge(known, on="code").pivot_table(index="economy", columns="concept", values="score")
    return wide.astype("float64")


def _unlike(old: pd.DataFrame, new: pd.DataFrame, before: int, catalog: Catalog) -> list[Strange]:
    apart, _ = distances(*(frame.rank(pct=True).to_numpy("float64") for frame in (new, old)))
    names = [str(one) for one in old.index]
    own = np.diag(apart).copy()
    found, like = circles(np.where(apart < own[:, None], apart, np.inf))
    result = []
    for circle in found:
        economies = _by_name([names[place] for place in circle], catalog)
        words = (
            f"{_listed(economies, catalog)} look exchanged: {_moves(economies, old, new, before, catalog)}"
        )
        result.append(Strange(economies, words))
    for place, other in like.items():
        one, two = short_name(names[place], catalog), short_name(names[other], catalog)
        moves = _moves((names[place],), old, new, before, catalog)
        words = f"{one} looks like {two} in the GII {before}, not like itself: {moves}"
        result.append(Strange((names[place],), words))
    return sorted(result, key=lambda item: CHINA not in item.economies)


def _moved(old: pd.Series, new: pd.Series, before: int, catalog: Catalog) -> list[Strange]:
    """Return the economies whose overall score moved too far against the others; pairs as an exchange."""
    if old.empty:
        return []
    limit = catalog.plausible.edition.points
    move = new - old
    far = (move - move.median()).abs()
    names = [str(one) for one in far[far > limit].sort_values(ascending=False, kind="stable").index]
    now, then = (frame[names].to_numpy("float64")[:, None] for frame in (new - move.median(), old))
    apart, _ = distances(now, then)
    found, _ = circles(np.where(apart <= limit / 2, apart, np.inf))
    frames = old.to_frame("GII"), new.to_frame("GII")
    result = [_by_name([names[place] for place in circle], catalog) for circle in found]
    alone = [name for name in names if not any(name in circle for circle in result)]
    told = [
        Strange(one, f"{_listed(one, catalog)} look exchanged: {_moves(one, *frames, before, catalog)}")
        for one in result
    ]
    told += [Strange((one,), _moves((one,), *frames, before, catalog)) for one in alone]
    return sorted(told, key=lambda item: CHINA not in item.economies)


def _moves(
    economies: Sequence[str], old: pd.DataFrame, new: pd.DataFrame, before: int, catalog: Catalog
) -> str:
    now, then = (frame["GII"].to_dict() for frame in (new, old))
    return ", ".join(
        f"{short_name(one, catalog)} scores {now[one]:.1f} after {then[one]:.1f} in {before}"
        for one in economies[:2]
    )


def _by_name(economies: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    return china_first(sorted(economies, key=lambda one: short_name(one, catalog)))


def _listed(economies: Sequence[str], catalog: Catalog) -> str:
    return listed([short_name(one, catalog) for one in economies[:4]], len(economies) - 4)
