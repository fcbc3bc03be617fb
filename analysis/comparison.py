"""What a reader compares: the view, the economies and why these, the measures, the editions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.peers import FINDERS
from analysis.selection import MAX_PEERS, PEERS, codes_of, economy_of, edition_of, one_of, span_of
from analysis.standing import CHINA, MEASURES

VIEWS: Final = ("trajectory", "pillars", "plane", "scatter", "table")
STRATEGIES: Final = ("none", *FINDERS)
SINGLE: Final = frozenset({"pillars", "scatter"})
"""Views of one edition; the others show a range."""
MEASURE: Final = "GII"
X, Y = "GB.XPD.RSDV.GD.ZS", "P6"
USUAL: Final = (CHINA, *PEERS)
"""The economies compared where none is asked for, without the one in focus."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that is known to be valid.

    hand: the economies named one by one, None where none is or a strategy is asked for; strategy: of
    STRATEGIES; first, last: a range; edition: that of the views of SINGLE.
    """

    view: str
    economy: str
    strategy: str
    hand: tuple[str, ...] | None
    measure: str
    show: str
    first: int
    last: int
    edition: int
    x: str
    y: str

    @property
    def at(self) -> int:
        """Return the edition on show: of a range the last one. Peers are found in it."""
        return self.edition if self.view in SINGLE else self.last

    def others(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the economies beside the one in focus; ``found``: those of the strategy."""
        chosen = self.hand
        if chosen is None:
            chosen = tuple(found) if self.strategy != "none" else USUAL
        return tuple(code for code in chosen if code != self.economy)[:MAX_PEERS]


def choose(
    query: Mapping[str, object],
    editions: Sequence[int],
    default: int,
    economies: Collection[str],
    measures: Collection[str],
) -> Choice:
    """Read a choice from the values of an address or of controls, of any type and content.

    ``query`` may hold ``view`` (of VIEWS), ``economy`` (ISO3), ``with`` (ISO3 codes; "" for none),
    ``peers`` (of STRATEGIES), ``measure``, ``x`` and ``y`` (of ``measures``), ``show`` (rank, score,
    percentile), ``from``, ``to`` and ``edition``. A strategy gives the whole set: beside it ``with``, which
    links take along from page to page, is passed over. ``editions`` are in ascending order; ``default`` is
    the one shown alone.
    """
    economy = economy_of(query.get("economy"), economies)
    strategy = one_of(query.get("peers"), STRATEGIES)
    named = _by_hand(query.get("with"), [one for one in economies if one != economy])
    hand = named if strategy == "none" else None
    first, last = span_of(query, editions)
    x, y = (_measure(query.get(key), usual, measures) for key, usual in (("x", X), ("y", Y)))
    return Choice(
        view=one_of(query.get("view"), VIEWS),
        economy=economy,
        strategy=strategy,
        hand=hand,
        measure=_measure(query.get("measure"), MEASURE, measures),
        show=one_of(query.get("show"), MEASURES),
        first=first,
        last=last,
        edition=edition_of(query.get("edition"), editions, default),
        x=x,
        y=y,
    )


def _by_hand(value: object, known: Collection[str]) -> tuple[str, ...] | None:
    """Return the economies named, () where it is said that there are none, None where nothing is said."""
    if value in ("", []):
        return ()
    codes = codes_of(value, known)
    # In a list the newest choice is the last one and stays; an address is read from its beginning.
    codes = codes[-MAX_PEERS:] if isinstance(value, list) else codes[:MAX_PEERS]
    return codes or None


def _measure(value: object, usual: str, measures: Collection[str]) -> str:
    return value if isinstance(value, str) and value in measures else usual
