"""The query of an address as its values, and the economies that a value names."""

from collections.abc import Collection
from urllib.parse import parse_qsl

PEERS = ("USA", "KOR", "SGP", "DEU", "JPN", "IND")
MAX_PEERS = 8  # more lines cannot be told apart
LONGEST = 2000  # characters of a query that are read


def query_of(text: str) -> dict[str, str]:
    """Return the values of the query of an address, with or without its question mark.

    Of a key that stands there twice the last one counts; what is beyond LONGEST characters is not read.
    """
    return dict(parse_qsl(text.lstrip("?")[:LONGEST], keep_blank_values=True))


def codes_of(value: object, known: Collection[str]) -> tuple[str, ...]:
    """Return the known codes among a comma-joined text or a list, each once, in the order given."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    codes = [part.strip().upper() for part in parts if isinstance(part, str)]
    return tuple(code for code in dict.fromkeys(codes) if code in known)
