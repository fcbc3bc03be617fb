"""The languages of the site: code in addresses, tag of documents, and what the link to each says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """One language: code, as in /en/; tag, of BCP 47; label, of the link to it."""

    code: str
    tag: str
    label: str


KNOWN: Final = (
    Language("en", "en", "EN"),
    Language("zh", "zh-CN", "中文"),
)
"""In the order in which the site offers them; the first where nothing is asked."""
LANGUAGES: Final = tuple(one.code for one in KNOWN)
TAGS: Final = {one.code: one.tag for one in KNOWN}
LABELS: Final = {one.code: one.label for one in KNOWN}


def spoken(asked: object) -> str:
    """Return the language asked for, the first where there is no such language."""
    return asked if isinstance(asked, str) and asked in LANGUAGES else LANGUAGES[0]
