"""What a reader chose to see: measure, editions, economies; what is unknown falls back to the default."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analysis.standing import CHINA, MEASURES

PEERS = ("USA", "KOR", "SGP", "DEU", "JPN", "IND")
MAX_PEERS = 8  # more lines cannot be told apart
MAX_RAISED = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice that is known to be valid: every edition and economy exists, ``first`` is before ``last``."""

    measure: str
    first: int
    last: int
    peers: tuple[str, ...]
    raised: tuple[str, ...]

    @property
    def economies(self) -> tuple[str, ...]:
        """Return China and its peers, in that order."""
        return (CHINA, *self.peers)


def select(query: Mapping[str, object], editions: Sequence[int], economies: Collection[str]) -> Selection:
    """Read a choice from the values of an address or of controls.

    ``query`` may hold ``show`` (rank, score, percentile), ``from`` and ``to`` (editions), ``with`` and
    ``raise`` (ISO3 codes joined by commas, or a list). ``editions`` are in ascending order. Values of any
    type and content are accepted; those that name nothing known are passed over.
    """
    show = query.get("show")
    first, last = (
        _edition(query.get("from"), editions, editions[0]),
        _edition(query.get("to"), editions, editions[-1]),
    )
    if first >= last:
        first, last = editions[0], editions[-1]
    known = [code for code in economies if code != CHINA]
    peers = tuple(_codes(query.get("with"), known))[:MAX_PEERS]
    if not peers and query.get("with") not in ("", []):  # nothing asked for, or nothing known: not "none"
        peers = tuple(code for code in PEERS if code in known)
    raised = tuple(_codes(query.get("raise"), peers))[:MAX_RAISED]
    return Selection(str(show) if show in MEASURES else MEASURES[0], first, last, peers, raised)


def _edition(value: object, editions: Sequence[int], default: int) -> int:
    return next((edition for edition in editions if value == edition or value == str(edition)), default)


def _codes(value: object, known: Collection[str]) -> list[str]:
    """Return the known codes among a comma-joined text or a list, each once, in the order given."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    codes = [part.strip().upper() for part in parts if isinstance(part, str)]
    return [code for code in dict.fromkeys(codes) if code in known]
