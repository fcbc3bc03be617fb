"""What a reader chose to see: measure, editions, economies; what is unknown falls back to the default."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from analysis.standing import CHINA, MEASURES

PEERS = ("USA", "KOR", "SGP", "DEU", "JPN", "IND")
MAX_PEERS = 8  # more lines cannot be told apart
MAX_RAISED = 3
LONGEST = 2000  # characters of a query that are read


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
    first, last = span_of(query, editions)
    known = [code for code in economies if code != CHINA]
    peers = peers_of(query.get("with"), known)
    raised = codes_of(query.get("raise"), peers)[:MAX_RAISED]
    return Selection(one_of(query.get("show"), MEASURES), first, last, peers, raised)


def query_of(text: str) -> dict[str, str]:
    """Return the values of the query of an address, with or without its question mark.

    Of a key that stands there twice the last one counts; what is beyond LONGEST characters is not read.
    """
    return dict(parse_qsl(text.lstrip("?")[:LONGEST], keep_blank_values=True))


def one_of(value: object, options: Sequence[str]) -> str:
    """Return the value if it is one of the options, else the first of them."""
    return value if isinstance(value, str) and value in options else options[0]


def edition_of(value: object, editions: Sequence[int], default: int) -> int:
    """Return the edition that the value names, as a number or as text; else the default."""
    return next((edition for edition in editions if value == edition or value == str(edition)), default)


def span_of(query: Mapping[str, object], editions: Sequence[int]) -> tuple[int, int]:
    """Return the editions ``from`` and ``to`` of a query; all where they are equal or in the wrong order."""
    first = edition_of(query.get("from"), editions, editions[0])
    last = edition_of(query.get("to"), editions, editions[-1])
    return (first, last) if first < last else (editions[0], editions[-1])


def peers_of(value: object, known: Collection[str]) -> tuple[str, ...]:
    """Return the economies to compare with: those named, none where none is asked for, else PEERS."""
    peers = codes_of(value, known)[:MAX_PEERS]
    if not peers and value not in ("", []):  # nothing asked for, or nothing known: not "none"
        return tuple(code for code in PEERS if code in known)
    return peers


def codes_of(value: object, known: Collection[str]) -> tuple[str, ...]:
    """Return the known codes among a comma-joined text or a list, each once, in the order given."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    codes = [part.strip().upper() for part in parts if isinstance(part, str)]
    return tuple(code for code in dict.fromkeys(codes) if code in known)
