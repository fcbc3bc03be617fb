"""What values of an address name: editions and economies; what is unknown falls back to the default."""

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import parse_qsl

from analysis.standing import CHINA

PEERS = ("USA", "KOR", "SGP", "DEU", "JPN", "IND")
MAX_PEERS = 8  # more lines cannot be told apart
LONGEST = 2000  # characters of a query that are read


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


def economy_of(value: object, known: Collection[str]) -> str:
    """Return the economy (ISO3) that the value names; China where it names none that is known."""
    return value if isinstance(value, str) and value in known else CHINA


def codes_of(value: object, known: Collection[str]) -> tuple[str, ...]:
    """Return the known codes among a comma-joined text or a list, each once, in the order given."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    codes = [part.strip().upper() for part in parts if isinstance(part, str)]
    return tuple(code for code in dict.fromkeys(codes) if code in known)
