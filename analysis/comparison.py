"""The choices of a comparison: the view, the economies and their strategy, the measures, the editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analysis.derived import measures
from analysis.peers import FINDERS
from analysis.query import MAX_PEERS, PEERS, Query, economies, economy, one_of
from analysis.standing import CHINA, MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.dataset import Dataset

VIEWS: Final = ("trajectory", "pillars", "plane", "scatter", "table")
STRATEGIES: Final = ("none", *FINDERS)
SINGLE: Final = frozenset({"pillars", "scatter"})
"""Views of one edition; the others show a range."""
MEASURE: Final = "GII"
X, Y = "GB.XPD.RSDV.GD.ZS", "P6"
USUAL: Final = (CHINA, *PEERS)
"""The economies compared by default, without the one in focus."""


def _measures(dataset: Dataset, _: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(measures(dataset))


def _named(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return who can be named one by one: nobody beside a strategy, which gives the whole set."""
    others = [one for one in dataset.economies if one != before["economy"]]
    return others if before["strategy"] == STRATEGIES[0] else []


def _newest_first(dataset: Dataset, _: Mapping[str, Any]) -> Sequence[int]:
    return dataset.editions[::-1]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the page Compare.

    hand: the economies named one by one, which links carry from page to page, None where none is or where a
    strategy finds them; strategy: of STRATEGIES; first, last: a range; edition: that of the views of SINGLE;
    measure, x, y: of ``analysis.derived.measures``.
    """

    SPAN = ("from", "to")

    view: str = one_of("view", VIEWS)
    economy: str = economy()
    strategy: str = one_of("peers", STRATEGIES)
    hand: tuple[str, ...] | None = economies("with", MAX_PEERS, None, _named)
    measure: str = one_of("measure", _measures, MEASURE)
    x: str = one_of("x", _measures, X)
    y: str = one_of("y", _measures, Y)
    show: str = one_of("show", MEASURES)
    first: int = one_of("from", lambda dataset, _: dataset.editions[:-1])
    last: int = one_of(
        "to", lambda dataset, before: [one for one in dataset.editions[::-1] if one > before["first"]]
    )
    edition: int = one_of("edition", _newest_first, lambda dataset, _: dataset.detailed)

    @property
    def at(self) -> int:
        """Return the edition of the view: of a range the last one. Peers are found in it."""
        return self.edition if self.view in SINGLE else self.last

    def others(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the economies beside the one in focus; ``found``: those of the strategy."""
        chosen = self.hand
        if chosen is None:
            chosen = tuple(found) if self.strategy != "none" else USUAL
        return tuple(code for code in chosen if code != self.economy)[:MAX_PEERS]
