"""The choices of the Overview: the measure, the editions and the economies of the trajectory."""

from dataclasses import dataclass

from analysis.query import Query, economies, edition, one_of, peers
from analysis.standing import CHINA, MEASURES

MAX_RAISED = 3


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the Overview.

    first, last: range of editions, of which the last has a verified number of economies; raised: peers
    with a colour.
    """

    SPAN = ("from", "to")

    measure: str = one_of("show", MEASURES)
    first: int = edition(
        "from", lambda dataset, _: dataset.editions[0], lambda dataset, _: dataset.editions[:-1]
    )
    last: int = edition(
        "to",
        lambda dataset, _: dataset.editions[-1],
        lambda dataset, before: [
            one for one in dataset.editions if one > before["first"] and dataset.counts[one]
        ],
    )
    peers: tuple[str, ...] = peers()
    raised: tuple[str, ...] = economies("raise", MAX_RAISED, (), lambda _, before: before["peers"])

    @property
    def economies(self) -> tuple[str, ...]:
        """Return China and its peers, in that order."""
        return (CHINA, *self.peers)
