"""Guess the line: a reader's ranks beside the published ones, and how far off they were."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.index.standing import standings
from analysis.query import Query, derived, economy, one_of, parsed
from data.article import CLAIM

LEAST_DRAWN: Final = 3
"""Editions that must be left to draw: with fewer there is no line to guess."""
LEAST_GIVEN: Final = 1
"""Editions that must be given: the line begins where they end."""
_DIGITS: Final = 3  # of a rank


def starts(ranked: Sequence[int]) -> tuple[int, ...]:
    """Return the editions from which a line can be guessed, of those that rank an economy (ascending)."""
    return tuple(ranked[LEAST_GIVEN : len(ranked) - LEAST_DRAWN + 1])


@cached
def guessable(dataset: Dataset) -> dict[str, tuple[int, ...]]:
    """Return the economies whose line can be guessed, each with the editions that rank it, ascending.

    Only editions whose number of economies is verified, which follow each other without a gap.
    """
    rows = standings(dataset)
    rows = rows[rows["economies"].notna()]
    editions_of = {
        str(code): tuple(int(year) for year in years) for code, years in rows.groupby("economy")["edition"]
    }
    return {code: editions for code, editions in editions_of.items() if starts(editions)}


def most(dataset: Dataset) -> int:
    """Return the largest rank that can be guessed: the most economies that an edition ranks."""
    return max((count for count in dataset.rank_counts.values() if count), default=len(dataset.economies))


def _ranked(dataset: Dataset, before: Mapping[str, Any]) -> tuple[int, ...]:
    return guessable(dataset).get(before["economy"], ())


def _start(dataset: Dataset, before: Mapping[str, Any]) -> int:
    """Return the edition after the first of the article's claim, else the first that can be."""
    open_ = starts(_ranked(dataset, before)) or dataset.editions
    return next((edition for edition in open_ if edition > CLAIM[0]), open_[0])


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of "Guess the line"; where no economy is ``guessable``, nothing is given or drawn.

    start: the first edition that is guessed; given, drawn: those that rank the economy before it, and from
    it on. guess: a rank for each edition of ``drawn``, None where none was drawn; () where nothing was. It
    is written with commas between the ranks; a text of any other form is no guess.
    """

    economy: str = economy(lambda dataset, _: tuple(guessable(dataset)) or dataset.economies)
    start: int = one_of("from", lambda *query: starts(_ranked(*query)), _start)
    given: tuple[int, ...] = derived(
        lambda dataset, before: tuple(one for one in _ranked(dataset, before) if one < before["start"])
    )
    drawn: tuple[int, ...] = derived(lambda dataset, before: _ranked(dataset, before)[len(before["given"]) :])
    guess: tuple[int | None, ...] = parsed(
        "guess",
        lambda value, limits: _read(value, *limits),
        (),
        lambda dataset, before: (len(before["drawn"]), most(dataset)),
        lambda guess: ",".join("" if rank is None else str(rank) for rank in guess),
    )

    @property
    def complete(self) -> bool:
        """Whether a rank was guessed for every edition."""
        return bool(self.guess) and None not in self.guess


def _read(text: object, count: int, most: int) -> tuple[int | None, ...]:
    """Return the ranks that a text names; () unless it is ``count`` ranks from 1 to ``most``, or blanks."""
    parts = text.split(",") if isinstance(text, str) else []
    if len(parts) != count or not any(parts):
        return ()
    for part in filter(None, parts):
        if not (part.isascii() and part.isdigit() and len(part) <= _DIGITS and 1 <= int(part) <= most):
            return ()
    return tuple(int(part) if part else None for part in parts)


def compared(standing: pd.DataFrame, drawn: Sequence[int], guess: Sequence[int]) -> pd.DataFrame:
    """Return one row for each edition of ``drawn``: edition, guess, rank, off, low, high, inside.

    standing: rows of ``standing.standings`` of one economy, which ranks it in every edition drawn.
    off is the guess less the published rank, in places: above zero where the line was drawn too low. inside
    is whether the guess lies in our interval, low to high; missing where there is none.
    """
    rows = standing.set_index("edition").loc[list(drawn), ["rank", "low", "high"]].reset_index()
    frame = rows.assign(guess=list(guess)).astype({"rank": "int64", "low": "Int64", "high": "Int64"})
    frame["off"] = frame["guess"] - frame["rank"]
    frame["inside"] = (frame["guess"] >= frame["low"]) & (frame["guess"] <= frame["high"])
    return frame[["edition", "guess", "rank", "off", "low", "high", "inside"]]


def result(frame: pd.DataFrame) -> dict[str, float]:
    """Return how far off the line of ``compared`` was, in places.

    mean: of the distances, whichever way; edition, guess, rank, largest: where the miss was largest (the
    first of several); below, above, exact: editions in which the line lay lower or higher than the published
    ranks, or on them; inside: editions whose guess lies in our interval, of the ``with_interval`` ones that
    have one.
    """
    distance = frame["off"].abs()
    worst = frame.iloc[int(distance.argmax())]
    return {
        "editions": len(frame),
        "mean": float(distance.mean()),
        **{name: int(worst[name]) for name in ("edition", "guess", "rank")},
        "largest": int(distance.max()),
        "below": int((frame["off"] > 0).sum()),
        "above": int((frame["off"] < 0).sum()),
        "exact": int((frame["off"] == 0).sum()),
        "inside": int(frame["inside"].fillna(value=False).sum()),
        "with_interval": int(frame["inside"].notna().sum()),
    }


def steps(ranks: Mapping[int, int], editions: Sequence[int], changed: Collection[int]) -> dict[str, int]:
    """Return the steps of the ranks of an economy by edition; none where no edition follows another.

    editions: all of the snapshot, ascending; changed: those whose framework differs from the one before.
    better, worse, same: steps towards the first place, away from it, and without a change; first, last,
    start, end: the largest step (the first of several) with its ranks, first and last the same where no rank
    changed; marked: whether the framework of the index changed in its second edition.
    """
    pairs = [pair for pair in pairwise(editions) if set(pair) <= ranks.keys()]
    if not pairs:
        return {}
    moved = [ranks[last] - ranks[first] for first, last in pairs]
    first, last = max(pairs, key=lambda pair: abs(ranks[pair[1]] - ranks[pair[0]]))
    if ranks[first] == ranks[last]:
        last = first
    return {
        "better": sum(one < 0 for one in moved),
        "worse": sum(one > 0 for one in moved),
        "same": moved.count(0),
        "first": first,
        "last": last,
        "start": ranks[first],
        "end": ranks[last],
        "marked": last in changed and last != first,
    }
