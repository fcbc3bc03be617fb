"""The screen does not grow wordier: the English words of the texts are counted, and the count only falls."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from components.text import FOLDER, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 17_997
"""The English words of the interface: lower it with every text that gets shorter, and never raise it."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[A-Za-z][A-Za-z’-]*")


def texts(table: dict[str, object]) -> Iterator[str]:
    """Every text of a file, whatever its key."""
    for value in table.values():
        if isinstance(value, dict):
            yield from texts(value)
        else:
            yield str(value)


def counted(text: str) -> int:
    """Count the runs of letters of a text, placeholders left out."""
    return len(_WORD.findall(_PLACEHOLDER.sub(" ", text)))


def test_the_interface_has_no_more_words_than_it_had() -> None:
    files = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob(f"{LANGUAGES[0]}/*.toml")
    }
    words = {name: sum(map(counted, texts(table))) for name, table in files.items()}
    assert sum(words.values()) <= MOST, f"more words than {MOST}: {words}"
