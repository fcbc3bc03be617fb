"""The choices of the Overview: the measure, the editions and the economies of the trajectory."""

from dataclasses import dataclass

from analysis.query import Query, derived, economies, edition, one_of, peers
from analysis.standing import CHINA, MEASURES

MAX_RAISED = 3


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the Overview.

    first, last: range of editions, all where ``start`` is not before ``end``; raised: peers with a colour.
    """

    measure: str = one_of("show", MEASURES)
    start: int = edition("from", lambda dataset, _: dataset.editions[0])
    end: int = edition("to", lambda dataset, _: dataset.editions[-1])
    first: int = derived(
        lambda dataset, before: before["start"] if before["start"] < before["end"] else dataset.editions[0]
    )
    last: int = derived(
        lambda dataset, before: before["end"] if before["start"] < before["end"] else dataset.editions[-1]
    )
    peers: tuple[str, ...] = peers()
    raised: tuple[str, ...] = economies("raise", MAX_RAISED, (), lambda _, before: before["peers"])

    @property
    def economies(self) -> tuple[str, ...]:
        """Return China and its peers, in that order."""
        return (CHINA, *self.peers)
