"""Economies in sentences: short names, China first; those that look wrong; names beside codes of others."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.article import FOCUS
from data.catalog import Catalog
from data.contract import Violation
from etl.errors import Refused

NAMED: Final = 4
"""Economies that a sentence names one by one."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Economies (ISO3) whose figures do not look right, the worst first, and why, in a sentence.

    series: whose figures they are, blank for an edition of the index; excess: how far beyond the limit the
    worst is.
    """

    economies: tuple[str, ...]
    sentence: str
    series: str = ""
    excess: float = np.inf
    refused: bool = True

    def accepted_by(self, names: Collection[str]) -> bool:
        """Return whether names cover it: the series, or each of its economies."""
        if self.series in names:
            return True
        return all(one in names or f"{self.series}:{one}" in names for one in self.economies)


def short_name(economy: str, catalog: Catalog) -> str:
    """Return the short English name of an economy, its code where the catalog has none."""
    return catalog.economies[economy].short.en if economy in catalog.economies else economy


def listing(names: Sequence[str], most: int = NAMED) -> str:
    """Return names of economies as a sentence lists them, the first ones if there are too many."""
    parts = list(names[:most])
    parts += [f"{len(names) - most} more economies"] if len(names) > most else []
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def in_words(economies: Iterable[str], catalog: Catalog, most: int = NAMED) -> str:
    """Return economies as a sentence lists them, by their short names."""
    return listing([short_name(one, catalog) for one in economies], most)


def china_first(economies: Iterable[str]) -> tuple[str, ...]:
    """Return economies in their order, China before all others."""
    return tuple(sorted((str(one) for one in economies), key=lambda one: one != FOCUS))


def normalize(name: str) -> str:
    """Return a name without what publishers differ in: accents, signs, case, and UTF-8 read as Latin."""
    with suppress(UnicodeError):
        name = name.encode("cp1252").decode()
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    return "".join(sign for sign in plain if sign.isalpha())


def check_names(pairs: Iterable[tuple[str, str]], catalog: Catalog, table: str) -> None:
    """Raise Refused if a code (ISO3) stands beside the name of another economy.

    pairs: code and name; table: what the publisher calls the table. Codes and names that the catalog, with
    its other spellings, does not know are passed over: a publisher may rename an economy.
    """
    known = {normalize(name): code for code in catalog.economies for name in catalog.spellings[code]}
    wrong = {
        code: name
        for code, name in pairs
        if code in catalog.economies and known.get(normalize(name), code) != code
    }
    if wrong:
        codes = china_first(sorted(wrong))
        problem = "the code {} stands beside the name {!r}"
        places = [Violation(table, "", "", problem.format(code, wrong[code]), code) for code in codes[:NAMED]]
        raise Refused(f"names and codes disagree for {listing(codes)}", places)
