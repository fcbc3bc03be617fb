"""Today's data several times over: further editions and further economies, as the site reads them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.catalog import Catalog

SPAN = 19  # years of the editions of one round: the first from 2007, the next from 2026
YEARS = 30  # years of one round of observations
SHIFTS = (0, 1, -1, 2)  # rounds of observations, so that all years lie where a year may lie
RANKS = ("rank", "rank_low", "rank_high", "low", "high", "outer_low", "outer_high")


def codes(known: list[str], rounds: int) -> list[dict[str, str]]:
    """Return for each round the code that stands for each economy: its own, then ones that ISO has not given.

    ISO leaves AA, QM to QZ, XA to XZ and ZZ to users; three letters of X and Q are enough for the rounds.
    """
    free: Iterator[str] = ("".join(letters) for letters in product("XQ", ascii_uppercase, ascii_uppercase))
    unused = (code for code in free if code not in known)
    return [{code: code if turn == 0 else next(unused) for code in known} for turn in range(rounds)]


def catalog(known: Catalog, names: list[dict[str, str]]) -> Catalog:
    """Return the catalog with an entry for each further economy, which has the names of its model."""
    held = {
        own: replace(known.economies[code], id=own)
        for turn in names
        for code, own in turn.items()
        if code in known.economies
    }
    return replace(known, economies=held)


def grown(
    tables: dict[str, pd.DataFrame], editions: int, names: list[dict[str, str]]
) -> dict[str, pd.DataFrame]:
    """Return the tables with so many rounds of editions and years, and of economies as there are names.

    A further economy scores half of its model and is ranked behind all economies of the rounds before.
    """
    made = dict(tables)
    counts = tables["gii_editions"].set_index("edition")["economies"]
    for name in ("gii_scores", "gii_intervals", "gii_economies"):
        made[name] = _editions(_economies(tables[name], names, counts), editions)
    made["gii_structure"] = _editions(tables["gii_structure"], editions)
    facts = tables["gii_editions"]
    more = {one: facts[one] * len(names) for one in ("economies", "scores", "ranks")}
    made["gii_editions"] = _editions(facts.assign(**more), editions)
    observed = _economies(tables["observations"], names, counts)
    rounds = [observed.assign(year=observed["year"] + YEARS * shift) for shift in SHIFTS[:editions]]
    made["observations"] = pd.concat(rounds).sort_values(["indicator", "economy", "year"], ignore_index=True)
    made["economies"] = _economies(tables["economies"], names, counts)
    return made


def _economies(frame: pd.DataFrame, names: list[dict[str, str]], counts: pd.Series) -> pd.DataFrame:
    rounds = []
    for turn, own in enumerate(names):
        rows = frame.assign(economy=frame["economy"].map(own))
        if turn and "edition" in frame:
            behind = (frame["edition"].map(counts).fillna(0) * turn).astype("int64")
            rows = rows.assign(
                **{one: (frame[one] + behind).astype(frame[one].dtype) for one in RANKS if one in frame}
            )
        if turn and "score" in frame:
            rows = rows.assign(score=frame["score"] / 2**turn)
        rounds.append(rows)
    return pd.concat(rounds, ignore_index=True)


def _editions(frame: pd.DataFrame, editions: int) -> pd.DataFrame:
    rounds = [frame.assign(edition=frame["edition"] + SPAN * turn) for turn in range(editions)]
    return pd.concat(rounds).sort_values("edition", kind="stable", ignore_index=True)
