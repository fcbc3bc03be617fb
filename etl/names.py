"""Names of economies beside their codes: a name that is another economy's says that a column has moved."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from data.violation import Violation
from etl.errors import Refused
from etl.exchanges import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.catalog import Catalog

LINES = 3
"""Codes that are told one by one."""


def fold(name: str) -> str:
    """Return a name without what publishers differ in: accents, signs, case, and UTF-8 read as Latin."""
    with suppress(UnicodeError):
        name = name.encode("cp1252").decode()
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    return "".join(sign for sign in plain if sign.isalpha())


def check(pairs: Iterable[tuple[str, str]], catalog: Catalog, table: str) -> None:
    """Raise Refused if a code (ISO3) stands beside the name of another economy.

    pairs: code and name; table: what the publisher calls the table. Codes and names that the catalog, with
    its other spellings, does not know are passed over: a publisher may rename an economy.
    """
    known = {
        fold(name): item.id
        for item in catalog.economies.values()
        for name in (item.name.en, item.short.en, *catalog.spellings.get(item.id, ()))
    }
    wrong = {
        code: name
        for code, name in pairs
        if code in catalog.economies and known.get(fold(name), code) != code
    }
    if not wrong:
        return
    codes = sorted(wrong, key=lambda code: (code != "CHN", code))
    places = [
        Violation(table, "", "", f"the code {code} stands beside the name {wrong[code]!r}", code)
        for code in codes[:LINES]
    ]
    raise Refused(f"names and codes disagree for {listed(codes[:LINES], len(codes) - LINES)}", places)
